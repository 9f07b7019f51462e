"""Backups: written, read back from their medium, opened and counted before they are called so."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from caseconsole import clock
from caseconsole.errors import CaseconsoleError, SaveError, StoreError
from caseconsole.i18n import _
from caseconsole.store import container, files, keys, known_backups, trouble
from caseconsole.store.audit import draft_transaction
from caseconsole.store.checks import count_rows, verify_copy
from caseconsole.store.connection import read_setting
from caseconsole.store.known_backups import BackupInfo
from caseconsole.store.places import same_disk
from caseconsole.store.recovery import read_recovery_key
from caseconsole.store.thinning import found_in

if TYPE_CHECKING:
    from pathlib import Path

    from caseconsole.store.store import Store

_COPY, _CHECK = "caseload.db.copy", "caseload.db.check"

_one_at_a_time = threading.Lock()
"""Two backups at once would write to the same copy."""


def backup(store: Store, target_dir: Path) -> Path:
    """Write a verified backup of ``store`` to ``target_dir`` and return its path.

    Works from any thread; only the copying itself holds up the database.

    Raises:
        SaveError: it could not be written, or what the medium gave back is not what was written;
            earlier backups are as they were, and no half one is left.
    """
    made = write_backup(store, target_dir)
    store.call(known_backups.remember, made)
    return target_dir / made.name


def write_backup(store: Store, target_dir: Path) -> BackupInfo:
    """Write and verify a backup without noting it in the store; else as ``backup``."""
    with _one_at_a_time:
        return _write_backup(store, target_dir)


def _write_backup(store: Store, target_dir: Path) -> BackupInfo:
    copy, check = store.folder / _COPY, store.folder / _CHECK
    part: Path | None = None
    try:
        target_dir.mkdir(parents=True, exist_ok=True)
        _remove(copy, check)
        highest = max((kept.sequence for kept in found_in(target_dir, _id(store))), default=0)
        head, counts, covers = store.call(_copy, store, copy, highest)
        path = _free_name(target_dir, head)
        part = path.with_name(path.name + ".part")
        with part.open("wb") as file:
            container.pack(head, copy, file)
        _read_back(store, part, check, counts)
        part.replace(path)
        files.sync_folder(target_dir)
    except OSError as error:
        raise SaveError(
            _("Die Sicherung wurde nicht geschrieben."),
            _("Ältere Sicherungen sind unverändert. Prüfen Sie Platz, Rechte und Datenträger."),
        ) from error
    else:
        elsewhere = not same_disk(target_dir, store.folder)
        return BackupInfo(
            head.sequence, head.made_at, str(target_dir), path.name, covers, elsewhere
        )
    finally:
        _remove(copy, check, *([part] if part else []))


def restore(file: Path, target_dir: Path, secret: str, *, recovery: bool = False) -> BackupInfo:
    """Put the store in the backup ``file`` into the empty folder ``target_dir``.

    Everything is checked before the first file gets its name; whatever fails, nothing is left.

    Args:
        file: the backup.
        target_dir: must be empty or not exist.
        secret: passphrase, or recovery key with ``recovery``, as they were at that time.
        recovery: which of the two it is.

    Raises:
        WrongKeyError: the secret does not fit.
        DamagedStoreError: the backup is not what was written.
        StoreError: the folder is not empty or cannot be written, or the backup is newer.
    """
    typed = read_recovery_key(secret) if recovery else keys.normal(secret)
    made_here = not target_dir.exists()
    if not made_here and (not target_dir.is_dir() or any(target_dir.iterdir())):
        raise StoreError(
            _("Der Ordner {folder} ist nicht leer.").format(folder=target_dir),
            _("Bitte nennen Sie einen leeren oder neuen Ordner."),
        )
    new = target_dir / (files.DATABASE + ".new")
    try:
        with file.open("rb") as opened:
            ring = container.read_head(opened).ring
        key = keys.unseal(ring, "recovery" if recovery else "passphrase", typed)
        target_dir.mkdir(parents=True, exist_ok=True)
        head = container.unpack(file, new)
        files.check_database_file(target_dir, ring.store_id, new.name)
        verify_copy(new, key, ring.store_id)
        files.write_atomically(target_dir / files.KEYS, head.keys.encode("utf-8"))
        new.replace(target_dir / files.DATABASE)
        files.sync_folder(target_dir)
    except BaseException as error:
        _remove(new, target_dir / files.KEYS)
        if made_here and target_dir.exists():
            target_dir.rmdir()
        if isinstance(error, OSError):
            raise StoreError(
                _("Die Sicherung konnte nicht hergestellt werden."),
                _("Prüfen Sie, ob die Datei lesbar und im Ordner genug Platz ist."),
            ) from error
        raise
    return BackupInfo(head.sequence, head.made_at, str(file.parent), file.name)


def restore_keys(file: Path, folder: Path) -> None:
    """Put the key slots in the backup ``file`` into ``folder``, whose own are lost or damaged.

    Raises:
        DamagedStoreError: the file is no backup, or one of another store.
        StoreError: the folder's own slots can be read; they are newer and stay.
    """
    try:
        with file.open("rb") as opened:
            head = container.read_head(opened)
    except OSError as error:
        raise StoreError(_("Die Sicherung lässt sich nicht lesen.")) from error
    files.check_database_file(folder, head.ring.store_id)
    lost = folder / files.KEYS
    if not files.keys_are_lost(folder):
        raise StoreError(
            _("Die Schlüsseldatei ist vorhanden und lesbar."), _("Sie wurde nicht ersetzt.")
        )
    if lost.exists():
        files.set_aside(lost)
    files.write_atomically(lost, head.keys.encode("utf-8"))


def _copy(store: Store, copy: Path, highest: int) -> tuple[container.Head, dict[str, int], int]:
    """Copy on the database thread, so that nothing is written between copy and count.

    Returns:
        Head of the backup, rows of each table, id of the last audit row.
    """
    try:
        with draft_transaction():
            sequence = _next_sequence(store, highest)
        store.copy_to(copy)
        counts = count_rows(store.raw)
        version = int(read_setting(store.raw, "user_version"))
        covers = store.raw.execute("SELECT max(id) FROM audit_entry").fetchone()[0] or 0
    except Exception as error:
        words = trouble.in_words(error)
        if words is None:
            raise
        raise words from error
    return (
        container.Head(
            format=container.FORMAT,
            store_id=_id(store),
            sequence=sequence,
            made_at=clock.stamp(),
            schema=version,
            length=copy.stat().st_size,
            sha256=container.digest(copy),
            keys=store.key_ring.to_json(),
        ),
        counts,
        int(covers),
    )


def _id(store: Store) -> str:
    return store.key_ring.store_id


def _next_sequence(store: Store, highest: int) -> int:
    """Take the next running number; a number lost to a failed backup is not given again.

    It is above ``highest``, too: a store that came out of an old backup meets newer ones.
    """
    row = store.raw.execute("SELECT value FROM store_info WHERE key = 'backups'").fetchone()
    number = 1 + max(int(row[0]) if row else 0, highest)
    store.raw.execute(
        "INSERT INTO store_info (key, value) VALUES ('backups', ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (str(number),),
    )
    return number


def _read_back(store: Store, part: Path, check: Path, counts: dict[str, int]) -> None:
    """Take the database out of the written file again and check all of it.

    Raises:
        SaveError: the medium does not give back what was written.
    """
    try:
        head = container.unpack(part, check)
        found = verify_copy(check, store.data_key, head.store_id)
    except CaseconsoleError as error:
        raise _not_verified() from error
    if found != counts:
        raise _not_verified()


def _not_verified() -> SaveError:
    return SaveError(
        _("Die Sicherung ließ sich nach dem Schreiben nicht fehlerfrei lesen; sie gilt nicht."),
        _("Ältere Sicherungen sind unverändert. Nehmen Sie einen anderen Datenträger."),
    )


def _free_name(target_dir: Path, head: container.Head) -> Path:
    moment = head.made_at[:19].replace("-", "").replace(":", "")
    stem = f"CC_{head.store_id[:8]}_{head.sequence:05d}_{moment}Z"
    for addition in ("", *(f"-{number}" for number in range(2, 100))):
        path = target_dir / f"{stem}{addition}{container.SUFFIX}"
        if not path.exists():
            return path
    raise FileExistsError(stem)


def _remove(*paths: Path) -> None:
    for path in paths:
        for each in (path, path.with_name(path.name + "-journal")):
            each.unlink(missing_ok=True)
