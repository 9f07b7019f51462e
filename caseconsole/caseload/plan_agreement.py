"""The versions of a plan: begun as a draft, agreed, taken back where that was a mistake, closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from caseconsole import config, iso
from caseconsole.caseload.plan_content import SETTLED_STATES, contents
from caseconsole.caseload.plan_views import (
    current_plan,
    draft_of,
    last_agreed,
    newest_plan,
    plan_rows,
)
from caseconsole.caseload.plan_writing import change_row, changing, check_values, row_of_plan
from caseconsole.caseload.records import required_reason
from caseconsole.days import add_months, format_day
from caseconsole.errors import InputError, NotFoundError, RuleError
from caseconsole.i18n import _
from caseconsole.models import Case, Goal, Measure, Plan, PlanVersion
from caseconsole.store import transaction

T = TypeVar("T")

# A file may bring agreed goals with a draft alone.
_PARTS_OF_PLAN = (PlanVersion, Goal)

_CARRIED_ON = ("concerns", "concerns_translation", "second_language")
_OF_THE_TALK = ("participants", "interpreter")


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
        with changing(plan.id, "plan.start"):
            draft = PlanVersion.create(
                plan=plan,
                number=before.number + 1 if before else 1,
                review_on=add_months(today, config.active().deadlines.plan_review_months),
                **{name: getattr(before, name) for name in _CARRIED_ON if before},
            )
            audit.record("plan_version", draft.id, fields=("number", "review_on"))
    return int(draft.id)


def in_draft(case_id: int, today: dt.date, change: Callable[..., T], *args: Any) -> T:
    """Make a change to the version in work, which begins with it; not if the change is refused.

    Args:
        case_id: the case.
        today: as for ``start_version``.
        change: a function of ``plans``.
        args: its arguments.

    Returns:
        What ``change`` returns.
    """
    with transaction("plan.change"):
        start_version(case_id, today)
        return change(*args)


def change_draft(case_id: int, today: dt.date, changes: dict[str, Any]) -> None:
    """Change the version in work, which begins with the change; see ``change_version``.

    Args:
        case_id: the case.
        today: as for ``start_version``.
        changes: as for ``change_version``.
    """
    with transaction("plan.change"):
        change_version(start_version(case_id, today), changes)


def discard_draft(case_id: int) -> None:
    """Drop the draft version with the goals that only it has; agreed versions stay."""
    plan = current_plan(case_id)
    draft = draft_of(plan)
    if plan is None or draft is None:
        raise NotFoundError(_("Es gibt keinen Entwurf, der verworfen werden kann."))
    with changing(plan.id, "plan.discard") as audit:
        new = [g.id for g in Goal.select().where(Goal.plan == plan, Goal.agreed_on.is_null())]
        Measure.delete().where(Measure.goal.in_(new)).execute()
        Goal.delete().where(Goal.id.in_(new)).execute()
        draft.delete_instance()
        audit.record("plan_version", draft.id, fields=("number",))
        if not any(model.select().where(model.plan == plan).exists() for model in _PARTS_OF_PLAN):
            plan.delete_instance()
            audit.record("plan", plan.id, fields=("case",))


def change_version(version_id: int, changes: dict[str, Any]) -> None:
    """Change review day, concerns, second language or who takes part in the talk of a draft.

    Args:
        version_id: the version.
        changes: some of ``review_on``, ``concerns``, ``concerns_translation``,
            ``second_language`` (a code or ``None``), ``participants``, ``interpreter``.

    Raises:
        RuleError: the version is agreed already.
        InputError: there is no such language, or a text is too long.
    """
    version = row_of_plan(PlanVersion, version_id)
    if version.agreed_on is not None:
        raise RuleError(
            _("Version {number} ist vereinbart und bleibt, wie sie ist.").format(
                number=version.number
            ),
            _("Änderungen kommen in die nächste Version."),
        )
    language = changes.get("second_language")
    if language is not None and language not in {*iso.LANGUAGES, *iso.SECOND_LANGUAGES}:
        raise InputError(
            _("Die Sprache „{code}“ gibt es nicht.").format(code=language), field="second_language"
        )
    allowed = {"review_on", *_CARRIED_ON, *_OF_THE_TALK}
    change_row("plan_version", version.plan_id, version, changes, allowed)


def agree(
    case_id: int,
    day: dt.date,
    today: dt.date,
    participants: str | None = None,
    interpreter: str | None = None,
) -> int:
    """Agree the draft version on ``day``: it is frozen, its new goals begin to count.

    Args:
        case_id: the case.
        day: the day of the agreement.
        today: no agreement lies after it.
        participants: who was there; ``None`` leaves what the draft says.
        interpreter: who interpreted; ``None`` leaves what the draft says.

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
    _check_day(plan, day, today)
    talk = {"participants": participants, "interpreter": interpreter}
    stated = {name: text for name, text in talk.items() if text is not None}
    check_values(PlanVersion, stated)
    with changing(plan.id, "plan.agree") as audit:
        for goal in Goal.select().where(Goal.plan == plan, Goal.agreed_on.is_null()):
            goal.agreed_on, goal.state = day, "open"
            goal.save(only=[Goal.agreed_on, Goal.state])
            audit.record("goal", goal.id, fields=("agreed_on", "state"))
        # As it stands in the draft: a talk is often entered days after it was held.
        copy = {"goals": contents(plan_rows(plan.id))[draft.id]}
        PlanVersion.update(agreed_on=day, frozen=copy, **stated).where(
            PlanVersion.id == draft.id
        ).execute()
        audit.record("plan_version", draft.id, fields=("agreed_on", *stated))
    return int(draft.number)


def _check_day(plan: Plan, day: dt.date, today: dt.date) -> None:
    if day > today:
        raise InputError(_("Der Tag der Vereinbarung liegt in der Zukunft."), field="agreed_on")
    before = last_agreed(plan)
    if before is not None and before.agreed_on is not None and day < before.agreed_on:
        raise InputError(
            _("Version {number} wurde am {day} vereinbart; diese kann nicht davor liegen.").format(
                number=before.number, day=format_day(before.agreed_on)
            ),
            field="agreed_on",
        )


def undo_agreement(case_id: int, today: dt.date, reason: str) -> int:
    """Make the version that was agreed last a draft again, because that was a mistake.

    Its new goals are drafts again. What was settled with it stays settled. That it was agreed, and
    why no longer, is kept with the version and in the history of the case.

    Args:
        case_id: the case.
        today: the day on which it is taken back.
        reason: why, in words.

    Returns:
        The number of the version.

    Raises:
        NotFoundError: no version is agreed.
        InputError: no reason is given.
        RuleError: the plan is closed, the version that follows holds something already, or a goal
            of the version is settled.
    """
    plan = current_plan(case_id)
    version = last_agreed(plan)
    if plan is None or version is None or version.agreed_on is None:
        raise _nothing_to_undo(case_id, plan)
    draft = draft_of(plan)
    if draft is not None and _holds_something(draft, version):
        raise RuleError(
            _("Nach Version {number} ist die nächste schon begonnen.").format(
                number=version.number
            ),
            _("Verwerfen Sie erst den Entwurf (F9), wenn nichts davon gebraucht wird."),
        )
    new = _first_held_by(version)
    _refuse_settled(new)
    reason = required_reason(reason)
    with changing(plan.id, "plan.undo_agreement") as audit:
        if draft is not None:
            draft.delete_instance()
            audit.record("plan_version", draft.id, fields=("number",), reason=reason)
        trace = {
            "agreed_on": version.agreed_on.isoformat(),
            "undone_on": today.isoformat(),
            "reason": reason,
        }
        PlanVersion.update(
            agreed_on=None, frozen=None, undone=[*(version.undone or ()), trace]
        ).where(PlanVersion.id == version.id).execute()
        audit.record("plan_version", version.id, fields=("agreed_on",), reason=reason)
        # A draft can be discarded: the case keeps the trace in any event.
        audit.record("case", case_id, reason=reason)
        Goal.update(agreed_on=None, state=None).where(Goal.id.in_(new)).execute()
        for goal_id in new:
            audit.record("goal", goal_id, fields=("agreed_on", "state"))
    return int(version.number)


def _nothing_to_undo(case_id: int, running: Plan | None) -> NotFoundError | RuleError:
    if running is None and last_agreed(newest_plan(case_id)) is not None:
        return RuleError(
            _("Der Plan ist abgeschlossen; seine Vereinbarungen bleiben."),
            _("Nehmen Sie zuerst den Abschluss des Falles zurück."),
        )
    return NotFoundError(_("Es gibt keine vereinbarte Version, die zurückgenommen werden kann."))


def _holds_something(draft: PlanVersion, before: PlanVersion) -> bool:
    """Whether a draft says anything that ``before`` does not; its day of review is reckoned."""
    if Goal.select().where(Goal.plan == draft.plan_id, Goal.agreed_on.is_null()).exists():
        return True
    return any(getattr(draft, name) != getattr(before, name) for name in _CARRIED_ON) or any(
        getattr(draft, name) for name in _OF_THE_TALK
    )


def _first_held_by(version: PlanVersion) -> list[int]:
    """Ids of the goals that came with an agreed version."""
    found = plan_rows(version.plan_id)
    held = contents(found)
    earlier = {
        goal["id"]
        for row in found.versions
        if row["agreed_on"] is not None and row["number"] < version.number
        for goal in held[row["id"]]
    }
    return [goal["id"] for goal in held[version.id] if goal["id"] not in earlier]


def _refuse_settled(goal_ids: list[int]) -> None:
    settled = Goal.select().where(Goal.id.in_(goal_ids), Goal.state.in_(SETTLED_STATES)).first()
    if settled is not None:
        raise RuleError(
            _("Das Ziel „{goal}“ kam mit dieser Version und ist schon bewertet.").format(
                goal=settled.text
            ),
            _("Lassen Sie es erst weiterlaufen (w)."),
        )


def close_plan(case_id: int, day: dt.date) -> None:
    """Close the running plan of a case; its versions stay readable."""
    plan = current_plan(case_id)
    if plan is None:
        raise NotFoundError(_("Dieser Fall hat keinen laufenden Plan."))
    with changing(plan.id, "plan.close") as audit:
        plan.closed_on = day
        plan.save(only=[Plan.closed_on])
        audit.record("plan", plan.id, fields=("closed_on",))
