"""Which old backups in a folder may go: some of each day, week and month stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from pathlib import Path

from caseconsole.errors import CaseconsoleError
from caseconsole.store import container

NEWEST, DAYS, WEEKS, MONTHS = 7, 7, 4, 3
"""The newest backups that always stay, and the days, weeks and months of which one stays."""


@dataclass(frozen=True)
class Kept:
    """A backup that lies in a folder.

    Args:
        sequence: its running number, which orders backups whatever the clock said.
        day: local day on which it was made.
        path: its file.
    """

    sequence: int
    day: dt.date
    path: Path


def found_in(folder: Path, store_id: str) -> tuple[Kept, ...]:
    """The backups of one store in ``folder``; what cannot be read as one is no part of it.

    Raises:
        OSError: the folder cannot be read.
    """
    found = []
    for path in folder.glob(f"*{container.SUFFIX}"):
        try:
            with path.open("rb") as file:
                head = container.read_head(file)
            day = dt.datetime.fromisoformat(head.made_at).astimezone().date()
        except (CaseconsoleError, OSError, ValueError, OverflowError):
            continue
        if head.store_id == store_id:
            found.append(Kept(head.sequence, day, path))
    return tuple(found)


def superfluous(copies: Collection[Kept], today: dt.date, keep_days: int) -> tuple[Kept, ...]:
    """Those of ``copies`` that may go.

    The seven newest by running number stay in any case. Of the others stays the newest one of each
    of the last seven days, four weeks and three months that have any, unless it is older than
    ``keep_days``. A copy from a day to come means that the clock is or was wrong: then all stay.
    """
    if any(copy.day > today for copy in copies):
        return ()
    newest_first = sorted(copies, key=lambda copy: copy.sequence, reverse=True)
    stay = set(newest_first[:NEWEST])
    young = [copy for copy in newest_first if (today - copy.day).days <= keep_days]
    for count, period in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        stay.update(_newest_of_each(young, period, count))
    return tuple(copy for copy in newest_first if copy not in stay)


def thin(folder: Path, store_id: str, today: dt.date, keep_days: int) -> None:
    """Delete the superfluous backups of one store in ``folder``; what resists stays."""
    try:
        copies = superfluous(found_in(folder, store_id), today, keep_days)
    except OSError:
        return
    for copy in copies:
        try:
            copy.path.unlink()
        except OSError:
            continue


def _newest_of_each(
    newest_first: list[Kept], period: Callable[[dt.date], Hashable], count: int
) -> list[Kept]:
    """The newest copy of each of the ``count`` last periods that have any."""
    first: dict[Hashable, Kept] = {}
    for copy in newest_first:
        first.setdefault(period(copy.day), copy)
    return sorted(first.values(), key=lambda copy: copy.day, reverse=True)[:count]


def _day(day: dt.date) -> Hashable:
    return day


def _week(day: dt.date) -> Hashable:
    return day.isocalendar()[:2]


def _month(day: dt.date) -> Hashable:
    return day.year, day.month
