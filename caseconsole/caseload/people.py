"""People on a day: their state, their household, the end of their papers.

State and membership are dated rows (architecture, decision 3). A later row of state replaces only
what it names; of two rows of one day the one entered later counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from typing import Any

from peewee import fn

from caseconsole import config
from caseconsole.caseload.bulk import among, latest, plain_rows
from caseconsole.caseload.names import age_text, birth_of, display_name
from caseconsole.caseload.records import create_record, row_of
from caseconsole.days import PartialDay, age_on
from caseconsole.models import (
    CarePeriod,
    Case,
    Household,
    HouseholdMember,
    Person,
    PersonStatus,
    rows,
)
from caseconsole.store import transaction
from caseconsole.values import lists

ADULT = 18
"""Completed years from which on a school is no longer shown beside a member of a household."""


@dataclass(frozen=True)
class StatusOn:
    """What is so for a person on a day; empty where nothing was ever stated.

    Args:
        since: day of the newest row that counts.
    """

    since: dt.date | None = None
    residence_status: str | None = None
    valid_until: dt.date | None = None
    conditions: str = ""
    work_permission: str | None = None
    german_level: str | None = None
    housing: str | None = None
    place: str = ""
    marital_status: str | None = None
    employment: str | None = None
    income: tuple[str, ...] = ()


@dataclass(frozen=True)
class Member:
    """A person of a household with what a list of the family shows."""

    membership_id: int
    person_id: int
    name: str
    given_name: str
    role: str | None
    role_label: str
    age: str
    school: str
    from_day: dt.date
    to_day: dt.date | None
    case_id: int | None
    number: str


@dataclass(frozen=True)
class HouseholdOn:
    """A household with those who live in it on a day, eldest of a role first."""

    id: int
    address: str
    postcode: str
    place: str
    members: tuple[Member, ...]

    def others(self, person_id: int) -> tuple[Member, ...]:
        """The members without one of them."""
        return tuple(member for member in self.members if member.person_id != person_id)


@dataclass(frozen=True)
class PersonOn:
    """A person as known on a day."""

    person_id: int
    name: str
    family_name: str
    given_name: str
    original_script_name: str
    birth: PartialDay | None
    age: str
    status: StatusOn
    household: HouseholdOn | None
    place: str


_STATED = tuple(field.name for field in fields(StatusOn) if field.name != "since")


def person_on(person_id: int, day: dt.date) -> PersonOn:
    """A person with state and household on ``day``.

    Raises:
        NotFoundError: there is no such person (any more).
    """
    person = row_of(Person, person_id)
    birth = birth_of(person.birth_date, person.birth_precision)
    status = statuses_on(day, (person_id,)).get(person_id, StatusOn())
    household = household_on(person_id, day)
    return PersonOn(
        person_id=person_id,
        name=display_name(person.family_name, person.given_name),
        family_name=person.family_name,
        given_name=person.given_name,
        original_script_name=person.original_script_name,
        birth=birth,
        age=age_text(birth, day),
        status=status,
        household=household,
        place=(household.place if household else "") or status.place,
    )


def statuses_on(day: dt.date, person_ids: Collection[int] | None = None) -> dict[int, StatusOn]:
    """The state on ``day`` of the given persons, or of all; who has none is left out."""
    columns = [getattr(PersonStatus, name) for name in _STATED]
    query = (
        PersonStatus.select(PersonStatus.person, PersonStatus.from_day, *columns)
        .where(PersonStatus.from_day <= day)
        .order_by(PersonStatus.from_day, PersonStatus.id)
    )
    if person_ids is not None:
        query = query.where(among(PersonStatus.person, person_ids))
    found: dict[int, dict[str, Any]] = {}
    for person_id, since, *values in rows(query):
        state = found.setdefault(person_id, {})
        state["since"] = since
        stated = dict(zip(_STATED, values, strict=True))
        if stated["residence_status"] and stated["residence_status"] != state.get(
            "residence_status"
        ):
            state.pop("valid_until", None)  # it stood on the card of the title before
        for name, value in stated.items():
            if value:
                state[name] = tuple(value) if name == "income" else value
    return {person_id: StatusOn(**state) for person_id, state in found.items()}


def stated_on(
    column: Any, day: dt.date, person_ids: Collection[int] | None = None
) -> dict[int, Any]:
    """One value of the state on ``day`` by person; days come as the driver gives them."""
    query = (
        PersonStatus.select(PersonStatus.person, column)
        .where(PersonStatus.from_day <= day, column.is_null(False), column != "")
        .order_by(PersonStatus.from_day, PersonStatus.id)
    )
    if person_ids is not None:
        query = query.where(among(PersonStatus.person, person_ids))
    return latest(query)


def papers_on(
    day: dt.date, person_ids: Collection[int] | None = None
) -> dict[int, tuple[str | None, Any]]:
    """Residence status and end of the paper on ``day`` by person, as the driver gives them."""
    query = (
        PersonStatus.select(
            PersonStatus.person, PersonStatus.residence_status, PersonStatus.valid_until
        )
        .where(PersonStatus.from_day <= day)
        .order_by(PersonStatus.from_day, PersonStatus.id)
    )
    if person_ids is not None:
        query = query.where(among(PersonStatus.person, person_ids))
    found: dict[int, tuple[str | None, Any]] = {}
    for person_id, status, until in plain_rows(query):
        known_status, known_until = found.get(person_id, (None, None))
        if status and status != known_status:
            known_until = None  # the day stood on the card of the title before
        found[person_id] = (status or known_status, until or known_until)
    return found


def places_on(day: dt.date, person_ids: Collection[int] | None = None) -> dict[int, str]:
    """Where people live on ``day``: the place of the household, else the one of their state."""
    query = (
        HouseholdMember.select(HouseholdMember.person, Household.place)
        .join(Household)
        .where(lives_there(day))
        .order_by(HouseholdMember.from_day, HouseholdMember.id)
    )
    if person_ids is not None:
        query = query.where(among(HouseholdMember.person, person_ids))
    homes = {person: place for person, place in latest(query).items() if place}
    return stated_on(PersonStatus.place, day, person_ids) | homes


def household_on(person_id: int, day: dt.date) -> HouseholdOn | None:
    """The household that a person belongs to on ``day``; of several the one joined last."""
    household = (
        Household.select()
        .join(HouseholdMember)
        .where(HouseholdMember.person == person_id, lives_there(day))
        .order_by(HouseholdMember.from_day.desc(), HouseholdMember.id.desc())
        .first()
    )
    return None if household is None else _household(household, day)


def read_household(household_id: int, day: dt.date) -> HouseholdOn:
    """A household with its members on ``day``.

    Raises:
        NotFoundError: there is no such household (any more).
    """
    return _household(row_of(Household, household_id), day)


def lives_there(day: dt.date) -> Any:
    """The condition that a membership holds on ``day``; both its days count."""
    return (HouseholdMember.from_day <= day) & (
        HouseholdMember.to_day.is_null() | (HouseholdMember.to_day >= day)
    )


def running(day: dt.date) -> Any:
    """The condition that a care period is open on the evening of ``day`` or begins later."""
    return CarePeriod.end.is_null() | (CarePeriod.end > day)


def join_household(
    household_id: int, person_id: int, from_day: dt.date, role: str | None = None
) -> int:
    """A person moves to a household; what they belonged to until then ends the day before.

    Returns:
        Id of the new membership.
    """
    former = HouseholdMember.select().where(
        HouseholdMember.person == person_id,
        HouseholdMember.household != household_id,
        HouseholdMember.from_day < from_day,
        lives_there(from_day),
    )
    with transaction("household.join") as audit:
        for membership in list(former):
            membership.to_day = from_day - dt.timedelta(days=1)
            membership.save(only=[HouseholdMember.to_day])
            audit.record("household_member", membership.id, fields=("to_day",))
        return create_record(
            "household_member",
            {"from_day": from_day, "role": role},
            household=household_id,
            person=person_id,
        )


def paper_ends(residence_status: str | None, valid_until: dt.date | None) -> dt.date | None:
    """The day on which a residence paper ends: that of the card, unless it runs on by ordinance.

    The ordinances are settings (``deadlines.residence_rules``); Section 24 is the known one.
    """
    for rule in config.active().deadlines.residence_rules:
        if residence_status and rule.status == residence_status:
            return rule.until
    return valid_until


def _household(household: Household, day: dt.date) -> HouseholdOn:
    query = (
        HouseholdMember.select(
            HouseholdMember.id,
            Person.id,
            Person.family_name,
            Person.given_name,
            Person.birth_date,
            Person.birth_precision,
            Person.schooling,
            HouseholdMember.role,
            HouseholdMember.from_day,
            HouseholdMember.to_day,
        )
        .join(Person)
        .where(HouseholdMember.household == household.id, lives_there(day))
        .order_by(fn.COALESCE(Person.birth_date, "9999-12-31"), HouseholdMember.id)
    )
    found = rows(query)
    cases = open_cases((row[1] for row in found), day)
    order = {key: place for place, key in enumerate(lists()["household_role"].keys)}
    members = [_member(row, cases.get(row[1]), day) for row in found]
    members.sort(key=lambda member: order.get(member.role or "", len(order)))
    return HouseholdOn(
        household.id, household.address, household.postcode, household.place, tuple(members)
    )


def open_cases(person_ids: Iterable[int], day: dt.date) -> dict[int, tuple[int, str]]:
    """Id and number of the case that is open on ``day``, by person; of several the newest."""
    query = (
        Case.select(Case.person, Case.id, Case.number)
        .join(CarePeriod)
        .where(Case.person.in_(list(person_ids)), ~Case.cancelled, running(day))
        .order_by(CarePeriod.begin, Case.id)
    )
    return {person_id: (case_id, number) for person_id, case_id, number in rows(query)}


def _member(row: tuple[Any, ...], case: tuple[int, str] | None, day: dt.date) -> Member:
    membership_id, person_id, family, given, born, precision, schooling, role, first, last = row
    birth = birth_of(born, precision)
    is_child = birth is not None and age_on(birth.earliest, day) < ADULT
    return Member(
        membership_id=membership_id,
        person_id=person_id,
        name=display_name(family, given),
        given_name=given or family,
        role=role,
        role_label=lists()["household_role"].label(role),
        age=age_text(birth, day),
        school=schooling if is_child else "",
        from_day=first,
        to_day=last,
        case_id=case[0] if case else None,
        number=case[1] if case else "",
    )
