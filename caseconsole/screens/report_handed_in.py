"""The list of everything that was handed in."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from caseconsole.counting.handing_in import HandIn, hand_ins
from caseconsole.days import format_day
from caseconsole.i18n import N_, _, ngettext
from caseconsole.screens.base import CaseScreen, act
from caseconsole.screens.report_period import name_of, short
from caseconsole.widgets import Column, RecordTable, Rule, Shown, Text, mark, plain


class HandInsScreen(CaseScreen):
    """Every edition that was handed in; Enter opens its figures, ``a`` what changed since."""

    SCREEN_NAME = "abgaben"
    SHOWS = frozenset({"handed_in"})
    HELP = N_(
        "Alles, was abgegeben wurde, der neueste Zeitraum zuerst. Enter öffnet die Zahlen, wie sie "
        "abgegeben wurden; a zeigt, was seitdem anders zählt."
    )
    BINDINGS: ClassVar = [
        act("a", "deviations", N_("Abweichung"), footer=True, explain=N_(
            "Was seit dieser Abgabe anders zählt, mit der Ursache jeder Zeile.")),
        act("f10,escape", "app.back", N_("Zurück"), footer=True),
    ]  # fmt: skip
    DEFAULT_CSS = """
    HandInsScreen #hand-ins { height: 1fr; }
    HandInsScreen #hand-in { height: 3; }
    HandInsScreen Rule { height: 1; color: $panel; }
    """
    COLUMNS = (
        Column("period", N_("Zeitraum"), width=23),
        Column("name", "", width=16, from_width=100),
        Column("day", N_("abgegeben"), width=10),
        Column("edition", N_("Ausgabe"), width=7, align="right"),
        Column("recipient", N_("an"), fraction=1),
        Column("sha256", "SHA-256", width=8),
    )

    def body(self) -> ComposeResult:
        """The list, and all about the edition under the cursor."""
        yield RecordTable[HandIn](
            self.COLUMNS,
            cells=_cells,
            key=lambda info: info.id,
            empty=N_(
                "Noch nichts abgegeben. Abgegeben wird in der Auswertung mit F5, sobald ein "
                "Zeitraum vorbei ist."
            ),
            id="hand-ins",
        )
        yield Rule()
        yield Text("", id="hand-in")

    def on_mount(self) -> None:
        """Begin in the list."""
        super().on_mount()
        self._table.focus()

    @property
    def _table(self) -> RecordTable[HandIn]:
        return self.query_one("#hand-ins", RecordTable)

    async def load(self) -> None:
        """Read the list."""
        found = await self.app.store.run(hand_ins)
        number = ngettext("{count} Ausgabe", "{count} Ausgaben", len(found))
        heading = plain(_("Abgaben"), style="bold")
        if found:
            heading += plain(f"  {number.format(count=len(found))}")
        self.set_banner(heading)
        self._table.replace(found)

    @on(RecordTable.RowHighlighted, "#hand-ins")
    def _describe(self, event: RecordTable.RowHighlighted) -> None:
        info: HandIn = event.row
        about = _("Zählregeln Fassung {rules} · Programm {program}").format(
            rules=info.rules, program=info.program
        )
        lines = [f"SHA-256 {info.sha256}", about]
        if info.reason:
            lines.insert(0, _("Grund: {reason}").format(reason=info.reason))
        self.query_one("#hand-in", Text).update(plain("\n".join(lines), multiline=True))

    @on(RecordTable.RowChosen, "#hand-ins")
    def _open(self, event: RecordTable.RowChosen) -> None:
        self._open_screen("zeitraum", event.row)

    def action_deviations(self) -> None:
        """What counts differently today."""
        info = self._table.current
        if info is not None:
            self._open_screen("abweichung", info)

    def _open_screen(self, name: str, info: HandIn) -> None:
        period = info.period
        self.app.open_screen(
            name,
            first=period.first.isoformat(),
            last=period.last.isoformat(),
            edition=info.edition,
        )


def _cells(info: HandIn) -> tuple[Shown, ...]:
    return (
        short(info.period),
        mark(name_of(info.period), "quiet"),
        format_day(info.handed_in_on),
        str(info.edition),
        info.recipient or mark(_("keine Angabe"), "quiet"),
        mark(info.sha256[:8], "quiet"),
    )
