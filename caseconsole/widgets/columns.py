"""Columns of a table: their share of the width, and cells cut or padded to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from caseconsole.text import show
from caseconsole.widgets.display import Shown
from caseconsole.widgets.signs import signs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MARK_WIDTH = 2
"""Cells left of the first column, where the sign of the cursor stands."""


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Args:
        key: name of the column in messages and in ``sort_by``.
        title: German heading; marked with ``N_`` and translated where it is shown.
        width: width in cells; 0 means a share of what the others leave.
        fraction: size of that share.
        align: side on which a short cell stands.
        sort: value of a row to sort by; without it the column cannot be sorted.
        from_width: the column is left out where the table is narrower than this.
    """

    key: str
    title: str
    width: int = 0
    fraction: int = 1
    align: Literal["left", "right"] = "left"
    sort: Callable[[Any], Any] | None = None
    from_width: int = 0


def column_widths(columns: Sequence[Column], total: int) -> list[int]:
    """Width of every column in a table ``total`` cells wide; 0 for one that is left out.

    One cell stands between two columns. The last column gives way where the space is too small.
    """
    shown = [column for column in columns if total >= column.from_width]
    rest = max(0, total - MARK_WIDTH - max(0, len(shown) - 1))
    shares = sum(column.fraction for column in shown if not column.width)
    flexible = max(0, rest - sum(column.width for column in shown))
    widths: list[int] = []
    for column in columns:
        if total < column.from_width:
            widths.append(0)
            continue
        wanted = column.width
        if not wanted:
            wanted = flexible * column.fraction // shares
            flexible, shares = flexible - wanted, shares - column.fraction
        widths.append(min(wanted, rest))
        rest -= widths[-1]
    return widths


def fit(cell: Shown, width: int, align: str = "left") -> Content:
    """``cell`` cut or padded to exactly ``width`` cells, wide and combining characters counted."""
    if isinstance(cell, Content):
        content = cell.first_line
        if content.cell_length > width:
            return content.truncate(width, ellipsis=True)
        missing = width - content.cell_length
        return content.pad_left(missing) if align == "right" else content.pad_right(missing)
    text = show(cell)
    size = cell_len(text)
    if size > width:
        text = set_cell_size(text, width - 1) + signs().more if width else ""
    elif size < width:
        blank = " " * (width - size)
        text = blank + text if align == "right" else text + blank
    return Content(text, strip_control_codes=False)
