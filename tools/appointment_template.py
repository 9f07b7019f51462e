"""The appointment slip, half a sheet: what stands where. The look is in ``tools.word``."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.shared import Pt
from docx.table import Table, _Cell

from caseconsole.documents.phrases import PHRASES
from tools import word
from tools.forms import box
from tools.layout import thin
from tools.letterhead import letterhead
from tools.word import A5, ACCENT, INK, SECOND, TINT, add, first, row, run, table, tag

_LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT MARK}"

_TIME = 5.4
"""Width of the time beside the day."""


def build() -> WordDocument:
    """The template of the appointment slip."""
    document = word.new_document(A5)
    for name in ("Hinweis", "Zweite Sprache"):
        document.styles[name].font.size = Pt(8)
        document.styles[name].paragraph_format.line_spacing = 1.0
    letterhead(document, "Terminzettel",
               foot="{% if fallnummer %}Fall {{ fallnummer }}{% endif %}", paper=A5)  # fmt: skip
    title = add(document, "", "Title")
    title.paragraph_format.space_before = Pt(0)
    run(title, PHRASES["termin_titel"], size=18)
    run(title, _beside("termin_titel"), colour=SECOND, size=14).bold = False
    tag(document, "if name")
    run(add(document, "", "Normal"), "{{ name }}", bold=True, size=11)
    tag(document, "endif")
    _greeting(document)
    box_of_facts = table(document, (A5.text - _TIME, _TIME), inset=120)
    _when(box_of_facts)
    _facts(box_of_facts)
    _bring(document)
    _sentences(document)
    _closing(document)
    return document


def _beside(key: str) -> str:
    """The second language of a phrase, behind it in the same line."""
    return f"{{% if zweit_{key} %}}   {{{{ zweit_{key} }}}}{{% endif %}}"


def _greeting(document: WordDocument) -> None:
    german = f"{PHRASES['termin_anrede']} {PHRASES['termin_satz']}"
    add(document, german, "Hinweis").paragraph_format.space_before = Pt(4)
    tag(document, "if zweit_termin_satz")
    second = add(document, "", "Zweite Sprache")
    second.add_run("{{ zweit_termin_anrede }} {{ zweit_termin_satz }}")
    tag(document, "endif")
    thin(document)


def _label(cell: _Cell, key: str) -> None:
    made = first(cell, "Beschriftung")
    made.add_run(PHRASES[key])
    run(made, _beside(key), colour=SECOND, size=8.5)


def _when(facts: Table) -> None:
    """Day and time, to be read from across the room."""
    day, time = row(facts, shade=TINT, line="FFFFFF")
    _label(day, "termin_tag")
    name = add(day, "", "Wert")
    run(name, "{{ termin_wochentag }}", bold=True, size=14)
    run(name, "{% if termin_wochentag_zweit %}   {{ termin_wochentag_zweit }}{% endif %}", size=14)
    run(add(day, "", "Wert"), "{{ termin_tag }}", bold=True, size=24, colour=ACCENT)
    _label(time, "termin_uhrzeit")
    run(add(time, "", "Wert"), "\N{NO-BREAK SPACE}", size=14)
    run(add(time, "", "Wert"), "{{ termin_uhrzeit }}", bold=True, size=20, colour=ACCENT)


def _facts(facts: Table) -> None:
    """Where, what for, with whom."""
    place = word.merged(row(facts, shade=TINT, line="FFFFFF"))
    _label(place, "termin_ort")
    run(add(place, "", "Wert"), "{{ termin_ort }}", size=13, bold=True)
    reason, person = row(facts, shade=TINT, line="FFFFFF")
    _label(reason, "termin_anlass")
    run(add(reason, "", "Wert"), "{{ termin_anlass }}", size=11)
    _label(person, "termin_bei")
    run(add(person, "", "Wert"), "{{ fachkraft }}", size=11)
    add(person, "{{ fachkraft_funktion }}" + _beside("fachkraft"), "Klein")
    phone = first(word.merged(row(facts, shade=TINT, line="FFFFFF")), "Beschriftung")
    phone.add_run(PHRASES["telefon"])
    # Behind right-to-left letters the parts of a number would change places without the mark.
    run(phone, f"{_beside('telefon')}{_LEFT_TO_RIGHT}   ", size=8.5)
    run(phone, "{{ fachkraft_kontakt }}", size=10, colour=INK)


def _bring(document: WordDocument) -> None:
    tag(document, "if termin_mitbringen")
    head = add(document, PHRASES["termin_mitbringen"], "Heading 2")
    head.paragraph_format.space_before = Pt(6)
    head.paragraph_format.space_after = Pt(2)
    run(head, _beside("termin_mitbringen"), colour=SECOND, size=9.5).bold = False
    tag(document, "for sache in termin_mitbringen")
    thing = add(document, "", "Wert")
    box(thing, 11)
    run(thing, "  {{ sache.text }}", size=10.5)
    thing.paragraph_format.space_after = Pt(1)
    tag(document, "endfor")
    tag(document, "endif")


def _sentences(document: WordDocument) -> None:
    """Fixed sentences, each close to itself in the second language."""
    thin(document)
    tag(document, "if sprachmittlung_noetig")
    # Whether somebody comes is settled when the slip is handed out; so it is ticked by hand.
    line = add(document, "", "Hinweis")
    line.paragraph_format.space_after = Pt(1)
    box(line, 10)
    line.add_run(f"  {PHRASES['termin_dolmetschen']}")
    _second(document, "termin_dolmetschen")
    tag(document, "endif")
    for key in ("termin_begleitung", "termin_absagen", "termin_kostenlos"):
        german = add(document, PHRASES[key], "Hinweis")
        german.paragraph_format.space_before = Pt(2)
        german.paragraph_format.space_after = Pt(0)
        _second(document, key)


def _second(document: WordDocument, key: str) -> None:
    tag(document, f"if zweit_{key}")
    # Without a size of its own: with larger letters a full slip would not fit on its page.
    line = add(document, "", "Zweite Sprache")
    line.add_run(f"{{{{ zweit_{key} }}}}")
    line.paragraph_format.space_after = Pt(2)
    tag(document, "endif")


def _closing(document: WordDocument) -> None:
    closing = add(document, "", "Hinweis")
    closing.add_run(PHRASES["termin_gruss"])
    run(closing, _beside("termin_gruss"), colour=SECOND)
    closing.add_run("{% if fachkraft %}   {{ fachkraft }}{% endif %}")
