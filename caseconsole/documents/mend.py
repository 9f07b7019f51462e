"""Keeps a filled part one that Word opens: no cell without a paragraph, no table without a row.

A condition that does not hold or a list without rows takes paragraphs and rows away. Where they
were the only ones, what is left is well-formed XML that Word calls damaged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseconsole.documents.gate import W

if TYPE_CHECKING:
    from lxml import etree

_SOUND = (
    ("</w:tc>", ("</w:p></w:tc>", "<w:p/></w:tc>")),
    ("</w:tbl>", ("</w:tr></w:tbl>",)),
    ("</w:tr>", ("</w:tc></w:tr>",)),
    ("</w:txbxContent>", ("</w:p></w:txbxContent>",)),
)
"""How what holds something ends, and how it ends where nothing is missing."""

_EMPTY = ("<w:sdtContent></w:sdtContent>", "<w:sdtContent/>", "<w:tc/>", "<w:tr/>")
_ENDS = {"</w:hdr>": "</w:p></w:hdr>", "</w:ftr>": "</w:p></w:ftr>"}
_NOTES = ("</w:footnotes>", "</w:endnotes>")
_PARAGRAPH = f"{W}p"
_HOLDERS = tuple(f"{W}{name}" for name in ("hdr", "ftr", "footnote", "endnote", "txbxContent"))
_BLOCKS = (_PARAGRAPH, f"{W}tbl", f"{W}sdt")


def mend(xml: str) -> str:
    """``xml`` of a part with what Word needs put back; unchanged where nothing is missing."""
    if _is_sound(xml):
        return xml
    from lxml import etree

    from caseconsole.documents.readback import text_of_part

    encoded = xml.encode()
    text_of_part(encoded)  # refuses XML that a template cut apart, in words
    root = etree.fromstring(encoded, etree.XMLParser(resolve_entities=False, huge_tree=True))
    _drop_empty(root)
    for holder in root.iter(*_HOLDERS):
        if holder.find(_PARAGRAPH) is None and not any(e.tag in _BLOCKS for e in holder):
            holder.append(holder.makeelement(_PARAGRAPH))
    for cell in root.iter(f"{W}tc"):
        blocks = [child.tag for child in cell if child.tag in _BLOCKS]
        if not blocks or blocks[-1] == f"{W}tbl":
            cell.append(cell.makeelement(_PARAGRAPH))
    mended: str = etree.tostring(root, encoding="unicode")
    return mended


def _is_sound(xml: str) -> bool:
    """Whether nothing can be missing; a look that costs little."""
    if any(xml.count(end) != sum(map(xml.count, sound)) for end, sound in _SOUND):
        return False
    if any(empty in xml for empty in _EMPTY) or xml.endswith(_NOTES):
        return False
    return all(xml.endswith(sound) for end, sound in _ENDS.items() if xml.endswith(end))


def _drop_empty(root: etree._Element) -> None:
    """Without content controls, rows and tables that have nothing in them, innermost first."""
    for element in reversed(list(root.iter(f"{W}sdt", f"{W}tr", f"{W}tbl"))):
        inside = {
            f"{W}sdt": f"{W}sdtContent/*",
            f"{W}tr": f".//{W}tc",
            f"{W}tbl": f".//{W}tr",
        }[element.tag]
        parent = element.getparent()
        if element.find(inside) is None and parent is not None:
            parent.remove(element)
