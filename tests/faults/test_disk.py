"""A disk that is full or fails: said in words, the old state intact, acknowledged saves there."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlcipher3 import dbapi2 as driver

from caseconsole.errors import (
    CaseconsoleError,
    DamagedStoreError,
    SaveError,
    StoreBusyError,
    StoreError,
)
from caseconsole.models import Person
from caseconsole.store import Store, backup, connection, transaction, trouble

if TYPE_CHECKING:
    from tests.faults.conftest import Victim


def _add(name: str) -> None:
    with transaction("person.create") as audit:
        audit.record("person", Person.create(family_name=name).id)


def _names(store: Store) -> list[str]:
    return store.call(lambda: [each.family_name for each in Person.select().order_by(Person.id)])


# -- one failing call, on every system -----------------------------------------------------------


class _Failing:
    """A connection on which one statement fails as the disk would let it."""

    def __init__(self, inner: connection.Connection, statement: str, error: str) -> None:
        self.inner, self._statement, self._error = inner, statement, error

    def cursor(self) -> _Failing:
        return _Failing(self.inner.cursor(), self._statement, self._error)

    def execute(self, sql: str, *args: object) -> object:
        if sql.startswith(self._statement):
            failure = driver.OperationalError("disk I/O error")
            failure.sqlite_errorname = self._error
            raise failure
        return self.inner.execute(sql, *args)

    def __getattr__(self, name: str) -> object:
        return getattr(self.inner, name)


def _let_fail(store: Store, statement: str, error: str) -> None:
    state = vars(store._database)["_state"]
    state.conn = _Failing(state.conn, statement, error)


def _let_work_again(store: Store) -> None:
    state = vars(store._database)["_state"]
    state.conn = state.conn.inner


@pytest.mark.parametrize("statement", ["INSERT", "COMMIT", "BEGIN"])
@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("SQLITE_FULL", "kein Platz"),
        ("SQLITE_IOERR_WRITE", "meldet einen Fehler"),
        ("SQLITE_IOERR_FSYNC", "meldet einen Fehler"),
        ("SQLITE_READONLY", "schreibgeschützt"),
    ],
)
def test_a_failed_save_is_said_and_leaves_nothing(
    store: Store, statement: str, error: str, words: str
) -> None:
    store.call(_add, "Vorher")
    store.call(_let_fail, store, statement, error)
    with pytest.raises(SaveError, match=words) as failed:
        store.call(_add, "Verloren")
    assert failed.value.hint
    if error == "SQLITE_READONLY":
        store.call(_let_work_again, store)
    assert _names(store) == ["Vorher"]
    store.call(_add, "Nachher")
    assert _names(store) == ["Vorher", "Nachher"]


def test_after_a_failed_sync_the_connection_is_another_one(store: Store) -> None:
    before = store.call(lambda: store.raw)
    store.call(_let_fail, store, "COMMIT", "SQLITE_IOERR_FSYNC")
    with pytest.raises(SaveError):
        store.call(_add, "Verloren")
    after = store.call(lambda: store.raw)
    assert after is not before
    assert not isinstance(after, _Failing)
    with pytest.raises(driver.ProgrammingError):
        store.call(before.execute, "SELECT 1")
    assert store.call(connection.read_setting, after, "synchronous") == "2"


def test_what_the_program_does_wrong_stays_its_own_error(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        store.call(lambda: 1 // 0)
    with pytest.raises(CaseconsoleError, match="eigene Worte"):
        store.call(_raise, CaseconsoleError("eigene Worte"))


def _raise(error: Exception) -> None:
    raise error


def test_nothing_is_stored_after_the_disk_undid_the_transaction(store: Store) -> None:
    """SQLite undoes all by itself when the disk is full; what follows must not be stored alone."""

    def goes_on() -> None:
        with transaction("person.create") as audit:
            audit.record("person", Person.create(family_name="Erste").id)
            store.raw.execute("ROLLBACK")
            Person.create(family_name="Zweite")

    with pytest.raises(SaveError, match="abgebrochen"):
        store.call(goes_on)
    assert _names(store) == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("SQLITE_FULL", SaveError),
        ("SQLITE_IOERR_READ", SaveError),
        ("SQLITE_READONLY_DIRECTORY", SaveError),
        ("SQLITE_CANTOPEN", SaveError),
        ("SQLITE_BUSY_RECOVERY", StoreBusyError),
        ("SQLITE_CORRUPT", DamagedStoreError),
        ("SQLITE_NOTADB", DamagedStoreError),
        ("SQLITE_NOMEM", StoreError),
        ("SQLITE_IOERR_NOMEM", StoreError),
        ("SQLITE_CONSTRAINT_UNIQUE", None),
        ("SQLITE_ERROR", None),
        ("", None),
    ],
)
def test_every_failure_of_the_driver_has_its_words(
    name: str, kind: type[StoreError] | None
) -> None:
    error = driver.OperationalError("near secret: syntax error")
    error.sqlite_errorname = name
    found = trouble.in_words(error)
    assert (type(found) if found else None) is kind
    assert "secret" not in str(found)


def test_a_failure_while_undoing_does_not_hide_the_one_before() -> None:
    first = driver.OperationalError("disk full")
    first.sqlite_errorname = "SQLITE_FULL"
    second = driver.OperationalError("no such savepoint")
    second.sqlite_errorname = "SQLITE_ERROR"
    second.__context__ = first
    assert isinstance(trouble.in_words(second), SaveError)


# -- a real disk that is full --------------------------------------------------------------------

_LIMITED = """
import resource, runpy, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)), resource.RLIM_INFINITY))
sys.argv.pop(0)
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def _all_in_words(failures: list[str]) -> bool:
    return all(
        line.startswith("failed SaveError: ") and line.endswith("es wurde nichts gespeichert.")
        for line in failures
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of file sizes")
def test_a_file_that_may_not_grow_keeps_its_old_state(victim: Victim) -> None:
    size = (victim.folder / "caseload.db").stat().st_size
    python, *saver = victim.command(250)
    victim.run([python, "-c", _LIMITED, str(size + 100_000), *saver])
    assert victim.saved
    assert victim.failures
    assert _all_in_words(victim.failures)
    stored = len(victim.saved)
    assert victim.check() == stored
    # With room again, the same store goes on.
    victim.run(victim.command(3))
    assert victim.check() == stored + 3


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte; only an administrator can make one."""
    if sys.platform == "win32" or shutil.which("mount") is None:
        pytest.skip("a small disk can be mounted on a POSIX system only")
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only an administrator can mount a small disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_keeps_the_old_state_and_says_so(victim: Victim, tiny_disk: Path) -> None:
    shutil.copytree(victim.folder, tiny_disk / "store")
    at_home, victim.folder = victim.folder, tiny_disk / "store"
    victim.run(victim.command(400))
    full = "failed SaveError: Auf dem Datenträger ist kein Platz mehr; es wurde nichts gespeichert."
    assert victim.saved
    assert set(victim.failures) == {full}
    _make_room(tiny_disk)
    assert victim.check() == len(victim.saved)
    victim.folder = at_home
    victim.saved.clear()


def _make_room(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=4m", str(disk)], check=True)


def test_a_backup_onto_a_full_stick_is_none_and_leaves_the_earlier_one(
    store: Store, tiny_disk: Path
) -> None:
    store.call(_add, "Eins")
    first = backup(store, tiny_disk)
    before = first.read_bytes()
    (tiny_disk / "voll").write_bytes(bytes(1_048_576 - len(before) - 40_960))
    with pytest.raises(SaveError, match="Sicherung wurde nicht geschrieben"):
        backup(store, tiny_disk)
    assert sorted(path.name for path in tiny_disk.iterdir()) == [first.name, "voll"]
    assert first.read_bytes() == before


# -- a real disk that fails ----------------------------------------------------------------------

_FAULTS = {
    "writing": "posix/io/rw/pwrite,probability=0.05,failinfo=5",
    "full": "posix/io/rw/pwrite,probability=0.05,failinfo=28",
    "syncing": "posix/io/sync/fsync,probability=0.1,failinfo=5",
    "reading": "posix/io/rw/pread,probability=0.05,failinfo=5",
}


@pytest.mark.faults
@pytest.mark.skipif(shutil.which("fiu-run") is None, reason="libfiu is not installed")
@pytest.mark.parametrize("fault", _FAULTS.values(), ids=_FAULTS.keys())
def test_a_failing_disk_loses_nothing_that_was_acknowledged(victim: Victim, fault: str) -> None:
    # Python has read its own modules before: the faults begin with the line that starts the saver.
    faults = ["fiu-run", "-x", "-f", "", "-c", f"enable_random name={fault}"]
    victim.run([*faults, *victim.command(400)])
    assert victim.failures
    assert victim.saved
    # Where the disk does not give the first page, nobody can tell that from a damaged one.
    damaged = "failed DamagedStoreError: Die Datei mit den Daten ist beschädigt."
    assert _all_in_words([line for line in victim.failures if line != damaged])
    assert damaged not in victim.failures or "pread" in fault
