"""The period of a report as people type it: a year, half, quarter, month, day, or from–to."""

from __future__ import annotations

import datetime as dt
import re

from caseconsole import clock, config
from caseconsole.counting import Period
from caseconsole.days import add_months, end_of_month, parse_day
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
_HALF_YEAR, _QUARTER_YEAR = 6, 3


def parse_period(typed: str) -> Period:
    """The period that ``typed`` means; ``F`` is the funding period of the settings.

    Raises:
        InputError: it is none; the message says how a period can be typed.
    """
    text = " ".join(typed.casefold().split())
    if text in _FUNDING:
        return _funding()
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


def _funding() -> Period:
    reports = config.active().reports
    if reports.funding_from is None or reports.funding_to is None:
        raise InputError(
            _("Der Förderzeitraum ist noch nicht eingetragen."),
            _("Er steht in den Einstellungen unter „Förderzeitraum von“ und „bis“."),
        )
    return Period(reports.funding_from, reports.funding_to)


def _part_of_year(year: int, part: int, months: int, typed: str) -> Period:
    of_year = Period.of_year(year)
    if not 1 <= part * months <= 12:  # noqa: PLR2004 - months of a year
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
