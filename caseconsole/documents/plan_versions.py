"""Which goals and steps a version of a plan shows, and in which state.

A version agreed in this program carries its own copy (``PlanVersion.frozen``), which decides. For
one that came from a file the copy is worked out from the days: a version holds the goals that the
version before left open and those agreed since; what was settled or done later is open in it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from caseconsole.errors import NotFoundError
from caseconsole.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from caseconsole.documents.plan_rows import CaseRows, Row

OPEN = "open"


@dataclass(frozen=True)
class StepData:
    """A step: what, who, with whom, until when, done when."""

    text: str
    responsible: str | None
    partner_id: int | None
    partner: str
    due_on: dt.date | None
    done_on: dt.date | None
    translation: str = ""


@dataclass(frozen=True)
class GoalData:
    """A goal in the state that the version shows."""

    id: int
    area: str
    text: str
    target_on: dt.date | None
    state: str
    settled_on: dt.date | None
    reason: str
    agreed_on: dt.date | None
    steps: tuple[StepData, ...]
    member: str = ""
    translation: str = ""


@dataclass(frozen=True)
class VersionData:
    """One version; ``number`` is 0 and nothing else is set where a case has no plan yet."""

    number: int = 0
    agreed_on: dt.date | None = None
    review_on: dt.date | None = None
    concerns: str = ""
    concerns_translation: str = ""
    second_language: str = ""
    participants: str = ""
    interpreter: str = ""
    previous_on: dt.date | None = None
    goals: tuple[GoalData, ...] = field(default=())

    @property
    def draft(self) -> bool:
        """Whether it is not agreed yet."""
        return self.agreed_on is None


def version_of(rows: CaseRows, number: int | None, today: dt.date) -> tuple[VersionData, bool]:
    """The version ``number`` of the newest plan, and whether no later one is agreed.

    Without a number: the newest version agreed by ``today``, else the draft, else an empty one.

    Raises:
        NotFoundError: the plan has no such version; the message names those that exist.
    """
    plan = _newest_plan(rows, today)
    versions = rows.versions.get(plan["id"], []) if plan else []
    agreed = [row for row in versions if row["agreed_on"] is not None]
    if number is None:
        valid = [row for row in agreed if row["agreed_on"] <= today] or agreed
        row = valid[-1] if valid else (versions[-1] if versions else None)
    else:
        row = next((row for row in versions if row["number"] == number), None)
        if row is None:
            raise _no_version(rows.number, number, versions)
    if row is None:
        return VersionData(), True
    later = any(other["number"] > row["number"] for other in agreed)
    return _version(rows, row, agreed), not later


def _no_version(case: str, number: int, versions: list[Row]) -> NotFoundError:
    if not versions:
        return NotFoundError(_("Für den Fall {case} gibt es noch keinen Plan.").format(case=case))
    return NotFoundError(
        _("Der Plan des Falles {case} hat keine Version {number}.").format(
            case=case, number=number
        ),
        _("Vorhanden: {versions}.").format(
            versions=", ".join(str(row["number"]) for row in versions)
        ),
    )


def _newest_plan(rows: CaseRows, today: dt.date) -> Row | None:
    """The newest running plan that is agreed, else the newest running one, else the newest."""
    running = [row for row in rows.plans if row["closed_on"] is None or row["closed_on"] > today]
    agreed = [
        row
        for row in running
        if any(version["agreed_on"] for version in rows.versions.get(row["id"], ()))
    ]
    plans = agreed or running or rows.plans
    return plans[-1] if plans else None


def _version(rows: CaseRows, row: Row, agreed: list[Row]) -> VersionData:
    before = [other for other in agreed if other["number"] < row["number"]]
    frozen = _frozen_goals(rows, row, before)
    return VersionData(
        number=row["number"],
        agreed_on=row["agreed_on"],
        review_on=row["review_on"],
        concerns=row["concerns"],
        concerns_translation=row["concerns_translation"],
        second_language=row["second_language"] or "",
        participants=row["participants"],
        interpreter=row["interpreter"],
        previous_on=before[-1]["agreed_on"] if before else None,
        goals=tuple(_goal(rows, goal) for goal in frozen),
    )


def _frozen_goals(rows: CaseRows, row: Row, before: list[Row]) -> list[dict[str, Any]]:
    """The goals of a version in the form of its frozen copy."""
    if row["frozen"] is not None:
        return list(row["frozen"]["goals"])
    goals = [goal for goal in rows.goals.get(row["plan"], []) if _agreed_by(goal, row)]
    if before:
        last = before[-1]
        held = {g["id"]: g["state"] for g in _frozen_goals(rows, last, before[:-1])}
        goals = [goal for goal in goals if _continued(goal, held, last)]
    return [_as_of(rows, goal, row["agreed_on"]) for goal in goals]


def _agreed_by(goal: Row, version: Row) -> bool:
    if version["agreed_on"] is None:
        return True
    return goal["agreed_on"] is not None and goal["agreed_on"] <= version["agreed_on"]


def _continued(goal: Row, held: Mapping[int, str], before: Row) -> bool:
    if goal["id"] in held:
        return held[goal["id"]] == OPEN
    return goal["agreed_on"] is None or goal["agreed_on"] >= before["agreed_on"]


def _as_of(rows: CaseRows, goal: Row, day: dt.date | None) -> dict[str, Any]:
    settled = goal["settled_on"] is not None and (day is None or goal["settled_on"] <= day)
    return {
        **{name: goal[name] for name in ("id", "area", "text", "target_on", "agreed_on")},
        "state": (goal["state"] if settled else None) or OPEN,
        "settled_on": goal["settled_on"] if settled else None,
        "reason": goal["reason"] if settled else "",
        "steps": [
            step | {"done_on": step["done_on"] if _done_by(step, day) else None}
            for step in rows.steps.get(goal["id"], [])
        ],
    }


def _done_by(step: Row, day: dt.date | None) -> bool:
    return step["done_on"] is not None and (day is None or step["done_on"] <= day)


def _goal(rows: CaseRows, goal: dict[str, Any]) -> GoalData:
    return GoalData(
        id=goal["id"],
        area=goal["area"],
        text=goal["text"],
        target_on=_day(goal["target_on"]),
        state=goal["state"] or OPEN,
        settled_on=_day(goal["settled_on"]),
        reason=goal["reason"] or "",
        agreed_on=_day(goal["agreed_on"]),
        steps=tuple(
            StepData(
                text=step["text"],
                responsible=step["responsible"],
                partner_id=step["partner"],
                partner=rows.partner_name(step["partner"]),
                due_on=_day(step["due_on"]),
                done_on=_day(step["done_on"]),
            )
            for step in goal["steps"]
        ),
    )


def _day(value: dt.date | str | None) -> dt.date | None:
    """A day from a row, or from a frozen copy, where it is ISO text."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value
