"""Proof of use of one funded post: one page for enclosure, as a Word or Excel file.

It leaves the office: figures by place are rounded, small places stand together, and a column that
would tell single persons apart is left out (security.md 4.3). Headline figures are exact.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from caseconsole import clock
from caseconsole.counting.care import NOT_STATED
from caseconsole.counting.places import ELSEWHERE, Places, by_place
from caseconsole.counting.proof_of_use import Proof, employment
from caseconsole.days import format_day
from caseconsole.errors import ReportError
from caseconsole.files import is_folder, write_atomically
from caseconsole.i18n import _
from caseconsole.reports.docx_layout import Page
from caseconsole.reports.protection import bounds, protect, rounded
from caseconsole.text import show

KINDS = (".docx", ".xlsx")
"""Endings of the files that it can be written to."""

FIGURES = (
    "consultations.total",
    "consultations.person_contacts",
    "consultations.anonymous",
    "persons.advised",
    "persons.in_care",
    "movement.new",
    "movement.ended",
    "plans.first_agreed",
    "plans.continued",
    "plans.valid_at_end",
)
"""What the state asks for of the whole period, in the order of the page."""

_TOPICS = "consultations.by_main_topic"
_MOST_TOPICS, _MOST_PLACES = 8, 11
_COLUMNS = ("persons_in_care", "new_cases", "ended_cases", "stock", "talks")
"""Columns of the table by place."""


@dataclass(frozen=True)
class Sheet:
    """The words and figures of the page, whatever it is written to.

    Args:
        proof: what it proves.
        places: figures by place, protected.
    """

    proof: Proof
    places: Places

    @classmethod
    def of(cls, proof: Proof) -> Sheet:
        """The page of ``proof``."""
        return cls(proof, by_place(protect(proof.report)))

    @property
    def title(self) -> str:
        """The title."""
        return _("Verwendungsnachweis Integrationsmanagement")

    def about(self) -> tuple[tuple[str, str], ...]:
        """Who, which post, which days: label and value."""
        proof, post = self.proof, self.proof.post
        share = f"{post.employment_share:g}".replace(".", ",")
        stated = (
            (_("Gemeinde"), proof.report.settings.municipality.name),
            (_("Integrationsmanagement"), post.name),
            (_("Stellenanteil"), _("{share} VZÄ").format(share=share)),
            (_("Beschäftigt"), employment(post)),
            (_("Aktenzeichen"), post.grant_number),
            (_("Förderzeitraum"), str(proof.funding)),
            (_("Gezählter Zeitraum"), str(proof.report.period)),
            (_("Stand"), self._state()),
        )
        return tuple((label, show(value)) for label, value in stated if value)

    def _state(self) -> str:
        info = self.proof.handed_in
        if info is not None:
            return _("abgegeben am {day}, SHA-256 {sha256}").format(
                day=format_day(info.handed_in_on), sha256=info.sha256[:16]
            )
        today = format_day(clock.today())
        if self.proof.is_over:
            return _("gezählt am {day}").format(day=today)
        return _("ZWISCHENSTAND vom {day}, der Zeitraum läuft noch").format(day=today)

    def figures(self) -> Iterator[tuple[str, int, str]]:
        """Title, figure and definition of each headline."""
        report = self.proof.report
        for path in FIGURES:
            yield report.title(path), report.value(path), report.definition(path)

    def topics(self) -> list[tuple[str, int]]:
        """Consultations by main topic, the largest first, the rest together."""
        report = self.proof.report
        ranked = sorted(
            report.rows(_TOPICS),
            key=lambda path: (path.endswith(f".{NOT_STATED}"), -report.value(path)),
        )
        rows = [(report.title(path), report.value(path)) for path in ranked[:_MOST_TOPICS]]
        rest = sum(report.value(path) for path in ranked[_MOST_TOPICS:])
        return [*rows, (_("weitere"), rest)] if rest else rows

    def columns(self) -> tuple[str, ...]:
        """The columns by place that may leave."""
        return tuple(name for name in _COLUMNS if not self._tells(name))

    def by_place(self) -> list[tuple[str, list[int]]]:
        """The rounded figures of each place."""
        names = self.columns()
        base = self.proof.report.settings.reports.rounding_base
        rows = [row for row in self.places.rows if row.key != ELSEWHERE]
        exact = [(row.title, [row.value(name) for name in names]) for row in rows]
        if len(exact) > _MOST_PLACES:
            further = [values for _title, values in exact[_MOST_PLACES - 1 :]]
            exact = exact[: _MOST_PLACES - 1]
            exact.append(
                (_("weitere Orte"), [sum(column) for column in zip(*further, strict=True)])
            )
        shown = [(title, [rounded(value, base) for value in values]) for title, values in exact]
        return [row for row in shown if any(row[1])]

    def _tells(self, column: str) -> bool:
        """Whether the rounded rows and the exact sum leave only one number for each."""
        base = self.proof.report.settings.reports.rounding_base
        values = [row.value(column) for row in self.places.rows]
        if not any(values):
            return True
        limits = [bounds(rounded(value, base), base) for value in values]
        return sum(values) in {sum(limit[side] for limit in limits) for side in (0, 1)}

    def notes(self) -> list[str]:
        """What a reader must know of the figures."""
        base = self.proof.report.settings.reports.rounding_base
        notes = []
        if self.by_place():
            notes.append(
                _(
                    "Zahlen nach Orten: jede für sich auf Vielfache von {base} gerundet, Summen "
                    "gehen nicht auf, kleine Orte stehen unter „übrige“."
                ).format(base=base)
            )
        if self.proof.beside:
            names = ", ".join(post.name for post in self.proof.beside if post.name)
            notes.append(
                _(
                    "Die Zahlen sind die der gemeinsamen Fallakten in diesem Zeitraum; darin "
                    "arbeiteten auch: {names}. Sie dürfen nicht zusammengezählt werden."
                ).format(names=names)
            )
        checks = len(self.proof.report.identities)
        if self.proof.report.note:
            notes.append(self.proof.report.note)
        notes.append(_("Alle {count} Prüfregeln sind erfüllt.").format(count=checks))
        return notes

    def definitions(self) -> list[tuple[str, str]]:
        """Every figure of the page with its definition."""
        found = [(title, text) for title, _value, text in self.figures()]
        if self.by_place() and "talks" in self.columns():
            found.append((self.places.title("talks"), self.places.definition("talks")))
        return found


def check_target(path: Path) -> None:
    """Refuse a file that it cannot be written to, before anything is counted.

    Raises:
        ReportError: the ending is unknown or the folder is missing.
    """
    if path.suffix.lower() not in KINDS:
        raise ReportError(
            _("Die Endung von {file} ist unbekannt.").format(file=path.name),
            _("Möglich sind {kinds}.").format(kinds=", ".join(KINDS)),
        )
    if not is_folder(path.parent):
        raise ReportError(_("Den Ordner {folder} gibt es nicht.").format(folder=path.parent))


def write_proof(proof: Proof, path: Path) -> Path:
    """Write the page to ``path``, whole or not at all; returns the path that was really used.

    Raises:
        ReportError: the ending is unknown or the file cannot be written.
    """
    check_target(path)
    sheet = Sheet.of(proof)
    made = _word(sheet) if path.suffix.lower() == ".docx" else _excel(sheet)
    return write_atomically(path, made, error=ReportError)


def _word(sheet: Sheet) -> bytes:
    import docx

    document = docx.Document()
    page = Page(document, header=sheet.proof.report.settings.municipality.name, mark="")
    page.title(sheet.title)
    about = sheet.about()
    page.table((_("Geförderte Stelle"), ""), about, widths=(4.4, 12.6), size=8.5, words=(1,))
    figures = [(title, value) for title, value, _text in sheet.figures()]
    _side_by_side(page, _("Kennzahl"), figures)
    _side_by_side(page, _("Beratungen nach Hauptthema"), sheet.topics())
    if places := sheet.by_place():
        names = sheet.columns()
        width = 10.0 / len(names)
        page.table(
            (_("Nach Ort"), *(sheet.places.title(name) for name in names)),
            [(place, *map(_number, values)) for place, values in places],
            widths=(7.0, *(width for _name in names)), size=8,
        )  # fmt: skip
    page.small(" ".join(sheet.notes()))
    page.small(" · ".join(f"{title}: {text}" for title, text in sheet.definitions()))
    page.text(" ")
    page.text(_("Ort, Datum, Unterschrift: ") + "_" * 50)
    properties = document.core_properties
    properties.title = sheet.title
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = clock.now()
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _side_by_side(page: Page, heading: str, rows: Sequence[tuple[str, int]]) -> None:
    """A list in two columns."""
    half = (len(rows) + 1) // 2
    pairs = [(*_shown(rows, place), *_shown(rows, place + half)) for place in range(half)]
    page.table(
        (heading, _("Wert"), "", _("Wert")),
        pairs,
        widths=(6.7, 1.8, 6.7, 1.8),
        size=8.5,
        words=(2,),
    )


def _shown(rows: Sequence[tuple[str, int]], place: int) -> tuple[str, str]:
    if place >= len(rows):
        return "", ""
    title, value = rows[place]
    return title, _number(value)


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _excel(sheet: Sheet) -> bytes:
    import xlsxwriter

    from caseconsole.reports.xlsx import OPTIONS
    from caseconsole.reports.xlsx_sheet import make_formats

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        book.set_properties({"title": sheet.title, "created": clock.now()})
        _fill(book.add_worksheet(_("Verwendungsnachweis")), make_formats(book), sheet)
    return buffer.getvalue()


def _fill(page: Any, formats: dict[str, Any], sheet: Sheet) -> None:
    page.set_paper(9)
    page.fit_to_pages(1, 1)
    page.hide_gridlines(2)
    page.set_column(0, 0, 34)
    page.set_column(1, 5, 13)
    lines: list[tuple[str, Sequence[str | int]]] = [("title", (sheet.title,)), ("text", ())]
    lines += [("text", pair) for pair in sheet.about()]
    lines += [("text", ()), ("head", (_("Kennzahl"), _("Wert")))]
    lines += [("text", (title, value)) for title, value, _text in sheet.figures()]
    lines += [("text", ()), ("head", (_("Beratungen nach Hauptthema"), _("Wert")))]
    lines += [("text", topic) for topic in sheet.topics()]
    if places := sheet.by_place():
        titles = (sheet.places.title(name) for name in sheet.columns())
        lines += [("text", ()), ("head", (_("Nach Ort"), *titles))]
        lines += [("text", (place, *values)) for place, values in places]
    page.set_row(0, 24)
    row = 0
    for row, (look, cells) in enumerate(lines):
        for column, value in enumerate(cells):
            if isinstance(value, int):
                page.write_number(row, column, value, formats["number"])
            else:
                right = look == "head" and column
                page.write_string(
                    row, column, show(value), formats["head_right" if right else look]
                )
    about = [*sheet.notes(), *(f"{title}: {text}" for title, text in sheet.definitions())]
    for number, text in enumerate(about, row + 2):
        page.merge_range(number, 0, number, 5, "", formats["definition"])
        page.write_string(number, 0, show(text), formats["definition"])
        page.set_row(number, 12.5 * (1 + len(text) // 105))
