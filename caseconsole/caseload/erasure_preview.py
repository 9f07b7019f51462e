"""What erasing a case would do, in words and numbers, before it is decided."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from caseconsole.caseload.bulk import among
from caseconsole.caseload.erasure import (
    Doomed,
    copies_of,
    find_doomed,
    is_due,
    is_running,
    rows_of,
)
from caseconsole.caseload.names import display_name
from caseconsole.caseload.records import row_of
from caseconsole.i18n import N_, _
from caseconsole.models import Case, Contact, Person, rows

_LABELS = {
    "care_period": N_("Betreuungszeiträume"),
    "contact": N_("Kontakte"),
    "plan": N_("Pläne"),
    "plan_version": N_("Planversionen"),
    "goal": N_("Ziele"),
    "measure": N_("Schritte"),
    "self_rating": N_("Selbsteinschätzungen"),
    "referral": N_("Vermittlungen"),
    "consent": N_("Einwilligungen"),
    "reminder": N_("Wiedervorlagen"),
    "filed_document": N_("Dokumente"),
    "person": N_("Personen"),
    "person_status": N_("Statuseinträge"),
    "household": N_("Haushalte"),
}


@dataclass(frozen=True)
class ErasurePreview:
    """What an erasure would do, to be shown before it is decided.

    Args:
        number: of the case.
        name: of the person.
        due: whether the retention period is over; before that only on request (Art. 17 GDPR).
        running: whether it must be closed first.
        rows: how many rows go, as (what, number).
        persons: names of those who go.
        stays: why the person stays, in a sentence; empty where they go.
        shared_contacts: contacts of others, too: they stay with their text, without this person.
        mentions: texts of other people's contacts in which the family name stands.
        copies: unencrypted working copies of documents that are still in their folder.
    """

    case_id: int
    number: str
    name: str
    due: bool
    running: bool
    rows: tuple[tuple[str, int], ...]
    persons: tuple[str, ...]
    stays: str
    shared_contacts: tuple[int, ...]
    mentions: tuple[int, ...]
    copies: tuple[str, ...]


def erasure_preview(case_id: int, today: dt.date) -> ErasurePreview:
    """What erasing the case would take, leave and touch.

    Raises:
        NotFoundError: there is no such case.
    """
    case = row_of(Case, case_id)
    doomed = find_doomed(case_id)
    counts = [(_(_LABELS[table]), len(ids)) for table, ids in rows_of(doomed).items()
              if table in _LABELS and ids]  # fmt: skip
    people = Person.select(Person.family_name, Person.given_name)
    return ErasurePreview(
        case_id=case_id,
        number=case.number,
        name=display_name(case.person.family_name, case.person.given_name),
        due=is_due(case_id, today),
        running=is_running(case),
        rows=tuple(counts),
        persons=tuple(display_name(*row) for row in rows(people.where(
            Person.id.in_(doomed.persons)))),
        stays=_why_staying(doomed),
        shared_contacts=doomed.shared,
        mentions=_mentions(doomed, case.person.family_name or case.person.given_name),
        copies=copies_of(case_id),
    )  # fmt: skip


def _why_staying(doomed: Doomed) -> str:
    if doomed.other_cases:
        return _("Die Person hat noch einen anderen Fall und bleibt.")
    if doomed.relative_of:
        return _(
            "Die Person lebt oder lebte in einem Haushalt, zu dem ein anderer Fall gehört."
            " Dort bleibt sie als Angehörige mit Name, Geburtsdatum und Geschlecht."
        )
    return ""


def _mentions(doomed: Doomed, name: str) -> tuple[int, ...]:
    """Contacts that stay and whose text holds ``name``: for reading through, one by one."""
    if not name or (not doomed.persons and doomed.other_cases):
        return ()
    query = Contact.select(Contact.id).where(
        Contact.text.contains(name), ~among(Contact.id, doomed.contacts)
    )
    return tuple(contact for (contact,) in rows(query))
