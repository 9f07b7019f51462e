"""The plan conversation: the last agreed version beside the one in work."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on

from caseconsole import clock
from caseconsole.caseload import plans
from caseconsole.caseload.plan_views import GoalView, PlanView, read_version
from caseconsole.i18n import N_, _
from caseconsole.screens import plan_agree
from caseconsole.screens.base import act
from caseconsole.screens.plan_compare_view import CompareDialog, numbers_of
from caseconsole.screens.plan_frame import PlanFrame
from caseconsole.screens.plan_rating import RatingDialog
from caseconsole.screens.plan_rows import CONTINUED
from caseconsole.screens.plan_undo import take_back
from caseconsole.widgets import RecordTable


class PlanScreen(PlanFrame):
    """Look back left, agree right; stacked where the terminal is narrow.

    Args:
        case_id: the case.
        form: name of a form to open over the plan, as the key of its draft has it.
        continued: ids of goals that were said to run on as they are, with commas between them.
    """

    SCREEN_NAME = "plan"
    SHOWS = frozenset({"plan", "goal", "case", "person"})
    HELP = N_(
        "Oben (im breiten Fenster links) steht die letzte vereinbarte Version, unten (rechts) die "
        "neue; Tab wechselt zwischen beiden. Ziele bewerten Sie mit e, t, x und d; w lässt ein "
        "Ziel weiterlaufen. Danach steht der Cursor auf dem nächsten Ziel, über das noch nicht "
        "gesprochen wurde. Strg+↓ und Strg+↑ springen von Ziel zu Ziel. n legt ein Ziel an, s "
        "einen Schritt, Leertaste hakt Schritte ab. Die Pfeile ← und → zeigen frühere Versionen "
        "zum Nachlesen, v vergleicht zwei. Vereinbaren (F5) schreibt die Version fest."
    )
    BINDINGS: ClassVar = [
        act("e", "settle('reached')", N_("erreicht"), footer=True),
        act("t", "settle('partly')", N_("teils"), footer=True, explain=N_(
            "Teilweise erreicht.")),
        act("x", "settle('not_reached')", N_("nicht erreicht")),
        act("d", "drop", N_("entfällt"), explain=N_("Das Ziel entfällt; fragt nach dem Grund.")),
        act("w", "continue", N_("weiter"), footer=True, explain=N_(
            "Das Ziel läuft weiter; Enter übernimmt den vorgeschlagenen Tag.")),
        act("n", "new_goal", N_("Ziel"), footer=True, explain=N_(
            "Ein neues Ziel in der neuen Version.")),
        act("s", "new_step", N_("Schritt"), footer=True, explain=N_(
            "Ein Schritt zum Ziel: was, wer, bis wann.")),
        act("space", "tick", N_("Schritt abhaken")),
        act("ctrl+z", "take_back", N_("Rückgängig"), explain=N_(
            "Nimmt die letzte Bewertung oder den letzten Haken zurück.")),
        act("R", "rate_all", N_("Selbsteinschätzung aller Handlungsfelder"), explain=N_(
            "Alle Handlungsfelder mit Zielen nacheinander, je eine Ziffer; zeigt den Verlauf.")),
        act("r", "rate", N_("Selbsteinschätzung"), explain=N_(
            "Wie die Klientin oder der Klient das Handlungsfeld heute einschätzt, 0 bis 4.")),
        act("ctrl+down,j", "jump(1)", N_("Nächstes Ziel")),
        act("ctrl+up,k", "jump(-1)", N_("Voriges Ziel")),
        act("f4", "edit", N_("Bearbeiten")),
        act("a", "version", N_("Anliegen, Überprüfung, Sprache"), explain=N_(
            "Anliegen in eigenen Worten, der Tag der nächsten Überprüfung, die zweite Sprache.")),
        act("delete", "remove", N_("Entfernen")),
        act("shift+up", "move(-1)", N_("Ziel nach oben")),
        act("shift+down", "move(1)", N_("Ziel nach unten")),
        act("left", "look(-1)", N_("Frühere Version"), priority=True, explain=N_(
            "Zeigt statt der letzten Version die davor, zum Nachlesen.")),
        act("right", "look(1)", N_("Spätere Version"), priority=True),
        act("v", "compare", N_("Versionen vergleichen"), explain=N_(
            "Was sich von einer Version zur anderen geändert hat.")),
        act("f5", "agree", N_("Vereinbaren"), footer=True, explain=N_(
            "Schreibt die Version mit Tag und Beteiligten fest.")),
        act("z", "undo_agreement", N_("Vereinbarung zurücknehmen"), explain=N_(
            "Macht aus der zuletzt vereinbarten Version wieder einen Entwurf; fragt nach dem "
            "Grund.")),
        act("4", "extension", N_("Begründung für das weitere Jahr"), explain=N_(
            "Warum die Beratung länger als die Regel dauert; steht im Plan.")),
        act("f6", "write", N_("Word"), explain=N_("Schreibt den Plan als Word-Dokument.")),
        act("f9", "discard_draft", N_("Entwurf verwerfen")),
    ]  # fmt: skip

    # ------------------------------------------------------------------ what the keys do

    def action_settle(self, state: str) -> None:
        """Settle the goal under the cursor today, and go to the next one."""
        row = self.in_hand()
        if row is not None:
            self.settle(row.goal, state, "")

    def action_drop(self) -> None:
        """Drop the goal under the cursor, with a reason."""
        row = self.in_hand()
        if row is not None:
            self.ask(self.drop(row.goal))

    def action_continue(self) -> None:
        """Let the goal under the cursor run on."""
        row = self.in_hand()
        if row is not None:
            self.ask(self._continue(row.goal))

    async def _continue(self, goal: GoalView) -> None:
        if self.entry is None or self.view is None:
            return
        now = self.in_work(goal)
        answer = await self.entry.until_when(now)
        if answer is not None:
            if not goal.new and not self.is_final(goal):
                self.undoing.remember(now, decided=goal.id in self.decided)
                self.decide(goal, CONTINUED)
            self.store_in_draft(plans.continue_goal, goal.id, answer.day)

    def action_tick(self) -> None:
        """Tick the step under the cursor off, or open it again; on a goal its next open step."""
        row = self.in_hand()
        if row is None:
            return
        step = row.step
        if step is None:
            step = next((each for each in row.goal.steps if each.done_on is None), None)
        if step is not None:
            self.undoing.remember_tick(step)
            self.store_later(plans.tick_step, step.id, None if step.done_on else clock.today())

    def action_take_back(self) -> None:
        """Take back the last decision, or the last step that was ticked off."""
        step = self.undoing.take()
        if step is None:
            self.app.hint(_("Nichts zurückzunehmen."))
            return
        if step.undecided is not None:
            self.decided.pop(step.undecided, None)
            self.continued.discard(step.undecided)
        self.table(self.half()).move_to(step.row)
        self.store_later(take_back, *step.calls)

    def action_new_goal(self) -> None:
        """Add a goal to the new version."""
        row = self.current()
        if self.entry is not None:
            self.ask(self.fill_in(self.entry.new_goal(row.goal.area if row else "")))

    def action_new_step(self) -> None:
        """Add a step to the goal under the cursor."""
        if self.current() is None:
            self.app.hint(_("Ein Schritt gehört zu einem Ziel: n legt eines an."))
            return
        row = self.in_hand()
        if row is not None and self.entry is not None:
            self.ask(self.fill_in(self.entry.new_step(row.goal)))

    def action_edit(self) -> None:
        """Change the goal or the step under the cursor."""
        row, entry = self.in_hand(), self.entry
        if row is not None and entry is not None:
            step = row.step
            form = entry.edit_step(row.goal, step) if step else entry.edit_goal(row.goal)
            self.ask(self.fill_in(form))

    def action_version(self) -> None:
        """Write down the concerns, the day of the next review and the second language."""
        if self.entry is not None:
            self.ask(self.fill_in(self.entry.version()))

    def action_extension(self) -> None:
        """Write down why counselling goes on beyond the regular years."""
        if self.entry is not None:
            self.ask(self.fill_in(self.entry.extension()))

    def action_remove(self) -> None:
        """Take the step or the new goal under the cursor out again, after asking."""
        row = self.in_hand()
        if row is None:
            return
        if row.step is not None:
            question, what = _("Den Schritt entfernen?"), row.step.text
            self.ask(self._remove(question, what, plans.remove_step, row.step.id))
        elif row.goal.new:
            question = _("Das Ziel mit seinen Schritten entfernen?")
            if not row.goal.steps:
                question = _("Das Ziel entfernen?")
            self.ask(self._remove(question, row.goal.text, plans.remove_goal, row.goal.id))
        else:
            self.store_later(plans.remove_goal, row.goal.id)

    async def _remove(self, question: str, what: str, *call: Any) -> None:
        answers = {"no": _("Behalten"), "yes": _("Entfernen")}
        if await self.app.ask(question, answers, detail=what) == "yes":
            await self.write(*call)

    def action_move(self, step: int) -> None:
        """Move the goal under the cursor within its area."""
        row = self.in_hand()
        if row is not None:
            self.store_later(plans.move_goal, row.goal.id, step)

    def action_rate(self) -> None:
        """Note the self-rating of the area under the cursor; without one, choose the area."""
        row = self.current()
        self.ask(self._rate(row.goal.area if row else ""))

    def action_rate_all(self) -> None:
        """Note the self-rating of all areas, one after the other."""
        self.ask(self._rate(""))

    async def _rate(self, area: str) -> None:
        async def rate(of: str, value: int) -> bool:
            return await self.write(plans.rate, self.case_id, of, clock.today(), value)

        if self.view is not None:
            self.app.clear_notifications()  # they would stand above the keys of the dialog
            await self.app.push_screen_wait(RatingDialog(self.view, rate, area))

    # ------------------------------------------------------------------ versions

    def action_look(self, step: int) -> None:
        """Show the version before or after in the left half, to be read only."""
        if self.view is not None:
            self.ask(self._look(self.view, step))

    async def _look(self, view: PlanView, step: int) -> None:
        numbers = [number for number, _day in view.numbers]
        if view.plan_id is None or not numbers:
            return
        here = self.earlier.number if self.earlier else numbers[-1]
        place = numbers.index(here) + step
        if not 0 <= place < len(numbers):
            self.app.hint(_("Eine frühere Version gibt es nicht.") if step < 0 else
                          _("Das ist die letzte vereinbarte Version."))  # fmt: skip
            return
        self.earlier = None
        if place < len(numbers) - 1:
            self.earlier = await self.app.store.run(read_version, view.plan_id, numbers[place])
        self.show_looking_back(view)

    def action_compare(self) -> None:
        """Compare two versions."""
        numbers = numbers_of(self.view) if self.view else []
        if len(numbers) < 2:  # noqa: PLR2004 - it takes two
            self.app.hint(_("Zum Vergleichen braucht es zwei Versionen."))
            return
        begin = self.earlier.number if self.earlier else numbers[-2]
        self.ask(self._compare(CompareDialog(self.case_id, numbers, begin)))

    async def _compare(self, dialog: CompareDialog) -> None:
        await self.app.push_screen_wait(dialog)

    def action_agree(self) -> None:
        """Agree the new version."""
        self.ask(self.agree())

    def action_undo_agreement(self) -> None:
        """Take back the last agreement."""
        self.ask(self.undo_agreement())

    def action_write(self) -> None:
        """Write the version in the left half as a Word document."""
        version = self.earlier.number if self.earlier else None
        self.ask(plan_agree.write_document(self, version))

    def action_discard_draft(self) -> None:
        """Drop the version in work."""
        self.ask(plan_agree.discard(self))

    @on(RecordTable.RowChosen)
    def _chosen(self) -> None:
        self.action_edit()
