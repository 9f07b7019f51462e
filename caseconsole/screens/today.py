"""Heute: what is overdue, what is due, what comes, and whether the caseload is safe."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from caseconsole import clock, config
from caseconsole.caseload.drafts import Draft, open_drafts
from caseconsole.caseload.health import read_health
from caseconsole.caseload.names import initials
from caseconsole.days import format_short, format_understood, parse_day
from caseconsole.deadlines import Agenda, agenda, bring_back, put_off, settle
from caseconsole.due_dates import Due
from caseconsole.errors import CaseconsoleError, InputError
from caseconsole.i18n import N_, _, ngettext
from caseconsole.screens.ask_line import AskLine
from caseconsole.screens.base import CaseScreen, act
from caseconsole.screens.health_line import health_line
from caseconsole.screens.plan_names import EXTENSION
from caseconsole.widgets import Column, Line, RecordTable, Shown, mark, plain

_SECTIONS = (
    ("overdue", N_("Überfällig {count}")),
    ("today", N_("Heute {count}")),
    ("soon", N_("Nächste {days} Tage {count}")),
    ("ahead", N_("Später, aber schon zu bedenken {count}")),
    ("drafts", N_("Entwürfe {count}")),
)
_PLAN_FORMS = {"review": None, "step": None, "no_plan": None, "counselling": EXTENSION}
"""Reasons that lead into the plan, and the form that is open there at once."""


@dataclass(frozen=True)
class _Row:
    """A line of the list: a date or a draft, with the heading of its section."""

    key: str
    section: str
    cells: tuple[Shown, ...]
    due: Due | None = None
    draft: Draft | None = None


class TodayScreen(CaseScreen):
    """The start screen: one list of everything that wants attention, each reason once."""

    SCREEN_NAME = "heute"
    HEADING = N_("Heute")
    HELP = N_(
        "Was fällig ist, jeder Anlass einmal. Enter öffnet die Akte, e hakt ab, v verschiebt. "
        "Die Fristen stehen in den Einstellungen."
    )
    BINDINGS: ClassVar = [
        act("e", "settle", N_("erledigt"), footer=True, explain=N_(
            "Hakt den Termin, den Schritt oder die Wiedervorlage ab.")),
        act("v", "put_off", N_("verschieben"), footer=True, explain=N_(
            "Blendet die Zeile bis zu einem Tag aus, zum Beispiel +7.")),
        act("ctrl+z", "bring_back", N_("Rückgängig"), explain=N_(
            "Holt die Zeile zurück, die zuletzt abgehakt oder verschoben wurde.")),
        act("n", "new_case", N_("neuer Fall"), footer=True),
    ]  # fmt: skip
    DEFAULT_CSS = """
    TodayScreen #agenda { height: 1fr; }
    TodayScreen #health { dock: bottom; }
    """

    COLUMNS = (
        Column("day", N_("Tag"), width=8),
        Column("title", N_("Anlass"), fraction=22),
        Column("name", N_("Name"), fraction=18),
        Column("number", N_("Nummer"), width=8),
        Column("detail", N_("Näheres"), fraction=16),
    )

    def __init__(self) -> None:
        super().__init__()
        self._undo: list[Due] = []

    def body(self) -> ComposeResult:
        """The list and the line about backups and deletions."""
        yield RecordTable(
            self.COLUMNS,
            cells=lambda row: row.cells,
            key=lambda row: row.key,
            group=lambda row: row.section,
            empty=N_(
                "Nichts fällig. n legt einen neuen Fall an, / sucht einen Fall, "
                "F2 hält einen Kontakt fest."
            ),
            header=False,
            id="agenda",
        )
        yield Line("", id="health")

    def on_mount(self) -> None:
        """Start in the list."""
        self.query_one("#agenda").focus()

    async def load(self) -> None:
        """Read dates, drafts and the state of the caseload."""
        today = clock.today()
        found = await self.app.store.run(agenda, today)
        drafts = await self.app.store.run(open_drafts)
        health = await self.app.store.run(read_health, today)
        place = config.active().municipality.name
        running = ngettext("{count} laufender Fall", "{count} laufende Fälle", found.running)
        right = " · ".join(
            filter(None, (format_understood(today), place, running.format(count=found.running)))
        )
        self.set_banner(plain(_("Heute")) + plain("   " + right, style="$text-muted"))
        self._table.replace([*self._dates(found, today), *self._drafts(drafts, today)])
        self.query_one("#health", Line).update(health_line(health, today))

    @property
    def _table(self) -> RecordTable[_Row]:
        return self.query_one("#agenda", RecordTable)

    def _dates(self, found: Agenda, today: dt.date) -> list[_Row]:
        shown: list[_Row] = []
        for name, heading in _SECTIONS[:-1]:
            dues: tuple[Due, ...] = getattr(found, name)
            days = config.active().deadlines.horizon_days
            section = _(heading).format(count=len(dues), days=days)
            shown.extend(_Row(d.key, section, self._cells(d, today), due=d) for d in dues)
        return shown

    def _cells(self, due: Due, today: dt.date) -> tuple[Shown, ...]:
        name = _initials(due.name) if self.app.private_view else due.name
        day = format_short(due.day, today)
        detail = due.detail or _distance((due.day - today).days)
        return (
            mark(day, "bad") if due.day < today else day,
            due.title,
            name,
            due.number,
            detail,
        )

    def _drafts(self, drafts: tuple[Draft, ...], today: dt.date) -> list[_Row]:
        section = _(_SECTIONS[-1][1]).format(count=len(drafts))
        shown = []
        for draft in drafts:
            day = dt.datetime.fromisoformat(draft.updated_at).astimezone().date()
            size = ngettext("{count} Zeichen", "{count} Zeichen", draft.characters)
            kind, _colon, name = draft.title.partition(": ")
            if self.app.private_view:
                name = _initials(name)
            cells = (format_short(day, today), kind, name, "",
                     size.format(count=draft.characters))  # fmt: skip
            shown.append(_Row(f"draft:{draft.key}", section, cells, draft=draft))
        return shown

    @on(RecordTable.RowChosen, "#agenda")
    def _open(self, event: RecordTable.RowChosen) -> None:
        row = event.row
        if row.draft is not None:
            self.app.open_draft(row.draft)
        elif row.due is not None and row.due.case_id is not None:
            reason, case_id = row.due.reason, row.due.case_id
            if reason in _PLAN_FORMS:
                self.app.open_screen("plan", case_id=case_id, form=_PLAN_FORMS[reason])
            else:
                self.app.open_case(case_id)

    def action_settle(self) -> None:
        """Tick off the date under the cursor."""
        row = self._table.current
        if row is not None and row.due is not None:
            self.run_worker(self._settle(row.due), exclusive=True, group="write")

    async def _settle(self, due: Due) -> None:
        try:
            await self.app.store.run(settle, due.key, clock.today())
        except CaseconsoleError as error:
            self.app.tell(error)
            return
        self._undo.append(due)
        self.app.mark_changed("agenda", by=self)
        name = _initials(due.name) if self.app.private_view else due.name
        what = f"{due.title}, {name}" if name else due.title
        self.app.hint(_("Erledigt: {title}. Strg+Z holt es zurück.").format(title=what))
        self.reload()

    def action_put_off(self) -> None:
        """Hide the date under the cursor until a day that is asked for."""
        row = self._table.current
        if row is not None and row.due is not None:
            self.run_worker(self._put_off(row.due), exclusive=True, group="write")

    async def _put_off(self, due: Due) -> None:
        until = await self.app.push_screen_wait(
            AskLine(
                _("Verschieben bis wann?"),
                _future_day,
                value="+7",
                detail=_("Zum Beispiel +7, +2w oder 15.12."),
            )
        )
        if until is None:
            return
        try:
            await self.app.store.run(put_off, due.key, until)
        except CaseconsoleError as error:
            self.app.tell(error)
            return
        self._undo.append(due)
        self.app.hint(_("Wieder da am {day}.").format(day=format_understood(until)))
        self.reload()

    def action_bring_back(self) -> None:
        """Take back what was ticked off or put off last."""
        if not self._undo:
            self.app.hint(_("Nichts zurückzunehmen."))
            return
        self.run_worker(self._bring_back(self._undo.pop()), exclusive=True, group="write")

    async def _bring_back(self, due: Due) -> None:
        try:
            await self.app.store.run(bring_back, due.key)
        except CaseconsoleError as error:
            self.app.tell(error)
            return
        self.app.mark_changed("agenda", by=self)
        self.reload()

    def action_new_case(self) -> None:
        """Begin a new case."""
        self.app.open_screen("neuer_fall")


def _future_day(typed: str) -> dt.date:
    day = parse_day(typed, clock.today(), ahead=True)
    if day <= clock.today():
        raise InputError(_("Bitte einen Tag nach heute eingeben."))
    return day


def _initials(name: str) -> str:
    family, _comma, given = name.partition(", ")
    return initials(family, given)


def _distance(days: int) -> str:
    if days == 0:
        return ""
    if days < 0:
        return ngettext("seit {count} Tag", "seit {count} Tagen", -days).format(count=-days)
    return ngettext("in {count} Tag", "in {count} Tagen", days).format(count=days)
