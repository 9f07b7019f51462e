"""What the rules of the start screen look at, read for all running cases at once or for one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from peewee import JOIN, fn

from caseconsole.caseload.bulk import FEW, among, last_contacts, open_follow_ups, plain_rows
from caseconsole.caseload.caselist import IN_VAIN, NO_MEETING
from caseconsole.caseload.names import display_name
from caseconsole.caseload.people import lives_there, papers_on
from caseconsole.models import (
    CarePeriod,
    Case,
    Consent,
    Contact,
    Goal,
    HandedIn,
    HouseholdMember,
    Measure,
    Partner,
    Person,
    Plan,
    PlanVersion,
    Reminder,
)

_LONGEST_LINE = 80
_day = dt.date.fromisoformat


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
    extended: bool = False
    """Whether it is stated why counselling goes on beyond the regular years."""


class Appointment(NamedTuple):
    """A reminder; with a time it is an appointment. Without a case it is the office's."""

    id: int
    case_id: int | None
    day: dt.date
    text: str
    time: str = ""
    place: str = ""


@dataclass
class Office:
    """What the rules look at, read once.

    Args:
        cases: the running cases by id; everything else but ``reminders`` belongs to one of them.
        last_contact: day of the last contact by case that may have served a follow-up: anything
            but an attempt in vain.
        last_met: day of the last contact by case in which somebody spoke with the client.
        plans: number and review of the version agreed last, by case, of plans that are not closed.
        papers: residence status and end of the paper, by person.
        reminders: those that are not done.
        follow_ups: id, case, day, first line of the contacts that nobody has followed up.
        steps: id, case, day, text, who is responsible, name of the partner.
        consents: id, case, purpose, last day, name of the partner.
        members: persons with a full birth date who have a case or live with somebody who has one:
            id, name, birth, case.
        handed_in: first day, last day and day of handing in of every report handed in.
    """

    cases: dict[int, RunningCase]
    last_contact: dict[int, dt.date] = field(default_factory=dict)
    last_met: dict[int, dt.date] = field(default_factory=dict)
    plans: dict[int, tuple[int, dt.date | None]] = field(default_factory=dict)
    papers: dict[int, tuple[str | None, dt.date | None]] = field(default_factory=dict)
    reminders: list[Appointment] = field(default_factory=list)
    follow_ups: list[tuple[int, int, dt.date, str]] = field(default_factory=list)
    steps: list[tuple[int, int, dt.date, str, str | None, str | None]] = field(default_factory=list)
    consents: list[tuple[int, int, str, dt.date, str | None]] = field(default_factory=list)
    members: list[tuple[int, str, dt.date, int]] = field(default_factory=list)
    handed_in: list[tuple[dt.date, dt.date, dt.date]] = field(default_factory=list)


def read_office(today: dt.date, case_id: int | None = None) -> Office:
    """Read what the rules need, of all running cases or of one case."""
    cases = _running(today, case_id)
    last, met = (
        {case: _day(day) for case, day in last_contacts(cases, today, without=kinds).items()}
        for kinds in (IN_VAIN, NO_MEETING)
    )
    papers = papers_on(today, [case.person_id for case in cases.values()])
    return Office(
        cases=cases,
        last_contact=last,
        last_met=met,
        plans=_plans(cases),
        papers={person: (status, _maybe(until)) for person, (status, until) in papers.items()},
        reminders=_reminders(cases),
        follow_ups=_follow_ups(cases, last),
        steps=_steps(cases),
        consents=_consents(cases),
        members=_members(today, cases),
        handed_in=_handed_in(),
    )


def _handed_in() -> list[tuple[dt.date, dt.date, dt.date]]:
    query = HandedIn.select(HandedIn.first_day, HandedIn.last_day, HandedIn.handed_in_on)
    return [(_day(first), _day(last), _day(on)) for first, last, on in plain_rows(query)]


def _maybe(day: str | None) -> dt.date | None:
    return _day(day) if day else None


def _of(cases: Collection[int], column: Any, query: Any) -> Any:
    """``query`` for few cases only; of many it is quicker to read all and to drop some."""
    return query.where(among(column, cases)) if len(cases) <= FEW else query


def _running(today: dt.date, case_id: int | None) -> dict[int, RunningCase]:
    """Cases with a period that is open today, or that begins later; cancelled ones left out."""
    query = (
        CarePeriod.select(
            Case.id, Case.number, Person.id, Person.family_name, Person.given_name,
            Person.allotted_on, Case.extension_reason != "", CarePeriod.begin, CarePeriod.end,
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
    for row in plain_rows(query):
        row_id, number, person, family, given, allotted, extended, begins, ends = row
        begin = _day(begins)
        first.setdefault(row_id, begin)
        if ends is None or _day(ends) > today:
            name = display_name(family, given)
            found[row_id] = RunningCase(
                row_id, number, person, name, begin, first[row_id], _maybe(allotted),
                bool(extended),
            )  # fmt: skip
    return found


def _plans(cases: Collection[int]) -> dict[int, tuple[int, dt.date | None]]:
    query = (
        PlanVersion.select(Plan.case, PlanVersion.number, PlanVersion.review_on)
        .join(Plan)
        .where(Plan.closed_on.is_null(), PlanVersion.agreed_on.is_null(False))
        .order_by(Plan.id, PlanVersion.number)
    )
    return {
        case: (number, _maybe(review_on))
        for case, number, review_on in plain_rows(_of(cases, Plan.case, query))
    }


def _reminders(cases: Collection[int]) -> list[Appointment]:
    query = Reminder.select(
        Reminder.id, Reminder.case, Reminder.due_on, Reminder.text, Reminder.time, Reminder.place
    ).where(Reminder.done_on.is_null())
    return [
        Appointment(row, case, _day(day), *words)
        for row, case, day, *words in plain_rows(query)
        if case is None or case in cases
    ]


def _follow_ups(
    cases: Collection[int], last: dict[int, dt.date]
) -> list[tuple[int, int, dt.date, str]]:
    """Follow-ups without a later contact; the notes of these alone are read.

    None that is open lies before the day of the case that was talked to longest ago.
    """
    longest_ago = min((last.get(case, dt.date.min) for case in cases), default=dt.date.min)
    due = [
        (row, case, day)
        for row, case, text in open_follow_ups(cases, longest_ago)
        if case in cases and last.get(case, dt.date.min) < (day := _day(text))
    ]
    begins = Contact.select(Contact.id, fn.SUBSTR(Contact.text, 1, _LONGEST_LINE))
    notes = dict(plain_rows(begins.where(among(Contact.id, [row for row, _case, _day in due]))))
    return [(row, case, day, notes[row].split("\n", 1)[0]) for row, case, day in due]


def _steps(
    cases: Collection[int],
) -> list[tuple[int, int, dt.date, str, str | None, str | None]]:
    query = (
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
    return [
        (row, case, _day(day), text, responsible, partner)
        for row, case, day, text, responsible, partner in plain_rows(_of(cases, Plan.case, query))
        if case in cases
    ]


def _consents(cases: Collection[int]) -> list[tuple[int, int, str, dt.date, str | None]]:
    query = (
        Consent.select(Consent.id, Consent.case, Consent.purpose, Consent.ends_on, Partner.name)
        .join(Partner, JOIN.LEFT_OUTER)
        .where(Consent.ends_on.is_null(False), Consent.withdrawn_on.is_null())
    )
    return [
        (row, case, purpose, _day(day), partner)
        for row, case, purpose, day, partner in plain_rows(_of(cases, Consent.case, query))
        if case in cases
    ]


def _members(today: dt.date, cases: dict[int, RunningCase]) -> list[tuple[int, str, dt.date, int]]:
    case_of = {case.person_id: case.id for case in cases.values()}
    theirs = HouseholdMember.select(HouseholdMember.household).where(
        among(HouseholdMember.person, case_of), lives_there(today)
    )
    living = list(
        plain_rows(
            HouseholdMember.select(HouseholdMember.household, HouseholdMember.person).where(
                HouseholdMember.household.in_(theirs), lives_there(today)
            )
        )
    )
    case_of_household = {home: case_of[person] for home, person in living if person in case_of}
    for home, person in living:
        case_of.setdefault(person, case_of_household[home])
    people = Person.select(
        Person.id, Person.family_name, Person.given_name, Person.birth_date
    ).where(
        among(Person.id, case_of),
        Person.birth_date.is_null(False),
        Person.birth_precision.is_null() | (Person.birth_precision == "day"),
    )
    return [
        (person, display_name(family, given), _day(born), case_of[person])
        for person, family, given, born in plain_rows(people)
    ]
