"""Figures as CSV that a German Excel opens right by a double click.

UTF-8 with a byte order mark, semicolons, CRLF, every field in quotes. A text that a spreadsheet
would take for a formula gets an apostrophe in front (OWASP ASVS 1.2.10).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from caseconsole.counting.sections import Grid
from caseconsole.i18n import _
from caseconsole.reports.content import Content
from caseconsole.reports.protection import LEFT_OUT
from caseconsole.text import show

Line = tuple[str | int, ...]

_FULL_WIDTH = "\uff1d\uff0b\uff0d\uff20"
_FORMULA_STARTS = tuple("=+-@\t\r" + _FULL_WIDTH)


def render(content: Content) -> bytes:
    """The whole report as one table: section, figure, value, value before, explanation."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([guarded(field) for field in row] for row in _rows(content))
    return buffer.getvalue().encode("utf-8-sig")


def guarded(field: str | int) -> str:
    """A field that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(field, int):
        return str(field)
    text = show(field)
    return f"'{text}" if text.lstrip().startswith(_FORMULA_STARTS) else text


def _rows(content: Content) -> Iterator[Line]:
    if content.mark:
        yield content.mark, "", "", "", ""
    yield _("Abschnitt"), _("Kennzahl"), _("Wert"), _("Vergleich"), _("Erläuterung")
    about = (
        *content.facts,
        (_("Prüfung"), content.checks),
        (_("Tabellen"), content.shown.note),
        (_("Planquote"), content.quota),
    )
    yield from ((_("Bericht"), label, value, "", "") for label, value in about)
    yield from _figures(content)
    for grid in (*content.grids(), content.months()):
        text = grid.definition
        if grid.rows and content.shown.rounds(grid.rows[0][1][0]):
            text += f" {content.shown.note}"
        yield from _grid(content, grid, [text] * len(grid.columns))
    yield from _tables(content)
    for identity in content.report.identities:
        holds = _("erfüllt") if identity.holds else _("NICHT erfüllt")
        yield _("Prüfregeln"), identity.rule, holds, "", identity.figures


def _figures(content: Content) -> Iterator[Line]:
    for section in (*content.headlines(), *content.breakdowns()):
        for row in section.rows:
            before = "" if row.previous is None else row.previous
            text = section.definition or content.report.definition(row.path)
            if content.shown.rounds(row.path):
                text += f" {content.shown.note}"
            yield section.title, row.title, row.value, before, text


def _tables(content: Content) -> Iterator[Line]:
    bases = [text for _title, text in content.bases()]
    for grid in content.tables():
        texts = [f"{base} {grid.definition} {content.shown.note}" for base in bases]
        yield from _grid(content, grid, texts)


def _grid(content: Content, grid: Grid, texts: Sequence[str]) -> Iterator[Line]:
    """One line a figure; ``texts`` explain the columns."""
    for heading, paths in grid.rows:
        for column, path, text in zip(grid.columns, paths, texts, strict=True):
            shown = LEFT_OUT if content.shown.is_left_out(path) else content.value(path)
            yield grid.title, f"{heading}: {column}", shown, "", text
