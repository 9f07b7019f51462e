"""The example of a district's form in Word: a short sheet of figures with placeholders."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from tools import word
from tools.word import ACCENT, GREY, TINT, add, first, row, run, table

_LABEL, _VALUE = 13.0, 3.5
_PARTS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("Betreuung", (
        ("Betreute Personen im Zeitraum", "betreute"),
        ("davon neu aufgenommen", "neu"),
        ("davon wieder aufgenommen", "wieder"),
        ("Personen im Bestand am letzten Tag", "bestand"),
        ("Haushalte", "haushalte"),
    )),
    ("Beratung", (
        ("Beratungen", "beratungen"),
        ("davon mit Sprachmittlung", "sprachmittlung"),
        ("Personenkontakte und anonyme Kontakte zusammen", "kontakte"),
    )),
    ("Integrationspläne und Ziele", (
        ("Pläne neu", "plaene_neu"),
        ("Pläne fortgeschrieben", "plaene_weiter"),
        ("Ziele erreicht", "ziele_erreicht"),
        ("Ziele teilweise erreicht", "ziele_teilweise"),
    )),
    ("Betreute Personen nach Geschlecht", (
        ("weiblich", "weiblich"),
        ("männlich", "maennlich"),
        ("übrige und ohne Angabe", "uebrige"),
    )),
)  # fmt: skip


def build() -> WordDocument:
    """The document of the example."""
    document = word.new_document()
    document.sections[0].different_first_page_header_footer = False
    head = document.sections[0].header.paragraphs[0]
    run(head, "Landkreis Musterkreis · Sozialdezernat", colour=GREY, size=8.5)
    add(document, "Sachstandsmeldung Integrationsmanagement", "Title")
    add(document, "{{ gemeinde }}, {{ zeitraum }}", "Subtitle")
    for title, fields in _PARTS:
        add(document, title, "Heading 1")
        grid = table(document, (_LABEL, _VALUE))
        for label, name in fields:
            cells = row(grid)
            first(cells[0], "Normal").add_run(label)
            value = first(cells[1], "Wert")
            value.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            run(value, f"{{{{ {name} }}}}", bold=True, colour=ACCENT)
    note = add(document, "{{ rundung }}", "Hinweis").paragraph_format
    note.space_before, note.space_after = Pt(6), Pt(12)
    signed = row(table(document, (_LABEL, _VALUE)), shade=TINT)
    first(signed[0], "Normal").add_run("Gemeldet von {{ fachkraft }}, Aktenzeichen {{ az }}")
    first(signed[1], "Normal").add_run("{{ heute }}")
    return document
