"""The plan of a case ends and comes back with it; a household moves as one."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from caseconsole.caseload.cases import close_case, open_case, reopen_case, undo_closing
from caseconsole.caseload.households import add_new_person, found_household, household_file, move
from caseconsole.caseload.plan_views import read_plan_view
from caseconsole.caseload.plans import add_goal, agree
from caseconsole.caseload.records import read_record
from caseconsole.errors import InputError
from caseconsole.store import Store

TODAY = dt.date(2026, 11, 21)
BEGIN = dt.date(2026, 1, 5)
END = dt.date(2026, 11, 20)


@pytest.fixture
def case_id(store: Store) -> int:
    with time_machine.travel(dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC), tick=False):
        case = store.call(open_case, BEGIN, person={"family_name": "Haddad"})
        store.call(add_goal, case, "language", "B1", None, TODAY)
        store.call(agree, case, TODAY, TODAY)
    return case


def closed_on(store: Store, case_id: int) -> dt.date | None:
    return store.call(read_plan_view, case_id).closed_on


def test_closing_a_case_closes_its_plan_on_the_same_day(store: Store, case_id: int) -> None:
    store.call(close_case, case_id, END, "moved_away")
    assert closed_on(store, case_id) == END


def test_taking_the_closing_back_opens_the_plan_again(store: Store, case_id: int) -> None:
    store.call(close_case, case_id, END, "moved_away")
    store.call(undo_closing, case_id)
    assert closed_on(store, case_id) is None


def test_a_new_care_period_leaves_the_old_plan_closed(store: Store, case_id: int) -> None:
    store.call(close_case, case_id, END, "moved_away")
    store.call(reopen_case, case_id, TODAY)
    assert closed_on(store, case_id) == END


def test_a_refused_closing_leaves_the_plan_open(store: Store, case_id: int) -> None:
    with pytest.raises(InputError):
        store.call(close_case, case_id, END, "no such reason")
    assert closed_on(store, case_id) is None


@pytest.fixture
def client(store: Store, case_id: int) -> int:
    person = store.call(read_record, "case", case_id).parents["person"]
    assert person is not None
    return person


def test_a_move_takes_everybody_and_leaves_the_old_address_to_the_past(
    store: Store, client: int
) -> None:
    old = store.call(found_household, {"address": "Lindenweg 4"}, client, BEGIN, "head")
    child = store.call(add_new_person, old, {"given_name": "Nour"}, dt.date(2026, 3, 1), "child")

    store.call(move, {"address": "Am Bach 1"}, [(client, "head"), (child, "child")], END)

    before = store.call(household_file, client, END - dt.timedelta(days=1)).household
    after = store.call(household_file, client, END).household
    assert before is not None
    assert after is not None
    assert (before.address, after.address) == ("Lindenweg 4", "Am Bach 1")
    assert {one.person_id for one in before.members} == {client, child}
    assert [(one.person_id, one.role) for one in after.members] == [
        (client, "head"),
        (child, "child"),
    ]


def test_who_has_left_is_listed_as_former(store: Store, client: int) -> None:
    home = store.call(found_household, {"address": "Lindenweg 4"}, client, BEGIN, "head")
    child = store.call(add_new_person, home, {"given_name": "Nour"}, BEGIN, "child")
    store.call(move, {"address": "Am Bach 1"}, [(child, "child")], END)

    found = store.call(household_file, client, TODAY)

    assert found.household is not None
    assert [one.person_id for one in found.household.members] == [client]
    assert [(one.person_id, one.to_day) for one in found.former] == [
        (child, END - dt.timedelta(days=1))
    ]


def test_a_household_that_begins_later_is_shown_with_its_day(store: Store, client: int) -> None:
    store.call(found_household, {"address": "Lindenweg 4"}, client, TODAY, "head")
    found = store.call(household_file, client, BEGIN)
    assert found.begins == TODAY
    assert found.household is not None
    assert found.household.address == "Lindenweg 4"


def test_without_a_household_there_is_nothing_to_show(store: Store, client: int) -> None:
    assert store.call(household_file, client, TODAY).household is None
