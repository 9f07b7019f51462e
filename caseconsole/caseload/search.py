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

from caseconsole.caseload.bulk import among
from caseconsole.caseload.caselist import CaseRow, case_rows, newest_cases
from caseconsole.caseload.choices import recent_people
from caseconsole.caseload.names import (
    ALIAS,
    NAME,
    SCRIPT,
    Entry,
    NameForm,
    NameIndex,
    NameTable,
    digits_of,
    index,
    words_of,
)
from caseconsole.caseload.notes import holds, narrowed, words_of_query
from caseconsole.caseload.people import places_on
from caseconsole.days import PartialDay, format_day
from caseconsole.i18n import _
from caseconsole.models import Case, Contact, ContactPerson, rows
from caseconsole.text import ascii_text, fold

NUMBER, PHONE, NOTE = "number", "phone", "note"
"""Reasons besides those of ``names``."""

_LIKELY = 68
_NEARLY = 70
_MOST_NOTES = 300
_SHORTEST_PHONE = 4
_SHORTEST_NOTE = 4
_ARTICLES = frozenset({"al", "el", "abu", "abd", "ibn", "bin", "ben", "bint", "von", "van", "de"})
_NUMBER_LIKE = re.compile(r"[\d\s/()+-]+")


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


class FoundCase(NamedTuple):
    """A case that was found, and what matched where it is not the name shown."""

    row: CaseRow
    reason_text: str


class _Hit(NamedTuple):
    score: float
    person_id: int
    reason: str
    text: str


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
    by_name = _by_digits if _NUMBER_LIKE.fullmatch(wanted) else _by_name
    hits = by_name(wanted, names) or _by_note(wanted)
    best: dict[int, _Hit] = {}
    for hit in sorted(hits, key=lambda hit: -hit.score):
        best.setdefault(hit.person_id, hit)
    entries = names.entries
    ordered = sorted(
        (hit for hit in best.values() if hit.person_id in entries),
        key=lambda hit: (-round(hit.score, 1), entries[hit.person_id].sort_key, hit.person_id),
    )
    return _found(ordered[:limit], names, today)


def find_cases(query: str, today: dt.date, limit: int = 20) -> tuple[FoundCase, ...]:
    """The cases of the people that ``query`` may mean, the likeliest first; see ``find_people``."""
    people = find_people(query, today, limit)
    lines = case_rows([one.case_id for one in people if one.case_id is not None], today)
    return tuple(
        FoundCase(lines[one.case_id], one.reason_text) for one in people if one.case_id in lines
    )


def prepare() -> None:
    """Do in advance what the first search would wait for."""
    index().table.sounding_like("", 100)


def _by_digits(wanted: str, names: NameIndex) -> list[_Hit]:
    if not any(sign.isdigit() for sign in wanted):
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
    table = names.table
    sounds = fold(wanted).replace(" ", "")
    scores = _word_scores(table, spelled)
    for position, score in table.sounding_like(sounds, _LIKELY).items():
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


def _word_scores(table: NameTable, spelled: list[str]) -> dict[int, float]:
    """How well each word that was typed fits one word of a name."""
    total = 0.0
    sums: defaultdict[int, float] = defaultdict(float)
    for word in spelled:
        weight = 1.0 if word in _ARTICLES else float(len(word))
        total += weight
        for position, score in _fits(table, word).items():
            sums[position] += weight * score
    return {position: value / total for position, value in sums.items()}


def _fits(table: NameTable, word: str) -> dict[int, float]:
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


def _by_note(wanted: str) -> list[_Hit]:
    """People of the contacts whose note holds every word, newest first."""
    words = words_of_query(wanted)
    if not any(len(word) >= _SHORTEST_NOTE for word in words):
        return []
    newest = Contact.select(Contact.id, Contact.day, Contact.text).order_by(
        Contact.day.desc(), Contact.id.desc()
    )
    query = narrowed(newest, Contact.text, words).limit(_MOST_NOTES)
    notes = {contact_id: (day, text) for contact_id, day, text in rows(query) if holds(text, words)}
    linked = ContactPerson.select(ContactPerson.contact, ContactPerson.person).where(
        among(ContactPerson.contact, notes)
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
    line = next((line for line in text.split("\n") if word in ascii_text(line)), text)
    return _("Notiz vom {day}: {text}").format(day=format_day(day), text=line.strip()[:80])


def _found(hits: list[_Hit], names: NameIndex, today: dt.date) -> tuple[Found, ...]:
    ids = [hit.person_id for hit in hits]
    places, cases = places_on(today, ids), newest_cases(ids, today)
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
