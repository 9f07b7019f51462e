"""What every test can rely on: German, Berlin time, default settings, and folders of its own."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from caseconsole import config
from caseconsole.i18n import SOURCE_LANGUAGE, set_language
from caseconsole.settings import Settings
from caseconsole.store import Store

PASSPHRASE = "ein Kennwort nur zum Testen"
"""Opens every store that the fixtures make."""

_FULL = bool(os.environ.get("CASECONSOLE_FULL"))
_FOLDERS = {
    "HOME": "",
    "USERPROFILE": "",
    "APPDATA": "roaming",
    "LOCALAPPDATA": "local",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_STATE_HOME": "state",
    "XDG_CACHE_HOME": "cache",
}


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, so that no test sees or changes a person's own files."""
    folder = tmp_path_factory.mktemp("home")
    for variable, below in _FOLDERS.items():
        monkeypatch.setenv(variable, str(folder / below))
    return folder


@pytest.fixture(autouse=True)
def _berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Local days are those of Baden-Württemberg wherever the test runs; Windows has no tzset."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    if hasattr(time, "tzset"):
        time.tzset()
    yield
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()


@pytest.fixture(autouse=True)
def _defaults() -> Iterator[None]:
    """The settings and the language as they are delivered."""
    config.use(Settings())
    set_language(SOURCE_LANGUAGE)
    yield
    config.use(Settings())
    set_language(SOURCE_LANGUAGE)


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """Folder and data key of an empty store that is copied, never opened again.

    Its passphrase is ``PASSPHRASE``. Made once a session: deriving its keys takes half a second.
    """
    folder = tmp_path_factory.mktemp("store") / "empty"
    made, _recovery_key = Store.create(folder, PASSPHRASE, memory_kib=64 * 1024)
    key = made._database.data_key
    made.close()
    return folder, key


@pytest.fixture
def store(empty_store: tuple[Path, bytes], tmp_path: Path) -> Iterator[Store]:
    """An open, empty, encrypted store of the test's own in ``tmp_path / "store"``."""
    template, key = empty_store
    shutil.copytree(template, tmp_path / "store")
    opened = Store._open_with_key(tmp_path / "store", key)
    yield opened
    opened.close()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out what this computer cannot run; in the full run nothing may be left out."""
    if item.get_closest_marker("office") and shutil.which("soffice") is None:
        if _FULL or os.environ.get("CI"):
            pytest.fail("LibreOffice (soffice) is missing, and the full run must use it.")
        pytest.skip("LibreOffice (soffice) is not installed")
    if item.get_closest_marker("faults") and not _FULL:
        pytest.skip("kills and full disks are tested where CASECONSOLE_FULL is set")
