"""A sum that deviates names every row whose share changed, besides those that came and went."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from caseconsole.caseload.cases import open_case
from caseconsole.caseload.contacts import attribute_visitor, read_contact, save_contact
from caseconsole.counting import Period
from caseconsole.counting.deviations import Cause, Deviation, deviations
from caseconsole.counting.handing_in import frozen, hand_in
from caseconsole.models import Person
from caseconsole.store import Store, transaction

YEAR = Period.of_year(2024)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(dt.datetime(2025, 2, 3, 10, tzinfo=dt.UTC), tick=False):
        yield


def client() -> int:
    """A person with a running case."""
    with transaction("test") as audit:
        person = Person.create(family_name="Muster")
        audit.record("person", person.id)
    open_case(dt.date(2024, 1, 10), person_id=person.id)
    return int(person.id)


def talk(persons: list[int], **values: Any) -> int:
    """An entry of the year handed in."""
    day = dt.date(2024, 5, 6)
    return save_contact({"day": day, "kind": "office", "minutes": 30, **values}, persons)


def change(contact: int, **values: Any) -> None:
    """Correct an entry."""
    people = [person.id for person in read_contact(contact).persons]
    save_contact(values, people, None, contact)


def deviation(path: str) -> Deviation:
    """What a figure says today."""
    kept = frozen(YEAR)
    assert kept is not None
    return next(one for one in deviations(kept) if one.path == path)


def test_minutes_name_the_late_row_and_the_corrected_one_but_no_other(store: Store) -> None:
    def story() -> Deviation:
        person = client()
        corrected, reworded = talk([person]), talk([person])
        hand_in(YEAR, "Kreis")
        talk([person], minutes=15)
        change(corrected, minutes=45)
        change(reworded, text="anderer Wortlaut")
        found = deviation("consultations.minutes")
        assert {change.ref.id for change in found.changes} == {corrected, reworded + 1}
        return found

    found = store.call(story)
    assert (found.before, found.after) == (60, 90)
    assert dict(found.causes) == {Cause.LATE: 1, Cause.CORRECTED: 1}


def test_unnamed_visitors_name_the_contact_that_was_attributed(store: Store) -> None:
    def story() -> tuple[Deviation, int]:
        person = client()
        contact = talk([], anonymous=3)
        hand_in(YEAR, "Kreis")
        attribute_visitor(contact, person)
        return deviation("consultations.anonymous"), contact

    found, contact = store.call(story)
    assert (found.before, found.after) == (3, 2)
    assert [change.ref.id for change in found.changes] == [contact]
