"""How a plan reads: the last agreed version, the draft, the course of the self-ratings.

Which goals a version holds: those that the version before left open, and those agreed with it. A
version agreed in this program carries a copy of its goals (``PlanVersion.frozen``); for one that
came from a file the same copy is worked out from the days of goals and steps.

The copy is ``{"goals": [{"id", "area", "text", "target_on", "state", "settled_on", "reason",
"agreed_on", "steps": [{"id", "text", "responsible", "partner", "due_on", "done_on"}]}]}``, days in
ISO form.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from peewee import JOIN

from caseconsole.errors import NotFoundError
from caseconsole.i18n import _
from caseconsole.models import Case, Goal, Measure, Partner, Plan, PlanVersion, SelfRating, rows
from caseconsole.values import lists

SETTLED_STATES = ("reached", "partly", "not_reached", "dropped")
"""States in which a goal is no longer open."""


@dataclass(frozen=True)
class StepView:
    """A step as shown: what, who, until when, done when."""

    id: int
    text: str
    responsible: str | None
    partner_id: int | None
    partner: str
    due_on: dt.date | None
    done_on: dt.date | None

    @property
    def who(self) -> str:
        """Who does it, in words; the partner's name where one is named."""
        return self.partner or (lists()["responsible"].label(self.responsible or ""))


@dataclass(frozen=True)
class GoalView:
    """A goal with its steps; ``new`` while it belongs to the draft only."""

    id: int
    area: str
    text: str
    target_on: dt.date | None
    state: str
    settled_on: dt.date | None
    reason: str
    agreed_on: dt.date | None
    steps: tuple[StepView, ...]

    @property
    def new(self) -> bool:
        """Whether no agreed version holds it yet."""
        return self.agreed_on is None

    @property
    def settled(self) -> bool:
        """Whether it is no longer open."""
        return self.state in SETTLED_STATES


@dataclass(frozen=True)
class VersionView:
    """One version of a plan with its goals in the order of the areas."""

    id: int
    number: int
    agreed_on: dt.date | None
    review_on: dt.date | None
    concerns: str
    second_language: str | None
    goals: tuple[GoalView, ...]


@dataclass(frozen=True)
class PlanView:
    """The plan of a case: what is agreed, what is in work.

    Args:
        case_id: the case.
        plan_id: the plan; ``None`` before the first draft.
        agreed: the last agreed version, with the steps as they stand now.
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
    plan = current_plan(case_id) or _newest_plan(case_id)
    agreed, draft = last_agreed(plan), draft_of(plan)
    return PlanView(
        case_id=case_id,
        plan_id=plan.id if plan else None,
        agreed=_agreed_view(agreed) if agreed else None,
        draft=_draft_view(draft, agreed) if draft else None,
        numbers=_numbers(plan),
        ratings=_ratings(case_id),
        closed_on=plan.closed_on if plan else None,
    )


def current_plan(case_id: int) -> Plan | None:
    """The plan of a case that is not closed."""
    found: Plan | None = (
        Plan.select()
        .where(Plan.case == case_id, Plan.closed_on.is_null())
        .order_by(Plan.id.desc())
        .first()
    )
    return found


def last_agreed(plan: Plan | None) -> PlanVersion | None:
    """The newest agreed version of a plan."""
    return _versions(plan, agreed=True)[-1] if plan and _versions(plan, agreed=True) else None


def draft_of(plan: Plan | None) -> PlanVersion | None:
    """The version of a plan that is in work."""
    versions = _versions(plan, agreed=False) if plan else []
    return versions[-1] if versions else None


def freeze(version: PlanVersion) -> dict[str, Any]:
    """The copy of a version's goals and steps as of its day of agreement.

    For a version without its own copy, goals and steps are taken back to that day: settled or done
    later means open then.
    """
    if version.frozen is not None:
        return dict(version.frozen)
    day = version.agreed_on
    goals = [_frozen_goal(goal, day) for goal in _goals_of(version)]
    return {"goals": goals}


def used_in_agreed_version(step: Measure) -> bool:
    """Whether an agreed version holds this step."""
    goal = step.goal
    if goal.agreed_on is None:
        return False
    for version in _versions(goal.plan, agreed=True):
        for frozen_goal in freeze(version)["goals"]:
            if any(frozen["id"] == step.id for frozen in frozen_goal["steps"]):
                return True
    return False


def shown_as_settled(goal: Goal) -> bool:
    """Whether an agreed version already shows this goal as settled."""
    return any(
        frozen["id"] == goal.id and frozen["state"] in SETTLED_STATES
        for version in _versions(goal.plan, agreed=True)
        for frozen in freeze(version)["goals"]
    )


def _newest_plan(case_id: int) -> Plan | None:
    found: Plan | None = Plan.select().where(Plan.case == case_id).order_by(Plan.id.desc()).first()
    return found


def _versions(plan: Plan, *, agreed: bool) -> list[PlanVersion]:
    return list(
        PlanVersion.select()
        .where(PlanVersion.plan == plan, PlanVersion.agreed_on.is_null(not agreed))
        .order_by(PlanVersion.number)
    )


def _numbers(plan: Plan | None) -> tuple[tuple[int, dt.date], ...]:
    if plan is None:
        return ()
    versions = _versions(plan, agreed=True)
    return tuple((v.number, v.agreed_on) for v in versions if v.agreed_on is not None)


def _before(version: PlanVersion) -> PlanVersion | None:
    found: PlanVersion | None = (
        PlanVersion.select()
        .where(
            PlanVersion.plan == version.plan_id,
            PlanVersion.agreed_on.is_null(False),
            PlanVersion.number < version.number,
        )
        .order_by(PlanVersion.number.desc())
        .first()
    )
    return found


def _all_goals(plan_id: int) -> list[Goal]:
    return list(Goal.select().where(Goal.plan == plan_id).order_by(Goal.position, Goal.id))


def _goals_of(version: PlanVersion) -> list[Goal]:
    """The goals that a version holds; see the head of this module."""
    goals = [g for g in _all_goals(version.plan_id) if _agreed_by(g, version.agreed_on)]
    before = _before(version)
    if before is None:
        return goals
    held = {g["id"]: g["state"] for g in freeze(before)["goals"]}
    left_open = {goal_id for goal_id, state in held.items() if state not in SETTLED_STATES}
    return [g for g in goals if g.id in left_open or _is_new(g, held, before)]


def _is_new(goal: Goal, held: dict[int, str], before: PlanVersion) -> bool:
    if goal.id in held:
        return False
    if goal.agreed_on is None or before.agreed_on is None:
        return True
    return goal.agreed_on >= before.agreed_on


def _agreed_by(goal: Goal, day: dt.date | None) -> bool:
    if day is None:
        return True
    return goal.agreed_on is not None and goal.agreed_on <= day


def _frozen_goal(goal: Goal, day: dt.date | None) -> dict[str, Any]:
    settled = goal.settled_on is not None and (day is None or goal.settled_on <= day)
    return {
        "id": goal.id,
        "area": goal.area,
        "text": goal.text,
        "target_on": _iso(goal.target_on),
        "state": goal.state if settled else "open",
        "settled_on": _iso(goal.settled_on) if settled else None,
        "reason": goal.reason if settled else "",
        "agreed_on": _iso(goal.agreed_on),
        "steps": [
            {
                "id": step.id,
                "text": step.text,
                "responsible": step.responsible,
                "partner": step.partner_id,
                "due_on": _iso(step.due_on),
                "done_on": _iso(step.done_on) if _done_by(step, day) else None,
            }
            for step in Measure.select().where(Measure.goal == goal).order_by(Measure.id)
        ],
    }


def _done_by(step: Measure, day: dt.date | None) -> bool:
    return step.done_on is not None and (day is None or step.done_on <= day)


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _agreed_view(version: PlanVersion) -> VersionView:
    """An agreed version: its goals as agreed, its steps as they stand now."""
    live = steps_by_goal(version.plan_id)
    goals = tuple(
        GoalView(
            id=frozen["id"],
            area=frozen["area"],
            text=frozen["text"],
            target_on=_day(frozen["target_on"]),
            state=frozen["state"],
            settled_on=_day(frozen["settled_on"]),
            reason=frozen["reason"],
            agreed_on=_day(frozen["agreed_on"]),
            steps=_kept_steps(frozen["steps"], live.get(frozen["id"], ())),
        )
        for frozen in freeze(version)["goals"]
    )
    return _version_view(version, goals)


def _kept_steps(frozen: list[dict[str, Any]], live: tuple[StepView, ...]) -> tuple[StepView, ...]:
    done = {step.id: step for step in live}
    kept = []
    for step in frozen:
        now = done.get(step["id"])
        if now is not None:
            as_agreed = replace(
                now, text=step["text"], responsible=step["responsible"], due_on=_day(step["due_on"])
            )
            kept.append(as_agreed)
    return tuple(kept)


def _draft_view(draft: PlanVersion, agreed: PlanVersion | None) -> VersionView:
    steps = steps_by_goal(draft.plan_id)
    left_open = set()
    held: set[int] = set()
    if agreed is not None:
        frozen = freeze(agreed)["goals"]
        held = {goal["id"] for goal in frozen}
        left_open = {goal["id"] for goal in frozen if goal["state"] not in SETTLED_STATES}
    goals = tuple(
        GoalView(
            id=goal.id,
            area=goal.area,
            text=goal.text,
            target_on=goal.target_on,
            state=goal.state or "open",
            settled_on=goal.settled_on,
            reason=goal.reason,
            agreed_on=goal.agreed_on,
            steps=steps.get(goal.id, ()),
        )
        for goal in _all_goals(draft.plan_id)
        if goal.id in left_open or (goal.id not in held and _in_work(goal, agreed))
    )
    return _version_view(draft, goals)


def _in_work(goal: Goal, agreed: PlanVersion | None) -> bool:
    """Whether a goal that no agreed version shows belongs to the draft."""
    if goal.agreed_on is None or agreed is None or agreed.agreed_on is None:
        return True
    return goal.settled_on is None and goal.agreed_on > agreed.agreed_on


def _version_view(version: PlanVersion, goals: tuple[GoalView, ...]) -> VersionView:
    order = {key: place for place, key in enumerate(lists()["area"].keys)}
    ordered = sorted(goals, key=lambda goal: order.get(goal.area, len(order)))
    return VersionView(
        id=version.id,
        number=version.number,
        agreed_on=version.agreed_on,
        review_on=version.review_on,
        concerns=version.concerns,
        second_language=version.second_language,
        goals=tuple(ordered),
    )


def steps_by_goal(plan_id: int) -> dict[int, tuple[StepView, ...]]:
    """The steps of a plan as they stand now, by the id of their goal."""
    found: dict[int, list[StepView]] = {}
    query = (
        Measure.select(
            Measure.goal, Measure.id, Measure.text, Measure.responsible, Measure.partner,
            Partner.name, Measure.due_on, Measure.done_on,
        )
        .join(Goal)
        .switch(Measure)
        .join(Partner, JOIN.LEFT_OUTER)
        .where(Goal.plan == plan_id)
        .order_by(Measure.id)
    )  # fmt: skip
    for goal, step, text, responsible, partner_id, partner, due_on, done_on in rows(query):
        found.setdefault(goal, []).append(
            StepView(step, text, responsible, partner_id, partner or "", due_on, done_on)
        )
    return {goal: tuple(steps) for goal, steps in found.items()}


def _ratings(case_id: int) -> dict[str, tuple[tuple[dt.date, int], ...]]:
    found: dict[str, list[tuple[dt.date, int]]] = {}
    query = (
        SelfRating.select(SelfRating.area, SelfRating.day, SelfRating.value)
        .where(SelfRating.case == case_id)
        .order_by(SelfRating.day, SelfRating.id)
    )
    for area, day, value in rows(query):
        found.setdefault(area, []).append((day, value))
    return {area: tuple(course) for area, course in found.items()}
