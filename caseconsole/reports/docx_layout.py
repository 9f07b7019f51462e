"""The looks of the Word report: A4, small tables, columns, header and footer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from caseconsole.i18n import _
from caseconsole.text import show

FONT = "Calibri"
_ACCENT = "1F4E79"
_LIGHT = "DCE6F1"
_WARNING = "C00000"
_GREY = "595959"
_LEFT, _RIGHT = 0, 2
"""Alignments as Word numbers them."""

_NEW_PAGE = 2
"""The kind of section that begins on a new page."""


class Page:
    """Adds blocks to the end of a document.

    Args:
        document: an empty document of python-docx.
        header: text at the head of every page.
        mark: mark of an internal report at the foot of every page; may be empty.
    """

    def __init__(self, document: Any, header: str, mark: str) -> None:
        from docx.shared import Cm, Pt

        self._document = document
        self._cm, self._pt = Cm, Pt
        section = document.sections[0]
        section.page_width, section.page_height = Cm(21.0), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.0)
        section.top_margin, section.bottom_margin = Cm(1.9), Cm(1.6)
        section.header_distance = section.footer_distance = Cm(0.8)
        normal = document.styles["Normal"]
        normal.font.name, normal.font.size = FONT, Pt(9.5)
        normal.paragraph_format.space_after = Pt(3)
        _german(normal)
        self._write(section.header.paragraphs[0], header, size=8, colour=_GREY)
        foot = section.footer.paragraphs[0]
        self._write(foot, f"{mark}\t\t" if mark else "\t\t", size=8, bold=True, colour=_WARNING)
        self._write(foot, _("Seite") + " ", size=8, colour=_GREY)
        _page_number(foot, Pt(8))

    def mark(self, text: str) -> None:
        """The mark of an internal report above the title."""
        self._write(self._document.add_paragraph(), text, bold=True, colour=_WARNING)

    def title(self, text: str) -> None:
        """The title of the report."""
        paragraph = self._document.add_paragraph(style="Title")
        paragraph.paragraph_format.space_after = self._pt(2)
        self._write(paragraph, text, size=18, bold=True, colour=_ACCENT)

    def heading(self, text: str) -> None:
        """A heading that stays with what follows."""
        paragraph = self._document.add_paragraph(style="Heading 2")
        paragraph.paragraph_format.space_before = self._pt(6)
        paragraph.paragraph_format.space_after = self._pt(2)
        self._write(paragraph, text, size=11, bold=True, colour=_ACCENT)

    def text(self, text: str) -> None:
        """One paragraph."""
        self._write(self._document.add_paragraph(), text)

    def small(self, text: str) -> None:
        """One paragraph in small print."""
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.space_after = self._pt(2)
        self._write(paragraph, text, size=7, colour=_GREY)

    def definition(self, title: str, text: str) -> None:
        """A term and what it means, in small print."""
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.space_after = self._pt(2)
        self._write(paragraph, f"{title}: ", size=8, bold=True)
        self._write(paragraph, text, size=8)

    def table(
        self,
        head: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        size: float = 9,
        *,
        words: Sequence[int] = (),
    ) -> None:
        """A table with figures at the right; a row of one cell is a heading within it.

        Args:
            head: headings of the columns.
            rows: the cells.
            widths: widths of the columns in centimetres.
            size: size of the letters in points.
            words: columns that hold words and stand at the left; the first one always does.
        """
        table = self._document.add_table(rows=1 + len(rows), cols=len(head))
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = self._cm(width)
        for row, cells in zip(table.rows, (head, *rows), strict=True):
            is_head = cells is head or len(cells) == 1
            if len(cells) == 1:
                row.cells[0].merge(row.cells[-1])
            for place, text in enumerate(cells):
                cell = row.cells[place]
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = self._pt(0)
                paragraph.alignment = _LEFT if place in {0, *words} else _RIGHT
                self._write(paragraph, text, size=size, bold=is_head)
                if is_head:
                    _shade(cell)
        _repeat_head(table.rows[0])
        spacer = self._document.add_paragraph()
        spacer.paragraph_format.space_after = self._pt(0)
        self._write(spacer, " ", size=3)

    def next_page(self) -> None:
        """Begin a new page in a section of its own, so that its columns can differ."""
        self._document.add_section(_NEW_PAGE)

    def columns(self, count: int) -> None:
        """Set the number of columns of the section that is being filled."""
        from docx.oxml.ns import qn

        properties = self._document.sections[-1]._sectPr  # noqa: SLF001 - python-docx has no columns
        columns = properties.xpath("./w:cols")[0]
        columns.set(qn("w:num"), str(count))
        columns.set(qn("w:space"), "454")

    def _write(
        self, paragraph: Any, text: str, *, size: float = 0, bold: bool = False, colour: str = ""
    ) -> None:
        from docx.shared import RGBColor

        run = paragraph.add_run("\t".join(show(part) for part in text.split("\t")))
        run.bold = bold or None
        run.font.name = FONT
        if size:
            run.font.size = self._pt(size)
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)


def _german(style: Any) -> None:
    """Word checks the spelling in German."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "de-DE")
    style.element.get_or_add_rPr().append(language)


def _page_number(paragraph: Any, size: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        run.font.size = size
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = text
        run._r.append(part)  # noqa: SLF001 - python-docx has no fields


def _shade(cell: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), _LIGHT)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - python-docx has no shading


def _repeat_head(row: Any) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - as above
