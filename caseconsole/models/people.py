"""People and the households they live in."""

from __future__ import annotations

from peewee import BooleanField, CharField, DateField, ForeignKeyField, JSONField, TextField

from caseconsole.fields import Kind, Ui, shown
from caseconsole.i18n import N_
from caseconsole.models.base import Stored, dumps, list_field


class Person(Stored):
    """One human being; a family name or a given name is enough."""

    family_name = shown(
        CharField(default=""), Ui(N_("Familienname"), "person", width=30, help=N_(
            "Familienname oder Vorname genügt. Schreiben Sie ihn wie im Ausweis."))
    )  # fmt: skip
    given_name = shown(CharField(default=""), Ui(N_("Vorname"), "person", width=30))
    also_known_as = shown(
        list_field(),
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
        list_field(),
        Ui(N_("Staatsangehörigkeit"), "person", Kind.COUNTRIES, missing=True, help=N_(
            "Bei mehreren zählt in der Auswertung die erste.")),
    )  # fmt: skip
    languages = shown(
        list_field(),
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
    erased_care = BooleanField(default=False)
    """An erased case of theirs began before every one that is left: they are not new."""
    erased_talk = BooleanField(default=False)
    """Their first consultation went with an erased case: none that is left is the first."""


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
        JSONField(dumps=dumps, null=True),
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
