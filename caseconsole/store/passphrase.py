"""Passphrases: made by the program, or the counsellor's own if it is long enough.

The rule is length and a few words that everybody would try first (NIST SP 800-63B, BSI draft on
passwords 2026); no mix of signs is demanded and none expires.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from caseconsole.errors import InputError
from caseconsole.i18n import _
from caseconsole.store.keys import normal

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST = 20
"""Least number of characters of a passphrase of one's own."""

BITS = 90
"""What guessing a generated passphrase costs, in bits: six words of 33,750 each."""

_WORDS = 6
_ONSETS = "bdfghklmnprstwz"
_VOWELS = "aeiou"
_ENDS = "lmnrst"
_UNFIT = frozenset({"hoden", "huren", "hurer", "luder", "nazis", "neger", "penis"})
_GUESSED_FIRST = (
    "caseconsole", "gemeinde", "rathaus", "integration", "passwort", "kennwort", "password",
    "qwertz", "qwerty", "asdfgh", "123456", "hallo", "geheim", "sommer", "winter", "fussball",
    "ichliebedich", "schatz", "stadtverwaltung", "landratsamt", "fluechtling",
)  # fmt: skip
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_FEWEST_KINDS = 8
_LEFT_OVER = 12


def generate_passphrase() -> str:
    """Six made-up words that can be spoken: ``lomar-tegis-wudal-finem-karos-benol``."""
    words: list[str] = []
    while len(words) < _WORDS:
        word = "".join(
            secrets.choice(letters) for letters in (_ONSETS, _VOWELS, _ONSETS, _VOWELS, _ENDS)
        )
        if word not in _UNFIT:
            words.append(word)
    return "-".join(words)


def check_passphrase(passphrase: str, known_words: Iterable[str] = ()) -> None:
    """Refuse a passphrase that is guessed early.

    Args:
        passphrase: as typed.
        known_words: names that people around would try: the place, the user, the office.

    Raises:
        InputError: too short, too uniform, or mostly made of words that everybody tries first.
    """
    chosen = normal(passphrase)
    if len(chosen) < SHORTEST:
        raise InputError(
            _("Das Kennwort hat {count} Zeichen; nötig sind mindestens {least}.").format(
                count=len(chosen), least=SHORTEST
            ),
            _("Ein Satz aus mehreren Wörtern ist leicht zu merken."),
        )
    folded = _folded(chosen)
    if len(set(folded)) < _FEWEST_KINDS or _repeats(folded):
        raise InputError(
            _("Das Kennwort wiederholt immer dieselben Zeichen."),
            _("Ein Satz aus mehreren Wörtern ist leicht zu merken."),
        )
    rest = folded
    guessed = {_folded(word).strip() for word in (*_GUESSED_FIRST, *known_words)}
    for word in sorted(guessed, key=len, reverse=True):
        rest = rest.replace(word, "") if len(word) > 2 else rest  # noqa: PLR2004 - no word
    if len(rest) < _LEFT_OVER and rest != folded:
        raise InputError(
            _("Das Kennwort besteht fast nur aus Wörtern, die andere zuerst probieren."),
            _("Nehmen Sie Wörter, die nichts mit Ihnen, dem Ort oder der Arbeit zu tun haben."),
        )


def _folded(words: str) -> str:
    # Not text.ascii_of: it remembers what it was asked, and a passphrase must not stay anywhere.
    return words.lower().translate(_GERMAN)


def _repeats(folded: str) -> bool:
    """Whether ``folded`` is one short piece said again and again."""
    return any(
        folded == (folded[:length] * len(folded))[: len(folded)]
        for length in range(1, len(folded) // 2 + 1)
    )
