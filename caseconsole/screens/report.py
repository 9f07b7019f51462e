"""Auswertung: the figures of a period, each with its definition and the list behind it."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from caseconsole import clock
from caseconsole.counting import Period, Report, count, read_facts
from caseconsole.days import add_months
from caseconsole.errors import CaseconsoleError, InputError
from caseconsole.i18n import N_, _, ngettext
from caseconsole.screens.ask_line import AskLine
from caseconsole.screens.base import CaseScreen, act
from caseconsole.screens.report_period import examples, parse_period
from caseconsole.screens.report_rows import CHECK, FigureRow, build, heading_of, movement
from caseconsole.widgets import (
    Column,
    Line,
    RecordTable,
    Rule,
    Shown,
    Text,
    bar,
    mark,
    plain,
    signs,
)

_WIDE = 116
_BAR, _WIDE_BAR = 22, 50
_SHARE = 6
_DAY = dt.timedelta(days=1)


async def read_report(screen: CaseScreen, period: Period) -> Report:
    """Read on the database thread and count on another, so that keys are answered meanwhile."""
    facts = await screen.app.store.run(read_facts, period)
    return await asyncio.to_thread(count, facts, period)


class ReportScreen(CaseScreen):
    """One list of every figure; below it how the figure under the cursor is counted.

    Args:
        first: first day of the period, as ISO; this year if not given.
        last: its last day.
        compare: whether the same days of the year before stand beside.
    """

    SCREEN_NAME = "auswertung"
    HEADING = N_("Auswertung")
    HELP = N_(
        "Jede Zahl mit ihrer Definition unten. Enter öffnet die Liste dahinter, die genau so lang "
        "ist wie die Zahl. In Klammern steht dieselbe Zahl für ein Jahr früher."
    )
    BINDINGS: ClassVar = [
        act("z", "ask_period", N_("Zeitraum"), footer=True, explain=N_(
            "Jahr, Halbjahr, Quartal, Monat, Stichtag, von-bis oder F für den Förderzeitraum.")),
        act("v", "compare", N_("Vergleich"), footer=True, explain=N_(
            "Zeigt dieselben Tage ein Jahr früher daneben oder blendet sie aus.")),
        act("t", "next_part", N_("Abschnitt"), footer=True, explain=N_(
            "Springt zum nächsten Abschnitt: Themen, Ziele, Pläne, Tabellen, Monate, Prüfregeln.")),
        act("T", "next_part(-1)", N_("Voriger Abschnitt")),
        act("x", "export", N_("Ausgabe"), footer=True, explain=N_(
            "Schreibt die Zahlen als Excel-, Word-, CSV- oder JSON-Datei.")),
        # Before the list, which would scroll sideways where there is nothing to scroll.
        act("left", "year(-1)", N_("Ein Jahr zurück"), priority=True),
        act("right", "year(1)", N_("Ein Jahr weiter"), priority=True),
    ]  # fmt: skip
    DEFAULT_CSS = """
    ReportScreen #movement { height: 1; text-style: bold; }
    ReportScreen #figures { height: 1fr; }
    ReportScreen #definition { height: 3; }
    ReportScreen Rule { height: 1; color: $panel; }
    """
    COLUMNS = (
        Column("title", N_("Zahl"), fraction=11),
        Column("value", N_("Wert"), width=6, align="right"),
        Column("previous", N_("Vergleich"), width=7, align="right"),
        Column("detail", "", fraction=15),
    )

    def __init__(self, first: str = "", last: str = "", *, compare: bool = True) -> None:
        super().__init__()
        this_year = Period.of_year(clock.today().year)
        self._period = (
            Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
            if first and last
            else this_year
        )
        self._compare = compare
        self._report: Report | None = None
        self._previous: Report | None = None

    def arguments(self) -> dict[str, object]:
        """Period and comparison."""
        return {
            "first": self._period.first.isoformat(),
            "last": self._period.last.isoformat(),
            "compare": self._compare,
        }

    def body(self) -> ComposeResult:
        """The movement, the figures, the definition."""
        yield Line("", id="movement")
        yield RecordTable[FigureRow](
            self.COLUMNS,
            cells=self._cells,
            key=lambda row: row.key,
            group=lambda row: row.heading,
            note=lambda row: row.rule,
            empty=N_("Die Zahlen werden gelesen …"),
            header=False,
            id="figures",
        )
        yield Rule()
        yield Text("", id="definition")

    def on_mount(self) -> None:
        """Begin in the figures."""
        super().on_mount()
        self._table.focus()

    @property
    def _table(self) -> RecordTable[FigureRow]:
        return self.query_one("#figures", RecordTable)

    # ------------------------------------------------------------------ reading and showing

    async def load(self) -> None:
        """Count the period, and show it at once; then the period compared with."""
        period = self._period
        report = await read_report(self, period)
        before = self._report
        if before is None or before.period != period or not self._compare:
            await self._show(report, None)
        if self._compare:
            await self._show(report, await read_report(self, period.year_before()))

    async def _show(self, report: Report, previous: Report | None) -> None:
        rows = await asyncio.to_thread(build, report, previous)
        self._report, self._previous = report, previous
        self._table.replace(rows)
        self._show_banner(report, previous)
        text, holds = movement(report)
        if holds:
            line = plain(f"{_('Fallbewegung')}  {text}  ") + mark(signs().done, "good")
        else:
            line = mark(_("! geht nicht auf"), "bad") + plain(f"  {text}")
        self.query_one("#movement", Line).update(line)

    def _show_banner(self, report: Report, previous: Report | None) -> None:
        banner = plain(f"{_('Auswertung')}  {report.period}")
        if previous is not None:
            compared = _("Vergleich ({period})").format(period=heading_of(previous))
            banner += plain(f"   {compared}")
        wrong = sum(not identity.holds for identity in report.identities)
        if wrong:
            text = ngettext("! {count} Regel gebrochen", "! {count} Regeln gebrochen", wrong)
            banner += plain("   ") + mark(text.format(count=wrong), "bad")
        else:
            banner += plain("   ") + mark(f"{_('Prüfregeln')} {signs().done}", "good")
        if report.period.last >= clock.today() and not wrong:
            banner += mark("   " + _("läuft"), "quiet")
        self.set_banner(banner)

    def _cells(self, row: FigureRow) -> tuple[Shown, ...]:
        title = mark(row.title, "bad") if row.broken else row.title
        value = "" if row.value is None else str(row.value)
        previous = "" if row.previous is None else f"({row.previous})"
        return title, value, previous, self._detail(row)

    def _detail(self, row: FigureRow) -> Shown:
        if row.words or not row.largest or row.value is None:
            return row.words
        width = _WIDE_BAR if self._table.size.width >= _WIDE else _BAR
        drawn = mark(bar(row.value, row.largest, width), "accent")
        if row.share is None:
            return drawn
        return plain(_("{percent} %").format(percent=row.share).rjust(_SHARE - 1) + " ") + drawn

    @on(RecordTable.RowHighlighted, "#figures")
    def _define(self, event: RecordTable.RowHighlighted) -> None:
        row: FigureRow = event.row
        title = row.title if not row.path.startswith(CHECK) else _("Prüfregel")
        heading = f"{row.heading}: " if row.part.startswith(("tables", "months")) else ""
        self.query_one("#definition", Text).update(
            plain(f"{heading}{title}: ", style="bold") + plain(row.definition)
        )

    # ------------------------------------------------------------------ the list behind a figure

    @on(RecordTable.RowChosen, "#figures")
    def _open_list(self, event: RecordTable.RowChosen) -> None:
        from caseconsole.screens.report_list import FigureListScreen

        row: FigureRow = event.row
        if self._report is None:
            return
        if row.path.startswith(CHECK) and not row.broken:
            self.app.hint(_("Diese Prüfregel geht auf; es gibt keine Zeilen, die sie stören."))
        elif not row.value:
            self.app.hint(_("Diese Zahl ist 0; die Liste dahinter ist leer."))
        else:
            period = self._report.period
            self.app.push_screen(
                FigureListScreen(
                    period.first.isoformat(), period.last.isoformat(), row.path, self._report
                )
            )

    # ------------------------------------------------------------------ keys

    def action_ask_period(self) -> None:
        """Ask for another period."""
        self.run_worker(self._ask_period(), exclusive=True, group="ask")

    async def _ask_period(self) -> None:
        period = await self.app.push_screen_wait(
            AskLine(_("Welcher Zeitraum?"), parse_period, detail=examples())
        )
        if period is not None:
            self._go_to(period)

    def action_year(self, step: int) -> None:
        """Show the same days of the year before or after."""
        period = self._period
        try:
            if step < 0:
                self._go_to(period.year_before())
            else:
                after = add_months(period.last + _DAY, 12) - _DAY
                self._go_to(Period(min(add_months(period.first, 12), after), after))
        except InputError as error:
            self.app.hint(str(error))

    def _go_to(self, period: Period) -> None:
        self._period = period
        self.reload()

    def action_compare(self) -> None:
        """Show or hide the year before."""
        self._compare = not self._compare
        self.reload()

    def action_next_part(self, step: int = 1) -> None:
        """Go to the first line of the next part, or of the one before."""
        table = self._table
        starts: dict[str, int] = {}
        for index, row in enumerate(table.rows):
            starts.setdefault(row.part, index)
        current = table.current
        if current is None:
            return
        parts = list(starts)
        part = parts[(parts.index(current.part) + step) % len(parts)]
        # By way of the end, so that the part begins at the top of the list.
        table.action_last()
        table.cursor = starts[part]

    def action_export(self) -> None:
        """Write the figures into a file."""
        self.run_worker(self._export(), exclusive=True, group="ask")

    async def _export(self) -> None:
        from caseconsole.screens.report_export import export_report

        if self._report is None or self._report.period != self._period:
            self.app.hint(_("Die Zahlen werden noch gelesen."))
            return
        try:
            await export_report(self.app, self._report, self._previous)
        except CaseconsoleError as error:
            self.app.tell(error)
