"""Contacts: the history of a file, and one talk as it is written down.

Which persons and cases a contact is tied to follows the counting rules (sections 1 and 4): a talk
with several people is one contact; who is not named is counted as anonymous.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import Any, NamedTuple

from caseconsole.caseload.names import display_name
from caseconsole.caseload.notes import holds, narrowed, words_of_query
from caseconsole.caseload.records import (
    checked,
    columns_of,
    form_spec,
    required_reason,
    row_of,
)
from caseconsole.errors import RuleError
from caseconsole.fields import MANY
from caseconsole.i18n import _
from caseconsole.models import CarePeriod, Case, Contact, ContactCase, ContactPerson, Person, rows
from caseconsole.store import transaction
from caseconsole.values import lists


class ContactRow(NamedTuple):
    """One contact of a history, ready to show.

    Args:
        counts: whether its kind counts as consultation.
        topics: labels, the main one first.
        persons: names in the order entered.
        cases: numbers in the order entered.
    """

    id: int
    day: dt.date
    kind: str
    kind_label: str
    counts: bool
    minutes: int | None
    anonymous: int
    main_topic: str
    topics: tuple[str, ...]
    persons: tuple[str, ...]
    cases: tuple[str, ...]
    interpreter: bool | None
    text: str
    follow_up_on: dt.date | None
    follow_up_done: bool


class PersonRef(NamedTuple):
    """A person to choose, with the case that is open."""

    id: int
    name: str
    case_id: int | None
    number: str


@dataclass(frozen=True)
class ContactFilter:
    """What a history shows; what is empty does not narrow it.

    Args:
        text: words that the note must hold, spelled roughly.
        kinds: keys of contact kinds.
        topics: keys of topics, as main or further one.
        first: first day.
        last: last day.
    """

    text: str = ""
    kinds: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None


EVERYTHING = ContactFilter()
"""A filter that lets every contact through."""


@dataclass(frozen=True)
class ContactRecord:
    """One contact as its form takes it."""

    id: int
    values: Mapping[str, Any]
    persons: tuple[PersonRef, ...]
    cases: tuple[tuple[int, str], ...]
    follow_up_done: bool


_COLUMNS = (
    Contact.id, Contact.day, Contact.kind, Contact.minutes, Contact.anonymous, Contact.main_topic,
    Contact.topics, Contact.interpreter, Contact.text, Contact.follow_up_on,
    Contact.follow_up_done,
)  # fmt: skip


def contact_history(
    case_id: int | None = None,
    *,
    person_id: int | None = None,
    wanted: ContactFilter = EVERYTHING,
    limit: int | None = None,
) -> tuple[ContactRow, ...]:
    """Contacts, newest first.

    Args:
        case_id: those in this file, and those with its person.
        person_id: those with this person.
        wanted: narrows them further.
        limit: at most so many.
    """
    query = Contact.select(*_COLUMNS).order_by(Contact.day.desc(), Contact.id.desc())
    if case_id is not None:
        filed = ContactCase.select(ContactCase.contact).where(ContactCase.case == case_id)
        with_client = (
            ContactPerson.select(ContactPerson.contact)
            .join(Case, on=(Case.person == ContactPerson.person))
            .where(Case.id == case_id)
        )
        query = query.where(Contact.id.in_(filed) | Contact.id.in_(with_client))
    if person_id is not None:
        query = query.where(Contact.id.in_(contacts_with(person_id)))
    words = words_of_query(wanted.text)
    query = narrowed(_narrowed(query, wanted), Contact.text, words)
    matching = (row for row in query.tuples().iterator() if _matches(row, wanted.topics, words))
    return tuple(_shown(list(islice(matching, limit))))


def contacts_with(person_id: int) -> Any:
    """Query for the ids of the contacts that a person took part in."""
    return ContactPerson.select(ContactPerson.contact).where(ContactPerson.person == person_id)


def read_contact(contact_id: int) -> ContactRecord:
    """One contact for its form.

    Raises:
        NotFoundError: it is not there (any more).
    """
    contact = row_of(Contact, contact_id)
    values = {}
    for field in form_spec("contact").fields:
        value = getattr(contact, field.name)
        values[field.name] = tuple(value or ()) if field.ui.kind in MANY else value
    return ContactRecord(
        id=contact_id,
        values=MappingProxyType(values),
        persons=people_refs(_linked_ids(ContactPerson, ContactPerson.person, contact_id)),
        cases=tuple(
            rows(
                Case.select(Case.id, Case.number)
                .join(ContactCase)
                .where(ContactCase.contact == contact_id)
                .order_by(ContactCase.position)
            )
        ),
        follow_up_done=contact.follow_up_done,
    )


def save_contact(
    values: Mapping[str, Any],
    persons: Sequence[int] = (),
    cases: Sequence[int] | None = None,
    contact_id: int | None = None,
) -> int:
    """Store a new contact or change one, with the people and files it is tied to.

    The case of a named person that runs on the day is tied by itself.

    Args:
        values: fields of ``form_spec("contact")``; of a change only those that may differ.
        persons: ids of those who took part; of a change all of them.
        cases: ids of further files it belongs to; ``None`` keeps those that it has.
        contact_id: the contact to change; ``None`` for a new one.

    Returns:
        Id of the contact.

    Raises:
        InputError: a value cannot be stored; ``field`` says which.
        RuleError: nobody took part in a consultation, or the follow-up lies before the contact.
        NotFoundError: the contact is not there (any more).
    """
    before = read_contact(contact_id) if contact_id is not None else None
    whole = checked("contact", values, before.values if before else None)
    whole["topics"] = tuple(topic for topic in whole["topics"] if topic != whole["main_topic"])
    people = tuple(dict.fromkeys(persons))
    files = _files(whole["day"], people, cases, before)
    _check_somebody(whole, people or files)
    with transaction("contact.change" if before else "contact.create") as audit:
        if before is None:
            contact_id = int(Contact.create(**columns_of("contact", whole)).id)
            changed = [name for name, value in whole.items() if value not in (None, "", ())]
        else:
            changed = [name for name, value in whole.items() if value != before.values[name]]
            _change(before, whole, changed)
        assert contact_id is not None  # noqa: S101 - narrows the type
        changed += _tie(ContactPerson, "person", contact_id, people)
        changed += _tie(ContactCase, "case", contact_id, files)
        if changed:
            audit.record("contact", contact_id, fields=changed)
    return contact_id


def delete_contact(contact_id: int, reason: str) -> None:
    """Remove a contact that was entered by mistake; the audit trail keeps that it was there.

    Raises:
        InputError: no reason is given.
        NotFoundError: it is not there (any more).
    """
    reason = required_reason(reason)
    contact = row_of(Contact, contact_id)
    files = _linked_ids(ContactCase, ContactCase.case, contact_id)
    with transaction("contact.delete") as audit:
        ContactPerson.delete().where(ContactPerson.contact == contact_id).execute()
        ContactCase.delete().where(ContactCase.contact == contact_id).execute()
        contact.delete_instance()
        audit.record("contact", contact_id, reason=reason)
        for case_id in files:
            audit.record("case", case_id, reason=reason)


def set_follow_up_done(contact_id: int, *, done: bool = True) -> None:
    """Tick the follow-up of a contact off, or open it again."""
    row_of(Contact, contact_id)
    with transaction("contact.follow_up") as audit:
        Contact.update(follow_up_done=done).where(Contact.id == contact_id).execute()
        audit.record("contact", contact_id, fields=("follow_up_done",))


def attribute_visitor(contact_id: int, person_id: int) -> None:
    """Give one of the unnamed visitors of a contact a name (counting rules, section 4).

    Raises:
        RuleError: nobody unnamed is left, or the person is named already.
    """
    record = read_contact(contact_id)
    unnamed = record.values["anonymous"] or 0
    if not unnamed:
        raise RuleError(_("Bei diesem Kontakt ist niemand ohne Namen vermerkt."), field="anonymous")
    people = [person.id for person in record.persons]
    if person_id in people:
        raise RuleError(_("Die Person ist bei diesem Kontakt schon genannt."), field="persons")
    with transaction("contact.attribute") as audit:
        save_contact({"anonymous": unnamed - 1}, [*people, person_id], None, contact_id)
        audit.record("contact", contact_id, fields=("anonymous", "persons"))


def people_refs(person_ids: Iterable[int]) -> tuple[PersonRef, ...]:
    """Persons to choose, in the order given."""
    wanted = list(dict.fromkeys(person_ids))
    names = {
        person_id: display_name(family, given)
        for person_id, family, given in rows(
            Person.select(Person.id, Person.family_name, Person.given_name).where(
                Person.id.in_(wanted)
            )
        )
    }
    files: dict[int, tuple[int, str]] = {}
    query = (
        Case.select(Case.person, Case.id, Case.number)
        .join(CarePeriod)
        .where(Case.person.in_(wanted), ~Case.cancelled, CarePeriod.end.is_null())
        .order_by(CarePeriod.begin)
    )
    for person_id, case_id, number in rows(query):
        files[person_id] = (case_id, number)
    return tuple(
        PersonRef(person_id, names[person_id], *files.get(person_id, (None, "")))
        for person_id in wanted
        if person_id in names
    )


def _narrowed(query: Any, wanted: ContactFilter) -> Any:
    if wanted.kinds:
        query = query.where(Contact.kind.in_(wanted.kinds))
    if wanted.first:
        query = query.where(Contact.day >= wanted.first)
    if wanted.last:
        query = query.where(Contact.day <= wanted.last)
    return query


def _matches(row: tuple[Any, ...], topics: Collection[str], words: Sequence[str]) -> bool:
    main_topic, further, text = row[5], row[6], row[8]
    if topics and not {main_topic, *further} & set(topics):
        return False
    return not words or holds(text, words)


def _shown(found: Sequence[tuple[Any, ...]]) -> Iterable[ContactRow]:
    ids = [row[0] for row in found]
    people = _linked(
        ContactPerson, (Person.family_name, Person.given_name), Person, ids, display_name
    )
    files = _linked(ContactCase, (Case.number,), Case, ids, str)
    kinds, labels = lists()["contact_kind"], lists()["topic"]
    for row in found:
        contact_id, day, kind, minutes, anonymous, main, topics, interpreter, *rest = row
        text, follow_up_on, follow_up_done = rest
        value = kinds.get(kind)
        shown_topics = dict.fromkeys(topic for topic in (main, *topics) if topic)
        yield ContactRow(
            contact_id,
            day,
            kind,
            kinds.label(kind),
            value.counts if value else False,
            minutes,
            anonymous or 0,
            labels.label(main),
            tuple(labels.label(topic) for topic in shown_topics),
            tuple(people[contact_id]),
            tuple(files[contact_id]),
            interpreter,
            text,
            follow_up_on,
            follow_up_done,
        )


def _linked(
    link: Any, columns: Sequence[Any], target: Any, ids: Sequence[int], words: Any
) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    # A statement takes a limited number of values, and a limit costs nothing here.
    for start in range(0, len(ids), 900):
        query = (
            link.select(link.contact, *columns)
            .join(target)
            .where(link.contact.in_(ids[start : start + 900]))
            .order_by(link.contact, link.position)
        )
        for contact_id, *parts in rows(query):
            found[contact_id].append(words(*parts))
    return found


def _linked_ids(link: Any, column: Any, contact_id: int) -> tuple[int, ...]:
    query = link.select(column).where(link.contact == contact_id).order_by(link.position)
    return tuple(row[0] for row in rows(query))


def _check_somebody(whole: Mapping[str, Any], tied: Collection[int]) -> None:
    kind = lists()["contact_kind"].get(whole["kind"])
    if kind is not None and kind.counts and not tied and not whole["anonymous"]:
        raise RuleError(
            _("Es fehlt, mit wem gesprochen wurde."),
            _("Bitte eine Person wählen oder eine Zahl „ohne Namen“ eintragen."),
            field="persons",
        )


def _files(
    day: dt.date, people: Sequence[int], cases: Sequence[int] | None, before: ContactRecord | None
) -> tuple[int, ...]:
    """The files of a contact: those named, and the running cases of those who took part."""
    kept = list(cases) if cases is not None else []
    if cases is None and before is not None:
        left = {person.id for person in before.persons} - set(people)
        gone = {row[0] for row in rows(Case.select(Case.id).where(Case.person.in_(list(left))))}
        kept = [case_id for case_id, _number in before.cases if case_id not in gone]
    query = (
        Case.select(Case.person, Case.id)
        .join(CarePeriod)
        .where(
            Case.person.in_(list(people)),
            ~Case.cancelled,
            CarePeriod.begin <= day,
            CarePeriod.end.is_null() | (CarePeriod.end >= day),
        )
        .order_by(CarePeriod.begin, Case.id)
    )
    order = {person_id: position for position, person_id in enumerate(people)}
    found = sorted(rows(query), key=lambda row: order[row[0]])
    return tuple(dict.fromkeys([*kept, *(case_id for _person, case_id in found)]))


def _change(before: ContactRecord, whole: Mapping[str, Any], changed: Sequence[str]) -> None:
    if not changed:
        return
    columns = columns_of("contact", {name: whole[name] for name in changed})
    if "follow_up_on" in changed:
        columns["follow_up_done"] = False
    Contact.update(columns).where(Contact.id == before.id).execute()


def _tie(link: Any, name: str, contact_id: int, ids: Sequence[int]) -> list[str]:
    column = getattr(link, name)
    if _linked_ids(link, column, contact_id) == tuple(ids):
        return []
    link.delete().where(link.contact == contact_id).execute()
    for position, linked_id in enumerate(ids):
        link.create(contact=contact_id, position=position, **{name: linked_id})
    return [f"{name}s"]
