"""A question that is answered by one line, such as the day until which a date is put off."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from caseconsole.errors import InputError
from caseconsole.i18n import N_, _
from caseconsole.widgets import Text, TextInput, plain

T = TypeVar("T")


class AskLine(ModalScreen[T | None], Generic[T]):
    """Ask for one line; ``None`` if the user went back.

    Args:
        question: the question, one line.
        parse: what the line means; an ``InputError`` is shown and the line stays as it is.
        value: what stands in the line at first.
        detail: examples or a hint.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f10", "back", N_("Zurück"), id="dialog.back"),
    ]

    def __init__(
        self, question: str, parse: Callable[[str], T], *, value: str = "", detail: str = ""
    ) -> None:
        super().__init__()
        self._question = question
        self._parse = parse
        self._value = value
        self._detail = detail

    def compose(self) -> ComposeResult:
        """Lay out the question, the line and the place for a refusal."""
        with Vertical(classes="dialog"):
            yield Text(plain(self._question, style="bold"))
            yield TextInput(self._value, id="line")
            yield Text(self._detail, id="line-message", classes="quiet")
            yield Text(_("Enter übernehmen · F10 zurück"), classes="quiet")

    def on_mount(self) -> None:
        """Put the cursor into the line; typing replaces what stands there."""
        line = self.query_one("#line", TextInput)
        line.focus()
        line.select_all()

    @on(TextInput.Submitted)
    def _submitted(self, event: TextInput.Submitted) -> None:
        event.stop()
        try:
            result = self._parse(event.value)
        except InputError as error:
            message = self.query_one("#line-message", Text)
            message.update(str(error))
            message.set_class(True, "-wrong")
            return
        self.dismiss(result)

    def action_back(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)
