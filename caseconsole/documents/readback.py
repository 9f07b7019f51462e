"""Reads a document back and looks for every value that was printed into it (security F16).

A value that a reader of the document would not find makes the whole document worthless: it is
refused and nothing is written.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from caseconsole.errors import DocumentError
from caseconsole.i18n import _

if TYPE_CHECKING:
    from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT, _PARAGRAPH, _TAB = f"{_W}t", f"{_W}p", f"{_W}tab"
_BREAKS = (f"{_W}br", f"{_W}cr")


def check_printed(data: bytes, printed: Mapping[str, Sequence[str]]) -> None:
    """Find every printed value in the document, in the order in which it was printed.

    Args:
        data: the document.
        printed: the printed values of each part.

    Raises:
        DocumentError: the document is not well formed, or a value is not in it.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name, values in printed.items():
            text = text_of_part(archive.read(name))
            position = 0
            for number, value in enumerate(values, start=1):
                found = text.find(value, position)
                if found < 0:
                    raise DocumentError(
                        _("Angabe {number} von {count} kam nicht im Dokument an.").format(
                            number=number, count=len(values)
                        ),
                        _("Es wurde nichts geschrieben. Bitte prüfen Sie die Vorlage."),
                    )
                position = found + len(value)


def read_text(data: bytes, part: str = "word/document.xml") -> str:
    """The text of one part of the document ``data``, a line for each paragraph."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return text_of_part(archive.read(part))


def text_of_part(content: bytes) -> str:
    """The text of a part: line breaks and tabs as such, a line for each paragraph.

    Raises:
        DocumentError: the part is not well formed: a block of the template cut an element apart.
    """
    from lxml import etree

    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, huge_tree=True))
    except etree.XMLSyntaxError as error:
        raise DocumentError(
            _("Die Vorlage zerreißt den Aufbau des Dokuments; es wurde nichts geschrieben."),
            _("Meist beginnt eine Schleife in einer Tabellenzelle und endet in einer anderen."),
        ) from error
    return "".join(_pieces(root))


def _pieces(root: etree._Element) -> list[str]:
    pieces: list[str] = []
    for element in root.iter(_TEXT, _PARAGRAPH, _TAB, *_BREAKS):
        if element.tag == _TEXT:
            pieces.append(element.text or "")
        elif element.tag in {_PARAGRAPH, *_BREAKS}:
            pieces.append("\n")
        elif element.getparent().tag == f"{_W}r":
            pieces.append("\t")
    return pieces
