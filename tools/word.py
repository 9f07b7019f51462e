"""The few words of WordprocessingML that the shipped templates are written in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

FONT = "Arial"
"""On every Windows computer; Liberation Sans has the same widths elsewhere."""

INK = "1F2933"
ACCENT = "24476B"
GREY = "5F6B7A"
SECOND = "3E4A57"
"""The second language: lighter than the German, and dark enough to be read on poor paper."""
SECOND_STYLE = "Zweite Sprache"
SECOND_LARGER = 1
"""So many points Arabic letters are larger than Latin ones, to be read as well."""
LINE = "CBD2D9"
TINT = "F1F4F7"
WIDTH = 16.5
"""Width of the text on an upright A4 page in centimetres."""


@dataclass(frozen=True)
class Paper:
    """A page with its margins, in centimetres."""

    width: float
    height: float
    left: float
    right: float
    top: float = 2.3
    bottom: float = 2.2

    @property
    def text(self) -> float:
        """Width of the text."""
        return self.width - self.left - self.right


A4 = Paper(21.0, 29.7, 2.5, 2.0)
"""Upright, with room to punch holes."""

A4_ACROSS = Paper(29.7, 21.0, 1.7, 1.7, 2.0, 1.7)
"""Lying, for wide tables."""

A5 = Paper(14.8, 21.0, 1.6, 1.5, 1.6, 1.4)
"""Half a sheet, to be handed out."""


def new_document(paper: Paper = A4) -> WordDocument:
    """A document with the styles of the house and nothing in it."""
    document = Document()
    for element in list(document.element.body):
        if element.tag != qn("w:sectPr"):
            document.element.body.remove(element)
    _page(document, paper)
    _defaults(document)
    _styles(document)
    _compatibility(document)
    _font_table(document)
    return document


def _page(document: WordDocument, paper: Paper) -> None:
    section = document.sections[0]
    if paper.width > paper.height:
        section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(paper.width), Cm(paper.height)
    section.left_margin, section.right_margin = Cm(paper.left), Cm(paper.right)
    section.top_margin, section.bottom_margin = Cm(paper.top), Cm(paper.bottom)
    section.header_distance = Cm(min(1.1, paper.top / 2))
    section.footer_distance = Cm(min(1.0, paper.bottom / 2))
    section.different_first_page_header_footer = True


def _defaults(document: WordDocument) -> None:
    """Font and language for all scripts; python-docx brings theme fonts and English."""
    properties = document.styles.element.find(qn("w:docDefaults")).find(
        f"{qn('w:rPrDefault')}/{qn('w:rPr')}"
    )
    for child in list(properties):
        properties.remove(child)
    fonts = OxmlElement("w:rFonts")
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), FONT)
    properties.append(fonts)
    for tag in ("w:sz", "w:szCs"):
        properties.append(element(tag, val="19"))
    language = element("w:lang", val="de-DE")
    language.set(qn("w:eastAsia"), "de-DE")
    language.set(qn("w:bidi"), "ar-SA")
    properties.append(language)


def _compatibility(document: WordDocument) -> None:
    """As Word 2013 and later; without it Word opens the file in its compatibility mode."""
    settings = document.settings.element
    compat = settings.find(qn("w:compat"))
    if compat is None:
        compat = OxmlElement("w:compat")
        settings.append(compat)
    setting = element("w:compatSetting", name="compatibilityMode", val="15")
    setting.set(qn("w:uri"), "http://schemas.microsoft.com/office/word")
    compat.append(setting)


def _font_table(document: WordDocument) -> None:
    """The fonts of the house, and what Word takes for one that an old Windows does not have."""
    fonts = element("w:fonts")
    for name, instead, family in (
        (FONT, "Liberation Sans", "swiss"),
        ("Ebrima", "Nyala", "auto"),  # Tigrinya and Amharic; Nyala on Windows before 8
        ("Segoe UI Symbol", "Arial Unicode MS", "swiss"),
    ):
        font = element("w:font", name=name)
        font.append(element("w:altName", val=instead))
        font.append(element("w:charset", val="00"))
        font.append(element("w:family", val=family))
        font.append(element("w:pitch", val="variable"))
        fonts.append(font)
    part = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    part._blob = serialize_part_xml(fonts)  # noqa: SLF001


def _styles(document: WordDocument) -> None:
    normal = document.styles["Normal"]
    _font(normal, 9.5, INK)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.12
    _style(document, "Title", 23, ACCENT, bold=True, before=10, after=0)
    _style(document, "Subtitle", 11, GREY, before=1, after=9)
    heading = _style(document, "Heading 1", 11.5, ACCENT, bold=True, before=12, after=4)
    heading.paragraph_format.keep_with_next = True
    _border(heading.element.get_or_add_pPr(), "bottom", LINE)
    area = _style(document, "Heading 2", 10.5, INK, bold=True, before=9, after=1)
    area.paragraph_format.keep_with_next = True
    for name, size, colour in (
        ("Beschriftung", 7.5, GREY),
        ("Wert", 9.5, INK),
        ("Klein", 8, GREY),
        ("Tabellenkopf", 8, ACCENT),
        ("Fließtext", 9.5, INK),
        ("Tabellenwert", 8.5, INK),
        (SECOND_STYLE, 8.5, SECOND),
        ("Briefkopf", 8.5, GREY),
        ("Hinweis", 8.5, INK),
    ):
        made = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = document.styles["Normal"]
        _font(made, size, colour, bold=name == "Tabellenkopf")
    document.styles["Fließtext"].paragraph_format.space_after = Pt(3)
    document.styles["Hinweis"].paragraph_format.space_after = Pt(3)
    for name in (
        "Wert",
        "Beschriftung",
        "Tabellenkopf",
        "Tabellenwert",
        "Klein",
        "Briefkopf",
    ):
        document.styles[name].paragraph_format.line_spacing = 1.0


def _style(
    document: WordDocument, name: str, size: float, colour: str, *, bold: bool = False,
    before: float = 0, after: float = 0,
) -> Any:  # fmt: skip
    style = document.styles[name]
    properties = style.element.find(qn("w:pPr"))
    for child in list(properties if properties is not None else ()):
        if child.tag in {qn("w:pBdr"), qn("w:contextualSpacing"), qn("w:numPr")}:
            properties.remove(child)
    for child in list(style.element.rPr if style.element.rPr is not None else ()):
        style.element.rPr.remove(child)
    _font(style, size, colour, bold=bold)
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    style.paragraph_format.line_spacing = 1.0
    return style


def _font(style: Any, size: float, colour: str, *, bold: bool = False) -> None:
    font = style.font
    font.name, font.size, font.bold = FONT, Pt(size), bold
    font.cs_bold = bold
    font.color.rgb = RGBColor.from_string(colour)
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    fonts.set(qn("w:cs"), FONT)
    fonts.set(qn("w:eastAsia"), FONT)
    # The size of right-to-left text is a property of its own, which follows the size at once.
    place = properties.find(qn("w:sz"))
    place.addnext(element("w:szCs", val=str(int(size * 2))))


def element(tag: str, **attributes: str) -> Any:
    """A new element with attributes of Word's namespace."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def number_headings(document: WordDocument) -> None:
    """Number the headings of level 1 by Word itself: a section that is left out leaves no gap."""
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    abstract = element("w:abstractNum", abstractNumId="1")
    abstract.append(element("w:multiLevelType", val="singleLevel"))
    level = element("w:lvl", ilvl="0")
    for tag, value in (("w:start", "1"), ("w:numFmt", "decimal"), ("w:pStyle", "Heading1")):
        level.append(element(tag, val=value))
    level.append(element("w:lvlText", val="%1"))
    level.append(element("w:lvlJc", val="left"))
    properties = element("w:pPr")
    properties.append(element("w:ind", left="397", hanging="397"))
    level.append(properties)
    abstract.append(level)
    numbering.append(abstract)
    number = element("w:num", numId="1")
    number.append(element("w:abstractNumId", val="1"))
    numbering.append(number)
    style = document.styles["Heading 1"].element.get_or_add_pPr()
    reference = element("w:numPr")
    reference.append(element("w:numId", val="1"))
    style.find(qn("w:pBdr")).addprevious(reference)
    style.find(qn("w:pBdr")).addnext(tab_stops((WIDTH, "right")))


def tab_stops(*stops: tuple[float, str]) -> Any:
    """Tab stops at so many centimetres."""
    tabs = element("w:tabs")
    for position, kind in stops:
        tabs.append(element("w:tab", val=kind, pos=str(_twips(position))))
    return tabs


def _twips(centimetres: float) -> int:
    return round(centimetres * 1440 / 2.54)


def _border(properties: Any, side: str, colour: str, size: int = 4, space: int = 2) -> None:
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(
            borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:bidi", "w:spacing", "w:ind",
            "w:jc", "w:outlineLvl", "w:rPr",
        )  # fmt: skip
    borders.append(element(f"w:{side}", val="single", sz=str(size), space=str(space), color=colour))


def bordered(paragraph: Paragraph, side: str, colour: str, size: int = 4, space: int = 4) -> None:
    """A line on one side of a paragraph."""
    _border(paragraph._p.get_or_add_pPr(), side, colour, size, space)  # noqa: SLF001


def add(where: Any, text: str = "", style: str = "Normal", *, keep: bool = False) -> Paragraph:
    """A new paragraph in a document, cell, header or footer."""
    paragraph: Paragraph = where.add_paragraph("" if style == SECOND_STYLE else text, style=style)
    if style == SECOND_STYLE and text:
        # A run of its own size: the program makes small letters of other scripts larger by it.
        look: Any = paragraph.style
        run(paragraph, text, size=look.font.size.pt)
    if keep:
        paragraph.paragraph_format.keep_with_next = True
    return paragraph


def tag(where: Any, text: str) -> None:
    """A statement such as ``for x in y`` that takes its own paragraph with it."""
    add(where, f"{{%p {text} %}}", "Klein")


def run(
    paragraph: Paragraph, text: str, *, bold: bool = False, colour: str = "", size: float = 0
) -> Run:
    """A run with its own look."""
    made = paragraph.add_run(text)
    if bold:
        made.bold = True
    if colour:
        made.font.color.rgb = RGBColor.from_string(colour)
    if size:
        made.font.size = Pt(size)
        larger = SECOND_LARGER if "zweit" in text else 0
        made._r.get_or_add_rPr().find(qn("w:sz")).addnext(  # noqa: SLF001
            element("w:szCs", val=str(int((size + larger) * 2)))
        )
    return made


def first(cell: _Cell, style: str) -> Paragraph:
    """The paragraph that a new cell brings with it."""
    paragraph: Paragraph = cell.paragraphs[0]
    paragraph.style = style
    return paragraph


def table(where: Any, widths: Sequence[float], *, inset: int = 70) -> Table:
    """A table of fixed widths in centimetres, without lines; ``inset`` in twentieths of a point."""
    arguments = (0, len(widths))
    made = (
        where.add_table(*arguments)
        if isinstance(where, WordDocument | _Cell)
        else where.add_table(*arguments, Cm(sum(widths)))
    )
    made.autofit = False
    properties = made._tbl.tblPr  # noqa: SLF001
    for child in list(properties):
        if child.tag in {qn("w:tblStyle"), qn("w:tblW"), qn("w:tblLook")}:
            properties.remove(child)
    properties.insert(0, element("w:tblW", w=str(_twips(sum(widths))), type="dxa"))
    margins = element("w:tblCellMar")
    for side, size in (("top", "40"), ("left", str(inset)), ("bottom", "40"), ("right", "70")):
        margins.append(element(f"w:{side}", w=size, type="dxa"))
    properties.append(margins)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Cm(width)
    return made


def row(
    made: Table,
    *,
    header: bool = False,
    shade: str = "",
    line: str = LINE,
    height: float = 0,
) -> list[_Cell]:
    """A new row that is never split over two pages; a header is repeated on every page.

    Args:
        made: the table.
        header: whether it is the head.
        shade: colour behind it.
        line: colour of the line below.
        height: in centimetres, at least.
    """
    new: Any = made.add_row()  # type: ignore[no-untyped-call]
    properties = new._tr.get_or_add_trPr()  # noqa: SLF001
    properties.append(element("w:cantSplit"))
    if height:
        properties.append(element("w:trHeight", val=str(_twips(height)), hRule="atLeast"))
    if header:
        properties.append(element("w:tblHeader"))
    cells = list(new.cells)
    for number, cell in enumerate(cells):
        cell.width = made.columns[number].width
        look(cell, shade=shade, line=line)
    return cells


def look(cell: _Cell, *, shade: str = "", line: str = "") -> None:
    """Background and bottom line of a cell."""
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001
    if line:
        borders = element("w:tcBorders")
        borders.append(element("w:bottom", val="single", sz="4", space="0", color=line))
        properties.append(borders)
    if shade:
        properties.append(element("w:shd", val="clear", color="auto", fill=shade))


def merged(cells: Sequence[_Cell]) -> _Cell:
    """Several cells of a row as one, with the look of the first."""
    if len(cells) == 1:
        return cells[0]
    joined: _Cell = cells[0].merge(cells[-1])
    for extra in joined.paragraphs[1:]:
        extra._p.getparent().remove(extra._p)  # noqa: SLF001
    return joined


def statement_row(made: Table, text: str) -> None:
    """A row that holds a statement for the rows after it, such as ``for x in y``."""
    cells = made.add_row().cells  # type: ignore[no-untyped-call]
    first(cells[0], "Klein").add_run(f"{{%tr {text} %}}")


def field(paragraph: Paragraph, instruction: str) -> None:
    """A field of Word such as ``PAGE``."""
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("t", "1"), ("end", "")):
        made = paragraph.add_run()
        if kind == "t":
            made.text = text
        elif kind:
            made._r.append(element("w:fldChar", fldCharType=kind))  # noqa: SLF001
        else:
            code = element("w:instrText")
            code.text = f" {text} "
            made._r.append(code)  # noqa: SLF001


def clear(part: Any) -> None:
    """Take out the empty paragraph that a new header or footer brings with it."""
    for paragraph in list(part.paragraphs):
        paragraph._p.getparent().remove(paragraph._p)  # noqa: SLF001


def keep_together(cells: Iterable[_Cell]) -> None:
    """Keep the paragraphs of these cells on the page of what follows."""
    for cell in cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True
