"""What the journeys through the report screens share: waiting, tables, the stack of screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from caseconsole.app import CaseconsoleApp
from caseconsole.widgets import RecordTable
from tests.frames import frame

READING = {"load", "pages", "form-save"}


async def settle(app: CaseconsoleApp, pilot: Pilot[None]) -> None:
    """Wait until what was asked for is shown; other workers may wait for an answer."""
    for _turn in range(3):
        await pilot.pause()
        reading = [worker for worker in app.workers if worker.group in READING]
        if reading:
            await app.workers.wait_for_complete(reading)
    await pilot.pause()


async def until(pilot: Pilot[None], done: Callable[[], bool]) -> None:
    """Wait for something that another thread does."""
    for _turn in range(600):
        if done():
            return
        await pilot.pause(0.01)
    pytest.fail(frame(pilot.app))


async def shows(pilot: Pilot[None], text: str) -> str:
    """Wait until ``text`` is on the screen; returns all of it."""
    await until(pilot, lambda: text in frame(pilot.app))
    return frame(pilot.app)


def table(app: CaseconsoleApp, name: str = "figures") -> RecordTable[Any]:
    """The list of the screen."""
    return app.screen.query_one(f"#{name}", RecordTable)


def names(app: CaseconsoleApp) -> list[str]:
    """The open screens, the current one last."""
    return [screen.SCREEN_NAME for screen in app.case_screens()]
