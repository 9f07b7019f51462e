"""Names: how they are shown, the keys they are sorted and found by, and the index of them all.

The index lives in memory beside the open store: 10,000 names are a few megabytes and are searched
in milliseconds. It is read again after a write, which the audit trail's last row tells, and goes
with the store's connection.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from sys import intern
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from caseconsole.caseload import bulk
from caseconsole.days import PartialDay, age_on
from caseconsole.models import Person, database
from caseconsole.text import ascii_of, fold, sort_key

NAME, ALIAS, SCRIPT = "name", "alias", "script"
"""Which of a person's names a form belongs to."""

SIMILAR = 87
"""Ratio of two folded names from which on they are called similar (0 to 100)."""

_MOST_ALIKE = 400
_NO_WORD = re.compile(r"[^a-z0-9]+")
_NO_DIGIT = re.compile(r"\D+")
_VOWELS = str.maketrans("", "", "aeiou ")
_GLUED_ARTICLE = re.compile(r"\b[ae]l(?=[a-z]{4})")


class PersonKeys(NamedTuple):
    """The keys that are stored with a person and follow from the names alone."""

    sort_key: str
    search_key: str


class NameForm(NamedTuple):
    """One name of a person, folded (by sound) and in plain ASCII (as typed)."""

    kind: str
    folded_family: str
    folded_given: str
    ascii_family: str
    ascii_given: str

    @property
    def folded(self) -> str:
        """The whole name without blanks, family name first."""
        return (self.folded_family + self.folded_given).replace(" ", "")

    @property
    def folded_swapped(self) -> str:
        """The whole name without blanks, given name first."""
        return (self.folded_given + self.folded_family).replace(" ", "")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index knows of one person.

    Args:
        source: hash of the row that the entry was made from.
        forms: the name, then the other names, then the one in the original script.
        phone: digits of the phone number.
    """

    source: int
    person_id: int
    name: str
    also_known_as: tuple[str, ...]
    original_script_name: str
    birth: PartialDay | None
    phone_shown: str
    sort_key: str
    forms: tuple[NameForm, ...]
    phone: str


@dataclass
class NameTable:
    """The forms of all names as lists that are compared at once.

    Args:
        forms: the form at each position, with its person.
        whole: folded names without blanks, family name first.
        swapped: the same, given name first.
        sounds: folded words of names with the positions that have them.
        spellings: words of names in ASCII with the positions that have them.
    """

    forms: list[tuple[Entry, NameForm]] = field(default_factory=list)
    whole: list[str] = field(default_factory=list)
    swapped: list[str] = field(default_factory=list)
    sounds: dict[str, list[int]] = field(default_factory=dict)
    spellings: dict[str, list[int]] = field(default_factory=dict)

    def sounding_like(self, sounds: str, least: float) -> dict[int, float]:
        """Positions whose name is like ``sounds`` as a whole, in either order, with the ratio.

        Args:
            sounds: a folded name without blanks.
            least: ratio from which on they are given (0 to 100).
        """
        from rapidfuzz import fuzz, process

        found: dict[int, float] = {}
        for names in (self.whole, self.swapped):
            close = process.extract(
                sounds, names, scorer=fuzz.ratio, limit=_MOST_ALIKE, score_cutoff=least
            )
            for _name, score, position in close:
                found[position] = max(found.get(position, 0), score)
        return found


@dataclass
class NameIndex:
    """Every person of the open store by name."""

    entries: Mapping[int, Entry]

    @cached_property
    def table(self) -> NameTable:
        """Every form of every name, ready to be compared."""
        return _table(self.entries.values())

    @cached_property
    def same(self) -> frozenset[int]:
        """Ids of those whose name another person has, too, or one that is hard to tell apart."""
        return _find_same(self.entries.values())


def display_name(family: str, given: str) -> str:
    """``Al-Hamad, Ahmad``; the one that is there where the other is missing."""
    return f"{family}, {given}" if family and given else family or given


def initials(family: str, given: str) -> str:
    """``A. A.``: for a screen that others can see."""
    return " ".join(f"{part[0].upper()}." for part in (given, family) if part)


def birth_of(day: dt.date | None, precision: str | None) -> PartialDay | None:
    """The two columns of a birth date as one value."""
    return PartialDay(day, precision or "day") if day else None


def age_text(birth: PartialDay | None, day: dt.date) -> str:
    """Completed years on ``day``: ``34``, ``33–34`` where the birthday is not known, or nothing."""
    if birth is None or birth.earliest > day:
        return ""
    if birth.precision == "day":
        return str(age_on(birth.day, day))
    youngest = max(age_on(birth.latest, day), 0)
    oldest = age_on(birth.earliest, day)
    return str(oldest) if youngest == oldest else f"{youngest}–{oldest}"


def person_keys(
    family: str, given: str, aliases: Sequence[str] = (), original: str = ""
) -> PersonKeys:
    """The keys of a person: one sorts as German directories do, one holds every name folded."""
    forms = [_form(NAME, family, given)]
    forms += [_form(ALIAS, alias, "") for alias in aliases]
    if original:
        forms.append(_form(SCRIPT, original, ""))
    search_key = "\n".join("\t".join(form) for form in forms)
    return PersonKeys(sort_key(family or given, given if family else ""), search_key)


def words_of(text: str) -> str:
    """``text`` as plain ASCII words with one blank between them."""
    return " ".join(_NO_WORD.split(ascii_of(text).replace("'", ""))).strip()


def digits_of(text: str) -> str:
    """The digits of a phone number, the country's 49 or 0 left out, so that spellings meet."""
    digits = _NO_DIGIT.sub("", text)
    for prefix in ("0049", "49") if digits.startswith("00") or text.strip()[:1] == "+" else ():
        if digits.startswith(prefix):
            return digits[len(prefix) :].lstrip("0")
    return digits.lstrip("0")


def index() -> NameIndex:
    """The index of the open store, as of the last write."""
    version = bulk.last_write()
    kept = _kept.get(database.obj)
    if kept is not None and kept[0] == version:
        return kept[1]
    known = kept[1] if kept else NameIndex({})
    entries = _read(known.entries)
    same = len(entries) == len(known.entries) and all(
        known.entries.get(key) is entry for key, entry in entries.items()
    )
    names = known if same else NameIndex(entries)
    _kept[database.obj] = (version, names)
    return names


def forget() -> None:
    """Drop the index of the open store and the lists kept at once, as after an erasure."""
    _kept.pop(database.obj, None)
    bulk.forget()


def same_names() -> frozenset[int]:
    """Ids of the persons whose name another person has, too, or one that is hard to tell apart."""
    return index().same


def skeleton(form: NameForm) -> str:
    """Consonants of a name in any order of its parts: names that are alike share it."""
    words = _GLUED_ARTICLE.sub("", f"{form.folded_family} {form.folded_given}").split()
    return " ".join(sorted(word.translate(_VOWELS) for word in words))


def similar(one: NameForm, other: NameForm) -> bool:
    """Whether two names are spellings of one, in either order of family and given name."""
    from rapidfuzz import fuzz

    return (
        max(fuzz.ratio(one.folded, other.folded), fuzz.ratio(one.folded, other.folded_swapped))
        >= SIMILAR
    )


_kept: WeakKeyDictionary[Any, tuple[int, NameIndex]] = WeakKeyDictionary()


def _form(kind: str, family: str, given: str) -> NameForm:
    return NameForm(kind, fold(family), fold(given), words_of(family), words_of(given))


def _read(known: Mapping[int, Entry]) -> dict[int, Entry]:
    query = Person.select(
        Person.id,
        Person.family_name,
        Person.given_name,
        Person.also_known_as,
        Person.original_script_name,
        Person.birth_date,
        Person.birth_precision,
        Person.phone,
        Person.sort_key,
        Person.search_key,
    )
    entries = {}
    for row in bulk.plain_rows(query):
        entry = known.get(row[0])
        same = entry is not None and entry.source == hash(row)
        entries[row[0]] = entry if entry is not None and same else _entry(row)
    return entries


def _entry(row: tuple[Any, ...]) -> Entry:
    person_id, family, given, also, original, birth, precision, phone, order, search = row
    aliases = tuple(json.loads(also or "[]"))
    if not search:
        order, search = person_keys(family, given, aliases, original)
    return Entry(
        source=hash(row),
        person_id=person_id,
        name=display_name(family, given),
        also_known_as=aliases,
        original_script_name=original,
        birth=birth_of(bulk.day_of(birth), precision),
        phone_shown=phone,
        sort_key=order,
        # Names are shared by many; interned they are in memory once.
        forms=tuple(NameForm(*map(intern, line.split("\t"))) for line in search.split("\n")),
        phone=digits_of(phone),
    )


def _find_same(entries: Iterable[Entry]) -> frozenset[int]:
    bearers: defaultdict[NameForm, list[int]] = defaultdict(list)
    for entry in entries:
        bearers[entry.forms[0]].append(entry.person_id)
    alike: defaultdict[str, list[NameForm]] = defaultdict(list)
    for form in bearers:
        alike[skeleton(form)].append(form)
    shared = {form for form, people in bearers.items() if len(people) > 1}
    for group in alike.values():
        for one, other in combinations(group, 2):
            if similar(one, other):
                shared.update((one, other))
    return frozenset(person_id for form in shared for person_id in bearers[form])


def _table(entries: Iterable[Entry]) -> NameTable:
    table = NameTable()
    for entry in entries:
        main = entry.forms[0]
        for form in entry.forms:
            position = len(table.forms)
            table.forms.append((entry, form))
            table.whole.append(form.folded)
            table.swapped.append(form.folded_swapped)
            # Somebody known by another name is also looked for by that and the family name.
            both = (form, main) if form.kind == ALIAS else (form,)
            sounds = {word for one in both for word in _words(one.folded_family, one.folded_given)}
            spellings = {word for one in both for word in _words(one.ascii_family, one.ascii_given)}
            for word in sounds:
                table.sounds.setdefault(word, []).append(position)
            for word in spellings:
                table.spellings.setdefault(word, []).append(position)
    return table


def _words(family: str, given: str) -> set[str]:
    """The words of a name, and each part of it written as one (``Al-Hamad``, ``Alhamad``)."""
    words = set(f"{family} {given}".split())
    return words | {part.replace(" ", "") for part in (family, given) if part}
