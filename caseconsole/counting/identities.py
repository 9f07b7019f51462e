"""Identities that every report must satisfy (counting rules, section 5).

They are checked at every run over the lists behind the figures, not over the figures alone: a
broken one names the rows that are too many or missing on one side.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from caseconsole.counting.care import Care, Rows
from caseconsole.counting.cells import CONTACT, PERIOD, TALK, Cell, Part, Ref
from caseconsole.counting.months import EVENTS, STOCK
from caseconsole.counting.plans import GOAL_FIGURES, SETTLED
from caseconsole.i18n import _

BASES = {
    "persons_in_care": "persons.in_care",
    "stock": "plans.quota.stock",
    "new_cases": "movement.new",
    "ended_cases": "movement.ended",
}
"""Base sets of the cross tables, and the figure that every table must sum to."""

Cells = Mapping[tuple[str, ...], Cell]
"""Every figure by the parts of its path."""

Side = Sequence[Part]

_DENSE = 50_000_000
"""Ids up to here are counted in one array."""


@dataclass(frozen=True, slots=True)
class Identity:
    """One rule, whether it holds, and the rows that break it.

    Args:
        rule: the rule in words.
        figures: what was compared, as ``16 + 28 + 0 = 44``.
        holds: whether it holds.
        broken: the rows that break it; empty where it holds.
    """

    rule: str
    figures: str
    holds: bool
    broken: tuple[Ref, ...] = ()


def check(cells: Cells, care: Care) -> tuple[Identity, ...]:
    """Check every identity over all figures of a report."""
    book = _Book(cells)
    return (
        *_care(book, care),
        *_persons(book),
        *_contacts(book),
        *_goals(book),
        _tables(book),
        _months(book),
        _lengths(cells),
    )


def _care(book: _Book, care: Care) -> Iterator[Identity]:
    # Each row that was carried over is one of the opening stock, also of what is erased.
    carried = (care.carried, "opening_stock")
    new, reopened = (care.new, "new"), (care.reopened, "reopened")
    ended, stock = (care.ended, "ended"), (care.stock, "closing_stock")
    yield book.rows(
        _("übernommen + neu + wieder aufgenommen = aktive Zeiträume = beendet + Endbestand"),
        (carried, new, reopened),
        ((care.active, "active_rows"),),
        (ended, stock),
    )
    # The rule subtracts what ended; the rows are compared with it on the other side.
    figures = [
        book.value(f"movement.{name}")
        for name in ("opening_stock", "new", "reopened", "ended", "closing_stock")
    ]
    opening = (care.opening, "opening_stock")
    balance = book.rows(
        _("Anfangsbestand + neu + wieder aufgenommen − beendet = Endbestand"),
        (opening, new, reopened),
        (ended, stock),
    )
    yield Identity(
        balance.rule,
        "{} + {} + {} − {} = {}".format(*figures),
        balance.holds and sum(figures[:3]) - figures[3] == figures[4],
        balance.broken,
    )
    yield book.rows(_("Endbestand des Zeitraums davor = Anfangsbestand"), (carried,), (opening,))
    yield book.equal(
        _("Beendete nach Grund = beendet"), book.under("closings.by_reason"), ["movement.ended"]
    )


def _persons(book: _Book) -> Iterator[Identity]:
    for section, what in (("cases", _("Fälle")), ("persons", _("Personen"))):
        yield book.equal(
            _("{what}: übernommen + neu + wieder aufgenommen = in Betreuung").format(what=what),
            [f"{section}.carried_over", f"{section}.new", f"{section}.reopened"],
            [f"{section}.in_care"],
        )
        yield book.equal(
            _("{what}: laufend + beendet = in Betreuung").format(what=what),
            [f"{section}.running", f"{section}.ended"],
            [f"{section}.in_care"],
        )
    yield book.ordered(
        _("Personen ≤ Fälle ≤ aktive Zeiträume"),
        ["persons.in_care", "cases.in_care", "movement.active_rows"],
    )
    yield book.equal(
        _("in Betreuung + beraten ohne Fall = Personen insgesamt"),
        ["persons.in_care", "persons.advised_without_case"],
        ["persons.in_all"],
    )
    yield book.equal(
        _("beraten + in Betreuung ohne Gespräch = Personen insgesamt"),
        ["persons.advised", "persons.in_care_without_talk"],
        ["persons.in_all"],
    )


def _contacts(book: _Book) -> Iterator[Identity]:
    yield book.equal(
        _("Erstberatungen + Folgeberatungen = Beratungen mit Namen"),
        ["consultations.first", "consultations.follow_up"],
        ["consultations.named"],
    )
    yield book.ordered(
        _("Beratungen mit Namen ≤ Personenkontakte"),
        ["consultations.named", "consultations.person_contacts"],
    )
    yield book.equal(
        _("Beratungen nach Art = Beratungen"),
        book.under("consultations.by_kind"),
        ["consultations.total"],
    )
    yield book.equal(
        _("Beratungen nach Hauptthema = Beratungen"),
        book.under("consultations.by_main_topic"),
        ["consultations.total"],
    )


def _goals(book: _Book) -> Iterator[Identity]:
    before, after = GOAL_FIGURES[:2], (*SETTLED, "open_at_end")

    def balance(group: str) -> Identity:
        return book.equal(
            _("Ziele: offen am Anfang + vereinbart = abgeschlossen + offen am Ende"),
            [f"{group}.{name}" for name in before],
            [f"{group}.{name}" for name in after],
        )

    yield balance("goals")
    areas = book.groups("goals.by_area")
    yield _joined(_("Ziele: die Bilanz stimmt in jedem Handlungsfeld"), map(balance, areas))
    yield _joined(
        _("Ziele: die Handlungsfelder ergeben zusammen die Bilanz"),
        (
            book.equal("", [f"{area}.{name}" for area in areas], [f"goals.{name}"])
            for name in GOAL_FIGURES
        ),
    )


def _tables(book: _Book) -> Identity:
    return _joined(
        _("Jede Tabelle ergibt ihre Kopfzahl, „keine Angabe“ eingeschlossen"),
        (
            book.equal("", book.under(table), [head])
            for base, head in BASES.items()
            for table in book.groups(f"tables.{base}")
        ),
    )


def _months(book: _Book) -> Identity:
    months = book.groups("months")
    sums = [
        book.equal("", [f"{month}.{name}" for month in months], [figure])
        for name, figure in EVENTS.items()
    ]
    if months:
        sums.append(book.equal("", [f"{months[-1]}.{STOCK}"], ["movement.closing_stock"]))
    return _joined(_("Die Summen der Monate ergeben den Zeitraum"), sums)


def _lengths(cells: Cells) -> Identity:
    """Every figure is the length of its list, and no row stands in a list twice."""
    wrong = [cell for cell in cells.values() if not cell.adds and not _is_length(cell)]
    return Identity(
        _("Jede Zahl ist die Länge ihrer Liste"),
        str(len(cells)),
        not wrong,
        tuple(chain.from_iterable(cell.members() for cell in wrong)),
    )


def _is_length(cell: Cell) -> bool:
    if cell.value < 0 or cell.value != cell.residue + sum(len(part.ids) for part in cell.parts):
        return False
    if any(part.kind == TALK for part in cell.parts):
        return True
    if any(part.kind == CONTACT for part in cell.parts):
        # Each group of contacts was read once, by primary key: only a group can come twice.
        return len({id(part.ids) for part in cell.parts}) == len(cell.parts)
    return all(len(set(part.ids)) == len(part.ids) for part in cell.parts)


class _Book:
    """Looks up figures by path and compares the lists behind them."""

    def __init__(self, cells: Cells) -> None:
        self._cells = {".".join(keys): cell for keys, cell in cells.items()}
        self._groups: dict[tuple[str, ...], dict[str, None]] = {}
        self._leaves: dict[tuple[str, ...], list[str]] = {}
        for keys in cells:
            self._leaves.setdefault(keys[:-1], []).append(".".join(keys))
            for depth in range(1, len(keys) - 1):
                below = ".".join(keys[: depth + 1])
                self._groups.setdefault(keys[:depth], {})[below] = None

    def value(self, path: str) -> int:
        return self._cells[path].value

    def under(self, group: str) -> list[str]:
        """Paths of the figures right below ``group``."""
        return self._leaves.get(tuple(group.split(".")), [])

    def groups(self, group: str) -> list[str]:
        """Paths of the groups right below ``group``."""
        return list(self._groups.get(tuple(group.split(".")), ()))

    def equal(self, rule: str, left: list[str], right: list[str]) -> Identity:
        """The lists of ``left`` together are the lists of ``right``, row by row."""
        sides = [
            [part for path in side for part in self._cells[path].parts] for side in (left, right)
        ]
        figures = " = ".join(self._sum(side) for side in (left, right))
        sums = [sum(map(self.value, side)) for side in (left, right)]
        return _compared(rule, figures, sides, sums)

    def rows(self, rule: str, *sides: tuple[tuple[Rows, str], ...]) -> Identity:
        """The care periods of each side are the same; each stands with its figure's name."""
        values = [
            [len(rows) + self._cells[f"movement.{name}"].residue for rows, name in side]
            for side in sides
        ]
        figures = " = ".join(" + ".join(map(str, side)) for side in values)
        parts = [
            [Part(PERIOD, tuple(row.id for row in rows)) for rows, _name in side] for side in sides
        ]
        return _compared(rule, figures, parts, [sum(side) for side in values])

    def ordered(self, rule: str, paths: list[str]) -> Identity:
        """Each figure is at most as large as the next one."""
        figures = [self.value(path) for path in paths]
        holds = all(one <= other for one, other in pairwise(figures))
        broken = () if holds else self._cells[paths[0]].members()
        return Identity(rule, " ≤ ".join(map(str, figures)), holds, broken)

    def _sum(self, paths: list[str]) -> str:
        return " + ".join(str(self.value(path)) for path in paths) or "0"


def _compared(rule: str, figures: str, sides: Sequence[Side], sums: Sequence[int]) -> Identity:
    """The rows of all sides are the same, and so are the figures with what is only counted."""
    broken: dict[Ref, None] = {}
    for one, other in pairwise(sides):
        if not _same(one, other):
            broken.update(dict.fromkeys(_difference(one, other)))
    return Identity(rule, figures, not broken and len(set(sums)) == 1, tuple(broken))


def _same(one: Side, other: Side) -> bool:
    """Whether both sides hold the same rows, each as often."""
    if sorted(id(part.ids) for part in one) == sorted(id(part.ids) for part in other):
        return True
    kinds = {part.kind for part in (*one, *other)}
    return len(kinds) <= 1 and _as_often(one, other)


def _as_often(one: Side, other: Side) -> bool:
    """Whether every id is on both sides equally often; four bytes an id instead of sorted lists."""
    highest = max((max(part.ids) for part in (*one, *other) if part.ids), default=0)
    if highest > _DENSE:
        return sorted(_all(one)) == sorted(_all(other))
    counts = array("i", bytes(4 * (highest + 1)))
    for side, step in ((one, 1), (other, -1)):
        for row in _all(side):
            counts[row] += step
    return not any(counts)


def _all(side: Side) -> Iterator[int]:
    return chain.from_iterable(part.ids for part in side)


def _difference(one: Side, other: Side) -> Iterator[Ref]:
    first, second = Counter(_refs(one)), Counter(_refs(other))
    yield from first - second
    yield from second - first


def _refs(side: Side) -> Iterator[Ref]:
    return (Ref(part.kind, row) for part in side for row in part.ids)


def _joined(rule: str, identities: Iterable[Identity]) -> Identity:
    all_of_them = list(identities)
    broken = [identity for identity in all_of_them if not identity.holds]
    rows = dict.fromkeys(chain.from_iterable(identity.broken for identity in broken))
    return Identity(rule, str(len(all_of_them)), not broken, tuple(rows))
