"""Sets other scripts right in Word: direction, font and language of each run and paragraph.

Word takes all three from the properties of a run, not from its letters; without them digits and
punctuation beside Arabic land on the wrong side, and Tigrinya is a row of boxes.
"""

from __future__ import annotations

import copy
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from caseconsole.documents.schema_order import PARAGRAPH, RUN, W, place, properties_of
from caseconsole.documents.scripts import (
    NAMED,
    SECOND,
    Script,
    by_script,
    language_of,
    script_of,
    set_look,
    tag_of,
)

if TYPE_CHECKING:
    from lxml import etree

_RIGHT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_NUMBER = re.compile(r"[+(]?\d[\d /()\u2013-]{5,}\d")
"""A telephone number; as part of a sentence from right to left its groups would change places."""
_FEWEST_DIGITS = 7

_Kind = tuple[bool, Script | None]
"""What the text of a run has in common: whether it runs right to left, and its script."""
_PLAIN: _Kind = (False, None)


def set_directions_and_fonts(xml: str, language: str = "") -> str:
    """``xml`` of a filled part as Word needs it for every script in it.

    A part in Latin and Cyrillic letters is given back as it is, without being parsed.

    Args:
        xml: the part.
        language: code of the second language of the document.
    """
    xml = xml.replace(SECOND, tag_of(language))
    if not NAMED.search(xml):
        return xml
    root = _parsed(xml)
    for paragraph in list(root.iter(f"{W}p")):
        if paragraph.find(f"{W}r/{W}br") is not None and _RIGHT.search(_text(paragraph)):
            _split_lines(paragraph)
    for paragraph in root.iter(f"{W}p"):
        text = _text(paragraph)
        if not NAMED.search(text):
            continue
        base = first_direction(text)
        for run in list(paragraph.iter(f"{W}r")):
            _set_run(run, base, language)
        if base == "R":
            place(properties_of(paragraph, "pPr"), "bidi", PARAGRAPH)
    from lxml import etree

    made: str = etree.tostring(root, encoding="unicode")
    return made


def _parsed(xml: str) -> etree._Element:
    from lxml import etree

    from caseconsole.documents.readback import text_of_part

    encoded = xml.encode()
    try:
        return etree.fromstring(encoded, etree.XMLParser(resolve_entities=False, huge_tree=True))
    except etree.XMLSyntaxError:
        text_of_part(encoded)  # refuses XML that a template cut apart, in words
        raise


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
    if base == "L" and not _RIGHT.search(text):
        return [(text, False)] if text else []
    known = [direction(character) for character in text]
    for number in _NUMBER.finditer(text):
        if sum(map(str.isdecimal, number[0])) >= _FEWEST_DIGITS:
            known[number.start() : number.end()] = "L" * len(number[0])
    _keep_whole(text, known)
    before, last = [], base
    for index, character in enumerate(text):
        if last == "L" and character.isdecimal():
            known[index] = "L"  # as in "A1": digits belong to the Latin letters before them
        last = known[index] or last
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


def _keep_whole(text: str, known: list[str]) -> None:
    """Let what ends a text from right to left run with it: its full stop, its numbers.

    A text with left-to-right letters, or in brackets, is cut as everywhere.
    """
    if "L" in known or "R" not in known:
        return
    start, end = known.index("R"), len(text.rstrip())
    if not any(map(unicodedata.mirrored, text[:start])):
        known[start:end] = "R" * (end - start)


def _text(paragraph: etree._Element) -> str:
    return "".join(t.text or "" for t in paragraph.iter(f"{W}t"))


def _split_lines(paragraph: etree._Element) -> None:
    """Make paragraphs of the lines of ``paragraph`` where they do not run the same way.

    A direction belongs to a paragraph; the line breaks of a value would share one otherwise.
    """
    properties = paragraph.find(f"{W}pPr")
    content = [child for child in paragraph if child is not properties]
    if any(child.tag != f"{W}r" for child in content):
        return
    lines: list[list[etree._Element]] = [[]]
    for run in content:
        look = run.find(f"{W}rPr")
        lines[-1].append(_new_run(run, look))
        for child in run:
            if child.tag == f"{W}br" and child.get(f"{W}type") is None:
                lines.append([_new_run(run, look)])
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
    index = parent.index(paragraph)
    parent[index : index + 1] = made


def _set_run(run: etree._Element, base: str, language: str) -> None:
    """Replace ``run`` by one run for each direction and script in it."""
    texts = [t.text or "" for t in run.findall(f"{W}t")]
    if not any(map(NAMED.search, texts)):
        return
    kinds = {kind for text in texts for _piece, kind in _pieces(text, base)}
    if len(kinds) == 1:
        _mark(run, "".join(texts), kinds.pop(), language)
        return
    look = run.find(f"{W}rPr")
    made: list[tuple[etree._Element, _Kind]] = []
    for child in run:
        if child is look:
            continue
        is_text = child.tag == f"{W}t"
        # What is no text, such as a tab, goes with the text before it.
        before = made[-1][1] if made else _PLAIN
        pieces = _pieces(child.text or "", base) if is_text else [("", before)]
        for text, kind in pieces:
            if not made or made[-1][1] != kind:
                made.append((_new_run(run, look), kind))
                _mark(made[-1][0], text, kind, language)
            piece = copy.copy(child)
            piece.tail = None
            if is_text:
                piece.text = text
                piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            made[-1][0].append(piece)
    parent = run.getparent()
    if parent is not None:
        index = parent.index(run)
        parent[index : index + 1] = [element for element, _kind in made]


def _pieces(text: str, base: str) -> list[tuple[str, _Kind]]:
    found: list[tuple[str, _Kind]] = []
    for piece, right in segments(text, base):
        if right:
            script = next((known for known in map(script_of, piece) if known), None)
            found.append((piece, (True, script)))
        else:
            found += [(part, (False, script)) for part, script in by_script(piece)]
    return found


def _mark(run: etree._Element, text: str, kind: _Kind, language: str) -> None:
    """Tell Word about ``run`` what it wants to know about ``text``."""
    right, script = kind
    if not right and not script:
        return
    properties = properties_of(run, "rPr")
    if script:
        set_look(properties, script, language_of(text, script, language))
    if right:
        place(properties, "rtl", RUN)
    elif script and script.complex:
        place(properties, "cs", RUN)


def _new_run(run: etree._Element, look: etree._Element | None) -> etree._Element:
    new = run.makeelement(run.tag, dict(run.attrib))
    if look is not None:
        new.append(copy.deepcopy(look))
    return new
