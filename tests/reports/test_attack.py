"""The attack of security.md 4.2: what can be worked out from the tables that leave a town.

Towns are made as exact tables with their headlines; the attacker sees what the counts file shows,
knows the rules of rounding, and works with every exact headline. For tables of few rows he goes
through all that is possible; for the others he fits sums. Nothing small may be determined, and no
zero proven.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from caseconsole.counting import Period, Report
from caseconsole.counting.cells import PERIOD, PERSON, counted
from caseconsole.counting.frozen import recorded
from caseconsole.counting.report import Entry
from caseconsole.reports.protection import Shown, protect
from caseconsole.settings import Settings

TOWNS = 1000
SEX = ("female", "male", "diverse", "not_stated")
STATUS = ("refugee", "subsidiary", "temporary_24", "toleration", "permission_to_stay", "not_stated")
COUNTRIES = (
    "SY", "UA", "AF", "IQ", "TR", "GM", "ER", "IR", "NG", "SO", "PK", "GE", "RS", "XK", "CM",
)  # fmt: skip


@dataclass
class Town:
    """People in care over three years: (sex, nationality, status, begin year, end year or none)."""

    people: list[tuple[str, str, str, int, int | None]] = field(default_factory=list)

    @classmethod
    def of(cls, chance: random.Random) -> Town:
        size = round(10 ** chance.uniform(0, 3.3))
        weights = [1 / (rank + 1) for rank in range(len(COUNTRIES))]
        one_sex, one_country = chance.random() < 0.1, chance.random() < 0.1
        people = []
        for _number in range(size):
            begin = chance.choice((2021, 2022, 2023, 2024, 2025))
            leaves = chance.random() < 0.1 * (2026 - begin)
            people.append((
                "male" if one_sex else chance.choices(SEX, (48, 48, 1, 3))[0],
                "SY" if one_country else chance.choices(COUNTRIES, weights)[0],
                chance.choices(STATUS, (30, 20, 25, 10, 10, 5))[0],
                begin,
                chance.randint(begin, 2025) if leaves else None,
            ))  # fmt: skip
        return cls(people)

    def report(self, year: int) -> Report:
        """The year as an exact report: one care period a person."""
        rows = list(enumerate(self.people))
        care = [r for r in rows if r[1][3] <= year and (r[1][4] is None or r[1][4] >= year)]
        stock = [r for r in care if r[1][4] is None or r[1][4] > year]
        new = [r for r in care if r[1][3] == year]
        ended = [r for r in care if r[1][4] == year]
        bases = {
            "persons_in_care": (PERSON, care), "stock": (PERSON, stock),
            "new_cases": (PERIOD, new), "ended_cases": (PERIOD, ended),
        }  # fmt: skip
        figures = {
            "persons.in_care": care, "persons.new": new, "persons.reopened": [],
            "persons.running": stock, "persons.ended": ended, "movement.new": new,
            "movement.ended": ended, "plans.quota.stock": stock,
        }  # fmt: skip
        entries = [
            Entry(tuple(path.split(".")), counted(PERSON, [row for row, _values in found]))
            for path, found in figures.items()
        ]
        for base, (kind, found) in bases.items():
            for place, name in enumerate(("sex", "nationality", "residence_status")):
                by_key: dict[str, list[int]] = {}
                for row, values in found:
                    by_key.setdefault(str(values[place]), []).append(row)
                entries += [
                    Entry(("tables", base, name, key), counted(kind, ids))
                    for key, ids in by_key.items()
                ]
        period = Period(dt.date(year, 1, 1), dt.date(year, 12, 31))
        return recorded(period, Settings(), entries, (), 1)


Limits = tuple[int, int]


def published(report: Report, base: str, name: str) -> dict[str, int] | None:
    """What the table shows; nothing where it is left out."""
    shown = Shown(report)
    paths = report.rows(f"tables.{base}.{name}")
    return {path.split(".")[3]: shown.value(path) for path in paths} or None


def rounding(value: int) -> Limits:
    """The numbers that are rounded to ``value`` (security.md 4.3, R2), by trying them all."""
    fits = [n for n in range(max(0, value - 5), value + 6) if 5 * ((n + 2) // 5) == value]
    return fits[0], fits[-1]


def single_table(table: dict[str, int], total: int) -> dict[str, Limits]:
    """The tight limits of every row of one table with its exact sum."""
    limits = {key: rounding(value) for key, value in table.items()}
    found = {}
    for key, (low, high) in limits.items():
        others = [limit for other, limit in limits.items() if other != key]
        found[key] = (
            max(low, total - sum(limit[1] for limit in others)),
            min(high, total - sum(limit[0] for limit in others)),
        )
    return found


def solutions(table: dict[str, int], total: int) -> Iterator[tuple[int, ...]]:
    """Every way to fill one table."""
    ranges = [range(low, high + 1) for low, high in map(rounding, table.values())]
    return (rows for rows in itertools.product(*ranges) if sum(rows) == total)


def determined(
    exact: dict[str, int], limits: dict[str, Limits], merged: frozenset[str]
) -> Counter[str]:
    """Small numbers that are known exactly, and zeros that are proven."""
    leaks: Counter[str] = Counter()
    for key, (low, high) in limits.items():
        true = exact.get(key, 0)
        if key not in merged:
            assert low <= true <= high, "the attacker must not exclude the truth"
        if low == high and high <= 2:
            leaks["small" if high else "zero"] += 1
    return leaks


def exact_table(report: Report, base: str, name: str) -> dict[str, int]:
    """What really is."""
    return {path.split(".")[3]: report.value(path) for path in report.rows(f"tables.{base}.{name}")}


TOTALS = {
    "persons_in_care": "persons.in_care", "stock": "persons.running", "new_cases": "movement.new",
    "ended_cases": "movement.ended",
}  # fmt: skip


@dataclass(frozen=True)
class Releases:
    """What a town counted in two years, and what left it."""

    before: Report
    exact: Report
    left_before: Report
    leaving: Report


@pytest.fixture(scope="module")
def towns() -> list[Releases]:
    """Towns of one person up to two thousand, some of one sex or one country alone."""
    chance = random.Random(20_260_101)  # noqa: S311 - repeatable towns, no secret
    found = []
    for _number in range(TOWNS):
        town = Town.of(chance)
        first, before, exact = (town.report(year) for year in (2022, 2023, 2024))
        found.append(Releases(before, exact, protect(before, first), protect(exact, before)))
    return found


def test_no_single_table_tells(towns: list[Releases]) -> None:
    leaks: Counter[str] = Counter()
    shown = 0
    for town in towns:
        exact, leaving = town.exact, town.leaving
        for base, total in TOTALS.items():
            for name in ("sex", "nationality", "residence_status"):
                table = published(leaving, base, name)
                if table is None or not exact.value(total):
                    continue  # that nobody is in an empty table, its headline says
                shown += 1
                limits = single_table(table, exact.value(total))
                true = exact_table(leaving, base, name)
                leaks += determined(true, limits, frozenset())
    assert not leaks
    assert shown > 6 * len(towns), "tables that are all left out protect nothing"


def test_no_row_tells_by_being_there(towns: list[Releases]) -> None:
    """Every town shows the same rows, but for nationalities of ten persons and more."""
    for town in towns:
        exact, leaving = town.exact, town.leaving
        for base in TOTALS:
            sex = published(leaving, base, "sex")
            assert sex is None or set(sex) == set(SEX)
            table = published(leaving, base, "nationality")
            if table is not None:
                care = exact_table(exact, "persons_in_care", "nationality")
                named = {key for key, number in care.items() if number >= 10}
                assert set(table) == named | {"other", "not_stated"}


def test_linked_tables_do_not_tell(towns: list[Releases]) -> None:
    """In care = stock + ended, row by row: the attacker goes through every way to fill both."""
    leaks: Counter[str] = Counter()
    for town in towns:
        exact, leaving = town.exact, town.leaving
        care, stock = (published(leaving, base, "sex") for base in ("persons_in_care", "stock"))
        if care is None or stock is None or not exact.value("persons.running"):
            continue
        ended = published(leaving, "ended_cases", "sex")
        left = [rounding(value) for value in ended.values()] if ended else [(0, 10_000)] * 4
        pairs = [
            (one, other)
            for one in solutions(care, exact.value("persons.in_care"))
            for other in solutions(stock, exact.value("persons.running"))
            if all(low <= a - b <= high for a, b, (low, high) in zip(one, other, left, strict=True))
        ]
        assert pairs, "the truth is one of the ways"
        for side, true in enumerate(("persons_in_care", "stock")):
            limits = {
                key: (min(pair[side][place] for pair in pairs), max(p[side][place] for p in pairs))
                for place, key in enumerate(care)
            }
            leaks += determined(exact_table(leaving, true, "sex"), limits, frozenset())
    assert not leaks


def test_years_beside_each_other_do_not_tell(towns: list[Releases]) -> None:
    """In care this year = stock of last year + new: two publications, one after the other."""
    leaks: Counter[str] = Counter()
    for town in towns:
        before, leaving = town.left_before, town.leaving
        care = published(leaving, "persons_in_care", "sex")
        opening = published(before, "stock", "sex")
        if care is None or opening is None or not town.before.value("persons.running"):
            continue
        came = published(leaving, "new_cases", "sex")
        fresh = [rounding(value) for value in came.values()] if came else [(0, 10_000)] * 4
        pairs = [
            (one, other)
            for one in solutions(care, town.exact.value("persons.in_care"))
            for other in solutions(opening, town.before.value("persons.running"))
            if all(
                low <= a - b <= high for a, b, (low, high) in zip(one, other, fresh, strict=True)
            )
        ]
        assert pairs
        limits = {
            key: (min(pair[0][place] for pair in pairs), max(p[0][place] for p in pairs))
            for place, key in enumerate(care)
        }
        leaks += determined(exact_table(leaving, "persons_in_care", "sex"), limits, frozenset())
    assert not leaks


def test_the_attack_finds_what_is_there() -> None:
    """Without protection the same attacker is right: thirteen of one sex, rounded to 15."""
    town = Town([("male", "SY", "refugee", 2024, None)] * 13)
    report = town.report(2024)
    limits = single_table({"male": 15, "female": 0}, report.value("persons.in_care"))
    assert limits == {"male": (13, 13), "female": (0, 0)}
    assert published(protect(report), "persons_in_care", "sex") is None
