"""A figure together with the list behind it: no figure exists without its list.

A counted figure is the length of its list by construction. A sum (minutes, unnamed persons, the
quota's halves are none) keeps the list of what it adds up and says so. What erased cases leave for
a figure is a number only: in the list it stands as that many rows without anybody behind them.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

CASE, PERSON, PERIOD, CONTACT, TALK = "case", "person", "period", "contact", "talk"
PLAN, VERSION, GOAL, REFERRAL, HOUSEHOLD = "plan", "version", "goal", "referral", "household"
ERASED = "erased"
"""Kind of a row of the list that is erased and only counted; its id is its place, from 0."""


class Ref(NamedTuple):
    """One row behind a figure.

    Args:
        kind: what the row is: one of the names above; ``talk`` is one person in one contact.
        id: id of the row; of a talk the contact's.
        person: id of the person of a talk, else 0.
    """

    kind: str
    id: int
    person: int = 0


class Part(NamedTuple):
    """Rows of one kind; ``persons`` runs beside ``ids`` where the rows are talks."""

    kind: str
    ids: Sequence[int]
    persons: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure and its list, which is written out only when somebody asks for it.

    Args:
        value: the figure.
        parts: the rows behind it.
        adds: the figure adds up a property of its rows instead of counting them.
        residue: what erased cases leave of it; part of ``value``. Below 0 where somebody who is
            still there counts differently without an erased case: that many of the last rows are
            counted in another figure.
    """

    value: int
    parts: tuple[Part, ...]
    adds: bool = False
    residue: int = 0

    def members(self) -> tuple[Ref, ...]:
        """The rows behind the figure; erased ones come last, of a sum as one row."""
        rows = tuple(
            Ref(part.kind, row, person)
            for part in self.parts
            for row, person in zip(part.ids, part.persons or (0,) * len(part.ids), strict=True)
        )
        if self.adds:
            return (*rows, Ref(ERASED, 0)) if self.residue else rows
        if self.residue < 0:
            return rows[: self.residue]
        return rows + tuple(Ref(ERASED, place) for place in range(self.residue))


Tree = dict[str, "Cell | Tree"]
"""Figures by name, nested as in the counts file."""


def counted(kind: str, ids: Iterable[int]) -> Cell:
    """The number of ``ids``; sets are put in order so that the list is the same every time."""
    # Numbers of an array take eight bytes each instead of forty.
    rows = array("q", sorted(ids) if isinstance(ids, set | frozenset) else ids)
    return Cell(len(rows), (Part(kind, rows),))


def counted_parts(parts: Iterable[Part]) -> Cell:
    """The number of rows in all ``parts``."""
    kept = tuple(part for part in parts if part.ids)
    return Cell(sum(len(part.ids) for part in kept), kept)


def added(value: int, parts: Iterable[Part]) -> Cell:
    """A sum over the rows of ``parts``."""
    return Cell(value, tuple(part for part in parts if part.ids), adds=True)


def together(cells: Iterable[Cell]) -> Cell:
    """Several counted figures as one."""
    found = tuple(cells)
    parts = tuple(part for cell in found for part in cell.parts if part.ids)
    residue = sum(cell.residue for cell in found)
    return Cell(sum(cell.value for cell in found), parts, residue=residue)
