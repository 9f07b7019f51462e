"""Tab 2 of a case file: the plan as it stands; Enter goes into the plan conversation."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from caseconsole.caseload.plan_views import read_plan_view
from caseconsole.i18n import N_
from caseconsole.screens.case_part import CasePart
from caseconsole.screens.plan_rows import Row, decisions, heading_of, lines_of, rows_of
from caseconsole.screens.plan_titles import agreed_title, draft_title, version_title
from caseconsole.widgets import Line, RecordTable, WrappedTable, plain


class PlanPart(CasePart):
    """The version in work if there is one, else the one agreed last."""

    KEY = "plan"
    MAIN = "plan-goals"

    def compose(self) -> ComposeResult:
        """Title above the goals and their steps."""
        yield Line(id="plan-title")
        yield WrappedTable[Row](
            lines_of,
            key=lambda row: row.key,
            group=lambda row: row.area,
            heading=heading_of,
            empty=N_("Noch kein Ziel. Enter oder p beginnt den Plan."),
            id=self.MAIN,
        )

    async def load(self) -> None:
        """Read the plan."""
        view = await self.app.store.run(read_plan_view, self.case_id)
        words = agreed_title(view)
        if view.draft is not None:
            agreed = version_title(view.agreed) if view.agreed else ""
            words = " · ".join(filter(None, (draft_title(view.draft), agreed)))
        title = plain(words, style="$text-accent bold")
        self.query_one("#plan-title", Line).update(title)
        shown, private = view.draft or view.agreed, self.app.private_view
        rows = rows_of(
            shown, view, decisions(view), looks_back=view.draft is None, private=private
        )  # fmt: skip
        self.query_one(f"#{self.MAIN}", RecordTable).replace(rows)

    @on(RecordTable.RowChosen)
    def _open(self, event: RecordTable.RowChosen) -> None:
        event.stop()
        self.action_edit()

    def action_edit(self) -> None:
        """Go into the plan conversation."""
        self.app.open_screen("plan", case_id=self.case_id)
