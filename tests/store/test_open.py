"""Opening: what is no store of ours is refused in words and left as it was, byte for byte."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import peewee
import pytest

from caseconsole.errors import (
    DamagedStoreError,
    InputError,
    SaveError,
    StoreError,
    WrongKeyError,
)
from caseconsole.models import AuditEntry, Person
from caseconsole.store import Store, checks, exists, generate_recovery_key, schema
from tests.store.conftest import Closed, state

PASSPHRASE = "ein Kennwort nur zum Testen"
NO_ROOM = "Kein Platz"


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


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such bits; the profile is private")
def test_the_folder_of_a_new_store_is_private(tmp_path: Path) -> None:
    Store.create(tmp_path / "akten", "ein langer Satz zum Öffnen", memory_kib=64 * 1024)[0].close()
    assert (tmp_path / "akten").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("passphrase", ["", "a\x00b", "\ud800"])
def test_no_file_is_made_for_a_passphrase_that_cannot_be(tmp_path: Path, passphrase: str) -> None:
    with pytest.raises(InputError):
        Store.create(tmp_path / "neu", passphrase)
    assert not (tmp_path / "neu").exists()


@pytest.mark.parametrize("name", ["caseload.db", "keys.json"])
def test_nothing_is_created_where_a_part_of_a_store_lies(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    before = state(tmp_path)
    with pytest.raises(StoreError, match="schon ein Bestand"):
        Store.create(tmp_path, PASSPHRASE, memory_kib=64 * 1024)
    assert state(tmp_path) == before


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
    closed.refused(WrongKeyError, "passt nicht", passphrase="falsch")
    Closed(closed.folder, bytes(32)).refused(DamagedStoreError, "beschädigt")
    assert capfd.readouterr() == ("", "")


def test_a_mistyped_recovery_key_names_its_group_before_anything_is_derived(
    closed: Closed,
) -> None:
    with pytest.raises(InputError, match="Gruppe 1 "):
        Store.open(closed.folder, "?" * 36, recovery=True)


def test_a_changed_passphrase_takes_the_place_of_the_old_one(closed: Closed) -> None:
    folder = closed.folder
    store = closed.open()
    store.change_passphrase("ein ganz anderes Kennwort")
    recovery = generate_recovery_key()
    store.change_recovery_key(recovery)
    for secret in ("ein ganz anderes Kennwort", recovery.lower()):
        store.confirm(secret)
    for secret in (PASSPHRASE, generate_recovery_key()):
        with pytest.raises(WrongKeyError):
            store.confirm(secret)
    actions = store.call(lambda: [row.fields for row in AuditEntry.select().where(
        AuditEntry.action == "store.keys")])  # fmt: skip
    assert actions == [["passphrase"], ["recovery"]]
    store.close()
    with pytest.raises(WrongKeyError):
        Store.open(folder, PASSPHRASE)
    for secret, is_recovery in (("ein ganz anderes Kennwort", False), (recovery, True)):
        opened = Store.open(folder, secret, recovery=is_recovery)
        assert _count(opened) == 60
        opened.close()


def test_a_passphrase_that_cannot_be_noted_does_not_open_the_store(
    closed: Closed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_ring: object) -> None:
        raise SaveError(NO_ROOM)

    store = closed.open()
    before = (closed.folder / "keys.json").read_bytes()
    with monkeypatch.context() as disk:
        disk.setattr("caseconsole.store.store.remember_keys", full)
        with pytest.raises(SaveError):
            store.change_passphrase("ein ganz anderes Kennwort")
    assert (closed.folder / "keys.json").read_bytes() == before
    store.confirm(PASSPHRASE)
    store.close()


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
    (closed.folder / "caseload.db").write_bytes(content)
    error = closed.refused(DamagedStoreError, words)
    assert "Sicherung" in error.hint


def test_a_real_unencrypted_database_is_refused(closed: Closed) -> None:
    path = closed.folder / "caseload.db"
    path.unlink()
    plain = peewee.SqliteDatabase(str(path))
    plain.execute_sql("CREATE TABLE person (id)")  # type: ignore[no-untyped-call]
    plain.close()
    closed.refused(DamagedStoreError, "nicht verschlüsselt")


def test_a_missing_database_is_never_made_anew(closed: Closed) -> None:
    (closed.folder / "caseload.db").unlink()
    closed.refused(DamagedStoreError, "fehlt")
    assert not (closed.folder / "caseload.db").exists()


def test_missing_key_slots_are_explained(closed: Closed) -> None:
    (closed.folder / "keys.json").unlink()
    error = closed.refused(DamagedStoreError, r"keys\.json fehlt", passphrase=PASSPHRASE)
    assert "caseconsole restore SICHERUNG.ccb --to ORDNER" in error.hint


def test_key_slots_of_another_store_are_refused(closed: Closed, tmp_path: Path) -> None:
    other, _recovery = Store.create(tmp_path / "other", PASSPHRASE, memory_kib=64 * 1024)
    other.close()
    shutil.copy(tmp_path / "other" / "keys.json", closed.folder / "keys.json")
    closed.refused(DamagedStoreError, "anderen Schlüsseldatei", passphrase=PASSPHRASE)


def test_a_database_cut_anywhere_is_refused(closed: Closed) -> None:
    folder = closed.folder
    path = folder / "caseload.db"
    whole = path.read_bytes()
    drawn = random.Random(5)  # noqa: S311 - positions, not secrets
    cuts = {*range(4096, len(whole), 4096), *(drawn.randrange(1, len(whole)) for _cut in range(40))}
    for cut in sorted(cuts):
        path.write_bytes(whole[:cut])
        closed.refused(DamagedStoreError, "abgeschnitten|beschädigt")


def test_a_flipped_bit_is_noticed_in_every_page(closed: Closed) -> None:
    folder = closed.folder
    path = folder / "caseload.db"
    whole = path.read_bytes()
    drawn = random.Random(6)  # noqa: S311 - positions, not secrets
    for page in range(len(whole) // 4096):
        damaged = bytearray(whole)
        damaged[page * 4096 + drawn.randrange(16, 4096)] ^= 1 << drawn.randrange(8)
        path.write_bytes(damaged)
        closed.refused(DamagedStoreError, "beschädigt")
    damaged = bytearray(whole)
    damaged[3] ^= 1
    path.write_bytes(damaged)
    closed.refused(DamagedStoreError, "beschädigt")


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
    path = closed.folder / "caseload.db"
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + whole[8192:12288] + whole[4096:8192] + whole[12288:])
    closed.refused(DamagedStoreError, "beschädigt")


def test_an_emptied_database_is_not_shown_as_no_clients(closed: Closed) -> None:
    store = closed.open()
    store.call(lambda: store.raw.execute("DELETE FROM store_info WHERE key = 'program'"))
    store.close()
    closed.refused(DamagedStoreError, "unvollständig")


def test_a_database_of_another_program_with_the_same_key_is_refused(closed: Closed) -> None:
    store = closed.open()
    store.call(lambda: store.raw.execute("PRAGMA application_id = 7"))
    store.close()
    closed.refused(DamagedStoreError, "gehört nicht zu diesem Programm")


def test_newer_data_are_refused_with_both_versions(closed: Closed) -> None:
    newer = schema.newest() + 3
    store = closed.open()
    store.call(lambda: store.raw.execute(f"PRAGMA user_version = {newer}"))
    store.close()
    closed.refused(StoreError, f"Stand {newer}; .* Stand {schema.newest()}")


# -- files beside the database -------------------------------------------------------------------


def test_files_of_another_generation_are_moved_away_and_named(closed: Closed) -> None:
    folder = closed.folder
    for ending in ("-wal", "-shm"):
        (folder / f"caseload.db{ending}").write_bytes(b"fremd")
    store = closed.open()
    assert store.set_aside == ("caseload.db-wal", "caseload.db-shm")
    assert _count(store) == 60
    logged = store.call(lambda: AuditEntry.select().order_by(AuditEntry.id.desc()).get())
    assert logged.fields == list(store.set_aside)
    store.close()
    parked = sorted(path.name for path in (folder / "fremde-dateien").iterdir())
    assert parked == ["caseload.db-shm.1", "caseload.db-wal.1"]


def test_a_journal_of_another_generation_does_no_harm(closed: Closed) -> None:
    folder = closed.folder
    (folder / "caseload.db-journal").write_bytes(b"fremd" * 1000)
    store = closed.open()
    assert _count(store) == 60
    store.close()
