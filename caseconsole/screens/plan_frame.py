"""What the plan screen is made of: two halves, their cursors, asking and writing."""

from __future__ import annotations

from collections.abc import Awaitable, Coroutine
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.screen import Screen

from caseconsole import clock
from caseconsole.caseload import plans
from caseconsole.caseload.overview import CaseOverview, case_overview
from caseconsole.caseload.plan_views import GoalView, PlanView, VersionView
from caseconsole.caseload.records import read_record
from caseconsole.errors import CaseconsoleError
from caseconsole.i18n import N_, _
from caseconsole.screens import plan_agree
from caseconsole.screens.base import CaseScreen
from caseconsole.screens.console import Arrived
from caseconsole.screens.plan_entry import PlanEntry
from caseconsole.screens.plan_rows import CONTINUED, Row, decisions, heading_of, lines_of, rows_of
from caseconsole.screens.plan_titles import (
    about,
    agreed_title,
    draft_title,
    not_begun,
    trace_of,
    version_title,
    year_line,
)
from caseconsole.screens.plan_undo import Undoing
from caseconsole.widgets import Line, RecordTable, Text, WrappedTable, plain

AGREED, DRAFT = "agreed", "draft"

_BEGINNING = N_(
    "n legt das erste Ziel an, s einen Schritt dazu. a hält das Anliegen in eigenen Worten fest, "
    "R die Selbsteinschätzung. F5 vereinbart den Plan."
)
_GOING_ON = N_(
    "e, t, x, d oder w an einem Ziel der letzten Version beginnt die neue; n legt ein neues Ziel "
    "an. Tab wechselt zwischen den Versionen."
)


class PlanFrame(CaseScreen):
    """The two halves of a plan with their cursors; the keys are those of ``PlanScreen``.

    Args:
        case_id: the case.
        form: name of a form to open over the plan, as the key of its draft has it.
        continued: ids of goals that were said to run on as they are, with commas between them.
    """

    WAITS_FOR_DATA = True
    HORIZONTAL_BREAKPOINTS = [(0, "-stacked"), (100, "-beside")]  # noqa: RUF012 - Textual's own
    DEFAULT_CSS = """
    PlanFrame #halves { height: 1fr; }
    PlanFrame.-beside #halves { layout: horizontal; }
    PlanFrame .half { width: 1fr; height: 1fr; }
    PlanFrame.-stacked .half:focus-within { height: 2fr; }
    PlanFrame.-stacked #half-draft { border-top: solid $panel; }
    PlanFrame.-beside #half-draft { border-left: solid $panel; padding-left: 1; }
    PlanFrame .half-title { color: $text-muted; text-style: bold; }
    PlanFrame .half:focus-within .half-title { color: $accent; }
    PlanFrame.-stacked #half-draft.-not-begun { height: 5; }
    PlanFrame #half-draft.-alone { border: none; padding-left: 0; }
    PlanFrame .trace { color: $text-muted; }
    """

    def __init__(self, case_id: int, form: str | None = None, continued: str = "") -> None:
        super().__init__()
        self.case_id = case_id
        self.view: PlanView | None = None
        self.entry: PlanEntry | None = None
        self.overview: CaseOverview | None = None
        self.decided: dict[int, str] = {}
        self.continued = {int(part) for part in continued.split(",") if part.isdecimal()}
        self.continued_in: dict[int, frozenset[int]] = {}
        """Such goals of a version that was agreed here, by its number: it may be taken back."""
        self._begins = True
        self._asking: object = None
        self._extension_reason = ""
        self.interpreter_needed = False
        """Whether the file of the client says so."""
        self.undoing = Undoing()
        self.earlier: VersionView | None = None
        """The version that the left half shows instead of the last agreed one."""
        self._open_form = ""
        self._wanted_form = form or ""
        self._wanted_row = ""

    def arguments(self) -> dict[str, object]:
        """The case with the open form, so that the lock can come back here."""
        continued = ",".join(str(goal) for goal in sorted(self.continued))
        return {
            "case_id": self.case_id,
            "form": self._open_form or None,
            "continued": continued,
        }

    def body(self) -> ComposeResult:
        """The two halves."""
        with Container(id="halves"):
            for half in (AGREED, DRAFT):
                with Vertical(id=f"half-{half}", classes="half"):
                    yield Line("", id=f"title-{half}", classes="half-title")
                    yield Text("", id=f"trace-{half}", classes="trace")
                    yield WrappedTable[Row](
                        lines_of,
                        key=lambda row: row.key,
                        group=lambda row: row.area,
                        heading=heading_of,
                        id=f"goals-{half}",
                    )

    # ------------------------------------------------------------------ data

    async def load(self) -> None:
        """Read the plan and show both halves."""
        begins, self._begins = self._begins, False
        self.overview = await self.app.store.run(case_overview, self.case_id, clock.today())
        self.view = view = await self.app.store.run(plans.read_plan_view, self.case_id)
        await self._read_more(self.overview.head.person_id)
        self.entry = PlanEntry(self, self.overview.head.name, view)
        self.decided = decisions(view, self.continued)
        self._show(view, self.overview)
        if begins:
            is_done = view.draft is not None and not self.left_open
            half = DRAFT if view.agreed is None or is_done else AGREED
            self.table(half).focus()
            self._go_to_undecided(self.table(half), 0)
        if self._wanted_row:
            row, self._wanted_row = self._wanted_row, ""
            half = self.half() if self.table(self.half()).move_to(row) else DRAFT
            self.table(half).focus()
            self.table(half).move_to(row)
        if self._wanted_form:
            form, self._wanted_form = self._wanted_form, ""
            self.ask(self.fill_in(self.entry.open(form)))

    async def _read_more(self, person_id: int) -> None:
        run = self.app.store.run
        case = await run(read_record, "case", self.case_id)
        person = await run(read_record, "person", person_id)
        self._extension_reason = str(case.values["extension_reason"] or "")
        self.interpreter_needed = bool(person.values["interpreter_needed"])

    def begin_anew(self) -> None:
        """Forget what was said about a version that is agreed, or no longer a draft."""
        self.continued.clear()
        self.undoing.clear()
        self.earlier = None
        self._begins = True
        self.reload()

    def _show(self, view: PlanView, overview: CaseOverview) -> None:
        head, private = overview.head, self.app.private_view
        born = f" · * {head.birth}" if head.birth and not private else ""
        name = head.initials if private else head.name
        title = plain(_("Plan")) + plain(f" · {name} · {head.number}{born}")
        self.set_banner(*filter(None, (title, year_line(overview.care, self._extension_reason))))
        self.show_looking_back(view)
        undecided = self.left_open if view.agreed else 0
        draft = view.draft
        self._title(DRAFT, draft_title(draft, undecided) if draft else not_begun(view))
        self._trace(DRAFT, view.draft)
        self.table(DRAFT).empty = _BEGINNING if view.agreed is None else _GOING_ON
        self.table(DRAFT).replace(rows_of(view.draft, view, self.decided, private=private))
        if view.draft is None and view.agreed is not None and self.table(DRAFT).has_focus:
            self.table(AGREED).focus()
        begun, goes_on = view.draft is not None, view.agreed is not None
        self.query_one("#half-agreed").display = goes_on
        self.query_one("#half-draft").set_class(goes_on and not begun, "-not-begun")
        self.query_one("#half-draft").set_class(not goes_on, "-alone")

    def show_looking_back(self, view: PlanView) -> None:
        """Fill the left half: the last agreed version, or the earlier one that is looked at."""
        version, decided = self.earlier or view.agreed, self.decided
        title = agreed_title(view)
        if self.earlier is not None:
            decided = {}
            only = _("zum Nachlesen, → zurück")
            title = f"{version_title(self.earlier)} · {only}"
        rows = rows_of(
            version,
            view,
            decided,
            looks_back=True,
            is_history=self.earlier is not None,
            private=self.app.private_view,
        )
        self._title(AGREED, title)
        self._trace(AGREED, version)
        self.table(AGREED).replace(rows)

    def _title(self, half: str, text: str) -> None:
        self.query_one(f"#title-{half}", Line).update(text)

    def _trace(self, half: str, version: VersionView | None) -> None:
        """Show what was taken back, and of an earlier version who was there."""
        trace = trace_of(version)
        if half == AGREED and version is not None and version is self.earlier:
            trace = "\n".join(filter(None, (about(version), trace)))
        self.query_one(f"#trace-{half}", Text).update(trace)
        self.query_one(f"#trace-{half}").display = bool(trace)

    def table(self, half: str) -> RecordTable[Row]:
        """The list of a half."""
        return self.query_one(f"#goals-{half}", RecordTable)

    @property
    def left_open(self) -> int:
        """How many goals of the last agreed version nothing was decided on."""
        goals = self.view.agreed.goals if self.view and self.view.agreed else ()
        return sum(goal.id not in self.decided for goal in goals)

    # ------------------------------------------------------------------ asking and writing

    def current(self) -> Row | None:
        """The line under the cursor of the half in which the user works."""
        return self.table(self.half()).current

    def half(self) -> str:
        """The half in which the user works."""
        return AGREED if self.table(AGREED).has_focus else DRAFT

    def in_hand(self) -> Row | None:
        """The line under the cursor where it can be worked on; else says why not."""
        row = self.current()
        if row is None or self.view is None:
            return None
        if self.earlier is not None and row.looks_back:
            self.app.hint(_("Diese Version ist zum Nachlesen. → führt zur letzten zurück."))
            return None
        if self.view.closed_on is not None:
            self.app.hint(_("Dieser Plan ist abgeschlossen. n beginnt einen neuen."))
            return None
        return row

    def ask(self, job: Coroutine[Any, Any, object]) -> None:
        """Start something that asks; what is asked already is dropped.

        Until it is asked, and while the answer is stored, the keys wait: letters typed ahead would
        else be commands here.
        """
        self._asking = token = object()

        async def ask() -> None:
            try:
                await job
            finally:
                if self._asking is token:
                    self._asking = None
                    self.app.post_message(Arrived())

        self.run_worker(ask(), exclusive=True, group="plan")

    @property
    def is_ready(self) -> bool:
        """Whether keys may come."""
        return super().is_ready and self._asking is None

    def store_later(self, *call: Any) -> None:
        """Write in the order of the keys, none of which is dropped."""
        self.run_worker(self.write(*call), group="plan-write")

    async def write(self, *call: Any) -> bool:
        """Call a function of the caseload and read again; False if it refused."""
        try:
            await self.app.store.run(*call)
        except CaseconsoleError as error:
            self.app.tell(error)
            self.reload()
            return False
        self.app.mark_changed("plan", by=self)
        self.reload()
        return True

    async def fill_in(self, form: Awaitable[str]) -> None:
        """Let a form be filled in, and go to the line that came of it."""
        self._wanted_row = await form
        self.app.mark_changed("plan", by=self)
        self.reload()

    async def show_form(self, name: str, dialog: Screen[Any]) -> Any:
        """Show a form over the plan; gives its result, ``None`` for going back.

        Args:
            name: name of the form.
            dialog: the form.
        """
        self._open_form = name
        try:
            return await self.app.push_screen_wait(dialog)
        finally:
            self._open_form = ""

    # ------------------------------------------------------------------ from goal to goal

    @on(RecordTable.RowHighlighted)
    def _follow(self, event: RecordTable.RowHighlighted) -> None:
        """Keep the other half at the goal of this one."""
        if not event.table.has_focus:
            return
        other = self.table(DRAFT if event.table.id == "goals-agreed" else AGREED)
        if not other.move_to(event.key):
            other.move_to(f"g{event.row.goal.id}")

    def action_jump(self, step: int) -> None:
        """Go to the next goal, past its steps."""
        table = self.table(self.half())
        wanted = range(table.cursor + step, len(table.rows) if step > 0 else -1, step)
        for index in wanted:
            if table.rows[index].step is None:
                table.cursor = index
                return

    def decide(self, goal: GoalView, decision: str) -> None:
        """Note the decision at once, and go on to the next goal that has none."""
        self.decided[goal.id] = decision
        if decision == CONTINUED:
            self.continued.add(goal.id)
        else:
            self.continued.discard(goal.id)
        table = self.table(self.half())
        place = next((i for i, row in enumerate(table.rows) if row.goal.id == goal.id), 0)
        if self._go_to_undecided(table, place):
            return
        self.app.hint(
            _("Alle Ziele sind besprochen. n neues Ziel, R Selbsteinschätzung, F5 Vereinbaren.")
        )

    def _go_to_undecided(self, table: RecordTable[Row], place: int) -> bool:
        """Go to the next goal from ``place`` on, and round, that nothing was decided on."""
        for index in (*range(place, len(table.rows)), *range(place)):
            row = table.rows[index]
            if row.step is None and not row.goal.new and row.goal.id not in self.decided:
                table.cursor = index
                return True
        return False

    def in_work(self, goal: GoalView) -> GoalView:
        """A goal as the version in work has it."""
        draft = self.view.draft.goals if self.view and self.view.draft else ()
        return next((each for each in draft if each.id == goal.id), goal)

    # ------------------------------------------------------------------ what a form leads to

    async def drop(self, goal: GoalView) -> None:
        """Drop a goal, after asking why; one that is new is refused before."""
        reason: str | None = ""
        if self.entry is not None and not goal.new:
            reason = await self.entry.why_dropped(goal)
        if reason is not None:
            self.settle(goal, "dropped", reason)

    def settle(self, goal: GoalView, state: str, reason: str) -> None:
        """Settle a goal today, and go to the next one."""
        if not goal.new and not self.is_final(goal):
            self.undoing.remember(self.in_work(goal), decided=goal.id in self.decided)
            self.decide(goal, state)
        self.store_in_draft(plans.settle_goal, goal.id, state, clock.today(), reason)

    def is_final(self, goal: GoalView) -> bool:
        """Whether an agreed version shows the goal as settled."""
        agreed = self.view.agreed if self.view else None
        return any(each.id == goal.id and each.settled for each in (agreed.goals if agreed else ()))

    def store_in_draft(self, *call: Any) -> None:
        """Call a function that changes the version in work, which begins with it."""
        self.store_later(plans.in_draft, self.case_id, clock.today(), *call)

    async def agree(self) -> str:
        """Agree the version in work."""
        return await plan_agree.agree(self)

    async def undo_agreement(self) -> str:
        """Take back the last agreement."""
        return await plan_agree.undo(self)
