"""The plan conversation by keyboard: goals, steps, states, and the agreement."""

from __future__ import annotations

import datetime as dt

import pytest

from caseconsole.app import CaseconsoleApp
from caseconsole.caseload import plans
from caseconsole.caseload.plan_views import PlanView, VersionView
from caseconsole.errors import InputError
from caseconsole.store import Store
from caseconsole.text import clean
from caseconsole.widgets import Message
from tests.frames import SMALL, WIDE, escapes
from tests.host import HOSTILE
from tests.journeys.conftest import TODAY, Caseload, Desk

SPRING = dt.date(2026, 3, 2)


def agreed_plan(store: Store, case_id: int) -> None:
    """Version 1 with one goal and one step, agreed in spring."""
    goal = store.call(plans.add_goal, case_id, "language", "B1-Prüfung bestehen", None, SPRING)
    store.call(plans.add_step, goal, "Anmeldung VHS", "client", dt.date(2026, 4, 1))
    store.call(plans.agree, case_id, SPRING, SPRING)


async def read(store: Store, case_id: int) -> PlanView:
    """The plan as stored."""
    return await store.run(plans.read_plan_view, case_id)


def can_be_kept(text: str) -> bool:
    """Whether the caseload takes a text in; others are refused at the field."""
    try:
        return bool(clean(text))
    except InputError:
        return False


def draft_of(view: PlanView) -> VersionView:
    """The version in work."""
    assert view.draft is not None
    return view.draft


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_both_versions_are_on_one_screen(
    console: CaseconsoleApp, store: Store, caseload: Caseload, size: tuple[int, int]
) -> None:
    agreed_plan(store, caseload.al_hamad)
    store.call(plans.start_version, caseload.al_hamad, TODAY)
    async with console.run_test(size=size) as pilot:
        desk = Desk(console, pilot)
        console.open_screen("plan", case_id=caseload.al_hamad)
        await desk.settle()
        assert "Plan · Al-Hamad, Ahmad" in desk.shown
        assert "Version 1, vereinbart 02.03.2026" in desk.shown
        assert "Version 2 (Entwurf)" in desk.shown
        assert desk.shown.count("B1-Prüfung bestehen") == 2
        beside = any(
            "Version 1" in line and "Version 2" in line for line in desk.shown.splitlines()
        )
        assert beside == (size == WIDE)


async def test_the_first_plan_is_made_and_agreed_by_keyboard(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        console.open_screen("plan", case_id=caseload.kovalenko)
        await desk.settle()
        await desk.press("n")
        await desk.type("wohn")
        await desk.press("tab")
        await desk.type("Wohnung")
        await desk.press("tab")
        await desk.type("+6m")
        await desk.press("ctrl+s")
        assert "Wohnung" in desk.shown
        await desk.press("s")
        await desk.type("WBS")
        await desk.press("ctrl+s")
        await desk.press("f5", "f5")
        assert "Version 1 ist vereinbart." in desk.shown
        await desk.press("escape")
    view = await read(store, caseload.kovalenko)
    assert view.agreed is not None
    goal = view.agreed.goals[0]
    assert (goal.area, goal.text, goal.target_on) == ("housing", "Wohnung", dt.date(2027, 5, 20))
    assert [(s.text, s.responsible) for s in goal.steps] == [("WBS", "client")]
    assert view.numbers == ((1, TODAY),)


@pytest.mark.parametrize(
    ("key", "state"), [("e", "reached"), ("t", "partly"), ("x", "not_reached")]
)
async def test_a_key_settles_the_goal_and_begins_the_next_version(
    console: CaseconsoleApp, store: Store, caseload: Caseload, key: str, state: str
) -> None:
    agreed_plan(store, caseload.al_hamad)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        console.open_screen("plan", case_id=caseload.al_hamad)
        await desk.settle()
        await desk.press(key)
    view = await read(store, caseload.al_hamad)
    goal = draft_of(view).goals[0]
    assert (goal.state, goal.settled_on) == (state, TODAY)
    assert view.agreed is not None
    assert view.agreed.goals[0].state == "open"


async def test_a_dropped_goal_asks_for_its_reason(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    agreed_plan(store, caseload.al_hamad)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        console.open_screen("plan", case_id=caseload.al_hamad)
        await desk.settle()
        await desk.press("d", "enter")
        assert "Bitte geben Sie einen Grund an." in desk.shown
        await desk.type("Umzug")
        await desk.press("enter")
    goal = draft_of(await read(store, caseload.al_hamad)).goals[0]
    assert (goal.state, goal.reason) == ("dropped", "Umzug")


async def test_a_goal_runs_on_with_a_new_day_and_a_step_is_ticked(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    agreed_plan(store, caseload.al_hamad)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        console.open_screen("plan", case_id=caseload.al_hamad)
        await desk.settle()
        await desk.press("w")
        await desk.type("+6m")
        await desk.press("enter")
        await desk.press("w")  # what stands there already is typed over
        await desk.type("+3m")
        await desk.press("enter")
        await desk.press("down", "space")
    goal = draft_of(await read(store, caseload.al_hamad)).goals[0]
    assert (goal.state, goal.target_on) == ("open", dt.date(2027, 2, 20))
    assert goal.steps[0].done_on == TODAY


async def test_a_refused_change_begins_no_version(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    goal = store.call(plans.add_goal, caseload.al_hamad, "language", "B1", None, SPRING)
    store.call(plans.agree, caseload.al_hamad, SPRING, SPRING)
    store.call(plans.start_version, caseload.al_hamad, TODAY)
    store.call(plans.settle_goal, goal, "reached", TODAY)
    store.call(plans.agree, caseload.al_hamad, TODAY, TODAY)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        console.open_screen("plan", case_id=caseload.al_hamad)
        await desk.settle()
        await desk.press("t")
        assert isinstance(console.screen, Message)
        assert (await read(store, caseload.al_hamad)).draft is None


async def test_a_new_goal_is_removed_after_asking_and_not_dropped(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    goal = store.call(plans.add_goal, caseload.al_hamad, "language", "B1", None, TODAY)
    store.call(plans.add_step, goal, "Anmeldung VHS", "client", None)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        console.open_screen("plan", case_id=caseload.al_hamad)
        await desk.settle()
        await desk.press("d")
        assert "noch nicht vereinbart" in desk.shown
        await desk.press("enter", "down", "delete", "enter")
        assert "Anmeldung VHS" in desk.shown
        await desk.press("delete", "e")
        assert "Anmeldung VHS" not in desk.shown
        await desk.press("delete", "e")
        assert "Das Ziel entfernen?" not in desk.shown
        assert draft_of(await read(store, caseload.al_hamad)).goals == ()


async def test_looking_at_a_goal_begins_no_version(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    agreed_plan(store, caseload.al_hamad)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        console.open_screen("plan", case_id=caseload.al_hamad)
        await desk.settle()
        await desk.press("f4", "escape", "f5")
        assert "Es gibt noch keine neue Version" in desk.shown
    assert (await read(store, caseload.al_hamad)).draft is None


async def test_a_self_rating_is_one_digit(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    agreed_plan(store, caseload.al_hamad)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        console.open_screen("plan", case_id=caseload.al_hamad)
        await desk.settle()
        await desk.press("r", "3")
        assert "Selbsteinschätzung 3" in desk.shown
    assert (await read(store, caseload.al_hamad)).ratings == {"language": ((TODAY, 3),)}


async def test_a_refusal_of_the_caseload_is_told_in_words(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    agreed_plan(store, caseload.al_hamad)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        console.open_screen("plan", case_id=caseload.al_hamad)
        await desk.settle()
        await desk.press("delete")
        assert "Ein vereinbartes Ziel wird nicht gelöscht" in " ".join(desk.shown.split())
    assert (await read(store, caseload.al_hamad)).draft is None


async def test_hostile_words_of_goals_stand_there_literally(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    for text in filter(can_be_kept, HOSTILE):
        goal = store.call(plans.add_goal, caseload.al_hamad, "work", f"Z {text}", None, TODAY)
        store.call(plans.add_step, goal, f"S {text}", "client", None)
    async with console.run_test(size=(120, 120)) as pilot:
        desk = Desk(console, pilot)
        console.open_screen("plan", case_id=caseload.al_hamad)
        await desk.settle()
        for literal in ("Z [bold]Ali", "Z [/foo]", "S [@click=app.delete('1')]Ali[/]", "Z $text"):
            assert literal in desk.shown
        assert not escapes(console)
        await desk.press("f4")
        assert "Z [bold]Ali" in desk.shown
        await desk.press("escape")
