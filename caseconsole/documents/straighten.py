"""Makes of the XML that Word writes what the author of a template meant, changing no word of it.

Word cuts a text into runs wherever it checked the spelling, puts curly quotes and unseen signs in,
and keeps what was deleted with tracked changes. All of that is undone before a template is filled:
every tag becomes one piece, tracked changes count as accepted, and braces that are no tag lose
their power over the template language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from caseconsole.documents.gate import W
from caseconsole.documents.output import WORD_JOINER
from caseconsole.documents.paragraphs import Paragraph, paragraphs_in
from caseconsole.documents.tags import Tag, tags_of

if TYPE_CHECKING:
    from lxml import etree

_TEXTS = (f"{W}t", f"{W}delText", f"{W}instrText", f"{W}delInstrText")
_ACCEPTED = (f"{W}ins", f"{W}moveTo")
_GONE = tuple(f"{W}{name}" for name in (
    "del", "moveFrom", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart",
    "moveToRangeEnd", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblGridChange",
    "trPrChange", "tcPrChange", "tblPrExChange", "numberingChange", "proofErr",
))  # fmt: skip
_IDS = ("}paraId", "}textId")
_BRACE = re.compile(r"[{}]")
_STRAY = re.compile(r"\{(?=[{%#]|\Z)|\A(?=\})|(?<=[%}#])(?=\})")


@dataclass(frozen=True)
class Joined:
    """A tag that was not in one piece, or held signs that do not belong in one.

    Args:
        paragraph: where.
        tag: as it reads now.
        pieces: in how many pieces Word had it.
        looks: in how many different looks, such as half of it bold.
        crosses: what it began or ended in without the rest: ``hyperlink``, ``sdt``; may be empty.
        before: what stood there.
    """

    paragraph: Paragraph
    tag: str
    pieces: int
    looks: int
    crosses: str
    before: str


def straighten(root: etree._Element) -> list[Joined]:
    """Straighten a part in place; what had to be done to tags is returned for the doctor."""
    accept_changes(root)
    _drop_blanks(root)
    joined: list[Joined] = []
    for paragraph in list(paragraphs_in(root)):
        joined += join_tags(paragraph)
    _calm(root)
    return joined


def accept_changes(root: etree._Element) -> bool:
    """Take every tracked change as accepted; returns whether there was one.

    What was deleted goes, what was inserted stays.
    """
    changed = next(root.iter(f"{W}ins", f"{W}del", f"{W}moveFrom"), None) is not None
    for properties in list(root.iter(f"{W}trPr")):
        row = properties.getparent()
        if properties.find(f"{W}del") is not None and row is not None:
            row.getparent().remove(row)
    for element in list(root.iter(*_GONE)):
        if element.getparent() is not None:
            element.getparent().remove(element)
    for element in list(root.iter(*_ACCEPTED)):
        parent = element.getparent()
        if parent is None:
            continue
        place = parent.index(element)
        parent[place : place + 1] = list(element)
    return changed


def join_tags(paragraph: Paragraph) -> Iterator[Joined]:
    """Put every tag of a paragraph into one piece, with the look that it begins with."""
    tags, _rest = tags_of(paragraph.text)
    # From the last one to the first, so that no place of the others moves.
    for tag in reversed(tags):
        pieces = paragraph.pieces_at(tag.start, tag.end)
        before = paragraph.text[tag.start : tag.end]
        if len(pieces) == 1 and before == tag.whole:
            continue
        looks = {_look(piece.run) for piece in pieces}
        yield Joined(
            paragraph, tag.whole, len(pieces), len(looks), _crossed(paragraph, tag), before
        )
        paragraph = paragraph.replace(tag.start, tag.end, tag.whole)


def named_w(root: etree._Element) -> etree._Element:
    """The part with the prefix ``w``, which docxtpl looks for, whatever its writer called it."""
    from lxml import etree

    space = W.strip("{}")
    wrong = any(space in e.nsmap.values() and e.prefix != "w"
                for e in root.iter() if isinstance(e.tag, str) and e.tag.startswith(W))  # fmt: skip
    if not wrong:
        return root
    others = {key: uri for key, uri in root.nsmap.items() if uri != space and key != "w"}
    made = etree.Element(root.tag, dict(root.attrib), nsmap={**others, "w": space})
    made.extend(list(root))
    etree.cleanup_namespaces(made, keep_ns_prefixes=[key for key in others if key])
    return made


def _drop_blanks(root: etree._Element) -> None:
    """Without the line breaks of an XML editor, and the numbers that Word wants only once each."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tail and element.tail.isspace():
            element.tail = None
        if len(element) and element.text and element.text.isspace() and element.tag not in _TEXTS:
            element.text = None
        for attribute in [key for key in element.attrib if key.endswith(_IDS)]:
            del element.attrib[attribute]


def _calm(root: etree._Element) -> None:
    """Keep braces that are no tag apart: docxtpl would join them over runs and paragraphs."""
    for element in root.iter():
        if not isinstance(element.tag, str) or not _BRACE.search(element.text or ""):
            continue
        made, position = "", 0
        for tag in tags_of(element.text)[0]:
            between = element.text[position : tag.start]
            made += _STRAY.sub(_apart, between) + element.text[tag.start : tag.end]
            position = tag.end
        element.text = made + _STRAY.sub(_apart, element.text[position:])


def _apart(found: re.Match[str]) -> str:
    return found[0] + WORD_JOINER


def _look(run: etree._Element) -> bytes:
    from lxml import etree

    properties = run.find(f"{W}rPr")
    if properties is None:
        return b""
    ignored = {f"{W}lang", f"{W}noProof", f"{W}rtl"}
    return b"".join(etree.tostring(e) for e in properties if e.tag not in ignored)


def _crossed(paragraph: Paragraph, tag: Tag) -> str:
    """In what a tag begins without ending there, or the other way round."""
    frames = []
    for piece in paragraph.pieces_at(tag.start, tag.end):
        above = []
        for element in piece.run.iterancestors():
            if element is paragraph.element:
                break
            above.append(element)
        frames.append(above)
    for frame in (frames[0], frames[-1]):
        for element in frame:
            if not all(element in other for other in frames):
                return str(element.tag).rpartition("}")[2]
    return ""
