"""How one value goes into the XML of a document, and what was printed, for reading it back.

Every expression of a template passes ``print_value``, whatever filters it went through: here and
nowhere else a value is escaped, its line breaks become Word's, and braces in it lose their power.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from caseconsole import config

if TYPE_CHECKING:
    from jinja2.runtime import Context
    from markupsafe import Markup

PRINTED = "_printed"
"""Name in the context of the list that notes every printed value; no template can use it."""

WORD_JOINER = "\u2060"
"""Invisible and without width; between two braces it makes them harmless (security F17)."""

# Word and docxtpl join what stands in two runs, so a line break between two braces is no wall.
_POWERFUL = re.compile(r"(?<=\{)(?=[\n\t]*(?:[{%#]|\Z))")


class Quiet(str):
    """A text that leaves nothing behind where it is empty."""

    __slots__ = ()


def harmless(text: str) -> str:
    """``text`` with its braces kept apart, so that a document is no template by its data."""
    return _POWERFUL.sub(WORD_JOINER, text)


def as_text(value: Any) -> str:
    """``value`` as it is read in the document.

    Raises:
        UndefinedError: it is a name that no placeholder has, at a place that no check has seen.
    """
    from jinja2 import Undefined

    if isinstance(value, Undefined) and value._undefined_name is None:  # noqa: SLF001
        return ""  # a condition that does not hold and says nothing for that
    if isinstance(value, (list, dict)):
        reason = "rows are no text"
        raise TypeError(reason)
    if isinstance(value, bool):
        # German whatever the screen speaks, as all words of a document.
        return "ja" if value else "nein"
    text = "" if value is None else str(value)
    if not text and not isinstance(value, Quiet):
        return config.active().documents.gap
    return harmless(text)


def print_value(context: Context, value: Any) -> Markup:
    """The XML of one value; notes its text in the list ``PRINTED`` of the context."""
    from markupsafe import Markup, escape

    text = as_text(value)
    if text:
        context[PRINTED].append(text)
    written = str(escape(text))
    if "\n" in written:
        written = written.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    if "\t" in written:
        written = written.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return Markup(written)  # noqa: S704 - escaped one line above
