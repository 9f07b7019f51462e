"""The paragraphs of a template with the place of each in words, as its author sees them in Word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from caseconsole.documents.gate import W
from caseconsole.documents.package import Package, parse_part
from caseconsole.i18n import _

if TYPE_CHECKING:
    from lxml import etree

_LONGEST_EXCERPT = 60
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_BOX, _NOTES = f"{W}txbxContent", (f"{W}footnote", f"{W}endnote")
_SIGNS = {
    f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n",
    f"{W}softHyphen": "\u00ad", f"{W}noBreakHyphen": "\u2011",
}  # fmt: skip
"""Elements that stand for a sign in the text of a run."""


@dataclass(frozen=True)
class Piece:
    """One element of a paragraph that holds text, or stands for a sign of it."""

    start: int
    text: str
    element: etree._Element

    @property
    def run(self) -> etree._Element:
        """The run it stands in."""
        return self.element.getparent()

    def is_text(self) -> bool:
        """Whether its text can be changed."""
        return bool(self.element.tag == f"{W}t")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph.

    Args:
        place: ``Absatz 3`` or ``Kopfzeile: Tabelle 1, Zeile 2, Spalte 3``.
        element: its element.
        cell: the table cell it stands in; ``None`` outside of tables.
        row: the table row it stands in; ``None`` outside.
    """

    place: str
    element: etree._Element
    cell: etree._Element | None
    row: etree._Element | None

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """Its text, piece by piece as Word stores it; not that of text boxes inside it."""
        return tuple(_pieces(self.element))

    @cached_property
    def text(self) -> str:
        """Its text with the pieces joined."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def excerpt(self) -> str:
        """The text, shortened for a message."""
        text = " ".join(self.text[:1000].split())
        return text if len(text) <= _LONGEST_EXCERPT else f"{text[:_LONGEST_EXCERPT]} …"

    def pieces_at(self, start: int, end: int) -> list[Piece]:
        """The pieces that hold the text from ``start`` to ``end``."""
        return [p for p in self.pieces if p.start < end and p.start + len(p.text) > start]

    def again(self) -> Paragraph:
        """The same paragraph, read anew after a change."""
        return Paragraph(self.place, self.element, self.cell, self.row)

    def replace(self, start: int, end: int, text: str) -> Paragraph:
        """Put ``text`` in the place of what stands from ``start`` to ``end``, all in one piece.

        It takes the look of the piece in which ``start`` lies.
        """
        touched = self.pieces_at(start, end)
        home = next(piece for piece in touched if piece.is_text())
        for piece in touched:
            if not piece.is_text():
                piece.run.remove(piece.element)
                continue
            before = piece.text[: max(start - piece.start, 0)]
            after = piece.text[max(end - piece.start, 0) :]
            piece.element.text = f"{before}{text}{after}" if piece is home else before + after
            piece.element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return self.again()


def paragraphs_of(package: Package, name: str) -> Iterator[Paragraph]:
    """The paragraphs of the part ``name`` in the order of the file."""
    yield from paragraphs_in(parse_part(package.parts[name], name), package.place(name))


def paragraphs_in(root: etree._Element, prefix: str = "") -> Iterator[Paragraph]:
    """The paragraphs under ``root``.

    What Word stores twice, for itself and for older programs, comes once.

    Args:
        root: the root of a part.
        prefix: what the part is called; empty for the body.
    """
    places = _Places(root, prefix)
    hidden = _repeated(root)
    for element in root.iter(f"{W}p"):
        if hidden and any(above in hidden for above in element.iterancestors(f"{_MC}Fallback")):
            continue
        yield places.of(element)


class _Places:
    """Counts tables, rows, text boxes and notes of a part once."""

    def __init__(self, root: etree._Element, prefix: str) -> None:
        self._prefix = prefix
        self._counts: Counter[etree._Element | None] = Counter()
        self._numbers: dict[etree._Element, int] = {}
        inside: Counter[tuple[object, str]] = Counter()
        hidden = _repeated(root)
        for element in root.iter(f"{W}tbl", f"{W}tr", f"{W}tc", _BOX, *_NOTES):
            if hidden and any(a in hidden for a in element.iterancestors(f"{_MC}Fallback")):
                continue
            if element.tag in _NOTES and element.get(f"{W}type"):
                continue  # the line above the notes
            owner = {f"{W}tr": f"{W}tbl", f"{W}tc": f"{W}tr"}.get(element.tag)
            above = next(element.iterancestors(owner), None) if owner else None
            inside[above, element.tag] += 1
            self._numbers[element] = inside[above, element.tag]

    def of(self, element: etree._Element) -> Paragraph:
        """The paragraph ``element`` with its place."""
        nearest: dict[str, etree._Element] = {}
        frames = []
        for above in element.iterancestors():
            if above.tag == _BOX or above.tag in _NOTES:
                frames.append(above)
            elif not frames:
                nearest.setdefault(above.tag, above)
        words = [self._prefix] if self._prefix else []
        words += [self._frame(frame) for frame in reversed(frames)]
        row, cell = nearest.get(f"{W}tr"), nearest.get(f"{W}tc")
        if row is None or cell is None:
            frame = frames[0] if frames else None
            self._counts[frame] += 1
            words.append(_("Absatz {number}").format(number=self._counts[frame]))
        else:
            words.append(
                _("Tabelle {table}, Zeile {row}, Spalte {column}").format(
                    table=self._number(nearest.get(f"{W}tbl")),
                    row=self._number(row),
                    column=self._number(cell),
                )
            )
        return Paragraph(": ".join(words), element, cell, row)

    def _frame(self, frame: etree._Element) -> str:
        number = self._number(frame)
        if frame.tag == _BOX:
            return _("Textfeld {number}").format(number=number)
        if frame.tag == _NOTES[0]:
            return _("Fußnote {number}").format(number=number)
        return _("Endnote {number}").format(number=number)

    def _number(self, element: etree._Element | None) -> int | str:
        return "?" if element is None else self._numbers.get(element, "?")


def _pieces(paragraph: etree._Element) -> Iterator[Piece]:
    start = 0
    for element in paragraph.iter(f"{W}t", *_SIGNS):
        parent = element.getparent()
        if parent.tag != f"{W}r" or next(element.iterancestors(f"{W}p"), None) is not paragraph:
            continue
        text = (element.text or "") if element.tag == f"{W}t" else _SIGNS[element.tag]
        yield Piece(start, text, element)
        start += len(text)


def _repeated(root: etree._Element) -> set[etree._Element]:
    """The copies for older programs that say the same as what they stand beside."""
    found = set()
    for alternate in root.iter(f"{_MC}AlternateContent"):
        choice, fallback = alternate.find(f"{_MC}Choice"), alternate.find(f"{_MC}Fallback")
        if choice is not None and fallback is not None and _words(fallback) == _words(choice):
            found.add(fallback)
    return found


def _words(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t"))
