"""The section "Seit dem letzten Plan" of the integration plan."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.table import Table, _Cell

from tools import word
from tools.layout import Label, beside, both, heading, thin, write_label
from tools.word import GREY, add, first, row, run, table, tag

_WIDTHS = (3.3, 8.2, 5.0)


def changes(document: WordDocument) -> None:
    """What has changed since the version before; nothing at all for a first plan."""
    tag(document, "if seit_plan")
    heading(document, "seit_letztem_plan")
    since = add(document, "", "Klein", keep=True)
    since.add_run("Plan vom {{ vorheriger_plan_am }}")
    made = table(document, _WIDTHS, inset=0)
    for rows, head in (
        ("seit_plan_erreicht", both("ergebnis")),
        ("seit_plan_entfallen", both("vergleich_entfallen")),
    ):
        cells = _group(made, rows, "ziel", head)
        _goal(cells[1])
        _settled(cells[2])
        word.statement_row(made, "endfor")
    cells = _group(made, "seit_plan_weiter", "ziel", both("vergleich_weiter"))
    _goal(cells[1])
    day = first(cells[2], "Wert")
    day.add_run("{% if ziel.bis_neu %}bis {{ ziel.bis_neu }}{% endif %}")
    run(
        day,
        "{% if ziel.verschoben and ziel.bis_alt %} (vorher {{ ziel.bis_alt }}){% endif %}",
        colour=GREY,
    )
    word.statement_row(made, "endfor")
    cells = _group(made, "seit_plan_neu", "ziel", both("vergleich_neu"))
    _goal(cells[1])
    first(cells[2], "Wert").add_run("{% if ziel.bis %}bis {{ ziel.bis }}{% endif %}")
    word.statement_row(made, "endfor")
    _steps(made)
    _ratings(made)
    thin(document)
    tag(document, "endif")


def _group(made: Table, rows: str, name: str, head: Label) -> list[_Cell]:
    """The row of a group; its first entry names the group."""
    word.statement_row(made, f"for {name} in {rows}")
    cells = row(made)
    label = first(cells[0], "Tabellenkopf")
    label.add_run("{% if loop.first %}")
    write_label(label, head)
    label.add_run("{% endif %}")
    return cells


def _goal(cell: _Cell) -> None:
    goal = first(cell, "Wert")
    goal.add_run("{{ ziel.ziel }}")
    goal.add_run("{% if ziel.fuer %} (für {{ ziel.fuer }}){% endif %}")
    tag(cell, "if ziel.ziel_zweit")
    add(cell, "{{ ziel.ziel_zweit }}", "Zweite Sprache")
    tag(cell, "endif")


def _settled(cell: _Cell) -> None:
    state = first(cell, "Wert")
    run(state, "{{ ziel.stand }}", bold=True)
    state.add_run("{% if ziel.tag %}, {{ ziel.tag }}{% endif %}")
    beside(state, "ziel.stand_zweit")
    tag(cell, "if ziel.grund")
    add(cell, "{{ ziel.grund }}", "Klein")
    tag(cell, "endif")


def _steps(made: Table) -> None:
    cells = _group(made, "seit_plan_schritte", "schritt", both("vergleich_schritte"))
    step = first(cells[1], "Wert")
    step.add_run("{{ schritt.schritt }}")
    add(cells[1], "{{ schritt.ziel }}", "Klein")
    done = first(cells[2], "Wert")
    done.add_run("{{ schritt.tag }}")
    run(done, "{% if schritt.wer %} · {{ schritt.wer }}{% endif %}", colour=GREY)
    word.statement_row(made, "endfor")


def _ratings(made: Table) -> None:
    cells = _group(made, "seit_plan_einschaetzung", "feld", both("selbsteinschaetzung"))
    area = first(cells[1], "Wert")
    area.add_run("{{ feld.feld }}")
    beside(area, "feld.feld_zweit")
    now = first(cells[2], "Wert")
    now.add_run("{% if feld.vorher %}{{ feld.vorher }} → {% endif %}")
    run(now, "{{ feld.jetzt }}", bold=True)
    beside(now, "feld.jetzt_zweit")
    word.statement_row(made, "endfor")
