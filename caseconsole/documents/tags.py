"""Finds the tags of the template language in a text, as an author of a template writes them.

Signs that cannot be seen do not count, since Word puts them in unasked. One exception: the word
joiner (``output.WORD_JOINER``) is what keeps the braces of a printed value apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
UNITS = ("p", "tr", "tc", "r")

LONGEST_TAG = 300
"""Signs between two braces; a longer expression is none that a form needs."""

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\ufeff]")
_INSIDE_UNSEEN = re.compile("[\u00ad\u200b-\u200f\ufeff\u2060-\u2064]")
_OPENING = re.compile(r"\{[{%#]")
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u3000\t\n]")
_QUOTES = str.maketrans(
    dict.fromkeys("„“”‟«»\uff02", '"') | dict.fromkeys("\u201a‘’\u201b\u2039\u203a`\u00b4", "'")
)


@dataclass(frozen=True)
class Tag:
    """One tag.

    Args:
        sign: ``{{``, ``{%`` or ``{#``.
        inside: what stands between the braces, with straight quotes and plain spaces.
        start: where it begins in the text.
        end: where it ends.
    """

    sign: str
    inside: str
    start: int
    end: int

    @property
    def whole(self) -> str:
        """The tag as it should be written."""
        return f"{self.sign}{self.inside}{CLOSING[self.sign]}"


def tags_of(text: str) -> tuple[list[Tag], list[tuple[int, str]]]:
    """The tags in ``text``, and what is left of the text: pieces with where each begins."""
    plain, places = _seen(text)
    tags: list[Tag] = []
    rest: list[tuple[int, str]] = []
    position = search_from = 0
    ends: dict[str, int] = {}
    while opening := _OPENING.search(plain, search_from):
        sign, inner = opening[0], opening.end()
        # Each end is looked for once, or a text of nothing but braces would take forever.
        if ends.get(sign, 0) < inner:
            ends[sign] = found if (found := plain.find(CLOSING[sign], inner)) >= 0 else len(text)
        end = ends[sign]
        if end == len(text):
            search_from = opening.start() + 1
            continue
        if again := _OPENING.search(plain, inner, end):
            search_from = again.start()  # the brace before has no end of its own
            continue
        start, after = opening.start(), end + 2
        raw_end = places[after - 1] + 1
        rest.append((position, text[position : places[start]]))
        tags.append(Tag(sign, straight(plain[inner:end]), places[start], raw_end))
        position, search_from = raw_end, after
    rest.append((position, text[position:]))
    return tags, [(start, piece) for start, piece in rest if piece]


def spare_brace(text: str, tag: Tag) -> tuple[int, int] | None:
    """Where a third brace stands beside a tag, as in ``{{ name }}}``."""
    if text[tag.end : tag.end + 1] == "}":
        return tag.end, tag.end + 1
    if tag.start and text[tag.start - 1] == "{":
        return tag.start - 1, tag.start
    return None


def straight(inside: str) -> str:
    """What stands between two braces with straight quotes, plain spaces and nothing unseen."""
    return _INSIDE_UNSEEN.sub("", _SPACES.sub(" ", inside)).translate(_QUOTES)


def _seen(text: str) -> tuple[str, list[int]]:
    """``text`` without what cannot be seen, and for each sign its place in ``text``."""
    if not _UNSEEN.search(text):
        return text, list(range(len(text) + 1))
    places = [place for place, sign in enumerate(text) if not _UNSEEN.match(sign)]
    return "".join(text[place] for place in places), [*places, len(text)]
