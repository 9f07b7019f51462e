"""The consultation record: what stands where. The look is in ``tools.word``."""

from __future__ import annotations

from docx.document import Document as WordDocument

from tools import word
from tools.forms import panel, signatures
from tools.layout import lines, listing
from tools.letterhead import letterhead
from tools.word import add, tag

_NAME = "{{ name }}{% if name_eigene_schrift %}  {{ name_eigene_schrift }}{% endif %}"


def build() -> WordDocument:
    """The template of the consultation record."""
    document = word.new_document()
    letterhead(document, "Beratungsprotokoll vom {{ gespraech_tag }} · Fall {{ fallnummer }}")
    add(document, "Beratungsprotokoll", "Title")
    add(document, "{{ gespraech_tag }} · {{ gespraech_art }}", "Subtitle")
    _head(document)
    _persons(document)
    _talk(document)
    _agreed(document)
    signatures(
        document, (("Ort, Datum", "Integrationsmanagement", "Klientin/Klient (wenn gewünscht)"),)
    )
    return document


def _head(document: WordDocument) -> None:
    panel(
        document,
        (
            (
                ("Für", _NAME),
                ("Geburtsdatum", "{{ geburtsdatum }}"),
                ("Fallnummer", "{{ fallnummer }}"),
            ),
            (
                ("Dauer", "{{ gespraech_minuten }}{% if gespraech_minuten %} Minuten{% endif %}"),
                ("Sprachmittlung", "{{ gespraech_sprachmittlung }}"),
                ("{{ fachkraft_funktion }}", "{{ fachkraft }}"),
            ),
        ),
    )


def _persons(document: WordDocument) -> None:
    add(document, "Beteiligte", "Heading 1")
    listing(
        document,
        "gespraech_personen",
        "person",
        (
            ("Name", "{{ person.name }}", 8.5),
            ("Geburtsdatum", "{{ person.geburtsdatum }}", 4.0),
            ("Fall", "{{ person.fallnummer }}", 4.0),
        ),
        "Niemand mit Namen eingetragen.",
    )
    tag(document, "if gespraech_ohne_namen")
    add(document, "Dazu ohne Namen: {{ gespraech_ohne_namen }}", "Fließtext")
    tag(document, "endif")


def _talk(document: WordDocument) -> None:
    add(document, "Themen", "Heading 1")
    lines(
        document,
        (
            ("Hauptthema", "{{ gespraech_hauptthema }}"),
            ("Weitere Themen", "{{ gespraech_weitere_themen }}"),
        ),
    )
    add(document, "Gesprächsnotiz", "Heading 1")
    add(document, "{{ gespraech_notiz }}", "Fließtext")


def _agreed(document: WordDocument) -> None:
    add(document, "Was vereinbart ist", "Heading 1")
    lines(
        document,
        (
            ("Nächster Termin", "{{ naechster_termin }}"),
            ("Wiedervorlage", "{{ wiedervorlage }}"),
        ),
    )
    add(document, "Offene Schritte des Plans, Stand {{ druckdatum }}", "Heading 2")
    listing(
        document,
        "offene_schritte",
        "schritt",
        (
            ("Schritt", "{{ schritt.schritt }}", 9.0),
            ("Wer", "{{ schritt.wer }}", 4.5),
            ("Bis wann", "{{ schritt.bis }}", 3.0),
        ),
        "Keine offenen Schritte.",
    )
