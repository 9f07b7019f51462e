"""The lines of the plan: what stands in them, and the titles of the two halves."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from caseconsole import clock
from caseconsole.caseload.plan_views import GoalView, PlanView, StepView, VersionView
from caseconsole.caseload.plans import HIGHEST_RATING
from caseconsole.days import format_day, format_short
from caseconsole.i18n import N_, _
from caseconsole.values import lists
from caseconsole.widgets import Shown, mark, spark

_STATES: dict[str, tuple[str, Literal["good", "warn", "bad", "quiet"]]] = {
    "reached": (N_("✓ erreicht {day}"), "good"),
    "partly": (N_("½ teilweise {day}"), "warn"),
    "not_reached": (N_("✗ nicht erreicht {day}"), "bad"),
    "dropped": (N_("– entfällt {day}"), "quiet"),
}


@dataclass(frozen=True)
class Row:
    """A line of a half: a goal, or a step of it."""

    key: str
    heading: str
    goal: GoalView
    step: StepView | None = None


def rows_of(version: VersionView | None, view: PlanView) -> list[Row]:
    """The goals of a version, each followed by its steps, under the heading of its area."""
    rows: list[Row] = []
    for goal in version.goals if version else ():
        heading = _heading(goal.area, view)
        rows.append(Row(f"g{goal.id}", heading, goal))
        rows.extend(Row(f"s{step.id}", heading, goal, step) for step in goal.steps)
    return rows


def agreed_title(view: PlanView) -> str:
    """Number, day of agreement and next review of the last agreed version."""
    agreed = view.agreed
    if agreed is None or agreed.agreed_on is None:
        return ""
    title = _("Version {number}, vereinbart {day}").format(
        number=agreed.number, day=format_day(agreed.agreed_on)
    )
    if view.closed_on is not None:
        closed = _("abgeschlossen {day}").format(day=format_day(view.closed_on))
        return f"{title} · {closed}"
    if agreed.review_on is not None:
        review = _("Überprüfung {day}").format(day=format_day(agreed.review_on))
        return f"{title} · {review}"
    return title


def draft_title(draft: VersionView | None) -> str:
    """Number and next review of the version in work."""
    if draft is None:
        return _("Neue Version: noch nicht begonnen")
    title = _("Version {number} (Entwurf)").format(number=draft.number)
    if draft.review_on is not None:
        review = _("Überprüfung am {day}").format(day=format_day(draft.review_on))
        return f"{title} · {review}"
    return title


def cells_of(row: Row) -> tuple[Shown, ...]:
    """Text, who, and state or day of a line."""
    today = clock.today()
    return _step_cells(row.step, today) if row.step else _goal_cells(row.goal, today)


def _heading(area: str, view: PlanView) -> str:
    label = lists()["area"].label(area)
    course = view.ratings.get(area, ())
    if not course:
        return label
    values = [value for _day, value in course]
    return _("{area} · Selbsteinschätzung {value} {course}").format(
        area=label, value=values[-1], course=spark(values, highest=HIGHEST_RATING)
    )


def _goal_cells(goal: GoalView, today: dt.date) -> tuple[Shown, ...]:
    if goal.settled:
        words, kind = _STATES[goal.state]
        day = format_short(goal.settled_on, today) if goal.settled_on else ""
        return (goal.text, "", mark(_(words).format(day=day), kind))
    until = format_short(goal.target_on, today) if goal.target_on else ""
    if goal.new:
        words = _("neu, bis {day}").format(day=until) if until else _("neu")
        return (mark(goal.text, "strong"), "", mark(words, "accent"))
    state = _("bis {day}").format(day=until) if until else _("läuft")
    return (mark(goal.text, "strong"), "", state)


def _step_cells(step: StepView, today: dt.date) -> tuple[Shown, ...]:
    if step.done_on is not None:
        return (f"  ✓ {step.text}", step.who, format_short(step.done_on, today))
    if step.due_on is None:
        return (f"  · {step.text}", step.who, "")
    until = _("bis {day}").format(day=format_short(step.due_on, today))
    late = step.due_on < today
    return (f"  · {step.text}", step.who, mark(f"{until} !", "bad") if late else until)
