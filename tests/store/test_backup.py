"""Backups: called so only after they were read back, and restored whole or not at all."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path
from typing import BinaryIO

import pytest
import time_machine

from caseconsole.errors import (
    CaseconsoleError,
    DamagedStoreError,
    InputError,
    SaveError,
    StoreError,
    WrongKeyError,
)
from caseconsole.models import AuditEntry, Person
from caseconsole.store import (
    Store,
    backup,
    container,
    files,
    last_backup,
    restore,
    restore_keys,
    transaction,
)

PASSPHRASE = "ein Kennwort nur zum Testen"


def _add(name: str) -> None:
    with transaction("person.create") as audit:
        audit.record("person", Person.create(family_name=name, notes="Notiz " * 200).id)


def _names(store: Store) -> list[str]:
    return store.call(lambda: [each.family_name for each in Person.select().order_by(Person.id)])


@pytest.fixture
def made(store: Store, tmp_path: Path) -> Path:
    """A backup of a store with three persons."""
    for name in ("Eins", "Zwei", "Drei"):
        store.call(_add, name)
    return backup(store, tmp_path / "stick")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, store: Store) -> None:
    """Skips the key derivation, for tests that restore many times."""
    from caseconsole.store import keys

    key = store.data_key
    monkeypatch.setattr(keys, "unseal", lambda *_args: key)


def test_a_backup_brings_everything_back_in_another_folder(
    store: Store, made: Path, tmp_path: Path
) -> None:
    store.call(_add, "Später")
    store.close()
    info = restore(made, tmp_path / "anderer PC" / "Ü", PASSPHRASE)
    assert (info.sequence, info.name) == (1, made.name)
    again = Store.open(tmp_path / "anderer PC" / "Ü", PASSPHRASE)
    assert _names(again) == ["Eins", "Zwei", "Drei"]
    again.close()


def test_a_backup_needs_nothing_but_itself_and_the_recovery_key(tmp_path: Path) -> None:
    store, recovery = Store.create(tmp_path / "a", PASSPHRASE, memory_kib=64 * 1024)
    store.call(_add, "Eins")
    path = backup(store, tmp_path / "stick")
    store.close()
    shutil.rmtree(tmp_path / "a")
    restore(path, tmp_path / "b", recovery, recovery=True)
    again = Store.open(tmp_path / "b", recovery, recovery=True)
    assert _names(again) == ["Eins"]
    again.close()


def test_an_old_backup_opens_with_the_passphrase_of_its_time(
    store: Store, made: Path, tmp_path: Path
) -> None:
    store.change_passphrase("ein neues langes Kennwort")
    with pytest.raises(WrongKeyError):
        restore(made, tmp_path / "b", "ein neues langes Kennwort")
    assert not (tmp_path / "b").exists()
    restore(made, tmp_path / "b", PASSPHRASE)


def test_the_name_is_neutral_ordered_and_never_taken_twice(store: Store, tmp_path: Path) -> None:
    with time_machine.travel("2026-11-21T08:00:00Z", tick=False):
        first = backup(store, tmp_path)
        second = backup(store, tmp_path)
    with time_machine.travel("2020-01-01T08:00:00Z", tick=False):
        third = backup(store, tmp_path)
    own = store.key_ring.store_id[:8]
    assert [path.name for path in (first, second, third)] == [
        f"CC_{own}_00001_20261121T080000Z.ccb",
        f"CC_{own}_00002_20261121T080000Z.ccb",
        f"CC_{own}_00003_20200101T080000Z.ccb",
    ]
    taken = tmp_path / f"CC_{own}_00004_20261121T080000Z.ccb"
    taken.write_bytes(b"x")
    with time_machine.travel("2026-11-21T08:00:00Z", tick=False):
        fourth = backup(store, tmp_path)
    assert fourth.name == f"CC_{own}_00004_20261121T080000Z-2.ccb"
    assert taken.read_bytes() == b"x"


def test_the_store_knows_its_last_backup_and_the_trail_names_it(store: Store, made: Path) -> None:
    info = store.call(last_backup)
    assert info is not None
    assert (info.sequence, info.name, info.folder) == (1, made.name, str(made.parent))
    row = store.call(lambda: AuditEntry.select().order_by(AuditEntry.id.desc()).get())
    assert (row.action, row.reason) == ("store.backup", made.name)


async def test_a_backup_can_be_made_from_the_console(store: Store, tmp_path: Path) -> None:
    path = await store.run(backup, store, tmp_path / "stick")
    assert path.exists()


def test_nothing_but_the_backup_is_left(store: Store, made: Path) -> None:
    assert [path.name for path in made.parent.iterdir()] == [made.name]
    assert not list(store.folder.glob("caseload.db.*"))


# -- what the medium does ------------------------------------------------------------------------


def _fails_while_packing(monkeypatch: pytest.MonkeyPatch, *, forged: bool) -> None:
    """A stick that is full, or one that takes everything and gives back something else."""
    real = container.pack

    def pack(head: container.Head, database: Path, target: BinaryIO) -> None:
        if not forged:
            target.write(b"CCBACKUP")
            raise OSError(28, "No space left on device")
        real(head, database, target)
        target.seek(-3000, 2)
        target.write(bytes(64))

    monkeypatch.setattr(container, "pack", pack)


@pytest.mark.parametrize("forged", [False, True])
def test_a_bad_medium_gives_no_backup_and_leaves_the_earlier_one(
    store: Store, made: Path, monkeypatch: pytest.MonkeyPatch, *, forged: bool
) -> None:
    before = made.read_bytes()
    _fails_while_packing(monkeypatch, forged=forged)
    with pytest.raises(SaveError, match="Sicherung"):
        backup(store, made.parent)
    assert [path.name for path in made.parent.iterdir()] == [made.name]
    assert made.read_bytes() == before
    info = store.call(last_backup)
    assert info is not None
    assert info.name == made.name


def test_a_row_that_did_not_arrive_makes_it_no_backup(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = __import__("caseconsole.store.backup", fromlist=["count_rows"])
    real = module.count_rows
    monkeypatch.setattr(module, "count_rows", lambda raw: {**real(raw), "person": 99})
    with pytest.raises(SaveError, match="gilt nicht"):
        backup(store, tmp_path / "stick")
    assert list((tmp_path / "stick").iterdir()) == []


def test_a_target_that_is_a_file_is_refused(store: Store, tmp_path: Path) -> None:
    (tmp_path / "stick").write_bytes(b"x")
    with pytest.raises(SaveError):
        backup(store, tmp_path / "stick")


# -- damaged backups -----------------------------------------------------------------------------


@pytest.mark.usefixtures("quick")
def test_a_cut_or_altered_backup_is_refused_and_leaves_nothing(made: Path, tmp_path: Path) -> None:
    whole = made.read_bytes()
    drawn = random.Random(7)  # noqa: S311 - positions, not secrets
    length = int.from_bytes(whole[8:12], "big")
    begin = (12 + length + 4095) // 4096 * 4096
    cut = [whole[: drawn.randrange(len(whole))] for _time in range(25)]
    altered: list[bytes] = []
    for position in (*range(12), *(drawn.randrange(begin, len(whole)) for _time in range(60))):
        changed = bytearray(whole)
        changed[position] ^= 1 << drawn.randrange(8)
        altered.append(bytes(changed))
    for content in (b"", b"PK\x03\x04", *cut, *altered, whole + b"x"):
        made.write_bytes(content)
        with pytest.raises(DamagedStoreError):
            restore(made, tmp_path / "b", PASSPHRASE)
        assert not (tmp_path / "b").exists()


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("format", 2, StoreError),
        ("format", "1", DamagedStoreError),
        ("store_id", "ff" * 16, DamagedStoreError),
        ("length", -1, DamagedStoreError),
        ("sha256", "0" * 64, DamagedStoreError),
        ("keys", "{}", DamagedStoreError),
        ("keys", None, DamagedStoreError),
    ],
)
@pytest.mark.usefixtures("quick")
def test_an_altered_head_is_refused(
    made: Path, tmp_path: Path, field: str, value: object, error: type[CaseconsoleError]
) -> None:
    whole = made.read_bytes()
    length = int.from_bytes(whole[8:12], "big")
    head = json.loads(whole[12 : 12 + length])
    head[field] = value
    text = json.dumps(head).encode()
    start = b"CCBACKUP" + len(text).to_bytes(4, "big") + text
    begin = (12 + length + 4095) // 4096 * 4096
    made.write_bytes(start + bytes(-len(start) % 4096) + whole[begin:])
    with pytest.raises(error):
        restore(made, tmp_path / "b", PASSPHRASE)
    assert not (tmp_path / "b").exists()


def test_a_wrong_secret_restores_nothing(made: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongKeyError):
        restore(made, tmp_path / "b", "falsch")
    with pytest.raises(InputError, match="36 Zeichen"):
        restore(made, tmp_path / "b", "falsch", recovery=True)
    assert not (tmp_path / "b").exists()


@pytest.mark.parametrize("name", ["caseload.db", "brief.docx"])
def test_nothing_is_restored_over_other_files(made: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / name).write_bytes(b"x")
    with pytest.raises(StoreError, match="nicht leer"):
        restore(made, tmp_path / "b", PASSPHRASE)
    assert [path.name for path in (tmp_path / "b").iterdir()] == [name]
    assert (tmp_path / "b" / name).read_bytes() == b"x"


def test_a_missing_backup_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nicht hergestellt"):
        restore(tmp_path / "fehlt.ccb", tmp_path / "b", PASSPHRASE)
    assert not (tmp_path / "b").exists()


# -- key slots out of a backup -------------------------------------------------------------------


@pytest.mark.parametrize("damage", [None, b"", b"{"])
def test_lost_key_slots_come_back_from_a_backup(
    store: Store, made: Path, damage: bytes | None
) -> None:
    store.close()
    lost = store.folder / files.KEYS
    if damage is None:
        lost.unlink()
    else:
        lost.write_bytes(damage)
    restore_keys(made, store.folder)
    again = Store.open(store.folder, PASSPHRASE)
    assert _names(again) == ["Eins", "Zwei", "Drei"]
    again.close()


def test_key_slots_of_another_store_beside_the_data_are_put_aside(
    store: Store, made: Path, tmp_path: Path
) -> None:
    store.close()
    other, _recovery = Store.create(tmp_path / "other", PASSPHRASE, memory_kib=64 * 1024)
    other.close()
    shutil.copy(tmp_path / "other" / files.KEYS, store.folder / files.KEYS)
    assert files.keys_are_lost(store.folder)
    restore_keys(made, store.folder)
    assert not files.keys_are_lost(store.folder)
    Store.open(store.folder, PASSPHRASE).close()


def test_readable_key_slots_are_not_replaced(store: Store, made: Path) -> None:
    store.close()
    before = (store.folder / files.KEYS).read_bytes()
    with pytest.raises(StoreError, match="nicht ersetzt"):
        restore_keys(made, store.folder)
    assert (store.folder / files.KEYS).read_bytes() == before


def test_key_slots_of_another_store_are_not_taken(made: Path, tmp_path: Path) -> None:
    other, _recovery = Store.create(tmp_path / "other", PASSPHRASE, memory_kib=64 * 1024)
    other.close()
    (tmp_path / "other" / files.KEYS).unlink()
    with pytest.raises(DamagedStoreError, match="anderen Schlüsseldatei"):
        restore_keys(made, tmp_path / "other")
    assert not (tmp_path / "other" / files.KEYS).exists()
