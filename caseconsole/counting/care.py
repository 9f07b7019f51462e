"""Care periods: base sets, movement, cases and persons in care (counting rules, 2 and 3.1-3.3).

Rows are counted in the movement, cases and persons once each. Reopening adds a row and never
changes an older one, so the figures of a past year stay what they were.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from caseconsole.counting.cells import CASE, PERIOD, PERSON, Tree, counted
from caseconsole.counting.facts import CareRow, PersonFact
from caseconsole.counting.period import Period
from caseconsole.days import add_months
from caseconsole.settings import Deadlines

NOT_STATED = "not_stated"
"""Key of the row for what nobody stated; a row of its own in every table."""

Rows = tuple[CareRow, ...]


@dataclass(frozen=True, slots=True)
class Care:
    """The base sets of a period, each a list of care periods (section 2).

    Args:
        opening: stock on the evening before the period.
        carried: carried over into the period.
        new: begun in the period, the first row of their case ever.
        reopened: begun in the period, a later row of their case.
        ended: ended in the period.
        active: active on at least one day of the period.
        stock: stock on the evening of the last day.
    """

    opening: Rows
    carried: Rows
    new: Rows
    reopened: Rows
    ended: Rows
    active: Rows
    stock: Rows


def is_active_on(row: CareRow, day: dt.date) -> bool:
    """Whether the row is active on ``day``; its last day still counts."""
    return row.begin <= day and (row.end is None or row.end >= day)


def stock_on(rows: Iterable[CareRow], day: dt.date) -> Rows:
    """The stock on the evening of ``day``: who ends on that day has left it."""
    return tuple(row for row in rows if row.begin <= day and (row.end is None or row.end > day))


def base_sets(rows: Rows, period: Period) -> Care:
    """Sort ``rows``, which are ordered by begin, into the base sets of ``period``."""
    first: dict[int, int] = {}
    for row in rows:
        first.setdefault(row.case, row.id)
    begun = tuple(row for row in rows if period.holds(row.begin))
    return Care(
        opening=stock_on(rows, period.eve),
        carried=tuple(
            row
            for row in rows
            if row.begin < period.first and (row.end is None or row.end >= period.first)
        ),
        new=tuple(row for row in begun if first[row.case] == row.id),
        reopened=tuple(row for row in begun if first[row.case] != row.id),
        ended=tuple(row for row in rows if period.holds(row.end)),
        active=tuple(
            row
            for row in rows
            if row.begin <= period.last and (row.end is None or row.end >= period.first)
        ),
        stock=stock_on(rows, period.last),
    )


def movement(care: Care) -> Tree:
    """Opening stock + new + reopened - ended = closing stock; counts rows (3.1)."""
    lists = {
        "opening_stock": care.opening,
        "new": care.new,
        "reopened": care.reopened,
        "ended": care.ended,
        "closing_stock": care.stock,
        "active_rows": care.active,
    }
    return {name: counted(PERIOD, [row.id for row in rows]) for name, rows in lists.items()}


def cases(care: Care) -> Tree:
    """Every case once, in one start class and in one end class (3.2)."""
    in_care = {row.case for row in care.active}
    carried = {row.case for row in care.carried}
    # The first row ever of a case is also its earliest in the period.
    new = {row.case for row in care.new} - carried
    return _partitions(CASE, in_care, carried, new, {row.case for row in care.stock})


def persons(care: Care, rows: Rows, period: Period, known: AbstractSet[int]) -> Tree:
    """Every person once, over all of their cases (3.3).

    Args:
        care: the base sets.
        rows: every row that began by the end of the period.
        period: the period.
        known: persons who had an earlier case that is erased; they are not new.
    """
    in_care = {row.person for row in care.active}
    carried = {row.person for row in care.carried}
    begun_before = {row.person for row in rows if row.begin < period.first} | known
    new = in_care - carried - begun_before
    return _partitions(PERSON, in_care, carried, new, {row.person for row in care.stock})


def _partitions(
    kind: str, in_care: set[int], carried: set[int], new: set[int], running: set[int]
) -> Tree:
    return {
        "in_care": counted(kind, in_care),
        "carried_over": counted(kind, carried),
        "new": counted(kind, new),
        "reopened": counted(kind, in_care - carried - new),
        "running": counted(kind, running),
        "ended": counted(kind, in_care - running),
    }


def by_key(kind: str, pairs: Iterable[tuple[str | None, int]], order: Sequence[str]) -> Tree:
    """Rows by a key of a value list, in its order; what is not stated comes last."""
    found: dict[str, list[int]] = {}
    for key, row in pairs:
        found.setdefault(key or NOT_STATED, []).append(row)
    return {key: counted(kind, found[key]) for key in in_order(found, order)}


def in_order(found: Iterable[str], order: Sequence[str]) -> list[str]:
    """The keys ``found`` as ``order`` has them, unknown ones after it, "not stated" at the end."""
    places = {key: place for place, key in enumerate(order)}
    return sorted(found, key=lambda key: (key == NOT_STATED, places.get(key, len(places)), key))


def closings(care: Care, reasons: Sequence[str]) -> Tree:
    """Ended rows by reason, and whether an outcome is noted; its words are free text (3.10)."""
    return {
        "by_reason": by_key(PERIOD, ((row.reason, row.id) for row in care.ended), reasons),
        "with_outcome": counted(PERIOD, [row.id for row in care.ended if row.has_outcome]),
        "without_outcome": counted(PERIOD, [row.id for row in care.ended if not row.has_outcome]),
    }


def limits(
    care: Care,
    rows: Rows,
    persons: Mapping[int, PersonFact],
    period: Period,
    deadlines: Deadlines,
) -> Tree:
    """Cases of the closing stock that have passed the limit of counselling (3.10).

    The programme counsels for three years, and four in justified cases (rules of 6 June 2023);
    the years and the day they count from are settings.
    """
    first: dict[int, dt.date] = {}
    for row in rows:
        first.setdefault(row.case, row.begin)
    anchors: dict[str, Callable[[CareRow], dt.date]] = {
        "first_period": lambda row: first[row.case],
        "current_period": lambda row: row.begin,
        "allotted_on": lambda row: persons[row.person].allotted_on or first[row.case],
    }
    anchor = anchors[deadlines.counselling_anchor]

    def longer_than(years: int) -> set[int]:
        return {
            row.case for row in care.stock if add_months(anchor(row), 12 * years) <= period.last
        }

    past = longer_than(deadlines.counselling_years)
    beyond = longer_than(deadlines.exceptional_years)
    return {
        "past": counted(CASE, past),
        "exceptional": counted(CASE, past - beyond),
        "beyond": counted(CASE, beyond),
    }
