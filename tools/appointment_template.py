"""The appointment slip, half a sheet: what stands where. The look is in ``tools.word``."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.shared import Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from caseconsole.documents.phrases import PHRASES
from tools import word
from tools.forms import box, second
from tools.letterhead import letterhead
from tools.word import A5, ACCENT, GREY, TINT, add, first, row, run, table, tag

_PAGE = A5.text
_HALF = _PAGE / 2


def build() -> WordDocument:
    """The template of the appointment slip."""
    document = word.new_document(A5)
    letterhead(document, "Terminzettel",
               foot="{% if fallnummer %}Fall {{ fallnummer }}{% endif %}", paper=A5)  # fmt: skip
    title = add(document, PHRASES["termin_titel"], "Title")
    run(title, "{% if zweit_termin_titel %}   {{ zweit_termin_titel }}{% endif %}",
        colour=GREY, size=15).bold = False  # fmt: skip
    tag(document, "if name")
    run(add(document, "", "Normal"), "{{ name }}", bold=True, size=11)
    tag(document, "endif")
    _sentence(document, "termin_satz").paragraph_format.space_before = Pt(2)
    _when(document)
    _where(document)
    _bring(document)
    _closing(document)
    return document


def _sentence(document: WordDocument, key: str) -> Paragraph:
    """A fixed sentence and below it the same in the second language."""
    german = add(document, PHRASES[key], "Hinweis")
    second(document, f"zweit_{key}")
    return german


def _label(cell: _Cell, key: str) -> None:
    made = first(cell, "Beschriftung")
    made.add_run(PHRASES[key])
    run(made, f"{{% if zweit_{key} %}}  {{{{ zweit_{key} }}}}{{% endif %}}", size=8.5)


def _when(document: WordDocument) -> None:
    """Day and time, to be read from across the room."""
    made = table(document, (_PAGE - 4.4, 4.4), inset=120)
    day, time = row(made, shade=TINT, line="FFFFFF")
    _label(day, "termin_tag")
    name = add(day, "", "Wert")
    run(name, "{{ termin_wochentag }}", bold=True, size=13)
    run(name, "{% if termin_wochentag_zweit %}   {{ termin_wochentag_zweit }}{% endif %}", size=13)
    run(add(day, "", "Wert"), "{{ termin_tag }}", bold=True, size=25, colour=ACCENT)
    _label(time, "termin_uhrzeit")
    run(add(time, "", "Wert"), " ", size=13)
    run(add(time, "", "Wert"), "{{ termin_uhrzeit }}", bold=True, size=18, colour=ACCENT)


def _where(document: WordDocument) -> None:
    made = table(document, (_HALF, _HALF), inset=120)
    for left, right in (
        (("termin_ort", "{{ termin_ort }}"), ("termin_anlass", "{{ termin_anlass }}")),
        (("termin_bei", "{{ fachkraft }}, {{ fachkraft_funktion }}"),
         ("telefon", "{{ fachkraft_kontakt }}")),
    ):  # fmt: skip
        cells = row(made, shade=TINT, line="FFFFFF")
        for cell, (key, value) in zip(cells, (left, right), strict=True):
            _label(cell, key)
            run(add(cell, "", "Wert"), value, size=11, bold=key == "termin_ort")


def _bring(document: WordDocument) -> None:
    tag(document, "if termin_mitbringen")
    head = add(document, PHRASES["termin_mitbringen"], "Heading 2")
    run(head, "{% if zweit_termin_mitbringen %}   {{ zweit_termin_mitbringen }}{% endif %}",
        colour=GREY, size=9.5).bold = False  # fmt: skip
    tag(document, "for sache in termin_mitbringen")
    thing = add(document, "", "Wert")
    box(thing, 11)
    run(thing, "  {{ sache.text }}", size=11)
    thing.paragraph_format.space_after = Pt(2)
    tag(document, "endfor")
    tag(document, "endif")


def _closing(document: WordDocument) -> None:
    add(document, "", "Klein")
    tag(document, "if sprachmittlung_noetig")
    # Whether somebody comes is settled when the slip is handed out; so it is ticked by hand.
    line = add(document, "", "Hinweis")
    box(line, 10)
    line.add_run(f"  {PHRASES['termin_dolmetschen']}")
    second(document, "zweit_termin_dolmetschen")
    tag(document, "endif")
    for key in ("termin_begleitung", "termin_absagen", "termin_kostenlos"):
        _sentence(document, key)
