"""The life of a case: opened, closed, reopened, cancelled, and what is asked before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from caseconsole import config
from caseconsole.caseload.caselist import case_row, count_cases, list_cases
from caseconsole.caseload.cases import (
    cancel_case,
    case_by_number,
    close_case,
    next_number,
    open_case,
    opening_warnings,
    reopen_case,
    reopening,
    undo_cancelling,
    undo_closing,
)
from caseconsole.caseload.duplicates import duplicates
from caseconsole.caseload.history import case_history
from caseconsole.caseload.people import person_on
from caseconsole.caseload.records import create_record, list_records, read_record
from caseconsole.days import PartialDay
from caseconsole.errors import InputError, NotFoundError, RuleError
from caseconsole.models import Case, HandedIn, Person
from tests.caseload.conftest import TODAY

Call = Callable[..., Any]
DAY = dt.timedelta(days=1)


def _periods(call: Call, case_id: int) -> list[tuple[Any, ...]]:
    return [
        (record.values["begin"], record.values["end"])
        for record in reversed(call(list_records, "care_period", case=case_id))
    ]


def _numbers(call: Call, scope: str) -> list[str]:
    return [row.number for row in call(list_cases, TODAY, scope)]


@pytest.mark.parametrize("day", [dt.date(2024, 12, 31), dt.date(2025, 1, 1)])
def test_a_closing_that_was_handed_in_is_not_taken_back(
    call: Call, ahmad: int, day: dt.date
) -> None:
    """Once the year is frozen only reopening is offered (counting rules, section 4)."""
    offered = day.year > 2024
    call(close_case, ahmad, day, "own_wish")
    call(
        HandedIn.create,
        first_day=dt.date(2024, 1, 1),
        last_day=dt.date(2024, 12, 31),
        handed_in_on=dt.date(2025, 1, 1),
        rules=1,
        program="1",
        sha256="",
        content=b"",
    )
    assert call(reopening, ahmad, dt.date(2025, 1, 3)).undo_offered is offered
    if offered:
        call(undo_closing, ahmad)
    else:
        with pytest.raises(RuleError, match="abgegeben"):
            call(undo_closing, ahmad)


def test_a_case_is_opened_with_everything_at_once(call: Call, ahmad: int) -> None:
    row = call(case_row, ahmad, TODAY)
    assert (row.number, row.name, row.state) == ("2024-001", "Al-Hamad, Ahmad", "running")
    assert row.begin == dt.date(2024, 3, 4)
    person = call(person_on, row.person_id, TODAY)
    assert person.status.since == dt.date(2024, 3, 4)
    assert person.place == "Musterstadt"
    assert [member.role for member in person.household.members] == ["head"]


def test_a_name_and_a_day_are_enough(call: Call) -> None:
    case_id = call(open_case, TODAY, person={"given_name": "Selam"})
    assert call(case_row, case_id, TODAY).name == "Selam"


def test_if_one_part_is_refused_nothing_is_stored(call: Call) -> None:
    with pytest.raises(InputError) as refused:
        call(open_case, TODAY, person={"family_name": "A"}, status={"german_level": "Z9"})
    assert refused.value.field == "german_level"
    assert call(Person.select().count) == 0
    assert call(Case.select().count) == 0


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ([], "2026-001"),
        (["2026-001", "2026-031"], "2026-032"),
        (["2025-077", "2026-x", "2026-0009"], "2026-010"),
        (["2026-999"], "2026-1000"),
    ],
)
def test_the_next_number_follows_the_highest_of_the_year(
    call: Call, taken: list[str], expected: str
) -> None:
    for number in taken:
        call(open_case, TODAY, person={"family_name": "A"}, number=number)
    assert call(next_number, TODAY) == expected


def test_a_case_is_closed_with_its_reason(call: Call, ahmad: int) -> None:
    with pytest.raises(InputError) as refused:
        call(close_case, ahmad, TODAY, "")
    assert refused.value.field == "closing_reason"
    with pytest.raises(RuleError):
        call(close_case, ahmad, dt.date(2024, 3, 3), "moved_away")
    call(close_case, ahmad, TODAY, "moved_away", "nach Ulm")
    (period,) = call(list_records, "care_period", case=ahmad)
    assert (period.values["end"], period.values["outcome"]) == (TODAY, "nach Ulm")
    with pytest.raises(RuleError):
        call(close_case, ahmad, TODAY, "moved_away")


def test_on_its_last_day_a_case_has_ended(call: Call, ahmad: int) -> None:
    call(close_case, ahmad, TODAY, "moved_away")
    assert call(case_row, ahmad, TODAY - DAY).state == "running"
    assert call(case_row, ahmad, TODAY).state == "ended"


def test_reopening_adds_a_period_and_keeps_the_old_one(call: Call, ahmad: int) -> None:
    call(close_case, ahmad, TODAY, "moved_away")
    with pytest.raises(RuleError) as refused:
        call(reopen_case, ahmad, TODAY - DAY)
    assert refused.value.field == "begin"
    call(reopen_case, ahmad, TODAY)  # closed and reopened on one day is allowed
    assert _periods(call, ahmad) == [(dt.date(2024, 3, 4), TODAY), (TODAY, None)]
    assert call(case_row, ahmad, TODAY).state == "running"
    with pytest.raises(RuleError):
        call(reopen_case, ahmad, TODAY)


def test_a_closing_by_mistake_is_taken_back(call: Call, ahmad: int) -> None:
    with pytest.raises(RuleError):
        call(undo_closing, ahmad)
    call(close_case, ahmad, TODAY, "moved_away", "nach Ulm")
    call(undo_closing, ahmad)
    (period,) = call(list_records, "care_period", case=ahmad)
    assert period.values["end"] is None
    assert period.values["closing_reason"] is None
    assert period.values["outcome"] == ""


@pytest.mark.parametrize(("days", "offered"), [(0, True), (30, True), (31, False)])
def test_only_a_recent_closing_may_be_taken_back(
    call: Call,
    ahmad: int,
    days: int,
    offered: bool,  # noqa: FBT001
) -> None:
    call(close_case, ahmad, TODAY, "no_contact")
    choice = call(reopening, ahmad, TODAY + days * DAY)
    assert (choice.end, choice.days, choice.undo_offered) == (TODAY, days, offered)


def test_how_long_a_closing_may_be_taken_back_is_a_setting(call: Call, ahmad: int) -> None:
    settings = config.active()
    config.use(replace(settings, reports=replace(settings.reports, reopen_undo_days=5)))
    call(close_case, ahmad, TODAY, "no_contact")
    assert not call(reopening, ahmad, TODAY + 6 * DAY).undo_offered


def test_a_cancelled_case_is_kept_apart(call: Call, ahmad: int) -> None:
    with pytest.raises(InputError):
        call(cancel_case, ahmad, "")
    call(cancel_case, ahmad, "doppelt angelegt")
    assert _numbers(call, "running") == []
    assert _numbers(call, "cancelled") == ["2024-001"]
    with pytest.raises(RuleError):
        call(cancel_case, ahmad, "noch einmal")
    call(undo_cancelling, ahmad)
    assert _numbers(call, "running") == ["2024-001"]


def test_cases_are_counted_by_state(call: Call, ahmad: int) -> None:
    later = call(open_case, TODAY + DAY, person={"family_name": "B"})
    ended = call(open_case, TODAY - DAY, person={"family_name": "C"})
    call(close_case, ended, TODAY, "died")
    cancelled = call(open_case, TODAY, person={"family_name": "D"})
    call(cancel_case, cancelled, "doppelt")
    counts = call(count_cases, TODAY)
    assert (counts.running, counts.ended, counts.cancelled, counts.all) == (2, 1, 1, 4)
    assert call(case_row, later, TODAY).state == "future"


def test_a_second_open_case_and_a_far_begin_are_asked_about(call: Call, ahmad: int) -> None:
    person_id = call(case_row, ahmad, TODAY).person_id
    assert call(opening_warnings, TODAY, TODAY, person_id) == (
        "Für diese Person läuft schon der Fall 2024-001.",
    )
    assert call(opening_warnings, TODAY + 60 * DAY, TODAY) == ()
    assert len(call(opening_warnings, TODAY + 61 * DAY, TODAY)) == 1
    call(close_case, ahmad, TODAY, "moved_away")
    assert call(opening_warnings, TODAY, TODAY, person_id) == ()


def test_a_case_is_found_by_its_number(call: Call, ahmad: int) -> None:
    assert call(case_by_number, " 2024-001 ") == ahmad
    with pytest.raises(NotFoundError):
        call(case_by_number, "2024-002")


def test_possible_duplicates_are_named_with_their_reason(call: Call, ahmad: int) -> None:
    born = PartialDay(dt.date(1992, 5, 5))
    call(create_record, "person", {"family_name": "Tekle", "birth_date": born})
    call(create_record, "person", {"family_name": "Kovalenko", "given_name": "Oksana"})
    found = call(
        duplicates, {"family_name": "Alhamad", "given_name": "Ahmed", "birth_date": born}, TODAY
    )
    assert [(one.name, one.number, one.state, one.reason) for one in found] == [
        ("Al-Hamad, Ahmad", "2024-001", "running", "ähnlicher Name, gleiches Geburtsdatum"),
        ("Tekle", "", "", "gleiches Geburtsdatum"),
    ]
    same = call(duplicates, {"family_name": "AL-HAMAD", "given_name": "Ahmad"}, TODAY)
    assert [one.reason for one in same] == ["gleicher Name"]
    by_phone = call(duplicates, {"family_name": "X", "phone": "0151/7604709"}, TODAY)
    assert [one.reason for one in by_phone] == ["gleiche Telefonnummer"]
    assert call(duplicates, {"family_name": "Girmay"}, TODAY) == ()
    assert call(duplicates, {}, TODAY) == ()


def test_the_first_of_january_alone_makes_nobody_the_same(call: Call) -> None:
    born = PartialDay(dt.date(1990, 1, 1))
    call(create_record, "person", {"family_name": "Tekle", "birth_date": born})
    assert call(duplicates, {"family_name": "Ceesay", "birth_date": born}, TODAY) == ()
    assert call(duplicates, {"family_name": "Tekle", "birth_date": born}, TODAY)


def test_the_history_says_what_was_done_in_words(call: Call, ahmad: int) -> None:
    call(close_case, ahmad, TODAY, "moved_away")
    call(undo_closing, ahmad)
    call(cancel_case, ahmad, "doppelt angelegt")
    history = call(case_history, ahmad)
    said = [change.what for change in history]
    assert said[0] == "Fall storniert"
    assert "Fall: Ende zurückgenommen" in said
    assert "Fall beendet" in said
    assert said[-1] == "Person angelegt"
    assert history[0].reason == "doppelt angelegt"
    assert "Familienname" in history[-1].fields
    assert history[-1].at.utcoffset() is not None
    assert [change.what for change in call(case_history, ahmad, 1)] == ["Fall storniert"]


def test_the_history_of_a_case_leaves_other_cases_out(call: Call, ahmad: int) -> None:
    other = call(open_case, TODAY, person={"family_name": "B"})
    call(cancel_case, other, "doppelt")
    assert "Fall storniert" not in [change.what for change in call(case_history, ahmad)]


def test_a_household_that_is_left_ends_the_day_before(call: Call, ahmad: int) -> None:
    person_id = call(case_row, ahmad, TODAY).person_id
    call(open_case, TODAY, person_id=person_id, household={"place": "Oberdorf"})
    before, after = (call(person_on, person_id, day).place for day in (TODAY - DAY, TODAY))
    assert (before, after) == ("Musterstadt", "Oberdorf")
    first = call(list_records, "household_member", person=person_id)[-1]
    assert call(read_record, "household_member", first.id).values["to_day"] == TODAY - DAY
