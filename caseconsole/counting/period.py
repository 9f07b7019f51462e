"""The period that is counted: two calendar days, both inclusive."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from caseconsole.days import EARLIEST_YEAR, LATEST_YEAR, add_months, end_of_month, format_day
from caseconsole.errors import InputError
from caseconsole.i18n import _

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """From ``first`` to ``last``, any two days.

    Raises:
        InputError: it ends before it begins, or a year lies outside of what days can be.
    """

    first: dt.date
    last: dt.date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise InputError(_("Der Zeitraum endet vor seinem Beginn."))
        if self.first.year < EARLIEST_YEAR or self.last.year > LATEST_YEAR:
            raise InputError(
                _("Der Zeitraum liegt außerhalb der Jahre {first} bis {last}.").format(
                    first=EARLIEST_YEAR, last=LATEST_YEAR
                )
            )

    @classmethod
    def of_year(cls, year: int) -> Period:
        """The calendar year ``year``."""
        if not EARLIEST_YEAR <= year <= LATEST_YEAR:
            raise InputError(
                _("Das Jahr muss zwischen {first} und {last} liegen.").format(
                    first=EARLIEST_YEAR, last=LATEST_YEAR
                )
            )
        return cls(dt.date(year, 1, 1), dt.date(year, 12, 31))

    @property
    def eve(self) -> dt.date:
        """The day before the first one: its evening is the opening."""
        return self.first - _DAY

    @property
    def is_year(self) -> bool:
        """Whether it is exactly one calendar year."""
        return self == Period(dt.date(self.first.year, 1, 1), dt.date(self.first.year, 12, 31))

    def holds(self, day: dt.date | None) -> bool:
        """Whether ``day`` is one of its days; no day is none."""
        return day is not None and self.first <= day <= self.last

    def year_before(self) -> Period:
        """The same days one year earlier; a month's end stays a month's end.

        Nothing lies before the first year that days can be in: there it is the first day.
        """
        earliest = dt.date(EARLIEST_YEAR, 1, 1)
        last = max(add_months(self.last + _DAY, -12) - _DAY, earliest)
        return Period(max(min(add_months(self.first, -12), last), earliest), last)

    def months(self) -> Iterator[Period]:
        """Its calendar months; the first and the last one may be cut."""
        first = self.first
        while first <= self.last:
            last = min(end_of_month(first), self.last)
            yield Period(first, last)
            first = last + _DAY

    def __str__(self) -> str:
        """``01.01.2025 – 31.12.2025``."""
        return f"{format_day(self.first)} – {format_day(self.last)}"
