"""User-facing text: German in the source, other languages from gettext catalogues.

``_("Neue Beratung")`` translates at once; ``N_`` only marks a text that a class attribute holds
and that is translated where it is shown.
"""

from __future__ import annotations

import gettext
from pathlib import Path

SOURCE_LANGUAGE = "de"
"""The language of the texts in the source; it needs no catalogue."""

LANGUAGES = ("de", "en")
"""Languages a user can choose."""

_LOCALE = Path(__file__).parent / "locale"


class _State:
    """The catalogue in use; one per process, since one person sits at the screen."""

    language: str = SOURCE_LANGUAGE
    catalogue: gettext.NullTranslations = gettext.NullTranslations()


def set_language(code: str) -> None:
    """Use the catalogue of ``code`` from now on; an unknown code means German."""
    if code == SOURCE_LANGUAGE or code not in LANGUAGES:
        _State.language = SOURCE_LANGUAGE
        _State.catalogue = gettext.NullTranslations()
        return
    _State.catalogue = gettext.translation("caseconsole", str(_LOCALE), [code], fallback=True)
    _State.language = code


def language() -> str:
    """Code of the language in use."""
    return _State.language


def _(message: str) -> str:
    """``message`` in the language in use; the German text where no translation exists."""
    return _State.catalogue.gettext(message) if message else ""


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form for ``count`` of a message that has a singular and a plural."""
    return _State.catalogue.ngettext(singular, plural, count)


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's extraction looks for
    """Mark ``message`` for the catalogue and return it as it is."""
    return message
