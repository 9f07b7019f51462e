"""Stores, consoles and fake beginnings for the tests of the shell."""

# ruff: noqa: ARG002 - a stand-in takes the arguments of what it stands in for

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from caseconsole.errors import InputError, WrongKeyError
from caseconsole.store import Store

PASSPHRASE = "lomar-tegis-wudal-finem-karos"
RECOVERY_KEY = "0001-0002-0003-0004-0005-0006-0007-0008-0009"
_SMALL_MEMORY_KIB = 64 * 1024
WRONG = "Kennwort oder Datei passt nicht."
WRONG_GROUP = "In Gruppe 3 des Notfallschlüssels ist ein Zeichen falsch."
TOO_SHORT = "Das Kennwort ist zu kurz."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "speicher"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    opened, _key = Store.create(folder, PASSPHRASE, memory_kib=_SMALL_MEMORY_KIB)
    yield opened
    opened.close()


class FakeBegin:
    """Opens ``store`` with the right passphrase at once; counts and keeps nothing else."""

    demo_passphrase = "nur-zum-ueben"

    def __init__(self, store: Store | None = None, *, found: bool = True) -> None:
        self.store = store
        self.found = found
        self.attempts = 0
        self.created_in: Path | None = None

    def has_store(self, folder: Path) -> bool:
        return self.found

    def prepare(self) -> None:
        pass

    def open(self, folder: Path, passphrase: str) -> Store:
        self.attempts += 1
        if passphrase != PASSPHRASE or self.store is None:
            raise WrongKeyError(WRONG)
        return self.store

    def open_with_recovery_key(self, folder: Path, typed: str) -> Store:
        if typed != RECOVERY_KEY or self.store is None:
            raise InputError(WRONG_GROUP)
        return self.store

    def open_with_file(self, folder: Path, passphrase_file: Path) -> Store:
        return self.open(folder, passphrase_file.read_text(encoding="utf-8").strip())

    def open_demo(self, folder: Path, cases: int) -> Store:
        return self.open(folder, PASSPHRASE)

    def create(self, folder: Path, passphrase: str) -> tuple[Store, str]:
        assert self.store is not None
        self.created_in = folder
        return self.store, RECOVERY_KEY

    def why_unsafe(self, folder: Path) -> str:
        return "Der Ordner wird mit dem Internet abgeglichen." if "OneDrive" in str(folder) else ""

    def propose_passphrase(self) -> str:
        return PASSPHRASE

    def propose_recovery_key(self) -> str:
        return RECOVERY_KEY

    def check_passphrase(self, chosen: str) -> None:
        if len(chosen) < 20:
            raise InputError(TOO_SHORT)
