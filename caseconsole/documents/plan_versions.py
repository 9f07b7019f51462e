"""Which version of a plan is printed, and what has changed since the one before.

Which goals and steps a version holds is worked out in ``caseload.plan_content``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from caseconsole.caseload.plan_compare import Comparison, compare
from caseconsole.caseload.plan_content import (
    GoalView,
    PlanRows,
    StepView,
    Undone,
    contents,
    goal_views,
    undone_of,
)
from caseconsole.errors import NotFoundError
from caseconsole.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from caseconsole.documents.plan_rows import CaseRows, Row

GoalData = GoalView
"""A goal in the state that the version shows."""

StepData = StepView
"""A step: what, who, with whom, until when, done when."""


@dataclass(frozen=True)
class VersionData:
    """One version; ``number`` is 0 and nothing else is set where a case has no plan yet.

    Args:
        previous_on: the day on which the version before was agreed.
        undone: agreements of this version that were taken back, oldest first.
    """

    number: int = 0
    agreed_on: dt.date | None = None
    review_on: dt.date | None = None
    concerns: str = ""
    second_language: str = ""
    previous_on: dt.date | None = None
    goals: tuple[GoalView, ...] = field(default=())
    plan_id: int | None = None
    concerns_translation: str = ""
    participants: str = ""
    interpreter: str = ""
    undone: tuple[Undone, ...] = ()

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
    chosen = next(v for v in _versions(rows, row["plan"]) if v.number == row["number"])
    return chosen, not later


def changes_since_previous(rows: CaseRows, version: VersionData) -> Comparison | None:
    """What has changed since the version agreed before; ``None`` for a first plan.

    Args:
        rows: the case; no further question is asked of the store.
        version: the version as ``version_of`` gave it.
    """
    if version.previous_on is None or version.plan_id is None:
        return None
    before = [
        other
        for other in _versions(rows, version.plan_id)
        if not other.draft and other.number < version.number
    ]
    return compare(before[-1], version, ratings=_courses(rows))


def _courses(rows: CaseRows) -> dict[str, list[tuple[dt.date, int]]]:
    found: dict[str, list[tuple[dt.date, int]]] = {}
    for row in rows.ratings:
        found.setdefault(row["area"], []).append((row["day"], row["value"]))
    return found


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


def _versions(rows: CaseRows, plan_id: int) -> list[VersionData]:
    """All versions of a plan by number."""
    plan = PlanRows(
        versions=rows.versions.get(plan_id, []),
        goals=rows.goals.get(plan_id, []),
        steps=rows.steps,
        partner_name=rows.partner_name,
        member_name=rows.member_name,
    )
    held = contents(plan)
    found: list[VersionData] = []
    for row in plan.versions:
        before = [version.agreed_on for version in found if not version.draft]
        goals = goal_views(plan, held[row["id"]])
        found.append(_version(row, goals, before[-1] if before else None))
    return found


def _version(
    row: Mapping[str, Any], goals: Iterable[GoalView], previous_on: dt.date | None
) -> VersionData:
    return VersionData(
        number=row["number"],
        agreed_on=row["agreed_on"],
        review_on=row["review_on"],
        concerns=row["concerns"],
        second_language=row["second_language"] or "",
        previous_on=previous_on,
        goals=tuple(goals),
        plan_id=row["plan"],
        concerns_translation=row["concerns_translation"],
        participants=row["participants"],
        interpreter=row["interpreter"],
        undone=undone_of(row),
    )
