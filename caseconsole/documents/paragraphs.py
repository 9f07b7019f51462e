"""The paragraphs of a template with the place of each in words, as its author sees them in Word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from caseconsole.documents.gate import W
from caseconsole.documents.package import Package, parse_part
from caseconsole.i18n import _

if TYPE_CHECKING:
    from lxml import etree

_LONGEST_EXCERPT = 60


@dataclass(frozen=True)
class Paragraph:
    """One paragraph.

    Args:
        place: ``Absatz 3`` or ``Kopfzeile: Tabelle 1, Zeile 2, Spalte 3``.
        text: its text, with the runs of Word joined.
        element: its element.
        cell: the table cell it stands in, or the part's root.
        row: the table row it stands in; ``None`` outside of tables.
        table: the table it stands in; ``None`` outside.
    """

    place: str
    text: str
    element: etree._Element
    cell: etree._Element
    row: etree._Element | None
    table: etree._Element | None

    @property
    def excerpt(self) -> str:
        """The text, shortened for a message."""
        text = " ".join(self.text.split())
        return text if len(text) <= _LONGEST_EXCERPT else f"{text[:_LONGEST_EXCERPT]} …"


def paragraphs_of(package: Package, name: str) -> Iterator[Paragraph]:
    """The paragraphs of the part ``name`` in the order of the file."""
    root = parse_part(package.parts[name], name)
    prefix = package.place(name)
    counter = 0
    tables = {table: number for number, table in enumerate(root.iter(f"{W}tbl"), start=1)}
    for element in root.iter(f"{W}p"):
        table = _above(element, f"{W}tbl")
        if table is None:
            counter += 1
        row, cell = _above(element, f"{W}tr"), _above(element, f"{W}tc")
        place = _place(element, counter, tables, table)
        yield Paragraph(
            place=f"{prefix}: {place}" if prefix else place,
            text=text_of(element),
            element=element,
            cell=cell if cell is not None else root,
            row=row,
            table=table,
        )


def text_of(paragraph: etree._Element) -> str:
    """The text of a paragraph without that of text boxes inside it."""
    parts = []
    for element in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}cr"):
        if _above(element, f"{W}p") is not paragraph:
            continue
        if element.tag == f"{W}t":
            parts.append(element.text or "")
        elif _above(element, f"{W}pPr") is None:
            parts.append("\t" if element.tag == f"{W}tab" else "\n")
    return "".join(parts)


def _above(element: etree._Element, tag: str) -> etree._Element | None:
    return next(element.iterancestors(tag), None)


def _place(
    element: etree._Element,
    counter: int,
    tables: dict[etree._Element, int],
    table: etree._Element | None,
) -> str:
    if table is None:
        return _("Absatz {number}").format(number=counter)
    row, cell = _above(element, f"{W}tr"), _above(element, f"{W}tc")
    rows, cells = table.findall(f"{W}tr"), [] if row is None else row.findall(f"{W}tc")
    return _("Tabelle {table}, Zeile {row}, Spalte {column}").format(
        table=tables[table],
        row=rows.index(row) + 1 if row in rows else "?",
        column=cells.index(cell) + 1 if cell in cells else "?",
    )
