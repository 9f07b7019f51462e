"""A desk for whole tasks: the real console on a real encrypted store with a few cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import time_machine
from textual.pilot import Pilot

from caseconsole.app import CaseconsoleApp
from caseconsole.caseload.cases import open_case
from caseconsole.caseload.contacts import save_contact
from caseconsole.screens.ask_line import AskLine
from caseconsole.screens.console import Start
from caseconsole.store import Store
from caseconsole.widgets import Ask, Message
from tests.frames import frame

TODAY = dt.date(2026, 11, 20)

_READING = {"load", "look-up", "fill", "save", "form-save", "form-focus", "plan-write"}
"""Groups of workers that end by themselves."""

_ASKING = {
    "case-job", "copies", "file", "form", "form-leave", "leave", "navigate", "open-form", "plan",
    "quit", "tick", "write",
}  # fmt: skip
"""Groups of workers that may wait for an answer of the user, but only while a dialog is open."""


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    """It is Friday, 20 November 2026, ten in the morning, and stays so."""
    with time_machine.travel(dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC), tick=False):
        yield


@dataclass(frozen=True)
class Caseload:
    """Ids of the cases that every journey finds."""

    al_hamad: int
    kovalenko: int


@pytest.fixture
def caseload(store: Store) -> Caseload:
    """Two cases; the first has a household and a talk last month."""

    def fill() -> Caseload:
        first = open_case(
            dt.date(2026, 3, 2),
            person={"family_name": "Al-Hamad", "given_name": "Ahmad"},
            household={"address": "Lindenweg 4", "place": "Musterstadt"},
            role="head",
        )
        second = open_case(
            dt.date(2026, 10, 12), person={"family_name": "Kovalenko", "given_name": "Oksana"}
        )
        talk = {"day": dt.date(2026, 10, 21), "kind": "phone", "minutes": 10,
                "main_topic": "work", "text": "Zusage für das Praktikum erhalten."}  # fmt: skip
        save_contact(talk, [1], None, None)
        return Caseload(first, second)

    return store.call(fill)


class Desk:
    """The console under the hands of a test: keys in, screen out."""

    def __init__(self, app: CaseconsoleApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.keystrokes = 0

    async def press(self, *keys: str) -> None:
        """Press keys one after the other and wait until everything has settled."""
        for key in keys:
            self.keystrokes += 1
            await self.pilot.press(key)
        await self.settle()

    async def type(self, text: str) -> None:
        """Type a text letter by letter."""
        names = {" ": "space", "-": "minus", "+": "plus", ".": "full_stop", ":": "colon"}
        await self.press(*(names.get(letter, letter) for letter in text))

    async def settle(self) -> None:
        """Wait for loading and drawing, at most until the console asks something."""
        await self.pilot.pause()
        while self._busy and not isinstance(self.app.screen, Ask | AskLine | Message):
            await self.pilot.pause()
        await self.pilot.pause()

    @property
    def _busy(self) -> bool:
        groups = _READING if self.app.screen.is_modal else _READING | _ASKING
        return any(worker.group in groups and not worker.is_finished for worker in self.app.workers)

    @property
    def shown(self) -> str:
        """What stands on the screen."""
        return frame(self.app)


@pytest.fixture
def console(store: Store, caseload: Caseload) -> CaseconsoleApp:
    """The console with the caseload open; run it with ``run_test``."""
    return CaseconsoleApp(Start(store.folder), store=store)
