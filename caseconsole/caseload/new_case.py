"""Opening a case: the few fields that a first talk gives, out of four records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from caseconsole.caseload.cases import open_case
from caseconsole.errors import InputError
from caseconsole.fields import FieldSpec, FormSpec, ui_of
from caseconsole.i18n import N_, _
from caseconsole.models import CarePeriod, Household, Person, PersonStatus

_FIELDS: dict[str, tuple[Any, str, tuple[str, ...]]] = {
    "person": (
        Person,
        "person",
        ("family_name", "given_name", "original_script_name", "birth_date", "sex",
         "nationalities", "languages", "interpreter_needed", "phone"),
    ),
    "period": (CarePeriod, "case", ("begin",)),
    "household": (Household, "case", ("address", "postcode", "place")),
    "status": (
        PersonStatus, "case",
        ("residence_status", "valid_until", "german_level", "housing", "employment"),
    ),
}  # fmt: skip
"""Record -> model, tab of the form, and the fields that it takes from there."""


def new_case_form() -> FormSpec:
    """The form of a new case; only a name and the first day are needed."""
    fields = []
    for model, group, names in _FIELDS.values():
        for name in names:
            ui = ui_of(getattr(model, name))
            if ui is not None:
                fields.append(FieldSpec(name, replace(ui, group=group)))
    groups = (("person", N_("Person")), ("case", N_("Fall, Wohnen, Aufenthalt")))
    return FormSpec("new_case", tuple((key, _(label)) for key, label in groups), tuple(fields))


def open_new_case(values: Mapping[str, Any]) -> int:
    """Open a case from the values of ``new_case_form``; returns its id.

    Raises:
        InputError: a value cannot be stored; ``field`` says which.
        RuleError: the person has no name.
    """
    parts = {
        part: {name: values.get(name) for name in names if values.get(name) is not None}
        for part, (_model, _group, names) in _FIELDS.items()
    }
    begin = values.get("begin")
    if not isinstance(begin, dt.date):
        raise InputError(_("„Beginn“ fehlt."), field="begin")
    return open_case(
        begin,
        person=parts["person"],
        household=parts["household"],
        role="head",
        status=parts["status"],
    )
