"""Looks for words that point to single people: a small number beside what people are told apart by.

"Zwei syrische Brüder" is a name in a village (security.md 4.3, R12). The check reads sentences that
are ready to be printed and says what to look at; it changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from caseconsole import iso
from caseconsole.i18n import _
from caseconsole.settings import Settings

_SMALL = re.compile(
    r"(?<![\d.,])[1-9](?![\d.,]?\d)(?!\s*%)"
    r"|\b(?:eine[nrms]?\s+einzige[nr]?|einzige[nrs]?|zwei|drei|vier|fünf|sechs|sieben|acht|neun"
    r"|beide[nr]?)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_NEAR = 4
"""So many words between number and attribute."""

_ATTRIBUTES = re.compile(
    r"(?:frau|mann|männer|mädchen|junge|bruder|brüder|schwester|witwe|zwilling|mutter|mütter"
    r"|vater|väter|kind|säugling|baby|jugendliche|minderjährig|senior|rentner|ehepaar|familie"
    r"|alleinerziehend|alleinstehend|geduldet|duldung|abgelehnt|ausreisepflichtig|staatenlos"
    r"|schwanger|krank|trauma|behinder|blind|gehörlos|analphabet|gewalt|inhaftiert|straffällig"
    r"|muslim|christ|jesid|jüdisch|alevit|roma|kurd|homosexuell|transgeschlecht|divers)\w*",
    re.IGNORECASE,
)
_PEOPLE = r"(?:a?n)?(?:isch(?:e[nrms]?)?|er(?:s|n|in(?:nen)?)?|e(?:[nr]|rin(?:nen)?)?|in(?:nen)?)?"
"""What follows the stem of a country: Syr-er, Syr-isch-e, Afghan-in, Nigeria-n-isch."""

_ENDINGS = ("istan", "land", "ien", "ia", "ei", "a", "e", "o")
_SHORTEST = 3


def hints(
    texts: Iterable[str], settings: Settings, names: frozenset[str] = frozenset()
) -> list[str]:
    """One line for each sentence with a name, or a small number near an attribute of people.

    Args:
        texts: paragraphs as they are printed.
        settings: the settings, for the names of the places.
        names: words of the names of all clients.
    """
    places = _places(settings)
    found = []
    for text in texts:
        for sentence in _SENTENCE.split(text):
            name = next((word for word in _WORD.findall(sentence) if word in names), "")
            if name:
                found.append(
                    _("Bitte prüfen: „{name}“ heißt auch jemand aus den Fallakten („{sentence}“).")
                    .format(name=name, sentence=sentence)
                )  # fmt: skip
            attribute = _attribute(sentence, places)
            if attribute:
                found.append(
                    _(
                        "Bitte prüfen, ob jemand zu erkennen ist: „{sentence}“ (kleine Zahl bei "
                        "„{word}“)."
                    ).format(sentence=sentence, word=attribute)
                )
    return found


def _attribute(sentence: str, places: frozenset[str]) -> str:
    """The first attribute near a small number; empty where there is none."""
    words = [(match.start(), match.group()) for match in _WORD.finditer(sentence)]
    for small in _SMALL.finditer(sentence):
        before = [word for start, word in words if start < small.start()][-_NEAR:]
        after = [word for start, word in words if start >= small.end()][:_NEAR]
        for word in (*after, *reversed(before)):
            if word.casefold() in places or _ATTRIBUTES.fullmatch(word) or _of_a_country(word):
                return word
    return ""


def _places(settings: Settings) -> frozenset[str]:
    town = settings.municipality
    names = (*town.members, town.place)
    return frozenset(word.casefold() for name in names for word in _WORD.findall(name))


@lru_cache(maxsize=1)
def _countries() -> re.Pattern[str]:
    """Every country of one word, its people and its adjective, as far as a rule makes them."""
    stems = set()
    for code, (german, _english) in iso.COUNTRIES.items():
        name = german.partition(" und ")[0]
        if " " in name or code == "DE":
            continue
        stems.add(name)
        stems.update(
            name.removesuffix(ending)
            for ending in _ENDINGS
            if name.endswith(ending) and len(name) - len(ending) >= _SHORTEST
        )
    each = "|".join(sorted(map(re.escape, stems), key=len, reverse=True))
    return re.compile(f"(?:{each}){_PEOPLE}", re.IGNORECASE)


def _of_a_country(word: str) -> bool:
    return bool(_countries().fullmatch(word))
