"""The consent with the information of Art. 13 GDPR: what stands where."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.table import Table, _Cell

from caseconsole.documents.phrases import PHRASES
from tools import word
from tools.forms import (
    WHO,
    WHO_WIDTHS,
    box,
    declaration,
    label,
    new_form,
    phrase,
    questions,
    room,
    second,
    title,
)
from tools.layout import heading, thin
from tools.letterhead import letterhead
from tools.word import ACCENT, LINE, WIDTH, add, first, row, run, table, tag

_PURPOSES = (
    "einwilligung_beratung",
    "einwilligung_gesundheit",
    "einwilligung_ehrenamt",
    "einwilligung_fotos",
)
"""Each is decided for itself (Art. 7 (2) and recital 32 GDPR)."""

_SENTENCES = (
    ("datenschutz_zweck", "datenschutz_zweck_satz", ""),
    ("rechtsgrundlage", "rechtsgrundlage_satz", ""),
    ("datenschutz_empfaenger", "datenschutz_empfaenger_satz", ""),
    ("speicherdauer", "speicherdauer_satz", "speicherfrist"),
    ("rechte", "rechte_satz", ""),
    ("widerruf", "widerruf_satz", ""),
    ("beschwerde", "beschwerde_satz", "aufsichtsbehoerde"),
    ("freiwillig", "freiwillig_satz", ""),
)
"""Heading, sentence, and the placeholder that states what the sentence speaks of."""


_NOTICE = 4
"""Number that Word gives the heading of the notice: the fourth one."""


def build() -> WordDocument:
    """The template of the consent."""
    document = new_form()
    letterhead(document, "Einwilligung und Datenschutz · Fall {{ fallnummer }}")
    title(document, "einwilligung_titel")
    heading(document, "einwilligung_person")
    questions(document, WHO, WHO_WIDTHS)
    _purposes(document)
    declaration(document)
    _information(document)
    return document


def _purposes(document: WordDocument) -> None:
    heading(document, "einwilligung_zwecke")
    phrase(document, "einwilligung_ankreuzen", "Hinweis", keep=True)
    made = table(document, (WIDTH - 5.1, 2.2, 2.9), inset=0)
    head = row(made, header=True, line=ACCENT)
    for cell, key in zip(head[1:], ("einwilligung_ja", "einwilligung_nein"), strict=True):
        first(cell, "Tabellenkopf").add_run(PHRASES[key])
        second(cell, f"zweit_{key}")
    word.keep_together(head)
    for key in _PURPOSES:
        cells = row(made)
        first(cells[0], "Wert").add_run(PHRASES[key])
        second(cells[0], f"zweit_{key}")
        if key == "einwilligung_fotos":
            room(cells[0], 15)
        for cell in cells[1:]:
            box(first(cell, "Wert"), 13)
    thin(document)
    below = row(table(document, (WIDTH / 2 - 0.5, WIDTH / 2 + 0.5)), line="")
    word.look(below[0], line=LINE)
    label(below[0], "einwilligung_gilt_bis")
    room(below[0], 15)
    notice = first(below[1], "Hinweis")
    run(notice, f"{PHRASES['datenschutz']}: Abschnitt {_NOTICE}", bold=True)
    second(below[1], "zweit_datenschutz")
    thin(document)


def _information(document: WordDocument) -> None:
    """The notice on a page of its own, the back of the sheet."""
    # Its heading is long in most languages: the second one stands below and not at the margin.
    add(document, PHRASES["datenschutz"], "Heading 1").paragraph_format.page_break_before = True
    second(document, "zweit_datenschutz", keep=True)
    made = table(document, (4.1, WIDTH - 4.1), inset=0)
    for key, name in (
        ("verantwortlich", "verantwortliche_stelle"),
        ("datenschutzbeauftragt", "datenschutzbeauftragte"),
    ):
        cell = _named(made, key)
        tag(cell, f"if {name}")
        add(cell, f"{{{{ {name} }}}}", "Hinweis")
        tag(cell, "else")
        room(cell, 16)
        tag(cell, "endif")
    for key, sentence, name in _SENTENCES:
        cell = _named(made, key)
        phrase(cell, sentence, "Hinweis")
        if name:
            stated = add(cell, "", "Hinweis")
            run(stated, f"{{{{ {name} }}}}", bold=True)
    thin(document)


def _named(made: Table, key: str) -> _Cell:
    """A new row with the phrase ``key`` at its left; the cell at its right is returned."""
    cells = row(made)
    name = first(cells[0], "Klein")
    run(name, PHRASES[key], bold=True, colour=ACCENT)
    second(cells[0], f"zweit_{key}")
    right: _Cell = cells[1]
    paragraph = right.paragraphs[0]
    paragraph._p.getparent().remove(paragraph._p)  # noqa: SLF001
    return right
