"""Yes or no, or not stated."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from caseconsole.i18n import N_, _
from caseconsole.widgets.display import Shown, plain

if TYPE_CHECKING:
    from textual import events


class Toggle(Widget, can_focus=True):
    """A box to tick, with its word; space and click change it.

    Args:
        label: text beside the box; with none it says yes or no.
        value: state to begin with; ``None`` is "not stated".
        open_ended: whether it can be "not stated"; ``j`` and ``n`` set it, Backspace empties it.
        id: id of the widget.
        classes: CSS classes.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "change", N_("Ändern"), show=False, id="toggle.toggle"),
        Binding("enter", "submit", N_("Weiter"), show=False, id="toggle.submit"),
        Binding("j,y", "put(True)", N_("Ja"), show=False),
        Binding("n", "put(False)", N_("Nein"), show=False),
        Binding("backspace,delete", "put(None)", N_("Keine Angabe"), show=False),
    ]

    value: reactive[bool | None] = reactive[bool | None](None, init=False)
    """``True``, ``False`` or, where that is allowed, ``None``."""

    class ToggleMessage(Message):
        """Something happened to the box."""

        def __init__(self, toggle: Toggle) -> None:
            super().__init__()
            self.toggle = toggle
            self.value = toggle.value

        @property
        def control(self) -> Toggle:
            """The toggle, for ``@on`` with a selector."""
            return self.toggle

    class Changed(ToggleMessage):
        """The user changed the state."""

    class Submitted(ToggleMessage):
        """Enter was pressed: on to the next field."""

    def __init__(
        self,
        label: Shown = "",
        *,
        value: bool | None = False,
        open_ended: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._label = plain(label)
        self._open_ended = open_ended
        self.load(value)

    def load(self, value: bool | None) -> None:  # noqa: FBT001 - a setter with its one value
        """Show another state without a message."""
        self.set_reactive(Toggle.value, value if self._open_ended else bool(value))
        self.refresh(layout=True)

    def watch_value(self) -> None:
        """Tell the screen."""
        self.post_message(self.Changed(self))

    def render(self) -> Content:
        """The box and its word."""
        sign = {True: "[x]", False: "[ ]", None: "[·]"}[self.value]
        if self._label:
            return Content(f"{sign} ") + self._label
        word = {True: _("ja"), False: _("nein"), None: _("keine Angabe")}[self.value]
        return Content(f"{sign} {word}")

    def action_change(self) -> None:
        """Change yes to no and everything else to yes."""
        self.value = not self.value

    def action_put(self, value: bool | None) -> None:  # noqa: FBT001 - given by the binding
        """Set the state."""
        self.value = value if self._open_ended else bool(value)

    def action_submit(self) -> None:
        """Leave the state as it is and go on."""
        self.post_message(self.Submitted(self))

    def on_click(self, event: events.Click) -> None:
        """Change it."""
        event.stop()
        self.action_change()
