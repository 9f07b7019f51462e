"""Where in a workbook the list is: the sheet, the row with the headers, the columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from caseconsole.errors import ExchangeError
from caseconsole.exchange.cells import text_of
from caseconsole.exchange.lines import Refusal, quoted
from caseconsole.exchange.mapping import IGNORED, Mapping, known_field, plain
from caseconsole.exchange.sheets import Cell, Sheet
from caseconsole.i18n import _

_HEADER_WITHIN = 30
_FEWEST_COLUMNS = 2
_NAMES = frozenset({"name", "family_name", "given_name"})


@dataclass(frozen=True)
class Column:
    """A column that is read.

    Args:
        index: its place in the row, from 0.
        header: as it stands in the list.
        field: what it is.
    """

    index: int
    header: str
    field: str


@dataclass(frozen=True)
class Layout:
    """The list within the workbook.

    Args:
        sheet: the sheet.
        header_row: its row with the headers, counted from 1; the list begins below.
        columns: the columns that are read.
        remarks: what was left out, in sentences.
    """

    sheet: Sheet
    header_row: int
    columns: tuple[Column, ...]
    remarks: tuple[str, ...]


def find_layout(sheets: Sequence[Sheet], mapping: Mapping) -> Layout:
    """The list in ``sheets``, by the mapping where it tells and by the headers where not.

    Raises:
        ExchangeError: no list was found, or a column that the mapping names is not there.
    """
    for sheet in _candidates(sheets, mapping):
        row = mapping.header_row or _header_row(sheet, mapping)
        if row:
            return _layout(sheet, row, mapping, sheets)
    raise ExchangeError(
        _("In der Datei ist keine Liste mit bekannten Überschriften (Name, Geburtsdatum ...)."),
        _("Bitte ordnen Sie die Spalten mit --mapping DATEI.toml zu."),
    )


def _candidates(sheets: Sequence[Sheet], mapping: Mapping) -> list[Sheet]:
    if not mapping.sheet:
        return [sheet for sheet in sheets if not sheet.hidden]
    named = [sheet for sheet in sheets if sheet.name == mapping.sheet]
    if not named:
        names = ", ".join(quoted(sheet.name) for sheet in sheets)
        raise ExchangeError(
            _("Das Blatt {sheet} gibt es nicht.").format(sheet=quoted(mapping.sheet)),
            _("Die Datei hat: {names}.").format(names=names),
        )
    return named


def _header_row(sheet: Sheet, mapping: Mapping) -> int:
    """The first row that names a person and one thing more; 0 if there is none."""
    for number, row in enumerate(sheet.rows[:_HEADER_WITHIN], start=1):
        fields = {_field(_words(cell), mapping) for cell in row} - {"", IGNORED}
        if fields & _NAMES and len(fields) >= _FEWEST_COLUMNS:
            return number
    return 0


def _layout(sheet: Sheet, number: int, mapping: Mapping, sheets: Sequence[Sheet]) -> Layout:
    headers = [_words(cell) for cell in sheet.rows[number - 1]] if number <= len(sheet.rows) else []
    remarks = []
    columns: list[Column] = []
    for index, header in enumerate(headers):
        name = _field(header, mapping)
        taken = next((column for column in columns if column.field == name), None)
        if name in {"", IGNORED}:
            if not name:
                remarks.append(
                    _("Spalte {header} ist unbekannt und bleibt weg.").format(header=quoted(header))
                )
        elif taken is not None:
            raise ExchangeError(
                _("Die Spalten {one} und {other} sind beide „{field}“.").format(
                    one=quoted(taken.header), other=quoted(header), field=name
                ),
                _("Bitte sagen Sie mit --mapping DATEI.toml, welche gilt."),
            )
        else:
            columns.append(Column(index, header, name))
    _require(headers, columns, mapping)
    left = [quoted(other.name) for other in sheets if other is not sheet]
    if left:
        remarks.append(_("Nicht gelesen: Blatt {names}.").format(names=", ".join(left)))
    return Layout(sheet, number, tuple(columns), tuple(remarks))


def _require(headers: list[str], columns: list[Column], mapping: Mapping) -> None:
    present = {plain(header) for header in headers}
    for header in mapping.columns:
        if header not in present:
            raise ExchangeError(
                _("Die Spalte {header} der Zuordnung steht nicht in der Liste.").format(
                    header=quoted(header)
                ),
                _("Bitte prüfen Sie die Überschriften und header_row."),
            )
    if not {column.field for column in columns} & _NAMES:
        raise ExchangeError(
            _("Die Liste hat keine Spalte mit Namen."),
            _("Bitte ordnen Sie die Spalten mit --mapping DATEI.toml zu."),
        )


def _field(header: str, mapping: Mapping) -> str:
    return mapping.columns.get(plain(header)) or known_field(header)


def _words(cell: Cell) -> str:
    try:
        return text_of(cell)
    except Refusal:
        return ""
