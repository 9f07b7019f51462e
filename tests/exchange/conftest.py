"""Stores to import into: quick ones in memory, and a real encrypted one for whole files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from peewee import SqliteDatabase

from caseconsole import models
from caseconsole.store import Store

SMALLEST_MEMORY = 64 * 1024
PASSPHRASE = "sechs kurze Worte reichen hier"


class InMemory(SqliteDatabase):
    """A database that lives as long as its connection: quick, and not encrypted."""

    @property
    def raw(self) -> Any:
        """The driver's connection, as the store's database has it."""
        database: Any = self
        return database.connection()


@contextmanager
def empty_caseload() -> Iterator[None]:
    """An empty caseload in memory, in use while the block runs."""
    before = models.database.obj
    database = InMemory(":memory:", pragmas={"foreign_keys": 1})
    database.connect()
    models.database.initialize(database)
    database.create_tables(models.ALL_MODELS)
    try:
        yield
    finally:
        database.close()
        models.database.initialize(before)


@pytest.fixture
def caseload() -> Iterator[None]:
    """An empty caseload in memory."""
    with empty_caseload():
        yield


@pytest.fixture
def make_store(tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Makes empty encrypted stores, closed when the test ends; the newest one is in use."""
    made: list[Store] = []

    def make() -> Store:
        for store in made:
            store.close()
        store, _recovery = Store.create(
            tmp_path / f"store{len(made)}", PASSPHRASE, memory_kib=SMALLEST_MEMORY
        )
        made.append(store)
        return store

    yield make
    for store in made:
        store.close()


@pytest.fixture
def data() -> Path:
    """The folder of the example data."""
    return Path(__file__).parent.parent / "data"


def row_counts() -> dict[str, int]:
    """How many rows each table of the caseload and the audit trail has."""
    tables = (*models.CASELOAD, models.AuditEntry)
    return {model._meta.table_name: model.select().count() for model in tables}
