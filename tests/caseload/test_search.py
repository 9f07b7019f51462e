"""People are found by any spelling of their name, by number, by phone, at last by a note."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from caseconsole.caseload.cases import open_case
from caseconsole.caseload.contacts import save_contact
from caseconsole.caseload.names import index, person_keys, same_names
from caseconsole.caseload.records import change_record, create_record
from caseconsole.caseload.search import find_people
from caseconsole.models import Person
from caseconsole.store import transaction
from tests.caseload.conftest import TODAY
from tests.caseload.name_pairs import FAMILY_NAMES, GIVEN_NAMES, PAIRS

Call = Callable[..., Any]
DISTRACTORS = 2000
NEEDED = 0.95
"""Share of the pairs that must be among the first five (product, 4.6)."""


def _store_names(names: list[tuple[str, str]]) -> list[int]:
    """Many people at once; ids in the order of ``names``."""
    made: list[tuple[Any, ...]] = []
    for number, (family, given) in enumerate(names, 1):
        keys = person_keys(family, given)
        made.append((number, family, given, [], [], [], *keys))
    fields = (
        Person.id, Person.family_name, Person.given_name, Person.also_known_as,
        Person.nationalities, Person.languages, Person.sort_key, Person.search_key,
    )  # fmt: skip
    with transaction("person.import") as audit:
        for start in range(0, len(made), 100):
            Person.insert_many(made[start : start + 100], fields).execute()
        audit.record("person")
    return [row[0] for row in made]


def _names(call: Call, query: str) -> list[str]:
    return [person.name for person in call(find_people, query, TODAY)]


def test_the_right_one_is_among_the_first_five(call: Call) -> None:
    wanted = [(family, given) for family, given, _typed in PAIRS]
    # The distractors share one of the two names with those that are looked for.
    families = [*FAMILY_NAMES, *(family for family, _given in wanted if family)]
    givens = [*GIVEN_NAMES, *(given for _family, given in wanted)]
    others = sorted(set(product(families, givens)) - set(wanted))
    distractors = random.Random(7).sample(others, DISTRACTORS)  # noqa: S311 - no secret
    ids = call(_store_names, [*distractors, *wanted])[DISTRACTORS:]
    missed = []
    for (_family, _given, typed), person_id in zip(PAIRS, ids, strict=True):
        first_five = [found.person_id for found in call(find_people, typed, TODAY)[:5]]
        if person_id not in first_five:
            missed.append(typed)
    assert len(PAIRS) >= 40
    assert len(missed) <= (1 - NEEDED) * len(PAIRS), missed


@pytest.mark.parametrize(
    "typed",
    ["alha", "al-hamad", "alhamad", "ahmad al", "Ahmed Elhamad", "hamad ah", "أحمد الحمد", "أحمد"],
)
def test_a_name_is_found_while_it_is_typed(call: Call, ahmad: int, typed: str) -> None:
    for family in ("Alawi", "Halabi", "Hakimi", "Ahmadi"):
        call(create_record, "person", {"family_name": family, "given_name": "Rania"})
    best = call(find_people, typed, TODAY)[0]
    assert best.case_id == ahmad
    assert best.name == "Al-Hamad, Ahmad"


def test_what_matched_is_said(call: Call, ahmad: int) -> None:
    person = {"family_name": "Haddad", "given_name": "Rania", "also_known_as": ("Umm Yousef",)}
    call(create_record, "person", person)
    by_alias = call(find_people, "um yusuf", TODAY)[0]
    assert (by_alias.name, by_alias.reason) == ("Haddad, Rania", "alias")
    assert by_alias.reason_text == "auch bekannt als Umm Yousef"
    assert call(find_people, "أحمد الحمد", TODAY)[0].reason == "script"
    assert call(find_people, "Ahmad", TODAY)[0].reason == "name"


def test_somebody_is_found_by_case_number_and_phone(call: Call, ahmad: int) -> None:
    found = call(find_people, "2024-001", TODAY)[0]
    assert (found.case_id, found.reason) == (ahmad, "number")
    for typed in ("0151 7604709", "+49151 7604", "7604709", "00491517604709"):
        found = call(find_people, typed, TODAY)[0]
        assert (found.case_id, found.reason) == (ahmad, "phone"), typed
    assert call(find_people, "0151 9999", TODAY) == ()


def test_at_last_the_words_of_notes_are_looked_at(call: Call, ahmad: int) -> None:
    person_id = call(find_people, "ahmad", TODAY)[0].person_id
    text = "Rechnung der Stadtwerke,\nÜberweisung für die Straßenreinigung offen."
    contact = {"day": dt.date(2026, 11, 7), "kind": "office", "text": text}
    call(save_contact, contact, [person_id])
    for typed in ("strassenreinigung", "Überweisung", "ueberweisung offen"):
        (found,) = call(find_people, typed, TODAY)
        assert (found.case_id, found.reason) == (ahmad, "note"), typed
        assert found.reason_text.startswith("Notiz vom 07.11.2026: Überweisung")
    assert call(find_people, "Strassenfest", TODAY) == ()


def test_what_is_found_says_who_it_is(call: Call, ahmad: int) -> None:
    (found,) = call(find_people, "hamad", TODAY)
    assert str(found.birth) == "05.05.1992"
    assert (found.number, found.place, found.state) == ("2024-001", "Musterstadt", "running")


def test_nothing_typed_gives_the_people_of_the_last_contacts(call: Call, ahmad: int) -> None:
    assert call(find_people, " ", TODAY) == ()
    person_id = call(find_people, "ahmad", TODAY)[0].person_id
    call(save_contact, {"day": TODAY, "kind": "phone"}, [person_id])
    assert _names(call, "") == ["Al-Hamad, Ahmad"]


@pytest.mark.parametrize("typed", ["%", "_", "(", "'", '"*', "--", "\x1f", "a" * 300, "ß", "٣"])
def test_odd_input_finds_nothing_and_breaks_nothing(call: Call, typed: str) -> None:
    call(create_record, "person", {"family_name": "Tekle"})
    assert call(find_people, typed, TODAY) == ()


def test_the_index_follows_every_write(call: Call) -> None:
    assert _names(call, "tekle") == []
    person_id = call(create_record, "person", {"family_name": "Tekle"})
    assert _names(call, "tekle") == ["Tekle"]
    call(change_record, "person", person_id, {"family_name": "Abraha"})
    assert _names(call, "tekle") == []
    assert _names(call, "abraha") == ["Abraha"]


def test_the_index_is_kept_while_no_name_changes(call: Call) -> None:
    call(create_record, "person", {"family_name": "Tekle"})
    before = call(index)
    call(create_record, "partner", {"name": "VHS"})
    assert call(index) is before


def test_names_that_are_hard_to_tell_apart_are_marked(call: Call) -> None:
    names = (
        ("Al-Hamad", "Ahmad"), ("Alhamad", "Ahmed"), ("Ahmad", "Al Hamad"), ("Mueller", "Jana"),
        ("Müller", "Jana"), ("Müller", "Ulrike"), ("Tekle", "Selam"), ("", "Selam"),
    )  # fmt: skip
    ids = [
        call(create_record, "person", {"family_name": family, "given_name": given})
        for family, given in names
    ]
    assert call(same_names) == set(ids[:5])


def test_a_person_with_two_cases_is_found_with_the_running_one(call: Call, ahmad: int) -> None:
    person_id = call(find_people, "ahmad", TODAY)[0].person_id
    second = call(open_case, dt.date(2026, 5, 1), person_id=person_id)
    found = call(find_people, "ahmad", TODAY)
    assert [one.case_id for one in found] == [second]
