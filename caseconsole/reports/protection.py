"""Protection of small numbers: in a village "one woman, Iran, over 60" is a name.

Headline counters leave exact. Every number of a cross table is rounded for itself to multiples of
five, margins included (security.md 4.3, as the statistical offices of the federation and of
Baden-Württemberg do). Rare nationalities and places become one row. A row does not tell by being
there, and a table that would tell by its exact headline is left out whole. Exact cross tables are
for internal use and say so on every page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from caseconsole.counting import Report
from caseconsole.counting.care import NOT_STATED, in_order
from caseconsole.counting.cells import Cell, together
from caseconsole.counting.definitions import BASES, DIMENSIONS
from caseconsole.counting.frozen import recorded
from caseconsole.counting.report import Entry
from caseconsole.i18n import N_, _
from caseconsole.reports.linked import CAME, IN_CARE, LEFT, OPENING, STOCK, Column, worked_out

INTERNAL_MARK = N_("intern – nicht weitergeben")
"""Stands on every page of a report with exact cross tables."""

LEFT_OUT = "•"
"""Stands for a figure of a table that is left out."""

SMALLEST_GROUP = 10
"""Persons in care from which on a nationality or a place has a row of its own."""

OTHER = "other"
"""Key of the row for rare nationalities and places."""

_GROUPED = ("nationality", "place")
_HEADLINES = {
    "persons_in_care": "persons.in_care",
    "stock": "plans.quota.stock",
    "new_cases": "movement.new",
    "ended_cases": "movement.ended",
}
"""The exact headline that the rows of each base set add up to."""

_BY_WORTH = ("ended_cases", "new_cases", "stock", "persons_in_care")
"""Base sets, the one that is missed least first."""

_LETTERS = {
    "new_cases": CAME,
    "persons_in_care": IN_CARE,
    "stock": STOCK,
    "ended_cases": LEFT,
}
_PERSONS = ("in_care", "new", "reopened", "running", "ended")
_TABLES = frozenset({"tables"})
_REFERRAL_TABLES = frozenset({"by_kind", "by_result", "table"})
_NOTHING = Cell(0, ())


@dataclass(frozen=True, slots=True)
class Shown:
    """Decides which figures of a report are shown exactly.

    Args:
        report: the counted figures; ``protect`` makes those that may leave.
        internal: whether cross tables are exact, for the counsellor alone.
    """

    report: Report
    internal: bool = False

    @property
    def base(self) -> int:
        """What cross tables are rounded to multiples of."""
        return self.report.settings.reports.rounding_base

    def rounds(self, path: str) -> bool:
        """Whether the figure at ``path`` is shown rounded."""
        entry = self.report.entries.get(path)
        keys = entry.keys if entry else tuple(path.split("."))
        return not self.internal and in_cross_table(keys)

    def value(self, path: str) -> int:
        """The figure as this report shows it."""
        exact = self.report.value(path)
        return rounded(exact, self.base) if self.rounds(path) else exact

    def is_left_out(self, path: str) -> bool:
        """Whether the table that this figure belongs to would have told too much."""
        return not self.internal and path.startswith("tables.") and path not in self.report.entries

    @property
    def note(self) -> str:
        """The sentences under every cross table."""
        if self.internal:
            return _("Genaue Werte, {mark}.").format(mark=_(INTERNAL_MARK))
        return _(
            "Werte auf Vielfache von {base} gerundet; Abweichung höchstens {most}; Summen gehen "
            "nicht auf; 0 bedeutet 0 bis {zero}. Staatsangehörigkeiten und Orte mit weniger als "
            "{smallest} betreuten Personen stehen unter „übrige“; Zeilen, die überall 0 sind, und "
            "Tabellen, aus denen sich einzelne Personen errechnen ließen (•), sind weggelassen."
        ).format(
            base=self.base,
            most=self.base // 2,
            zero=(self.base - 1) // 2,
            smallest=SMALLEST_GROUP,
        )


def rounded(number: int, base: int = 5) -> int:
    """The nearest multiple of ``base``: 0 to 2 are 0, 3 to 7 are 5, 8 to 12 are 10."""
    return base * ((number + base // 2) // base)


def bounds(shown: int, base: int = 5) -> tuple[int, int]:
    """The smallest and the largest number that is rounded to ``shown``."""
    return max(0, shown - base // 2), shown - base // 2 + base - 1


def in_cross_table(keys: tuple[str, ...]) -> bool:
    """Whether the figure at ``keys`` is one of a cross table."""
    return keys[0] in _TABLES or (keys[0] == "referrals" and keys[1] in _REFERRAL_TABLES)


def protect(report: Report, previous: Report | None = None) -> Report:
    """The report as it may leave, still to be rounded by ``Shown``.

    Args:
        report: the counted figures.
        previous: those of the year before, whose stock may have left already.
    """
    kept = [entry for entry in report.entries.values() if entry.keys[0] != "tables"]
    before = _protected_stock(report, previous)
    for dimension in DIMENSIONS:
        tables = _tables(report, dimension)
        for base in _left_out(report, tables, before.get(dimension)):
            del tables[base]
        kept += [
            Entry(("tables", base, dimension, key), cell)
            for base, rows in tables.items()
            for key, cell in rows.items()
        ]
    kept.sort(key=lambda entry: _place(entry.keys))
    return recorded(
        report.period,
        report.settings,
        kept,
        report.identities,
        report.rules,
        without_erased=report.without_erased,
    )


def _place(keys: tuple[str, ...]) -> tuple[int, int]:
    """Tables stand together by base set, as they are counted; everything else keeps its place."""
    return (0, 0) if keys[0] != "tables" else (1, list(BASES).index(keys[1]))


def _tables(report: Report, dimension: str) -> dict[str, dict[str, Cell]]:
    """One table of each base set, with every row that it could have and rare groups merged."""
    named = _named(report, dimension) if dimension in _GROUPED else None
    return {base: dict(_rows(report, base, dimension, named)) for base in BASES}


def _protected_stock(report: Report, previous: Report | None) -> dict[str, dict[str, Cell]]:
    """The tables of the stock on the eve of the period that the year before published."""
    if previous is None or previous.period.last != report.period.eve:
        return {}
    tables = {dimension: _tables(previous, dimension) for dimension in DIMENSIONS}
    return {
        dimension: bases["stock"]
        for dimension, bases in tables.items()
        if "stock" not in _left_out(previous, bases, None)
    }


def _left_out(
    report: Report, tables: Mapping[str, Mapping[str, Cell]], before: Mapping[str, Cell] | None
) -> list[str]:
    """The base sets whose table would say more than its rounded numbers.

    A sum that is the least or the most that the rounded rows allow pins every one of them: of
    thirteen persons rounded to 15, with 0 everywhere else, all thirteen are known to be alike.
    Two tables can do it together; then the lesser one goes.
    """
    step = report.settings.reports.rounding_base
    columns = {
        base: Column(
            {key: bounds(rounded(cell.value, step), step) for key, cell in rows.items()},
            report.value(_HEADLINES[base]),
        )
        for base, rows in tables.items()
        if any(cell.value for cell in rows.values())
    }
    dropped = [base for base, column in columns.items() if _tells(column)]
    for lesser in (*_BY_WORTH, ""):
        published = {base: column for base, column in columns.items() if base not in dropped}
        if not lesser or not any(worked_out(*_linked(report, published, before, step)).values()):
            break
        if lesser in published:
            dropped.append(lesser)
    return dropped


def _tells(column: Column) -> bool:
    """Whether the limits of a single table leave only one number for each of its rows."""
    least, most = (sum(limit[side] for limit in column.limits.values()) for side in (0, 1))
    return column.total in {least, most}


def _linked(
    report: Report, published: Mapping[str, Column], before: Mapping[str, Cell] | None, step: int
) -> tuple[dict[str, Column], dict[str, int]]:
    """The published tables as columns of ``o + i = c = s + d``, with the sums of the others."""
    persons = {name: report.value(f"persons.{name}") for name in _PERSONS}
    columns = {letter: published[base] for base, letter in _LETTERS.items() if base in published}
    # Where every person has one row, the tables of begun and ended cases count the same people.
    if persons["new"] + persons["reopened"] != report.value("movement.new"):
        columns.pop(CAME, None)
    if persons["ended"] != report.value("movement.ended"):
        columns.pop(LEFT, None)
    rows = columns[IN_CARE].limits if IN_CARE in columns else {}
    if before is not None and set(before) == set(rows):
        limits = {key: bounds(rounded(cell.value, step), step) for key, cell in before.items()}
        columns[OPENING] = Column(limits, sum(cell.value for cell in before.values()))
    came = persons["new"] + persons["reopened"]
    totals = {
        OPENING: persons["in_care"] - came,
        CAME: came,
        IN_CARE: persons["in_care"],
        STOCK: persons["running"],
        LEFT: persons["ended"],
    }
    if OPENING in columns and columns[OPENING].total != totals[OPENING]:
        del columns[OPENING]
    return columns, totals


def _named(report: Report, dimension: str) -> frozenset[str]:
    """The groups that are large enough, and the member municipalities of the settings."""
    large = {
        entry.keys[-1]
        for entry in report.entries.values()
        if entry.keys[:3] == ("tables", "persons_in_care", dimension)
        and entry.cell.value >= SMALLEST_GROUP
    }
    town = report.settings.municipality
    members = {*town.members, town.place} - {""} if dimension == "place" else set()
    return frozenset({*large, *members, NOT_STATED})


def _rows(
    report: Report, base: str, dimension: str, named: frozenset[str] | None
) -> Iterator[tuple[str, Cell]]:
    """Every row that the table could have: one that is not there would say that nobody is."""
    found = {
        entry.keys[3]: entry.cell
        for entry in report.entries.values()
        if entry.keys[:3] == ("tables", base, dimension)
    }
    possible = named
    if possible is None:
        anywhere = {
            entry.keys[3]
            for entry in report.entries.values()
            if entry.keys[0] == "tables" and entry.keys[2] == dimension
        }
        possible = frozenset({*report.words.order(dimension), NOT_STATED, *anywhere})
    for key in in_order(possible, report.words.order(dimension)):
        yield key, found.get(key, _NOTHING)
    if named is not None:
        rare = [cell for key, cell in found.items() if key not in named]
        yield OTHER, together(rare)
