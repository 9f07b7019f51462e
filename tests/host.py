"""A small app around the widgets under test, and the strings that nothing may obey."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.message import Message
from textual.widget import Widget

import caseconsole
from caseconsole.widgets import themes

STYLES = Path(caseconsole.__file__).parent / "styles" / "widgets.tcss"

HOSTILE = (
    "[bold]Ali",
    "[/",
    "[/foo]",
    "[0]",
    "[b + x",
    "\\[",
    "[[",
    "[]",
    "Termin [abgesagt]",
    "[type=x, v={'a[0]'}]",
    "[@click=app.delete('1')]Ali[/]",
    "[link=file:///c:/x]Ali[/]",
    "$text-error {{ x }} %s :warning:",
    "\x1b[31mrot",
    "\x1b]0;Titel\x07",
    "\x1b]52;c;QUJD\x07",
    "\x1b]8;;http://example.invalid\x1b\\x",
    "a\x9b31mb\x7fc\x07d\x00e",
    "Ali\u202eilA\u2066x\u2069",
    "\ufeffBOM\u00adweich",
    "می\u200cخواهم",  # noqa: RUF001 - Persian
    "O'Brien",
    "None",
    "أحمد الحمد",
    "Nguyễn Thị Ánh",
    "王小明",
    "👨\u200d👩\u200d👧",
    "ሰላም",
    "\ud800",
    "Zeile 1\nZeile 2\r\nZeile 3",
)
"""Markup, terminal commands, direction overrides, wide and stacked characters, halves of pairs."""


class Host(App[None]):
    """Shows the widgets it is given and remembers the messages they send.

    A field with a text in it can only be made while an app runs, hence functions that make one.
    """

    CSS_PATH: ClassVar[str] = str(STYLES)
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, *widgets: Widget | Callable[[], Widget]) -> None:
        super().__init__()
        self._given = widgets
        self.deleted: list[str] = []
        self.messages: list[Message] = []

    def compose(self) -> ComposeResult:
        for given in self._given:
            yield given if isinstance(given, Widget) else given()

    def on_mount(self) -> None:
        themes.register(self)
        self.theme = themes.DARK
        self.animation_level = "none"

    def hear(self, message: Message) -> None:
        """Remember a message; hand this to ``run_test(message_hook=...)``."""
        self.messages.append(message)

    def of(self, kind: type[Message]) -> list[Any]:
        """The messages of one kind that were sent, in order, each of them once."""
        found: list[Any] = []
        for message in self.messages:
            if isinstance(message, kind) and not any(message is other for other in found):
                found.append(message)
        return found

    def action_delete(self, what: str) -> None:
        """What a name with a click in it would like to run."""
        self.deleted.append(what)
