"""What fields with a list have in common: typing filters, Enter takes, Escape closes."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widget import Widget

from caseconsole.i18n import N_, _
from caseconsole.text import show
from caseconsole.widgets.display import mark
from caseconsole.widgets.entry import pasted
from caseconsole.widgets.popup import Popup
from caseconsole.widgets.signs import signs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from caseconsole.widgets.matching import Option

_LONGEST_FILTER = 80
_PAGE = 10


class Picker(Widget, can_focus=True):
    """A one-line field with a list that opens while one types.

    Args:
        state: what is chosen, in the form that the subclass keeps it.
        placeholder: what stands in the empty field.
        id: id of the widget.
        classes: CSS classes.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"picker--cursor", "picker--placeholder"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,f4", "step(1)", N_("Liste öffnen"), show=False, id="picker.down"),
        Binding("up", "step(-1)", N_("Eintrag hoch"), show=False, id="picker.up"),
        Binding("pagedown", f"step({_PAGE})", N_("Seite runter"), show=False),
        Binding("pageup", f"step(-{_PAGE})", N_("Seite hoch"), show=False),
        Binding("enter", "take", N_("Übernehmen"), show=False, id="picker.take"),
        Binding("tab", "leave", show=False),
        Binding("escape,f10", "close", N_("Liste schließen"), show=False, id="picker.close"),
        Binding("backspace,delete", "erase", N_("Leeren"), show=False, id="picker.erase"),
        Binding("ctrl+z", "undo", N_("Rückgängig"), show=False, id="picker.undo"),
    ]

    class PickerMessage(Message):
        """Something happened in a field with a list."""

        def __init__(self, picker: Picker) -> None:
            super().__init__()
            self.picker = picker

        @property
        def control(self) -> Picker:
            """The field, for ``@on`` with a selector."""
            return self.picker

    class Changed(PickerMessage):
        """Another value was chosen, or the field was emptied."""

    class Submitted(PickerMessage):
        """Enter was pressed while the list was closed."""

    class Taken(PickerMessage):
        """Enter took the one entry that the field holds: time for the next field."""

    def __init__(
        self,
        state: Any,
        *,
        placeholder: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.typed = ""
        self._state = state
        self._before: list[Any] = []
        self._placeholder = placeholder
        self._matches: Sequence[Option] = ()
        self._cursor = 0
        self._open = False
        self._popup: Popup | None = None

    @property
    def is_open(self) -> bool:
        """Whether the list is open."""
        return self._open

    @property
    def problem(self) -> str:
        """Why what was typed is no choice; empty where nothing is wrong."""
        if not self.typed.strip():
            return ""
        text = _("„{typed}“ steht nicht auf der Liste. Bitte einen Eintrag wählen.")
        return text.format(typed=self.typed.strip())

    @abstractmethod
    def _look_up(self) -> None:
        """Find what ``typed`` matches and hand it to ``_offer``."""

    @abstractmethod
    def _with(self, option: Option) -> Any:
        """The state after ``option`` was taken."""

    @abstractmethod
    def _without(self) -> Any:
        """The state after Backspace took the value away, or the last part of it."""

    @abstractmethod
    def _words(self) -> Content:
        """The value in words."""

    def _ready(self) -> bool:
        """Whether the list shown belongs to what is typed; else the entry is taken later."""
        return True

    def _load(self, state: Any) -> None:
        self._state, self.typed = state, ""
        self._before.clear()
        self.refresh(layout=True)

    def _set(self, state: Any) -> None:
        if state != self._state:
            self._before.append(self._state)
            self._state = state
            self.post_message(self.Changed(self))
        self.refresh(layout=True)

    def _offer(self, options: Sequence[Option], *, cursor: int = 0) -> None:
        self._matches = options
        self._cursor = min(max(0, cursor), max(0, len(options) - 1))
        self._draw_list()

    def _draw_list(self) -> None:
        if not self._open:
            return
        if self._popup is None:
            self._popup = Popup(self._clicked)
            self.screen.mount(self._popup)
        self._popup.show_at(
            self, self._matches, self._cursor, empty=_("Kein Eintrag passt zu dem, was da steht.")
        )

    def _clicked(self, index: int) -> None:
        self._cursor = index
        self.focus()
        self._take_current()

    def _set_open(self, wanted: bool) -> None:  # noqa: FBT001 - a setter with its one value
        self._open = wanted
        if not wanted and self._popup is not None:
            self._popup.display = False
        self.refresh(layout=True)

    def _take_current(self) -> None:
        if not self._matches:
            return
        option = self._matches[self._cursor]
        self.typed = ""
        self._set_open(False)
        self._set(self._with(option))

    def _type(self, text: str) -> None:
        self.typed = (self.typed + text)[:_LONGEST_FILTER]
        self._set_open(True)
        self._look_up()

    def on_key(self, event: events.Key) -> None:
        """Add a letter to what was typed; a blank in the empty field opens the list."""
        if not event.is_printable or event.character is None:
            return
        event.stop()
        event.prevent_default()
        self._type("" if event.character == " " and not self.typed else event.character)

    def on_paste(self, event: events.Paste) -> None:
        """Look for what was pasted."""
        event.stop()
        text, _notice = pasted(event.text, _LONGEST_FILTER, multiline=False)
        if text.strip():
            self._type(text.strip())

    def on_click(self, event: events.Click) -> None:
        """Open the list, or close it."""
        event.stop()
        if self._open:
            self.action_close()
        else:
            self._type("")

    def on_blur(self) -> None:
        """Close the list; what was typed is taken if it means one entry."""
        sure = self._sure() if self._open and self.typed.strip() else None
        if sure is not None:
            self._cursor = sure
            self._take_current()
        self._set_open(False)

    def _sure(self) -> int | None:
        """Index of the one entry that what was typed can mean; ``None`` where it is not clear."""
        if len(self._matches) == 1:
            return 0
        wanted = self.typed.strip().casefold()
        same = [i for i, option in enumerate(self._matches) if option.label.casefold() == wanted]
        return same[0] if len(same) == 1 else None

    def on_resize(self) -> None:
        """Keep the list beside the field."""
        self.call_after_refresh(self._draw_list)

    async def on_unmount(self) -> None:
        """Take the list away with the field."""
        if self._popup is not None and self._popup.is_mounted:
            self._popup.remove()

    def action_step(self, rows: int) -> None:
        """Open the list, or move in it."""
        if not self._open:
            if rows < 0:
                raise SkipAction
            self._type("")
            return
        self._cursor = min(max(0, self._cursor + rows), max(0, len(self._matches) - 1))
        self._draw_list()

    def action_take(self) -> None:
        """Take the entry under the cursor; with the list closed the screen goes on."""
        if not self._open:
            self.post_message(self.Submitted(self))
        elif self._ready():
            self._take_current()

    def action_leave(self) -> None:
        """Take the entry that typing has found, and go on to the next field."""
        if self._open and self.typed.strip() and self._ready():
            self._take_current()
        raise SkipAction

    def action_close(self) -> None:
        """Close the list and forget what was typed; else the screen gets the key."""
        if not self._open and not self.typed:
            raise SkipAction
        self.typed = ""
        self._set_open(False)

    def action_erase(self) -> None:
        """Take back a letter; with none typed, the value."""
        if self.typed:
            self.typed = self.typed[:-1]
            if self.typed:
                self._type("")
            else:
                self._set_open(False)
            return
        self._set(self._without())

    def action_undo(self) -> None:
        """Bring back the value before the last change; with none the screen gets the key."""
        if not self._before:
            raise SkipAction
        self._state = self._before.pop()
        self.post_message(self.Changed(self))
        self.refresh(layout=True)

    def render(self) -> Content:
        """The value in words, what is being typed, and a sign that there is a list."""
        parts = self._words()
        if self.typed:
            gap = Content("  ") if parts else Content("")
            parts = parts + gap + Content(show(self.typed)) + self._caret()
        elif not parts:
            parts = Content.styled(show(self._placeholder), self._style("picker--placeholder"))
        return parts + mark(f" {signs().opens}", "quiet") if self.has_focus else parts

    def _caret(self) -> Content:
        return Content.styled(" ", self._style("picker--cursor"))

    def _style(self, component: str) -> Style:
        return self.get_visual_style(component, partial=True)
