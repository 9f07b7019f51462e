"""Two records of one person become one: nothing is lost, nothing counts twice, two are refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from caseconsole import models as m
from caseconsole.caseload.cases import open_case
from caseconsole.caseload.contacts import save_contact
from caseconsole.caseload.merging import Conflict, merge_persons, merge_preview
from caseconsole.caseload.people import join_household
from caseconsole.caseload.records import create_record, read_record
from caseconsole.caseload.search import find_people
from caseconsole.days import PartialDay
from caseconsole.errors import InputError, NotFoundError, RuleError
from caseconsole.models import rows

Call = Callable[..., Any]
DAY = dt.date(2024, 5, 5)


@pytest.fixture
def double(call: Call, ahmad: int) -> tuple[int, int]:
    """Ahmad, and the same man entered once more under another spelling, with a case."""
    keep: int = call(lambda: m.Case.get_by_id(ahmad).person_id)
    drop = call(
        create_record,
        "person",
        {
            "family_name": "Alhamad",
            "given_name": "Ahmed",
            "also_known_as": ("Abu Omar",),
            "phone": "0711 1",
            "email": "ahmed@example.org",
            "sex": "male",
            "notes": "Kommt dienstags.",
        },
    )
    call(open_case, DAY, person_id=drop)
    return keep, drop


def _home(person: int) -> int:
    member: Any = m.HouseholdMember.get(m.HouseholdMember.person == person)
    return int(member.household_id)


def test_everything_of_the_one_belongs_to_the_other(call: Call, double: tuple[int, int]) -> None:
    keep, drop = double
    both = call(save_contact, {"day": DAY, "kind": "office"}, [keep, drop])
    alone = call(save_contact, {"day": DAY, "kind": "phone"}, [drop])
    call(create_record, "person_status", {"from_day": DAY, "housing": "reception"}, person=drop)
    plan = call(lambda: m.Plan.create(case=m.Case.get(m.Case.person == drop)).id)
    call(lambda: m.Goal.create(plan=plan, area="work", text="Arbeit", member=drop))
    call(merge_persons, keep, drop, "dieselbe Person")
    person = call(read_record, "person", keep).values
    assert person["family_name"] == "Al-Hamad"
    assert person["also_known_as"] == ("Ahmed Alhamad", "Abu Omar")
    assert (person["phone"], person["email"]) == ("+49 151 7604709", "ahmed@example.org")
    assert (person["sex"], person["notes"]) == ("male", "Kommt dienstags.")
    links = call(lambda: rows(m.ContactPerson.select(m.ContactPerson.contact)))
    assert links == [(both,), (alone,)]
    assert call(lambda: m.Case.select().where(m.Case.person == keep).count()) == 2
    assert call(lambda: m.Goal.get().member_id) == keep
    assert call(lambda: m.PersonStatus.select().where(m.PersonStatus.person == keep).count()) == 2
    with pytest.raises(NotFoundError):
        call(read_record, "person", drop)


def test_the_other_name_is_found(call: Call, double: tuple[int, int]) -> None:
    call(merge_persons, *double, "dieselbe Person")
    found = call(find_people, "Abu Omar", dt.date(2026, 1, 1))
    assert [one.person_id for one in found] == [double[0]]


def test_every_record_that_moved_stands_in_the_trail(call: Call, double: tuple[int, int]) -> None:
    keep, drop = double
    talk = call(save_contact, {"day": DAY, "kind": "phone"}, [drop])
    case = call(lambda: m.Case.get(m.Case.person == drop).id)
    call(merge_persons, keep, drop, "dieselbe Person")
    entries = call(
        lambda: rows(
            m.AuditEntry.select(
                m.AuditEntry.object_type, m.AuditEntry.object_id, m.AuditEntry.reason
            ).where(m.AuditEntry.action == "person.merge")
        )
    )
    assert entries == [
        ("contact", talk, ""),
        ("case", case, ""),
        ("person", drop, "dieselbe Person"),
        ("person", keep, "dieselbe Person"),
    ]


def test_the_preview_tells_what_will_be(call: Call, double: tuple[int, int]) -> None:
    keep, drop = double
    call(save_contact, {"day": DAY, "kind": "office"}, [keep, drop])
    call(save_contact, {"day": DAY, "kind": "phone"}, [drop])
    preview = call(merge_preview, keep, drop)
    assert (preview.keep_name, preview.drop_name) == ("Al-Hamad, Ahmad", "Alhamad, Ahmed")
    assert (preview.keep_cases, preview.drop_cases) == (("2024-001",), ("2024-002",))
    assert preview.conflicts == (Conflict("Telefon", "+49 151 7604709", "0711 1"),)
    assert ("E-Mail", "ahmed@example.org") in preview.filled
    assert preview.also_known_as == ("Ahmed Alhamad", "Abu Omar")
    assert (preview.contacts, preview.contacts_of_both) == (2, 1)
    assert preview.running
    assert preview.warning == ""
    assert call(m.Person.select().count) == 2


def test_long_texts_are_both_kept(call: Call, double: tuple[int, int]) -> None:
    keep, drop = double
    call(lambda: m.Person.update(notes="Kommt montags.").where(m.Person.id == keep).execute())
    assert call(merge_preview, keep, drop).joined == ("Bemerkungen",)
    call(merge_persons, keep, drop, "dieselbe Person")
    notes = call(read_record, "person", keep).values["notes"]
    assert notes == "Kommt montags.\n\nKommt dienstags."


def test_memberships_of_one_household_become_one(call: Call, double: tuple[int, int]) -> None:
    keep, drop = double
    home = call(_home, keep)
    call(join_household, home, drop, dt.date(2023, 1, 1))
    call(merge_persons, keep, drop, "dieselbe Person")
    kept = call(
        lambda: rows(
            m.HouseholdMember.select(
                m.HouseholdMember.person,
                m.HouseholdMember.from_day,
                m.HouseholdMember.to_day,
                m.HouseholdMember.role,
            )
        )
    )
    assert kept == [(keep, dt.date(2023, 1, 1), None, "head")]


def test_two_who_live_together_and_differ_in_age_are_refused(
    call: Call, double: tuple[int, int]
) -> None:
    keep, drop = double
    home = call(_home, keep)
    call(join_household, home, drop, DAY)
    birth = PartialDay(dt.date(2019, 1, 1))
    call(lambda: m.Person.update(birth_date=birth.day).where(m.Person.id == drop).execute())
    assert "verschiedene Geburtstage" in call(merge_preview, keep, drop).warning
    with pytest.raises(RuleError, match="verschiedene Geburtstage"):
        call(merge_persons, keep, drop, "dieselbe Person")
    assert call(m.Person.select().count) == 2
    call(merge_persons, keep, drop, "dieselbe Person", confirmed=True)
    assert call(m.Person.select().count) == 1


def test_a_year_alone_speaks_for_no_other_person(call: Call, double: tuple[int, int]) -> None:
    keep, drop = double
    home = call(_home, keep)
    call(join_household, home, drop, DAY)
    known = {"birth_date": dt.date(1992, 1, 1), "birth_precision": "year"}
    call(lambda: m.Person.update(known).where(m.Person.id == drop).execute())
    assert call(merge_preview, keep, drop).warning == ""


def test_the_same_record_and_no_reason_are_refused(call: Call, double: tuple[int, int]) -> None:
    keep, drop = double
    with pytest.raises(RuleError, match="zweimal derselbe"):
        call(merge_persons, keep, keep, "dieselbe Person")
    with pytest.raises(InputError, match="Grund"):
        call(merge_persons, keep, drop, "  ")
    with pytest.raises(NotFoundError):
        call(merge_persons, keep, 999, "dieselbe Person")


def test_what_was_put_off_stays_so(call: Call, double: tuple[int, int]) -> None:
    keep, drop = double
    call(lambda: m.Snooze.create(key=f"paper:{drop}:2026-05-05"))
    call(merge_persons, keep, drop, "dieselbe Person")
    assert call(lambda: m.Snooze.get().key) == f"paper:{keep}:2026-05-05"
