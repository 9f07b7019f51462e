"""The section "Seit dem letzten Plan": what has changed since the version agreed before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caseconsole.documents.declare import flag, quiet, rows, text
from caseconsole.documents.words import day_words, label, level
from caseconsole.i18n import N_

if TYPE_CHECKING:
    from caseconsole.caseload.plan_compare import Comparison, ContinuedGoal, RatingChange, StepDone
    from caseconsole.caseload.plan_content import GoalView
    from caseconsole.documents.languages import Catalogue

Context = dict[str, Any]

_GOAL = (
    text("ziel", N_("Ziel")),
    quiet("ziel_zweit", N_("Ziel in der zweiten Sprache")),
    quiet("fuer", N_("für wen im Haushalt; leer für die Klientin oder den Klienten")),
)
_SETTLED = (
    *_GOAL,
    text("stand", N_("Stand")),
    quiet("stand_zweit", N_("Stand in der zweiten Sprache")),
    quiet("tag", N_("Tag")),
    quiet("grund", N_("Begründung")),
)

CHANGES = (
    flag("seit_plan", N_("seit der vorigen Version hat sich etwas geändert")),
    rows("seit_plan_erreicht", "ziel", N_("seither bewertete Ziele"), *_SETTLED),
    rows("seit_plan_entfallen", "ziel", N_("seither entfallene Ziele"), *_SETTLED),
    rows(
        "seit_plan_weiter",
        "ziel",
        N_("Ziele, die weiterlaufen"),
        *_GOAL,
        quiet("bis_alt", N_("bis wann nach dem vorigen Plan")),
        quiet("bis_neu", N_("bis wann")),
        flag("verschoben", N_("anderer Tag als im vorigen Plan")),
    ),
    rows("seit_plan_neu", "ziel", N_("neue Ziele"), *_GOAL, quiet("bis", N_("bis wann"))),
    rows(
        "seit_plan_schritte",
        "schritt",
        N_("seither erledigte Schritte"),
        text("schritt", N_("Schritt")),
        text("ziel", N_("Ziel")),
        quiet("wer", N_("wer")),
        text("tag", N_("erledigt am")),
    ),
    rows(
        "seit_plan_einschaetzung",
        "feld",
        N_("Selbsteinschätzungen, die sich geändert haben"),
        text("feld", N_("Handlungsfeld")),
        quiet("feld_zweit", N_("Handlungsfeld in der zweiten Sprache")),
        quiet("vorher", N_("Selbsteinschätzung damals in Worten")),
        text("jetzt", N_("Selbsteinschätzung jetzt in Worten")),
        quiet("jetzt_zweit", N_("dasselbe in der zweiten Sprache")),
    ),
)
"""The placeholders of the section."""


def changes_values(changes: Comparison | None, language: Catalogue | None) -> Context:
    """The values of ``CHANGES``; all empty for a first plan."""
    values: dict[str, list[Context]] = {
        placeholder.name: [] for placeholder in CHANGES if placeholder.fields
    }
    if changes is not None:
        moved = [change for change in changes.ratings if change.before != change.after]
        values = {
            "seit_plan_erreicht": [_settled(goal, language) for goal in changes.settled],
            "seit_plan_entfallen": [_settled(goal, language) for goal in changes.dropped],
            "seit_plan_weiter": [_continued(goal, language) for goal in changes.continued],
            "seit_plan_neu": [
                {**_goal(goal, language), "bis": day_words(goal.target_on)} for goal in changes.new
            ],
            "seit_plan_schritte": [_step(step) for step in changes.steps_done],
            "seit_plan_einschaetzung": [_rating(change, language) for change in moved],
        }
    return {"seit_plan": any(values.values()), **values}


def _goal(goal: GoalView, language: Catalogue | None) -> Context:
    return {
        "ziel": goal.text,
        "ziel_zweit": goal.translation if language else "",
        "fuer": goal.member,
    }


def _settled(goal: GoalView, language: Catalogue | None) -> Context:
    return {
        **_goal(goal, language),
        "stand": label("goal_state", goal.state),
        "stand_zweit": language.text("goal_state", goal.state) if language else "",
        "tag": day_words(goal.settled_on),
        "grund": goal.reason,
    }


def _continued(continued: ContinuedGoal, language: Catalogue | None) -> Context:
    return {
        **_goal(continued.goal, language),
        "bis_alt": day_words(continued.target_before),
        "bis_neu": day_words(continued.target_after),
        "verschoben": continued.moved,
    }


def _step(step: StepDone) -> Context:
    return {
        "schritt": step.text,
        "ziel": step.goal.text,
        "wer": step.who,
        "tag": day_words(step.done_on),
    }


def _rating(change: RatingChange, language: Catalogue | None) -> Context:
    now = change.after
    return {
        "feld": label("area", change.area),
        "feld_zweit": language.text("area", change.area) if language else "",
        "vorher": "" if change.before is None else level(change.before),
        "jetzt": "" if now is None else level(now),
        "jetzt_zweit": language.text("level", str(now)) if language else "",
    }
