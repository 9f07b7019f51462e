"""The list of cases and the first page of a case show what the rows say on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from caseconsole import config
from caseconsole.caseload.caselist import case_row, list_cases
from caseconsole.caseload.cases import close_case, open_case
from caseconsole.caseload.contacts import save_contact, set_follow_up_done
from caseconsole.caseload.overview import case_head, case_overview
from caseconsole.caseload.plans import add_goal, agree, change_version, rate, start_version
from caseconsole.caseload.records import change_record, create_record, list_records
from caseconsole.errors import NotFoundError
from tests.caseload.conftest import TODAY

Call = Callable[..., Any]
AHMAD = 1
DAY = dt.timedelta(days=1)


def _plan(call: Call, case_id: int, review_on: dt.date) -> None:
    version = call(start_version, case_id, TODAY - 90 * DAY)
    call(change_version, version, {"review_on": review_on})
    call(add_goal, case_id, "housing", "Eigene Wohnung", TODAY + DAY, TODAY - 90 * DAY)
    call(agree, case_id, TODAY - 90 * DAY, TODAY)


def test_a_line_of_the_list_shows_the_state_of_the_day(call: Call, ahmad: int) -> None:
    row = call(case_row, ahmad, TODAY)
    assert (row.age, row.status_label, row.place) == ("34", "Flüchtling", "Musterstadt")
    assert (row.last_contact, row.plan, row.plan_draft) == (None, None, False)
    assert row.next_date == dt.date(2027, 3, 14)
    assert row.same_name is False
    with pytest.raises(NotFoundError):
        call(case_row, 99, TODAY)


def test_the_last_talk_is_one_in_which_they_spoke(call: Call, ahmad: int) -> None:
    for day, kind in ((7, "office"), (9, "attempt"), (10, "letter"), (11, "third_party")):
        call(save_contact, {"day": dt.date(2026, 11, day), "kind": kind}, [AHMAD])
    assert call(case_row, ahmad, TODAY).last_contact == dt.date(2026, 11, 7)


def test_a_talk_before_the_case_is_the_last_one_while_there_is_no_other(call: Call) -> None:
    person_id = call(create_record, "person", {"family_name": "Tekle"})
    call(save_contact, {"day": TODAY - 20 * DAY, "kind": "open_hour"}, [person_id])
    case_id = call(open_case, TODAY - 10 * DAY, person_id=person_id)
    assert call(case_row, case_id, TODAY).last_contact == TODAY - 20 * DAY
    call(save_contact, {"day": TODAY - 5 * DAY, "kind": "office"}, [person_id])
    assert call(case_row, case_id, TODAY).last_contact == TODAY - 5 * DAY


def test_the_next_date_is_the_earliest_that_is_open(call: Call, ahmad: int) -> None:
    def upcoming() -> dt.date | None:
        day: dt.date | None = call(case_row, ahmad, TODAY).next_date
        return day

    _plan(call, ahmad, TODAY + 60 * DAY)
    assert upcoming() == TODAY + 60 * DAY
    reminder = call(
        create_record, "reminder", {"due_on": TODAY + 40 * DAY, "text": "Bescheid"}, case=ahmad
    )
    assert upcoming() == TODAY + 40 * DAY
    contact = call(
        save_contact,
        {"day": TODAY - DAY, "kind": "office", "follow_up_on": TODAY + 20 * DAY},
        [AHMAD],
    )
    assert upcoming() == TODAY + 20 * DAY
    call(set_follow_up_done, contact)
    assert upcoming() == TODAY + 40 * DAY
    call(change_record, "reminder", reminder, {"done_on": TODAY})
    assert upcoming() == TODAY + 60 * DAY


def test_a_later_talk_settles_a_follow_up(call: Call, ahmad: int) -> None:
    talk = {"day": TODAY - 20 * DAY, "kind": "office", "follow_up_on": TODAY - 6 * DAY}
    call(save_contact, talk, [AHMAD])
    assert call(case_row, ahmad, TODAY).next_date == TODAY - 6 * DAY
    call(save_contact, {"day": TODAY - 5 * DAY, "kind": "phone"}, [AHMAD])
    assert call(case_row, ahmad, TODAY).next_date == dt.date(2027, 3, 14)


def test_the_plan_is_marked_once_its_review_is_overdue(call: Call, ahmad: int) -> None:
    _plan(call, ahmad, TODAY)
    assert (call(case_row, ahmad, TODAY)[12:15]) == (1, False, False)
    assert call(case_row, ahmad, TODAY + DAY).plan_overdue is True
    call(start_version, ahmad, TODAY)
    assert (call(case_row, ahmad, TODAY)[12:15]) == (1, False, True)


def test_the_list_is_the_same_in_bulk_and_one_by_one(call: Call, ahmad: int) -> None:
    for number, (family, place) in enumerate(
        (("Çelik", "Oberdorf"), ("Azizi", ""), ("Alhamad", "Ulm"))
    ):
        case_id = call(
            open_case,
            TODAY - number * DAY,
            person={"family_name": family, "given_name": "Ahmad"},
            household={"place": place},
        )
        call(save_contact, {"day": TODAY, "kind": "phone"}, [number + 2])
        if number == 1:
            call(close_case, case_id, TODAY, "moved_away")
    _plan(call, ahmad, TODAY - DAY)
    rows = call(list_cases, TODAY, "all")
    assert [row.name for row in rows] == [
        "Al-Hamad, Ahmad",
        "Alhamad, Ahmad",
        "Azizi, Ahmad",
        "Çelik, Ahmad",
    ]
    assert rows == tuple(call(case_row, row.id, TODAY) for row in rows)
    assert [row.same_name for row in rows] == [True, True, False, False]
    assert [row.name for row in call(list_cases, TODAY, "ended")] == ["Azizi, Ahmad"]


def test_the_banner_says_who_it_is(call: Call, ahmad: int) -> None:
    head = call(case_head, ahmad, TODAY)
    assert (head.name, head.original_script_name) == ("Al-Hamad, Ahmad", "أحمد الحمد")
    assert (str(head.birth), head.age, head.initials) == ("05.05.1992", "34", "A. A.")
    assert head.status_line == (
        "Flüchtling · gültig bis 14.03.2027 · B1 · Vollzeit · Musterstadt, Lindenweg 4"
    )
    with pytest.raises(NotFoundError):
        call(case_head, 99, TODAY)


def test_an_empty_case_has_an_overview_too(call: Call) -> None:
    case_id = call(open_case, TODAY, person={"given_name": "Selam"})
    overview = call(case_overview, case_id, TODAY)
    assert overview.head.status_line == ""
    assert (overview.plan, overview.household) == (None, None)
    assert overview.goals == overview.ratings == overview.consents == overview.contacts == ()
    assert {one.field for one in overview.missing} >= {"birth_date", "phone", "german_level"}


def test_what_is_not_stated_is_missing(call: Call, ahmad: int) -> None:
    missing = {
        (one.kind, one.field): one.label for one in call(case_overview, ahmad, TODAY).missing
    }
    assert missing["person", "birth_place"] == "Geburtsort"
    assert missing["person_status", "housing"] == "Wohnform"
    assert ("person", "phone") not in missing
    assert ("person_status", "german_level") not in missing
    assert ("person", "notes") not in missing


def test_the_overview_shows_plan_goals_ratings_and_last_talks(call: Call, ahmad: int) -> None:
    _plan(call, ahmad, TODAY - DAY)
    call(rate, ahmad, "housing", TODAY, 2)
    call(rate, ahmad, "housing", TODAY - DAY, 1)
    for day in range(7):
        call(save_contact, {"day": TODAY - day * DAY, "kind": "phone"}, [AHMAD])
    overview = call(case_overview, ahmad, TODAY)
    assert (overview.plan.version, overview.plan.overdue, overview.plan.draft) == (1, True, None)
    (goal,) = overview.goals
    assert (goal.area_label, goal.text, goal.overdue, goal.agreed) == (
        "Wohnen",
        "Eigene Wohnung",
        False,
        True,
    )
    (course,) = overview.ratings
    assert course.values == ((TODAY - DAY, 1), (TODAY, 2))
    assert [row.day for row in overview.contacts] == [TODAY - day * DAY for day in range(5)]


@pytest.mark.parametrize(
    ("day", "year", "years", "ends_on"),
    [
        (dt.date(2024, 3, 4), 1, 3, dt.date(2027, 3, 4)),
        (dt.date(2027, 3, 3), 3, 3, dt.date(2027, 3, 4)),
        (dt.date(2027, 3, 5), 4, 4, dt.date(2028, 3, 4)),
    ],
)
def test_care_counts_its_years(
    call: Call, ahmad: int, day: dt.date, year: int, years: int, ends_on: dt.date
) -> None:
    care = call(case_overview, ahmad, day).care
    assert (care.year, care.years, care.ends_on) == (year, years, ends_on)


def test_where_the_years_begin_is_a_setting(call: Call, ahmad: int) -> None:
    call(change_record, "person", AHMAD, {"allotted_on": dt.date(2025, 1, 1)})
    settings = config.active()
    config.use(
        replace(settings, deadlines=replace(settings.deadlines, counselling_anchor="allotted_on"))
    )
    care = call(case_overview, ahmad, TODAY).care
    assert (care.anchor, care.year) == (dt.date(2025, 1, 1), 2)


def test_a_closed_case_says_why_it_ended(call: Call, ahmad: int) -> None:
    call(close_case, ahmad, TODAY, "moved_away", "nach Ulm")
    care = call(case_overview, ahmad, TODAY + 100 * DAY).care
    assert (care.end, care.closing_label, care.outcome) == (TODAY, "Wegzug", "nach Ulm")
    assert len(call(list_records, "care_period", case=ahmad)) == care.periods == 1
