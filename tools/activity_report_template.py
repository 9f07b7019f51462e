"""The report on the work for council and district: what stands where. Three pages at most."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from tools import word
from tools.layout import thin
from tools.letterhead import letterhead
from tools.word import ACCENT, GREY, LINE, TINT, WIDTH, add, first, row, run, table, tag

_RED = "9B1C1C"
_GAP = 0.7
_COLUMN = (WIDTH - _GAP) / 2
"""Width of one of two columns in centimetres."""

_NUMBER, _BEFORE = 1.35, 1.35
_LABEL = 3.9
_ROUNDED = "{% if not vermerk %}, gerundet{% endif %}"
_BAR_SIZE, _OVERLAP = 5.5, "-10"
"""Size of the blocks of a bar in points, and how far they overlap in twentieths of a point."""


def build() -> WordDocument:
    """The template of the report on the work."""
    document = word.new_document()
    _close(document)
    letterhead(
        document,
        "Sachbericht Integrationsmanagement {{ zeitraum }}{% if vermerk %} · {{ vermerk }}"
        "{% endif %}",
        foot="Sachbericht {{ zeitraum }}{% if vermerk %} · {{ vermerk }}{% endif %}",
    )
    add(document, "Sachbericht {{ zeitraum }}", "Title")
    add(document, "Integrationsmanagement{% if gemeinde %} · {{ gemeinde }}{% endif %}", "Subtitle")
    add(
        document,
        "Stand der Zahlen: {{ stand_der_zahlen }}.{% if hinweis %} {{ hinweis }}{% endif %}",
        "Klein",
    )
    tag(document, "if vermerk")
    run(add(document, "", "Normal"), "{{ vermerk }}", bold=True, colour=_RED, size=11)
    tag(document, "endif")
    _texts(document)
    add(document, "Kennzahlen", "Heading 1")
    _columns(document, 2)
    _figures(document)
    for name, title in (
        ("diagramm_bewegung", "Fallbewegung (Betreuungszeiträume)"),
        ("diagramm_ziele", "Zielbilanz (Ziele)"),
        ("diagramm_themen", "Häufigste Hauptthemen (Beratungen)"),
        (
            "diagramm_staatsangehoerigkeit",
            "Staatsangehörigkeit (betreute Personen" + _ROUNDED + ")",
        ),
    ):
        _chart(document, name, title)
    _tables(document)
    _definitions(document)
    # A section of its own after the columns makes Word level them.
    _columns(document, 1)
    thin(document)
    for made in document.tables:
        margins = made._tbl.tblPr.find(qn("w:tblCellMar"))  # noqa: SLF001
        for side in ("top", "bottom"):
            margins.find(qn(f"w:{side}")).set(qn("w:w"), "16")
    return document


def _close(document: WordDocument) -> None:
    """Headings and paragraphs that stand close: three pages have to be enough."""
    styles = document.styles
    styles["Title"].font.size = Pt(19)
    styles["Title"].paragraph_format.space_before = Pt(2)
    styles["Subtitle"].paragraph_format.space_after = Pt(4)
    heading = styles["Heading 1"].paragraph_format
    heading.space_before, heading.space_after = Pt(7), Pt(2)
    below = styles["Heading 2"]
    below.font.size = Pt(9)
    below.paragraph_format.space_before, below.paragraph_format.space_after = Pt(5), Pt(1)
    styles["Tabellenwert"].font.size = Pt(8)
    styles["Hinweis"].font.size = Pt(7)
    styles["Hinweis"].paragraph_format.space_after = Pt(1.5)
    styles["Hinweis"].paragraph_format.line_spacing = 1.0


def _texts(document: WordDocument) -> None:
    tag(document, "for abschnitt in abschnitte")
    add(document, "{{ abschnitt.titel }}", "Heading 1")
    tag(document, "for absatz in abschnitt.absaetze")
    add(document, "{{ absatz.text }}", "Fließtext")
    tag(document, "endfor")
    tag(document, "endfor")


def _columns(document: WordDocument, count: int) -> None:
    """What follows runs in so many columns, on the same page if there is room."""
    section = document.add_section(WD_SECTION.CONTINUOUS)
    section.different_first_page_header_footer = False
    columns = section._sectPr.find(qn("w:cols"))  # noqa: SLF001
    columns.set(qn("w:num"), str(count))
    columns.set(qn("w:space"), str(Cm(_GAP).twips))


def _figures(document: WordDocument) -> None:
    tag(document, "for gruppe in kennzahlen")
    made = table(document, (_COLUMN - _NUMBER - _BEFORE, _NUMBER, _BEFORE), inset=0)
    head = row(made, shade=TINT, line=ACCENT)
    first(head[0], "Tabellenkopf").add_run("{{ gruppe.titel }}")
    _right(first(head[1], "Tabellenkopf")).add_run("Wert")
    _right(first(head[2], "Tabellenkopf")).add_run("{{ vorjahr }}")
    word.keep_together(head)
    word.statement_row(made, "for zahl in gruppe.zahlen")
    cells = row(made, line=LINE)
    word.keep_together(cells)
    first(cells[0], "Tabellenwert").add_run("{{ zahl.titel }}")
    run(_right(first(cells[1], "Tabellenwert")), "{{ zahl.wert }}", bold=True)
    run(_right(first(cells[2], "Tabellenwert")), "{{ zahl.vorjahr }}", colour=GREY)
    word.statement_row(made, "endfor")
    thin(document)
    tag(document, "endfor")
    add(document, "{{ planquote_satz }} {{ pruefung }}", "Hinweis")


def _chart(document: WordDocument, name: str, title: str) -> None:
    """Bars of block characters: pure text, so that they look alike everywhere."""
    tag(document, f"if {name}")
    add(document, title, "Heading 2")
    made = table(document, (_LABEL, _COLUMN - _LABEL), inset=0)
    word.statement_row(made, f"for zeile in {name}")
    cells = row(made, line="")
    word.keep_together(cells)
    label = _right(first(cells[0], "Tabellenwert"))
    run(label, "{{ zeile.titel }}", size=7.5)
    bar = first(cells[1], "Tabellenwert")
    blocks = run(bar, "{{ zeile.balken }}", colour=ACCENT, size=_BAR_SIZE)
    blocks._r.get_or_add_rPr().find(qn("w:sz")).addprevious(  # noqa: SLF001
        word.element("w:spacing", val=_OVERLAP)
    )
    run(bar, "{% if zeile.balken %} {% endif %}{{ zeile.wert }}", bold=True)
    word.statement_row(made, "endfor")
    thin(document)
    tag(document, "endif")


def _tables(document: WordDocument) -> None:
    tag(document, "if tabellen")
    add(document, "Merkmale der betreuten Personen", "Heading 1")
    add(document, "{{ rundung }}", "Hinweis", keep=True)
    tag(document, "for tabelle in tabellen")
    made = table(document, (_COLUMN - _NUMBER - _BEFORE, _NUMBER, _BEFORE), inset=0)
    head = row(made, shade=TINT, line=ACCENT)
    first(head[0], "Tabellenkopf").add_run("{{ tabelle.titel }}")
    _right(first(head[1], "Tabellenkopf")).add_run("betreut")
    _right(first(head[2], "Tabellenkopf")).add_run("Bestand")
    word.keep_together(head)
    word.statement_row(made, "for zeile in tabelle.zeilen")
    cells = row(made, line=LINE)
    word.keep_together(cells)
    first(cells[0], "Tabellenwert").add_run("{{ zeile.titel }}")
    _right(first(cells[1], "Tabellenwert")).add_run("{{ zeile.betreut }}")
    _right(first(cells[2], "Tabellenwert")).add_run("{{ zeile.bestand }}")
    word.statement_row(made, "endfor")
    thin(document)
    tag(document, "endfor")
    tag(document, "endif")


def _definitions(document: WordDocument) -> None:
    add(document, "So ist gezählt", "Heading 1")
    tag(document, "for erklaerung in erklaerungen")
    line = add(document, "", "Hinweis")
    run(line, "{{ erklaerung.titel }}: ", bold=True)
    line.add_run("{{ erklaerung.text }}")
    tag(document, "endfor")


def _right(paragraph: Paragraph) -> Paragraph:
    """The paragraph, its text at the right."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return paragraph
