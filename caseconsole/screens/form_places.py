"""The places of a form that the screen shows: the cells of a workbook, the tags of a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from textual.content import Content

from caseconsole.district.addresses import Cell, parse_cell, split_place
from caseconsole.district.docx_form import placeholders_in
from caseconsole.district.forms import FormMapping
from caseconsole.district.xlsx_book import read_book
from caseconsole.district.xlsx_cells import FormSheet
from caseconsole.district.xlsx_form import WorkbookForm
from caseconsole.errors import InputError
from caseconsole.i18n import _, ngettext
from caseconsole.widgets import mark, plain, signs

_LONGEST = 60
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A placeholder of a document and its figure; the figure is empty where none was chosen."""

    place: str
    figure: str


@dataclass(frozen=True)
class FormPlaces:
    """What can be filled in a form.

    Args:
        form: the workbook; nothing for a document.
        sheets: its sheets.
        names: the placeholders of a document.
    """

    form: WorkbookForm | None
    sheets: tuple[FormSheet, ...] = ()
    names: tuple[str, ...] = field(default=())

    @property
    def is_document(self) -> bool:
        """Whether the form is a Word document."""
        return self.form is None

    def check(self, sheet: FormSheet, cell: Cell) -> None:
        """Refuse a cell that must not be written.

        Raises:
            InputError: it must not be written; the message says why.
        """
        if self.form is not None:
            self.form.check(sheet, cell)

    def standing(self, sheet: FormSheet, cell: Cell) -> str:
        """What stands in a cell without a figure, or why none may stand there."""
        try:
            self.check(sheet, cell)
        except InputError as error:
            return str(error)
        before = sheet.text(cell)
        if before:
            return _("Hier steht „{text}“. Enter setzt eine Zahl an diese Stelle.").format(
                text=before[:_LONGEST]
            )
        return _("Enter wählt die Zahl, die hier stehen soll.")

    def start(self, number: int) -> Cell:
        """The first cell to fill of a protected sheet; of any other one the first cell."""
        sheet = self.sheets[number]
        if not sheet.protected:
            return Cell(1, 1)
        free = (cell for cell in sorted(sheet) if not sheet.locked(cell))
        return next((cell for cell in free if not sheet.formula(cell)), Cell(1, 1))

    def line(self, number: int, told: Mapping[str, str], period: str) -> Content:
        """Which sheet is shown, of how many; the period, or the first place that does not fit."""
        wrong = self.wrong(told)
        rest = mark(f"   {period}", "quiet")
        if wrong:
            rest = mark("   ! " + _("passt nicht: {place}").format(place=wrong[0]), "bad")
        if self.is_document:
            return mark(_("Platzhalter des Dokuments"), "quiet") + rest
        ref = self.sheets[number].ref
        line = _("Blatt {number} von {count}: {name}").format(
            number=number + 1, count=len(self.sheets), name=ref.name
        )
        return mark(f"{line} ({_('ausgeblendet')})" if ref.hidden else line, "quiet") + rest

    def on(self, sheet: FormSheet, told: Mapping[str, str]) -> dict[Cell, str]:
        """The cells of a sheet that have a figure, and how the mapping writes their place."""
        found = {}
        for place in told:
            name, address = split_place(place)
            cell = parse_cell(address)
            here = name.casefold() == sheet.ref.name.casefold() or (
                not name and sum(not one.ref.hidden for one in self.sheets) == 1
            )
            if cell is not None and here:
                found[cell] = place
        return found

    def rows(self, told: Mapping[str, str]) -> list[PlaceRow]:
        """The placeholders with their figures; those that only the mapping knows stand last."""
        names = dict.fromkeys((*self.names, *told))
        return [PlaceRow(name, told.get(name, "")) for name in names]

    def wrong(self, told: Mapping[str, str]) -> list[str]:
        """The places of the mapping that the form does not have, or that must not be written."""
        if self.form is None:
            return [name for name in told if name not in self.names]
        wrong = []
        for place in told:
            try:
                self.form.find(place)
            except InputError:
                wrong.append(place)
        return wrong


def headline(mapping: FormMapping, *, changed: bool) -> Content:
    """The form, how many figures are placed in it, and whether they are saved."""
    count = len(mapping.figures)
    told = ngettext("{count} Zahl zugeordnet", "{count} Zahlen zugeordnet", count)
    name = mapping.form.name
    if len(name) > _LONGEST_NAME:
        name = name[: _LONGEST_NAME - 1] + signs().more
    line = plain(_("Formular: {name}").format(name=name), style="bold")
    line += mark(f"   {told.format(count=count)}", "quiet")
    return line + mark(f"   {signs().changed} " + _("Strg+S"), "warn") if changed else line


def places_of(mapping: FormMapping) -> FormPlaces:
    """Open the form of a mapping.

    Raises:
        ReportError: it cannot be used.
        DocumentError: it cannot be used.
    """
    if mapping.is_document:
        return FormPlaces(None, names=placeholders_in(mapping.form))
    form = WorkbookForm(read_book(mapping.form))
    found = (form.sheet(ref.name) for ref in form.book.sheets)
    return FormPlaces(form, tuple(sheet for sheet in found if sheet is not None))
