"""Cells of a list, written by many hands: what days, names and numbers in them mean.

Nothing is guessed silently. What can be read in one way only is taken, what cannot be a day is a
problem, and what is no day at all is left to the caller to keep as a text.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from caseconsole.days import EARLIEST_YEAR, LATEST_YEAR, PartialDay, add_months
from caseconsole.errors import InputError
from caseconsole.exchange.lines import Refusal, quoted
from caseconsole.exchange.sheets import Cell
from caseconsole.i18n import _
from caseconsole.text import clean

DAY_ORDERS = ("dmy", "mdy", "ymd")
"""In which order day, month and year stand in a day of three numbers."""

_NOTHING = frozenset({
    "", "-", "--", "---", "–", "—", ".", "/", "?", "??", "???", "x", "k.a", "ka", "keine angabe",
    "n.a", "n/a", "unbekannt", "unbek", "nicht bekannt", "ohne angabe", "o.a",
})  # fmt: skip
_NO_NUMBER = frozenset({"kein", "keine", "keins", "keines", "nein", "ohne"})
_MONTHS = {
    "jan": 1, "feb": 2, "mär": 3, "mae": 3, "mrz": 3, "apr": 4, "mai": 5, "jun": 6, "jul": 7,
    "aug": 8, "sep": 9, "okt": 10, "nov": 11, "dez": 12,
}  # fmt: skip
_ABOUT = re.compile(
    r"^(?:ca|etwa|um|circa|geb|ungefähr)\b\.?\s*|^[~≈]\s*|\s*\(?\?+\)?$", re.IGNORECASE
)
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_THREE = re.compile(r"(\d{1,4})\s*[./\- ]\s*(\d{1,2})\s*[./\- ]\s*(\d{1,4})")
_WORDED = re.compile(r"(?:(\d{1,2})\.?\s*)?([^\W\d]{3,9})\.?\s*(\d{4})")
_MONTH = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{4})|(\d{4})\s*-\s*(\d{1,2})")
_YEAR = re.compile(r"\d{4}")
_DIGITS = re.compile(r"\d+(?:[.,]0+)?")
_LOWEST_SERIAL, _HIGHEST_SERIAL = 10_000, 110_000
_CENTURY_AHEAD = 19


class DayRules(NamedTuple):
    """How days of one list are read.

    Args:
        today: for two-digit years: at most 19 years ahead of it; a birth is never ahead.
        order: one of ``DAY_ORDERS``.
        epoch: the day with the number 0.
    """

    today: dt.date
    order: str
    epoch: dt.date


def text_of(cell: Cell, *, multiline: bool = False) -> str:
    """A cell as a clean text; a whole number without its ``.0``, a day as ``01.02.2026``.

    Raises:
        Refusal: it holds a character that cannot be kept.
    """
    if isinstance(cell, bool):
        return _("ja") if cell else _("nein")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.date):
        return f"{cell.day:02d}.{cell.month:02d}.{cell.year:04d}"
    try:
        return clean(str(cell), multiline=multiline)
    except InputError as error:
        raise Refusal(error.message.rstrip(".")) from None


def says_nothing(text: str) -> bool:
    """Whether a text only says that nothing is known: ``k.A.``, ``?``, ``unbekannt``."""
    return text.casefold().strip().rstrip(".") in _NOTHING or not text.strip(" ?.-–—")


def no_number(text: str) -> bool:
    """Whether a text says that there is no phone: ``kein``."""
    return says_nothing(text) or text.casefold().rstrip(".") in _NO_NUMBER


def day_of(cell: Cell, rules: DayRules) -> dt.date | None:
    """The day in a cell; ``None`` where it says nothing or is no day but words.

    Raises:
        Refusal: it looks like a day but is none.
    """
    found = _exact(cell, rules, birth=False)
    return found.day if found else None


def birth_of(cell: Cell, rules: DayRules) -> PartialDay | None:
    """The birth date in a cell, known to the day, month or year; else as ``day_of``.

    Raises:
        Refusal: it looks like a day but is none, or lies ahead.
    """
    found = _exact(cell, rules, birth=True)
    if found and found.earliest > rules.today:
        raise Refusal(_("{value} liegt in der Zukunft").format(value=quoted(text_of(cell))))
    return found


def split_name(text: str) -> tuple[str, str, str]:
    """Family name, given name, and what to look at, from ``Nachname, Vorname``."""
    family, comma, given = (part.strip() for part in text.partition(","))
    if comma:
        remark = _("mehr als ein Komma im Namen") if "," in given else ""
        return family, given, remark
    if " " in text:
        return text, "", _("kein Komma, der ganze Name steht als Familienname")
    return "", text, _("nur ein Name, er steht als Vorname")


def split_place(text: str) -> tuple[str, str]:
    """Postcode and place from ``70000 Musterstadt``; either may be missing."""
    found = re.fullmatch(r"(?:D-?\s*)?(\d{5})\s*,?\s*(.*)", text)
    return (found[1], found[2].strip()) if found else ("", text)


def _exact(cell: Cell, rules: DayRules, *, birth: bool) -> PartialDay | None:
    if isinstance(cell, dt.date):
        day = cell.date() if isinstance(cell, dt.datetime) else cell
        return PartialDay(_in_range(day, cell))
    if isinstance(cell, (bool, dt.time, dt.timedelta)):
        raise _no_day(cell)
    if isinstance(cell, (int, float)):
        return _from_number(cell, cell, rules, birth=birth)
    text = _TIME.sub("", text_of(cell))
    if says_nothing(text):
        return None
    if _DIGITS.fullmatch(text):
        return _from_number(cell, float(text.replace(",", ".")), rules, birth=birth)
    if birth:
        text = _ABOUT.sub("", text)
    return _written(text, cell, rules, birth=birth)


def _written(text: str, cell: Cell, rules: DayRules, *, birth: bool) -> PartialDay | None:
    if birth and (partial := _month_or_year(text, cell)):
        return partial
    if found := _THREE.fullmatch(text):
        return PartialDay(_three(found, cell, rules, birth=birth))
    if found := _WORDED.fullmatch(text):
        return _worded(found, cell, birth=birth)
    if any(letter.isdigit() for letter in text):
        raise _no_day(cell)
    return None


def _from_number(cell: Cell, number: float, rules: DayRules, *, birth: bool) -> PartialDay:
    """A plain number: a year, or the number by which Excel keeps a day that lost its format."""
    whole = int(number)
    if birth and EARLIEST_YEAR <= whole <= rules.today.year + 100:
        return PartialDay(dt.date(whole, 1, 1), "year")
    if isinstance(cell, str) and len(cell.strip()) in {6, 8}:
        # 01022026 or 010226: a day typed without points
        text = cell.strip()
        found = _THREE.fullmatch(f"{text[:2]}.{text[2:4]}.{text[4:]}")
        if found:
            return PartialDay(_three(found, cell, rules, birth=birth))
    if not _LOWEST_SERIAL <= whole <= _HIGHEST_SERIAL:
        raise _no_day(cell)
    return PartialDay(_in_range(rules.epoch + dt.timedelta(days=whole), cell))


def _month_or_year(text: str, cell: Cell) -> PartialDay | None:
    if _YEAR.fullmatch(text):
        return PartialDay(_made(int(text), 1, 1, cell), "year")
    if found := _MONTH.fullmatch(text):
        month, year = (found[1], found[2]) if found[1] else (found[4], found[3])
        return PartialDay(_made(int(year), int(month), 1, cell), "month")
    return None


def _three(found: re.Match[str], cell: Cell, rules: DayRules, *, birth: bool) -> dt.date:
    first, second, third = found.groups()
    if len(first) > 2 or (rules.order == "ymd" and len(third) <= 2):  # noqa: PLR2004 - a year
        year, month, day = first, second, third
    elif rules.order == "mdy":
        month, day, year = first, second, third
    else:
        day, month, year = first, second, third
    if len(year) not in {2, 4} or len(day) > 2:  # noqa: PLR2004 - digits of a year and a day
        raise _no_day(cell)
    if len(year) == 4:  # noqa: PLR2004 - digits of a full year
        return _made(int(year), int(month), int(day), cell)
    century = rules.today.year - rules.today.year % 100
    made = _made(century + int(year), int(month), int(day), cell)
    ahead = made > rules.today if birth else made.year > rules.today.year + _CENTURY_AHEAD
    return add_months(made, -1200) if ahead else made


def _worded(found: re.Match[str], cell: Cell, *, birth: bool) -> PartialDay | None:
    month = _MONTHS.get(found[2].casefold()[:3])
    if month is None or not (found[1] or birth):
        raise _no_day(cell)
    day = _made(int(found[3]), month, int(found[1] or 1), cell)
    return PartialDay(day, "day" if found[1] else "month")


def _made(year: int, month: int, day: int, cell: Cell) -> dt.date:
    try:
        made = dt.date(year, month, day)
    except ValueError:
        raise Refusal(
            _("den Tag {value} gibt es nicht").format(value=quoted(text_of(cell)))
        ) from None
    return _in_range(made, cell)


def _in_range(day: dt.date, cell: Cell) -> dt.date:
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise Refusal(
            _("{value} liegt außerhalb der Jahre {first} bis {last}").format(
                value=quoted(text_of(cell)), first=EARLIEST_YEAR, last=LATEST_YEAR
            )
        )
    return day


def _no_day(cell: Cell) -> Refusal:
    return Refusal(_("{value} ist kein Tag").format(value=quoted(text_of(cell))))
