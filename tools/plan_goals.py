"""The goals of the integration plan: areas with self-ratings, goals with their steps."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from caseconsole.documents.phrases import PHRASES
from tools import word
from tools.layout import (
    SECOND_LABEL,
    beside,
    both,
    heading,
    subheading,
    table_head,
    write_label,
)
from tools.word import ACCENT, SECOND, TINT, add, first, row, run, table, tag


def goals(document: WordDocument) -> None:
    """The areas with their goals, then those that are rated and have none."""
    heading(document, "ziele")
    tag(document, "if not felder")
    write_label(add(document, "", "Fließtext"), both("keine_ziele"))
    tag(document, "endif")
    tag(document, "for feld in felder")
    subheading(document, "{{ feld.feld }}", "", second="feld.feld_zweit")
    tag(document, "if feld.einschaetzung")
    rating = add(document, "", "Klein", keep=True)
    rating.paragraph_format.keep_together = True
    rating.add_run("Selbsteinschätzung am {{ feld.einschaetzung_am }}:  ")
    _rating(
        rating, "{% if zweit_selbsteinschaetzung %}{{ zweit_selbsteinschaetzung }}: {% endif %}"
    )
    rating.paragraph_format.space_after = Pt(2)
    tag(document, "endif")
    tag(document, "if feld.situation")
    add(document, "{{ feld.situation }}", "Fließtext", keep=True)
    tag(document, "endif")
    _goal_table(document)
    tag(document, "endfor")
    tag(document, "if weitere_einschaetzungen")
    subheading(document, PHRASES["weitere"], "weitere")
    made = table(document, (4.5, 12.0), inset=0)
    word.statement_row(made, "for feld in weitere_einschaetzungen")
    cells = row(made)
    name = first(cells[0], "Wert")
    name.add_run("{{ feld.feld }}")
    run(name, "{% if feld.feld_zweit %}  {{ feld.feld_zweit }}{% endif %}", colour=SECOND, size=8.5)
    rating = first(cells[1], "Klein")
    rating.add_run("am {{ feld.einschaetzung_am }}:  ")
    _rating(rating)
    rating.add_run("{% if feld.situation %} · {{ feld.situation }}{% endif %}")
    word.statement_row(made, "endfor")
    tag(document, "endif")


def _rating(paragraph: Paragraph, second_label: str = "") -> None:
    """The rating as points and in words: nobody has to know what the points mean.

    All of the German stands before the second language: days, colons and dots between letters
    that run to the left would change places.
    """
    run(paragraph, "{{ feld.einschaetzung_punkte }}", colour=ACCENT)
    paragraph.add_run("  {{ feld.einschaetzung }}")
    paragraph.add_run(
        "{% if feld.zu_beginn %} · am {{ feld.zu_beginn_am }} zu Beginn: {{ feld.zu_beginn }}"
        "{% endif %}"
    )
    paragraph.add_run("{% if feld.einschaetzung_zweit %}  /  {% endif %}")
    second = f"{second_label}{{{{ feld.einschaetzung_zweit }}}}"
    first_time = (
        " · {% if zweit_zu_beginn %}{{ zweit_zu_beginn }}: {% endif %}{{ feld.zu_beginn_zweit }}"
    )
    run(
        paragraph,
        f"{{% if feld.einschaetzung_zweit %}}{second}"
        f"{{% if feld.zu_beginn_zweit %}}{first_time}{{% endif %}}{{% endif %}}",
        colour=SECOND,
        size=SECOND_LABEL,
    )


def _goal_table(document: WordDocument) -> None:
    made = table(document, (6.4, 4.1, 2.1, 3.9))
    head = row(made, header=True, line=ACCENT)
    for cell, key in zip(head, ("schritt", "wer", "bis", "stand"), strict=True):
        table_head(cell, both(key))
    word.keep_together(head)
    word.statement_row(made, "for ziel in feld.ziele")
    goal = row(made, shade=TINT)
    wording = word.merged(goal[:2])
    run(first(wording, "Wert"), "Ziel {{ ziel.nummer }}: {{ ziel.ziel }}", bold=True)
    tag(wording, "if ziel.ziel_zweit")
    add(wording, "{{ ziel.ziel_zweit }}", "Zweite Sprache")
    tag(wording, "endif")
    tag(wording, "if ziel.fuer")
    add(wording, "für {{ ziel.fuer }}", "Klein")
    tag(wording, "endif")
    first(goal[2], "Wert").add_run("{{ ziel.bis }}")
    state = first(goal[3], "Wert")
    run(state, "{{ ziel.stand }}", bold=True)
    beside(state, "ziel.stand_zweit")
    word.keep_together([wording, goal[2], goal[3]])
    word.statement_row(made, "if ziel.begruendung or ziel.erledigt_am")
    reason = word.merged(row(made))
    line = first(reason, "Klein")
    line.add_run("{{ ziel.stand }}{% if ziel.erledigt_am %} am {{ ziel.erledigt_am }}{% endif %}")
    line.add_run("{% if ziel.begruendung %}: {{ ziel.begruendung }}{% endif %}")
    word.statement_row(made, "endif")
    word.statement_row(made, "for schritt in ziel.schritte")
    step = row(made)
    indented = first(step[0], "Wert")
    indented.add_run("{{ schritt.schritt }}")
    tag(step[0], "if schritt.schritt_zweit")
    again = add(step[0], "{{ schritt.schritt_zweit }}", "Zweite Sprache")
    tag(step[0], "endif")
    for line in (indented, again):
        line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(9)
    for cell, name in zip(step[1:], ("wer", "bis", "stand"), strict=True):
        value = first(cell, "Wert")
        value.add_run(f"{{{{ schritt.{name} }}}}")
        if name != "bis":
            beside(value, f"schritt.{name}_zweit")
    word.statement_row(made, "endfor")
    word.statement_row(made, "if not ziel.schritte")
    none = word.merged(row(made))
    first(none, "Klein").add_run("Noch keine Schritte vereinbart.")
    word.statement_row(made, "endif")
    word.statement_row(made, "endfor")
