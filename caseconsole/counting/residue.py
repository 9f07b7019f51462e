"""What erased cases leave: numbers by figure and period, with nobody behind them.

When a case is erased, the figures of every period that it touches are counted with it and without
it; the difference is added to the row of that period (``Statistic``). A live report of the period
adds it again, so the figures of past years do not move. Periods are the calendar's (years,
half-years, quarters, months) and those that were handed in or are a funding period by then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from caseconsole.counting.period import Period
from caseconsole.days import add_months
from caseconsole.models import Statistic, rows

Keys = tuple[str, ...]

Figures = dict[Keys, int]
"""Numbers by the parts of their path."""

CALENDAR = (1, 3, 6, 12)
"""Months of the periods whose figures are kept."""


class Left(NamedTuple):
    """What erased cases leave for one period.

    Args:
        figures: number by figure; below 0 where somebody counts differently without them.
        complete: whether that is all of it; not so for a free period that erased cases touch.
    """

    figures: Mapping[Keys, int] = {}
    complete: bool = True


NOTHING_LEFT = Left()


def is_calendar(period: Period) -> bool:
    """Whether it is a calendar year, half-year, quarter or month."""
    return any(period == calendar(period.first, months) for months in CALENDAR)


def calendar(day: dt.date, months: int) -> Period:
    """The calendar period of so many months (1, 3, 6 or 12) that holds ``day``."""
    first = day.replace(month=day.month - (day.month - 1) % months, day=1)
    return Period(first, add_months(first, months) - dt.timedelta(days=1))


def calendar_periods(first: dt.date, last: dt.date) -> Iterator[Period]:
    """Every calendar period of the years from ``first`` to ``last``."""
    for months in CALENDAR:
        period = calendar(dt.date(first.year, 1, 1), months)
        while period.first.year <= last.year:
            yield period
            period = calendar(add_months(period.first, months), months)


def read_left(period: Period) -> Left:
    """What erased cases leave for ``period``; runs on the database thread."""
    own = _stored((Statistic.first_day == period.first) & (Statistic.last_day == period.last))
    for_good = _stored(Statistic.last_day.is_null() & (Statistic.first_day <= period.first))
    figures: Figures = {}
    for keys, number in (pair for row in (*own, *for_good) for pair in row):
        figures[tuple(keys)] = figures.get(tuple(keys), 0) + number
    complete = bool(own) or is_calendar(period) or not touched(period)
    return Left({keys: number for keys, number in figures.items() if number}, complete)


def _stored(condition: Any) -> list[list[tuple[list[str], int]]]:
    return [figures for (figures,) in rows(Statistic.select(Statistic.figures).where(condition))]


def touched(period: Period) -> bool:
    """Whether erased cases have left figures for a part of ``period``."""
    query = Statistic.select(Statistic.first_day, Statistic.last_day).where(
        Statistic.first_day <= period.last,
        Statistic.last_day.is_null() | (Statistic.last_day >= period.first),
    )
    for first, last in rows(query):
        if first > period.first if last is None else Period(first, last) == calendar(first, 1):
            return True
    return False


def keep(first: dt.date, last: dt.date | None, figures: Mapping[Keys, int]) -> int:
    """Add ``figures`` to the row of these days; return its id. Inside a transaction."""
    found = Statistic.get_or_none(
        Statistic.first_day == first,
        Statistic.last_day.is_null() if last is None else Statistic.last_day == last,
    ) or Statistic(first_day=first, last_day=last)
    sums: Figures = {tuple(keys): number for keys, number in found.figures}
    for keys, number in figures.items():
        sums[keys] = sums.get(keys, 0) + number
    found.figures = [[list(keys), number] for keys, number in sorted(sums.items()) if number]
    found.save()
    return int(found.id)
