"""A plan over its versions: what freezes, what goes on, what can be taken back."""

from __future__ import annotations

import datetime as dt

import pytest

from caseconsole.caseload import plans
from caseconsole.caseload.plan_views import GoalView, PlanView
from caseconsole.errors import InputError, NotFoundError, RuleError
from caseconsole.models import AuditEntry, CarePeriod, Case, Goal, Person, PlanVersion, SelfRating
from caseconsole.store import Store, transaction

FIRST = dt.date(2026, 3, 2)
REVIEW = dt.date(2026, 9, 7)
NEXT = dt.date(2026, 11, 20)


def make_case() -> int:
    """A case that begins on 2 March 2026; runs on the database thread."""
    with transaction("case.create") as audit:
        person = Person.create(family_name="Haddad")
        case = Case.create(number="2026-001", person=person)
        CarePeriod.create(case=case, begin=FIRST)
        audit.record("case", case.id)
    return int(case.id)


class Desk:
    """The plan functions as the console calls them, for one case."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.case = store.call(make_case)

    def view(self) -> PlanView:
        """The plan as it stands."""
        return self.store.call(plans.read_plan_view, self.case)

    def goal(self, text: str, area: str = "language", today: dt.date = FIRST) -> int:
        """A new goal in the draft."""
        return self.store.call(plans.add_goal, self.case, area, text, None, today)

    def agree(self, day: dt.date) -> int:
        """Agree the draft on ``day``."""
        return self.store.call(plans.agree, self.case, day, day)

    def settle(self, goal: int, state: str, day: dt.date, reason: str = "") -> None:
        """Settle a goal."""
        self.store.call(plans.settle_goal, goal, state, day, reason)


@pytest.fixture
def desk(store: Store) -> Desk:
    """One case at the desk."""
    return Desk(store)


def states(goals: tuple[GoalView, ...]) -> dict[str, str]:
    """State by text."""
    return {goal.text: goal.state for goal in goals}


def test_the_first_goal_begins_the_first_version(desk: Desk) -> None:
    desk.goal("B1-Prüfung bestehen")
    view = desk.view()
    assert view.agreed is None
    assert view.draft is not None
    assert view.draft.number == 1
    assert [goal.new for goal in view.draft.goals] == [True]
    assert view.draft.review_on == dt.date(2026, 9, 2)  # six months, the default


def test_agreeing_freezes_the_version_and_its_goals_begin_to_count(desk: Desk) -> None:
    goal = desk.goal("B1-Prüfung bestehen")
    assert desk.agree(FIRST) == 1
    row = desk.store.call(lambda: Goal.get_by_id(goal).agreed_on)
    assert row == FIRST
    view = desk.view()
    assert view.draft is None
    assert view.agreed is not None
    assert states(view.agreed.goals) == {"B1-Prüfung bestehen": "open"}


def test_the_next_version_starts_from_the_goals_left_open(desk: Desk) -> None:
    reached, kept = desk.goal("A2"), desk.goal("Wohnung", "housing")
    desk.agree(FIRST)
    desk.store.call(plans.start_version, desk.case, REVIEW)
    desk.settle(reached, "reached", REVIEW)
    desk.goal("B1", today=REVIEW)
    desk.agree(REVIEW)
    view = desk.view()
    assert view.agreed is not None
    assert states(view.agreed.goals) == {"A2": "reached", "B1": "open", "Wohnung": "open"}
    desk.store.call(plans.start_version, desk.case, NEXT)
    draft = desk.view().draft
    assert draft is not None
    assert states(draft.goals) == {"B1": "open", "Wohnung": "open"}
    assert kept in {goal.id for goal in draft.goals}


def test_an_agreed_version_shows_what_was_agreed_whatever_comes_later(desk: Desk) -> None:
    goal = desk.goal("A2")
    step = desk.store.call(plans.add_step, goal, "Kurs wählen", "client", None)
    desk.agree(FIRST)
    desk.store.call(plans.start_version, desk.case, REVIEW)
    desk.store.call(plans.change_goal, goal, {"target_on": NEXT})
    desk.store.call(plans.change_step, step, {"text": "Kurs wechseln"})
    desk.store.call(plans.add_step, goal, "Prüfung anmelden", "manager", None)
    agreed = desk.view().agreed
    assert agreed is not None
    assert agreed.goals[0].target_on is None
    assert [s.text for s in agreed.goals[0].steps] == ["Kurs wählen"]


def test_steps_of_the_agreed_version_are_ticked_off_in_place(desk: Desk) -> None:
    goal = desk.goal("A2")
    step = desk.store.call(plans.add_step, goal, "Kurs wählen", "client", FIRST)
    desk.agree(FIRST)
    desk.store.call(plans.tick_step, step, REVIEW)
    agreed = desk.view().agreed
    assert agreed is not None
    assert agreed.goals[0].steps[0].done_on == REVIEW


def test_the_wording_of_an_agreed_goal_stays(desk: Desk) -> None:
    goal = desk.goal("A2")
    desk.agree(FIRST)
    with pytest.raises(RuleError, match="behält Handlungsfeld und Wortlaut"):
        desk.store.call(plans.change_goal, goal, {"text": "B2"})
    with pytest.raises(RuleError, match="nicht gelöscht"):
        desk.store.call(plans.remove_goal, goal)


def test_an_agreed_version_cannot_be_changed(desk: Desk) -> None:
    desk.goal("A2")
    desk.agree(FIRST)
    version = desk.store.call(lambda: PlanVersion.get().id)
    with pytest.raises(RuleError, match="bleibt, wie sie ist"):
        desk.store.call(plans.change_version, version, {"review_on": NEXT})


def test_a_dropped_goal_needs_a_reason(desk: Desk) -> None:
    goal = desk.goal("A2")
    desk.agree(FIRST)
    with pytest.raises(InputError, match="begründen"):
        desk.settle(goal, "dropped", REVIEW, "  ")
    desk.settle(goal, "dropped", REVIEW, "Umzug")
    assert desk.store.call(lambda: Goal.get_by_id(goal).reason) == "Umzug"


@pytest.mark.parametrize("state", ["reached", "partly", "not_reached"])
def test_a_goal_is_settled_only_after_it_was_agreed(desk: Desk, state: str) -> None:
    goal = desk.goal("A2")
    with pytest.raises(RuleError, match="noch nicht vereinbart"):
        desk.settle(goal, state, FIRST)
    desk.agree(REVIEW)
    with pytest.raises(InputError, match=r"erst am 07\.09\.2026"):
        desk.settle(goal, state, FIRST)
    desk.settle(goal, state, REVIEW)
    assert desk.store.call(lambda: Goal.get_by_id(goal).state) == state


def test_a_settlement_can_be_taken_back_until_a_version_shows_it(desk: Desk) -> None:
    goal = desk.goal("A2")
    desk.agree(FIRST)
    desk.settle(goal, "reached", REVIEW)
    desk.store.call(plans.continue_goal, goal, NEXT)
    assert desk.store.call(lambda: Goal.get_by_id(goal).settled_on) is None
    desk.settle(goal, "partly", REVIEW)
    desk.store.call(plans.start_version, desk.case, REVIEW)
    desk.agree(REVIEW)
    with pytest.raises(RuleError, match="bereits als erledigt"):
        desk.store.call(plans.continue_goal, goal, None)


def test_a_discarded_draft_takes_only_its_own_goals_with_it(desk: Desk) -> None:
    desk.goal("A2")
    desk.agree(FIRST)
    new = desk.goal("B1", today=REVIEW)
    desk.store.call(plans.add_step, new, "Kurs wählen", "client", None)
    desk.store.call(plans.discard_draft, desk.case)
    view = desk.view()
    assert view.draft is None
    assert view.agreed is not None
    assert states(view.agreed.goals) == {"A2": "open"}
    assert desk.store.call(lambda: Goal.select().count()) == 1


def test_a_draft_over_agreed_goals_of_a_file_can_be_discarded(desk: Desk) -> None:
    goal = desk.goal("Deutsch B1")
    desk.store.call(lambda: Goal.update(agreed_on=FIRST, state="open").execute())
    desk.store.call(plans.discard_draft, desk.case)
    assert desk.view().draft is None
    desk.store.call(plans.start_version, desk.case, FIRST)
    draft = desk.view().draft
    assert draft is not None
    assert [found.id for found in draft.goals] == [goal]


def test_a_rating_names_an_area_that_exists(desk: Desk) -> None:
    with pytest.raises(InputError, match="„moon“"):
        desk.store.call(plans.rate, desk.case, "moon", FIRST, 3)
    assert desk.view().ratings == {}


def test_a_discarded_first_draft_leaves_no_plan(desk: Desk) -> None:
    desk.goal("A2")
    desk.store.call(plans.discard_draft, desk.case)
    assert desk.view().plan_id is None
    with pytest.raises(NotFoundError):
        desk.store.call(plans.discard_draft, desk.case)


def test_the_day_of_agreement_is_neither_in_the_future_nor_before_the_last(desk: Desk) -> None:
    desk.goal("A2")
    with pytest.raises(InputError, match="Zukunft"):
        desk.store.call(plans.agree, desk.case, NEXT, REVIEW)
    desk.agree(REVIEW)
    desk.goal("B1", today=NEXT)
    with pytest.raises(InputError, match=r"am 07\.09\.2026 vereinbart"):
        desk.store.call(plans.agree, desk.case, FIRST, NEXT)


def test_a_version_from_a_file_is_read_back_from_the_days(desk: Desk) -> None:
    """An imported plan has no frozen copy: what was settled later was open at the agreement."""
    first, second = desk.goal("A2"), desk.goal("Wohnung", "housing")
    desk.agree(FIRST)
    desk.settle(first, "reached", REVIEW)
    desk.store.call(lambda: PlanVersion.update(frozen=None).execute())
    agreed = desk.view().agreed
    assert agreed is not None
    assert states(agreed.goals) == {"A2": "open", "Wohnung": "open"}
    desk.store.call(plans.start_version, desk.case, NEXT)
    draft = desk.view().draft
    assert draft is not None
    assert states(draft.goals) == {"A2": "reached", "Wohnung": "open"}
    assert second in {goal.id for goal in draft.goals}


def test_goals_move_within_their_area(desk: Desk) -> None:
    desk.goal("Wohnung", "housing")
    ids = [desk.goal(text) for text in ("A1", "A2", "B1")]
    desk.store.call(plans.move_goal, ids[2], -1)
    desk.store.call(plans.move_goal, ids[0], -1)  # already the first of its area
    draft = desk.view().draft
    assert draft is not None
    assert [g.text for g in draft.goals if g.area == "language"] == ["A1", "B1", "A2"]


def test_a_goal_never_moves_past_one_that_is_over_and_no_longer_shown(desk: Desk) -> None:
    ids = [desk.goal(text) for text in ("A1", "A2", "B1")]
    desk.agree(FIRST)
    desk.settle(ids[1], "reached", REVIEW)
    desk.store.call(plans.start_version, desk.case, REVIEW)
    desk.agree(REVIEW)
    desk.store.call(plans.start_version, desk.case, NEXT)
    desk.store.call(plans.move_goal, ids[2], -1)
    draft = desk.view().draft
    assert draft is not None
    assert [g.text for g in draft.goals] == ["B1", "A1"]


def test_a_talk_entered_later_is_agreed_as_the_draft_showed_it(desk: Desk) -> None:
    """The goals are settled on the day of typing, the agreement carries the day of the talk."""
    reached, kept = desk.goal("A2"), desk.goal("Wohnung", "housing")
    step = desk.store.call(plans.add_step, kept, "Besichtigung", "client", None)
    desk.agree(FIRST)
    desk.store.call(plans.start_version, desk.case, NEXT)
    desk.settle(reached, "reached", NEXT)
    desk.store.call(plans.tick_step, step, NEXT)
    desk.store.call(plans.agree, desk.case, REVIEW, NEXT)
    agreed = desk.view().agreed
    assert agreed is not None
    assert (agreed.agreed_on, states(agreed.goals)) == (
        REVIEW,
        {"A2": "reached", "Wohnung": "open"},
    )
    frozen = desk.store.call(lambda: PlanVersion.get(PlanVersion.number == 2).frozen)
    assert [step["done_on"] for goal in frozen["goals"] for step in goal["steps"]] == ["2026-11-20"]
    with pytest.raises(RuleError, match="bereits als erledigt"):
        desk.store.call(plans.continue_goal, reached, None)


def test_a_step_of_an_agreed_version_stays(desk: Desk) -> None:
    goal = desk.goal("A2")
    old = desk.store.call(plans.add_step, goal, "Kurs wählen", "client", None)
    desk.agree(FIRST)
    new = desk.store.call(plans.add_step, goal, "Prüfung", "client", None)
    desk.store.call(plans.remove_step, new)
    with pytest.raises(RuleError, match="vereinbarten Version"):
        desk.store.call(plans.remove_step, old)


def test_a_second_rating_of_a_day_replaces_the_first(desk: Desk) -> None:
    desk.store.call(plans.rate, desk.case, "language", FIRST, 1)
    desk.store.call(plans.rate, desk.case, "language", FIRST, 2)
    desk.store.call(plans.rate, desk.case, "language", REVIEW, 3)
    assert desk.view().ratings == {"language": ((FIRST, 2), (REVIEW, 3))}
    with pytest.raises(InputError, match="0 bis 4"):
        desk.store.call(plans.rate, desk.case, "language", NEXT, 5)


def test_another_rating_of_a_day_keeps_its_remark(desk: Desk) -> None:
    desk.store.call(plans.rate, desk.case, "work", FIRST, 1, "sucht seit Mai")
    desk.store.call(plans.rate, desk.case, "work", FIRST, 2)
    rating = desk.store.call(SelfRating.get)
    assert (rating.value, rating.note) == (2, "sucht seit Mai")
    desk.store.call(plans.rate, desk.case, "work", FIRST, 2, "")
    assert desk.store.call(lambda: SelfRating.get().note) == ""


def test_a_closed_plan_is_followed_by_a_new_one(desk: Desk) -> None:
    desk.goal("A2")
    desk.agree(FIRST)
    desk.store.call(plans.close_plan, desk.case, REVIEW)
    assert desk.view().closed_on == REVIEW
    desk.goal("B1", today=NEXT)
    draft = desk.view().draft
    assert draft is not None
    assert (draft.number, states(draft.goals)) == (1, {"B1": "open"})


def test_the_trail_names_fields_and_no_contents(desk: Desk) -> None:
    goal = desk.goal("Geheimes Ziel")
    desk.agree(FIRST)
    desk.settle(goal, "dropped", REVIEW, "Geheimer Grund")
    trail = desk.store.call(
        lambda: [(e.action, e.object_type, tuple(e.fields)) for e in AuditEntry.select()]
    )
    assert ("goal.settle", "goal", ("state", "settled_on", "reason")) in trail
    assert "Geheim" not in str(trail)


@pytest.mark.parametrize("text", ["", "   ", "\x1b"])
def test_a_goal_without_words_is_refused_and_nothing_is_begun(desk: Desk, text: str) -> None:
    with pytest.raises(InputError, match="„Ziel“ fehlt"):
        desk.goal(text)
    assert desk.view().plan_id is None


def test_what_a_version_refuses_begins_none(desk: Desk) -> None:
    with pytest.raises(InputError, match="gibt es nicht"):
        desk.store.call(plans.change_draft, desk.case, FIRST, {"second_language": "xx"})
    assert desk.view().draft is None
    desk.store.call(plans.change_draft, desk.case, FIRST, {"concerns": "Arbeit finden"})
    draft = desk.view().draft
    assert draft is not None
    assert draft.concerns == "Arbeit finden"


def test_an_unknown_area_is_refused(desk: Desk) -> None:
    with pytest.raises(InputError, match="steht nicht auf der Liste"):
        desk.goal("A2", area="mental_health")
