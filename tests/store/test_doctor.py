"""The doctor finds what is wrong and says what to do; a sound store gets no warning."""

from __future__ import annotations

import importlib
import random
import shutil
from collections.abc import Iterator
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from types import SimpleNamespace

import pytest
import time_machine

from caseconsole.models import Person
from caseconsole.store import Finding, Store, backup, examine, transaction
from caseconsole.store.places import why_unsafe

PASSPHRASE = "ein Kennwort nur zum Testen"

backups = importlib.import_module("caseconsole.store.backup")


def _levels(found: tuple[Finding, ...]) -> set[str]:
    return {finding.level for finding in found}


def _find(found: tuple[Finding, ...], words: str) -> Finding:
    (finding,) = [each for each in found if words in each.text]
    return finding


@pytest.fixture
def other_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """The backup lies on a stick."""
    monkeypatch.setattr(backups, "same_disk", lambda *_paths: False)


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """Ten gigabytes free, whatever this computer has."""
    usage = SimpleNamespace(free=10_000_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage)
    return usage


@pytest.mark.usefixtures("other_disk", "room")
def test_a_sound_store_with_a_fresh_backup_gets_no_warning(store: Store, tmp_path: Path) -> None:
    backup(store, tmp_path / "stick")
    found = examine(store.folder, store)
    assert _levels(found) == {"ok"}
    assert _find(found, "Bestand").text == "Bestand: 0 Fälle, 0 Personen."


@pytest.mark.usefixtures("room")
def test_every_finding_that_is_not_good_says_what_to_do(store: Store, tmp_path: Path) -> None:
    for found, worst in (
        (examine(store.folder, store), "warn"),
        (examine(tmp_path / "fehlt", "x"), "bad"),
        (examine(store.folder, "x"), "bad"),
    ):
        assert all(each.what_to_do for each in found if each.level == "warn")
        assert worst in _levels(found)


def test_the_store_is_opened_with_a_secret_and_closed_again(store: Store) -> None:
    store.close()
    assert _find(examine(store.folder, PASSPHRASE), "unbeschädigt").level == "ok"
    assert _find(examine(store.folder, "falsch"), "passt nicht").level == "bad"
    Store.open(store.folder, PASSPHRASE).close()


def test_a_damaged_page_is_found_in_an_open_store(store: Store) -> None:
    def fill() -> None:
        with transaction("person.create") as audit:
            audit.record("person")
            Person.insert_many([{"family_name": "x" * 3000} for _row in range(40)]).execute()

    store.call(fill)
    path = store.folder / "caseload.db"
    whole = bytearray(path.read_bytes())
    whole[-random.Random(8).randrange(100, 4000)] ^= 4  # noqa: S311 - a position, no secret
    path.write_bytes(whole)
    found = _find(examine(store.folder, store), "beschädigt")
    assert found.level == "bad"
    assert "Sicherung" in found.what_to_do


@pytest.mark.parametrize(
    ("later", "level"), [("2026-11-28", "ok"), ("2026-11-29", "warn"), ("2027-11-21", "warn")]
)
@pytest.mark.usefixtures("other_disk")
def test_a_backup_grows_old_after_seven_days(
    store: Store, tmp_path: Path, later: str, level: str
) -> None:
    with time_machine.travel("2026-11-21T10:00:00Z", tick=False):
        backup(store, tmp_path / "stick")
    with time_machine.travel(f"{later}T09:00:00Z", tick=False):
        finding = _find(examine(store.folder, store), "Letzte geprüfte Sicherung")
    assert finding.level == level
    assert "21.11.2026 11:00" in finding.text


def test_a_backup_from_the_future_points_at_the_clock(store: Store, tmp_path: Path) -> None:
    with time_machine.travel("2031-01-01T10:00:00Z", tick=False):
        backup(store, tmp_path / "stick")
    with time_machine.travel("2026-11-21T10:00:00Z", tick=False):
        finding = _find(examine(store.folder, store), "der noch kommt")
    assert finding.level == "warn"
    assert "Uhrzeit" in finding.what_to_do


def test_a_backup_on_the_same_disk_is_not_enough(store: Store, tmp_path: Path) -> None:
    backup(store, tmp_path / "stick")
    assert _find(examine(store.folder, store), "demselben Datenträger").level == "warn"


def test_a_fresh_copy_at_home_does_not_hide_an_old_one_elsewhere(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel("2026-11-01T10:00:00Z", tick=False), monkeypatch.context() as far:
        far.setattr(backups, "same_disk", lambda *_paths: False)
        backup(store, tmp_path / "stick")
    with time_machine.travel("2026-11-21T10:00:00Z", tick=False):
        backup(store, store.folder / "sicherungen")
        found = examine(store.folder, store)
    assert _find(found, "Letzte geprüfte").level == "ok"
    assert "01.11.2026" in _find(found, "anderen Datenträger").text


@pytest.mark.parametrize(("free", "level"), [(1_000, "bad"), (300_000_000, "warn")])
def test_little_room_is_reported(
    store: Store, room: SimpleNamespace, free: int, level: str
) -> None:
    room.free = free
    assert _find(examine(store.folder, store), "Freier Platz").level == level


def test_parked_files_and_altered_key_slots_are_reported(store: Store) -> None:
    park = store.folder / "fremde-dateien"
    park.mkdir()
    (park / "caseload.db-wal.1").touch()
    (store.folder / "keys.json").unlink()
    found = examine(store.folder, store)
    assert _find(found, "fremde-dateien").level == "warn"
    assert _find(found, "keys.json fehlt").level == "bad"


FIXED, REMOVABLE, NETWORK = 3, 2, 4


@pytest.mark.parametrize(
    ("folder", "drive", "expected"),
    [
        (PureWindowsPath(r"C:\Users\weber\AppData\Local\caseconsole"), FIXED, ""),
        (PureWindowsPath(r"C:\Users\weber\OneDrive\Akten"), FIXED, "abgeglichen"),
        (PureWindowsPath(r"C:\Users\weber\OneDrive - Gemeinde X\Akten"), FIXED, "abgeglichen"),
        (PureWindowsPath(r"C:\Users\weber\Firma Wolke\Akten"), FIXED, "abgeglichen"),
        (PureWindowsPath(r"C:\Users\weber\Dropbox\x"), FIXED, "abgeglichen"),
        (PureWindowsPath(r"C:\Users\weber\NEXTCLOUD\x"), FIXED, "abgeglichen"),
        (PureWindowsPath(r"C:\Akten\Onedriver"), FIXED, ""),
        (PureWindowsPath(r"\\server\freigabe\Akten"), FIXED, "Netzlaufwerk"),
        (PureWindowsPath("//server/freigabe/Akten"), FIXED, "Netzlaufwerk"),
        (PureWindowsPath(r"H:\Akten"), NETWORK, "Netzlaufwerk"),
        (PureWindowsPath(r"E:\Akten"), REMOVABLE, "Wechseldatenträger"),
        (PurePosixPath("/srv/weber/.local/share/caseconsole"), 0, ""),
        (PurePosixPath("/srv/weber/Nextcloud/Akten"), 0, "abgeglichen"),
        (PurePosixPath("/srv/weber/Library/Mobile Documents/x"), 0, "abgeglichen"),
    ],
)
def test_unsafe_places(folder: PurePath, drive: int, expected: str) -> None:
    environment = {"OneDriveCommercial": r"C:\Users\weber\Firma Wolke", "OneDrive": ""}
    found = why_unsafe(folder, environment, lambda _root: drive)
    assert expected in found
    assert bool(found) == bool(expected)


def test_a_store_in_an_unsafe_place_is_reported(store: Store, tmp_path: Path) -> None:
    store.close()
    moved = tmp_path / "Dropbox" / "store"
    moved.parent.mkdir()
    store.folder.rename(moved)
    found = _find(examine(moved, PASSPHRASE), "abgeglichen")
    assert found.level == "bad"
