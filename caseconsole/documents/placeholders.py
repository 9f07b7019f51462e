"""The placeholders of the integration plan: name, meaning, kind. Nothing else may stand in one.

The context that fills a template, the check of a template and the printed list of placeholders
all come from this declaration. Names are German, since town halls write the templates.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from caseconsole.i18n import N_, _


class Shape(StrEnum):
    """What a placeholder holds."""

    TEXT = "text"
    """A text; the configured sign where nothing is stated."""
    QUIET = "quiet"
    """A text that leaves nothing where nothing is stated."""
    FLAG = "flag"
    """Yes or no, for conditions."""
    ROWS = "rows"
    """A list of rows, for loops."""


@dataclass(frozen=True)
class Placeholder:
    """One placeholder; ``fields`` are those of a row of a list."""

    name: str
    meaning: str
    shape: Shape = Shape.TEXT
    fields: tuple[Placeholder, ...] = ()

    def field(self, name: str) -> Placeholder | None:
        """The field ``name`` of a row; nothing where it has none."""
        return next((field for field in self.fields if field.name == name), None)


def _quiet(name: str, meaning: str) -> Placeholder:
    return Placeholder(name, meaning, Shape.QUIET)


def _flag(name: str, meaning: str) -> Placeholder:
    return Placeholder(name, meaning, Shape.FLAG)


def _rows(name: str, meaning: str, *fields: Placeholder) -> Placeholder:
    return Placeholder(name, meaning, Shape.ROWS, fields)


_T = Placeholder

_HEAD = (
    _T("gemeinde", N_("Name der Gemeinde")),
    _rows(
        "briefkopf",
        N_("Zeilen des Briefkopfs"),
        _T("zeile", N_("eine Zeile")),
    ),
    _quiet("fusszeile", N_("Fußzeile aus den Einstellungen")),
    _T("fachkraft", N_("Name der Fachkraft")),
    _T("fachkraft_funktion", N_("Funktion der Fachkraft")),
    _T("fachkraft_kontakt", N_("Telefon und E-Mail der Fachkraft")),
    _T("fallnummer", N_("Fallnummer")),
    _T("planart", N_("Erster Plan oder Fortschreibung Nr. n")),
    _T("version", N_("Nummer der Version")),
    _T("vereinbart_am", N_("Tag der Vereinbarung")),
    _T("vorheriger_plan_am", N_("Tag der Vereinbarung der Version davor")),
    _T("naechste_ueberpruefung", N_("Tag der nächsten Überprüfung")),
    _T("stand_der_angaben", N_("Tag, für den die Angaben zur Person gelten")),
    _T("druckdatum", N_("heutiges Datum")),
    _flag("entwurf", N_("noch nicht vereinbart")),
    _flag("fortschreibung", N_("nicht der erste Plan")),
)

_PERSON = (
    _T("name", N_("Vorname und Familienname")),
    _T("familienname", N_("Familienname")),
    _T("vorname", N_("Vorname")),
    _T("name_eigene_schrift", N_("Name in eigener Schrift")),
    _T("auch_bekannt_als", N_("weitere Namen")),
    _T("geburtsdatum", N_("Geburtsdatum, auch nur Monat oder Jahr")),
    _T("geburtsort", N_("Geburtsort")),
    _T("alter", N_("Alter in Jahren")),
    _T("geschlecht", N_("Geschlecht")),
    _T("staatsangehoerigkeit", N_("Staatsangehörigkeiten")),
    _T("familienstand", N_("Familienstand")),
    _T("anschrift", N_("Straße und Hausnummer")),
    _T("plz_ort", N_("Postleitzahl und Ort")),
    _T("telefon", N_("Telefon")),
    _T("email", N_("E-Mail")),
    _T("bevorzugter_weg", N_("bevorzugter Weg der Kontaktaufnahme")),
    _T("muttersprache", N_("erste Sprache")),
    _T("weitere_sprachen", N_("weitere Sprachen")),
    _T("sprachmittlung", N_("ob Sprachmittlung nötig ist")),
    _rows(
        "haushalt",
        N_("andere Personen im Haushalt"),
        _T("name", N_("Name")),
        _T("rolle", N_("Rolle im Haushalt")),
        _T("geburtsdatum", N_("Geburtsdatum")),
        _T("alter", N_("Alter in Jahren")),
    ),
)

_SITUATION = (
    _T("einreise", N_("Einreise nach Deutschland")),
    _T("zugeteilt", N_("Zuteilung in die Anschlussunterbringung")),
    _T("beratung_seit", N_("Beginn der Beratung")),
    _T("beratung_ende", N_("Ende der Beratung nach der Regel")),
    _T("beratung_ende_ausnahme", N_("Ende in begründeten Einzelfällen")),
    _T("beratung_jahre", N_("Beratung in Jahren nach der Regel")),
    _T("beratung_jahre_ausnahme", N_("Beratung in Jahren in Einzelfällen")),
    _flag("ueber_die_regel", N_("Beratung über die Regel hinaus (viertes Jahr)")),
    _T("grund_viertes_jahr", N_("Begründung für das vierte Jahr")),
    _T("aufenthalt", N_("Aufenthaltsstatus mit Rechtsgrundlage")),
    _T("aufenthalt_gueltig_bis", N_("gültig bis, auch durch Verordnung")),
    _T("auflagen", N_("Auflagen")),
    _T("erwerbstaetigkeit", N_("ob Erwerbstätigkeit gestattet ist")),
    _rows(
        "einkommen",
        N_("Einkommen und Leistungen"),
        _T("art", N_("Art")),
        _T("von", N_("von")),
        _quiet("bis", N_("bis; leer, solange es läuft")),
    ),
    _T("wohnform", N_("Wohnform")),
    _T("wohnform_seit", N_("Wohnform seit")),
    _T("beschaeftigung", N_("Arbeit oder Beschäftigung")),
    _T("beschaeftigung_seit", N_("Beschäftigung seit")),
    _T("schulbildung", N_("Schulbildung")),
    _T("ausbildung", N_("Ausbildung oder Studium")),
    _T("berufserfahrung", N_("Berufserfahrung")),
    _T("anerkennung", N_("Anerkennung von Abschlüssen")),
    _T("deutsch", N_("Deutschniveau (GER)")),
    _T("deutsch_seit", N_("Deutschniveau seit")),
    _T("kurse", N_("Kurse und Prüfungen")),
    _T("kompetenzen", N_("Kompetenzen, Interessen, Stärken")),
    _quiet("gesundheit", N_("Gesundheit, freiwillig")),
    _T("kinder", N_("Kinder: Kita, Schule, Förderung")),
    _T("teilhabe", N_("Vereine, Ehrenamt, Kontakte")),
    _T("anliegen", N_("Anliegen und Bedarf in eigenen Worten")),
)

_RATING = (
    _T("feld", N_("Handlungsfeld")),
    _quiet("feld_zweit", N_("Handlungsfeld in der zweiten Sprache")),
    _quiet("einschaetzung", N_("Selbsteinschätzung in Worten")),
    _quiet("einschaetzung_zweit", N_("dasselbe in der zweiten Sprache")),
    _quiet("einschaetzung_punkte", N_("Selbsteinschätzung als Punkte")),
    _quiet("einschaetzung_am", N_("Tag der Selbsteinschätzung")),
    _quiet("zu_beginn", N_("erste Selbsteinschätzung, wenn es mehrere gibt")),
    _quiet("zu_beginn_am", N_("Tag der ersten Selbsteinschätzung")),
    _quiet("situation", N_("Bemerkung zur Lage")),
)

_PLAN = (
    _rows(
        "felder",
        N_("Handlungsfelder mit Zielen"),
        *_RATING,
        _rows(
            "ziele",
            N_("Ziele des Handlungsfelds"),
            _T("ziel", N_("Ziel")),
            _T("bis", N_("bis wann")),
            _T("stand", N_("Stand")),
            _quiet("stand_zweit", N_("Stand in der zweiten Sprache")),
            _quiet("erledigt_am", N_("erledigt am")),
            _quiet("begruendung", N_("Begründung")),
            _rows(
                "schritte",
                N_("Schritte zum Ziel"),
                _T("schritt", N_("Schritt")),
                _T("wer", N_("wer")),
                _quiet("wer_zweit", N_("wer, in der zweiten Sprache")),
                _T("bis", N_("bis wann")),
                _T("stand", N_("Stand")),
                _quiet("stand_zweit", N_("Stand in der zweiten Sprache")),
            ),
        ),
    ),
    _rows("weitere_einschaetzungen", N_("Handlungsfelder ohne Ziele"), *_RATING),
    _rows(
        "stellen",
        N_("beteiligte Stellen und Ehrenamtliche"),
        _T("name", N_("Name")),
        _T("art", N_("Art der Stelle")),
        _T("ansprechperson", N_("Ansprechperson")),
        _T("kontakt", N_("Telefon und E-Mail")),
    ),
    _rows(
        "vermittlungen",
        N_("Vermittlungen"),
        _T("tag", N_("Tag")),
        _T("stelle", N_("an wen")),
        _T("anlass", N_("Anlass")),
        _T("ergebnis", N_("Ergebnis")),
    ),
    _rows(
        "einwilligungen",
        N_("Einwilligungen und Schweigepflichtentbindungen"),
        _T("zweck", N_("Zweck")),
        _T("empfaenger", N_("Empfänger")),
        _T("erteilt_am", N_("erteilt am")),
        _T("endet_am", N_("endet am")),
        _T("stand", N_("Stand")),
    ),
)

PHRASES: dict[str, str] = {
    "titel": N_("Integrationsplan"),
    "person": N_("Angaben zur Person"),
    "haushalt": N_("Haushalt"),
    "ankunft": N_("Ankunft und Beratung"),
    "aufenthalt": N_("Aufenthalt"),
    "einkommen": N_("Einkommen und Leistungen"),
    "wohnen": N_("Wohnen"),
    "bildung": N_("Schule, Ausbildung und Arbeit"),
    "sprache": N_("Sprache"),
    "kompetenzen": N_("Kompetenzen, Interessen und Stärken"),
    "gesundheit": N_("Gesundheit"),
    "kinder": N_("Kinder"),
    "teilhabe": N_("Teilhabe und Kontakte"),
    "anliegen": N_("Anliegen und Bedarf in eigenen Worten"),
    "ziele": N_("Ziele und Schritte"),
    "weitere": N_("Weitere Handlungsfelder"),
    "stellen": N_("Beteiligte Stellen und Vermittlungen"),
    "ueberpruefung": N_("Nächste Überprüfung"),
    "freiwilligkeit": N_("Freiwilligkeit, Einwilligung und Schweigepflicht"),
    "unterschriften": N_("Unterschriften"),
    "schritt": N_("Ziel und Schritte"),
    "wer": N_("Wer"),
    "bis": N_("Bis wann"),
    "stand": N_("Stand"),
    "selbsteinschaetzung": N_("Selbsteinschätzung"),
    "hinweis_freiwillig": N_(
        "Die Angaben in diesem Plan und die Mitarbeit sind freiwillig. Wer nichts oder nicht alles "
        "angibt, hat dadurch keine Nachteile. Jede Angabe kann berichtigt oder gelöscht werden."
    ),
    "hinweis_schweigepflicht": N_(
        "Die Fachkraft des Integrationsmanagements unterliegt der Schweigepflicht (§ 203 StGB). "
        "Angaben werden nur mit Einwilligung oder Schweigepflichtentbindung weitergegeben."
    ),
    "hinweis_widerruf": N_(
        "Einwilligungen und Schweigepflichtentbindungen können jederzeit ohne Angabe von Gründen "
        "für die Zukunft widerrufen werden; eine formlose Mitteilung genügt."
    ),
    "hinweis_gesundheit": N_(
        "Freiwillige Angabe, besonders geschützt (Art. 9 DSGVO). Sie wird nicht ohne ausdrückliche "
        "Einwilligung weitergegeben."
    ),
    "klient": N_("Klientin/Klient"),
    "fachkraft": N_("Integrationsmanagement"),
    "sprachmittlung": N_("Sprachmittlung"),
    "ort_datum": N_("Ort, Datum"),
    "kopie": N_("Eine Kopie dieses Plans wurde ausgehändigt am"),
}
"""Headings and fixed sentences that a second language can stand beside, with the German words."""

_SECOND = (
    _flag("zweit", N_("ob der Plan eine zweite Sprache hat")),
    *(_quiet(f"zweit_{key}", meaning) for key, meaning in PHRASES.items()),
)

PLACEHOLDERS: tuple[Placeholder, ...] = (*_HEAD, *_PERSON, *_SITUATION, *_PLAN, *_SECOND)
"""Every placeholder of the integration plan, in the order of the document."""


def describe() -> Iterator[str]:
    """The list of placeholders for the author of a template, one line each."""
    for placeholder in PLACEHOLDERS:
        yield from _describe(placeholder, "")


def _describe(placeholder: Placeholder, owner: str) -> Iterator[str]:
    name = f"{owner}{placeholder.name}"
    meaning = _(placeholder.meaning)
    if placeholder.shape is Shape.FLAG:
        yield _("{{% if {name} %}} – wenn {meaning}").format(name=name, meaning=meaning)
    elif placeholder.shape is not Shape.ROWS:
        yield f"{{{{ {name} }}}} – {meaning}"
    else:
        row = _ROW_NAMES[placeholder.name]
        yield _("{{% for {row} in {name} %}} – {meaning}; darin:").format(
            row=row, name=name, meaning=meaning
        )
        for field in placeholder.fields:
            yield from (f"    {line}" for line in _describe(field, f"{row}."))


_ROW_NAMES = {
    "briefkopf": "kopf",
    "haushalt": "mitglied",
    "einkommen": "posten",
    "felder": "feld",
    "ziele": "ziel",
    "schritte": "schritt",
    "weitere_einschaetzungen": "feld",
    "stellen": "stelle",
    "vermittlungen": "vermittlung",
    "einwilligungen": "einwilligung",
}
