"""Opening: what is no store of ours is refused in words and left as it was, byte for byte."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import peewee
import pytest
from sqlcipher3 import dbapi2 as driver

from caseconsole.errors import (
    CaseconsoleError,
    DamagedStoreError,
    InputError,
    SaveError,
    StoreBusyError,
    StoreError,
    WrongKeyError,
)
from caseconsole.models import AuditEntry, Person
from caseconsole.store import Store, checks, connection, exists, schema, transaction

PASSPHRASE = "ein Kennwort nur zum Testen"
Closed = tuple[Path, bytes]


def _fill() -> None:
    with transaction("person.create") as audit:
        for number in range(60):
            person = Person.create(family_name=f"Name {number}", notes="Notiz " * 100)
            audit.record("person", person.id)


@pytest.fixture(scope="session")
def filled(empty_store: Closed, tmp_path_factory: pytest.TempPathFactory) -> Closed:
    """A closed store of some thirty pages, to be copied."""
    template, key = empty_store
    folder = tmp_path_factory.mktemp("filled") / "store"
    shutil.copytree(template, folder)
    store = Store._open_with_key(folder, key)
    store.call(_fill)
    store.close()
    return folder, key


@pytest.fixture
def closed(filled: Closed, tmp_path: Path) -> Closed:
    """A closed store with sixty persons, of the test's own."""
    template, key = filled
    shutil.copytree(template, tmp_path / "store")
    return tmp_path / "store", key


def _state(folder: Path) -> dict[str, tuple[bytes, int]]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in files
    }


def _refused(
    closed: Closed, error: type[CaseconsoleError], words: str, *, passphrase: str = ""
) -> CaseconsoleError:
    """Open, expect ``error`` with ``words``, and prove that nothing was written."""
    folder, _key = closed
    before = _state(folder)
    with pytest.raises(error, match=words) as refused:
        _open(closed, passphrase)
    assert type(refused.value) is error
    assert _state(folder) == before
    return refused.value


def _open(closed: Closed, passphrase: str) -> Store:
    return Store.open(closed[0], passphrase) if passphrase else Store._open_with_key(*closed)


def _count(store: Store) -> int:
    return int(store.call(Person.select().count))


# -- creating ------------------------------------------------------------------------------------


def test_a_new_store_opens_with_both_secrets(tmp_path: Path) -> None:
    folder = tmp_path / "Ordner Ü" / "neu"
    store, recovery = Store.create(folder, PASSPHRASE, memory_kib=64 * 1024)
    assert exists(folder)
    store.close()
    for secret, is_recovery in ((PASSPHRASE, False), (recovery.lower(), True)):
        opened = Store.open(folder, secret, recovery=is_recovery)
        assert _count(opened) == 0
        opened.close()


@pytest.mark.parametrize("passphrase", ["", "a\x00b", "\ud800"])
def test_no_file_is_made_for_a_passphrase_that_cannot_be(tmp_path: Path, passphrase: str) -> None:
    with pytest.raises(InputError):
        Store.create(tmp_path / "neu", passphrase)
    assert not (tmp_path / "neu").exists()


@pytest.mark.parametrize("name", ["caseload.db", "keys.json"])
def test_nothing_is_created_where_a_part_of_a_store_lies(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    before = _state(tmp_path)
    with pytest.raises(StoreError, match="schon ein Bestand"):
        Store.create(tmp_path, PASSPHRASE, memory_kib=64 * 1024)
    assert _state(tmp_path) == before


def test_nothing_is_created_in_a_synchronised_folder(tmp_path: Path) -> None:
    folder = tmp_path / "OneDrive - Gemeinde" / "Akten"
    with pytest.raises(StoreError, match="abgeglichen"):
        Store.create(folder, PASSPHRASE)
    assert not folder.exists()


def test_a_failure_while_creating_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(StoreError):
        Store.create(tmp_path, PASSPHRASE, memory_kib=64 * 1024)
    assert list(tmp_path.iterdir()) == []


def test_existence_is_any_part_of_a_store(tmp_path: Path) -> None:
    assert not exists(tmp_path)
    assert not exists(tmp_path / "fehlt")
    (tmp_path / "keys.json").touch()
    assert exists(tmp_path)


# -- secrets -------------------------------------------------------------------------------------


def test_a_wrong_passphrase_is_refused_without_a_word_on_the_terminal(
    closed: Closed, capfd: pytest.CaptureFixture[str]
) -> None:
    _refused(closed, WrongKeyError, "passt nicht", passphrase="falsch")
    _refused((closed[0], bytes(32)), DamagedStoreError, "beschädigt")
    assert capfd.readouterr() == ("", "")


def test_a_mistyped_recovery_key_names_its_group_before_anything_is_derived(
    closed: Closed,
) -> None:
    with pytest.raises(InputError, match="Gruppe 1 "):
        Store.open(closed[0], "?" * 36, recovery=True)


def test_a_changed_passphrase_takes_the_place_of_the_old_one(closed: Closed) -> None:
    folder, key = closed
    store = Store._open_with_key(folder, key)
    store.change_passphrase("ein ganz anderes Kennwort")
    recovery = store.new_recovery_key()
    store.close()
    with pytest.raises(WrongKeyError):
        Store.open(folder, PASSPHRASE)
    for secret, is_recovery in (("ein ganz anderes Kennwort", False), (recovery, True)):
        opened = Store.open(folder, secret, recovery=is_recovery)
        assert _count(opened) == 60
        opened.close()


# -- damage --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "leer"),
        (b"SQLite format 3\x00" + bytes(8176), "nicht verschlüsselt"),
        (b"Das ist ein Text. " * 500, "beschädigt oder gehört"),
        (b"PK\x03\x04" + bytes(8188), "beschädigt oder gehört"),
        (b"\xff\xd8\xff\xe0" + bytes(8188), "beschädigt oder gehört"),
        (b"\x00" * 8192, "beschädigt oder gehört"),
    ],
)
def test_a_foreign_file_in_place_of_the_database_is_refused(
    closed: Closed, content: bytes, words: str
) -> None:
    (closed[0] / "caseload.db").write_bytes(content)
    error = _refused(closed, DamagedStoreError, words)
    assert "Sicherung" in error.hint


def test_a_real_unencrypted_database_is_refused(closed: Closed) -> None:
    path = closed[0] / "caseload.db"
    path.unlink()
    plain = peewee.SqliteDatabase(str(path))
    plain.execute_sql("CREATE TABLE person (id)")  # type: ignore[no-untyped-call]
    plain.close()
    _refused(closed, DamagedStoreError, "nicht verschlüsselt")


def test_a_missing_database_is_never_made_anew(closed: Closed) -> None:
    (closed[0] / "caseload.db").unlink()
    _refused(closed, DamagedStoreError, "fehlt")
    assert not (closed[0] / "caseload.db").exists()


def test_missing_key_slots_are_explained(closed: Closed) -> None:
    (closed[0] / "keys.json").unlink()
    error = _refused(closed, DamagedStoreError, r"keys\.json fehlt", passphrase=PASSPHRASE)
    assert "neuesten Sicherung" in error.hint


def test_key_slots_of_another_store_are_refused(closed: Closed, tmp_path: Path) -> None:
    other, _recovery = Store.create(tmp_path / "other", PASSPHRASE, memory_kib=64 * 1024)
    other.close()
    shutil.copy(tmp_path / "other" / "keys.json", closed[0] / "keys.json")
    _refused(closed, DamagedStoreError, "anderen Schlüsseldatei", passphrase=PASSPHRASE)


def test_a_database_cut_anywhere_is_refused(closed: Closed) -> None:
    folder, _key = closed
    path = folder / "caseload.db"
    whole = path.read_bytes()
    drawn = random.Random(5)  # noqa: S311 - positions, not secrets
    cuts = {*range(4096, len(whole), 4096), *(drawn.randrange(1, len(whole)) for _cut in range(40))}
    for cut in sorted(cuts):
        path.write_bytes(whole[:cut])
        _refused(closed, DamagedStoreError, "abgeschnitten|beschädigt")


def test_a_flipped_bit_is_noticed_in_every_page(closed: Closed) -> None:
    folder, key = closed
    path = folder / "caseload.db"
    whole = path.read_bytes()
    drawn = random.Random(6)  # noqa: S311 - positions, not secrets
    for page in range(len(whole) // 4096):
        damaged = bytearray(whole)
        damaged[page * 4096 + drawn.randrange(16, 4096)] ^= 1 << drawn.randrange(8)
        path.write_bytes(damaged)
        _refused((folder, key), DamagedStoreError, "beschädigt")
    damaged = bytearray(whole)
    damaged[3] ^= 1
    path.write_bytes(damaged)
    _refused((folder, key), DamagedStoreError, "beschädigt")


@pytest.mark.parametrize(
    ("row", "error"),
    [
        ("Tree 2 page 13: btreeInitPage() returns error code 11", DamagedStoreError),
        ("Tree 2 page 9: unable to get the page. error code=11", DamagedStoreError),
        ("Tree 2 page 9: unable to get the page. error code=8458", SaveError),
        ("row 4 missing from index person_sort_key", DamagedStoreError),
    ],
)
def test_a_page_that_the_disk_does_not_give_is_not_called_damaged(
    row: str, error: type[StoreError]
) -> None:
    class Reporting:
        def execute(self, _sql: str) -> Reporting:
            return self

        def fetchone(self) -> tuple[str]:
            return (row,)

    with pytest.raises(StoreError) as refused:
        checks.quick_check(Reporting())
    assert type(refused.value) is error


def test_two_pages_that_changed_places_are_noticed(closed: Closed) -> None:
    path = closed[0] / "caseload.db"
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + whole[8192:12288] + whole[4096:8192] + whole[12288:])
    _refused(closed, DamagedStoreError, "beschädigt")


def test_an_emptied_database_is_not_shown_as_no_clients(closed: Closed) -> None:
    store = Store._open_with_key(*closed)
    store.call(lambda: store.raw.execute("DELETE FROM store_info WHERE key = 'program'"))
    store.close()
    _refused(closed, DamagedStoreError, "unvollständig")


def test_a_database_of_another_program_with_the_same_key_is_refused(closed: Closed) -> None:
    store = Store._open_with_key(*closed)
    store.call(lambda: store.raw.execute("PRAGMA application_id = 7"))
    store.close()
    _refused(closed, DamagedStoreError, "gehört nicht zu diesem Programm")


def test_newer_data_are_refused_with_both_versions(closed: Closed) -> None:
    newer = schema.newest() + 3
    store = Store._open_with_key(*closed)
    store.call(lambda: store.raw.execute(f"PRAGMA user_version = {newer}"))
    store.close()
    _refused(closed, StoreError, f"Stand {newer}; .* Stand {schema.newest()}")


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
    _refused(closed, StoreError, name)


def test_a_driver_without_encryption_is_refused(
    closed: Closed, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Callable[..., connection.Connection] = driver.connect
    monkeypatch.setattr(
        driver,
        "connect",
        lambda *args, **kwargs: _Deaf(real(*args, **kwargs), "cipher_version", ""),
    )
    _refused(closed, StoreError, "Verschlüsselung fehlt")


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
        [sys.executable, "-c", _HOLDER, str(closed[0]), closed[1].hex()],
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
        _refused(closed, StoreBusyError, "läuft bereits")
    finally:
        process.kill()
        process.communicate()
    store = Store._open_with_key(*closed)
    assert _count(store) == 60
    store.close()


def test_a_second_instance_in_the_same_process_is_refused(closed: Closed) -> None:
    first = Store._open_with_key(*closed)
    with pytest.raises(StoreBusyError):
        Store._open_with_key(*closed)
    first.close()


# -- files beside the database -------------------------------------------------------------------


def test_files_of_another_generation_are_moved_away_and_named(closed: Closed) -> None:
    folder, key = closed
    for ending in ("-wal", "-shm"):
        (folder / f"caseload.db{ending}").write_bytes(b"fremd")
    store = Store._open_with_key(folder, key)
    assert store.set_aside == ("caseload.db-wal", "caseload.db-shm")
    assert _count(store) == 60
    logged = store.call(lambda: AuditEntry.select().order_by(AuditEntry.id.desc()).get())
    assert logged.fields == list(store.set_aside)
    store.close()
    parked = sorted(path.name for path in (folder / "fremde-dateien").iterdir())
    assert parked == ["caseload.db-shm.1", "caseload.db-wal.1"]


def test_a_journal_of_another_generation_does_no_harm(closed: Closed) -> None:
    folder, key = closed
    (folder / "caseload.db-journal").write_bytes(b"fremd" * 1000)
    store = Store._open_with_key(folder, key)
    assert _count(store) == 60
    store.close()
