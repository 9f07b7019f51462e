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
from caseconsole.i18n import N_, _, ngettext
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
        from caseconsole.documents.kinds.plan import PLAN, of_plan
        from caseconsole.documents.plan_data import read_plans
        from caseconsole.documents.writer import Writer, write_file

        plans = await self.app.store.run(read_plans, clock.today())
        writer = await asyncio.to_thread(Writer, PLAN)
        await asyncio.to_thread(make_folder, self._folder)
        written, problems = 0, []
        for number, data in enumerate(plans):
            if self._stopped:
                break
            self._show(number, len(plans))
            try:
                made = await asyncio.to_thread(writer.make, of_plan(data, clock.today()))
                await asyncio.to_thread(write_file, made, self._folder)
            except DocumentError as error:
                problems.append(f"{data.case_number}: {error.message}")
            else:
                written += 1
        return Outcome(self._summary(written, len(plans)), tuple(problems))

    def _show(self, done: int, total: int) -> None:
        line = mark(bar(done, total, _BAR).ljust(_BAR), "accent") + plain(f" {done}/{total}")
        self.query_one("#progress", Line).update(line)

    def _summary(self, written: int, total: int) -> str:
        if not total:
            return _("Es gibt keinen gültigen Plan. Es wurde nichts geschrieben.")
        text = ngettext(
            "{count} von {total} Plan geschrieben.",
            "{count} von {total} Plänen geschrieben.",
            total,
        ).format(count=written, total=total)
        return f"{text} {_('Angehalten.')}" if self._stopped else text


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
