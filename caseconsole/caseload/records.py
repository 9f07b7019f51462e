"""Records of every kind, read and written by their declarations in ``models``.

A record is shown, checked and saved from the declarations alone, so a column that is added there
is in its form at once. What concerns several values or several rows stands in ``rules``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from caseconsole.caseload import rules
from caseconsole.caseload.names import birth_of, person_keys
from caseconsole.caseload.network import partner_named, partners_beginning
from caseconsole.days import parse_time
from caseconsole.errors import InputError, NotFoundError, RuleError
from caseconsole.fields import MANY, FieldSpec, FormSpec, Kind, check, ui_of
from caseconsole.i18n import N_, _
from caseconsole.models import (
    CarePeriod,
    Case,
    Consent,
    Contact,
    Household,
    HouseholdMember,
    Partner,
    Person,
    PersonStatus,
    Referral,
    Reminder,
)
from caseconsole.store import transaction
from caseconsole.text import clean

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Record:
    """One row with the values of its form.

    Args:
        kind: one of ``KINDS``.
        id: id of the row.
        parents: ids of the records it belongs to, by kind.
        values: value by field name; text is never ``None``, a list is a tuple, a birth date is a
            ``PartialDay``.
    """

    kind: str
    id: int
    parents: Mapping[str, int | None]
    values: Values


@dataclass(frozen=True)
class _Kind:
    model: Any
    parents: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    newest_by: str = ""
    deletable: bool = False
    hidden: frozenset[str] = frozenset()
    check: Callable[[Values, Mapping[str, Any], int | None], None] = lambda _v, _p, _i: None


_KINDS: Mapping[str, _Kind] = {
    "person": _Kind(Person, check=lambda values, _p, _i: rules.check_person(values)),
    "person_status": _Kind(
        PersonStatus,
        ("person",),
        newest_by="from_day",
        deletable=True,
        check=lambda values, parents, _i: rules.check_status(values, parents["person"]),
    ),
    "household": _Kind(Household),
    "household_member": _Kind(
        HouseholdMember,
        ("household", "person"),
        newest_by="from_day",
        deletable=True,
        check=lambda values, parents, row_id: rules.check_member(
            values, parents["household"], parents["person"], row_id
        ),
    ),
    "case": _Kind(
        Case,
        ("person",),
        hidden=frozenset({"cancelled"}),
        check=lambda values, _p, row_id: rules.check_case(values, row_id),
    ),
    "care_period": _Kind(
        CarePeriod,
        ("case",),
        newest_by="begin",
        check=lambda values, parents, row_id: rules.check_period(values, parents["case"], row_id),
    ),
    "consent": _Kind(
        Consent,
        ("case", "partner"),
        optional=("partner",),
        newest_by="granted_on",
        deletable=True,
        check=lambda values, _p, _i: rules.check_consent(values),
    ),
    "reminder": _Kind(Reminder, ("case",), ("case",), newest_by="due_on", deletable=True),
    "referral": _Kind(
        Referral,
        ("case", "partner"),
        newest_by="day",
        deletable=True,
        check=lambda values, _p, _i: rules.check_referral(values),
    ),
    "partner": _Kind(Partner),
    "contact": _Kind(
        Contact, newest_by="day", check=lambda values, _p, _i: rules.check_contact(values)
    ),
}

KINDS = tuple(kind for kind in _KINDS if kind != "contact")
"""The kinds that are written here; a contact goes through ``contacts.save_contact``."""

_GROUPS = {
    "person": N_("Person"),
    "contact": N_("Kontakt"),
    "arrival": N_("Ankunft"),
    "education": N_("Bildung"),
    "family": N_("Familie"),
    "health": N_("Gesundheit"),
    "notes": N_("Bemerkungen"),
    "status": N_("Status"),
    "household": N_("Haushalt"),
    "member": N_("Mitglied"),
    "case": N_("Fall"),
    "period": N_("Betreuungszeitraum"),
    "consent": N_("Einwilligung"),
    "reminder": N_("Wiedervorlage"),
    "referral": N_("Vermittlung"),
    "partner": N_("Netzwerk"),
}


def form_spec(kind: str) -> FormSpec:
    """The fields of a kind of record in the order of its form; needs no store."""
    fields = _fields(kind)
    groups = dict.fromkeys(field.ui.group for field in fields)
    return FormSpec(kind, tuple((group, _(_GROUPS[group])) for group in groups), fields)


def read_record(kind: str, record_id: int) -> Record:
    """One record.

    Raises:
        NotFoundError: it is not there (any more).
    """
    return _record(kind, row_of(_KINDS[kind].model, record_id))


def list_records(kind: str, **parents: int) -> tuple[Record, ...]:
    """The records that belong to ``parents``; dated ones newest first."""
    declared = _KINDS[kind]
    query = declared.model.select()
    for name, parent_id in parents.items():
        query = query.where(getattr(declared.model, name) == parent_id)
    if declared.newest_by:
        dated = getattr(declared.model, declared.newest_by)
        query = query.order_by(dated.desc(), declared.model.id.desc())
    else:
        query = query.order_by(declared.model.id)
    return tuple(_record(kind, row) for row in query)


def create_record(kind: str, values: Values, **parents: int | None) -> int:
    """Store a new record; what ``values`` does not name is not stated.

    Raises:
        InputError: a value cannot be stored; ``field`` says which.
        RuleError: it would break a rule of the caseload.
    """
    declared = _KINDS[kind]
    whole = dict(_empty(kind)) | cleaned(kind, values)
    owners = {name: parents.get(name) for name in declared.parents}
    owners |= _linked(kind, whole, parents)
    for name, owner in owners.items():
        if owner is None and name not in declared.optional:
            message = f"{kind} needs {name}"
            raise TypeError(message)
    _require_fields(kind, whole)
    declared.check(whole, owners, None)
    with transaction(f"{kind}.create") as audit:
        row = declared.model.create(**_columns(kind, whole), **owners_kept(owners))
        stated = [name for name, value in whole.items() if value not in (None, "", ())]
        audit.record(kind, row.id, fields=stated)
    return int(row.id)


def change_record(kind: str, record_id: int, changes: Values, **parents: int | None) -> None:
    """Store what ``changes`` and ``parents`` make different; nothing different writes nothing.

    Raises:
        InputError: a value cannot be stored; ``field`` says which.
        RuleError: it would break a rule of the caseload.
        NotFoundError: the record is not there (any more).
    """
    before = read_record(kind, record_id)
    new = {
        name: value
        for name, value in cleaned(kind, changes, before.values).items()
        if value != before.values[name]
    }
    named = dict(parents) | _linked(kind, new, parents)
    moved = {name: owner for name, owner in named.items() if owner != before.parents[name]}
    if not new and not moved:
        return
    whole = {**before.values, **new}
    owners = {**before.parents, **moved}
    _KINDS[kind].check(whole, owners, record_id)
    columns = _columns(kind, whole) | owners
    with transaction(f"{kind}.change") as audit:
        model = _KINDS[kind].model
        model.update(columns).where(model.id == record_id).execute()
        audit.record(kind, record_id, fields=(*new, *moved))


def delete_record(kind: str, record_id: int, reason: str) -> None:
    """Remove a dated row that was entered by mistake; the audit trail keeps that it was there.

    Raises:
        RuleError: records of this kind are kept, or no reason is given.
        NotFoundError: it is not there (any more).
    """
    declared = _KINDS[kind]
    if not declared.deletable:
        raise RuleError(_("Dieser Eintrag wird aufbewahrt und kann nicht gelöscht werden."))
    reason = required_reason(reason)
    row = row_of(declared.model, record_id)
    with transaction(f"{kind}.delete") as audit:
        row.delete_instance()
        audit.record(kind, record_id, reason=reason)
        # The row is gone: those that it belonged to keep the trace of it.
        for name in declared.parents:
            if getattr(row, f"{name}_id") is not None:
                audit.record(name, getattr(row, f"{name}_id"), reason=reason)


def required_reason(reason: str) -> str:
    """``reason`` cleaned.

    Raises:
        InputError: it is empty.
    """
    reason = clean(reason)
    if not reason:
        raise InputError(_("Bitte geben Sie einen Grund an."), field="reason")
    return reason


def row_of(model: Any, row_id: int) -> Any:
    """The row of ``model`` with this id; for use on the database thread only.

    Raises:
        NotFoundError: it is not there (any more).
    """
    row = model.get_or_none(model.id == row_id)
    if row is None:
        raise NotFoundError(_("Dieser Eintrag ist nicht mehr vorhanden."))
    return row


def cleaned(kind: str, values: Values, before: Values | None = None) -> dict[str, Any]:
    """``values`` cleaned and checked one by one.

    Args:
        kind: the kind of record.
        values: some of its values.
        before: what is stored. What stays is not checked: a file brings texts that are longer
            than a form takes, and keys that have left their list.

    Raises:
        InputError: a value cannot be stored; ``field`` says which.
    """
    spec = form_spec(kind)
    result = {}
    for name, value in values.items():
        ui = spec[name].ui
        try:
            taken = _clean(ui.kind, value)
            result[name] = taken if taken is not None else _nothing(kind, name)
            if before is None or result[name] != before[name]:
                check(ui, taken)
        except InputError as error:
            error.field = name
            raise
    return result


def columns_of(kind: str, values: Values) -> dict[str, Any]:
    """``values`` as the columns of the row hold them."""
    model = _KINDS[kind].model
    columns: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, tuple):
            columns[name] = list(value) if value or not getattr(model, name).null else None
        else:
            columns[name] = value
    return columns


def checked(kind: str, values: Values, before: Values | None = None) -> dict[str, Any]:
    """All fields of a record of ``kind``: what is stated, cleaned, and for the rest what was.

    Args:
        kind: the kind of record.
        values: what is stated.
        before: what is stored; nothing of a new record.

    Raises:
        InputError: a value cannot be stored, or a required one is missing.
        RuleError: values contradict each other.
    """
    whole = dict(before or _empty(kind)) | cleaned(kind, values, before)
    if before is None:
        _require_fields(kind, whole)
    _KINDS[kind].check(whole, {}, None)
    return whole


def owners_kept(owners: Mapping[str, int | None]) -> dict[str, int]:
    """The parents that are stated."""
    return {name: owner for name, owner in owners.items() if owner is not None}


def _fields(kind: str) -> tuple[FieldSpec, ...]:
    declared = _KINDS[kind]
    fields = []
    for column in declared.model._meta.sorted_fields:  # noqa: SLF001 - peewee's documented API
        ui = ui_of(column)
        if ui is not None and column.name not in declared.hidden:
            fields.append(FieldSpec(column.name, ui))
    return tuple(fields)


def _clean(kind: Kind, value: Any) -> Any:
    if isinstance(value, str):
        text = clean(value, multiline=kind is Kind.NOTE) or None
        return parse_time(text) if text and kind is Kind.TIME else text
    if kind is Kind.WORDS:
        return tuple(dict.fromkeys(word for word in map(clean, value or ()) if word))
    if kind in MANY:
        return tuple(dict.fromkeys(value or ()))
    return value


def _nothing(kind: str, name: str) -> Any:
    column = getattr(_KINDS[kind].model, name)
    ui = ui_of(column)
    if ui is not None and ui.kind in MANY:
        return ()
    return None if column.null or column.default is None else column.default


def _empty(kind: str) -> dict[str, Any]:
    return {field.name: _nothing(kind, field.name) for field in _fields(kind)}


def _require_fields(kind: str, whole: Values) -> None:
    for field in _fields(kind):
        try:
            check(field.ui, whole[field.name])
        except InputError as error:
            error.field = field.name
            raise


def _linked(kind: str, values: Values, parents: Mapping[str, int | None]) -> dict[str, int | None]:
    """The partner that the recipient of a consent names, where the address book has it."""
    if kind != "consent" or "recipient" not in values or "partner" in parents:
        return {}
    partner = partner_named(values["recipient"])
    if partner is None:
        _refuse_part_of_a_name(values["recipient"])
    return {"partner": partner}


def _refuse_part_of_a_name(typed: str) -> None:
    """A release towards "Job" frees towards nobody, while the address book has the Jobcenter."""
    meant = partners_beginning(typed)
    if meant:
        raise InputError(
            _("Im Netzwerk steht „{name}“, aber nicht „{typed}“.").format(
                name="“, „".join(meant), typed=typed
            ),
            _("Bitte schreiben Sie den Namen der Stelle aus."),
            field="recipient",
        )


def _columns(kind: str, whole: Values) -> dict[str, Any]:
    columns = columns_of(kind, whole)
    if kind == "person":
        birth = whole["birth_date"]
        columns["birth_date"] = birth.day if birth else None
        columns["birth_precision"] = birth.precision if birth else None
        columns |= person_keys(
            whole["family_name"],
            whole["given_name"],
            whole["also_known_as"],
            whole["original_script_name"],
        )._asdict()
    return columns


def _record(kind: str, row: Any) -> Record:
    values: dict[str, Any] = {}
    for field in _fields(kind):
        value = getattr(row, field.name)
        values[field.name] = tuple(value or ()) if field.ui.kind in MANY else value
    if kind == "person":
        values["birth_date"] = birth_of(row.birth_date, row.birth_precision)
    if kind == "consent" and row.partner_id and not row.recipient:
        values["recipient"] = row.partner.name
    owners = {name: getattr(row, f"{name}_id") for name in _KINDS[kind].parents}
    return Record(kind, row.id, MappingProxyType(owners), MappingProxyType(values))
