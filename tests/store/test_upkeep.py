"""The backup at the end of work: when, where to, and what a failure leaves behind."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from caseconsole import config, upkeep
from caseconsole.models import Person
from caseconsole.settings import Settings
from caseconsole.settings import Store as StoreSettings
from caseconsole.store import Store, last_backup, transaction
from caseconsole.store.drafts import save_draft
from caseconsole.store.known_backups import last_failure

backups = importlib.import_module("caseconsole.store.backup")


def _write() -> None:
    with transaction("person.create") as audit:
        audit.record("person", Person.create(family_name="Eins").id)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A second place in the settings; it is plugged in when its folder is made."""
    folder = tmp_path / "stick"
    config.use(Settings(store=StoreSettings(backup_folders=(str(folder),))))
    return folder


@pytest.fixture
def far(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever lies on the stick is on another disk than the store."""
    apart = lambda one, other: (one.name == "stick") == (other.name == "stick")  # noqa: E731
    monkeypatch.setattr(backups, "same_disk", apart)
    monkeypatch.setattr("caseconsole.store.places.same_disk", apart)


def end_work(store: Store) -> tuple[Path, ...]:
    """What the console does when it is quit; the folders that got a backup."""
    outcome = upkeep.back_up_at_end(store, upkeep.places_at_end(store))
    return tuple(path.parent for path in outcome.written)


def test_without_a_second_place_the_own_folder_gets_what_was_changed(store: Store) -> None:
    assert end_work(store) == ()
    store.call(_write)
    assert end_work(store) == (store.folder / "sicherungen",)
    assert end_work(store) == ()
    store.call(save_draft, "beratung:1:", None, "Beratung", {"text": "Ein Satz"})
    assert end_work(store) == (store.folder / "sicherungen",)


@pytest.mark.usefixtures("far")
def test_the_stick_gets_what_was_changed_as_soon_as_it_is_there(store: Store, stick: Path) -> None:
    store.call(_write)
    assert end_work(store) == (store.folder / "sicherungen",)
    stick.mkdir()
    assert end_work(store) == (stick,)
    assert end_work(store) == ()
    store.call(_write)
    assert end_work(store) == (stick,)


@pytest.mark.usefixtures("stick")
def test_a_stick_that_is_not_there_is_never_made(store: Store, stick: Path) -> None:
    store.call(_write)
    end_work(store)
    assert not stick.exists()


def test_a_second_place_on_the_same_disk_is_not_written_again_and_again(
    store: Store, stick: Path
) -> None:
    stick.mkdir()
    store.call(_write)
    assert end_work(store) == (stick,)
    assert end_work(store) == ()


def test_a_failure_is_kept_until_a_backup_succeeds(store: Store) -> None:
    (store.folder / "sicherungen").write_bytes(b"in the way")
    store.call(_write)
    assert end_work(store) == ()
    assert store.call(last_failure)
    assert store.call(last_backup) is None
    (store.folder / "sicherungen").unlink()
    assert end_work(store) == (store.folder / "sicherungen",)
    assert not store.call(last_failure)
