"""Agreeing a plan and taking that back: who was there, what stays, what is counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from caseconsole.caseload import plans
from caseconsole.caseload.history import case_history
from caseconsole.caseload.people import join_household
from caseconsole.caseload.plan_views import PlanView, Undone
from caseconsole.caseload.records import create_record
from caseconsole.counting import Period, Report, count, read_facts
from caseconsole.errors import InputError, NotFoundError, RuleError
from caseconsole.models import AuditEntry, Case, Goal, HouseholdMember, PlanVersion

Call = Callable[..., Any]
FIRST, SECOND, THIRD = dt.date(2026, 3, 2), dt.date(2026, 9, 7), dt.date(2026, 11, 20)
YEAR = Period.of_year(2026)


@pytest.fixture
def goal(call: Call, ahmad: int) -> int:
    """A goal of the first version, agreed on 2 March 2026."""
    goal_id: int = call(plans.add_goal, ahmad, "language", "A2", None, FIRST)
    call(plans.agree, ahmad, FIRST, FIRST)
    return goal_id


@pytest.fixture
def nour(call: Call, ahmad: int) -> int:
    """A daughter who lives with the client."""
    child: int = call(create_record, "person", {"family_name": "Al-Hamad", "given_name": "Nour"})
    client = call(lambda: Case.get_by_id(ahmad).person_id)
    home = call(lambda: HouseholdMember.get(person=client).household.id)
    call(join_household, home, child, FIRST, "child")
    return child


def counted(call: Call) -> Report:
    """The figures of 2026."""
    return count(call(read_facts, YEAR), YEAR)


def view(call: Call, case: int) -> PlanView:
    """The plan as the screen shows it."""
    found: PlanView = call(plans.read_plan_view, case)
    return found


def test_an_agreement_says_who_was_there(call: Call, ahmad: int) -> None:
    call(plans.add_goal, ahmad, "language", "A2", None, FIRST)
    call(plans.agree, ahmad, FIRST, FIRST, " Ehefrau,  Jobcenter ", "Frau Saleh")
    agreed = view(call, ahmad).agreed
    assert agreed is not None
    assert (agreed.participants, agreed.interpreter) == ("Ehefrau, Jobcenter", "Frau Saleh")


def test_what_the_draft_says_of_the_talk_stays_unless_it_is_stated(call: Call, ahmad: int) -> None:
    version = call(plans.start_version, ahmad, FIRST)
    call(plans.change_version, version, {"participants": "Ehefrau", "interpreter": "Sohn"})
    call(plans.agree, ahmad, FIRST, FIRST, interpreter="")
    agreed = view(call, ahmad).agreed
    assert agreed is not None
    assert (agreed.participants, agreed.interpreter) == ("Ehefrau", "")


def test_the_next_version_takes_over_concerns_and_language_but_not_the_talk(
    call: Call, ahmad: int
) -> None:
    version = call(plans.start_version, ahmad, FIRST)
    said = {"concerns": "Arbeit", "concerns_translation": "عمل", "second_language": "ar"}
    call(plans.change_version, version, {**said, "participants": "Ehefrau"})
    call(plans.agree, ahmad, FIRST, FIRST)
    call(plans.start_version, ahmad, SECOND)
    draft = view(call, ahmad).draft
    assert draft is not None
    assert {name: getattr(draft, name) for name in said} == said
    assert draft.participants == ""


@pytest.mark.parametrize("code", ["xx", "klingonisch", ""])
def test_only_languages_that_exist_are_taken(call: Call, ahmad: int, code: str) -> None:
    version = call(plans.start_version, ahmad, FIRST)
    with pytest.raises(InputError, match="gibt es nicht") as refused:
        call(plans.change_version, version, {"second_language": code})
    assert refused.value.field == "second_language"
    for known in ("ar", "kmr", "de-simple", None):
        call(plans.change_version, version, {"second_language": known})


def test_a_goal_names_whom_it_is_for_while_it_is_new(call: Call, ahmad: int, nour: int) -> None:
    assert call(plans.household_members, ahmad, FIRST) == ((nour, "Al-Hamad, Nour"),)
    goal = call(plans.add_goal, ahmad, "school", "Kita", None, FIRST, nour, "حضانة")
    draft = view(call, ahmad).draft
    assert draft is not None
    shown = draft.goals[0]
    assert (shown.member_id, shown.member, shown.translation) == (nour, "Nour", "حضانة")
    call(plans.change_goal, goal, {"member": None})
    call(plans.change_goal, goal, {"member": nour})
    call(plans.agree, ahmad, FIRST, FIRST)
    with pytest.raises(RuleError, match="behält Handlungsfeld und Wortlaut"):
        call(plans.change_goal, goal, {"member": None})
    agreed = view(call, ahmad).agreed
    assert agreed is not None
    assert agreed.goals[0].member == "Nour"


def test_a_goal_is_for_nobody_outside_the_household(call: Call, ahmad: int) -> None:
    stranger = call(create_record, "person", {"family_name": "Tekle"})
    with pytest.raises(RuleError, match="aus dem Haushalt") as refused:
        call(plans.add_goal, ahmad, "work", "Arbeit", None, FIRST, stranger)
    assert refused.value.field == "member"
    goal = call(plans.add_goal, ahmad, "work", "Arbeit", None, FIRST)
    with pytest.raises(RuleError, match="aus dem Haushalt"):
        call(plans.change_goal, goal, {"member": stranger})


def test_the_client_as_member_is_the_client(call: Call, ahmad: int) -> None:
    client = call(lambda: Case.get_by_id(ahmad).person_id)
    goal = call(plans.add_goal, ahmad, "work", "Arbeit", None, FIRST, client)
    assert call(lambda: Goal.get_by_id(goal).member_id) is None


def test_a_copy_without_the_newer_keys_reads(call: Call, ahmad: int, goal: int) -> None:
    def forget() -> None:
        version = PlanVersion.get()
        for kept in version.frozen["goals"]:
            del kept["member"], kept["translation"]
        version.save()

    call(forget)
    agreed = view(call, ahmad).agreed
    assert agreed is not None
    assert [(g.id, g.member_id, g.member, g.translation) for g in agreed.goals] == [
        (goal, None, "", "")
    ]


def test_another_partner_of_a_step_does_not_change_what_was_agreed(call: Call, ahmad: int) -> None:
    vhs, iq = (call(create_record, "partner", {"name": name}) for name in ("VHS", "IQ"))
    goal = call(plans.add_goal, ahmad, "work", "Arbeit", None, FIRST)
    step = call(plans.add_step, goal, "Anmelden", "office", None, vhs, "تسجيل")
    call(plans.agree, ahmad, FIRST, FIRST)
    call(plans.change_step, step, {"partner": iq, "translation": ""})
    agreed = view(call, ahmad).agreed
    assert agreed is not None
    shown = agreed.goals[0].steps[0]
    assert (shown.who, shown.partner_id, shown.translation) == ("VHS", vhs, "تسجيل")


def test_two_versions_of_one_day_bring_no_settled_goal_back(
    call: Call, ahmad: int, goal: int
) -> None:
    call(plans.in_draft, ahmad, FIRST, plans.settle_goal, goal, "reached", FIRST)
    call(plans.agree, ahmad, FIRST, FIRST)
    call(plans.start_version, ahmad, FIRST)
    call(plans.agree, ahmad, FIRST, FIRST)
    call(plans.start_version, ahmad, SECOND)
    draft = view(call, ahmad).draft
    assert draft is not None
    assert draft.number == 4
    assert draft.goals == ()


# ---------------------------------------------------------------------- taking it back


def test_an_agreement_that_was_a_mistake_is_a_draft_again(
    call: Call, ahmad: int, goal: int
) -> None:
    new = call(plans.add_goal, ahmad, "work", "Arbeit", None, SECOND)
    call(plans.in_draft, ahmad, SECOND, plans.settle_goal, goal, "reached", SECOND)
    call(plans.agree, ahmad, SECOND, SECOND, "Ehefrau")
    before = counted(call)
    assert (before["plans.continued"], before["goals.agreed"], before["goals.reached"]) == (1, 2, 1)

    assert call(plans.undo_agreement, ahmad, THIRD, " falscher  Fall ") == 2
    after = counted(call)
    assert (after["plans.continued"], after["goals.agreed"]) == (0, 1)
    assert after["goals.reached"] == 1  # a fact with a day of its own
    assert after.holds
    shown = view(call, ahmad)
    assert shown.numbers == ((1, FIRST),)
    assert shown.draft is not None
    assert (shown.draft.number, shown.draft.participants) == (2, "Ehefrau")
    assert {g.id: g.new for g in shown.draft.goals} == {goal: False, new: True}
    assert shown.draft.undone == (Undone(SECOND, THIRD, "falscher Fall"),)

    call(plans.agree, ahmad, THIRD, THIRD)
    assert call(lambda: Goal.get_by_id(new).agreed_on) == THIRD
    assert call(plans.undo_agreement, ahmad, THIRD, "noch einmal") == 2
    draft = view(call, ahmad).draft
    assert draft is not None
    assert [undone.reason for undone in draft.undone] == ["falscher Fall", "noch einmal"]


def test_without_the_first_agreement_the_case_has_no_plan(
    call: Call, ahmad: int, goal: int
) -> None:
    assert counted(call)["plans.first_agreed"] == 1
    call(plans.undo_agreement, ahmad, SECOND, "Versehen")
    report = counted(call)
    assert (report["plans.first_agreed"], report["plans.quota.with_plan"]) == (0, 0)
    assert report["goals.agreed"] == 0
    assert call(lambda: Goal.get_by_id(goal).state) is None


def test_taking_back_leaves_a_trace_even_when_the_draft_is_discarded(
    call: Call, ahmad: int, goal: int
) -> None:
    call(plans.undo_agreement, ahmad, SECOND, "Versehen")
    trail = call(
        lambda: {
            (e.object_type, e.object_id): e.reason
            for e in AuditEntry.select().where(AuditEntry.action == "plan.undo_agreement")
        }
    )
    assert trail[("case", ahmad)] == "Versehen"
    assert ("goal", goal) in trail
    call(plans.discard_draft, ahmad)
    told = [(change.what, change.reason) for change in call(case_history, ahmad)]
    assert ("Plan: Vereinbarung zurückgenommen", "Versehen") in told


@pytest.mark.parametrize("reason", ["", "  ", "\x1b"])
def test_taking_back_needs_a_reason(call: Call, ahmad: int, goal: int, reason: str) -> None:
    with pytest.raises(InputError, match="Grund"):
        call(plans.undo_agreement, ahmad, SECOND, reason)
    assert view(call, ahmad).numbers == ((1, FIRST),)
    assert goal


@pytest.mark.usefixtures("goal")
def test_an_empty_draft_that_follows_is_dropped(call: Call, ahmad: int) -> None:
    call(plans.start_version, ahmad, SECOND)
    call(plans.undo_agreement, ahmad, SECOND, "Versehen")
    shown = view(call, ahmad)
    assert shown.agreed is None
    assert shown.draft is not None
    assert shown.draft.number == 1


@pytest.mark.usefixtures("goal")
@pytest.mark.parametrize("said", ["concerns", "concerns_translation", "participants", "goal"])
def test_a_draft_that_holds_something_is_not_dropped(call: Call, ahmad: int, said: str) -> None:
    version = call(plans.start_version, ahmad, SECOND)
    if said == "goal":
        call(plans.add_goal, ahmad, "work", "Arbeit", None, SECOND)
    else:
        call(plans.change_version, version, {said: "etwas"})
    with pytest.raises(RuleError, match=r"die nächste schon begonnen.*F9"):
        call(plans.undo_agreement, ahmad, SECOND, "Versehen")
    assert view(call, ahmad).numbers == ((1, FIRST),)


def test_a_goal_of_the_version_that_is_settled_stops_it(call: Call, ahmad: int, goal: int) -> None:
    call(plans.settle_goal, goal, "reached", SECOND)
    with pytest.raises(RuleError, match=r"„A2“.*schon bewertet.*weiterlaufen"):
        call(plans.undo_agreement, ahmad, SECOND, "Versehen")
    call(plans.continue_goal, goal, None)
    assert call(plans.undo_agreement, ahmad, SECOND, "Versehen") == 1


@pytest.mark.usefixtures("goal")
def test_agreements_of_a_closed_plan_stay(call: Call, ahmad: int) -> None:
    call(plans.close_plan, ahmad, SECOND)
    with pytest.raises(RuleError, match="abgeschlossen"):
        call(plans.undo_agreement, ahmad, SECOND, "Versehen")


def test_without_an_agreement_there_is_nothing_to_take_back(call: Call, ahmad: int) -> None:
    for begin in (False, True):
        if begin:
            call(plans.start_version, ahmad, FIRST)
        with pytest.raises(NotFoundError, match="keine vereinbarte Version"):
            call(plans.undo_agreement, ahmad, SECOND, "Versehen")


@pytest.mark.usefixtures("goal")
def test_any_version_can_be_read(call: Call, ahmad: int) -> None:
    call(plans.start_version, ahmad, SECOND)
    plan = view(call, ahmad).plan_id
    assert call(plans.read_version, plan, 1).agreed_on == FIRST
    assert call(plans.read_version, plan, 2).agreed_on is None
    with pytest.raises(NotFoundError, match="Version 3"):
        call(plans.read_version, plan, 3)
