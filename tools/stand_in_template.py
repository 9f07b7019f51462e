"""The sheet for the colleague who stands in: what stands where. The look is in ``tools.word``."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Pt

from tools import word
from tools.forms import ruled
from tools.layout import listing
from tools.letterhead import letterhead
from tools.word import A4_ACROSS, add, run

_CONFIDENTIAL = "VERTRAULICH"
_RED = "9B1C1C"

_DATES = (
    ("Tag", "{{ termin.tag }}", 3.0),
    ("Was", "{{ termin.was }}", 7.6),
    ("Näheres", "{{ termin.naeheres }}", 8.5),
    ("Name", "{{ termin.name }}", 5.0),
    ("Fall", "{{ termin.fallnummer }}", 2.2),
)

_BORN = "{% if fall.geburtsdatum %}, {{ fall.geburtsdatum }}{% endif %}"
_INTERPRETER = "{% if fall.sprachmittlung %} · mit Sprachmittlung{% endif %}"
_PAST = "{% if fall.termin_ueberfaellig %} !{% endif %}"

_CASES = (
    ("Fall", "{{ fall.fallnummer }}", 2.1),
    ("Name, geboren", "{{ fall.name }}" + _BORN, 5.0),
    ("Telefon", "{{ fall.telefon }}", 2.8),
    ("Ort", "{{ fall.ort }}", 2.8),
    ("Sprachen", "{{ fall.sprachen }}" + _INTERPRETER, 5.0),
    ("Letztes Gespräch", "{{ fall.letzter_kontakt }}", 2.0),
    ("Nächster Termin", "{{ fall.naechster_termin }}" + _PAST, 2.2),
    ("Offene Schritte", "{{ fall.offene_schritte }}", 1.4),
    ("Plan", "{{ fall.plan }}", 3.0),
)

_PARTNERS = (
    ("Stelle", "{{ stelle.name }}", 8.3),
    ("Art", "{{ stelle.art }}", 5.5),
    ("Ansprechperson", "{{ stelle.ansprechperson }}", 4.0),
    ("Telefon", "{{ stelle.telefon }}", 3.5),
    ("E-Mail", "{{ stelle.email }}", 5.0),
)

_PLACES = (("Was", "{{ ort.was }}", 7.5), ("Wo", "{{ ort.wo }}", 18.8))


def build() -> WordDocument:
    """The template of the sheet for the colleague who stands in."""
    document = word.new_document(A4_ACROSS)
    letterhead(
        document,
        f"{_CONFIDENTIAL} · Vertretungsblatt, Stand {{{{ druckdatum }}}}",
        foot=f"{_CONFIDENTIAL} · nach der Vertretung vernichten",
        paper=A4_ACROSS,
    )
    add(document, "Vertretungsblatt", "Title")
    add(
        document,
        "Für die Vertretung von {{ fachkraft }} · Stand {{ druckdatum }} · "
        "{{ zahl_der_faelle }} laufende Fälle",
        "Subtitle",
    )
    mark = add(document, "", "Normal")
    run(mark, _CONFIDENTIAL, bold=True, colour=_RED, size=11)
    run(mark, "   Nur für die Vertretung; sicher verwahren und danach vernichten. Alle Angaben "
        "unterliegen der Schweigepflicht (§ 203 StGB).", colour=_RED)  # fmt: skip
    for side in ("top", "bottom"):
        word.bordered(mark, side, _RED, 8)
    _sections(document)
    _close(document)
    return document


def _close(document: WordDocument) -> None:
    """Rows that stand close: eighty cases have to fit on a few sheets."""
    document.styles["Tabellenwert"].font.size = Pt(8)
    for made in document.tables:
        margins = made._tbl.tblPr.find(qn("w:tblCellMar"))  # noqa: SLF001
        for side in ("top", "bottom"):
            margins.find(qn(f"w:{side}")).set(qn("w:w"), "22")


def _sections(document: WordDocument) -> None:
    add(document, "Überfällig", "Heading 1")
    listing(document, "ueberfaellig", "termin", _DATES, "Nichts ist überfällig.", "Tabellenwert")
    add(document, "Termine bis {{ vertretung_bis }}", "Heading 1")
    listing(document, "termine", "termin", _DATES, "Keine Termine.", "Tabellenwert")
    add(document, "Laufende Fälle nach Namen", "Heading 1")
    add(document, "Ein ! beim nächsten Termin heißt: dieser Tag ist vorbei.", "Klein", keep=True)
    listing(document, "laufende_faelle", "fall", _CASES, "Keine laufenden Fälle.", "Tabellenwert")
    add(document, "Wichtige Stellen", "Heading 1")
    listing(document, "wichtige_stellen", "stelle", _PARTNERS, "Keine Stellen eingetragen.",
            "Tabellenwert")  # fmt: skip
    add(document, "Wo was liegt", "Heading 1")
    listing(document, "ablage", "ort", _PLACES, "Keine Angaben.", "Tabellenwert")
    add(document, "Was noch zu wissen ist", "Heading 1")
    ruled(document, 4, A4_ACROSS.text)
