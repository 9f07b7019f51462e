"""A figure together with the list behind it: no figure exists without its list.

A counted figure is the length of its list by construction. A sum (minutes, unnamed persons, the
quota's halves are none) keeps the list of what it adds up and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

CASE, PERSON, PERIOD, CONTACT, TALK = "case", "person", "period", "contact", "talk"
PLAN, VERSION, GOAL, REFERRAL, HOUSEHOLD = "plan", "version", "goal", "referral", "household"


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
    """

    value: int
    parts: tuple[Part, ...]
    adds: bool = False

    def members(self) -> tuple[Ref, ...]:
        """The rows behind the figure."""
        return tuple(
            Ref(part.kind, row, person)
            for part in self.parts
            for row, person in zip(part.ids, part.persons or (0,) * len(part.ids), strict=True)
        )


Tree = dict[str, "Cell | Tree"]
"""Figures by name, nested as in the counts file."""


def counted(kind: str, ids: Iterable[int]) -> Cell:
    """The number of ``ids``; sets are put in order so that the list is the same every time."""
    rows = tuple(sorted(ids)) if isinstance(ids, set | frozenset) else tuple(ids)
    return Cell(len(rows), (Part(kind, rows),))


def counted_parts(parts: Iterable[Part]) -> Cell:
    """The number of rows in all ``parts``."""
    kept = tuple(part for part in parts if part.ids)
    return Cell(sum(len(part.ids) for part in kept), kept)


def added(value: int, parts: Iterable[Part]) -> Cell:
    """A sum over the rows of ``parts``."""
    return Cell(value, tuple(part for part in parts if part.ids), adds=True)
