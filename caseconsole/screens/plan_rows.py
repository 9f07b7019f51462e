"""The lines of the plan: goals with their steps under the headings of their areas.

A goal takes as many lines as its words need; its state stands at the right edge. Decided is a goal
that has been talked about for the version in work.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from rich.cells import cell_len
from textual.content import Content

from caseconsole import clock
from caseconsole.caseload.plan_forms import RATING_WORDS
from caseconsole.caseload.plan_views import GoalView, PlanView, StepView, VersionView
from caseconsole.caseload.plans import HIGHEST_RATING
from caseconsole.days import format_short
from caseconsole.i18n import N_, _
from caseconsole.text import show
from caseconsole.values import lists
from caseconsole.widgets import Shown, mark, plain, spark
from caseconsole.widgets.columns import fit

CONTINUED = "continued"
"""Decision on a goal that runs on."""

_Kind = Literal["good", "warn", "bad", "quiet", "accent"]

_STATES: dict[str, tuple[str, str, _Kind]] = {
    "reached": ("✓", N_("erreicht {day}"), "good"),
    "partly": ("½", N_("teilweise {day}"), "warn"),
    "not_reached": ("✗", N_("nicht erreicht {day}"), "bad"),
    "dropped": ("–", N_("entfällt {day}"), "quiet"),
    CONTINUED: ("→", N_("läuft weiter"), "accent"),
}
"""Sign, words and colour of what was decided on a goal."""

_STEP_INDENT = 2
_GAP = 2
_WIDEST_WHO = 26
_DAY_WIDTH = 14
_NARROWEST_TEXT = 18
_COLUMNS_FROM = 66


@dataclass(frozen=True)
class Row:
    """A line of a half: a goal, or a step of it.

    Args:
        key: ``g7`` for a goal, ``s3`` for a step.
        area: the area of the goal.
        course: the self-ratings of the area, oldest first.
        goal: the goal.
        step: the step.
        decision: what was decided on the goal for the version in work; empty while nothing is.
        looks_back: whether the line belongs to an agreed version.
        is_history: whether that version is an earlier one, of which nothing can be late.
        who_width: cells that the longest name of the half takes.
        private: whether names are initials.
    """

    key: str
    area: str
    course: tuple[tuple[dt.date, int], ...]
    goal: GoalView
    step: StepView | None = None
    decision: str = ""
    looks_back: bool = False
    is_history: bool = False
    who_width: int = 0
    private: bool = False


def decisions(view: PlanView, continued: Container[int] = ()) -> dict[int, str]:
    """What was decided on the goals of the last agreed version, by the id of the goal.

    Args:
        view: the plan.
        continued: goals that were said to run on without another day.
    """
    if view.agreed is None:
        return {}
    draft = {goal.id: goal for goal in view.draft.goals} if view.draft else {}
    found = {}
    for goal in view.agreed.goals:
        now = draft.get(goal.id)
        if goal.settled:
            found[goal.id] = goal.state
        elif now is not None and now.settled:
            found[goal.id] = now.state
        elif now is not None and (goal.id in continued or now.target_on != goal.target_on):
            found[goal.id] = CONTINUED
    return found


def rows_of(
    version: VersionView | None,
    view: PlanView,
    decided: Mapping[int, str] | None = None,
    *,
    looks_back: bool = False,
    is_history: bool = False,
    private: bool = False,
) -> list[Row]:
    """The goals of a version, each followed by its steps; see ``Row`` for the rest."""
    goals = version.goals if version else ()
    names = (cell_len(show(step.who)) for goal in goals for step in goal.steps)
    who_width = min(max(names, default=0), _WIDEST_WHO)
    return [
        Row(
            key=f"s{step.id}" if step else f"g{goal.id}",
            area=goal.area,
            course=view.ratings.get(goal.area, ()),
            goal=goal,
            step=step,
            decision=(decided or {}).get(goal.id, ""),
            looks_back=looks_back,
            is_history=is_history,
            who_width=who_width,
            private=private,
        )
        for goal in goals
        for step in (None, *goal.steps)
    ]


def heading_of(row: Row, width: int) -> Shown:
    """The area, and at the right edge how the client rates it."""
    label = plain(lists()["area"].label(row.area))
    if not row.course:
        return label
    values = [value for _day, value in row.course]
    course = spark(values[-12:], highest=HIGHEST_RATING)
    last = values[-1]
    words = _(RATING_WORDS[last])
    for form in (_("Selbsteinschätzung {value} {words} {course}"), "{value} {words} {course}"):
        rating = mark(form.format(value=last, words=words, course=course), "quiet")
        space = width - label.cell_length - rating.cell_length
        if space > 0:
            return label + Content(" " * space) + rating
    return label + Content(" ") + mark(course, "quiet")


def lines_of(row: Row, width: int) -> list[Content]:
    """A goal or a step, laid out for a width in cells."""
    today = clock.today()
    if row.step is not None:
        return list(_step_lines(row, row.step, width, today))
    return list(_goal_lines(row, width, today))


# ---------------------------------------------------------------------- goals


def _goal_lines(row: Row, width: int, today: dt.date) -> Iterator[Content]:
    goal = row.goal
    settled = row.decision or (goal.state if goal.settled else "")
    state = _looking_back(row, today) if row.looks_back else _in_work(row, today)
    words = plain(goal.text) if settled else mark(goal.text, "strong")
    if goal.member:
        name = f"{goal.member[:1]}." if row.private else goal.member
        words = mark(f"{name}: ", "accent") + words
    space = max(_NARROWEST_TEXT, width - state.cell_length - _GAP)
    for index, line in enumerate(words.wrap(space)):
        yield _beside(line, state, width) if not index else line
    quiet = [goal.translation]
    if goal.reason:
        quiet.append(_("Grund: {reason}").format(reason=goal.reason))
    for text in filter(None, quiet):
        for line in mark(text, "quiet").wrap(max(_NARROWEST_TEXT, width - _STEP_INDENT)):
            yield Content(" " * _STEP_INDENT) + line


def _beside(left: Content, right: Content, width: int) -> Content:
    space = width - left.cell_length - right.cell_length
    return left + Content(" " * max(1, space)) + right if right else left


def settled_words(state: str, day: dt.date | None, today: dt.date) -> Content:
    """How a goal was settled, and when."""
    sign, words, kind = _STATES[state]
    text = _(words).format(day=format_short(day, today) if day else "").rstrip()
    return mark(f"{sign} {text}", kind)


def _looking_back(row: Row, today: dt.date) -> Content:
    """The state as it was agreed, and the sign of what was decided since."""
    goal = row.goal
    if goal.settled:
        return settled_words(goal.state, goal.settled_on, today)
    until = _until(goal.target_on, today)
    if row.decision:
        sign, _words, kind = _STATES[row.decision]
        return mark(f"{until}  ", "quiet") + mark(sign, kind)
    if goal.target_on is not None and goal.target_on < today and not row.is_history:
        return mark(f"{until} !", "bad")
    return plain(until or _("läuft"))


def _in_work(row: Row, today: dt.date) -> Content:
    goal = row.goal
    if goal.settled:
        return settled_words(goal.state, goal.settled_on, today)
    until = _until(goal.target_on, today)
    if goal.new:
        return mark(", ".join(filter(None, (_("neu"), until))), "accent")
    if row.decision == CONTINUED:
        sign, words, kind = _STATES[CONTINUED]
        return mark(f"{sign} {until or _(words)}", kind)
    late = goal.target_on is not None and goal.target_on < today
    return mark(f"{until} !", "bad") if late else mark(until or _("läuft"), "quiet")


def _until(day: dt.date | None, today: dt.date) -> str:
    return _("bis {day}").format(day=format_short(day, today)) if day else ""


# ---------------------------------------------------------------------- steps


def _step_lines(row: Row, step: StepView, width: int, today: dt.date) -> Iterator[Content]:
    day = _day_of(row, step, today)
    sign = "·" if step.done_on is None else "✓"
    in_columns = width >= _COLUMNS_FROM
    day_width = _DAY_WIDTH if in_columns else day.cell_length
    space = max(_NARROWEST_TEXT, width - 2 * _STEP_INDENT - day_width - _GAP)
    beside = row.who_width if in_columns else 0
    for index, line in enumerate(_what_and_who(step, space, beside)):
        head = " " * _STEP_INDENT + (sign if not index else " ") + " "
        whole = Content(head) + line
        yield _beside(whole, day, width) if not index else whole
    if step.translation:
        indent = Content(" " * 2 * _STEP_INDENT)
        for line in mark(step.translation, "quiet").wrap(space):
            yield indent + line


def _what_and_who(step: StepView, space: int, who_width: int) -> list[Content]:
    """The words of a step, and who does it: in a column of its own, or behind the words."""
    who = mark(step.who, "quiet")
    if who_width:
        words = max(_NARROWEST_TEXT, space - who_width - _GAP)
        names = who.wrap(who_width) if who else []
        pairs = zip_longest(plain(step.text).wrap(words), names, fillvalue=Content(""))
        return [fit(text, words + _GAP) + fit(name, who_width) for text, name in pairs]
    lines = list(plain(step.text).wrap(space))
    if who and lines[-1].cell_length + who.cell_length + _GAP + 1 <= space:
        lines[-1] += Content(" · ") + who
    elif who:
        lines += who.wrap(space)
    return lines


def _day_of(row: Row, step: StepView, today: dt.date) -> Content:
    if step.done_on is not None:
        return mark(format_short(step.done_on, today), "good")
    until = _until(step.due_on, today)
    is_over = row.goal.settled or row.is_history
    if step.due_on is not None and step.due_on < today and not is_over:
        return mark(f"{until} !", "bad")
    return plain(until)
