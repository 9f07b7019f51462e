"""Keeps a filled part one that Word opens: no cell without a paragraph, no table without a row.

A condition that does not hold or a list without rows takes paragraphs and rows away. Where they
were the only ones, what is left is well-formed XML that Word calls damaged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseconsole.documents.gate import W

if TYPE_CHECKING:
    from lxml import etree

_SIGNS = (
    "</w:tcPr></w:tc>", "<w:tcPr/></w:tc>", "<w:tc></w:tc>", "<w:tc/>", "</w:tbl></w:tc>",
    "</w:tblGrid></w:tbl>", "<w:tblGrid/></w:tbl>", "</w:tblPr></w:tbl>", "<w:tbl></w:tbl>",
    "</w:trPr></w:tr>", "</w:tblPrEx></w:tr>", "<w:tr></w:tr>", "<w:tr/>",
    "<w:txbxContent></w:txbxContent>", "<w:txbxContent/>", "<w:sdtContent></w:sdtContent>",
    "<w:sdtContent/>", "></w:hdr>", "></w:ftr>", "></w:footnote>", "></w:endnote>",
)  # fmt: skip
"""What a part without anything to mend does not hold, but for the last four."""

_ENDS = ("</w:p></w:hdr>", "</w:p></w:ftr>", "</w:p></w:footnote>", "</w:p></w:endnote>")
_PARAGRAPH = f"{W}p"
_HOLDERS = tuple(f"{W}{name}" for name in ("hdr", "ftr", "footnote", "endnote", "txbxContent"))
_BLOCKS = (_PARAGRAPH, f"{W}tbl", f"{W}sdt")


def mend(xml: str) -> str:
    """``xml`` of a part with what Word needs put back; unchanged where nothing is missing."""
    signs = [sign for sign in _SIGNS if sign in xml]
    if not signs or (all(sign.startswith("></") for sign in signs) and xml.endswith(_ENDS)):
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
