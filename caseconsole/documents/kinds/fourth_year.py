"""The justification that counselling goes on beyond the regular years.

Counselling ends after three years, in justified single cases after four (programme rules of 6 June
2023); both numbers are settings.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from caseconsole import config
from caseconsole.caseload.plan_content import SETTLED_STATES
from caseconsole.documents.declare import quiet, text
from caseconsole.documents.kinds.base import Context, DocumentData, Kind, Request, case_of
from caseconsole.documents.placeholders import CASE
from caseconsole.documents.plan_context import case_values, typed
from caseconsole.documents.plan_data import read_plan
from caseconsole.documents.review_data import Review, read_review
from caseconsole.documents.review_words import (
    VERSIONS,
    course_placeholder,
    course_words,
    goal_words,
    goals_placeholder,
    versions_words,
)
from caseconsole.i18n import N_, _
from caseconsole.models import Partner

if TYPE_CHECKING:
    from caseconsole.documents.languages import Catalogue

_DISTRICT = "district_office"

_OWN = (
    text("gezaehlt_ab", N_("ab wann die Jahre der Beratung zählen")),
    quiet("koordinierungsstelle", N_("Koordinierungsstelle des Kreises aus dem Netzwerk")),
    quiet("koordinierungsstelle_anschrift", N_("Anschrift der Koordinierungsstelle")),
    goals_placeholder("erreicht", N_("Ziele, die bewertet sind, über alle Pläne")),
    goals_placeholder("offen", N_("Ziele, die noch offen sind")),
    course_placeholder(),
    VERSIONS,
)

# It is written in time, before the regular years are over: its reason is a gap in any event.
PLACEHOLDERS = (*(replace(placeholder, when="") for placeholder in CASE), *_OWN)
"""Everything that may stand in the template."""


@dataclass(frozen=True)
class FurtherYear:
    """What the justification is made from beside the file.

    Args:
        review: the look back over the whole counselling.
        district: name of the coordination office; empty where the address book has none.
        district_address: its address.
    """

    review: Review
    district: str = ""
    district_address: str = ""


def _read(request: Request, today: dt.date) -> DocumentData:
    case = read_plan(request.case_id or 0, today=today)
    query: Any = Partner.select().where(Partner.kind == _DISTRICT).order_by(Partner.id).dicts()
    office = query.first() or {"name": "", "address": ""}
    review = read_review(case.case_id, today, whole=True)
    subject = FurtherYear(review, office["name"], office["address"])
    return DocumentData(request, today, case, subject)


def _anchor() -> str:
    return {
        "first_period": _("dem Beginn der ersten Betreuung"),
        "current_period": _("dem Beginn der laufenden Betreuung"),
        "allotted_on": _("der Zuteilung in die Anschlussunterbringung"),
    }[config.active().deadlines.counselling_anchor]


def _context(data: DocumentData, language: Catalogue | None) -> Context:
    further: FurtherYear = data.subject
    order = {state: place for place, state in enumerate(SETTLED_STATES)}
    goals = further.review.goals
    settled = sorted((goal for goal in goals if goal.settled), key=lambda goal: order[goal.state])
    own = {
        "gezaehlt_ab": _anchor(),
        "koordinierungsstelle": further.district,
        "koordinierungsstelle_anschrift": further.district_address,
        "erreicht": [goal_words(goal) for goal in settled],
        "offen": [goal_words(goal) for goal in goals if not goal.settled],
        "verlauf": course_words(further.review.courses),
        "planversionen": versions_words(further.review),
    }
    return typed(case_values(case_of(data), language) | own, PLACEHOLDERS)


FOURTH_YEAR = Kind(
    name="begruendung-viertes-jahr",
    title=N_("Begründung des weiteren Jahres"),
    subject="case",
    placeholders=PLACEHOLDERS,
    read=_read,
    context=_context,
)
