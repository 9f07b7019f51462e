"""What must be true of a database before anybody believes its numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from caseconsole.errors import CaseconsoleError, DamagedStoreError
from caseconsole.i18n import _
from caseconsole.store import schema, trouble
from caseconsole.store.connection import (
    APPLICATION_ID,
    CACHE_KIB,
    Connection,
    open_copy,
    read_setting,
)

if TYPE_CHECKING:
    from pathlib import Path

SENTINEL = ("program", "caseconsole")
"""A row that every store has: its absence means that this is not the whole database."""

_CHECK_CACHE_KIB = 2048
_CODE = re.compile(r"error code[= ](\d+)")
_DISK_FAILED = 10
"""SQLITE_IOERR."""


def check_contents(connection: Connection, store_id: str) -> None:
    """Refuse a database that opens but is not the store's, or is newer than the program.

    Raises:
        DamagedStoreError: another program's, another store's, or emptied.
        StoreError: newer than this program.
    """
    if read_setting(connection, "application_id") != str(APPLICATION_ID):
        raise DamagedStoreError(
            _("Die Datei mit den Daten gehört nicht zu diesem Programm."),
            _("Es wurde nichts verändert."),
        )
    schema.check_version(int(read_setting(connection, "user_version")))
    rows = dict(connection.execute("SELECT key, value FROM store_info").fetchall())
    if rows.get(SENTINEL[0]) != SENTINEL[1] or rows.get("store_id") != store_id:
        raise DamagedStoreError(
            _("Die Datei mit den Daten ist unvollständig."),
            _("Es wurde nichts verändert. Stellen Sie die neueste Sicherung her."),
        )


def quick_check(connection: Connection) -> None:
    """Read every page once, with a small cache, so that the check leaves no memory behind.

    Raises:
        DamagedStoreError: a page is damaged.
        SaveError: the disk did not give a page.
    """
    connection.execute(f"PRAGMA cache_size=-{_CHECK_CACHE_KIB}")
    found = connection.execute("PRAGMA quick_check(1)").fetchone()
    connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
    _require_ok(found)


def full_check(connection: Connection) -> None:
    """Check structure, then every page's signature, then that no reference leads nowhere.

    The order matters: the check of the raw file may only speak after the logical one.

    Raises:
        DamagedStoreError: one of the checks failed.
    """
    _require_ok(connection.execute("PRAGMA integrity_check(1)").fetchone())
    if connection.execute("PRAGMA cipher_integrity_check").fetchall():
        raise damaged()
    if connection.execute("PRAGMA foreign_key_check").fetchall():
        raise damaged()


def _require_ok(row: tuple[str] | None) -> None:
    """Refuse a check's first row unless it says ``ok``.

    A page that the disk did not give is reported with the disk's own error code, whose low byte is
    10; that is a failing disk and not a damaged file.
    """
    found = "" if row is None else row[0]
    if found == "ok":
        return
    code = _CODE.search(found)
    if code and int(code.group(1)) % 256 == _DISK_FAILED:
        raise trouble.disk_failed()
    raise damaged()


def count_rows(connection: Connection) -> dict[str, int]:
    """Number of rows of every table."""
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    return {
        name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608 - a name out of the schema
        for (name,) in tables
    }


def verify_copy(path: Path, key: bytes, store_id: str) -> dict[str, int]:
    """Open a copy with its key, check it fully, and return its numbers of rows.

    Raises:
        DamagedStoreError: it is not what it must be.
    """
    try:
        connection = open_copy(path, key)
        try:
            check_contents(connection, store_id)
            full_check(connection)
            return count_rows(connection)
        finally:
            connection.close()
    except CaseconsoleError:
        raise
    except Exception as error:
        raise trouble.in_words(error) or damaged() from error


def damaged() -> DamagedStoreError:
    """The error for a database with a damaged page."""
    return DamagedStoreError(
        _("Die Datei mit den Daten ist beschädigt."),
        _("Es wurde nichts verändert. Stellen Sie die neueste Sicherung her."),
    )
