"""The forms of the plan: which fields a goal, a step and a version ask for."""

from __future__ import annotations

from typing import Any

from caseconsole import config
from caseconsole.caseload.network import partner_named
from caseconsole.errors import InputError
from caseconsole.fields import FieldSpec, FormSpec, Ui, ui_of
from caseconsole.i18n import N_, _
from caseconsole.models import Goal, Measure, PlanVersion

RATING_WORDS = (
    N_("gar nicht gut"),
    N_("eher schlecht"),
    N_("teils, teils"),
    N_("eher gut"),
    N_("sehr gut"),
)
"""The levels of the self-rating in words, from 0 to 4; on screen and in the plan."""


def goal_form() -> FormSpec:
    """Area, wording and target day of a goal."""
    return _form("goal", Goal, ("area", "text", "target_on"))


def target_form() -> FormSpec:
    """The target day of a goal that is agreed already."""
    return _form("goal", Goal, ("target_on",))


def step_form() -> FormSpec:
    """What, who, with whose help, until when."""
    spec = _form("measure", Measure, ("text", "responsible", "due_on"))
    partner = FieldSpec(
        "partner",
        Ui(
            N_("Stelle"),
            "measure",
            help=N_("Name einer Stelle aus dem Netzwerk, wenn eine beteiligt ist."),
        ),
    )
    text, responsible, due_on = spec.fields
    return FormSpec(spec.record, spec.groups, (text, responsible, partner, due_on))


def version_form() -> FormSpec:
    """Concerns in the client's own words and the next review."""
    return _form("plan_version", PlanVersion, ("concerns", "review_on"))


def step_values(values: dict[str, Any]) -> dict[str, Any]:
    """The values of the step form with the id of the partner that is named.

    Raises:
        InputError: no partner has this name.
    """
    name = values.get("partner") or ""
    partner = partner_named(name) if name else None
    if name and partner is None:
        raise InputError(
            _("„{name}“ steht nicht im Netzwerk.").format(name=name),
            _("Legen Sie die Stelle dort an oder lassen Sie das Feld leer."),
            field="partner",
        )
    return {**values, "partner": partner}


def goal_blocks(area: str) -> tuple[str, ...]:
    """Wordings for goals of an area, from the settings."""
    blocks = config.active().text_blocks.get(area)
    return blocks.goals if blocks else ()


def step_blocks(area: str) -> tuple[str, ...]:
    """Wordings for steps of an area, from the settings."""
    blocks = config.active().text_blocks.get(area)
    return blocks.steps if blocks else ()


def _form(record: str, model: Any, names: tuple[str, ...]) -> FormSpec:
    fields = []
    for name in names:
        ui = ui_of(getattr(model, name))
        if ui is not None:
            fields.append(FieldSpec(name, ui))
    group = fields[0].ui.group
    return FormSpec(record, ((group, ""),), tuple(fields))
