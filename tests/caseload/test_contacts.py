"""Contacts: who and which files they are tied to, the history, what a new one offers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from caseconsole.caseload.cases import close_case, open_case
from caseconsole.caseload.choices import choices_for
from caseconsole.caseload.contacts import (
    ContactFilter,
    attribute_visitor,
    contact_history,
    delete_contact,
    read_contact,
    save_contact,
    set_follow_up_done,
)
from caseconsole.caseload.history import case_history
from caseconsole.caseload.people import person_on
from caseconsole.caseload.records import create_record
from caseconsole.errors import InputError, NotFoundError, RuleError
from caseconsole.fields import LONGEST_NOTE
from caseconsole.models import AuditEntry, Contact, ContactCase, ContactPerson
from tests.caseload.conftest import TODAY

Call = Callable[..., Any]
AHMAD = 1
DAY = dt.timedelta(days=1)


def _contact(call: Call, day: dt.date = TODAY, *people: int, **values: Any) -> int:
    contact_id: int = call(
        save_contact, {"day": day, "kind": "office", **values}, people or (AHMAD,)
    )
    return contact_id


def _relative(call: Call, given: str) -> int:
    home = call(person_on, AHMAD, TODAY).household.id
    person_id: int = call(create_record, "person", {"family_name": "Al-Hamad", "given_name": given})
    member = {"from_day": dt.date(2024, 3, 4), "role": "partner"}
    call(create_record, "household_member", member, household=home, person=person_id)
    return person_id


def _cases(call: Call, contact_id: int) -> list[str]:
    return [number for _id, number in call(read_contact, contact_id).cases]


def test_an_imported_note_of_any_length_stays(call: Call, ahmad: int) -> None:
    contact_id = _contact(call)
    note = "x" * (LONGEST_NOTE + 1)
    call(lambda: Contact.update(text=note).execute())
    call(save_contact, {"minutes": 20}, (AHMAD,), None, contact_id)
    values = call(read_contact, contact_id).values
    assert (values["minutes"], values["text"]) == (20, note)


def test_a_talk_with_a_family_is_one_contact_in_the_file(call: Call, ahmad: int) -> None:
    rania = _relative(call, "Rania")
    contact_id = _contact(
        call, TODAY, rania, AHMAD, minutes=45, main_topic="housing", topics=("finances", "housing")
    )
    record = call(read_contact, contact_id)
    assert [person.name for person in record.persons] == ["Al-Hamad, Rania", "Al-Hamad, Ahmad"]
    assert record.cases == ((ahmad, "2024-001"),)
    assert record.values["topics"] == ("finances",)  # the main one is not said twice
    (row,) = call(contact_history, ahmad)
    assert row.kind_label == "Beratung im Büro"
    assert row.counts is True
    assert row.topics == ("Wohnen", "Finanzen/Leistungen")
    assert (row.persons, row.cases) == (("Al-Hamad, Rania", "Al-Hamad, Ahmad"), ("2024-001",))


def test_only_a_case_that_runs_on_the_day_is_tied(call: Call, ahmad: int) -> None:
    begin = dt.date(2024, 3, 4)
    assert _cases(call, _contact(call, begin - DAY)) == []
    assert _cases(call, _contact(call, begin)) == ["2024-001"]
    call(close_case, ahmad, TODAY, "moved_away")
    assert _cases(call, _contact(call, TODAY)) == ["2024-001"]
    assert _cases(call, _contact(call, TODAY + DAY)) == []


def test_a_talk_before_the_case_begins_is_seen_in_its_history(call: Call, ahmad: int) -> None:
    _contact(call, dt.date(2024, 3, 1))
    assert [row.day for row in call(contact_history, ahmad)] == [dt.date(2024, 3, 1)]


def test_further_files_can_be_named(call: Call, ahmad: int) -> None:
    other = call(open_case, TODAY, person={"family_name": "Tekle"})
    contact_id = call(save_contact, {"day": TODAY, "kind": "phone"}, [AHMAD], [other])
    assert _cases(call, contact_id) == ["2026-001", "2024-001"]
    assert [row.id for row in call(contact_history, other)] == [contact_id]


def test_changing_the_people_changes_the_files_that_came_with_them(call: Call, ahmad: int) -> None:
    call(open_case, TODAY, person={"family_name": "Tekle"})
    tekle = 2
    contact_id = _contact(call, TODAY, AHMAD, text="Notiz")
    call(save_contact, {}, [tekle], None, contact_id)
    assert _cases(call, contact_id) == ["2026-001"]
    record = call(read_contact, contact_id)
    assert [person.id for person in record.persons] == [tekle]
    assert record.values["text"] == "Notiz"


def test_a_consultation_is_with_somebody(call: Call, ahmad: int) -> None:
    talk = {"day": TODAY, "kind": "office"}
    with pytest.raises(RuleError) as refused:
        call(save_contact, talk)
    assert refused.value.field == "persons"
    call(save_contact, {**talk, "anonymous": 7})
    call(save_contact, {"day": TODAY, "kind": "letter"})


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "office"}, "day"),
        ({"day": TODAY}, "kind"),
        ({"day": TODAY, "kind": "chat"}, "kind"),
        ({"day": TODAY, "kind": "office", "minutes": -1}, "minutes"),
        ({"day": TODAY, "kind": "office", "follow_up_on": TODAY - DAY}, "follow_up_on"),
    ],
)
def test_a_wrong_value_is_refused_at_its_field(
    call: Call, ahmad: int, values: dict[str, Any], field: str
) -> None:
    with pytest.raises((InputError, RuleError)) as refused:
        call(save_contact, values, [AHMAD])
    assert refused.value.field == field
    assert call(contact_history, ahmad) == ()


def test_saving_the_same_again_writes_nothing(call: Call, ahmad: int) -> None:
    contact_id = _contact(call, TODAY, AHMAD, text="Notiz", topics=("work",))
    before = call(AuditEntry.select().count)
    record = call(read_contact, contact_id)
    call(save_contact, record.values, [AHMAD], None, contact_id)
    assert call(AuditEntry.select().count) == before


def test_a_visitor_gets_a_name_later(call: Call, ahmad: int) -> None:
    contact_id = call(save_contact, {"day": TODAY, "kind": "open_hour", "anonymous": 2})
    call(attribute_visitor, contact_id, AHMAD)
    record = call(read_contact, contact_id)
    assert record.values["anonymous"] == 1
    assert [person.id for person in record.persons] == [AHMAD]
    assert _cases(call, contact_id) == ["2024-001"]
    with pytest.raises(RuleError):
        call(attribute_visitor, contact_id, AHMAD)
    call(attribute_visitor, contact_id, _relative(call, "Rania"))
    with pytest.raises(RuleError) as refused:
        call(attribute_visitor, contact_id, _relative(call, "Nour"))
    assert refused.value.field == "anonymous"


def test_a_follow_up_is_ticked_off_until_it_gets_another_day(call: Call, ahmad: int) -> None:
    contact_id = _contact(call, TODAY, AHMAD, follow_up_on=TODAY + 14 * DAY)
    call(set_follow_up_done, contact_id)
    assert call(read_contact, contact_id).follow_up_done is True
    call(save_contact, {"follow_up_on": TODAY + 20 * DAY}, [AHMAD], None, contact_id)
    assert call(read_contact, contact_id).follow_up_done is False


def test_a_contact_entered_by_mistake_leaves_a_trace(call: Call, ahmad: int) -> None:
    contact_id = _contact(call)
    with pytest.raises(InputError):
        call(delete_contact, contact_id, "")
    call(delete_contact, contact_id, "falsche Person")
    assert call(ContactPerson.select().count) == call(ContactCase.select().count) == 0
    with pytest.raises(NotFoundError):
        call(read_contact, contact_id)
    newest = call(case_history, ahmad)[0]
    assert (newest.what, newest.reason) == ("Kontakt gelöscht", "falsche Person")


def test_the_history_is_newest_first_and_can_be_narrowed(call: Call, ahmad: int) -> None:
    first = _contact(call, TODAY - 30 * DAY, AHMAD, text="Straßenbau", main_topic="work")
    second = _contact(call, TODAY, AHMAD, kind="phone", topics=("work", "housing"))
    third = _contact(call, TODAY, AHMAD, text="Überweisung an die VHS")
    other = call(open_case, TODAY, person={"family_name": "Tekle"})

    def ids(**wanted: Any) -> list[int]:
        return [row.id for row in call(contact_history, ahmad, wanted=ContactFilter(**wanted))]

    assert ids() == [third, second, first]
    assert ids(kinds=("phone",)) == [second]
    assert ids(topics=("work",)) == [second, first]
    assert ids(text="ueberweisung vhs") == [third]
    assert ids(text="strasse") == [first]
    assert ids(first=TODAY) == [third, second]
    assert ids(last=TODAY - DAY) == [first]
    assert [row.id for row in call(contact_history, ahmad, limit=1)] == [third]
    newest_about_work = call(
        contact_history, ahmad, wanted=ContactFilter(topics=("work",)), limit=1
    )
    assert [row.id for row in newest_about_work] == [second]
    assert call(contact_history, other) == ()
    assert len(call(contact_history)) == 3
    assert len(call(contact_history, person_id=AHMAD)) == 3


def test_a_new_contact_offers_the_client_the_household_and_the_last(call: Call, ahmad: int) -> None:
    rania = _relative(call, "Rania")
    call(open_case, TODAY, person={"family_name": "Tekle"})
    tekle = 3
    offered = call(choices_for, ahmad, TODAY)
    assert [person.id for person in offered.persons] == [AHMAD, rania]
    assert (offered.recent, offered.kind, offered.minutes) == ((), "office", None)
    _contact(call, TODAY, tekle, kind="phone", minutes=10)
    offered = call(choices_for, ahmad, TODAY)
    assert [(person.id, person.number) for person in offered.recent] == [(tekle, "2026-001")]
    assert (offered.kind, offered.minutes) == ("phone", 10)
    assert call(choices_for, None, TODAY).persons == ()
