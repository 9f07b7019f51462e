"""What comes into a field by pasting: cleaned, cut where it is too long, and said so."""

from __future__ import annotations

from caseconsole.errors import InputError
from caseconsole.i18n import _
from caseconsole.text import clean, show


def pasted(text: str, space: int, *, multiline: bool) -> tuple[str, str]:
    """``text`` as it may go into a field, and a sentence about what was changed in it.

    Args:
        text: what the terminal delivers.
        space: number of characters that still fit.
        multiline: whether the field keeps line breaks.

    Returns:
        the text to insert, empty where it cannot be taken, and the notice, empty for none.
    """
    # Nothing beyond the limit can stay, so a pasted megabyte is not searched to its end.
    piece = text[: 4 * space + 1000]
    try:
        cleaned = clean(piece, multiline=multiline)
    except InputError as error:
        return "", str(error)
    cleaned = _edge(piece[:1]) + cleaned + _edge(piece[-1:]) if cleaned else ""
    several = not multiline and len(text.strip().splitlines()) > 1
    if len(cleaned) > space or len(piece) < len(text):
        notice = _("Der eingefügte Text war zu lang: Die ersten {count} Zeichen wurden übernommen.")
        return cleaned[:space], notice.format(count=len(cleaned[:space]))
    if several:
        return cleaned, _("Mehrere Zeilen wurden zu einer zusammengefügt.")
    return cleaned, ""


def _edge(character: str) -> str:
    """The blank that keeps the words apart where text is pasted into a sentence."""
    return " " if character in {" ", "\t", "\u00a0"} else ""


def harmless(text: str, *, multiline: bool = False) -> str:
    """``text`` as a field may hold it: without anything that the terminal would obey."""
    if text.isprintable():
        return text
    if not multiline:
        return show(text)
    return "\t".join(show(part, multiline=True) for part in text.split("\t"))
