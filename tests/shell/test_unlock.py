"""Unlocking: wrong attempts wait longer each time, and the field forgets at once."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.pilot import Pilot

from caseconsole import beginnings
from caseconsole.app import CaseconsoleApp
from caseconsole.beginnings import Beginnings
from caseconsole.screens import unlock
from caseconsole.screens.console import Start
from caseconsole.screens.fatal import FaultNotice
from caseconsole.screens.unlock import UnlockScreen, pause_after
from caseconsole.store import Store, exists, files
from caseconsole.widgets import TextInput
from tests.frames import SMALL, frame
from tests.shell.conftest import PASSPHRASE, RECOVERY_KEY, FakeBegin
from tests.shell.screens_for_tests import ENTRIES, HomeScreen


@pytest.fixture(autouse=True)
def _screens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CaseconsoleApp, "SCREEN_ENTRIES", ENTRIES)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that the screen would have waited."""
    waited: list[float] = []

    async def no_wait(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(unlock, "wait", no_wait)
    return waited


async def settle(app: CaseconsoleApp, pilot: Pilot[object]) -> None:
    await pilot.pause()
    await app.workers.wait_for_complete()
    await pilot.pause()


async def enter(app: CaseconsoleApp, pilot: Pilot[object], secret: str) -> None:
    app.screen.query_one("#secret", TextInput).load(secret)
    await pilot.press("enter")
    await settle(app, pilot)


def test_the_pause_grows_to_a_minute() -> None:
    assert [pause_after(failures) for failures in range(10)] == [0, 1, 2, 4, 8, 16, 32, 60, 60, 60]


async def test_the_right_passphrase_leads_to_heute(store: Store) -> None:
    app = CaseconsoleApp(Start(store.folder), begin=FakeBegin(store))
    async with app.run_test(size=SMALL) as pilot:
        assert isinstance(app.screen, UnlockScreen)
        await enter(app, pilot, PASSPHRASE)
        assert isinstance(app.screen, HomeScreen)
        assert app.store is store


async def test_a_wrong_one_is_said_forgotten_and_waited_for(
    store: Store, waits: list[float]
) -> None:
    begin = FakeBegin(store)
    app = CaseconsoleApp(Start(store.folder), begin=begin)
    async with app.run_test(size=SMALL) as pilot:
        for _attempt in range(3):
            await enter(app, pilot, "falsch")
        field = app.screen.query_one("#secret", TextInput)
        assert field.value == ""
        assert not field.disabled
        assert "passt nicht" in frame(app)
        assert "Feststelltaste" not in frame(app)
        assert sum(waits) == 1 + 2 + 4
        await enter(app, pilot, PASSPHRASE)
        assert isinstance(app.screen, HomeScreen)
        assert begin.attempts == 4


async def test_all_capitals_bring_the_hint(store: Store, waits: list[float]) -> None:
    app = CaseconsoleApp(Start(store.folder), begin=FakeBegin(store))
    async with app.run_test(size=SMALL) as pilot:
        await enter(app, pilot, PASSPHRASE.upper())
        assert "Feststelltaste" in frame(app)


async def test_nothing_typed_is_no_attempt(store: Store) -> None:
    begin = FakeBegin(store)
    app = CaseconsoleApp(Start(store.folder), begin=begin)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter")
        await settle(app, pilot)
        assert begin.attempts == 0
        assert "Bitte geben Sie" in frame(app)


async def test_what_is_typed_is_never_shown(store: Store) -> None:
    app = CaseconsoleApp(Start(store.folder), begin=FakeBegin(store))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press(*"lomar")
        assert "lomar" not in frame(app)


async def test_the_recovery_key_opens_and_names_a_wrong_group(store: Store) -> None:
    app = CaseconsoleApp(Start(store.folder), begin=FakeBegin(store))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("f4")
        assert "Notfallschlüssel" in frame(app)
        await enter(app, pilot, "0001")
        assert "Gruppe 3" in frame(app)
        await enter(app, pilot, RECOVERY_KEY)
        assert isinstance(app.screen, HomeScreen)


async def test_a_passphrase_file_opens_the_first_time_only(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "kennwort"
    file.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    first = CaseconsoleApp(Start(store.folder, passphrase_file=file), begin=FakeBegin(store))
    async with first.run_test(size=SMALL) as pilot:
        await settle(first, pilot)
        assert isinstance(first.screen, HomeScreen)
    after_lock = CaseconsoleApp(
        Start(store.folder, passphrase_file=file, again=True), begin=FakeBegin(store)
    )
    async with after_lock.run_test(size=SMALL) as pilot:
        await settle(after_lock, pilot)
        assert isinstance(after_lock.screen, UnlockScreen)


async def test_practice_opens_itself_and_after_a_lock_shows_its_word(store: Store) -> None:
    first = CaseconsoleApp(Start(store.folder, demo_cases=3), begin=FakeBegin(store, found=False))
    async with first.run_test(size=SMALL) as pilot:
        await settle(first, pilot)
        assert isinstance(first.screen, HomeScreen)
    again = CaseconsoleApp(Start(store.folder, demo_cases=3, again=True), begin=FakeBegin(store))
    async with again.run_test(size=SMALL) as pilot:
        await settle(again, pilot)
        assert isinstance(again.screen, UnlockScreen)
        assert "nur-zum-ueben" in frame(again)


async def test_after_a_fault_id_and_version_are_shown_before_unlocking(store: Store) -> None:
    app = CaseconsoleApp(Start(store.folder, fault_id="ABC234", again=True), begin=FakeBegin(store))
    async with app.run_test(size=SMALL) as pilot:
        await settle(app, pilot)
        assert isinstance(app.screen, FaultNotice)
        assert "ABC234" in frame(app)
        await pilot.press("enter")
        await settle(app, pilot)
        assert isinstance(app.screen, UnlockScreen)
        assert app.focused is app.screen.query_one("#secret")


async def test_a_secret_is_in_no_frame_that_waits(store: Store) -> None:
    """A coroutine that waits keeps its variables: none of them may hold the passphrase (F13)."""
    opened = asyncio.Event()
    loop = asyncio.get_running_loop()

    class Slow(FakeBegin):
        def open(self, folder: Path, passphrase: str) -> Store:
            asyncio.run_coroutine_threadsafe(opened.wait(), loop).result()
            return super().open(folder, passphrase)

    app = CaseconsoleApp(Start(store.folder), begin=Slow(store))
    async with app.run_test(size=SMALL) as pilot:
        app.screen.query_one("#secret", TextInput).load(PASSPHRASE)
        await pilot.press("enter")
        await pilot.pause()
        for task in asyncio.all_tasks():
            for held in task.get_stack():
                if held.f_code.co_filename.endswith("test_unlock.py"):
                    continue
                assert PASSPHRASE not in [
                    value for value in held.f_locals.values() if isinstance(value, str)
                ]
        opened.set()
        await settle(app, pilot)
        assert isinstance(app.screen, HomeScreen)


def test_both_ways_of_looking_for_a_store_agree(tmp_path: Path) -> None:
    assert set(beginnings._STORE_FILES) == {files.DATABASE, files.KEYS}
    assert Beginnings().has_store(tmp_path) is exists(tmp_path) is False
    (tmp_path / files.KEYS).touch()
    assert Beginnings().has_store(tmp_path) is exists(tmp_path) is True
