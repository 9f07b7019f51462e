"""The district's workbook: totals, all municipalities side by side, and a sheet for each."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from caseconsole import config, values
from caseconsole.counting.definitions import DIMENSIONS
from caseconsole.counting.wording import Words
from caseconsole.district.counts_input import REQUIRED, CountsFile
from caseconsole.district.merge import Merged
from caseconsole.errors import NotFoundError, ReportError
from caseconsole.i18n import _
from caseconsole.reports.protection import LEFT_OUT
from caseconsole.reports.xlsx import OPTIONS
from caseconsole.reports.xlsx_sheet import make_formats
from caseconsole.text import show

_LONGEST_NAME = 31
_NOTE_HEIGHT = 40
_NOTE_COLUMNS = 6
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LISTS = (
    "consultations.by_kind",
    "consultations.by_main_topic",
    "consultations.mentions",
    "closings.by_reason",
)

Line = tuple[str, str]
"""Path of a figure, or nothing for a heading; and its words."""


def render(merged: Merged) -> bytes:
    """The workbook.

    Raises:
        ReportError: Excel could not hold a text or a table.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxWriterException

    buffer = io.BytesIO()
    try:
        with xlsxwriter.Workbook(buffer, OPTIONS) as book:
            _fill(book, merged)
    except XlsxWriterException as error:
        raise ReportError(_("Die Excel-Datei konnte nicht erstellt werden.")) from error
    return buffer.getvalue()


def _fill(book: Any, merged: Merged) -> None:
    formats = make_formats(book)
    taken: set[str] = set()
    lines = list(_lines(merged))
    title = _("Integrationsmanagement im Landkreis: {period}").format(period=merged.period)

    def add(name: str) -> Any:
        return _sheet(book, _unique(name, taken), merged)

    _single(add(_("Summe")), formats, title, merged.notes(), lines, merged.totals)
    _side_by_side(add(_("Vergleich")), formats, title, merged, lines)
    for file in merged.files:
        head = _("{name}: {period}").format(name=file.municipality, period=merged.period)
        figures = {path: _value(merged, file, path) for path, _words in lines if path}
        _single(add(file.municipality), formats, head, (_source(file),), lines, figures)


def _value(merged: Merged, file: CountsFile, path: str) -> int | str:
    """The figure of one municipality; a table that it had to leave out is not a nought."""
    return LEFT_OUT if merged.leaves_out(file, path) else file.figures.get(path, 0)


def _write(
    sheet: Any, place: tuple[int, int], value: int | str, formats: Mapping[str, Any]
) -> None:
    write = sheet.write_string if isinstance(value, str) else sheet.write_number
    write(*place, value, formats["number"])


def _source(file: CountsFile) -> str:
    if file.base:
        return _("Aus {file}; Tabellen auf Vielfache von {base} gerundet.").format(
            file=file.path.name, base=file.base
        )
    return _("Aus {file}; Tabellen genau: intern – nicht weitergeben.").format(file=file.path.name)


def _sheet(book: Any, name: str, merged: Merged) -> Any:
    sheet = book.add_worksheet(name)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L&9 {merged.period}&R&9 {_('Seite')} &P {_('von')} &N")
    return sheet


def _single(
    sheet: Any,
    formats: Mapping[str, Any],
    title: str,
    notes: Sequence[str],
    lines: Sequence[Line],
    figures: Mapping[str, int | str],
) -> None:
    sheet.set_column(0, 0, 64)
    sheet.set_column(1, 1, 14)
    row = _head(sheet, formats, title, notes, 1)
    for path, words in lines:
        if not path:
            row += 1
            sheet.write_string(row, 0, words, formats["heading"])
            sheet.write_blank(row, 1, None, formats["heading"])
        else:
            sheet.write_string(row, 0, words, formats["text"])
            _write(sheet, (row, 1), figures.get(path, 0), formats)
        row += 1


def _side_by_side(
    sheet: Any,
    formats: Mapping[str, Any],
    title: str,
    merged: Merged,
    lines: Sequence[Line],
) -> None:
    sheet.set_landscape()
    last = len(merged.files) + 1
    sheet.set_column(0, 0, 52)
    sheet.set_column(1, last, 12)
    row = _head(sheet, formats, title, merged.notes(), min(last, _NOTE_COLUMNS))
    sheet.write_string(row, 0, _("Kennzahl"), formats["head"])
    names = [*(show(file.municipality) for file in merged.files), _("Summe")]
    for column, name in enumerate(names, start=1):
        sheet.write_string(row, column, name, formats["head_wrapped"])
    sheet.freeze_panes(row + 1, 1)
    sheet.repeat_rows(row)
    row += 1
    for path, words in lines:
        if not path:
            sheet.write_string(row, 0, words, formats["heading"])
        else:
            sheet.write_string(row, 0, words, formats["text"])
            for column, file in enumerate(merged.files, start=1):
                _write(sheet, (row, column), _value(merged, file, path), formats)
            sheet.write_number(row, last, merged.totals[path], formats["number"])
        row += 1


def _head(
    sheet: Any, formats: Mapping[str, Any], title: str, notes: Sequence[str], last: int
) -> int:
    """Title and notes over the columns up to ``last``; gives the next free row."""
    sheet.set_row(0, 24)
    sheet.write_string(0, 0, show(title), formats["title"])
    for row, note in enumerate(notes, start=1):
        sheet.set_row(row, _NOTE_HEIGHT)
        sheet.merge_range(row, 0, row, last, show(note), formats["definition"])
    return len(notes) + 2


def _lines(merged: Merged) -> Iterator[Line]:
    """The figures of all files in the order of the counts file, with headings between."""
    settings = config.active()
    words = Words(merged.period, settings, values.build(settings))
    title = _titles(words)
    heads = {
        "movement": _("Fallbewegung"),
        "cases": _("Fälle"),
        "persons": _("Personen"),
        "consultations": _("Beratungen"),
        "plans": _("Pläne"),
        "goals": _("Ziele"),
    }
    for section, head in heads.items():
        yield "", head
        own = [path for path in REQUIRED if path.split(".")[0] == section]
        if section == "persons":
            own.append("households")
        yield from ((path, title(path)) for path in own)
        for group in (name for name in _LISTS if name.startswith(section)):
            yield from _group(merged, group, words.group(group), title)
        if section == "goals":
            yield from _group(merged, "goals.by_area", words.group("goals.by_area"), title)
    yield from _group(merged, "closings.by_reason", words.group("closings.by_reason"), title)
    for base in ("persons_in_care", "stock"):
        for dimension in DIMENSIONS:
            head = f"{words.base(base)}: {words.dimension(dimension)}"
            yield from _group(merged, f"tables.{base}.{dimension}", head, title)


def _group(merged: Merged, group: str, head: str, title: Callable[[str], str]) -> Iterator[Line]:
    paths = [path for path in merged.totals if path.startswith(f"{group}.")]
    if paths:
        yield "", head
        yield from ((path, title(path)) for path in _sorted(paths, group))


def _sorted(paths: list[str], group: str) -> list[str]:
    """Age bands in their order, everything else as the files have it; "not stated" at the end."""
    if group.endswith(".age"):
        paths = sorted(paths, key=lambda path: int("0" + re.sub(r"\D.*", "", path.split(".")[-1])))
    return sorted(paths, key=lambda path: path.endswith(".not_stated"))


def _titles(words: Words) -> Callable[[str], str]:
    def title(path: str) -> str:
        keys = tuple(path.split(".", 3)) if path.startswith("tables.") else tuple(path.split("."))
        try:
            return show(words.title(keys))
        except NotFoundError:
            return show(path)

    return title


def _unique(name: str, taken: set[str]) -> str:
    """A name that Excel allows for a sheet and that no other one has."""
    plain = _FORBIDDEN.sub(" ", show(name)).strip("' ")[:_LONGEST_NAME] or _("Gemeinde")
    candidate, number = plain, 2
    while candidate.casefold() in taken or candidate.casefold() == "history":
        candidate = f"{plain[: _LONGEST_NAME - 4]} {number}"
        number += 1
    taken.add(candidate.casefold())
    return candidate
