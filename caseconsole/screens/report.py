"""Auswertung: the figures of a period, each with its definition and the list behind it."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from caseconsole import clock
from caseconsole.counting import Period, Report
from caseconsole.days import format_day
from caseconsole.errors import CaseconsoleError, InputError
from caseconsole.i18n import N_, _
from caseconsole.screens.ask_line import AskLine
from caseconsole.screens.base import CaseScreen, act
from caseconsole.screens.pick import Menu
from caseconsole.screens.report_banner import balance_line, first_line, second_line
from caseconsole.screens.report_period import examples, parse_period, reference_days, turned
from caseconsole.screens.report_reading import Standing, read_deviations, read_standing
from caseconsole.screens.report_rows import CHECK, FigureRow, build
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
)

_WIDE = 116
_BAR, _WIDE_BAR = 22, 44
_SHARE = 6

YEAR_BEFORE, JUST_BEFORE, NOTHING = "year", "before", ""
"""What stands beside the figures: the year before, the period just before, or nothing."""


class ReportScreen(CaseScreen):
    """One list of every figure; below it how the figure under the cursor is counted.

    Args:
        first: first day of the period, as ISO; this year if not given.
        last: its last day.
        beside: what it is compared with.
        edition: the edition handed in that answers; 0 for the newest one.
        live: count today, even where the period was handed in.
        form: the form that is open over it, such as ``abgeben.2024-01-01.2024-12-31``.
    """

    SCREEN_NAME = "auswertung"
    HEADING = N_("Auswertung")
    HELP = N_(
        "Jede Zahl mit ihrer Definition unten. Enter öffnet die Liste dahinter, die genau so lang "
        "ist wie die Zahl. In Klammern steht dieselbe Zahl des Vergleichszeitraums. Ein "
        "abgegebener Zeitraum antwortet so, wie er abgegeben wurde; h zeigt den heutigen Stand."
    )
    BINDINGS: ClassVar = [
        act("z", "ask_period", N_("Zeitraum"), footer=True, explain=N_(
            "Jahr, Halbjahr, Quartal, Monat, Stichtag, von-bis oder F für den Förderzeitraum.")),
        act("v", "compare", N_("Vergleich"), footer=True, explain=N_(
            "Daneben: ein Jahr früher, der Zeitraum unmittelbar davor, oder nichts.")),
        act("a", "deviations", N_("Abweichung"), footer=True, explain=N_(
            "Was seit der Abgabe anders zählt, mit der Ursache jeder Zeile.")),
        act("h", "live", N_("Stand"), footer=True, explain=N_(
            "Wechselt zwischen den Zahlen, wie sie abgegeben wurden, und dem heutigen Stand.")),
        act("x", "export", N_("Ausgabe"), footer=True, explain=N_(
            "Schreibt die Zahlen als Excel-, Word-, CSV- oder JSON-Datei.")),
        act("f5", "hand_in", N_("Abgeben"), footer=True, explain=N_(
            "Friert die Zahlen dieses Zeitraums für immer ein.")),
        act("t", "next_part", N_("Abschnitt"), explain=N_(
            "Springt zum nächsten Abschnitt: Themen, Ziele, Pläne, Tabellen, Monate, Prüfregeln.")),
        act("T", "next_part(-1)", N_("Voriger Abschnitt")),
        act("s", "reference_day", N_("Stichtag"), explain=N_(
            "Der Bestand am Abend eines Tages, zum Beispiel am 15.09. oder 31.12.")),
        act("o", "places", N_("Orte"), explain=N_(
            "Die Zahlen der Mitgliedsgemeinden nebeneinander.")),
        act("l", "hand_ins", N_("Abgaben"), explain=N_(
            "Alles, was abgegeben wurde, mit Tag, Stelle und Prüfsumme.")),
        act("f", "district_form", N_("Formular des Landkreises"), explain=N_(
            "Ordnet die Zahlen den Zellen eines Formulars zu und füllt es aus.")),
        act("n", "proof_of_use", N_("Verwendungsnachweis"), explain=N_(
            "Die Zahlen des Förderzeitraums für eine Stelle, auf einer Seite.")),
        # Before the list, which would scroll sideways where there is nothing to scroll.
        act("left", "turn(-1)", N_("Zeitraum davor"), priority=True),
        act("right", "turn(1)", N_("Zeitraum danach"), priority=True),
    ]  # fmt: skip
    DEFAULT_CSS = """
    ReportScreen #movement { height: 1; text-style: bold; }
    ReportScreen #figures { height: 1fr; }
    ReportScreen #definition { height: 3; }
    ReportScreen Rule { height: 1; color: $panel; }
    """
    COLUMNS = (
        Column("title", N_("Zahl"), fraction=12),
        Column("value", N_("Wert"), width=6, align="right"),
        Column("previous", N_("Vergleich"), width=9, align="right"),
        Column("detail", "", fraction=14),
    )

    def __init__(
        self,
        first: str = "",
        last: str = "",
        *,
        beside: str = YEAR_BEFORE,
        edition: int = 0,
        live: bool = False,
        form: str = "",
    ) -> None:
        super().__init__()
        self.form = self._reopen = form
        if form:
            first, last = form.split(".")[1:3]
        this_year = Period.of_year(clock.today().year)
        self._period = (
            Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
            if first and last
            else this_year
        )
        self._beside = beside
        self._edition = edition
        self._live = live
        self._standing: Standing | None = None
        self._previous: Report | None = None
        self._deviating: int | None = None

    def arguments(self) -> dict[str, object]:
        """Period, comparison, and which count answers."""
        return {
            "first": self._period.first.isoformat(),
            "last": self._period.last.isoformat(),
            "beside": self._beside,
            "edition": self._edition,
            "live": self._live,
            "form": self.form,
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

    @property
    def standing(self) -> Standing | None:
        """What is shown; nothing while it is read."""
        standing = self._standing
        return standing if standing and standing.report.period == self._period else None

    @property
    def previous(self) -> Report | None:
        """The figures beside, if there are any."""
        return self._previous

    async def load(self) -> None:
        """Read the period, and show it at once; then what it is compared with, and deviations."""
        period, compared = self._period, self._compared()
        standing = await read_standing(self, period, self._edition, live=self._live)
        before = self.standing
        self._deviating = None
        if before is None or before.is_frozen != standing.is_frozen or compared is None:
            await self._show(standing, None)
        if compared is not None:
            await self._show(standing, (await read_standing(self, compared)).report)
        if standing.info is not None:
            found = await read_deviations(self, period, standing.info.edition)
            self._deviating = len(found)
            self._show_banner()
        self._reopen_form()

    def _compared(self) -> Period | None:
        if self._beside == NOTHING:
            return None
        return (
            self._period.year_before() if self._beside == YEAR_BEFORE else turned(self._period, -1)
        )

    async def _show(self, standing: Standing, previous: Report | None) -> None:
        report = standing.report
        rows = await asyncio.to_thread(build, report, previous)
        self._standing, self._previous = standing, previous
        self._table.replace(rows)
        self._show_banner()
        self.refresh_bindings()
        self.query_one("#movement", Line).update(balance_line(report))

    def _show_banner(self) -> None:
        standing = self._standing
        if standing is not None:
            self.set_banner(
                first_line(standing.report, self._previous),
                second_line(standing, self._deviating),
            )

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
        definition = row.definition
        gone = self._standing.report.erased(row.path) if self._standing else 0
        if gone:
            definition += " " + _("Davon {count} gelöscht, nur noch gezählt.").format(count=gone)
        heading = f"{row.heading}: " if row.part.startswith(("tables", "months")) else ""
        self.query_one("#definition", Text).update(
            plain(f"{heading}{title}: ", style="bold") + plain(definition)
        )

    # ------------------------------------------------------------------ the list behind a figure

    @on(RecordTable.RowChosen, "#figures")
    def _open_list(self, event: RecordTable.RowChosen) -> None:
        row: FigureRow = event.row
        if self._standing is None:
            return
        if row.path.startswith(CHECK) and not row.broken:
            self.app.hint(_("Diese Prüfregel geht auf; es gibt keine Zeilen, die sie stören."))
        elif not row.value:
            self.app.hint(_("Diese Zahl ist 0; die Liste dahinter ist leer."))
        else:
            self._push_list(row.path, self._standing)

    def _push_list(self, path: str, standing: Standing) -> None:
        from caseconsole.screens.report_list import FigureListScreen

        period = standing.report.period
        self.app.push_screen(
            FigureListScreen(
                period.first.isoformat(),
                period.last.isoformat(),
                path,
                self._edition,
                live=self._live,
                report=standing.report,
            )
        )

    # ------------------------------------------------------------------ which period

    def action_ask_period(self) -> None:
        """Ask for another period."""
        self.run_worker(self._ask_period(), exclusive=True, group="ask")

    async def _ask_period(self) -> None:
        period = await self.app.push_screen_wait(
            AskLine(_("Welcher Zeitraum?"), parse_period, detail=examples())
        )
        if period is not None:
            self._go_to(period)

    def action_reference_day(self) -> None:
        """Choose a reference day: the stock on its evening."""
        self.run_worker(self._ask_day(), exclusive=True, group="ask")

    async def _ask_day(self) -> None:
        year = clock.today().year
        days = sorted(reference_days((year - 2, year - 1, year)), reverse=True)
        entries = [(day.isoformat(), format_day(day)) for day in days]
        entries.append(("", _("anderer Tag …")))
        chosen = await self.app.push_screen_wait(Menu(_("Bestand an welchem Tag?"), entries))
        if chosen == "":
            await self._ask_period()
        elif chosen is not None:
            day = dt.date.fromisoformat(chosen)
            self._go_to(Period(day, day))

    def action_turn(self, step: int) -> None:
        """Show the next period of the same kind, or the one before."""
        try:
            self._go_to(turned(self._period, step))
        except InputError as error:
            self.app.hint(str(error))

    def _go_to(self, period: Period) -> None:
        self._period, self._edition, self._live = period, 0, False
        self.reload()

    def action_compare(self) -> None:
        """Compare with the year before, with the period just before, or with nothing."""
        ways = [YEAR_BEFORE, JUST_BEFORE, NOTHING]
        if turned(self._period, -1) == self._period.year_before():
            ways.remove(JUST_BEFORE)
        place = ways.index(self._beside) if self._beside in ways else 0
        self._beside = ways[(place + 1) % len(ways)]
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

    # ------------------------------------------------------------------ handing in and output

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What was handed in has deviations, and today beside it."""
        del parameters
        if action in {"deviations", "live"}:
            return self._standing is not None and self._standing.info is not None
        return True

    def action_live(self) -> None:
        """Show today's count instead of the one handed in, or the other way round."""
        self._live = not self._live
        self.reload()

    def action_deviations(self) -> None:
        """What counts differently since it was handed in."""
        if self._standing is not None and self._standing.info is not None:
            period, edition = self._standing.info.period, self._standing.info.edition
            self._open_beside("abweichung", period, edition=edition)

    def action_places(self) -> None:
        """The figures of the member municipalities side by side."""
        self._open_beside("orte", self._period, edition=self._edition, live=self._live)

    def action_hand_ins(self) -> None:
        """Everything that was handed in."""
        self.app.open_screen("abgaben")

    def _open_beside(self, name: str, period: Period, **further: object) -> None:
        days = {"first": period.first.isoformat(), "last": period.last.isoformat()}
        self.app.open_screen(name, **days, **further)

    def action_hand_in(self) -> None:
        """Freeze the figures for good."""
        self.run_worker(self._hand_in(), exclusive=True, group="ask")

    async def _hand_in(self) -> None:
        from caseconsole.screens.report_hand_in import Outcome, hand_in_report

        standing = self.standing
        if standing is None:
            self.app.hint(_("Die Zahlen werden noch gelesen."))
            return
        outcome = await hand_in_report(self, standing, self._deviating)
        if outcome is Outcome.ROWS:
            place = next(n for n, one in enumerate(standing.report.identities) if not one.holds)
            self._push_list(f"{CHECK}{place}", standing)
        elif outcome is Outcome.MADE:
            self._go_to(self._period)

    def action_export(self) -> None:
        """Write the figures into a file."""
        self.run_worker(self._export(), exclusive=True, group="ask")

    async def _export(self) -> None:
        from caseconsole.screens.report_export import export_report

        standing = self.standing
        if standing is None:
            self.app.hint(_("Die Zahlen werden noch gelesen."))
            return
        try:
            await export_report(self, standing, self._previous)
        except CaseconsoleError as error:
            self.app.tell(error)

    def action_proof_of_use(self) -> None:
        """The figures of the funding period for one post."""
        self.app.open_screen("nachweis")

    def action_district_form(self) -> None:
        """Place the figures in a form of the district, and fill it."""
        self._open_beside("formular", self._period, edition=self._edition, live=self._live)

    def _reopen_form(self) -> None:
        """Open the form that was open before the lock, or whose draft was chosen."""
        name, self._reopen = self._reopen.split(".")[0], ""
        if name:
            self.form = ""
        reopen = {"abgeben": self.action_hand_in, "ausgabe": self.action_export}
        if name in reopen:
            reopen[name]()


class PeriodScreen(ReportScreen):
    """The figures of one period, opened from elsewhere and left to there."""

    SCREEN_NAME = "zeitraum"
