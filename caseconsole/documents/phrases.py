"""Headings, labels and fixed sentences that a second language can stand beside, in German.

A phrase is a placeholder ``zweit_<key>`` of the documents whose group names it; the catalogues in
``templates/languages`` hold the translations by the same keys.
"""

from __future__ import annotations

from collections.abc import Mapping

from caseconsole.i18n import N_

_WHO = {
    "name": N_("Name"),
    "geburtsdatum": N_("Geburtsdatum"),
    "anschrift": N_("Anschrift"),
    "telefon": N_("Telefon"),
}
_SIGNED = {
    "unterschriften": N_("Unterschriften"),
    "ort_datum": N_("Ort, Datum"),
    "klient": N_("Klientin/Klient"),
    "fachkraft": N_("Integrationsmanagement"),
    "sprachmittlung": N_("Sprachmittlung"),
}
_DECLARED = {
    "vertretung": N_("Gesetzliche Vertretung, falls nötig"),
    "uebersetzt_von": N_("Vorgelesen oder übersetzt von"),
    "uebersetzt_sprache": N_("in der Sprache"),
    "verstanden": N_(
        "Der Inhalt wurde mir in einer Sprache erklärt, die ich verstehe. Ich konnte Fragen "
        "stellen."
    ),
    "kopie_erhalten": N_("Eine Kopie habe ich erhalten am"),
    "massgeblich": N_(
        "Die Übersetzung hilft beim Verstehen. Rechtlich maßgeblich ist der deutsche Text."
    ),
}

PLAN: Mapping[str, str] = {
    "titel": N_("Integrationsplan"),
    "entwurf": N_("Entwurf, noch nicht vereinbart"),
    "erster_plan": N_("Erster Plan"),
    "fortschreibung": N_("Fortschreibung"),
    "fuer": N_("Für"),
    "fallnummer": N_("Fallnummer"),
    "kontakt": N_("Kontakt"),
    "plan": N_("Plan"),
    "vereinbart_am": N_("Vereinbart am"),
    "angaben_vom": N_("Angaben zur Person vom"),
    "teilgenommen": N_("Beim Gespräch dabei"),
    "person": N_("Angaben zur Person"),
    "familienname": N_("Familienname"),
    "vorname": N_("Vorname"),
    "bekannt_als": N_("Auch bekannt als"),
    "geburtsort": N_("Geburtsort"),
    "geschlecht": N_("Geschlecht"),
    "staatsangehoerigkeit": N_("Staatsangehörigkeit"),
    "familienstand": N_("Familienstand"),
    "kontaktweg": N_("Bevorzugter Weg der Kontaktaufnahme"),
    "muttersprache": N_("Muttersprache"),
    "weitere_sprachen": N_("Weitere Sprachen"),
    "sprachmittlung_noetig": N_("Sprachmittlung nötig"),
    **_WHO,
    "email": N_("E-Mail"),
    "haushalt": N_("Haushalt"),
    "rolle": N_("Rolle"),
    "alter": N_("Alter"),
    "ankunft": N_("Ankunft und Beratung"),
    "einreise": N_("Einreise nach Deutschland"),
    "zugeteilt": N_("Zuteilung in die Anschlussunterbringung"),
    "beratung_seit": N_("Beginn der Beratung"),
    "beratung_endet": N_("Ende der Beratung"),
    "beratung_endet_ausnahme": N_("Ende in begründeten Einzelfällen"),
    "viertes_jahr": N_("Begründung für das vierte Jahr"),
    "aufenthalt": N_("Aufenthalt"),
    "aufenthaltsstatus": N_("Status mit Rechtsgrundlage"),
    "gueltig_bis": N_("Gültig bis"),
    "erwerbstaetigkeit": N_("Erwerbstätigkeit"),
    "auflagen": N_("Auflagen"),
    "einkommen": N_("Einkommen und Leistungen"),
    "art": N_("Art"),
    "von": N_("Von"),
    "bis_tag": N_("Bis"),
    "wohnen": N_("Wohnen"),
    "wohnform": N_("Wohnform"),
    "seit": N_("Seit"),
    "bildung": N_("Schule, Ausbildung und Arbeit"),
    "schulbildung": N_("Schulbildung"),
    "ausbildung": N_("Ausbildung, Studium"),
    "berufserfahrung": N_("Berufserfahrung"),
    "arbeit": N_("Arbeit"),
    "anerkennung": N_("Anerkennung von Abschlüssen"),
    "sprache": N_("Sprache"),
    "deutsch": N_("Deutsch (GER)"),
    "kurse": N_("Kurse und Prüfungen"),
    "kompetenzen": N_("Kompetenzen, Interessen und Stärken"),
    "gesundheit": N_("Gesundheit"),
    "hinweis_gesundheit": N_(
        "Freiwillige Angabe, besonders geschützt (Art. 9 DSGVO). Sie wird nicht ohne ausdrückliche "
        "Einwilligung weitergegeben."
    ),
    "kinder": N_("Kinder"),
    "teilhabe": N_("Teilhabe und Kontakte"),
    "anliegen": N_("Anliegen und Bedarf in eigenen Worten"),
    "seit_letztem_plan": N_("Seit dem letzten Plan"),
    "vergleich_weiter": N_("Läuft weiter"),
    "vergleich_neu": N_("Neu"),
    "vergleich_entfallen": N_("Entfallen"),
    "vergleich_schritte": N_("Erledigte Schritte"),
    "ziele": N_("Ziele und Schritte"),
    "keine_ziele": N_("Noch keine Ziele vereinbart."),
    "schritt": N_("Ziel und Schritte"),
    "wer": N_("Wer"),
    "bis": N_("Bis wann"),
    "stand": N_("Stand"),
    "selbsteinschaetzung": N_("Selbsteinschätzung"),
    "zu_beginn": N_("zu Beginn"),
    "weitere": N_("Weitere Handlungsfelder"),
    "stellen": N_("Beteiligte Stellen und Vermittlungen"),
    "stelle": N_("Stelle, Ehrenamt"),
    "ansprechperson": N_("Ansprechperson"),
    "vermittelt_am": N_("Vermittelt am"),
    "vermittelt_an": N_("An"),
    "anlass": N_("Anlass"),
    "ergebnis": N_("Ergebnis"),
    "ueberpruefung": N_("Nächste Überprüfung"),
    "ueberpruefung_satz": N_("Dieser Plan wird gemeinsam überprüft am"),
    "freiwilligkeit": N_("Freiwilligkeit, Einwilligung und Schweigepflicht"),
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
    "zweck": N_("Zweck"),
    "empfaenger": N_("Empfänger"),
    "erteilt_am": N_("Erteilt am"),
    "endet_am": N_("Endet am"),
    **_SIGNED,
    "kopie": N_("Eine Kopie dieses Plans wurde ausgehändigt am"),
    "keine_angaben": N_("Keine Angaben."),
}
"""The integration plan: headings, labels of its fields, fixed sentences."""

RELEASE: Mapping[str, str] = {
    "entbindung_titel": N_("Entbindung von der Schweigepflicht"),
    "entbindung_person": N_("Wer die Erklärung abgibt"),
    **_WHO,
    "entbindung_wen": N_("Wen ich von der Schweigepflicht entbinde"),
    "entbindung_wen_satz": N_(
        "Ich entbinde die Fachkraft des Integrationsmanagements von ihrer Schweigepflicht "
        "(§ 203 StGB), soweit es unten steht."
    ),
    "entbindung_gegenueber": N_("Gegenüber wem"),
    "entbindung_gegenueber_satz": N_(
        "Die Erklärung gilt nur gegenüber der hier genannten Stelle oder Person."
    ),
    "entbindung_zweck": N_("Wozu"),
    "entbindung_zweck_satz": N_(
        "Die Angaben dürfen nur für diesen Zweck weitergegeben und verwendet werden."
    ),
    "entbindung_umfang": N_("Welche Angaben"),
    "entbindung_umfang_satz": N_(
        "Nur die hier genannten Angaben dürfen weitergegeben werden, und nur soweit sie für den "
        "Zweck nötig sind."
    ),
    "entbindung_gesundheit": N_(
        "Angaben zur Gesundheit gehören nur dazu, wenn sie hier ausdrücklich genannt sind."
    ),
    "entbindung_richtung": N_("In welche Richtung (bitte ankreuzen)"),
    "entbindung_einseitig": N_("Nur die Fachkraft gibt Angaben an diese Stelle weiter."),
    "entbindung_gegenseitig": N_(
        "Gegenseitig: Auch die genannte Stelle entbinde ich von der Schweigepflicht gegenüber der "
        "Fachkraft, für denselben Zweck und dieselben Angaben."
    ),
    "entbindung_dauer": N_("Wie lange"),
    "entbindung_gilt_ab": N_("Gilt ab"),
    "entbindung_gilt_bis": N_("Gilt bis"),
    "entbindung_dauer_satz": N_(
        "Ist kein Ende genannt, endet die Erklärung, wenn der Zweck erreicht ist, spätestens mit "
        "dem Ende der Beratung."
    ),
    "entbindung_rechte": N_("Freiwilligkeit und Widerruf"),
    "entbindung_freiwillig": N_(
        "Diese Erklärung ist freiwillig. Gebe ich sie nicht ab, habe ich keine Nachteile und die "
        "Beratung geht weiter; die Fachkraft spricht dann mit dieser Stelle nicht über mich."
    ),
    "entbindung_widerruf": N_(
        "Ich kann diese Erklärung jederzeit und ohne Angabe von Gründen für die Zukunft "
        "widerrufen. Eine formlose Mitteilung an die Fachkraft genügt. Was bis dahin "
        "weitergegeben wurde, bleibt rechtmäßig."
    ),
    **_DECLARED,
    **_SIGNED,
}
"""The release from secrecy: who is freed towards whom, for what, for how long (§ 203 StGB)."""

CONSENT: Mapping[str, str] = {
    "einwilligung_titel": N_("Einwilligung in die Verarbeitung meiner Daten"),
    "einwilligung_person": N_("Wer einwilligt"),
    **_WHO,
    "einwilligung_zwecke": N_("Worin ich einwillige"),
    "einwilligung_ankreuzen": N_(
        "Bitte kreuzen Sie bei jedem Zweck selbst an, ob Sie einwilligen. Jeder Zweck gilt für "
        "sich. Nichts ist vorher angekreuzt."
    ),
    "einwilligung_ja": N_("Ich willige ein"),
    "einwilligung_nein": N_("Ich willige nicht ein"),
    "einwilligung_beratung": N_(
        "Das Integrationsmanagement darf meine Angaben speichern und nutzen, um mich zu beraten "
        "und meinen Integrationsplan zu führen."
    ),
    "einwilligung_gesundheit": N_(
        "Das Integrationsmanagement darf dafür auch Angaben zu meiner Gesundheit speichern und "
        "nutzen. Diese Angaben sind besonders geschützt (Art. 9 DSGVO)."
    ),
    "einwilligung_ehrenamt": N_(
        "Das Integrationsmanagement darf meinen Namen und meine Telefonnummer an Ehrenamtliche "
        "geben, die mich unterstützen."
    ),
    "einwilligung_fotos": N_(
        "Die Gemeinde darf Fotos von mir für den Zweck verwenden, der hier genannt ist."
    ),
    "einwilligung_gilt_bis": N_("Gilt bis"),
    "datenschutz": N_("Information zum Datenschutz (Art. 13 DSGVO)"),
    "verantwortlich": N_("Verantwortlich"),
    "datenschutzbeauftragt": N_("Datenschutzbeauftragte/r"),
    "datenschutz_zweck": N_("Zweck"),
    "datenschutz_zweck_satz": N_(
        "Wir verarbeiten Ihre Angaben, um Sie zu beraten und den Integrationsplan mit Ihnen zu "
        "führen. Für Berichte an Land und Kreis zählen wir nur; Namen stehen nicht darin."
    ),
    "rechtsgrundlage": N_("Rechtsgrundlage"),
    "rechtsgrundlage_satz": N_(
        "Grundlage ist Ihre Einwilligung (Art. 6 Abs. 1 Buchst. a DSGVO), für Angaben zur "
        "Gesundheit Ihre ausdrückliche Einwilligung (Art. 9 Abs. 2 Buchst. a DSGVO)."
    ),
    "datenschutz_empfaenger": N_("Empfänger"),
    "datenschutz_empfaenger_satz": N_(
        "Ihre Angaben sehen die Fachkraft des Integrationsmanagements und ihre Vertretung. Andere "
        "Stellen erhalten sie nur, wenn Sie zustimmen oder ein Gesetz es verlangt. Die Angaben "
        "gehen nicht in Länder außerhalb der Europäischen Union."
    ),
    "speicherdauer": N_("Speicherdauer"),
    "speicherdauer_satz": N_(
        "Wir speichern Ihre Angaben nur so lange, wie sie nötig sind. Nach dem Ende der Beratung "
        "löschen wir sie, wenn die hier genannte Frist vorbei ist."
    ),
    "rechte": N_("Ihre Rechte"),
    "rechte_satz": N_(
        "Sie können Auskunft über Ihre Angaben verlangen (Art. 15 DSGVO), sie berichtigen "
        "(Art. 16) und löschen lassen (Art. 17), ihre Verarbeitung einschränken lassen (Art. 18), "
        "sie in einem gängigen Format erhalten (Art. 20) und der Verarbeitung widersprechen "
        "(Art. 21)."
    ),
    "widerruf": N_("Widerruf"),
    "widerruf_satz": N_(
        "Sie können Ihre Einwilligung jederzeit und ohne Angabe von Gründen für die Zukunft "
        "widerrufen. Eine formlose Mitteilung genügt. Was bis dahin geschehen ist, bleibt "
        "rechtmäßig."
    ),
    "beschwerde": N_("Beschwerde"),
    "beschwerde_satz": N_(
        "Sie können sich beim Landesbeauftragten für den Datenschutz und die Informationsfreiheit "
        "Baden-Württemberg beschweren."
    ),
    "freiwillig": N_("Freiwilligkeit"),
    "freiwillig_satz": N_(
        "Alle Angaben sind freiwillig. Willigen Sie nicht ein, haben Sie keine Nachteile bei "
        "anderen Behörden; ohne Ihre Angaben können wir Sie aber weniger gut beraten. "
        "Automatisierte Entscheidungen gibt es nicht."
    ),
    **_DECLARED,
    **_SIGNED,
}
"""The consent for each purpose, and the information that Art. 13 GDPR asks for."""

APPOINTMENT: Mapping[str, str] = {
    "termin_titel": N_("Ihr Termin"),
    "termin_anrede": N_("Guten Tag,"),
    "termin_satz": N_("wir haben einen Termin für Sie. Bitte kommen Sie pünktlich."),
    "termin_tag": N_("Tag"),
    "termin_uhrzeit": N_("Uhrzeit"),
    "termin_ort": N_("Ort"),
    "termin_bei": N_("Mit wem"),
    "termin_anlass": N_("Worum es geht"),
    "termin_mitbringen": N_("Bitte bringen Sie mit"),
    "termin_absagen": N_(
        "Können Sie nicht kommen? Dann rufen Sie bitte vorher an oder schreiben Sie uns. Wir "
        "finden einen anderen Termin."
    ),
    "termin_dolmetschen": N_("Eine Person, die übersetzt, ist dabei."),
    "termin_begleitung": N_(
        "Sie dürfen eine Person mitbringen, der Sie vertrauen oder die für Sie übersetzt."
    ),
    "termin_kostenlos": N_("Die Beratung ist kostenlos, freiwillig und vertraulich."),
    "termin_gruss": N_("Mit freundlichen Grüßen"),
    "telefon": _WHO["telefon"],
    "fachkraft": _SIGNED["fachkraft"],
}
"""The appointment slip."""

GROUPS: Mapping[str, Mapping[str, str]] = {
    "plan": PLAN,
    "release": RELEASE,
    "consent": CONSENT,
    "appointment": APPOINTMENT,
}
"""The phrases of each document that can have a second language."""

PHRASES: Mapping[str, str] = {
    key: german for group in GROUPS.values() for key, german in group.items()
}
"""All phrases of all documents."""
