"""The counting rules in German, one title and one definition for each figure.

They are printed beside the figures that leave the house, so they say what a reader at the district
must know, and nothing about how the program works. Source: counting rules, sections 1 to 4.
"""

from __future__ import annotations

from caseconsole.i18n import N_

Text = tuple[str, str]
"""Title and definition; days in braces are filled in for the period."""

TEXTS: dict[str, Text] = {
    "movement.opening_stock": (
        N_("Bestand am {eve} abends"),
        N_(
            "Betreuungszeiträume, die vor dem {first} begonnen haben und am Abend des {eve} nicht "
            "beendet waren."
        ),
    ),
    "movement.new": (
        N_("Neuaufnahmen"),
        N_(
            "Betreuungszeiträume mit Beginn vom {first} bis {last}, wenn der Fall vorher noch nie "
            "betreut wurde."
        ),
    ),
    "movement.reopened": (
        N_("Wiederaufnahmen"),
        N_(
            "Betreuungszeiträume mit Beginn vom {first} bis {last}, wenn der Fall schon früher "
            "einmal betreut wurde."
        ),
    ),
    "movement.ended": (
        N_("Beendigungen"),
        N_(
            "Betreuungszeiträume mit Ende vom {first} bis {last}. Eine spätere Wiederaufnahme "
            "ändert daran nichts."
        ),
    ),
    "movement.closing_stock": (
        N_("Bestand am {last} abends"),
        N_(
            "Betreuungszeiträume, die bis zum {last} begonnen haben und am Abend dieses Tages "
            "nicht beendet waren. Wer am {last} endet, zählt als beendet und nicht im Bestand."
        ),
    ),
    "movement.active_rows": (
        N_("Betreuungszeiträume"),
        N_("Betreuungszeiträume mit mindestens einem Tag im Zeitraum."),
    ),
    "cases.in_care": (
        N_("Betreute Fälle"),
        N_("Jeder Fall einmal, der an mindestens einem Tag des Zeitraums betreut wurde."),
    ),
    "cases.carried_over": (
        N_("Fälle, übernommen"),
        N_("Betreute Fälle, die schon vor dem {first} liefen."),
    ),
    "cases.new": (
        N_("Fälle, neu"),
        N_("Betreute Fälle, nicht übernommen, deren erste Betreuung überhaupt im Zeitraum begann."),
    ),
    "cases.reopened": (
        N_("Fälle, wieder aufgenommen"),
        N_("Betreute Fälle, nicht übernommen, die schon vor dem Zeitraum einmal betreut wurden."),
    ),
    "cases.running": (
        N_("Fälle, laufend"),
        N_("Betreute Fälle, die am Abend des {last} nicht beendet waren."),
    ),
    "cases.ended": (
        N_("Fälle, beendet"),
        N_("Betreute Fälle, die am Abend des {last} beendet waren."),
    ),
    "persons.in_care": (
        N_("Betreute Personen"),
        N_(
            "Jede Person einmal, die an mindestens einem Tag des Zeitraums einen laufenden "
            "Betreuungszeitraum hatte."
        ),
    ),
    "persons.carried_over": (
        N_("Personen, übernommen"),
        N_("Betreute Personen, von denen ein Fall schon vor dem {first} lief."),
    ),
    "persons.new": (
        N_("Personen, neu"),
        N_("Betreute Personen, von denen vor dem {first} noch nie ein Fall begonnen hatte."),
    ),
    "persons.reopened": (
        N_("Personen, wieder aufgenommen"),
        N_("Betreute Personen, nicht übernommen, die schon vor dem {first} einmal betreut wurden."),
    ),
    "persons.running": (
        N_("Personen, laufend"),
        N_("Betreute Personen, von denen am Abend des {last} mindestens ein Fall lief."),
    ),
    "persons.ended": (
        N_("Personen, beendet"),
        N_("Betreute Personen, von denen am Abend des {last} kein Fall mehr lief."),
    ),
    "persons.advised": (
        N_("Beratene Personen"),
        N_("Jede namentlich bekannte Person einmal, mit mindestens einer Beratung im Zeitraum."),
    ),
    "persons.in_care_without_talk": (
        N_("Betreut ohne Gespräch"),
        N_("Betreute Personen ohne eine Beratung im Zeitraum."),
    ),
    "persons.advised_without_case": (
        N_("Beraten ohne Fall"),
        N_("Beratene Personen, die im Zeitraum keinen laufenden Betreuungszeitraum hatten."),
    ),
    "persons.co_advised": (
        N_("Mitberatene Angehörige"),
        N_(
            "Beratene ohne eigenen laufenden Fall, die am Tag des Gesprächs zum Haushalt einer "
            "Person gehörten, die an diesem Tag betreut wurde."
        ),
    ),
    "persons.in_all": (
        N_("Personen insgesamt"),
        N_("Betreute Personen und Beratene ohne Fall zusammen."),
    ),
    "households": (
        N_("Haushalte"),
        N_(
            "Haushalte der betreuten Personen am jeweils ersten Tag der Betreuung im Zeitraum. "
            "Eine Person ohne eingetragenen Haushalt ist ein Haushalt."
        ),
    ),
    "consultations.total": (
        N_("Beratungen"),
        N_(
            "Kontakte im Zeitraum, deren Art als Beratung zählt. Ausgefallene Termine, Versuche, "
            "Schreiben und Drittkontakte zählen nicht. Es zählt der Tag des Gesprächs."
        ),
    ),
    "consultations.named": (
        N_("Beratungen mit Namen"),
        N_("Beratungen, an denen mindestens eine namentlich bekannte Person teilnahm."),
    ),
    "consultations.person_contacts": (
        N_("Personenkontakte"),
        N_(
            "Teilnahmen namentlich bekannter Personen an Beratungen: ein Gespräch mit drei "
            "Personen ist eine Beratung mit drei Personenkontakten."
        ),
    ),
    "consultations.anonymous": (
        N_("Anonyme Kontakte"),
        N_("Teilnahmen von Personen ohne Namen an Beratungen, zum Beispiel in der Sprechstunde."),
    ),
    "consultations.minutes": (
        N_("Beratungsminuten"),
        N_("Summe der Minuten der Beratungen, je Gespräch einmal."),
    ),
    "consultations.first": (
        N_("Erstberatungen"),
        N_("Beratungen, die für mindestens eine teilnehmende Person die erste überhaupt waren."),
    ),
    "consultations.follow_up": (
        N_("Folgeberatungen"),
        N_("Alle übrigen Beratungen mit Namen."),
    ),
    "consultations.with_interpreter": (
        N_("Mit Sprachmittlung"),
        N_("Beratungen, bei denen jemand gedolmetscht hat."),
    ),
    "consultations.third_party": (
        N_("Drittkontakte"),
        N_("Gespräche über Klienten mit Behörden und anderen Stellen; sie sind keine Beratung."),
    ),
    "consultations.no_show": (
        N_("Ausgefallene Termine"),
        N_("Vereinbarte Termine, die nicht zustande kamen; sie sind keine Beratung."),
    ),
    "plans.first_agreed": (
        N_("Pläne neu"),
        N_("Integrationspläne, die im Zeitraum erstmals vereinbart wurden. Entwürfe zählen nicht."),
    ),
    "plans.continued": (
        N_("Pläne fortgeschrieben"),
        N_("Integrationspläne, von denen im Zeitraum eine weitere Version vereinbart wurde."),
    ),
    "plans.continuations": (
        N_("Fortschreibungen"),
        N_("Zahl der weiteren Versionen, die im Zeitraum vereinbart wurden."),
    ),
    "plans.valid_at_end": (
        N_("Pläne aktiv am {last}"),
        N_(
            "Integrationspläne, die bis zum {last} vereinbart und nicht abgeschlossen waren und "
            "deren Fall an diesem Abend lief."
        ),
    ),
    "plans.valid_in_period": (
        N_("Pläne gültig im Zeitraum"),
        N_(
            "Integrationspläne, die bis zum {last} vereinbart und nicht schon vor dem {first} "
            "abgeschlossen waren und deren Fall im Zeitraum betreut wurde."
        ),
    ),
    "plans.closed": (
        N_("Pläne abgeschlossen"),
        N_("Vereinbarte Integrationspläne, die im Zeitraum abgeschlossen wurden."),
    ),
    "plans.cumulative": (
        N_("Pläne seit Beginn"),
        N_("Alle Integrationspläne, die bis zum {last} erstmals vereinbart wurden."),
    ),
    "plans.quota.with_plan": (
        N_("Personen im Bestand mit Plan"),
        N_("Personen, die am Abend des {last} betreut wurden und einen aktiven Plan hatten."),
    ),
    "plans.quota.stock": (
        N_("Personen im Bestand"),
        N_("Personen, von denen am Abend des {last} mindestens ein Fall lief."),
    ),
    "goals.open_at_start": (
        N_("offen am Anfang"),
        N_("Ziele, die vor dem {first} vereinbart wurden und bis dahin nicht erledigt waren."),
    ),
    "goals.agreed": (
        N_("neu vereinbart"),
        N_("Ziele, die im Zeitraum vereinbart wurden. Ein fortgeschriebenes Ziel ist kein neues."),
    ),
    "goals.reached": (N_("erreicht"), N_("Ziele, die im Zeitraum erreicht wurden.")),
    "goals.partly": (
        N_("teilweise erreicht"),
        N_("Ziele, die im Zeitraum als teilweise erreicht abgeschlossen wurden."),
    ),
    "goals.not_reached": (
        N_("nicht erreicht"),
        N_("Ziele, die im Zeitraum als nicht erreicht abgeschlossen wurden."),
    ),
    "goals.dropped": (
        N_("entfallen"),
        N_("Ziele, die im Zeitraum mit Begründung entfallen sind."),
    ),
    "goals.open_at_end": (
        N_("offen am Ende"),
        N_("Ziele, die bis zum {last} vereinbart und an diesem Tag nicht erledigt waren."),
    ),
    "closings.with_outcome": (
        N_("Ergebnis notiert"),
        N_("Beendigungen, zu denen ein Ergebnis notiert ist."),
    ),
    "closings.without_outcome": (
        N_("kein Ergebnis notiert"),
        N_("Beendigungen, zu denen kein Ergebnis notiert ist."),
    ),
    "limits.past": (
        N_("Fälle über {years} Jahre"),
        N_("Fälle im Bestand am {last}, deren Beratung länger als {years} Jahre dauert."),
    ),
    "limits.exceptional": (
        N_("davon im begründeten Einzelfall bis {most_years} Jahre"),
        N_(
            "Fälle im Bestand am {last}, deren Beratung länger als {years}, aber nicht länger als "
            "{most_years} Jahre dauert; die Begründung steht im Plan."
        ),
    ),
    "limits.beyond": (
        N_("davon über {most_years} Jahre"),
        N_("Fälle im Bestand am {last}, deren Beratung länger als {most_years} Jahre dauert."),
    ),
    "referrals.total": (
        N_("Vermittlungen"),
        N_("Vermittlungen an andere Stellen mit Tag im Zeitraum."),
    ),
    "cancelled": (
        N_("Stornierte Fälle"),
        N_("Irrtümlich angelegte Fälle, die im Zeitraum liefen; sie zählen in keiner Zahl mit."),
    ),
}
"""Figures that every report has."""

GROUPS: dict[str, Text] = {
    "consultations.by_kind": (N_("Beratungen nach Art"), N_("Jede Beratung einmal.")),
    "consultations.by_main_topic": (
        N_("Beratungen nach Hauptthema"),
        N_("Jede Beratung einmal, nach ihrem Hauptthema."),
    ),
    "consultations.mentions": (
        N_("Nennungen aller Themen"),
        N_(
            "Hauptthema und weitere Themen. Eine Beratung kann mehrere Themen haben; die Summe "
            "liegt deshalb über der Zahl der Beratungen."
        ),
    ),
    "other_contacts.by_kind": (
        N_("Weitere Kontakte"),
        N_("Kontakte, die keine Beratung sind, nach ihrer Art."),
    ),
    "goals.by_area": (N_("Ziele nach Handlungsfeld"), N_("Jedes Ziel in seinem Handlungsfeld.")),
    "closings.by_reason": (
        N_("Beendigungen nach Grund"),
        N_("Jede Beendigung im Zeitraum einmal, nach ihrem Grund."),
    ),
    "referrals.by_kind": (
        N_("Vermittlungen nach Stelle"),
        N_("Jede Vermittlung im Zeitraum einmal, nach der Art der Stelle."),
    ),
    "referrals.by_result": (
        N_("Vermittlungen nach Ergebnis"),
        N_("Jede Vermittlung im Zeitraum einmal, nach ihrem Stand am {last}."),
    ),
    "referrals.table": (
        N_("Vermittlungen nach Stelle und Ergebnis"),
        N_("Jede Vermittlung im Zeitraum einmal, nach Stelle und Stand am {last}."),
    ),
    "months": (
        N_("Nach Monaten"),
        N_("Ereignisse nach dem Monat ihres Tages; der Bestand am Abend des letzten Tages."),
    ),
}
"""Lists of figures."""

LISTS = {
    "consultations.by_kind": "contact_kind",
    "consultations.by_main_topic": "topic",
    "consultations.mentions": "topic",
    "other_contacts.by_kind": "contact_kind",
    "closings.by_reason": "closing_reason",
    "referrals.by_kind": "partner_kind",
    "referrals.by_result": "referral_result",
}
"""The value list whose keys a list of figures has."""

MONTHS = {
    "new": N_("Neuaufnahmen"),
    "reopened": N_("Wiederaufnahmen"),
    "ended": N_("Beendigungen"),
    "consultations": N_("Beratungen"),
    "first_agreed": N_("Pläne neu"),
    "continuations": N_("Fortschreibungen"),
    "goals_agreed": N_("Ziele vereinbart"),
    "goals_reached": N_("Ziele erreicht"),
    "closing_stock": N_("Bestand"),
}
"""Figures of a month."""

BASES: dict[str, Text] = {
    "persons_in_care": (
        N_("Betreute Personen"),
        N_("Jede betreute Person einmal, mit den Angaben am letzten Tag ihrer Betreuung."),
    ),
    "stock": (
        N_("Bestand am {last}"),
        N_(
            "Jede Person einmal, die am Abend des {last} betreut wurde, mit den Angaben dieses "
            "Tages."
        ),
    ),
    "new_cases": (
        N_("Neuaufnahmen"),
        N_("Jede Neuaufnahme einmal, mit den Angaben am Tag des Beginns."),
    ),
    "ended_cases": (
        N_("Beendigungen"),
        N_("Jede Beendigung einmal, mit den Angaben am Tag des Endes."),
    ),
}
"""Base sets of the cross tables."""

DIMENSIONS: dict[str, Text] = {
    "sex": (N_("Geschlecht"), N_("Wie angegeben.")),
    "age": (
        N_("Alter"),
        N_("Vollendete Jahre; ist die Altersgruppe nicht sicher bekannt: keine Angabe."),
    ),
    "nationality": (N_("Staatsangehörigkeit"), N_("Bei mehreren zählt die erste.")),
    "residence_status": (N_("Aufenthaltsstatus"), N_("Der zuletzt eingetragene Status.")),
    "housing": (N_("Wohnform"), N_("Die zuletzt eingetragene Wohnform.")),
    "place": (N_("Ort"), N_("Ort des Haushalts; ohne Haushalt der Ort der Person.")),
    "german_level": (N_("Deutsch (GER)"), N_("Das zuletzt eingetragene Niveau.")),
    "employment": (N_("Arbeit"), N_("Die zuletzt eingetragene Angabe.")),
    "household_type": (
        N_("Haushaltsform"),
        N_("Alleinstehend, wer keinem Haushalt mit anderen Personen angehört."),
    ),
}
"""Cross tables."""

HOUSEHOLD_TYPES = {"single": N_("alleinstehend"), "family": N_("Familie")}
"""Rows of the table of household types."""
