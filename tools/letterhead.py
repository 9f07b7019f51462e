"""The head and the foot that all documents share: town hall, arms, page numbers."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH

from tools import word
from tools.word import A4, ACCENT, LINE, Paper, add, first, row, run, table, tag


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
