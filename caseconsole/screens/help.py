"""F1: what the focused field is for, then all keys that work now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen

from caseconsole.i18n import N_, _
from caseconsole.screens.base import act
from caseconsole.widgets import FooterBar, Text, key_name, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.screen import Screen

_KEY_WIDTH = 14


class HelpScreen(ModalScreen[None]):
    """The help for one moment: one field of one screen.

    Args:
        asked_on: the screen on which F1 was pressed.
    """

    BINDINGS: ClassVar[list[BindingType]] = [act("escape,f10,enter", "dismiss", N_("Schließen"))]

    def __init__(self, asked_on: Screen[Any]) -> None:
        super().__init__()
        self._field = field_help(asked_on)
        self._purpose = _(getattr(asked_on, "HELP", ""))
        app = asked_on.app
        active = list(asked_on.active_bindings.values())
        here = [each.binding for each in active if each.node is not app]
        # What one can do here comes before how the cursor of a list moves.
        self._here = key_lines(sorted(here, key=lambda binding: binding.action != binding.id))
        # Over a dialog only the urgent keys of the app work.
        urgent = (one for one in app.BINDINGS if isinstance(one, Binding) and one.priority)
        everywhere = [each.binding for each in active if each.node is app]
        self._everywhere = key_lines(everywhere or urgent)

    def compose(self) -> ComposeResult:
        """The field first, since that is what was asked; then the keys in two groups."""
        with Vertical(id="help", classes="dialog"):
            with VerticalScroll(id="help-text"):
                for text in (self._field, self._purpose):
                    if text:
                        yield Text(text, classes="help-part")
                yield from _part(_("Tasten hier"), self._here)
                yield from _part(_("Tasten überall"), self._everywhere)
            yield FooterBar([("down", _("blättern")), ("f10", _("Schließen"))])

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        self.query_one("#help-text").focus()


def field_help(screen: Screen[Any]) -> str:
    """What the focused field of ``screen`` says about itself, or what surrounds it does."""
    focused = screen.focused
    if focused is None:
        return ""
    for node in focused.ancestors_with_self:
        text = getattr(node, "help_text", "")
        if isinstance(text, str) and text:
            return text
    return ""


def key_lines(bindings: Iterable[Binding]) -> Content:
    """One line for each action: its keys and what it does."""
    keys: dict[tuple[str, str], list[str]] = {}
    for binding in bindings:
        # Ids mark the keys of this program; Textual's own stay out, they are not explained.
        if binding.description and binding.id:
            text = _(binding.tooltip or binding.description)
            keys.setdefault((_(binding.description), text), []).append(key_name(binding.key))
    lines = []
    for (name, text), names in keys.items():
        shown = ", ".join(dict.fromkeys(names))
        line = plain(f"{shown:<{_KEY_WIDTH}} ", style="$text-accent") + plain(name)
        lines.append(line if text == name else line + plain(f" – {text}", style="$text-muted"))
    return Content("\n").join(lines)


def _part(title: str, lines: Content) -> ComposeResult:
    if lines.plain:
        yield Text(plain(title, style="bold"), classes="help-title")
        yield Text(lines, classes="help-part")
