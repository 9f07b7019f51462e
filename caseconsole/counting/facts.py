"""What the counting rules look at: days, keys and ids, nothing else.

No name, no note and no time stamp is read, so none can enter a count. ``reading.read_facts`` reads
them from the store once.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from caseconsole.counting.residue import NOTHING_LEFT, Left
from caseconsole.days import PartialDay


class CareRow(NamedTuple):
    """A care period of a case that is not cancelled."""

    id: int
    case: int
    person: int
    begin: dt.date
    end: dt.date | None = None
    reason: str | None = None
    has_outcome: bool = False


class PersonFact(NamedTuple):
    """What the cross tables need of a person in care; of several nationalities the first."""

    id: int
    sex: str | None = None
    born: PartialDay | None = None
    nationality: str | None = None
    allotted_on: dt.date | None = None


class StatusFact(NamedTuple):
    """A dated state; a later row replaces what it names."""

    person: int
    from_day: dt.date
    residence_status: str | None = None
    german_level: str | None = None
    housing: str | None = None
    employment: str | None = None
    place: str | None = None


class MemberFact(NamedTuple):
    """A person belongs to a household on the days from ``from_day`` to ``to_day``, inclusive."""

    person: int
    household: int
    from_day: dt.date
    to_day: dt.date | None = None


class PlanFact(NamedTuple):
    """A plan with its agreed versions as (day, number, id), in order; drafts are not here."""

    id: int
    case: int
    closed_on: dt.date | None
    versions: tuple[tuple[dt.date, int, int], ...]


class GoalFact(NamedTuple):
    """An agreed goal."""

    id: int
    area: str
    agreed_on: dt.date
    state: str | None = None
    settled_on: dt.date | None = None


class ReferralFact(NamedTuple):
    """A referral of the period."""

    id: int
    partner_kind: str | None = None
    result: str | None = None
    result_on: dt.date | None = None
    day: dt.date | None = None


class Shape(NamedTuple):
    """What contacts have in common that are counted alike."""

    month: str
    kind: str
    main_topic: str | None
    topics: tuple[str, ...]
    interpreter: bool


@dataclass(slots=True)
class Group:
    """The contacts of one shape, in the order of their days."""

    ids: array[int] = field(default_factory=lambda: array("q"))
    minutes: int = 0
    unnamed: array[int] = field(default_factory=lambda: array("q"))
    anonymous: int = 0


@dataclass(slots=True)
class Talks:
    """Who took part in which consultation by name, ordered by day and then by entry."""

    contacts: array[int] = field(default_factory=lambda: array("q"))
    persons: array[int] = field(default_factory=lambda: array("q"))
    days: array[int] = field(default_factory=lambda: array("l"))

    def __iter__(self) -> Iterator[tuple[int, int, int]]:
        """Contact, person, and the day as its proleptic ordinal."""
        return zip(self.contacts, self.persons, self.days, strict=True)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that one period's figures follow from.

    Args:
        advised_before: persons who had a consultation before the period.
        places: place of each household.
        cancelled: cancelled cases that would be active in the period.
        known: persons who had an earlier case that is erased.
        first_of_erased: consultations that were the first one of somebody who was erased.
        left: what erased cases leave for the figures of the period.
    """

    rows: tuple[CareRow, ...] = ()
    persons: Mapping[int, PersonFact] = field(default_factory=dict)
    statuses: tuple[StatusFact, ...] = ()
    members: tuple[MemberFact, ...] = ()
    places: Mapping[int, str] = field(default_factory=dict)
    plans: tuple[PlanFact, ...] = ()
    goals: tuple[GoalFact, ...] = ()
    referrals: tuple[ReferralFact, ...] = ()
    contacts: Mapping[Shape, Group] = field(default_factory=dict)
    talks: Talks = field(default_factory=Talks)
    advised_before: frozenset[int] = frozenset()
    cancelled: tuple[int, ...] = ()
    known: frozenset[int] = frozenset()
    first_of_erased: frozenset[int] = frozenset()
    left: Left = NOTHING_LEFT
