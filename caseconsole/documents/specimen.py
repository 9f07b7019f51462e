"""Invented values for every placeholder: what a template looks like filled, without any client.

The values are plausible, the same every time, and differ from each other, so that an author sees
which placeholder printed what. All names, numbers and addresses are made up.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from caseconsole import clock
from caseconsole.documents.declare import Placeholder, Shape
from caseconsole.documents.output import Quiet
from caseconsole.i18n import _

_INVENTED_ROWS = 3

_DAY = re.compile(
    r"_am$|_ab$|_bis$|_seit$|^(?:von|bis|tag)$|datum$|_tag$|^einreise$|^zugeteilt$|_ende$"
    r"|ueberpruefung$|_ausnahme$|^beratung_seit$|_kontakt_am$|wiedervorlage"
)
_VALUES: dict[str, tuple[str, ...]] = {
    "gemeinde": ("Stadt Musterstadt",),
    "zeile": ("Stadt Musterstadt", "Fachbereich Soziales", "Rathausplatz 1, 70999 Musterstadt"),
    "fusszeile": ("Stadt Musterstadt · Rathausplatz 1 · 70999 Musterstadt",),
    "absenderzeile": ("Stadt Musterstadt, Rathausplatz 1, 70999 Musterstadt",),
    "fachkraft": ("Sabine Beispiel",),
    "fachkraft_funktion": ("Integrationsmanagerin",),
    "fachkraft_kontakt": ("07000 123-45, s.beispiel@musterstadt.example",),
    "fallnummer": ("2026-0042", "2026-0043", "2026-0051"),
    "planart": ("Fortschreibung Nr. 2",),
    "version": ("3",),
    "teilgenommen": ("Herr Mustermann, Frau Beispiel, Frau Ehrlich (Ehrenamt)",),
    "sprachmittlung_durch": ("Frau Übersetzerin, Sprachmittlungspool",),
    "name": ("Karim Mustermann", "Leyla Mustermann", "Nour Mustermann", "Jobcenter Musterstadt",
             "VHS Musterstadt", "Jugendmigrationsdienst"),
    "familienname": ("Mustermann",),
    "vorname": ("Karim",),
    "name_eigene_schrift": ("كريم",),
    "auch_bekannt_als": ("Kareem Musterman",),
    "geburtsdatum": ("14.03.1992", "02.09.1994", "21.05.2020"),
    "geburtsort": ("Musterhausen",),
    "alter": ("34", "31", "6"),
    "geschlecht": ("männlich",),
    "staatsangehoerigkeit": ("Syrien",),
    "familienstand": ("verheiratet",),
    "anschrift": ("Beispielweg 12",),
    "empfaenger_anschrift": ("Amtsstraße 3\n70999 Musterstadt",),
    "plz_ort": ("70999 Musterstadt",),
    "telefon": ("07000 987-65", "07000 987-66", "07000 987-67"),
    "email": ("karim@beispiel.example", "info@jobcenter.example", "kontakt@vhs.example"),
    "kontakt": ("07000 555-1, info@jobcenter.example", "07000 555-2, kontakt@vhs.example",
                "07000 555-3, jmd@beispiel.example"),
    "bevorzugter_weg": ("Nachricht auf das Telefon",),
    "muttersprache": ("Arabisch",),
    "weitere_sprachen": ("Kurdisch (Kurmandschi), Englisch",),
    "sprachmittlung": ("ja, Arabisch",),
    "rolle": ("Partnerin", "Tochter", "Sohn"),
    "beratung_jahre": ("3",),
    "beratung_jahre_ausnahme": ("4",),
    "grund_viertes_jahr": ("Ausbildung seit September, die Begleitung ist noch nötig.",),
    "aufenthalt": ("Aufenthaltserlaubnis (§ 25 Abs. 2 AufenthG)",),
    "auflagen": ("Wohnsitz in Musterstadt",),
    "erwerbstaetigkeit": ("Erwerbstätigkeit gestattet",),
    "art": ("Bürgergeld (SGB II)", "Kindergeld", "eigenes Einkommen"),
    "wohnform": ("Anschlussunterbringung, Wohnung",),
    "beschaeftigung": ("Minijob in einer Bäckerei",),
    "schulbildung": ("12 Jahre, Abitur in Syrien",),
    "ausbildung": ("Studium der Elektrotechnik, vier Semester",),
    "berufserfahrung": ("drei Jahre als Elektriker",),
    "anerkennung": ("Zeugnisbewertung beantragt",),
    "deutsch": ("B1",),
    "kurse": ("Integrationskurs bestanden, Berufssprachkurs B2 angemeldet",),
    "kompetenzen": ("handwerklich geschickt, spielt Fußball, kocht gern",),
    "gesundheit": ("Brille nötig, sonst gesund",),
    "kinder": ("Nour besucht die Kita Sonnenschein",),
    "teilhabe": ("Mitglied im Sportverein",),
    "anliegen": ("Arbeit als Elektriker finden; größere Wohnung",),
    "feld": ("Arbeit", "Sprache", "Wohnen"),
    "einschaetzung": ("läuft schon gut", "braucht noch Hilfe", "noch am Anfang"),
    "einschaetzung_punkte": ("●●●○", "●●○○", "●○○○"),
    "zu_beginn": ("noch am Anfang", "gar nicht", "braucht viel Hilfe"),
    "situation": ("sucht eine volle Stelle", "lernt für B2", "zwei Zimmer für vier Personen"),
    "nummer": ("1", "2", "3"),
    "ziel": ("Arbeit als Elektriker", "Prüfung B2 bestehen", "Wohnung mit drei Zimmern"),
    "fuer": ("Karim", "Leyla", "Nour"),
    "stand": ("offen", "erledigt", "teilweise erreicht"),
    "begruendung": ("Zeugnis fehlt noch", "Kurs begann später", "wenige Angebote"),
    "schritt": ("Lebenslauf schreiben", "Kurs anmelden", "Wohnungsanzeigen durchsehen"),
    "wer": ("Klient", "Fachkraft", "Jobcenter Musterstadt"),
    "ansprechperson": ("Frau Amtlich", "Herr Lehrer", "Frau Jugend"),
    "stelle": ("Jobcenter Musterstadt", "VHS Musterstadt", "Schuldnerberatung"),
    "anlass": ("Arbeitssuche", "Sprachkurs B2", "Ratenzahlung"),
    "ergebnis": ("Termin vereinbart", "angemeldet", "noch offen"),
    "zweck": ("Verarbeitung der Angaben", "Schweigepflichtentbindung", "Fotos"),
    "empfaenger": ("Jobcenter Musterstadt", "VHS Musterstadt", "Kita Sonnenschein"),
    "empfaenger_person": ("Frau Amtlich",),
    "anrede": ("Sehr geehrte Frau Amtlich,",),
    "termin_wochentag": ("Mittwoch",),
    "termin_uhrzeit": ("14:30",),
    "termin_ort": ("Rathaus, Zimmer 12",),
    "termin_anlass": ("Plan besprechen",),
    "titel": ("Beratungen", "Betreute Personen", "Neuaufnahmen"),
    "wert": ("120", "48", "17"),
    "balken": ("██████████", "████", "█"),
    "zeitraum": ("2026",),
    "vorjahr": ("2025", "110", "52", "9"),
    "vermerk": ("intern – nicht weitergeben",),
    "stand_der_zahlen": ("wie abgegeben am 15.01.2027, Ausgabe 1, SHA-256 1f0c…",),
    "betreut": ("30", "15", "5"),
    "bestand": ("25", "10", "5"),
    "text": ("Ausweis", "Zeugnisse", "Brief des Jobcenters"),
    "gespraech_art": ("Gespräch im Büro",),
    "gespraech_minuten": ("45",),
    "gespraech_hauptthema": ("Arbeit",),
    "gespraech_weitere_themen": ("Sprache, Wohnen",),
    "gespraech_notiz": ("Herr Mustermann hat zwei Bewerbungen geschrieben.\nEr wartet.",),
}  # fmt: skip


def invented(placeholders: Iterable[Placeholder]) -> dict[str, Any]:
    """Invented values for every placeholder; every condition holds, every list has rows."""
    return _invented(placeholders, Counter())


def write_values(placeholders: Iterable[Placeholder]) -> dict[str, Any]:
    """Invented values for a specimen that is read: as ``invented``, but no draft."""
    return invented(placeholders) | {"entwurf": False}


def nothing(placeholders: Iterable[Placeholder]) -> dict[str, Any]:
    """The values of a case of which nothing is known."""
    empty: Mapping[Shape, Any] = {
        Shape.FLAG: False,
        Shape.ROWS: [],
        Shape.TEXT: "",
        Shape.QUIET: Quiet(),
    }
    return {placeholder.name: empty[placeholder.shape] for placeholder in placeholders}


def _invented(
    placeholders: Iterable[Placeholder], given: Counter[str], row: int = 0
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for placeholder in placeholders:
        if placeholder.shape is Shape.FLAG:
            values[placeholder.name] = True
        elif placeholder.shape is Shape.ROWS:
            values[placeholder.name] = [
                _invented(placeholder.fields, given, number)
                for number in range(1, _INVENTED_ROWS + 1)
            ]
        else:
            values[placeholder.name] = _value(placeholder, given, row)
    return values


def _value(placeholder: Placeholder, given: Counter[str], row: int) -> str:
    name = placeholder.name
    if name in _VALUES:
        choice = _VALUES[name]
        given[name] += 1
        return choice[(given[name] - 1) % len(choice)]
    if _DAY.search(name):
        # Every day another one, so that each is recognised on paper.
        given["days"] += 1
        return f"{clock.today() + dt.timedelta(days=7 * given['days']):%d.%m.%Y}"
    shown = _("Muster: {meaning}").format(meaning=_(placeholder.meaning))
    return f"{shown} {row}" if row else shown
