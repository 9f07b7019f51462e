"""A district's form with the figures of a period: checked whole, filled whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from caseconsole.counting import Period
from caseconsole.district.catalogue import TEXT
from caseconsole.district.docx_form import DocumentForm
from caseconsole.district.figures import Figures, Value
from caseconsole.district.forms import FormMapping
from caseconsole.district.xlsx_book import read_book
from caseconsole.district.xlsx_form import Spot, WorkbookForm, storable, twice
from caseconsole.errors import CaseconsoleError, InputError, ReportError
from caseconsole.files import is_folder
from caseconsole.i18n import _, ngettext
from caseconsole.reports.protection import INTERNAL_MARK
from caseconsole.text import show

_NOTE = f"{TEXT}note"
_LONGEST_RECIPIENT = 60


@dataclass(frozen=True)
class Filled:
    """A filled form.

    Args:
        content: the file.
        count: how many places were filled.
        remarks: what is worth a look before the form goes off, each a sentence without its stop.
    """

    content: bytes
    count: int
    remarks: tuple[str, ...]


def fill_form(mapping: FormMapping, figures: Figures, recipient: str = "") -> Filled:
    """Fill the form of ``mapping``.

    Args:
        mapping: which figure goes where.
        figures: the figures.
        recipient: whom exact figures are for; stands in the mark on every page.

    Raises:
        ReportError: something of the form or the mapping is wrong; the message names every place.
    """
    if not mapping.figures:
        raise ReportError(
            _("Die Zuordnung {file} ordnet keine Zahl zu.").format(file=mapping.path.name),
            _("Beispiele liegen unter templates/formulare."),
        )
    mark = _mark(recipient) if figures.internal else ""
    if mapping.is_document:
        return _fill_document(mapping, figures, mark)
    return _fill_workbook(mapping, figures, mark)


def target_of(mapping: FormMapping, period: Period, *, internal: bool) -> Path:
    """Where the filled form goes if nobody says: beside the form, with the period in its name."""
    days = f"{period.first.isoformat()}_{period.last.isoformat()}"
    name = f"{mapping.form.stem}_{period.first.year if period.is_year else days}"
    return mapping.form.with_name(f"{name}{'_intern' if internal else ''}{mapping.form.suffix}")


def check_target(mapping: FormMapping, path: Path) -> None:
    """Refuse a file that the filled form cannot be written to.

    Raises:
        ReportError: it is the form itself, of another kind, or its folder is missing.
    """
    if path.suffix.lower() != mapping.form.suffix.lower():
        raise ReportError(
            _("Das ausgefüllte Formular hat wieder die Endung {ending}.").format(
                ending=mapping.form.suffix
            )
        )
    if not is_folder(path.parent):
        raise ReportError(_("Den Ordner {folder} gibt es nicht.").format(folder=path.parent))
    if path.resolve() == mapping.form.resolve():
        raise ReportError(
            _("Die Ausgabe ist das leere Formular selbst."),
            _("Bitte wählen Sie einen anderen Namen, damit es leer bleibt."),
        )


def _mark(recipient: str) -> str:
    told = _(INTERNAL_MARK)
    if not recipient:
        return told
    return _("{mark} (nur für: {recipient})").format(
        mark=told, recipient=show(recipient)[:_LONGEST_RECIPIENT]
    )


# ---------------------------------------------------------------------- figures


def _values(mapping: FormMapping, figures: Figures, problems: list[str]) -> dict[str, Value]:
    """The value of each place; what is no figure becomes a problem."""
    placed: list[str] = []
    for place, figure in mapping.figures:
        try:
            placed += figures.parts(figure)
        except InputError as error:
            problems.append(_problem(place, figure, error))
    if problems:
        return {}
    return {place: figures.value(figure, placed) for place, figure in mapping.figures}


def _problem(place: str, figure: str, error: CaseconsoleError) -> str:
    return f"{place} ({figure}): {error}"


def _refuse(mapping: FormMapping, problems: list[str]) -> None:
    if problems:
        told = ngettext(
            "Im Formular {file} stimmt eine Stelle nicht:",
            "Im Formular {file} stimmen {count} Stellen nicht:",
            len(problems),
        ).format(file=mapping.form.name, count=len(problems))
        raise ReportError(" ".join((told, *problems)), _("Es wurde nichts geschrieben."))


# ---------------------------------------------------------------------- Excel


def _fill_workbook(mapping: FormMapping, figures: Figures, mark: str) -> Filled:
    form = WorkbookForm(read_book(mapping.form))
    problems: list[str] = []
    values = _values(mapping, figures, problems)
    spots: dict[str, Spot] = {}
    contents: dict[Spot, int | str | dt.date] = {}
    for place, figure in mapping.figures:
        try:
            spots[place] = form.find(place)
            if place in values:
                contents[spots[place]] = storable(values[place].content)
        except InputError as error:
            problems.append(_problem(place, figure, error))
    problems += [
        _("{place}: dieselbe Zelle steht schon als {before} in der Zuordnung.").format(
            place=spot.place, before=before.place
        )
        for before, spot in twice(spots.values())
    ]
    _refuse(mapping, problems)
    remarks = (*_warnings(mapping, figures, values), *form.remarks(contents))
    return Filled(form.fill(contents, mark), len(contents), remarks)


# ---------------------------------------------------------------------- Word


def _fill_document(mapping: FormMapping, figures: Figures, mark: str) -> Filled:
    problems: list[str] = []
    values = _values(mapping, figures, problems)
    if not mapping.form.is_file():
        raise ReportError(
            _("Das Formular {file} gibt es nicht.").format(file=mapping.form),
            _("Bitte prüfen Sie in der Zuordnung die Zeile „form = …“."),
        )
    meanings = {place: figures.title(figure) for place, figure in mapping.figures}
    form = DocumentForm(mapping.form, meanings)
    problems += form.problems()
    _refuse(mapping, problems)
    content = form.fill({place: value.text for place, value in values.items()}, mark)
    return Filled(content, len(values), tuple(_warnings(mapping, figures, values)))


# ---------------------------------------------------------------------- words


def _warnings(mapping: FormMapping, figures: Figures, values: dict[str, Value]) -> Iterator[str]:
    """What has to be known of the figures themselves."""
    rounded = sum(value.rounded for value in values.values())
    if rounded:
        yield ngettext(
            "{count} Zahl aus einer Tabelle ist auf Vielfache von {base} gerundet",
            "{count} Zahlen aus Tabellen sind auf Vielfache von {base} gerundet",
            rounded,
        ).format(count=rounded, base=figures.base)
    left_out = [place for place, value in values.items() if value.left_out]
    if left_out:
        yield _("• steht, wo zu wenige Personen sind: {places}").format(places=", ".join(left_out))
    if (rounded or left_out) and _NOTE not in dict(mapping.figures).values():
        yield _("der Satz dazu heißt text.note; im Formular hat er keine Stelle")
    empty = [place for place, value in values.items() if value.content == ""]
    if empty:
        yield _("leer bleiben, weil in den Einstellungen nichts dazu steht: {places}").format(
            places=", ".join(empty)
        )
    small = [place for place, value in values.items() if value.small]
    if small:
        yield _("in {places} sind einzelne Menschen zu erkennen (1 oder 2)").format(
            places=", ".join(small)
        )
