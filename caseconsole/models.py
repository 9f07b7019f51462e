"""What is stored: every column declared once, together with how it is shown.

Days are calendar days without a time. A person's state, the care periods of a case, membership in
a household, versions of a plan and consents are dated rows that are added, never overwritten:
"now" is a question to them, not a cell. Row ids grow with entry, so of two rows of one day the
lower id was entered first.

A column has either a ``Ui`` (``shown``) or stands in ``INTERNAL``; a test holds this.
"""

from __future__ import annotations

import json
from typing import Any

from peewee import (
    AutoField,
    BooleanField,
    CharField,
    CompositeKey,
    DatabaseProxy,
    DateField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    TextField,
)

from caseconsole.fields import Kind, Ui, shown
from caseconsole.i18n import N_

database: DatabaseProxy = DatabaseProxy()
"""Set to the opened store's database by ``Store``; unusable before and after."""


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _list_field() -> JSONField:
    return JSONField(dumps=_dumps, default=list)


class Stored(Model):
    """Base of everything that is stored."""

    id: Any = AutoField()

    class Meta:
        """Binds the models to the open store."""

        database = database
        legacy_table_names = False


class Person(Stored):
    """One human being; a family name or a given name is enough."""

    family_name = shown(
        CharField(default=""), Ui(N_("Familienname"), "person", width=30, help=N_(
            "Familienname oder Vorname genügt. Schreiben Sie ihn wie im Ausweis."))
    )  # fmt: skip
    given_name = shown(CharField(default=""), Ui(N_("Vorname"), "person", width=30))
    also_known_as = shown(
        _list_field(),
        Ui(N_("Auch bekannt als"), "person", Kind.WORDS, help=N_(
            "Andere Namen und Schreibweisen, mit Komma getrennt. Die Suche findet sie.")),
    )  # fmt: skip
    original_script_name = shown(
        CharField(default=""), Ui(N_("Name in eigener Schrift"), "person", width=30)
    )
    birth_date = shown(
        DateField(null=True),
        Ui(N_("Geboren"), "person", Kind.BIRTH, width=12, missing=True, help=N_(
            "Tag, Monat oder nur das Jahr: 5.5.1992, 05.1992 oder 1992.")),
    )  # fmt: skip
    birth_precision = CharField(null=True)
    birth_place = shown(CharField(default=""), Ui(N_("Geburtsort"), "person", missing=True))
    sex = shown(
        CharField(null=True), Ui(N_("Geschlecht"), "person", Kind.CHOICE, "sex", missing=True)
    )
    nationalities = shown(
        _list_field(),
        Ui(N_("Staatsangehörigkeit"), "person", Kind.COUNTRIES, missing=True, help=N_(
            "Bei mehreren zählt in der Auswertung die erste.")),
    )  # fmt: skip
    languages = shown(
        _list_field(),
        Ui(N_("Sprachen"), "person", Kind.LANGUAGES, missing=True, help=N_(
            "Die Muttersprache zuerst.")),
    )  # fmt: skip
    interpreter_needed = shown(
        BooleanField(null=True), Ui(N_("Sprachmittlung nötig"), "person", Kind.YESNO)
    )
    phone = shown(CharField(default=""), Ui(N_("Telefon"), "contact", missing=True))
    email = shown(CharField(default=""), Ui(N_("E-Mail"), "contact"))
    preferred_contact = shown(
        CharField(null=True),
        Ui(N_("Bevorzugter Weg"), "contact", Kind.CHOICE, "contact_way"),
    )
    arrived_on = shown(
        DateField(null=True), Ui(N_("Einreise am"), "arrival", Kind.DAY, width=12, missing=True)
    )
    allotted_on = shown(
        DateField(null=True),
        Ui(N_("Zugeteilt am"), "arrival", Kind.DAY, width=12, help=N_(
            "Tag der Zuteilung in die Anschlussunterbringung.")),
    )  # fmt: skip
    schooling = shown(TextField(default=""), Ui(N_("Schulbildung"), "education", missing=True))
    training = shown(
        TextField(default=""), Ui(N_("Ausbildung, Studium"), "education", missing=True)
    )
    work_experience = shown(TextField(default=""), Ui(N_("Berufserfahrung"), "education"))
    recognition = shown(
        CharField(null=True),
        Ui(N_("Anerkennung"), "education", Kind.CHOICE, "recognition"),
    )
    courses = shown(TextField(default=""), Ui(N_("Kurse und Prüfungen"), "education", Kind.NOTE))
    competences = shown(
        TextField(default=""),
        Ui(N_("Kompetenzen, Interessen, Stärken"), "education", Kind.NOTE),
    )
    children = shown(
        TextField(default=""),
        Ui(N_("Kinder: Kita, Schule, Förderung"), "family", Kind.NOTE),
    )
    participation = shown(
        TextField(default=""),
        Ui(N_("Vereine, Ehrenamt, Kontakte"), "family", Kind.NOTE),
    )
    health = shown(
        TextField(default=""),
        Ui(N_("Gesundheit"), "health", Kind.NOTE, sensitive=True, help=N_(
            "Freiwillig und nur, was für die Beratung nötig ist. Keine Diagnosen.")),
    )  # fmt: skip
    notes = shown(TextField(default=""), Ui(N_("Bemerkungen"), "notes", Kind.NOTE))
    sort_key = CharField(default="", index=True)
    search_key = TextField(default="")


class PersonStatus(Stored):
    """What is so from a day on; a later row replaces only the values that it names."""

    person = ForeignKeyField(Person, backref="states", on_delete="RESTRICT")
    from_day = shown(DateField(), Ui(N_("Gilt ab"), "status", Kind.DAY, required=True, width=12))
    residence_status = shown(
        CharField(null=True),
        Ui(N_("Aufenthalt"), "status", Kind.CHOICE, "residence_status", missing=True),
    )
    valid_until = shown(
        DateField(null=True),
        Ui(N_("Gültig bis"), "status", Kind.DAY, width=12, help=N_(
            "Das Datum von der Karte; bitte nicht berechnen.")),
    )  # fmt: skip
    conditions = shown(CharField(default=""), Ui(N_("Auflagen"), "status"))
    work_permission = shown(
        CharField(null=True),
        Ui(N_("Erwerbstätigkeit"), "status", Kind.CHOICE, "work_permission"),
    )
    german_level = shown(
        CharField(null=True),
        Ui(N_("Deutsch (GER)"), "status", Kind.CHOICE, "german_level", missing=True),
    )
    housing = shown(
        CharField(null=True), Ui(N_("Wohnform"), "status", Kind.CHOICE, "housing", missing=True)
    )
    place = shown(CharField(default=""), Ui(N_("Ort"), "status", help=N_(
        "Nur nötig, wenn kein Haushalt mit Ort eingetragen ist.")))  # fmt: skip
    marital_status = shown(
        CharField(null=True),
        Ui(N_("Familienstand"), "status", Kind.CHOICE, "marital_status", missing=True),
    )
    employment = shown(
        CharField(null=True), Ui(N_("Arbeit"), "status", Kind.CHOICE, "employment", missing=True)
    )
    income = shown(
        JSONField(dumps=_dumps, null=True),
        Ui(N_("Einkommen, Leistungen"), "status", Kind.CHOICES, "income"),
    )


class Household(Stored):
    """People who live together at one address."""

    address = shown(CharField(default=""), Ui(N_("Straße, Hausnummer"), "household"))
    postcode = shown(CharField(default=""), Ui(N_("Postleitzahl"), "household", width=8))
    place = shown(CharField(default=""), Ui(N_("Ort"), "household"))


class HouseholdMember(Stored):
    """A person belongs to a household from a day, until a day."""

    household = ForeignKeyField(Household, backref="members", on_delete="RESTRICT")
    person = ForeignKeyField(Person, backref="memberships", on_delete="RESTRICT")
    from_day = shown(DateField(), Ui(N_("Seit"), "member", Kind.DAY, required=True, width=12))
    to_day = shown(DateField(null=True), Ui(N_("Bis"), "member", Kind.DAY, width=12))
    role = shown(CharField(null=True), Ui(N_("Rolle"), "member", Kind.CHOICE, "household_role"))


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
    topics = shown(_list_field(), Ui(N_("Weitere Themen"), "contact", Kind.CHOICES, "topic"))
    interpreter = shown(BooleanField(null=True), Ui(N_("Sprachmittlung"), "contact", Kind.YESNO))
    text = shown(TextField(default=""), Ui(N_("Notiz"), "contact", Kind.NOTE))
    follow_up_on = shown(
        DateField(null=True), Ui(N_("Wiedervorlage"), "contact", Kind.DAY, width=12)
    )
    follow_up_done = BooleanField(default=False)

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


class Plan(Stored):
    """The integration plan of a case, continued in versions."""

    case = ForeignKeyField(Case, backref="plans", on_delete="RESTRICT")
    closed_on = shown(DateField(null=True), Ui(N_("Abgeschlossen am"), "plan", Kind.DAY, width=12))


class PlanVersion(Stored):
    """One version of a plan: a draft until it is agreed, unchanged from then on."""

    plan_id: int

    plan = ForeignKeyField(Plan, backref="versions", on_delete="RESTRICT")
    number = shown(
        IntegerField(), Ui(N_("Version"), "version", Kind.NUMBER, required=True, width=4)
    )
    agreed_on = shown(DateField(null=True), Ui(N_("Vereinbart am"), "version", Kind.DAY, width=12))
    review_on = shown(DateField(null=True), Ui(N_("Überprüfung am"), "version", Kind.DAY, width=12))
    concerns = shown(
        TextField(default=""),
        Ui(N_("Anliegen und Bedarf in eigenen Worten"), "version", Kind.NOTE),
    )
    second_language = shown(CharField(null=True), Ui(N_("Zweite Sprache"), "version", Kind.LINE))
    frozen = JSONField(dumps=_dumps, null=True)

    class Meta:
        """A number is given once in a plan."""

        indexes = ((("plan", "number"), True),)


class Goal(Stored):
    """A goal keeps its id over the versions of its plan (counting rules, 3.9)."""

    plan_id: int

    plan = ForeignKeyField(Plan, backref="goals", on_delete="RESTRICT")
    area = shown(CharField(), Ui(N_("Handlungsfeld"), "goal", Kind.CHOICE, "area", required=True))
    text = shown(TextField(), Ui(N_("Ziel"), "goal", required=True))
    position = IntegerField(default=0)
    agreed_on = shown(DateField(null=True), Ui(N_("Vereinbart am"), "goal", Kind.DAY, width=12))
    target_on = shown(DateField(null=True), Ui(N_("Bis"), "goal", Kind.DAY, width=12))
    state = shown(CharField(null=True), Ui(N_("Stand"), "goal", Kind.CHOICE, "goal_state"))
    settled_on = shown(DateField(null=True), Ui(N_("Erledigt am"), "goal", Kind.DAY, width=12))
    reason = shown(TextField(default=""), Ui(N_("Begründung"), "goal"))


class Measure(Stored):
    """A step towards a goal: who does what until when."""

    goal_id: int
    partner_id: int | None

    goal = ForeignKeyField(Goal, backref="measures", on_delete="RESTRICT")
    text = shown(TextField(), Ui(N_("Schritt"), "measure", required=True))
    responsible = shown(CharField(null=True), Ui(N_("Wer"), "measure", Kind.CHOICE, "responsible"))
    partner = ForeignKeyField(Partner, null=True, backref="measures", on_delete="RESTRICT")
    due_on = shown(DateField(null=True), Ui(N_("Bis"), "measure", Kind.DAY, width=12))
    done_on = shown(DateField(null=True), Ui(N_("Erledigt am"), "measure", Kind.DAY, width=12))


class SelfRating(Stored):
    """How a client rates an area of life on a day, from 0 (not at all) to 4 (very well)."""

    case = ForeignKeyField(Case, backref="ratings", on_delete="RESTRICT")
    area = shown(CharField(), Ui(N_("Handlungsfeld"), "rating", Kind.CHOICE, "area", required=True))
    day = shown(DateField(), Ui(N_("Tag"), "rating", Kind.DAY, required=True, width=12))
    value = shown(
        IntegerField(), Ui(N_("Einschätzung"), "rating", Kind.NUMBER, required=True, width=3)
    )
    note = shown(CharField(default=""), Ui(N_("Bemerkung"), "rating"))


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
    granted_on = shown(DateField(null=True), Ui(N_("Erteilt am"), "consent", Kind.DAY, width=12))
    ends_on = shown(DateField(null=True), Ui(N_("Endet am"), "consent", Kind.DAY, width=12))
    withdrawn_on = shown(
        DateField(null=True), Ui(N_("Widerrufen am"), "consent", Kind.DAY, width=12)
    )


class Reminder(Stored):
    """Something to be done on a day, with or without a case."""

    case = ForeignKeyField(Case, null=True, backref="reminders", on_delete="RESTRICT")
    due_on = shown(
        DateField(index=True), Ui(N_("Fällig am"), "reminder", Kind.DAY, required=True, width=12)
    )
    text = shown(TextField(), Ui(N_("Was"), "reminder", required=True))
    done_on = shown(DateField(null=True), Ui(N_("Erledigt am"), "reminder", Kind.DAY, width=12))


class Snooze(Stored):
    """A date of the start screen that the user put off or ticked off.

    ``key`` names the reason and the row it comes from, such as ``review:17:2026-05-12``: when the
    date behind it changes, the key changes and the reminder is back.
    """

    key = CharField(unique=True)
    until = DateField(null=True)


class AuditEntry(Stored):
    """Who changed what and when; never what it said (standard data protection model, 43)."""

    at = CharField()
    user = CharField(default="")
    action = CharField()
    object_type = CharField(default="")
    object_id = IntegerField(null=True)
    fields = _list_field()
    reason = CharField(default="")

    class Meta:
        """The trail of one record is found by its kind and id."""

        indexes = ((("object_type", "object_id"), False),)


class Draft(Model):
    """What stands in an open form and is not saved yet; dropped when the form is saved."""

    key = CharField(primary_key=True)
    case = ForeignKeyField(Case, null=True, on_delete="CASCADE")
    title = CharField(default="")
    values = JSONField(dumps=_dumps, default=dict)
    updated_at = CharField()

    class Meta:
        """Beside the caseload, not part of it."""

        database = database
        legacy_table_names = False


class StoreInfo(Model):
    """What the store knows of itself: id, sentinel, key slots, last backup."""

    key = CharField(primary_key=True)
    value = TextField()

    class Meta:
        """Beside the caseload, not part of it."""

        database = database
        legacy_table_names = False


def rows(query: Any) -> list[tuple[Any, ...]]:
    """The rows of a query as tuples; peewee's own types see models where ``tuples`` is asked."""
    return list(query.tuples())


CASELOAD = (
    Person, PersonStatus, Household, HouseholdMember, Case, CarePeriod, Contact, ContactPerson,
    ContactCase, Partner, Plan, PlanVersion, Goal, Measure, SelfRating, Referral, Consent,
    Reminder,
)  # fmt: skip
"""What the caseload consists of, each after those it refers to."""

ALL_MODELS = (*CASELOAD, Snooze, AuditEntry, Draft, StoreInfo)
"""Every table of the store."""

INTERNAL = frozenset({
    "person.birth_precision", "person.sort_key", "person.search_key", "contact.follow_up_done",
    "plan_version.frozen", "goal.position",
})  # fmt: skip
"""Columns that no form shows, as ``table.column``; ids and references are internal by kind."""
