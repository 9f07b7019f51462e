"""Integration plans: the draft, its goals and steps, and the agreement that freezes a version.

A goal is one row over all versions of its plan (counting rules, 3.9); what was settled is a fact
with a day of its own. A version is a draft until it is agreed. From then on it is shown and
printed from the copy made on that day, so nothing done later changes it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from caseconsole import config
from caseconsole.caseload.plan_views import (
    SETTLED_STATES,
    PlanView,
    StepView,
    VersionView,
    current_plan,
    draft_of,
    freeze,
    last_agreed,
    read_plan_view,
    shown_as_settled,
    steps_by_goal,
    used_in_agreed_version,
)
from caseconsole.days import add_months, format_day
from caseconsole.errors import InputError, NotFoundError, RuleError
from caseconsole.fields import check, ui_of
from caseconsole.i18n import _
from caseconsole.models import Case, Goal, Measure, Plan, PlanVersion, SelfRating, rows
from caseconsole.store import transaction
from caseconsole.text import clean

T = TypeVar("T")

__all__ = ["PlanView", "VersionView", "read_plan_view"]

HIGHEST_RATING = 4
"""Self-ratings run from 0 to 4 (interfaces, section 2)."""

# A file may bring agreed goals with a draft alone.
_PARTS_OF_PLAN = (PlanVersion, Goal)


def start_version(case_id: int, today: dt.date) -> int:
    """Begin the next version of a case's plan; the draft there is, if there is one.

    The new version takes over concerns and second language of the last one. Goals and steps need
    no copy: those still open are part of it.

    Args:
        case_id: the case.
        today: the day from which the next review is counted.

    Returns:
        Id of the draft version.
    """
    if not Case.select().where(Case.id == case_id).exists():
        raise NotFoundError(_("Diesen Fall gibt es nicht mehr."))
    plan = current_plan(case_id)
    draft = draft_of(plan)
    if draft is not None:
        return int(draft.id)
    with transaction("plan.start") as audit:
        if plan is None:
            plan = Plan.create(case=case_id)
            audit.record("plan", plan.id, fields=("case",))
        before = last_agreed(plan)
        if before is not None and before.frozen is None:
            before.frozen = freeze(before)
            before.save(only=[PlanVersion.frozen])
        draft = PlanVersion.create(
            plan=plan,
            number=before.number + 1 if before else 1,
            review_on=add_months(today, config.active().deadlines.plan_review_months),
            concerns=before.concerns if before else "",
            second_language=before.second_language if before else None,
        )
        audit.record("plan_version", draft.id, fields=("number", "review_on"))
    return int(draft.id)


def in_draft(case_id: int, today: dt.date, change: Callable[..., T], *args: Any) -> T:
    """Make a change to the version in work, which begins with it; not if the change is refused.

    Args:
        case_id: the case.
        today: as for ``start_version``.
        change: a function of this module.
        args: its arguments.

    Returns:
        What ``change`` returns.
    """
    with transaction("plan.change"):
        start_version(case_id, today)
        return change(*args)


def discard_draft(case_id: int) -> None:
    """Drop the draft version with the goals that only it has; agreed versions stay."""
    plan = current_plan(case_id)
    draft = draft_of(plan)
    if plan is None or draft is None:
        raise NotFoundError(_("Es gibt keinen Entwurf, der verworfen werden kann."))
    with transaction("plan.discard") as audit:
        new = [g.id for g in Goal.select().where(Goal.plan == plan, Goal.agreed_on.is_null())]
        Measure.delete().where(Measure.goal.in_(new)).execute()
        Goal.delete().where(Goal.id.in_(new)).execute()
        draft.delete_instance()
        audit.record("plan_version", draft.id, fields=("number",))
        if not any(model.select().where(model.plan == plan).exists() for model in _PARTS_OF_PLAN):
            plan.delete_instance()
            audit.record("plan", plan.id, fields=("case",))


def change_version(version_id: int, changes: dict[str, Any]) -> None:
    """Change review day, concerns or second language of a draft version.

    Raises:
        RuleError: the version is agreed already.
    """
    version = _get(PlanVersion, version_id)
    if version.agreed_on is not None:
        raise RuleError(
            _("Version {number} ist vereinbart und bleibt, wie sie ist.").format(
                number=version.number
            ),
            _("Änderungen kommen in die nächste Version."),
        )
    _change("plan_version", version, changes, {"review_on", "concerns", "second_language"})


def add_goal(case_id: int, area: str, text: str, target_on: dt.date | None, today: dt.date) -> int:
    """Add a goal to the draft version, which is begun where there is none; returns its id."""
    with transaction("goal.create") as audit:
        start_version(case_id, today)
        plan = current_plan(case_id)
        values = {"area": area, "text": text, "target_on": target_on}
        _check_values(Goal, values)
        position = Goal.select().where(Goal.plan == plan).count()
        goal = Goal.create(plan=plan, position=position, **values)
        audit.record("goal", goal.id, fields=tuple(values))
    return int(goal.id)


def change_goal(goal_id: int, changes: dict[str, Any]) -> None:
    """Change a goal; of an agreed one only the target day can move.

    Raises:
        RuleError: area or text of an agreed goal; what was agreed stays readable.
    """
    goal = _get(Goal, goal_id)
    if goal.agreed_on is not None and not set(changes) <= {"target_on"}:
        raise RuleError(
            _("Ein vereinbartes Ziel behält Handlungsfeld und Wortlaut."),
            _("Lassen Sie es entfallen (d) und legen Sie ein neues an (n)."),
        )
    _change("goal", goal, changes, {"area", "text", "target_on"})


def remove_goal(goal_id: int) -> None:
    """Take a goal out of the draft together with its steps.

    Raises:
        RuleError: the goal is agreed; such a goal is settled, not removed.
    """
    goal = _get(Goal, goal_id)
    if goal.agreed_on is not None:
        raise RuleError(
            _("Ein vereinbartes Ziel wird nicht gelöscht."),
            _("Lassen Sie es mit einer Begründung entfallen (d)."),
        )
    with transaction("goal.delete") as audit:
        Measure.delete().where(Measure.goal == goal).execute()
        goal.delete_instance()
        audit.record("goal", goal_id, fields=("text",))


def move_goal(goal_id: int, step: int) -> None:
    """Move a goal up (-1) or down (1) among the goals of its area."""
    goal = _get(Goal, goal_id)
    peers = list(
        Goal.select()
        .where(Goal.plan == goal.plan_id, Goal.area == goal.area)
        .order_by(Goal.position, Goal.id)
    )
    index = next(i for i, peer in enumerate(peers) if peer.id == goal.id)
    target = index + step
    if not 0 <= target < len(peers):
        return
    peers[index], peers[target] = peers[target], peers[index]
    with transaction("goal.move") as audit:
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
    goal = _get(Goal, goal_id)
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
    with transaction("goal.settle") as audit:
        goal.state, goal.settled_on, goal.reason = state, day, reason
        goal.save(only=[Goal.state, Goal.settled_on, Goal.reason])
        audit.record("goal", goal.id, fields=("state", "settled_on", "reason"))


def continue_goal(goal_id: int, target_on: dt.date | None) -> None:
    """Let a goal run on, with a new target day if one is given; takes back its settlement.

    Raises:
        RuleError: an agreed version already shows it as settled.
    """
    goal = _get(Goal, goal_id)
    _refuse_settled_for_good(goal)
    with transaction("goal.continue") as audit:
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
) -> int:
    """Add a step to a goal: what, who (client, manager, office, volunteer), until when."""
    goal = _get(Goal, goal_id)
    values = {"text": text, "responsible": responsible, "due_on": due_on}
    _check_values(Measure, values)
    with transaction("measure.create") as audit:
        step = Measure.create(goal=goal, partner=partner_id, **values)
        audit.record("measure", step.id, fields=tuple(values))
    return int(step.id)


def change_step(step_id: int, changes: dict[str, Any]) -> None:
    """Change what, who, with which partner or until when of a step."""
    step = _get(Measure, step_id)
    _change("measure", step, changes, {"text", "responsible", "due_on", "partner"})


def tick_step(step_id: int, day: dt.date | None) -> None:
    """Mark a step as done on ``day``, or as open again with ``None``."""
    step = _get(Measure, step_id)
    with transaction("measure.done") as audit:
        step.done_on = day
        step.save(only=[Measure.done_on])
        audit.record("measure", step.id, fields=("done_on",))


def open_steps(case_id: int) -> tuple[StepView, ...]:
    """The steps of a case's running plan that are not done, those of open goals only."""
    plan = current_plan(case_id)
    if plan is None:
        return ()
    undone = Goal.select(Goal.id).where(Goal.plan == plan, Goal.settled_on.is_null())
    wanted = {goal for (goal,) in rows(undone)}
    return tuple(
        step
        for goal, steps in steps_by_goal(plan.id).items()
        if goal in wanted
        for step in steps
        if step.done_on is None
    )


def remove_step(step_id: int) -> None:
    """Take out a step that no agreed version holds.

    Raises:
        RuleError: an agreed version holds it; tick it off or leave it open.
    """
    step = _get(Measure, step_id)
    if used_in_agreed_version(step):
        raise RuleError(
            _("Der Schritt steht in einer vereinbarten Version und bleibt erhalten."),
            _("Haken Sie ihn ab, wenn er erledigt ist."),
        )
    with transaction("measure.delete") as audit:
        step.delete_instance()
        audit.record("measure", step_id, fields=("text",))


def rate(case_id: int, area: str, day: dt.date, value: int, note: str = "") -> None:
    """Note how the client rates an area on a day (0 to 4); a second rating of that day replaces it.

    Raises:
        InputError: the value is not one of 0 to 4, there is no such area, or the note is too long.
    """
    if not 0 <= value <= HIGHEST_RATING:
        raise InputError(_("Die Selbsteinschätzung geht von 0 bis 4."))
    values = {"area": area, "note": note}
    _check_values(SelfRating, values)
    with transaction("self_rating.set") as audit:
        same = (SelfRating.case == case_id, SelfRating.area == area, SelfRating.day == day)
        rating = SelfRating.get_or_none(*same)
        if rating is None:
            rating = SelfRating(case=case_id, area=area, day=day)
        rating.value, rating.note = value, values["note"]
        rating.save()
        audit.record("self_rating", rating.id, fields=("value",))


def agree(case_id: int, day: dt.date, today: dt.date) -> int:
    """Agree the draft version on ``day``: it is frozen, its new goals begin to count.

    Returns:
        The number of the version.

    Raises:
        NotFoundError: there is no draft.
        InputError: the day is in the future or before the version before.
    """
    plan = current_plan(case_id)
    draft = draft_of(plan)
    if plan is None or draft is None:
        raise NotFoundError(_("Es gibt keinen Entwurf, der vereinbart werden kann."))
    if day > today:
        raise InputError(_("Der Tag der Vereinbarung liegt in der Zukunft."))
    before = last_agreed(plan)
    if before is not None and before.agreed_on is not None and day < before.agreed_on:
        raise InputError(
            _("Version {number} wurde am {day} vereinbart; diese kann nicht davor liegen.").format(
                number=before.number, day=format_day(before.agreed_on)
            )
        )
    with transaction("plan.agree") as audit:
        new = list(Goal.select().where(Goal.plan == plan, Goal.agreed_on.is_null()))
        for goal in new:
            goal.agreed_on, goal.state = day, "open"
            goal.save(only=[Goal.agreed_on, Goal.state])
            audit.record("goal", goal.id, fields=("agreed_on", "state"))
        draft.agreed_on = day
        draft.frozen = freeze(draft)
        draft.save(only=[PlanVersion.agreed_on, PlanVersion.frozen])
        audit.record("plan_version", draft.id, fields=("agreed_on",))
    return int(draft.number)


def close_plan(case_id: int, day: dt.date) -> None:
    """Close the running plan of a case; its versions stay readable."""
    plan = current_plan(case_id)
    if plan is None:
        raise NotFoundError(_("Dieser Fall hat keinen laufenden Plan."))
    with transaction("plan.close") as audit:
        plan.closed_on = day
        plan.save(only=[Plan.closed_on])
        audit.record("plan", plan.id, fields=("closed_on",))


def _refuse_settled_for_good(goal: Goal) -> None:
    """An agreed version that shows the goal as settled is a document: it stays true."""
    if shown_as_settled(goal):
        raise RuleError(
            _("Eine vereinbarte Version zeigt dieses Ziel bereits als erledigt."),
            _("Legen Sie ein neues Ziel an (n)."),
        )


def _get(model: type[Any], row_id: int) -> Any:
    row = model.get_or_none(model.id == row_id)
    if row is None:
        raise NotFoundError(_("Dieser Eintrag ist nicht mehr da."))
    return row


def _check_values(model: type[Any], values: dict[str, Any]) -> None:
    """Clean the texts of ``values`` in place and refuse what the fields refuse."""
    for name, value in values.items():
        ui = ui_of(getattr(model, name))
        if ui is None:
            continue
        if isinstance(value, str):
            values[name] = clean(value, multiline=ui.kind == "note")
        check(ui, values[name])


def _change(kind: str, row: Any, changes: dict[str, Any], allowed: set[str]) -> None:
    unknown = set(changes) - allowed
    if unknown:
        raise RuleError(_("Diese Angabe lässt sich hier nicht ändern."))
    _check_values(type(row), changes)
    changed = {name: value for name, value in changes.items() if getattr(row, name) != value}
    if not changed:
        return
    with transaction(f"{kind}.change") as audit:
        for name, value in changed.items():
            setattr(row, name, value)
        row.save(only=list(changed))
        audit.record(kind, row.id, fields=tuple(changed))
