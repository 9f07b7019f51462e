"""Integration plans: versions, goals, steps, self-ratings, wordings of the user's own."""

from __future__ import annotations

from peewee import CharField, DateField, ForeignKeyField, IntegerField, JSONField, TextField

from caseconsole.fields import Kind, Ui, shown
from caseconsole.i18n import N_
from caseconsole.models.base import Stored, dumps
from caseconsole.models.cases import Case, Partner
from caseconsole.models.people import Person


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
    review_on = shown(
        DateField(null=True), Ui(N_("Überprüfung am"), "version", Kind.DAY, width=12, ahead=True)
    )
    concerns = shown(
        TextField(default=""),
        Ui(N_("Anliegen und Bedarf in eigenen Worten"), "version", Kind.NOTE),
    )
    concerns_translation = shown(
        TextField(default=""),
        Ui(N_("Anliegen in der zweiten Sprache"), "version", Kind.NOTE),
    )
    second_language = shown(CharField(null=True), Ui(N_("Zweite Sprache"), "version", Kind.LINE))
    participants = shown(
        CharField(default=""),
        Ui(N_("Teilgenommen haben"), "version", help=N_(
            "Wer beim Gespräch dabei war, zum Beispiel: Klient, Partnerin, Jobcenter.")),
    )  # fmt: skip
    interpreter = shown(
        CharField(default=""),
        Ui(N_("Sprachmittlung durch"), "version", help=N_(
            "Name oder Dienst; leer, wenn niemand gedolmetscht hat.")),
    )  # fmt: skip
    frozen = JSONField(dumps=dumps, null=True)
    undone = JSONField(dumps=dumps, null=True)

    class Meta:
        """A number is given once in a plan."""

        indexes = ((("plan", "number"), True),)


class Goal(Stored):
    """A goal keeps its id over the versions of its plan (counting rules, 3.9)."""

    plan_id: int
    member_id: int | None

    plan = ForeignKeyField(Plan, backref="goals", on_delete="RESTRICT")
    member = ForeignKeyField(Person, null=True, backref="goals", on_delete="RESTRICT")
    area = shown(CharField(), Ui(N_("Handlungsfeld"), "goal", Kind.CHOICE, "area", required=True))
    text = shown(TextField(), Ui(N_("Ziel"), "goal", required=True))
    translation = shown(TextField(default=""), Ui(N_("Ziel in der zweiten Sprache"), "goal"))
    position = IntegerField(default=0)
    agreed_on = shown(DateField(null=True), Ui(N_("Vereinbart am"), "goal", Kind.DAY, width=12))
    target_on = shown(DateField(null=True), Ui(N_("Bis"), "goal", Kind.DAY, width=12, ahead=True))
    state = shown(CharField(null=True), Ui(N_("Stand"), "goal", Kind.CHOICE, "goal_state"))
    settled_on = shown(DateField(null=True), Ui(N_("Erledigt am"), "goal", Kind.DAY, width=12))
    reason = shown(TextField(default=""), Ui(N_("Begründung"), "goal"))


class Measure(Stored):
    """A step towards a goal: who does what until when."""

    goal_id: int
    partner_id: int | None

    goal = ForeignKeyField(Goal, backref="measures", on_delete="RESTRICT")
    text = shown(TextField(), Ui(N_("Schritt"), "measure", required=True))
    translation = shown(TextField(default=""), Ui(N_("Schritt in der zweiten Sprache"), "measure"))
    responsible = shown(CharField(null=True), Ui(N_("Wer"), "measure", Kind.CHOICE, "responsible"))
    partner = ForeignKeyField(Partner, null=True, backref="measures", on_delete="RESTRICT")
    due_on = shown(DateField(null=True), Ui(N_("Bis"), "measure", Kind.DAY, width=12, ahead=True))
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


class TextBlock(Stored):
    """A wording of the user's own for goals or steps of an area, beside those of the settings."""

    area = CharField()
    kind = CharField()
    text = shown(TextField(), Ui(N_("Baustein"), "text_block", required=True))
