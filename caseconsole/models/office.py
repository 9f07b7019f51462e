"""What is kept beside the caseload: documents of the file, drafts, the trail of changes."""

from __future__ import annotations

from peewee import (
    BlobField,
    BooleanField,
    CharField,
    DateField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    TextField,
)

from caseconsole.fields import Kind, Ui, shown
from caseconsole.i18n import N_
from caseconsole.models.base import Stored, database, dumps, list_field
from caseconsole.models.cases import Case


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
    fields = list_field()
    reason = CharField(default="")

    class Meta:
        """The trail of one record is found by its kind and id."""

        indexes = ((("object_type", "object_id"), False),)


class Draft(Model):
    """What stands in an open form and is not saved yet; dropped when the form is saved."""

    key = CharField(primary_key=True)
    case = ForeignKeyField(Case, null=True, on_delete="CASCADE")
    title = CharField(default="")
    values = JSONField(dumps=dumps, default=dict)
    updated_at = CharField()

    class Meta:
        """Beside the caseload, not part of it."""

        database = database
        legacy_table_names = False


class FiledDocument(Stored):
    """A document as it was written, kept with its case; a later one never replaces it."""

    case_id: int | None

    case = ForeignKeyField(Case, null=True, backref="documents", on_delete="RESTRICT")
    kind = shown(CharField(), Ui(N_("Art"), "document"))
    title = shown(CharField(), Ui(N_("Dokument"), "document"))
    file_name = shown(CharField(), Ui(N_("Datei"), "document"))
    version = shown(IntegerField(null=True), Ui(N_("Version"), "document", Kind.NUMBER))
    second_language = shown(CharField(null=True), Ui(N_("Zweite Sprache"), "document"))
    recipient = shown(CharField(default=""), Ui(N_("Empfänger"), "document"))
    template = shown(CharField(), Ui(N_("Vorlage"), "document"))
    template_hash = shown(CharField(), Ui(N_("Prüfsumme der Vorlage"), "document"))
    day = shown(DateField(), Ui(N_("Geschrieben am"), "document", Kind.DAY))
    edited = shown(BooleanField(default=False), Ui(N_("In Word geändert"), "document", Kind.YESNO))
    sha256 = shown(CharField(), Ui(N_("Prüfsumme"), "document"))
    content = BlobField()


class WorkingCopy(Stored):
    """A file in the folder of working copies that was made from a filed document."""

    document_id: int

    document = ForeignKeyField(FiledDocument, backref="copies", on_delete="CASCADE")
    path = shown(CharField(unique=True), Ui(N_("Arbeitskopie"), "copy"))
    made_on = shown(DateField(), Ui(N_("Angelegt am"), "copy", Kind.DAY))


class StoreInfo(Model):
    """What the store knows of itself: id, sentinel, key slots, last backup."""

    key = CharField(primary_key=True)
    value = TextField()

    class Meta:
        """Beside the caseload, not part of it."""

        database = database
        legacy_table_names = False
