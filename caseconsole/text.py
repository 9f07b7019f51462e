"""Text from outside: cleaned once at entry, folded for searching, shown by one function.

Two walls stand between a hostile string and the terminal: ``clean`` when it comes in and ``show``
when it goes out. Widgets take the result of ``caseconsole.widgets.plain``, which calls ``show``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from caseconsole.errors import InputError
from caseconsole.i18n import _

# Bidirectional overrides, embeddings and isolates can make a name read as another one. The joiners
# U+200C and U+200D stay: Persian spelling and emoji need them. Direction marks are kept in the
# store and left out on the screen, where they only confuse the columns.
_BIDI = "\u202a-\u202e\u2066-\u2069"
_MARKS = "\u061c\u200e\u200f"
_CONTROL = "\x01-\x08\x0b-\x1f\x7f-\x9f"
_INVISIBLE = "\ufeff\u00ad\u2028\u2029\u200b\u2060-\u2064\ufff9-\ufffb"
_UNWANTED = re.compile(f"[{_CONTROL}{_BIDI}{_INVISIBLE}]")
_UNSHOWN = re.compile(f"[{_CONTROL}{_BIDI}{_MARKS}{_INVISIBLE}]")
_REFUSED = re.compile("[\x00\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LINE_BREAK = re.compile("\r\n|\r|\x0b|\x0c|\x85|\u2028|\u2029")
_SPACES = re.compile(r"[ \t\u00a0]+")


def clean(text: str, *, multiline: bool = False) -> str:
    r"""Take in ``text`` from a keyboard or a file.

    Control characters and bidirectional overrides are dropped, line ends become ``\n`` (or one
    space where only one line is wanted), the rest is normalised to NFC and stripped at both ends.

    Raises:
        InputError: the text holds a character that no file can keep (NUL, half a surrogate pair,
            a noncharacter); the message names its position, counted from 1.
    """
    refused = _REFUSED.search(text)
    if refused:
        raise InputError(
            _("Zeichen {position} des Textes kann nicht gespeichert werden (U+{code}).").format(
                position=refused.start() + 1, code=f"{ord(refused.group()):04X}"
            ),
            _("Bitte entfernen Sie es."),
        )
    text = _UNWANTED.sub("", _LINE_BREAK.sub("\n", text))
    text = unicodedata.normalize("NFC", text)
    if not multiline:
        text = _SPACES.sub(" ", text.replace("\n", " "))
    return text.strip()


def show(text: str, *, multiline: bool = False) -> str:
    """``text`` as it may be sent to the terminal: nothing in it is a command to anything.

    Never raises: a character that cannot be shown becomes U+FFFD. Line breaks become ``⏎`` where
    one line is wanted, so that a list keeps its rows.
    """
    text = _REFUSED.sub("\ufffd", _LINE_BREAK.sub("\n", text))
    text = text.expandtabs(4) if multiline else text.replace("\t", " ").replace("\n", " ⏎ ")
    return _UNSHOWN.sub("", text)


def file_slug(text: str) -> str:
    """``text`` reduced to letters, digits and hyphens of ASCII, for the neutral part of a name."""
    kept = re.sub(r"[^a-z0-9]+", "-", ascii_of(text).lower())
    return kept.strip("-")[:60] or "ohne"


_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})

# Spellings of one sound in the transliterations that offices meet, longest first. The order
# matters: what an earlier rule makes, a later one may take up.
_SOUNDS: tuple[tuple[str, str], ...] = (
    ("tsch", "c"), ("dsch", "c"), ("sch", "s"), ("dj", "c"), ("ch", "k"), ("sh", "s"),
    ("kh", "k"), ("gh", "k"), ("ph", "f"), ("th", "t"), ("q", "k"), ("ck", "k"), ("x", "ks"),
    ("ou", "u"), ("oo", "u"), ("ue", "u"), ("oe", "u"), ("o", "u"), ("ee", "i"), ("ie", "i"),
    ("ae", "e"), ("ai", "e"), ("ei", "e"), ("ey", "e"), ("ay", "e"), ("y", "i"), ("j", "i"),
    ("e", "a"), ("w", "v"), ("z", "s"), ("h", ""),
)  # fmt: skip
_ARTICLE = re.compile(r"\b(?:al|el|ul|as|ar|an|ash|ad)[ '’-]+")
_DOUBLED = re.compile(r"(.)\1+")
_NO_LETTER = re.compile(r"[^a-z0-9 ]+")


def ascii_text(text: str) -> str:
    """``text`` in ASCII, case folded, with German umlauts as office German writes them."""
    from anyascii import anyascii

    folded = unicodedata.normalize("NFC", text).casefold().translate(_GERMAN)
    return anyascii(folded).lower()


@lru_cache(maxsize=20_000)
def ascii_of(text: str) -> str:
    """``ascii_text`` of a name or a label, remembered; notes are too long to be kept."""
    return ascii_text(text)


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """The sound of a name: one key for the spellings that one name has in different papers.

    ``Mohammed`` and ``Muhammad``, ``Çelik`` and ``Celik``, ``Müller`` and ``Mueller`` come out the
    same or nearly so; rank with a similarity measure on these keys.
    """
    folded = _ARTICLE.sub("", ascii_of(text))
    folded = _NO_LETTER.sub(" ", folded.replace("'", "").replace("-", " "))
    for spelling, sound in _SOUNDS:
        folded = folded.replace(spelling, sound)
    return " ".join(_DOUBLED.sub(r"\1", folded).split())


def sort_key(*parts: str) -> str:
    """Key that sorts names as German directories do (DIN 5007-2: ä as ae, ß as ss)."""
    return "\x1f".join(_NO_LETTER.sub(" ", ascii_of(part)).strip() for part in parts)
