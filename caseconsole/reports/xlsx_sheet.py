"""One sheet of the workbook, filled from top to bottom, with its looks and its print setup."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from caseconsole.counting.sections import Row
from caseconsole.errors import ReportError
from caseconsole.i18n import _
from caseconsole.reports.content import Content
from caseconsole.reports.protection import LEFT_OUT
from caseconsole.text import show

Places = dict[str, tuple[str, int, int]]
"""Where each figure stands, by its path: name of the sheet, row, column (counted from 0)."""

ACCENT = "#1F4E79"
LIGHT = "#DCE6F1"
GREY = "#595959"
WARNING = "#C00000"

_A4 = 9
_TITLE_HEIGHT = 24
_SMALL_HEIGHT, _SMALL_LETTERS = 12.5, 1.2
"""Height of a line of small print in points, and how many letters of it stand in a character."""
_LINE_HEIGHT, _LINE_LENGTH = 13.5, 88
"""Height of a line of a definition in points, and how many characters fit in its column."""
_LONGEST_MARGIN_TEXT = 70
_FONT = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": ACCENT},
    "mark": {"bold": True, "font_color": WARNING},
    "heading": {"bold": True, "font_size": 12, "font_color": ACCENT, "bottom": 1},
    "head": {"bold": True, "bg_color": LIGHT},
    "head_right": {"bold": True, "bg_color": LIGHT, "align": "right"},
    "head_wrapped": {"bold": True, "bg_color": LIGHT, "align": "right", "text_wrap": True},
    "strong": {"bold": True},
    "text": {},
    "right": {"align": "right"},
    "wrapped": {"text_wrap": True},
    "definition": {
        "text_wrap": True,
        "font_color": GREY,
        "font_size": 9,
        "align": "left",
        "indent": 1,
    },
    "head_definition": {"bold": True, "bg_color": LIGHT, "align": "left", "indent": 1},
    "note": {"italic": True, "font_color": GREY, "font_size": 9, "text_wrap": True},
    "small": {"font_color": GREY, "font_size": 9, "text_wrap": True},
    "proof": {"font_color": GREY, "font_size": 9},
    "number": {"num_format": "#,##0"},
    "number_before": {"num_format": "#,##0", "font_color": GREY},
}


def make_formats(book: Any) -> dict[str, Any]:
    """The looks that all sheets share."""
    return {name: book.add_format({**_FONT, **look}) for name, look in _FORMATS.items()}


class Sheet:
    """Writes lines below each other and remembers where each figure stands.

    Args:
        sheet: the sheet of the workbook.
        name: its name.
        formats: looks by name.
        content: what the report says.
        places: where figures stand; filled here, read by the charts.
    """

    def __init__(
        self, sheet: Any, name: str, formats: dict[str, Any], content: Content, places: Places
    ) -> None:
        self.sheet = sheet
        self.name = name
        self._formats = formats
        self._content = content
        self._places = places
        self._row = 0
        self._widths: tuple[float, ...] = (1.0,)
        sheet.hide_gridlines(2)
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.6, right=0.6, top=0.9, bottom=0.8)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(
            f"&L&9 {_margin(content.municipality)}&R&9 {name} · {content.report.period}"
        )
        sheet.set_footer(f"&L&9&B {_margin(content.mark)}&B&R&9 {_('Seite')} &P {_('von')} &N")

    def columns(self, *widths: float) -> None:
        """Set the widths of the columns, in characters."""
        self._widths = widths
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width, self._formats["text"])

    def on_one_page(self, *, landscape: bool = False) -> None:
        """Print everything on one page; without this, one page wide and as long as needed."""
        self.sheet.fit_to_pages(1, 1)
        if landscape:
            self.sheet.set_landscape()

    def top(self, below: str = "") -> None:
        """The top of the sheet: the mark of an internal report, the title, what the sheet holds."""
        if self._content.mark:
            self.line((self._content.mark, "mark"))
        self.sheet.set_row(self._row, _TITLE_HEIGHT)
        self.line((self._content.title, "title"))
        if below:
            self.line((below, "strong"))
            self.line((self._content.standing, "proof"))

    def heading(self, text: str) -> None:
        """A heading over the whole width, with an empty line above."""
        self._row += 1
        self.line((text, "heading"), *([("", "heading")] * (len(self._widths) - 1)))

    def section(self, title: str, *, compared: bool) -> None:
        """A heading with the columns of figures below it."""
        self.heading(title)
        self.line(
            (_("Kennzahl"), "head"),
            (_("Wert"), "head_right"),
            (self._content.compared() if compared else "", "head_right"),
            (_("Erläuterung"), "head_definition"),
        )

    def fact(self, label: str, value: str) -> None:
        """What is known of the report itself, as wide as the other columns."""
        self._text(0, label, "strong")
        self._merged(1, value, "wrapped", _LINE_HEIGHT)

    def note(self, text: str) -> None:
        """Sentences in small print, as wide as the sheet."""
        self._across(text, "note")

    def explained(self, title: str, text: str) -> None:
        """What a figure is called and how it is counted, as wide as the sheet."""
        self._across(f"{title}: {text}", "small")

    def picture(self, chart: Any, column: int, title: str) -> None:
        """A chart whose corner is in this line; ``skip`` goes below it."""
        _require(self.sheet.insert_chart(self._row, column, chart, {"description": title}))

    def skip(self, lines: int) -> None:
        """Leave lines free."""
        self._row += lines

    def figure(self, row: Row, definition: str) -> None:
        """One figure with last year's and its definition."""
        self._places[row.path] = (self.name, self._row, 1)
        self._text(0, row.title, "wrapped")
        self._number(1, row.value, "number")
        if row.previous is not None:
            self._number(2, row.previous, "number_before")
        if definition:
            self._text(3, definition, "definition")
            self.sheet.set_row(self._row, _LINE_HEIGHT * (1 + len(definition) // _LINE_LENGTH))
        self._row += 1

    def columns_head(self, titles: Sequence[str]) -> None:
        """The headings of a grid's columns, over two lines where they are long."""
        self.sheet.set_row(self._row, 2 * _LINE_HEIGHT)
        self.line(("", "head"), *((title, "head_wrapped") for title in titles))

    def figures(self, heading: str, paths: Sequence[str], values: Sequence[int | None]) -> None:
        """One line of a grid; ``None`` is a figure of a table that is left out."""
        self._text(0, heading, "text")
        for column, (path, value) in enumerate(zip(paths, values, strict=True), start=1):
            self._places[path] = (self.name, self._row, column)
            if value is None:
                self._text(column, LEFT_OUT, "right")
            else:
                self._number(column, value, "number")
        self._row += 1

    def line(self, *cells: tuple[str, str]) -> None:
        """Texts beside each other, each with its look; a wrapped one makes the line higher."""
        lines = 1 + max(
            int(len(text) / self._widths[column]) if look == "wrapped" else 0
            for column, (text, look) in enumerate(cells)
        )
        if lines > 1:
            self.sheet.set_row(self._row, lines * _LINE_HEIGHT)
        for column, (text, look) in enumerate(cells):
            self._text(column, text, look)
        self._row += 1

    def _across(self, text: str, look: str) -> None:
        """One merged line in small print."""
        self._merged(0, text, look, _SMALL_HEIGHT)

    def _merged(self, column: int, text: str, look: str, height: float) -> None:
        """One line merged from ``column`` on, as high as its words need."""
        letters = sum(self._widths[column:]) * _SMALL_LETTERS
        self.sheet.set_row(self._row, height * (1 + int(len(text) / letters)))
        last, form = len(self._widths) - 1, self._formats[look]
        _require(self.sheet.merge_range(self._row, column, self._row, last, "", form))
        self._text(column, text, look)
        self._row += 1

    def _text(self, column: int, text: str, look: str) -> None:
        cleaned = show(text)
        if cleaned:
            _require(self.sheet.write_string(self._row, column, cleaned, self._formats[look]))
        else:
            _require(self.sheet.write_blank(self._row, column, None, self._formats[look]))

    def _number(self, column: int, value: int, look: str) -> None:
        _require(self.sheet.write_number(self._row, column, value, self._formats[look]))


def _require(code: int) -> None:
    """Refuse what the library left out or cut without an error (its return codes)."""
    if code:
        raise ReportError(
            _("Eine Angabe ist zu lang oder die Tabelle zu groß für Excel."),
            _("Bitte versuchen Sie es als CSV oder JSON."),
        )


def _margin(text: str) -> str:
    """``text`` for header or footer, where ``&`` begins a command."""
    return text[:_LONGEST_MARGIN_TEXT].replace("&", "&&")
