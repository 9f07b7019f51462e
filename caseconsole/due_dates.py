"""The rules behind the start screen: which record makes which date.

Pure functions over what ``read_office`` reads in a few queries; ``deadlines`` decides what is
listed. Sources: programme rules of 6 June 2023 (three years, four in justified cases), the
periods of the settings, and section 24 of the residence act for papers that run on by ordinance.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from peewee import JOIN, fn

from caseconsole.caseload.names import display_name
from caseconsole.days import add_months, age_on, shift
from caseconsole.i18n import N_, _, ngettext
from caseconsole.models import (
    CarePeriod,
    Case,
    Consent,
    Contact,
    ContactCase,
    Goal,
    HouseholdMember,
    Measure,
    Partner,
    Person,
    PersonStatus,
    Plan,
    PlanVersion,
    Reminder,
    rows,
)
from caseconsole.values import lists

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from caseconsole.settings import Settings

TOLERATIONS = frozenset({
    "toleration", "toleration_discretion", "toleration_60b", "toleration_60c", "toleration_60d",
    "permission_to_stay",
})  # fmt: skip
"""Papers with a shorter lead time: Duldung and Aufenthaltsgestattung."""

REASONS = {
    "review": N_("Planüberprüfung"),
    "follow_up": N_("Wiedervorlage"),
    "reminder": N_("Termin"),
    "step": N_("Schritt"),
    "paper": N_("Papier läuft ab"),
    "birthday": N_("Geburtstag"),
    "no_plan": N_("Kein Plan"),
    "no_contact": N_("Kein Kontakt"),
    "counselling": N_("Ende der Beratung"),
    "consent": N_("Einwilligung endet"),
    "funding": N_("Förderung"),
    "report": N_("Zahlen"),
}
"""What a date is about, in words."""


@dataclass(frozen=True)
class Due:
    """One date.

    Args:
        key: names reason and record; changes when the date behind it changes.
        reason: key of ``REASONS``.
        day: when it is due.
        listed_from: begin of the lead time.
        title: what it is, in words.
        name: the client's name; empty for a date of the office.
        case_id: the case to open; ``None`` for a date of the office.
        number: the number of that case.
        detail: what else helps, in words.
    """

    key: str
    reason: str
    day: dt.date
    listed_from: dt.date
    title: str
    name: str = ""
    case_id: int | None = None
    number: str = ""
    detail: str = ""


@dataclass(frozen=True)
class RunningCase:
    """A case with an open care period, as the rules need it."""

    id: int
    number: str
    person_id: int
    name: str
    begun: dt.date
    first_begun: dt.date
    allotted_on: dt.date | None


@dataclass
class Office:
    """What the rules look at, read once."""

    cases: dict[int, RunningCase]
    last_contact: dict[int, dt.date] = field(default_factory=dict)
    plans: dict[int, tuple[int, dt.date | None]] = field(default_factory=dict)
    papers: dict[int, tuple[str | None, dt.date | None]] = field(default_factory=dict)
    reminders: list[tuple[int, int | None, dt.date, str]] = field(default_factory=list)
    follow_ups: list[tuple[int, int, dt.date, str]] = field(default_factory=list)
    steps: list[tuple[int, int, dt.date, str, str | None, str | None]] = field(default_factory=list)
    consents: list[tuple[int, int, str, dt.date, str]] = field(default_factory=list)
    members: list[tuple[int, str, dt.date, int]] = field(default_factory=list)


def read_office(today: dt.date, case_id: int | None = None) -> Office:
    """Read what the rules need, of all running cases or of one case."""
    cases = {case.id: case for case in _running(today, case_id)}
    office = Office(cases)
    wanted = list(cases) if case_id is not None else None
    office.last_contact = _last_contacts(wanted)
    office.plans = _plans(wanted)
    office.papers = _papers(today, [c.person_id for c in cases.values()] if wanted else None)
    reminders = Reminder.select(Reminder.id, Reminder.case, Reminder.due_on, Reminder.text)
    office.reminders = rows(reminders.where(Reminder.done_on.is_null()))
    office.follow_ups = rows(
        Contact.select(Contact.id, ContactCase.case, Contact.follow_up_on, Contact.text)
        .join(ContactCase)
        .where(Contact.follow_up_on.is_null(False), ~Contact.follow_up_done)
    )
    office.steps = rows(
        Measure.select(
            Measure.id, Plan.case, Measure.due_on, Measure.text, Measure.responsible, Partner.name
        )
        .join(Partner, JOIN.LEFT_OUTER)
        .switch(Measure)
        .join(Goal)
        .join(Plan)
        .where(Measure.done_on.is_null(), Measure.due_on.is_null(False))
        .where(Goal.agreed_on.is_null(False), Goal.settled_on.is_null(), Plan.closed_on.is_null())
    )
    office.consents = rows(
        Consent.select(Consent.id, Consent.case, Consent.purpose, Consent.ends_on, Partner.name)
        .join(Partner, JOIN.LEFT_OUTER)
        .where(Consent.ends_on.is_null(False), Consent.withdrawn_on.is_null())
    )
    office.members = _members(today, cases)
    return office


def all_dates(office: Office, settings: Settings, today: dt.date) -> Iterator[Due]:
    """Every date of the running cases and of the office."""
    yield from dates_of_cases(office, settings, today)
    yield from _free_reminders(office)
    yield from _office_dates(settings, today)


def dates_of_cases(office: Office, settings: Settings, today: dt.date) -> Iterator[Due]:
    """Every date of the running cases."""
    yield from _reviews(office)
    yield from _case_reminders(office)
    yield from _follow_ups(office)
    yield from _steps(office, today)
    yield from _papers_due(office, settings)
    yield from _birthdays(office, settings, today)
    yield from _care(office, settings, today)
    yield from _consents(office, settings)


def _due(
    case: RunningCase, reason: str, row: object, day: dt.date, title: str, *,
    weeks: int | None = None, detail: str = "", name: str = "",
) -> Due:  # fmt: skip
    """A date of a case; without ``weeks`` it is listed a fortnight ahead as any date."""
    lead = 7 * (weeks if weeks is not None else 2)
    return Due(
        key=f"{reason}:{row}:{day.isoformat()}",
        reason=reason,
        day=day,
        listed_from=shift(day, -lead),
        title=title,
        name=name or case.name,
        case_id=case.id,
        number=case.number,
        detail=detail,
    )


def _reviews(office: Office) -> Iterator[Due]:
    for case_id, (number, review_on) in office.plans.items():
        case = office.cases.get(case_id)
        if case is None or review_on is None:
            continue
        detail = _("Version {number}").format(number=number)
        yield _due(case, "review", case_id, review_on, _(REASONS["review"]), detail=detail)


def _case_reminders(office: Office) -> Iterator[Due]:
    for row, case_id, day, text in office.reminders:
        case = office.cases.get(case_id) if case_id is not None else None
        if case is not None:
            yield _due(case, "reminder", row, day, text)


def _free_reminders(office: Office) -> Iterator[Due]:
    for row, case_id, day, text in office.reminders:
        if case_id is None:
            lead = shift(day, -14)
            yield Due(f"reminder:{row}:{day.isoformat()}", "reminder", day, lead, text)


def _follow_ups(office: Office) -> Iterator[Due]:
    for row, case_id, day, text in office.follow_ups:
        case = office.cases.get(case_id)
        if case is None or office.last_contact.get(case_id, dt.date.min) >= day:
            continue
        first_line = text.split("\n", 1)[0][:80]
        yield _due(case, "follow_up", row, day, _(REASONS["follow_up"]), detail=first_line)


def _steps(office: Office, today: dt.date) -> Iterator[Due]:
    """Steps by themselves; the overdue ones of a case together, since one talk settles them."""
    overdue: dict[int, list[tuple[int, dt.date, str]]] = {}
    for row, case_id, day, text, responsible, partner in office.steps:
        case = office.cases.get(case_id)
        if case is None:
            continue
        if day < today:
            overdue.setdefault(case_id, []).append((row, day, text))
            continue
        title = _("Schritt: {text}").format(text=text)
        who = partner or lists()["responsible"].label(responsible or "")
        yield _due(case, "step", row, day, title, detail=who)
    for case_id, late in overdue.items():
        late.sort(key=lambda step: step[1])
        ids = ",".join(str(row) for row, _day, _text in late)
        title = ngettext("Schritt: {text}", "{count} Schritte überfällig", len(late)).format(
            text=late[0][2], count=len(late)
        )
        detail = late[0][2] if len(late) > 1 else ""
        yield _due(office.cases[case_id], "step", ids, late[0][1], title, detail=detail)


def _papers_due(office: Office, settings: Settings) -> Iterator[Due]:
    runs_on = {rule.status: rule for rule in settings.deadlines.residence_rules}
    for case in office.cases.values():
        status, until = office.papers.get(case.person_id, (None, None))
        rule = runs_on.get(status or "")
        if rule is not None:
            until = rule.until
        if until is None:
            continue
        tolerated = status in TOLERATIONS
        deadlines = settings.deadlines
        weeks = deadlines.toleration_weeks if tolerated else deadlines.residence_paper_weeks
        title = lists()["residence_status"].label(status) if status else _(REASONS["paper"])
        detail = _("läuft ab") if rule is None else rule.source
        yield _due(case, "paper", case.person_id, until, title, weeks=weeks, detail=detail)


def _birthdays(office: Office, settings: Settings, today: dt.date) -> Iterator[Due]:
    for person_id, name, born, case_id in office.members:
        case = office.cases[case_id]
        for age in settings.deadlines.birthdays:
            day = _birthday(born, age)
            if not shift(today, -7) <= day <= shift(today, 366):
                continue
            title = _("Geburtstag: {age} Jahre").format(age=age)
            detail = "" if person_id == case.person_id else case.name
            yield _due(
                case, "birthday", person_id, day, title, detail=detail, name=name,
                weeks=settings.deadlines.birthday_weeks,
            )  # fmt: skip


def _birthday(born: dt.date, age: int) -> dt.date:
    """The day on which the age is reached; 1 March for one born on 29 February (BGB 188)."""
    day = add_months(born, 12 * age)
    return day if age_on(born, day) >= age else shift(day, 1)


def _care(office: Office, settings: Settings, today: dt.date) -> Iterator[Due]:
    deadlines = settings.deadlines
    for case in office.cases.values():
        if case.begun > today:
            continue
        if case.id not in office.plans:
            day = shift(case.begun, 7 * deadlines.no_plan_weeks)
            title = _("Kein Plan seit {weeks} Wochen").format(weeks=deadlines.no_plan_weeks)
            yield _due(case, "no_plan", case.id, day, title)
        last = max(office.last_contact.get(case.id, case.begun), case.begun)
        day = add_months(last, deadlines.no_contact_months)
        title = _("Kein Kontakt seit {months} Monaten").format(months=deadlines.no_contact_months)
        yield _due(case, "no_contact", case.id, day, title, weeks=0)
        yield from _end_of_counselling(case, settings, today)


def counselling_ends(case: RunningCase, settings: Settings, years: int) -> dt.date:
    """The day on which counselling of a case has lasted ``years`` years.

    The programme rules do not say when the clock starts; the settings choose the anchor.
    """
    anchor = {
        "first_period": case.first_begun,
        "current_period": case.begun,
        "allotted_on": case.allotted_on or case.first_begun,
    }[settings.deadlines.counselling_anchor]
    return add_months(anchor, 12 * years)


def _end_of_counselling(case: RunningCase, settings: Settings, today: dt.date) -> Iterator[Due]:
    deadlines = settings.deadlines
    months = max(deadlines.counselling_reminder_months, default=0)
    regular = counselling_ends(case, settings, deadlines.counselling_years)
    exceptional = counselling_ends(case, settings, deadlines.exceptional_years)
    in_exception = today > add_months(regular, 1)
    day, years = (
        (exceptional, deadlines.exceptional_years)
        if in_exception
        else (regular, deadlines.counselling_years)
    )
    title = _("{years} Jahre Beratung").format(years=years)
    detail = "" if in_exception else _("Begründung für das weitere Jahr?")
    lead = add_months(day, -months)
    weeks = (day - lead).days // 7
    yield _due(case, "counselling", case.id, day, title, weeks=weeks, detail=detail)


def _consents(office: Office, settings: Settings) -> Iterator[Due]:
    for row, case_id, purpose, day, partner in office.consents:
        case = office.cases.get(case_id)
        if case is None:
            continue
        label = lists()["consent_purpose"].label(purpose)
        title = _("{purpose} endet").format(purpose=label)
        weeks = settings.deadlines.consent_weeks
        yield _due(case, "consent", row, day, title, weeks=weeks, detail=partner or "")


def _office_dates(settings: Settings, today: dt.date) -> Iterator[Due]:
    deadlines, reports = settings.deadlines, settings.reports
    funding, report = deadlines.funding_weeks, deadlines.report_weeks
    if reports.funding_to is not None:
        end = reports.funding_to
        yield _of_office("funding", "end", end, _("Ende des Förderzeitraums"), funding)
        proof = add_months(end, deadlines.proof_of_use_months)
        yield _of_office("funding", "proof", proof, _("Verwendungsnachweis"), funding)
    if deadlines.district_date is not None:
        text = _(deadlines.district_text)
        yield _of_office("report", "district", deadlines.district_date, text, report)
    for year in (today.year, today.year + 1):
        for day in reports.reference_days_of(year):
            if day >= today:
                yield _of_office("report", "day", day, _("Stichtag der Statistik"), report)


def _of_office(reason: str, row: str, day: dt.date, title: str, weeks: int) -> Due:
    key = f"{reason}:{row}:{day.isoformat()}"
    return Due(key, reason, day, shift(day, -7 * weeks), title)


def _running(today: dt.date, case_id: int | None) -> Iterable[RunningCase]:
    """Cases with a period that is open today, or that begins later; cancelled ones left out."""
    query = (
        CarePeriod.select(
            Case.id, Case.number, Person.id, Person.family_name, Person.given_name,
            Person.allotted_on, CarePeriod.begin, CarePeriod.end,
        )
        .join(Case)
        .join(Person)
        .where(~Case.cancelled)
        .order_by(CarePeriod.begin, CarePeriod.id)
    )  # fmt: skip
    if case_id is not None:
        query = query.where(Case.id == case_id)
    first: dict[int, dt.date] = {}
    found: dict[int, RunningCase] = {}
    for row_id, number, person, family, given, allotted, begin, end in rows(query):
        first.setdefault(row_id, begin)
        if end is None or end > today:
            name = display_name(family, given)
            found[row_id] = RunningCase(
                row_id, number, person, name, begin, first[row_id], allotted
            )
    return found.values()


def _last_contacts(cases: list[int] | None) -> dict[int, dt.date]:
    query = (
        ContactCase.select(ContactCase.case, fn.MAX(Contact.day).python_value(str))
        .join(Contact)
        .group_by(ContactCase.case)
    )
    if cases is not None:
        query = query.where(ContactCase.case.in_(cases))
    return {case: dt.date.fromisoformat(str(day)) for case, day in rows(query)}


def _plans(cases: list[int] | None) -> dict[int, tuple[int, dt.date | None]]:
    """Per case the last agreed version of the plan that is not closed, with its review day."""
    query = (
        PlanVersion.select(Plan.case, PlanVersion.number, PlanVersion.review_on)
        .join(Plan)
        .where(Plan.closed_on.is_null(), PlanVersion.agreed_on.is_null(False))
        .order_by(Plan.id, PlanVersion.number)
    )
    if cases is not None:
        query = query.where(Plan.case.in_(cases))
    return {case: (number, review_on) for case, number, review_on in rows(query)}


def _papers(
    today: dt.date, persons: list[int] | None
) -> dict[int, tuple[str | None, dt.date | None]]:
    """Per person residence status and end of the paper; a later row replaces what it names."""
    query = (
        PersonStatus.select(
            PersonStatus.person, PersonStatus.residence_status, PersonStatus.valid_until
        )
        .where(PersonStatus.from_day <= today)
        .order_by(PersonStatus.from_day, PersonStatus.id)
    )
    if persons is not None:
        query = query.where(PersonStatus.person.in_(persons))
    found: dict[int, tuple[str | None, dt.date | None]] = {}
    for person, status, until in rows(query):
        old_status, old_until = found.get(person, (None, None))
        found[person] = (status or old_status, until or old_until)
    return found


def _members(today: dt.date, cases: dict[int, RunningCase]) -> list[tuple[int, str, dt.date, int]]:
    """Persons with a full birth date who have a running case or live with someone who has."""
    case_of = {case.person_id: case.id for case in cases.values()}
    query = HouseholdMember.select(HouseholdMember.household, HouseholdMember.person).where(
        HouseholdMember.from_day <= today,
        HouseholdMember.to_day.is_null() | (HouseholdMember.to_day >= today),
    )
    living = rows(query)
    case_of_household = {home: case_of[person] for home, person in living if person in case_of}
    for home, person in living:
        if home in case_of_household:
            case_of.setdefault(person, case_of_household[home])
    people = Person.select(Person.id, Person.family_name, Person.given_name, Person.birth_date)
    full = people.where(
        Person.birth_date.is_null(False),
        Person.birth_precision.is_null() | (Person.birth_precision == "day"),
    )
    return [
        (person, display_name(family, given), born, case_of[person])
        for person, family, given, born in rows(full)
        if person in case_of
    ]
