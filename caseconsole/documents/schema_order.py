"""The order in which Word wants the properties of a run and of a paragraph (ECMA-376, 17.3).

A property at another place makes Word call the whole file damaged.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

RUN = (
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline",
    "shadow", "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color",
    "spacing", "w", "kern", "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd",
    "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath",
    "rPrChange",
)  # fmt: skip
PARAGRAPH = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
    "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap",
    "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd",
    "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc",
    "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr",
    "sectPr", "pPrChange",
)  # fmt: skip


@cache
def _later(name: str, order: tuple[str, ...]) -> frozenset[str]:
    return frozenset(f"{W}{other}" for other in order[order.index(name) + 1 :])


def place(
    properties: etree._Element, name: str, order: tuple[str, ...], **attributes: str
) -> etree._Element:
    """The property ``name`` with these attributes, made at its place where it is not there yet."""
    found = properties.find(f"{W}{name}")
    if found is None:
        found = properties.makeelement(f"{W}{name}")
        later = _later(name, order)
        index = next((i for i, child in enumerate(properties) if child.tag in later), None)
        properties.insert(len(properties) if index is None else index, found)
    for attribute, value in attributes.items():
        found.set(f"{W}{attribute}", value)
    return found


def properties_of(element: etree._Element, name: str) -> etree._Element:
    """``rPr`` of a run or ``pPr`` of a paragraph, made where there is none."""
    found = element.find(f"{W}{name}")
    if found is None:
        found = element.makeelement(f"{W}{name}")
        element.insert(0, found)
    return found
