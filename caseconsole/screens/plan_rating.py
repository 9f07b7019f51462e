"""Self-ratings: one digit an area, and how each area has changed so far."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.events import Key
from textual.screen import ModalScreen

from caseconsole import clock
from caseconsole.caseload.plan_views import PlanView
from caseconsole.caseload.plans import HIGHEST_RATING
from caseconsole.i18n import N_, _
from caseconsole.screens.base import act
from caseconsole.screens.console import Console
from caseconsole.screens.plan_course import Course, draw, level
from caseconsole.values import lists
from caseconsole.widgets import Column, FooterBar, RecordTable, Shown, Text, mark, plain, spark

Rate = Callable[[str, int], Awaitable[bool]]
"""Stores the rating of an area; False if it was refused."""

_LONGEST_SPARK = 12
_DRAWING_WIDTH = 72


@dataclass(frozen=True)
class _Area:
    key: str
    in_use: bool
    course: Course


class RatingDialog(ModalScreen[None]):
    """The areas with their ratings; a digit rates the one under the cursor and goes on.

    Args:
        view: the plan.
        rate: stores a rating.
        area: the one area to rate; by default all areas in use are gone through.
    """

    app = getters.app(Console)

    HELP = N_(
        "Wie die Klientin oder der Klient das Handlungsfeld heute einschätzt: eine Ziffer von 0 "
        "bis 4. Enter lässt ein Handlungsfeld aus, die Pfeile wählen eines, auch ohne Ziel. Eine "
        "zweite Einschätzung vom selben Tag ersetzt die erste."
    )
    BINDINGS: ClassVar[list[BindingType]] = [act("escape,f10", "back", N_("Zurück"))]
    CSS = """
    RatingDialog #rating-box { width: 78; max-width: 100%; height: auto; max-height: 100%;
                               background: $panel; padding: 0 2; }
    RatingDialog #areas { height: 9; background: $surface; }
    RatingDialog #drawing { height: 8; margin-top: 1; }
    RatingDialog FooterBar { dock: none; background: $panel; }
    """
    COLUMNS = (
        Column("area", N_("Handlungsfeld"), fraction=1),
        Column("course", N_("Verlauf"), width=_LONGEST_SPARK),
        Column("now", N_("Einschätzung"), width=17),
        Column("today", N_("Heute"), width=7),
    )

    def __init__(self, view: PlanView, rate: Rate, area: str = "") -> None:
        super().__init__()
        self._rate = rate
        self._only = area
        self._areas = _areas_of(view)
        self._versions = {day: number for number, day in view.numbers}

    def compose(self) -> ComposeResult:
        """The areas above the course of the one under the cursor."""
        with Vertical(id="rating-box"):
            yield Text(plain(_("Selbsteinschätzung: wie geht es heute?"), style="bold"))
            yield RecordTable[_Area](
                self.COLUMNS,
                cells=_cells,
                key=lambda area: area.key,
                group=lambda area: _("Mit Zielen") if area.in_use else _("Ohne Ziel"),
                header=False,
                id="areas",
            )
            yield Text("", id="drawing")
            keys = [("0-4", _("einschätzen")), ("enter", _("auslassen"))]
            yield FooterBar([*keys, ("f10", _("Fertig")), ("f1", _("Hilfe"))])

    def on_mount(self) -> None:
        """Begin with the wanted area, or with the first."""
        self._table.replace(self._areas)
        if self._only:
            self._table.move_to(self._only)
        self._table.focus()

    @property
    def _table(self) -> RecordTable[_Area]:
        return self.query_one("#areas", RecordTable)

    @on(RecordTable.RowHighlighted, "#areas")
    def _highlighted(self) -> None:
        area = self._table.current
        if area is not None:
            self.query_one("#drawing", Text).update(self._drawing(area))

    def _drawing(self, area: _Area) -> Shown:
        if not area.course:
            words = ", ".join(level(value) for value in range(HIGHEST_RATING + 1))
            return _("Noch nicht eingeschätzt. {levels}.").format(levels=words)
        return draw(area.course, self._versions, clock.today(), _DRAWING_WIDTH)

    async def on_key(self, event: Key) -> None:
        """A digit rates; the next key waits until it is stored."""
        area = self._table.current
        if area is None or event.character is None or not event.character.isdecimal():
            return
        event.stop()
        value = int(event.character)
        if value > HIGHEST_RATING:
            self.app.hint(_("Die Selbsteinschätzung geht von 0 bis 4."))
        elif await self._rate(area.key, value):
            self._note(area, value)
            self._go_on(area)

    def _note(self, area: _Area, value: int) -> None:
        today = clock.today()
        course = (*(point for point in area.course if point[0] != today), (today, value))
        rated = replace(area, course=course)
        self._areas = [rated if each.key == area.key else each for each in self._areas]
        self._table.replace(self._areas)

    @on(RecordTable.RowChosen, "#areas")
    def _left_out(self, event: RecordTable.RowChosen) -> None:
        event.stop()
        self._go_on(event.row)

    def _go_on(self, area: _Area) -> None:
        """Go to the next area; the last one in use ends the round."""
        place = [each.key for each in self._areas].index(area.key) + 1
        at_end = place == len(self._areas) or (area.in_use and not self._areas[place].in_use)
        if self._only or at_end:
            self.dismiss(None)
        else:
            self._table.move_to(self._areas[place].key)

    def action_back(self) -> None:
        """Leave; what was rated is stored."""
        self.dismiss(None)


def _areas_of(view: PlanView) -> Sequence[_Area]:
    """The areas with goals that are open or were talked about just now, then the others."""
    version = view.draft or view.agreed
    goals = version.goals if version else ()
    used = {goal.area for goal in goals if view.draft or not goal.settled}
    known = lists()["area"]
    keys = [key for key in known.keys if key in used]
    keys += sorted(used - set(keys))
    others = [value.key for value in known.offered if value.key not in used]
    courses = view.ratings
    return [
        *(_Area(key, True, courses.get(key, ())) for key in keys),
        *(_Area(key, False, courses.get(key, ())) for key in others),
    ]


def _cells(area: _Area) -> tuple[Shown, ...]:
    label = lists()["area"].label(area.key)
    if not area.course:
        return (label, "", mark("–", "quiet"), "")
    values = [value for _day, value in area.course]
    rated = area.course[-1][0] == clock.today()
    return (
        label,
        mark(spark(values[-_LONGEST_SPARK:], highest=HIGHEST_RATING), "accent"),
        level(values[-1]),
        mark("✓", "good") if rated else "",
    )
