"""Text from data is text on every screen and in every dialog: no markup, no command (F10-F12)."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.containers import Vertical
from textual.pilot import Pilot

from caseconsole.app import CaseconsoleApp
from caseconsole.caseload.plans import add_step
from caseconsole.caseload.records import create_record
from caseconsole.screens.console import Start
from caseconsole.store import Store
from tests.frames import escapes
from tests.journeys.case_file import TODAY, make_case, person_of
from tests.journeys.conftest import Desk

EVIL = "[/b][@click=app.quit]Zoë[/] [ok]"
ROOMY = (140, 40)


@pytest.fixture
def case_id(store: Store) -> int:
    """A case in which every free text is hostile."""
    case_id = make_case(store, lambda _text: EVIL)
    store.call(add_step, 1, EVIL, "client", TODAY)
    store.call(
        create_record, "reminder", {"due_on": TODAY, "text": EVIL}, person=person_of(store, case_id)
    )
    return case_id


async def look(desk: Desk, *keys: str) -> None:
    """Press keys and find the hostile words on the screen, letter by letter."""
    await desk.press(*keys)
    assert escapes(desk.app) == []
    shown = desk.shown
    screen = desk.app.screen
    if screen.is_modal:
        # Round a dialog the screen below is still seen, with the same words.
        box = screen.query_children(Vertical).first().region
        lines = desk.shown.splitlines()[box.y : box.bottom]
        shown = "\n".join(line[box.x : box.right] for line in lines)
    assert "[/b][@click=" in shown, f"after {keys}:\n{shown}"


@pytest.fixture
def console(store: Store, tmp_path: Path) -> CaseconsoleApp:
    return CaseconsoleApp(Start(tmp_path), store=store)


async def desk_at(console: CaseconsoleApp, pilot: Pilot[None]) -> Desk:
    desk = Desk(console, pilot)
    await desk.settle()
    return desk


async def test_in_lists_and_short_messages(console: CaseconsoleApp, case_id: int) -> None:
    async with console.run_test(size=ROOMY, notifications=True) as pilot:
        desk = await desk_at(console, pilot)
        await look(desk)
        await look(desk, "e")
        assert "Erledigt: " in desk.shown
        await look(desk, "slash")
        await look(desk, *"zoe")
        await desk.press("escape", "ctrl+p", *"zoe")
        await look(desk)
        await desk.press("escape")
        await look(desk, "ctrl+n")
        await look(desk, "enter")
        await look(desk, "f4")
        await look(desk, "f10", "e")
        await desk.press("f10", "f10", "ctrl+r")
        await look(desk, "enter")


async def test_in_forms_and_questions_of_the_plan(console: CaseconsoleApp, case_id: int) -> None:
    async with console.run_test(size=ROOMY, notifications=True) as pilot:
        desk = await desk_at(console, pilot)
        console.open_screen("plan", case_id=case_id)
        await desk.settle()
        await look(desk)
        await look(desk, "f4", "f10", "s")
        await look(desk, "f10", "d")
        await look(desk, "f10", "down", "f4")
        await desk.press("f10", "escape")
        console.open_screen("beratung", case_id=case_id)
        await desk.settle()
        await look(desk, "f9")
        await look(desk, "f3", "space")
        assert "Abgehakt: " in desk.shown


async def test_in_forms_and_questions_of_the_case(console: CaseconsoleApp, case_id: int) -> None:
    async with console.run_test(size=ROOMY) as pilot:
        desk = await desk_at(console, pilot)
        console.open_case(case_id)
        await desk.settle()
        for keys in (
            ("f2",), ("f10", "3"), ("4", "f4"), ("f6",), ("a",), ("f10", "down", "enter"),
            ("f10", "delete", "f10"), ("6", "f4"), ("f10", "n"), ("enter",), ("f10", "down", "f4"),
        ):  # fmt: skip
            await look(desk, *keys)


async def test_in_the_warning_of_a_new_case(console: CaseconsoleApp, case_id: int) -> None:
    async with console.run_test(size=ROOMY) as pilot:
        desk = await desk_at(console, pilot)
        await desk.press("n", *EVIL, "tab", *EVIL, "ctrl+s")
        assert "Ist diese Person schon da?" in desk.shown
        await look(desk)
