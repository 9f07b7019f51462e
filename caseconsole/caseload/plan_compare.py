"""What has changed between two versions of a plan: on screen, and "Seit dem letzten Plan" in Word.

Every goal that one of the two versions or one agreed between them holds is named once: settled or
dropped since, continued, or new. A goal that was new and is settled by now counts as settled.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from caseconsole.caseload.plan_content import GoalView
from caseconsole.caseload.plan_views import (
    current_plan,
    in_order_of_areas,
    newest_plan,
    ratings_of,
    versions_by_number,
)
from caseconsole.errors import NotFoundError, RuleError
from caseconsole.i18n import _
from caseconsole.values import lists

DROPPED = "dropped"

Ratings = Mapping[str, Sequence[tuple[dt.date, int]]]
"""Days and values of the self-rating by area, oldest first."""


class Version(Protocol):
    """A version as it was agreed, or a draft as it stands."""

    @property
    def number(self) -> int:
        """Its number."""

    @property
    def agreed_on(self) -> dt.date | None:
        """Its day; ``None`` for a draft."""

    @property
    def goals(self) -> tuple[GoalView, ...]:
        """Its goals, the steps ticked off as of that day."""


class ContinuedGoal(NamedTuple):
    """A goal that runs on."""

    goal: GoalView
    target_before: dt.date | None
    target_after: dt.date | None

    @property
    def moved(self) -> bool:
        """Whether its target day is another now."""
        return self.target_before != self.target_after


class StepDone(NamedTuple):
    """A step that was done since, with the goal that it belongs to."""

    goal: GoalView
    text: str
    who: str
    done_on: dt.date


class RatingChange(NamedTuple):
    """How the client rated an area on the two days; ``None`` for not yet."""

    area: str
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Comparison:
    """What has changed; goals in the order of the areas, as the later version has them.

    Args:
        before: number of the earlier version.
        before_on: the day it was agreed.
        after: number of the later version.
        after_on: the day it was agreed; ``None`` for the draft.
        settled: goals reached, partly reached or not reached since, with state, day and reason.
        dropped: goals dropped since, with day and reason.
        continued: goals that both versions hold and that run on.
        new: goals that only the later one holds, still open.
        steps_done: steps done since.
        ratings: areas that were rated by the later day.
    """

    before: int
    before_on: dt.date | None
    after: int
    after_on: dt.date | None
    settled: tuple[GoalView, ...]
    dropped: tuple[GoalView, ...]
    continued: tuple[ContinuedGoal, ...]
    new: tuple[GoalView, ...]
    steps_done: tuple[StepDone, ...]
    ratings: tuple[RatingChange, ...]


def compare(
    before: Version, after: Version, between: Iterable[Version] = (), ratings: Ratings | None = None
) -> Comparison:
    """Compare two versions of a plan.

    Args:
        before: the earlier version.
        after: the later one.
        between: the versions agreed between the two; what they settled is not in ``after``.
        ratings: the self-ratings of the case; a rating of a later day than ``after`` is left out.
    """
    earlier = {goal.id: goal for goal in before.goals}
    held = {
        goal.id: goal for version in (*between, after) for goal in version.goals
    }  # the last version that holds a goal says how it stands
    goals = in_order_of_areas(held.values())
    over = [goal for goal in goals if goal.settled]
    running = [goal for goal in goals if not goal.settled]
    return Comparison(
        before=before.number,
        before_on=before.agreed_on,
        after=after.number,
        after_on=after.agreed_on,
        settled=tuple(goal for goal in over if goal.state != DROPPED),
        dropped=tuple(goal for goal in over if goal.state == DROPPED),
        continued=tuple(
            ContinuedGoal(goal, earlier[goal.id].target_on, goal.target_on)
            for goal in running
            if goal.id in earlier
        ),
        new=tuple(goal for goal in running if goal.id not in earlier),
        steps_done=_steps_done(earlier, goals),
        ratings=_rating_changes(ratings or {}, before.agreed_on, after.agreed_on),
    )


def _steps_done(earlier: Mapping[int, GoalView], goals: Iterable[GoalView]) -> tuple[StepDone, ...]:
    done_before = {
        step.id for goal in earlier.values() for step in goal.steps if step.done_on is not None
    }
    return tuple(
        StepDone(goal, step.text, step.who, step.done_on)
        for goal in goals
        for step in goal.steps
        if step.done_on is not None and step.id not in done_before
    )


def _rating_changes(
    ratings: Ratings, before: dt.date | None, after: dt.date | None
) -> tuple[RatingChange, ...]:
    areas = dict.fromkeys((*lists()["area"].keys, *ratings))
    found = (
        RatingChange(area, _valid_on(ratings[area], before), _valid_on(ratings[area], after))
        for area in areas
        if area in ratings
    )
    return tuple(change for change in found if change.after is not None)


def _valid_on(course: Iterable[tuple[dt.date, int]], day: dt.date | None) -> int | None:
    """The rating that holds on ``day``: the last one by then; ``None`` for the day means now."""
    values = [value for rated_on, value in course if day is None or rated_on <= day]
    return values[-1] if values else None


def compare_versions(case_id: int, first: int | None, second: int) -> Comparison:
    """Compare two versions of a case's plan, whichever of the two is named first.

    Args:
        case_id: the case.
        first: number of a version; ``None`` for the one agreed before ``second``.
        second: number of the other one; the draft has a number, too.

    Raises:
        NotFoundError: there is no plan or no such version.
        RuleError: there is none before ``second``, or the two are the same.
    """
    plan = current_plan(case_id) or newest_plan(case_id)
    if plan is None:
        raise NotFoundError(_("Für diesen Fall gibt es noch keinen Plan."))
    wanted = [second] if first is None else [first, second]
    views = versions_by_number(plan.id, *wanted)
    agreed = [number for number, view in views.items() if view.agreed_on is not None]
    if first is None:
        first = max((number for number in agreed if number < second), default=None)
    if first is None:
        raise RuleError(
            _("Vor Version {number} wurde keine vereinbart.").format(number=second),
            _("Verglichen werden können Versionen ab der zweiten."),
        )
    if first == second:
        raise RuleError(_("Bitte zwei verschiedene Versionen wählen."))
    first, second = sorted((first, second))
    between = [views[number] for number in agreed if first < number < second]
    return compare(views[first], views[second], between, ratings_of(case_id))
