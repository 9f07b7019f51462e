"""Which options match what was typed; umlauts and accents make no difference."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from caseconsole.text import ascii_of

if TYPE_CHECKING:
    from collections.abc import Iterable


class Option(NamedTuple):
    """One entry to choose: its key, its label, and a hint shown quietly beside the label."""

    key: str
    label: str
    hint: str = ""


def matching(options: Iterable[Option], typed: str) -> list[Option]:
    """The options that ``typed`` fits, best first; all of them where nothing is typed."""
    wanted = _spellings(typed.strip())
    if not wanted[0]:
        return list(options)
    exact = typed.strip().casefold()
    ranked = [(_rank(option, wanted), option) for option in options]
    fitting = [(rank, option) for rank, option in ranked if rank < _NONE]
    fitting.sort(key=lambda pair: (not pair[1].label.casefold().startswith(exact), pair[0]))
    return [option for _place, option in fitting]


_NONE = 3


def _rank(option: Option, wanted: tuple[str, ...]) -> int:
    """0 where the label begins so, 1 where a word does, 2 where it stands inside, 3 for no fit.

    A key fits only as a whole: it is a code such as ``B1`` or ``SY``, or an English word that
    must not stand before a German one.
    """
    best = 0 if option.key.casefold() in wanted else _NONE
    for label in _spellings(option.label):
        for piece in wanted:
            if label.startswith(piece):
                return 0
            at_word = any(label[at - 1] in " -/(§" for at in _places(label, piece))
            best = min(best, 1 if at_word else 2 if piece in label else _NONE)
    return best


def _places(label: str, piece: str) -> Iterable[int]:
    at = label.find(piece, 1)
    while at > 0:
        yield at
        at = label.find(piece, at + 1)


@lru_cache(maxsize=5000)
def _spellings(text: str) -> tuple[str, ...]:
    """``text`` as offices write it (ü as ue) and without its marks (ü as u)."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return tuple(dict.fromkeys((ascii_of(text), bare)))
