"""Consents and releases from secrecy: what is valid on a day.

A release names recipient, purpose, scope, date and end (Section 203 StGB); consent can be withdrawn
at any time (Art. 7 (3) GDPR).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from peewee import JOIN

from caseconsole.caseload.names import words_of
from caseconsole.models import Consent, Partner, rows
from caseconsole.values import lists

VALID, ENDED, WITHDRAWN, OPEN = "valid", "ended", "withdrawn", "open"
"""States of a consent; ``open`` is one that is not given yet."""

RELEASE = "release"
"""The purpose that frees from professional secrecy towards one recipient."""


@dataclass(frozen=True)
class ConsentState:
    """A consent with what it is on a day."""

    id: int
    purpose: str
    purpose_label: str
    partner_id: int | None
    recipient: str
    granted_on: dt.date | None
    ends_on: dt.date | None
    withdrawn_on: dt.date | None
    state: str


def state_on(
    granted_on: dt.date | None,
    ends_on: dt.date | None,
    withdrawn_on: dt.date | None,
    day: dt.date,
) -> str:
    """What a consent is on ``day``: still valid on its last day, not on that of its withdrawal."""
    if withdrawn_on is not None and withdrawn_on <= day:
        return WITHDRAWN
    if granted_on is None or granted_on > day:
        return OPEN
    return ENDED if ends_on is not None and ends_on < day else VALID


def list_consents(case_id: int, day: dt.date) -> tuple[ConsentState, ...]:
    """The consents of a case: those for processing first, then by recipient, newest first."""
    query = (
        Consent.select(
            Consent.id,
            Consent.purpose,
            Consent.partner,
            Consent.recipient,
            Partner.name,
            Consent.granted_on,
            Consent.ends_on,
            Consent.withdrawn_on,
        )
        .join(Partner, JOIN.LEFT_OUTER)
        .where(Consent.case == case_id)
        .order_by(Consent.granted_on.desc(), Consent.id.desc())
    )
    labels = lists()["consent_purpose"]
    order = {key: position for position, key in enumerate(labels.keys)}
    found = [
        ConsentState(
            consent_id,
            purpose,
            labels.label(purpose),
            partner_id,
            recipient or partner or "",
            granted,
            ends,
            withdrawn,
            state_on(granted, ends, withdrawn, day),
        )
        for consent_id, purpose, partner_id, recipient, partner, granted, ends, withdrawn in rows(
            query
        )
    ]
    found.sort(key=lambda consent: (order.get(consent.purpose, len(order)), consent.recipient))
    return tuple(found)


def release_for(
    case_id: int, partner_id: int | None, recipient: str, day: dt.date
) -> ConsentState | None:
    """The release that is valid on ``day`` towards a recipient, who is named or a partner.

    A name tells only where one of the two is not in the address book: two towns have an office of
    the same name each, and a release towards one frees towards that one alone.
    """
    wanted = words_of(recipient)
    for consent in list_consents(case_id, day):
        if consent.purpose != RELEASE or consent.state != VALID:
            continue
        if partner_id is not None and consent.partner_id is not None:
            same = consent.partner_id == partner_id
        else:
            same = bool(wanted) and words_of(consent.recipient) == wanted
        if same:
            return consent
    return None
