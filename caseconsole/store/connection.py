"""The one encrypted connection: opened with every setting read back, refused if one differs.

SQLite ignores a setting that it does not know without a word, peewee opens an unencrypted file if
the passphrase is empty, and a driver without SQLCipher would write in the clear. So nothing is
believed that was not read back.
"""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING, Any, TypeAlias

from peewee import DatabaseError, InterfaceError, SqliteDatabase
from playhouse import sqlcipher_ext
from sqlcipher3 import dbapi2 as driver

from caseconsole.errors import DamagedStoreError, SaveError, StoreError
from caseconsole.i18n import _
from caseconsole.store import trouble
from caseconsole.store.keys import KEY_BYTES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

APPLICATION_ID = 0x43435631
"""Marks a database of this program ("CCV1")."""

CACHE_KIB = 32768
_ALLOW, _DENY = int(driver.SQLITE_OK), int(driver.SQLITE_DENY)
_LOCK_WAIT = 0.5
_SALT_DIGITS = 32
_HEX_DIGITS = 2 * KEY_BYTES

Connection: TypeAlias = driver.Connection
"""The driver's connection."""

# peewee logs every value that is stored, at DEBUG: no handler that anybody adds may see them.
logging.getLogger("peewee").disabled = True

_BEFORE_FIRST_READ = (
    ("cipher_compatibility", "4", None),
    ("cipher_page_size", "4096", "4096"),
)
_SETTINGS = (
    ("locking_mode", "EXCLUSIVE", "exclusive"),
    ("journal_mode", "TRUNCATE", "truncate"),
    ("synchronous", "FULL", "2"),
    ("foreign_keys", "ON", "1"),
    ("trusted_schema", "OFF", "0"),
    ("cell_size_check", "ON", "1"),
    ("secure_delete", "ON", "1"),
    ("temp_store", "MEMORY", "2"),
    ("mmap_size", "0", "0"),
    ("cache_size", f"-{CACHE_KIB}", f"-{CACHE_KIB}"),
)
"""Setting, value to set, value that must be read back; the order is that of security.md 0."""


class EncryptedDatabase(SqliteDatabase):
    """peewee's view of one SQLCipher file, opened with a raw 256-bit key.

    Connects only when told to and only for the thread that connected. Whoever is connected holds
    the file's exclusive lock until the connection ends: that is the instance lock.

    Args:
        path: the file; it must exist unless ``new_id`` is given.
        key: the data key.
        new_id: makes a new file whose first 16 bytes are this id (32 hexadecimal digits).
    """

    server_version = sqlcipher_ext.__sqlcipher_version__

    def __init__(self, path: Path, key: bytes, new_id: str = "") -> None:
        super().__init__(str(path), autoconnect=False)
        self._path = path
        self._key = key
        self._new_id = new_id
        self.suspect = False

    def _connect(self) -> Connection:
        """Open, unlock, set, read back, lock (called by peewee's ``connect``)."""
        if not self._new_id and not self._path.is_file():
            raise DamagedStoreError(_("Die Datei mit den Daten (caseload.db) fehlt."))
        connection = driver.connect(str(self._path), isolation_level=None, timeout=_LOCK_WAIT)
        try:
            unlock(connection, self._key, self._new_id)
            configure(connection)
            self._add_conn_hooks(connection)  # type: ignore[attr-defined]
            forbid_other_files(connection)
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
        except BaseException as error:
            connection.close()
            words = trouble.in_words(error)
            if words is None:
                raise
            raise words from error
        self.suspect = False
        return connection

    @property
    def raw(self) -> Connection:
        """The driver's connection of this thread.

        Raises:
            InterfaceError: this thread has none; peewee's own ``connection`` would make another.
        """
        if self.is_closed():
            message = "no connection on this thread"
            raise InterfaceError(message)
        return self.connection()  # type: ignore[no-untyped-call]

    def execute_sql(self, sql: str, params: Sequence[object] | None = None) -> Any:
        """Run one statement (called by peewee for every query).

        Raises:
            SaveError: the disk failed in this transaction and SQLite undid it; to go on would
                store the rest as if nothing had happened.
        """
        if self.in_transaction() and not self.raw.in_transaction:
            if sql.startswith("ROLLBACK"):
                return None  # done already: the error that led here must not be hidden
            raise SaveError(
                _("Der Vorgang wurde nach einem Fehler abgebrochen; es wurde nichts gespeichert."),
                _("Alles bisher Gespeicherte ist da. Speichern Sie noch einmal."),
            )
        return super().execute_sql(sql, params)  # type: ignore[no-untyped-call]

    def commit(self) -> None:
        """Commit; after a failure of the disk the connection counts as suspect."""
        try:
            super().commit()
        except Exception as error:
            self.suspect = self.suspect or trouble.ends_connection(error)
            raise

    def rollback(self) -> None:
        """Undo what is not committed.

        A failure to undo must not hide the failure before it: the connection counts as suspect,
        and SQLite undoes the rest when the file is opened again.
        """
        if not self.raw.in_transaction:
            return
        try:
            super().rollback()
        except DatabaseError:
            self.suspect = True

    def abandon(self) -> None:
        """End the connection whatever state it is in; what was not committed is gone."""
        if self.is_closed():
            return
        connection = self.raw
        self.dispose()
        connection.close()

    @property
    def data_key(self) -> bytes:
        """The key that the file is encrypted with."""
        return self._key

    def forget_key(self) -> None:
        """Drop the data key; the database cannot be connected again."""
        self._key = b""

    def copy_to(self, target: Path) -> None:
        """Write a consistent encrypted copy, under the same key and id, to the new file ``target``.

        Raises:
            StoreError: the copy failed.
        """
        source = self.raw
        # Asked for, not read from the file: on POSIX, closing any handle of a file ends all locks
        # that the process has on it, and with them the instance lock.
        salt = read_setting(source, "cipher_salt")
        copy = driver.connect(str(target), isolation_level=None)
        try:
            unlock(copy, self._key, salt)
            source.backup(copy)
            copy.execute("PRAGMA synchronous=FULL")
        except driver.Error as error:
            raise trouble.in_words(error) or error from error
        finally:
            copy.close()

    def compact(self) -> None:
        """Rewrite the file without the space of deleted rows; needs memory of the file's size."""
        connection = self.raw
        connection.set_authorizer(None)
        try:
            connection.execute("VACUUM")
        finally:
            forbid_other_files(connection)


def unlock(connection: Connection, key: bytes, new_id: str = "") -> None:
    """Hand the raw key to a connection just made and prove that it opens the file.

    Raises:
        StoreError: the driver has no encryption, or a setting was not taken.
        driver.Error: the key does not open the file.
    """
    digits = key.hex()
    if len(digits) != _HEX_DIGITS or len(new_id) not in {0, _SALT_DIGITS}:
        # SQLCipher would take a raw key of another length as a passphrase, without a word.
        raise ValueError
    connection.execute("PRAGMA cipher_log_level=NONE")
    connection.execute(f"PRAGMA key=\"x'{digits}{new_id}'\"")
    for name, value, expected in _BEFORE_FIRST_READ:
        connection.execute(f"PRAGMA {name}={value}")
        if expected is not None:
            _require(connection, name, expected)
    if not read_setting(connection, "cipher_version"):
        raise StoreError(
            _("Die Verschlüsselung fehlt in dieser Installation; es wird nichts geöffnet."),
            _("Bitte installieren Sie das Programm neu."),
        )
    connection.execute("SELECT count(*) FROM sqlite_master").fetchall()


def open_copy(path: Path, key: bytes) -> Connection:
    """Open a copy of the database for reading.

    Raises:
        StoreError: the driver has no encryption.
        driver.Error: the key does not open the file.
    """
    connection = driver.connect(str(path), isolation_level=None)
    try:
        unlock(connection, key)
        connection.execute("PRAGMA query_only=ON")
    except BaseException:
        connection.close()
        raise
    return connection


def configure(connection: Connection) -> None:
    """Apply the settings that durability and safety rest on, and read each one back.

    Raises:
        StoreError: one was not taken.
    """
    for name, value, _expected in _SETTINGS:
        connection.execute(f"PRAGMA {name}={value}").fetchall()
    for name, _value, expected in _SETTINGS:
        _require(connection, name, expected)
    connection.enable_load_extension(False)


def forbid_other_files(connection: Connection) -> None:
    """Refuse ATTACH: the only way in which rows could leave for an unencrypted file."""

    def decide(action: int, *_details: object) -> int:
        return _DENY if action == driver.SQLITE_ATTACH else _ALLOW

    connection.set_authorizer(decide)


def read_setting(connection: Connection, name: str) -> str:
    """A setting as the database reports it; empty if it reports none."""
    row = connection.execute(f"PRAGMA {name}").fetchone()
    return "" if row is None else str(row[0])


def new_store_id() -> str:
    """A random id: 32 hexadecimal digits, the first 16 bytes of the store's database."""
    return secrets.token_bytes(_SALT_DIGITS // 2).hex()


def _require(connection: Connection, name: str, expected: str) -> None:
    found = read_setting(connection, name)
    if found.lower() != expected:
        raise StoreError(
            _("Eine Sicherheitseinstellung wurde nicht angenommen ({name}: {found}).").format(
                name=name, found=found
            ),
            _("Es wurde nichts verändert. Bitte installieren Sie das Programm neu."),
        )
