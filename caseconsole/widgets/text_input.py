"""One line of text: compact, with undo, and with the keys that Windows users expect."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.widgets import Input
from textual.widgets.input import Selection

from caseconsole.i18n import N_, _
from caseconsole.text import show
from caseconsole.widgets.display import tell
from caseconsole.widgets.entry import harmless, pasted

_UNDO_STEPS = 100


class TextInput(Input):
    """One line of text.

    Args:
        value: text to begin with.
        placeholder: what stands in the empty field.
        longest: number of characters that fit; typing and pasting stop there.
        password: whether dots are shown; such a field keeps no earlier text.
        id: id of the widget.
        classes: CSS classes.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+a", "select_all", N_("Alles markieren"), show=False, id="input.select_all"),
        Binding("ctrl+z", "undo", N_("Rückgängig"), show=False, id="input.undo"),
        Binding("ctrl+y", "redo", N_("Wiederherstellen"), show=False, id="input.redo"),
        Binding("ctrl+f", "pass_on", show=False),
    ]

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        longest: int = 200,
        password: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        self.longest = longest
        self._undo: list[tuple[str, int]] = []
        self._redo: list[tuple[str, int]] = []
        self._quiet = True
        super().__init__(
            value,
            show(placeholder),
            password=password,
            select_on_focus=False,
            compact=True,
            id=id,
            classes=classes,
        )
        self._quiet = False
        self.cursor_blink = False

    def load(self, value: str) -> None:
        """Show another text; what was typed before cannot be brought back by ctrl+z."""
        self._quiet = True
        self.value = value
        self._quiet = False
        self.cursor_position = len(self.value)
        self._undo.clear()
        self._redo.clear()

    def validate_value(self, value: str) -> str:
        """Let nothing in that the terminal would obey."""
        return harmless(value)

    def watch_value(self, old: str, new: str) -> None:
        """Remember the text before the change; letters typed in one go are one step."""
        if self._quiet or self.password or old == new:
            return
        goes_on = (
            len(new) == len(old) + 1
            and bool(self._undo)
            and len(old) > len(self._undo[-1][0])
            and new.startswith(old)
            and not new.endswith(" ")
        )
        self._redo.clear()
        if not goes_on:
            self._undo.append((old, self.cursor_position))
            del self._undo[:-_UNDO_STEPS]

    def action_undo(self) -> None:
        """Take back the last change; with none left the screen gets the key."""
        self._travel(self._undo, self._redo)

    def action_redo(self) -> None:
        """Make the change that was taken back."""
        self._travel(self._redo, self._undo)

    def _travel(self, source: list[tuple[str, int]], target: list[tuple[str, int]]) -> None:
        if not source:
            raise SkipAction
        value, cursor = source.pop()
        target.append((self.value, self.cursor_position))
        self._quiet = True
        self.value = value
        self._quiet = False
        self.cursor_position = cursor

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A field has no pages beside each other: their keys belong to the form around it."""
        del parameters
        return action not in {"page_left", "page_right"}

    def action_pass_on(self) -> None:
        """Leave a key of the terminal library to the screen."""
        raise SkipAction

    def replace(self, text: str, start: int, end: int) -> None:
        """Put ``text`` in place of a part; refused, and said, where the line becomes too long."""
        removed = abs(end - start)
        if len(text) > removed and len(self.value) - removed + len(text) > self.longest:
            tell(
                self,
                _("Hier passen höchstens {count} Zeichen hinein.").format(count=self.longest),
                "warning",
            )
            return
        super().replace(text, start, end)

    def on_paste(self, event: events.Paste) -> None:
        """Take all lines of the pasted text as one."""
        event.stop()
        event.prevent_default()
        self._insert_pasted(event.text)

    def action_paste(self) -> None:
        """Insert what was copied within the program."""
        self._insert_pasted(self.app.clipboard)

    def _insert_pasted(self, text: str) -> None:
        selection: Selection = self.selection
        start, end = sorted(selection)
        space = max(0, self.longest - len(self.value) + (end - start))
        piece, notice = pasted(text, space, multiline=False)
        if notice:
            tell(self, notice, "warning")
        if piece:
            self.replace(piece, start, end)
