"""Who belongs to which household on a day (counting rules, 3.5 and 3.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from caseconsole.counting.care import Care, is_active_on
from caseconsole.counting.cells import HOUSEHOLD, PERSON, Cell, Part, counted_parts
from caseconsole.counting.facts import CareRow, Facts, MemberFact
from caseconsole.counting.period import Period


@dataclass(frozen=True, slots=True)
class Households:
    """Membership by person and by household, each ordered by its first day."""

    by_person: Mapping[int, tuple[MemberFact, ...]]
    by_household: Mapping[int, tuple[MemberFact, ...]]
    places: Mapping[int, str]

    @classmethod
    def of(cls, facts: Facts) -> Households:
        """Sort the memberships that ``facts`` hold."""
        by_person: dict[int, list[MemberFact]] = {}
        by_household: dict[int, list[MemberFact]] = {}
        for member in facts.members:
            by_person.setdefault(member.person, []).append(member)
            by_household.setdefault(member.household, []).append(member)
        return cls(
            {person: tuple(rows) for person, rows in by_person.items()},
            {household: tuple(rows) for household, rows in by_household.items()},
            facts.places,
        )

    def of_person(self, person: int, day: dt.date) -> tuple[int, ...]:
        """The households that ``person`` belongs to on ``day``, the newest one last.

        On the day of a move there are two: both ends of a membership are inclusive.
        """
        rows = self.by_person.get(person, ())
        return tuple(row.household for row in rows if _covers(row, day))

    def main(self, person: int, day: dt.date) -> int | None:
        """The household of ``person`` on ``day``, on the day of a move the new one."""
        return next(reversed(self.of_person(person, day)), None)

    def members(self, household: int, day: dt.date) -> frozenset[int]:
        """Who belongs to ``household`` on ``day``."""
        rows = self.by_household.get(household, ())
        return frozenset(row.person for row in rows if _covers(row, day))


def _covers(row: MemberFact, day: dt.date) -> bool:
    return row.from_day <= day and (row.to_day is None or row.to_day >= day)


def first_days(care: Care, period: Period) -> dict[int, dt.date]:
    """The first day in the period on which each person is active."""
    days: dict[int, dt.date] = {}
    for row in care.active:
        day = max(row.begin, period.first)
        days[row.person] = min(days.get(row.person, day), day)
    return days


def last_days(care: Care, period: Period) -> dict[int, dt.date]:
    """The last day in the period on which each person is active."""
    days: dict[int, dt.date] = {}
    for row in care.active:
        day = min(row.end or period.last, period.last)
        days[row.person] = max(days.get(row.person, day), day)
    return days


def households_in_care(care: Care, households: Households, period: Period) -> Cell:
    """Distinct households of the persons in care, on the first day active in the period (3.6)."""
    found: set[int] = set()
    alone: list[int] = []
    for person, day in sorted(first_days(care, period).items()):
        household = households.main(person, day)
        if household is None:
            alone.append(person)
        else:
            found.add(household)
    return counted_parts((Part(HOUSEHOLD, tuple(sorted(found))), Part(PERSON, tuple(alone))))


def co_advised(
    talks: Iterable[tuple[int, int, int]],
    candidates: set[int],
    rows: Iterable[CareRow],
    households: Households,
) -> set[int]:
    """Those of ``candidates`` who live with an actively counselled person on a day of talk (3.5).

    Args:
        talks: contact, person and day (ordinal) of the period's consultations.
        candidates: advised persons without an active case of their own.
        rows: care periods active in the period.
        households: who lives with whom.
    """
    active: dict[int, list[CareRow]] = {}
    for row in rows:
        active.setdefault(row.person, []).append(row)
    found: set[int] = set()
    for _contact, person, ordinal in talks:
        if person not in candidates or person in found:
            continue
        day = dt.date.fromordinal(ordinal)
        others = {
            other
            for household in households.of_person(person, day)
            for other in households.members(household, day)
        }
        if any(is_active_on(row, day) for other in others for row in active.get(other, ())):
            found.add(person)
    return found
