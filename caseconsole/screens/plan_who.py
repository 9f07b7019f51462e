"""Who does a step: one field for the client, the manager, a volunteer and every office known."""

from __future__ import annotations

from typing import Any

from caseconsole.caseload.network import list_partners, partner_named
from caseconsole.caseload.plan_forms import VOLUNTEER, VOLUNTEERS, new_partner
from caseconsole.caseload.plan_views import StepView
from caseconsole.fields import FieldSpec, Ui
from caseconsole.i18n import N_
from caseconsole.values import lists
from caseconsole.widgets.choice import NEW

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
    return FieldSpec("who", ui, (*usual, *partners), N_("{typed} (neu im Netzwerk)"))


def who_key(step: StepView) -> str | None:
    """The key of who does a step."""
    if step.partner_id is None:
        return step.responsible
    responsible = VOLUNTEER if step.responsible == VOLUNTEER else OFFICE
    return f"{responsible}{_SEPARATOR}{step.partner_id}"


def chosen_who(values: dict[str, Any]) -> dict[str, Any]:
    """The values of the step form as the caseload takes them; needs the database thread.

    Who does it becomes two columns; an office that was typed anew goes into the address book.
    """
    taken = {name: "" if value is None else value for name, value in values.items()}
    who = str(taken.pop("who"))
    responsible, _colon, partner = who.partition(_SEPARATOR)
    partner_id = int(partner) if partner else None
    if who.startswith(NEW):
        responsible, partner_id = OFFICE, _partner(who.removeprefix(NEW))
    return {
        **taken,
        "due_on": values["due_on"],
        "responsible": responsible or None,
        "partner": partner_id,
    }


def _partner(name: str) -> int:
    known = partner_named(name)
    return new_partner(name, OFFICE) if known is None else known
