"""What a document can be about: the talks, referrals, releases or appointments of a case."""

from __future__ import annotations

import datetime as dt
from typing import Any

from caseconsole.caseload.consents import RELEASE
from caseconsole.models import (
    Case,
    Consent,
    Contact,
    ContactCase,
    ContactPerson,
    Referral,
    Reminder,
    rows,
)

CONTACT, REFERRAL, CONSENT, REMINDER = "contact", "referral", "consent", "reminder"

CHOSEN = (CONTACT, REFERRAL, CONSENT, REMINDER)
"""The subjects that a case has several of; see ``Kind.subject``."""


def subjects_of(subject: str, case_id: int, today: dt.date) -> tuple[int, ...]:
    """Ids of what a document of a case can be about; the one that is wanted most comes first.

    Args:
        subject: see ``Kind.subject``; a plan, a case and the office have nothing to choose from.
        case_id: the case.
        today: appointments to come stand before the past ones, the nearest first.

    Returns:
        Talks, referrals and releases with the newest first; of the reminders those with a time.
    """
    queries = {CONTACT: _talks, REFERRAL: _referrals, CONSENT: _releases}
    if subject == REMINDER:
        return _reminders(case_id, today)
    query = queries.get(subject)
    return tuple(row[0] for row in rows(query(case_id))) if query else ()


def _talks(case_id: int) -> Any:
    filed = ContactCase.select(ContactCase.contact).where(ContactCase.case == case_id)
    with_client = (
        ContactPerson.select(ContactPerson.contact)
        .join(Case, on=(Case.person == ContactPerson.person))
        .where(Case.id == case_id)
    )
    return (
        Contact.select(Contact.id)
        .where(Contact.id.in_(filed) | Contact.id.in_(with_client))
        .order_by(Contact.day.desc(), Contact.id.desc())
    )


def _referrals(case_id: int) -> Any:
    return (
        Referral.select(Referral.id)
        .where(Referral.case == case_id)
        .order_by(Referral.day.desc(), Referral.id.desc())
    )


def _releases(case_id: int) -> Any:
    return (
        Consent.select(Consent.id)
        .where(Consent.case == case_id, Consent.purpose == RELEASE)
        .order_by(Consent.granted_on.is_null().desc(), Consent.granted_on.desc(), Consent.id.desc())
    )


def _reminders(case_id: int, today: dt.date) -> tuple[int, ...]:
    query = (
        Reminder.select(Reminder.id, Reminder.due_on)
        .where(Reminder.case == case_id, Reminder.time != "")
        .order_by(Reminder.due_on, Reminder.time, Reminder.id)
    )
    found = tuple(rows(query))
    to_come = [row for row, day in found if day >= today]
    past = [row for row, day in found if day < today]
    return (*to_come, *reversed(past))
