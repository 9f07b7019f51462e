"""Orte: the figures of the member municipalities side by side."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from caseconsole.counting import Period
from caseconsole.counting.places import COLUMNS, PlaceRow, Places, by_place
from caseconsole.days import format_day
from caseconsole.i18n import N_, _
from caseconsole.screens.base import CaseScreen, act
from caseconsole.screens.report_list import PLACE, FigureListScreen
from caseconsole.screens.report_reading import read_standing
from caseconsole.widgets import Column, RecordTable, Rule, Shown, Text, bar, mark, plain

_WIDTH = 8
_BAR = 14


class PlacesScreen(CaseScreen):
    """One row a place, one column a figure; left and right choose the column.

    Args:
        first: first day of the period, as ISO.
        last: its last day.
        edition: the edition handed in that answers; 0 for the newest one.
        live: count today, even where the period was handed in.
    """

    SCREEN_NAME = "orte"
    HELP = N_(
        "Die Zahlen jeder Mitgliedsgemeinde nebeneinander. Pfeil links und rechts wählen die "
        "Spalte, Enter öffnet die Liste hinter der Zahl, F10 geht zurück."
    )
    BINDINGS: ClassVar = [
        # Before the list, which would scroll sideways where there is nothing to scroll.
        act("left", "column(-1)", N_("Spalte links"), priority=True),
        act("right", "column(1)", N_("Spalte rechts"), footer=True, priority=True),
        act("f10,escape", "app.back", N_("Zurück"), footer=True),
    ]
    DEFAULT_CSS = """
    PlacesScreen #places { height: 1fr; }
    PlacesScreen #definition { height: 5; }
    PlacesScreen Rule { height: 1; color: $panel; }
    """

    COLUMNS = (
        Column("place", N_("Ort"), fraction=1),
        *(Column(name, title, width=_WIDTH, align="right") for name, title in COLUMNS.items()),
        Column("bar", "", width=_BAR, from_width=110),
    )

    def __init__(self, first: str, last: str, edition: int = 0, *, live: bool = False) -> None:
        super().__init__()
        self._period = Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
        self._edition = edition
        self._live = live
        self._places: Places | None = None
        self._chosen = 0

    def arguments(self) -> dict[str, object]:
        """Period, and which count answers."""
        return {
            "first": self._period.first.isoformat(),
            "last": self._period.last.isoformat(),
            "edition": self._edition,
            "live": self._live,
        }

    def body(self) -> ComposeResult:
        """The table, and how the chosen column is counted."""
        yield RecordTable[PlaceRow](
            self.COLUMNS,
            cells=self._cells,
            key=lambda row: row.key,
            empty=N_("Die Zahlen werden gelesen …"),
            id="places",
        )
        yield Rule()
        yield Text("", id="definition")

    def on_mount(self) -> None:
        """Begin in the table."""
        super().on_mount()
        self._table.focus()

    @property
    def _table(self) -> RecordTable[PlaceRow]:
        return self.query_one("#places", RecordTable)

    async def load(self) -> None:
        """Read the report and split it."""
        standing = await read_standing(self, self._period, self._edition, live=self._live)
        places = await asyncio.to_thread(by_place, standing.report)
        self._places = places
        title = plain(f"{_('Orte')}  {self._period}")
        if standing.is_frozen and standing.info is not None:
            day = format_day(standing.info.handed_in_on)
            title += mark(f"   {_('wie abgegeben am {day}').format(day=day)}", "accent")
        self.set_banner(title, mark(_("genaue Zahlen, nur hier; Ausgaben sind gerundet"), "quiet"))
        self._show()

    def _show(self) -> None:
        places = self._places
        if places is None:
            return
        self._table.replace(places.rows)
        name = places.columns[self._chosen]
        total = _("Zusammen {total}: {figure}.").format(
            total=places.total(name), figure=places.report.title(places.total_path(name))
        )
        self.query_one("#definition", Text).update(
            plain(f"{places.title(name)}: ", style="bold")
            + plain(f"{places.definition(name)} {total}")
        )

    def _cells(self, row: PlaceRow) -> tuple[Shown, ...]:
        places = self._places
        if places is None:
            return (row.title,)
        chosen = places.columns[self._chosen]
        largest = max(one.value(chosen) for one in places.rows)
        figures = [
            mark(f"[{row.value(name)}]", "accent") if name == chosen else f"{row.value(name)} "
            for name in places.columns
        ]
        return row.title, *figures, mark(bar(row.value(chosen), largest, _BAR), "accent")

    def action_column(self, step: int) -> None:
        """Choose the column beside."""
        if self._places is not None:
            self._chosen = (self._chosen + step) % len(self._places.columns)
            self._show()

    @on(RecordTable.RowChosen, "#places")
    def _open(self, event: RecordTable.RowChosen) -> None:
        places, row = self._places, event.row
        if places is None:
            return
        name = places.columns[self._chosen]
        if not row.value(name):
            self.app.hint(_("Diese Zahl ist 0; die Liste dahinter ist leer."))
            return
        self.app.push_screen(
            FigureListScreen(
                self._period.first.isoformat(),
                self._period.last.isoformat(),
                f"{PLACE}{name}:{row.key}",
                self._edition,
                live=self._live,
                report=places.report,
            )
        )
