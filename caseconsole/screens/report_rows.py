"""The lines of the report screen: every figure once, in groups, with its bar and its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from caseconsole.counting import Identity, Report, sections
from caseconsole.counting.sections import Row, Section
from caseconsole.i18n import _
from caseconsole.widgets import signs

OVERVIEW = "overview"
CHECK = "check."
"""Begins the path of an identity: ``check.3`` is the one at place 3."""

_TOP = (
    "persons.in_care",
    "persons.advised",
    "households",
    "consultations.total",
    "plans.first_agreed",
    "plans.continued",
    "plans.valid_at_end",
    "goals.reached",
)
_PEOPLE = frozenset(_TOP[:3])
_ON_A_DAY = (
    "movement.closing_stock",
    "plans.quota.stock",
    "plans.valid_at_end",
    "limits.past",
    "limits.exceptional",
    "limits.beyond",
    "goals.open_at_end",
)
"""What is said of one day."""

_WITH_BARS = frozenset({"goals", "persons", "cases"})
"""Headlines that can be compared by eye."""

_PARTS = {
    "goals": ("goals",),
    "plans": ("plans",),
    "persons": ("persons", "cases", "movement"),
    "consultations": ("consultations",),
    "endings": ("closings", "referrals"),
}
"""Parts of the screen in order, and the first parts of the paths of their headlines."""

_BREAKDOWNS = {
    "consultations": ("consultations.by_kind", "consultations.mentions", "other_contacts.by_kind"),
    "endings": ("closings.by_reason", "referrals.by_kind", "referrals.by_result"),
}
_TOPICS = "consultations.by_main_topic"
_NO_SHARES = frozenset({"consultations.mentions"})
"""Lists whose rows say more than once the same thing, so that a share would mislead."""


@dataclass(frozen=True)
class FigureRow:
    """One line: a figure, or an identity.

    Args:
        key: what identifies it on the screen; a figure may stand in the overview, too.
        path: path of the figure in the report, or that of an identity (``CHECK``).
        part: the part of the screen it is in, to jump by.
        heading: the heading above it.
        title: what it is called.
        value: the figure; nothing for an identity.
        previous: that of the period compared with.
        definition: how it is counted.
        largest: the figure that fills the bar; 0 for no bar.
        share: percent of its list; nothing where that would say nothing.
        words: what stands instead of a bar.
        rule: an identity's rule, shown below.
        broken: an identity that does not hold.
    """

    key: str
    path: str
    part: str
    heading: str
    title: str
    value: int | None
    previous: int | None = None
    definition: str = ""
    largest: int = 0
    share: int | None = None
    words: str = ""
    rule: str = ""
    broken: bool = False


def build(report: Report, previous: Report | None = None) -> list[FigureRow]:
    """All lines of ``report``, beside those of ``previous``; pure, for any thread."""
    is_day = report.period.first == report.period.last
    lines = _reference_day if is_day else _lines
    return [
        *_identities(report, broken=True),
        *lines(report, previous),
        *_identities(report),
    ]


def _lines(report: Report, previous: Report | None) -> Iterator[FigureRow]:
    yield from _overview(report, previous)
    headlines = sections.headlines(report, previous)
    breakdowns = {section.path: section for section in sections.breakdowns(report, previous)}
    if topics := breakdowns.get(_TOPICS):
        yield from _list(report, "topics", _largest_first(topics))
    for part, subjects in _PARTS.items():
        for subject in subjects:
            for section in headlines:
                if section.rows[0].path.split(".")[0] == subject:
                    yield from _headlines(report, part, section)
        if part == "goals":
            yield from _goals_by_area(report, previous)
        for path in _BREAKDOWNS.get(part, ()):
            if listed := breakdowns.get(path):
                yield from _list(report, part, listed)
    yield from _referral_grid(report, previous)
    for section in sections.cross_tables(report, previous):
        yield from _list(report, ".".join(section.path.split(".")[:2]), section)
    yield from _months(report, previous)


def _overview(report: Report, previous: Report | None) -> Iterator[FigureRow]:
    rows = {
        row.path: row
        for section in sections.headlines(report, previous)
        for row in section.rows
        if row.path in _TOP
    }
    largest = max(max(rows[path].value, rows[path].previous or 0) for path in _PEOPLE)
    words = {
        "consultations.total": _talks(report),
        "plans.valid_at_end": _quota(report),
        "goals.reached": goal_balance(report),
    }
    for path in _TOP:
        yield FigureRow(
            f"{OVERVIEW}.{path}",
            path,
            OVERVIEW,
            "",
            _("Ziele erreicht") if path == "goals.reached" else rows[path].title,
            rows[path].value,
            rows[path].previous,
            report.definition(path),
            largest=largest if path in _PEOPLE else 0,
            words=words.get(path, ""),
        )


def _reference_day(report: Report, previous: Report | None) -> Iterator[FigureRow]:
    """What there is on the evening of one day: the stock with its tables."""
    largest = max(report.value(path) for path in _ON_A_DAY[:2])
    titles = {
        "movement.closing_stock": _("Fälle im Bestand"),
        "goals.open_at_end": _("Ziele offen"),
    }
    for path in _ON_A_DAY:
        yield FigureRow(
            f"{OVERVIEW}.{path}",
            path,
            OVERVIEW,
            "",
            titles.get(path) or report.title(path),
            report.value(path),
            previous.value(path) if previous else None,
            report.definition(path),
            largest=largest if path in _ON_A_DAY[:2] else 0,
            words=_quota(report) if path == "plans.valid_at_end" else "",
        )
    for section in sections.cross_tables(report, previous):
        if section.path.startswith("tables.stock."):
            yield from _list(report, section.path, section)


def _talks(report: Report) -> str:
    return _("{first} erste, {others} weitere, {unnamed} anonym").format(
        first=report.value("consultations.first"),
        others=report.value("consultations.follow_up"),
        unnamed=report.value("consultations.anonymous"),
    )


def _quota(report: Report) -> str:
    stock = report.value("plans.quota.stock")
    with_plan = report.value("plans.quota.with_plan")
    percent = _percent(with_plan, stock)
    if percent is None:
        return _("niemand im Bestand")
    return _("{count} von {stock} Personen = {percent} %").format(
        count=with_plan, stock=stock, percent=percent
    )


def goal_balance(report: Report) -> str:
    """The balance of the goals as one line with its sign."""
    names = ("open_at_start", "agreed", "reached", "partly", "not_reached", "dropped")
    begin, agreed, *settled = (report.value(f"goals.{name}") for name in names)
    end = report.value("goals.open_at_end")
    holds = begin + agreed == sum(settled) + end
    figures = " + ".join(str(figure) for figure in (*settled, end))
    return f"{begin} + {agreed} = {figures} {signs().done if holds else _('! geht nicht auf')}"


def movement(report: Report) -> tuple[str, bool]:
    """The movement of the cases as one line, and whether it holds."""
    names = ("opening_stock", "new", "reopened", "ended", "closing_stock")
    opening, new, reopened, ended, closing = (report.value(f"movement.{name}") for name in names)
    text = _("Anfang {opening} + neu {new} + wieder {reopened} − beendet {ended} = Ende {closing}")
    figures = f"{opening} + {new} + {reopened} − {ended} = {closing}"
    holds = opening + new + reopened - ended == closing and all(
        identity.holds for identity in report.identities if identity.figures == figures
    )
    text = text.format(opening=opening, new=new, reopened=reopened, ended=ended, closing=closing)
    return text, holds


def _headlines(report: Report, part: str, section: Section) -> Iterator[FigureRow]:
    subject = section.rows[0].path.split(".")[0]
    largest = max(row.value for row in section.rows) if subject in _WITH_BARS else 0
    for row in section.rows:
        yield FigureRow(
            row.path,
            row.path,
            part,
            section.title,
            row.title,
            row.value,
            row.previous,
            _definition(report, row),
            largest=largest,
        )


def _definition(report: Report, row: Row) -> str:
    text = report.definition(row.path)
    return f"{text} {_('Die Zahl ist eine Summe über die Liste.')}" if row.adds else text


def _list(report: Report, part: str, section: Section) -> Iterator[FigureRow]:
    total = sum(row.value for row in section.rows)
    largest = max((max(row.value, row.previous or 0) for row in section.rows), default=0)
    for row in section.rows:
        yield FigureRow(
            row.path,
            row.path,
            part,
            section.title,
            row.title,
            row.value,
            row.previous,
            section.definition or report.definition(row.path),
            largest=largest,
            share=None if section.path in _NO_SHARES else _percent(row.value, total),
        )


def _largest_first(section: Section) -> Section:
    rows = sorted(section.rows, key=lambda row: (row.path.endswith(".not_stated"), -row.value))
    return Section(section.path, section.title, section.definition, tuple(rows))


def _goals_by_area(report: Report, previous: Report | None) -> Iterator[FigureRow]:
    grid = sections.goal_grid(report)
    for _area, paths in grid.rows:
        for path in paths:
            yield from _cell(report, previous, "goals", grid.title, path, report.title(path))


def _referral_grid(report: Report, previous: Report | None) -> Iterator[FigureRow]:
    grid = sections.referral_grid(report)
    for _kind, paths in grid.rows:
        for path in paths:
            yield from _cell(report, previous, "endings", grid.title, path, report.title(path))


def _cell(
    report: Report, previous: Report | None, part: str, heading: str, path: str, title: str
) -> Iterator[FigureRow]:
    """A cell of a grid; nothing where nothing was counted in either period."""
    value, before = report.value(path), previous.value(path) if previous else None
    if value or before:
        definition = report.definition(path)
        yield FigureRow(path, path, part, heading, title, value, before, definition)


def _months(report: Report, previous: Report | None) -> Iterator[FigureRow]:
    grid = sections.month_grid(report)
    earlier = sections.month_grid(previous).rows if previous else ()
    for place, event in enumerate(grid.columns):
        values = [report.value(paths[place]) for _month, paths in grid.rows]
        for number, (month, paths) in enumerate(grid.rows):
            path = paths[place]
            before: int | None = None
            if previous is not None and number < len(earlier):
                before = previous.value(earlier[number][1][place])
            yield FigureRow(
                path,
                path,
                "months",
                f"{grid.title}: {event}",
                month,
                report.value(path),
                before,
                report.definition(path),
                largest=max(values),
            )


def _identities(report: Report, *, broken: bool = False) -> Iterator[FigureRow]:
    """The identities: all of them, or at the top those that do not hold."""
    for place, identity in enumerate(report.identities):
        if not broken or not identity.holds:
            yield _identity(place, identity, at_top=broken)


def _identity(place: int, identity: Identity, *, at_top: bool) -> FigureRow:
    path = f"{CHECK}{place}"
    if identity.holds:
        what = _("Diese Prüfregel geht auf.")
    else:
        what = _("Diese Prüfregel geht nicht auf. Enter zeigt die Zeilen, an denen es liegt.")
    return FigureRow(
        f"top.{path}" if at_top else path,
        path,
        "checks",
        _("Was nicht aufgeht") if at_top else _("Prüfregeln"),
        f"{_('geht auf')} {signs().done}" if identity.holds else _("! geht nicht auf"),
        None if identity.holds else len(identity.broken),
        definition=f"{identity.rule}: {identity.figures}. {what}",
        words=identity.figures,
        rule=identity.rule,
        broken=not identity.holds,
    )


def _percent(value: int, total: int) -> int | None:
    return (200 * value + total) // (2 * total) if total else None
