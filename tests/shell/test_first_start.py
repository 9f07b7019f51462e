"""The first start ends in a working program, and nothing is made before the passphrase fits."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from caseconsole import config
from caseconsole.app import CaseconsoleApp
from caseconsole.i18n import language
from caseconsole.launcher import PRACTISE
from caseconsole.screens.console import Start
from caseconsole.store import Store
from caseconsole.widgets import TextInput
from tests.frames import SMALL, frame
from tests.shell.conftest import PASSPHRASE, RECOVERY_KEY, FakeBegin
from tests.shell.screens_for_tests import ENTRIES, HomeScreen


@pytest.fixture(autouse=True)
def _screens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CaseconsoleApp, "SCREEN_ENTRIES", ENTRIES)


class Wizard:
    """Answers page after page."""

    def __init__(self, app: CaseconsoleApp, pilot: Pilot[object]) -> None:
        self.app = app
        self.pilot = pilot

    async def settle(self) -> None:
        await self.pilot.pause()
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def fill(self, **texts: str) -> None:
        """Put texts into fields and leave the last one with Enter."""
        for name, text in texts.items():
            field = self.app.screen.query_one(f"#{name.replace('_', '-')}", TextInput)
            field.load(text)
            field.focus()
        await self.press("enter")

    async def to_passphrase(self) -> None:
        await self.press("enter")
        await self.press("enter")
        assert "Kennwort  3/7" in frame(self.app)

    async def to_key_back(self) -> None:
        await self.to_passphrase()
        await self.fill(secret=PASSPHRASE, secret_again=PASSPHRASE)
        assert "Notfallschlüssel  4/7" in frame(self.app)
        await self.press("enter")
        assert "5/7" in frame(self.app)

    async def type_groups_back(self) -> None:
        groups = RECOVERY_KEY.split("-")
        fields = list(self.app.screen.query("#start-fields TextInput").results(TextInput))
        assert len(fields) == 4
        for field in fields:
            field.load(groups[int(str(field.id).removeprefix("group-"))])
        fields[-1].focus()
        await self.press("enter")


def console(store: Store, begin: FakeBegin, *, named: bool = False) -> CaseconsoleApp:
    return CaseconsoleApp(Start(store.folder, folder_named=named), begin=begin)


def made(begin: FakeBegin) -> Path | None:
    """Where a store was made so far."""
    return begin.created_in


async def test_all_the_way_to_a_working_program(store: Store, tmp_path: Path) -> None:
    begin = FakeBegin(store, found=False)
    place = tmp_path / "akten"
    stick = tmp_path / "stick"
    stick.mkdir()
    app = console(store, begin)
    async with app.run_test(size=SMALL) as pilot:
        wizard = Wizard(app, pilot)
        await wizard.settle()
        assert "1/7" in frame(app)
        await wizard.press("enter")
        assert "Schützt nicht" in frame(app)
        await wizard.fill(folder=str(place))
        assert made(begin) is None
        await wizard.fill(secret=PASSPHRASE, secret_again=PASSPHRASE)
        assert made(begin) == place
        shown = frame(app)
        assert all(group in shown for group in RECOVERY_KEY.split("-"))
        await wizard.press("enter")
        assert "0003" not in frame(app)
        await wizard.type_groups_back()
        await wizard.fill(backup=str(stick))
        assert "Möchten Sie zuerst" in frame(app)
        await wizard.press("enter")
        assert isinstance(app.screen, HomeScreen)
        assert app.store is store
    assert config.load().store.folder == str(place)
    assert config.load().store.backup_folders == (str(stick),)
    assert config.load().console.language == "de"


async def test_practice_closes_the_store_and_tells_the_launcher(store: Store) -> None:
    app = console(store, FakeBegin(store, found=False), named=True)
    async with app.run_test(size=SMALL) as pilot:
        wizard = Wizard(app, pilot)
        await wizard.settle()
        await wizard.to_key_back()
        await wizard.type_groups_back()
        await wizard.press("enter")
        await wizard.press("right", "tab", "enter")
    assert app.return_code == PRACTISE
    Store.open(store.folder, PASSPHRASE).close()


async def test_a_folder_named_on_the_command_line_is_not_written_down(store: Store) -> None:
    app = console(store, FakeBegin(store, found=False), named=True)
    async with app.run_test(size=SMALL) as pilot:
        wizard = Wizard(app, pilot)
        await wizard.settle()
        await wizard.to_key_back()
        await wizard.type_groups_back()
        await wizard.press("enter")
    assert config.load().store.folder == ""


async def test_english_takes_effect_at_once(store: Store) -> None:
    app = console(store, FakeBegin(store, found=False))
    async with app.run_test(size=SMALL) as pilot:
        wizard = Wizard(app, pilot)
        await wizard.settle()
        await wizard.press("tab", "enter")
        assert language() == "en"


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [("zu kurz", "zu kurz", "zu kurz"), (PASSPHRASE, PASSPHRASE + "x", "verschieden")],
)
async def test_a_bad_passphrase_makes_nothing(
    store: Store, first: str, second: str, said: str
) -> None:
    begin = FakeBegin(store, found=False)
    app = console(store, begin)
    async with app.run_test(size=SMALL) as pilot:
        wizard = Wizard(app, pilot)
        await wizard.settle()
        await wizard.to_passphrase()
        await wizard.fill(secret=first, secret_again=second)
        assert said in frame(app)
        assert begin.created_in is None


@pytest.mark.parametrize("typed", ["", "akten", "/srv/frau/OneDrive/akten"])
async def test_an_unfit_folder_is_refused(store: Store, typed: str) -> None:
    app = console(store, FakeBegin(store, found=False))
    async with app.run_test(size=SMALL) as pilot:
        wizard = Wizard(app, pilot)
        await wizard.settle()
        await wizard.press("enter")
        await wizard.fill(folder=typed)
        assert "Ort der Fallakten" in frame(app)


async def test_a_group_copied_wrongly_is_named_and_the_key_shown_again(store: Store) -> None:
    app = console(store, FakeBegin(store, found=False))
    async with app.run_test(size=SMALL) as pilot:
        wizard = Wizard(app, pilot)
        await wizard.settle()
        await wizard.to_key_back()
        await wizard.press("enter", "enter", "enter", "enter")
        assert "stimmt nicht" in frame(app)
        assert "5/7" in frame(app)
        await pilot.click("#again")
        await wizard.settle()
        assert "0003" in frame(app)


async def test_going_back_ends_where_the_store_is_made(store: Store) -> None:
    app = console(store, FakeBegin(store, found=False))
    async with app.run_test(size=SMALL) as pilot:
        wizard = Wizard(app, pilot)
        await wizard.settle()
        await wizard.to_passphrase()
        await wizard.press("f10")
        assert "2/7" in frame(app)
        await wizard.press("enter")
        await wizard.fill(secret=PASSPHRASE, secret_again=PASSPHRASE)
        await wizard.press("f10")
        assert "4/7" in frame(app)
