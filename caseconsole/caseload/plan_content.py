"""Which goals and steps a version of a plan holds, and in which state; pure, on plain rows.

A version holds the goals that the versions agreed before it left open, and those that none of them
holds yet: for an agreed version those agreed by its day, for a draft the new ones too.

A version agreed in this program carries a copy of its goals (``PlanVersion.frozen``), which
decides. For one that came from a file the copy is worked out from the days of goals and steps:
what was settled or done later is open in it.

The copy is ``{"goals": [{"id", "area", "text", "translation", "member", "target_on", "state",
"settled_on", "reason", "agreed_on", "steps": [{"id", "text", "translation", "responsible",
"partner", "due_on", "done_on"}]}]}``, days in ISO form. Older copies have neither ``translation``
nor ``member``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from caseconsole.values import lists

Row = Mapping[str, Any]
"""A row by column, a link as the id it names."""

OPEN = "open"

SETTLED_STATES = ("reached", "partly", "not_reached", "dropped")
"""States in which a goal is no longer open."""

_STEP_TEXTS = ("id", "text", "translation", "responsible", "partner")
_GOAL_TEXTS = ("id", "area", "text", "translation", "member")


@dataclass(frozen=True)
class StepView:
    """A step as shown: what, who, until when, done when."""

    id: int
    text: str
    responsible: str | None
    partner_id: int | None
    partner: str
    due_on: dt.date | None
    done_on: dt.date | None
    translation: str = ""

    @property
    def who(self) -> str:
        """Who does it, in words; the partner's name where one is named."""
        return self.partner or (lists()["responsible"].label(self.responsible or ""))


@dataclass(frozen=True)
class GoalView:
    """A goal with its steps; ``new`` while it belongs to the draft only.

    ``member`` is the first name of the member of the household that it is for, with
    ``member_id``; both are empty for a goal of the client's own.
    """

    id: int
    area: str
    text: str
    target_on: dt.date | None
    state: str
    settled_on: dt.date | None
    reason: str
    agreed_on: dt.date | None
    steps: tuple[StepView, ...]
    member_id: int | None = None
    member: str = ""
    translation: str = ""

    @property
    def new(self) -> bool:
        """Whether no agreed version holds it yet."""
        return self.agreed_on is None

    @property
    def settled(self) -> bool:
        """Whether it is no longer open."""
        return self.state in SETTLED_STATES


@dataclass(frozen=True)
class Undone:
    """An agreement that was taken back: its day, when that was done, and why."""

    agreed_on: dt.date
    undone_on: dt.date
    reason: str


@dataclass(frozen=True)
class PlanRows:
    """The rows of one plan.

    Args:
        versions: by number.
        goals: in the order of the plan.
        steps: by goal, in the order of entry.
        partner_name: name of a partner; empty for none.
        member_name: first name of a person; empty for none.
    """

    versions: Sequence[Row]
    goals: Sequence[Row]
    steps: Mapping[int, Sequence[Row]]
    partner_name: Callable[[int | None], str]
    member_name: Callable[[int | None], str]


def contents(plan: PlanRows) -> dict[int, list[dict[str, Any]]]:
    """The goals of every version, by id of the version, in the form of the frozen copy."""
    agreed = [row for row in plan.versions if row["agreed_on"] is not None]
    drafts = [row for row in plan.versions if row["agreed_on"] is None]
    held: dict[int, list[dict[str, Any]]] = {}
    agreed_last: dict[int, str] = {}
    for version in (*agreed, *drafts):
        if version["frozen"] is not None:
            goals = list(version["frozen"]["goals"])
        else:
            goals = _worked_out(plan, version["agreed_on"], agreed_last)
        held[version["id"]] = goals
        if version["agreed_on"] is not None:
            agreed_last.update((goal["id"], goal["state"]) for goal in goals)
    return held


def _worked_out(
    plan: PlanRows, day: dt.date | None, agreed_last: Mapping[int, str]
) -> list[dict[str, Any]]:
    """The goals of a version of ``day``, by the states in which versions before it hold them."""
    return [
        as_of(goal, plan.steps.get(goal["id"], ()), day)
        for goal in plan.goals
        if (
            agreed_last[goal["id"]] not in SETTLED_STATES
            if goal["id"] in agreed_last
            else _agreed_by(goal, day)
        )
    ]


def _agreed_by(goal: Row, day: dt.date | None) -> bool:
    return day is None or (goal["agreed_on"] is not None and goal["agreed_on"] <= day)


def as_of(goal: Row, steps: Iterable[Row], day: dt.date | None) -> dict[str, Any]:
    """A goal with its steps in the form of the frozen copy, as it stood on ``day``.

    Args:
        goal: the row.
        steps: its steps.
        day: what was settled or done later is open; ``None`` for how it stands now.
    """
    settled = goal["state"] in SETTLED_STATES and _by(goal["settled_on"], day)
    return {
        **{name: goal[name] for name in _GOAL_TEXTS},
        "target_on": _iso(goal["target_on"]),
        "state": goal["state"] if settled else OPEN,
        "settled_on": _iso(goal["settled_on"]) if settled else None,
        "reason": goal["reason"] if settled else "",
        "agreed_on": _iso(goal["agreed_on"]),
        "steps": [
            {
                **{name: step[name] for name in _STEP_TEXTS},
                "due_on": _iso(step["due_on"]),
                "done_on": _iso(step["done_on"]) if _by(step["done_on"], day) else None,
            }
            for step in steps
        ],
    }


def goal_views(plan: PlanRows, goals: Iterable[Row]) -> tuple[GoalView, ...]:
    """Goals in the form of the frozen copy as they are shown and printed, in the given order."""
    return tuple(
        GoalView(
            id=goal["id"],
            area=goal["area"],
            text=goal["text"],
            target_on=_day(goal["target_on"]),
            state=goal["state"] or OPEN,
            settled_on=_day(goal["settled_on"]),
            reason=goal["reason"] or "",
            agreed_on=_day(goal["agreed_on"]),
            steps=tuple(_step_view(plan, step) for step in goal["steps"]),
            member_id=goal.get("member"),
            member=plan.member_name(goal.get("member")),
            translation=goal.get("translation") or "",
        )
        for goal in goals
    )


def _step_view(plan: PlanRows, step: Row) -> StepView:
    return StepView(
        id=step["id"],
        text=step["text"],
        responsible=step["responsible"],
        partner_id=step["partner"],
        partner=plan.partner_name(step["partner"]),
        due_on=_day(step["due_on"]),
        done_on=_day(step["done_on"]),
        translation=step.get("translation") or "",
    )


def undone_of(version: Row) -> tuple[Undone, ...]:
    """The agreements of a version that were taken back, oldest first."""
    return tuple(
        Undone(
            dt.date.fromisoformat(entry["agreed_on"]),
            dt.date.fromisoformat(entry["undone_on"]),
            entry["reason"],
        )
        for entry in version["undone"] or ()
    )


def _by(happened: dt.date | None, day: dt.date | None) -> bool:
    return happened is not None and (day is None or happened <= day)


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
