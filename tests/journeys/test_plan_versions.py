"""Versions of a plan by keyboard: agreed, taken back, looked at, compared; the further year."""

from __future__ import annotations

import datetime as dt

import pytest

from caseconsole.app import CaseconsoleApp
from caseconsole.caseload import plans
from caseconsole.caseload.drafts import get_draft
from caseconsole.caseload.records import change_record, read_record
from caseconsole.launcher import LOCKED
from caseconsole.screens.console import Start
from caseconsole.screens.form_dialog import FormDialog
from caseconsole.screens.plan import PlanScreen
from caseconsole.screens.plan_compare_view import CompareDialog
from caseconsole.store import Store
from tests.conftest import PASSPHRASE
from tests.frames import SMALL, WIDE
from tests.journeys.conftest import TODAY, Caseload, Desk
from tests.journeys.plan_talk import GOALS, plan_to_continue

EXAM, PARENTS, HOME, PAPERS, JOB = (text for _area, text, _until in GOALS)

JULY = dt.date(2026, 7, 6)


def two_versions(store: Store, case_id: int) -> None:
    """Version 2, agreed in July: the examination is passed."""
    ids = plan_to_continue(store, case_id)
    store.call(plans.start_version, case_id, JULY)
    store.call(plans.settle_goal, ids[EXAM], "reached", JULY)
    store.call(plans.continue_goal, ids[JOB], dt.date(2026, 12, 24))
    store.call(plans.tick_step, ids["Zeugnisse übersetzen lassen"], JULY)
    store.call(plans.rate, case_id, "work", JULY, 3)
    store.call(plans.agree, case_id, JULY, JULY)


async def at_plan(console: CaseconsoleApp, desk: Desk, case_id: int) -> None:
    """Open the plan of a case."""
    console.open_screen("plan", case_id=case_id)
    await desk.settle()


def flat(desk: Desk) -> str:
    """What stands on the screen as one line of words."""
    return " ".join(desk.shown.split())


async def test_the_agreement_asks_for_day_and_people_once(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    plan_to_continue(store, caseload.al_hamad)
    client = store.call(read_record, "case", caseload.al_hamad).parents["person"]
    assert client is not None
    store.call(change_record, "person", client, {"interpreter_needed": True})
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await at_plan(console, desk, caseload.al_hamad)
        await desk.press("e", "f5", "enter")
        assert "Über 4 Ziele wurde noch nicht entschieden" in flat(desk)
        assert "Ahmad Al-Hamad, Partnerin" in desk.shown
        assert "Sprachmittlung nötig" in flat(desk)
        await desk.type("Frau Said")  # the cursor stands where something is missing
        await desk.press("f5", "f10")
    agreed = store.call(plans.read_plan_view, caseload.al_hamad).agreed
    assert agreed is not None
    assert (agreed.number, agreed.agreed_on) == (2, TODAY)
    assert agreed.participants == "Ahmad Al-Hamad, Partnerin"
    assert agreed.interpreter == "Frau Said"


async def test_a_goal_whose_day_is_over_is_pointed_out_before_the_agreement(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    plan_to_continue(store, caseload.al_hamad)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await at_plan(console, desk, caseload.al_hamad)
        await desk.press("e", "f5")
        assert "Bei 1 Ziel liegt der Tag in der Vergangenheit." in desk.shown
        assert "Minijob im Lager (bis 30.09.2026)" in desk.shown
        await desk.press("f10")
        assert console.screen_stack[-1].__class__ is PlanScreen
        await desk.press("f5", "enter")
        assert isinstance(console.screen, FormDialog)
    assert store.call(plans.read_plan_view, caseload.al_hamad).draft is not None


async def test_a_day_to_come_is_refused_beside_its_field(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    plan_to_continue(store, caseload.al_hamad)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await at_plan(console, desk, caseload.al_hamad)
        await desk.press("e", "f5", "enter", "ctrl+a")
        await desk.type("+7")
        await desk.press("ctrl+s")
        assert "liegt in der Zukunft" in flat(desk)
        assert isinstance(console.screen, FormDialog)


async def test_an_agreement_made_by_mistake_is_taken_back_in_view(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    plan_to_continue(store, caseload.al_hamad)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await at_plan(console, desk, caseload.al_hamad)
        await desk.press("e", "f5", "enter", "f5", "f10", "z")
        assert "wird wieder zum Entwurf" in flat(desk)
        await desk.type("Falscher Tag")
        await desk.press("enter")
        assert "Version 2 (Entwurf)" in desk.shown
        trace = "Vereinbarung vom 20.11.2026 am 20.11.2026 zurückgenommen: Falscher Tag"
        assert trace in desk.shown
    view = store.call(plans.read_plan_view, caseload.al_hamad)
    assert view.numbers == ((1, dt.date(2026, 5, 12)),)
    assert view.draft is not None
    assert {goal.text: goal.state for goal in view.draft.goals}[EXAM] == "reached"


async def test_what_runs_on_as_it_was_stays_decided_when_the_agreement_is_taken_back(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    plan_to_continue(store, caseload.al_hamad)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await at_plan(console, desk, caseload.al_hamad)
        await desk.press("e", "w", "enter", "f5", "enter", "f5", "f10", "z")
        await desk.type("Falscher Tag")
        await desk.press("enter")
        assert "noch 3 offen" in desk.shown


async def test_an_earlier_version_is_for_reading_only(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    two_versions(store, caseload.al_hamad)
    async with console.run_test(size=WIDE, notifications=True) as pilot:
        desk = Desk(console, pilot)
        await at_plan(console, desk, caseload.al_hamad)
        assert "✓ erreicht 06.07." in desk.shown
        await desk.press("left")
        assert "Version 1, vereinbart 12.05.2026" in desk.shown
        assert "zum Nachlesen" in desk.shown
        assert "✓ erreicht" not in desk.shown
        await desk.press("x", "space", "delete")
        assert "Diese Version ist zum Nachlesen" in flat(desk)
        await desk.press("right")
        assert "Version 2, vereinbart 06.07.2026" in desk.shown
    assert store.call(plans.read_plan_view, caseload.al_hamad).draft is None


async def test_any_two_versions_are_compared(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    two_versions(store, caseload.al_hamad)
    async with console.run_test(size=WIDE) as pilot:
        desk = Desk(console, pilot)
        await at_plan(console, desk, caseload.al_hamad)
        await desk.press("ctrl+down", "x", "v")
        assert "Von Version 2 (06.07.2026) zu Version 3 (Entwurf)" in desk.shown
        assert "30.09.2026" not in desk.shown
        await desk.press("left")
        assert "Von Version 1 (12.05.2026) zu Version 3 (Entwurf)" in desk.shown
        lines = [line.split() for line in desk.shown.splitlines()]
        assert any("✗" in line and "Anerkennung" in line for line in lines)
        assert "30.09.2026 → 24.12.2026" in desk.shown
        assert "✓ 06.07." in desk.shown
        assert "1 eher schlecht → 3 eher gut" in desk.shown
        await desk.press("shift+left")
        assert "Von Version 1 (12.05.2026) zu Version 2 (06.07.2026)" in desk.shown
        await desk.press("left", "shift+left")
        assert "Von Version 1 (12.05.2026) zu Version 2 (06.07.2026)" in desk.shown
        assert isinstance(console.screen, CompareDialog)
        await desk.press("f10")
        assert "Version 3 (Entwurf)" in desk.shown


async def test_a_closed_plan_can_be_read_and_not_changed(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    two_versions(store, caseload.al_hamad)
    store.call(plans.close_plan, caseload.al_hamad, TODAY)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await at_plan(console, desk, caseload.al_hamad)
        assert "abgeschlossen 20.11.2026" in desk.shown
        await desk.press("x", "space", "w", "s", "left")
        assert "Version 1, vereinbart 12.05.2026" in desk.shown
    view = store.call(plans.read_plan_view, caseload.al_hamad)
    assert view.draft is None
    assert view.closed_on == TODAY


async def test_the_further_year_is_justified_from_the_start_screen(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    period = store.call(read_record, "case", caseload.al_hamad)
    assert period.values["extension_reason"] == ""
    begin = {"begin": dt.date(2024, 1, 8)}
    store.call(change_record, "care_period", 1, begin)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await desk.settle()
        line = next(line for line in desk.shown.splitlines() if "3 Jahre Beratung" in line)
        assert "Al-Hamad" in line
        while "▸" not in next(
            line for line in desk.shown.splitlines() if "3 Jahre Beratung" in line
        ):
            await desk.press("down")
        await desk.press("enter")
        assert isinstance(console.screen, FormDialog)
        await desk.type("Traumafolgen")
        await desk.press("ctrl+s")
        assert "Beratungsjahr 3" in desk.shown
        assert "Begründung liegt vor" in desk.shown
    case = store.call(read_record, "case", caseload.al_hamad)
    assert case.values["extension_reason"] == "Traumafolgen"


@pytest.mark.parametrize("keys", [("n",), ("f5",), ("s",), ("z",), ("4",), ("a",)])
async def test_an_open_form_survives_the_lock(
    store: Store, caseload: Caseload, keys: tuple[str, ...]
) -> None:
    two_versions(store, caseload.al_hamad)
    first = CaseconsoleApp(Start(store.folder), store=store)
    async with first.run_test(size=SMALL) as pilot:
        desk = Desk(first, pilot)
        await at_plan(first, desk, caseload.al_hamad)
        await desk.press("e" if keys != ("z",) else "tab", *keys, *"Wort")
        await pilot.press("f12")
        await first.workers.wait_for_complete([w for w in first.workers if w.group == "lock"])
    assert first.return_code == LOCKED
    again = Store.open(store.folder, PASSPHRASE)
    second = CaseconsoleApp(Start(store.folder), store=again)
    async with second.run_test(size=SMALL) as pilot:
        desk = Desk(second, pilot)
        await second.enter(again)
        await desk.settle()
        assert "Wort" in desk.shown
        assert second.screen.is_modal
    assert again.call(get_draft, "ort") is None
    again.close()
