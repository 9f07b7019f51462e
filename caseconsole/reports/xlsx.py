"""Figures as an Excel workbook with native charts, made in memory; nothing in it calculates.

Sheets: overview, lists, cross tables, goals, months, charts, each with its definitions, and rules.
No text becomes a formula or a link, whatever it begins with, and a text that Excel would refuse
stops the report.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from caseconsole import clock
from caseconsole.counting.months import EVENTS, STOCK
from caseconsole.counting.plans import GOAL_FIGURES
from caseconsole.counting.sections import Grid
from caseconsole.errors import ReportError
from caseconsole.i18n import _
from caseconsole.reports.content import Content
from caseconsole.reports.xlsx_charts import add_charts
from caseconsole.reports.xlsx_sheet import Places, Sheet, make_formats

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""How every workbook is made: in memory, and no text becomes a formula, a link or a number."""

_FIGURE_COLUMNS = (42, 11, 11, 74)
_TABLE_COLUMNS = 7
EVENT_FIGURES = (*EVENTS.values(), f"movement.{STOCK}")
"""What each column of the months counts, as a figure of the whole period."""


def render(content: Content) -> bytes:
    """The workbook.

    Raises:
        ReportError: Excel could not hold a text or a table.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxWriterException

    buffer = io.BytesIO()
    try:
        with xlsxwriter.Workbook(buffer, OPTIONS) as book:
            book.set_properties({"title": content.title, "created": clock.now()})
            _fill(book, content)
    except XlsxWriterException as error:
        raise ReportError(
            _("Die Excel-Datei konnte nicht erstellt werden."),
            _("Bitte versuchen Sie es als CSV oder JSON."),
        ) from error
    return buffer.getvalue()


def _fill(book: Any, content: Content) -> None:
    formats = make_formats(book)
    places: Places = {}
    names = (
        _("Übersicht"),
        _("Aufgliederung"),
        _("Tabellen"),
        _("Ziele und Vermittlungen"),
        _("Monate"),
        _("Diagramme"),
        _("Definitionen"),
    )
    overview, breakdowns, tables, goals, months, charts, rules = (
        Sheet(book.add_worksheet(name), name, formats, content, places) for name in names
    )
    _overview(overview, content)
    _breakdowns(breakdowns, content)
    _tables(tables, content)
    _goals(goals, content)
    _months(months, content)
    add_charts(book, charts, content, places)
    _rules(rules, content)


def _overview(sheet: Sheet, content: Content) -> None:
    compared = content.previous is not None
    sheet.columns(*_FIGURE_COLUMNS)
    sheet.on_one_page()
    sheet.top()
    about = (*content.facts, (_("Planquote"), content.quota), (_("Prüfung"), content.checks))
    for label, value in about:
        sheet.fact(label, value)
    for section in content.headlines():
        sheet.section(section.title, compared=compared)
        for row in section.rows:
            sheet.figure(row, content.report.definition(row.path))


def _breakdowns(sheet: Sheet, content: Content) -> None:
    sheet.columns(*_FIGURE_COLUMNS)
    sheet.top(_("Aufgliederung"))
    compared = content.previous is not None
    for section in content.breakdowns():
        rounded = content.shown.rounds(section.rows[0].path)
        sheet.section(section.title, compared=compared and not rounded)
        text = f"{section.definition} {content.shown.note}" if rounded else section.definition
        for place, row in enumerate(section.rows):
            sheet.figure(row, "" if place else text)


def _tables(sheet: Sheet, content: Content) -> None:
    sheet.columns(46, *([13] * _TABLE_COLUMNS))
    sheet.top(_("Tabellen"))
    sheet.note(content.shown.note)
    for title, text in content.bases():
        sheet.explained(title, text)
    _grids(sheet, content.tables(), content)


def _goals(sheet: Sheet, content: Content) -> None:
    sheet.columns(46, *([13] * _TABLE_COLUMNS))
    sheet.top(_("Ziele und Vermittlungen"))
    for name in GOAL_FIGURES:
        path = f"goals.{name}"
        sheet.explained(content.report.title(path), content.report.definition(path))
    sheet.note(_("Vermittlungen: {note}").format(note=content.shown.note))
    _grids(sheet, content.grids(), content)


def _grids(sheet: Sheet, grids: Iterable[Grid], content: Content) -> None:
    for grid in grids:
        sheet.heading(grid.title)
        sheet.note(grid.definition)
        _grid(sheet, grid, content)


def _months(sheet: Sheet, content: Content) -> None:
    sheet.columns(12, *([15] * len(EVENT_FIGURES)))
    sheet.on_one_page(landscape=True)
    sheet.top(_("Monate"))
    grid = content.months()
    sheet.note(grid.definition)
    sheet.skip(1)
    _grid(sheet, grid, content)
    sheet.heading(_("So ist gezählt"))
    for title, path in zip(grid.columns, EVENT_FIGURES, strict=True):
        sheet.explained(title, content.report.definition(path))


def _grid(sheet: Sheet, grid: Grid, content: Content) -> None:
    sheet.columns_head(grid.columns)
    for heading, paths in grid.rows:
        sheet.figures(
            heading,
            paths,
            [None if content.shown.is_left_out(path) else content.value(path) for path in paths],
        )


def _rules(sheet: Sheet, content: Content) -> None:
    sheet.columns(54, 84)
    sheet.top(_("Definitionen und Prüfregeln"))
    sheet.heading(_("Listen und Tabellen"))
    for section in content.breakdowns():
        sheet.line((section.title, "text"), (section.definition, "wrapped"))
    for title, text in content.bases():
        sheet.line((_("Tabellen: {base}").format(base=title), "text"), (text, "wrapped"))
    for grid in (*content.tables(), *content.grids(), content.months()):
        sheet.line((grid.title, "text"), (grid.definition, "wrapped"))
    sheet.line((_("Rundung"), "text"), (content.shown.note, "wrapped"))
    sheet.heading(_("Prüfregeln"))
    for identity in content.report.identities:
        holds = _("erfüllt") if identity.holds else _("NICHT erfüllt")
        sheet.line((identity.rule, "wrapped"), (f"{holds}: {identity.figures}", "wrapped"))
