"""A sheet of a district's form as a grid: what stands there, and which figure was placed where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from caseconsole.district.addresses import MOST_COLUMNS, MOST_ROWS, Area, Cell, column_name
from caseconsole.district.xlsx_cells import FormSheet
from caseconsole.i18n import N_
from caseconsole.text import show
from caseconsole.widgets.columns import fit

_LEAST, _USUAL, _MOST = 5, 9, 34
"""Widths of a column in cells of the terminal."""
_SHARE = 0.8
"""Of the characters that a column holds in print."""
_FIELD, _EMPTY = "_", "–"
_PAGE = 10
_BETWEEN = 1


class FormGrid(Widget, can_focus=True):
    """The cells in view with a cursor; merged cells are one, placed figures stand in brackets.

    Args:
        id: id of the widget.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "form-grid--head",
        "form-grid--cursor",
        "form-grid--placed",
        "form-grid--fixed",
        "form-grid--field",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1, 0)", N_("Zelle hoch"), show=False, id="grid.up"),
        Binding("down", "move(1, 0)", N_("Zelle runter"), show=False, id="grid.down"),
        Binding("left", "move(0, -1)", N_("Zelle links"), show=False, id="grid.left"),
        Binding("right", "move(0, 1)", N_("Zelle rechts"), show=False, id="grid.right"),
        Binding("pageup", f"move(-{_PAGE}, 0)", N_("Seite hoch"), show=False),
        Binding("pagedown", f"move({_PAGE}, 0)", N_("Seite runter"), show=False),
        Binding("home", "first", N_("Erste Zelle der Zeile"), show=False),
        Binding("end", "last", N_("Letzte Zelle der Zeile"), show=False),
    ]
    DEFAULT_CSS = """
    FormGrid {
        height: 1fr;
        & > .form-grid--head { color: $text-muted; }
        & > .form-grid--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: bold;
        }
        & > .form-grid--placed { color: $text-accent; text-style: bold; }
        & > .form-grid--fixed { color: $text-muted; }
        & > .form-grid--field { color: $text-warning; }
    }
    """

    class Moved(Message):
        """The cursor stands on another cell."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._sheet: FormSheet | None = None
        self._placed: Mapping[Cell, str] = {}
        self._cursor = self._wish = Cell(1, 1)
        self._top = Cell(1, 1)
        self._last = Cell(1, 1)

    # ------------------------------------------------------------------ what is shown

    def show_sheet(
        self, sheet: FormSheet, placed: Mapping[Cell, str], cursor: Cell | None = None
    ) -> None:
        """Show a sheet.

        Args:
            sheet: the sheet.
            placed: what will stand in the cells that a figure was placed in.
            cursor: where the cursor goes; it stays where it is if not given.
        """
        self._sheet, self._placed, self._last = sheet, placed, sheet.last
        if cursor is not None:
            self._top = Cell(1, 1)
            self._go(cursor.row, cursor.column)
        self.refresh()

    @property
    def cursor(self) -> Cell:
        """The cell under the cursor; of merged ones the first."""
        return self._cursor

    # ------------------------------------------------------------------ moving

    def action_move(self, rows: int, columns: int) -> None:
        """Go to the next cell; merged cells are passed in one step."""
        area = self._area(self._cursor)
        row = (area.last.row if rows > 0 else area.first.row) + rows
        column = (area.last.column if columns > 0 else area.first.column) + columns
        # Across merged cells one comes out in the row or column in which one went in.
        self._go(row if rows else self._wish.row, column if columns else self._wish.column)

    def action_first(self) -> None:
        """Go to the first cell of the row."""
        self._go(self._cursor.row, 1)

    def action_last(self) -> None:
        """Go to the last column in which anything stands."""
        self._go(self._cursor.row, self._last.column)

    def _go(self, row: int, column: int) -> None:
        wanted = Cell(min(max(1, row), MOST_ROWS), min(max(1, column), MOST_COLUMNS))
        self._cursor, self._wish = self._area(wanted).first, wanted
        self._bring_into_view(self._cursor)
        self.refresh()
        self.post_message(self.Moved())

    def _bring_into_view(self, cell: Cell) -> None:
        lines = max(1, self.size.height - 1)
        row = min(max(self._top.row, cell.row - lines + 1), cell.row)
        column = min(self._top.column, cell.column)
        while column < cell.column and not self._fits(column, cell.column):
            column += 1
        self._top = Cell(row, column)

    def _fits(self, first: int, last: int) -> bool:
        widths = sum(self._column_width(column) + _BETWEEN for column in range(first, last + 1))
        return widths <= self.size.width - self._gutter

    def on_resize(self) -> None:
        """Keep the cursor in view, and as much as fits of what stands before it."""
        self._top = Cell(1, 1)
        self._bring_into_view(self._cursor)
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Go to the cell that was clicked."""
        place = event.get_content_offset(self)
        if place is None or place.y < 1:
            return
        at = self._gutter
        for column in self._columns():
            at += self._column_width(column) + _BETWEEN
            if place.x < at:
                self._go(self._top.row + place.y - 1, column)
                return

    # ------------------------------------------------------------------ drawing

    def render_line(self, y: int) -> Strip:
        """The letters of the columns, or one row."""
        if self._sheet is None:
            return Strip.blank(self.size.width, self.rich_style)
        return self._draw_head() if y == 0 else self._draw_row(self._top.row + y - 1)

    @property
    def _gutter(self) -> int:
        return len(str(self._top.row + self.size.height)) + 1

    def _columns(self) -> list[int]:
        """The columns in view, the last one perhaps in part."""
        column, room, found = self._top.column, self.size.width - self._gutter, []
        while room > 0 and column <= MOST_COLUMNS:
            found.append(column)
            room -= self._column_width(column) + _BETWEEN
            column += 1
        return found

    def _column_width(self, column: int) -> int:
        told = self._sheet.width(column) if self._sheet is not None else None
        return _USUAL if told is None else min(max(_LEAST, round(told * _SHARE)), _MOST)

    def _draw_head(self) -> Strip:
        parts = [self._styled(" " * self._gutter, "form-grid--head")]
        parts += [
            self._styled(
                column_name(column).center(self._column_width(column)) + " ", "form-grid--head"
            )
            for column in self._columns()
        ]
        return self._strip(parts)

    def _draw_row(self, row: int) -> Strip:
        if row > MOST_ROWS:
            return Strip.blank(self.size.width, self.rich_style)
        number = f"{row:>{self._gutter - 1}} "
        parts = [self._styled(number, "form-grid--head")]
        columns = self._columns()
        merges = self._merges_of(row)
        place = 0
        while place < len(columns):
            cell = Cell(row, columns[place])
            area = next((area for area in merges if cell in area), Area(cell, cell))
            wide = min(area.last.column - cell.column + 1, len(columns) - place)
            if area.first == area.last:
                wide = self._covered(cell, columns[place:], merges)
            width = sum(self._column_width(c) + _BETWEEN for c in columns[place : place + wide])
            parts.append(self._draw_cell(area, cell, width - _BETWEEN))
            parts.append(Content(" "))
            place += wide
        return self._strip(parts)

    def _covered(self, cell: Cell, columns: list[int], merges: list[Area]) -> int:
        """How many columns a text takes up: it goes on over empty cells, as on paper."""
        text, wide = self._shown(cell)[0], 1
        missing = cell_len(text) - self._column_width(cell.column)
        for column in columns[1:]:
            beside = Cell(cell.row, column)
            taken = beside == self._cursor or any(beside in area for area in merges)
            if missing <= 0 or cell == self._cursor or taken or self._shown(beside)[0]:
                break
            missing -= self._column_width(column) + _BETWEEN
            wide += 1
        return wide

    def _draw_cell(self, area: Area, cell: Cell, width: int) -> Content:
        """One cell; of merged ones the text stands in the first row, at its left end."""
        text, component = self._shown(area.first)
        if cell.row != area.first.row:
            text = ""
        if area.first == self._cursor:
            component = "form-grid--cursor"
        drawn = fit(text, width)
        return self._styled(drawn.plain, component) if component else drawn

    def _shown(self, cell: Cell) -> tuple[str, str]:
        sheet = self._sheet
        if sheet is None:
            return "", ""
        if cell in self._placed:
            return f"[{self._placed[cell] or _EMPTY}]", "form-grid--placed"
        if sheet.formula(cell):
            return f"={show(sheet.formula_text(cell))}", "form-grid--fixed"
        text = show(sheet.text(cell))
        if sheet.protected and not sheet.locked(cell):
            return text or _FIELD * 3, "form-grid--field"
        return text, "form-grid--fixed" if sheet.protected else ""

    def _merges_of(self, row: int) -> list[Area]:
        merges = self._sheet.merges if self._sheet is not None else ()
        return [area for area in merges if area.first.row <= row <= area.last.row]

    def _area(self, cell: Cell) -> Area:
        found = self._sheet.merged(cell) if self._sheet is not None else None
        return found or Area(cell, cell)

    def _styled(self, text: str, component: str) -> Content:
        style = self.get_visual_style(component, partial=True)
        return Content.styled(text, style)

    def _strip(self, parts: list[Content]) -> Strip:
        line = Content("").join(parts)
        width = self.size.width
        if cell_len(line.plain) > width:
            line = line.truncate(width)
        segments = line.render_segments(self.visual_style)
        return Strip(segments).adjust_cell_length(width, self.rich_style)
