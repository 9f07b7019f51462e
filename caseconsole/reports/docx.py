"""Figures as a Word report of at most three pages, as the proof of use asks for.

Page one has the headlines, the others the topics, the cross tables and the definitions.
Long tables are cut to their largest rows; the rest is one row of its own, so that three pages
are enough whatever the caseload is.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from caseconsole import clock
from caseconsole.counting.care import NOT_STATED
from caseconsole.counting.sections import Grid
from caseconsole.i18n import _
from caseconsole.reports.content import Content
from caseconsole.reports.docx_layout import Page
from caseconsole.reports.protection import LEFT_OUT, rounded
from caseconsole.text import show

_MOST_ROWS = 7
_MOST_TOPICS = 10
_BASES = 2
"""Cross tables of the report: persons in care and the stock."""

_HEADLINES = (
    "movement.opening_stock",
    "movement.new",
    "movement.reopened",
    "movement.ended",
    "movement.closing_stock",
    "persons.in_care",
    "persons.advised",
    "persons.co_advised",
    "persons.in_all",
    "households",
    "cases.in_care",
    "limits.past",
    "consultations.total",
    "consultations.person_contacts",
    "consultations.anonymous",
    "consultations.first",
    "consultations.follow_up",
    "consultations.with_interpreter",
    "plans.first_agreed",
    "plans.continued",
    "plans.continuations",
    "plans.valid_at_end",
    "plans.closed",
    "goals.open_at_start",
    "goals.agreed",
    "goals.reached",
    "goals.partly",
    "goals.not_reached",
    "goals.dropped",
    "goals.open_at_end",
    "referrals.total",
)
"""The figures of page one."""


def render(content: Content) -> bytes:
    """The Word report."""
    import docx

    document = docx.Document()
    page = Page(document, header=content.municipality, mark=content.mark)
    _headlines(page, content)
    page.next_page()
    page.columns(2)
    _topics(page, content)
    _cross_tables(page, content)
    _definitions(page, content)
    _describe(document, content)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _describe(document: Any, content: Content) -> None:
    """Title and day for the file's properties; nothing of the computer or the user."""
    properties = document.core_properties
    properties.title = content.title
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = clock.now()


def _headlines(page: Page, content: Content) -> None:
    if content.mark:
        page.mark(content.mark)
    page.title(content.title)
    about = [f"{label}: {value}" for label, value in content.facts if value != content.mark]
    page.text(" · ".join(about))
    rows = {row.path: row for section in content.headlines() for row in section.rows}
    names = {row.path: section.title for section in content.headlines() for row in section.rows}
    before = _("Vergleich") if content.previous else ""
    lines: list[Sequence[str]] = []
    group = ""
    for path in _HEADLINES:
        if names[path] != group:
            group = names[path]
            lines.append((group,))
        row = rows[path]
        previous = "" if row.previous is None else _number(row.previous)
        lines.append((row.title, _number(row.value), previous))
    page.table(("", _("Wert"), before), lines, widths=(11.0, 2.6, 2.6))
    page.text(f"{_('Planquote')}: {content.quota}.")
    page.text(content.checks)


def _topics(page: Page, content: Content) -> None:
    for section in content.breakdowns():
        if section.path not in {"consultations.by_main_topic", "closings.by_reason"}:
            continue
        ranked = sorted(section.rows, key=lambda row: (row.path.endswith(NOT_STATED), -row.value))
        rows = [(row.title, _number(row.value)) for row in ranked[:_MOST_TOPICS]]
        if rest := sum(row.value for row in ranked[_MOST_TOPICS:]):
            rows.append((_("weitere"), _number(rest)))
        page.heading(section.title)
        page.table(("", _("Wert")), rows, widths=(6.2, 1.6), size=8)


def _cross_tables(page: Page, content: Content) -> None:
    page.text(content.shown.note)
    for grid in content.tables():
        rows = _largest(grid, content)
        if not rows:
            continue
        page.heading(grid.title)
        page.table(("", _("betreut"), _("Bestand")), rows, widths=(4.2, 1.7, 1.9), size=8)


def _largest(grid: Grid, content: Content) -> list[Sequence[str]]:
    """The rows with the largest figures in the order of the table, and one for all others."""
    wanted = [(heading, paths[:_BASES]) for heading, paths in grid.rows]
    wanted = [row for row in wanted if any(content.value(path) for path in row[1])]
    ranked = sorted(wanted, key=lambda row: -sum(content.value(path) for path in row[1]))
    kept = {row[1] for row in ranked[:_MOST_ROWS]}
    rows: list[Sequence[str]] = [
        (heading, *(_cell(content, path) for path in paths))
        for heading, paths in wanted
        if paths in kept
    ]
    others = [paths for _heading, paths in wanted if paths not in kept]
    if others:
        columns = zip(*others, strict=True)
        sums = [sum(content.report.value(path) for path in column) for column in columns]
        shown = sums if content.internal else [rounded(one, content.shown.base) for one in sums]
        rows.append((_("weitere"), *map(_number, shown)))
    return rows


def _definitions(page: Page, content: Content) -> None:
    page.heading(_("Definitionen"))
    report = content.report
    for path in _HEADLINES:
        page.definition(report.title(path), report.definition(path))
    for title, text in content.bases()[:_BASES]:
        page.definition(_("Tabellen: {base}").format(base=title), text)


def _cell(content: Content, path: str) -> str:
    return LEFT_OUT if content.shown.is_left_out(path) else _number(content.value(path))


def _number(value: int) -> str:
    """A figure with a point every three digits, as German offices write it."""
    return show(f"{value:,}".replace(",", "."))
