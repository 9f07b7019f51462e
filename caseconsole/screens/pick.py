"""Two small dialogs: choose an entry found by typing, and choose from a menu by one key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.events import Key
from textual.screen import ModalScreen
from textual.worker import Worker

from caseconsole.errors import CaseconsoleError
from caseconsole.i18n import N_, _
from caseconsole.screens.base import act
from caseconsole.screens.console import Console
from caseconsole.widgets import Column, FooterBar, RecordTable, Shown, Text, TextInput, plain

Source = Callable[[str], Awaitable[Sequence[tuple[str, Shown, Shown]]]]
"""Finds entries for what was typed, best first: key, label and hint of each."""


@dataclass(frozen=True)
class Picked:
    """What was chosen: the key of an entry, or nothing but what was typed for a new one."""

    key: str
    typed: str


class Pick(ModalScreen[Picked | None]):
    """One field, one list; the last entry makes something new from what was typed.

    Args:
        title: what is looked for.
        source: finds the entries.
        new: label of the last entry, with ``{typed}`` in it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        act("escape,f10", "back", N_("Zurück")),
        act("down", "move(1)", N_("Nächster Eintrag"), priority=True),
        act("up", "move(-1)", N_("Voriger Eintrag"), priority=True),
    ]
    CSS = """
    Pick #pick-found { height: 10; max-height: 36vh; margin-top: 1; background: $surface; }
    Pick FooterBar { dock: none; margin-top: 1; background: $surface; }
    """

    app = getters.app(Console)

    def __init__(self, title: str, source: Source, new: str) -> None:
        super().__init__()
        self._title = title
        self._source = source
        self._new = new

    def compose(self) -> ComposeResult:
        """The field above the list."""
        with Vertical(classes="dialog"):
            yield Text(plain(self._title, style="bold"))
            yield TextInput(placeholder=_("Name"), id="pick-typed")
            yield RecordTable(
                (Column("label", "", fraction=3), Column("hint", "", fraction=2)),
                empty=_("Nichts gefunden."),
                header=False,
                id="pick-found",
            )
            yield FooterBar([("enter", _("Übernehmen")), ("f10", _("Zurück"))])

    def on_mount(self) -> None:
        """Offer what fits an empty field."""
        self.query_one("#pick-typed").focus()
        self._look_up()

    @on(TextInput.Changed, "#pick-typed")
    def _look_up(self) -> None:
        find = partial(self._find, self._typed)
        _finding: Worker[None] = self.run_worker(find, exclusive=True, group="find")

    @property
    def _typed(self) -> str:
        return self.query_one("#pick-typed", TextInput).value.strip()

    @property
    def _table(self) -> RecordTable[tuple[str, Shown, Shown]]:
        return self.query_one("#pick-found", RecordTable)

    async def _find(self, typed: str) -> None:
        try:
            found = list(await self._source(typed))
        except CaseconsoleError as error:
            self.app.tell(error)
            return
        if typed:
            found.append(("", self._new.format(typed=typed), ""))
        self._table.replace(found, reset=True)

    def action_move(self, step: int) -> None:
        """Move in the list while the field keeps the focus."""
        self._table.action_move(step)

    @on(TextInput.Submitted, "#pick-typed")
    @on(RecordTable.RowChosen, "#pick-found")
    def _take(self) -> None:
        row = self._table.current
        if row is not None:
            self.dismiss(Picked(row[0], self._typed))

    def action_back(self) -> None:
        """Choose nothing."""
        self.dismiss(None)


class Menu(ModalScreen[str | None]):
    """A few actions one below the other; a digit or Enter takes one.

    Args:
        title: what they are about.
        entries: key and label of each.
        first: number of the first entry.
    """

    BINDINGS: ClassVar[list[BindingType]] = [act("escape,f10", "back", N_("Zurück"))]
    CSS = """
    Menu #menu-entries { height: auto; max-height: 12; margin-top: 1; background: $surface; }
    Menu FooterBar { dock: none; margin-top: 1; background: $surface; }
    """

    def __init__(self, title: str, entries: Sequence[tuple[str, str]], *, first: int = 1) -> None:
        super().__init__()
        self._title = title
        self._entries = tuple(entries)
        self._first = first

    def compose(self) -> ComposeResult:
        """The numbered entries."""
        with Vertical(classes="dialog"):
            yield Text(plain(self._title, style="bold"))
            yield RecordTable(
                (Column("number", "", width=2), Column("label", "", fraction=1)),
                header=False,
                id="menu-entries",
            )
            yield FooterBar([("enter", _("Wählen")), ("f10", _("Zurück"))])

    def on_mount(self) -> None:
        """Fill the list and go into it."""
        table = self.query_one("#menu-entries", RecordTable)
        table.styles.height = len(self._entries)
        table.replace(
            [
                (key, str(number), label)
                for number, (key, label) in enumerate(self._entries, self._first)
            ]
        )
        table.focus()

    def on_key(self, event: Key) -> None:
        """A digit takes the entry with this number."""
        if event.character and event.character.isdecimal():
            place = int(event.character) - self._first
            if 0 <= place < len(self._entries):
                event.stop()
                self.dismiss(self._entries[place][0])

    @on(RecordTable.RowChosen)
    def _chosen(self, event: RecordTable.RowChosen) -> None:
        event.stop()
        self.dismiss(event.key)

    def action_back(self) -> None:
        """Choose nothing."""
        self.dismiss(None)
