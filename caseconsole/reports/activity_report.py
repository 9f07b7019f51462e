"""The report on the work for council and district (Sachbericht), from its Word template.

It holds sentences filled with the figures, key figures, bars, tables and definitions. What could
grow without bound is cut to its largest rows, so that three pages are enough whatever the caseload
is. The document is German whatever the screen speaks.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from caseconsole import clock
from caseconsole.counting.sections import Grid
from caseconsole.documents.kinds.activity_report import ACTIVITY_REPORT, FIGURES
from caseconsole.documents.languages import GERMAN
from caseconsole.documents.plan_context import office_values, typed
from caseconsole.errors import ReportError
from caseconsole.i18n import _, ngettext, speaking
from caseconsole.reports.activity_texts import Filled, fill, read_blocks, text_file
from caseconsole.reports.activity_values import Value, number, values_of
from caseconsole.reports.charted import TOPICS, goals, movement, nationalities, topics
from caseconsole.reports.content import Content
from caseconsole.reports.protection import LEFT_OUT
from caseconsole.reports.text_lint import hints
from caseconsole.text import show

_FULL, _HALF = "\u2588", "\u258c"
"""A block and half a block; fonts of Windows have them, and so has plain text."""

_LONGEST_BAR = 22
_MOST_BARS, _MOST_ROWS = 8, 7
_MOST_LETTERS = 4200
"""So much text leaves room for figures, bars, tables and definitions on three pages."""

_TO_WRITE = "[Bitte ergänzen"
"""Begins what only the manager can say; it stands in the report until it is written."""

_TABLES = ("sex", "age", "nationality", "residence_status", "german_level", "employment")
_BASES = 2
"""Columns of the tables: persons in care and the stock."""


def render(content: Content) -> bytes:
    """The Word file.

    Raises:
        DocumentError: the template or the text blocks cannot be used.
        ReportError: a template of one's own has no place for the mark of an internal report.
    """
    from caseconsole.documents.render import load_template
    from caseconsole.documents.templates import find_template

    with speaking(GERMAN):
        template = load_template(
            find_template(ACTIVITY_REPORT.name),
            ACTIVITY_REPORT.placeholders,
            author=content.municipality,
            title=f"{ACTIVITY_REPORT.title} {content.report.period}",
        )
        made = template.fill(typed(_context(content), ACTIVITY_REPORT.placeholders))
        if content.mark:
            _require_mark(made, content.mark)
    return made


def warnings(content: Content, names: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """What somebody should look at before the report leaves: words that point to single people.

    Args:
        content: the report.
        names: words of the names of all clients.

    Raises:
        DocumentError: the text blocks cannot be used.
    """
    values = values_of(content)
    # What the program itself puts in, such as the name of an area, points to nobody.
    own = {name: "…" if isinstance(value, str) else value for name, value in values.items()}
    with speaking(GERMAN):
        texts = [text for block in _texts(values) for text in block.paragraphs]
        written = [text for block in _texts(own) for text in block.paragraphs]
    found = [] if content.internal else hints(written, content.report.settings, names)
    if sum(map(len, texts)) > _MOST_LETTERS:
        found.append(
            _("Die Textbausteine sind lang: Der Sachbericht soll höchstens drei Seiten haben.")
        )
    if left := sum(text.count(_TO_WRITE) for text in texts):
        found.append(
            ngettext(
                "{count} Stelle im Sachbericht ist noch zu ergänzen.",
                "{count} Stellen im Sachbericht sind noch zu ergänzen.",
                left,
            ).format(count=left)
        )
    return tuple(found)


def _texts(values: Mapping[str, Value]) -> tuple[Filled, ...]:
    file = text_file()
    return fill(read_blocks(file), values, file)


def _context(content: Content) -> dict[str, Any]:
    values = values_of(content)
    shown = {
        name: number(value) if isinstance(value, int) else value or ""
        for name, value in values.items()
    }
    office = office_values(clock.today())
    return {
        **shown,
        **office,
        "gemeinde": content.municipality or office["gemeinde"],
        "stand_der_zahlen": content.standing,
        "vermerk": content.mark,
        "hinweis": content.report.note,
        "planquote_satz": f"{content.quota}.",
        "pruefung": content.checks,
        "rundung": content.shown.note,
        "abschnitte": [
            {"titel": block.title, "absaetze": [{"text": text} for text in block.paragraphs]}
            for block in _texts(values)
        ],
        "kennzahlen": _key_figures(content),
        "diagramm_bewegung": _bars(content, movement()),
        "diagramm_themen": _bars(content, topics(content)[:_MOST_BARS]),
        "diagramm_ziele": _bars(content, goals()),
        "diagramm_staatsangehoerigkeit": _bars(content, nationalities(content)[:_MOST_BARS]),
        "tabellen": _tables(content),
        "erklaerungen": _definitions(content),
    }


def _key_figures(content: Content) -> list[dict[str, Any]]:
    wanted = set(FIGURES.values())
    return [
        {
            "titel": section.title,
            "zahlen": [
                {
                    "titel": row.title,
                    "wert": number(row.value),
                    "vorjahr": "" if row.previous is None else number(row.previous),
                }
                for row in section.rows
                if row.path in wanted
            ],
        }
        for section in content.headlines()
    ]


def _bars(content: Content, paths: Sequence[str]) -> list[dict[str, str]]:
    values = [content.value(path) for path in paths]
    most = max(values, default=0)
    return [
        {
            "titel": show(content.report.title(path)),
            "wert": number(value),
            "balken": bar(value, most),
        }
        for path, value in zip(paths, values, strict=True)
    ]


def bar(value: int, most: int) -> str:
    """``value`` as blocks in a row, ``most`` being the longest; half a block at least if not 0."""
    if value <= 0:
        return ""
    halves = max(1, round(2 * _LONGEST_BAR * value / most))
    return _FULL * (halves // 2) + _HALF * (halves % 2)


def _tables(content: Content) -> list[dict[str, Any]]:
    wanted = {content.report.words.dimension(name) for name in _TABLES}
    found = (
        {"titel": grid.title, "zeilen": _table_rows(grid, content)}
        for grid in content.tables()
        if grid.title in wanted
    )
    return [table for table in found if table["zeilen"]]


def _table_rows(grid: Grid, content: Content) -> list[dict[str, str]]:
    rows = [(heading, paths[:_BASES]) for heading, paths in grid.rows]
    rows = [row for row in rows if any(map(content.value, row[1]))]
    made = [
        {
            "titel": show(heading),
            "betreut": _cell(content, paths[0]),
            "bestand": _cell(content, paths[1]),
        }
        for heading, paths in rows[:_MOST_ROWS]
    ]
    if len(rows) > _MOST_ROWS:
        left = len(rows) - _MOST_ROWS
        more = ngettext("und {count} weitere Zeile", "und {count} weitere Zeilen", left)
        made.append({"titel": more.format(count=left), "betreut": "", "bestand": ""})
    return made


def _cell(content: Content, path: str) -> str:
    return LEFT_OUT if content.shown.is_left_out(path) else number(content.value(path))


def _definitions(content: Content) -> list[dict[str, str]]:
    report, words = content.report, content.report.words
    paths = [
        row.path
        for section in content.headlines()
        for row in section.rows
        if row.path in set(FIGURES.values())
    ]
    found: list[tuple[str, str]] = [
        *((report.title(path), report.definition(path)) for path in paths),
        (words.group(TOPICS), words.group_definition(TOPICS)),
        *(
            (_("Tabellen: {base}").format(base=title), text)
            for title, text in content.bases()[:_BASES]
        ),
        *((words.dimension(name), words.dimension_definition(name)) for name in _TABLES),
    ]
    return [{"titel": title, "text": text} for title, text in found]


def _require_mark(made: bytes, mark: str) -> None:
    """Refuse a template that does not print the mark at the head or foot of every page."""
    import docx

    document = docx.Document(io.BytesIO(made))
    even = document.settings.odd_and_even_pages_header_footer
    for section in document.sections:
        pages = [(section.header, section.footer)]
        if section.different_first_page_header_footer:
            pages.append((section.first_page_header, section.first_page_footer))
        if even:
            pages.append((section.even_page_header, section.even_page_footer))
        if not all(_says(parts, mark) for parts in pages):
            raise ReportError(
                _("Ihre Vorlage sachbericht.docx druckt den Vermerk nicht auf jede Seite."),
                _("Bitte setzen Sie {{ vermerk }} in die Kopf- oder Fußzeile, auch der ersten."),
            )


def _says(parts: Iterable[Any], mark: str) -> bool:
    texts = (node.text or "" for part in parts for node in part._element.iter() if node.text)  # noqa: SLF001 - python-docx does not look into tables of a header
    return mark in "".join(texts)
