"""How a plan reads: the last agreed version, the draft, the course of the self-ratings.

Which goals a version holds is worked out in ``plan_content``.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from caseconsole.caseload.people import household_on
from caseconsole.caseload.plan_content import (
    SETTLED_STATES,
    GoalView,
    PlanRows,
    Row,
    StepView,
    Undone,
    contents,
    goal_views,
    undone_of,
)
from caseconsole.errors import NotFoundError
from caseconsole.i18n import _
from caseconsole.models import (
    Case,
    Goal,
    Measure,
    Partner,
    Person,
    Plan,
    PlanVersion,
    SelfRating,
    rows,
)
from caseconsole.values import lists

__all__ = ["GoalView", "PlanView", "StepView", "Undone", "VersionView", "read_plan_view"]


@dataclass(frozen=True)
class VersionView:
    """One version of a plan with its goals in the order of the areas.

    Args:
        undone: agreements of this version that were taken back, oldest first.
    """

    id: int
    number: int
    agreed_on: dt.date | None
    review_on: dt.date | None
    concerns: str
    second_language: str | None
    goals: tuple[GoalView, ...]
    concerns_translation: str = ""
    participants: str = ""
    interpreter: str = ""
    undone: tuple[Undone, ...] = ()


@dataclass(frozen=True)
class PlanView:
    """The plan of a case: what is agreed, what is in work.

    Args:
        case_id: the case.
        plan_id: the plan; ``None`` before the first draft.
        agreed: the last agreed version, with the steps ticked off as they are now.
        draft: the version in work; ``None`` where none is begun.
        numbers: numbers and days of all agreed versions, oldest first.
        ratings: per area the days and values of the self-rating, oldest first.
        closed_on: the day the plan was closed.
    """

    case_id: int
    plan_id: int | None
    agreed: VersionView | None
    draft: VersionView | None
    numbers: tuple[tuple[int, dt.date], ...]
    ratings: dict[str, tuple[tuple[dt.date, int], ...]]
    closed_on: dt.date | None = None


def read_plan_view(case_id: int) -> PlanView:
    """The plan of a case as the plan screen shows it.

    Raises:
        NotFoundError: there is no such case.
    """
    if not Case.select().where(Case.id == case_id).exists():
        raise NotFoundError(_("Diesen Fall gibt es nicht mehr."))
    plan = current_plan(case_id) or newest_plan(case_id)
    versions: list[VersionView] = []
    if plan is not None:
        found = plan_rows(plan.id)
        versions = [_with_marks_of_now(view, found) for view in _version_views(found)]
    agreed = [view for view in versions if view.agreed_on is not None]
    drafts = [view for view in versions if view.agreed_on is None]
    return PlanView(
        case_id=case_id,
        plan_id=plan.id if plan else None,
        agreed=agreed[-1] if agreed else None,
        draft=drafts[-1] if drafts else None,
        numbers=tuple((view.number, view.agreed_on) for view in agreed if view.agreed_on),
        ratings=ratings_of(case_id),
        closed_on=plan.closed_on if plan else None,
    )


def read_version(plan_id: int, number: int) -> VersionView:
    """A version as it was agreed, its steps ticked off as of then; a draft as it stands now.

    Raises:
        NotFoundError: the plan has no such version.
    """
    return versions_by_number(plan_id, number)[number]


def versions_by_number(plan_id: int, *wanted: int) -> dict[int, VersionView]:
    """All versions of a plan as they were agreed, oldest first; a draft as it stands now.

    Args:
        plan_id: the plan.
        wanted: numbers that there must be.

    Raises:
        NotFoundError: the plan has no version with one of these numbers.
    """
    views = {view.number: view for view in _version_views(plan_rows(plan_id))}
    for number in wanted:
        if number not in views:
            raise NotFoundError(_("Eine Version {number} gibt es nicht.").format(number=number))
    return views


def household_members(case_id: int, day: dt.date) -> tuple[tuple[int, str], ...]:
    """Whom a goal can be for besides the client: id and name of those who live there on ``day``."""
    case = Case.get_or_none(Case.id == case_id)
    household = household_on(case.person_id, day) if case else None
    if case is None or household is None:
        return ()
    return tuple((other.person_id, other.name) for other in household.others(case.person_id))


def current_plan(case_id: int) -> Plan | None:
    """The plan of a case that is not closed."""
    return _last_plan(Plan.case == case_id, Plan.closed_on.is_null())


def newest_plan(case_id: int) -> Plan | None:
    """The plan of a case that was begun last, closed or not."""
    return _last_plan(Plan.case == case_id)


def _last_plan(*conditions: Any) -> Plan | None:
    found: Plan | None = Plan.select().where(*conditions).order_by(Plan.id.desc()).first()
    return found


def last_agreed(plan: Plan | None) -> PlanVersion | None:
    """The newest agreed version of a plan."""
    return _last_version(plan, agreed=True)


def draft_of(plan: Plan | None) -> PlanVersion | None:
    """The version of a plan that is in work."""
    return _last_version(plan, agreed=False)


def _last_version(plan: Plan | None, *, agreed: bool) -> PlanVersion | None:
    if plan is None:
        return None
    found: PlanVersion | None = (
        PlanVersion.select()
        .where(PlanVersion.plan == plan, PlanVersion.agreed_on.is_null(not agreed))
        .order_by(PlanVersion.number.desc())
        .first()
    )
    return found


def plan_rows(plan_id: int) -> PlanRows:
    """The rows of one plan, and the names that stand in it."""
    goals = _dicts(Goal.select().where(Goal.plan == plan_id).order_by(Goal.position, Goal.id))
    steps: dict[int, list[Row]] = defaultdict(list)
    for step in _dicts(
        Measure.select(Measure).join(Goal).where(Goal.plan == plan_id).order_by(Measure.id)
    ):
        steps[step["goal"]].append(step)
    members = [goal["member"] for goal in goals if goal["member"] is not None]
    people = {
        person: given or family
        for person, given, family in rows(
            Person.select(Person.id, Person.given_name, Person.family_name).where(
                Person.id.in_(members)
            )
        )
    }
    partners = dict(rows(Partner.select(Partner.id, Partner.name)))
    return PlanRows(
        versions=_dicts(
            PlanVersion.select().where(PlanVersion.plan == plan_id).order_by(PlanVersion.number)
        ),
        goals=goals,
        steps=steps,
        partner_name=lambda partner: partners.get(partner, ""),
        member_name=lambda person: people.get(person, ""),
    )


def _dicts(query: Any) -> list[Row]:
    return list(query.dicts())


def agreed_goals(plan_id: int) -> tuple[Row, ...]:
    """The goals of all agreed versions of a plan, in the form of the frozen copy."""
    found = plan_rows(plan_id)
    held = contents(found)
    agreed = (row["id"] for row in found.versions if row["agreed_on"] is not None)
    return tuple(goal for version in agreed for goal in held[version])


def used_in_agreed_version(step: Measure) -> bool:
    """Whether an agreed version holds this step."""
    held = agreed_goals(step.goal.plan_id)
    return any(frozen["id"] == step.id for goal in held for frozen in goal["steps"])


def shown_as_settled(goal: Goal) -> bool:
    """Whether an agreed version already shows this goal as settled."""
    return any(
        frozen["id"] == goal.id and frozen["state"] in SETTLED_STATES
        for frozen in agreed_goals(goal.plan_id)
    )


def shown_beside(goal: Goal) -> set[int]:
    """Ids of the goals in the newest version that holds ``goal``, its own among them."""
    found = plan_rows(goal.plan_id)
    held = contents(found)
    versions = [{each["id"] for each in held[row["id"]]} for row in found.versions]
    return next((ids for ids in reversed(versions) if goal.id in ids), {goal.id})


def _version_views(plan: PlanRows) -> list[VersionView]:
    held = contents(plan)
    return [_version_view(row, goal_views(plan, held[row["id"]])) for row in plan.versions]


def _with_marks_of_now(view: VersionView, plan: PlanRows) -> VersionView:
    """A version whose steps are ticked off as they are now: that is done in place."""
    done = {step["id"]: step["done_on"] for steps in plan.steps.values() for step in steps}
    goals = tuple(
        replace(goal, steps=tuple(replace(s, done_on=done.get(s.id)) for s in goal.steps))
        for goal in view.goals
    )
    return replace(view, goals=goals)


def _version_view(version: Row, goals: Iterable[GoalView]) -> VersionView:
    return VersionView(
        id=version["id"],
        number=version["number"],
        agreed_on=version["agreed_on"],
        review_on=version["review_on"],
        concerns=version["concerns"],
        second_language=version["second_language"],
        goals=in_order_of_areas(goals),
        concerns_translation=version["concerns_translation"],
        participants=version["participants"],
        interpreter=version["interpreter"],
        undone=undone_of(version),
    )


def in_order_of_areas(goals: Iterable[GoalView]) -> tuple[GoalView, ...]:
    """Goals by area as the settings order them, within an area in the given order."""
    order = {key: place for place, key in enumerate(lists()["area"].keys)}
    return tuple(sorted(goals, key=lambda goal: order.get(goal.area, len(order))))


def ratings_of(case_id: int) -> dict[str, tuple[tuple[dt.date, int], ...]]:
    """The self-ratings of a case: day and value by area, oldest first."""
    found: dict[str, list[tuple[dt.date, int]]] = {}
    query = (
        SelfRating.select(SelfRating.area, SelfRating.day, SelfRating.value)
        .where(SelfRating.case == case_id)
        .order_by(SelfRating.day, SelfRating.id)
    )
    for area, day, value in rows(query):
        found.setdefault(area, []).append((day, value))
    return {area: tuple(course) for area, course in found.items()}
