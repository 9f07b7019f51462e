"""What a new contact offers first: the people at hand, and what was chosen last."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from caseconsole.caseload.contacts import PersonRef, people_refs
from caseconsole.caseload.people import household_on
from caseconsole.caseload.records import row_of
from caseconsole.models import Case, Contact, ContactPerson, rows

USUAL_KIND = "office"
"""Kind of the very first contact."""

RECENT_PEOPLE = 12
_RECENT_CONTACTS = 40


@dataclass(frozen=True)
class ContactChoices:
    """Suggestions for a new contact.

    Args:
        persons: the client of the case, then the household.
        recent: people of the last contacts, newest first, without those.
        kind: kind of the contact entered last.
        minutes: its minutes.
    """

    persons: tuple[PersonRef, ...]
    recent: tuple[PersonRef, ...]
    kind: str
    minutes: int | None


def choices_for(case_id: int | None, today: dt.date) -> ContactChoices:
    """What to offer for a new contact, in a case's file or from anywhere."""
    near: list[int] = []
    if case_id is not None:
        person_id = row_of(Case, case_id).person_id
        household = household_on(person_id, today)
        near = [person_id]
        near += [member.person_id for member in household.others(person_id)] if household else []
    last = Contact.select(Contact.kind, Contact.minutes).order_by(Contact.id.desc()).first()
    return ContactChoices(
        persons=people_refs(near),
        recent=people_refs(person for person in recent_people() if person not in near),
        kind=last.kind if last else USUAL_KIND,
        minutes=last.minutes if last else None,
    )


def recent_people(limit: int = RECENT_PEOPLE) -> tuple[int, ...]:
    """Ids of the people of the contacts entered last, newest first."""
    newest = Contact.select(Contact.id).order_by(Contact.id.desc()).limit(_RECENT_CONTACTS)
    query = (
        ContactPerson.select(ContactPerson.person)
        .where(ContactPerson.contact.in_([row[0] for row in rows(newest)]))
        .order_by(ContactPerson.contact.desc(), ContactPerson.position)
    )
    return tuple(dict.fromkeys(row[0] for row in rows(query)))[:limit]
