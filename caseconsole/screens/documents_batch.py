"""Writing the valid plans of all running cases, with progress and a way to stop."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from caseconsole import clock
from caseconsole.errors import CaseconsoleError, DocumentError
from caseconsole.i18n import N_, _
from caseconsole.screens.base import act
from caseconsole.screens.console import Console
from caseconsole.widgets import FooterBar, Line, Text, bar, mark, plain

_BAR = 40


@dataclass(frozen=True)
class Outcome:
    """What became of it: one sentence, and what could not be written and why."""

    summary: str
    problems: tuple[str, ...] = ()


class WriteAllPlans(ModalScreen[Outcome | None]):
    """Writes one plan after another; Escape stops after the one under way.

    Args:
        folder: where the documents go; made if it is not there.
    """

    BINDINGS: ClassVar[list[BindingType]] = [act("escape,f10", "stop", N_("Anhalten"))]
    CSS = """
    WriteAllPlans FooterBar { dock: none; margin-top: 1; background: $surface; }
    """

    app = getters.app(Console)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._stopped = False

    def compose(self) -> ComposeResult:
        """A heading, the bar, and the key to stop."""
        with Vertical(classes="dialog"):
            yield Text(plain(_("Pläne werden geschrieben"), style="bold"))
            yield Line(_("Die Akten werden gelesen …"), id="progress")
            yield FooterBar([("f10", _("Anhalten"))])

    def on_mount(self) -> None:
        """Begin."""
        self.run_worker(self._run(), group="batch")

    def action_stop(self) -> None:
        """Stop after the plan that is being written."""
        self._stopped = True
        self.query_one("#progress", Line).update(_("Wird angehalten …"))

    async def _run(self) -> None:
        try:
            outcome = await self._write()
        except CaseconsoleError as error:
            self.app.tell(error)
            self.dismiss(None)
            return
        self.dismiss(outcome)

    async def _write(self) -> Outcome:
        from caseconsole.documents.batch import Progress, in_words, write_all
        from caseconsole.documents.filed import file_documents
        from caseconsole.documents.kinds import PLAN
        from caseconsole.documents.kinds.plan import of_plan
        from caseconsole.documents.plan_data import read_plans
        from caseconsole.documents.writer import Writer

        today = clock.today()
        plans = [of_plan(data, today) for data in await self.app.store.run(read_plans, today)]
        writer = await asyncio.to_thread(Writer, PLAN)
        await asyncio.to_thread(make_folder, self._folder)
        now = Progress(len(plans))
        steps = write_all(plans, writer, self._folder, stop=lambda: self._stopped)
        while (step := await asyncio.to_thread(next, steps, None)) is not None:
            now = step
            if now.latest is not None:
                data, made = now.latest
                await self.app.store.run(file_documents, [(data.request.case_id, made)], today)
            if not self._stopped:
                self._show(now.done, now.total)
        failure = (str(now.failure),) if now.failure else ()
        return Outcome(in_words(now), (*failure, *now.problems))

    def _show(self, done: int, total: int) -> None:
        line = mark(bar(done, total, _BAR).ljust(_BAR), "accent") + plain(f" {done}/{total}")
        self.query_one("#progress", Line).update(line)


def make_folder(folder: Path) -> None:
    """Make the folder for documents where it is missing.

    Raises:
        DocumentError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DocumentError(
            _("Der Ordner für Dokumente lässt sich nicht anlegen. Es wurde nichts geschrieben."),
            _("Bitte prüfen Sie „documents.output_folder“ in den Einstellungen."),
        ) from error
