"""Integration plans: everything one can do with one.

A goal is one row over all versions of its plan (counting rules, 3.9); what was settled is a fact
with a day of its own. A version is a draft until it is agreed. From then on it is shown and
printed from the copy made on that day, so nothing done later changes it.
"""

from __future__ import annotations

from caseconsole.caseload.plan_agreement import (
    agree,
    change_draft,
    change_version,
    close_plan,
    discard_draft,
    in_draft,
    start_version,
    undo_agreement,
)
from caseconsole.caseload.plan_compare import compare_versions
from caseconsole.caseload.plan_goals import (
    HIGHEST_RATING,
    add_goal,
    add_step,
    change_goal,
    change_step,
    continue_goal,
    move_goal,
    open_steps,
    rate,
    remove_goal,
    remove_step,
    settle_goal,
    tick_step,
)
from caseconsole.caseload.plan_views import household_members, read_plan_view, read_version

__all__ = [
    "HIGHEST_RATING",
    "add_goal",
    "add_step",
    "agree",
    "change_draft",
    "change_goal",
    "change_step",
    "change_version",
    "close_plan",
    "compare_versions",
    "continue_goal",
    "discard_draft",
    "household_members",
    "in_draft",
    "move_goal",
    "open_steps",
    "rate",
    "read_plan_view",
    "read_version",
    "remove_goal",
    "remove_step",
    "settle_goal",
    "start_version",
    "tick_step",
    "undo_agreement",
]
