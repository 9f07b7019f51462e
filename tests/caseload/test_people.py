"""Who somebody is on a day: state by dated rows, household, age, end of papers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from caseconsole.caseload.cases import open_case
from caseconsole.caseload.names import age_text, digits_of, display_name, initials, person_keys
from caseconsole.caseload.people import paper_ends, person_on, places_on, statuses_on
from caseconsole.caseload.records import change_record, create_record
from caseconsole.days import PartialDay
from caseconsole.errors import NotFoundError
from tests.caseload.conftest import TODAY

Call = Callable[..., Any]
BIRTH = dt.date(2008, 2, 29)


def _person(call: Call, **values: Any) -> int:
    person_id: int = call(create_record, "person", {"family_name": "Haddad", **values})
    return person_id


def _state(call: Call, person_id: int, day: dt.date, **values: Any) -> None:
    call(create_record, "person_status", {"from_day": day, **values}, person=person_id)


@pytest.mark.parametrize(
    ("family", "given", "shown", "short"),
    [
        ("Al-Hamad", "Ahmad", "Al-Hamad, Ahmad", "A. A."),
        ("", "Selam", "Selam", "S."),
        ("Tekle", "", "Tekle", "T."),
    ],
)
def test_names_are_shown_as_they_are(family: str, given: str, shown: str, short: str) -> None:
    assert display_name(family, given) == shown
    assert initials(family, given) == short


def test_names_sort_as_in_a_german_directory() -> None:
    names = [("Muster", "A"), ("Müller", "B"), ("Mueller", "C"), ("", "Mulu"), ("Çelik", "D")]
    ordered = sorted(names, key=lambda name: person_keys(*name).sort_key)
    assert ordered == [
        ("Çelik", "D"),
        ("Müller", "B"),
        ("Mueller", "C"),
        ("", "Mulu"),
        ("Muster", "A"),
    ]


@pytest.mark.parametrize(
    ("birth", "day", "shown"),
    [
        (PartialDay(BIRTH), dt.date(2026, 2, 28), "17"),
        (PartialDay(BIRTH), dt.date(2026, 3, 1), "18"),  # BGB 187 (2), 188 (2)
        (PartialDay(BIRTH), dt.date(2008, 2, 28), ""),
        (PartialDay(dt.date(1992, 1, 1), "year"), TODAY, "33–34"),
        (PartialDay(dt.date(1992, 1, 1), "year"), dt.date(2026, 12, 31), "34"),
        (PartialDay(dt.date(1992, 11, 1), "month"), TODAY, "33–34"),
        (PartialDay(dt.date(1992, 10, 1), "month"), TODAY, "34"),
        (PartialDay(dt.date(2026, 1, 1), "year"), TODAY, "0"),
        (None, TODAY, ""),
    ],
)
def test_age_counts_completed_years(birth: PartialDay | None, day: dt.date, shown: str) -> None:
    assert age_text(birth, day) == shown


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0151 7604709", "+49 151 7604709"),
        ("0049 (0)151/7604709", "0151-7604709"),
        ("07151/12-34", "07151 1234"),
    ],
)
def test_phone_numbers_meet_in_any_spelling(one: str, other: str) -> None:
    assert digits_of(one) == digits_of(other)


def test_a_later_state_replaces_only_what_it_names(call: Call) -> None:
    person_id = _person(call)
    day = dt.date(2024, 10, 20)
    _state(call, person_id, day, residence_status="subsidiary", german_level="A1", income=("sgb2",))
    _state(call, person_id, dt.date(2025, 9, 14), german_level="B2", place="Oberdorf")
    before = call(person_on, person_id, dt.date(2025, 9, 13)).status
    after = call(person_on, person_id, dt.date(2025, 9, 14)).status
    assert (before.since, before.german_level, before.place) == (day, "A1", "")
    assert (after.residence_status, after.german_level) == ("subsidiary", "B2")
    assert (after.income, after.place) == (("sgb2",), "Oberdorf")
    assert call(person_on, person_id, dt.date(2024, 10, 19)).status.since is None


def test_of_two_states_of_one_day_the_one_entered_later_counts(call: Call) -> None:
    person_id = _person(call)
    _state(call, person_id, TODAY, german_level="A1")
    _state(call, person_id, TODAY, german_level="A2")
    assert call(statuses_on, TODAY)[person_id].german_level == "A2"
    assert call(statuses_on, TODAY, [person_id + 1]) == {}


def test_the_household_of_a_day_with_its_members(call: Call, ahmad: int) -> None:
    ahmad_id = 1
    home = call(person_on, ahmad_id, TODAY).household
    wife = _person(call, given_name="Rania", birth_date=PartialDay(dt.date(1995, 6, 1)))
    child = _person(
        call, given_name="Yousef", birth_date=PartialDay(dt.date(2018, 3, 1)), schooling="VKL"
    )
    for person_id, role, to_day in (
        (child, "child", None),
        (wife, "partner", dt.date(2026, 11, 20)),
    ):
        values = {"from_day": dt.date(2025, 1, 1), "to_day": to_day, "role": role}
        call(create_record, "household_member", values, household=home.id, person=person_id)
    call(open_case, dt.date(2025, 1, 1), person_id=child)
    home = call(person_on, ahmad_id, dt.date(2026, 11, 20)).household
    assert [(m.given_name, m.role_label, m.age, m.school) for m in home.others(ahmad_id)] == [
        ("Rania", "Partner/in", "31", ""),
        ("Yousef", "Kind", "8", "VKL"),
    ]
    assert home.members[2].number == "2025-001"
    today = call(person_on, ahmad_id, TODAY).household
    assert [member.given_name for member in today.members] == ["Ahmad", "Yousef"]
    assert call(person_on, child, dt.date(2024, 12, 31)).household is None


def test_the_place_is_that_of_the_household_as_in_the_figures(call: Call, ahmad: int) -> None:
    """Counting rules, 3.11; the one of the state stands in where no household names a place."""
    _state(call, 1, TODAY, place="Ulm")
    assert call(places_on, TODAY) == {1: "Musterstadt"}
    assert call(person_on, 1, TODAY).place == "Musterstadt"
    call(change_record, "household", 1, {"place": ""})
    assert call(places_on, TODAY) == {1: "Ulm"}
    assert call(person_on, 1, TODAY).place == "Ulm"


def test_a_card_that_runs_on_by_ordinance_ends_when_the_ordinance_says() -> None:
    printed = dt.date(2025, 3, 4)
    assert paper_ends("temporary_24", printed) == dt.date(2027, 3, 4)
    assert paper_ends("refugee", printed) == printed
    assert paper_ends(None, None) is None


def test_who_is_not_there_is_said_not_to_be_there(call: Call) -> None:
    with pytest.raises(NotFoundError):
        call(person_on, 9, TODAY)
