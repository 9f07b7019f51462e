"""A closed store with something in it, and how its refusals are proved."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from caseconsole.errors import CaseconsoleError
from caseconsole.models import Person
from caseconsole.store import Store, transaction


@dataclass(frozen=True)
class Closed:
    """A store that nobody has open, and its data key."""

    folder: Path
    key: bytes

    def open(self, passphrase: str = "") -> Store:
        """Open it with its passphrase, or quickly with the data key."""
        if passphrase:
            return Store.open(self.folder, passphrase)
        return Store._open_with_key(self.folder, self.key)

    def refused(
        self, error: type[CaseconsoleError], words: str, *, passphrase: str = ""
    ) -> CaseconsoleError:
        """Open it, expect ``error`` with ``words``, and prove that nothing was written."""
        before = state(self.folder)
        with pytest.raises(error, match=words) as refused:
            self.open(passphrase)
        assert type(refused.value) is error
        assert state(self.folder) == before
        return refused.value


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Content and time of change of every file in ``folder``."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in files
    }


def _fill() -> None:
    with transaction("person.create") as audit:
        for number in range(60):
            person = Person.create(family_name=f"Name {number}", notes="Notiz " * 100)
            audit.record("person", person.id)


@pytest.fixture(scope="session")
def filled(empty_store: tuple[Path, bytes], tmp_path_factory: pytest.TempPathFactory) -> Closed:
    """A closed store of some thirty pages, to be copied."""
    template, key = empty_store
    folder = tmp_path_factory.mktemp("filled") / "store"
    shutil.copytree(template, folder)
    made = Closed(folder, key)
    store = made.open()
    store.call(_fill)
    store.close()
    return made


@pytest.fixture
def closed(filled: Closed, tmp_path: Path) -> Closed:
    """A closed store with sixty persons, of the test's own."""
    shutil.copytree(filled.folder, tmp_path / "store")
    return Closed(tmp_path / "store", filled.key)
