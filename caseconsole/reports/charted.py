"""Which figures are drawn, in which order: the same in every file."""

from __future__ import annotations

from caseconsole.counting.plans import GOAL_FIGURES
from caseconsole.reports.content import Content

MOVEMENT = ("opening_stock", "new", "reopened", "ended", "closing_stock")
"""The figures of the movement, in the order of its equation."""

TOPICS = "consultations.by_main_topic"
NATIONALITIES = "tables.persons_in_care.nationality"
MOST_BARS = 12


def movement() -> list[str]:
    """The figures of the movement."""
    return [f"movement.{name}" for name in MOVEMENT]


def goals() -> list[str]:
    """The figures of the goal balance."""
    return [f"goals.{name}" for name in GOAL_FIGURES]


def topics(content: Content) -> list[str]:
    """The most frequent main topics, the largest first."""
    rows = (row for part in content.breakdowns() if part.path == TOPICS for row in part.rows)
    return [row.path for row in rows][:MOST_BARS]


def nationalities(content: Content) -> list[str]:
    """The nationalities of the persons in care, as far as they are shown, the largest first."""
    found = (
        paths[0]
        for grid in content.tables()
        for _heading, paths in grid.rows
        if paths[0].startswith(f"{NATIONALITIES}.") and not content.shown.is_left_out(paths[0])
    )
    return list(found)[:MOST_BARS]
