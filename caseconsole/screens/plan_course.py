"""The course of the self-rating of one area, drawn: levels in words, days along the axis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len
from textual.content import Content

from caseconsole.caseload.plan_forms import RATING_WORDS
from caseconsole.i18n import _
from caseconsole.widgets import mark, plain, signs
from caseconsole.widgets.columns import fit

Course = Sequence[tuple[dt.date, int]]
"""Days and values of the self-ratings of an area, oldest first."""

_DAY_WIDTH = 10
_FEWEST = 2


def level(value: int) -> str:
    """A level as digit and word: ``3 eher gut``."""
    return f"{value} {_(RATING_WORDS[value])}"


def draw(course: Course, versions: Mapping[dt.date, int], today: dt.date, width: int) -> Content:
    """The course as a drawing of eight lines; with too many days the first and the last ones.

    Args:
        course: the ratings, at least one.
        versions: number of the version agreed on a day.
        today: the day today.
        width: cells of a line.
    """
    left = max(cell_len(level(value)) for value in range(len(RATING_WORDS))) + 2
    most = max(_FEWEST, (width - left - 2) // _DAY_WIDTH)
    shown: list[tuple[dt.date, int] | None] = list(course)
    if len(course) > most:
        shown = [course[0], None, *course[len(course) - most + 2 :]]
    lines = [*_levels(shown, left), *_axis(shown, course[0][0], versions, today, left)]
    return Content("\n").join(lines)


def _levels(shown: Sequence[tuple[dt.date, int] | None], left: int) -> Iterator[Content]:
    for value in reversed(range(len(RATING_WORDS))):
        line = mark(fit(level(value), left - 1).plain + "│", "quiet")
        for point in shown:
            if point is not None and point[1] == value:
                cell = mark(f"  {signs().changed}", "accent")
            elif point is not None and point[1] > value:
                cell = mark("  │", "quiet")
            else:
                cell = plain("")
            line += fit(cell, _DAY_WIDTH)
        yield line


def _axis(
    shown: Sequence[tuple[dt.date, int] | None],
    first: dt.date,
    versions: Mapping[dt.date, int],
    today: dt.date,
    left: int,
) -> Iterator[Content]:
    rule = " " * (left - 1) + "└" + signs().line * (_DAY_WIDTH * len(shown))
    yield mark(rule, "quiet")
    days, marks = Content(" " * left), Content(" " * left)
    for point in shown:
        day = point[0] if point else None
        short = f"{day.day:02d}.{day.month:02d}.{day.year % 100:02d}" if day else signs().more
        days += fit(short, _DAY_WIDTH)
        marks += fit(mark(_mark_of(day, first, versions, today), "quiet"), _DAY_WIDTH)
    yield days
    yield marks


def _mark_of(
    day: dt.date | None, first: dt.date, versions: Mapping[dt.date, int], today: dt.date
) -> str:
    if day is None:
        return ""
    if day in versions:
        return _("Vers. {number}").format(number=versions[day])
    if day == today:
        return _("heute")
    return _("Beginn") if day == first else ""
