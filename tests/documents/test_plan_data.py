"""Reading a plan: which version, which goals in which state, which dated values."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from caseconsole import models as m
from caseconsole.documents.kinds.plan import plan_context
from caseconsole.documents.plan_data import PlanData, read_plan, read_plans, running_cases
from caseconsole.errors import NotFoundError

pytestmark = pytest.mark.usefixtures("database")

D = dt.date


def _case(number: str = "2026-001", **person: Any) -> m.Case:
    made = m.Person.create(**({"given_name": "Ali"} | person))
    return m.Case.create(number=number, person=made)


def _plan_with_three_versions() -> m.Case:
    """Versions of January, July and, as a draft, a third; goals settled between and after."""
    case = _case()
    m.CarePeriod.create(case=case, begin=D(2026, 1, 1))
    plan = m.Plan.create(case=case)
    m.PlanVersion.create(plan=plan, number=1, agreed_on=D(2026, 1, 10), concerns="erst")
    m.PlanVersion.create(plan=plan, number=2, agreed_on=D(2026, 7, 10), concerns="dann")
    m.PlanVersion.create(plan=plan, number=3, concerns="Entwurf")

    def goal(text: str, agreed: dt.date | None, settled: dt.date | None = None) -> m.Goal:
        state = "reached" if settled else "open"
        return m.Goal.create(
            plan=plan, area="work", text=text, agreed_on=agreed, state=state, settled_on=settled
        )

    goal("vor der ersten erledigt", D(2026, 1, 10), D(2026, 1, 10))
    goal("dazwischen erledigt", D(2026, 1, 10), D(2026, 3, 1))
    goal("nach der zweiten erledigt", D(2026, 1, 10), D(2026, 8, 1))
    running = goal("läuft", D(2026, 7, 10))
    goal("neu im Entwurf", None)
    m.Measure.create(goal=running, text="Schritt", done_on=D(2026, 9, 1))
    return case


def _goals(data: PlanData) -> dict[str, str]:
    return {goal.text: goal.state for goal in data.version.goals}


def test_the_newest_agreed_version_is_taken(today: dt.date) -> None:
    case = _plan_with_three_versions()
    data = read_plan("2026-001", today=today)
    assert read_plan(case.id, today=today) == data
    assert (data.version.number, data.version.previous_on) == (2, D(2026, 1, 10))
    assert _goals(data) == {
        "dazwischen erledigt": "reached",
        "nach der zweiten erledigt": "open",
        "läuft": "open",
    }
    assert data.version.goals[2].steps[0].done_on is None


def test_an_older_version_shows_its_own_day(today: dt.date) -> None:
    _plan_with_three_versions()
    data = read_plan("2026-001", 1, today=today)
    assert data.as_of == D(2026, 1, 10)
    assert _goals(data) == {
        "vor der ersten erledigt": "reached",
        "dazwischen erledigt": "open",
        "nach der zweiten erledigt": "open",
    }


def test_the_draft_shows_what_is_so_now(today: dt.date) -> None:
    _plan_with_three_versions()
    data = read_plan("2026-001", 3, today=today)
    assert data.version.draft
    assert _goals(data) == {
        "nach der zweiten erledigt": "reached",
        "läuft": "open",
        "neu im Entwurf": "open",
    }
    assert data.version.goals[1].steps[0].done_on == D(2026, 9, 1)


def test_the_frozen_copy_decides(today: dt.date) -> None:
    _plan_with_three_versions()
    partner = m.Partner.create(name="VHS")
    step = {
        "id": 7, "text": "Anmelden", "responsible": "office", "partner": partner.id,
        "due_on": "2026-08-01", "done_on": None,
    }  # fmt: skip
    frozen = {"goals": [{
        "id": 99, "area": "language", "text": "eingefroren", "target_on": None, "state": "partly",
        "settled_on": "2026-07-01", "reason": "", "agreed_on": "2026-01-10", "steps": [step],
    }]}  # fmt: skip
    m.PlanVersion.update(frozen=frozen).where(m.PlanVersion.number == 2).execute()
    data = read_plan("2026-001", today=today)
    assert _goals(data) == {"eingefroren": "partly"}
    assert data.version.goals[0].settled_on == D(2026, 7, 1)
    assert data.version.goals[0].steps[0].partner == "VHS"
    assert [partner.name for partner in data.partners] == ["VHS"]


def test_a_copy_keeps_member_and_translations(today: dt.date) -> None:
    """Whom a goal is for is printed, also where that person does not live with the client."""
    _plan_with_three_versions()
    nour = m.Person.create(family_name="Haddad", given_name="Nour")
    step = {
        "id": 7, "text": "Anmelden", "translation": "تسجيل", "responsible": "client",
        "partner": None, "due_on": None, "done_on": None,
    }  # fmt: skip
    frozen = {"goals": [{
        "id": 99, "area": "school", "text": "Kita", "translation": "حضانة", "member": nour.id,
        "target_on": None, "state": "open", "settled_on": None, "reason": "",
        "agreed_on": "2026-07-10", "steps": [step],
    }]}  # fmt: skip
    m.Goal.update(member=nour).execute()
    m.PlanVersion.update(frozen=frozen).where(m.PlanVersion.number == 2).execute()
    goal = read_plan("2026-001", today=today).version.goals[0]
    assert (goal.member, goal.translation, goal.steps[0].translation) == ("Nour", "حضانة", "تسجيل")


def test_a_case_without_a_plan_gives_an_empty_draft(today: dt.date) -> None:
    _case()
    data = read_plan("2026-001", today=today)
    assert data.version.draft
    assert data.version.number == 0
    assert plan_context(data)["planart"] == "Erster Plan"


def test_what_is_not_there_is_said(today: dt.date) -> None:
    _plan_with_three_versions()
    _case("2026-002")
    with pytest.raises(NotFoundError, match="Einen Fall 1 gibt es nicht"):
        read_plan("1", today=today)
    with pytest.raises(NotFoundError, match=r"keine Version 9. Vorhanden: 1, 2, 3"):
        read_plan("2026-001", 9, today=today)
    with pytest.raises(NotFoundError, match="noch keinen Plan"):
        read_plan("2026-002", 1, today=today)


def test_valid_plans_of_running_cases(today: dt.date) -> None:
    def with_plan(number: str, *, end: dt.date | None = None, **values: Any) -> None:
        case = _case(number)
        m.CarePeriod.create(case=case, begin=D(2026, 1, 1), end=end)
        if "agreed_on" in values:
            plan = m.Plan.create(case=case, closed_on=values.get("closed_on"))
            m.PlanVersion.create(plan=plan, number=1, agreed_on=values["agreed_on"])
        if values.get("cancelled"):
            m.Case.update(cancelled=True).where(m.Case.id == case.id).execute()

    with_plan("1 gültig", agreed_on=today)
    with_plan("2 ohne Plan")
    with_plan("3 Entwurf", agreed_on=None)
    with_plan("4 abgeschlossen", agreed_on=today, closed_on=today)
    with_plan("5 beendet", agreed_on=today, end=today)
    with_plan("6 endet morgen", agreed_on=today, end=today + dt.timedelta(days=1))
    with_plan("7 storniert", agreed_on=today, cancelled=True)
    with_plan("8 morgen vereinbart", agreed_on=today + dt.timedelta(days=1))
    assert [data.case_number for data in read_plans(today)] == ["1 gültig", "6 endet morgen"]
    assert len(running_cases(today)) == 6


def test_the_agreed_plan_goes_before_a_second_one_in_work(today: dt.date) -> None:
    case = _plan_with_three_versions()
    second = m.Plan.create(case=case)
    m.PlanVersion.create(plan=second, number=1)
    assert read_plan("2026-001", today=today).version.number == 2
    m.Plan.update(closed_on=today).where(m.Plan.id != second.id).execute()
    assert read_plan("2026-001", today=today).version.draft


def test_dated_state_and_income(today: dt.date) -> None:
    case = _case()
    for day, values in (
        (D(2024, 1, 1), {"german_level": "A1", "housing": "reception", "income": ["sgb2"]}),
        (D(2025, 1, 1), {"german_level": "A2", "income": ["own_income", "sgb2"]}),
        (D(2026, 1, 1), {"german_level": "A2", "income": ["own_income"]}),
        (D(2027, 1, 1), {"german_level": "C1", "income": []}),
    ):
        m.PersonStatus.create(person=case.person, from_day=day, **values)
    context = plan_context(read_plan("2026-001", today=today))
    assert (context["deutsch"], context["deutsch_seit"]) == ("A2", "01.01.2025")
    assert (context["wohnform"], context["wohnform_seit"]) == ("Erstaufnahme", "01.01.2024")
    assert context["einkommen"] == [
        {"art": "SGB II", "von": "01.01.2024", "bis": "31.12.2025"},
        {"art": "eigenes Einkommen", "von": "01.01.2025", "bis": ""},
    ]


def test_papers_that_run_on_by_ordinance(today: dt.date) -> None:
    case = _case()
    state = m.PersonStatus.create(
        person=case.person, from_day=D(2024, 1, 1), residence_status="temporary_24",
        valid_until=D(2025, 3, 4),
    )  # fmt: skip
    context = plan_context(read_plan("2026-001", today=today))
    assert context["aufenthalt_gueltig_bis"] == "04.03.2027 (Fortgeltung durch Verordnung)"
    m.PersonStatus.update(valid_until=D(2028, 3, 4)).execute()
    assert plan_context(read_plan("2026-001", today=today)) == context, "the card says nothing"
    state.residence_status = "toleration"
    state.save()
    assert (
        plan_context(read_plan("2026-001", today=today))["aufenthalt_gueltig_bis"] == "04.03.2025"
    )


def test_end_of_counselling_and_the_fourth_year(today: dt.date) -> None:
    case = _case()
    m.CarePeriod.create(case=case, begin=D(2024, 2, 29), end=D(2024, 6, 1))
    m.CarePeriod.create(case=case, begin=D(2025, 1, 1))
    context = plan_context(read_plan("2026-001", today=today))
    assert context["beratung_seit"] == "29.02.2024"
    assert context["beratung_ende"] == "28.02.2027"
    assert context["beratung_ende_ausnahme"] == "29.02.2028"
    assert not context["ueber_die_regel"]
    assert plan_context(read_plan("2026-001", today=D(2027, 2, 28)))["ueber_die_regel"]


def test_household_consents_and_referrals(today: dt.date) -> None:
    case = _case(family_name="Ö")
    old, new = m.Household.create(place="Alt"), m.Household.create(place="Neu", postcode="7")
    child = m.Person.create(given_name="Mira", birth_date=D(2020, 11, 21))
    gone = m.Person.create(given_name="Weg")
    for household, person, begin, end in (
        (old, case.person, D(2024, 1, 1), D(2025, 1, 1)),
        (new, case.person, D(2025, 1, 2), None),
        (new, child, D(2025, 1, 2), None),
        (new, gone, D(2025, 1, 2), D(2025, 2, 1)),
    ):
        m.HouseholdMember.create(household=household, person=person, from_day=begin, to_day=end)
    partner = m.Partner.create(name="Jobcenter", kind="jobcenter", phone="1", email="a@b")
    m.Referral.create(case=case, partner=partner, day=D(2026, 1, 1), result="completed",
                      result_on=D(2026, 12, 1))  # fmt: skip
    for values in (
        {"granted_on": D(2026, 1, 1), "ends_on": today},
        {"granted_on": D(2026, 1, 1), "ends_on": today - dt.timedelta(days=1)},
        {"granted_on": D(2026, 1, 1), "withdrawn_on": today},
        {},
    ):
        m.Consent.create(case=case, purpose="release", partner=partner, **values)
    context = plan_context(read_plan("2026-001", today=today))
    assert context["plz_ort"] == "7 Neu"
    assert [(row["name"], row["alter"]) for row in context["haushalt"]] == [("Mira", "5")]
    assert context["vermittlungen"][0]["ergebnis"] == "offen"
    assert context["stellen"][0] == {
        "name": "Jobcenter", "art": "Jobcenter", "ansprechperson": "", "kontakt": "1 · a@b",
    }  # fmt: skip
    states = sorted(row["stand"] for row in context["einwilligungen"])
    assert states == ["abgelaufen", "gültig", "nicht erteilt", "widerrufen am 20.11.2026"]
    assert {row["empfaenger"] for row in context["einwilligungen"]} == {"Jobcenter"}


def test_self_ratings_in_words_with_their_course(today: dt.date) -> None:
    case = _plan_with_three_versions()
    for area, day, value in (
        ("work", D(2026, 1, 10), 0), ("work", D(2026, 7, 10), 3), ("work", D(2026, 9, 1), 4),
        ("health", D(2026, 1, 10), 2), ("own area", D(2026, 1, 10), 1),
    ):  # fmt: skip
        m.SelfRating.create(case=case, area=area, day=day, value=value, note=f"{area} {value}")
    context = plan_context(read_plan("2026-001", today=today))
    (work,) = context["felder"]
    assert (work["feld"], work["einschaetzung"], work["einschaetzung_am"]) == (
        "Arbeit", "eher gut", "10.07.2026",
    )  # fmt: skip
    assert (work["zu_beginn"], work["zu_beginn_am"]) == ("gar nicht gut", "10.01.2026")
    assert (work["einschaetzung_punkte"], work["situation"]) == ("●●●○", "work 3")
    assert [row["feld"] for row in context["weitere_einschaetzungen"]] == ["Gesundheit", "own area"]


def test_two_hundred_plans_cost_no_more_questions_than_one(
    today: dt.date, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(200):
        case = _case(f"2026-{number:03}")
        m.CarePeriod.create(case=case, begin=D(2026, 1, 1))
        plan = m.Plan.create(case=case)
        m.PlanVersion.create(plan=plan, number=1, agreed_on=today)
        child = m.Person.create(given_name=f"Kind {number}")
        m.Goal.create(plan=plan, area="school", text="Kita", agreed_on=today, member=child)
    asked: list[str] = []
    real = m.database.obj.execute_sql

    def counted(sql: str, *args: Any, **kw: Any) -> Any:
        asked.append(sql)
        return real(sql, *args, **kw)

    monkeypatch.setattr(m.database.obj, "execute_sql", counted)
    plans = read_plans(today)
    assert [plan.version.goals[0].member for plan in plans] == [f"Kind {n}" for n in range(200)]
    assert len(asked) <= 20


def test_of_two_incomes_of_one_day_the_later_one_counts(today: dt.date) -> None:
    case = _case()
    for day in (D(1, 1, 1), D(2026, 1, 1)):
        for kind in ("asylum_benefits", "sgb2"):
            m.PersonStatus.create(person=case.person, from_day=day, income=[kind])
    found = read_plan("2026-001", today=today).status.incomes
    assert [(income.kind, income.from_day, income.to_day) for income in found] == [
        ("sgb2", D(1, 1, 1), None)
    ]


def test_the_reason_for_the_fourth_year_is_printed_once_the_third_is_over(today: dt.date) -> None:
    case = _case()
    m.Case.update(extension_reason="Prüfung im Mai").execute()
    begin = D(today.year - 3, today.month, today.day)
    m.CarePeriod.create(case=case, begin=begin)
    printed = plan_context(read_plan(case.id, today=today))
    assert printed["grund_viertes_jahr"] == "Prüfung im Mai"
    assert printed["ueber_die_regel"] is True
