"""Akte: one case in seven tabs, with the first page that says where things stand."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from caseconsole import clock
from caseconsole.caseload.overview import CaseOverview, case_overview
from caseconsole.errors import CaseconsoleError
from caseconsole.i18n import N_, _
from caseconsole.screens import case_life, case_summary
from caseconsole.screens.base import CaseScreen, act
from caseconsole.screens.case_documents import DocumentsPart
from caseconsole.screens.case_history import HistoryPart
from caseconsole.screens.case_household import HouseholdPart
from caseconsole.screens.case_network import NetworkPart
from caseconsole.screens.case_overview import OverviewPart
from caseconsole.screens.case_part import CasePart
from caseconsole.screens.case_person import PersonPart
from caseconsole.screens.case_plan import PlanPart
from caseconsole.screens.console import Place
from caseconsole.widgets import Rule, TabBar, signs

_PARTS: tuple[tuple[type[CasePart], str], ...] = (
    (OverviewPart, N_("1 Übersicht")),
    (PlanPart, N_("2 Plan")),
    (HistoryPart, N_("3 Verlauf")),
    (PersonPart, N_("4 Person")),
    (HouseholdPart, N_("5 Haushalt")),
    (NetworkPart, N_("6 Netzwerk")),
    (DocumentsPart, N_("7 Dokumente")),
)
_KEYS = tuple(part.KEY for part, _label in _PARTS)


class CaseScreenFile(CaseScreen):
    """The file of one case.

    Args:
        case_id: the case.
        tab: name of the tab to begin with; behind a dot the name of a form to open in it, as the
            key of its draft has it.
    """

    SCREEN_NAME = "akte"
    SHOWS = frozenset({
        "case", "person", "person_status", "household", "household_member", "care_period",
        "contact", "plan", "goal", "consent", "reminder", "referral", "partner", "agenda",
        "document", "copy",
    })  # fmt: skip
    HELP = N_(
        "Die Akte eines Falles. Die Ziffern wechseln den Reiter, in Feldern tut es F6. "
        "F4 bearbeitet, was zu sehen ist. F9 beendet den Fall oder nimmt ihn wieder auf."
    )
    BINDINGS: ClassVar = [
        act("b", "consult", N_("Beratung"), footer=True, explain=N_(
            "Eine neue Beratung dieses Falles aufschreiben.")),
        act("p", "plan", N_("Plan"), footer=True, explain=N_("Das Plangespräch.")),
        act("w", "write", N_("Word"), footer=True, explain=N_(
            "Schreibt den Plan als Word-Dokument.")),
        act("r", "remind", N_("Wiedervorlage"), footer=True, explain=N_(
            "Einen Termin oder eine Wiedervorlage zu diesem Fall anlegen.")),
        act("f4", "edit", N_("Bearbeiten"), footer=True, explain=N_(
            "Bearbeitet, was der Reiter zeigt, oder die Zeile mit dem Cursor.")),
        act("f9", "menu", N_("Fall beenden, wiederaufnehmen, stornieren"), explain=N_(
            "Was mit dem Fall als Ganzem geschehen kann.")),
        act("f6", "turn(1)", N_("Nächster Reiter"), priority=True),
        act("shift+f6", "turn(-1)", N_("Voriger Reiter"), priority=True),
        *(
            act(str(number), f"show('{part.KEY}')", label)
            for number, (part, label) in enumerate(_PARTS, 1)
        ),
    ]  # fmt: skip
    CSS = """
    CaseScreenFile #banner { border-bottom: none; text-wrap: nowrap; text-overflow: ellipsis; }
    CaseScreenFile #body { padding: 0; }
    CaseScreenFile #tabs { text-wrap: nowrap; }
    CaseScreenFile #parts { height: 1fr; padding: 0 1; }
    """

    def __init__(self, case_id: int, tab: str | None = None) -> None:
        super().__init__()
        self.case_id = case_id
        key, _dot, form = (tab or "").partition(".")
        self.tab = key if key in _KEYS else _KEYS[0]
        self.known_overview: CaseOverview | None = None
        self.open_path = ""
        """Tab and name of the form that is open over the file; empty for none."""
        self._wanted_form = form

    def arguments(self) -> dict[str, object]:
        """The case with the tab and the open form, so that the lock can come back here."""
        within = self.part.place_within if self.part is not None else ""
        tab = f"{self.tab}.{within}" if within else self.tab
        return {"case_id": self.case_id, "tab": self.open_path or tab}

    @property
    def overview(self) -> CaseOverview:
        """What was read of the case; nothing that asks for it can be used before."""
        if self.known_overview is None:
            message = "the case is not read yet"
            raise RuntimeError(message)
        return self.known_overview

    # ------------------------------------------------------------------ frame and data

    def body(self) -> ComposeResult:
        """The line of tabs and their places; a tab is made when it is first shown."""
        bar = TabBar([(part.KEY, _(label)) for part, label in _PARTS], active=self.tab, id="tabs")
        bar.can_focus = False
        yield bar
        yield Rule()
        yield Vertical(id="parts")

    async def load(self) -> None:
        """Read the case, show the banner, and let the tab in view read."""
        self.known_overview = await self.app.store.run(case_overview, self.case_id, clock.today())
        self._show_banner()
        for part in self.query(CasePart):
            part.stale = True
        await self._show_part()

    def _show_banner(self) -> None:
        overview = self.overview
        self.set_banner(
            *case_summary.banner(
                overview.head,
                overview.care,
                self.size.width - 2,
                private=self.app.private_view,
            )
        )

    def on_resize(self) -> None:
        """Fit the banner to the window."""
        if self.known_overview is not None:
            self._show_banner()

    @property
    def part(self) -> CasePart | None:
        """The tab in view."""
        return next(iter(self.query(f"#part-{self.tab}").results(CasePart)), None)

    async def _show_part(self) -> None:
        kind = next(part for part, _label in _PARTS if self.tab == part.KEY)
        for part in self.query(CasePart):
            part.display = self.tab == part.KEY
        known = self.part
        part = known or kind(self.case_id)
        if known is None:
            await self.query_one("#parts").mount(part)
        if part.stale:
            await part.load()
            part.stale = False
        self.mark_unsaved()
        if self.focused is None or part not in self.focused.ancestors:
            part.enter()
        if self._wanted_form:
            form, self._wanted_form = self._wanted_form, ""
            self.run_worker(self._open_form(part, form), exclusive=True, group="open-form")

    async def _open_form(self, part: CasePart, form: str) -> None:
        if not await case_life.open_form(part, form):
            await part.open_form(form)

    def show(self, key: str, form: str = "") -> None:
        """Show a tab, and open a form in it if one is named."""
        self._wanted_form = form
        bar = self.query_one("#tabs", TabBar)
        if bar.active == key:
            self._turn_to(key)
        else:
            bar.active = key

    def show_form(self) -> None:
        """Go into the data of the person."""
        self.show(PersonPart.KEY, PersonPart.FORM)

    @on(TabBar.Chosen, "#tabs")
    def _tab_chosen(self, event: TabBar.Chosen) -> None:
        event.stop()
        self._turn_to(event.key)

    def _turn_to(self, key: str) -> None:
        self.tab = key
        self.run_worker(self._load_part(), exclusive=True, group="load", name="load")

    async def _load_part(self) -> None:
        if self.known_overview is None:
            await self._load()
            return
        try:
            await self._show_part()
        except CaseconsoleError as error:
            self.app.tell(error)

    def restore(self, place: Place) -> None:
        """Back to the field of the lock, unless a form is open over the file again."""
        if self.open_path:
            return
        super().restore(place)
        if self.part is not None and not place["focus"]:
            self.part.restore_cursor(place["cursor"])

    # ------------------------------------------------------------------ unsaved text

    def mark_unsaved(self) -> None:
        """Put the sign of unsaved text behind the tabs that hold some."""
        bar = self.query_one("#tabs", TabBar)
        for part in self.query(CasePart):
            bar.set_mark(part.KEY, signs().changed if part.is_dirty else "")

    @property
    def is_dirty(self) -> bool:
        """Whether a tab holds text that is not saved."""
        return any(part.is_dirty for part in self.query(CasePart))

    async def flush(self) -> None:
        """Bring what is typed in any tab into its draft."""
        for part in self.query(CasePart):
            await part.flush()

    async def save(self) -> bool:
        """Save what is typed in any tab."""
        for part in self.query(CasePart):
            if part.is_dirty and not await part.save():
                return False
        return True

    async def discard(self) -> None:
        """Drop what is typed in any tab."""
        for part in self.query(CasePart):
            await part.discard()

    # ------------------------------------------------------------------ keys

    def action_show(self, key: str) -> None:
        """Show a tab."""
        self.show(key)

    def action_turn(self, step: int) -> None:
        """Show the tab beside this one."""
        self.show(_KEYS[(_KEYS.index(self.tab) + step) % len(_KEYS)])

    def action_consult(self) -> None:
        """Write down a consultation."""
        self.app.open_screen("beratung", case_id=self.case_id)

    def action_plan(self) -> None:
        """Open the plan conversation."""
        self.app.open_screen("plan", case_id=self.case_id)

    def action_write(self) -> None:
        """Write the plan as a Word document."""
        self.run_worker(self._write(), exclusive=True, group="case-job")

    async def _write(self) -> None:
        from caseconsole.documents.kinds import PLAN, Request
        from caseconsole.screens.write_document import write_document

        await write_document(self.app, Request(PLAN.name, self.case_id))

    def action_remind(self) -> None:
        """Enter a date of this case."""
        part = self.part
        if part is not None:
            part.start(case_life.remind(part))

    def action_edit(self) -> None:
        """Edit what the tab shows."""
        if self.part is not None:
            self.part.action_edit()

    def action_menu(self) -> None:
        """Offer what can be done with the case as a whole."""
        part = self.part
        if part is not None and self.known_overview is not None:
            part.start(case_life.menu(part))
