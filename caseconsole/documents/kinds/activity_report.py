"""The report on the work for council and district (Sachbericht): what may stand in its template.

Its values come from ``caseconsole.reports``, which counts nothing by itself either. Each figure has
three placeholders: itself, that of the year before, and how it changed in words. The sentences of
the text blocks use the same names.
"""

from __future__ import annotations

import re

from caseconsole.counting.definitions import TEXTS
from caseconsole.documents.declare import Placeholder, quiet, rows, text
from caseconsole.documents.kinds.base import Form
from caseconsole.documents.placeholders import OFFICE
from caseconsole.i18n import N_

FIGURES: dict[str, str] = {
    "bestand_anfang": "movement.opening_stock",
    "neuaufnahmen": "movement.new",
    "wiederaufnahmen": "movement.reopened",
    "beendigungen": "movement.ended",
    "bestand_ende": "movement.closing_stock",
    "betreute_personen": "persons.in_care",
    "neue_personen": "persons.new",
    "beratene_personen": "persons.advised",
    "beraten_ohne_fall": "persons.advised_without_case",
    "mitberatene_angehoerige": "persons.co_advised",
    "personen_insgesamt": "persons.in_all",
    "haushalte": "households",
    "betreute_faelle": "cases.in_care",
    "faelle_ueber_der_regel": "limits.past",
    "beratungen_gesamt": "consultations.total",
    "personenkontakte": "consultations.person_contacts",
    "anonyme_kontakte": "consultations.anonymous",
    "erstberatungen": "consultations.first",
    "folgeberatungen": "consultations.follow_up",
    "mit_sprachmittlung": "consultations.with_interpreter",
    "drittkontakte": "consultations.third_party",
    "ausgefallene_termine": "consultations.no_show",
    "plaene_neu": "plans.first_agreed",
    "plaene_fortgeschrieben": "plans.continued",
    "plaene_aktiv": "plans.valid_at_end",
    "plaene_abgeschlossen": "plans.closed",
    "personen_im_bestand": "plans.quota.stock",
    "personen_mit_plan": "plans.quota.with_plan",
    "ziele_offen_am_anfang": "goals.open_at_start",
    "ziele_vereinbart": "goals.agreed",
    "ziele_erreicht": "goals.reached",
    "ziele_teilweise": "goals.partly",
    "ziele_nicht_erreicht": "goals.not_reached",
    "ziele_entfallen": "goals.dropped",
    "ziele_offen_am_ende": "goals.open_at_end",
    "vermittlungen_gesamt": "referrals.total",
}
"""The headline figures by the name that templates and text blocks use; all leave exactly."""

BEFORE, CHANGE = "_vorjahr", "_veraenderung"
"""What follows the name of a figure for that of the year before, and for the change in words."""

WORDS: dict[str, str] = {
    "zeitraum": N_("Zeitraum des Berichts, ein Jahr oder zwei Tage"),
    "zeitraum_von": N_("erster Tag des Zeitraums"),
    "zeitraum_bis": N_("letzter Tag des Zeitraums"),
    "ort": N_("Ort der Gemeinde"),
    "stellenanteil": N_("Stellenanteile zusammen (VZÄ)"),
    "jahre": N_("Jahre der Beratung nach der Regel"),
    "hoechstjahre": N_("Jahre der Beratung in begründeten Einzelfällen"),
}
"""What else templates and text blocks may name."""

SOMETIMES: dict[str, str] = {
    "vorjahr": N_("womit verglichen wird; leer ohne Vergleich"),
    "betreuungsschluessel": N_("Personen im Bestand je voller Stelle"),
    "planquote": N_("Planquote in Prozent; leer unter zehn Personen"),
    "ziele_zu_bearbeiten": N_("Ziele, an denen im Zeitraum gearbeitet wurde"),
    "ziele_erledigt": N_("Ziele, die im Zeitraum erledigt wurden"),
    "anteil_erreicht": N_(
        "Anteil der ganz oder teilweise erreichten an den erledigten Zielen; leer unter zehn"
    ),
    "felder_mit_erfolg": N_("Handlungsfelder mit den meisten erreichten Zielen"),
    "felder_mit_offenen_zielen": N_("Handlungsfelder mit den meisten offenen Zielen"),
    "haeufigste_themen": N_("häufigste Hauptthemen der Beratungen"),
    "haeufigste_arten": N_("häufigste Arten der Beratungen"),
    "haeufigste_gruende": N_("häufigste Gründe der Beendigungen"),
    "haeufigste_stellen": N_("Stellen, an die am meisten vermittelt wurde, gerundet"),
    "ergebnisse_der_vermittlung": N_("Vermittlungen nach Ergebnis, gerundet"),
}
"""What leaves nothing behind where there is nothing to say."""

_DAY = re.compile(r"\{\w+\}")
"""A day in the title of a figure, which is another one in every report."""

CHARTS: dict[str, str] = {
    "diagramm_bewegung": N_("Balken der Fallbewegung"),
    "diagramm_themen": N_("Balken der häufigsten Hauptthemen"),
    "diagramm_ziele": N_("Balken der Zielbilanz"),
    "diagramm_staatsangehoerigkeit": N_("Balken der Staatsangehörigkeiten, gerundet"),
}
"""Charts: lists of bars."""


def _figure(name: str, path: str) -> tuple[Placeholder, ...]:
    title = _DAY.sub("…", TEXTS[path][0])
    return (
        text(name, title),
        quiet(f"{name}{BEFORE}", N_("dieselbe Zahl im Vorjahr")),
        quiet(f"{name}{CHANGE}", N_("dieselbe Zahl im Vergleich mit dem Vorjahr, in Worten")),
    )


def _chart(name: str, meaning: str) -> Placeholder:
    return rows(
        name,
        "zeile",
        meaning,
        text("titel", N_("was gezählt ist")),
        text("wert", N_("die Zahl")),
        quiet("balken", N_("der Balken, aus Blockzeichen")),
    )


ACTIVITY_REPORT = Form(
    name="sachbericht",
    title=N_("Sachbericht"),
    placeholders=(
        *OFFICE,
        *(text(name, meaning) for name, meaning in WORDS.items()),
        *(quiet(name, meaning) for name, meaning in SOMETIMES.items()),
        text("stand_der_zahlen", N_("ob und wann die Zahlen abgegeben wurden, mit Prüfsumme")),
        quiet("vermerk", N_("Vermerk eines Berichts mit genauen Tabellen; sonst leer")),
        quiet("hinweis", N_("was Leser der Zahlen wissen müssen; meist leer")),
        text("planquote_satz", N_("die Planquote mit beiden Zahlen als Satz")),
        text("pruefung", N_("Ergebnis der Prüfregeln")),
        text("rundung", N_("Sätze über die Rundung der Tabellen")),
        rows(
            "abschnitte",
            "abschnitt",
            N_("Textbausteine aus sachbericht.toml"),
            text("titel", N_("Überschrift")),
            rows("absaetze", "absatz", N_("Absätze"), text("text", N_("Text"))),
        ),
        rows(
            "kennzahlen",
            "gruppe",
            N_("Kennzahlen nach Gegenstand"),
            text("titel", N_("Gegenstand")),
            rows(
                "zahlen",
                "zahl",
                N_("Kennzahlen"),
                text("titel", N_("Kennzahl")),
                text("wert", N_("Wert")),
                quiet("vorjahr", N_("Wert im Vorjahr")),
            ),
        ),
        *(_chart(name, meaning) for name, meaning in CHARTS.items()),
        rows(
            "tabellen",
            "tabelle",
            N_("Tabellen der betreuten Personen und des Bestands, gerundet"),
            text("titel", N_("Merkmal")),
            rows(
                "zeilen",
                "zeile",
                N_("Zeilen"),
                text("titel", N_("Zeile")),
                quiet("betreut", N_("betreute Personen")),
                quiet("bestand", N_("Personen im Bestand")),
            ),
        ),
        rows(
            "erklaerungen",
            "erklaerung",
            N_("wie jede Zahl des Berichts gezählt ist"),
            text("titel", N_("Kennzahl")),
            text("text", N_("Erklärung")),
        ),
        *(each for name, path in FIGURES.items() for each in _figure(name, path)),
    ),
)
