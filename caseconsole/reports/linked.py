"""What a reader could work out from rounded tables, exact totals, and how they hang together.

Who is in care was there at the start or came, and is still there or left: with
``o + i = c = s + d`` for every row of every table, and the exact sum of each column printed as a
headline, rounding alone may leave one number only. The limits of each number are narrowed until
nothing moves; that is what an attacker with pencil and paper does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Limits = tuple[int, int]
"""The smallest and the largest number that is still possible."""

OPENING, CAME, IN_CARE, STOCK, LEFT = "o", "i", "c", "s", "d"
_SUMS = ((OPENING, CAME), (STOCK, LEFT))
_MOST_ROUNDS = 100


@dataclass(frozen=True)
class Column:
    """One column that is published.

    Args:
        limits: of each row, from its rounded number.
        total: its exact sum.
    """

    limits: Mapping[str, Limits]
    total: int


def worked_out(columns: Mapping[str, Column], totals: Mapping[str, int]) -> dict[str, list[str]]:
    """The rows of which only one number is possible, by column.

    Args:
        columns: what is published.
        totals: exact sums of columns that are not published; a headline says them all the same.
    """
    keys = list(dict.fromkeys(key for column in columns.values() for key in column.limits))
    sums = {**totals, **{name: column.total for name, column in columns.items()}}
    known = {
        name: {
            key: columns[name].limits.get(key, (0, total)) if name in columns else (0, total)
            for key in keys
        }
        for name, total in sums.items()
    }
    for _round in range(_MOST_ROUNDS):
        before = {name: dict(rows) for name, rows in known.items()}
        for name, total in sums.items():
            _fit_sum(known[name], total)
        for parts in _SUMS:
            if IN_CARE in known and all(part in known for part in parts):
                for key in keys:
                    _fit_row(known, key, parts)
        if known == before:
            break
    return {
        name: [key for key in column.limits if known[name][key][0] >= known[name][key][1]]
        for name, column in columns.items()
    }


def _fit_sum(rows: dict[str, Limits], total: int) -> None:
    """Narrow every row by what the others leave of the exact sum."""
    least, most = (sum(_side(rows.values(), side)) for side in (0, 1))
    for key, (low, high) in rows.items():
        rows[key] = (max(low, total - (most - high)), min(high, total - (least - low)))


def _side(limits: Iterable[Limits], side: int) -> Iterable[int]:
    return (limit[side] for limit in limits)


def _fit_row(known: dict[str, dict[str, Limits]], key: str, parts: tuple[str, str]) -> None:
    """Narrow ``c = one + other`` for one row."""
    one, other = (known[part][key] for part in parts)
    whole = known[IN_CARE][key]
    known[IN_CARE][key] = (max(whole[0], one[0] + other[0]), min(whole[1], one[1] + other[1]))
    whole = known[IN_CARE][key]
    known[parts[0]][key] = (max(one[0], whole[0] - other[1]), min(one[1], whole[1] - other[0]))
    one = known[parts[0]][key]
    known[parts[1]][key] = (max(other[0], whole[0] - one[1]), min(other[1], whole[1] - one[0]))
