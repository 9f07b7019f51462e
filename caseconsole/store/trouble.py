"""What the database driver reports, in words that a counsellor can act on.

The driver's own text never reaches the screen: it names tables, and it is English.
"""

from __future__ import annotations

from caseconsole.errors import DamagedStoreError, SaveError, StoreBusyError, StoreError
from caseconsole.i18n import _

_CLOSES = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CORRUPT", "SQLITE_NOTADB")


def error_name(error: BaseException) -> str:
    """SQLite's name of the failure, such as ``SQLITE_FULL``; empty if it is not one of SQLite's.

    A failed undo can stand before the failure that made it necessary, so the whole chain is read
    and ``SQLITE_ERROR``, which says nothing, counts only if there is no other.
    """
    names = [name for name in map(_own_name, _chain(error)) if name]
    return next((name for name in names if name != "SQLITE_ERROR"), names[0] if names else "")


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        each = waiting.pop(0)
        if each is None or any(each is known for known in found):
            continue
        found.append(each)
        wrapped = each.args[0] if each.args else None
        waiting.append(wrapped if isinstance(wrapped, BaseException) else None)
        waiting.extend((each.__cause__, each.__context__))
    return found


def _own_name(error: BaseException) -> str:
    return str(getattr(error, "sqlite_errorname", "") or "")


def ends_connection(error: BaseException) -> bool:
    """Whether the connection cannot be trusted any more and must be opened anew.

    After a failed write or sync nobody knows what the disk holds; only the rollback that SQLite
    does when it opens the file puts that right.
    """
    return error_name(error).startswith(_CLOSES)


def in_words(error: BaseException) -> StoreError | None:
    """The error to show for a failure of the driver; ``None`` if it is none of the disk's."""
    name = error_name(error)
    for prefix, made in _WORDS:
        if name.startswith(prefix):
            return made()
    return None


def _full() -> StoreError:
    return SaveError(
        _("Auf dem Datenträger ist kein Platz mehr; es wurde nichts gespeichert."),
        _("Alles bisher Gespeicherte ist da. Schaffen Sie Platz und speichern Sie noch einmal."),
    )


def disk_failed() -> StoreError:
    """The error for a disk that did not read or write what it was asked to."""
    return SaveError(
        _("Der Datenträger meldet einen Fehler; es wurde nichts gespeichert."),
        _(
            "Alles bisher Gespeicherte ist da. Speichern Sie noch einmal; kommt der Fehler "
            "wieder, sichern Sie die Daten und lassen Sie den Datenträger prüfen."
        ),
    )


def _read_only() -> StoreError:
    return SaveError(
        _("Der Ordner mit den Daten ist schreibgeschützt; es wurde nichts gespeichert."),
        _("Prüfen Sie die Rechte am Ordner oder fragen Sie die IT-Betreuung."),
    )


def already_open() -> StoreError:
    """The error for a store that another instance has open."""
    return StoreBusyError(
        _("Das Programm läuft bereits mit diesen Daten."),
        _("Wechseln Sie in das andere Fenster oder beenden Sie es."),
    )


def _damaged() -> StoreError:
    return DamagedStoreError(
        _("Die Datei mit den Daten ist beschädigt."),
        _("Lassen Sie sie, wie sie ist, und stellen Sie die neueste Sicherung her."),
    )


def _memory() -> StoreError:
    return StoreError(
        _("Der Arbeitsspeicher reicht nicht aus."),
        _("Bitte schließen Sie andere Programme und versuchen Sie es noch einmal."),
    )


_WORDS = (
    ("SQLITE_FULL", _full),
    ("SQLITE_IOERR_NOMEM", _memory),
    ("SQLITE_IOERR", disk_failed),
    ("SQLITE_READONLY", _read_only),
    ("SQLITE_CANTOPEN", _read_only),
    ("SQLITE_PERM", _read_only),
    ("SQLITE_BUSY", already_open),
    ("SQLITE_LOCKED", already_open),
    ("SQLITE_PROTOCOL", already_open),
    ("SQLITE_CORRUPT", _damaged),
    ("SQLITE_NOTADB", _damaged),
    ("SQLITE_NOMEM", _memory),
)
