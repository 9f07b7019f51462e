"""Plans, goals and referrals (counting rules, 3.8 to 3.10).

A draft counts nowhere and the day of agreement counts. A goal that is carried into a later version
is the same goal, so it is open once and settled once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from caseconsole.counting.care import NOT_STATED, Care, by_key, in_order
from caseconsole.counting.cells import (
    GOAL,
    PERSON,
    PLAN,
    REFERRAL,
    VERSION,
    Tree,
    counted,
)
from caseconsole.counting.facts import GoalFact, PlanFact, ReferralFact
from caseconsole.counting.period import Period
from caseconsole.values import ValueLists

SETTLED = ("reached", "partly", "not_reached", "dropped")
"""The states in which a goal is settled."""

GOAL_FIGURES = ("open_at_start", "agreed", *SETTLED, "open_at_end")
"""The figures of the goal balance, in its order."""

OPEN_RESULT = "open"


def plans(all_plans: Sequence[PlanFact], care: Care, period: Period) -> Tree:
    """Plans by what happened to them, and the quota of the persons in the stock (3.8)."""
    stock = {row.case: row.person for row in care.stock}
    active = {row.case for row in care.active}
    later = [
        (plan.id, version)
        for plan in all_plans
        for day, _number, version in plan.versions[1:]
        if period.holds(day)
    ]
    valid = [plan for plan in all_plans if _not_closed_by(plan, period.last) and plan.case in stock]
    return {
        "first_agreed": counted(
            PLAN, [plan.id for plan in all_plans if period.holds(_agreed_first(plan))]
        ),
        "continued": counted(PLAN, {plan for plan, _ in later}),
        "continuations": counted(VERSION, [version for _, version in later]),
        "valid_at_end": counted(PLAN, [plan.id for plan in valid]),
        "valid_in_period": counted(
            PLAN,
            [
                plan.id
                for plan in all_plans
                if plan.case in active and not (plan.closed_on and plan.closed_on < period.first)
            ],
        ),
        "closed": counted(PLAN, [plan.id for plan in all_plans if period.holds(plan.closed_on)]),
        "cumulative": counted(PLAN, [plan.id for plan in all_plans]),
        "quota": {
            "with_plan": counted(PERSON, {stock[plan.case] for plan in valid}),
            "stock": counted(PERSON, set(stock.values())),
        },
    }


def _agreed_first(plan: PlanFact) -> dt.date:
    return plan.versions[0][0]


def _not_closed_by(plan: PlanFact, day: dt.date) -> bool:
    return plan.closed_on is None or plan.closed_on > day


def goals(all_goals: Sequence[GoalFact], period: Period, areas: Sequence[str]) -> Tree:
    """Open at the start + agreed = settled in four ways + open at the end, by area too (3.9)."""
    by_area: dict[str, list[GoalFact]] = {}
    for goal in all_goals:
        if (settled_on(goal) or period.last) >= period.first:
            by_area.setdefault(goal.area, []).append(goal)
    return {
        **_balance(all_goals, period),
        "by_area": {area: _balance(by_area[area], period) for area in in_order(by_area, areas)},
    }


def settled_on(goal: GoalFact) -> dt.date | None:
    """The day on which a goal was settled; one that is settled without a day still counts as open.

    A goal cannot be settled before it was agreed: then it is agreed and settled on one day.
    """
    if goal.state not in SETTLED or goal.settled_on is None:
        return None
    return max(goal.settled_on, goal.agreed_on)


def _balance(goals: Iterable[GoalFact], period: Period) -> Tree:
    rows: dict[str, list[int]] = {name: [] for name in GOAL_FIGURES}
    for goal in goals:
        settled = settled_on(goal)
        if period.holds(goal.agreed_on):
            rows["agreed"].append(goal.id)
        elif settled is None or settled >= period.first:
            rows["open_at_start"].append(goal.id)
        if settled is None or settled > period.last:
            rows["open_at_end"].append(goal.id)
        elif settled >= period.first:
            rows[str(goal.state)].append(goal.id)
    return {name: counted(GOAL, ids) for name, ids in rows.items()}


def referrals(rows: Sequence[ReferralFact], period: Period, lists: ValueLists) -> Tree:
    """Referrals of the period by partner kind and result, as it stood on the last day (3.10)."""
    kinds, results = lists["partner_kind"].keys, lists["referral_result"].keys
    found: dict[str, list[ReferralFact]] = {}
    for row in rows:
        found.setdefault(row.partner_kind or NOT_STATED, []).append(row)
    table: Tree = {
        kind: by_key(REFERRAL, ((_result(row, period), row.id) for row in found[kind]), results)
        for kind in in_order(found, kinds)
    }
    return {
        "total": counted(REFERRAL, [row.id for row in rows]),
        "by_kind": by_key(REFERRAL, ((row.partner_kind, row.id) for row in rows), kinds),
        "by_result": by_key(REFERRAL, ((_result(row, period), row.id) for row in rows), results),
        "table": table,
    }


def _result(row: ReferralFact, period: Period) -> str | None:
    """The result on the last day: one that came later was still open then."""
    later = row.result_on is not None and row.result_on > period.last
    return OPEN_RESULT if later else row.result
