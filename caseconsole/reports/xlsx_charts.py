"""Native charts over the cells of the workbook, so that Excel users can change them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from caseconsole.counting.months import STOCK
from caseconsole.counting.plans import GOAL_FIGURES
from caseconsole.i18n import _
from caseconsole.reports.content import Content
from caseconsole.reports.xlsx_sheet import ACCENT, GREY, Places, Sheet

MOVEMENT = ("opening_stock", "new", "reopened", "ended", "closing_stock")
"""The figures of the movement, in the order of its equation."""

_MOST_BARS = 12
_WIDTH, _HEIGHT = 560, 300
_FIRST_ROW, _ROWS_A_CHART, _COLUMN_WIDTH = 5, 18, 82
_SECOND = "#ED7D31"


def add_charts(book: Any, sheet: Sheet, content: Content, places: Places) -> None:
    """Draw movement, topics, goals, nationalities and months on ``sheet``."""
    sheet.columns(_COLUMN_WIDTH, _COLUMN_WIDTH)
    sheet.on_one_page(landscape=True)
    sheet.top(_("Diagramme"))
    sheet.note(content.shown.note)
    topics = content.report.rows("consultations.by_main_topic")
    nationalities = [
        paths[0]
        for grid in content.tables()
        for _heading, paths in grid.rows
        if paths[0].startswith("tables.persons_in_care.nationality.")
        and not content.shown.is_left_out(paths[0])
    ]
    movement = [f"movement.{name}" for name in MOVEMENT]
    goals = [f"goals.{name}" for name in GOAL_FIGURES]
    charts = [
        _bars(book, places, "bar", _("Fallbewegung"), movement),
        _bars(book, places, "bar", _("Beratungen nach Hauptthema"), topics),
        _bars(book, places, "column", _("Zielbilanz"), goals),
        _bars(
            book,
            places,
            "bar",
            _("Betreute Personen nach Staatsangehörigkeit"),
            nationalities[:_MOST_BARS],
        ),
        _months(book, places, content),
    ]
    drawn = [chart for chart in charts if chart is not None]
    for place, chart in enumerate(drawn):
        row, column = divmod(place, 2)
        sheet.sheet.insert_chart(_FIRST_ROW + row * _ROWS_A_CHART, column, chart)


def _bars(book: Any, places: Places, kind: str, title: str, paths: Sequence[str]) -> Any:
    """A chart of figures that stand below each other; nothing where there are none."""
    if not paths:
        return None
    chart = book.add_chart({"type": kind})
    name, first, column = places[paths[0]]
    last = first + len(paths) - 1
    chart.add_series(
        {
            "name": title,
            "categories": [name, first, 0, last, 0],
            "values": [name, first, column, last, column],
            "fill": {"color": ACCENT},
            "gap": 60,
            "data_labels": {"value": True},
        }
    )
    _dress(chart, title)
    if kind == "bar":
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    else:
        chart.set_y_axis({"visible": False, "major_gridlines": {"visible": False}})
    return chart


def _months(book: Any, places: Places, content: Content) -> Any:
    """Consultations as columns, the stock at each month's end as a line."""
    grid = content.months()
    if not grid.rows:
        return None
    chart = book.add_chart({"type": "column"})
    line = book.add_chart({"type": "line"})
    for drawn, event, colour in ((chart, "consultations", ACCENT), (line, STOCK, _SECOND)):
        path = next(path for path in grid.rows[0][1] if path.endswith(f".{event}"))
        name, first, column = places[path]
        last = first + len(grid.rows) - 1
        drawn.add_series(
            {
                "name": [name, first - 1, column],
                "categories": [name, first, 0, last, 0],
                "values": [name, first, column, last, column],
                "fill": {"color": colour},
                "line": {"color": colour, "width": 2.25},
                "gap": 60,
            }
        )
    chart.combine(line)
    _dress(chart, _("Beratungen und Bestand nach Monaten"))
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    return chart


def _dress(chart: Any, title: str) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12, "color": ACCENT}, "overlay": False})
    chart.set_legend({"none": True})
    chart.set_size({"width": _WIDTH, "height": _HEIGHT})
    chart.set_chartarea({"border": {"color": GREY, "width": 0.5}})
