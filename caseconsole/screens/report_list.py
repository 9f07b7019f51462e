"""The list behind one figure: as long as the figure says, read page by page."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from caseconsole import clock
from caseconsole.caseload.contacts import attribute_visitor
from caseconsole.caseload.names import initials
from caseconsole.caseload.search import find_people
from caseconsole.counting import Period, Ref, Report
from caseconsole.counting.cells import CONTACT
from caseconsole.counting.places import by_place
from caseconsole.counting.resolve import ListRow, resolve
from caseconsole.days import format_day
from caseconsole.errors import CaseconsoleError
from caseconsole.i18n import N_, _, ngettext
from caseconsole.screens.base import CaseScreen, act
from caseconsole.screens.pick import Pick
from caseconsole.screens.report_reading import read_standing
from caseconsole.screens.report_rows import CHECK
from caseconsole.widgets import Column, RecordTable, Shown, mark, plain

PAGE = 200
"""So many rows are read at a time."""

_MOST_FOUND = 12

PLACE = "place:"
"""Begins the path of a figure of one place."""

TELLING = frozenset({"person", "household", "goal"})
"""Rows whose details name somebody as well as a name does."""


class FigureListScreen(CaseScreen):
    """The rows behind a figure; Enter opens the case file.

    Args:
        first: first day of the period, as ISO.
        last: its last day.
        path: the figure, or an identity whose rows do not fit.
        edition: the edition of the report handed in; 0 for the newest one.
        live: count today, even where the period was handed in.
        report: the report that the figure was seen in; read again where there is none.
    """

    SCREEN_NAME = "liste"
    HELP = N_(
        "Die Zeilen hinter einer Zahl der Auswertung, genau so viele, wie die Zahl sagt. Enter "
        "öffnet die Akte, F10 geht zurück zur Auswertung."
    )
    BINDINGS: ClassVar = [
        act("z", "attribute", N_("Besucher zuordnen"), footer=True, explain=N_(
            "Gibt einem Besucher ohne Namen nachträglich einen Namen: Der Kontakt zählt dann für "
            "diese Person und steht in ihrer Akte.")),
        act("f10,escape", "app.back", N_("Zurück"), footer=True),
    ]  # fmt: skip
    DEFAULT_CSS = """
    FigureListScreen #members { height: 1fr; }
    """
    COLUMNS = (
        Column("number", N_("Nummer"), width=10),
        Column("name", N_("Name"), fraction=4),
        Column("day", N_("Tag"), width=10),
        Column("detail", N_("Näheres"), fraction=5),
    )

    def __init__(
        self,
        first: str,
        last: str,
        path: str,
        edition: int = 0,
        *,
        live: bool = False,
        report: Report | None = None,
    ) -> None:
        super().__init__()
        self._period = Period(_day(first), _day(last))
        self._path = path
        self._edition = edition
        self._live = live
        self._report = report
        self._refs: tuple[Ref, ...] = ()
        self._pages: dict[int, tuple[ListRow, ...]] = {}
        self._asked: set[int] = set()

    def arguments(self) -> dict[str, object]:
        """Period and figure; the report is read again."""
        return {
            "first": self._period.first.isoformat(),
            "last": self._period.last.isoformat(),
            "path": self._path,
            "edition": self._edition,
            "live": self._live,
        }

    def body(self) -> ComposeResult:
        """The list."""
        yield RecordTable[int](
            self.COLUMNS,
            cells=self._cells,
            key=lambda place: place,
            empty=N_("Hinter dieser Zahl steht jetzt niemand mehr. F10 geht zurück."),
            id="members",
        )

    def on_mount(self) -> None:
        """Begin in the list."""
        super().on_mount()
        self.query_one("#members").focus()

    async def load(self) -> None:
        """Take the figure from the report given, or count anew; show the first page."""
        report = self._report
        if report is None:
            standing = await read_standing(self, self._period, self._edition, live=self._live)
            report = standing.report
        self._report = None
        self._pages.clear()
        self._asked.clear()
        if self._path.startswith(CHECK):
            self._show_identity(report, int(self._path.removeprefix(CHECK)))
        elif self._path.startswith(PLACE):
            self._show_place(report)
        else:
            self._show_figure(report)
        await self._read_page(0)
        self.refresh_bindings()

    def _show_place(self, report: Report) -> None:
        """A figure of one place: ``place:stock:Oberdorf``."""
        column, _colon, key = self._path.removeprefix(PLACE).partition(":")
        places = by_place(report)
        self._refs = places.members(column, key)
        place = next((row.title for row in places.rows if row.key == key), key)
        self._show_heading(
            f"{place}, {places.title(column)}", len(self._refs), places.definition(column)
        )

    def _show_figure(self, report: Report) -> None:
        self._refs = report.members(self._path)
        definition = report.definition(self._path)
        self._show_heading(report.title(self._path), report[self._path], definition)

    def _show_heading(self, title: str, value: int, definition: str) -> None:
        rows = len(self._refs)
        if value == rows:
            heading = f"{title}: {value}"
        else:
            entries = ngettext("{count} Eintrag", "{count} Einträge", rows).format(count=rows)
            heading = _("{title}: {value}, Summe über {entries}").format(
                title=title, value=value, entries=entries
            )
        self.set_banner(
            plain(heading) + mark(f"   {self._period}", "quiet"),
            mark(definition, "quiet"),
        )

    def _show_identity(self, report: Report, place: int) -> None:
        identity = report.identities[place]
        self._refs = identity.broken
        self.set_banner(
            mark(_("! Diese Zeilen stören die Prüfregel"), "bad") + plain(f"   {self._period}"),
            plain(f"{identity.rule}: {identity.figures}"),
        )

    async def _read_page(self, page: int) -> None:
        """Read a page of rows and draw the list with it."""
        refs = self._refs[page * PAGE : (page + 1) * PAGE]
        self._asked.add(page)
        self._pages[page] = await self.app.store.run(resolve, refs) if refs else ()
        self.query_one("#members", RecordTable).replace(range(len(self._refs)))

    def _row(self, place: int) -> ListRow | None:
        """The row at ``place``; asks for its page where it is not read yet."""
        page, within = divmod(place, PAGE)
        if page in self._pages:
            return self._pages[page][within]
        if page not in self._asked:
            self._asked.add(page)
            self.run_worker(self._read_page(page), group="pages")
        return None

    def _cells(self, place: int) -> tuple[Shown, ...]:
        row = self._row(place)
        if row is None:
            return "", "…", "", ""
        name, detail = row.name, row.detail
        if self.app.private_view:
            name = shortened(name)
            detail = "" if row.ref.kind in TELLING else detail
        return row.number, name, format_day(row.day) if row.day else "", detail

    @on(RecordTable.RowChosen, "#members")
    def _open(self, event: RecordTable.RowChosen) -> None:
        row = self._row(event.index)
        if row is None:
            return
        if row.case_id is not None:
            self.app.open_case(row.case_id)
        else:
            self.app.hint(_("Zu dieser Zeile gehört keine Akte."))

    # ------------------------------------------------------------------ visitors without a name

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a contact can have visitors without a name."""
        del parameters
        return action != "attribute" or any(ref.kind == CONTACT for ref in self._refs[:1])

    def action_attribute(self) -> None:
        """Give one visitor of the contact under the cursor a name."""
        self.run_worker(self._attribute(), exclusive=True, group="ask")

    async def _attribute(self) -> None:
        place = self.query_one("#members", RecordTable).cursor
        row = self._row(place) if place >= 0 else None
        if row is None or row.ref.kind != CONTACT:
            return
        picked = await self.app.push_screen_wait(
            Pick(_("Wer war der Besucher?"), self._find, _("Neuer Fall: {typed}"))
        )
        if picked is None:
            return
        if not picked.key:
            self.app.open_screen("neuer_fall")
            return
        try:
            await self.app.store.run(attribute_visitor, row.ref.id, int(picked.key))
        except CaseconsoleError as error:
            self.app.tell(error)
            return
        self.app.mark_changed("contact", by=self)
        self.app.hint(_("Der Kontakt zählt jetzt für diese Person."))
        self.reload()

    async def _find(self, typed: str) -> list[tuple[str, Shown, Shown]]:
        found = await self.app.store.run(find_people, typed, clock.today(), _MOST_FOUND)
        return [(str(one.person_id), one.name, one.number) for one in found]


def shortened(names: str) -> str:
    """The initials of one or several names; a number of unnamed persons stays as it is."""
    return "; ".join(map(_initials, names.split("; ")))


def _initials(name: str) -> str:
    if name[:1].isdecimal():
        return name
    family, _comma, given = name.partition(", ")
    return initials(family, given)


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
