"""A report: every figure of a period with its list, its words and the identities it satisfies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from caseconsole import config, values
from caseconsole.counting import care as caring
from caseconsole.counting import contacts, plans
from caseconsole.counting.cells import CASE, Cell, Ref, Tree, counted
from caseconsole.counting.facts import Facts
from caseconsole.counting.households import Households, households_in_care
from caseconsole.counting.identities import Identity, check
from caseconsole.counting.months import months
from caseconsole.counting.period import Period
from caseconsole.counting.tables import tables
from caseconsole.counting.with_residue import add_left
from caseconsole.counting.wording import Words
from caseconsole.i18n import _
from caseconsole.settings import Settings

RULES = 1
"""Version of the counting rules; a change of rules never alters a year handed in."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure and where it stands: the parts of its path."""

    keys: tuple[str, ...]
    cell: Cell

    @property
    def group(self) -> str:
        """Path of the list that the figure belongs to, such as ``consultations.by_kind``."""
        return ".".join(self.keys[:-1])


@dataclass(frozen=True)
class Report:
    """The figures of one period; pure data, so it may be kept and shown on any thread.

    A path names a figure as the counts file nests it: ``consultations.by_kind.office``.

    Args:
        period: what was counted.
        settings: the settings it was counted with.
        tree: the figures, nested.
        identities: the rules that were checked, and whether they hold.
        rules: version of the counting rules that it was counted with.
        without_erased: whether cases that were erased are missing: their figures are kept for
            years, half-years, quarters, months and periods known when they were erased.
    """

    period: Period
    settings: Settings
    tree: Tree
    identities: tuple[Identity, ...]
    entries: Mapping[str, Entry] = field(repr=False)
    words: Words = field(repr=False)
    rules: int = RULES
    without_erased: bool = False

    def __getitem__(self, path: str) -> int:
        """The figure at ``path``; 0 for a row of a list or table that nobody is in.

        Raises:
            NotFoundError: no report has such a figure.
        """
        self.title(path)
        return self.value(path)

    def value(self, path: str) -> int:
        """The figure at ``path``; 0 where this report has none."""
        entry = self.entries.get(path)
        return entry.cell.value if entry else 0

    def members(self, path: str) -> tuple[Ref, ...]:
        """The rows behind the figure; as many as the figure says, of a sum what it adds up."""
        self.title(path)
        entry = self.entries.get(path)
        return entry.cell.members() if entry else ()

    def erased(self, path: str) -> int:
        """How many of the figure are erased and only counted; the list shows them last."""
        entry = self.entries.get(path)
        return max(entry.cell.residue, 0) if entry else 0

    @property
    def note(self) -> str:
        """What a reader of these figures must know; empty where there is nothing."""
        if not self.without_erased:
            return ""
        return _(
            "Ohne gelöschte Fälle: Ihre Zahlen bleiben für Jahre, Halbjahre, Quartale und Monate"
            " erhalten, für diesen Zeitraum nicht."
        )

    def title(self, path: str) -> str:
        """What the figure is called."""
        return self.words.title(self._keys(path))

    def definition(self, path: str) -> str:
        """How the figure is counted."""
        return self.words.definition(self._keys(path))

    def rows(self, group: str) -> tuple[str, ...]:
        """Paths of the figures right below ``group``, in order."""
        return tuple(path for path, entry in self.entries.items() if entry.group == group)

    @property
    def holds(self) -> bool:
        """Whether every identity holds; only then may the report be handed in."""
        return all(identity.holds for identity in self.identities)

    def _keys(self, path: str) -> tuple[str, ...]:
        entry = self.entries.get(path)
        return entry.keys if entry else tuple(path.split("."))


def count(facts: Facts, period: Period, settings: Settings | None = None) -> Report:
    """Count ``facts`` by the counting rules; pure, so the same facts give the same report.

    Args:
        facts: what ``read_facts`` read for the same period and settings.
        period: the period to count.
        settings: the settings to count with; those in use if left out.
    """
    settings = settings or config.active()
    lists = values.build(settings)
    care = caring.base_sets(facts.rows, period)
    households = Households.of(facts)
    tree: Tree = {
        "movement": caring.movement(care),
        "cases": caring.cases(care),
        "persons": {
            **caring.persons(care, facts.rows, period, facts.known),
            **contacts.advised(facts, care, households),
        },
        "households": households_in_care(care, households, period),
        "consultations": contacts.consultations(facts, lists),
        "other_contacts": contacts.other_contacts(facts, lists),
        "plans": plans.plans(facts.plans, care, period),
        "goals": plans.goals(facts.goals, period, lists["area"].keys),
        "closings": caring.closings(care, lists["closing_reason"].keys),
        "limits": caring.limits(care, facts.rows, facts.persons, period, settings.deadlines),
        "referrals": plans.referrals(facts.referrals, period, lists),
        "cancelled": counted(CASE, facts.cancelled),
        "tables": tables(facts, care, period, households, settings.reports, lists),
        "months": months(facts, care, period, lists),
    }
    words = Words(period, settings, lists)
    add_left(tree, facts.left.figures, facts.known, words)
    found = dict(_walk(tree, ()))
    return Report(
        period=period,
        settings=settings,
        tree=tree,
        identities=check(found, care),
        entries={".".join(keys): Entry(keys, cell) for keys, cell in found.items()},
        words=words,
        without_erased=not facts.left.complete,
    )


def _walk(tree: Tree, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Cell]]:
    for key, below in tree.items():
        if isinstance(below, Cell):
            yield (*above, key), below
        else:
            yield from _walk(below, (*above, key))
