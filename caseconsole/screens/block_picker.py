"""Wordings to choose from: those of the settings, then the user's own; F3 and a digit take one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from caseconsole.caseload.text_blocks import Block, add_block, list_blocks, remove_block
from caseconsole.errors import CaseconsoleError
from caseconsole.forms import RecordForm
from caseconsole.i18n import N_, _
from caseconsole.screens.base import act
from caseconsole.screens.console import Console
from caseconsole.values import lists
from caseconsole.widgets import FooterBar, RecordTable, Text, WrappedTable, mark, plain
from caseconsole.widgets.display import Shown

_DIGITS = 9


@dataclass(frozen=True)
class Blocks:
    """Which wordings a form offers.

    Args:
        area: tells the area from the form as it stands.
        kind: ``goal`` or ``step``.
    """

    area: Callable[[RecordForm], str]
    kind: str


@dataclass(frozen=True)
class _Row:
    number: int
    block: Block


class BlockPicker(ModalScreen[str | None]):
    """The wordings of an area: a digit takes one at once.

    Args:
        area: the area.
        kind: ``goal`` or ``step``.
        wording: what stands in the field now; it can be kept as a wording of the user's own.
    """

    app = getters.app(Console)

    HELP = N_(
        "Eine Ziffer oder Enter übernimmt den Baustein. n legt den Wortlaut, der gerade im Feld "
        "steht, als eigenen Baustein dieses Handlungsfelds ab; Entf entfernt einen eigenen."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        act("escape,f10", "back", N_("Zurück")),
        act("n", "keep", N_("Wortlaut als Baustein")),
        act("delete", "remove", N_("Eigenen Baustein entfernen")),
        *(act(str(digit), f"take({digit})", "") for digit in range(1, _DIGITS + 1)),
    ]
    CSS = """
    BlockPicker #block-box { width: 76; max-width: 100%; height: auto; max-height: 100%;
                             background: $panel; padding: 1 2; }
    BlockPicker #blocks { height: 12; max-height: 50vh; background: $surface; margin-top: 1; }
    BlockPicker FooterBar { dock: none; margin-top: 1; background: $panel; }
    """

    def __init__(self, area: str, kind: str, wording: str) -> None:
        super().__init__()
        self._area = area
        self._kind = kind
        self._wording = wording.strip()

    def compose(self) -> ComposeResult:
        """Lay out the numbered wordings."""
        title = _("Bausteine: {area}").format(area=lists()["area"].label(self._area))
        with Vertical(id="block-box"):
            yield Text(plain(title, style="bold"))
            yield WrappedTable[_Row](
                _lines,
                key=lambda row: row.number,
                group=lambda row: "" if row.block.id is None else "own",
                heading=_heading,
                empty=N_("Noch keine Bausteine für dieses Handlungsfeld."),
                id="blocks",
            )
            keys = [("enter", _("Übernehmen")), ("n", _("Wortlaut als Baustein"))]
            yield FooterBar([*keys, ("delete", _("Entfernen")), ("f10", _("Zurück"))])

    def on_mount(self) -> None:
        """Fill the list and go into it."""
        self._table.focus()
        self._start_reading()

    @property
    def _table(self) -> RecordTable[_Row]:
        return self.query_one("#blocks", RecordTable)

    def _start_reading(self) -> None:
        self.run_worker(self._read(), exclusive=True, group="fill")

    async def _read(self) -> None:
        blocks = await self.app.store.run(list_blocks, self._area, self._kind)
        self._table.replace([_Row(number, block) for number, block in enumerate(blocks, 1)])

    @on(RecordTable.RowChosen)
    def _chosen(self, event: RecordTable.RowChosen) -> None:
        event.stop()
        self.dismiss(event.row.block.text)

    def action_take(self, number: int) -> None:
        """Take the wording with this number."""
        if number <= len(self._table.rows):
            self.dismiss(self._table.rows[number - 1].block.text)

    def action_keep(self) -> None:
        """Keep what stands in the field as a wording of the user's own."""
        if not self._wording:
            self.app.hint(_("Schreiben Sie zuerst den Wortlaut ins Feld."))
            return
        self.run_worker(self._keep(), exclusive=True, group="write")

    async def _keep(self) -> None:
        try:
            await self.app.store.run(add_block, self._area, self._kind, self._wording)
        except CaseconsoleError as error:
            self.app.tell(error)
            return
        self.app.hint(_("Als Baustein behalten: {text}").format(text=self._wording))
        self._start_reading()

    def action_remove(self) -> None:
        """Remove a wording of the user's own."""
        row = self._table.current
        if row is None:
            return
        if row.block.id is None:
            self.app.hint(_("Dieser Baustein steht in den Einstellungen und wird dort geändert."))
            return
        self.run_worker(self._remove(row.block.id, row.block.text), exclusive=True, group="write")

    async def _remove(self, block_id: int, text: str) -> None:
        try:
            await self.app.store.run(remove_block, block_id)
        except CaseconsoleError as error:
            self.app.tell(error)
            return
        self.app.hint(_("Baustein entfernt: {text}").format(text=text))
        self._start_reading()

    def action_back(self) -> None:
        """Take none."""
        self.dismiss(None)


def _heading(row: _Row, _width: int) -> Shown:
    return mark(_("Eigene"), "accent") if row.block.id is not None else ""


def _lines(row: _Row, width: int) -> list[Content]:
    first = str(row.number) if row.number <= _DIGITS else ""
    texts = plain(row.block.text).wrap(max(10, width - 3))
    return [plain(f"{first if not index else '':<3}") + line for index, line in enumerate(texts)]
