"""Looking for words in notes: capitals and the spelling of umlauts make no difference."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from caseconsole.text import ascii_text

_SPELLED_IN_TWO_WAYS = re.compile(r"[^a-z0-9]|ae|oe|ue|ss")


def words_of_query(typed: str) -> tuple[str, ...]:
    """The words to look for, as ``holds`` takes them."""
    return tuple(ascii_text(typed).split())


def narrowed(query: Any, column: Any, words: Iterable[str]) -> Any:
    """``query`` without most of the rows whose ``column`` does not hold ``words``.

    The database knows ß and umlauts only as they are written. So it looks for the letters between
    the places where spellings differ, and ``holds`` looks once more.
    """
    for word in words:
        for piece in _SPELLED_IN_TWO_WAYS.split(word):
            if len(piece) > 1:
                query = query.where(column.contains(piece))
    return query


def holds(text: str, words: Iterable[str]) -> bool:
    """Whether ``text`` holds every one of ``words``."""
    folded = ascii_text(text)
    return all(word in folded for word in words)
