"""The smallest Textual apps that can be compared with the console: a field, a note, a table.

python benchmarks/reference_app.py field|note|table [ROWS]
"""

from __future__ import annotations

import sys

from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import DataTable, Input, Label, TextArea

COLUMNS = 8


class FieldApp(App[None]):
    """A word and a field."""

    def compose(self) -> ComposeResult:
        """Lay them out."""
        yield Label("Kennwort")
        yield Input(compact=True)


class NoteApp(App[None]):
    """A word and a note."""

    def compose(self) -> ComposeResult:
        """Lay them out."""
        yield Label("Kennwort")
        yield TextArea(compact=True)


class TableScreen(Screen[None]):
    """Rows in Textual's own table."""

    def compose(self) -> ComposeResult:
        """A line that tells when the rows are there, and the table."""
        yield Label("")
        yield DataTable[str](cursor_type="row")

    def on_mount(self) -> None:
        """Add the rows."""
        count = int(sys.argv[2])
        table = self.query_one(DataTable)
        table.add_columns(*(f"Spalte {column}" for column in range(COLUMNS)))
        table.add_rows([f"{row}-{column}" for column in range(COLUMNS)] for row in range(count))
        table.focus()
        self.query_one(Label).update(f"{count} von {count}")


class TableApp(FieldApp):
    """The table comes with F5."""

    def key_f5(self) -> None:
        """Open it."""
        self.push_screen(TableScreen())


if __name__ == "__main__":
    {"field": FieldApp, "note": NoteApp, "table": TableApp}[sys.argv[1]]().run()
