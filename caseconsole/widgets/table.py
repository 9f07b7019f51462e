"""A table that draws only the lines in view, so that its length does not matter."""

from __future__ import annotations

import textwrap
from bisect import bisect_right
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from caseconsole.i18n import N_, _
from caseconsole.text import show
from caseconsole.widgets.columns import MARK_WIDTH, Column, column_widths, fit
from caseconsole.widgets.display import Shown, plain
from caseconsole.widgets.signs import signs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.style import Style

T = TypeVar("T")

_CACHED_LINES = 600


def _first_of(row: Any) -> Any:
    return row[0]


def _rest_of(row: Any) -> Any:
    return row[1:]


class RecordTable(ScrollView, Generic[T], can_focus=True):
    """Rows of records with a cursor, a heading and, where wanted, groups and second lines.

    A row may be anything; by default it is a tuple of its key followed by its cells.

    Args:
        columns: the columns.
        cells: the cells of a row, one for each column.
        key: what identifies a row when the rows are replaced.
        note: text under a row, such as the reason why a search found it; empty for none.
        group: heading above a row, drawn where it differs from that of the row before.
        empty: what to do next, shown where there are no rows.
        header: whether the headings of the columns are shown.
        id: id of the widget.
        classes: CSS classes.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "record-table--header",
        "record-table--cursor",
        "record-table--note",
        "record-table--group",
        "record-table--empty",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", N_("Zeile hoch"), show=False, id="table.up"),
        Binding("down", "move(1)", N_("Zeile runter"), show=False, id="table.down"),
        Binding("pageup", "page(-1)", N_("Seite hoch"), show=False, id="table.page_up"),
        Binding("pagedown", "page(1)", N_("Seite runter"), show=False, id="table.page_down"),
        Binding("home", "first", N_("Erste Zeile"), show=False, id="table.first"),
        Binding("end", "last", N_("Letzte Zeile"), show=False, id="table.last"),
        Binding("enter", "choose", N_("Öffnen"), show=False, id="table.choose"),
        Binding(
            "less_than_sign", "sort_next", N_("Nächste Spalte sortieren"), show=False,
            id="table.sort_next",
        ),
        Binding(
            "greater_than_sign", "sort_reverse", N_("Sortierung umkehren"), show=False,
            id="table.sort_reverse",
        ),
    ]  # fmt: skip

    cursor: reactive[int] = reactive(-1, init=False)
    """Index of the row under the cursor; -1 where there are no rows."""

    class RowMessage(Message):
        """Something happened to one row."""

        def __init__(self, table: RecordTable[Any], index: int) -> None:
            super().__init__()
            self.table = table
            self.index = index
            self.row: Any = table.rows[index]
            self.key: Any = table.key_of(self.row)

        @property
        def control(self) -> RecordTable[Any]:
            """The table, for ``@on`` with a selector."""
            return self.table

    class RowHighlighted(RowMessage):
        """The cursor came to a row."""

    class RowChosen(RowMessage):
        """A row was chosen with Enter or a double click."""

    class Sorted(Message):
        """The order was changed by the user."""

        def __init__(self, table: RecordTable[Any], key: str, reverse: bool) -> None:  # noqa: FBT001
            super().__init__()
            self.table = table
            self.key = key
            self.reverse = reverse

        @property
        def control(self) -> RecordTable[Any]:
            """The table, for ``@on`` with a selector."""
            return self.table

    def __init__(  # noqa: PLR0913 - all but the columns have defaults
        self,
        columns: Sequence[Column],
        *,
        cells: Callable[[T], Sequence[Shown]] = _rest_of,
        key: Callable[[T], Any] = _first_of,
        note: Callable[[T], Shown] | None = None,
        group: Callable[[T], str] | None = None,
        empty: str = "",
        header: bool = True,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.columns = tuple(columns)
        self.cells_of = cells
        self.key_of = key
        self.empty = empty
        self.sorted_by: str = ""
        self.sorted_down: bool = False
        self._note = note
        self._group = group
        self._header = int(header)
        self._rows: Sequence[T] = ()
        self._starts: list[int] | None = None
        self._line_count = 0
        self._widths: list[int] = []
        self._fitted = -1
        self._cache: dict[tuple[int, bool, bool], Strip] = {}

    @property
    def rows(self) -> Sequence[T]:
        """The rows in the order shown."""
        return self._rows

    @property
    def current(self) -> T | None:
        """The row under the cursor; ``None`` where there are no rows."""
        return self._rows[self.cursor] if 0 <= self.cursor < len(self._rows) else None

    @property
    def current_key(self) -> Any:
        """The key of the row under the cursor; ``None`` where there are no rows."""
        row = self.current
        return None if row is None else self.key_of(row)

    def replace(self, rows: Sequence[T], *, keep_key: Any = None, reset: bool = False) -> None:
        """Show ``rows`` instead; the chosen order stays.

        Args:
            rows: the new rows.
            keep_key: the row to put the cursor on; by default the one it is on.
            reset: put the cursor on the first row, as after a new search.
        """
        wanted = self.current_key if keep_key is None else keep_key
        self._rows = rows
        self._sort()
        self._settle(None if reset else wanted)

    def sort_by(self, key: str, *, reverse: bool = False) -> None:
        """Sort by a column; an empty key leaves later rows in the order they come in."""
        self.sorted_by, self.sorted_down = key, reverse
        wanted = self.current_key
        self._sort()
        self._settle(wanted)

    def move_to(self, key: Any) -> bool:
        """Put the cursor on the row with ``key``; false where there is none."""
        index = self._find(key)
        if index >= 0:
            self.cursor = index
        return index >= 0

    def _sort(self) -> None:
        for column in self.columns:
            if column.key == self.sorted_by and column.sort:
                self._rows = sorted(self._rows, key=column.sort, reverse=self.sorted_down)

    def _find(self, key: Any) -> int:
        if key is None:
            return -1
        key_of = self.key_of
        return next((index for index, row in enumerate(self._rows) if key_of(row) == key), -1)

    def _settle(self, wanted: Any) -> None:
        """Measure the lines anew and bring the cursor back to the row ``wanted``."""
        self._measure()
        index = self._find(wanted)
        if index < 0:
            index = 0 if self._rows else -1
        moved = index != self.cursor
        self.cursor = index
        self._show_cursor()
        if not moved and index >= 0:
            self.post_message(self.RowHighlighted(self, index))
        self.refresh()

    def _measure(self) -> None:
        self._cache.clear()
        self._starts = None
        self._line_count = len(self._rows)
        if not self._is_even:
            self._starts, line = [], 0
            for index in range(len(self._rows)):
                self._starts.append(line)
                line += self._has_heading(index) + 1 + self._lines_below(index)
            self._line_count = line
        width = self.scrollable_content_region.width
        self.virtual_size = Size(width, self._line_count + self._header)

    @property
    def _is_even(self) -> bool:
        """Whether every row takes one line and no heading stands above any."""
        return self._note is None and self._group is None

    def _lines_below(self, index: int) -> int:
        """How many lines row ``index`` takes below its first one."""
        return int(bool(self._note_of(index)))

    def _note_of(self, index: int) -> Shown:
        return self._note(self._rows[index]) if self._note else ""

    def _has_heading(self, index: int) -> bool:
        if not self._group:
            return False
        heading = self._group(self._rows[index])
        before = self._group(self._rows[index - 1]) if index else ""
        return bool(heading) and heading != before

    def _line_of(self, index: int) -> int:
        """The line on which row ``index`` itself stands, counted without the heading."""
        if self._starts is None:
            return index
        return self._starts[index] + self._has_heading(index)

    def _row_at(self, line: int) -> int:
        """Index of the row that ``line`` belongs to; -1 outside the rows."""
        if not 0 <= line < self._line_count:
            return -1
        return line if self._starts is None else bisect_right(self._starts, line) - 1

    def _fit_columns(self, width: int) -> None:
        """Share ``width`` among the columns if it is another than before."""
        if width != self._fitted:
            self._fitted = width
            self._widths = column_widths(self.columns, width)
            self._cache.clear()

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._measure()
        self._show_cursor()

    def notify_style_update(self) -> None:
        """Draw in the colours of the new theme."""
        super().notify_style_update()
        self._cache.clear()

    def watch_cursor(self) -> None:
        """Bring the row into view and tell the screen."""
        self._show_cursor()
        self.refresh()
        if self.current is not None:
            self.post_message(self.RowHighlighted(self, self.cursor))

    def _show_cursor(self) -> None:
        top = self.scroll_offset.y
        height = self.scrollable_content_region.height - self._header
        if self.current is None:
            wanted = 0
        else:
            line = self._line_of(self.cursor)
            last = line + self._lines_below(self.cursor)
            lowest_top = last - height + 1 if height > 0 else 0
            wanted = min(max(top, lowest_top), line - self._has_heading(self.cursor))
        if wanted != top:
            # Forced, since after new rows the scroll bar is not laid out yet.
            self.scroll_to(y=wanted, animate=False, immediate=True, force=True)

    def action_move(self, rows: int) -> None:
        """Move the cursor by rows."""
        if self._rows:
            self.cursor = min(max(self.cursor + rows, 0), len(self._rows) - 1)

    def action_page(self, pages: int) -> None:
        """Move the cursor by what is in view."""
        if self._rows:
            height = max(1, self.scrollable_content_region.height - self._header - 1)
            line = self._line_of(self.cursor) + pages * height
            self.cursor = self._row_at(min(max(line, 0), self._line_count - 1))

    def action_first(self) -> None:
        """Go to the first row."""
        self.action_move(-len(self._rows))

    def action_last(self) -> None:
        """Go to the last row."""
        self.action_move(len(self._rows))

    def action_choose(self) -> None:
        """Choose the row under the cursor."""
        if self.current is not None:
            self.post_message(self.RowChosen(self, self.cursor))

    def action_sort_next(self) -> None:
        """Sort by the next column that can be sorted."""
        keys = [column.key for column in self.columns if column.sort]
        if keys:
            place = keys.index(self.sorted_by) + 1 if self.sorted_by in keys else 0
            self._user_sort(keys[place % len(keys)], reverse=False)

    def action_sort_reverse(self) -> None:
        """Turn the order round."""
        if self.sorted_by:
            self._user_sort(self.sorted_by, reverse=not self.sorted_down)

    def _user_sort(self, key: str, *, reverse: bool) -> None:
        self.sort_by(key, reverse=reverse)
        self.post_message(self.Sorted(self, key, reverse))

    def on_click(self, event: events.Click) -> None:
        """Go to the row that was clicked; a second click chooses it, one on a heading sorts."""
        place = event.get_content_offset(self)
        if place is None:
            return
        event.stop()
        if place.y < self._header:
            self._click_heading(place.x)
            return
        index = self._row_at(place.y - self._header + self.scroll_offset.y)
        if index >= 0:
            self.cursor = index
            if event.chain > 1:
                self.action_choose()

    def _click_heading(self, x: int) -> None:
        left = MARK_WIDTH
        for column, width in zip(self.columns, self._widths, strict=True):
            if width and left <= x < left + width and column.sort:
                again = column.key == self.sorted_by
                self._user_sort(column.key, reverse=again and not self.sorted_down)
            left += width + bool(width)

    def render_line(self, y: int) -> Strip:
        """Draw one line of the view."""
        width = self.scrollable_content_region.width
        self._fit_columns(width)
        if y < self._header:
            return self._draw_header(width)
        line = y - self._header + self.scroll_offset.y
        if not self._rows:
            return self._draw_empty(line, width)
        index = self._row_at(line)
        if index < 0:
            return Strip.blank(width, self.rich_style)
        place = (line, index == self.cursor, self.has_focus)
        if place not in self._cache:
            if len(self._cache) > _CACHED_LINES:
                self._cache.clear()
            self._cache[place] = self._draw(line, index, width)
        return self._cache[place]

    def _draw(self, line: int, index: int, width: int) -> Strip:
        offset = line - self._line_of(index)
        row = self._rows[index]
        if offset < 0:
            heading = self._group(row) if self._group else ""
            return self._strip([" ", fit(heading, width - 1)], width, "record-table--group")
        if offset > 0:
            note: list[Shown] = [
                " " * (MARK_WIDTH + 2),
                fit(self._note_of(index), width - MARK_WIDTH - 2),
            ]
            return self._strip(note, width, "record-table--note")
        is_cursor = index == self.cursor
        parts: list[Shown] = [f"{signs().cursor} " if is_cursor else "  "]
        cells = self.cells_of(row)
        for column, cell, size in zip(self.columns, cells, self._widths, strict=False):
            if size:
                parts += [fit(cell, size, column.align), " "]
        lit = is_cursor and self.has_focus
        return self._strip(parts, width, "record-table--cursor" if lit else "")

    def _draw_header(self, width: int) -> Strip:
        parts: list[Shown] = ["  "]
        for column, size in zip(self.columns, self._widths, strict=True):
            if not size:
                continue
            title = show(_(column.title))
            if column.key == self.sorted_by:
                sign = signs().descending if self.sorted_down else signs().ascending
                title = f"{title} {sign}"
            parts += [fit(title, size, column.align), " "]
        return self._strip(parts, width, "record-table--header")

    def _draw_empty(self, line: int, width: int) -> Strip:
        lines = [
            part
            for text in show(_(self.empty), multiline=True).split("\n")
            for part in textwrap.wrap(text, max(1, width - 4)) or [""]
        ]
        text = lines[line - 1] if 1 <= line <= len(lines) else ""
        return self._strip(["  ", fit(text, max(0, width - 2))], width, "record-table--empty")

    def _strip(self, parts: Sequence[Shown], width: int, component: str) -> Strip:
        style = self.get_visual_style(component) if component else self.visual_style
        segments: list[Segment] = []
        for part in parts:
            segments += self._segments(part, style)
        return Strip(segments).adjust_cell_length(width, style.rich_style)

    def _segments(self, part: Shown, style: Style) -> list[Segment]:
        parse = self.app.stylesheet.parse_style
        return [
            Segment(text, piece.rich_style)
            for text, piece in plain(part).render(style, "", parse_style=parse)
            if text
        ]
