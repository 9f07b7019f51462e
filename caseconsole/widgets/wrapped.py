"""A table whose rows take as many lines as their words need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from textual.strip import Strip

from caseconsole.widgets.columns import MARK_WIDTH, fit
from caseconsole.widgets.display import Shown
from caseconsole.widgets.signs import signs
from caseconsole.widgets.table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.content import Content

T = TypeVar("T")

_NARROWEST = 16


class WrappedTable(RecordTable[T]):
    """Rows that lay themselves out for the width there is; for tens of rows, not thousands.

    Args:
        lines: the lines of a row for a width in cells, at least one.
        key: what identifies a row when the rows are replaced.
        group: what rows have in common; a heading is drawn where it differs from the row before.
        heading: that heading for a row and a width; by default the group itself.
        empty: what to do next, shown where there are no rows.
        id: id of the widget.
    """

    DEFAULT_CSS = """
    WrappedTable { scrollbar-gutter: stable; }
    """

    def __init__(
        self,
        lines: Callable[[T, int], Sequence[Content]],
        *,
        key: Callable[[T], Any],
        group: Callable[[T], str],
        heading: Callable[[T, int], Shown] | None = None,
        empty: str = "",
        id: str | None = None,
    ) -> None:
        super().__init__((), key=key, group=group, empty=empty, header=False, id=id)
        self._lines_for = lines
        self._group_of = group
        self._heading = heading
        self._laid_out: dict[int, Sequence[Content]] = {}

    @property
    def _is_even(self) -> bool:
        return False

    @property
    def _space(self) -> int:
        return max(_NARROWEST, self.scrollable_content_region.width - MARK_WIDTH)

    def _measure(self) -> None:
        self._laid_out.clear()
        super()._measure()

    def _lines(self, index: int) -> Sequence[Content]:
        if index not in self._laid_out:
            self._laid_out[index] = self._lines_for(self._rows[index], self._space)
        return self._laid_out[index]

    def _lines_below(self, index: int) -> int:
        return len(self._lines(index)) - 1

    def _draw(self, line: int, index: int, width: int) -> Strip:
        offset = line - self._line_of(index)
        if offset < 0:
            return self._draw_heading(index, width)
        is_cursor = index == self.cursor
        first = f"{signs().cursor} " if is_cursor and not offset else " " * MARK_WIDTH
        words = fit(self._lines(index)[offset], max(0, width - MARK_WIDTH))
        lit = is_cursor and self.has_focus
        return self._strip([first, words], width, "record-table--cursor" if lit else "")

    def _draw_heading(self, index: int, width: int) -> Strip:
        row = self._rows[index]
        words = self._heading(row, width - 1) if self._heading else self._group_of(row)
        return self._strip([" ", fit(words, width - 1)], width, "record-table--group")
