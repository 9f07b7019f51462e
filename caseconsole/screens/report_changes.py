"""The rows that came into a figure or left it since it was handed in, each with its cause."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from caseconsole.counting import Period
from caseconsole.counting.deviations import Cause, Change, Deviation
from caseconsole.counting.resolve import ListRow, resolve
from caseconsole.days import format_day
from caseconsole.i18n import N_, _
from caseconsole.screens.base import CaseScreen, act
from caseconsole.screens.report_deviations import balance
from caseconsole.screens.report_list import TELLING, shortened
from caseconsole.screens.report_reading import read_deviations
from caseconsole.widgets import Column, RecordTable, Shown, mark, plain, signs


@dataclass(frozen=True)
class ChangedRow:
    """One row with what became of it."""

    change: Change
    row: ListRow
    sign: Shown


class ChangesScreen(CaseScreen):
    """What came and what left, with the cause of each; Enter opens the case.

    Args:
        first: first day of the period, as ISO.
        last: its last day.
        path: the figure.
        edition: the edition handed in; 0 for the newest one.
    """

    SCREEN_NAME = "ursachen"
    HELP = N_(
        "Die Zeilen, die in einer Zahl seit der Abgabe hinzukamen (+) oder wegfielen (−), jede mit "
        "ihrer Ursache. Enter öffnet die Akte."
    )
    BINDINGS: ClassVar = [act("f10,escape", "app.back", N_("Zurück"), footer=True)]
    DEFAULT_CSS = """
    ChangesScreen #changes { height: 1fr; }
    """
    COLUMNS = (
        Column("sign", "", width=1),
        Column("cause", N_("Ursache"), width=24),
        Column("number", N_("Nummer"), width=9),
        Column("name", N_("Name"), fraction=1),
        Column("day", N_("Tag"), width=10),
    )

    def __init__(self, first: str, last: str, path: str, edition: int = 0) -> None:
        super().__init__()
        self._period = Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
        self._path = path
        self._edition = edition

    def arguments(self) -> dict[str, object]:
        """Period, figure and edition."""
        return {
            "first": self._period.first.isoformat(),
            "last": self._period.last.isoformat(),
            "path": self._path,
            "edition": self._edition,
        }

    def body(self) -> ComposeResult:
        """The rows."""
        yield RecordTable[ChangedRow](
            self.COLUMNS,
            cells=self._cells,
            key=lambda changed: changed.change,
            note=self._detail,
            empty=N_("In dieser Zahl hat sich keine Zeile geändert."),
            id="changes",
        )

    def on_mount(self) -> None:
        """Begin in the list."""
        super().on_mount()
        self.query_one("#changes").focus()

    async def load(self) -> None:
        """Compare again and show the rows of this figure."""
        found = await read_deviations(self, self._period, self._edition)
        deviation = next((one for one in found if one.path == self._path), None)
        rows = await self._rows(deviation) if deviation else []
        title = plain(_("Abweichung seit Abgabe"), style="bold")
        self.set_banner(
            title + mark(f"   {self._period}", "quiet"),
            balance(deviation) if deviation else plain(_("Diese Zahl zählt wie abgegeben.")),
        )
        self.query_one("#changes", RecordTable).replace(rows)

    async def _rows(self, deviation: Deviation) -> list[ChangedRow]:
        changes = deviation.changes
        shown = await self.app.store.run(resolve, [change.ref for change in changes])
        return [
            ChangedRow(change, row, _sign(change, adds=deviation.adds))
            for change, row in zip(changes, shown, strict=True)
        ]

    def _cells(self, changed: ChangedRow) -> tuple[Shown, ...]:
        row = changed.row
        name = shortened(row.name) if self.app.private_view else row.name
        return (
            changed.sign,
            changed.change.cause.label,
            row.number,
            name,
            format_day(row.day) if row.day else "",
        )

    def _detail(self, changed: ChangedRow) -> str:
        row = changed.row
        return "" if self.app.private_view and row.ref.kind in TELLING else row.detail

    @on(RecordTable.RowChosen, "#changes")
    def _open(self, event: RecordTable.RowChosen) -> None:
        row: ListRow = event.row.row
        if row.case_id is not None:
            self.app.open_case(row.case_id)
        else:
            self.app.hint(_("Zu dieser Zeile gehört keine Akte."))


def _sign(change: Change, *, adds: bool) -> Shown:
    """Whether the row came, left, or stayed with another share of a sum."""
    if adds and change.came and change.cause is Cause.CORRECTED:
        return mark(signs().changed, "warn")
    return mark("+", "good") if change.came else mark("−", "warn")
