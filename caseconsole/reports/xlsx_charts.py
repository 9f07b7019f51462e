"""Native charts over the cells of the workbook, so that Excel users can change them.

One dark and one light colour, so that a grey print tells them apart; every bar has its number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from caseconsole.counting.months import STOCK
from caseconsole.i18n import _
from caseconsole.reports.charted import (
    MOST_BARS,
    TOPICS,
    goals,
    movement,
    nationalities,
    topics,
)
from caseconsole.reports.content import Content
from caseconsole.reports.xlsx_sheet import ACCENT, GREY, Places, Sheet

_WIDE, _NARROW = 10.0, 2.0
_WIDTHS = (*[_WIDE] * 6, _NARROW, *[_WIDE] * 6)
"""Widths of the columns in characters: six for each chart, a narrow one between them.

A chart ends with a column, so that it keeps its place where another font makes columns wider.
"""

_SECOND = 7
"""Column at which the chart at the right begins."""

_HALF, _WHOLE = 446, 915
"""Width in pixels of a chart and of one that takes the whole page; a little less than the columns,
or the last line of the frame would not be printed.
"""

_ROW_HEIGHT = 20
_FRAME, _BAR = 62, 24
"""Height in pixels of title and margins, and of one bar with its gap."""

_MONTHS_HEIGHT = 280
_SMALL = {"size": 9, "color": GREY}


@dataclass(frozen=True)
class _Drawn:
    """A chart and how high it is."""

    chart: Any
    height: int
    title: str


def add_charts(book: Any, sheet: Sheet, content: Content, places: Places) -> None:
    """Draw movement, goals, topics, nationalities and months, with how they are counted."""
    sheet.columns(*_WIDTHS)
    sheet.on_one_page()
    sheet.top(_("Diagramme"))
    pairs = (
        (
            _bars(book, places, _("Fallbewegung (Betreuungszeiträume)"), movement()),
            _bars(book, places, _("Zielbilanz (Ziele)"), goals()),
        ),
        (
            _bars(book, places, _topics_title(content), topics(content)),
            _bars(book, places, _nationalities_title(content), nationalities(content)),
        ),
    )
    for pair in pairs:
        drawn = [chart for chart in pair if chart is not None]
        height = max((chart.height for chart in drawn), default=0)
        for place, chart in enumerate(drawn):
            _insert(sheet, chart, place * _SECOND, height)
        sheet.skip(-(-height // _ROW_HEIGHT) + 1 if drawn else 0)
    months = _months(book, places, content)
    if months is not None:
        _insert(sheet, months, 0, months.height, width=_WHOLE)
        sheet.skip(-(-months.height // _ROW_HEIGHT) + 1)
    _definitions(sheet, content)


def _topics_title(content: Content) -> str:
    if len(content.report.rows(TOPICS)) > MOST_BARS:
        return _("Beratungen nach Hauptthema, die {count} häufigsten").format(count=MOST_BARS)
    return _("Beratungen nach Hauptthema")


def _nationalities_title(content: Content) -> str:
    if content.internal:
        return _("Betreute Personen nach Staatsangehörigkeit")
    return _("Betreute nach Staatsangehörigkeit (auf {base} gerundet)").format(
        base=content.shown.base
    )


def _definitions(sheet: Sheet, content: Content) -> None:
    """How what is drawn is counted, figure by figure."""
    sheet.heading(_("So ist gezählt"))
    report = content.report
    for path in (*movement(), *goals()):
        sheet.explained(report.title(path), report.definition(path))
    words = report.words
    sheet.explained(words.group(TOPICS), words.group_definition(TOPICS))
    sheet.explained(
        words.dimension("nationality"),
        f"{words.base_definition('persons_in_care')} {words.dimension_definition('nationality')}",
    )
    sheet.explained(words.group("months"), words.group_definition("months"))
    sheet.note(content.shown.note)


def _insert(sheet: Sheet, drawn: _Drawn, column: int, height: int, width: int = _HALF) -> None:
    drawn.chart.set_size({"width": width, "height": height})
    sheet.picture(drawn.chart, column, drawn.title)


def _bars(book: Any, places: Places, title: str, paths: Sequence[str]) -> _Drawn | None:
    """Bars for figures that stand below each other; nothing where there are none."""
    if not paths:
        return None
    chart = book.add_chart({"type": "bar"})
    name, first, column = places[paths[0]]
    last = first + len(paths) - 1
    chart.add_series(
        {
            "name": title,
            "categories": [name, first, 0, last, 0],
            "values": [name, first, column, last, column],
            "fill": {"color": ACCENT},
            "gap": 45,
            "data_labels": {"value": True, "num_format": "#,##0", "font": {"size": 9}},
        }
    )
    _dress(chart, title)
    chart.set_y_axis({"reverse": True, "num_font": _SMALL, "major_tick_mark": "none"})
    chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    return _Drawn(chart, _FRAME + _BAR * max(len(paths), 5), title)


def _months(book: Any, places: Places, content: Content) -> _Drawn | None:
    """Consultations as columns, the stock at each month's end as a line."""
    grid = content.months()
    if not grid.rows:
        return None
    title = _("Beratungen und Bestand nach Monaten")
    chart = book.add_chart({"type": "column"})
    line = book.add_chart({"type": "line"})
    looks = (
        (chart, "consultations", {"fill": {"color": "#A9C4E0"}, "border": {"color": ACCENT}}),
        (
            line,
            STOCK,
            {
                "line": {"color": "#17202A", "width": 2.25},
                "marker": {
                    "type": "circle",
                    "size": 6,
                    "fill": {"color": "#FFFFFF"},
                    "border": {"color": "#17202A"},
                },
            },
        ),
    )
    for drawn, event, look in looks:
        path = next(path for path in grid.rows[0][1] if path.endswith(f".{event}"))
        name, first, column = places[path]
        last = first + len(grid.rows) - 1
        drawn.add_series(
            {
                "name": [name, first - 1, column],
                "categories": [name, first, 0, last, 0],
                "values": [name, first, column, last, column],
                "gap": 60,
                **look,
            }
        )
    chart.combine(line)
    _dress(chart, title)
    chart.set_legend({"position": "bottom", "font": _SMALL})
    chart.set_x_axis({"num_font": _SMALL, "major_tick_mark": "none", "text_axis": True})
    chart.set_y_axis(
        {
            "name": _("Anzahl"),
            "name_font": {**_SMALL, "bold": False},
            "min": 0,
            "num_font": _SMALL,
            "num_format": "#,##0",
            "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
        }
    )
    return _Drawn(chart, _MONTHS_HEIGHT, title)


def _dress(chart: Any, title: str) -> None:
    chart.set_title({"name": title, "name_font": {"size": 11, "color": ACCENT}, "overlay": False})
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"color": "#BFBFBF", "width": 0.5}})
