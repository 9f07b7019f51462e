"""Deviation since handing in: what counts differently today, row by row, and why.

Counted is with the settings of that day, so only entries and rules can differ. Every row that came
or went has one cause; frozen figure + what came - what went = today's figure, for every figure that
counts rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from caseconsole.counting import cells
from caseconsole.counting.cells import Ref
from caseconsole.counting.handing_in import AUDIT, MODELS, Frozen
from caseconsole.counting.period import Period
from caseconsole.counting.reading import read_facts
from caseconsole.counting.report import RULES, Report, count
from caseconsole.i18n import N_, _
from caseconsole.models import (
    AuditEntry,
    CarePeriod,
    Case,
    Contact,
    ContactPerson,
    Goal,
    Household,
    HouseholdMember,
    Plan,
    PlanVersion,
    Referral,
    rows,
)


class Cause(StrEnum):
    """Why a row counts differently today (counting rules, section 6)."""

    LATE = "late"
    CORRECTED = "corrected"
    MERGED = "merged"
    CANCELLED = "cancelled"
    ERASED = "erased"
    RULE = "rule"

    @property
    def label(self) -> str:
        """The cause in words."""
        return _(_LABELS[self])


_LABELS = {
    Cause.LATE: N_("nachträglich eingetragen"),
    Cause.CORRECTED: N_("berichtigt"),
    Cause.MERGED: N_("zusammengeführt"),
    Cause.CANCELLED: N_("storniert"),
    Cause.ERASED: N_("gelöscht (Löschpflicht)"),
    Cause.RULE: N_("Zählregel geändert"),
}
_ACTIONS = {
    "case.erase_cancelled": Cause.CANCELLED,
    "case.erase": Cause.ERASED,
    "person.merge": Cause.MERGED,
    "case.cancel": Cause.CANCELLED,
    "case.undo_cancelling": Cause.CANCELLED,
}
"""Changes that are a cause of their own; every other one is a correction."""

_ERASING = {"case.erase", "case.erase_cancelled"}

_BY_TALK = frozenset({
    "persons.advised", "persons.in_care_without_talk", "persons.advised_without_case",
    "persons.co_advised", "persons.in_all",
})  # fmt: skip
"""Figures of persons that a talk decides."""

_TABLES = {kind: model._meta.table_name for kind, model in MODELS.items()}  # noqa: SLF001 - public


@dataclass(frozen=True)
class Change:
    """A row that came into a figure or left it.

    Args:
        ref: the row.
        came: whether it is new in the figure; else it left.
        cause: why.
    """

    ref: Ref
    came: bool
    cause: Cause


@dataclass(frozen=True)
class Deviation:
    """One figure that is not what was handed in.

    Args:
        path: the figure.
        title: what it is called.
        before: as handed in.
        after: as it counts today.
        changes: the rows that came and went; of a sum those whose share changed.
        adds: whether it adds up a property of its rows instead of counting them.
    """

    path: str
    title: str
    before: int
    after: int
    changes: tuple[Change, ...]
    adds: bool = False

    @property
    def causes(self) -> tuple[tuple[Cause, int], ...]:
        """How many rows changed for each cause, the most frequent one first."""
        return tuple(Counter(change.cause for change in self.changes).most_common())


def deviations(frozen: Frozen) -> tuple[Deviation, ...]:
    """Every figure of a report handed in that counts differently today.

    Runs on the database thread.
    """
    before = frozen.report
    settings = before.settings
    after = count(read_facts(before.period, settings), before.period, settings)
    causes = _Causes(frozen)
    found = []
    for path in dict.fromkeys((*before.entries, *after.entries)):
        deviation = _compared(path, before, after, causes)
        if deviation is not None:
            found.append(deviation)
    return tuple(found)


def _compared(path: str, before: Report, after: Report, causes: _Causes) -> Deviation | None:
    old, new = Counter(_members(before, path)), Counter(_members(after, path))
    left, came = list((old - new).elements()), list((new - old).elements())
    entry = after.entries.get(path) or before.entries[path]
    adds = entry.cell.adds
    if before.value(path) == after.value(path) and not left and not came:
        return None
    stayed = _stayed(path, before, after)
    changes = _without_pairs(
        [
            Change(ref, came=is_new, cause=causes.of(ref, path, stays=ref in stayed))
            for refs, is_new in ((left, False), (came, True))
            for ref in refs
        ],
        causes.is_erased,
        all_erased=adds and _residue(before, path) != _residue(after, path),
    )
    if before.value(path) == after.value(path) and not changes:
        return None
    if adds:
        summed = path.rpartition(".")[2]
        known = {change.ref for change in changes}
        changes += [
            Change(ref, came=True, cause=Cause.CORRECTED)
            for ref in new
            if ref not in known and causes.is_changed(ref, summed)
        ]
    words = after if path in after.entries else before
    return Deviation(
        path, words.title(path), before.value(path), after.value(path), tuple(changes), adds
    )


def _without_pairs(
    changes: list[Change], is_erased: Callable[[Ref], bool], *, all_erased: bool
) -> list[Change]:
    """The changes without the erased rows that are counted on: nothing has moved by them.

    Args:
        changes: every row that came or went; what is only counted came as a row without anybody.
        is_erased: whether a row is one of an erased case.
        all_erased: the figure is a sum, in which one row stands for all that is erased.
    """
    if all_erased:
        return [change for change in changes if not is_erased(change.ref)]
    erased = [change for change in changes if is_erased(change.ref)]
    counted_on = [change for change in erased if change.came]
    gone = sorted(
        (change for change in erased if not change.came),
        key=lambda change: change.cause is not Cause.ERASED,
    )
    pairs = min(len(counted_on), len(gone))
    dropped = {id(change) for change in (*counted_on[:pairs], *gone[:pairs])}
    return [change for change in changes if id(change) not in dropped]


def _residue(report: Report, path: str) -> int:
    entry = report.entries.get(path)
    return entry.cell.residue if entry else 0


def _stayed(path: str, before: Report, after: Report) -> set[Ref]:
    """Who only moved from one row of a cross table to another one: an entry was corrected."""
    keys = tuple(path.split("."))
    if keys[0] != "tables":
        return set()
    old, new = (
        {
            ref
            for entry in report.entries.values()
            if entry.keys[:3] == keys[:3]
            for ref in entry.cell.members()
        }
        for report in (before, after)
    )
    return old & new


def _members(report: Report, path: str) -> Iterable[Ref]:
    entry = report.entries.get(path)
    return entry.cell.members() if entry else ()


class _Causes:
    """Finds out why a row counts differently, from ids and the trail of changes.

    Args:
        frozen: the report handed in, with the highest ids of that day.
    """

    def __init__(self, frozen: Frozen) -> None:
        self._marks = frozen.kept.marks
        self._period = frozen.report.period
        self._other_rules = frozen.report.rules != RULES
        self._known: dict[tuple[Ref, bool, bool], Cause] = {}
        self._trail: dict[tuple[str, int], set[str]] = {}
        self._fields: dict[tuple[str, int], set[str]] = {}
        later = AuditEntry.select(
            AuditEntry.object_type, AuditEntry.object_id, AuditEntry.action, AuditEntry.fields
        ).where(AuditEntry.id > self._marks[AUDIT], AuditEntry.object_id.is_null(False))
        for kind, row, action, fields in rows(later):
            self._trail.setdefault((kind, row), set()).add(action)
            self._fields.setdefault((kind, row), set()).update(fields or ())

    def of(self, ref: Ref, path: str, *, stays: bool) -> Cause:
        """The cause for one row.

        Args:
            ref: the row.
            path: the figure that it came into or left.
            stays: whether it only moved within its table.
        """
        by_talk = path in _BY_TALK
        key = (ref, by_talk, stays)
        if key not in self._known:
            self._known[key] = self._find(ref, by_talk=by_talk, stays=stays)
        return self._known[key]

    def is_erased(self, ref: Ref) -> bool:
        """Whether it is a row of an erased case, or what is counted on in its place."""
        return ref.kind == cells.ERASED or bool(_ERASING & self._actions(_plain(ref.kind), ref.id))

    def is_changed(self, ref: Ref, field: str) -> bool:
        """Whether this field of the row itself was changed since."""
        if ref.kind == cells.ERASED:
            return False
        return field in self._fields.get((_TABLES[_plain(ref.kind)], ref.id), set())

    def _find(self, ref: Ref, *, by_talk: bool, stays: bool) -> Cause:
        if ref.kind == cells.ERASED:
            return Cause.ERASED
        kind = _plain(ref.kind)
        related = list(dict.fromkeys(((kind, ref.id), *self._related(ref, by_talk=by_talk))))
        actions = {action for one in related for action in self._actions(*one)}
        own = self._actions(kind, ref.id)
        for found in (own, actions):
            for action, cause in _ACTIONS.items():
                if action in found:
                    return cause
        if not stays and any(self._is_late(*one) for one in related):
            return Cause.LATE
        if self._other_rules and not actions:
            return Cause.RULE
        return Cause.CORRECTED

    def _is_late(self, kind: str, row: int) -> bool:
        """Whether the row was entered since, or its end on a day up to the end of the period."""
        if row > self._marks.get(kind, 0):
            return True
        if kind == cells.GOAL:
            column, is_entered = Goal.settled_on, "goal.settle" in self._actions(kind, row)
        elif kind == cells.PERIOD:
            column, is_entered = CarePeriod.end, self._is_closed_since(row)
        else:
            return False
        ends = _ids(column, column.model.id == row) if is_entered else []
        return any(day is not None and day <= self._period.last for day in ends)

    def _is_closed_since(self, period: int) -> bool:
        """Whether the end of a care period was entered by closing its case, not corrected."""
        changed = self._fields.get((_TABLES[cells.PERIOD], period), set())
        cases = _ids(CarePeriod.case, CarePeriod.id == period)
        return "end" in changed and any(
            "case.close" in self._actions(cells.CASE, case) for case in cases
        )

    def _actions(self, kind: str, row: int) -> set[str]:
        return self._trail.get((_TABLES[kind], row), set())

    def _related(self, ref: Ref, *, by_talk: bool) -> Iterator[tuple[str, int]]:
        """The rows whose change can bring ``ref`` into a figure or take it out."""
        kind, row = _plain(ref.kind), ref.id
        if kind == cells.HOUSEHOLD:
            yield from self._of_persons(_ids(HouseholdMember.person, Household.id == row))
            return
        if kind == cells.CONTACT:
            if ref.person:
                yield cells.PERSON, ref.person
            return
        if kind == cells.PERSON:
            yield from self._of_persons([row])
            if by_talk:
                yield from ((cells.CONTACT, contact) for contact in _talks(row, self._period))
            return
        for case in _cases_of(kind, row):
            yield cells.CASE, case
            for period in _ids(CarePeriod.id, CarePeriod.case == case):
                yield cells.PERIOD, period
            if kind == cells.PLAN:
                for version in _ids(PlanVersion.id, PlanVersion.plan == row):
                    yield cells.VERSION, version

    def _of_persons(self, persons: list[int]) -> Iterator[tuple[str, int]]:
        for person in persons:
            yield cells.PERSON, person
            for case in _ids(Case.id, Case.person == person):
                yield cells.CASE, case
                for period in _ids(CarePeriod.id, CarePeriod.case == case):
                    yield cells.PERIOD, period
                plans = Plan.select(Plan.id).where(Plan.case == case)
                for version in _ids(PlanVersion.id, PlanVersion.plan.in_(plans)):
                    yield cells.VERSION, version


def _plain(kind: str) -> str:
    return cells.CONTACT if kind == cells.TALK else kind


def _ids(column: Any, where: Any) -> list[Any]:
    query = column.model.select(column)
    if column.model is HouseholdMember:
        query = query.join(Household)
    return [row for (row,) in rows(query.where(where))]


def _cases_of(kind: str, row: int) -> list[int]:
    if kind == cells.CASE:
        return [row]
    if kind in {cells.PERIOD, cells.PLAN, cells.REFERRAL}:
        model: Any = {cells.PERIOD: CarePeriod, cells.PLAN: Plan, cells.REFERRAL: Referral}[kind]
        return _ids(model.case, model.id == row)
    of_plan: Any = {cells.VERSION: PlanVersion, cells.GOAL: Goal}[kind]
    return [case for plan in _ids(of_plan.plan, of_plan.id == row)
            for case in _ids(Plan.case, Plan.id == plan)]  # fmt: skip


def _talks(person: int, period: Period) -> list[int]:
    query = (
        ContactPerson.select(ContactPerson.contact)
        .join(Contact)
        .where(ContactPerson.person == person, Contact.day.between(period.first, period.last))
    )
    return [row for (row,) in rows(query)]
