"""The start screen's dates: each rule by its own case, and what ticking off does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from caseconsole import config, deadlines
from caseconsole.due_dates import Due
from caseconsole.models import (
    CarePeriod,
    Case,
    Consent,
    Contact,
    ContactCase,
    Goal,
    HandedIn,
    Household,
    HouseholdMember,
    Measure,
    Partner,
    Person,
    PersonStatus,
    Plan,
    PlanVersion,
    Reminder,
)
from caseconsole.settings import Deadlines, Reports, Settings
from caseconsole.store import Store, transaction

TODAY = dt.date(2026, 11, 20)


def day(text: str) -> dt.date:
    """A day from ``20.11.2026``."""
    return dt.datetime.strptime(text, "%d.%m.%Y").replace(tzinfo=dt.UTC).date()


@pytest.fixture
def office(store: Store) -> Callable[..., Any]:
    """Runs a function that writes rows, in one transaction."""

    def write(fn: Callable[[], Any]) -> Any:
        def inside() -> Any:
            with transaction("test") as audit:
                result = fn()
                audit.record("test")
            return result

        return store.call(inside)

    return write


def hand_in_by_hand(first: dt.date, last: dt.date, *, on: dt.date) -> None:
    """A report handed in, as far as dates look at it."""
    HandedIn.create(
        first_day=first,
        last_day=last,
        handed_in_on=on,
        rules=1,
        program="0",
        sha256="",
        content=b"",
    )


def quiet_case(begin: str = "01.11.2026", family: str = "Haddad", **person: Any) -> int:
    """A running case with a plan and a talk today, so that no rule but the tested one speaks."""
    who = Person.create(family_name=family, **person)
    case = Case.create(number=f"2026-{who.id:03d}", person=who)
    CarePeriod.create(case=case, begin=day(begin))
    plan = Plan.create(case=case)
    PlanVersion.create(plan=plan, number=1, agreed_on=day(begin))
    talk = Contact.create(day=TODAY, kind="office")
    ContactCase.create(contact=talk, case=case)
    return int(case.id)


def listed(store: Store) -> dict[str, list[Due]]:
    """The lists of the start screen without the office's own reference days."""
    agenda = store.call(deadlines.agenda, TODAY)
    return {
        name: [due for due in getattr(agenda, name) if due.reason != "report"]
        for name in ("overdue", "today", "soon", "ahead")
    }


def only(store: Store) -> tuple[str, Due]:
    """The one date there is, with the list it stands in."""
    found = [(name, due) for name, dues in listed(store).items() for due in dues]
    assert len(found) == 1, found
    return found[0]


def test_a_quiet_case_asks_for_nothing(store: Store, office: Callable[..., Any]) -> None:
    office(quiet_case)
    assert listed(store) == {"overdue": [], "today": [], "soon": [], "ahead": []}
    assert store.call(deadlines.agenda, TODAY).running == 1


@pytest.mark.parametrize(
    ("due", "where"),
    [("19.11.2026", "overdue"), ("20.11.2026", "today"), ("04.12.2026", "soon")],
)
def test_a_reminder_stands_where_its_day_puts_it(
    store: Store, office: Callable[..., Any], due: str, where: str
) -> None:
    case = office(quiet_case)
    office(lambda: Reminder.create(case=case, due_on=day(due), text="Kita anrufen"))
    name, found = only(store)
    assert (name, found.title, found.case_id) == (where, "Kita anrufen", case)


def test_a_reminder_far_ahead_is_not_listed_yet(store: Store, office: Callable[..., Any]) -> None:
    office(lambda: Reminder.create(due_on=day("05.12.2026"), text="Zahlen"))
    assert listed(store)["soon"] == []


def test_ticking_off_a_reminder_does_it(store: Store, office: Callable[..., Any]) -> None:
    row = office(lambda: Reminder.create(due_on=TODAY, text="Zahlen").id)
    _name, due = only(store)
    store.call(deadlines.settle, due.key, TODAY)
    assert store.call(lambda: Reminder.get_by_id(row).done_on) == TODAY
    assert not any(listed(store).values())


def test_what_was_ticked_off_can_be_brought_back(store: Store, office: Callable[..., Any]) -> None:
    row = office(lambda: Reminder.create(due_on=TODAY, text="Zahlen").id)
    _name, due = only(store)
    store.call(deadlines.settle, due.key, TODAY)
    store.call(deadlines.bring_back, due.key)
    assert store.call(lambda: Reminder.get_by_id(row).done_on) is None
    assert only(store) == ("today", due)
    store.call(deadlines.put_off, due.key, TODAY + dt.timedelta(days=3))
    store.call(deadlines.bring_back, due.key)
    assert only(store) == ("today", due)


def test_a_dismissed_rule_can_be_brought_back(store: Store, office: Callable[..., Any]) -> None:
    def silent() -> None:
        quiet_case(begin="01.03.2026")
        Contact.update(day=day("20.05.2026")).execute()

    office(silent)
    _name, due = only(store)
    store.call(deadlines.settle, due.key, TODAY)
    assert not any(listed(store).values())
    store.call(deadlines.bring_back, due.key)
    assert only(store)[1] == due


@pytest.mark.parametrize("edge", [dt.date.min, dt.date.max])
def test_days_at_the_edge_of_the_calendar_break_nothing(
    store: Store, office: Callable[..., Any], edge: dt.date
) -> None:
    def at_the_edge() -> None:
        case = quiet_case(birth_date=edge, allotted_on=edge)
        CarePeriod.update(begin=min(TODAY, edge)).execute()
        Reminder.create(case=case, due_on=edge, text="Rand")
        PersonStatus.create(person=Person.get(), from_day=dt.date.min, valid_until=edge)
        PlanVersion.update(review_on=edge).execute()
        Consent.create(case=case, purpose="photo", ends_on=edge)
        Contact.update(follow_up_on=edge).execute()

    office(at_the_edge)
    agenda = store.call(deadlines.agenda, TODAY)
    assert agenda.running == 1
    assert ("Rand" in [due.title for due in agenda.overdue]) == (edge < TODAY)


def test_a_date_put_off_comes_back(store: Store, office: Callable[..., Any]) -> None:
    office(lambda: Reminder.create(due_on=TODAY, text="Zahlen"))
    _name, due = only(store)
    store.call(deadlines.put_off, due.key, TODAY + dt.timedelta(days=3))
    assert not any(listed(store).values())
    later = store.call(deadlines.agenda, TODAY + dt.timedelta(days=3))
    assert [d.title for d in later.overdue] == ["Zahlen"]


def test_a_follow_up_is_due_where_nobody_was_met_yet(
    store: Store, office: Callable[..., Any]
) -> None:
    def attempt() -> None:
        quiet_case()
        Contact.update(kind="attempt", follow_up_on=TODAY).execute()

    office(attempt)
    assert "follow_up" in [due.reason for due in listed(store)["today"]]


def test_a_follow_up_is_due_until_the_case_has_a_later_talk(
    store: Store, office: Callable[..., Any]
) -> None:
    def note(case: int, on: str, follow_up: str | None = None) -> None:
        talk = Contact.create(
            day=day(on), kind="phone", text="Bescheid prüfen\nZweite Zeile",
            follow_up_on=day(follow_up) if follow_up else None,
        )  # fmt: skip
        ContactCase.create(contact=talk, case=case)

    def case_without_talk_today() -> int:
        case = quiet_case()
        Contact.update(day=day("02.11.2026")).execute()
        return case

    case = office(case_without_talk_today)
    office(lambda: note(case, "05.11.2026", "18.11.2026"))
    name, due = only(store)
    assert (name, due.title, due.detail) == ("overdue", "Wiedervorlage", "Bescheid prüfen")
    office(lambda: note(case, "19.11.2026"))
    assert not any(listed(store).values())


def test_the_review_of_the_last_agreed_version_is_due(
    store: Store, office: Callable[..., Any]
) -> None:
    def with_versions() -> None:
        quiet_case()
        plan = Plan.get()
        PlanVersion.update(review_on=day("10.11.2026")).execute()
        PlanVersion.create(
            plan=plan, number=2, agreed_on=day("15.11.2026"), review_on=day("30.11.2026")
        )
        PlanVersion.create(plan=plan, number=3, review_on=day("21.11.2026"))  # a draft

    office(with_versions)
    name, due = only(store)
    assert (name, due.day, due.detail) == ("soon", day("30.11.2026"), "Version 2")


def test_overdue_steps_of_a_case_are_one_line_and_ticked_off_together(
    store: Store, office: Callable[..., Any]
) -> None:
    def with_steps() -> None:
        quiet_case()
        goal = Goal.create(plan=Plan.get(), area="work", text="Stelle", agreed_on=day("01.11.2026"))
        Measure.create(goal=goal, text="Lebenslauf", due_on=day("10.11.2026"))
        Measure.create(goal=goal, text="Bewerben", due_on=day("15.11.2026"))
        Measure.create(goal=goal, text="Anrufen", due_on=day("25.11.2026"), responsible="manager")
        settled = Goal.create(
            plan=Plan.get(), area="work", text="Alt", agreed_on=day("01.11.2026"),
            settled_on=day("02.11.2026"), state="reached",
        )  # fmt: skip
        Measure.create(goal=settled, text="Vorbei", due_on=day("03.11.2026"))

    office(with_steps)
    found = listed(store)
    assert [(d.title, d.day) for d in found["overdue"]] == [
        ("2 Schritte überfällig", day("10.11.2026"))
    ]
    assert [d.title for d in found["soon"]] == ["Schritt: Anrufen"]
    store.call(deadlines.settle, found["overdue"][0].key, TODAY)
    assert listed(store)["overdue"] == []
    assert store.call(lambda: Measure.select().where(Measure.done_on == TODAY).count()) == 2


@pytest.mark.parametrize(
    ("status", "until", "today_list"),
    [
        ("refugee", "12.02.2027", "ahead"),  # twelve weeks before, to the day
        ("refugee", "13.02.2027", None),
        ("toleration", "15.01.2027", "ahead"),  # eight weeks
        ("toleration", "16.01.2027", None),
        ("toleration", "24.11.2026", "soon"),
    ],
)
def test_papers_are_listed_from_their_lead_time(
    store: Store, office: Callable[..., Any], status: str, until: str, today_list: str | None
) -> None:
    def with_paper() -> None:
        quiet_case()
        PersonStatus.create(
            person=Person.get(), from_day=day("01.01.2025"), residence_status=status,
            valid_until=day("01.02.2026"),
        )  # fmt: skip
        PersonStatus.create(person=Person.get(), from_day=day("01.01.2026"), valid_until=day(until))

    office(with_paper)
    found = [name for name, dues in listed(store).items() if dues]
    assert found == ([today_list] if today_list else [])


def test_a_paper_under_section_24_runs_on_by_ordinance(
    store: Store, office: Callable[..., Any]
) -> None:
    def with_paper() -> None:
        quiet_case()
        PersonStatus.create(
            person=Person.get(), from_day=day("01.01.2025"), residence_status="temporary_24",
            valid_until=day("04.03.2025"),
        )  # fmt: skip

    office(with_paper)
    assert not any(listed(store).values())
    rule = replace(config.active().deadlines.residence_rules[0], until=TODAY + dt.timedelta(days=5))
    config.use(Settings(deadlines=Deadlines(residence_rules=(rule,))))
    name, due = only(store)
    assert (name, due.detail) == ("soon", "Fortgeltung durch Verordnung")


def test_a_child_of_the_household_turns_18(store: Store, office: Callable[..., Any]) -> None:
    def with_child() -> None:
        quiet_case()
        home = Household.create()
        child = Person.create(family_name="Haddad", given_name="Yousef",
                              birth_date=day("21.11.2008"))  # fmt: skip
        unsure = Person.create(given_name="Nour", birth_date=day("21.11.2008"),
                               birth_precision="year")  # fmt: skip
        for who in (Person.get_by_id(1), child, unsure):
            HouseholdMember.create(household=home, person=who, from_day=day("01.11.2026"))

    office(with_child)
    name, due = only(store)
    assert (name, due.day, due.name) == ("soon", day("21.11.2026"), "Haddad, Yousef")
    assert due.title == "Geburtstag: 18 Jahre"


def test_no_plan_after_six_weeks(store: Store, office: Callable[..., Any]) -> None:
    def without_plan() -> None:
        quiet_case(begin="01.10.2026")
        PlanVersion.delete().execute()
        Plan.delete().execute()

    office(without_plan)
    name, due = only(store)
    assert (name, due.day) == ("overdue", day("12.11.2026"))


def test_no_contact_for_six_months(store: Store, office: Callable[..., Any]) -> None:
    def silent() -> None:
        quiet_case(begin="01.03.2026")
        Contact.update(day=day("20.05.2026")).execute()

    office(silent)
    name, due = only(store)
    assert (name, due.title) == ("today", "Kein Kontakt seit 6 Monaten")


@pytest.mark.parametrize(
    ("kind", "asked"),
    [("office", False), ("phone", False), ("no_show", True), ("attempt", True),
     ("letter", True), ("third_party", True)],
)  # fmt: skip
def test_only_a_talk_ends_the_silence(
    store: Store,
    office: Callable[..., Any],
    kind: str,
    asked: bool,  # noqa: FBT001
) -> None:
    def silent() -> None:
        quiet_case(begin="01.03.2026")
        Contact.update(kind=kind).execute()

    office(silent)
    assert [d.reason for d in listed(store)["overdue"]] == (["no_contact"] if asked else [])


@pytest.mark.parametrize(
    ("kind", "served"),
    [("office", True), ("letter", True), ("third_party", True), ("no_show", False),
     ("attempt", False)],
)  # fmt: skip
def test_a_follow_up_is_not_served_by_an_attempt(
    store: Store,
    office: Callable[..., Any],
    kind: str,
    served: bool,  # noqa: FBT001
) -> None:
    def with_follow_up() -> None:
        case = quiet_case()
        Contact.update(day=day("02.11.2026"), follow_up_on=day("10.11.2026")).execute()
        talk = Contact.create(day=day("12.11.2026"), kind=kind)
        ContactCase.create(contact=talk, case=case)

    office(with_follow_up)
    found = [d.reason for d in listed(store)["overdue"]]
    assert ("follow_up" in found) == (not served)


def test_the_end_of_counselling_is_named_again_three_months_before(
    store: Store, office: Callable[..., Any]
) -> None:
    office(lambda: quiet_case(begin="01.05.2024"))  # ends 1 May 2027
    _name, due = only(store)
    store.call(deadlines.settle, due.key, TODAY)
    reasons = [
        [d.reason for d in store.call(deadlines.agenda, today).ahead]
        for today in (day("31.01.2027"), day("01.02.2027"))
    ]
    assert ["counselling" in found for found in reasons] == [False, True]


@pytest.mark.parametrize(
    ("begin", "years", "due"),
    [
        ("01.05.2024", 3, "01.05.2027"),  # six months before three years
        ("01.12.2022", 4, "01.12.2026"),  # past three years: the fourth ends
    ],
)
def test_counselling_ends_after_three_or_four_years(
    store: Store, office: Callable[..., Any], begin: str, years: int, due: str
) -> None:
    office(lambda: quiet_case(begin=begin))
    _name, found = only(store)
    assert (found.title, found.day) == (f"{years} Jahre Beratung", day(due))


@pytest.mark.parametrize(
    ("today", "asked"),
    [
        ("31.10.2026", False),
        ("01.11.2026", True),  # six months before the end of three years
        ("01.05.2027", True),
        ("20.05.2027", True),  # overdue, and still without a reason
    ],
)
def test_the_reason_for_a_further_year_is_asked_in_time(
    store: Store, office: Callable[..., Any], today: str, *, asked: bool
) -> None:
    office(lambda: quiet_case(begin="01.05.2024"))
    agenda = store.call(deadlines.agenda, day(today))
    found = [
        (due.title, due.detail, due.day)
        for dues in (agenda.overdue, agenda.today, agenda.soon, agenda.ahead)
        for due in dues
        if due.reason == "counselling"
    ]
    assert found == [("3 Jahre Beratung", "Begründung?", day("01.05.2027"))] * asked


def test_who_has_stated_the_reason_is_asked_no_more(
    store: Store, office: Callable[..., Any]
) -> None:
    case = office(lambda: quiet_case(begin="01.05.2024"))
    assert only(store)[1].detail == "Begründung?"
    office(lambda: Case.update(extension_reason="Prüfung im Sommer").execute())
    assert listed(store)["ahead"] == []
    dates = {d.title: d for d in store.call(deadlines.dates_of_case, case, TODAY)}
    assert "3 Jahre Beratung" not in dates
    assert (dates["4 Jahre Beratung"].day, dates["4 Jahre Beratung"].detail) == (
        day("01.05.2028"), "",
    )  # fmt: skip


def test_an_appointment_shows_its_time_and_stands_in_the_order_of_the_day(
    store: Store, office: Callable[..., Any]
) -> None:
    def three() -> None:
        case = quiet_case()
        Reminder.create(case=case, due_on=TODAY, text="Bescheid prüfen")
        Reminder.create(case=case, due_on=TODAY, text="Jobcenter", time="10:30", place="Raum 3")
        Reminder.create(due_on=TODAY, text="Arbeitskreis", time="09:00")

    office(three)
    assert [(due.title, due.detail, due.time) for due in listed(store)["today"]] == [
        ("Termin 09:00", "Arbeitskreis", "09:00"),
        ("Termin 10:30", "Jobcenter, Raum 3", "10:30"),
        ("Bescheid prüfen", "", ""),
    ]
    settled = listed(store)["today"][1]
    store.call(deadlines.settle, settled.key, TODAY)
    assert [due.title for due in listed(store)["today"]] == ["Termin 09:00", "Bescheid prüfen"]


def test_a_release_that_ends_names_its_recipient(store: Store, office: Callable[..., Any]) -> None:
    def with_release() -> None:
        case = quiet_case()
        Consent.create(
            case=case, purpose="release", partner=Partner.create(name="Jobcenter"),
            granted_on=day("01.12.2025"), ends_on=day("01.12.2026"),
        )  # fmt: skip
        Consent.create(case=case, purpose="photo", ends_on=day("01.12.2026"), withdrawn_on=TODAY)

    office(with_release)
    _name, due = only(store)
    assert (due.detail, due.day) == ("Jobcenter", day("01.12.2026"))


@pytest.mark.parametrize("closed", [True, False])
def test_closed_and_cancelled_cases_ask_for_nothing(
    store: Store,
    office: Callable[..., Any],
    closed: bool,  # noqa: FBT001
) -> None:
    def ended() -> None:
        quiet_case(begin="01.03.2026")
        Contact.update(day=day("20.05.2026")).execute()
        if closed:
            CarePeriod.update(end=day("01.09.2026"), closing_reason="died").execute()
        else:
            Case.update(cancelled=True).execute()

    office(ended)
    assert not any(listed(store).values())
    assert store.call(deadlines.agenda, TODAY).running == 0


def test_the_end_of_funding_and_the_proof_of_use_are_listed(store: Store) -> None:
    config.use(Settings(reports=Reports(funding_from=day("01.01.2025"),
                                        funding_to=day("31.12.2026"))))  # fmt: skip
    agenda = store.call(deadlines.agenda, day("15.02.2027"))
    assert [(d.title, d.day) for d in (*agenda.overdue, *agenda.soon, *agenda.ahead)] == [
        ("Ende des Förderzeitraums", day("31.12.2026")),
        ("Verwendungsnachweis", day("31.03.2027")),
    ]


@pytest.mark.parametrize(
    ("last", "titles"),
    [
        ("31.12.2026", ["Ende des Förderzeitraums"]),
        ("30.06.2026", ["Ende des Förderzeitraums", "Verwendungsnachweis"]),
    ],
)
def test_handing_in_the_end_of_the_funding_settles_the_proof_of_use(
    store: Store, office: Callable[..., Any], last: str, titles: list[str]
) -> None:
    config.use(Settings(reports=Reports(funding_from=day("01.01.2025"),
                                        funding_to=day("31.12.2026"))))  # fmt: skip
    office(lambda: hand_in_by_hand(day("01.01.2025"), day(last), on=day("10.02.2027")))
    agenda = store.call(deadlines.agenda, day("15.02.2027"))
    assert [d.title for d in (*agenda.overdue, *agenda.soon, *agenda.ahead)] == titles


@pytest.mark.parametrize(("on", "listed_still"), [("16.01.2027", 1), ("17.01.2027", 0)])
def test_handing_in_within_the_lead_time_settles_the_date_of_the_district(
    store: Store, office: Callable[..., Any], on: str, listed_still: int
) -> None:
    config.use(Settings(deadlines=Deadlines(district_date=day("31.01.2027"))))
    office(lambda: hand_in_by_hand(day("01.01.2026"), day("31.12.2026"), on=day(on)))
    agenda = store.call(deadlines.agenda, day("02.02.2027"))
    assert len(agenda.overdue) == listed_still


def test_the_dates_of_one_case_include_those_far_ahead(
    store: Store, office: Callable[..., Any]
) -> None:
    case = office(quiet_case)
    office(lambda: Reminder.create(case=case, due_on=day("01.09.2027"), text="Schulanmeldung"))
    titles = [d.title for d in store.call(deadlines.dates_of_case, case, TODAY)]
    assert titles == ["Kein Kontakt seit 6 Monaten", "Schulanmeldung", "3 Jahre Beratung"]
