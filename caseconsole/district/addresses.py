"""Cells of a workbook by their address: ``C7``, ``A1:B3``, ``'Blatt 2'!$C$7``."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""The last row and column that Excel has."""

_LETTERS = 26
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


@dataclass(frozen=True, order=True, slots=True)
class Cell:
    """A cell by row and column, both counted from 1."""

    row: int
    column: int

    def __str__(self) -> str:
        return f"{column_name(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells with its first and its last one."""

    first: Cell
    last: Cell

    def __contains__(self, cell: Cell) -> bool:
        return (
            self.first.row <= cell.row <= self.last.row
            and self.first.column <= cell.column <= self.last.column
        )

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}:{self.last}"

    def with_cell(self, cell: Cell) -> Area:
        """The smallest rectangle with ``cell`` in it, too."""
        return Area(
            Cell(min(self.first.row, cell.row), min(self.first.column, cell.column)),
            Cell(max(self.last.row, cell.row), max(self.last.column, cell.column)),
        )


def column_name(column: int) -> str:
    """``C`` for 3, ``AA`` for 27."""
    name = ""
    while column > 0:
        column, letter = divmod(column - 1, _LETTERS)
        name = chr(ord("A") + letter) + name
    return name


def parse_cell(text: str) -> Cell | None:
    """The cell that ``C7`` or ``$C$7`` names; nothing where Excel has no such cell."""
    found = _CELL.fullmatch(text.strip())
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    row = int(found[2])
    return Cell(row, column) if row <= MOST_ROWS and column <= MOST_COLUMNS else None


def parse_area(text: str) -> Area | None:
    """The cells that ``A1:B3`` or ``C7`` names; nothing where it is neither."""
    first, _colon, last = text.partition(":")
    begin, end = parse_cell(first), parse_cell(last or first)
    if begin is None or end is None:
        return None
    return Area(begin, begin).with_cell(end)


def parse_areas(text: str) -> tuple[Area, ...]:
    """The areas of a list separated by blanks, as the parts of a workbook write it."""
    return tuple(area for area in map(parse_area, text.split()) if area is not None)


def split_place(place: str) -> tuple[str, str]:
    """Name of the sheet, empty where none is named, and the address: of ``'Blatt 2'!C7``."""
    sheet, mark, address = place.strip().rpartition("!")
    if not mark:
        return "", place.strip()
    sheet = sheet.strip()
    if len(sheet) > 1 and sheet[0] == sheet[-1] == "'":
        sheet = sheet[1:-1].replace("''", "'")
    return sheet, address.strip()


def join_place(sheet: str, cell: Cell) -> str:
    """How a cell is named in a mapping: ``Blatt 2!C7``."""
    return f"{sheet}!{cell}"
