"""What the plan says under "Seit dem letzten Plan"."""

from __future__ import annotations

import datetime as dt

import pytest

from caseconsole import models as m
from caseconsole.documents import languages
from caseconsole.documents.kinds import KINDS, Request
from caseconsole.documents.kinds.plan import plan_context
from caseconsole.documents.phrases import PHRASES
from caseconsole.documents.plan_data import read_plan
from caseconsole.documents.writer import Writer
from tests.documents import walk

pytestmark = pytest.mark.usefixtures("database")

D = dt.date
PLAN = KINDS["integrationsplan"]
HEAD = PHRASES["seit_letztem_plan"]


def _case() -> m.Case:
    """Two versions: one goal in each state that a goal of the first can have by the second."""
    person = m.Person.create(given_name="Ali")
    case = m.Case.create(number="2026-001", person=person)
    m.CarePeriod.create(case=case, begin=D(2026, 1, 1))
    plan = m.Plan.create(case=case)
    m.PlanVersion.create(plan=plan, number=1, agreed_on=D(2026, 1, 10))
    m.PlanVersion.create(plan=plan, number=2, agreed_on=D(2026, 7, 10))
    child = m.Person.create(given_name="Mira")
    first = {"plan": plan, "area": "work", "agreed_on": D(2026, 1, 10)}
    m.Goal.create(text="geschafft", state="reached", settled_on=D(2026, 3, 1), **first)
    m.Goal.create(text="verfehlt", state="not_reached", settled_on=D(2026, 4, 1), **first)
    m.Goal.create(text="weggefallen", state="dropped", settled_on=D(2026, 5, 1),
                  reason="Umzug", **first)  # fmt: skip
    running = m.Goal.create(text="läuft", target_on=D(2026, 12, 1), member=child,
                            translation="continues", **first)  # fmt: skip
    m.Goal.create(plan=plan, area="work", text="später", agreed_on=D(2026, 7, 10),
                  target_on=D(2027, 1, 1))  # fmt: skip
    m.Measure.create(goal=running, text="erledigter Schritt", done_on=D(2026, 6, 1))
    m.Measure.create(goal=running, text="Schritt danach", done_on=D(2026, 8, 1))
    for day, value in ((D(2026, 1, 10), 1), (D(2026, 7, 10), 3)):
        m.SelfRating.create(case=case, area="work", day=day, value=value)
    for day in (D(2026, 1, 10), D(2026, 7, 10)):
        m.SelfRating.create(case=case, area="health", day=day, value=2)
    return case


def test_the_second_plan_tells_what_became_of_the_first(today: dt.date) -> None:
    data = read_plan(_case().id, today=today)
    values = plan_context(data, languages.catalogue("en"))
    assert values["seit_plan"] is True
    assert [(row["ziel"], row["stand"], row["tag"]) for row in values["seit_plan_erreicht"]] == [
        ("geschafft", "erreicht", "01.03.2026"),
        ("verfehlt", "nicht erreicht", "01.04.2026"),
    ]
    (dropped,) = values["seit_plan_entfallen"]
    assert (dropped["ziel"], dropped["grund"]) == ("weggefallen", "Umzug")
    (running,) = values["seit_plan_weiter"]
    assert (running["ziel"], running["ziel_zweit"], running["fuer"]) == (
        "läuft", "continues", "Mira",
    )  # fmt: skip
    assert (running["bis_neu"], running["verschoben"]) == ("01.12.2026", False)
    assert [(row["ziel"], row["bis"]) for row in values["seit_plan_neu"]] == [
        ("später", "01.01.2027")
    ]
    assert [(row["schritt"], row["tag"]) for row in values["seit_plan_schritte"]] == [
        ("erledigter Schritt", "01.06.2026")
    ]
    (rating,) = values["seit_plan_einschaetzung"]
    assert (rating["feld"], rating["vorher"], rating["jetzt"]) == (
        "Arbeit", "eher schlecht", "eher gut",
    )  # fmt: skip


@pytest.mark.parametrize("language", ["de", "ar"])
def test_the_section_is_printed(language: str, today: dt.date) -> None:
    data = PLAN.read(Request(PLAN.name, _case().id), today)
    lines = walk.paragraphs(Writer(PLAN, second_language=language).make(data).content)
    text = "\n".join(lines)
    assert any(line.startswith(HEAD) for line in lines)
    for expected in (
        "Plan vom 10.01.2026", "erreicht, 01.03.2026", "nicht erreicht, 01.04.2026",
        "entfällt, 01.05.2026", "Umzug", "läuft (für Mira)", "bis 01.12.2026", "erledigter Schritt",
        "eher schlecht → eher gut",
    ):  # fmt: skip
        assert expected in text, expected
    if language == "ar":
        assert languages.catalogue("ar").text("phrase", "seit_letztem_plan") in text


def test_a_first_plan_has_no_such_section(today: dt.date) -> None:
    case = _case()
    data = PLAN.read(Request(PLAN.name, case.id, version=1), today)
    assert plan_context(read_plan(case.id, 1, today=today))["seit_plan"] is False
    lines = walk.paragraphs(Writer(PLAN).make(data).content)
    assert not any(line.startswith(HEAD) for line in lines)


def test_the_reason_of_the_further_year_is_printed_as_soon_as_it_is_stated(
    today: dt.date,
) -> None:
    case = _case()
    m.Case.update(extension_reason="Prüfung im Mai").execute()
    data = PLAN.read(Request(PLAN.name, case.id), today)
    assert not PLAN.context(data, None)["ueber_die_regel"]
    assert "Prüfung im Mai" in walk.paragraphs(Writer(PLAN).make(data).content)
