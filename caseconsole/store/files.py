"""The files of a store, and writing a file so that the old one survives every failure."""

from __future__ import annotations

import os
from pathlib import Path

from caseconsole.errors import DamagedStoreError, SaveError
from caseconsole.i18n import _
from caseconsole.store import trouble
from caseconsole.store.keys import KeyRing, how_to_bring_keys_back

DATABASE = "caseload.db"
KEYS = "keys.json"
BACKUPS = "sicherungen"
"""Folder beside the database for the backups that the program makes by itself."""

QUARANTINE = "fremde-dateien"
"""Where files are put that lie beside the database and do not belong to it."""

PAGE = 4096

in_use: set[Path] = set()
"""Databases that this process has open, resolved."""

_PLAIN = b"SQLite format 3\x00"


def exists(folder: Path) -> bool:
    """Whether ``folder`` holds a store, complete or not: then none is made in its place."""
    return (folder / DATABASE).exists() or (folder / KEYS).exists()


def write_atomically(target: Path, content: bytes) -> None:
    """Replace ``target`` by ``content``; whatever fails, the old file or the new one is there.

    Raises:
        SaveError: it could not be written; the old file is as it was.
    """
    part = target.with_name(target.name + ".part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise SaveError(
            _("Die Datei {name} konnte nicht geschrieben werden.").format(name=target.name),
            _("Die alte ist unverändert. Prüfen Sie Platz und Rechte im Ordner."),
        ) from error


def sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` durable where the system can; Windows does so by itself."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_keys(folder: Path) -> KeyRing:
    """The key slots of the store in ``folder``.

    Raises:
        DamagedStoreError: the file is missing or damaged.
    """
    try:
        content = (folder / KEYS).read_bytes()
    except FileNotFoundError:
        raise DamagedStoreError(
            _("Die Schlüsseldatei keys.json fehlt."),
            how_to_bring_keys_back(),
        ) from None
    except OSError as error:
        raise DamagedStoreError(
            _("Die Schlüsseldatei keys.json lässt sich nicht lesen."),
            _("Prüfen Sie die Rechte am Ordner oder fragen Sie die IT-Betreuung."),
        ) from error
    return KeyRing.from_json(content.decode("utf-8", errors="replace"))


def keys_are_lost(folder: Path) -> bool:
    """Whether ``folder`` holds a database, but no key slots of it that can be read."""
    database = folder / DATABASE
    if not database.is_file():
        return False
    try:
        with database.open("rb") as file:
            return file.read(16) != bytes.fromhex(read_keys(folder).store_id)
    except DamagedStoreError:
        return True


def check_database_file(folder: Path, store_id: str, name: str = DATABASE) -> None:
    """Refuse anything in the database's place that is not this store's, and touch nothing.

    The first 16 bytes of the database are the store's id in clear.

    Raises:
        DamagedStoreError: missing, empty, unencrypted, cut, foreign.
        StoreBusyError: this process has it open; on POSIX, closing the handle that looks at it
            would end the lock that keeps other instances out.
    """
    path = folder / name
    if path.resolve() in in_use:
        raise trouble.already_open()
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(16)
    except FileNotFoundError:
        raise _refused(_("Die Datei mit den Daten (caseload.db) fehlt.")) from None
    except OSError as error:
        raise DamagedStoreError(
            _("Die Datei mit den Daten lässt sich nicht lesen."),
            _("Prüfen Sie die Rechte am Ordner oder fragen Sie die IT-Betreuung."),
        ) from error
    if not size:
        raise _refused(_("Die Datei mit den Daten ist leer."))
    if head == _PLAIN:
        raise _refused(
            _("Die Datei mit den Daten ist nicht verschlüsselt; sie wird nicht benutzt.")
        )
    if head != bytes.fromhex(store_id):
        raise _refused(
            _("Die Datei mit den Daten ist beschädigt oder gehört zu einer anderen Schlüsseldatei.")
        )
    journal = path.with_name(name + "-journal")
    interrupted = journal.exists() and journal.stat().st_size > 0
    if size % PAGE and not interrupted:
        raise _refused(_("Die Datei mit den Daten ist abgeschnitten."))


def set_aside_foreign(folder: Path) -> tuple[str, ...]:
    """Move ``-wal`` and ``-shm`` files away and return their names.

    A store never makes them; beside a copied file they would bring other data in. A ``-journal``
    stays: SQLite itself rolls an interrupted save back with it.
    """
    strays = [folder / (DATABASE + ending) for ending in ("-wal", "-shm")]
    moved = [stray for stray in strays if stray.exists()]
    for stray in moved:
        set_aside(stray)
    return tuple(stray.name for stray in moved)


def set_aside(file: Path) -> Path:
    """Move a file into the folder for foreign ones, under a name that is free there."""
    park = file.parent / QUARANTINE
    park.mkdir(exist_ok=True)
    number = 1
    while (park / f"{file.name}.{number}").exists():
        number += 1
    return file.replace(park / f"{file.name}.{number}")


def _refused(message: str) -> DamagedStoreError:
    return DamagedStoreError(
        message,
        _("Nichts wurde verändert. Stellen Sie die neueste Sicherung in einen leeren Ordner her."),
    )
