"""Two versions of a plan compared: what was settled, runs on, is new, was done, was rated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from caseconsole import clock
from caseconsole.caseload.plan_compare import Comparison, ContinuedGoal, compare_versions
from caseconsole.caseload.plan_views import GoalView, PlanView
from caseconsole.days import format_day, format_short
from caseconsole.errors import CaseconsoleError
from caseconsole.i18n import N_, _
from caseconsole.screens.base import act
from caseconsole.screens.console import Console
from caseconsole.screens.plan_course import level
from caseconsole.screens.plan_rows import settled_words
from caseconsole.values import lists
from caseconsole.widgets import FooterBar, RecordTable, Text, WrappedTable, mark, plain

_GAP = 2


@dataclass(frozen=True)
class _Row:
    """A line of the comparison: words at the left, what became of it at the right."""

    place: int
    section: str
    words: Content
    result: Content
    below: str = ""


class CompareDialog(ModalScreen[None]):
    """What has changed from one version to another; the arrows choose which two.

    Args:
        case_id: the case.
        numbers: the versions of its plan, oldest first, at least two.
        begin: number of the earlier one to begin with.
    """

    app = getters.app(Console)

    HELP = N_(
        "Was sich von der früheren zur späteren Version geändert hat. ← und → wählen die frühere, "
        "Umschalt+← und Umschalt+→ die spätere Version."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        act("escape,f10,v", "back", N_("Zurück")),
        act("left", "choose_first(-1)", N_("Frühere Version davor"), priority=True),
        act("right", "choose_first(1)", N_("Frühere Version danach"), priority=True),
        act("shift+left", "choose_second(-1)", N_("Spätere Version davor"), priority=True),
        act("shift+right", "choose_second(1)", N_("Spätere Version danach"), priority=True),
    ]
    CSS = """
    CompareDialog #compare-box { width: 96%; max-width: 110; height: 92%;
                                 background: $panel; padding: 0 1; }
    CompareDialog #compared { height: 1fr; background: $surface; }
    CompareDialog FooterBar { dock: none; background: $panel; }
    """

    def __init__(self, case_id: int, numbers: Sequence[int], begin: int) -> None:
        super().__init__()
        self._case_id = case_id
        self._numbers = list(numbers)
        self._first = min(self._numbers.index(begin), len(self._numbers) - 2)
        self._second = len(self._numbers) - 1

    def compose(self) -> ComposeResult:
        """Which two versions, above what has changed."""
        with Vertical(id="compare-box"):
            yield Text("", id="compare-title")
            yield WrappedTable[_Row](
                _lines,
                key=lambda row: row.place,
                group=lambda row: row.section,
                empty=N_("Zwischen diesen Versionen hat sich nichts geändert."),
                id="compared",
            )
            keys = [("left", _("frühere wählen")), ("shift+left", _("spätere wählen"))]
            yield FooterBar([*keys, ("f10", _("Zurück")), ("f1", _("Hilfe"))])

    def on_mount(self) -> None:
        """Show the first comparison."""
        self._table.focus()
        self._start()

    @property
    def _table(self) -> RecordTable[_Row]:
        return self.query_one("#compared", RecordTable)

    def _start(self) -> None:
        self.run_worker(self._compare(), exclusive=True, group="fill")

    async def _compare(self) -> None:
        first, second = self._numbers[self._first], self._numbers[self._second]
        try:
            found = await self.app.store.run(compare_versions, self._case_id, first, second)
        except CaseconsoleError as error:
            self.app.tell(error)
            return
        self.query_one("#compare-title", Text).update(plain(_title(found), style="bold"))
        self._table.replace(list(_rows(found)), reset=True)

    def action_choose_first(self, step: int) -> None:
        """Begin with the version before or after."""
        self._choose(self._first + step, self._second)

    def action_choose_second(self, step: int) -> None:
        """End with the version before or after."""
        self._choose(self._first, self._second + step)

    def _choose(self, first: int, second: int) -> None:
        if not 0 <= first < second < len(self._numbers):
            self.app.hint(_("Weiter geht es in dieser Richtung nicht."))
            return
        self._first, self._second = first, second
        self._start()

    @on(RecordTable.RowChosen)
    def _chosen(self, event: RecordTable.RowChosen) -> None:
        event.stop()

    def action_back(self) -> None:
        """Back to the plan."""
        self.dismiss(None)


def numbers_of(view: PlanView) -> list[int]:
    """The numbers of all versions of a plan, the draft last."""
    numbers = [number for number, _day in view.numbers]
    return [*numbers, view.draft.number] if view.draft else numbers


def _title(found: Comparison) -> str:
    return _("Von {before} zu {after}").format(
        before=_version(found.before, found.before_on), after=_version(found.after, found.after_on)
    )


def _version(number: int, day: dt.date | None) -> str:
    if day is not None:
        return _("Version {number} ({day})").format(number=number, day=format_day(day))
    return _("Version {number} (Entwurf)").format(number=number)


def _rows(found: Comparison) -> Iterator[_Row]:
    for place, (section, words, result, below) in enumerate(_changes(found)):
        yield _Row(place, section, words, result, below)


def _changes(found: Comparison) -> Iterator[tuple[str, Content, Content, str]]:
    """Section, words, result and what stands below, in the order of the sections."""
    today = clock.today()
    for section, goals in (
        (_("Bewertet"), found.settled),
        (_("Entfallen"), found.dropped),
    ):
        for goal in goals:
            reason = _("Grund: {reason}").format(reason=goal.reason) if goal.reason else ""
            yield section, _words(goal), settled_words(goal.state, goal.settled_on, today), reason
    for continued in found.continued:
        yield _("Läuft weiter"), _words(continued.goal), _moved(continued), ""
    for goal in found.new:
        until = _("bis {day}").format(day=format_day(goal.target_on)) if goal.target_on else ""
        yield _("Neu"), _words(goal), mark(until, "accent"), ""
    for step in found.steps_done:
        done = mark(f"✓ {format_short(step.done_on, today)}", "good")
        words = plain(f"{step.text} ({step.who})" if step.who else step.text)
        yield _("Schritte erledigt"), words, done, step.goal.text
    for rating in found.ratings:
        label = plain(lists()["area"].label(rating.area))
        yield _("Selbsteinschätzung"), label, _rated(rating.before, rating.after), ""


def _words(goal: GoalView) -> Content:
    area = mark(f"{lists()['area'].label(goal.area)}: ", "quiet")
    member = mark(f"{goal.member}: ", "accent") if goal.member else Content("")
    return area + member + plain(goal.text)


def _moved(continued: ContinuedGoal) -> Content:
    before, after = continued.target_before, continued.target_after
    if not continued.moved:
        until = _("bis {day}").format(day=format_day(after)) if after else _("läuft")
        return mark(until, "quiet")
    words = [format_day(day) if day else _("ohne Termin") for day in (before, after)]
    return plain(" → ".join(words))


def _rated(before: int | None, after: int | None) -> Content:
    if after is None:
        return Content("")
    if before is None:
        return plain(level(after))
    if before == after:
        return mark(_("{level}, unverändert").format(level=level(after)), "quiet")
    return mark(f"{level(before)} → {level(after)}", "good" if after > before else "warn")


def _lines(row: _Row, width: int) -> list[Content]:
    space = max(18, width - row.result.cell_length - _GAP)
    lines = list(row.words.wrap(space))
    gap = max(1, width - lines[0].cell_length - row.result.cell_length)
    if row.result:
        lines[0] = lines[0] + Content(" " * gap) + row.result
    if row.below:
        indent = Content(" " * _GAP)
        lines += [indent + line for line in mark(row.below, "quiet").wrap(max(18, width - _GAP))]
    return lines
