"""The forms of the plan: which fields a goal, a step and a version ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from caseconsole.caseload.records import create_record
from caseconsole.fields import FieldSpec, FormSpec, Ui, ui_of
from caseconsole.i18n import N_
from caseconsole.iso import language_name
from caseconsole.models import Goal, Measure, PlanVersion

VOLUNTEER, VOLUNTEERS = "volunteer", "volunteers"
"""Who does a step, and the kind of partner where such people stand in the address book."""

_TEXTS = frozenset({"text", "translation", "concerns", "concerns_translation"})

RATING_WORDS = (
    N_("gar nicht gut"),
    N_("eher schlecht"),
    N_("teils, teils"),
    N_("eher gut"),
    N_("sehr gut"),
)
"""The levels of the self-rating in words, from 0 to 4; on screen and in the plan."""


def goal_form(members: Sequence[tuple[int, str]] = (), *, translated: bool = False) -> FormSpec:
    """What is asked of a goal.

    Args:
        members: id and name of those who live with the client, whom it can be for.
        translated: whether the version has a second language.
    """
    spec = _form("goal", Goal, ("area", "text", *_if(translated, "translation"), "target_on"))
    if not members:
        return spec
    choices = tuple((str(person_id), name) for person_id, name in members)
    member = FieldSpec(
        "member",
        Ui(
            N_("Für"),
            "goal",
            help=N_("Für wen aus dem Haushalt; leer heißt für die Klientin oder den Klienten."),
        ),
        choices,
    )
    area, *others = spec.fields
    return FormSpec(spec.record, spec.groups, (area, member, *others))


def target_form(*, translated: bool = False) -> FormSpec:
    """What can change of a goal that is agreed already."""
    return _form("goal", Goal, ("target_on", *_if(translated, "translation")))


def goal_values(values: dict[str, Any]) -> dict[str, Any]:
    """The values of the goal form as ``change_goal`` takes them, the member by id."""
    taken = _empty_texts(values)
    if "member" in taken:
        taken["member"] = int(taken["member"]) if taken["member"] else None
    return taken


def step_form(*, translated: bool = False) -> FormSpec:
    """What, who, until when.

    Args:
        translated: whether the version has a second language.
    """
    names = ("text", *_if(translated, "translation"), "responsible", "due_on")
    return _form("measure", Measure, names)


def version_form(languages: Sequence[str] = (), *, translated: bool = False) -> FormSpec:
    """Concerns in the client's own words, the next review and the second language.

    Args:
        languages: codes of the languages that documents can have beside German.
        translated: whether the version has a second language already.
    """
    spec = _form(
        "plan_version",
        PlanVersion,
        ("concerns", *_if(translated, "concerns_translation"), "review_on"),
    )
    if not languages:
        return spec
    choices = sorted(((code, language_name(code)) for code in languages), key=lambda one: one[1])
    second = FieldSpec(
        "second_language",
        Ui(
            N_("Zweite Sprache"),
            "version",
            help=N_("Der Plan wird auf Deutsch und in dieser Sprache gedruckt."),
        ),
        tuple(choices),
    )
    return FormSpec(spec.record, spec.groups, (*spec.fields, second))


def version_values(values: dict[str, Any]) -> dict[str, Any]:
    """The values of the version form as ``change_version`` takes them."""
    return _empty_texts(values)


def agreement_form() -> FormSpec:
    """The day of the agreement, who was there, who interpreted."""
    spec = _form("plan_version", PlanVersion, ("agreed_on", "participants", "interpreter"))
    day = replace(spec["agreed_on"].ui, required=True)
    return FormSpec(spec.record, spec.groups, (FieldSpec("agreed_on", day), *spec.fields[1:]))


def agreement_values(values: dict[str, Any]) -> tuple[dt.date, str, str]:
    """Day, who was there and who interpreted, from the values of the form of the agreement."""
    return values["agreed_on"], values["participants"] or "", values["interpreter"] or ""


def new_partner(name: str, responsible: str | None) -> int:
    """Enter who takes part in a step into the address book; returns the id.

    Args:
        name: the name as it was typed.
        responsible: who does the step; a volunteer is entered among the volunteers.

    Raises:
        InputError: the name is empty or too long.
    """
    kind = VOLUNTEERS if responsible == VOLUNTEER else None
    return create_record("partner", {"name": name, "kind": kind})


def _if(wanted: bool, *names: str) -> tuple[str, ...]:  # noqa: FBT001 - reads as a sentence
    return names if wanted else ()


def _empty_texts(values: dict[str, Any]) -> dict[str, Any]:
    """An empty text is the empty text in these columns, not nothing."""
    return {
        name: "" if value is None and name in _TEXTS else value for name, value in values.items()
    }


def _form(record: str, model: Any, names: tuple[str, ...]) -> FormSpec:
    fields = []
    for name in names:
        ui = ui_of(getattr(model, name))
        if ui is not None:
            fields.append(FieldSpec(name, ui))
    group = fields[0].ui.group
    return FormSpec(record, ((group, ""),), tuple(fields))
