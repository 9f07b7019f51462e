"""What the documents that look back share: tables of goals, the chart of the self-ratings."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.table import Table

from caseconsole.caseload.plan_forms import RATING_WORDS
from tools import word
from tools.layout import thin
from tools.word import ACCENT, GREY, TINT, add, first, row, run, table, tag


def section(document: WordDocument, text: str) -> None:
    """A heading in German alone."""
    add(document, text, "Heading 1")


def opening(document: WordDocument, title: str, subtitle: str) -> None:
    """Title and subtitle."""
    add(document, title, "Title")
    add(document, subtitle, "Subtitle")


def goals(document: WordDocument, rows: str, *, steps: bool, area: bool) -> None:
    """A table of goals with their state; where wanted with their steps and their area.

    Args:
        document: the template.
        rows: the list of goals.
        steps: whether the steps stand below each goal.
        area: whether the area stands above the wording of each goal.
    """
    made = table(document, (9.1, 2.4, 5.0), inset=0)
    head = row(made, header=True, line=ACCENT)
    for cell, text in zip(head, ("Ziel", "Bis", "Stand"), strict=True):
        first(cell, "Tabellenkopf").add_run(text)
    word.keep_together(head)
    word.statement_row(made, f"for ziel in {rows}")
    cells = row(made, shade=TINT if steps else "")
    if area:
        first(cells[0], "Beschriftung").add_run("{{ ziel.feld }}")
        wording = add(cells[0], "", "Wert")
    else:
        wording = first(cells[0], "Wert")
    run(wording, "{{ ziel.ziel }}", bold=True)
    wording.add_run("{% if ziel.fuer %} (für {{ ziel.fuer }}){% endif %}")
    first(cells[1], "Wert").add_run("{{ ziel.bis }}")
    state = first(cells[2], "Wert")
    run(state, "{{ ziel.stand }}", bold=True)
    state.add_run("{% if ziel.erledigt_am %} am {{ ziel.erledigt_am }}{% endif %}")
    if steps:
        word.keep_together(cells)
    word.statement_row(made, "if ziel.begruendung")
    first(word.merged(row(made)), "Klein").add_run("{{ ziel.begruendung }}")
    word.statement_row(made, "endif")
    if steps:
        _steps(made)
    word.statement_row(made, "endfor")
    thin(document)


def _steps(made: Table) -> None:
    word.statement_row(made, "for schritt in ziel.schritte")
    cells = row(made)
    step = first(cells[0], "Wert")
    step.add_run("{{ schritt.schritt }}")
    step.paragraph_format.left_indent = Pt(9)
    run(step, "{% if schritt.wer %} · {{ schritt.wer }}{% endif %}", colour=GREY, size=8.5)
    first(cells[1], "Wert").add_run("{{ schritt.bis }}")
    first(cells[2], "Wert").add_run(
        "{% if schritt.erledigt_am %}erledigt am {{ schritt.erledigt_am }}"
        "{% else %}offen{% endif %}"
    )
    word.statement_row(made, "endfor")


def chart(document: WordDocument) -> None:
    """The self-ratings at begin and end as points under the words of the five levels."""
    tag(document, "if verlauf")
    column = 1.55
    made = table(document, (3.75, *(column,) * 5, 2.5, 2.5), inset=0)
    head = row(made, header=True, line=ACCENT)
    names = ("Handlungsfeld", *RATING_WORDS, "zu Beginn", "zuletzt")
    for number, (cell, text) in enumerate(zip(head, names, strict=True)):
        paragraph = first(cell, "Tabellenkopf")
        run(paragraph, text, size=7 if 0 < number < len(names) - 2 else 0)
        if 0 < number < len(names) - 2:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    word.keep_together(head)
    word.statement_row(made, "for feld in verlauf")
    cells = row(made)
    first(cells[0], "Wert").add_run("{{ feld.feld }}")
    for value in range(5):
        point = first(cells[1 + value], "Wert")
        point.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run(point, f"{{{{ feld.punkt_{value} }}}}", colour=ACCENT, size=11)
    begin = first(cells[6], "Klein")
    begin.add_run("{{ feld.beginn }}, {{ feld.beginn_am }}")
    end = first(cells[7], "Klein")
    end.add_run("{% if feld.zuletzt %}{{ feld.zuletzt }}, {{ feld.zuletzt_am }}{% endif %}")
    word.statement_row(made, "endfor")
    add(document, "○ zu Beginn   ● zuletzt; ein einzelner Punkt: unverändert oder nur einmal "
        "eingeschätzt.", "Klein").paragraph_format.space_before = Pt(2)  # fmt: skip
    tag(document, "else")
    add(document, "Keine Selbsteinschätzungen eingetragen.", "Fließtext")
    tag(document, "endif")


def keep_last_table(document: WordDocument) -> None:
    """Keep the rows of the last table on one page with what follows; for short tables only."""
    for made in document.tables[-1].rows:
        word.keep_together(made.cells)


def versions(document: WordDocument) -> None:
    """The agreed versions of the plan in one line, kept with what follows."""
    line = add(document, "", "Fließtext", keep=True)
    line.add_run(
        "{% for plan in planversionen %}Version {{ plan.version }} vom {{ plan.vereinbart_am }}"
        "{% if not loop.last %}, {% endif %}{% endfor %}"
    )
    line.add_run("{% if not planversionen %}Es wurde kein Plan vereinbart.{% endif %}")
