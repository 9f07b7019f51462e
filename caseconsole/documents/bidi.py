"""Sets right-to-left text right in Word: runs that are marked as such, paragraphs that begin right.

Word takes the direction of a run from its properties, not from its letters; without the mark,
digits and punctuation beside Arabic land on the wrong side and another font is taken.
"""

from __future__ import annotations

import copy
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RIGHT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)

_AFTER_BIDI = tuple(f"{_W}{name}" for name in (
    "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
    "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl",
    "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
))  # fmt: skip
_AFTER_RTL = tuple(f"{_W}{name}" for name in (
    "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath", "rPrChange",
))  # fmt: skip
"""What the schema of Word wants behind the mark; elsewhere Word calls the file damaged."""


def mark_right_to_left(xml: str) -> str:
    """``xml`` of a part with every right-to-left run and paragraph marked."""
    if not _RIGHT.search(xml):
        return xml
    from lxml import etree

    from caseconsole.documents.readback import text_of_part

    encoded = xml.encode()
    text_of_part(encoded)  # refuses XML that a template cut apart, in words
    root = etree.fromstring(encoded, etree.XMLParser(resolve_entities=False, huge_tree=True))
    for paragraph in [p for p in root.iter(f"{_W}p") if _RIGHT.search(_text(p))]:
        _split_lines(paragraph)
    for paragraph in root.iter(f"{_W}p"):
        text = _text(paragraph)
        if not _RIGHT.search(text):
            continue
        base = first_direction(text)
        for run in list(paragraph.iter(f"{_W}r")):
            _mark_run(run, base)
        if base == "R":
            _mark_paragraph(paragraph)
    marked: str = etree.tostring(root, encoding="unicode")
    return marked


@lru_cache(maxsize=4096)
def direction(character: str) -> str:
    """``R`` or ``L`` for a letter with a direction, empty for digits, signs and spaces."""
    kind = unicodedata.bidirectional(character)
    return "R" if kind in {"R", "AL"} else "L" if kind == "L" else ""


def first_direction(text: str) -> str:
    """Direction of the first letter that has one, as browsers and Word's automatic do it."""
    return next((found for found in map(direction, text) if found), "")


def segments(text: str, base: str) -> list[tuple[str, bool]]:
    """``text`` cut into pieces with whether each runs right to left.

    Args:
        text: the text of one run.
        base: direction of the paragraph. What has no direction of its own, such as spaces, digits
            and brackets, goes with its neighbours where they agree, else with the paragraph.
    """
    known = [direction(character) for character in text]
    before, last = [], base
    for place, character in enumerate(text):
        if last == "L" and character.isdecimal():
            known[place] = "L"  # as in "A1": digits belong to the Latin letters before them
        last = known[place] or last
        before.append(last)
    pieces: list[tuple[str, bool]] = []
    last = base
    for character, found, left in zip(
        reversed(text), reversed(known), reversed(before), strict=True
    ):
        last = found or last
        right = (found or (left if left == last else base)) == "R"
        if pieces and pieces[-1][1] == right:
            pieces[-1] = (character + pieces[-1][0], right)
        else:
            pieces.append((character, right))
    return pieces[::-1]


def _text(paragraph: etree._Element) -> str:
    return "".join(t.text or "" for t in paragraph.iter(f"{_W}t"))


def _split_lines(paragraph: etree._Element) -> None:
    """Make paragraphs of the lines of ``paragraph`` where they do not run the same way.

    A direction belongs to a paragraph; the line breaks of a value would share one otherwise.
    """
    properties = paragraph.find(f"{_W}pPr")
    content = [child for child in paragraph if child is not properties]
    if any(child.tag != f"{_W}r" for child in content):
        return
    lines: list[list[etree._Element]] = [[]]
    for run in content:
        look = run.find(f"{_W}rPr")
        lines[-1].append(_new_run(run, look, right=False))
        for child in run:
            if child.tag == f"{_W}br" and child.get(f"{_W}type") is None:
                lines.append([_new_run(run, look, right=False)])
            elif child is not look:
                lines[-1][-1].append(copy.deepcopy(child))
    directions = {first_direction("".join(map(_text, line))) for line in lines} - {""}
    parent = paragraph.getparent()
    if len(directions) < 2 or parent is None:  # noqa: PLR2004 - both directions
        return
    made = []
    for line in lines:
        new = paragraph.makeelement(paragraph.tag, dict(paragraph.attrib))
        new.extend([] if properties is None else [copy.deepcopy(properties)])
        new.extend(line)
        made.append(new)
    place = parent.index(paragraph)
    parent[place : place + 1] = made


def _mark_paragraph(paragraph: etree._Element) -> None:
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        properties = paragraph.makeelement(f"{_W}pPr")
        paragraph.insert(0, properties)
    _insert(properties, "bidi", _AFTER_BIDI)


def _mark_run(run: etree._Element, base: str) -> None:
    """Replace ``run`` by one run for each direction in it."""
    if not any(_RIGHT.search(t.text or "") for t in run.findall(f"{_W}t")):
        return
    properties = run.find(f"{_W}rPr")
    made: list[tuple[etree._Element, bool]] = []
    for child in run:
        if child is properties:
            continue
        is_text = child.tag == f"{_W}t"
        pieces = segments(child.text or "", base) if is_text else [("", base == "R")]
        for text, right in pieces:
            if not made or made[-1][1] != right:
                made.append((_new_run(run, properties, right=right), right))
            piece = copy.copy(child)
            piece.tail = None
            if is_text:
                piece.text = text
                piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            made[-1][0].append(piece)
    parent = run.getparent()
    if parent is None:
        return
    place = parent.index(run)
    parent[place : place + 1] = [element for element, _right in made]


def _new_run(
    run: etree._Element, properties: etree._Element | None, *, right: bool
) -> etree._Element:
    new = run.makeelement(run.tag, dict(run.attrib))
    if properties is not None:
        new.append(copy.deepcopy(properties))
    if right:
        own = new.find(f"{_W}rPr")
        if own is None:
            own = new.makeelement(f"{_W}rPr")
            new.insert(0, own)
        _insert(own, "rtl", _AFTER_RTL)
    return new


def _insert(properties: etree._Element, name: str, successors: tuple[str, ...]) -> None:
    if properties.find(f"{_W}{name}") is not None:
        return
    mark = properties.makeelement(f"{_W}{name}")
    for position, child in enumerate(properties):
        if child.tag in successors:
            properties.insert(position, mark)
            return
    properties.append(mark)
