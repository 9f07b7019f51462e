"""The head and the foot that all documents share: town hall, arms, page numbers."""

from __future__ import annotations

import base64
import io

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from caseconsole.documents.logo import NAME
from tools import word
from tools.word import A4, A5, ACCENT, LINE, Paper, add, first, row, run, table, tag

_NOTHING = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAAC0lEQVR4nGNgAAIAAAUAAXpeqz8AAAAASUVORK5CYII="
)
"""A transparent picture of one point."""


def letterhead(
    document: WordDocument,
    *running: str,
    foot: str = "Fall {{ fallnummer }}",
    paper: Paper = A4,
    height: float = 0,
) -> None:
    """The head of the first page, the running line of the others, page numbers below.

    Args:
        document: the template.
        running: what the pages after the first say above, piece by piece.
        foot: what stands beside the page numbers.
        paper: the page that the document was made for.
        height: of the head in centimetres, at least; the line below is left out then.
    """
    section, width = document.sections[0], paper.text
    left = round(width * 0.545, 1)
    head = section.first_page_header
    cells = row(
        table(head, (left, width - left), inset=0), line="" if height else ACCENT, height=height
    )
    word.clear(head)
    name = first(cells[0], "Normal")
    picture(
        name.insert_paragraph_before(style="Normal"),
        min(6.0, left),
        1.2 if height or paper == A5 else 2.2,
    )
    run(name, "{% if gemeinde %}{{ gemeinde }}{% else %}Integrationsmanagement{% endif %}",
        bold=True, colour=ACCENT, size=14)  # fmt: skip
    tag(cells[0], "if gemeinde")
    add(cells[0], "{{ fachkraft_funktion }}", "Briefkopf")
    tag(cells[0], "endif")
    add(cells[0], "", "Briefkopf")
    # A cell has to end with a paragraph, so the loop stands in the middle.
    first(cells[1], "Klein").add_run("{%p for kopf in briefkopf %}")
    add(cells[1], "{{ kopf.zeile }}", "Briefkopf").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    tag(cells[1], "endfor")
    add(cells[1], "", "Briefkopf")
    add(head, "", "Klein")

    line = section.header.paragraphs[0]
    line.style = "Klein"
    line._p.get_or_add_pPr().append(word.tab_stops((width, "right")))  # noqa: SLF001
    for piece in running:
        line.add_run(piece)
    line.add_run("\t{% if gemeinde %}{{ gemeinde }}{% endif %}")
    word.bordered(line, "bottom", LINE)

    for footer in (section.first_page_footer, section.footer):
        line = footer.paragraphs[0]
        line.style = "Klein"
        line._p.get_or_add_pPr().append(word.tab_stops((width, "right")))  # noqa: SLF001
        word.bordered(line, "top", LINE)
        line.add_run("{{ fusszeile }}{% if fusszeile %} · {% endif %}" + foot + "\tSeite ")
        word.field(line, "PAGE")
        line.add_run(" von ")
        word.field(line, "NUMPAGES")


def picture(paragraph: Paragraph, width: float, height: float) -> None:
    """Room for the arms or logo, so many centimetres wide and high; gone where there is none."""
    made = paragraph.add_run().add_picture(io.BytesIO(_NOTHING), Cm(width), Cm(height))
    properties = made._inline.docPr  # noqa: SLF001
    for side in "TBLR":
        made._inline.set(f"dist{side}", "0")  # noqa: SLF001
    properties.set("name", NAME)
    properties.set("descr", "Wappen oder Logo")
    paragraph.paragraph_format.space_after = Pt(4)
