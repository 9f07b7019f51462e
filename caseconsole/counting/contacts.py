"""Contacts: consultations, who was advised, what about (counting rules, 3.4, 3.5 and 3.7)."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence

from caseconsole.counting.care import NOT_STATED, Care, in_order
from caseconsole.counting.cells import (
    CONTACT,
    PERSON,
    TALK,
    Cell,
    Part,
    Tree,
    added,
    counted,
    counted_parts,
)
from caseconsole.counting.facts import Facts, Group, Shape
from caseconsole.counting.households import Households, co_advised
from caseconsole.values import ValueLists

Groups = list[tuple[Shape, Group]]


def consultations(facts: Facts, lists: ValueLists) -> Tree:
    """Contacts whose kind counts as consultation, each once, with its minutes once (3.7)."""
    counting = lists["contact_kind"].counting
    held = [(shape, group) for shape, group in facts.contacts.items() if shape.kind in counting]
    named, first = _named_and_first(facts)
    is_first = set(first)
    return {
        "total": _contacts(held),
        "named": counted(CONTACT, named),
        "person_contacts": counted_parts((Part(TALK, facts.talks.contacts, facts.talks.persons),)),
        "anonymous": added(
            sum(group.anonymous for _, group in held),
            [Part(CONTACT, group.unnamed) for _, group in held],
        ),
        "minutes": added(
            sum(group.minutes for _, group in held), [Part(CONTACT, group.ids) for _, group in held]
        ),
        "first": counted(CONTACT, first),
        "follow_up": counted(CONTACT, (row for row in named if row not in is_first)),
        "by_kind": _by(held, lambda shape: (shape.kind,), lists["contact_kind"].keys),
        "by_main_topic": _by(held, lambda shape: (shape.main_topic,), lists["topic"].keys),
        "mentions": _by(held, _mentioned, lists["topic"].keys),
        "with_interpreter": _contacts(pair for pair in held if pair[0].interpreter),
        "third_party": _of_kind(facts, "third_party"),
        "no_show": _of_kind(facts, "no_show"),
    }


def other_contacts(facts: Facts, lists: ValueLists) -> Tree:
    """Contacts that are no consultation, by kind: each its own line, in no other figure."""
    counting = lists["contact_kind"].counting
    other = [
        (shape, group) for shape, group in facts.contacts.items() if shape.kind not in counting
    ]
    return {"by_kind": _by(other, lambda shape: (shape.kind,), lists["contact_kind"].keys)}


def advised(facts: Facts, care: Care, households: Households) -> Tree:
    """Persons with at least one consultation, and how they relate to those in care (3.4, 3.5)."""
    in_care = {row.person for row in care.active}
    talked = set(facts.talks.persons)
    outside = talked - in_care
    return {
        "advised": counted(PERSON, talked),
        "in_care_without_talk": counted(PERSON, in_care - talked),
        "advised_without_case": counted(PERSON, outside),
        "co_advised": counted(PERSON, co_advised(facts.talks, outside, care.active, households)),
        "in_all": counted(PERSON, in_care | talked),
    }


def _named_and_first(facts: Facts) -> tuple[array[int], array[int]]:
    """Consultations with a named person; those that are somebody's first ever.

    The talks come ordered by day and then by entry, so the first that is seen of a person is the
    first one, unless there was one before the period. What was the first one of somebody who was
    erased stays a first one.
    """
    named, first = array("q"), array("q")
    seen = set(facts.advised_before)
    for contact, person, _day in facts.talks:
        if not named or named[-1] != contact:
            named.append(contact)
        if person not in seen or contact in facts.first_of_erased:
            seen.add(person)
            if not first or first[-1] != contact:
                first.append(contact)
    return named, first


def _contacts(groups: Iterable[tuple[Shape, Group]]) -> Cell:
    return counted_parts(Part(CONTACT, group.ids) for _, group in groups)


def _of_kind(facts: Facts, kind: str) -> Cell:
    return _contacts(pair for pair in facts.contacts.items() if pair[0].kind == kind)


def _mentioned(shape: Shape) -> tuple[str | None, ...]:
    """Every topic of a contact once; one without any topic is not stated."""
    topics = dict.fromkeys((shape.main_topic, *shape.topics))
    return tuple(topic for topic in topics if topic) or (None,)


def _by(
    groups: Groups, keys_of: Callable[[Shape], tuple[str | None, ...]], order: Sequence[str]
) -> Tree:
    found: dict[str, Groups] = {}
    for pair in groups:
        for key in keys_of(pair[0]):
            found.setdefault(key or NOT_STATED, []).append(pair)
    return {key: _contacts(found[key]) for key in in_order(found, order)}
