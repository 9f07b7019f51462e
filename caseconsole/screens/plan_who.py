"""Who does a step: one field for the client, the manager, a volunteer and every office known."""

from __future__ import annotations

from typing import Any

from caseconsole.caseload.network import list_partners
from caseconsole.caseload.plan_forms import VOLUNTEER, VOLUNTEERS
from caseconsole.caseload.plan_views import StepView
from caseconsole.fields import FieldSpec, Ui
from caseconsole.i18n import N_
from caseconsole.values import lists

CLIENT, OFFICE = "client", "office"

_SEPARATOR = ":"


def who_field() -> FieldSpec:
    """The field with everybody to choose from; needs the database thread.

    A key is one of the list ``responsible``, behind a colon the id of the partner if one is named.
    """
    known = lists()["responsible"]
    usual = [(value.key, known.label(value.key)) for value in known.offered]
    partners = [
        (f"{VOLUNTEER if row.kind == VOLUNTEERS else OFFICE}{_SEPARATOR}{row.id}", row.name)
        for row in list_partners()
    ]
    ui = Ui(
        N_("Wer"),
        "measure",
        help=N_(
            "Wer den Schritt tut: Tippen sucht auch unter den Stellen und Ehrenamtlichen im "
            "Netzwerk."
        ),
    )
    return FieldSpec("who", ui, (*usual, *partners))


def who_key(step: StepView) -> str | None:
    """The key of who does a step."""
    if step.partner_id is None:
        return step.responsible
    responsible = VOLUNTEER if step.responsible == VOLUNTEER else OFFICE
    return f"{responsible}{_SEPARATOR}{step.partner_id}"


def chosen_who(values: dict[str, Any]) -> dict[str, Any]:
    """The values of the step form as the caseload takes them, who does it in two columns."""
    taken = {name: "" if value is None else value for name, value in values.items()}
    responsible, _colon, partner = str(taken.pop("who")).partition(_SEPARATOR)
    return {
        **taken,
        "due_on": values["due_on"],
        "responsible": responsible or None,
        "partner": int(partner) if partner else None,
    }
