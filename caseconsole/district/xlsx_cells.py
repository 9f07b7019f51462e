"""The cells of one sheet of a district's form: reading them, and writing into single ones."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from caseconsole.days import format_day
from caseconsole.district.addresses import Area, Cell, parse_area, parse_areas, parse_cell
from caseconsole.district.xlsx_book import (
    Book,
    Look,
    M,
    SheetRef,
    is_true,
    put_in_order,
    text_of,
)
from caseconsole.errors import ReportError
from caseconsole.i18n import _

if TYPE_CHECKING:
    from lxml import etree

LONGEST_TEXT = 32_767
"""Characters that Excel keeps in a cell."""

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ELSEWHERE = re.compile(r"\[\d+\]")
_TABLE = "/table"
_AFTER_HEADER = (
    "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls",
    "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
_HEADERS = (
    "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter",
)  # fmt: skip
_EPOCH = dt.date(1899, 12, 30)
_EPOCH_1904 = dt.date(1904, 1, 1)
_FIRST_SERIAL = 61
"""Before 1 March 1900 Excel counts a day that never was."""

_LONGEST_HEADER = 180
_MOST_DIGITS = 9

Content = int | str | dt.date


class FormSheet:
    """One sheet of a form.

    Args:
        book: the workbook.
        ref: the sheet.
        writable: whether cells are written: then the XML is a copy of its own.
    """

    def __init__(self, book: Book, ref: SheetRef, *, writable: bool = False) -> None:
        self.book = book
        self.ref = ref
        self.root = book.fresh_xml(ref.part) if writable else book.xml(ref.part)
        data = self.root.find(f"{M}sheetData")
        if data is None:
            raise ReportError(
                _("Das Blatt „{sheet}“ des Formulars ist beschädigt.").format(sheet=ref.name)
            )
        self._data = data
        self._rows: dict[int, etree._Element] = {}
        self._cells: dict[Cell, etree._Element] = {}
        self._columns: dict[int, dict[int, etree._Element]] = {}
        for row, line in _numbered_rows(data):
            self._rows[row] = line
            columns = self._columns.setdefault(row, {})
            for column, element in _numbered_cells(line):
                columns[column] = self._cells[Cell(row, column)] = element

    # ------------------------------------------------------------------ reading

    def __iter__(self) -> Iterator[Cell]:
        """The cells that stand in the file."""
        return iter(self._cells)

    def text(self, cell: Cell) -> str:
        """What the cell shows, nearly: days as days, numbers as they are; empty for none."""
        element = self._cells.get(cell)
        if element is None:
            return ""
        kind, value = element.get("t", "n"), element.findtext(f"{M}v") or ""
        if kind == "inlineStr":
            inline = element.find(f"{M}is")
            return "" if inline is None else text_of(inline)
        if kind == "s":
            place = int(_number(value) or -1)
            return self.book.texts[place] if 0 <= place < len(self.book.texts) else ""
        if kind == "b":
            return _("WAHR") if value == "1" else _("FALSCH")
        return self._number(cell, value) if kind == "n" else value

    def formula(self, cell: Cell) -> bool:
        """Whether the cell holds a formula, or a value that the formula of another one fills."""
        element = self._cells.get(cell)
        if element is not None and element.find(f"{M}f") is not None:
            return True
        return any(cell in area for area in self._filled_areas)

    def formula_text(self, cell: Cell) -> str:
        """The formula of the cell without its ``=``; empty where another cell holds it."""
        element = self._cells.get(cell)
        return "" if element is None else element.findtext(f"{M}f") or ""

    def merged(self, cell: Cell) -> Area | None:
        """The merged cells that it belongs to, if it does."""
        return next((area for area in self.merges if cell in area), None)

    @cached_property
    def merges(self) -> tuple[Area, ...]:
        """All merged cells."""
        found = self.root.iterfind(f"{M}mergeCells/{M}mergeCell")
        areas = (parse_area(element.get("ref", "")) for element in found)
        return tuple(area for area in areas if area is not None)

    @cached_property
    def tables(self) -> tuple[Area, ...]:
        """The headings of tables: Excel calls a workbook damaged where they change."""
        found = []
        for part, kind in self.book.targets(self.ref.part).values():
            if not kind.endswith(_TABLE) or part not in self.book.parts:
                continue
            table = self.book.xml(part)
            area = parse_area(table.get("ref", ""))
            if area is None or table.get("headerRowCount", "1") == "0":
                continue
            found.append(Area(area.first, Cell(area.first.row, area.last.column)))
        return tuple(found)

    def locked(self, cell: Cell) -> bool:
        """Whether Excel would refuse typing into the cell."""
        if not self.protected:
            return False
        if any(cell in area for area in self._open_areas):
            return False
        return self.look(cell).locked

    def look(self, cell: Cell) -> Look:
        """What matters of the look of the cell."""
        number = int(self._style(cell) or 0)
        return self.book.looks[number] if number < len(self.book.looks) else Look()

    def width(self, column: int) -> float | None:
        """How many characters wide a column is; nothing where the form does not say."""
        for columns in self.root.iterfind(f"{M}cols/{M}col"):
            first, last = _number(columns.get("min")), _number(columns.get("max"))
            if first and last and int(first) <= column <= int(last):
                try:
                    return float(columns.get("width", ""))
                except ValueError:
                    return None
        return None

    @property
    def last(self) -> Cell:
        """The last row and the last column in which anything stands."""
        return Cell(
            max((cell.row for cell in self._cells), default=1),
            max((cell.column for cell in self._cells), default=1),
        )

    @property
    def protected(self) -> bool:
        """Whether only open cells may be typed into."""
        protection = self.root.find(f"{M}sheetProtection")
        return protection is not None and is_true(protection.get("sheet"))

    def serial(self, day: dt.date) -> int:
        """The number by which this workbook keeps a day."""
        return (day - (_EPOCH_1904 if self.book.counts_from_1904 else _EPOCH)).days

    # ------------------------------------------------------------------ writing

    def write(self, cell: Cell, content: Content) -> None:
        """Put a number, a text or a day into a cell; its look stays.

        A day becomes a real one where the cell is made for days, else its text.
        """
        element = self._cells.get(cell)
        if element is None:
            element = self._insert(cell)
        for child in [*element]:
            if child.tag in {f"{M}f", f"{M}v", f"{M}is"}:
                element.remove(child)
        for name in ("t", "cm", "vm"):
            element.attrib.pop(name, None)
        if isinstance(content, dt.date):
            is_day = self.look(cell).is_day
            content = self.serial(content) if is_day else format_day(content)
        if isinstance(content, int):
            _child(element, "v").text = str(content)
        elif content:
            element.set("t", "inlineStr")
            text = _child(_child(element, "is"), "t")
            text.set(_SPACE, "preserve")
            text.text = _CODED.sub("_x005F_", content)
        # The value stands before what programs add to a cell.
        self._extensions_last(element)

    def forget_results(self) -> bool:
        """Drop the results of formulas, so that every program works them out; whether any were."""
        dropped = False
        for element in self._cells.values():
            formula, value = element.find(f"{M}f"), element.find(f"{M}v")
            if formula is None or value is None or _ELSEWHERE.search(formula.text or ""):
                continue
            element.remove(value)
            element.attrib.pop("t", None)
            dropped = True
        return dropped

    def mark(self, text: str) -> None:
        """Print ``text`` at the top of every page, above what the form prints there."""
        from lxml import etree

        found = self.root.find(f"{M}headerFooter")
        if found is None:
            found = etree.Element(f"{M}headerFooter")
            put_in_order(self.root, found, _AFTER_HEADER)
        names = ["oddHeader"]
        names += ["evenHeader"] if is_true(found.get("differentOddEven")) else []
        names += ["firstHeader"] if is_true(found.get("differentFirst")) else []
        line = text[:_LONGEST_HEADER].replace("&", "&&")
        for name in names:
            header = found.find(f"{M}{name}")
            if header is None:
                header = etree.Element(f"{M}{name}")
                put_in_order(found, header, _HEADERS[_HEADERS.index(name) + 1 :])
            before, centre, rest = (header.text or "").partition("&C")
            below = f"\n{rest}" if centre and rest else rest
            header.text = f"{before}&C{line}{below}"

    def _insert(self, cell: Cell) -> etree._Element:
        """A new cell, with the look of its row or column."""
        from lxml import etree

        row = self._rows.get(cell.row)
        if row is None:
            row = etree.Element(f"{M}row", r=str(cell.row))
            _put(self._data, row, cell.row, self._rows)
            self._rows[cell.row] = row
        made = etree.Element(f"{M}c", r=str(cell))
        style = self._style(cell)
        if style:
            made.set("s", style)
        beside = self._columns.setdefault(cell.row, {})
        _put(row, made, cell.column, beside)
        beside[cell.column] = self._cells[cell] = made
        # It only says how far the row goes, and Excel finds that out by itself.
        row.attrib.pop("spans", None)
        dimension = self.root.find(f"{M}dimension")
        area = None if dimension is None else parse_area(dimension.get("ref", ""))
        if dimension is not None and area is not None:
            dimension.set("ref", str(area.with_cell(cell)))
        return made

    def _style(self, cell: Cell) -> str:
        """Number of the look: of the cell, else of its row, else of its column."""
        element = self._cells.get(cell)
        if element is not None:
            return _number(element.get("s"))
        row = self._rows.get(cell.row)
        if row is not None and is_true(row.get("customFormat")):
            return _number(row.get("s"))
        for columns in self.root.iterfind(f"{M}cols/{M}col"):
            first, last = _number(columns.get("min")), _number(columns.get("max"))
            if first and last and int(first) <= cell.column <= int(last):
                return _number(columns.get("style"))
        return ""

    def _number(self, cell: Cell, value: str) -> str:
        try:
            number = float(value)
            whole = int(number)
        except (ValueError, OverflowError):
            return value
        if number != whole:
            return f"{number:.10g}".replace(".", ",")
        if self.look(cell).is_day and whole >= _FIRST_SERIAL:
            begin = _EPOCH_1904 if self.book.counts_from_1904 else _EPOCH
            try:
                return format_day(begin + dt.timedelta(days=whole))
            except OverflowError:
                return str(whole)
        return str(whole)

    @cached_property
    def _filled_areas(self) -> tuple[Area, ...]:
        """The cells that one formula fills together."""
        found = []
        for element in self._cells.values():
            formula = element.find(f"{M}f")
            if formula is not None and formula.get("t") in {"array", "dataTable"}:
                area = parse_area(formula.get("ref", ""))
                found += [area] if area is not None else []
        return tuple(found)

    @cached_property
    def _open_areas(self) -> tuple[Area, ...]:
        """Cells of a protected sheet that everybody may type into."""
        found: list[Area] = []
        for element in self.root.iterfind(f"{M}protectedRanges/{M}protectedRange"):
            guarded = {"password", "hashValue", "securityDescriptor"} & set(element.attrib)
            if not guarded and element.find(f"{M}securityDescriptor") is None:
                found += parse_areas(element.get("sqref", ""))
        return tuple(found)

    @staticmethod
    def _extensions_last(element: etree._Element) -> None:
        for child in element.findall(f"{M}extLst"):
            element.append(child)


def _numbered_rows(data: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """The rows with their numbers; one without a number follows the one before."""
    row = 0
    for line in data.iterfind(f"{M}row"):
        row = int(_number(line.get("r")) or row + 1)
        yield row, line


def _numbered_cells(line: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    column = 0
    for element in line.iterfind(f"{M}c"):
        named = parse_cell(element.get("r", ""))
        column = named.column if named is not None else column + 1
        yield column, element


def _put(parent: etree._Element, made: etree._Element, place: int, beside: dict[int, Any]) -> None:
    """Insert behind the last one that stands before ``place``."""
    before = [number for number in beside if number < place]
    if before:
        beside[max(before)].addnext(made)
    else:
        parent.insert(0, made)


def _child(parent: etree._Element, name: str) -> etree._Element:
    from lxml import etree

    return etree.SubElement(parent, f"{M}{name}")


def _number(text: str | None) -> str:
    """A number as it stands in an attribute; nothing where it is none or beyond all reason."""
    return text if text and text.isdecimal() and len(text) <= _MOST_DIGITS else ""
