"""Adding what erased cases leave to the figures of those who are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import cast

from caseconsole import values
from caseconsole.counting.care import in_order
from caseconsole.counting.cells import PERSON, Cell, Part, Tree
from caseconsole.counting.definitions import LISTS
from caseconsole.counting.period import Period
from caseconsole.counting.plans import GOAL_FIGURES
from caseconsole.counting.residue import Keys
from caseconsole.counting.wording import Words
from caseconsole.errors import NotFoundError
from caseconsole.settings import Settings

_ORDERS = {**LISTS, "goals.by_area": "area", "referrals.table": "partner_kind"}


def is_figure(keys: Keys) -> bool:
    """Whether a report can have a figure of this name."""
    try:
        Words(Period.of_year(2000), Settings(), values.lists()).title(keys)
    except (NotFoundError, ValueError):
        return False
    return all(keys)


def add_left(
    tree: Tree, figures: Mapping[Keys, int], known: AbstractSet[int], words: Words
) -> None:
    """Add what erased cases leave to the figures of ``tree``.

    Args:
        tree: the figures of those who are there.
        figures: what is added.
        known: persons who had an earlier case that is erased; if there are too many rows in a
            list, these are the ones that count elsewhere.
        words: of the report; they know the order of lists.
    """
    grown: set[Keys] = set()
    for keys, number in figures.items():
        place: Tree | None = tree
        for depth, key in enumerate(keys[:-1]):
            if place is not None and key not in place:
                place[key] = _new_group(keys[: depth + 1])
                grown.add(keys[:depth])
            below = place[key] if place is not None else None
            place = below if isinstance(below, dict) else None
        if place is None:
            continue  # a rule of today nests these figures otherwise
        if keys[-1] not in place:
            grown.add(keys[:-1])
        cell = place.get(keys[-1], Cell(0, ()))
        if isinstance(cell, Cell):
            place[keys[-1]] = _with(cell, number, known)
    for group in grown:
        _put_in_order(tree, group, words)


def _new_group(keys: Keys) -> Tree:
    """A group that only erased cases are in; the balance of an area has all of its figures."""
    if keys[:-1] != ("goals", "by_area"):
        return {}
    return {name: Cell(0, ()) for name in GOAL_FIGURES}


def _with(cell: Cell, number: int, known: AbstractSet[int]) -> Cell:
    parts = cell.parts
    if number < 0:
        parts = tuple(
            Part(part.kind, tuple(sorted(part.ids, key=known.__contains__)))
            if part.kind == PERSON
            else part
            for part in parts
        )
    return Cell(cell.value + number, parts, cell.adds, number)


def _put_in_order(tree: Tree, group: Keys, words: Words) -> None:
    place = tree
    for key in group:
        place = cast("Tree", place[key])
    order = _order(group, words)
    ordered = sorted(place) if group == ("months",) else in_order(place, order)
    items = {key: place[key] for key in ordered}
    place.clear()
    place.update(items)


def _order(group: Keys, words: Words) -> Sequence[str]:
    path = ".".join(group)
    if path in _ORDERS:
        return words.lists[_ORDERS[path]].keys
    match group:
        case ("tables", _base, dimension):
            return words.order(dimension)
        case ("referrals", "table", _kind):
            return words.lists["referral_result"].keys
    return ()
