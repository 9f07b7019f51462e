"""What has changed between two versions, on screen and in the printed plan alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from caseconsole.caseload import plans
from caseconsole.caseload.plan_compare import Comparison, RatingChange
from caseconsole.documents.plan_rows import load_cases
from caseconsole.documents.plan_versions import changes_since_previous, version_of
from caseconsole.errors import NotFoundError, RuleError
from caseconsole.models import PlanVersion

Call = Callable[..., Any]
V1, V2, V3 = dt.date(2026, 1, 12), dt.date(2026, 5, 12), dt.date(2026, 9, 14)
LATER = dt.date(2026, 11, 20)
DAY = dt.timedelta(days=1)


@pytest.fixture
def case(call: Call, ahmad: int) -> int:
    """Three agreed versions and a draft.

    A2 reached and Arbeit dropped by version 2, Wohnung continued with another day, B1 new in 2 and
    partly reached by 3, Chor new in 3; a step of Wohnung done before 1, one by 2, one after 3.
    """

    def goal(area: str, text: str, today: dt.date) -> int:
        made: int = call(plans.add_goal, ahmad, area, text, V2, today)
        return made

    def settle(goal_id: int, state: str, day: dt.date, reason: str = "") -> None:
        call(plans.in_draft, ahmad, day, plans.settle_goal, goal_id, state, day, reason)

    home, course = goal("housing", "Wohnung", V1), goal("language", "A2", V1)
    work = goal("work", "Arbeit", V1)
    done = [
        call(plans.add_step, home, text, "client", None)
        for text in ("WBS", "Mappe", "Besichtigung")
    ]
    call(plans.tick_step, done[0], V1)
    call(plans.rate, ahmad, "housing", V1, 1)
    call(plans.agree, ahmad, V1, V1)

    settle(course, "reached", V2 - DAY)
    settle(work, "dropped", V2, "Elternzeit")
    call(plans.in_draft, ahmad, V2, plans.continue_goal, home, LATER)
    call(plans.tick_step, done[1], V2)
    second = goal("language", "B1", V2)
    call(plans.rate, ahmad, "housing", V2 - DAY, 2)
    call(plans.rate, ahmad, "language", V2, 3)
    call(plans.agree, ahmad, V2, V2)

    settle(second, "partly", V3, "Prüfung im Dezember")
    goal("participation", "Chor", V3)
    call(plans.rate, ahmad, "housing", V2 + DAY, 4)
    call(plans.agree, ahmad, V3, V3)

    call(plans.start_version, ahmad, LATER)
    call(plans.tick_step, done[2], LATER)
    return ahmad


def texts(goals: Any) -> list[str]:
    """What the goals are about."""
    return [goal.text for goal in goals]


def test_what_has_changed_with_the_second_version(call: Call, case: int) -> None:
    found: Comparison = call(plans.compare_versions, case, None, 2)
    assert (found.before, found.before_on, found.after, found.after_on) == (1, V1, 2, V2)
    assert [(g.text, g.state, g.settled_on) for g in found.settled] == [("A2", "reached", V2 - DAY)]
    assert [(g.text, g.settled_on, g.reason) for g in found.dropped] == [
        ("Arbeit", V2, "Elternzeit")
    ]
    assert [(c.goal.text, c.target_before, c.target_after, c.moved) for c in found.continued] == [
        ("Wohnung", V2, LATER, True)
    ]
    assert texts(found.new) == ["B1"]
    assert [(s.goal.text, s.text, s.who, s.done_on) for s in found.steps_done] == [
        ("Wohnung", "Mappe", "Klient/in", V2)
    ]
    assert found.ratings == (RatingChange("language", None, 3), RatingChange("housing", 1, 2))


def test_what_lies_between_two_versions_is_not_lost(call: Call, case: int) -> None:
    """Version 3 does not hold what version 2 settled; over both, it was settled since 1."""
    found = call(plans.compare_versions, case, 1, 3)
    assert texts(found.settled) == ["A2", "B1"]
    assert texts(found.dropped) == ["Arbeit"]
    assert texts(c.goal for c in found.continued) == ["Wohnung"]
    assert texts(found.new) == ["Chor"]
    assert found.ratings == (RatingChange("language", None, 3), RatingChange("housing", 1, 4))


def test_each_goal_stands_in_one_place(call: Call, case: int) -> None:
    for first, second in ((1, 2), (2, 3), (1, 3), (3, 4), (1, 4)):
        found = call(plans.compare_versions, case, first, second)
        named = [g.id for g in (*found.settled, *found.dropped, *found.new)]
        named += [c.goal.id for c in found.continued]
        assert len(named) == len(set(named))


def test_the_draft_is_compared_as_it_stands(call: Call, case: int) -> None:
    found = call(plans.compare_versions, case, None, 4)
    assert (found.before, found.after_on) == (3, None)
    assert (texts(found.settled), texts(found.new)) == ([], [])
    assert texts(c.goal for c in found.continued) == ["Wohnung", "Chor"]
    assert [step.text for step in found.steps_done] == ["Besichtigung"]


def test_the_order_in_which_they_are_named_does_not_matter(call: Call, case: int) -> None:
    assert call(plans.compare_versions, case, 3, 1) == call(plans.compare_versions, case, 1, 3)


def test_what_cannot_be_compared_is_said(call: Call, case: int, ahmad: int) -> None:
    with pytest.raises(RuleError, match="Vor Version 1"):
        call(plans.compare_versions, case, None, 1)
    with pytest.raises(RuleError, match="zwei verschiedene"):
        call(plans.compare_versions, case, 2, 2)
    with pytest.raises(NotFoundError, match="Version 9"):
        call(plans.compare_versions, case, 1, 9)


def test_without_a_plan_there_is_nothing_to_compare(call: Call, ahmad: int) -> None:
    with pytest.raises(NotFoundError, match="noch keinen Plan"):
        call(plans.compare_versions, ahmad, None, 2)


@pytest.mark.parametrize("copies", [True, False])
@pytest.mark.parametrize("number", [2, 3, 4])
def test_the_printed_plan_says_the_same(
    call: Call, case: int, number: int, *, copies: bool
) -> None:
    if not copies:  # as from a file: worked out from the days, on screen and in print
        call(lambda: PlanVersion.update(frozen=None).execute())

    def printed() -> Comparison | None:
        rows = load_cases([case])[case]
        return changes_since_previous(rows, version_of(rows, number, LATER)[0])

    assert call(printed) == call(plans.compare_versions, case, None, number)


def test_a_first_plan_has_nothing_before_it(call: Call, case: int) -> None:
    def printed() -> Comparison | None:
        rows = load_cases([case])[case]
        return changes_since_previous(rows, version_of(rows, 1, LATER)[0])

    assert call(printed) is None
