"""What goes when a case is erased, and taking it out (security.md 3.2 and 3.3).

``counting.erasing.erase_case`` does it as a whole: it also keeps what the figures of past periods
need. Here stands what belongs to a case alone, what others need, and the removal itself:

- The case and everything of it go. A contact goes if nobody else took part in it and no other case
  names it; else it stays with its text and loses this case and person.
- The person goes with the last case, and with them the relatives of the household whom nothing else
  holds. Where somebody of the household has a case, the person stays as their relative, with name,
  birth date and sex only; where the person has another case, they stay as they are.
- The trail of changes keeps ids and actions; the reasons in it are emptied.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from caseconsole.caseload.bulk import among
from caseconsole.caseload.cases import keep_number
from caseconsole.caseload.health import cases_to_delete
from caseconsole.caseload.names import person_keys
from caseconsole.caseload.records import row_of
from caseconsole.errors import RuleError
from caseconsole.i18n import _
from caseconsole.models import (
    AuditEntry,
    CarePeriod,
    Case,
    Consent,
    Contact,
    ContactCase,
    ContactPerson,
    Draft,
    FiledDocument,
    Goal,
    Household,
    HouseholdMember,
    Measure,
    Person,
    PersonStatus,
    Plan,
    PlanVersion,
    Referral,
    Reminder,
    SelfRating,
    Snooze,
    WorkingCopy,
    rows,
)
from caseconsole.store import Audit
from caseconsole.values import lists

_OF_CASE: tuple[Any, ...] = (
    PlanVersion, Plan, SelfRating, Referral, Consent, Reminder, FiledDocument, CarePeriod,
)  # fmt: skip
_KEPT_OF_A_RELATIVE = frozenset({
    "id", "family_name", "given_name", "birth_date", "birth_precision", "sex", "sort_key",
    "erased_care", "erased_talk",
})  # fmt: skip
_SNOOZED = {
    "review": "case", "no_plan": "case", "no_contact": "case", "counselling": "case",
    "follow_up": "contact", "reminder": "reminder", "step": "measure", "paper": "person",
    "birthday": "person", "consent": "consent",
}  # fmt: skip
"""Whose id stands in the key of a date that was put off."""


@dataclass(frozen=True)
class Doomed:
    """Ids of what an erasure takes.

    Args:
        leaving: persons whose part in contacts goes: those who go, and one who stays as a relative.
        persons: those who go.
        contacts: contacts that go whole.
        shared: contacts that stay and lose the case, or somebody who took part.
        other_cases: other cases of the person.
        relative_of: persons with a case for whose sake the person stays as a relative.
    """

    case_id: int
    person_id: int
    leaving: frozenset[int]
    persons: tuple[int, ...]
    contacts: tuple[int, ...]
    shared: tuple[int, ...]
    other_cases: tuple[int, ...]
    relative_of: tuple[int, ...]


def is_due(case_id: int, today: dt.date) -> bool:
    """Whether the case may be erased without a request: its retention period is over.

    A cancelled case has none: it was opened by mistake.
    """
    cancelled = Case.select().where(Case.id == case_id, Case.cancelled).exists()
    return bool(cancelled) or case_id in cases_to_delete(today)


def require_erasable(case_id: int, today: dt.date, *, on_request: bool) -> None:
    """Refuse to erase what is still needed.

    Raises:
        NotFoundError: there is no such case.
        RuleError: the case is running, or its retention period is not over and nobody asked.
    """
    case = row_of(Case, case_id)
    if is_running(case):
        raise RuleError(
            _("Dieser Fall läuft noch."),
            _("Bitte beenden Sie ihn zuerst; danach kann er gelöscht werden."),
        )
    if not on_request and not is_due(case_id, today):
        raise RuleError(
            _("Die Aufbewahrungsfrist dieses Falls ist noch nicht abgelaufen."),
            _("Vorher wird nur auf Antrag der betroffenen Person gelöscht (Art. 17 DSGVO)."),
        )


def find_doomed(case_id: int) -> Doomed:
    """What goes with the case."""
    person = int(row_of(Case, case_id).person_id)
    others = _ids(Case.select(Case.id).where(Case.person == person, Case.id != case_id))
    circle = household_circle([person]) - {person}
    holding = () if others else _ids(Case.select(Case.person).where(among(Case.person, circle)))
    persons = () if others or holding else (person, *sorted(circle))
    leaving = frozenset(persons or (person,))
    gone, shared = _contacts(case_id, leaving, others)
    return Doomed(case_id, person, leaving, persons, gone, shared, others, holding)


def household_circle(persons: Iterable[int]) -> set[int]:
    """``persons`` and everybody who ever shared a household with one of the circle."""
    circle, edge = set[int](), set(persons)
    while edge:
        circle |= edge
        homes = HouseholdMember.select(HouseholdMember.household).where(
            among(HouseholdMember.person, edge)
        )
        mates = HouseholdMember.select(HouseholdMember.person).where(
            HouseholdMember.household.in_(homes)
        )
        edge = set(_ids(mates)) - circle
    return circle


def mark_what_stays(doomed: Doomed) -> None:
    """Note what would be counted otherwise without the case: who is not new, which talk was first.

    Must be called before ``remove``.
    """
    counting = sorted(lists()["contact_kind"].counting)
    for person in sorted(doomed.leaving):
        talks = rows(
            Contact.select(Contact.id)
            .join(ContactPerson)
            .where(ContactPerson.person == person, Contact.kind.in_(counting))
            .order_by(Contact.day, Contact.id)
        )
        first = next((row for (row,) in talks), None)
        if first is None or row_of(Person, person).erased_talk:
            continue
        if first in doomed.shared and not _stays_in(doomed, person, first):
            Contact.update(erased_first=True).where(Contact.id == first).execute()
        if person not in doomed.persons and (
            first in doomed.contacts
            or (first in doomed.shared and not _stays_in(doomed, person, first))
        ):
            Person.update(erased_talk=True).where(Person.id == person).execute()
    if doomed.person_id not in doomed.persons and _began_first(doomed):
        Person.update(erased_care=True).where(Person.id == doomed.person_id).execute()


def remove(doomed: Doomed, audit: Audit) -> dict[str, int]:
    """Take everything out; how many rows of each table went."""
    gone = rows_of(doomed)
    for model, ids in _in_order_of_removal(gone):
        model.delete().where(among(model.id, ids)).execute()
    _leave_contacts(doomed, audit)
    keep_number(row_of(Case, doomed.case_id).number)
    Case.delete().where(Case.id == doomed.case_id).execute()
    _remove_persons(doomed, gone, audit)
    _forget_words(gone | {"case": (doomed.case_id,)})
    for table, ids in gone.items():
        for row in ids:
            audit.record(table, row)
    return {table: len(ids) for table, ids in gone.items() if ids}


def _contacts(
    case_id: int, leaving: frozenset[int], others: tuple[int, ...]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The contacts that go, and those that stay with others."""
    found = set(_ids(ContactCase.select(ContactCase.contact).where(ContactCase.case == case_id)))
    if not others:
        named = ContactPerson.select(ContactPerson.contact)
        found |= set(_ids(named.where(among(ContactPerson.person, leaving))))
    gone: list[int] = []
    shared: list[int] = []
    for contact in sorted(found):
        cases = set(_cases_of(contact)) - {case_id}
        people = set(_people_of(contact)) - leaving
        (shared if people or cases else gone).append(contact)
    return tuple(gone), tuple(shared)


def _stays_in(doomed: Doomed, person: int, contact: int) -> bool:
    """Whether a person with another case keeps their part: the contact belongs to that, too."""
    if person != doomed.person_id:
        return False
    return bool(set(doomed.other_cases) & set(_cases_of(contact)))


def rows_of(doomed: Doomed) -> dict[str, tuple[int, ...]]:
    """Ids of everything that goes, by table, beside the case itself."""
    found: dict[str, tuple[int, ...]] = {}
    plans = Plan.select(Plan.id).where(Plan.case == doomed.case_id)
    goals = Goal.select(Goal.id).where(Goal.plan.in_(plans))
    found["measure"] = _ids(Measure.select(Measure.id).where(Measure.goal.in_(goals)))
    found["goal"] = _ids(goals)
    for model in _OF_CASE:
        if model is PlanVersion:
            mine = model.plan.in_(plans)
        elif model is FiledDocument:
            mine = _documents_of(doomed.case_id)
        else:
            mine = model.case == doomed.case_id
        found[_table(model)] = _ids(model.select(model.id).where(mine))
    found["contact"] = doomed.contacts
    states = doomed.persons or (() if doomed.other_cases else (doomed.person_id,))
    for model, persons in ((PersonStatus, states), (HouseholdMember, doomed.persons)):
        query = model.select(model.id).where(among(model.person, persons))
        found[_table(model)] = _ids(query)
    found["household"] = _empty_homes(doomed.persons)
    found["person"] = doomed.persons
    return found


def _in_order_of_removal(gone: dict[str, tuple[int, ...]]) -> Iterator[tuple[Any, tuple[int, ...]]]:
    """Each table after those that refer to it; persons and households come later."""
    documents = gone["filed_document"]
    yield (
        WorkingCopy,
        _ids(WorkingCopy.select(WorkingCopy.id).where(among(WorkingCopy.document, documents))),
    )
    for model in (Measure, Goal, *_OF_CASE):
        yield model, gone[_table(model)]


def _leave_contacts(doomed: Doomed, audit: Audit) -> None:
    """Take the case, and whoever leaves, out of contacts; those of nobody else go."""
    ContactCase.delete().where(ContactCase.case == doomed.case_id).execute()
    for contact in doomed.shared:
        people = [
            person for person in sorted(doomed.leaving) if not _stays_in(doomed, person, contact)
        ]
        ContactPerson.delete().where(
            ContactPerson.contact == contact, ContactPerson.person.in_(people)
        ).execute()
        audit.record("contact", contact, fields=("persons", "cases"))
    for link in (ContactPerson, ContactCase):
        link.delete().where(among(link.contact, doomed.contacts)).execute()
    Contact.delete().where(among(Contact.id, doomed.contacts)).execute()


def _remove_persons(doomed: Doomed, gone: dict[str, tuple[int, ...]], audit: Audit) -> None:
    Draft.delete().where(Draft.key.in_(_drafts(gone))).execute()
    PersonStatus.delete().where(among(PersonStatus.id, gone["person_status"])).execute()
    if not doomed.persons:
        if not doomed.other_cases:
            _strip(doomed.person_id)
        audit.record("person", doomed.person_id, fields=("cases",))
        return
    named = Goal.select(Goal.id).where(among(Goal.member, doomed.persons))
    for goal in _ids(named):
        Goal.update(member=None).where(Goal.id == goal).execute()
        audit.record("goal", goal, fields=("member",))
    HouseholdMember.delete().where(among(HouseholdMember.person, doomed.persons)).execute()
    Household.delete().where(among(Household.id, gone["household"])).execute()
    Person.delete().where(among(Person.id, doomed.persons)).execute()


def _strip(person_id: int) -> None:
    """Leave of a person what the household of others needs: who it is."""
    person = row_of(Person, person_id)
    for name, column in Person._meta.fields.items():  # noqa: SLF001 - peewee's public way
        if name not in _KEPT_OF_A_RELATIVE:
            blank = column.default() if callable(column.default) else column.default
            setattr(person, name, blank)
    person.search_key = person_keys(person.family_name, person.given_name).search_key
    person.save()


def _forget_words(gone: dict[str, tuple[int, ...]]) -> None:
    """Empty the reasons in the trail of what went, and drop its dates that were put off."""
    for table, ids in gone.items():
        mine = (AuditEntry.object_type == table) & among(AuditEntry.object_id, ids)
        AuditEntry.update(reason="").where(mine, AuditEntry.reason != "").execute()
    wanted = {table: {str(row) for row in ids} for table, ids in gone.items()}
    for row, key in rows(Snooze.select(Snooze.id, Snooze.key)):
        reason, _sign, rest = key.partition(":")
        numbers = set(re.findall(r"\d+", rest.partition(":")[0]))
        if numbers & wanted.get(_SNOOZED.get(reason, ""), set()):
            Snooze.delete().where(Snooze.id == row).execute()


def _drafts(gone: dict[str, tuple[int, ...]]) -> list[str]:
    """Keys of drafts that belong to a contact that went; those of the case go with it."""
    wanted = {str(row) for row in gone["contact"]}
    keys = [key for (key,) in rows(Draft.select(Draft.key))]
    return [key for key in keys if key.startswith("beratung:") and key.split(":")[-1] in wanted]


def _empty_homes(persons: Collection[int]) -> tuple[int, ...]:
    """Households in which nobody but ``persons`` ever lived."""
    mine = HouseholdMember.select(HouseholdMember.household).where(
        among(HouseholdMember.person, persons)
    )
    others = HouseholdMember.select(HouseholdMember.household).where(
        ~among(HouseholdMember.person, persons)
    )
    query = Household.select(Household.id).where(
        Household.id.in_(mine), Household.id.not_in(others)
    )
    return _ids(query)


def _began_first(doomed: Doomed) -> bool:
    """Whether the case began before every other one of the person that counts."""
    own, others = _begins([doomed.case_id]), _begins(doomed.other_cases)
    return bool(own) and (not others or own[0] < others[0])


def _begins(cases: Collection[int]) -> list[dt.date]:
    query = (
        CarePeriod.select(CarePeriod.begin)
        .join(Case)
        .where(among(Case.id, cases), ~Case.cancelled)
        .order_by(CarePeriod.begin)
    )
    return [begin for (begin,) in rows(query)]


def is_running(case: Any) -> bool:
    """Whether a period is open; a cancelled case is none that runs."""
    query = CarePeriod.select().where(CarePeriod.case == case.id, CarePeriod.end.is_null())
    return not case.cancelled and bool(query.exists())


def is_cancelled(case_id: int) -> bool:
    """Whether the case is cancelled, so that it counts nowhere."""
    return bool(row_of(Case, case_id).cancelled)


def copies_of(case_id: int) -> tuple[str, ...]:
    """Paths of the unencrypted working copies of the documents of a case."""
    query = WorkingCopy.select(WorkingCopy.path).join(FiledDocument)
    return tuple(path for (path,) in rows(query.where(_documents_of(case_id))))


def _documents_of(case_id: int) -> Any:
    """The documents of a case, and those of the office: a stand-in sheet names every client."""
    return (FiledDocument.case == case_id) | FiledDocument.case.is_null()


def _cases_of(contact: int) -> tuple[int, ...]:
    return _ids(ContactCase.select(ContactCase.case).where(ContactCase.contact == contact))


def _people_of(contact: int) -> tuple[int, ...]:
    return _ids(ContactPerson.select(ContactPerson.person).where(ContactPerson.contact == contact))


def _ids(query: Any) -> tuple[int, ...]:
    return tuple(dict.fromkeys(row for (row,) in rows(query)))


def _table(model: Any) -> str:
    return str(model._meta.table_name)  # noqa: SLF001 - peewee's public way to it
