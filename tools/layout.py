"""What the shipped templates are put together from: headings, grids of values, lists, notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from docx.document import Document as WordDocument
from docx.enum.text import WD_LINE_SPACING
from docx.shared import Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from caseconsole.documents.phrases import PHRASES
from tools import word
from tools.word import ACCENT, SECOND, WIDTH, add, first, row, run, table, tag

THIRD = WIDTH / 3

SECOND_LABEL = 8
"""Size of the second language beside a small label; Arabic and Tigrinya need a little more."""


class Both(NamedTuple):
    """A German label, and the phrase that says it in the second language."""

    german: str
    key: str


Label = str | Both
Field = tuple[Label, str]
"""Label and content of a field."""


def both(key: str, german: str = "") -> Both:
    """The label of the phrase ``key``; other German words where its own do not fit here."""
    return Both(german or PHRASES[key], key)


def write_label(paragraph: Paragraph, label: Label) -> None:
    """A label, with the second language beside it where there is one."""
    if isinstance(label, str):
        paragraph.add_run(label)
        return
    paragraph.add_run(label.german)
    beside(paragraph, f"zweit_{label.key}")


def heading(document: WordDocument, key: str) -> None:
    """A numbered heading with the second language at the right margin."""
    made = run(
        add(document, PHRASES[key], "Heading 1"),
        f"{{% if zweit_{key} %}}\t{{{{ zweit_{key} }}}}{{% endif %}}",
        colour=SECOND,
        size=9.5,
    )
    made.bold = False


def subheading(document: WordDocument, text: str, key: str, *, second: str = "") -> None:
    """A heading below; the second language is the phrase ``key`` or the placeholder ``second``."""
    name = second or f"zweit_{key}"
    paragraph = add(document, text, "Heading 2")
    made = run(
        paragraph, f"{{% if {name} %}}   {{{{ {name} }}}}{{% endif %}}", colour=SECOND, size=9
    )
    made.bold = False


def note(document: WordDocument, key: str) -> None:
    """A fixed sentence, followed by itself in the second language."""
    add(document, PHRASES[key], "Hinweis", keep=True)
    tag(document, f"if zweit_{key}")
    add(document, f"{{{{ zweit_{key} }}}}", "Zweite Sprache").paragraph_format.space_after = Pt(4)
    tag(document, "endif")


def fill(cell: _Cell, label: Label, value: str) -> None:
    """A small label above its value."""
    write_label(first(cell, "Beschriftung"), label)
    add(cell, value, "Wert")


def grid(
    document: WordDocument, fields: Sequence[Field], widths: Sequence[float] = (THIRD,) * 3
) -> None:
    """Short values, several in a row."""
    made = table(document, widths, inset=0)
    for start in range(0, len(fields), len(widths)):
        part = fields[start : start + len(widths)]
        for cell, (label, value) in zip(row(made), part, strict=False):
            fill(cell, label, value)
    thin(document)


def lines(document: WordDocument, fields: Sequence[Field]) -> None:
    """Longer values, one in a row beside its label."""
    made = table(document, (4.2, WIDTH - 4.2), inset=0)
    for label, value in fields:
        cells = row(made)
        write_label(first(cells[0], "Klein"), label)
        first(cells[1], "Wert").add_run(value)
    thin(document)


def listing(
    document: WordDocument,
    rows: str,
    name: str,
    columns: Sequence[tuple[Label, str, float]],
    none: Label,
    style: str = "Wert",
) -> None:
    """A table with a row for each entry, or a sentence where there is none."""
    tag(document, f"if {rows}")
    table_of(document, rows, name, columns, style)
    tag(document, "else")
    write_label(add(document, "", "Fließtext"), none)
    tag(document, "endif")


def table_of(
    document: WordDocument,
    rows: str,
    name: str,
    columns: Sequence[tuple[Label, str, float]],
    style: str = "Wert",
) -> None:
    """A table with a row for each entry; ``columns`` are head, content and width."""
    made = table(document, [width for _text, _value, width in columns], inset=0)
    head = row(made, header=True, line=ACCENT)
    for cell, (label, _value, _width) in zip(head, columns, strict=True):
        table_head(cell, label)
    word.keep_together(head)
    word.statement_row(made, f"for {name} in {rows}")
    for cell, (_text, value, _width) in zip(row(made), columns, strict=True):
        first(cell, style).add_run(value)
    word.statement_row(made, "endfor")


def table_head(cell: _Cell, label: Label) -> None:
    """The head of a column."""
    write_label(first(cell, "Tabellenkopf"), label)


def beside(paragraph: Paragraph, name: str) -> None:
    """A text of the second language behind the German one, grey and light, where there is one."""
    # In the paragraph of the German: one of its own would stand at the other side of the cell.
    paragraph.add_run(f"{{% if {name} %}}  {{% endif %}}")
    made = run(paragraph, f"{{{{ {name} }}}}", colour=SECOND, size=SECOND_LABEL)
    made.bold = False


def spacer(document: WordDocument) -> None:
    """A little room between two tables."""
    add(document, "", "Klein").paragraph_format.space_after = Pt(2)


def thin(document: WordDocument) -> None:
    """Word joins two tables that follow each other; a line of one point keeps them apart."""
    line = add(document, "", "Klein")
    line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    line.paragraph_format.line_spacing = Pt(2)
