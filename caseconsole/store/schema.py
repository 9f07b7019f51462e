"""Bringing a store's tables to what the models say, by numbered scripts.

The number of the newest script is the schema's version. It stands in the file (``user_version``),
so that a program that is older than the data refuses before it reads a row.

To add one after a change of ``models.py``: ``python -m caseconsole.store.migrate NAME``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from caseconsole import models
from caseconsole.errors import DamagedStoreError, StoreError
from caseconsole.i18n import _

if TYPE_CHECKING:
    from caseconsole.store.connection import EncryptedDatabase

SCRIPTS = Path(__file__).parent / "migrations"


@cache
def newest() -> int:
    """Number of the newest script."""
    return max(int(script.name[:4]) for script in SCRIPTS.glob("[0-9][0-9][0-9][0-9]_*.py"))


def check_version(found: int) -> None:
    """Refuse data that this program cannot read.

    Raises:
        StoreError: they were written by a newer version.
        DamagedStoreError: they have no version.
    """
    if found > newest():
        raise StoreError(
            _("Die Daten haben den Stand {found}; dieses Programm kennt nur Stand {known}.").format(
                found=found, known=newest()
            ),
            _("Es wurde nichts verändert. Bitte verwenden Sie die neueste Version."),
        )
    if found < 1:
        raise DamagedStoreError(
            _("Die Datei mit den Daten enthält keinen Bestand."),
            _("Stellen Sie die neueste Sicherung in einen leeren Ordner her."),
        )


def update(database: EncryptedDatabase) -> tuple[str, ...]:
    """Run the scripts that are missing, all in one transaction; return their names.

    Any failure leaves the tables as they were. References are not enforced while tables are
    rebuilt, so they are checked before the commit.

    Raises:
        StoreError: afterwards a reference would lead nowhere.
    """
    # Loaded only where a script has to run: most starts need none.
    from playhouse.migrations import Runner

    database.pragma("foreign_keys", 0)
    try:
        with database.atomic("IMMEDIATE"):
            counters = _counters(database)
            names = Runner(database, str(SCRIPTS)).up()
            _keep(database, counters)
            if database.execute_sql("PRAGMA foreign_key_check").fetchall():
                raise StoreError(
                    _("Die Daten ließen sich nicht auf den neuen Stand bringen."),
                    _("Sie sind unverändert. Bitte verwenden Sie die bisherige Version."),
                )
            database.pragma("user_version", newest())
    finally:
        database.pragma("foreign_keys", 1)
    return tuple(names)


def highest_ids() -> dict[str, int]:
    """The highest id that each table ever gave, whether its row is still there or not."""
    return _counters(models.database.obj)


def _counters(database: EncryptedDatabase) -> dict[str, int]:
    known = database.execute_sql("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'")
    if known.fetchone() is None:
        return {}
    return dict(database.execute_sql("SELECT name, seq FROM sqlite_sequence").fetchall())


def _keep(database: EncryptedDatabase, counters: dict[str, int]) -> None:
    """A script that makes a table anew counts from the highest row that is left: put that right."""
    for table, highest in counters.items():
        values = (highest, table)
        database.execute_sql("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", values)
