"""What happened in each month of the period; the sums are the period's own figures (section 5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from caseconsole.counting.care import Care
from caseconsole.counting.cells import (
    CONTACT,
    GOAL,
    PERIOD,
    PLAN,
    VERSION,
    Part,
    Tree,
    counted,
    counted_parts,
)
from caseconsole.counting.facts import Facts
from caseconsole.counting.period import Period
from caseconsole.counting.plans import settled_on
from caseconsole.values import ValueLists

EVENTS: dict[str, str] = {
    "new": "movement.new",
    "reopened": "movement.reopened",
    "ended": "movement.ended",
    "consultations": "consultations.total",
    "first_agreed": "plans.first_agreed",
    "continuations": "plans.continuations",
    "goals_agreed": "goals.agreed",
    "goals_reached": "goals.reached",
}
"""Figures of a month, and the period's figure that their sum must be."""

MOST_MONTHS = 120

STOCK = "closing_stock"
"""The stock at the end of each month: no event, so nothing that could be added up."""


def months(facts: Facts, care: Care, period: Period, lists: ValueLists) -> Tree:
    """Events by month and the stock at its end, keyed ``2025-03``.

    Of a period of more than ten years only the months are kept in which something happened.
    """
    events = _events(facts, care, period)
    events["consultations"] = _consultations(facts, lists)
    parts = list(period.months())
    stock = {row.id for row in care.opening}
    result: Tree = {}
    for part in parts:
        month = _month(part.first)
        of_month = {name: events[name].get(month, ()) for name in EVENTS}
        for name in ("new", "reopened"):
            stock.update(row for rows in of_month[name] for row in rows.ids)
        stock.difference_update(row for rows in of_month["ended"] for row in rows.ids)
        if len(parts) <= MOST_MONTHS or any(of_month.values()):
            result[month] = {
                **{name: counted_parts(rows) for name, rows in of_month.items()},
                STOCK: counted(PERIOD, stock),
            }
    return result


ByMonth = dict[str, tuple[Part, ...]]


def _events(facts: Facts, care: Care, period: Period) -> dict[str, ByMonth]:
    agreed = [
        (place, plan.id, version, day)
        for plan in facts.plans
        for place, (day, _number, version) in enumerate(plan.versions)
    ]
    settled = [(settled_on(goal), goal) for goal in facts.goals]
    days: dict[str, tuple[str, Iterable[tuple[dt.date | None, int]]]] = {
        "new": (PERIOD, ((row.begin, row.id) for row in care.new)),
        "reopened": (PERIOD, ((row.begin, row.id) for row in care.reopened)),
        "ended": (PERIOD, ((row.end, row.id) for row in care.ended)),
        "first_agreed": (PLAN, ((day, plan) for place, plan, _, day in agreed if place == 0)),
        "continuations": (VERSION, ((day, row) for place, _, row, day in agreed if place > 0)),
        "goals_agreed": (GOAL, ((goal.agreed_on, goal.id) for goal in facts.goals)),
        "goals_reached": (
            GOAL,
            ((day, goal.id) for day, goal in settled if goal.state == "reached"),
        ),
    }
    return {name: _by_month(kind, rows, period) for name, (kind, rows) in days.items()}


def _by_month(kind: str, rows: Iterable[tuple[dt.date | None, int]], period: Period) -> ByMonth:
    found: dict[str, list[int]] = {}
    for day, row in rows:
        if day is not None and period.holds(day):
            found.setdefault(_month(day), []).append(row)
    return {month: (Part(kind, tuple(ids)),) for month, ids in found.items()}


def _consultations(facts: Facts, lists: ValueLists) -> ByMonth:
    counting = lists["contact_kind"].counting
    found: dict[str, list[Part]] = {}
    for shape, group in facts.contacts.items():
        if shape.kind in counting:
            found.setdefault(shape.month, []).append(Part(CONTACT, group.ids))
    return {month: tuple(parts) for month, parts in found.items()}


def _month(day: dt.date) -> str:
    return f"{day.year:04d}-{day.month:02d}"
