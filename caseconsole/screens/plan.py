"""The plan conversation: the last agreed version beside the one in work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.screen import Screen

from caseconsole import clock
from caseconsole.caseload import plan_forms, plans
from caseconsole.caseload.overview import CaseHead, case_head
from caseconsole.caseload.plan_views import GoalView, PlanView
from caseconsole.days import format_day, parse_day
from caseconsole.errors import CaseconsoleError
from caseconsole.i18n import N_, _
from caseconsole.screens.ask_line import AskLine
from caseconsole.screens.base import CaseScreen, DataChanged, act
from caseconsole.screens.pick import Menu
from caseconsole.screens.plan_entry import PlanEntry
from caseconsole.screens.plan_rows import Row, agreed_title, cells_of, draft_title, rows_of
from caseconsole.values import lists
from caseconsole.widgets import Column, Line, RecordTable, plain


class PlanScreen(CaseScreen):
    """Look back left, agree right; stacked where the terminal is narrow.

    Args:
        case_id: the case.
        form: name of a form to open over the plan, as the key of its draft has it.
    """

    SCREEN_NAME = "plan"
    SHOWS = frozenset({"plan", "goal", "case", "person"})
    HELP = N_(
        "Links die letzte vereinbarte Version, rechts die neue. Ziele bewerten Sie mit e, t, x "
        "und d; w lässt ein Ziel weiterlaufen. n legt ein Ziel an, s einen Schritt. "
        "Vereinbaren (F5) schreibt die Version fest."
    )
    BINDINGS: ClassVar = [
        act("e", "settle('reached')", N_("erreicht"), footer=True),
        act("t", "settle('partly')", N_("teils"), footer=True, explain=N_(
            "Teilweise erreicht.")),
        act("x", "settle('not_reached')", N_("nicht erreicht")),
        act("d", "drop", N_("entfällt"), explain=N_("Das Ziel entfällt; fragt nach dem Grund.")),
        act("w", "continue", N_("weiter"), footer=True, explain=N_(
            "Das Ziel läuft weiter, mit neuem Termin, wenn Sie einen nennen.")),
        act("n", "new_goal", N_("Ziel"), footer=True, explain=N_(
            "Ein neues Ziel in der neuen Version.")),
        act("s", "new_step", N_("Schritt"), footer=True, explain=N_(
            "Ein Schritt zum Ziel: was, wer, bis wann.")),
        act("space", "tick", N_("Schritt abhaken")),
        act("r", "rate", N_("Selbsteinschätzung"), explain=N_(
            "Wie die Klientin oder der Klient das Handlungsfeld heute einschätzt, 0 bis 4.")),
        act("f4", "edit", N_("Bearbeiten")),
        act("a", "version", N_("Anliegen, Überprüfung"), explain=N_(
            "Anliegen in eigenen Worten und der Tag der nächsten Überprüfung.")),
        act("delete", "remove", N_("Entfernen")),
        act("shift+up", "move(-1)", N_("Ziel nach oben")),
        act("shift+down", "move(1)", N_("Ziel nach unten")),
        act("f5", "agree", N_("Vereinbaren"), footer=True, explain=N_(
            "Schreibt die Version mit dem Tag der Vereinbarung fest.")),
        act("f6", "write", N_("Word"), explain=N_("Schreibt den Plan als Word-Dokument.")),
        act("f9", "discard_draft", N_("Entwurf verwerfen")),
    ]  # fmt: skip
    HORIZONTAL_BREAKPOINTS = [(0, "-stacked"), (100, "-beside")]  # noqa: RUF012 - Textual's own
    DEFAULT_CSS = """
    PlanScreen #halves { height: 1fr; }
    PlanScreen.-beside #halves { layout: horizontal; }
    PlanScreen .half { width: 1fr; height: 1fr; }
    PlanScreen.-stacked #half-agreed { height: 2fr; }
    PlanScreen.-stacked #half-draft { height: 3fr; border-top: solid $panel; }
    PlanScreen.-beside #half-draft { border-left: solid $panel; padding-left: 1; }
    PlanScreen .half-title { color: $text-muted; text-style: bold; }
    PlanScreen .half:focus-within .half-title { color: $accent; }
    """

    COLUMNS = (
        Column("text", N_("Ziel"), fraction=1),
        Column("who", N_("Wer"), width=10, from_width=44),
        Column("state", N_("Stand"), width=24),
    )

    def __init__(self, case_id: int, form: str | None = None) -> None:
        super().__init__()
        self.case_id = case_id
        self._view: PlanView | None = None
        self._entry: PlanEntry | None = None
        self._open_form = ""
        self._wanted_form = form or ""
        self._wanted_row = ""

    def arguments(self) -> dict[str, object]:
        """The case with the open form, so that the lock can come back here."""
        return {"case_id": self.case_id, "form": self._open_form or None}

    def body(self) -> ComposeResult:
        """The two halves."""
        with Container(id="halves"):
            for half, empty in (
                ("agreed", N_("Noch keine Version vereinbart.")),
                (
                    "draft",
                    N_(
                        "e, t, x, d oder w an einem Ziel oben beginnt die neue Version; n legt ein "
                        "neues Ziel an. Tab wechselt zwischen den Versionen."
                    ),
                ),
            ):
                with Vertical(id=f"half-{half}", classes="half"):
                    yield Line("", id=f"title-{half}", classes="half-title")
                    yield RecordTable(
                        self.COLUMNS,
                        cells=cells_of,
                        key=lambda row: row.key,
                        group=lambda row: row.heading,
                        empty=empty,
                        header=False,
                        id=f"goals-{half}",
                    )

    def on_mount(self) -> None:
        """Begin in the new version, or in the agreed one where there is none."""
        self._table("draft").focus()

    async def load(self) -> None:
        """Read the plan and show both halves."""
        head = await self.app.store.run(case_head, self.case_id, clock.today())
        self._view = await self.app.store.run(plans.read_plan_view, self.case_id)
        self._entry = PlanEntry(self, head.name, self._view)
        self._show(self._view, head)
        if self._wanted_row:
            self._table("draft").focus()
            self._table("draft").move_to(self._wanted_row)
            self._wanted_row = ""
        if self._wanted_form:
            form, self._wanted_form = self._wanted_form, ""
            self._run(self._fill_in(self._entry.open(form)))

    def _show(self, view: PlanView, head: CaseHead) -> None:
        born = f" · * {head.birth}" if head.birth else ""
        name = head.initials if self.app.private_view else head.name
        self.set_banner(plain(_("Plan")) + plain(f" · {name} · {head.number}{born}"))
        agreed, draft = view.agreed, view.draft
        self._title("agreed", agreed_title(view))
        self._title("draft", draft_title(draft))
        self._table("agreed").replace(rows_of(agreed, view))
        self._table("draft").replace(rows_of(draft, view))
        if draft is None and agreed is not None and self._table("draft").has_focus:
            self._table("agreed").focus()
        self.query_one("#half-agreed").display = agreed is not None

    def _title(self, half: str, text: str) -> None:
        self.query_one(f"#title-{half}", Line).update(text)

    def _table(self, half: str) -> RecordTable[Row]:
        return self.query_one(f"#goals-{half}", RecordTable)

    # ------------------------------------------------------------------ what the keys do

    def _current(self) -> Row | None:
        half = "agreed" if self._table("agreed").has_focus else "draft"
        return self._table(half).current

    def _run(self, coroutine: Any) -> None:
        self.run_worker(coroutine, exclusive=True, group="plan")

    async def _write(self, *call: Any) -> bool:
        """Call a function of the caseload and read again; False if it refused."""
        try:
            await self.app.store.run(*call)
        except CaseconsoleError as error:
            self.app.tell(error)
            return False
        self.post_message(DataChanged("plan", (self.case_id,)))
        self.reload()
        return True

    async def _fill_in(self, form: Awaitable[str]) -> None:
        """Let a form be filled in, and go to the line that came of it."""
        self._wanted_row = await form
        self.post_message(DataChanged("plan", (self.case_id,)))
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

    def action_settle(self, state: str) -> None:
        """Settle the goal under the cursor today."""
        row = self._current()
        if row is not None:
            self._run(self._settle(row.goal, state, ""))

    def action_drop(self) -> None:
        """Drop the goal under the cursor, with a reason."""
        row = self._current()
        if row is not None:
            self._run(self.drop(row.goal))

    async def drop(self, goal: GoalView) -> None:
        """Drop a goal, after asking why; one that is new is refused before."""
        reason: str | None = ""
        if self._entry is not None and not goal.new:
            reason = await self._entry.why_dropped(goal)
        if reason is not None:
            await self._settle(goal, "dropped", reason)

    async def _settle(self, goal: GoalView, state: str, reason: str) -> None:
        await self._write_draft(plans.settle_goal, goal.id, state, clock.today(), reason)

    async def _write_draft(self, *call: Any) -> None:
        """Call a function that changes the version in work, which begins with it."""
        await self._write(plans.in_draft, self.case_id, clock.today(), *call)

    def action_continue(self) -> None:
        """Let the goal under the cursor run on."""
        row = self._current()
        if row is not None:
            self._run(self._continue(row.goal))

    async def _continue(self, goal: GoalView) -> None:
        answer = await self.app.push_screen_wait(
            AskLine(
                _("Weiter bis wann?"),
                _day_or_nothing,
                value=format_day(goal.target_on) if goal.target_on else "",
                detail=_("Zum Beispiel +6m; leer lässt den Termin, wie er ist."),
            )
        )
        if answer is not None:
            await self._write_draft(plans.continue_goal, goal.id, answer.day)

    def action_tick(self) -> None:
        """Tick the step under the cursor off, or open it again."""
        row = self._current()
        if row is not None and row.step is not None:
            day = None if row.step.done_on else clock.today()
            self._run(self._write(plans.tick_step, row.step.id, day))

    def action_new_goal(self) -> None:
        """Add a goal to the new version."""
        row = self._current()
        if self._entry is not None:
            self._run(self._fill_in(self._entry.new_goal(row.goal.area if row else "")))

    def action_new_step(self) -> None:
        """Add a step to the goal under the cursor."""
        row = self._current()
        if row is None or self._entry is None:
            self.app.hint(_("Ein Schritt gehört zu einem Ziel: n legt eines an."))
            return
        self._run(self._fill_in(self._entry.new_step(row.goal)))

    def action_edit(self) -> None:
        """Change the goal or the step under the cursor."""
        row, entry = self._current(), self._entry
        if row is not None and entry is not None:
            step = row.step
            form = entry.edit_step(row.goal, step) if step else entry.edit_goal(row.goal)
            self._run(self._fill_in(form))

    def action_version(self) -> None:
        """Write down the concerns and the day of the next review."""
        if self._entry is not None:
            self._run(self._fill_in(self._entry.version()))

    def action_remove(self) -> None:
        """Take the step or the new goal under the cursor out again, after asking."""
        row = self._current()
        if row is None:
            return
        if row.step is not None:
            question, what = _("Den Schritt entfernen?"), row.step.text
            self._run(self._remove(question, what, plans.remove_step, row.step.id))
        elif row.goal.new:
            question = _("Das Ziel mit seinen Schritten entfernen?")
            if not row.goal.steps:
                question = _("Das Ziel entfernen?")
            self._run(self._remove(question, row.goal.text, plans.remove_goal, row.goal.id))
        else:
            self._run(self._write(plans.remove_goal, row.goal.id))

    async def _remove(self, question: str, what: str, *call: Any) -> None:
        answers = {"no": _("Behalten"), "yes": _("Entfernen")}
        if await self.app.ask(question, answers, detail=what) == "yes":
            await self._write(*call)

    def action_move(self, step: int) -> None:
        """Move the goal under the cursor within its area."""
        row = self._current()
        if row is not None:
            self._run(self._write(plans.move_goal, row.goal.id, step))

    def action_rate(self) -> None:
        """Note the self-rating of the area under the cursor."""
        row = self._current()
        if row is None:
            self.app.hint(_("Die Selbsteinschätzung gehört zu einem Handlungsfeld mit Ziel."))
            return
        self._run(self._rate(row.goal.area))

    async def _rate(self, area: str) -> None:
        label = lists()["area"].label(area)
        chosen = await self.app.push_screen_wait(
            Menu(
                _("{area}: wie geht es heute?").format(area=label),
                [(str(n), _(word)) for n, word in enumerate(plan_forms.RATING_WORDS)],
                first=0,
            )
        )
        if chosen is not None:
            await self._write(plans.rate, self.case_id, area, clock.today(), int(chosen))

    def action_agree(self) -> None:
        """Agree the new version."""
        self._run(self._agree())

    async def _agree(self) -> None:
        if self._view is None or self._view.draft is None:
            self.app.tell(
                _("Es gibt noch keine neue Version, die vereinbart werden kann."),
                _("Bewerten Sie ein Ziel (e, t, x, d, w) oder legen Sie eines an (n)."),
            )
            return
        answer = await self.app.push_screen_wait(
            AskLine(
                _("Vereinbart am?"),
                lambda typed: parse_day(typed, clock.today()),
                value=format_day(clock.today()),
                detail=_("Danach steht die Version fest. Enter vereinbart."),
            )
        )
        if answer is None:
            return
        if await self._write(plans.agree, self.case_id, answer, clock.today()):
            wanted = await self.app.ask(
                _("Der Plan ist vereinbart."),
                {"write": _("Word schreiben"), "later": _("Später")},
            )
            if wanted == "write":
                await self._write_document()

    def action_write(self) -> None:
        """Write the plan as a Word document."""
        self._run(self._write_document())

    async def _write_document(self) -> None:
        from caseconsole.screens.write_plan import write_plan

        await write_plan(self.app, self.case_id)

    def action_discard_draft(self) -> None:
        """Drop the version in work."""
        self._run(self._discard_draft())

    async def _discard_draft(self) -> None:
        answer = await self.app.ask(
            _("Den Entwurf verwerfen?"),
            {"no": _("Behalten"), "yes": _("Verwerfen")},
            detail=_("Ziele und Schritte, die nur im Entwurf stehen, gehen verloren."),
        )
        if answer == "yes":
            await self._write(plans.discard_draft, self.case_id)

    @on(RecordTable.RowChosen)
    def _chosen(self) -> None:
        self.action_edit()


@dataclass(frozen=True)
class _MaybeDay:
    """An answer that may name no day."""

    day: dt.date | None


def _day_or_nothing(typed: str) -> _MaybeDay:
    return _MaybeDay(parse_day(typed, clock.today()) if typed.strip() else None)
