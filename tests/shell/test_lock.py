"""The lock hides at once, keeps every word and the place, and ends the process (product 4.2)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from textual.pilot import Pilot

from caseconsole import app as app_module
from caseconsole.app import CaseconsoleApp
from caseconsole.launcher import LOCKED
from caseconsole.screens.console import Start
from caseconsole.screens.curtain import Curtain
from caseconsole.screens.help import HelpScreen
from caseconsole.store import Store
from caseconsole.store.drafts import get_draft
from caseconsole.widgets import NoteArea
from tests.frames import SMALL, frame
from tests.shell.conftest import PASSPHRASE
from tests.shell.screens_for_tests import ENTRIES, NOTE_KEY, HomeScreen, NoteScreen

TEXT = "Rechnung der Stadtwerke über 412,30 €.\nFrau Böhm ruft zurück."


class Clock:
    """Seconds that only the test lets pass."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture(autouse=True)
def _screens(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(CaseconsoleApp, "SCREEN_ENTRIES", ENTRIES)
    monkeypatch.setattr("caseconsole.keys.SCREENS", ENTRIES)
    monkeypatch.setattr(NoteScreen, "fail", 0)
    yield
    NoteScreen.fail = 0


def console(store: Store, clock: Clock | None = None) -> CaseconsoleApp:
    return CaseconsoleApp(Start(store.folder), store=store, idle_clock=clock or Clock())


async def settle(app: CaseconsoleApp, pilot: Pilot[object]) -> None:
    await pilot.pause()
    await app.workers.wait_for_complete()
    await pilot.pause()


async def open_note(app: CaseconsoleApp, pilot: Pilot[object]) -> NoteScreen:
    app.open_screen("notiz", case_id=7)
    await settle(app, pilot)
    assert isinstance(app.screen, NoteScreen)
    return app.screen


def kept_note(store: Store) -> object:
    draft = store.call(get_draft, NOTE_KEY)
    return None if draft is None else draft.values["note"]


async def test_lock_and_unlock_bring_back_screen_field_text_and_cursor(store: Store) -> None:
    app = console(store)
    async with app.run_test(size=SMALL) as pilot:
        screen = await open_note(app, pilot)
        screen.note.focus()
        screen.note.load(TEXT)
        screen.note.move_cursor((1, 4))
        await pilot.press("f12")
        await settle(app, pilot)
    assert app.return_code == LOCKED

    again = Store.open(store.folder, PASSPHRASE)
    try:
        assert kept_note(again) == TEXT
        fresh = CaseconsoleApp(Start(store.folder), store=again)
        async with fresh.run_test(size=SMALL) as pilot:
            await fresh.enter(again)
            await settle(fresh, pilot)
            restored = fresh.screen
            assert isinstance(restored, NoteScreen)
            assert restored.case_id == 7
            assert restored.note.value == TEXT
            assert fresh.focused is restored.note
            assert restored.note.cursor_location == (1, 4)
        assert again.call(get_draft, "ort") is None
    finally:
        again.close()


async def test_the_text_is_gone_from_the_screen_before_anything_is_written(store: Store) -> None:
    NoteScreen.fail = 1_000
    app = console(store)
    async with app.run_test(size=SMALL) as pilot:
        screen = await open_note(app, pilot)
        screen.note.load(TEXT)
        await pilot.press("f12")
        await pilot.pause()
        assert isinstance(app.screen, Curtain)
        assert "Stadtwerke" not in frame(app)
        NoteScreen.fail = 0


async def test_a_full_disk_hides_but_does_not_end(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_module, "_FLUSH_RETRY_SECONDS", 0)
    NoteScreen.fail = 3
    app = console(store)
    async with app.run_test(size=SMALL) as pilot:
        screen = await open_note(app, pilot)
        screen.note.load(TEXT)
        await pilot.press("f12")
        await settle(app, pilot)
    assert NoteScreen.fail == 0
    assert app.return_code == LOCKED
    again = Store.open(store.folder, PASSPHRASE)
    assert kept_note(again) == TEXT
    again.close()


async def test_it_locks_over_an_open_dialog(store: Store) -> None:
    app = console(store)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        await pilot.press("f12")
        await settle(app, pilot)
    assert app.return_code == LOCKED


async def test_the_store_is_closed_by_the_lock(store: Store) -> None:
    app = console(store)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("f12")
        await settle(app, pilot)
    # The instance lock is free again: another process could open it now.
    Store.open(store.folder, PASSPHRASE).close()


async def test_idle_lock_comes_after_the_minutes_and_not_before(store: Store) -> None:
    clock = Clock()
    app = console(store, clock)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("a")
        clock.seconds = 5 * 60 - 1
        app.lock_if_idle()
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        await pilot.press("a")
        clock.seconds += 5 * 60 - 1
        app.lock_if_idle()
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        clock.seconds += 1
        app.lock_if_idle()
        await settle(app, pilot)
    assert app.return_code == LOCKED


async def test_quit_asks_about_text_and_keeps_it_by_default(store: Store) -> None:
    app = console(store)
    async with app.run_test(size=SMALL) as pilot:
        screen = await open_note(app, pilot)
        screen.query_one(NoteArea).load(TEXT)
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert "nicht gespeichert" in frame(app)
        await pilot.press("enter")
        await settle(app, pilot)
    assert app.return_code == 0
    again = Store.open(store.folder, PASSPHRASE)
    assert kept_note(again) == TEXT
    again.close()


async def test_quit_asks_nothing_without_text(store: Store) -> None:
    app = console(store)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+q")
        await settle(app, pilot)
    assert app.return_code == 0
