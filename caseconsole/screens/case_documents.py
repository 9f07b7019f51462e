"""Tab 7 of a case file: what can be written as a Word document now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from caseconsole.caseload.plan_views import PlanView, read_plan_view
from caseconsole.days import format_day
from caseconsole.i18n import N_, _
from caseconsole.screens.base import act
from caseconsole.screens.case_part import CasePart
from caseconsole.widgets import Column, Line, RecordTable, Shown, mark


@dataclass(frozen=True)
class _Version:
    """A version of the plan; ``number`` is what the writer asks for."""

    number: int
    cells: tuple[Shown, ...]


class DocumentsPart(CasePart):
    """The versions of the plan, each of which can be written again."""

    KEY = "documents"
    MAIN = "document-versions"
    BINDINGS: ClassVar = [
        act("w", "write", N_("Word"), footer=True, explain=N_(
            "Schreibt die Version mit dem Cursor als Word-Dokument.")),
    ]  # fmt: skip
    DEFAULT_CSS = """
    DocumentsPart > Line { color: $text-muted; }
    DocumentsPart RecordTable { margin-top: 1; }
    """
    COLUMNS = (
        Column("what", N_("Dokument"), fraction=2),
        Column("version", N_("Version"), width=9),
        Column("state", N_("Stand"), fraction=2),
    )

    def compose(self) -> ComposeResult:
        """The versions, newest first."""
        yield Line(_("Enter füllt das Dokument neu aus der Akte und schreibt es."))
        yield RecordTable[_Version](
            self.COLUMNS,
            cells=lambda version: version.cells,
            key=lambda version: version.number,
            empty=N_("Noch kein Plan, also noch kein Dokument. p beginnt den Plan."),
            id=self.MAIN,
        )

    async def load(self) -> None:
        """Read the versions of the plan."""
        view = await self.app.store.run(read_plan_view, self.case_id)
        self.query_one(f"#{self.MAIN}", RecordTable).replace(_versions(view))

    @on(RecordTable.RowChosen)
    def _chosen(self, event: RecordTable.RowChosen) -> None:
        event.stop()
        self.action_write()

    def action_edit(self) -> None:
        """Write the version with the cursor."""
        self.action_write()

    def action_write(self) -> None:
        """Write the version with the cursor."""
        number = self.query_one(f"#{self.MAIN}", RecordTable).current_key
        if number is None:
            self.app.hint(_("Noch kein Plan, der geschrieben werden kann."))
            return
        self.start(self._write(number))

    async def _write(self, number: int) -> None:
        from caseconsole.screens.write_plan import write_plan

        await write_plan(self.app, self.case_id, number)


def _versions(view: PlanView) -> list[_Version]:
    found = []
    plan = _("Integrationsplan")
    if view.draft is not None:
        number = view.draft.number
        found.append(_Version(number, (plan, f"v{number}", mark(_("Entwurf"), "accent"))))
    for number, day in reversed(view.numbers):
        state = _("vereinbart {day}").format(day=format_day(day))
        found.append(_Version(number, (plan, f"v{number}", state)))
    return found
