"""The registry of keys: nothing that terminals fold, no key twice, a method behind every action."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
from textual.binding import Binding

from caseconsole import keys
from caseconsole.app import CaseconsoleApp
from caseconsole.screens.base import CaseScreen
from caseconsole.screens.console import Start
from caseconsole.screens.help import HelpScreen
from caseconsole.screens.palette import Palette, commands
from caseconsole.store import Store
from caseconsole.widgets import TextInput
from tests.frames import SMALL, frame
from tests.shell.screens_for_tests import ENTRIES, HomeScreen, NoteScreen

FOLDED = {"ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+left_square_bracket", "ctrl+space", "f11"}
ALT_GR = set("[]{}@\\~|€²³µ")


def single_keys(bindings: object) -> list[str]:
    assert isinstance(bindings, (list, tuple))
    assert all(isinstance(binding, Binding) for binding in bindings)
    return [key for binding in bindings for key in binding.key.split(",")]


def forbidden(key: str) -> bool:
    return key in FOLDED or key.startswith("alt+") or key in ALT_GR


def test_global_keys_reach_the_program_and_are_unique() -> None:
    found = single_keys(keys.GLOBAL)
    assert not [key for key in found if forbidden(key)]
    assert len(found) == len(set(found))


def test_every_global_action_has_a_method_and_an_explanation() -> None:
    for binding in keys.GLOBAL:
        assert hasattr(CaseconsoleApp, f"action_{binding.action.partition('(')[0]}")
        assert binding.tooltip.endswith(".")


@pytest.mark.parametrize("name", keys.SCREENS)
def test_keys_of_a_screen(name: str) -> None:
    entry = keys.SCREENS[name]
    screen = getattr(importlib.import_module(entry.module), entry.name)
    assert issubclass(screen, CaseScreen)
    own = single_keys(screen.__dict__.get("BINDINGS", []))
    assert not [key for key in own if forbidden(key)]
    assert len(own) == len(set(own))
    urgent = {"f1", "f2", "f12", "ctrl+q", "ctrl+p"}
    assert not urgent & set(own), "these work everywhere alike"
    for binding in screen.__dict__.get("BINDINGS", []):
        name = binding.action.partition("(")[0]
        owner = CaseconsoleApp if name.startswith("app.") else screen
        assert hasattr(owner, f"action_{name.rpartition('.')[2]}"), binding.action


@pytest.fixture
def app(store: Store, monkeypatch: pytest.MonkeyPatch) -> CaseconsoleApp:
    monkeypatch.setattr(CaseconsoleApp, "SCREEN_ENTRIES", ENTRIES)
    return CaseconsoleApp(Start(store.folder), store=store)


async def test_help_shows_the_field_first_and_no_english(app: CaseconsoleApp) -> None:
    async with app.run_test(size=(80, 60)) as pilot:
        screen = app.make_screen("notiz", {"case_id": 1})
        await app.push_screen(screen)
        await pilot.pause()
        assert isinstance(screen, NoteScreen)
        screen.note.focus()
        setattr(screen.note, "help_text", "Was besprochen wurde.")  # noqa: B010 - any widget may
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        shown = frame(app)
        assert "Was besprochen wurde." in shown
        assert shown.index("Was besprochen wurde.") < shown.index("Tasten überall")
        assert "F12" in shown
        assert "Sperre" in shown
        assert "Focus" not in shown
        assert "Move cursor" not in shown


async def test_the_palette_finds_in_both_languages_and_runs(app: CaseconsoleApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        names = [entry.title for entry in commands(app.screen)]
        assert "Beenden" in names
        assert "Einstellungen" in names
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert isinstance(app.screen, Palette)
        await pilot.press(*"f")
        await pilot.press("down", "up")
        app.screen.query_one("#palette-typed", TextInput).load("faelle")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert [screen.SCREEN_NAME for screen in app.case_screens()] == ["heute", "faelle"]


async def test_textuals_own_commands_are_out_of_reach(
    app: CaseconsoleApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its palette offers a screenshot, which is a file in plain text (F14)."""
    monkeypatch.chdir(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        assert not app.use_command_palette
        assert not [
            active.binding.action
            for active in app.screen.active_bindings.values()
            if "screenshot" in active.binding.action or "command_palette" in active.binding.action
        ]
        assert list(app.get_system_commands(app.screen)) == []
        app.action_screenshot()
        await pilot.pause()
        assert list(tmp_path.rglob("*.svg")) == []  # noqa: ASYNC240 - nothing else runs
        assert isinstance(app.screen, HomeScreen)
