"""What the program knows before anybody configures it: value lists, areas and text blocks.

Keys are fixed for good, since caseload files and stored rows name them (interfaces, section 2).
Labels are German and translated where they are shown; a municipality may word them differently in
its settings, add values and retire values, but never remove one.
"""

from __future__ import annotations

from caseconsole.i18n import N_

Labels = tuple[tuple[str, str], ...]
"""Pairs of key and German label, in the order in which a list offers them."""

AREAS: Labels = (
    ("language", N_("Sprache")),
    ("school", N_("Schule")),
    ("training", N_("Ausbildung/Studium")),
    ("work", N_("Arbeit")),
    ("recognition", N_("Anerkennung")),
    ("housing", N_("Wohnen")),
    ("health", N_("Gesundheit")),
    ("participation", N_("Gesellschaftliche Teilhabe")),
    ("family", N_("Familie/Kinder")),
    ("residence", N_("Aufenthalt")),
    ("finances", N_("Finanzen/Leistungen")),
)
"""Areas of an integration plan (Handlungsfelder); each is a topic of a consultation, too."""

TOPICS_ONLY: Labels = (
    ("authorities", N_("Behörden/Post")),
    ("mental_health", N_("psychische Belastung")),
    ("return", N_("Rückkehrberatung")),
    ("other", N_("Sonstiges")),
)
"""Topics of a consultation that are no area of a plan."""

VALUES: dict[str, Labels] = {
    "contact_kind": (
        ("office", N_("Beratung im Büro")),
        ("home_visit", N_("Hausbesuch/aufsuchend")),
        ("phone", N_("Telefon")),
        ("video", N_("Video")),
        ("message", N_("E-Mail/Messenger mit Beratung")),
        ("accompaniment", N_("Begleitung")),
        ("open_hour", N_("Sprechstunde/Tür und Angel")),
        ("third_party", N_("Drittkontakt")),
        ("no_show", N_("ausgefallen")),
        ("attempt", N_("Versuch")),
        ("letter", N_("Schreiben")),
    ),
    "topic": TOPICS_ONLY,
    "residence_status": (
        ("arrival_certificate", N_("Ankunftsnachweis (§ 63a AsylG)")),
        ("permission_to_stay", N_("Aufenthaltsgestattung (§ 55 AsylG)")),
        ("asylum", N_("Asylberechtigung (§ 25 Abs. 1 AufenthG)")),
        ("refugee", N_("Flüchtlingseigenschaft (§ 25 Abs. 2 Alt. 1)")),
        ("subsidiary", N_("Subsidiärer Schutz (§ 25 Abs. 2 Alt. 2)")),
        ("deportation_ban", N_("Abschiebungsverbot (§ 25 Abs. 3)")),
        ("admission_22", N_("Aufnahme aus dem Ausland (§ 22)")),
        ("admission_23", N_("Landes-/Bundesaufnahme, Resettlement (§ 23)")),
        ("hardship_23a", N_("Härtefall (§ 23a)")),
        ("temporary_24", N_("Vorübergehender Schutz Ukraine (§ 24)")),
        ("title_25_4", N_("Aufenthaltserlaubnis § 25 Abs. 4")),
        ("title_25_5", N_("Aufenthaltserlaubnis § 25 Abs. 5")),
        ("title_25a", N_("Aufenthaltserlaubnis § 25a")),
        ("title_25b", N_("Aufenthaltserlaubnis § 25b")),
        ("opportunity_104c", N_("Chancen-Aufenthaltsrecht (§ 104c)")),
        ("training_16g", N_("Ausbildungsaufenthaltserlaubnis (§ 16g)")),
        ("title_19d", N_("Aufenthaltserlaubnis § 19d")),
        ("family_reunion", N_("Familiennachzug (§§ 27 ff.)")),
        ("toleration", N_("Duldung (§ 60a)")),
        ("toleration_discretion", N_("Ermessensduldung (§ 60a Abs. 2 S. 3)")),
        ("toleration_60b", N_("Duldung ungeklärte Identität (§ 60b)")),
        ("toleration_60c", N_("Ausbildungsduldung (§ 60c)")),
        ("toleration_60d", N_("Beschäftigungsduldung (§ 60d)")),
        ("fictional", N_("Fiktionsbescheinigung (§ 81)")),
        ("settlement", N_("Niederlassungserlaubnis (§§ 9, 26)")),
        ("eu_long_term", N_("Daueraufenthalt-EU")),
        ("naturalised", N_("eingebürgert")),
    ),
    "german_level": (
        ("alpha", N_("Alpha")),
        ("A1", "A1"),
        ("A2", "A2"),
        ("B1", "B1"),
        ("B2", "B2"),
        ("C1", "C1"),
        ("C2", "C2"),
    ),
    "work_permission": (
        ("allowed", N_("gestattet")),
        ("on_request", N_("nur mit Erlaubnis")),
        ("not_allowed", N_("nicht gestattet")),
    ),
    "housing": (
        ("reception", N_("Erstaufnahme")),
        ("provisional", N_("vorläufige Unterbringung")),
        ("shared_accommodation", N_("Gemeinschaftsunterkunft")),
        ("follow_up_shared", N_("Anschlussunterbringung (geteilt)")),
        ("follow_up_flat", N_("Anschlussunterbringung (Wohnung)")),
        ("homeless_shelter", N_("Obdachlosenunterkunft (Einweisung)")),
        ("private_flat", N_("private Wohnung")),
    ),
    "employment": (
        ("seeking", N_("arbeitsuchend")),
        ("internship", N_("Praktikum")),
        ("entry_qualification", N_("Einstiegsqualifizierung (EQ)")),
        ("training", N_("Ausbildung")),
        ("studies", N_("Studium")),
        ("work_opportunity", N_("Arbeitsgelegenheit")),
        ("mini_job", N_("Minijob")),
        ("part_time", N_("Teilzeit")),
        ("full_time", N_("Vollzeit")),
        ("self_employed", N_("selbständig")),
        ("parental_leave", N_("Elternzeit")),
        ("unfit", N_("nicht erwerbsfähig")),
        ("school", N_("Schule")),
    ),
    "marital_status": (
        ("single", N_("ledig")),
        ("married", N_("verheiratet")),
        ("partnership", N_("Lebenspartnerschaft")),
        ("separated", N_("getrennt lebend")),
        ("divorced", N_("geschieden")),
        ("widowed", N_("verwitwet")),
    ),
    "income": (
        ("asylum_benefits", N_("AsylbLG")),
        ("sgb2", N_("SGB II")),
        ("sgb12", N_("SGB XII")),
        ("housing_benefit", N_("Wohngeld")),
        ("child_supplement", N_("Kinderzuschlag")),
        ("child_benefit", N_("Kindergeld")),
        ("education_package", N_("Bildung und Teilhabe")),
        ("bafoeg", N_("BAföG")),
        ("own_income", N_("eigenes Einkommen")),
    ),
    "partner_kind": (
        ("immigration_office", N_("Ausländerbehörde")),
        ("social_office", N_("Sozialamt")),
        ("jobcenter", N_("Jobcenter")),
        ("employment_agency", N_("Agentur für Arbeit")),
        ("housing_benefit_office", N_("Wohngeldstelle")),
        ("family_benefits", N_("Familienkasse")),
        ("youth_office", N_("Jugendamt")),
        ("health_office", N_("Gesundheitsamt")),
        ("kindergarten", N_("Kita")),
        ("school", N_("Schule")),
        ("school_social_work", N_("Schulsozialarbeit")),
        ("youth_vocational_help", N_("Jugendberufshilfe")),
        ("mbe", N_("Migrationsberatung (MBE)")),
        ("jmd", N_("Jugendmigrationsdienst (JMD)")),
        ("recognition_advice", N_("Anerkennungsberatung (IQ)")),
        ("language_school", N_("VHS/Sprachkursträger")),
        ("chamber", N_("Kammer")),
        ("employer", N_("Arbeitgeber")),
        ("debt_advice", N_("Schuldnerberatung")),
        ("pregnancy_advice", N_("Schwangerenberatung")),
        ("psychosocial_centre", N_("psychosoziales Zentrum")),
        ("return_advice", N_("Rückkehrberatung")),
        ("volunteers", N_("Ehrenamt/Asylkreis")),
        ("club", N_("Verein")),
        ("integration_officer", N_("Integrationsbeauftragte/r")),
        ("district_office", N_("Koordinierungsstelle des Kreises")),
        ("other", N_("Sonstiges")),
    ),
    "referral_result": (
        ("open", N_("offen")),
        ("started", N_("begonnen")),
        ("completed", N_("abgeschlossen")),
        ("declined", N_("abgelehnt")),
        ("waiting_list", N_("Warteliste")),
        ("no_answer", N_("keine Rückmeldung")),
    ),
    "consent_purpose": (
        ("processing", N_("Einwilligung in die Datenverarbeitung")),
        ("release", N_("Schweigepflichtentbindung")),
        ("photo", N_("Fotos")),
        ("volunteer_contact", N_("Kontakt zu Ehrenamtlichen")),
        ("other", N_("Sonstiges")),
    ),
    "closing_reason": (
        ("goals_reached", N_("Ziele erreicht/selbständig")),
        ("time_limit", N_("Zeitablauf, verwiesen")),
        ("moved_away", N_("Wegzug")),
        ("transferred", N_("Verlegung")),
        ("left_country", N_("Ausreise/Abschiebung")),
        ("no_contact", N_("kein Kontakt")),
        ("own_wish", N_("auf Wunsch")),
        ("handed_over", N_("an andere Stelle übergeben")),
        ("died", N_("verstorben")),
        ("other", N_("Sonstiges")),
    ),
    "sex": (
        ("female", N_("weiblich")),
        ("male", N_("männlich")),
        ("diverse", N_("divers")),
    ),
    "household_role": (
        ("head", N_("Haushaltsvorstand")),
        ("partner", N_("Partner/in")),
        ("child", N_("Kind")),
        ("relative", N_("Verwandte/r")),
        ("other", N_("Sonstige")),
    ),
    "goal_state": (
        ("open", N_("offen")),
        ("reached", N_("erreicht")),
        ("partly", N_("teilweise erreicht")),
        ("not_reached", N_("nicht erreicht")),
        ("dropped", N_("entfällt")),
    ),
    "responsible": (
        ("client", N_("Klient/in")),
        ("manager", N_("Integrationsmanagement")),
        ("office", N_("Behörde/Stelle")),
        ("volunteer", N_("Ehrenamt")),
    ),
    "birth_precision": (
        ("day", N_("genau")),
        ("month", N_("Monat und Jahr bekannt")),
        ("year", N_("nur Jahr bekannt")),
    ),
    "recognition": (
        ("none", N_("keine")),
        ("advised", N_("beraten")),
        ("applied", N_("beantragt")),
        ("deficit_notice", N_("Defizitbescheid")),
        ("partial", N_("teilweise Gleichwertigkeit")),
        ("full", N_("volle Gleichwertigkeit")),
        ("rejected", N_("abgelehnt")),
        ("zab", N_("Zeugnisbewertung (ZAB)")),
    ),
    "contact_way": (
        ("phone", N_("Telefon")),
        ("message", N_("Messenger")),
        ("email", N_("E-Mail")),
        ("letter", N_("Brief")),
        ("in_person", N_("persönlich")),
    ),
}
"""The lists by name; ``topic`` holds here only what the areas do not bring."""

FIXED_LISTS = frozenset({"sex", "household_role", "goal_state", "responsible", "birth_precision"})
"""Lists that rules of the program hang on: their labels may change, their values may not."""

CONSULTATIONS = frozenset(
    {"office", "home_visit", "phone", "video", "message", "accompaniment", "open_hour"}
)
"""Contact kinds that count as consultation; ``message`` only while the setting says so."""

SHORT: dict[str, dict[str, str]] = {
    "residence_status": {
        "arrival_certificate": N_("Ankunftsn."),
        "permission_to_stay": N_("Gestattung"),
        "asylum": N_("Asyl"),
        "refugee": N_("Flüchtling"),
        "subsidiary": N_("subs. Schutz"),
        "deportation_ban": N_("Absch.verbot"),
        "admission_22": "§ 22",
        "admission_23": "§ 23",
        "hardship_23a": "§ 23a",
        "temporary_24": "§ 24",
        "title_25_4": "§ 25 IV",
        "title_25_5": "§ 25 V",
        "title_25a": "§ 25a",
        "title_25b": "§ 25b",
        "opportunity_104c": "§ 104c",
        "training_16g": "§ 16g",
        "title_19d": "§ 19d",
        "family_reunion": N_("Fam.nachzug"),
        "toleration": N_("Duldung"),
        "toleration_discretion": N_("Ermessensd."),
        "toleration_60b": N_("Duldung 60b"),
        "toleration_60c": N_("Duldung 60c"),
        "toleration_60d": N_("Duldung 60d"),
        "fictional": N_("Fiktionsb."),
        "settlement": N_("Niederl.erl."),
        "eu_long_term": N_("Daueraufenth"),
        "naturalised": N_("eingebürgert"),
    },
    "contact_kind": {
        "office": N_("Büro"),
        "home_visit": N_("Hausbesuch"),
        "message": N_("Nachricht"),
        "open_hour": N_("Sprechstunde"),
    },
}
"""Labels of at most twelve characters, for the columns of an 80 character wide screen."""

TEXT_BLOCKS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "language": (
        (
            "Integrationskurs abschließen (DTZ B1)",
            "Alphabetisierungskurs beginnen",
            "B2-Kurs (Berufssprachkurs) beginnen",
            "Deutsch im Alltag üben",
        ),
        (
            "Berechtigungsschein beantragen",
            "Einstufungstest bei der VHS machen",
            "Anmeldung zum Kurs",
            "Sprachcafé besuchen",
        ),
    ),
    "school": (
        (
            "Kind ist in der passenden Schule oder Klasse angemeldet",
            "Schulabschluss nachholen",
            "Eltern kennen das Schulsystem und die Ansprechpersonen",
        ),
        (
            "Termin mit der Schulleitung vereinbaren",
            "Zeugnisse zusammenstellen",
            "Elterngespräch mit Schulsozialarbeit",
            "Nachhilfe über Bildung und Teilhabe beantragen",
        ),
    ),
    "training": (
        (
            "Ausbildungsplatz finden",
            "Berufswunsch klären",
            "Ausbildung erfolgreich abschließen",
            "Studium vorbereiten",
        ),
        (
            "Termin bei der Berufsberatung",
            "Praktikum suchen",
            "Bewerbungsunterlagen erstellen",
            "Beratung zu BAföG oder Berufsausbildungsbeihilfe",
        ),
    ),
    "work": (
        (
            "Arbeit finden",
            "Von Minijob in Teilzeit oder Vollzeit wechseln",
            "Arbeitsverhältnis sichern",
            "Arbeit und Kinderbetreuung vereinbaren",
        ),
        (
            "Lebenslauf erstellen",
            "Beim Jobcenter oder der Agentur für Arbeit melden",
            "Beschäftigungserlaubnis beantragen",
            "Arbeitsvertrag gemeinsam lesen",
        ),
    ),
    "recognition": (
        (
            "Ausländischen Abschluss anerkennen lassen",
            "Zeugnisbewertung (ZAB) erhalten",
            "Auflagen aus dem Bescheid erfüllen",
        ),
        (
            "Termin bei der Anerkennungsberatung (IQ)",
            "Zeugnisse übersetzen lassen",
            "Antrag bei der zuständigen Stelle einreichen",
            "Anerkennungszuschuss beantragen",
        ),
    ),
    "housing": (
        (
            "Eigene Wohnung finden",
            "Wohnung sichern, Mietrückstände vermeiden",
            "Regeln von Haus und Nachbarschaft kennen",
        ),
        (
            "Wohnberechtigungsschein beantragen",
            "Bewerbermappe für die Wohnungssuche erstellen",
            "Mietangebot vom Jobcenter prüfen lassen",
            "Strom und Müll anmelden",
        ),
    ),
    "health": (
        (
            "Hausärztliche Versorgung sicherstellen",
            "Psychosoziale Unterstützung finden",
            "Kinder nehmen an den Vorsorgeuntersuchungen teil",
        ),
        (
            "Krankenkasse und Versichertenkarte klären",
            "Termin bei der Hausärztin oder dem Hausarzt",
            "Anmeldung beim psychosozialen Zentrum",
            "Impfpass prüfen lassen",
        ),
    ),
    "participation": (
        (
            "Kontakte im Ort knüpfen",
            "In einem Verein mitmachen",
            "Sich selbst ehrenamtlich engagieren",
        ),
        (
            "Kontakt zum Asylkreis herstellen",
            "Schnuppertermin im Verein",
            "Begegnungscafé besuchen",
            "Patenschaft vermitteln",
        ),
    ),
    "family": (
        (
            "Betreuungsplatz für das Kind finden",
            "Familiennachzug klären",
            "Entlastung im Familienalltag",
        ),
        (
            "Anmeldung in der Kita",
            "Termin bei der Erziehungsberatung",
            "Kindergeld und Kinderzuschlag beantragen",
            "Beratung zum Familiennachzug",
        ),
    ),
    "residence": (
        (
            "Aufenthaltserlaubnis rechtzeitig verlängern",
            "Niederlassungserlaubnis erreichen",
            "Identität klären, Pass beschaffen",
            "Anschlusstitel zum Chancen-Aufenthaltsrecht erreichen",
        ),
        (
            "Termin bei der Ausländerbehörde vereinbaren",
            "Unterlagen zur Verlängerung zusammenstellen",
            "Termin beim Konsulat",
            "Test Leben in Deutschland anmelden",
        ),
    ),
    "finances": (
        (
            "Lebensunterhalt ist gesichert",
            "Schulden regeln",
            "Mit dem eigenen Geld auskommen",
            "Unabhängig von Leistungen leben",
        ),
        (
            "Antrag auf Leistungen stellen",
            "Bescheid gemeinsam prüfen",
            "Ratenzahlung vereinbaren",
            "Termin bei der Schuldnerberatung",
            "Konto eröffnen",
        ),
    ),
}
"""Wordings by area that the plan offers: goals, then steps. They become text of the plan."""
