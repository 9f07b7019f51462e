"""Documents that look back: the justification of a further year, the closing report."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from caseconsole import models as m
from caseconsole.documents.kinds import KINDS
from caseconsole.documents.review_words import duration_words, minutes_words
from caseconsole.documents.writer import Writer, file_name
from tests.documents import walk
from tests.documents.kind_files import holds, new_case, printed_lines, read_kind

D = dt.date
YEAR, CLOSING = KINDS["begruendung-viertes-jahr"], KINDS["abschlussbericht"]

pytestmark = pytest.mark.usefixtures("database")


def _followed(case: m.Case) -> None:
    """Three years: two versions, goals in every state, ratings, talks, referrals."""
    plan = m.Plan.create(case=case)
    m.PlanVersion.create(plan=plan, number=1, agreed_on=D(2024, 2, 1))
    m.PlanVersion.create(plan=plan, number=2, agreed_on=D(2025, 2, 1))
    m.PlanVersion.create(plan=plan, number=3)
    first = {"plan": plan, "agreed_on": D(2024, 2, 1)}
    goal = m.Goal.create
    reached = goal(area="language", text="A2 erreichen", state="reached",
                   settled_on=D(2024, 9, 3), **first)  # fmt: skip
    goal(area="work", text="Praktikum", state="dropped", settled_on=D(2025, 2, 1),
         reason="Betrieb hat geschlossen", **first)  # fmt: skip
    child = m.Person.create(given_name="Mira", family_name="Al-Bayati")
    goal(area="school", text="Hortplatz", state="not_reached", settled_on=D(2025, 1, 8),
         member=child, **first)  # fmt: skip
    still = goal(area="housing", text="Wohnung finden", target_on=D(2027, 1, 1), **first)
    goal(area="housing", text="nur im Entwurf", plan=plan)
    m.Measure.create(goal=reached, text="Kurs besuchen", responsible="client",
                     done_on=D(2024, 6, 1))  # fmt: skip
    m.Measure.create(goal=still, text="Besichtigung", responsible="manager", due_on=D(2026, 12, 1))
    for day, value in ((D(2024, 2, 1), 1), (D(2025, 2, 1), 2), (D(2026, 2, 1), 3)):
        m.SelfRating.create(case=case, area="language", day=day, value=value)
    m.SelfRating.create(case=case, area="work", day=D(2024, 2, 1), value=0)


def _talk(case: m.Case | None, day: dt.date, kind: str, **values: Any) -> None:
    persons = values.pop("persons", ())
    contact = m.Contact.create(day=day, kind=kind, **values)
    if case is not None:
        m.ContactCase.create(contact=contact, case=case)
    for person in persons:
        m.ContactPerson.create(contact=contact, person=person)


def test_a_further_year_is_justified_with_what_was_reached_and_what_is_open(
    today: dt.date,
) -> None:
    case = new_case(extension_reason="Prüfung B1 erst im Mai 2027")
    m.CarePeriod.create(case=case, begin=D(2024, 1, 15))
    m.Partner.create(name="Kreis Muster", kind="district_office", address="Kreisstraße 1")
    _followed(case)
    data = read_kind(YEAR, case, today)
    values = YEAR.context(data, None)
    assert [(row["ziel"], row["stand"], row["erledigt_am"]) for row in values["erreicht"]] == [
        ("A2 erreichen", "erreicht", "03.09.2024"),
        ("Hortplatz", "nicht erreicht", "08.01.2025"),
        ("Praktikum", "entfällt", "01.02.2025"),
    ]
    assert [row["ziel"] for row in values["offen"]] == ["Wohnung finden"]
    holds(
        printed_lines(YEAR, data),
        "15.01.2024", "15.01.2027", "15.01.2028", "Prüfung B1 erst im Mai 2027",
        "Die Jahre zählen ab dem Beginn der ersten Betreuung.", "Hortplatz (für Mira)",
        "Betrieb hat geschlossen", "Besichtigung", "Version 1 vom 01.02.2024, Version 2 vom",
        "VwV Integrationsmanagement vom 6. Juni 2023", "Kreis Muster, Kreisstraße 1",
        "eher schlecht, 01.02.2024", "eher gut, 01.02.2026",
    )  # fmt: skip


def test_the_chart_has_a_point_at_the_begin_and_one_at_the_end(today: dt.date) -> None:
    case = new_case()
    m.CarePeriod.create(case=case, begin=D(2024, 1, 15))
    _followed(case)
    language, work = YEAR.context(read_kind(YEAR, case, today), None)["verlauf"]
    assert [language[f"punkt_{value}"] for value in range(5)] == ["", "○", "–", "●", ""]
    assert [work[f"punkt_{value}"] for value in range(5)] == ["●", "", "", "", ""]
    assert (work["beginn"], work["zuletzt"]) == ("gar nicht gut", "")


def test_without_a_reason_there_is_room_to_write_it(today: dt.date) -> None:
    case = new_case()
    data = read_kind(YEAR, case, today)
    content = Writer(YEAR).make(data).content
    leaders = [tab.get(f"{walk.W}leader") for root in walk.parts(content)
               for tab in root.iter(f"{walk.W}tab")]  # fmt: skip
    assert leaders.count("underscore") == 5
    assert "case.extension_reason" in {gap.source for gap in Writer(YEAR).gaps(data)}
    holds(
        walk.paragraphs(content), "Es ist noch kein Ziel bewertet.", "Es ist kein Ziel offen.",
        "Es wurde kein Plan vereinbart.", "Keine Selbsteinschätzungen eingetragen.",
    )  # fmt: skip


def test_the_report_on_a_closed_period_counts_by_the_rules(today: dt.date) -> None:
    case = new_case()
    m.CarePeriod.create(case=case, begin=D(2023, 1, 1), end=D(2023, 6, 30), closing_reason="other")
    m.CarePeriod.create(
        case=case, begin=D(2024, 1, 15), end=D(2026, 3, 31), closing_reason="goals_reached",
        outcome="Arbeitet in Vollzeit.",
    )  # fmt: skip
    _followed(case)
    for day, state in (
        (D(2023, 1, 1), {"german_level": "A1", "housing": "reception"}),
        (D(2026, 1, 1), {"german_level": "B1"}),
        (D(2026, 6, 1), {"german_level": "C1", "housing": "private_flat"}),
    ):
        m.PersonStatus.create(person=case.person, from_day=day, **state)
    other = m.Person.create(given_name="Omar")
    _talk(case, D(2023, 12, 31), "office", minutes=500)  # before the period
    _talk(case, D(2024, 1, 15), "office", minutes=40, main_topic="work", topics=["work", "health"])
    _talk(None, D(2024, 5, 1), "phone", persons=[case.person], interpreter=True)
    _talk(case, D(2026, 3, 31), "office", minutes=50, main_topic="work", persons=[case.person])
    _talk(case, D(2024, 6, 1), "third_party", minutes=500)
    _talk(case, D(2024, 6, 1), "no_show", minutes=500)
    _talk(None, D(2024, 6, 1), "office", minutes=500, persons=[other])
    _talk(case, D(2026, 4, 1), "office", minutes=500)  # after the period
    partner = m.Partner.create(name="VHS Muster", kind="language_school")
    m.Referral.create(case=case, partner=partner, day=D(2024, 3, 1), reason="Kurs",
                      result="completed", result_on=D(2024, 12, 1))  # fmt: skip
    m.Referral.create(case=case, partner=partner, day=D(2023, 3, 1), reason="alt")
    data = read_kind(CLOSING, case, today)
    values = CLOSING.context(data, None)
    assert not values["laeuft"]
    assert (values["betreuung_beginn"], values["betreuung_ende"]) == ("15.01.2024", "31.03.2026")
    assert values["betreuung_dauer"] == "2 Jahre, 2 Monate"
    assert (values["beratungen_zahl"], values["beratungen_dauer"]) == ("3", "1 Std. 30 Min.")
    assert (values["beratungen_gedolmetscht"], values["beratungen_ohne_dauer"]) == ("1", "1")
    assert [(row["art"], row["zahl"], row["dauer"]) for row in values["beratungen"]] == [
        ("Beratung im Büro", "2", "1 Std. 30 Min."), ("Telefon", "1", ""),
    ]  # fmt: skip
    assert [(row["thema"], row["zahl"]) for row in values["themen"]] == [
        ("Arbeit", "2"), ("Gesundheit", "1"),
    ]  # fmt: skip
    assert [row["tag"] for row in values["vermittlungen_ergebnisse"]] == ["01.03.2024"]
    lage = {row["angabe"]: (row["beginn"], row["ende"]) for row in values["lage"]}
    assert lage["Deutsch (GER)"] == ("A1", "B1")
    assert lage["Wohnform"] == ("Erstaufnahme", "Erstaufnahme")
    assert [(row["stand"], row["zahl"]) for row in values["zielbilanz"]] == [
        ("offen", "1"), ("erreicht", "1"), ("nicht erreicht", "1"), ("entfällt", "1"),
    ]  # fmt: skip
    lines = printed_lines(CLOSING, data)
    holds(
        lines, "Abschlussbericht", "über die Betreuung vom 15.01.2024 bis zum 31.03.2026",
        "Ziele erreicht/selbständig", "Arbeitet in Vollzeit.", "abgeschlossen, 01.12.2024",
        "Kurs besuchen", "erledigt am 01.06.2024", "30.06.2023",
        "Ziele: 1 offen, 1 erreicht, 1 nicht erreicht, 1 entfällt",
    )  # fmt: skip
    assert not any("Zwischenbericht" in line for line in lines)
    assert not any("nur im Entwurf" in line for line in lines)
    assert file_name(CLOSING, data) == "2024-001_Abschlussbericht.docx"


@pytest.mark.parametrize("end", [None, D(2026, 11, 21)])
def test_while_counselling_runs_the_report_says_so(end: dt.date | None, today: dt.date) -> None:
    case = new_case()
    m.CarePeriod.create(case=case, begin=D(2025, 1, 1), end=end)
    m.CarePeriod.create(case=case, begin=D(2024, 1, 1), end=D(2024, 2, 1))
    data = read_kind(CLOSING, case, today)
    lines = printed_lines(CLOSING, data)
    assert lines.count("Zwischenbericht, Beratung läuft") == 1
    assert "Abschlussbericht" not in "\n".join(lines)
    holds(lines, "über die Betreuung vom 01.01.2025 bis zum 20.11.2026")
    assert file_name(CLOSING, data) == "2024-001_Abschlussbericht_Zwischenstand.docx"


def test_the_day_of_the_end_is_the_last_of_the_period(today: dt.date) -> None:
    case = new_case()
    m.CarePeriod.create(case=case, begin=D(2025, 1, 1), end=today)
    assert not CLOSING.context(read_kind(CLOSING, case, today), None)["laeuft"]


@pytest.mark.parametrize(
    ("begin", "end", "words"),
    [
        (D(2026, 1, 1), D(2026, 1, 1), "1 Tag"),
        (D(2026, 1, 1), D(2026, 1, 30), "30 Tage"),
        (D(2026, 1, 1), D(2026, 1, 31), "1 Monat"),
        (D(2024, 2, 29), D(2025, 2, 28), "1 Jahr"),
        (D(2024, 10, 20), D(2026, 1, 23), "1 Jahr, 3 Monate"),
        (D(2023, 1, 1), D(2025, 12, 31), "3 Jahre"),
    ],
)
def test_how_long(begin: dt.date, end: dt.date, words: str) -> None:
    assert duration_words(begin, end) == words


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, ""), (45, "45 Min."), (60, "1 Std."), (750, "12 Std. 30 Min.")]
)
def test_minutes(minutes: int, words: str) -> None:
    assert minutes_words(minutes) == words
