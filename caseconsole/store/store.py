"""The opened store: one encrypted file, one thread, one connection."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from caseconsole import models
from caseconsole.errors import CaseconsoleError, StoreError
from caseconsole.i18n import _
from caseconsole.store import files, keys, schema, trouble
from caseconsole.store.audit import transaction
from caseconsole.store.checks import SENTINEL, check_contents, quick_check
from caseconsole.store.connection import (
    APPLICATION_ID,
    Connection,
    EncryptedDatabase,
    new_store_id,
    read_setting,
)
from caseconsole.store.places import why_unsafe
from caseconsole.store.recovery import (
    generate_recovery_key,
    is_recovery_key,
    read_recovery_key,
)
from caseconsole.store.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

P = ParamSpec("P")
T = TypeVar("T")

_LARGEST_CHECKED = 64 * 1024 * 1024
"""Up to this size every page is read at the start; beyond, each one when it is used."""


class Store:
    """One encrypted caseload, opened. Made by ``create`` and ``open``.

    Attributes:
        folder: where its files are.
        set_aside: names of foreign files that were moved away when it was opened.
    """

    def __init__(self, folder: Path, ring: keys.KeyRing, key: bytes) -> None:
        self.folder = folder
        self.set_aside: tuple[str, ...] = ()
        self._ring = ring
        self._path = (folder / files.DATABASE).resolve()
        self._database = EncryptedDatabase(self._path, key)
        self._worker = Worker()

    @classmethod
    def create(
        cls, folder: Path, passphrase: str, *, memory_kib: int | None = None
    ) -> tuple[Store, str]:
        """Make an empty store in ``folder`` and open it.

        Args:
            folder: made if it does not exist; must not hold a store.
            passphrase: opens the store from now on; ``check_passphrase`` is the caller's part.
            memory_kib: of the key derivation; by default what takes about a second on this PC.

        Returns:
            The store and its recovery key as it is to be printed: it is kept nowhere else.

        Raises:
            StoreError: there is one already, the place is unsafe, or it could not be written;
                nothing is left behind.
            InputError: the passphrase is empty or not typable.
        """
        secret = keys.normal(passphrase)
        if files.exists(folder):
            raise StoreError(
                _("Im Ordner {folder} liegt schon ein Bestand.").format(folder=folder),
                _("Bitte wählen Sie einen leeren Ordner."),
            )
        unsafe = why_unsafe(folder.absolute())
        if unsafe:
            raise StoreError(
                unsafe, _("Bitte wählen Sie einen Ordner auf der Festplatte dieses PCs.")
            )
        memory = keys.calibrated_memory() if memory_kib is None else memory_kib
        key, store_id, recovery = keys.new_key(), new_store_id(), generate_recovery_key()
        ring = keys.KeyRing(
            store_id,
            (
                keys.seal("passphrase", secret, key, store_id, memory),
                keys.seal("recovery", recovery, key, store_id, memory),
            ),
        )
        _write_new(folder, ring, key)
        return cls._open_with_key(folder, key), recovery

    @classmethod
    def open(cls, folder: Path, secret: str, *, recovery: bool = False) -> Store:
        """Open the store in ``folder``.

        Args:
            folder: where its files are.
            secret: the passphrase; with ``recovery`` the printed recovery key.
            recovery: which of the two it is.

        Raises:
            WrongKeyError: the secret does not fit.
            StoreBusyError: another instance has it open.
            DamagedStoreError: a file is missing, empty, cut, foreign or altered; none is touched.
            StoreError: the data are newer than the program, or cannot be read for another reason.
            InputError: the secret is empty, or the recovery key has a wrong character.
        """
        typed = read_recovery_key(secret) if recovery else keys.normal(secret)
        ring = files.read_keys(folder)
        files.check_database_file(folder, ring.store_id)
        key = keys.unseal(ring, "recovery" if recovery else "passphrase", typed)
        return cls._open_with_key(folder, key)

    @classmethod
    def _open_with_key(cls, folder: Path, key: bytes) -> Store:
        """Open without a key derivation, for those who hold the data key."""
        ring = files.read_keys(folder)
        files.check_database_file(folder, ring.store_id)
        store = cls(folder, ring, key)
        try:
            store._worker.call(lambda: store._in_words(store._start))
        except BaseException:
            store.close()
            raise
        return store

    @property
    def data_key(self) -> bytes:
        """The key of the data, for those who check a copy of them."""
        return self._database.data_key

    @property
    def raw(self) -> Connection:
        """The driver's connection; on the database thread only."""
        return self._database.raw

    @property
    def key_ring(self) -> keys.KeyRing:
        """The key slots in use."""
        return self._ring

    async def run(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``fn`` on the database thread and wait without blocking the event loop.

        Raises:
            SaveError: the disk refused a write; the state before it is intact.
            StoreError: the data cannot be used; any other error of ``fn`` comes out as it is.
        """
        return await self._worker.run(lambda: self._guarded(fn, *args, **kwargs))

    def call(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``fn`` on the database thread and wait, blocking; errors as with ``run``."""
        return self._worker.call(lambda: self._guarded(fn, *args, **kwargs))

    def close(self) -> None:
        """End the connection and the thread and drop the key; a second time it does nothing."""
        self._worker.finish(self._end)
        self._database.forget_key()

    def _end(self) -> None:
        self._database.abandon()
        files.in_use.discard(self._path)

    def compact(self) -> None:
        """Give the space of deleted rows back, so that nothing of them remains in the file."""
        self.call(self._database.compact)

    def copy_to(self, target: Path) -> None:
        """Write an encrypted copy of the database to the new file ``target``."""
        self.call(self._database.copy_to, target)

    def change_passphrase(self, passphrase: str) -> None:
        """Let ``passphrase`` open the store in place of the present one.

        Backups made before still open with the old passphrase.

        Raises:
            InputError: it is empty or not typable.
            SaveError: it could not be written; the old one is still valid.
        """
        self._replace_slot("passphrase", keys.normal(passphrase))

    def change_recovery_key(self, recovery: str) -> None:
        """Let ``recovery``, copied to paper already, open the store in place of the present one.

        Raises:
            InputError: it has a wrong character.
            SaveError: it could not be written; the old one is still valid.
        """
        self._replace_slot("recovery", read_recovery_key(recovery))

    def confirm(self, secret: str) -> None:
        """Check that ``secret`` opens this store: its passphrase or its recovery key.

        Raises:
            WrongKeyError: it does not.
            InputError: it is empty or not typable.
        """
        recovery = is_recovery_key(secret)
        typed = read_recovery_key(secret) if recovery else keys.normal(secret)
        keys.unseal(self._ring, "recovery" if recovery else "passphrase", typed)

    def _replace_slot(self, kind: keys.Kind, secret: str) -> None:
        memory = max((slot.cost.memory for slot in self._ring.slots), default=keys.MEMORY_FLOOR)
        self.call(self._write_slot, kind, secret, memory)

    def _write_slot(self, kind: keys.Kind, secret: str, memory: int) -> None:
        key = self.data_key
        before = self._ring
        ring = before.with_slot(keys.seal(kind, secret, key, before.store_id, memory))
        try:
            with transaction("store.keys") as audit:
                remember_keys(ring)
                audit.record("store", fields=(kind,))
                self._write_keys(ring)
        except BaseException:
            # What the trail does not know of must not open the store.
            with contextlib.suppress(StoreError):
                self._write_keys(before)
            raise
        self._ring = ring

    def _write_keys(self, ring: keys.KeyRing) -> None:
        files.write_atomically(self.folder / files.KEYS, ring.to_json().encode("utf-8"))

    def _start(self) -> None:
        self.set_aside = files.set_aside_foreign(self.folder)
        self._connect()
        files.in_use.add(self._path)
        models.database.initialize(self._database)
        version = int(read_setting(self._database.raw, "user_version"))
        if version < schema.newest():
            self._update()
        with transaction("session.start") as audit:
            remember_keys(self._ring)
            audit.record("session", fields=self.set_aside)

    def _connect(self) -> None:
        self._database.connect()
        check_contents(self._database.raw, self._ring.store_id)
        if (self.folder / files.DATABASE).stat().st_size <= _LARGEST_CHECKED:
            quick_check(self._database.raw)

    def _guarded(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``fn`` on a connection that can be trusted; a bad one is opened anew before."""
        if self._database.is_closed():
            self._in_words(self._connect)
        return self._in_words(lambda: fn(*args, **kwargs))

    def _in_words(self, fn: Callable[[], T]) -> T:
        """Run ``fn``, put the disk's failures into words, and end a connection that met one."""
        try:
            return fn()
        except CaseconsoleError:
            raise
        except Exception as error:
            self._database.suspect = self._database.suspect or trouble.ends_connection(error)
            words = trouble.in_words(error)
            if words is None:
                raise
            raise words from error
        finally:
            if self._database.suspect:
                self._database.abandon()

    def _update(self) -> None:
        """Bring the tables up to date, with a verified backup of the old state beside them."""
        from caseconsole.store.backup import write_backup

        write_backup(self, self.folder / files.BACKUPS)
        schema.update(self._database)


def remember_keys(ring: keys.KeyRing) -> None:
    """Keep a copy of the slots inside the database, for the day on which the file is lost."""
    text = ring.to_json()
    known = models.StoreInfo.get_or_none(models.StoreInfo.key == "keys")
    if known is None:
        models.StoreInfo.create(key="keys", value=text)
    elif known.value != text:
        known.value = text
        known.save()


def _write_new(folder: Path, ring: keys.KeyRing, key: bytes) -> None:
    """Write the files of an empty store; nothing stays if one cannot be written."""
    new = folder / (files.DATABASE + ".new")
    database = EncryptedDatabase(new, key, ring.store_id)
    try:
        # Encrypted or not, colleagues with accounts of their own need no copy of it.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        new.unlink(missing_ok=True)
        database.connect()
        schema.update(database)
        database.pragma("application_id", APPLICATION_ID)
        for name, value in (SENTINEL, ("store_id", ring.store_id)):
            database.execute_sql("INSERT INTO store_info (key, value) VALUES (?, ?)", (name, value))
        database.close()
        new.replace(folder / files.DATABASE)
        try:
            files.write_atomically(folder / files.KEYS, ring.to_json().encode("utf-8"))
        except StoreError:
            (folder / files.DATABASE).unlink(missing_ok=True)
            raise
    except CaseconsoleError:
        raise
    except Exception as error:
        words = trouble.in_words(error)
        if words is None and not isinstance(error, OSError):
            raise
        raise words or StoreError(
            _("Im Ordner {folder} kann nichts geschrieben werden.").format(folder=folder),
            _("Prüfen Sie die Rechte am Ordner oder wählen Sie einen anderen."),
        ) from error
    finally:
        database.abandon()
        for left in (new, new.with_name(new.name + "-journal")):
            left.unlink(missing_ok=True)
