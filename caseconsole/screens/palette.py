"""ctrl+p: every command that works now and every person, found by typing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual import getters, on, work
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from caseconsole import clock
from caseconsole.caseload.names import initials
from caseconsole.errors import CaseconsoleError
from caseconsole.i18n import N_, _
from caseconsole.screens.base import act
from caseconsole.screens.console import Console
from caseconsole.text import ascii_of
from caseconsole.widgets import Column, FooterBar, RecordTable, TextInput, key_name

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.screen import Screen

    from caseconsole.caseload.search import Found

_MOST_PEOPLE = 20
_FEWEST_LETTERS = 2
_LEFT_OUT = frozenset({"palette", "back", "focus_next", "focus_previous"})

Chosen = tuple[str, object]
"""``("key", key)`` for a command, ``("case", id)`` for a case."""


@dataclass(frozen=True)
class Entry:
    """One line of the palette.

    Args:
        chosen: what the palette returns for it.
        title: the command or the name.
        detail: key of the command, or number and place of the case.
        folded: what typing is compared with; both languages of a command.
    """

    chosen: Chosen
    title: str
    detail: str
    folded: str = ""


def commands(screen: Screen[Any]) -> list[Entry]:
    """The named commands that work on ``screen`` now, its own before those of everywhere."""
    found: dict[str, Entry] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        name = binding.action.rpartition(".")[2]
        if not binding.id or not active.enabled or name in _LEFT_OUT or not binding.description:
            continue
        if binding.action != binding.id:
            continue  # keys inside a widget, such as those that move its cursor
        title = _(binding.description)
        explained = binding.tooltip or ""
        folded = ascii_of(f"{title} {binding.description} {explained} {_(explained)}")
        found.setdefault(
            binding.action, Entry(("key", binding.key), title, key_name(binding.key), folded)
        )
    return list(found.values())


class Palette(ModalScreen[Chosen | None]):
    """One field, one list; Enter does what the cursor is on.

    Args:
        screen: the screen whose commands are offered.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        act("escape,f10", "cancel", N_("Schließen")),
        act("down", "move(1)", N_("Nächster Eintrag"), priority=True),
        act("up", "move(-1)", N_("Voriger Eintrag"), priority=True),
    ]

    app = getters.app(Console)

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__()
        self._commands = commands(screen)

    def compose(self) -> ComposeResult:
        """The field above the list."""
        columns = (Column("title", N_("Befehl"), fraction=2), Column("detail", N_("Taste")))
        with Vertical(id="palette", classes="dialog"):
            yield TextInput(placeholder=_("Befehl oder Name"), id="palette-typed")
            yield RecordTable[Entry](
                columns,
                cells=lambda entry: (entry.title, entry.detail),
                key=lambda entry: entry.chosen,
                empty=_("Nichts gefunden."),
                header=False,
                id="palette-found",
            )
            yield FooterBar([("enter", _("Ausführen")), ("f10", _("Schließen"))])

    def on_mount(self) -> None:
        """Show all commands."""
        self.query_one("#palette-typed").focus()
        self._show([])

    @on(TextInput.Changed, "#palette-typed")
    def _changed(self) -> None:
        self._show([])
        typed = self._typed()
        if len(typed) >= _FEWEST_LETTERS:
            self._find(typed)

    @work(exclusive=True, group="find")
    async def _find(self, typed: str) -> None:
        from caseconsole.caseload.search import find_people

        try:
            people = await self.app.store.run(find_people, typed, clock.today(), _MOST_PEOPLE)
        except CaseconsoleError:
            return
        if typed == self._typed():
            self._show(
                [
                    Entry(("case", person.case_id), self._shown(person), person.number)
                    for person in people
                    if person.case_id is not None
                ]
            )

    def _shown(self, person: Found) -> str:
        if self.app.private_view:
            family, _comma, given = person.name.partition(", ")
            return initials(family, given)
        return f"{person.name}, {person.place}" if person.place else person.name

    def _typed(self) -> str:
        return self.query_one("#palette-typed", TextInput).value.strip()

    def _show(self, people: list[Entry]) -> None:
        wanted = ascii_of(self._typed()).split()
        entries = [
            entry for entry in self._commands if all(word in entry.folded for word in wanted)
        ]
        self.query_one("#palette-found", RecordTable).replace([*entries, *people], reset=True)

    def action_move(self, step: int) -> None:
        """Move the cursor of the list while the field keeps the focus."""
        self.query_one("#palette-found", RecordTable).action_move(step)

    @on(TextInput.Submitted, "#palette-typed")
    def _submitted(self) -> None:
        entry = self.query_one("#palette-found", RecordTable).current
        if isinstance(entry, Entry):
            self.dismiss(entry.chosen)

    @on(RecordTable.RowChosen, "#palette-found")
    def _row_chosen(self, event: RecordTable.RowChosen) -> None:
        self.dismiss(event.row.chosen)

    def action_cancel(self) -> None:
        """Close without doing anything."""
        self.dismiss(None)
