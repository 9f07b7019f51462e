"""Goals and steps of a plan, and the self-ratings of its areas.

A goal is one row over all versions of its plan (counting rules, 3.9); what was settled is a fact
with a day of its own.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from caseconsole.caseload.plan_agreement import start_version
from caseconsole.caseload.plan_content import SETTLED_STATES, StepView, as_of, goal_views
from caseconsole.caseload.plan_views import (
    current_plan,
    plan_rows,
    shown_as_settled,
    shown_beside,
    used_in_agreed_version,
)
from caseconsole.caseload.plan_writing import change_row, changing, check_values, row_of_plan
from caseconsole.days import format_day
from caseconsole.errors import InputError, RuleError
from caseconsole.i18n import _
from caseconsole.models import Case, Goal, HouseholdMember, Measure, SelfRating
from caseconsole.store import transaction
from caseconsole.text import clean

HIGHEST_RATING = 4
"""Self-ratings run from 0 to 4 (interfaces, section 2)."""


def add_goal(
    case_id: int,
    area: str,
    text: str,
    target_on: dt.date | None,
    today: dt.date,
    member_id: int | None = None,
    translation: str = "",
) -> int:
    """Add a goal to the draft version, which is begun where there is none; returns its id.

    Args:
        case_id: the case.
        area: key of the area.
        text: the goal in words.
        target_on: until when.
        today: as for ``start_version``.
        member_id: the member of the household that it is for; ``None`` for the client.
        translation: its words in the second language.
    """
    with transaction("goal.create") as audit:
        start_version(case_id, today)
        plan = current_plan(case_id)
        values = {
            "area": area, "text": text, "target_on": target_on, "translation": translation,
        }  # fmt: skip
        check_values(Goal, values)
        member = _member(case_id, member_id)
        position = Goal.select().where(Goal.plan == plan).count()
        goal = Goal.create(plan=plan, position=position, member=member, **values)
        stated = [name for name, value in values.items() if value not in (None, "")]
        audit.record("goal", goal.id, fields=(*stated, *(["member"] if member else [])))
    return int(goal.id)


def _member(case_id: int, person_id: int | None) -> int | None:
    """Whom a goal is for; ``None`` for the client.

    Raises:
        RuleError: a person who never lived with the client.
    """
    client = Case.get_by_id(case_id).person_id
    if person_id is None or person_id == client:
        return None
    homes = HouseholdMember.select(HouseholdMember.household).where(
        HouseholdMember.person == client
    )
    lives = HouseholdMember.person == person_id, HouseholdMember.household.in_(homes)
    if not HouseholdMember.select().where(*lives).exists():
        raise RuleError(
            _("Ein Ziel ist für die Klientin, den Klienten oder jemanden aus dem Haushalt."),
            _("Nehmen Sie die Person erst in den Haushalt auf."),
            field="member",
        )
    return person_id


def change_goal(goal_id: int, changes: dict[str, Any]) -> None:
    """Change a goal; of an agreed one only the target day can move, and its translation.

    Args:
        goal_id: the goal.
        changes: some of ``area``, ``text``, ``translation``, ``target_on`` and ``member``, the id
            of a member of the household or ``None`` for the client.

    Raises:
        RuleError: area, text or member of an agreed goal; what was agreed stays readable.
    """
    goal = row_of_plan(Goal, goal_id)
    if goal.agreed_on is not None and not set(changes) <= {"target_on", "translation"}:
        raise RuleError(
            _("Ein vereinbartes Ziel behält Handlungsfeld und Wortlaut."),
            _("Lassen Sie es entfallen (d) und legen Sie ein neues an (n)."),
        )
    if changes.get("member") not in (None, goal.member_id):
        changes = changes | {"member": _member(goal.plan.case_id, changes["member"])}
    allowed = {"area", "text", "target_on", "translation", "member"}
    change_row("goal", goal.plan_id, goal, changes, allowed)


def remove_goal(goal_id: int) -> None:
    """Take a goal out of the draft together with its steps.

    Raises:
        RuleError: the goal is agreed; such a goal is settled, not removed.
    """
    goal = row_of_plan(Goal, goal_id)
    if goal.agreed_on is not None:
        raise RuleError(
            _("Ein vereinbartes Ziel wird nicht gelöscht."),
            _("Lassen Sie es mit einer Begründung entfallen (d)."),
        )
    with changing(goal.plan_id, "goal.delete") as audit:
        Measure.delete().where(Measure.goal == goal).execute()
        goal.delete_instance()
        audit.record("goal", goal_id, fields=("text",))


def move_goal(goal_id: int, step: int) -> None:
    """Move a goal up (-1) or down (1) among the goals of its area that stand beside it."""
    goal = row_of_plan(Goal, goal_id)
    peers = list(
        Goal.select()
        .where(
            Goal.plan == goal.plan_id,
            Goal.area == goal.area,
            Goal.id.in_(shown_beside(goal)),
        )
        .order_by(Goal.position, Goal.id)
    )
    index = next(i for i, peer in enumerate(peers) if peer.id == goal.id)
    target = index + step
    if not 0 <= target < len(peers):
        return
    peers[index], peers[target] = peers[target], peers[index]
    with changing(goal.plan_id, "goal.move") as audit:
        places = sorted(peer.position for peer in peers)
        if len(set(places)) < len(places):
            places = list(range(len(peers)))
        for peer, place in zip(peers, places, strict=True):
            peer.position = place
            peer.save(only=[Goal.position])
        audit.record("goal", goal.id, fields=("position",))


def settle_goal(goal_id: int, state: str, day: dt.date, reason: str = "") -> None:
    """Settle an agreed goal as reached, partly, not reached or dropped on ``day``.

    Raises:
        InputError: a dropped goal without a reason, or a day before the agreement.
        RuleError: the goal is still a draft, or an agreed version already shows it as settled.
    """
    goal = row_of_plan(Goal, goal_id)
    if state not in SETTLED_STATES:
        raise InputError(_("Diesen Stand gibt es für ein Ziel nicht."))
    if goal.agreed_on is None:
        raise RuleError(
            _("Das Ziel ist noch nicht vereinbart."),
            _("Nehmen Sie es heraus (Entf), wenn es doch nicht gebraucht wird."),
        )
    if day < goal.agreed_on:
        raise InputError(
            _("Das Ziel wurde erst am {day} vereinbart.").format(day=format_day(goal.agreed_on))
        )
    _refuse_settled_for_good(goal)
    reason = clean(reason)
    if state == "dropped" and not reason:
        raise InputError(_("Bitte begründen Sie kurz, warum das Ziel entfällt."))
    with changing(goal.plan_id, "goal.settle") as audit:
        goal.state, goal.settled_on, goal.reason = state, day, reason
        goal.save(only=[Goal.state, Goal.settled_on, Goal.reason])
        audit.record("goal", goal.id, fields=("state", "settled_on", "reason"))


def continue_goal(goal_id: int, target_on: dt.date | None) -> None:
    """Let a goal run on, with a new target day if one is given; takes back its settlement.

    Raises:
        RuleError: an agreed version already shows it as settled.
    """
    goal = row_of_plan(Goal, goal_id)
    _refuse_settled_for_good(goal)
    with changing(goal.plan_id, "goal.continue") as audit:
        goal.state, goal.settled_on, goal.reason = "open", None, ""
        if target_on is not None:
            goal.target_on = target_on
        goal.save(only=[Goal.state, Goal.settled_on, Goal.reason, Goal.target_on])
        audit.record("goal", goal.id, fields=("state", "settled_on", "target_on"))


def add_step(
    goal_id: int,
    text: str,
    responsible: str | None,
    due_on: dt.date | None,
    partner_id: int | None = None,
    translation: str = "",
) -> int:
    """Add a step to a goal: what, who (client, manager, office, volunteer), until when."""
    goal = row_of_plan(Goal, goal_id)
    values = {
        "text": text, "responsible": responsible, "due_on": due_on, "translation": translation,
    }  # fmt: skip
    check_values(Measure, values)
    with changing(goal.plan_id, "measure.create") as audit:
        step = Measure.create(goal=goal, partner=partner_id, **values)
        stated = [name for name, value in values.items() if value not in (None, "")]
        audit.record("measure", step.id, fields=stated)
    return int(step.id)


def change_step(step_id: int, changes: dict[str, Any]) -> None:
    """Change what, who, with which partner (by id), until when or the translation of a step."""
    step = row_of_plan(Measure, step_id)
    allowed = {"text", "responsible", "due_on", "partner", "translation"}
    change_row("measure", step.goal.plan_id, step, changes, allowed)


def tick_step(step_id: int, day: dt.date | None) -> None:
    """Mark a step as done on ``day``, or as open again with ``None``."""
    step = row_of_plan(Measure, step_id)
    with changing(step.goal.plan_id, "measure.done") as audit:
        step.done_on = day
        step.save(only=[Measure.done_on])
        audit.record("measure", step.id, fields=("done_on",))


def open_steps(case_id: int) -> tuple[StepView, ...]:
    """The steps of a case's running plan that are not done, those of open goals only."""
    plan = current_plan(case_id)
    if plan is None:
        return ()
    found = plan_rows(plan.id)
    now = [as_of(goal, found.steps.get(goal["id"], ()), None) for goal in found.goals]
    return tuple(
        step
        for goal in goal_views(found, now)
        if goal.settled_on is None
        for step in goal.steps
        if step.done_on is None
    )


def remove_step(step_id: int) -> None:
    """Take out a step that no agreed version holds.

    Raises:
        RuleError: an agreed version holds it; tick it off or leave it open.
    """
    step = row_of_plan(Measure, step_id)
    if used_in_agreed_version(step):
        raise RuleError(
            _("Der Schritt steht in einer vereinbarten Version und bleibt erhalten."),
            _("Haken Sie ihn ab, wenn er erledigt ist."),
        )
    with changing(step.goal.plan_id, "measure.delete") as audit:
        step.delete_instance()
        audit.record("measure", step_id, fields=("text",))


def rate(case_id: int, area: str, day: dt.date, value: int, note: str | None = None) -> None:
    """Note how the client rates an area on a day (0 to 4); a second rating of that day replaces it.

    Args:
        case_id: the case.
        area: key of the area.
        day: the day.
        value: the rating.
        note: a remark; ``None`` leaves the one that there is.

    Raises:
        InputError: the value is not one of 0 to 4, there is no such area, or the note is too long.
    """
    if not 0 <= value <= HIGHEST_RATING:
        raise InputError(_("Die Selbsteinschätzung geht von 0 bis 4."))
    values = {"area": area} if note is None else {"area": area, "note": note}
    check_values(SelfRating, values)
    with transaction("self_rating.set") as audit:
        same = (SelfRating.case == case_id, SelfRating.area == area, SelfRating.day == day)
        rating = SelfRating.get_or_none(*same)
        if rating is None:
            rating = SelfRating(case=case_id, area=area, day=day)
        rating.value, rating.note = value, values.get("note", rating.note)
        rating.save()
        audit.record("self_rating", rating.id, fields=("value",))


def _refuse_settled_for_good(goal: Goal) -> None:
    """An agreed version that shows the goal as settled is a document: it stays true."""
    if shown_as_settled(goal):
        raise RuleError(
            _("Eine vereinbarte Version zeigt dieses Ziel bereits als erledigt."),
            _("Legen Sie ein neues Ziel an (n)."),
        )
