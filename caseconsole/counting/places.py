"""The figures of a report side by side for each member municipality.

Persons, new, ended and stock are the tables by place. Persons with a plan and participations follow
from the lists of the same report, so that a report handed in answers from its copy here, too:
whoever is in a place by the table is there with his plan and with his talks. Nothing in a talk says
where it belongs; so consultations themselves are not divided, only who took part in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from caseconsole.counting.care import NOT_STATED
from caseconsole.counting.cells import PERSON, Ref
from caseconsole.counting.report import Report
from caseconsole.i18n import N_, _

PLACED = {
    "persons_in_care": N_("betreut"),
    "new_cases": N_("neu"),
    "ended_cases": N_("beendet"),
    "stock": N_("Bestand"),
}
"""Base sets whose table by place is a column."""

WITH_PLAN, TALKS = "with_plan", "talks"
ELSEWHERE = "elsewhere"
"""Key of the row of what has no place: who took part without being in care, and erased cases."""

_TEXTS = {
    WITH_PLAN: (
        N_("mit Plan"),
        N_(
            "Personen im Bestand dieses Orts, die am letzten Tag des Zeitraums einen aktiven Plan "
            "hatten."
        ),
    ),
    TALKS: (
        N_("Kontakte"),
        N_(
            "Teilnahmen der betreuten Personen dieses Orts an Beratungen. Ein Gespräch mit "
            "Personen aus zwei Orten steht bei beiden; anonyme Kontakte haben keinen Ort."
        ),
    ),
}
_TOTALS = {
    "persons_in_care": "persons.in_care",
    "new_cases": "movement.new",
    "ended_cases": "movement.ended",
    "stock": "plans.quota.stock",
    WITH_PLAN: "plans.quota.with_plan",
    TALKS: "consultations.person_contacts",
}
"""The figure of the report that each column adds up to."""

COLUMNS = {**PLACED, **{name: _TEXTS[name][0] for name in _TEXTS}}
"""Columns and what they are called in German, translated where they are shown."""

Lists = dict[str, tuple[Ref, ...]]


@dataclass(frozen=True)
class PlaceRow:
    """One place.

    Args:
        key: the place; ``not_stated`` or ``elsewhere`` for the last rows.
        title: what it is called.
        lists: the list behind the figure of each column.
    """

    key: str
    title: str
    lists: Mapping[str, tuple[Ref, ...]]

    def value(self, column: str) -> int:
        """The figure of a column."""
        return len(self.lists[column])


@dataclass(frozen=True)
class Places:
    """The figures by place; each column adds up to a figure of the report.

    Args:
        report: what they are taken from.
        rows: the places: member municipalities in the order of the settings, then by size.
    """

    report: Report
    rows: tuple[PlaceRow, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Keys of the columns."""
        return tuple(_TOTALS)

    def title(self, column: str) -> str:
        """What a column is called."""
        return _(COLUMNS[column])

    def definition(self, column: str) -> str:
        """How a column is counted."""
        if column in _TEXTS:
            return _(_TEXTS[column][1])
        words = self.report.words
        base = words.base_definition(column).removesuffix(words.age_reference(column))
        return f"{base.strip()} {words.dimension_definition('place')}"

    def total(self, column: str) -> int:
        """The figure of the report that the column adds up to."""
        return self.report.value(_TOTALS[column])

    def total_path(self, column: str) -> str:
        """Path of that figure."""
        return _TOTALS[column]

    def members(self, column: str, key: str) -> tuple[Ref, ...]:
        """The list behind one figure; empty where the place is not there."""
        return next((row.lists[column] for row in self.rows if row.key == key), ())


def by_place(report: Report) -> Places:
    """The figures of ``report`` by place; pure."""
    tables = {base: _table(report, base) for base in PLACED}
    found = {key for table in tables.values() for key in table}
    lists = {key: {base: tables[base].get(key, ()) for base in PLACED} for key in found}
    for key in report.settings.municipality.members:
        lists.setdefault(key, dict.fromkeys(PLACED, ()))
    planned = report.members("plans.quota.with_plan")
    with_plan = {ref for ref in planned if ref.kind == PERSON}
    for row in lists.values():
        row[WITH_PLAN] = tuple(ref for ref in row["stock"] if ref in with_plan)
    elsewhere = {
        **dict.fromkeys(_TOTALS, ()),
        WITH_PLAN: tuple(ref for ref in planned if ref not in with_plan),
        TALKS: _share_talks(report, lists),
    }
    names = sorted(lists, key=lambda key: _order(report, key, lists[key]))
    rows = [PlaceRow(key, report.words.value("place", key), lists[key]) for key in names]
    if any(elsewhere.values()):
        rows.append(PlaceRow(ELSEWHERE, _("ohne Fall oder gelöscht"), elsewhere))
    return Places(report, tuple(rows))


def _table(report: Report, base: str) -> Lists:
    return {
        entry.keys[3]: entry.cell.members()
        for entry in report.entries.values()
        if entry.keys[:3] == ("tables", base, "place")
    }


def _share_talks(report: Report, lists: Mapping[str, Lists]) -> tuple[Ref, ...]:
    """Give each place the participations of its persons in care; returns those of nobody's."""
    place_of = {
        ref.id: key
        for key, row in lists.items()
        for ref in row["persons_in_care"]
        if ref.kind == PERSON
    }
    shared: dict[str, list[Ref]] = {key: [] for key in lists}
    outside: list[Ref] = []
    for ref in report.members("consultations.person_contacts"):
        key = place_of.get(ref.person)
        (outside if key is None else shared[key]).append(ref)
    for key, refs in shared.items():
        lists[key][TALKS] = tuple(refs)
    return tuple(outside)


def _order(report: Report, key: str, row: Lists) -> tuple[int, int, str]:
    """Member municipalities first, then by size, what is not stated last."""
    members = report.settings.municipality.members
    if key in members:
        return 0, members.index(key), ""
    last: Iterable[str] = (NOT_STATED, "other")
    return (2 if key in last else 1), -len(row["persons_in_care"]), key.casefold()
