"""Getting about: areas replace each other, other screens stack, unsaved text is asked about."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from caseconsole import config, upkeep
from caseconsole.app import CaseconsoleApp
from caseconsole.errors import SaveError
from caseconsole.models import Person
from caseconsole.screens.console import Start
from caseconsole.screens.curtain import TooSmall
from caseconsole.store import Store, files, transaction
from caseconsole.store.backup import restore
from caseconsole.store.drafts import get_draft, list_drafts
from caseconsole.store.known_backups import last_failure
from tests.frames import SMALL, frame
from tests.shell.conftest import PASSPHRASE
from tests.shell.screens_for_tests import (
    ENTRIES,
    NOTE_KEY,
    AreaScreen,
    HomeScreen,
    NoteScreen,
    TwoKeysScreen,
)


@pytest.fixture(autouse=True)
def _screens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CaseconsoleApp, "SCREEN_ENTRIES", ENTRIES)


@pytest.fixture
def app(store: Store) -> CaseconsoleApp:
    return CaseconsoleApp(Start(store.folder), store=store)


async def settle(app: CaseconsoleApp, pilot: Pilot[object]) -> None:
    await pilot.pause()
    await app.workers.wait_for_complete()
    await pilot.pause()


def names(app: CaseconsoleApp) -> list[str]:
    return [screen.SCREEN_NAME for screen in app.case_screens()]


async def test_areas_replace_each_other_and_f10_goes_home(app: CaseconsoleApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        assert names(app) == ["heute"]
        await pilot.press("ctrl+f")
        await settle(app, pilot)
        assert names(app) == ["heute", "faelle"]
        await pilot.press("ctrl+f")
        await settle(app, pilot)
        assert names(app) == ["heute", "faelle"]
        app.open_screen("notiz", case_id=7)
        await settle(app, pilot)
        assert names(app) == ["heute", "faelle", "notiz"]
        await pilot.press("f10")
        await settle(app, pilot)
        assert names(app) == ["heute", "faelle"]
        await pilot.press("ctrl+t")
        await settle(app, pilot)
        assert names(app) == ["heute"]
        await pilot.press("f10")
        await settle(app, pilot)
        assert names(app) == ["heute"]


@pytest.mark.parametrize(
    ("keys", "left", "kept"),
    [
        (["enter"], True, True),
        (["right", "right", "enter"], True, False),
        (["escape"], False, False),
        (["f10"], False, False),
    ],
)
async def test_leaving_with_text_asks(
    app: CaseconsoleApp, keys: list[str], *, left: bool, kept: bool
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        app.open_screen("notiz", case_id=7)
        await settle(app, pilot)
        screen = app.screen
        assert isinstance(screen, NoteScreen)
        screen.note.load("Text")
        await pilot.press("f10")
        await pilot.pause()
        assert "noch nicht gespeichert" in frame(app)
        await pilot.press(*keys)
        await settle(app, pilot)
        assert names(app) == (["heute"] if left else ["heute", "notiz"])
        assert (await app.store.run(get_draft, NOTE_KEY) is not None) is kept
        if not left:
            assert screen.note.value == "Text"


async def test_switching_areas_asks_too(app: CaseconsoleApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        app.open_screen("notiz", case_id=7)
        await settle(app, pilot)
        assert isinstance(app.screen, NoteScreen)
        app.screen.note.load("Text")
        await pilot.press("ctrl+f")
        await pilot.pause()
        await pilot.press("escape")
        await settle(app, pilot)
        assert names(app) == ["heute", "notiz"]


async def test_ctrl_s_saves_the_current_screen(app: CaseconsoleApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        app.open_screen("notiz", case_id=7)
        await settle(app, pilot)
        screen = app.screen
        assert isinstance(screen, NoteScreen)
        screen.note.focus()
        screen.note.load("Text")
        await pilot.press("ctrl+s")
        await settle(app, pilot)
        assert screen.saved == ["Text"]


async def test_screens_below_read_again_only_what_concerns_them(app: CaseconsoleApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+f")
        await settle(app, pilot)
        area = app.screen
        home = app.case_screens()[0]
        assert isinstance(area, AreaScreen)
        assert isinstance(home, HomeScreen)
        app.open_screen("notiz", case_id=7)
        await settle(app, pilot)
        app.mark_changed("contact", by=app.screen)
        app.back()
        await settle(app, pilot)
        assert area.loads == 1
        app.open_screen("notiz", case_id=7)
        await settle(app, pilot)
        app.mark_changed("case", by=app.screen)
        app.back()  # at once: what was written must not be told too late
        await settle(app, pilot)
        assert area.loads == 2
        assert home.loads == 1
        app.back()
        await settle(app, pilot)
        assert home.loads == 2


async def test_a_window_too_small_is_covered_until_it_grows(app: CaseconsoleApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.resize_terminal(59, 24)
        await pilot.pause()
        assert isinstance(app.screen, TooSmall)
        assert "zu klein" in frame(app)
        await pilot.press("ctrl+f")
        await settle(app, pilot)
        await pilot.resize_terminal(60, 18)
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


async def test_the_cover_goes_even_if_something_was_told_over_it(app: CaseconsoleApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.resize_terminal(59, 24)
        await pilot.pause()
        app.tell("Die Sicherung ist fertig.")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        await pilot.press("enter")
        await settle(app, pilot)
        assert isinstance(app.screen, HomeScreen)


async def test_a_window_that_is_too_small_from_the_start_is_covered(
    store: Store, app: CaseconsoleApp
) -> None:
    fresh = CaseconsoleApp(Start(store.folder))
    async with fresh.run_test(size=(59, 24)) as pilot:
        await fresh.enter(store)
        await settle(fresh, pilot)
        assert isinstance(fresh.screen, TooSmall)
        await pilot.resize_terminal(80, 24)
        await settle(fresh, pilot)
        assert isinstance(fresh.screen, HomeScreen)


async def test_the_footer_names_an_action_once(app: CaseconsoleApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await app.push_screen(TwoKeysScreen())
        await pilot.pause()
        assert frame(app).splitlines()[-1].count("Suchen") == 1


async def test_nothing_works_before_the_store_is_open(app: CaseconsoleApp, store: Store) -> None:
    from tests.shell.conftest import FakeBegin

    locked = CaseconsoleApp(Start(store.folder), begin=FakeBegin(store))
    async with locked.run_test(size=SMALL) as pilot:
        before = locked.screen
        await pilot.press("f2", "f8", "f12", "ctrl+f", "ctrl+p", "ctrl+s", "f10", "ctrl+t")
        await settle(locked, pilot)
        assert locked.screen is before
        assert not locked.private_view


async def test_quitting_while_a_screen_reads_is_no_fault(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = asyncio.Event()

    class ReadingScreen(HomeScreen):
        """Asks the store again and again, as a screen with several lists does."""

        async def load(self) -> None:
            while True:
                await self.app.store.run(list_drafts)
                reading.set()

    monkeypatch.setattr(CaseconsoleApp, "make_screen", lambda *_arguments: ReadingScreen())
    app = CaseconsoleApp(Start(store.folder), store=store)
    async with app.run_test(size=SMALL) as pilot:
        await reading.wait()
        await pilot.press("ctrl+q")
        await pilot.pause()
    assert app.return_code == 0
    assert app.fault is None


async def test_ctrl_b_backs_up_and_says_where(app: CaseconsoleApp, store: Store) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+b")
        await settle(app, pilot)
        assert "Die Sicherung ist fertig." in frame(app)
        (written,) = (store.folder / files.BACKUPS).iterdir()
        await pilot.press("enter")
        await settle(app, pilot)
        home = app.screen
        assert isinstance(home, HomeScreen)
        assert home.loads == 2, "the state of the backups is read again"
    restore(written, store.folder.parent / "b", PASSPHRASE)


async def test_a_place_that_is_missing_is_named_and_the_others_are_written(
    app: CaseconsoleApp, store: Store, tmp_path: Path
) -> None:
    blocked = tmp_path / "kein-ordner"
    blocked.write_text("", encoding="utf-8")
    settings = config.active()
    places = replace(settings.store, backup_folders=(str(blocked),))
    config.use(replace(settings, store=places))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+b")
        await settle(app, pilot)
        assert "Nicht alle" in frame(app)
        assert len(list((store.folder / files.BACKUPS).iterdir())) == 1


def _write_something() -> None:
    with transaction("person.create") as audit:
        audit.record("person", Person.create(family_name="Eins").id)


@pytest.mark.parametrize(("demo", "backups"), [(None, 1), (5, 0)])
async def test_quitting_backs_up_what_was_changed_but_never_practice(
    store: Store, demo: int | None, backups: int
) -> None:
    store.call(_write_something)
    app = CaseconsoleApp(Start(store.folder, demo_cases=demo), store=store)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+q")
        await settle(app, pilot)
    assert app.return_code == 0
    assert len(list(store.folder.glob("sicherungen/*.ccb"))) == backups


async def test_a_backup_at_the_end_is_said_and_can_neither_be_locked_away_nor_begun_twice(
    app: CaseconsoleApp, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.call(_write_something)
    begun, go_on = threading.Event(), threading.Event()
    real = upkeep.back_up_at_end
    made: list[upkeep.Outcome] = []

    def slowly(opened: Store, places: tuple[Path, ...]) -> upkeep.Outcome:
        begun.set()
        go_on.wait(10)
        made.append(real(opened, places))
        return made[-1]

    monkeypatch.setattr(upkeep, "back_up_at_end", slowly)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+q")
        await asyncio.to_thread(begun.wait, 10)
        await pilot.pause()
        assert "Die Sicherung wird geschrieben und geprüft" in frame(app)
        await pilot.press("ctrl+q", "f12", "escape")
        go_on.set()
        await settle(app, pilot)
    assert app.return_code == 0
    (outcome,) = made
    assert len(outcome.written) == 1


@pytest.mark.parametrize("fault", [False, True])
async def test_no_failure_of_a_backup_keeps_the_console_from_ending(
    app: CaseconsoleApp, store: Store, monkeypatch: pytest.MonkeyPatch, *, fault: bool
) -> None:
    def refuse(*_arguments: object) -> None:
        raise KeyError if fault else SaveError("Kein Platz")

    store.call(_write_something)
    monkeypatch.setattr("caseconsole.store.backup", refuse)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+q")
        await settle(app, pilot)
    assert app.return_code == 0
    assert app.fault is None
    again = Store.open(store.folder, PASSPHRASE)
    assert again.call(last_failure)
    again.close()
