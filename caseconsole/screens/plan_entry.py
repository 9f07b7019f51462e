"""The forms over the plan: goals, steps, concerns, and why a goal is dropped.

Each has a name, such as ``schritt-7-3``: the end of its draft's key. With it the form is found
again after the lock, or from the list of drafts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from caseconsole import clock, config
from caseconsole.caseload import plan_forms, plans
from caseconsole.caseload.plan_views import GoalView, PlanView, StepView
from caseconsole.days import add_months
from caseconsole.fields import FormSpec
from caseconsole.forms import RecordForm
from caseconsole.i18n import _
from caseconsole.screens.ask_line import AskLine, LineDraft, reason
from caseconsole.screens.form_dialog import Blocks, FormDialog, Save

if TYPE_CHECKING:
    from caseconsole.screens.plan import PlanScreen

T = TypeVar("T")

GOAL, STEP, VERSION, DROPPED = "ziel", "schritt", "version", "entfaellt"


class PlanEntry:
    """Opens the forms of one plan; a form that was saved gives the line to go to, such as ``g7``.

    Args:
        screen: the plan.
        name: the client, as drafts are listed.
        view: the plan as it was read.
    """

    def __init__(self, screen: PlanScreen, name: str, view: PlanView) -> None:
        self._screen = screen
        self._name = name
        self._view = view
        self._run = screen.app.store.run

    async def open(self, form: str) -> str:
        """Open the form with this name; nothing where what it was about is gone."""
        kind, *ids = form.split("-")
        goal = self._goal(ids[-1]) if ids else None
        if kind == VERSION:
            return await self.version()
        if kind == GOAL and not ids:
            return await self.new_goal("")
        if goal is None:
            return ""
        if kind == GOAL:
            return await self.edit_goal(goal)
        if kind == STEP and len(ids) == 1:
            return await self.new_step(goal)
        if kind == STEP:
            found = (step for step in goal.steps if str(step.id) == ids[0])
            step = next(found, None)
            return await self.edit_step(goal, step) if step else ""
        if kind == DROPPED:
            await self._screen.drop(goal)
        return ""

    def _goal(self, wanted: str) -> GoalView | None:
        return next((goal for goal in self._goals() if str(goal.id) == wanted), None)

    def _goals(self) -> Iterator[GoalView]:
        for version in (self._view.draft, self._view.agreed):
            yield from version.goals if version else ()

    async def _change(self, change: Callable[..., T], *args: Any) -> T:
        """Change the version in work, which begins with the change."""
        return await self._run(plans.in_draft, self._view.case_id, clock.today(), change, *args)

    # ------------------------------------------------------------------ goals

    async def new_goal(self, area: str) -> str:
        """Add a goal to the new version."""

        async def save(values: dict[str, Any]) -> str:
            goal_id = await self._run(
                plans.add_goal, self._view.case_id, values["area"] or "", values["text"] or "",
                values["target_on"], clock.today(),
            )  # fmt: skip
            return f"g{goal_id}"

        return await self._ask(
            GOAL, _("Neues Ziel"), plan_forms.goal_form(), {"area": area or None}, save, _goal_texts
        )

    async def edit_goal(self, goal: GoalView) -> str:
        """Change a goal; of one that is agreed only its day."""

        async def save(values: dict[str, Any]) -> str:
            await self._change(plans.change_goal, goal.id, _texts(values))
            return f"g{goal.id}"

        values = {"area": goal.area, "text": goal.text, "target_on": goal.target_on}
        form = f"{GOAL}-{goal.id}"
        if not goal.new:
            return await self._ask(form, goal.text, plan_forms.target_form(), values, save)
        return await self._ask(form, goal.text, plan_forms.goal_form(), values, save, _goal_texts)

    async def why_dropped(self, goal: GoalView) -> str | None:
        """Ask why a goal is dropped; ``None`` for going back."""
        form = f"{DROPPED}-{goal.id}"
        draft = LineDraft(self._key(form), self._view.case_id, self._title)
        question = _("Warum entfällt das Ziel?")
        asking: AskLine[str] = AskLine(question, reason, detail=goal.text, draft=draft)
        why: str | None = await self._screen.show_form(form, asking)
        return why

    # ------------------------------------------------------------------ steps

    async def new_step(self, goal: GoalView) -> str:
        """Add a step to a goal."""

        async def save(values: dict[str, Any]) -> str:
            full = await self._run(plan_forms.step_values, values)
            step_id = await self._change(
                plans.add_step, goal.id, full["text"] or "", full["responsible"], full["due_on"],
                full["partner"],
            )  # fmt: skip
            return f"s{step_id}"

        title = _("Schritt zu: {goal}").format(goal=goal.text)
        values = {"responsible": "client"}
        return await self._ask_step(f"{STEP}-{goal.id}", title, values, save, goal.area)

    async def edit_step(self, goal: GoalView, step: StepView) -> str:
        """Change a step."""

        async def save(values: dict[str, Any]) -> str:
            full = await self._run(plan_forms.step_values, _texts(values))
            await self._change(plans.change_step, step.id, full)
            return f"s{step.id}"

        values = {
            "text": step.text, "responsible": step.responsible, "partner": step.partner,
            "due_on": step.due_on,
        }  # fmt: skip
        form = f"{STEP}-{step.id}-{goal.id}"
        return await self._ask_step(form, step.text, values, save, goal.area)

    async def _ask_step(
        self, form: str, title: str, values: dict[str, Any], save: Save, area: str
    ) -> str:
        spec = plan_forms.step_form()
        return await self._ask(
            form, title, spec, values, save, lambda _form: plan_forms.step_blocks(area)
        )

    # ------------------------------------------------------------------ the version

    async def version(self) -> str:
        """Write down the concerns and the day of the next review."""

        async def save(values: dict[str, Any]) -> str:
            version_id = await self._run(plans.start_version, self._view.case_id, clock.today())
            await self._run(plans.change_version, version_id, _texts(values))
            return ""

        draft, agreed = self._view.draft, self._view.agreed
        if draft is not None:
            values = {"concerns": draft.concerns, "review_on": draft.review_on}
        else:
            months = config.active().deadlines.plan_review_months
            values = {
                "concerns": agreed.concerns if agreed else "",
                "review_on": add_months(clock.today(), months),
            }
        title = _("Anliegen und Überprüfung")
        return await self._ask(VERSION, title, plan_forms.version_form(), values, save)

    # ------------------------------------------------------------------ the dialog

    @property
    def _title(self) -> str:
        return _("Plan: {name}").format(name=self._name)

    def _key(self, form: str) -> str:
        return f"plan:{self._view.case_id}:{form}"

    async def _ask(
        self, form: str, title: str, spec: FormSpec, values: dict[str, Any], save: Save,
        blocks: Blocks | None = None,
    ) -> str:  # fmt: skip
        dialog = FormDialog(
            title,
            spec,
            values,
            save=save,
            draft_key=self._key(form),
            case_id=self._view.case_id,
            draft_title=self._title,
            blocks=blocks,
        )
        return str(await self._screen.show_form(form, dialog) or "")


def _goal_texts(form: RecordForm) -> tuple[str, ...]:
    return plan_forms.goal_blocks(str(form.raw("area")))


def _texts(values: dict[str, Any]) -> dict[str, Any]:
    """Values for the caseload: an empty text is the empty text, not nothing."""
    return {
        name: "" if value is None and name in {"text", "concerns"} else value
        for name, value in values.items()
    }
