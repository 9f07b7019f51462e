"""The placeholders that a document about a case may hold: head, person, situation, plan.

The context that fills a template, the check of a template and the printed list of placeholders
all come from this declaration. Names are German, since town halls write the templates. What a kind
of document adds stands with the kind.
"""

from __future__ import annotations

from collections.abc import Iterable

from caseconsole.documents.declare import Placeholder, Shape, describe, flag, of, quiet, rows, text
from caseconsole.documents.phrases import PLAN
from caseconsole.documents.plan_changes import CHANGES
from caseconsole.i18n import N_
from caseconsole.models import Case, Household, Person, PersonStatus, PlanVersion

_OFFICE = (
    text("gemeinde", N_("Name der Gemeinde"), "municipality.name"),
    rows("briefkopf", "kopf", N_("Zeilen des Briefkopfs"), text("zeile", N_("eine Zeile"))),
    quiet("fusszeile", N_("Fußzeile aus den Einstellungen")),
    text("fachkraft", N_("Name der Fachkraft"), "manager.name"),
    text("fachkraft_funktion", N_("Funktion der Fachkraft"), "manager.role"),
    text("fachkraft_kontakt", N_("Telefon und E-Mail der Fachkraft"), "manager.phone"),
    text("druckdatum", N_("heutiges Datum")),
)

_HEAD = (
    text("fallnummer", N_("Fallnummer")),
    text("planart", N_("Erster Plan oder Fortschreibung Nr. n")),
    text("version", N_("Nummer der Version")),
    text("vereinbart_am", N_("Tag der Vereinbarung")),
    text("vorheriger_plan_am", N_("Tag der Vereinbarung der Version davor")),
    of(PlanVersion.participants, "teilgenommen"),
    text("sprachmittlung_durch", N_("Sprachmittlung durch; leer, wenn niemand gedolmetscht hat")),
    of(PlanVersion.review_on, "naechste_ueberpruefung", N_("Tag der nächsten Überprüfung")),
    text("stand_der_angaben", N_("Tag, für den die Angaben zur Person gelten")),
    flag("entwurf", N_("noch nicht vereinbart")),
    flag("fortschreibung", N_("nicht der erste Plan")),
)

_PERSON = (
    text("name", N_("Vorname und Familienname")),
    of(Person.family_name, "familienname"),
    of(Person.given_name, "vorname"),
    of(Person.original_script_name, "name_eigene_schrift", asked=False),
    of(Person.also_known_as, "auch_bekannt_als", N_("weitere Namen"), asked=False),
    of(Person.birth_date, "geburtsdatum", N_("Geburtsdatum, auch nur Monat oder Jahr")),
    of(Person.birth_place, "geburtsort"),
    text("alter", N_("Alter in Jahren")),
    of(Person.sex, "geschlecht"),
    of(Person.nationalities, "staatsangehoerigkeit", N_("Staatsangehörigkeiten")),
    of(PersonStatus.marital_status, "familienstand"),
    of(Household.address, "anschrift", N_("Straße und Hausnummer")),
    text("plz_ort", N_("Postleitzahl und Ort")),
    of(Person.phone, "telefon"),
    of(Person.email, "email"),
    of(Person.preferred_contact, "bevorzugter_weg", N_("bevorzugter Weg der Kontaktaufnahme")),
    of(Person.languages, "muttersprache", N_("erste Sprache")),
    text("weitere_sprachen", N_("weitere Sprachen")),
    of(Person.interpreter_needed, "sprachmittlung", N_("ob Sprachmittlung nötig ist")),
    rows(
        "haushalt",
        "mitglied",
        N_("andere Personen im Haushalt"),
        text("name", N_("Name")),
        text("rolle", N_("Rolle im Haushalt")),
        text("geburtsdatum", N_("Geburtsdatum")),
        text("alter", N_("Alter in Jahren")),
    ),
)

_SITUATION = (
    of(Person.arrived_on, "einreise", N_("Einreise nach Deutschland")),
    of(Person.allotted_on, "zugeteilt", N_("Zuteilung in die Anschlussunterbringung")),
    text("beratung_seit", N_("Beginn der Beratung")),
    text("beratung_ende", N_("Ende der Beratung nach der Regel")),
    text("beratung_ende_ausnahme", N_("Ende in begründeten Einzelfällen")),
    text("beratung_jahre", N_("Beratung in Jahren nach der Regel")),
    text("beratung_jahre_ausnahme", N_("Beratung in Jahren in Einzelfällen")),
    flag("ueber_die_regel", N_("Beratung über die Regel hinaus (viertes Jahr)")),
    of(
        Case.extension_reason,
        "grund_viertes_jahr",
        N_("Begründung für das vierte Jahr"),
        when="ueber_die_regel",
    ),
    of(PersonStatus.residence_status, "aufenthalt", N_("Aufenthaltsstatus mit Rechtsgrundlage")),
    of(PersonStatus.valid_until, "aufenthalt_gueltig_bis", N_("gültig bis, auch durch Verordnung")),
    of(PersonStatus.conditions, "auflagen"),
    of(PersonStatus.work_permission, "erwerbstaetigkeit", N_("ob Erwerbstätigkeit gestattet ist")),
    rows(
        "einkommen",
        "posten",
        N_("Einkommen und Leistungen"),
        text("art", N_("Art")),
        text("von", N_("von")),
        quiet("bis", N_("bis; leer, solange es läuft")),
    ),
    of(PersonStatus.housing, "wohnform"),
    text("wohnform_seit", N_("Wohnform seit")),
    of(PersonStatus.employment, "beschaeftigung", N_("Arbeit oder Beschäftigung")),
    text("beschaeftigung_seit", N_("Beschäftigung seit")),
    of(Person.schooling, "schulbildung"),
    of(Person.training, "ausbildung", N_("Ausbildung oder Studium")),
    of(Person.work_experience, "berufserfahrung"),
    of(Person.recognition, "anerkennung", N_("Anerkennung von Abschlüssen")),
    of(PersonStatus.german_level, "deutsch", N_("Deutschniveau (GER)")),
    text("deutsch_seit", N_("Deutschniveau seit")),
    of(Person.courses, "kurse"),
    of(Person.competences, "kompetenzen"),
    quiet("gesundheit", N_("Gesundheit, freiwillig")),
    of(Person.children, "kinder"),
    of(Person.participation, "teilhabe"),
    of(PlanVersion.concerns, "anliegen"),
    of(PlanVersion.concerns_translation, "anliegen_zweit", shape=Shape.QUIET, when="zweit"),
)

_RATING = (
    text("feld", N_("Handlungsfeld")),
    quiet("feld_zweit", N_("Handlungsfeld in der zweiten Sprache")),
    quiet("einschaetzung", N_("Selbsteinschätzung in Worten")),
    quiet("einschaetzung_zweit", N_("dasselbe in der zweiten Sprache")),
    quiet("einschaetzung_punkte", N_("Selbsteinschätzung als Punkte")),
    quiet("einschaetzung_am", N_("Tag der Selbsteinschätzung")),
    quiet("zu_beginn", N_("erste Selbsteinschätzung, wenn es mehrere gibt")),
    quiet("zu_beginn_zweit", N_("dasselbe in der zweiten Sprache")),
    quiet("zu_beginn_am", N_("Tag der ersten Selbsteinschätzung")),
    quiet("situation", N_("Bemerkung zur Lage")),
)

_PLAN = (
    quiet("anwesend", N_("alle beim Gespräch, jede Person einmal; ohne Sprachmittlung")),
    rows(
        "felder",
        "feld",
        N_("Handlungsfelder mit Zielen"),
        *_RATING,
        rows(
            "ziele",
            "ziel",
            N_("Ziele des Handlungsfelds"),
            text("nummer", N_("Nummer des Ziels, über alle Handlungsfelder gezählt")),
            text("ziel", N_("Ziel")),
            quiet("ziel_zweit", N_("Ziel in der zweiten Sprache")),
            quiet("fuer", N_("für wen im Haushalt; leer für die Klientin oder den Klienten")),
            text("bis", N_("bis wann")),
            text("stand", N_("Stand")),
            quiet("stand_zweit", N_("Stand in der zweiten Sprache")),
            quiet("erledigt_am", N_("erledigt am")),
            quiet("begruendung", N_("Begründung")),
            rows(
                "schritte",
                "schritt",
                N_("Schritte zum Ziel"),
                text("schritt", N_("Schritt")),
                quiet("schritt_zweit", N_("Schritt in der zweiten Sprache")),
                text("wer", N_("wer")),
                quiet("wer_zweit", N_("wer, in der zweiten Sprache")),
                text("bis", N_("bis wann")),
                text("stand", N_("Stand")),
                quiet("stand_zweit", N_("Stand in der zweiten Sprache")),
            ),
        ),
    ),
    rows("weitere_einschaetzungen", "feld", N_("Handlungsfelder ohne Ziele"), *_RATING),
    rows(
        "stellen",
        "stelle",
        N_("beteiligte Stellen und Ehrenamtliche"),
        text("name", N_("Name")),
        text("art", N_("Art der Stelle")),
        text("ansprechperson", N_("Ansprechperson")),
        text("kontakt", N_("Telefon und E-Mail")),
    ),
    rows(
        "vermittlungen",
        "vermittlung",
        N_("Vermittlungen"),
        text("tag", N_("Tag")),
        text("stelle", N_("an wen")),
        text("anlass", N_("Anlass")),
        text("ergebnis", N_("Ergebnis")),
    ),
    rows(
        "einwilligungen",
        "einwilligung",
        N_("Einwilligungen und Schweigepflichtentbindungen"),
        text("zweck", N_("Zweck")),
        text("empfaenger", N_("Empfänger")),
        text("erteilt_am", N_("erteilt am")),
        text("endet_am", N_("endet am")),
        text("stand", N_("Stand")),
    ),
)


def second(phrases: Iterable[tuple[str, str]]) -> tuple[Placeholder, ...]:
    """The placeholders of the second language: for each German phrase, by key, its translation."""
    return (
        flag("zweit", N_("das Dokument eine zweite Sprache hat")),
        *(quiet(f"zweit_{key}", meaning) for key, meaning in phrases),
    )


__all__ = [
    "CASE",
    "OFFICE",
    "PLACEHOLDERS",
    "Placeholder",
    "Shape",
    "describe",
    "second",
]

OFFICE: tuple[Placeholder, ...] = _OFFICE
"""What every document may hold: the town hall, the manager, the day."""

CASE: tuple[Placeholder, ...] = (*_OFFICE, *_HEAD, *_PERSON, *_SITUATION, *CHANGES, *_PLAN)
"""What every document about a case may hold."""

PLACEHOLDERS: tuple[Placeholder, ...] = (*CASE, *second(PLAN.items()))
"""Every placeholder of the integration plan, in the order of the document."""
