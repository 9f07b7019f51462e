"""The one connection: every setting read back, no way out, one instance."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as driver

from caseconsole.errors import StoreBusyError, StoreError
from caseconsole.models import Person
from caseconsole.store import Store, backup, connection, examine, restore_keys
from tests.store.conftest import Closed

# -- settings ------------------------------------------------------------------------------------


def test_every_setting_is_what_security_asks_for(store: Store) -> None:
    expected = {
        "locking_mode": "exclusive",
        "journal_mode": "truncate",
        "synchronous": "2",
        "foreign_keys": "1",
        "trusted_schema": "0",
        "cell_size_check": "1",
        "secure_delete": "1",
        "temp_store": "2",
        "mmap_size": "0",
        "cipher_page_size": "4096",
    }
    found = store.call(
        lambda: {name: connection.read_setting(store.raw, name) for name in expected}
    )
    assert found == expected


class _Deaf:
    """A connection on which one setting is ignored without a word, as SQLite does."""

    def __init__(self, inner: connection.Connection, name: str, reported: str) -> None:
        self._inner, self._name, self._reported = inner, name, reported

    def execute(self, sql: str, *args: object) -> object:
        if sql == f"PRAGMA {self._name}":
            return self._inner.execute("SELECT ?", (self._reported,))
        return self._inner.execute(sql, *args)

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)


@pytest.mark.parametrize(
    ("name", "reported"),
    [
        ("locking_mode", "normal"),
        ("journal_mode", "delete"),
        ("synchronous", "1"),
        ("foreign_keys", "0"),
        ("trusted_schema", "1"),
        ("cell_size_check", "0"),
        ("secure_delete", "0"),
        ("temp_store", "0"),
        ("mmap_size", "4096"),
        ("cipher_page_size", "1024"),
    ],
)
def test_an_ignored_setting_is_refused(
    closed: Closed, monkeypatch: pytest.MonkeyPatch, name: str, reported: str
) -> None:
    real: Callable[..., connection.Connection] = driver.connect
    monkeypatch.setattr(
        driver, "connect", lambda *args, **kwargs: _Deaf(real(*args, **kwargs), name, reported)
    )
    closed.refused(StoreError, name)


def test_a_driver_without_encryption_is_refused(
    closed: Closed, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Callable[..., connection.Connection] = driver.connect
    monkeypatch.setattr(
        driver,
        "connect",
        lambda *args, **kwargs: _Deaf(real(*args, **kwargs), "cipher_version", ""),
    )
    closed.refused(StoreError, "Verschlüsselung fehlt")


@pytest.mark.parametrize("key", [b"", bytes(31), bytes(33)])
def test_a_key_of_another_length_is_never_taken_as_a_passphrase(tmp_path: Path, key: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - a fault of the program, never shown
        connection.open_copy(tmp_path / "new.db", key)


def test_no_other_file_can_be_attached_and_no_code_loaded(store: Store, tmp_path: Path) -> None:
    def attach() -> None:
        store.raw.execute(f"ATTACH '{tmp_path / 'out.db'}' AS out KEY ''")

    def load() -> None:
        store.raw.load_extension("x")

    for attempt in (attach, load):
        with pytest.raises(driver.Error):
            store.call(attempt)
    store.compact()
    with pytest.raises(driver.Error):
        store.call(attach)
    assert not (tmp_path / "out.db").exists()


# -- one instance --------------------------------------------------------------------------------

_HOLDER = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from caseconsole.store import Store
    store = Store._open_with_key(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
    print("open", flush=True)
    sys.stdin.read()
    """
)


def _holder(closed: Closed) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(closed.folder), closed.key.hex()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return process


def test_a_second_instance_is_refused_and_starts_at_once_after_a_kill(closed: Closed) -> None:
    process = _holder(closed)
    try:
        closed.refused(StoreBusyError, "läuft bereits")
    finally:
        process.kill()
        process.communicate()
    store = closed.open()
    assert store.call(Person.select().count) == 60
    store.close()


def test_a_backup_and_a_look_do_not_end_the_instance_lock(closed: Closed, tmp_path: Path) -> None:
    first = closed.open()
    made = backup(first, tmp_path / "stick")
    examine(closed.folder, first)
    with pytest.raises(StoreBusyError):
        closed.open()
    with pytest.raises(StoreBusyError):
        restore_keys(made, closed.folder)
    second = subprocess.run(
        [sys.executable, "-c", _HOLDER, str(closed.folder), closed.key.hex()],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        input="",
    )
    first.close()
    assert second.stdout == ""
    assert "StoreBusyError" in second.stderr


def test_a_second_instance_in_the_same_process_is_refused(closed: Closed) -> None:
    first = closed.open()
    with pytest.raises(StoreBusyError):
        closed.open()
    first.close()
