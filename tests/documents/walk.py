"""Reads a Word file without the program's own reader, to compare with what was printed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from caseconsole.documents.output import WORD_JOINER

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = re.compile(r"word/(?:document|header\d*|footer\d*)\.xml")
_SIGNS = {f"{W}br": "\n", f"{W}tab": "\t"}

ORDER = {
    "pPr": (
        "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
        "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap",
        "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd",
        "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap",
        "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId",
        "cnfStyle", "rPr", "sectPr", "pPrChange",
    ),
    "rPr": (
        "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike",
        "outline", "shadow", "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden",
        "color", "spacing", "w", "kern", "position", "sz", "szCs", "highlight", "u", "effect",
        "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout",
        "specVanish", "oMath",
    ),
    "tcPr": (
        "cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar",
        "textDirection", "tcFitText", "vAlign", "hideMark",
    ),
    "tblPr": (
        "tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize",
        "tblStyleColBandSize", "tblW", "jc", "tblCellSpacing", "tblInd", "tblBorders", "shd",
        "tblLayout", "tblCellMar", "tblLook",
    ),
}  # fmt: skip
"""The order in which the schema of Word wants the properties (ECMA-376, part 1); else Word
calls the file damaged."""


def parts(content: bytes) -> Iterator[etree._Element]:
    """The body, the headers and the footers of a Word file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if _TEXT.fullmatch(name):
                yield etree.fromstring(archive.read(name))


def paragraphs(content: bytes) -> list[str]:
    """The text of every paragraph in body, headers and footers; braces as they were typed."""
    return [
        "".join(
            _SIGNS.get(element.tag, element.text or "" if element.tag == f"{W}t" else "")
            for run in paragraph.iter(f"{W}r")
            for element in run
        ).replace(WORD_JOINER, "")
        for root in parts(content)
        for paragraph in root.iter(f"{W}p")
    ]


def text(content: bytes) -> str:
    """Everything that can be read in a Word file, a line for each paragraph."""
    return "\n".join(paragraphs(content))


def out_of_order(content: bytes) -> list[str]:
    """Where properties stand in another order than Word's schema has them."""
    found = []
    for root in parts(content):
        for name, order in ORDER.items():
            for properties in root.iter(f"{W}{name}"):
                children = [child.tag.removeprefix(W) for child in properties]
                if children != sorted(children, key=order.index):
                    found.append(f"{name}: {' '.join(children)}")
    return found
