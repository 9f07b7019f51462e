"""What the forms of the plan ask, and how their values reach the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from caseconsole.caseload import plan_forms, plans
from caseconsole.fields import FormSpec
from caseconsole.models import Partner

Call = Callable[..., Any]
DAY = dt.date(2026, 3, 2)


def names(spec: FormSpec) -> list[str]:
    """The names of its fields."""
    return [field.name for field in spec.fields]


def test_a_goal_asks_for_whom_only_where_somebody_else_lives_there() -> None:
    assert names(plan_forms.goal_form()) == ["area", "text", "target_on"]
    spec = plan_forms.goal_form(((7, "Haddad, Nour"),))
    assert names(spec) == ["area", "member", "text", "target_on"]
    assert spec["member"].choices == (("7", "Haddad, Nour"),)


def test_translations_are_asked_for_only_with_a_second_language() -> None:
    assert "translation" not in names(plan_forms.goal_form())
    assert "translation" in names(plan_forms.goal_form(translated=True))
    assert names(plan_forms.target_form(translated=True)) == ["target_on", "translation"]
    assert "translation" not in names(plan_forms.step_form())
    assert "translation" in names(plan_forms.step_form(translated=True))
    assert "concerns_translation" not in names(plan_forms.version_form())
    assert "concerns_translation" in names(plan_forms.version_form(translated=True))


def test_the_second_language_is_chosen_among_those_that_there_are() -> None:
    assert "second_language" not in names(plan_forms.version_form())
    choices = plan_forms.version_form(("tr", "ar", "kmr"))["second_language"].choices
    assert choices == (("ar", "Arabisch"), ("kmr", "Kurdisch (Kurmancî)"), ("tr", "Türkisch"))


def test_an_agreement_asks_for_day_and_talk() -> None:
    spec = plan_forms.agreement_form()
    assert names(spec) == ["agreed_on", "participants", "interpreter"]
    assert spec["agreed_on"].ui.required
    values = {"agreed_on": DAY, "participants": "Ehefrau", "interpreter": None}
    assert plan_forms.agreement_values(values) == (DAY, "Ehefrau", "")


def test_values_of_a_form_are_taken_by_the_plan(call: Call, ahmad: int) -> None:
    goal = call(plans.add_goal, ahmad, "work", "Arbeit", None, DAY)
    typed = {"text": "Stelle", "translation": None, "member": None, "target_on": None}
    call(plans.change_goal, goal, plan_forms.goal_values(typed))
    assert plan_forms.goal_values({"member": "7"}) == {"member": 7}
    version = call(plans.start_version, ahmad, DAY)
    typed = {"concerns": None, "concerns_translation": None, "second_language": None}
    call(plans.change_version, version, plan_forms.version_values(typed))


@pytest.mark.parametrize(
    ("responsible", "kind"), [("volunteer", "volunteers"), ("office", None), (None, None)]
)
def test_a_volunteer_is_entered_among_the_volunteers(
    call: Call, responsible: str | None, kind: str | None
) -> None:
    made = call(plan_forms.new_partner, "Frau Maier", responsible)
    assert call(lambda: Partner.get_by_id(made).kind) == kind
