"""What journeys through documents share: a case with a plan, a filed document, patience."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from caseconsole.caseload.plans import add_goal, agree, start_version
from caseconsole.documents.filed import Made, file_documents
from caseconsole.documents.folders import copies_folder
from caseconsole.store import Store
from tests.documents.word_files import word_file
from tests.journeys.conftest import TODAY, Caseload, Desk

NAME = "2026-001_Integrationsplan_v1.docx"
Opened = list[Path]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """What Word was asked to open."""
    files: Opened = []

    def note(path: Path) -> bool:
        files.append(path)
        return True

    monkeypatch.setattr("caseconsole.screens.opening.open_file", note)
    return files


@pytest.fixture
def folder(store: Store) -> Path:
    return copies_folder(store.key_ring.store_id)


@pytest.fixture
def plan(store: Store, caseload: Caseload) -> int:
    """The first case has an agreed plan; gives its id."""
    case_id = caseload.al_hamad

    def make() -> None:
        start_version(case_id, TODAY)
        add_goal(case_id, "language", "B1-Kurs bestehen", dt.date(2027, 3, 31), TODAY)
        agree(case_id, TODAY, TODAY)

    store.call(make)
    return case_id


def file_one(store: Store, case_id: int | None, title: str = "Integrationsplan v1") -> int:
    made = Made(NAME, word_file([title]), "integrationsplan", title, 1)
    return store.call(file_documents, [(case_id, made)], TODAY)[0]


def is_there(path: Path) -> bool:
    return path.exists()


def block(folder: Path) -> None:
    """Let a file lie where the folder belongs."""
    folder.parent.mkdir(parents=True)
    folder.write_bytes(b"im Weg")


async def in_documents(desk: Desk, case_id: int) -> None:
    """Open the tab of documents of a case."""
    await desk.settle()
    desk.app.open_case(case_id, "documents")
    await until(desk, lambda: "Neu schreiben" in desk.shown)


async def until(desk: Desk, holds: Callable[[], object]) -> None:
    """Wait for what another thread does; fails with the screen."""
    for _attempt in range(400):
        await desk.pilot.pause(0.01)
        if holds():
            return
    pytest.fail(desk.shown)


async def see(desk: Desk, *words: str) -> str:
    await until(desk, lambda: all(word in desk.shown for word in words))
    return desk.shown
