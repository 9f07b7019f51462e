"""Reading the facts from the store: only at the door, once, and in the order that they need.

Cancelled cases are left out here, at the only door. Contacts are read for the period alone and
grouped as they come, so that memory holds one number a contact.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from peewee import fn

from caseconsole import config, values
from caseconsole.caseload.bulk import among
from caseconsole.counting.facts import (
    CareRow,
    Facts,
    GoalFact,
    Group,
    MemberFact,
    PersonFact,
    PlanFact,
    ReferralFact,
    Shape,
    StatusFact,
    Talks,
)
from caseconsole.counting.period import Period
from caseconsole.counting.residue import NOTHING_LEFT, read_left
from caseconsole.days import PartialDay
from caseconsole.models import (
    CarePeriod,
    Case,
    Contact,
    ContactPerson,
    Goal,
    Household,
    HouseholdMember,
    Partner,
    Person,
    PersonStatus,
    Plan,
    PlanVersion,
    Referral,
    Statistic,
    database,
)
from caseconsole.settings import Settings


class Scope(NamedTuple):
    """The part of a caseload that one case can have an effect on.

    Args:
        persons: whose cases, states and memberships are read.
        contacts: the contacts that are read.
    """

    persons: frozenset[int]
    contacts: frozenset[int]


def read_facts(
    period: Period, settings: Settings | None = None, scope: Scope | None = None
) -> Facts:
    """Read what the figures of ``period`` follow from; runs on the database thread.

    Args:
        period: the period.
        settings: those to count with; those in use if left out.
        scope: read this part only, and not what erased cases leave.
    """
    settings = settings or config.active()
    consultations = sorted(values.build(settings)["contact_kind"].counting)
    talks, before = _read_talks(period, consultations, scope)
    return Facts(
        rows=_read_rows(period, scope),
        persons=_read_persons(period, scope),
        statuses=_read_statuses(period, scope),
        members=_read_members(period, scope),
        places={row: place or "" for row, place in _raw(_select(Household.id, Household.place))},
        plans=_read_plans(period, scope),
        goals=_read_goals(period, scope),
        referrals=_read_referrals(period, scope),
        contacts=_read_contacts(period, scope),
        talks=talks,
        advised_before=before | _marked(Person, Person.erased_talk, scope),
        cancelled=_read_cancelled(period, scope),
        known=_marked(Person, Person.erased_care, scope),
        first_of_erased=_marked(Contact, Contact.erased_first, scope),
        left=NOTHING_LEFT if scope else read_left(period),
    )


def narrowed(facts: Facts, period: Period, scope: Scope) -> Facts:
    """The facts of whole months out of ``facts``, which were read for a period around them.

    What only says how somebody is to be counted (states, memberships) may be more than needed.
    """
    months = f"{period.first:%Y-%m}", f"{period.last:%Y-%m}"
    first, last = period.first.toordinal(), period.last.toordinal()
    talks, before = Talks(), set(facts.advised_before)
    for contact, person, day in facts.talks:
        if day < first:
            before.add(person)
        elif day <= last:
            talks.contacts.append(contact)
            talks.persons.append(person)
            talks.days.append(day)
    agreed = (
        (plan, tuple(version for version in plan.versions if version[0] <= period.last))
        for plan in facts.plans
    )
    return replace(
        facts,
        rows=tuple(row for row in facts.rows if row.begin <= period.last),
        plans=tuple(plan._replace(versions=versions) for plan, versions in agreed if versions),
        goals=tuple(goal for goal in facts.goals if goal.agreed_on <= period.last),
        referrals=tuple(row for row in facts.referrals if period.holds(row.day)),
        contacts={
            shape: group
            for shape, group in facts.contacts.items()
            if months[0] <= shape.month <= months[1]
        },
        talks=talks,
        advised_before=frozenset(before),
        cancelled=_read_cancelled(period, scope),
    )


def _marked(model: Any, mark: Any, scope: Scope | None) -> frozenset[int]:
    """The rows that an erased case has left a mark on; looked for where one was erased at all."""
    if scope is None and not Statistic.select().exists():
        return frozenset()
    return frozenset(row for (row,) in _raw(model.select(model.id).where(mark)))


def _of(scope: Scope | None, persons: Any) -> tuple[Any, ...]:
    """The condition that a row belongs to the persons of ``scope``."""
    return (among(persons, scope.persons),) if scope else ()


def _select(*columns: Any) -> Any:
    return columns[0].model.select(*columns)


def _raw(query: Any) -> Iterable[tuple[Any, ...]]:
    """The rows as the driver gives them; peewee's own conversion of days costs the tenfold."""
    rows: Iterable[tuple[Any, ...]] = database.obj.execute(query)
    return rows


@lru_cache(maxsize=100_000)
def _parsed(text: str) -> dt.date:
    return dt.date.fromisoformat(text[:10])


def _day(value: Any) -> Any:
    """A day as SQLite (text) and PostgreSQL (date) give it; nothing stays nothing."""
    return _parsed(value) if isinstance(value, str) else value


@lru_cache(maxsize=10_000)
def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(json.loads(text)) if text else ()


def _active(period: Period) -> Any:
    ended_before = CarePeriod.end.is_null(False) & (CarePeriod.end < period.first)
    return (CarePeriod.begin <= period.last) & ~ended_before


def _in_care(period: Period, scope: Scope | None) -> Any:
    return (
        _select(Case.person)
        .join(CarePeriod, on=CarePeriod.case == Case.id)
        .where(~Case.cancelled, _active(period), *_of(scope, Case.person))
    )


def _read_rows(period: Period, scope: Scope | None) -> tuple[CareRow, ...]:
    query = (
        CarePeriod.select(
            CarePeriod.id,
            CarePeriod.case,
            Case.person,
            CarePeriod.begin,
            CarePeriod.end,
            CarePeriod.closing_reason,
            fn.LENGTH(CarePeriod.outcome),
        )
        .join(Case)
        .where(~Case.cancelled, CarePeriod.begin <= period.last, *_of(scope, Case.person))
    )
    rows = [
        CareRow(row, case, person, _day(begin), _day(end), reason, bool(length))
        for row, case, person, begin, end, reason, length in _raw(query)
    ]
    return tuple(sorted(rows, key=lambda row: (row.begin, row.end or dt.date.max, row.id)))


def _read_persons(period: Period, scope: Scope | None) -> dict[int, PersonFact]:
    query = _select(
        Person.id,
        Person.sex,
        Person.birth_date,
        Person.birth_precision,
        Person.nationalities,
        Person.allotted_on,
    ).where(Person.id.in_(_in_care(period, scope)))
    return {
        row: PersonFact(
            row,
            sex or None,
            PartialDay(_day(born), precision or "day") if born else None,
            next(iter(_listed(nationalities)), None),
            _day(allotted),
        )
        for row, sex, born, precision, nationalities, allotted in _raw(query)
    }


def _read_statuses(period: Period, scope: Scope | None) -> tuple[StatusFact, ...]:
    query = (
        _select(
            PersonStatus.person,
            PersonStatus.from_day,
            PersonStatus.residence_status,
            PersonStatus.german_level,
            PersonStatus.housing,
            PersonStatus.employment,
            PersonStatus.place,
        )
        .where(
            PersonStatus.from_day <= period.last,
            PersonStatus.person.in_(_in_care(period, scope)),
        )
        .order_by(PersonStatus.from_day, PersonStatus.id)
    )
    return tuple(StatusFact(row[0], _day(row[1]), *row[2:]) for row in _raw(query))


def _read_members(period: Period, scope: Scope | None) -> tuple[MemberFact, ...]:
    query = (
        _select(
            HouseholdMember.person,
            HouseholdMember.household,
            HouseholdMember.from_day,
            HouseholdMember.to_day,
        )
        .where(
            HouseholdMember.from_day <= period.last,
            HouseholdMember.to_day.is_null() | (HouseholdMember.to_day >= period.first),
            *_of(scope, HouseholdMember.person),
        )
        .order_by(HouseholdMember.from_day, HouseholdMember.id)
    )
    return tuple(
        MemberFact(person, household, _day(from_day), _day(to_day))
        for person, household, from_day, to_day in _raw(query)
    )


def _read_plans(period: Period, scope: Scope | None) -> tuple[PlanFact, ...]:
    query = (
        PlanVersion.select(
            PlanVersion.plan,
            Plan.case,
            Plan.closed_on,
            PlanVersion.agreed_on,
            PlanVersion.number,
            PlanVersion.id,
        )
        .join(Plan)
        .join(Case)
        .where(
            ~Case.cancelled,
            PlanVersion.agreed_on <= period.last,
            *_of(scope, Case.person),
        )
    )
    plans: dict[int, tuple[int, dt.date | None]] = {}
    versions: dict[int, list[tuple[dt.date, int, int]]] = {}
    for plan, case, closed_on, agreed_on, number, version in _raw(query):
        plans[plan] = (case, _day(closed_on))
        versions.setdefault(plan, []).append((_day(agreed_on), number, version))
    return tuple(
        PlanFact(plan, *plans[plan], tuple(sorted(versions[plan]))) for plan in sorted(plans)
    )


def _read_goals(period: Period, scope: Scope | None) -> tuple[GoalFact, ...]:
    query = (
        Goal.select(Goal.id, Goal.area, Goal.agreed_on, Goal.state, Goal.settled_on)
        .join(Plan)
        .join(Case)
        .where(~Case.cancelled, Goal.agreed_on <= period.last, *_of(scope, Case.person))
        .order_by(Goal.id)
    )
    return tuple(
        GoalFact(row, area, _day(agreed), state, _day(settled))
        for row, area, agreed, state, settled in _raw(query)
    )


def _read_referrals(period: Period, scope: Scope | None) -> tuple[ReferralFact, ...]:
    query = (
        Referral.select(
            Referral.id, Partner.kind, Referral.result, Referral.result_on, Referral.day
        )
        .join(Partner)
        .switch(Referral)
        .join(Case)
        .where(
            ~Case.cancelled,
            Referral.day.between(period.first, period.last),
            *_of(scope, Case.person),
        )
        .order_by(Referral.day, Referral.id)
    )
    return tuple(
        ReferralFact(row, kind, result, _day(result_on), _day(day))
        for row, kind, result, result_on, day in _raw(query)
    )


def _read_cancelled(period: Period, scope: Scope | None) -> tuple[int, ...]:
    query = (
        _select(Case.id)
        .join(CarePeriod, on=CarePeriod.case == Case.id)
        .where(Case.cancelled, _active(period), *_of(scope, Case.person))
        .distinct()
        .order_by(Case.id)
    )
    return tuple(case for (case,) in _raw(query))


def _read_contacts(period: Period, scope: Scope | None) -> dict[Shape, Group]:
    query = (
        _select(
            Contact.day,
            Contact.kind,
            Contact.main_topic,
            Contact.topics,
            Contact.interpreter,
            Contact.id,
            Contact.minutes,
            Contact.anonymous,
        )
        .where(Contact.day.between(period.first, period.last), *_contacts_of(scope))
        .order_by(Contact.day, Contact.id)
    )
    groups: dict[tuple[Any, ...], Group] = {}
    for day, kind, main, topics, interpreter, contact, minutes, anonymous in _raw(query):
        key = (str(day)[:7], kind, main, topics, interpreter)
        group = groups.get(key)
        if group is None:
            group = groups[key] = Group()
        group.ids.append(contact)
        group.minutes += minutes or 0
        if anonymous:
            group.unnamed.append(contact)
            group.anonymous += anonymous
    return _by_shape(groups)


def _contacts_of(scope: Scope | None) -> tuple[Any, ...]:
    return (among(Contact.id, scope.contacts),) if scope else ()


def _by_shape(groups: Mapping[tuple[Any, ...], Group]) -> dict[Shape, Group]:
    shapes: dict[Shape, Group] = {}
    for (month, kind, main, topics, interpreter), group in groups.items():
        shape = Shape(month, kind, main or None, _listed(topics), bool(interpreter))
        known = shapes.setdefault(shape, group)
        if known is not group:
            known.ids.extend(group.ids)
            known.minutes += group.minutes
            known.unnamed.extend(group.unnamed)
            known.anonymous += group.anonymous
    return shapes


def _read_talks(
    period: Period, kinds: list[str], scope: Scope | None
) -> tuple[Talks, frozenset[int]]:
    held = ContactPerson.select(ContactPerson.contact, ContactPerson.person, Contact.day).join(
        Contact
    )
    query = held.where(
        Contact.day.between(period.first, period.last),
        Contact.kind.in_(kinds),
        *_contacts_of(scope),
    ).order_by(Contact.day, Contact.id, ContactPerson.person)
    talks = Talks()
    for contact, person, day in _raw(query):
        talks.contacts.append(contact)
        talks.persons.append(person)
        talks.days.append(_day(day).toordinal())
    earlier = (
        _select(ContactPerson.person)
        .join(Contact)
        .where(Contact.day < period.first, Contact.kind.in_(kinds), *_contacts_of(scope))
        .distinct()
    )
    return talks, frozenset(person for (person,) in _raw(earlier))
