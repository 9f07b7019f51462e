"""Finding people: by name in any spelling, by number, by phone, at last by what a note says.

A name is compared in two shapes: its letters as typed and its sound (``text.fold``). A word may be
the beginning of a name while it is still being typed, and the order of the words does not matter.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from caseconsole.caseload.caselist import state_of
from caseconsole.caseload.choices import recent_people
from caseconsole.caseload.names import (
    ALIAS,
    NAME,
    SCRIPT,
    Entry,
    NameForm,
    NameIndex,
    digits_of,
    index,
    words_of,
)
from caseconsole.caseload.people import places_on
from caseconsole.days import PartialDay, format_day
from caseconsole.i18n import _
from caseconsole.models import CarePeriod, Case, Contact, ContactPerson, rows
from caseconsole.text import ascii_of, fold

NUMBER, PHONE, NOTE = "number", "phone", "note"
"""Reasons besides those of ``names``."""

_LIKELY = 68
_NEARLY = 70
_MOST_CANDIDATES = 400
_MOST_NOTES = 300
_SHORTEST_PHONE = 4
_SHORTEST_NOTE = 4
_ARTICLES = frozenset({"al", "el", "abu", "abd", "ibn", "bin", "ben", "bint", "von", "van", "de"})
_NUMBER_LIKE = re.compile(r"[\d\s/()+-]+")
_UMLAUTS = re.compile(r"[^a-z0-9 ]|ae|oe|ue|ss")


@dataclass(frozen=True)
class Found:
    """Somebody who was found, and by what.

    Args:
        state: state of the case; empty where the person has none.
        reason: ``name``, ``alias``, ``script``, ``number``, ``phone`` or ``note``.
        reason_text: what matched, where it is not the name shown.
    """

    person_id: int
    case_id: int | None
    number: str
    name: str
    birth: PartialDay | None
    place: str
    state: str
    reason: str
    reason_text: str


class _Hit(NamedTuple):
    score: float
    person_id: int
    reason: str
    text: str


@dataclass
class _Table:
    """The names of the index as lists that are compared at once."""

    forms: list[tuple[Entry, NameForm]]
    whole: list[str]
    swapped: list[str]
    sounds: dict[str, list[int]]
    spellings: dict[str, list[int]]


def find_people(query: str, today: dt.date, limit: int = 20) -> tuple[Found, ...]:
    """The people that ``query`` may mean, the likeliest first.

    Args:
        query: a name or parts of it, a case number, a phone number, or a word of a note; nothing
            gives the people of the last contacts.
        today: the day that places and states are told for.
        limit: at most so many.
    """
    names = index()
    wanted = query.strip()
    if not wanted:
        return _found([_Hit(0, one, NAME, "") for one in recent_people(limit)], names, today)
    hits = _by_digits(wanted, names) or _by_name(wanted, names) or _by_note(wanted)
    best: dict[int, _Hit] = {}
    for hit in sorted(hits, key=lambda hit: -hit.score):
        best.setdefault(hit.person_id, hit)
    entries = names.entries
    ordered = sorted(
        (hit for hit in best.values() if hit.person_id in entries),
        key=lambda hit: (-round(hit.score, 1), entries[hit.person_id].sort_key, hit.person_id),
    )
    return _found(ordered[:limit], names, today)


def _by_digits(wanted: str, names: NameIndex) -> list[_Hit]:
    if not _NUMBER_LIKE.fullmatch(wanted) or not any(sign.isdigit() for sign in wanted):
        return []
    by_number = Case.select(Case.person, Case.number).where(Case.number.contains(wanted))
    hits = [
        _Hit(100 if number.startswith(wanted) else 90, person_id, NUMBER, number)
        for person_id, number in rows(by_number)
    ]
    digits = digits_of(wanted)
    if len(digits) >= _SHORTEST_PHONE:
        hits += [
            _Hit(80, entry.person_id, PHONE, _("Tel. {number}").format(number=entry.phone_shown))
            for entry in names.entries.values()
            if digits in entry.phone
        ]
    return hits


def _by_name(wanted: str, names: NameIndex) -> list[_Hit]:
    spelled = words_of(wanted).split()
    if not spelled:
        return []
    table = names.made.get("search")
    if table is None:
        table = names.made["search"] = _table(names)
    sounds = fold(wanted).replace(" ", "")
    scores = _word_scores(table, spelled)
    for position, score in _whole_scores(table, sounds).items():
        scores[position] = max(scores.get(position, 0), score)
    hits = []
    for position, score in scores.items():
        if score >= _LIKELY:
            entry, form = table.forms[position]
            hits.append(_Hit(score, entry.person_id, form.kind, _matched(entry, form)))
    return hits


def _matched(entry: Entry, form: NameForm) -> str:
    if form.kind == ALIAS:
        return _("auch bekannt als {names}").format(names=", ".join(entry.also_known_as))
    return entry.original_script_name if form.kind == SCRIPT else ""


def _whole_scores(table: _Table, sounds: str) -> dict[int, float]:
    """How much whole names sound like what was typed, in both orders."""
    from rapidfuzz import fuzz, process

    scores: dict[int, float] = {}
    for names in (table.whole, table.swapped):
        close = process.extract(
            sounds, names, scorer=fuzz.ratio, limit=_MOST_CANDIDATES, score_cutoff=_LIKELY
        )
        for _name, score, position in close:
            scores[position] = max(scores.get(position, 0), score)
    return scores


def _word_scores(table: _Table, spelled: list[str]) -> dict[int, float]:
    """How well each word that was typed fits one word of a name."""
    total = 0.0
    sums: defaultdict[int, float] = defaultdict(float)
    for word in spelled:
        weight = 1.0 if word in _ARTICLES else float(len(word))
        total += weight
        for position, score in _fits(table, word).items():
            sums[position] += weight * score
    return {position: value / total for position, value in sums.items()}


def _fits(table: _Table, word: str) -> dict[int, float]:
    """Names that have a word like ``word``, with how alike it is."""
    from rapidfuzz import fuzz, process

    fits: dict[int, float] = {}

    def note(positions: list[int], score: float) -> None:
        for position in positions:
            if score > fits.get(position, 0):
                fits[position] = score

    for spelling, positions in table.spellings.items():
        if spelling.startswith(word):
            note(positions, 100 if spelling == word else 94)
    sound = fold(word).replace(" ", "")
    if len(sound) > 1:
        for known, positions in table.sounds.items():
            if known.startswith(sound):
                note(positions, 97 if known == sound else 88)
        close = process.extract(
            sound, table.sounds.keys(), scorer=fuzz.ratio, limit=None, score_cutoff=_NEARLY
        )
        for known, score, _position in close:
            note(table.sounds[known], score * 0.95)
    return fits


def _table(names: NameIndex) -> _Table:
    table = _Table([], [], [], {}, {})
    for entry in names.entries.values():
        main = entry.forms[0]
        for form in entry.forms:
            position = len(table.forms)
            table.forms.append((entry, form))
            table.whole.append(form.folded)
            table.swapped.append(form.folded_swapped)
            # Somebody known by another name is also looked for by that and the family name.
            both = (form, main) if form.kind == ALIAS else (form,)
            sounds = {word for one in both for word in _words(one[1], one[2])}
            spellings = {word for one in both for word in _words(one[3], one[4])}
            for word in sounds:
                table.sounds.setdefault(word, []).append(position)
            for word in spellings:
                table.spellings.setdefault(word, []).append(position)
    return table


def _words(family: str, given: str) -> set[str]:
    """The words of a name, and those of each part written as one (``Al-Hamad``, ``Alhamad``)."""
    words = set(f"{family} {given}".split())
    return words | {part.replace(" ", "") for part in (family, given) if part}


def _by_note(wanted: str) -> list[_Hit]:
    """People of the contacts whose note holds every word, newest first."""
    words = ascii_of(wanted).split()
    if not any(len(word) >= _SHORTEST_NOTE for word in words):
        return []
    query = Contact.select(Contact.id, Contact.day, Contact.text).order_by(
        Contact.day.desc(), Contact.id.desc()
    )
    # The database knows ß and umlauts only as they are written, so it looks for the letters
    # between them, and what it finds is looked at once more.
    for word in words:
        for piece in _UMLAUTS.split(word):
            if len(piece) > 1:
                query = query.where(Contact.text.contains(piece))
    notes = {}
    for contact_id, day, text in rows(query.limit(_MOST_NOTES)):
        folded = ascii_of(text)
        if all(word in folded for word in words):
            notes[contact_id] = (day, text)
    linked = ContactPerson.select(ContactPerson.contact, ContactPerson.person).where(
        ContactPerson.contact.in_(list(notes))
    )
    people: defaultdict[int, list[int]] = defaultdict(list)
    for contact_id, person_id in rows(linked):
        people[contact_id].append(person_id)
    return [
        _Hit(60 - place / 10, person_id, NOTE, _excerpt(day, text, words[0]))
        for place, (contact_id, (day, text)) in enumerate(notes.items())
        for person_id in people[contact_id]
    ]


def _excerpt(day: dt.date, text: str, word: str) -> str:
    line = next((line for line in text.split("\n") if word in ascii_of(line)), text)
    return _("Notiz vom {day}: {text}").format(day=format_day(day), text=line.strip()[:80])


def _found(hits: list[_Hit], names: NameIndex, today: dt.date) -> tuple[Found, ...]:
    ids = [hit.person_id for hit in hits]
    places, cases = places_on(today, ids), _cases_of(ids, today)
    result = []
    for hit in hits:
        entry = names.entries[hit.person_id]
        case_id, number, state = cases.get(hit.person_id, (None, "", ""))
        result.append(
            Found(
                person_id=hit.person_id,
                case_id=case_id,
                number=number,
                name=entry.name,
                birth=entry.birth,
                place=places.get(hit.person_id, ""),
                state=state,
                reason=hit.reason,
                reason_text=hit.text,
            )
        )
    return tuple(result)


def _cases_of(person_ids: list[int], today: dt.date) -> dict[int, tuple[int, str, str]]:
    """The case of each person: the one that runs, else the one that ran last."""
    query = (
        Case.select(
            Case.person, Case.id, Case.number, Case.cancelled, CarePeriod.begin, CarePeriod.end
        )
        .join(CarePeriod)
        .where(Case.person.in_(person_ids))
        .order_by(Case.cancelled.desc(), CarePeriod.end.is_null(), CarePeriod.begin)
    )
    return {
        person_id: (case_id, number, state_of(begin, end, today, cancelled=cancelled))
        for person_id, case_id, number, cancelled, begin, end in rows(query)
    }
