"""What a form to be filled by hand is put together from: lines to write on, boxes, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from caseconsole.documents.phrases import PHRASES
from tools import word
from tools.layout import THIRD, heading, thin
from tools.word import GREY, LINE, TINT, WIDTH, add, first, row, run, table, tag

BOX = "☐"
"""An empty box to tick; no template ever prints a ticked one."""

_BOX_FONT = "Segoe UI Symbol"
"""On every Windows computer; Arial has no boxes."""

_SIGNATURES = (5.0, 0.75, 5.0, 0.75, 5.0)
"""Widths of three signatures with room between."""

_ABOVE_LINE = Pt(11)
"""Room for handwriting above a line."""

Question = tuple[str, str, str]
"""Key of a phrase, the condition under which the answer is stated, and the answer."""


def asked(key: str, name: str) -> Question:
    """The question of the phrase ``key`` that the placeholder ``name`` answers."""
    return key, name, f"{{{{ {name} }}}}"


WHO: Sequence[Question] = (
    asked("name", "name"),
    asked("geburtsdatum", "geburtsdatum"),
    (
        "anschrift",
        "anschrift or plz_ort",
        (
            "{% if anschrift %}{{ anschrift }}{% if plz_ort %}, {% endif %}{% endif %}"
            "{% if plz_ort %}{{ plz_ort }}{% endif %}"
        ),
    ),
    asked("telefon", "telefon"),
)
"""Who declares something."""

WHO_WIDTHS = (4.2, 4.0, 5.3, 3.0)


def new_form() -> WordDocument:
    """A document with numbered headings that stand close, so that a form stays short."""
    document = word.new_document()
    word.number_headings(document)
    heading_look = document.styles["Heading 1"].paragraph_format
    heading_look.space_before, heading_look.space_after = Pt(6), Pt(2)
    document.styles["Title"].font.size = Pt(19)
    document.styles["Title"].paragraph_format.space_before = Pt(2)
    return document


def title(document: WordDocument, key: str) -> None:
    """The title, and below it the title in the second language."""
    add(document, PHRASES[key], "Title")
    tag(document, f"if zweit_{key}")
    second = add(document, f"{{{{ zweit_{key} }}}}", "Subtitle")
    second.paragraph_format.space_after = Pt(2)
    tag(document, "endif")


def phrase(where: Any, key: str, style: str = "Fließtext", *, keep: bool = False) -> Paragraph:
    """A fixed sentence and below it the same in the second language, on the same page."""
    german = add(where, PHRASES[key], style, keep=keep or not isinstance(where, _Cell))
    second(where, f"zweit_{key}", keep=keep)
    return german


def second(where: Any, name: str, *, keep: bool = False) -> None:
    """A text of the second language as a paragraph of its own, where there is one."""
    tag(where, f"if {name}")
    made = add(where, f"{{{{ {name} }}}}", "Zweite Sprache", keep=keep)
    made.paragraph_format.space_after = Pt(2)
    tag(where, "endif")


def label(cell: _Cell, key: str) -> None:
    """A small label with the second language beside it, in the first paragraph of a cell."""
    made = first(cell, "Beschriftung")
    made.add_run(PHRASES[key])
    run(made, f"{{% if zweit_{key} %}}  {{{{ zweit_{key} }}}}{{% endif %}}", size=8)


def room(where: Any, height: float = 20) -> Paragraph:
    """Empty room to write in, so many points high."""
    made = add(where, "", "Wert")
    made.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    made.paragraph_format.line_spacing = Pt(height)
    return made


def ruled(where: Any, count: int, width: float = WIDTH, *, keep: bool = False) -> None:
    """Lines to write on, all on one page.

    Args:
        where: the document or the cell.
        count: how many.
        width: in centimetres.
        keep: on the page of what follows, too.
    """
    for number in range(count):
        made = add(where, "", "Wert", keep=keep or number < count - 1)
        stops = word.tab_stops((width, "right"))
        stops[0].set(qn("w:leader"), "underscore")
        made._p.get_or_add_pPr().append(stops)  # noqa: SLF001
        run(made, "\t", colour=LINE)
        # LibreOffice keeps no exact line height where a line holds nothing but a tab.
        made.paragraph_format.space_before = _ABOVE_LINE
    made.paragraph_format.space_after = Pt(5)


def stated_or_ruled(where: Any, name: str, count: int) -> None:
    """The value of a placeholder, or lines to write on where nothing is stated."""
    tag(where, f"if {name}")
    value = add(where, f"{{{{ {name} }}}}", "Fließtext")
    value.paragraph_format.space_after = Pt(5)
    tag(where, "else")
    ruled(where, count)
    tag(where, "endif")


def questions(
    document: WordDocument,
    fields: Sequence[Question],
    widths: Sequence[float],
) -> None:
    """Short values in a grid, each with a line to write on where nothing is stated."""
    made = table(document, widths, inset=0)
    for start in range(0, len(fields), len(widths)):
        part = fields[start : start + len(widths)]
        cells = row(made, line="")
        for cell, (key, condition, answer) in zip(cells, part, strict=False):
            word.look(cell, line=LINE)
            label(cell, key)
            tag(cell, f"if {condition}")
            add(cell, answer, "Wert")
            tag(cell, "else")
            room(cell)
            tag(cell, "endif")
        if start + len(widths) < len(fields):
            word.keep_together(cells)
    thin(document)


def box(paragraph: Paragraph, size: float = 12) -> None:
    """An empty box to tick."""
    made = run(paragraph, BOX, size=size)
    fonts = made._r.get_or_add_rPr().get_or_add_rFonts()  # noqa: SLF001
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), _BOX_FONT)


def choices(document: WordDocument, keys: Sequence[str]) -> None:
    """Sentences of which the reader ticks one, each behind an empty box."""
    made = table(document, (0.9, WIDTH - 0.9), inset=0)
    for number, key in enumerate(keys, start=1):
        cells = row(made, line="")
        box(first(cells[0], "Wert"))
        first(cells[1], "Wert").add_run(PHRASES[key])
        second(cells[1], f"zweit_{key}")
        if number < len(keys):
            word.keep_together(cells)
    thin(document)


def warning(document: WordDocument, condition: str, text: str, colour: str = "9B1C1C") -> None:
    """A framed line that nobody overlooks, where ``condition`` holds."""
    tag(document, f"if {condition}")
    made = add(document, "", "Normal")
    run(made, text, bold=True, colour=colour, size=11)
    word.bordered(made, "top", colour, 8)
    word.bordered(made, "bottom", colour, 8)
    made.paragraph_format.space_before = made.paragraph_format.space_after = Pt(6)
    tag(document, "endif")


def panel(document: WordDocument, fields: Sequence[Sequence[tuple[str, str]]]) -> None:
    """The tinted box at the head of a document: labels above values, three in a row."""
    made = table(document, (THIRD,) * 3)
    for part in fields:
        cells = row(made, shade=TINT, line="FFFFFF")
        for cell, (text, value) in zip(cells, part, strict=False):
            first(cell, "Beschriftung").add_run(text)
            add(cell, value, "Wert")
    thin(document)


def declaration(document: WordDocument) -> None:
    """What stands above the signatures of a declaration, and the signatures."""
    heading(document, "unterschriften")
    phrase(document, "verstanden", "Hinweis", keep=True)
    tag(document, "if zweit_massgeblich")
    phrase(document, "massgeblich", "Hinweis", keep=True)
    tag(document, "endif")
    signatures(
        document,
        (
            ("ort_datum", "klient", "vertretung"),
            ("fachkraft", "uebersetzt_von", "uebersetzt_sprache"),
            ("sprachmittlung", "kopie_erhalten"),
        ),
    )


def signatures(document: WordDocument, rows: Sequence[Sequence[str]]) -> None:
    """Lines to sign on, up to three in a row, all of them on one page.

    Args:
        document: the template.
        rows: what stands below each line: the key of a phrase, or German words.
    """
    made = table(document, _SIGNATURES, inset=0)
    for number, keys in enumerate(rows, start=1):
        cells = row(made, line="")
        for cell, key in zip(cells[::2], keys, strict=False):
            signature(cell, PHRASES.get(key, key), key if key in PHRASES else "")
        if number < len(rows):
            word.keep_together(cells)
    thin(document)


def signature(cell: _Cell, text: str, key: str = "") -> None:
    """A line to sign on with ``text`` below; the second language is the phrase ``key``."""
    space = first(cell, "Wert")
    space.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    space.paragraph_format.line_spacing = Pt(19)
    line = add(cell, text, "Beschriftung")
    word.bordered(line, "top", GREY, 4, 3)
    if key:
        run(line, f"{{% if zweit_{key} %}}  {{{{ zweit_{key} }}}}{{% endif %}}", size=8.5)
