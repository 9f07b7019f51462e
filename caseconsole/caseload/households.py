"""Households as a file shows them: who lives there, who lived there, joining and moving."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from caseconsole.caseload.people import (
    HouseholdOn,
    Member,
    household_on,
    join_household,
    person_on,
    read_household,
)
from caseconsole.caseload.records import Record, create_record, list_records
from caseconsole.store import transaction
from caseconsole.values import lists


@dataclass(frozen=True)
class HouseholdFile:
    """The household of a person with those who have left it.

    Args:
        household: the one on the day asked for, else the next one; ``None`` where there is none.
        former: who lived there earlier, the last to leave first.
        begins: day from which the person belongs to it, where that is still to come.
    """

    household: HouseholdOn | None
    former: tuple[Member, ...] = ()
    begins: dt.date | None = None


def household_file(person_id: int, today: dt.date) -> HouseholdFile:
    """The household of a person, with former members."""
    household, begins = household_on(person_id, today), None
    if household is None:
        ahead = [
            record
            for record in list_records("household_member", person=person_id)
            if record.values["from_day"] > today
        ]
        if not ahead:
            return HouseholdFile(None)
        begins = ahead[-1].values["from_day"]
        household = read_household(_household_of(ahead[-1]), begins)
    here = {member.membership_id for member in household.members}
    former = [
        _former(record, today)
        for record in list_records("household_member", household=household.id)
        if record.id not in here and record.values["to_day"] is not None
    ]
    former.sort(key=lambda member: member.to_day or today, reverse=True)
    return HouseholdFile(household, tuple(former), begins)


def found_household(
    address: Mapping[str, Any], person_id: int, from_day: dt.date, role: str | None
) -> int:
    """Enter a household for a person who has none; returns its id.

    Raises:
        InputError: a value cannot be stored; ``field`` says which.
    """
    with transaction("household.create"):
        household_id = create_record("household", address)
        join_household(household_id, person_id, from_day, role)
    return household_id


def add_new_person(
    household_id: int, person: Mapping[str, Any], from_day: dt.date, role: str | None
) -> int:
    """Enter a new person as a member of a household; returns the id of the person.

    Raises:
        InputError: a value cannot be stored; ``field`` says which.
        RuleError: the person has no name.
    """
    with transaction("household.join"):
        person_id = create_record("person", person)
        join_household(household_id, person_id, from_day, role)
    return person_id


def move(
    address: Mapping[str, Any], members: Sequence[tuple[int, str | None]], from_day: dt.date
) -> int:
    """Move people to a new address together; returns the id of their new household.

    The household they leave keeps its address, so that an earlier day still shows where they were.

    Args:
        address: values of the new household.
        members: id and role of each person who moves.
        from_day: first day at the new address.

    Raises:
        InputError: a value cannot be stored; ``field`` says which.
    """
    with transaction("household.move"):
        household_id = create_record("household", address)
        for person_id, role in members:
            join_household(household_id, person_id, from_day, role)
    return household_id


def _household_of(record: Record) -> int:
    household_id = record.parents["household"]
    assert household_id is not None  # noqa: S101 - narrows the type
    return household_id


def _former(record: Record, today: dt.date) -> Member:
    person_id = record.parents["person"]
    assert person_id is not None  # noqa: S101 - narrows the type
    person = person_on(person_id, today)
    role = record.values["role"]
    return Member(
        membership_id=record.id,
        person_id=person_id,
        name=person.name,
        given_name=person.given_name or person.family_name,
        role=role,
        role_label=lists()["household_role"].label(role),
        age=person.age,
        school="",
        from_day=record.values["from_day"],
        to_day=record.values["to_day"],
        case_id=None,
        number="",
    )
