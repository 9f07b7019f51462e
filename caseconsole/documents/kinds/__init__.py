"""The kinds of documents that the program writes, each with its template and its placeholders."""

from __future__ import annotations

from caseconsole.documents.kinds.activity_report import ACTIVITY_REPORT
from caseconsole.documents.kinds.appointment import APPOINTMENT
from caseconsole.documents.kinds.base import Context, DocumentData, Form, Kind, Request
from caseconsole.documents.kinds.closing import CLOSING
from caseconsole.documents.kinds.consent import CONSENT_FORM
from caseconsole.documents.kinds.contact import CONTACT
from caseconsole.documents.kinds.fourth_year import FOURTH_YEAR
from caseconsole.documents.kinds.plan import PLAN
from caseconsole.documents.kinds.referral import REFERRAL
from caseconsole.documents.kinds.release import RELEASE_FORM
from caseconsole.documents.kinds.stand_in import STAND_IN

__all__ = [
    "FORMS",
    "KINDS",
    "PLAN",
    "Context",
    "DocumentData",
    "Form",
    "Kind",
    "Request",
]

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        PLAN,
        CONTACT,
        REFERRAL,
        RELEASE_FORM,
        CONSENT_FORM,
        FOURTH_YEAR,
        CLOSING,
        APPOINTMENT,
        STAND_IN,
    )
}
"""Every kind by name, in the order in which lists show them."""

FORMS: dict[str, Form] = {**KINDS, ACTIVITY_REPORT.name: ACTIVITY_REPORT}
"""Everything that a template can be made for: the kinds, and the report that figures fill."""
