"""One case on one screen: banner, care, plan, goals, ratings, consents, last talks, what misses.

Its next dates come from ``deadlines.dates_of_case``, which knows the rules for them.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from caseconsole import config
from caseconsole.caseload.caselist import state_of
from caseconsole.caseload.consents import ConsentState, list_consents
from caseconsole.caseload.contacts import ContactRow, contact_history
from caseconsole.caseload.names import initials, same_names
from caseconsole.caseload.people import HouseholdOn, PersonOn, StatusOn, paper_ends, person_on
from caseconsole.caseload.records import form_spec, read_record, row_of
from caseconsole.days import PartialDay, add_months, age_on, format_day
from caseconsole.i18n import _
from caseconsole.models import (
    CarePeriod,
    Case,
    Goal,
    Person,
    Plan,
    PlanVersion,
    SelfRating,
    rows,
)
from caseconsole.values import lists

LAST_CONTACTS = 5
"""Talks that the overview shows."""


@dataclass(frozen=True)
class CaseHead:
    """The banner of a case: enough to be sure that it is the right person.

    Args:
        status_line: state in words, as ``Flüchtling · gültig bis 14.03.2027 · B1``.
        initials: instead of the name, for a screen that others can see.
    """

    case_id: int
    number: str
    person_id: int
    name: str
    original_script_name: str
    birth: PartialDay | None
    age: str
    same_name: bool
    state: str
    status_line: str
    initials: str


@dataclass(frozen=True)
class OpenGoal:
    """A goal that is not settled; ``agreed`` is false while only a draft names it."""

    id: int
    area: str
    area_label: str
    text: str
    target_on: dt.date | None
    overdue: bool
    agreed: bool


@dataclass(frozen=True)
class RatingCourse:
    """Self-ratings of one area, oldest first, 0 to 4."""

    area: str
    area_label: str
    values: tuple[tuple[dt.date, int], ...]


@dataclass(frozen=True)
class CareState:
    """How long a case has been in care.

    Args:
        begin: first day of the newest period.
        end: its last day.
        first_begin: first day of the very first one.
        anchor: the day from which the years of counselling count (setting).
        year: running year of counselling, from 1.
        years: years that it may last; the justified ones once the regular ones are over.
        ends_on: when they are over.
        periods: number of care periods.
    """

    begin: dt.date | None
    end: dt.date | None
    first_begin: dt.date | None
    anchor: dt.date | None
    year: int
    years: int
    ends_on: dt.date | None
    closing_reason: str | None
    closing_label: str
    outcome: str
    periods: int


@dataclass(frozen=True)
class PlanState:
    """The plan in one line.

    Args:
        version: number of the version agreed last.
        draft: number of the version in work.
    """

    plan_id: int
    version: int | None
    agreed_on: dt.date | None
    review_on: dt.date | None
    overdue: bool
    draft: int | None
    closed_on: dt.date | None


@dataclass(frozen=True)
class Missing:
    """A value that is not stated: its record, its field, its label."""

    kind: str
    field: str
    label: str


@dataclass(frozen=True)
class CaseOverview:
    """All that the first page of a case shows, but its dates."""

    head: CaseHead
    person: PersonOn
    goals: tuple[OpenGoal, ...]
    ratings: tuple[RatingCourse, ...]
    consents: tuple[ConsentState, ...]
    care: CareState
    plan: PlanState | None
    contacts: tuple[ContactRow, ...]
    household: HouseholdOn | None
    missing: tuple[Missing, ...]


def case_head(case_id: int, today: dt.date) -> CaseHead:
    """The banner of a case.

    Raises:
        NotFoundError: there is no such case (any more).
    """
    case = row_of(Case, case_id)
    care = _care(case_id, case.person_id, today)
    return _head(case, person_on(case.person_id, today), care, today)


def case_overview(case_id: int, today: dt.date) -> CaseOverview:
    """The first page of a case.

    Raises:
        NotFoundError: there is no such case (any more).
    """
    case = row_of(Case, case_id)
    person = person_on(case.person_id, today)
    care = _care(case_id, case.person_id, today)
    return CaseOverview(
        head=_head(case, person, care, today),
        person=person,
        goals=_open_goals(case_id, today),
        ratings=_ratings(case_id),
        consents=list_consents(case_id, today),
        care=care,
        plan=_plan(case_id, today),
        contacts=contact_history(case_id, limit=LAST_CONTACTS),
        household=person.household,
        missing=_missing(case.person_id, person.status),
    )


def status_line(person: PersonOn) -> str:
    """State and address of a person in one line; what is not stated is left out."""
    status, known = person.status, lists()
    ends = paper_ends(status.residence_status, status.valid_until)
    home = person.household
    address = home.address if home and home.place == person.place else ""
    parts = (
        known["residence_status"].short(status.residence_status),
        _("gültig bis {day}").format(day=format_day(ends)) if ends else "",
        known["german_level"].label(status.german_level),
        known["employment"].label(status.employment),
        ", ".join(part for part in (person.place, address) if part),
    )
    return " · ".join(part for part in parts if part)


def _head(case: Any, person: PersonOn, care: CareState, today: dt.date) -> CaseHead:
    return CaseHead(
        case_id=case.id,
        number=case.number,
        person_id=person.person_id,
        name=person.name,
        original_script_name=person.original_script_name,
        birth=person.birth,
        age=person.age,
        same_name=person.person_id in same_names(),
        state=state_of(care.begin, care.end, today, cancelled=case.cancelled),
        status_line=status_line(person),
        initials=initials(person.family_name, person.given_name),
    )


def _care(case_id: int, person_id: int, today: dt.date) -> CareState:
    periods = list(
        CarePeriod.select()
        .where(CarePeriod.case == case_id)
        .order_by(CarePeriod.begin, CarePeriod.id)
    )
    rules = config.active().deadlines
    if not periods:
        return CareState(None, None, None, None, 1, rules.counselling_years, None, None, "", "", 0)
    first, last = periods[0], periods[-1]
    anchor = {
        "first_period": first.begin,
        "current_period": last.begin,
        "allotted_on": Person.get_by_id(person_id).allotted_on or first.begin,
    }[rules.counselling_anchor]
    until = last.end or today
    years = rules.counselling_years
    if until > add_months(anchor, 12 * years):
        years = rules.exceptional_years
    return CareState(
        begin=last.begin,
        end=last.end,
        first_begin=first.begin,
        anchor=anchor,
        year=max(age_on(anchor, until), 0) + 1,
        years=years,
        ends_on=add_months(anchor, 12 * years),
        closing_reason=last.closing_reason,
        closing_label=lists()["closing_reason"].label(last.closing_reason),
        outcome=last.outcome,
        periods=len(periods),
    )


def _plan(case_id: int, today: dt.date) -> PlanState | None:
    plan = (
        Plan.select()
        .where(Plan.case == case_id)
        .order_by(Plan.closed_on.is_null().desc(), Plan.id.desc())
        .first()
    )
    if plan is None:
        return None
    versions = list(
        PlanVersion.select().where(PlanVersion.plan == plan.id).order_by(PlanVersion.number)
    )
    agreed = next((one for one in reversed(versions) if one.agreed_on), None)
    draft = next((one for one in reversed(versions) if not one.agreed_on), None)
    review_on = agreed.review_on if agreed else None
    return PlanState(
        plan_id=plan.id,
        version=agreed.number if agreed else None,
        agreed_on=agreed.agreed_on if agreed else None,
        review_on=review_on,
        overdue=review_on is not None and review_on < today and plan.closed_on is None,
        draft=draft.number if draft else None,
        closed_on=plan.closed_on,
    )


def _open_goals(case_id: int, today: dt.date) -> tuple[OpenGoal, ...]:
    query = (
        Goal.select(Goal.id, Goal.area, Goal.text, Goal.target_on, Goal.agreed_on)
        .join(Plan)
        .where(Plan.case == case_id, Plan.closed_on.is_null(), Goal.settled_on.is_null())
        .where(Goal.state.is_null() | (Goal.state == "open"))
        .order_by(Goal.position, Goal.id)
    )
    areas = lists()["area"]
    order = {key: position for position, key in enumerate(areas.keys)}
    goals = [
        OpenGoal(
            goal_id,
            area,
            areas.label(area),
            text,
            target_on,
            target_on is not None and target_on < today,
            agreed_on is not None,
        )
        for goal_id, area, text, target_on, agreed_on in rows(query)
    ]
    return tuple(sorted(goals, key=lambda goal: order.get(goal.area, len(order))))


def _ratings(case_id: int) -> tuple[RatingCourse, ...]:
    found: defaultdict[str, list[tuple[dt.date, int]]] = defaultdict(list)
    query = (
        SelfRating.select(SelfRating.area, SelfRating.day, SelfRating.value)
        .where(SelfRating.case == case_id)
        .order_by(SelfRating.day, SelfRating.id)
    )
    for area, day, value in rows(query):
        found[area].append((day, value))
    areas = lists()["area"]
    return tuple(
        RatingCourse(area, areas.label(area), tuple(found[area]))
        for area in (*areas.keys, *(key for key in found if key not in areas))
        if area in found
    )


def _missing(person_id: int, status: StatusOn) -> tuple[Missing, ...]:
    person = read_record("person", person_id).values
    missing = [
        Missing("person", field.name, field.label)
        for field in form_spec("person").fields
        if field.ui.missing and person[field.name] in (None, "", ())
    ]
    missing += [
        Missing("person_status", field.name, field.label)
        for field in form_spec("person_status").fields
        if field.ui.missing and not getattr(status, field.name)
    ]
    return tuple(missing)
