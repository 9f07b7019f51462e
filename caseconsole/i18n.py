"""User-facing text: German in the source, other languages from gettext catalogues.

``_("Neue Beratung")`` translates at once; ``N_`` only marks a text that a class attribute holds
and that is translated where it is shown.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import NamedTuple

SOURCE_LANGUAGE = "de"
"""The language of the texts in the source; it needs no catalogue."""

LANGUAGES = ("de", "en")
"""Languages a user can choose."""

_LOCALE = Path(__file__).parent / "locale"


class _Spoken(NamedTuple):
    """A language and its texts."""

    code: str
    texts: gettext.NullTranslations


_SOURCE = _Spoken(SOURCE_LANGUAGE, gettext.NullTranslations())


class _State:
    """What the program speaks; one for the process, since one person sits at the screen."""

    spoken: _Spoken = _SOURCE


_HERE: ContextVar[_Spoken | None] = ContextVar("_HERE", default=None)


def _spoken(code: str) -> _Spoken:
    if code == SOURCE_LANGUAGE or code not in LANGUAGES:
        return _SOURCE
    return _Spoken(code, gettext.translation("caseconsole", str(_LOCALE), [code], fallback=True))


def _now() -> _Spoken:
    return _HERE.get() or _State.spoken


def set_language(code: str) -> None:
    """Speak ``code`` from now on; an unknown code means German."""
    _State.spoken = _spoken(code)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak ``code`` inside the block, in this thread only: the screen goes on in its own."""
    before = _HERE.set(_spoken(code))
    try:
        yield
    finally:
        _HERE.reset(before)


def set_argparse_language() -> None:
    """Let argparse say its own few words in the language in use; it asks gettext's one domain.

    Its catalogue is German only: English is what argparse speaks by itself.
    """
    os.environ["LANGUAGE"] = language()
    gettext.bindtextdomain("argparse", str(_LOCALE))
    gettext.textdomain("argparse")


def language() -> str:
    """Code of the language in use."""
    return _now().code


def _(message: str) -> str:
    """``message`` in the language in use; the German text where no translation exists."""
    return _now().texts.gettext(message) if message else ""


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form for ``count`` of a message that has a singular and a plural."""
    return _now().texts.ngettext(singular, plural, count)


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's extraction looks for
    """Mark ``message`` for the catalogue and return it as it is."""
    return message
