"""The integration plan, first and continued."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from caseconsole.documents import phrases
from caseconsole.documents.kinds.base import Context, DocumentData, Kind, Request, case_of
from caseconsole.documents.placeholders import PLACEHOLDERS
from caseconsole.documents.plan_context import case_values, second_values, typed
from caseconsole.documents.plan_data import read_plan
from caseconsole.i18n import N_

if TYPE_CHECKING:
    from caseconsole.documents.languages import Catalogue
    from caseconsole.documents.plan_data import PlanData


def of_plan(data: PlanData, today: dt.date) -> DocumentData:
    """A plan that is read already, as a document; for many at once."""
    return DocumentData(Request("integrationsplan", data.case_id), today, data)


def _read(request: Request, today: dt.date) -> DocumentData:
    case = read_plan(request.case_id or 0, request.version, today=today)
    return DocumentData(request, today, case)


def plan_context(case: PlanData, language: Catalogue | None = None) -> Context:
    """The values of all placeholders of the plan of ``case``."""
    values = case_values(case, language) | second_values(phrases.PLAN, language)
    return typed(values, PLACEHOLDERS)


def _part(data: DocumentData) -> str:
    version = data.case.version if data.case else None
    return f"v{version.number}" if version and not version.draft else "Entwurf"


PLAN = Kind(
    name="integrationsplan",
    title=N_("Integrationsplan"),
    subject="plan",
    placeholders=PLACEHOLDERS,
    read=_read,
    context=lambda data, language: plan_context(case_of(data), language),
    phrases=phrases.PLAN,
    part=_part,
)
