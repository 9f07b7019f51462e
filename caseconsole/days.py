"""Calendar days as people type and read them.

Typed freely (``1.2.``, ``010226``, ``heute``, ``+14``, ``+3m``, ``mo``), stored as ISO days, shown
as ``01.02.2026``. A birth day may be known to the month or the year only. Age follows BGB 187 (2)
and 188 (2): the birthday itself already counts.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from caseconsole.errors import InputError
from caseconsole.i18n import N_, _

EARLIEST_YEAR = 1880
LATEST_YEAR = 2200

_WEEKDAYS = (N_("Mo"), N_("Di"), N_("Mi"), N_("Do"), N_("Fr"), N_("Sa"), N_("So"))
_WEEKDAY_WORDS = ("mo", "di", "mi", "do", "fr", "sa", "so")
_WORDS = {"heute": 0, "h": 0, "today": 0, "gestern": -1, "vorgestern": -2, "morgen": 1}
_WORDS["übermorgen"] = 2
_WORDS["uebermorgen"] = 2
_WORDS["yesterday"] = -1
_WORDS["tomorrow"] = 1

_IN_EVERY_MONTH = 28
_LEAP_YEAR_WITHIN = 8

_RELATIVE = re.compile(r"([+-])(\d{1,4})\s*([tdwmjy]?)", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})[./ -]+(\d{1,2})(?:[./ -]+(\d{4}|\d{2})?)?", re.ASCII)
_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})?", re.ASCII)
_TIME = re.compile(r"(\d{1,2})\s*(?:uhr|h|[:.])?\s*(\d{2})?\s*(?:uhr|h)?", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_MONTH = re.compile(r"(\d{1,2})[./ -]+(\d{4})|(\d{4})-(\d{1,2})", re.ASCII)


@dataclass(frozen=True)
class PartialDay:
    """A day that is known to the day, the month or the year.

    Args:
        day: the day; the first of the month or year where the rest is unknown.
        precision: ``day``, ``month`` or ``year``.
    """

    day: dt.date
    precision: str = "day"

    @property
    def latest(self) -> dt.date:
        """The last day that it can mean."""
        if self.precision == "year":
            return dt.date(self.day.year, 12, 31)
        if self.precision == "month":
            return end_of_month(self.day)
        return self.day

    @property
    def earliest(self) -> dt.date:
        """The first day that it can mean."""
        if self.precision == "year":
            return dt.date(self.day.year, 1, 1)
        if self.precision == "month":
            return self.day.replace(day=1)
        return self.day

    def __str__(self) -> str:
        """``05.05.1992``, ``05.1992`` or ``1992``."""
        if self.precision == "year":
            return f"{self.day.year:04d}"
        if self.precision == "month":
            return f"{self.day.month:02d}.{self.day.year:04d}"
        return format_day(self.day)


def format_day(day: dt.date) -> str:
    """``21.11.2026``, the same in every language: it stands in German files."""
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"


def format_short(day: dt.date, today: dt.date) -> str:
    """``21.11.`` for a day of this year, else ``21.11.24``."""
    if day.year == today.year:
        return f"{day.day:02d}.{day.month:02d}."
    return f"{day.day:02d}.{day.month:02d}.{day.year % 100:02d}"


def weekday(day: dt.date) -> str:
    """Two letters of the weekday in the language in use."""
    return _(_WEEKDAYS[day.weekday()])


def format_understood(day: dt.date) -> str:
    """``Sa 21.11.2026``: how a typed day was understood."""
    return f"{weekday(day)} {format_day(day)}"


def parse_day(typed: str, today: dt.date, *, ahead: bool = False) -> dt.date:
    """The day that ``typed`` means.

    A year of two digits means the century that puts it within 80 years back and 19 ahead. A day
    without a year is in this year. A weekday is the next one after today.

    Args:
        typed: what was typed.
        today: the day that is counted from.
        ahead: whether something is planned for the day: without a year it is the next such day.

    Raises:
        InputError: it is no day; the message says how days can be typed.
    """
    text = typed.strip().casefold()
    if text in _WORDS:
        return today + dt.timedelta(days=_WORDS[text])
    if text[:2] in _WEEKDAY_WORDS and text.isalpha():
        to_go = (_WEEKDAY_WORDS.index(text[:2]) - today.weekday() - 1) % 7 + 1
        return today + dt.timedelta(days=to_go)
    if found := _RELATIVE.fullmatch(text):
        return _relative(found, today)
    if found := _ISO.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]), typed)
    if found := _DOTTED.fullmatch(text) or _DIGITS.fullmatch(text):
        day, month = int(found[1]), int(found[2])
        if found[3]:
            return _day(_full_year(found[3], today), month, day, typed)
        return _next(month, day, today, typed) if ahead else _day(today.year, month, day, typed)
    raise _not_a_day(typed)


def parse_time(typed: str) -> str:
    """The time of day that ``typed`` means, as ``09:30``.

    Raises:
        InputError: it is no time; the message says how times can be typed.
    """
    found = _TIME.fullmatch(typed.strip().casefold())
    if found:
        try:
            return f"{dt.time(int(found[1]), int(found[2] or 0)):%H:%M}"
        except ValueError:
            pass
    raise InputError(
        _("„{typed}“ ist keine Uhrzeit.").format(typed=typed.strip()),
        _("Beispiele: 9, 9:30, 14.15, 0930."),
    )


def parse_partial(typed: str, today: dt.date) -> PartialDay:
    """The day, month or year that ``typed`` means: ``5.5.1992``, ``05.1992`` or ``1992``.

    Raises:
        InputError: it is none of the three, or it lies in the future.
    """
    text = typed.strip()
    if _YEAR.fullmatch(text):
        result = PartialDay(_day(int(text), 1, 1, typed), "year")
    elif found := _MONTH.fullmatch(text):
        month, year = (found[1], found[2]) if found[1] else (found[4], found[3])
        result = PartialDay(_day(int(year), int(month), 1, typed), "month")
    else:
        day = parse_day(text, today)
        short_year = re.search(r"(?<!\d)\d{2}$", text) or re.fullmatch(r"\d{6}", text)
        if day > today and short_year and not text.startswith(("+", "-")):
            day = add_months(day, -1200)
        result = PartialDay(day)
    if result.earliest > today:
        raise InputError(_("„{typed}“ liegt in der Zukunft.").format(typed=typed))
    return result


def add_months(day: dt.date, months: int) -> dt.date:
    """``day`` moved by calendar months; the last day of a shorter month where it has no such day.

    29 February plus a year is 28 February (deletion concept, DIN 66398). Beyond the calendar of
    the computer it is the first or the last day of that.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return dt.date.max if months > 0 else dt.date.min
    if day.day <= _IN_EVERY_MONTH:
        return day.replace(year=year, month=month + 1)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def shift(day: dt.date, days: int) -> dt.date:
    """``day`` moved by days, but not beyond the first or the last day that the computer knows."""
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        return dt.date.max if days > 0 else dt.date.min


def end_of_month(day: dt.date) -> dt.date:
    """The last day of the month of ``day``."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def age_on(born: dt.date, day: dt.date) -> int:
    """Completed years on ``day``; the birthday counts (BGB 187 (2), 188 (2)).

    Who is born on 29 February becomes a year older on 1 March of a common year.
    """
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _full_year(digits: str, today: dt.date) -> int:
    if len(digits) > len("26"):
        return int(digits)
    year = today.year - today.year % 100 + int(digits)
    return year - 100 if year > today.year + 19 else year


def _relative(found: re.Match[str], today: dt.date) -> dt.date:
    count = int(found[2]) * (-1 if found[1] == "-" else 1)
    unit = found[3]
    if unit == "m":
        day = add_months(today, count)
    elif unit in {"j", "y"}:
        day = add_months(today, 12 * count)
    else:
        day = shift(today, count * (7 if unit == "w" else 1))
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise _not_a_day(found[0])
    return day


def _day(year: int, month: int, day: int, typed: str) -> dt.date:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise InputError(
            _("„{typed}“ liegt außerhalb der Jahre {first} bis {last}.").format(
                typed=typed, first=EARLIEST_YEAR, last=LATEST_YEAR
            )
        )
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise InputError(
            _("Den Tag „{typed}“ gibt es nicht.").format(typed=typed),
            _("Beispiele: 1.2., 010226, heute, +14, +3m."),
        ) from None


def _next(month: int, day: int, today: dt.date, typed: str) -> dt.date:
    """The next such day, today itself included; 29 February may be years away."""
    for year in range(today.year, today.year + _LEAP_YEAR_WITHIN + 1):
        try:
            found = dt.date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    return _day(today.year, month, day, typed)


def _not_a_day(typed: str) -> InputError:
    return InputError(
        _("„{typed}“ ist kein Tag.").format(typed=typed),
        _("Beispiele: 1.2., 010226, heute, +14, +3m."),
    )
