"""Questions and messages over the screen; all of them answer to Escape, F10 and the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen

from caseconsole.i18n import N_, _
from caseconsole.widgets.buttons import Button
from caseconsole.widgets.display import Line, Text, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult


class Ask(ModalScreen[str | None]):
    """A question with named answers; the result is the key of the answer, ``None`` for going back.

    Args:
        question: the question, one line.
        choices: key and label of each answer; the first is the one that Enter gives at once.
        detail: more about it; may have several lines.
        drops: key of an answer that drops text. The first letter of an answer chooses it, but of
            this one it only goes there: it may have been typed before the question came.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f10", "back", N_("Zurück"), id="dialog.back"),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]

    def __init__(
        self,
        question: str,
        choices: Sequence[tuple[str, str]],
        *,
        detail: str = "",
        drops: str = "",
    ) -> None:
        super().__init__()
        self._question = question
        self._choices = tuple(choices)
        self._detail = detail
        self._drops = drops

    def compose(self) -> ComposeResult:
        """Lay out the question, the details and the answers."""
        with Vertical(classes="dialog"):
            yield Text(plain(self._question, style="bold", multiline=True))
            if self._detail:
                with VerticalScroll(classes="dialog-detail", can_focus=False):
                    yield Text(self._detail)
            with Horizontal(classes="dialog-buttons"):
                for index, (_key, label) in enumerate(self._choices):
                    yield Button(label, id=f"answer-{index}")

    def on_mount(self) -> None:
        """Put the focus on the first answer."""
        self.query_one("#answer-0", Button).focus()

    @on(Button.Pressed)
    def _answer(self, event: Button.Pressed) -> None:
        event.stop()
        index = int((event.button.id or "answer-0").removeprefix("answer-"))
        self.dismiss(self._choices[index][0])

    def on_key(self, event: events.Key) -> None:
        """Take the first letter of an answer as that answer, where only one begins with it."""
        if not event.is_printable or not event.character:
            return
        wanted = event.character.casefold()
        places = [
            place
            for place, (_key, label) in enumerate(self._choices)
            if label.casefold().startswith(wanted)
        ]
        if len(places) != 1:
            return
        event.stop()
        key = self._choices[places[0]][0]
        if key == self._drops:
            self.query_one(f"#answer-{places[0]}", Button).focus()
        else:
            self.dismiss(key)

    def action_back(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)


class Confirm(ModalScreen[bool]):
    """A yes-or-no question; Enter, Escape and F10 mean no.

    Args:
        question: the question, one line.
        yes: label of the button that does it.
        no: label of the button that does not.
        detail: what will happen; may have several lines.
        danger: whether yes destroys something.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f10", "answer(False)", N_("Zurück"), id="dialog.back"),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]

    def __init__(
        self,
        question: str,
        *,
        yes: str = "",
        no: str = "",
        detail: str = "",
        danger: bool = False,
    ) -> None:
        super().__init__()
        self._question = question
        self._yes = yes or _("Ja")
        self._no = no or _("Nein")
        self._detail = detail
        self._danger = danger

    def compose(self) -> ComposeResult:
        """Lay out the question, the details and the two buttons."""
        with Vertical(classes="dialog"):
            yield Text(plain(self._question, style="bold", multiline=True))
            if self._detail:
                with VerticalScroll(classes="dialog-detail", can_focus=False):
                    yield Text(self._detail)
            with Horizontal(classes="dialog-buttons"):
                yield Button(self._yes, id="yes", variant="error" if self._danger else "default")
                yield Button(self._no, id="no")

    def on_mount(self) -> None:
        """Put the focus on no."""
        self.query_one("#no", Button).focus()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.id == "yes")

    def action_answer(self, answer: bool) -> None:  # noqa: FBT001 - given by the binding
        """Leave with ``answer``."""
        self.dismiss(answer)


class Message(ModalScreen[None]):
    """Something that has to be read: what happened, what was kept, what to do.

    Args:
        title: what happened, in a few words.
        text: the rest, in whole sentences.
        kind: its colour; the title must say the same.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f10,enter", "back", N_("Schließen"), id="dialog.back"),
        Binding("c", "copy", N_("Text kopieren"), id="dialog.copy"),
    ]

    def __init__(self, title: str, text: str, *, kind: str = "information") -> None:
        super().__init__(classes=f"-{kind}")
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """Lay out title, text and the button."""
        with Vertical(classes="dialog"):
            yield Text(plain(self._title, style="bold", multiline=True))
            with VerticalScroll(classes="dialog-detail"):
                yield Text(self._text)
            with Horizontal(classes="dialog-buttons"):
                yield Button(_("Schließen"), id="close")
            yield Line(_("c kopiert den Text"), classes="dialog-hint")

    def on_mount(self) -> None:
        """Put the focus on the button."""
        self.query_one("#close", Button).focus()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(None)

    def action_copy(self) -> None:
        """Copy title and text."""
        self.app.copy_to_clipboard(f"{self._title}\n{self._text}")

    def action_back(self) -> None:
        """Close it."""
        self.dismiss(None)
