"""The list behind one figure: as long as the figure says, read page by page."""

from __future__ import annotations

import datetime as dt

from textual import on
from textual.app import ComposeResult

from caseconsole.caseload.names import initials
from caseconsole.counting import Period, Ref, Report
from caseconsole.counting.places import by_place
from caseconsole.counting.resolve import ListRow, resolve
from caseconsole.days import format_day
from caseconsole.i18n import N_, _, ngettext
from caseconsole.screens.base import CaseScreen
from caseconsole.screens.report_reading import read_standing
from caseconsole.screens.report_rows import CHECK
from caseconsole.widgets import Column, RecordTable, Shown, mark, plain

PAGE = 200
"""So many rows are read at a time."""

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


def shortened(names: str) -> str:
    """The initials of one or several names; a number of unnamed persons stays as it is."""
    if names[:1].isdecimal():
        return names
    parts = (name.partition(", ") for name in names.split("; "))
    return "; ".join(initials(family, given) for family, _comma, given in parts)


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
