"""The house widgets: one subclass for each widget in use, so that a quirk has one home.

Text from data goes through ``plain`` (or a bare string to a house widget, which does the same) and
is shown literally. Example of a screen::

    table = RecordTable(
        [Column("number", N_("Nummer"), width=9), Column("name", N_("Name"))],
        cells=lambda case: (case.number, case.name), key=lambda case: case.id,
    )
    table.replace(await self.app.store.run(list_cases))

    @on(RecordTable.RowChosen)
    def _open(self, event: RecordTable.RowChosen) -> None: ...  # event.key, event.row
"""

from __future__ import annotations

from caseconsole.widgets.bars import bar, spark
from caseconsole.widgets.buttons import Button
from caseconsole.widgets.choice import Choice, MultiChoice, TypeAhead
from caseconsole.widgets.columns import Column
from caseconsole.widgets.date_input import DateInput
from caseconsole.widgets.dialogs import Ask, Confirm, Message
from caseconsole.widgets.display import Label, Line, Rule, Shown, Text, mark, plain, tell
from caseconsole.widgets.keybar import FooterBar, TabBar, key_name
from caseconsole.widgets.matching import Option, matching
from caseconsole.widgets.note_area import NoteArea
from caseconsole.widgets.picker import Picker
from caseconsole.widgets.signs import signs, use_ascii
from caseconsole.widgets.table import RecordTable
from caseconsole.widgets.text_input import TextInput
from caseconsole.widgets.toggle import Toggle
from caseconsole.widgets.wrapped import WrappedTable

__all__ = [
    "Ask",
    "Button",
    "Choice",
    "Column",
    "Confirm",
    "DateInput",
    "FooterBar",
    "Label",
    "Line",
    "Message",
    "MultiChoice",
    "NoteArea",
    "Option",
    "Picker",
    "RecordTable",
    "Rule",
    "Shown",
    "TabBar",
    "Text",
    "TextInput",
    "Toggle",
    "TypeAhead",
    "WrappedTable",
    "bar",
    "key_name",
    "mark",
    "matching",
    "plain",
    "signs",
    "spark",
    "tell",
    "use_ascii",
]
