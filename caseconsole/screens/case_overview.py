"""Tab 1 of a case file: the whole case on one page."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Resize

from caseconsole import clock
from caseconsole.caseload.contacts import ContactRow, contact_history
from caseconsole.deadlines import dates_of_case
from caseconsole.due_dates import Due
from caseconsole.i18n import N_, _
from caseconsole.screens import case_summary
from caseconsole.screens.case_part import CasePart
from caseconsole.widgets import Column, Line, RecordTable, Text
from caseconsole.widgets.columns import fit

WIDE = 110
"""Cells from which on the page stands in two columns."""

TALL = 28
"""Lines from which on the blocks show more than a few lines."""

_CONTACTS = 30
_FEW, _MANY = 4, 8
_GUTTER = 3


class OverviewPart(CasePart):
    """Goals, dates, ratings, consents, last contacts, household, gaps."""

    KEY = "overview"
    MAIN = "last-contacts"
    DEFAULT_CSS = """
    OverviewPart { layout: grid; grid-size: 2; grid-rows: auto auto 1fr auto;
                   grid-columns: 13fr 10fr; grid-gutter: 0 3; }
    OverviewPart > Text { text-wrap: nowrap; width: 1fr; height: auto; }
    OverviewPart > #facts, OverviewPart > #last, OverviewPart > #rest { column-span: 2; }
    OverviewPart.-wide { grid-columns: 1fr 1fr; grid-rows: auto auto 1fr; grid-gutter: 1 3; }
    OverviewPart.-wide > #facts, OverviewPart.-wide > #rest { column-span: 1; }
    OverviewPart.-wide > #last { column-span: 1; row-span: 2; }
    OverviewPart > #last { height: 1fr; }
    """

    COLUMNS: ClassVar = (
        Column("day", N_("Tag"), width=8),
        Column("kind", N_("Art"), width=20),
        Column("minutes", N_("Dauer"), width=7, align="right"),
        Column("topics", N_("Themen"), fraction=1),
    )

    def __init__(self, case_id: int) -> None:
        super().__init__(case_id)
        self._dates: tuple[Due, ...] = ()

    def compose(self) -> ComposeResult:
        """The blocks; the last contacts are the list with the cursor."""
        yield Text(id="goals")
        yield Text(id="dates")
        yield Text(id="facts")
        with Vertical(id="last"):
            yield Line(id="care")
            yield RecordTable[ContactRow](
                self.COLUMNS,
                cells=case_summary.contact_cells,
                key=lambda contact: contact.id,
                note=lambda contact: case_summary.first_line(contact.text),
                empty=N_("Noch kein Kontakt. b schreibt die erste Beratung."),
                header=False,
                id=self.MAIN,
            )
        yield Text(id="rest")

    async def load(self) -> None:
        """Read dates and contacts; the rest comes with the screen."""
        self._dates = await self.app.store.run(dates_of_case, self.case_id, clock.today())
        found = await self.app.store.run(contact_history, self.case_id, limit=_CONTACTS)
        self.query_one(f"#{self.MAIN}", RecordTable).replace(found)
        self._draw()

    def on_resize(self, event: Resize) -> None:
        """Lay the page out for its new size."""
        self.set_class(event.size.width >= WIDE, "-wide")
        self._draw()

    def _draw(self) -> None:
        overview = self.file.known_overview
        if overview is None or not self.size.width:
            return
        wide, tall = self.size.width >= WIDE, self.size.height >= TALL
        both = self.size.width - _GUTTER
        left = both // 2 if wide else both * 13 // 23
        right, whole = both - left, left if wide else self.size.width
        most, lines, today = _MANY if tall else _FEW, 4 if wide else 2, clock.today()
        blocks = {
            "goals": case_summary.goals_block(overview, left, most),
            "dates": case_summary.dates_block(self._dates, right, most, today),
            "facts": case_summary.facts_block(overview, whole, lines),
            "rest": case_summary.rest_block(overview, whole, lines, private=self.app.private_view),
        }
        for name, content in blocks.items():
            block = self.query_one(f"#{name}", Text)
            # The grid asks a block for its height at the width of one column; it is known here.
            block.styles.max_height = content.plain.count("\n") + 1
            block.update(content)
        care = case_summary.care_words(overview.care, today)
        title = case_summary.heading(_("Letzte Kontakte"))
        space = (right if wide else self.size.width) - care.cell_length
        self.query_one("#care", Line).update(fit(title, max(title.cell_length + 2, space)) + care)

    @on(RecordTable.RowChosen)
    def _open(self, event: RecordTable.RowChosen) -> None:
        event.stop()
        self.app.open_screen("beratung", case_id=self.case_id, contact_id=event.key)

    def action_edit(self) -> None:
        """Go to the data of the person, where what is missing can be entered."""
        self.file.show_form()
