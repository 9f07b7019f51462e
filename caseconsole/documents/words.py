"""Values in the words of a document: days, labels, names. Empty where nothing is stated."""

from __future__ import annotations

import datetime as dt
import re

from caseconsole.caseload.plan_forms import RATING_WORDS
from caseconsole.days import PartialDay, age_on, format_day
from caseconsole.i18n import _
from caseconsole.values import lists

_PLAIN_TIME = re.compile(r"\d{1,2}(?:[:.]\d{2})?")


def label(name: str, key: str | None) -> str:
    """The German label of ``key`` in the value list ``name``."""
    return lists()[name].label(key)


def day_words(day: dt.date | None) -> str:
    """``12.05.2026``."""
    return format_day(day) if day else ""


def full_name(given_name: str, family_name: str) -> str:
    """The name as it is said; one of the two may be empty."""
    return f"{given_name} {family_name}".strip()


def birth(day: dt.date | None, precision: str) -> str:
    """A day of birth, or only its month or year."""
    return str(PartialDay(day, precision)) if day else ""


def age(born: dt.date | None, precision: str, day: dt.date) -> str:
    """Completed years on ``day``; with "etwa" where only month or year of birth are known."""
    if born is None or born > day:
        return ""
    years = age_on(born, day)
    return str(years) if precision == "day" else _("etwa {years}").format(years=years)


def time_words(time: str) -> str:
    """``10:30 Uhr``; what is more than a time of day stays as it is typed."""
    if _PLAIN_TIME.fullmatch(time):
        return _("{time} Uhr").format(time=time.replace(".", ":"))
    return time


def level(value: int) -> str:
    """The words for a self-rating from 0 to 4; a value that has none stays a number."""
    return _(RATING_WORDS[value]) if 0 <= value < len(RATING_WORDS) else str(value)


def yes_or_no(value: bool | None) -> str:  # noqa: FBT001 - a value, not a switch
    """``ja``, ``nein`` or nothing."""
    if value is None:
        return ""
    return _("ja") if value else _("nein")


def joined(*parts: str) -> str:
    """What is stated of ``parts``, with dots between."""
    return " · ".join(part for part in parts if part)
