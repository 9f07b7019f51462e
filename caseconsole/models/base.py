"""What every stored record shares: the store it lives in, its id, how lists are kept."""

from __future__ import annotations

import json
from typing import Any

from peewee import SQL, AutoField, DatabaseProxy, JSONField, Model

database: DatabaseProxy = DatabaseProxy()
"""Set to the opened store's database by ``Store``; unusable before and after."""


def dumps(value: object) -> str:
    """JSON as it is kept in a column."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def list_field() -> JSONField:
    """A column with a list, empty where nothing is stated."""
    return JSONField(dumps=dumps, default=list)


class Stored(Model):
    """Base of everything that is stored.

    An id is given once for good: reports that were handed in keep the ids behind their figures, and
    the id of an erased row must not lead to somebody else.
    """

    id: Any = AutoField(constraints=[SQL("AUTOINCREMENT")])

    class Meta:
        """Binds the models to the open store."""

        database = database
        legacy_table_names = False


def rows(query: Any) -> list[tuple[Any, ...]]:
    """The rows of a query as tuples; peewee's own types see models where ``tuples`` is asked."""
    return list(query.tuples())
