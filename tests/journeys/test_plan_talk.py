"""What makes the plan conversation quick: from goal to goal, blocks, who, ratings, long words."""

from __future__ import annotations

import datetime as dt

import pytest

from caseconsole.app import CaseconsoleApp
from caseconsole.caseload import plans, text_blocks
from caseconsole.caseload.network import list_partners
from caseconsole.caseload.plan_views import GoalView
from caseconsole.screens.plan import PlanScreen
from caseconsole.store import Store
from caseconsole.widgets import RecordTable
from tests.frames import SMALL, WIDE, escapes
from tests.journeys.conftest import TODAY, Caseload, Desk
from tests.journeys.plan_talk import GOALS, MAY, plan_to_continue, son_of

EXAM, PARENTS, HOME, PAPERS, JOB = (text for _area, text, _until in GOALS)

LONG = " ".join(f"Wort{number:02d}" for number in range(28))
ARABIC = "اجتياز امتحان اللغة الألمانية B1"


async def at_plan(console: CaseconsoleApp, desk: Desk, case_id: int) -> PlanScreen:
    """Open the plan of a case."""
    console.open_screen("plan", case_id=case_id)
    await desk.settle()
    screen = console.case_screens()[-1]
    assert isinstance(screen, PlanScreen)
    return screen


def goal_in_hand(screen: PlanScreen) -> str:
    """The goal under the cursor."""
    row = screen.current()
    return row.goal.text if row else ""


def draft_goals(store: Store, case_id: int) -> dict[str, GoalView]:
    """The goals of the version in work by their text."""
    view = store.call(plans.read_plan_view, case_id)
    return {goal.text: goal for goal in view.draft.goals} if view.draft else {}


async def test_the_cursor_goes_to_the_next_goal_without_a_decision(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    plan_to_continue(store, caseload.al_hamad)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        screen = await at_plan(console, desk, caseload.al_hamad)
        assert goal_in_hand(screen) == EXAM
        await desk.press("ctrl+down")
        assert goal_in_hand(screen) == PARENTS
        await desk.press("e")
        assert goal_in_hand(screen) == PAPERS
        await desk.press("ctrl+down", "ctrl+down", "x")
        assert goal_in_hand(screen) == EXAM  # from the last one round to what was passed over
        assert "noch 3 offen" in desk.shown
        await desk.press("tab", "t")
        assert goal_in_hand(screen) == PAPERS
        await desk.press("e", "e")
        assert "offen" not in desk.shown
    states = {text: goal.state for text, goal in draft_goals(store, caseload.al_hamad).items()}
    assert states == {
        EXAM: "partly", PARENTS: "reached", HOME: "not_reached", PAPERS: "reached", JOB: "reached",
    }  # fmt: skip


async def test_keys_typed_ahead_settle_one_goal_each(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    plan_to_continue(store, caseload.al_hamad)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await at_plan(console, desk, caseload.al_hamad)
        await pilot.press("e", "t", "x", "e", "t")
        await desk.settle()
    states = [goal.state for goal in draft_goals(store, caseload.al_hamad).values()]
    assert sorted(states) == ["not_reached", "partly", "partly", "reached", "reached"]


async def test_both_halves_stay_at_the_same_goal(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    plan_to_continue(store, caseload.al_hamad)
    store.call(plans.start_version, caseload.al_hamad, TODAY)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        screen = await at_plan(console, desk, caseload.al_hamad)
        await desk.press("ctrl+down", "ctrl+down", "tab")
        assert screen.query_one("#goals-draft", RecordTable).has_focus
        assert goal_in_hand(screen) == PAPERS


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ("", dt.date(2026, 12, 31)),
        ("6", dt.date(2027, 5, 20)),
        ("31.3.27", dt.date(2027, 3, 31)),
        ("30.4.", dt.date(2027, 4, 30)),
    ],
)
async def test_a_goal_continues_with_the_day_offered_or_typed(
    console: CaseconsoleApp, store: Store, caseload: Caseload, typed: str, until: dt.date
) -> None:
    plan_to_continue(store, caseload.al_hamad)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await at_plan(console, desk, caseload.al_hamad)
        await desk.press("e", "w")
        await desk.type(typed)
        await desk.press("enter")
        assert "noch 3 offen" in desk.shown
    goal = draft_goals(store, caseload.al_hamad)[PARENTS]
    assert (goal.state, goal.target_on) == ("open", until)


async def test_a_day_that_is_over_is_put_off_to_the_next_review(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    plan_to_continue(store, caseload.al_hamad)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await at_plan(console, desk, caseload.al_hamad)
        await desk.press("w", "enter")
    view = store.call(plans.read_plan_view, caseload.al_hamad)
    assert view.draft is not None
    assert view.draft.review_on is not None
    assert draft_goals(store, caseload.al_hamad)[EXAM].target_on == view.draft.review_on


async def test_two_keys_insert_a_wording_and_one_more_keeps_the_users_own(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    plan_to_continue(store, caseload.al_hamad)
    first = store.call(text_blocks.list_blocks, "language", "step")[0].text
    known = len(store.call(text_blocks.list_blocks, "language", "step"))
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await at_plan(console, desk, caseload.al_hamad)
        await desk.press("s", "f3", "1", "ctrl+s")
        steps = draft_goals(store, caseload.al_hamad)[EXAM].steps
        assert [step.text for step in steps] == ["Anmeldung bei der VHS", first]
        await desk.press("s")
        await desk.type("Probetest")
        await desk.press("f3", "n")
        assert "Eigene" in desk.shown
        assert store.call(text_blocks.list_blocks, "language", "step")[-1].text == "Probetest"
        await desk.press("end", "delete")
        assert len(store.call(text_blocks.list_blocks, "language", "step")) == known
        await desk.press("escape")
        assert "Probetest" in desk.shown


async def test_a_step_names_an_office_of_the_address_book_or_a_new_one(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    plan_to_continue(store, caseload.al_hamad)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await at_plan(console, desk, caseload.al_hamad)
        for text, who in (("Termin", "jobc"), ("Beratung", "Caritas"), ("Lernen", "ehren")):
            await desk.press("s")
            await desk.type(text)
            await desk.press("tab")
            await desk.type(who)
            await desk.press("tab", "ctrl+s")
    steps = draft_goals(store, caseload.al_hamad)[EXAM].steps[1:]
    assert [(step.text, step.responsible, step.partner) for step in steps] == [
        ("Termin", "office", "Jobcenter Musterstadt"),
        ("Beratung", "office", "Caritas"),
        ("Lernen", "volunteer", ""),
    ]
    names = [partner.name for partner in store.call(list_partners)]
    assert names == ["Caritas", "Jobcenter Musterstadt"]


async def test_a_goal_names_the_member_of_the_household_that_it_is_for(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    plan_to_continue(store, caseload.al_hamad)
    son = son_of(store, caseload.al_hamad)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await at_plan(console, desk, caseload.al_hamad)
        await desk.press("n")
        await desk.type("Kita-Platz")
        await desk.press("shift+tab")
        await desk.type("yousef")
        await desk.press("tab", "ctrl+s")
        assert "Yousef: Kita-Platz" in desk.shown
        await desk.press("f8")
        assert "Y.: Kita-Platz" in desk.shown
    goal = draft_goals(store, caseload.al_hamad)["Kita-Platz"]
    assert (goal.member_id, goal.area) == (son, "language")


async def test_all_areas_are_rated_by_one_digit_each_and_enter_leaves_one_out(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    plan_to_continue(store, caseload.al_hamad)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        screen = await at_plan(console, desk, caseload.al_hamad)
        await desk.press("R")
        assert "2 teils, teils" in desk.shown
        assert "12.05.26" in desk.shown
        assert "Vers. 1" in desk.shown
        await desk.press("4", "enter", "9", "3")
        assert console.screen is screen
        await desk.press("R", "end", "2", "escape")
    ratings = store.call(plans.read_plan_view, caseload.al_hamad).ratings
    assert ratings.pop("language") == ((MAY, 2), (TODAY, 4))
    assert ratings.pop("work") == ((MAY, 1),)
    assert ratings.pop("housing") == ((MAY, 0), (TODAY, 3))
    assert list(ratings.values()) == [((TODAY, 2),)]


async def test_no_hint_stands_above_the_keys_of_the_self_rating(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    plan_to_continue(store, caseload.al_hamad)
    async with console.run_test(size=SMALL, notifications=True) as pilot:
        desk = Desk(console, pilot)
        await at_plan(console, desk, caseload.al_hamad)
        await desk.press("e", "e", "e", "e", "e")
        assert "Alle Ziele sind besprochen" in desk.shown
        await desk.press("R")
        assert "Alle Ziele sind besprochen" not in desk.shown
        assert "0-4 einschätzen" in desk.shown


async def test_a_new_goal_says_where_its_area_comes_from_or_asks_for_it(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    plan_to_continue(store, caseload.al_hamad)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await at_plan(console, desk, caseload.al_hamad)
        await desk.press("n")
        assert "Vorgewählt ist Sprache" in desk.shown
        await desk.press("escape")
        await at_plan(console, desk, caseload.kovalenko)
        await desk.press("n")
        assert "Vorgewählt" not in desk.shown
        await desk.type("arbeit")
        await desk.press("enter")
        await desk.type("Minijob finden")
        await desk.press("ctrl+s")
    goal = draft_goals(store, caseload.kovalenko)["Minijob finden"]
    assert goal.area == "work"


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_long_and_arabic_words_are_shown_whole(
    console: CaseconsoleApp, store: Store, caseload: Caseload, size: tuple[int, int]
) -> None:
    case_id = caseload.kovalenko
    goal = store.call(plans.add_goal, case_id, "language", LONG, None, TODAY, None, ARABIC)
    store.call(plans.add_step, goal, f"[/x] {LONG[:150]}", "client", TODAY)
    async with console.run_test(size=size) as pilot:
        desk = Desk(console, pilot)
        await at_plan(console, desk, case_id)
        words = desk.shown.split()
        assert all(words.count(word) >= 1 for word in LONG.split())
        assert "[/x]" in words
        assert all(word in words for word in ARABIC.split())
        assert not escapes(console)


async def test_the_last_decisions_are_taken_back_one_by_one(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    plan_to_continue(store, caseload.al_hamad)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        screen = await at_plan(console, desk, caseload.al_hamad)
        await desk.press("x", "e", "w", "6", "enter", "ctrl+up", "ctrl+up", "t")
        states = {text: goal.state for text, goal in draft_goals(store, 1).items()}
        assert states[EXAM] == "not_reached"
        assert (states[PARENTS], states[PAPERS]) == ("partly", "open")
        await desk.press("ctrl+z")
        assert draft_goals(store, 1)[PARENTS].state == "reached"
        await desk.press("ctrl+z")
        assert draft_goals(store, 1)[PAPERS].target_on == dt.date(2027, 3, 31)
        assert goal_in_hand(screen) == PAPERS
        await desk.press("ctrl+z", "ctrl+z", "ctrl+z")
        assert "noch 5 offen" in desk.shown
    goals = draft_goals(store, 1).values()
    assert {goal.state for goal in goals} == {"open"}
    assert {(goal.text, goal.target_on) for goal in goals} == {
        (text, until) for _area, text, until in GOALS
    }
