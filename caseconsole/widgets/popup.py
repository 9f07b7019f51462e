"""The list that opens under a field; it never takes the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Offset, Size
from textual.strip import Strip
from textual.widget import Widget

from caseconsole.text import show
from caseconsole.widgets.columns import fit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events

    from caseconsole.widgets.matching import Option

_HEIGHT = 10
_WIDEST = 70


class Popup(Widget):
    """Options drawn over the screen beside the field that opened them.

    Args:
        choose: called with the index of an option that was clicked.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"popup--cursor", "popup--hint", "popup--empty"}

    def __init__(self, choose: Callable[[int], None]) -> None:
        super().__init__()
        self._choose = choose
        self._options: Sequence[Option] = ()
        self._empty = ""
        self._cursor = 0
        self._top = 0
        self._least = 0
        self.display = False

    def show_at(
        self, field: Widget, options: Sequence[Option], cursor: int, *, empty: str = ""
    ) -> None:
        """Draw ``options`` under ``field``, or above it where there is no space below."""
        self._options, self._cursor, self._empty = options, cursor, empty
        self._least = field.region.width
        last_top = max(0, len(options) - _HEIGHT)
        self._top = min(max(self._top, cursor - _HEIGHT + 1), cursor, last_top)
        self.absolute_offset = Offset(*field.region.offset)
        self.display = True
        self.refresh(layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as the longest option, at least as wide as the field."""
        longest = max(
            (cell_len(show(o.label)) + (cell_len(show(o.hint)) + 2) * bool(o.hint) + 2)
            for o in self._options
        ) if self._options else cell_len(show(self._empty)) + 2  # fmt: skip
        return min(max(longest, self._least), _WIDEST, container.width, viewport.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As high as there are options, up to ten."""
        del container, viewport, width
        return min(max(1, len(self._options)), _HEIGHT)

    def render_line(self, y: int) -> Strip:
        """Draw one option."""
        width = self.size.width
        index = self._top + y
        if not self._options:
            return self._strip(fit(f" {show(self._empty)}", width), width, "popup--empty")
        if index >= len(self._options):
            return Strip.blank(width, self.rich_style)
        option = self._options[index]
        hint = show(option.hint)
        space = max(0, width - 2 - (cell_len(hint) + 2) * bool(hint))
        text = Content(" ") + fit(option.label, space) + Content(" ")
        if hint:
            text += Content(" ") + fit(hint, max(0, width - text.cell_length - 1))
        return self._strip(text, width, "popup--cursor" if index == self._cursor else "")

    def _strip(self, text: Content, width: int, component: str) -> Strip:
        style = self.get_visual_style(component) if component else self.visual_style
        return Strip(text.render_segments(style)).adjust_cell_length(width, style.rich_style)

    def on_click(self, event: events.Click) -> None:
        """Choose the option that was clicked."""
        event.stop()
        place = event.get_content_offset(self)
        if place is not None and self._top + place.y < len(self._options):
            self._choose(self._top + place.y)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll the options."""
        event.stop()
        self._top = min(self._top + 1, max(0, len(self._options) - _HEIGHT))
        self.refresh()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll the options."""
        event.stop()
        self._top = max(0, self._top - 1)
        self.refresh()
