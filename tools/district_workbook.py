"""The example of a district's yearly form in Excel, as districts build theirs: locked and merged.

Fields to fill are yellow and open, everything else is locked; sums and checks are formulas.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import xlsxwriter

_FONT = {"font_name": "Arial", "font_size": 10, "valign": "vcenter"}
_BLUE, _PALE, _YELLOW, _GREY = "#1F3864", "#D9E2F3", "#FFF8D6", "#666666"
_BOX = {"border": 1, "border_color": "#8EA9DB"}
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": "white", "bg_color": _BLUE, "indent": 1},
    "under": {"font_size": 11, "font_color": _BLUE, "bg_color": _PALE, "indent": 1},
    "section": {"bold": True, "font_color": "white", "bg_color": _BLUE, "indent": 1},
    "head": {"bold": True, "bg_color": _PALE, "align": "center", "text_wrap": True, **_BOX},
    "label": {"text_wrap": True, "indent": 1, **_BOX},
    "number": {"align": "center", "font_color": _GREY, **_BOX},
    "sum_label": {"bold": True, "bg_color": _PALE, "indent": 1, **_BOX},
    "sum": {"bold": True, "bg_color": _PALE, "num_format": "#,##0", "align": "right", **_BOX},
    "share": {"bold": True, "bg_color": _PALE, "num_format": "0.0%", "align": "right", **_BOX},
    "check": {"bold": True, "bg_color": _PALE, "align": "center", **_BOX},
    "field": {"bg_color": _YELLOW, "num_format": "#,##0", "align": "right", "locked": False,
              **_BOX},
    "text": {"bg_color": _YELLOW, "align": "left", "indent": 1, "locked": False, **_BOX},
    "wrapped": {"bg_color": _YELLOW, "text_wrap": True, "valign": "top", "font_size": 9,
                "locked": False, **_BOX},
    "day": {"bg_color": _YELLOW, "num_format": "dd.mm.yyyy", "align": "left", "indent": 1,
            "locked": False, **_BOX},
    "hint": {"italic": True, "font_color": _GREY, "font_size": 9, "text_wrap": True,
             "valign": "top"},
}  # fmt: skip

_SEXES = ("weiblich", "männlich", "divers", "keine Angabe")
_AGES = ("0 bis 5", "6 bis 15", "16 und 17", "18 bis 26", "27 bis 59", "60 und älter",
         "keine Angabe")  # fmt: skip
_NATIONS = ("Syrien", "Ukraine", "Afghanistan", "Irak", "Türkei", "übrige", "keine Angabe")


@dataclass(frozen=True)
class _Page:
    """One sheet and the looks of the workbook."""

    sheet: Any
    looks: dict[str, Any]

    def title(self, text: str, under: str, last: str) -> None:
        """The merged head of the sheet."""
        self.sheet.set_row(0, 30)
        self.sheet.merge_range(f"A1:{last}1", text, self.looks["title"])
        self.sheet.merge_range(f"A2:{last}2", under, self.looks["under"])

    def write(self, cell: str, value: str | int, look: str) -> None:
        """A text or a number that is part of the form."""
        self.sheet.write(cell, value, self.looks[look])

    def blank(self, cell: str, look: str = "field") -> None:
        """A field to fill; a number of people is a whole one from 0 on."""
        self.sheet.write_blank(cell, None, self.looks[look])
        if look == "field":
            self.sheet.data_validation(
                cell,
                {"validate": "integer", "criteria": ">=", "value": 0, "error_type": "warning",
                 "error_title": "Anzahl", "error_message": "Bitte eine ganze Zahl."},
            )  # fmt: skip

    def formula(self, cell: str, text: str, look: str = "sum") -> None:
        """A cell that the form works out by itself."""
        self.sheet.write_formula(cell, text, self.looks[look], "" if look == "check" else 0)


def build() -> bytes:
    """The workbook of the example."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"title": "Jahresmeldung Integrationsmanagement (Beispiel)",
                             "created": _made()})  # fmt: skip
        looks = {name: book.add_format({**_FONT, **look}) for name, look in _FORMATS.items()}
        pages = [_Page(book.add_worksheet(name), looks) for name in ("Deckblatt", "Zahlen",
                                                                     "Personen")]  # fmt: skip
        _cover(pages[0])
        _figures(pages[1])
        _people(pages[2])
        for page in pages:
            page.sheet.hide_gridlines(2)
            page.sheet.set_paper(9)
            page.sheet.fit_to_pages(1, 1)
            page.sheet.set_footer("&L&8Landkreis Musterkreis · Jahresmeldung&R&8Blatt &P von &N")
            page.sheet.protect("", {"select_locked_cells": True, "format_columns": True})
        book.define_name("Erste_Zelle", "=Deckblatt!$B$4")
    return stream.getvalue()


def _made() -> Any:
    import datetime as dt

    return dt.datetime(2026, 1, 1)  # noqa: DTZ001 - a workbook knows no zones


def _cover(page: _Page) -> None:
    page.sheet.set_column("A:A", 34)
    page.sheet.set_column("B:C", 26)
    page.title("Landkreis Musterkreis", "Jahresmeldung Integrationsmanagement", "C")
    fields = (
        ("Gemeinde", "text"), ("Berichtsjahr", "text"), ("Zeitraum von", "day"),
        ("Zeitraum bis", "day"), ("Fachkraft", "text"), ("Telefon", "text"), ("E-Mail", "text"),
        ("Aktenzeichen der Förderung", "text"), ("Ausgefüllt am", "day"),
    )  # fmt: skip
    for row, (label, look) in enumerate(fields, 4):
        page.sheet.set_row(row - 1, 20)
        page.write(f"A{row}", label, "label")
        page.sheet.merge_range(f"B{row}:C{row}", "", page.looks[look])
    page.write("A14", "Bemerkungen, Rundung", "label")
    page.sheet.set_row(13, 92)
    page.sheet.merge_range("B14:C14", "", page.looks["wrapped"])
    hint = (
        "Bitte füllen Sie nur die gelben Felder aus. Das Blatt ist ohne Kennwort geschützt, damit "
        "Formeln und Beschriftungen bleiben, wie sie sind. Rückgabe bis 31. Januar."
    )
    page.sheet.set_row(15, 40)
    page.sheet.merge_range("A16:C16", hint, page.looks["hint"])


def _figures(page: _Page) -> None:
    page.sheet.set_column("A:A", 6)
    page.sheet.set_column("B:B", 58)
    page.sheet.set_column("C:D", 14)
    page.title("Zahlen des Berichtsjahrs", "Jede Zahl nach den Zählregeln der Gemeinde", "D")
    parts: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("1  Fallbewegung", ("Bestand am Anfang", "Neuaufnahmen", "Wiederaufnahmen",
                             "Beendigungen")),
        ("2  Personen", ("Betreute Personen", "Beratene Personen", "davon ohne eigenen Fall",
                         "Haushalte")),
        ("3  Beratungen", ("im Büro und in der Sprechstunde", "als Hausbesuch",
                           "telefonisch, per Video oder Nachricht", "sonstige")),
        ("4  Integrationspläne", ("neu vereinbart", "fortgeschrieben", "Personen im Bestand",
                                  "davon mit aktivem Plan")),
    )  # fmt: skip
    row = 4
    for title, labels in parts:
        page.sheet.merge_range(f"A{row}:D{row}", title, page.looks["section"])
        for number, label in enumerate(labels, 1):
            row += 1
            page.write(f"A{row}", f"{title[0]}.{number}", "number")
            page.write(f"B{row}", label, "label")
            page.blank(f"C{row}")
        row += 1
        _result(page, title, row)
        row += 2


def _result(page: _Page, title: str, row: int) -> None:
    """What the form works out below a part, and its check against another number."""
    first, last = row - 4, row - 1
    page.write(f"A{row}", "", "sum_label")
    if title.startswith("1"):
        page.write(f"B{row}", "Bestand am Ende (rechnet das Formular)", "sum_label")
        page.formula(f"C{row}", f"=C{first}+C{first + 1}+C{first + 2}-C{last}")
    elif title.startswith("2"):
        page.write(f"B{row}", "Personen insgesamt", "sum_label")
        page.formula(f"C{row}", f"=C{first}+C{last - 1}")
    elif title.startswith("3"):
        page.write(f"B{row}", "Beratungen insgesamt", "sum_label")
        page.formula(f"C{row}", f"=SUM(C{first}:C{last})")
    else:
        page.write(f"B{row}", "Planquote am Jahresende", "sum_label")
        page.formula(f"C{row}", f"=IF(C{last - 1}=0,0,C{last}/C{last - 1})", "share")
        check = f'=IF(C{last}<=C{last - 1},"stimmt","bitte prüfen")'
        page.formula(f"D{row}", check, "check")


def _people(page: _Page) -> None:
    page.sheet.set_column("A:A", 34)
    page.sheet.set_column("B:C", 18)
    page.title("Betreute Personen und Bestand", "Nach Geschlecht, Alter, Staatsangehörigkeit", "C")
    row = 4
    for title, labels in (("Geschlecht", _SEXES), ("Alter", _AGES),
                          ("Staatsangehörigkeit", _NATIONS)):  # fmt: skip
        page.write(f"A{row}", title, "head")
        page.write(f"B{row}", "im Jahr betreut", "head")
        page.write(f"C{row}", "Bestand am 31.12.", "head")
        first = row + 1
        for label in labels:
            row += 1
            page.write(f"A{row}", label, "label")
            page.blank(f"B{row}")
            page.blank(f"C{row}")
        page.write(f"A{row + 1}", "Summe der Zeilen", "sum_label")
        for column in "BC":
            page.formula(f"{column}{row + 1}", f"=SUM({column}{first}:{column}{row})")
        row += 3
    hint = "Gerundete Zahlen sind zulässig; ein • bedeutet, dass die Zahl nicht genannt wird."
    page.sheet.merge_range(f"A{row}:C{row}", hint, page.looks["hint"])
