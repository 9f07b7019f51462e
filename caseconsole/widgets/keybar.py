"""The line of keys at the bottom and the line of tabs at the top."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from caseconsole.i18n import N_, _
from caseconsole.text import show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

MOST_KEYS = 7

_FUNCTION_KEY = re.compile(r"f\d{1,2}")

_NAMES = {
    "enter": N_("Enter"),
    "escape": N_("Esc"),
    "tab": N_("Tab"),
    "space": N_("Leer"),
    "backspace": N_("Rück"),
    "delete": N_("Entf"),
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": N_("Bild↑"),
    "pagedown": N_("Bild↓"),
    "home": N_("Pos1"),
    "end": N_("Ende"),
    "slash": "/",
    "question_mark": "?",
    "plus": "+",
    "minus": "-",
    "less_than_sign": "<",
    "greater_than_sign": ">",
}


def key_name(key: str) -> str:
    """A key as German keyboards and offices call it: ``Strg+S`` for ``ctrl+s``."""
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    named = {"ctrl": _("Strg"), "shift": _("Umschalt"), "alt": _("Alt")}
    name = _(_NAMES[last]) if last in _NAMES else last
    if (modifiers and len(name) == 1) or _FUNCTION_KEY.fullmatch(last):
        name = name.upper()
    return "+".join([*(named.get(modifier, modifier) for modifier in modifiers), name])


class FooterBar(Widget):
    """The keys of the screen in one line, at most seven; a click presses the key.

    Args:
        keys: key as Textual names it and what it does, most important first. The last one, the
            help, stays when the line is too short for all.
        id: id of the widget.
        classes: CSS classes.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"footer-bar--key"}

    def __init__(
        self,
        keys: Sequence[tuple[str, str]] = (),
        *,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._keys = tuple(keys)

    def show_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """Show other keys."""
        self._keys = tuple(keys)
        self.refresh()

    def render(self) -> Content:
        """As many whole entries as fit."""
        style = self.get_visual_style("footer-bar--key", partial=True)
        entries = [self._entry(key, label, style) for key, label in self._keys]
        if len(entries) > MOST_KEYS:
            entries = [*entries[: MOST_KEYS - 1], entries[-1]]
        gap = Content("  ")
        line = gap.join(entries)
        while len(entries) > 1 and line.cell_length > self.size.width - 2:
            del entries[-2]
            line = gap.join(entries)
        return Content(" ") + line

    def _entry(self, key: str, label: str, style: Style) -> Content:
        press = Style.from_meta({"press": key})
        name = Content.styled(show(key_name(key)), style)
        return (name + Content(f" {show(label)}")).stylize(press)

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        key = event.style.meta.get("press")
        if isinstance(key, str):
            event.stop()
            self.app.simulate_key(key)


class TabBar(Widget, can_focus=True):
    """The parts of a screen in one line; a click or the arrow keys choose one.

    Args:
        tabs: key and label of each part; the label may begin with the key to press.
        active: key of the part to begin with; the first by default.
        id: id of the widget.
        classes: CSS classes.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"tab-bar--active"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", N_("Vorheriger Teil"), show=False, id="tabs.left"),
        Binding("right", "step(1)", N_("Nächster Teil"), show=False, id="tabs.right"),
    ]

    active: reactive[str] = reactive("", init=False)
    """Key of the part shown."""

    class Chosen(Message):
        """Another part is to be shown."""

        def __init__(self, bar: TabBar, key: str) -> None:
            super().__init__()
            self.bar = bar
            self.key = key

        @property
        def control(self) -> TabBar:
            """The line of tabs, for ``@on`` with a selector."""
            return self.bar

    def __init__(
        self,
        tabs: Sequence[tuple[str, str]],
        *,
        active: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._tabs = tuple(tabs)
        self._marks: dict[str, str] = {}
        self.set_reactive(TabBar.active, active or self._tabs[0][0])

    def set_mark(self, key: str, sign: str) -> None:
        """Put ``sign`` behind a label, such as ``!`` for a part with a problem; empty for none."""
        self._marks[key] = sign
        self.refresh()

    def watch_active(self, key: str) -> None:
        """Tell the screen."""
        self.post_message(self.Chosen(self, key))

    def render(self) -> Content:
        """The labels; the active one also stands in brackets where colour may be missing."""
        style = self.get_visual_style("tab-bar--active", partial=True)
        parts = []
        for key, label in self._tabs:
            sign = self._marks.get(key, "")
            text = show(f"{label} {sign}" if sign else label)
            active = key == self.active
            part = Content.styled(f"[{text}]", style) if active else Content(f" {text} ")
            parts.append(part.stylize(Style.from_meta({"tab": key})))
        return Content("").join(parts)

    def action_step(self, step: int) -> None:
        """Go to the part beside this one."""
        keys = [key for key, _label in self._tabs]
        self.active = keys[(keys.index(self.active) + step) % len(keys)]

    def on_click(self, event: events.Click) -> None:
        """Go to the part that was clicked."""
        key = event.style.meta.get("tab")
        if isinstance(key, str):
            event.stop()
            self.active = key
