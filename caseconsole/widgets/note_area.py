"""Text of many lines."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from caseconsole.i18n import N_
from caseconsole.widgets.display import plain, tell
from caseconsole.widgets.entry import harmless, pasted

_LONGEST = 50_000


class NoteArea(TextArea):
    """Text of many lines, wrapped at words; Tab leaves it.

    Args:
        value: text to begin with.
        placeholder: what stands in the empty area.
        longest: number of characters that pasting stops at.
        id: id of the widget.
        classes: CSS classes.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+a", "select_all", N_("Alles markieren"), show=False, id="note.select_all"),
        Binding("ctrl+f", "pass_on", show=False),
    ]

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        longest: int = _LONGEST,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        self.longest = longest
        super().__init__(
            harmless(value, multiline=True),
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            highlight_cursor_line=False,
            placeholder=plain(placeholder, multiline=True),
            compact=True,
            id=id,
            classes=classes,
        )
        self.cursor_blink = False

    @property
    def value(self) -> str:
        """The text as it stands there."""
        return self.text

    @value.setter
    def value(self, value: str) -> None:
        self.load(value)

    def load(self, value: str) -> None:
        """Show another text; the changes made before cannot be brought back."""
        self.load_text(harmless(value, multiline=True))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A field has no pages beside each other: their keys belong to the form around it."""
        del parameters
        return action not in {"page_left", "page_right"}

    def action_pass_on(self) -> None:
        """Leave a key of the terminal library to the screen."""
        raise SkipAction

    async def on_paste(self, event: events.Paste) -> None:
        """Insert pasted text without anything that the terminal would obey."""
        event.stop()
        event.prevent_default()
        self._insert_pasted(event.text)

    def action_paste(self) -> None:
        """Insert what was copied within the program."""
        self._insert_pasted(self.app.clipboard)

    def _insert_pasted(self, text: str) -> None:
        space = max(0, self.longest - len(self.text) + len(self.selected_text))
        piece, notice = pasted(text, space, multiline=True)
        if notice:
            tell(self, notice, "warning")
        if piece:
            result = self.replace(piece, *self.selection)
            self.move_cursor(result.end_location)
