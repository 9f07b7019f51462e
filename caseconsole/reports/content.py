"""What every kind of report says, whatever it is written to: titles, rows, notes, protection."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from caseconsole import clock
from caseconsole.counting import Report, sections
from caseconsole.counting.care import NOT_STATED
from caseconsole.counting.handing_in import HandIn
from caseconsole.counting.identities import BASES
from caseconsole.counting.sections import Grid, Row, Section
from caseconsole.days import format_day
from caseconsole.i18n import _
from caseconsole.reports.protection import INTERNAL_MARK, OTHER, Shown
from caseconsole.text import show

SMALLEST_PERCENT_BASE = 10
"""A percentage of fewer persons than this would tell single ones apart (security.md 4.3, R8)."""

GridRows = tuple[tuple[str, tuple[str, ...]], ...]

_BY_SIZE = ("nationality", "place")


@dataclass(frozen=True, slots=True)
class Content:
    """The words and figures of one report that leaves the program.

    Args:
        report: the counted figures.
        previous: the figures of a year earlier, shown beside the headlines.
        internal: whether cross tables are exact.
        handed_in: when the figures were handed in, where they come from the frozen copy.
    """

    report: Report
    previous: Report | None = None
    internal: bool = False
    handed_in: HandIn | None = None

    @property
    def shown(self) -> Shown:
        """Decides which figures are rounded."""
        return Shown(self.report, internal=self.internal)

    @property
    def title(self) -> str:
        """``Integrationsmanagement: Auswertung 2024`` or with the days of the period."""
        period = self.report.period
        name = str(period.first.year) if period.is_year else str(period)
        return _("Integrationsmanagement: Auswertung {period}").format(period=name)

    @property
    def municipality(self) -> str:
        """Who reports; empty until the settings say it."""
        return show(self.report.settings.municipality.name)

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What must be known about the report itself: label and value."""
        stated = (
            (_("Gemeinde"), self.municipality),
            (_("Zeitraum"), str(self.report.period)),
            (_("Vergleich"), str(self.previous.period) if self.previous else ""),
            (_("Erstellt am"), format_day(clock.today())),
            (_("Stand"), self.standing),
            (_("Hinweis"), self.report.note),
            (_("Vermerk"), self.mark),
        )
        return tuple((label, value) for label, value in stated if value)

    @property
    def standing(self) -> str:
        """Whether these are the figures handed in, with what proves it."""
        info = self.handed_in
        if info is None:
            return _("gezählt am {day}, keine abgegebene Fassung").format(
                day=format_day(clock.today())
            )
        return _("wie abgegeben am {day}, Ausgabe {edition}, SHA-256 {sha256}").format(
            day=format_day(info.handed_in_on), edition=info.edition, sha256=info.sha256
        )

    @property
    def mark(self) -> str:
        """The mark of an internal report; empty for one that may leave."""
        return _(INTERNAL_MARK) if self.internal else ""

    @property
    def checks(self) -> str:
        """One sentence on the identities."""
        count = len(self.report.identities)
        broken = sum(not identity.holds for identity in self.report.identities)
        if broken:
            return _("{broken} von {count} Prüfregeln sind NICHT erfüllt.").format(
                broken=broken, count=count
            )
        return _("Alle {count} Prüfregeln sind erfüllt.").format(count=count)

    @property
    def quota(self) -> str:
        """The plan quota in words with both its numbers; a percentage only of enough persons."""
        with_plan = self.report["plans.quota.with_plan"]
        stock = self.report["plans.quota.stock"]
        if stock < SMALLEST_PERCENT_BASE:
            return _("{with_plan} von {stock} Personen im Bestand haben einen aktiven Plan").format(
                with_plan=with_plan, stock=stock
            )
        share = f"{100 * with_plan / stock:.1f}".replace(".", ",")
        return _(
            "{with_plan} von {stock} Personen im Bestand haben einen aktiven Plan ({share} %)"
        ).format(with_plan=with_plan, stock=stock, share=share)

    def headlines(self) -> tuple[Section, ...]:
        """The headline figures by subject."""
        return sections.headlines(self.report, self.previous)

    def breakdowns(self) -> tuple[Section, ...]:
        """Figures by kind, topic, reason and result as this report shows them, by size."""
        found = sections.breakdowns(self.report, self.previous)
        return tuple(
            replace(section, rows=_by_size(self.row(row) for row in section.rows))
            for section in found
        )

    def compared(self, title: str = "") -> str:
        """The heading of last year's figures; ``title`` or nothing without any."""
        if self.previous is None:
            return title
        period = self.previous.period
        return str(period.first.year) if period.is_year else _("Vorjahr")

    def tables(self) -> tuple[Grid, ...]:
        """The cross tables, one a dimension; nationalities and places stand by size."""
        grids = sections.table_grids(self.report)
        shown = (replace(grid, rows=self._sorted(grid)) for grid in grids)
        return tuple(grid for grid in shown if grid.rows)

    def bases(self) -> tuple[tuple[str, str], ...]:
        """Name and definition of each column of the cross tables."""
        words = self.report.words
        return tuple((words.base(base), words.base_definition(base)) for base in BASES)

    def grids(self) -> tuple[Grid, ...]:
        """Goals by area and referrals by partner and result; those with any figure."""
        found = (sections.goal_grid(self.report), sections.referral_grid(self.report))
        return tuple(grid for grid in found if grid.rows)

    def months(self) -> Grid:
        """Events by month."""
        return sections.month_grid(self.report)

    def value(self, path: str) -> int:
        """The figure as this report shows it."""
        return self.shown.value(path)

    def row(self, row: Row) -> Row:
        """A row as this report shows it: a rounded figure has no exact one of last year beside."""
        if not self.shown.rounds(row.path):
            return row
        return replace(row, value=self.value(row.path), previous=None)

    def _sorted(self, grid: Grid) -> GridRows:
        """By the sizes that are shown: the order of the exact ones would tell them apart."""
        rows = tuple(row for row in grid.rows if any(map(self.value, row[1])))
        if grid.rows[0][1][0].split(".")[2] not in _BY_SIZE:
            return rows
        return tuple(
            sorted(
                rows,
                key=lambda row: (
                    row[1][0].endswith(f".{NOT_STATED}"),
                    row[1][0].endswith(f".{OTHER}"),
                    -self.value(row[1][0]),
                    row[0].casefold(),
                ),
            )
        )


def _by_size(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The largest first as shown; what is not stated stands last."""
    return tuple(
        sorted(
            rows,
            key=lambda row: (
                row.path.endswith(f".{NOT_STATED}"),
                -row.value,
                row.title.casefold(),
            ),
        )
    )
