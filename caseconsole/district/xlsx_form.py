"""Fills single cells of a district's workbook; formats and formulas stay as they are.

Everything that is wrong is found before anything changes, so that one look mends the mapping.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from caseconsole.district.addresses import Cell, join_place, parse_area, parse_cell, split_place
from caseconsole.district.validations import objection
from caseconsole.district.xlsx_book import Book, M, SheetRef, pack, put_in_order, serialised
from caseconsole.district.xlsx_cells import LONGEST_TEXT, FormSheet
from caseconsole.errors import InputError
from caseconsole.i18n import _, ngettext
from caseconsole.text import clean

Content = int | str | dt.date

_AFTER_CALCULATION = (
    "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes",
    "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip
_FORMULA = (b"<f", b":f")
_LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell of a form that can be written.

    Args:
        place: how the mapping names it.
        sheet: its sheet.
        cell: the cell.
    """

    place: str
    sheet: SheetRef
    cell: Cell


class WorkbookForm:
    """A workbook to fill.

    Args:
        book: the workbook.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self._sheets: dict[str, FormSheet] = {}

    def sheet(self, name: str) -> FormSheet | None:
        """The sheet ``name`` to look at; capitals make no difference, as in Excel."""
        ref = self._refs.get(name.casefold())
        if ref is None:
            return None
        if ref.part not in self._sheets:
            self._sheets[ref.part] = FormSheet(self.book, ref)
        return self._sheets[ref.part]

    def find(self, place: str) -> Spot:
        """The cell that ``place`` names.

        Raises:
            InputError: there is none, or it must not be written.
        """
        name, address = split_place(place)
        sheet = self._sheet_named(name)
        cell = parse_cell(address)
        if cell is None:
            raise InputError(*_no_cell(address))
        self.check(sheet, cell)
        return Spot(place, sheet.ref, cell)

    def check(self, sheet: FormSheet, cell: Cell) -> None:
        """Refuse a cell that must not be written.

        Raises:
            InputError: it holds a formula, is locked, or is not the first of merged cells.
        """
        merged = sheet.merged(cell)
        if merged is not None and merged.first != cell:
            raise InputError(
                _("Die Zelle {cell} ist ein Teil der verbundenen Zellen {area}.").format(
                    cell=cell, area=merged
                ),
                _("Ihre erste Zelle ist {cell}.").format(cell=merged.first),
            )
        if sheet.formula(cell):
            raise InputError(
                _("In der Zelle {cell} rechnet eine Formel des Formulars.").format(cell=cell),
                _("Füllen Sie die Zellen, aus denen sie rechnet."),
            )
        if any(cell in area for area in sheet.tables):
            raise InputError(
                _("Die Zelle {cell} ist die Überschrift einer Tabelle.").format(cell=cell),
                _("Excel hielte die Mappe für beschädigt, wenn sie anders hieße."),
            )
        if sheet.locked(cell):
            raise InputError(
                _("Das Blatt „{sheet}“ ist geschützt und die Zelle {cell} gesperrt.").format(
                    sheet=sheet.ref.name, cell=cell
                ),
                _("Wählen Sie eine Zelle, die zum Ausfüllen freigegeben ist."),
            )

    def fill(self, contents: Mapping[Spot, Content], mark: str = "") -> bytes:
        """The workbook with ``contents`` in their cells; the form itself is as it was.

        Args:
            contents: what goes where.
            mark: what every page says at its top; nothing if empty.
        """
        changed: dict[str, bytes] = {}
        for ref in self.book.sheets:
            wanted = {spot.cell: value for spot, value in contents.items() if spot.sheet == ref}
            content = self._filled(ref, wanted, mark)
            if content is not None:
                changed[ref.part] = content
        changed[self.book.main] = self._recalculated()
        return pack({name: changed.get(name, part) for name, part in self.book.parts.items()})

    def remarks(self, contents: Mapping[Spot, Content]) -> Iterator[str]:
        """What is no fault, but worth a look before the form goes off."""
        told: dict[str, list[str]] = {}
        for spot, content in contents.items():
            for words in self._remarks_on(spot, content):
                told.setdefault(words, []).append(join_place(spot.sheet.name, spot.cell))
        for words, places in told.items():
            yield f"{', '.join(places)}: {words}"
        hidden = dict.fromkeys(spot.sheet.name for spot in contents if spot.sheet.hidden)
        if hidden:
            yield ngettext(
                "Das Blatt {names} ist im Formular ausgeblendet",
                "Die Blätter {names} sind im Formular ausgeblendet",
                len(hidden),
            ).format(names=", ".join(f"„{name}“" for name in hidden))
        if self.book.fetches:
            yield _("Das Formular holt sich Werte aus anderen Dateien; daran ist nichts geändert")
        if self.book.counts_by_hand:
            yield _("Das Formular rechnet erst, wenn Sie in Excel F9 drücken")

    def _remarks_on(self, spot: Spot, content: Content) -> Iterator[str]:
        sheet = self.sheet(spot.sheet.name)
        if sheet is None:
            return
        against = objection(sheet, spot.cell, content, self.sheet)
        if against:
            yield against
        before = sheet.text(spot.cell)
        if before and not before.replace(",", "").isdecimal() and before != str(content):
            yield _("dort stand „{text}“").format(text=before[:_LONGEST_SHOWN])

    @cached_property
    def _refs(self) -> dict[str, SheetRef]:
        return {ref.name.casefold(): ref for ref in self.book.sheets}

    def _sheet_named(self, name: str) -> FormSheet:
        if not name:
            visible = [ref.name for ref in self.book.sheets if not ref.hidden]
            if len(visible) != 1:
                raise InputError(
                    _("Es fehlt, auf welchem Blatt."),
                    _("Die Blätter sind: {names}.").format(names=", ".join(visible)),
                )
            name = visible[0]
        sheet = self.sheet(name)
        if sheet is None:
            names = {ref.name.casefold(): ref.name for ref in self.book.sheets}
            near = get_close_matches(name.casefold(), list(names), n=1, cutoff=0.5)
            told = (
                _("Gemeint ist vielleicht „{near}“.").format(near=names[near[0]])
                if near
                else _("Die Blätter sind: {names}.").format(names=", ".join(names.values()))
            )
            raise InputError(_("Ein Blatt „{sheet}“ gibt es nicht.").format(sheet=name), told)
        return sheet

    def _filled(self, ref: SheetRef, wanted: Mapping[Cell, Content], mark: str) -> bytes | None:
        """The sheet with its new values; nothing where it stays as it is."""
        calculates = any(sign in self.book.parts[ref.part] for sign in _FORMULA)
        if not wanted and not mark and not calculates:
            return None
        sheet = FormSheet(self.book, ref, writable=True)
        for cell, content in wanted.items():
            sheet.write(cell, content)
        forgot = sheet.forget_results()
        if mark:
            sheet.mark(mark)
        return serialised(sheet.root) if wanted or mark or forgot else None

    def _recalculated(self) -> bytes:
        """The workbook, told to work everything out when it is opened."""
        from lxml import etree

        root = self.book.fresh_xml(self.book.main)
        found = root.find(f"{M}calcPr")
        if found is None:
            found = etree.Element(f"{M}calcPr")
            put_in_order(root, found, _AFTER_CALCULATION)
        found.set("fullCalcOnLoad", "1")
        return serialised(root)


def storable(content: Content) -> Content:
    """A value as a cell can keep it.

    Raises:
        InputError: a text is too long, or holds a character that no file can keep.
    """
    if not isinstance(content, str):
        return content
    text = clean(content, multiline=True)
    if len(text) > LONGEST_TEXT:
        raise InputError(_("Der Text ist zu lang für eine Zelle."))
    return text


def twice(spots: Iterable[Spot]) -> Iterator[tuple[Spot, Spot]]:
    """Pairs of places that are the same cell, written in two ways."""
    seen: dict[tuple[str, Cell], Spot] = {}
    for spot in spots:
        before = seen.setdefault((spot.sheet.part, spot.cell), spot)
        if before is not spot:
            yield before, spot


def _no_cell(address: str) -> tuple[str, str]:
    area = parse_area(address)
    if area is not None:
        return (
            _("„{address}“ sind mehrere Zellen.").format(address=address),
            _("Nennen Sie die erste: {cell}.").format(cell=area.first),
        )
    return (
        _("„{address}“ ist keine Zelle, die es in Excel gibt.").format(address=address),
        _("Gemeint ist etwas wie Zahlen!C7."),
    )
