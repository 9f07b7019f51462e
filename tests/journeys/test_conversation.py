"""A whole plan conversation by keyboard, with the keys counted: at most forty beside free text."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from caseconsole.app import CaseconsoleApp
from caseconsole.caseload import plans
from caseconsole.caseload.plan_views import GoalView, PlanView
from caseconsole.store import Store
from tests.frames import SMALL, WIDE
from tests.journeys.conftest import TODAY, Caseload, Desk
from tests.journeys.plan_talk import GOALS, MAY, plan_to_continue

BUDGET = 40
"""Keys for continuing a plan with five goals, the wording of goals and steps not counted."""

EXAM, PARENTS, HOME, PAPERS, JOB = (text for _area, text, _until in GOALS)


@dataclass
class Talk:
    """A desk that counts the keys beside free text."""

    desk: Desk
    free: int = 0

    @property
    def keys(self) -> int:
        """Keys pressed so far that are no free text."""
        return self.desk.keystrokes - self.free

    async def press(self, *keys: str) -> None:
        """Press keys that count."""
        await self.desk.press(*keys)

    async def words(self, text: str) -> None:
        """Type free text, which does not count."""
        await self.desk.type(text)
        self.free += len(text)


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_continuing_a_plan_takes_at_most_forty_keys(
    console: CaseconsoleApp, store: Store, caseload: Caseload, size: tuple[int, int]
) -> None:
    ids = plan_to_continue(store, caseload.al_hamad)
    async with console.run_test(size=size) as pilot:
        desk = Desk(console, pilot)
        console.open_screen("plan", case_id=caseload.al_hamad)
        await desk.settle()
        talk = Talk(desk)

        await talk.press("e")  # the examination
        await talk.press("t")  # the course of the parents
        await talk.press("space", "w", "6", "enter")  # the papers are translated; half a year
        await talk.press("e")  # the job
        await talk.press("space", "w", "plus", "3", "m", "enter")  # a quarter
        assert "offen" not in desk.shown

        await talk.press("n")
        await talk.words("Mietvertrag verstehen")
        await talk.press("enter", "plus", "6", "m", "enter")
        await talk.press("s")
        await talk.words("Termin beim Mieterverein")
        await talk.press("enter", "enter", "plus", "1", "4", "enter")

        await talk.press("R", "3", "2", "1")
        await talk.press("f5", "f5")
        assert "Version 2 ist vereinbart." in desk.shown
        await talk.press("enter")
        await write(talk)
        assert talk.keys <= BUDGET, talk.keys

    assert_stored(store.call(plans.read_plan_view, caseload.al_hamad), ids)


async def write(talk: Talk) -> None:
    """Let the document be written despite its gaps, German alone, and close what says so."""
    desk = talk.desk
    for words, key in (("Angaben fehlen", "w"), ("welche Sprache", "enter"), ("Zur Akte", "f10")):
        assert words in desk.shown
        await talk.press(key)


def assert_stored(view: PlanView, ids: dict[str, int]) -> None:
    """What was said is what is stored, and nothing else."""
    assert view.draft is None
    agreed = view.agreed
    assert agreed is not None
    assert view.numbers == ((1, MAY), (2, TODAY))
    assert agreed.participants == "Ahmad Al-Hamad, Partnerin"
    goals = {goal.text: goal for goal in agreed.goals}
    assert len(goals) == len(agreed.goals) == len(GOALS) + 1
    assert all(goals[text].id == ids[text] for _area, text, _until in GOALS)
    assert {text: how_it_stands(goal) for text, goal in goals.items()} == {
        EXAM: ("reached", TODAY, dt.date(2026, 10, 31)),
        PARENTS: ("partly", TODAY, dt.date(2026, 12, 31)),
        HOME: ("open", None, dt.date(2027, 2, 20)),
        PAPERS: ("open", None, dt.date(2027, 5, 20)),
        JOB: ("reached", TODAY, dt.date(2026, 9, 30)),
        "Mietvertrag verstehen": ("open", None, dt.date(2027, 5, 20)),
    }
    new = goals["Mietvertrag verstehen"]
    assert (new.area, new.agreed_on) == ("housing", TODAY)
    assert [(s.text, s.responsible, s.due_on) for s in new.steps] == [
        ("Termin beim Mieterverein", "client", dt.date(2026, 12, 4))
    ]
    done = {step.text: step.done_on for goal in agreed.goals for step in goal.steps}
    assert done == {
        "Anmeldung bei der VHS": dt.date(2026, 5, 18),
        "Wohnberechtigungsschein beantragen": TODAY,
        "Bewerbermappe für Vermieter": None,
        "Zeugnisse übersetzen lassen": TODAY,
        "Termin beim Mieterverein": None,
    }
    assert view.ratings == {
        "language": ((MAY, 2), (TODAY, 3)),
        "work": ((MAY, 1), (TODAY, 2)),
        "housing": ((MAY, 0), (TODAY, 1)),
    }


def how_it_stands(goal: GoalView) -> tuple[str, dt.date | None, dt.date | None]:
    """State, day of settling, target day."""
    return goal.state, goal.settled_on, goal.target_on
