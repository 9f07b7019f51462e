"""Files about people: care, talks, partners, consents, reminders."""

from __future__ import annotations

from peewee import (
    BooleanField,
    CharField,
    CompositeKey,
    DateField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from caseconsole.fields import Kind, Ui, shown
from caseconsole.i18n import N_
from caseconsole.models.base import Stored, database, list_field
from caseconsole.models.people import Person


class Case(Stored):
    """A file about one person, with a number; a cancelled one is kept and counted nowhere."""

    person_id: int

    number = shown(CharField(unique=True), Ui(N_("Fallnummer"), "case", required=True, width=12))
    person = ForeignKeyField(Person, backref="cases", on_delete="RESTRICT")
    extension_reason = shown(
        TextField(default=""),
        Ui(N_("Begründung für das weitere Jahr"), "case", Kind.NOTE, help=N_(
            "Warum die Beratung im Einzelfall länger als drei Jahre dauert. Steht im Plan.")),
    )  # fmt: skip
    cancelled = shown(BooleanField(default=False), Ui(N_("Storniert"), "case", Kind.YESNO))


class CarePeriod(Stored):
    """A period of care of one case; reopening adds a row (counting rules, section 1)."""

    case = ForeignKeyField(Case, backref="periods", on_delete="RESTRICT")
    begin = shown(DateField(), Ui(N_("Beginn"), "period", Kind.DAY, required=True, width=12))
    end = shown(DateField(null=True), Ui(N_("Ende"), "period", Kind.DAY, width=12))
    closing_reason = shown(
        CharField(null=True),
        Ui(N_("Grund des Endes"), "period", Kind.CHOICE, "closing_reason"),
    )
    outcome = shown(TextField(default=""), Ui(N_("Ergebnis"), "period", Kind.NOTE))


class Contact(Stored):
    """A talk, a visit, a letter, an attempt: what happened on a day."""

    day = shown(DateField(), Ui(N_("Tag"), "contact", Kind.DAY, required=True, width=12))
    kind = shown(CharField(), Ui(N_("Art"), "contact", Kind.CHOICE, "contact_kind", required=True))
    minutes = shown(IntegerField(null=True), Ui(N_("Minuten"), "contact", Kind.NUMBER, width=5))
    anonymous = shown(
        IntegerField(null=True),
        Ui(N_("Ohne Namen"), "contact", Kind.NUMBER, width=5, help=N_(
            "Zahl der Personen, deren Name nicht notiert ist.")),
    )  # fmt: skip
    main_topic = shown(CharField(null=True), Ui(N_("Hauptthema"), "contact", Kind.CHOICE, "topic"))
    topics = shown(list_field(), Ui(N_("Weitere Themen"), "contact", Kind.CHOICES, "topic"))
    interpreter = shown(BooleanField(null=True), Ui(N_("Sprachmittlung"), "contact", Kind.YESNO))
    text = shown(TextField(default=""), Ui(N_("Notiz"), "contact", Kind.NOTE))
    follow_up_on = shown(
        DateField(null=True), Ui(N_("Wiedervorlage"), "contact", Kind.DAY, width=12, ahead=True)
    )
    follow_up_done = BooleanField(default=False)
    erased_first = BooleanField(default=False)
    """It was the first consultation of somebody who was erased, and stays a first one."""

    class Meta:
        """Lists of cases ask for the last talk and the open follow-ups of all at once."""

        indexes = ((("day", "kind"), False), (("follow_up_done", "follow_up_on"), False))


class ContactPerson(Model):
    """A named person took part in a contact; ``position`` keeps the order as entered."""

    contact = ForeignKeyField(Contact, backref="person_links", on_delete="CASCADE")
    person = ForeignKeyField(Person, backref="contact_links", on_delete="RESTRICT")
    position = IntegerField(default=0)

    class Meta:
        """One row a pair."""

        database = database
        legacy_table_names = False
        primary_key = CompositeKey("contact", "person")


class ContactCase(Model):
    """A contact belongs to a case's file; ``position`` keeps the order as entered."""

    contact = ForeignKeyField(Contact, backref="case_links", on_delete="CASCADE")
    case = ForeignKeyField(Case, backref="contact_links", on_delete="RESTRICT")
    position = IntegerField(default=0)

    class Meta:
        """One row a pair."""

        database = database
        legacy_table_names = False
        primary_key = CompositeKey("contact", "case")


class Partner(Stored):
    """An office, a provider, a volunteer: the address book."""

    name = shown(CharField(), Ui(N_("Name"), "partner", required=True))
    kind = shown(CharField(null=True), Ui(N_("Art"), "partner", Kind.CHOICE, "partner_kind"))
    contact_person = shown(CharField(default=""), Ui(N_("Ansprechperson"), "partner"))
    phone = shown(CharField(default=""), Ui(N_("Telefon"), "partner"))
    email = shown(CharField(default=""), Ui(N_("E-Mail"), "partner"))
    address = shown(CharField(default=""), Ui(N_("Anschrift"), "partner"))


class Referral(Stored):
    """A client was referred to a partner, with what came of it."""

    case = ForeignKeyField(Case, backref="referrals", on_delete="RESTRICT")
    partner = ForeignKeyField(Partner, backref="referrals", on_delete="RESTRICT")
    day = shown(DateField(), Ui(N_("Tag"), "referral", Kind.DAY, required=True, width=12))
    reason = shown(TextField(default=""), Ui(N_("Anlass"), "referral"))
    result = shown(
        CharField(null=True), Ui(N_("Ergebnis"), "referral", Kind.CHOICE, "referral_result")
    )
    result_on = shown(DateField(null=True), Ui(N_("Ergebnis am"), "referral", Kind.DAY, width=12))


class Consent(Stored):
    """A consent or a release from secrecy: purpose, recipient, from, until, withdrawn.

    A release names recipient, purpose, scope, date and end (Section 203 StGB); consent is informed
    and can be withdrawn at any time (Art. 7 GDPR).
    """

    case = ForeignKeyField(Case, backref="consents", on_delete="RESTRICT")
    purpose = shown(
        CharField(),
        Ui(N_("Zweck"), "consent", Kind.CHOICE, "consent_purpose", required=True),
    )
    partner = ForeignKeyField(Partner, null=True, backref="consents", on_delete="RESTRICT")
    recipient = shown(CharField(default=""), Ui(N_("Empfänger"), "consent", help=N_(
        "Name der Stelle; steht sie im Netzwerk, wird sie verknüpft.")))  # fmt: skip
    reason = shown(
        TextField(default=""),
        Ui(N_("Wozu"), "consent", help=N_(
            "Der Anlass in Worten, zum Beispiel: Antrag auf Wohngeld.")),
    )  # fmt: skip
    scope = shown(
        TextField(default=""),
        Ui(N_("Umfang"), "consent", help=N_(
            "Was gesagt werden darf: welche Angaben und Unterlagen.")),
    )  # fmt: skip
    granted_on = shown(DateField(null=True), Ui(N_("Erteilt am"), "consent", Kind.DAY, width=12))
    ends_on = shown(DateField(null=True), Ui(N_("Endet am"), "consent", Kind.DAY, width=12))
    withdrawn_on = shown(
        DateField(null=True), Ui(N_("Widerrufen am"), "consent", Kind.DAY, width=12)
    )


class Reminder(Stored):
    """Something to be done on a day, with or without a case."""

    case = ForeignKeyField(Case, null=True, backref="reminders", on_delete="RESTRICT")
    due_on = shown(
        DateField(index=True),
        Ui(N_("Fällig am"), "reminder", Kind.DAY, required=True, width=12, ahead=True),
    )
    text = shown(TextField(), Ui(N_("Was"), "reminder", required=True))
    time = shown(
        CharField(default=""),
        Ui(N_("Uhrzeit"), "reminder", Kind.TIME, width=7, help=N_(
            "Nur bei einem Termin; er lässt sich als Terminzettel drucken.")),
    )  # fmt: skip
    place = shown(CharField(default=""), Ui(N_("Wo"), "reminder"))
    bring = shown(TextField(default=""), Ui(N_("Mitbringen"), "reminder"))
    done_on = shown(DateField(null=True), Ui(N_("Erledigt am"), "reminder", Kind.DAY, width=12))
