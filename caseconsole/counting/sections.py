"""The figures in the order in which screens and reports show them, with last year's beside them."""

from __future__ import annotations

from dataclasses import dataclass

from caseconsole.counting.care import in_order
from caseconsole.counting.identities import BASES
from caseconsole.counting.months import EVENTS, STOCK
from caseconsole.counting.plans import GOAL_FIGURES
from caseconsole.counting.report import Report
from caseconsole.counting.tables import DIMENSIONS
from caseconsole.i18n import N_, _

_HEADLINES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        N_("Fallbewegung"),
        (
            "movement.opening_stock",
            "movement.new",
            "movement.reopened",
            "movement.ended",
            "movement.closing_stock",
            "movement.active_rows",
        ),
    ),
    (
        N_("Personen"),
        (
            "persons.in_care",
            "persons.carried_over",
            "persons.new",
            "persons.reopened",
            "persons.running",
            "persons.ended",
            "persons.advised",
            "persons.in_care_without_talk",
            "persons.advised_without_case",
            "persons.co_advised",
            "persons.in_all",
            "households",
        ),
    ),
    (
        N_("Fälle"),
        (
            "cases.in_care",
            "cases.carried_over",
            "cases.new",
            "cases.reopened",
            "cases.running",
            "cases.ended",
            "limits.past",
            "limits.exceptional",
            "limits.beyond",
            "cancelled",
        ),
    ),
    (
        N_("Beratungen"),
        (
            "consultations.total",
            "consultations.named",
            "consultations.first",
            "consultations.follow_up",
            "consultations.person_contacts",
            "consultations.anonymous",
            "consultations.minutes",
            "consultations.with_interpreter",
            "consultations.third_party",
            "consultations.no_show",
        ),
    ),
    (
        N_("Integrationspläne"),
        (
            "plans.first_agreed",
            "plans.continued",
            "plans.continuations",
            "plans.valid_at_end",
            "plans.valid_in_period",
            "plans.closed",
            "plans.cumulative",
            "plans.quota.with_plan",
            "plans.quota.stock",
        ),
    ),
    (N_("Zielbilanz"), tuple(f"goals.{name}" for name in GOAL_FIGURES)),
    (
        N_("Abschlüsse und Vermittlungen"),
        ("closings.with_outcome", "closings.without_outcome", "referrals.total"),
    ),
)

BREAKDOWNS = (
    "consultations.by_kind",
    "consultations.by_main_topic",
    "consultations.mentions",
    "other_contacts.by_kind",
    "closings.by_reason",
    "referrals.by_kind",
    "referrals.by_result",
)
"""Lists of figures, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure as it is shown.

    Args:
        path: its path in the report; ``report.members(path)`` is the list behind it.
        title: what it is called.
        value: the figure.
        previous: the figure of the period it is compared with, if there is one.
        adds: whether it is a sum over its list rather than its length.
    """

    path: str
    title: str
    value: int
    previous: int | None = None
    adds: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Figures that belong together.

    Args:
        path: the group in the report; empty for headlines, whose rows have a definition each.
        title: the heading.
        definition: how the rows are counted; empty for headlines.
        rows: the figures.
    """

    path: str
    title: str
    definition: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Figures in two dimensions.

    Args:
        title: the heading.
        definition: how it is counted.
        columns: headings of the columns.
        rows: heading and path of each figure of each row.
    """

    title: str
    definition: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def headlines(report: Report, previous: Report | None = None) -> tuple[Section, ...]:
    """The headline figures by subject."""
    return tuple(
        Section("", _(title), "", tuple(_row(report, path, previous) for path in paths))
        for title, paths in _HEADLINES
    )


def breakdowns(report: Report, previous: Report | None = None) -> tuple[Section, ...]:
    """Consultations by kind and topic, closings by reason, referrals: those with any figure."""
    words = report.words
    sections = (
        Section(group, words.group(group), words.group_definition(group), rows)
        for group in BREAKDOWNS
        if (rows := _rows(report, group, previous))
    )
    return tuple(sections)


def cross_tables(report: Report, previous: Report | None = None) -> tuple[Section, ...]:
    """The cross tables of every base set that is not empty, all dimensions of one after another."""
    words = report.words
    return tuple(
        Section(
            group,
            f"{words.base(base)}: {words.dimension(dimension)}",
            f"{words.base_definition(base)} {words.dimension_definition(dimension)}",
            rows,
        )
        for base in BASES
        for dimension in DIMENSIONS
        for group in (f"tables.{base}.{dimension}",)
        if (rows := _rows(report, group, previous))
    )


def table_grids(report: Report) -> tuple[Grid, ...]:
    """The cross tables, one a dimension, with a column for each base set."""
    words = report.words
    grids = []
    for dimension in DIMENSIONS:
        found = {
            report.entries[path].keys[-1]
            for base in BASES
            for path in report.rows(f"tables.{base}.{dimension}")
        }
        rows = tuple(
            (
                words.value(dimension, key),
                tuple(f"tables.{base}.{dimension}.{key}" for base in BASES),
            )
            for key in in_order(found, words.order(dimension))
        )
        if rows:
            text = words.dimension_definition(dimension)
            grids.append(Grid(words.dimension(dimension), text, _bases(report), rows))
    return tuple(grids)


def _bases(report: Report) -> tuple[str, ...]:
    return tuple(report.words.base(base) for base in BASES)


def goal_grid(report: Report) -> Grid:
    """The goal balance, one row an area."""
    return Grid(
        report.words.group("goals.by_area"),
        report.words.group_definition("goals.by_area"),
        tuple(report.title(f"goals.{name}") for name in GOAL_FIGURES),
        tuple(
            (
                report.words.lists["area"].label(area),
                tuple(f"goals.by_area.{area}.{name}" for name in GOAL_FIGURES),
            )
            for area in _below(report, ("goals", "by_area"))
        ),
    )


def referral_grid(report: Report) -> Grid:
    """Referrals, one row a kind of partner, one column a result."""
    results = [path.rpartition(".")[2] for path in report.rows("referrals.by_result")]
    return Grid(
        report.words.group("referrals.table"),
        report.words.group_definition("referrals.table"),
        tuple(report.title(f"referrals.by_result.{result}") for result in results),
        tuple(
            (
                report.title(f"referrals.by_kind.{kind}"),
                tuple(f"referrals.table.{kind}.{result}" for result in results),
            )
            for kind in _below(report, ("referrals", "table"))
        ),
    )


def month_grid(report: Report) -> Grid:
    """Events by month and the stock at its end, one row a month."""
    names = (*EVENTS, STOCK)
    return Grid(
        report.words.group("months"),
        report.words.group_definition("months"),
        tuple(report.words.event(name) for name in names),
        tuple(
            (report.words.month(month), tuple(f"months.{month}.{name}" for name in names))
            for month in _below(report, ("months",))
        ),
    )


def _below(report: Report, group: tuple[str, ...]) -> tuple[str, ...]:
    depth = len(group)
    return tuple(
        dict.fromkeys(
            entry.keys[depth] for entry in report.entries.values() if entry.keys[:depth] == group
        )
    )


def _rows(report: Report, group: str, previous: Report | None) -> tuple[Row, ...]:
    """The rows of a list; those that only the earlier period had stand last, with 0."""
    paths = dict.fromkeys((*report.rows(group), *(previous.rows(group) if previous else ())))
    return tuple(_row(report, path, previous) for path in paths)


def _row(report: Report, path: str, previous: Report | None) -> Row:
    entry = report.entries.get(path)
    source = report if entry or previous is None else previous
    return Row(
        path,
        source.title(path),
        entry.cell.value if entry else 0,
        previous.value(path) if previous else None,
        adds=bool(entry and entry.cell.adds),
    )
