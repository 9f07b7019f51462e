"""The history of a case in words: who changed what and when, never what it said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from caseconsole import models
from caseconsole.caseload.records import row_of
from caseconsole.fields import ui_of
from caseconsole.i18n import N_, _
from caseconsole.models import (
    AuditEntry,
    CarePeriod,
    Case,
    Consent,
    ContactCase,
    FiledDocument,
    Goal,
    HouseholdMember,
    Measure,
    PersonStatus,
    Plan,
    PlanVersion,
    Referral,
    Reminder,
    SelfRating,
    rows,
)

_OBJECTS = {
    "person": N_("Person"),
    "person_status": N_("Status"),
    "household": N_("Haushalt"),
    "household_member": N_("Haushaltsmitglied"),
    "case": N_("Fall"),
    "care_period": N_("Betreuungszeitraum"),
    "contact": N_("Kontakt"),
    "partner": N_("Partner"),
    "plan": N_("Plan"),
    "plan_version": N_("Planversion"),
    "goal": N_("Ziel"),
    "measure": N_("Schritt"),
    "self_rating": N_("Selbsteinschätzung"),
    "referral": N_("Vermittlung"),
    "consent": N_("Einwilligung"),
    "reminder": N_("Wiedervorlage"),
    "document": N_("Dokument"),
    "filed_document": N_("Dokument"),
}

_VERBS = {
    "create": N_("angelegt"),
    "start": N_("begonnen"),
    "change": N_("geändert"),
    "delete": N_("gelöscht"),
    "discard": N_("verworfen"),
    "close": N_("beendet"),
    "reopen": N_("wiederaufgenommen"),
    "undo_closing": N_("Ende zurückgenommen"),
    "cancel": N_("storniert"),
    "undo_cancelling": N_("Stornierung zurückgenommen"),
    "agree": N_("vereinbart"),
    "undo_agreement": N_("Vereinbarung zurückgenommen"),
    "settle": N_("bewertet"),
    "continue": N_("fortgeführt"),
    "move": N_("verschoben"),
    "done": N_("erledigt"),
    "set": N_("eingetragen"),
    "follow_up": N_("Wiedervorlage erledigt"),
    "attribute": N_("Besucher/in benannt"),
    "import": N_("übernommen"),
    "file": N_("geschrieben"),
    "open": N_("geöffnet"),
    "take_back": N_("in Word geändert"),
    "drop_copy": N_("Arbeitskopie gelöscht"),
    "merge": N_("zusammengeführt"),
    "erase": N_("gelöscht"),
    "remove": N_("aus der Akte genommen"),
}
"""What the end of an action's name says; whatever is not named here is a change."""

_LINKS = {
    "person": N_("Person"),
    "persons": N_("Personen"),
    "case": N_("Fall"),
    "cases": N_("Fälle"),
    "partner": N_("Partner"),
    "household": N_("Haushalt"),
    "follow_up_done": N_("Wiedervorlage erledigt"),
}


@dataclass(frozen=True)
class Change:
    """One entry of the audit trail in words.

    Args:
        at: local moment.
        what: such as ``Person geändert``.
        fields: labels of the fields that changed.
        reason: as it was given.
    """

    at: dt.datetime
    user: str
    what: str
    fields: tuple[str, ...]
    reason: str
    object_type: str
    object_id: int | None


def case_history(case_id: int, limit: int = 200) -> tuple[Change, ...]:
    """What was changed in the file of a case, newest first.

    Raises:
        NotFoundError: there is no such case (any more).
    """
    case = row_of(Case, case_id)
    condition = None
    for object_type, ids in _objects_of(case_id, case.person_id).items():
        mine = (AuditEntry.object_type == object_type) & AuditEntry.object_id.in_(ids)
        condition = mine if condition is None else condition | mine
    query = (
        AuditEntry.select(
            AuditEntry.at,
            AuditEntry.user,
            AuditEntry.action,
            AuditEntry.object_type,
            AuditEntry.object_id,
            AuditEntry.fields,
            AuditEntry.reason,
        )
        .where(condition)
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    return tuple(_change(row) for row in rows(query))


def _objects_of(case_id: int, person_id: int) -> dict[str, Any]:
    """Ids of what belongs to the file, by kind, as queries or lists."""
    plans = Plan.select(Plan.id).where(Plan.case == case_id)
    goals = Goal.select(Goal.id).where(Goal.plan.in_(plans))
    mine = HouseholdMember.person == person_id
    return {
        "person": [person_id],
        "person_status": PersonStatus.select(PersonStatus.id).where(
            PersonStatus.person == person_id
        ),
        "household": HouseholdMember.select(HouseholdMember.household).where(mine),
        "household_member": HouseholdMember.select(HouseholdMember.id).where(mine),
        "case": [case_id],
        "care_period": CarePeriod.select(CarePeriod.id).where(CarePeriod.case == case_id),
        "contact": ContactCase.select(ContactCase.contact).where(ContactCase.case == case_id),
        "plan": plans,
        "plan_version": PlanVersion.select(PlanVersion.id).where(PlanVersion.plan.in_(plans)),
        "goal": goals,
        "measure": Measure.select(Measure.id).where(Measure.goal.in_(goals)),
        "self_rating": SelfRating.select(SelfRating.id).where(SelfRating.case == case_id),
        "referral": Referral.select(Referral.id).where(Referral.case == case_id),
        "consent": Consent.select(Consent.id).where(Consent.case == case_id),
        "reminder": Reminder.select(Reminder.id).where(Reminder.case == case_id),
        "filed_document": FiledDocument.select(FiledDocument.id).where(
            FiledDocument.case == case_id
        ),
    }


def _change(row: tuple[Any, ...]) -> Change:
    at, user, action, object_type, object_id, names, reason = row
    return Change(
        at=dt.datetime.fromisoformat(at).astimezone(),
        user=user,
        what=_what(action, object_type),
        fields=tuple(_labels(object_type, names)),
        reason=reason,
        object_type=object_type,
        object_id=object_id,
    )


def _what(action: str, object_type: str) -> str:
    # The action names what was done to what; the record may be the one that it belonged to.
    subject, _dot, verb = action.partition(".")
    thing = _(_OBJECTS.get(subject) or _OBJECTS.get(object_type, object_type))
    done = _(_VERBS.get(verb, _VERBS["change"]))
    return f"{thing}: {done}" if " " in done else f"{thing} {done}"


def _labels(object_type: str, names: Iterable[str]) -> Iterable[str]:
    model = _models().get(object_type)
    for name in names:
        ui = ui_of(getattr(model, name, None))
        yield _(ui.label) if ui else _(_LINKS.get(name, name))


def _models() -> dict[str, Any]:
    return {
        model._meta.table_name: model  # noqa: SLF001 - peewee's documented API
        for model in (*models.CASELOAD, FiledDocument)
    }
