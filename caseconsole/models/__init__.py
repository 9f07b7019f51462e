"""What is stored: every column declared once, together with how it is shown.

Days are calendar days without a time. A person's state, the care periods of a case, membership in
a household, versions of a plan and consents are dated rows that are added, never overwritten:
"now" is a question to them, not a cell. Row ids grow with entry, so of two rows of one day the
lower id was entered first.

A column has either a ``Ui`` (``shown``) or stands in ``INTERNAL``; a test holds this.
"""

from __future__ import annotations

from caseconsole.models.base import Stored, database, rows
from caseconsole.models.cases import (
    CarePeriod,
    Case,
    Consent,
    Contact,
    ContactCase,
    ContactPerson,
    Partner,
    Referral,
    Reminder,
)
from caseconsole.models.office import (
    AuditEntry,
    Draft,
    FiledDocument,
    Snooze,
    StoreInfo,
    WorkingCopy,
)
from caseconsole.models.people import Household, HouseholdMember, Person, PersonStatus
from caseconsole.models.plans import (
    Goal,
    Measure,
    Plan,
    PlanVersion,
    SelfRating,
    TextBlock,
)
from caseconsole.models.reports import HandedIn, Statistic

CASELOAD = (
    Person, PersonStatus, Household, HouseholdMember, Case, CarePeriod, Contact, ContactPerson,
    ContactCase, Partner, Plan, PlanVersion, Goal, Measure, SelfRating, Referral, Consent,
    Reminder, Statistic,
)  # fmt: skip
"""What the caseload consists of, each after those it refers to."""

ALL_MODELS = (
    *CASELOAD, TextBlock, FiledDocument, WorkingCopy, HandedIn, Snooze, AuditEntry, Draft,
    StoreInfo,
)  # fmt: skip
"""Every table of the store."""

INTERNAL = frozenset({
    "person.birth_precision", "person.sort_key", "person.search_key", "contact.follow_up_done",
    "plan_version.frozen", "plan_version.undone", "goal.position",
    "text_block.area", "text_block.kind", "filed_document.content", "handed_in.content",
    "person.erased_care", "person.erased_talk", "contact.erased_first",
    "statistic.first_day", "statistic.last_day", "statistic.figures",
})  # fmt: skip
"""Columns that no form shows, as ``table.column``; ids and references are internal by kind."""

__all__ = [
    "ALL_MODELS", "CASELOAD", "INTERNAL", "AuditEntry", "CarePeriod", "Case", "Consent", "Contact",
    "ContactCase", "ContactPerson", "Draft", "FiledDocument", "Goal", "HandedIn",
    "Household", "HouseholdMember", "Measure", "Partner", "Person", "PersonStatus", "Plan",
    "PlanVersion",
    "Referral", "Reminder", "SelfRating", "Snooze", "Statistic", "StoreInfo", "Stored", "TextBlock",
    "WorkingCopy", "database", "rows",
]  # fmt: skip
