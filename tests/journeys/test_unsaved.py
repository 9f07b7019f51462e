"""What is typed is never lost: leaving asks, a full disk holds back, F1 helps in dialogs, too."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from caseconsole import app as app_module
from caseconsole.app import CaseconsoleApp
from caseconsole.caseload.drafts import drop_draft, get_draft, open_drafts, save_draft
from caseconsole.caseload.plan_views import read_plan_view
from caseconsole.caseload.plans import add_goal, agree
from caseconsole.errors import SaveError
from caseconsole.launcher import LOCKED
from caseconsole.screens import contact, form_dialog
from caseconsole.screens.case import CaseScreenFile
from caseconsole.screens.form_dialog import FormDialog
from caseconsole.screens.help import HelpScreen
from caseconsole.screens.plan import PlanScreen
from caseconsole.store import Store
from caseconsole.widgets import Message
from tests.conftest import PASSPHRASE
from tests.frames import SMALL
from tests.journeys.conftest import TODAY, Caseload, Desk

FULL = "Der Datenträger ist voll."


def failing(times: int, then: Callable[..., None]) -> Callable[..., None]:
    """A store function that is refused so often before it works."""
    left = [times]

    def call(*args: object) -> None:
        if left[0]:
            left[0] -= 1
            raise SaveError(FULL)
        then(*args)

    return call


def kind_of_screen(console: CaseconsoleApp) -> type[object]:
    """What lies on top: a screen or a dialog."""
    return type(console.screen)


async def open_talk(console: CaseconsoleApp, desk: Desk, case_id: int) -> None:
    """A half-written note of a case."""
    console.open_screen("beratung", case_id=case_id)
    await desk.settle()
    await desk.type("Rate")


async def test_the_lock_does_not_end_before_the_note_is_kept(
    console: CaseconsoleApp, store: Store, caseload: Caseload, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_module, "_FLUSH_RETRY_SECONDS", 0)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await open_talk(console, desk, caseload.al_hamad)
        monkeypatch.setattr(contact, "save_draft", failing(3, save_draft))
        await pilot.press("f12")
        await console.workers.wait_for_complete(
            [worker for worker in console.workers if worker.group == "lock"]
        )
    assert console.return_code == LOCKED
    again = Store.open(store.folder, PASSPHRASE)
    draft = again.call(get_draft, f"beratung:{caseload.al_hamad}:")
    again.close()
    assert draft is not None
    assert draft.values["text"] == "Rate"


async def test_a_note_that_cannot_be_kept_is_not_left(
    console: CaseconsoleApp, caseload: Caseload, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await open_talk(console, desk, caseload.al_hamad)
        monkeypatch.setattr(contact, "save_draft", failing(100, save_draft))
        await desk.press("f10", "enter")
        assert kind_of_screen(console) is Message
        assert FULL in desk.shown
        await desk.press("enter")
        assert "Rate" in desk.shown
        assert console.is_running


async def test_a_draft_that_cannot_be_dropped_is_told_and_ends_nothing(
    console: CaseconsoleApp, caseload: Caseload, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        console.open_screen("plan", case_id=caseload.al_hamad)
        await desk.settle()
        await desk.press("n")
        monkeypatch.setattr(form_dialog, "drop_draft", failing(1, drop_draft))
        await desk.press("f10")
        assert FULL in desk.shown
        await desk.press("enter", "f10")
        assert kind_of_screen(console) is PlanScreen
        assert console.fault is None


@pytest.mark.parametrize("where", ["plan", "quick"])
async def test_quitting_asks_about_text_in_a_dialog(
    console: CaseconsoleApp, store: Store, caseload: Caseload, where: str
) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        if where == "plan":
            console.open_screen("plan", case_id=caseload.al_hamad)
            await desk.settle()
            await desk.press("n", "tab", "W", "B", "S")
        else:
            await desk.press("f2")
            console.screen.query_one("#note").focus()
            await desk.press("W", "B", "S")
        await desk.press("ctrl+q")
        assert "nicht gespeichert" in desk.shown
        await desk.press("f10")
        assert "WBS" in desk.shown
        await desk.press("ctrl+q", "enter")
    key = f"plan:{caseload.al_hamad}:ziel" if where == "plan" else "beratung::"
    again = Store.open(store.folder, PASSPHRASE)
    draft = again.call(get_draft, key)
    again.close()
    assert draft is not None
    assert draft.values["text"] == "WBS"


async def test_help_works_in_a_form_and_goes_back_to_the_field(
    console: CaseconsoleApp, caseload: Caseload
) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        console.open_screen("akte", case_id=caseload.al_hamad)
        await desk.settle()
        await desk.press("r", "tab", "f1")
        assert kind_of_screen(console) is HelpScreen
        assert "als Entwurf" in desk.shown
        await desk.press("end")
        assert "F12" in desk.shown
        await desk.press("f1")
        assert kind_of_screen(console) is FormDialog
        assert console.focused is not None
        await desk.press("f1", "f1", "f10")
        assert kind_of_screen(console) is CaseScreenFile


async def test_a_form_of_the_plan_comes_back_from_its_draft(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    """After a crash the start screen lists it; Enter there opens the form with the text."""
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        console.open_screen("plan", case_id=caseload.al_hamad)
        await desk.settle()
        await desk.press("n", "tab", "W", "B", "S")
        arguments = console.case_screens()[-1].arguments()
        await desk.press("f10", "enter", "f10")
        assert "Entwürfe 1" in desk.shown
        assert "Plan                   Al-Hamad, Ahmad" in desk.shown
        await desk.press("end", "enter")
        assert kind_of_screen(console) is FormDialog
        assert "WBS" in desk.shown
        await desk.press("f10", "enter")
        await console.push_screen(console.make_screen("plan", arguments))
        await desk.settle()
        assert kind_of_screen(console) is FormDialog
        assert "WBS" in desk.shown


async def test_looking_at_the_concerns_begins_no_version(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        console.open_screen("plan", case_id=caseload.al_hamad)
        await desk.settle()
        await desk.press("a", "f10")
        assert (await store.run(read_plan_view, caseload.al_hamad)).draft is None
        await desk.press("a", "W", "B", "S", "ctrl+s")
        draft = (await store.run(read_plan_view, caseload.al_hamad)).draft
        assert draft is not None
        assert draft.concerns == "WBS"


async def test_a_half_written_reason_is_kept(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    store.call(add_goal, caseload.al_hamad, "housing", "Eigene Wohnung", None, TODAY)
    store.call(agree, caseload.al_hamad, TODAY, TODAY)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        console.open_screen("plan", case_id=caseload.al_hamad)
        await desk.settle()
        await desk.press("d", "W", "B", "S", "f10")
        assert "nicht gespeichert" in desk.shown
        await desk.press("enter", "d")
        assert "WBS" in desk.shown
        await desk.press("ctrl+q", "f10", "enter")
        assert await store.run(open_drafts) == ()
        view = await store.run(read_plan_view, caseload.al_hamad)
        assert view.draft is not None
        assert [(goal.state, goal.reason) for goal in view.draft.goals] == [("dropped", "WBS")]


async def test_a_reason_in_the_case_file_comes_back_from_its_draft(
    console: CaseconsoleApp, caseload: Caseload
) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        console.open_screen("akte", case_id=caseload.al_hamad, tab="household")
        await desk.settle()
        await desk.press("delete", "W", "B", "S", "f10", "enter", "f10")
        assert "Akte                   Al-Hamad, Ahmad" in desk.shown
        await desk.press("end", "enter")
        assert "Warum wird" in desk.shown
        assert "WBS" in desk.shown


async def test_the_desk_side_view_names_nobody_in_the_drafts(
    console: CaseconsoleApp, caseload: Caseload
) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await desk.settle()
        await desk.press("n", *"Tekle", "f10", "enter")
        console.open_screen("akte", case_id=caseload.al_hamad)
        await desk.settle()
        await desk.press("r", "tab", "x", "f10", "enter", "f10")
        assert "Entwürfe 2" in desk.shown
        assert "Tekle" in desk.shown
        await desk.press("f8")
        assert "Entwürfe 2" in desk.shown
        assert not [name for name in ("Al-Hamad", "Tekle") if name in desk.shown]
