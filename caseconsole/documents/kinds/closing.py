"""The closing report on a care period; an interim report while counselling goes on."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from caseconsole.documents.declare import Shape, flag, of, quiet, rows, text
from caseconsole.documents.kinds.base import Context, DocumentData, Kind, Request, case_of
from caseconsole.documents.placeholders import CASE
from caseconsole.documents.plan_context import case_values, typed
from caseconsole.documents.plan_data import read_plan
from caseconsole.documents.review_data import Period, Review, read_review
from caseconsole.documents.review_words import (
    OUTCOMES,
    TALKS,
    VERSIONS,
    course_placeholder,
    course_words,
    duration_words,
    goal_words,
    goals_placeholder,
    outcome_words,
    talks_words,
    versions_words,
)
from caseconsole.documents.words import day_words, label
from caseconsole.i18n import N_, _
from caseconsole.models import CarePeriod
from caseconsole.values import lists

if TYPE_CHECKING:
    from caseconsole.caseload.plan_content import GoalView
    from caseconsole.documents.languages import Catalogue
    from caseconsole.documents.plan_data import StatusData

_OWN = (
    flag("laeuft", N_("die Beratung läuft noch: Zwischenbericht")),
    text("betreuung_beginn", N_("Beginn der Betreuung, über die berichtet wird")),
    quiet("betreuung_ende", N_("Ende der Betreuung; leer, solange sie läuft")),
    text("bericht_bis", N_("letzter Tag, über den berichtet wird")),
    quiet("betreuung_dauer", N_("Dauer der Betreuung in Jahren und Monaten")),
    of(CarePeriod.closing_reason, "grund_des_endes", shape=Shape.QUIET),
    of(CarePeriod.outcome, "ergebnis_der_betreuung", shape=Shape.QUIET),
    rows(
        "fruehere_betreuung",
        "zeitraum",
        N_("frühere Zeiträume der Betreuung"),
        text("von", N_("von")),
        text("bis", N_("bis")),
        quiet("grund", N_("Grund des Endes")),
    ),
    rows(
        "bereiche",
        "bereich",
        N_("Handlungsfelder mit den Zielen der Betreuung"),
        text("feld", N_("Handlungsfeld")),
        goals_placeholder("ziele", N_("Ziele des Handlungsfelds")),
    ),
    rows(
        "zielbilanz",
        "posten",
        N_("Zahl der Ziele nach Stand"),
        text("stand", N_("Stand")),
        text("zahl", N_("Zahl")),
    ),
    VERSIONS,
    course_placeholder(),
    *TALKS,
    OUTCOMES,
    rows(
        "lage",
        "angabe",
        N_("Lage zu Beginn und am Ende: Deutsch, Wohnen, Arbeit, Aufenthalt"),
        text("angabe", N_("was")),
        text("beginn", N_("zu Beginn")),
        text("ende", N_("am Ende")),
    ),
)

PLACEHOLDERS = (*CASE, *_OWN)
"""Everything that may stand in the template."""

_STATES = (
    ("german_level", "german_level", N_("Deutsch (GER)")),
    ("housing", "housing", N_("Wohnform")),
    ("employment", "employment", N_("Arbeit oder Beschäftigung")),
    ("residence_status", "residence_status", N_("Aufenthaltsstatus")),
)
"""Column, value list and name of what is compared."""


def _read(request: Request, today: dt.date) -> DocumentData:
    case = read_plan(request.case_id or 0, today=today)
    return DocumentData(request, today, case, read_review(case.case_id, today, whole=False))


def _running(data: DocumentData) -> bool:
    """Whether counselling goes on: no end, or one after today (counting rules, section 2)."""
    period = data.subject.period
    return period is None or period.end is None or period.end > data.today


def _context(data: DocumentData, language: Catalogue | None) -> Context:
    review: Review = data.subject
    period = review.period
    running = _running(data)
    goals = Counter(goal.state for goal in review.goals)
    own = {
        "laeuft": running,
        "betreuung_beginn": day_words(period.begin if period else None),
        "betreuung_ende": day_words(period.end if period else None),
        "bericht_bis": day_words(review.last),
        "betreuung_dauer": _duration(period, review.last),
        "grund_des_endes": label("closing_reason", period.reason if period else None),
        "ergebnis_der_betreuung": period.outcome if period else "",
        "fruehere_betreuung": [
            {
                "von": day_words(earlier.begin),
                "bis": day_words(earlier.end),
                "grund": label("closing_reason", earlier.reason),
            }
            for earlier in review.periods
            if earlier is not period
        ],
        "bereiche": _areas(review.goals),
        "zielbilanz": [
            {"stand": value.label, "zahl": str(goals[value.key])}
            for value in lists()["goal_state"]
            if goals[value.key]
        ],
        "planversionen": versions_words(review),
        "verlauf": course_words(review.courses),
        **talks_words(review.talks),
        "vermittlungen_ergebnisse": [outcome_words(outcome) for outcome in review.referrals],
        "lage": [
            {
                "angabe": _(name),
                "beginn": _state(review.at_first, column, values),
                "ende": _state(review.at_last, column, values),
            }
            for column, values, name in _STATES
        ],
    }
    return typed(case_values(case_of(data), language) | own, PLACEHOLDERS)


def _areas(goals: tuple[GoalView, ...]) -> list[Context]:
    found: dict[str, list[Context]] = {}
    for goal in goals:
        found.setdefault(goal.area, []).append(goal_words(goal))
    return [{"feld": label("area", area), "ziele": rows} for area, rows in found.items()]


def _state(state: StatusData, column: str, values: str) -> str:
    return label(values, state.text(column))


def _duration(period: Period | None, last: dt.date) -> str:
    return duration_words(period.begin, last) if period and period.begin <= last else ""


CLOSING = Kind(
    name="abschlussbericht",
    title=N_("Abschlussbericht"),
    subject="case",
    placeholders=PLACEHOLDERS,
    read=_read,
    context=_context,
    part=lambda data: "Zwischenstand" if _running(data) else "",
)
