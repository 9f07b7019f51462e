"""Whole columns at once, for lists of thousands of rows.

peewee spends more time on making values of a row than the database on finding it. Lists that show
every case take plain rows and turn only the days that they show into days.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from caseconsole.models import database


def plain_rows(query: Any) -> list[tuple[Any, ...]]:
    """The rows of a query as the driver gives them: days may come as ISO text."""
    return list(database.obj.execute(query).fetchall())


def latest(query: Any) -> dict[Any, Any]:
    """The pairs of a query as a dictionary; of one key the last row counts."""
    return dict(plain_rows(query))


@lru_cache(maxsize=20_000)
def day_of(value: Any) -> dt.date | None:
    """A day of a plain row."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value
