"""Cross tables: every person of a base set once in every table (counting rules, 3.11 and 4).

Values have a history, so each base set says on which day they are read: the last active day for
persons in care, the reference day for the stock, the begin for new cases, the end for ended ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from caseconsole.counting.care import NOT_STATED, Care, by_key
from caseconsole.counting.cells import PERIOD, PERSON, Tree
from caseconsole.counting.facts import Facts, PersonFact, StatusFact
from caseconsole.counting.households import Households, first_days, last_days
from caseconsole.counting.period import Period
from caseconsole.days import PartialDay, age_on
from caseconsole.settings import Reports
from caseconsole.values import ValueLists

DIMENSIONS = (
    "sex",
    "age",
    "nationality",
    "residence_status",
    "housing",
    "place",
    "german_level",
    "employment",
    "household_type",
)
"""The tables that every base set has."""

SINGLE, FAMILY = "single", "family"
HOUSEHOLD_TYPES = (SINGLE, FAMILY)
"""Kinds of household: one person alone, or several."""

Bands = Sequence[tuple[str, int, int | None]]


class Item(NamedTuple):
    """One row of a base set.

    Args:
        row: id of what is counted.
        person: whose values are read.
        day: the day on which they are read.
        age_day: the day on which the age is taken.
    """

    row: int
    person: int
    day: dt.date
    age_day: dt.date


@dataclass(frozen=True, slots=True)
class Values:
    """Answers what is known of a person on a day."""

    persons: Mapping[int, PersonFact]
    statuses: Mapping[int, tuple[StatusFact, ...]]
    households: Households
    bands: Bands

    @classmethod
    def of(cls, facts: Facts, households: Households, bands: Bands) -> Values:
        """Sort the dated states that ``facts`` hold; they come in the order of their days."""
        statuses: dict[int, list[StatusFact]] = {}
        for row in facts.statuses:
            statuses.setdefault(row.person, []).append(row)
        by_person = {person: tuple(rows) for person, rows in statuses.items()}
        return cls(facts.persons, by_person, households, bands)

    def get(self, dimension: str, item: Item) -> str:
        """The key of ``item`` in the table ``dimension``; ``not_stated`` where nothing is known."""
        person = self.persons.get(item.person) or PersonFact(item.person)
        if dimension == "sex":
            found = person.sex
        elif dimension == "nationality":
            found = person.nationality
        elif dimension == "age":
            found = age_band(person.born, item.age_day, self.bands)
        elif dimension == "place":
            found = self._place(item)
        elif dimension == "household_type":
            found = self._household_type(item)
        else:
            found = self._status(item, dimension)
        return found or NOT_STATED

    def _status(self, item: Item, name: str) -> str | None:
        """The last state up to the day that names ``name``: it replaces only what it names."""
        found: str | None = None
        for row in self.statuses.get(item.person, ()):
            if row.from_day > item.day:
                break
            found = getattr(row, name) or found
        return found

    def _place(self, item: Item) -> str | None:
        """The household's place; the person's own where no household gives one."""
        household = self.households.main(item.person, item.day)
        place = self.households.places.get(household, "") if household is not None else ""
        return place or self._status(item, "place")

    def _household_type(self, item: Item) -> str:
        """A person without a household row is a household of one (3.6)."""
        household = self.households.main(item.person, item.day)
        if household is None:
            return SINGLE
        several = len(self.households.members(household, item.day)) > 1
        return FAMILY if several else SINGLE


def age_band(born: PartialDay | None, day: dt.date, bands: Bands) -> str | None:
    """The band of the age on ``day``; nothing where it is not certain.

    The birthday itself counts (BGB 187 (2), 188 (2)). A birth date that is known to the month or
    the year counts if every day that it can mean gives the same band.
    """
    if born is None or born.latest > day:
        return None
    oldest, youngest = (_band(age_on(end, day), bands) for end in (born.earliest, born.latest))
    return oldest if oldest == youngest else None


def _band(age: int, bands: Bands) -> str | None:
    for label, low, high in bands:
        if age >= low and (high is None or age <= high):
            return label
    return None


def tables(
    facts: Facts,
    care: Care,
    period: Period,
    households: Households,
    settings: Reports,
    lists: ValueLists,
) -> Tree:
    """All cross tables of the four base sets; rows stand in the order of their value lists."""
    orders = {name: lists[name].keys for name in DIMENSIONS if name in lists}
    orders["age"] = settings.age_bands
    orders["household_type"] = HOUSEHOLD_TYPES
    values = Values.of(facts, households, settings.bands)
    bases = {
        "persons_in_care": (PERSON, _persons_in_care(care, period, settings.age_reference)),
        "stock": (PERSON, _stock(care, period)),
        "new_cases": (
            PERIOD,
            [Item(row.id, row.person, row.begin, row.begin) for row in care.new],
        ),
        "ended_cases": (
            PERIOD,
            [Item(row.id, row.person, row.end, row.end) for row in care.ended if row.end],
        ),
    }
    return {
        base: {
            name: by_key(
                kind, ((values.get(name, item), item.row) for item in items), orders.get(name, ())
            )
            for name in DIMENSIONS
        }
        for base, (kind, items) in bases.items()
    }


def _persons_in_care(care: Care, period: Period, age_reference: str) -> list[Item]:
    first, last = first_days(care, period), last_days(care, period)
    return [
        Item(person, person, last[person], day if age_reference == "first_day" else period.last)
        for person, day in sorted(first.items())
    ]


def _stock(care: Care, period: Period) -> list[Item]:
    persons = sorted({row.person for row in care.stock})
    return [Item(person, person, period.last, period.last) for person in persons]
