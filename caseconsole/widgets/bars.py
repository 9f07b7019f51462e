"""Numbers as bars of block characters, beside the number itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseconsole.widgets.signs import signs

if TYPE_CHECKING:
    from collections.abc import Sequence


def bar(value: float, largest: float, width: int) -> str:
    """A bar of at most ``width`` cells; anything above zero is visible."""
    if value <= 0 or largest <= 0 or width <= 0:
        return ""
    halves = max(1, round(2 * width * min(1.0, value / largest)))
    return signs().full * (halves // 2) + (signs().half if halves % 2 else "")


def spark(values: Sequence[int | None], highest: int = 4) -> str:
    """A course such as ``▂▃▅▆``; a missing value is a dot.

    Args:
        values: values from 0 to ``highest``, oldest first.
        highest: the value that fills the cell.
    """
    levels = signs().levels
    top = len(levels) - 1
    return "".join(
        "·" if value is None else levels[round(top * min(max(value, 0), highest) / highest)]
        for value in values
    )
