"""Fälle: every case in one list; typing finds, a digit filters, Enter opens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from caseconsole import clock
from caseconsole.caseload.caselist import CaseRow, list_cases, number_of_cases
from caseconsole.caseload.health import cases_to_delete
from caseconsole.caseload.names import initials
from caseconsole.caseload.search import find_cases
from caseconsole.days import add_months, format_short
from caseconsole.i18n import N_, _
from caseconsole.screens.base import CaseScreen, act
from caseconsole.widgets import Column, Label, Line, RecordTable, Shown, TextInput, mark, plain

MOST_FOUND = 100
"""A search shows at most so many cases; the right one is among the first."""

QUIET_MONTHS = 3


@dataclass(frozen=True)
class Filter:
    """A saved filter: which cases it lets through.

    Args:
        name: German name, marked with ``N_``.
        scope: scope of ``list_cases``.
        wanted: whether a case belongs to it.
        listed: function of the caseload that names the only cases it lets through.
    """

    name: str
    scope: str
    wanted: Callable[[CaseRow], bool] = lambda _row: True
    listed: Callable[[dt.date], tuple[int, ...]] | None = None


def _quiet(row: CaseRow) -> bool:
    since = add_months(clock.today(), -QUIET_MONTHS)
    return row.last_contact is None or row.last_contact < since


FILTERS = (
    Filter(N_("laufend"), "running"),
    Filter(N_("alle"), "all"),
    Filter(N_("beendet"), "ended"),
    Filter(N_("Planüberprüfung überfällig"), "running", lambda row: row.plan_overdue),
    Filter(N_("ohne Plan"), "running", lambda row: row.plan is None),
    Filter(N_("kein Kontakt seit 3 Monaten"), "running", _quiet),
    Filter(N_("gleicher Name"), "all", lambda row: row.same_name),
    Filter(N_("storniert"), "cancelled"),
    Filter(N_("Löschung fällig"), "all", listed=cases_to_delete),
)
"""The filters on the number keys, in their order."""


@dataclass(frozen=True)
class _Found:
    """A case in the list, with the reason why a search found it."""

    case: CaseRow
    reason: str = ""


class CasesScreen(CaseScreen):
    """The list of cases with its search field, which has the cursor at first."""

    SCREEN_NAME = "faelle"
    SHOWS = frozenset({"case", "person", "person_status", "contact", "plan", "household"})
    HELP = N_(
        "Tippen sucht sofort: Name in jeder Schreibweise, Fallnummer, Telefon, Wort aus einer "
        "Notiz. Enter öffnet die Akte. Pfeil nach unten geht in die Liste; dort wählen die "
        "Ziffern einen Filter."
    )
    BINDINGS: ClassVar = [
        act("n", "new_case", N_("neuer Fall"), footer=True),
        act("slash,ctrl+f", "search", N_("Suchen"), footer=True),
        act("o", "next_place", N_("Ort"), footer=True, explain=N_(
            "Zeigt nur die Fälle eines Ortes; noch einmal drücken für den nächsten.")),
        *(
            act(str(digit), f"filter({digit})", filter_.name)
            for digit, filter_ in enumerate(FILTERS, start=1)
        ),
    ]  # fmt: skip
    DEFAULT_CSS = """
    CasesScreen #search-line { height: 1; }
    CasesScreen #search { width: 1fr; }
    CasesScreen #filters { color: $text-muted; }
    CasesScreen #cases { height: 1fr; margin-top: 1; }
    """

    COLUMNS = (
        Column("number", N_("Nummer"), width=9, sort=lambda row: row.case.number),
        Column("name", N_("Name"), fraction=2, sort=lambda row: row.case.sort_key),
        Column("same", "", width=1),
        Column("age", N_("Alter"), width=5, align="right"),
        Column("status", N_("Status"), width=12, sort=lambda row: row.case.status_label),
        Column("place", N_("Ort"), fraction=1, sort=lambda row: row.case.place),
        Column("last", N_("Letzter"), width=9, sort=lambda row: _sortable(row.case.last_contact)),
        Column("next", N_("Nächster"), width=9, from_width=96,
               sort=lambda row: _sortable(row.case.next_date)),
        Column("plan", N_("Plan"), width=6),
        Column("script", N_("Eigene Schrift"), width=20, from_width=116),
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._filter = FILTERS[0]
        self._place = ""
        self._all: tuple[CaseRow, ...] = ()

    def body(self) -> ComposeResult:
        """The search field, what is shown, and the list."""
        with Horizontal(id="search-line"):
            yield Label(_("Suche: "))
            yield TextInput("", placeholder=_("Name, Nummer, Telefon, Wort"), id="search")
        yield Line("", id="filters")
        yield RecordTable(
            self.COLUMNS,
            cells=self._cells,
            key=lambda row: row.case.id,
            note=lambda row: row.reason,
            empty=N_("Kein Fall passt. n legt einen neuen an, 1 zeigt wieder die laufenden."),
            id="cases",
        )

    def on_mount(self) -> None:
        """Begin in the search field."""
        self.query_one("#search").focus()

    def on_screen_resume(self) -> None:
        """Read again; whoever comes back to search types over the last search."""
        super().on_screen_resume()
        field = self.query_one("#search", TextInput)
        if field.has_focus:
            field.action_select_all()

    async def load(self) -> None:
        """Read the cases of the filter, or what the search finds."""
        typed = self.query_one("#search", TextInput).value.strip()
        if typed:
            found = await self._found(typed)
            all_cases = await self.app.store.run(number_of_cases)
        else:
            scope = self._filter.scope
            self._all = await self.app.store.run(list_cases, clock.today(), scope)
            found = [_Found(row) for row in await self._filtered()]
            all_cases = len(self._all)
        self._table.replace(found, reset=bool(typed))
        self._show_banner(len(found), all_cases, typed)

    async def _filtered(self) -> list[CaseRow]:
        rows = [
            row for row in self._all
            if self._filter.wanted(row) and self._place in {"", row.place}
        ]  # fmt: skip
        if self._filter.listed is None:
            return rows
        listed = await self.app.store.run(self._filter.listed, clock.today())
        return [row for row in rows if row.id in listed]

    async def _found(self, typed: str) -> list[_Found]:
        """What the search finds, best first."""
        found = await self.app.store.run(find_cases, typed, clock.today(), MOST_FOUND)
        return [_Found(row, "" if self.app.private_view else reason) for row, reason in found]

    def _show_banner(self, shown: int, all_cases: int, typed: str) -> None:
        filters = [_("Suche in allen Fällen") if typed else _(self._filter.name)]
        if self._place and not typed:
            filters.append(_("Ort: {place}").format(place=self._place))
        count = _("{shown} von {all}").format(shown=shown, all=all_cases)
        self.set_banner(plain(_("Fälle")) + plain(f"   {' · '.join(filters)}   {count}"))
        digits = [f"{n} {_(filter_.name)}" for n, filter_ in enumerate(FILTERS, start=1)]
        self.query_one("#filters", Line).update(" · ".join(digits))

    @property
    def _table(self) -> RecordTable[_Found]:
        return self.query_one("#cases", RecordTable)

    def _cells(self, row: _Found) -> tuple[Shown, ...]:
        case, today = row.case, clock.today()
        family, _comma, given = case.name.partition(", ")
        private = self.app.private_view
        return (
            case.number,
            initials(family, given) if private else case.name,
            mark("≠", "warn") if case.same_name else "",
            case.age,
            case.status_label if case.state in {"running", "future"} else _ended(case),
            case.place,
            format_short(case.last_contact, today) if case.last_contact else "–",
            format_short(case.next_date, today) if case.next_date else "–",
            _plan(case),
            "" if private else case.original_script_name,
        )

    @on(TextInput.Changed, "#search")
    def _typed(self) -> None:
        self.reload()

    @on(TextInput.Submitted, "#search")
    def _take_first(self) -> None:
        self.run_worker(self._open_first(), exclusive=True, group="open")

    async def _open_first(self) -> None:
        """Open the best hit for what stands in the field now, even where the list lags behind."""
        typed = self.query_one("#search", TextInput).value.strip()
        row = self._table.current
        if typed:
            found = await self._found(typed)
            row = found[0] if found else None
        if row is not None:
            self.app.open_case(row.case.id)

    def on_key(self, event: object) -> None:
        """Let the arrow down lead from the search field into the list."""
        if getattr(event, "key", "") == "down" and self.query_one("#search").has_focus:
            self._table.focus()

    @on(RecordTable.RowChosen, "#cases")
    def _open(self, event: RecordTable.RowChosen) -> None:
        self.app.open_case(event.row.case.id)

    def action_search(self) -> None:
        """Go back to the search field; what stands there is typed over."""
        field = self.query_one("#search", TextInput)
        field.focus()
        field.action_select_all()

    def action_filter(self, digit: int) -> None:
        """Show the cases of a saved filter."""
        self._filter = FILTERS[digit - 1]
        self.query_one("#search", TextInput).load("")
        self.reload()

    def action_next_place(self) -> None:
        """Show the cases of the next place, after the last one those of all places."""
        places = ["", *sorted({row.place for row in self._all if row.place})]
        current = places.index(self._place) if self._place in places else 0
        self._place = places[(current + 1) % len(places)]
        self.reload()

    def action_new_case(self) -> None:
        """Begin a new case."""
        self.app.open_screen("neuer_fall")


def _sortable(day: object) -> str:
    """Days sort by time, cases without one come last."""
    return str(day) if day is not None else "9999"


def _plan(case: CaseRow) -> Shown:
    if case.plan is None:
        return _("Entw.") if case.plan_draft else "–"
    version = f"v{case.plan}"
    return plain(f"{version} ") + mark("!", "bad") if case.plan_overdue else version


def _ended(case: CaseRow) -> str:
    if case.state == "cancelled":
        return _("storniert")
    return _("bis {day}").format(day=format_short(case.end, clock.today())) if case.end else ""
