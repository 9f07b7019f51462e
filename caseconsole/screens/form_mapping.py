"""The form of the district: choose a cell, choose a figure; then fill it with one key."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.worker import NoActiveWorker, Worker, get_current_worker

from caseconsole import clock
from caseconsole.caseload.drafts import drop_draft, get_draft, save_draft
from caseconsole.counting import Period
from caseconsole.district.addresses import Cell, join_place
from caseconsole.district.figures import PLUS, Figures
from caseconsole.district.forms import FormMapping
from caseconsole.errors import CaseconsoleError, InputError, ReportError
from caseconsole.forms import DraftKeeper
from caseconsole.i18n import N_, _
from caseconsole.screens.base import CaseScreen, act
from caseconsole.screens.form_choice import ask_figure, ask_form, mapping_for
from caseconsole.screens.form_grid import FormGrid
from caseconsole.screens.form_output import DRAFT, draft_key, save_mapping, write_filled
from caseconsole.screens.form_places import FormPlaces, PlaceRow, headline, places_of
from caseconsole.screens.report_reading import read_standing
from caseconsole.widgets import Column, RecordTable, Rule, Shown, Text, mark, plain


class FormScreen(CaseScreen):
    """A form with the figures placed in it.

    Args:
        first: first day of the period, as ISO; last year if not given.
        last: its last day.
        path: the form or its mapping; asked for if empty.
        edition: the edition handed in that answers; 0 for the newest one.
        live: count today, even where the period was handed in.
        draft: name of the draft that was chosen, instead of a path.
    """

    SCREEN_NAME = "formular"
    HEADING = N_("Formular des Landkreises")
    HELP = N_(
        "Mit den Pfeilen zu einer Zelle, mit Enter die Zahl wählen, die dort stehen soll. "
        "Zugeordnete Zahlen stehen in [Klammern], so wie sie das Haus verlassen. Strg+S speichert "
        "die Zuordnung für die nächsten Jahre, F5 füllt aus; das leere Formular bleibt leer."
    )
    SHOWS = frozenset({"contact", "case", "plan", "person"})
    BINDINGS: ClassVar = [
        act("enter", "choose", N_("Zahl"), footer=True, explain=N_(
            "Wählt die Zahl, die an dieser Stelle stehen soll.")),
        act("plus", "add", N_("dazu"), footer=True, explain=N_(
            "Zählt in dieser Zelle noch eine zweite Zahl dazu.")),
        act("delete,backspace", "remove", N_("weg"), footer=True, explain=N_(
            "Nimmt die Zahl aus der Zelle.")),
        act("b", "sheet(1)", N_("Blatt"), footer=True, explain=N_(
            "Zeigt das nächste Blatt der Mappe.")),
        act("B", "sheet(-1)", N_("voriges Blatt")),
        act("n", "next_placed", N_("nächste Zahl"), explain=N_(
            "Springt zur nächsten Zelle, in der eine Zahl steht.")),
        act("o", "open_form", N_("anderes Formular")),
        act("f5", "fill", N_("Ausfüllen"), footer=True, explain=N_(
            "Prüft alle Stellen und schreibt das ausgefüllte Formular neben das leere.")),
    ]  # fmt: skip
    DEFAULT_CSS = """
    FormScreen #places { height: 1fr; }
    FormScreen #about { height: 3; }
    FormScreen Rule { height: 1; color: $panel; }
    """
    COLUMNS = (
        Column("place", N_("Platzhalter"), fraction=2),
        Column("value", N_("Wert"), width=12, align="right"),
        Column("figure", N_("Zahl"), fraction=5),
    )

    def __init__(
        self,
        first: str = "",
        last: str = "",
        path: str = "",
        edition: int = 0,
        *,
        live: bool = False,
        draft: str = "",
    ) -> None:
        super().__init__()
        self._period = (
            Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
            if first and last
            else Period.of_year(clock.today().year - 1)
        )
        self._path = path
        self._edition = edition
        self._live = live
        self._chosen_draft = draft
        self._mapping: FormMapping | None = None
        self._saved: dict[str, str] = {}
        self._places: FormPlaces | None = None
        self._figures: Figures | None = None
        self._sheet = 0
        self._keeper: DraftKeeper | None = None

    def arguments(self) -> dict[str, object]:
        """Period and form."""
        return {
            "first": self._period.first.isoformat(),
            "last": self._period.last.isoformat(),
            "path": self._path,
            "edition": self._edition,
            "live": self._live,
            "draft": "",
        }

    def body(self) -> ComposeResult:
        """The grid of a workbook or the placeholders of a document; below what stands there."""
        yield FormGrid(id="grid")
        yield RecordTable[PlaceRow](
            self.COLUMNS,
            cells=self._cells,
            key=lambda row: row.place,
            empty=N_("In diesem Dokument steht kein Platzhalter wie {{ betreute }}."),
            id="places",
        )
        yield Rule()
        yield Text("", id="about")

    def on_mount(self) -> None:
        """Show neither half before it is known which one it is."""
        self._keeper = DraftKeeper(self, self._save_draft)
        self.query_one("#grid").display = False
        self.query_one("#places").display = False
        super().on_mount()

    # ------------------------------------------------------------------ reading and showing

    async def load(self) -> None:
        """Read form, mapping and figures; ask which form where none is named."""
        if self._figures is None or self._mapping is None:
            await self._read_figures()
        if self._chosen_draft:
            draft = await self.app.store.run(get_draft, DRAFT.format(self._chosen_draft))
            self._path = str(draft.values.get("path", "")) if draft else ""
            self._chosen_draft = ""
        if not self._path:
            self.run_worker(self._ask_form(), exclusive=True, group="ask")
        elif self._mapping is None:
            await self._read_form(Path(self._path))
        else:
            await self._read_figures()
            self._show()

    async def _read_figures(self) -> None:
        standing = await read_standing(self, self._period, self._edition, live=self._live)
        before = await read_standing(self, self._period.year_before())
        previous = before.report if before.report.value("movement.active_rows") else None
        self._figures = await asyncio.to_thread(Figures, standing.report, previous)

    async def _read_form(self, path: Path) -> None:
        mapping = await asyncio.to_thread(mapping_for, path)
        self._places = await asyncio.to_thread(places_of, mapping)
        self._mapping, self._saved = mapping, dict(mapping.figures)
        self._path, self._sheet = str(mapping.path if mapping.path.is_file() else path), 0
        draft = await self.app.store.run(get_draft, self._draft_key)
        kept = draft.values.get("figures") if draft else None
        if isinstance(kept, dict):
            self._put({str(place): str(figure) for place, figure in kept.items()})
            self.app.hint(_("Ihr Entwurf ist wieder da."))
        self.query_one("#grid").display = not mapping.is_document
        self.query_one("#places").display = mapping.is_document
        self._show(self._places.start(0) if not mapping.is_document else None)
        self.query_one("#places" if mapping.is_document else "#grid").focus()

    def _show(self, cursor: Cell | None = None) -> None:
        mapping, places, figures = self._mapping, self._places, self._figures
        if mapping is None or places is None or figures is None:
            return
        told = dict(mapping.figures)
        if mapping.is_document:
            rows = places.rows(told)
            self.query_one("#places", RecordTable).replace(rows)
        else:
            sheet = places.sheets[self._sheet]
            placed = {
                cell: self._value(told[place]) for cell, place in places.on(sheet, told).items()
            }
            self.query_one("#grid", FormGrid).show_sheet(sheet, placed, cursor)
        self._show_banner()
        self._describe()

    def _show_banner(self) -> None:
        mapping, places = self._mapping, self._places
        if mapping is not None and places is not None:
            second = places.line(self._sheet, dict(mapping.figures), str(self._period))
            self.set_banner(headline(mapping, changed=self.is_dirty), second)

    def _cells(self, row: PlaceRow) -> tuple[Shown, ...]:
        if not row.figure:
            return row.place, "", mark(_("noch keine Zahl"), "warn")
        title = self._figures.title(row.figure) if self._figures else row.figure
        return row.place, self._value(row.figure), title

    def _value(self, figure: str) -> str:
        figures, mapping = self._figures, self._mapping
        if figures is None or mapping is None:
            return ""
        try:
            placed = [part for _p, other in mapping.figures for part in other.split(PLUS)]
            return figures.value(figure, placed).text
        except InputError:
            return "?"

    @on(FormGrid.Moved)
    @on(RecordTable.RowHighlighted, "#places")
    def _describe(self) -> None:
        figures, mapping = self._figures, self._mapping
        place = self._place
        if figures is None or mapping is None or not place:
            return
        figure = self._figure_here
        heading = plain(f"{place}: ", style="bold")
        about = self.query_one("#about", Text)
        if figure:
            try:
                names = figures.parts(figure)
            except InputError as error:
                about.update(heading + mark(str(error), "bad"))
                return
            words = f"{figures.title(figure)} = {self._value(figure)}"
            if not names[0].startswith(("text.", "months.")) and names[0] in figures.report.entries:
                words += f". {figures.report.definition(names[0])}"
            about.update(heading + plain(words))
        else:
            about.update(heading + plain(self._standing))

    @property
    def _standing(self) -> str:
        """What stands in the place under the cursor, where no figure does."""
        places = self._places
        if places is None or places.is_document:
            return _("Enter wählt die Zahl, die hier stehen soll.")
        return places.standing(places.sheets[self._sheet], self._cell)

    # ------------------------------------------------------------------ which place

    @property
    def _cell(self) -> Cell:
        return self.query_one("#grid", FormGrid).cursor

    @property
    def _place(self) -> str:
        """How the place under the cursor is called in the mapping."""
        mapping, places = self._mapping, self._places
        if mapping is None or places is None:
            return ""
        if mapping.is_document:
            row = self.query_one("#places", RecordTable).current
            return row.place if row is not None else ""
        sheet = places.sheets[self._sheet]
        written = places.on(sheet, dict(mapping.figures)).get(self._cell)
        return written or join_place(sheet.ref.name, self._cell)

    @property
    def _figure_here(self) -> str:
        return dict(self._mapping.figures).get(self._place, "") if self._mapping else ""

    def action_sheet(self, step: int) -> None:
        """Show another sheet."""
        places = self._places
        if places is None or places.is_document:
            return
        self._sheet = (self._sheet + step) % len(places.sheets)
        self._show(places.start(self._sheet))

    def action_next_placed(self) -> None:
        """Go to the next cell with a figure, on this sheet or a later one."""
        mapping, places = self._mapping, self._places
        if mapping is None or places is None or places.is_document:
            return
        told = dict(mapping.figures)
        count = len(places.sheets)
        for turn in range(count + 1):
            number = (self._sheet + turn) % count
            cells = sorted(places.on(places.sheets[number], told))
            after = [cell for cell in cells if turn or cell > self._cell]
            if after:
                self._sheet = number
                self._show(after[0])
                return

    # ------------------------------------------------------------------ placing

    @on(RecordTable.RowChosen, "#places")
    def action_choose(self) -> None:
        """Choose the figure that stands in this place."""
        self.run_worker(self._ask_figure(further=False), exclusive=True, group="ask")

    def action_add(self) -> None:
        """Count another figure in this place, too."""
        further = bool(self._figure_here)
        self.run_worker(self._ask_figure(further=further), exclusive=True, group="ask")

    async def _ask_figure(self, *, further: bool) -> None:
        figures, places, mapping = self._figures, self._places, self._mapping
        place = self._place
        if figures is None or places is None or mapping is None or not place:
            return
        try:
            if not places.is_document:
                places.check(places.sheets[self._sheet], self._cell)
        except InputError as error:
            self.app.hint(str(error))
            return
        figure = await ask_figure(self.app, figures, place)
        if figure is None:
            return
        if further:
            figure = f"{self._figure_here}{PLUS}{figure}"
            try:
                figures.parts(figure)
            except InputError as error:
                self.app.tell(error)
                return
        self._put({**dict(mapping.figures), place: figure})
        self._changed()

    def action_remove(self) -> None:
        """Take the figure out of this place."""
        mapping, place = self._mapping, self._place
        if mapping is not None and self._figure_here:
            self._put({one: figure for one, figure in mapping.figures if one != place})
            self._changed()

    def _put(self, told: dict[str, str]) -> None:
        mapping = self._mapping
        if mapping is not None:
            self._mapping = (
                replace(mapping, placeholders=told)
                if mapping.is_document
                else replace(mapping, cells=told)
            )

    def _changed(self) -> None:
        self._show()
        if self._keeper is not None:
            self._keeper.touch()

    # ------------------------------------------------------------------ unsaved work

    @property
    def is_dirty(self) -> bool:
        """Whether figures were placed that the mapping does not have yet."""
        return self._mapping is not None and dict(self._mapping.figures) != self._saved

    @property
    def _draft_key(self) -> str:
        return draft_key(self._path, str(self._mapping.form) if self._mapping else self._path)

    async def flush(self) -> None:
        """Bring what was placed into its draft now."""
        if self._keeper is not None and self.is_dirty:
            self._keeper.touch()
            await self._keeper.flush()

    async def _save_draft(self) -> None:
        mapping = self._mapping
        if mapping is not None:
            title = _("Formular {name}").format(name=mapping.form.name)
            values: dict[str, object] = {"path": self._path, "figures": dict(mapping.figures)}
            await self.app.store.run(save_draft, self._draft_key, None, title, values)

    async def _forget_draft(self) -> None:
        if self._keeper is not None:
            self._keeper.forget()
        await self.app.store.run(drop_draft, self._draft_key)

    async def discard(self) -> None:
        """Drop what was placed since the last saving."""
        self._put(dict(self._saved))
        await self._forget_draft()

    async def save(self) -> bool:
        """Save the mapping; one written by hand is replaced only if the user says so."""
        mapping = self._mapping
        if mapping is None:
            return True
        if not self._may_ask:
            # Strg+S: the answer to a question would be waited for where the answer comes in.
            _saving: Worker[None] = self.run_worker(self._save, exclusive=True, group="ask")
            return True
        try:
            written = await save_mapping(self.app, mapping)
        except ReportError as error:
            self.app.tell(error)
            return False
        if written is None:
            return False
        await self._forget_draft()
        self._mapping = replace(mapping, path=written)
        self._saved, self._path = dict(mapping.figures), str(written)
        self.app.hint(_("Zuordnung gespeichert: {file}").format(file=written.name))
        self._show_banner()
        return True

    async def _save(self) -> None:
        await self.save()

    @property
    def _may_ask(self) -> bool:
        """Whether this runs in a worker, where a question may be asked."""
        try:
            get_current_worker()
        except NoActiveWorker:
            return False
        return True

    # ------------------------------------------------------------------ which form, filling

    def action_open_form(self) -> None:
        """Choose another form."""
        self.run_worker(self._ask_form(), exclusive=True, group="ask")

    async def _ask_form(self) -> None:
        if not await self.may_leave():
            return
        try:
            path = await ask_form(self.app)
            if path is not None:
                self._mapping = None
                await self._read_form(path)
        except CaseconsoleError as error:
            self.app.tell(error)
        if self._mapping is None:
            self.app.back()

    def action_fill(self) -> None:
        """Write the filled form."""
        self.run_worker(self._fill(), exclusive=True, group="ask")

    async def _fill(self) -> None:
        mapping, figures = self._mapping, self._figures
        if mapping is None or figures is None:
            self.app.hint(_("Die Zahlen werden noch gelesen."))
            return
        try:
            await write_filled(self.app, mapping, figures)
        except CaseconsoleError as error:
            self.app.tell(error)
