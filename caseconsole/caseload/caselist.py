"""The list of cases: one row each, from a handful of queries over whole columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from peewee import JOIN, fn

from caseconsole.caseload.bulk import (
    FEW,
    among,
    day_of,
    kept,
    last_contacts,
    latest,
    open_follow_ups,
    plain_rows,
)
from caseconsole.caseload.names import age_text, index, same_names
from caseconsole.caseload.people import paper_ends, papers_on, places_on
from caseconsole.days import PartialDay
from caseconsole.errors import NotFoundError
from caseconsole.i18n import _
from caseconsole.models import (
    CarePeriod,
    Case,
    Contact,
    ContactPerson,
    Plan,
    PlanVersion,
    Reminder,
    rows,
)
from caseconsole.values import lists

RUNNING, FUTURE, ENDED, CANCELLED = "running", "future", "ended", "cancelled"
"""States of a case on a day; ``future`` is one whose begin is still to come."""

SCOPES: dict[str, frozenset[str]] = {
    "running": frozenset({RUNNING, FUTURE}),
    "ended": frozenset({ENDED}),
    "cancelled": frozenset({CANCELLED}),
    "all": frozenset({RUNNING, FUTURE, ENDED, CANCELLED}),
}

IN_VAIN = ("no_show", "attempt")
"""Kinds of contact in which nothing came about."""

NO_MEETING = ("third_party", "letter", *IN_VAIN)
"""Kinds of contact in which client and counsellor did not speak."""

_OPEN = SCOPES["running"]
_NONE = (None, None)


class CaseRow(NamedTuple):
    """One line of the list of cases.

    Args:
        status: key of the residence status; ``status_label`` is its short label.
        next_date: the earliest open follow-up, reminder, plan review or end of a paper.
        plan: number of the version agreed last.
        state: ``running``, ``future``, ``ended`` or ``cancelled``.
        same_name: somebody else has the same name or one hard to tell apart.
        begin: first day of the newest care period.
    """

    id: int
    number: str
    person_id: int
    name: str
    original_script_name: str
    birth: PartialDay | None
    age: str
    status: str
    status_label: str
    place: str
    last_contact: dt.date | None
    next_date: dt.date | None
    plan: int | None
    plan_overdue: bool
    plan_draft: bool
    state: str
    same_name: bool
    begin: dt.date | None
    end: dt.date | None
    sort_key: str


@dataclass(frozen=True)
class CaseCounts:
    """How many cases there are, by state; ``running`` holds those that begin later, too."""

    running: int
    ended: int
    cancelled: int

    @property
    def all(self) -> int:
        """All cases."""
        return self.running + self.ended + self.cancelled


class _Head(NamedTuple):
    id: int
    number: str
    person_id: int
    state: str
    begin: dt.date | None
    end: dt.date | None


def state_of(begin: dt.date | None, end: dt.date | None, today: dt.date, *, cancelled: bool) -> str:
    """State of a case by its newest care period; on its last day it has ended."""
    if cancelled:
        return CANCELLED
    if end is not None and end <= today:
        return ENDED
    return FUTURE if begin is None or begin > today else RUNNING


def list_cases(today: dt.date, scope: str = "running") -> tuple[CaseRow, ...]:
    """The cases of a scope by name.

    Args:
        today: the day that ages, states and dates are told for.
        scope: ``running`` (with those that begin later), ``ended``, ``cancelled`` or ``all``.
    """

    def read() -> tuple[CaseRow, ...]:
        wanted = SCOPES[scope]
        heads = [head for head in _heads(today) if head.state in wanted]
        return tuple(sorted(_rows(heads, today), key=lambda row: (row.sort_key, row.number)))

    return kept((list_cases, today, scope), read)


def case_rows(case_ids: Collection[int], today: dt.date) -> dict[int, CaseRow]:
    """The lines of a few cases by id; a case that is not there any more is left out."""
    return {row.id: row for row in _rows(_heads(today, case_ids), today)}


def case_row(case_id: int, today: dt.date) -> CaseRow:
    """The line of one case.

    Raises:
        NotFoundError: there is no such case (any more).
    """
    found = case_rows([case_id], today)
    if not found:
        raise NotFoundError(_("Diesen Fall gibt es nicht mehr."))
    return found[case_id]


def number_of_cases() -> int:
    """How many cases there are in all, cancelled ones included."""
    return int(Case.select().count())


def count_cases(today: dt.date) -> CaseCounts:
    """How many cases are in each state."""
    states = [head.state for head in _heads(today)]
    return CaseCounts(
        running=sum(state in SCOPES["running"] for state in states),
        ended=states.count(ENDED),
        cancelled=states.count(CANCELLED),
    )


def newest_cases(person_ids: Collection[int], today: dt.date) -> dict[int, tuple[int, str, str]]:
    """Id, number and state of the case of each person: the one that runs, else the last one."""
    query = (
        Case.select(
            Case.person, Case.id, Case.number, Case.cancelled, CarePeriod.begin, CarePeriod.end
        )
        .join(CarePeriod)
        .where(among(Case.person, person_ids))
        .order_by(Case.cancelled.desc(), CarePeriod.end.is_null(), CarePeriod.begin)
    )
    return {
        person_id: (case_id, number, state_of(begin, end, today, cancelled=cancelled))
        for person_id, case_id, number, cancelled, begin, end in rows(query)
    }


def _plans(case_ids: Sequence[int]) -> tuple[dict[int, tuple[int, Any]], set[int]]:
    """Version agreed last with its review, by case, and the cases with a draft.

    Plans that are closed are left out.
    """
    query = (
        PlanVersion.select(
            Plan.case, PlanVersion.number, PlanVersion.review_on, PlanVersion.agreed_on
        )
        .join(Plan)
        .where(Plan.closed_on.is_null())
        .order_by(Plan.id, PlanVersion.number)
    )
    if len(case_ids) <= FEW:
        query = query.where(among(Plan.case, case_ids))
    agreed: dict[int, tuple[int, Any]] = {}
    drafts: set[int] = set()
    for its_case, number, review_on, agreed_on in plain_rows(query):
        if agreed_on is None:
            drafts.add(its_case)
        else:
            agreed[its_case] = (number, review_on)
    return agreed, drafts


def _heads(today: dt.date, case_ids: Collection[int] | None = None) -> list[_Head]:
    query = (
        Case.select(
            Case.id, Case.number, Case.person, Case.cancelled, CarePeriod.begin, CarePeriod.end
        )
        .join(CarePeriod, JOIN.LEFT_OUTER)
        .order_by(CarePeriod.begin, CarePeriod.id)
    )
    if case_ids is not None:
        query = query.where(among(Case.id, case_ids))
    newest = {row[0]: row for row in plain_rows(query)}
    heads = []
    for case_id, number, person_id, cancelled, begins, ends in newest.values():
        begin, end = day_of(begins), day_of(ends)
        state = state_of(begin, end, today, cancelled=bool(cancelled))
        heads.append(_Head(case_id, number, person_id, state, begin, end))
    return heads


def _rows(heads: Sequence[_Head], today: dt.date) -> list[CaseRow]:
    cases = [head.id for head in heads]
    people = [head.person_id for head in heads]
    papers = papers_on(today, people)
    place = places_on(today, people)
    talks = _last_talks(heads, today)
    dates = _open_dates(talks, cases)
    plans, drafts = _plans(cases)
    entries, same = index().entries, same_names()
    short = {value.key: value.short for value in lists()["residence_status"]}
    iso_today = today.isoformat()
    result = []
    for head in heads:
        person_id = head.person_id
        entry = entries[person_id]
        title, valid_until = papers.get(person_id, _NONE)
        number, review = plans.get(head.id, _NONE)
        due = [dates.get(head.id)]
        if head.state in _OPEN:
            due += (review, _paper(title, valid_until))
        result.append(
            CaseRow(
                head.id,
                head.number,
                person_id,
                entry.name,
                entry.original_script_name,
                entry.birth,
                age_text(entry.birth, today),
                title or "",
                short.get(title or "", title or ""),
                place.get(person_id, ""),
                day_of(talks.get(head.id)),
                day_of(min(filter(None, due), default=None)),
                number,
                head.state in _OPEN and review is not None and review < iso_today,
                head.id in drafts,
                head.state,
                person_id in same,
                head.begin,
                head.end,
                entry.sort_key,
            )
        )
    return result


def _paper(title: str | None, valid_until: str | None) -> str | None:
    ends = paper_ends(title, day_of(valid_until))
    return ends.isoformat() if ends else None


def _last_talks(heads: Sequence[_Head], today: dt.date) -> dict[int, Any]:
    """Day of the last talk by case; of one without any in its file, the last of its person."""
    found = last_contacts([head.id for head in heads], today, without=NO_MEETING)
    strangers = [head for head in heads if head.id not in found]
    of_persons = latest(
        ContactPerson.select(ContactPerson.person, fn.MAX(Contact.day))
        .join(Contact)
        .where(
            Contact.kind.not_in(NO_MEETING),
            among(ContactPerson.person, [head.person_id for head in strangers]),
        )
        .group_by(ContactPerson.person)
    )
    return found | {head.id: of_persons.get(head.person_id) for head in strangers}


def _open_dates(talks: dict[int, Any], case_ids: Sequence[int]) -> dict[int, Any]:
    """The earliest open follow-up or reminder by case; a later talk settles a follow-up."""
    reminders = (
        Reminder.select(Reminder.case, fn.MIN(Reminder.due_on))
        .where(Reminder.done_on.is_null(), Reminder.case.is_null(False))
        .group_by(Reminder.case)
    )
    if len(case_ids) <= FEW:
        reminders = reminders.where(among(Reminder.case, case_ids))
    dates = latest(reminders)
    for _contact, its_case, day in open_follow_ups(case_ids):
        if day > (talks.get(its_case) or ""):
            dates[its_case] = min(day, dates.get(its_case, day))
    return dates
