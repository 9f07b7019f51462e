"""The period of a report: as people type it, what it is called, and the one before and after."""

from __future__ import annotations

import datetime as dt
import re

from caseconsole import clock, config
from caseconsole.counting import Period
from caseconsole.counting.proof_of_use import funding_period
from caseconsole.days import add_months, end_of_month, format_day, parse_day, shift
from caseconsole.errors import InputError
from caseconsole.i18n import _

_YEAR = re.compile(r"(?:jahr\s*)?(\d{4})", re.ASCII)
_YEARS = re.compile(r"(\d{4})\s*(?:-|–|—|bis)\s*(\d{4})", re.ASCII)
_HALF = re.compile(
    r"(?P<year>\d{4})\s*[-/ ]\s*h?(?P<part>[12])"
    r"|h\s*(?P<part2>[12])[ ./-]*(?P<year2>\d{4})"
    r"|(?P<part3>[12])\.?\s*(?:hj|halbjahr)\.?[ ./-]*(?P<year3>\d{4})",
    re.ASCII,
)
_QUARTER = re.compile(
    r"(?P<year>\d{4})\s*[-/ ]?\s*q(?P<part>[1-4])"
    r"|q\s*(?P<part2>[1-4])[ ./-]*(?P<year2>\d{4})"
    r"|(?P<part3>[1-4])\.?\s*quartal[ ./-]*(?P<year3>\d{4})",
    re.ASCII,
)
_MONTH = re.compile(
    r"(?P<part>\d{1,2})\s*[./ -]\s*(?P<year>\d{4})|(?P<year2>\d{4})-(?P<part2>\d{2})", re.ASCII
)
_MONTH_WORD = re.compile(r"([a-zä]{3,9})\.?\s+(\d{4})")
_BETWEEN = re.compile(r"\s*(?:–|—|\bbis\b|(?<!\d)-|-(?!\d)|\.\.\.?)\s*")
_DASH = re.compile(r"(.*\d\.?)-(\d{1,2}\..*)")
_MONTHS = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
_FUNDING = frozenset({"f", "förderung", "foerderung", "förderzeitraum", "foerderzeitraum"})
_HALF_YEAR, _QUARTER_YEAR, _MONTHS_OF_A_YEAR = 6, 3, 12


def parse_period(typed: str) -> Period:
    """The period that ``typed`` means; ``F`` is the funding period of the settings.

    Raises:
        InputError: it is none; the message says how a period can be typed.
    """
    text = " ".join(typed.casefold().split())
    if text in _FUNDING:
        return funding_period(config.active())
    if found := _YEAR.fullmatch(text):
        return Period.of_year(int(found[1]))
    if found := _YEARS.fullmatch(text):
        first, last = Period.of_year(int(found[1])), Period.of_year(int(found[2]))
        return Period(first.first, last.last)
    for pattern, months in ((_HALF, _HALF_YEAR), (_QUARTER, _QUARTER_YEAR), (_MONTH, 1)):
        if found := pattern.fullmatch(text):
            groups = found.groupdict()
            part = next(int(v) for k, v in groups.items() if v and k.startswith("part"))
            year = next(int(v) for k, v in groups.items() if v and k.startswith("year"))
            return _part_of_year(year, part, months, typed)
    if found := _MONTH_WORD.fullmatch(text):
        name = found[1].replace("mae", "mär")[:3]
        if name in _MONTHS:
            return _part_of_year(int(found[2]), _MONTHS.index(name) + 1, 1, typed)
    return _from_to(text, typed)


def _part_of_year(year: int, part: int, months: int, typed: str) -> Period:
    of_year = Period.of_year(year)
    if not 1 <= part * months <= _MONTHS_OF_A_YEAR:
        raise _not_a_period(typed)
    first = add_months(of_year.first, (part - 1) * months)
    return Period(first, end_of_month(add_months(first, months - 1)))


def _from_to(text: str, typed: str) -> Period:
    ends = [end for end in _BETWEEN.split(text) if end]
    if len(ends) == 1 and (found := _DASH.fullmatch(text)):
        ends = [found[1], found[2]]
    today = clock.today()
    try:
        if len(ends) == 1:
            day = parse_day(ends[0], today)
            return Period(day, day)
        if len(ends) == 2:  # noqa: PLR2004 - from and to
            last = parse_day(ends[1], today)
            return Period(parse_day(ends[0], _in_year(last)), last)
    except InputError as error:
        raise _not_a_period(typed) from error
    raise _not_a_period(typed)


def _in_year(day: dt.date) -> dt.date:
    """A begin typed without its year is in the year of the end."""
    return day.replace(month=1, day=1)


def _not_a_period(typed: str) -> InputError:
    return InputError(
        _("„{typed}“ ist kein Zeitraum. {examples}").format(
            typed=typed.strip(), examples=examples()
        )
    )


def examples() -> str:
    """How a period can be typed."""
    return _(
        "Zum Beispiel 2025, 2025-1 (Halbjahr), Q1 2025, 3/2025, 01.01.2025-30.06.2025, "
        "15.9.2025 (Stichtag) oder F (Förderzeitraum)."
    )


def whole_months(period: Period) -> int:
    """How many whole calendar months the period has; 0 where it begins or ends within one."""
    if period.first.day != 1 or period.last != end_of_month(period.last):
        return 0
    years, months = period.last.year - period.first.year, period.last.month - period.first.month
    return years * _MONTHS_OF_A_YEAR + months + 1


def turned(period: Period, step: int) -> Period:
    """The next period of the same kind, or with ``step`` -1 the one before.

    Whole months are followed by as many months, a day by the next reference day, any other period
    by as many days.

    Raises:
        InputError: no days can be in that period.
    """
    if period.first == period.last:
        day = _reference_day(period.first, step)
        return Period(day, day)
    try:
        if months := whole_months(period):
            first = add_months(period.first, step * months)
            return Period(first, end_of_month(add_months(first, months - 1)))
        days = step * ((period.last - period.first).days + 1)
        return Period(shift(period.first, days), shift(period.last, days))
    except (ValueError, OverflowError) as error:
        raise InputError(_("Davor und danach gibt es keinen Zeitraum.")) from error


def _reference_day(day: dt.date, step: int) -> dt.date:
    """The reference day before or after ``day``; without reference days the day beside it."""
    days = reference_days((day.year - 1, day.year, day.year + 1))
    if step < 0:
        return max((one for one in days if one < day), default=shift(day, -1))
    return min((one for one in days if one > day), default=shift(day, 1))


def reference_days(years: tuple[int, ...]) -> tuple[dt.date, ...]:
    """The reference days of some years, in order."""
    reports = config.active().reports
    possible = (year for year in years if dt.MINYEAR <= year <= dt.MAXYEAR)
    return tuple(day for year in possible for day in reports.reference_days_of(year))


def name_of(period: Period) -> str:
    """What the period is called, such as ``1. Halbjahr 2025``; empty for one without a name."""
    reports = config.active().reports
    if (period.first, period.last) == (reports.funding_from, reports.funding_to):
        return _("Förderzeitraum")
    if period.first == period.last:
        return _("Stichtag")
    return _named(
        period,
        {
            _MONTHS_OF_A_YEAR: _("Jahr {year}"),
            _HALF_YEAR: _("{part}. Halbjahr {year}"),
            _QUARTER_YEAR: _("{part}. Quartal {year}"),
            1: _("Monat {day}"),
        },
    )


def short(period: Period) -> str:
    """The period as short as it can be typed: ``2025``, ``1. Hj 2025``, ``Q1 2025``, ``03.2025``.

    A reference day is its day; a free period both its days.
    """
    if period.first == period.last:
        return format_day(period.first)
    forms = {
        _MONTHS_OF_A_YEAR: "{year}",
        _HALF_YEAR: _("{part}. Hj {year}"),
        _QUARTER_YEAR: "Q{part} {year}",
        1: "{day}",
    }
    return _named(period, forms) or str(period)


def _named(period: Period, forms: dict[int, str]) -> str:
    """A part of the calendar year in one of ``forms``, by its months; empty where it is none."""
    months, year, month = whole_months(period), period.first.year, period.first.month
    if months not in forms or (month - 1) % months:
        return ""
    part = (month - 1) // months + 1
    return forms[months].format(part=part, year=year, day=f"{month:02d}.{year}")
