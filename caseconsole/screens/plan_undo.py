"""Taking back what a key did in the plan: a decision on a goal, a step ticked off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from caseconsole.caseload import plans
from caseconsole.caseload.plan_views import GoalView, StepView


@dataclass(frozen=True)
class Step:
    """One change that can be taken back.

    Args:
        row: the line that it was made on, such as ``g7``.
        calls: functions of the caseload with their arguments, in the order to call them.
        undecided: the goal on which nothing had been decided before.
    """

    row: str
    calls: tuple[tuple[Any, ...], ...]
    undecided: int | None = None


class Undoing:
    """The changes of this conversation, the last one first to be taken back."""

    def __init__(self) -> None:
        self._steps: list[Step] = []

    def remember(self, goal: GoalView, *, decided: bool) -> None:
        """Keep how a goal stands before a decision.

        Args:
            goal: the goal in the version in work.
            decided: whether something had been decided on it already.
        """
        calls: list[tuple[Any, ...]] = [
            (plans.continue_goal, goal.id, None),
            (plans.change_goal, goal.id, {"target_on": goal.target_on}),
        ]
        if goal.settled and goal.settled_on is not None:
            state = (plans.settle_goal, goal.id, goal.state, goal.settled_on, goal.reason)
            calls.append(state)
        undecided = None if decided else goal.id
        self._steps.append(Step(f"g{goal.id}", tuple(calls), undecided))

    def remember_tick(self, step: StepView) -> None:
        """Keep whether a step was done."""
        call = (plans.tick_step, step.id, step.done_on)
        self._steps.append(Step(f"s{step.id}", (call,)))

    def take(self) -> Step | None:
        """The last change, which is then forgotten; ``None`` where there is none."""
        return self._steps.pop() if self._steps else None

    def clear(self) -> None:
        """Forget everything: a version was agreed, or is no draft any more."""
        self._steps.clear()


def take_back(*calls: tuple[Any, ...]) -> None:
    """Call functions of the caseload one after the other; needs the database thread."""
    for function, *args in calls:
        function(*args)
