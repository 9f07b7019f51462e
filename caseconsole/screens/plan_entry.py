"""The forms over the plan: goals, steps, concerns, the agreement, and every reason asked for.

Each has a name, such as ``schritt-7-3``: the end of its draft's key. With it the form is found
again after the lock, or from the list of drafts.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from caseconsole import clock, config
from caseconsole.caseload import plan_forms, plans
from caseconsole.caseload.plan_views import GoalView, PlanView, StepView
from caseconsole.caseload.records import change_record, form_spec, read_record
from caseconsole.days import add_months, format_day, parse_day
from caseconsole.fields import FormSpec
from caseconsole.i18n import _
from caseconsole.iso import language_name
from caseconsole.screens.ask_line import AskLine, LineDraft, reason
from caseconsole.screens.block_picker import Blocks
from caseconsole.screens.form_dialog import FormDialog, Save, Ways
from caseconsole.screens.plan_names import (
    AGREEMENT,
    DROPPED,
    EXTENSION,
    GOAL,
    STEP,
    UNDOING,
    VERSION,
)
from caseconsole.screens.plan_who import CLIENT, chosen_who, who_field, who_key
from caseconsole.values import lists

if TYPE_CHECKING:
    from caseconsole.screens.plan_frame import PlanFrame

T = TypeVar("T")

TRANSLATION = "translation"

_MOST_MONTHS = 2
"""Digits of a number of months; a day has more."""


@dataclass(frozen=True)
class MaybeDay:
    """An answer that may name no day."""

    day: dt.date | None


class PlanEntry:
    """Opens the forms of one plan; a form that was saved gives the line to go to, such as ``g7``.

    Args:
        screen: the plan.
        name: the client, as drafts are listed.
        view: the plan as it was read.
    """

    def __init__(self, screen: PlanFrame, name: str, view: PlanView) -> None:
        self._screen = screen
        self._name = name
        self._view = view
        self._run = screen.app.store.run

    async def open(self, form: str) -> str:
        """Open the form with this name; nothing where what it was about is gone."""
        kind, *ids = form.split("-")
        alone: dict[str, Callable[[], Awaitable[str]]] = {
            VERSION: self.version,
            EXTENSION: self.extension,
            AGREEMENT: self._screen.agree,
            UNDOING: self._screen.undo_agreement,
        }
        if kind in alone:
            return await alone[kind]()
        if kind == GOAL and not ids:
            return await self.new_goal("")
        goal = self._goal(ids[-1]) if ids else None
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

    @property
    def _language(self) -> str:
        """The second language of the version in work, or that it would begin with."""
        version = self._view.draft or self._view.agreed
        return (version.second_language if version else None) or ""

    @property
    def _translated(self) -> bool:
        return bool(self._language)

    def _translation_last(self, spec: FormSpec) -> FormSpec:
        """Ask for the translation at the end, by the name of its language."""
        fields = [field for field in spec.fields if field.name != TRANSLATION]
        for field in spec.fields:
            if field.name == TRANSLATION:
                ui = replace(field.ui, label=language_name(self._language))
                fields.append(replace(field, ui=ui))
        return replace(spec, fields=tuple(fields))

    # ------------------------------------------------------------------ goals

    async def new_goal(self, area: str) -> str:
        """Add a goal to the new version.

        Args:
            area: the area to begin with, that of the goal under the cursor; empty to ask for it.
        """

        async def save(values: dict[str, Any]) -> str:
            goal = plan_forms.goal_values(values)
            goal_id = await self._run(
                plans.add_goal, self._view.case_id, goal["area"] or "", goal["text"],
                goal["target_on"], clock.today(), goal.get("member"), goal.get("translation", ""),
            )  # fmt: skip
            return f"g{goal_id}"

        ways = Ways(_GOAL_BLOCKS, first="area")
        if area:
            preset = _(
                "Vorgewählt ist {area}, wie beim Ziel unter dem Cursor. Umschalt+Tab führt dorthin."
            ).format(area=lists()["area"].label(area))
            ways = Ways(_GOAL_BLOCKS, first="text", detail=preset)
        values = {"area": area or None}
        return await self._ask(
            GOAL, _("Neues Ziel"), await self._goal_form(), values, save, ways
        )  # fmt: skip

    async def _goal_form(self) -> FormSpec:
        members = await self._run(plans.household_members, self._view.case_id, clock.today())
        spec = plan_forms.goal_form(members, translated=self._translated)
        return self._translation_last(spec)

    async def edit_goal(self, goal: GoalView) -> str:
        """Change a goal; of one that is agreed only its day and its translation."""

        async def save(values: dict[str, Any]) -> str:
            await self._change(plans.change_goal, goal.id, plan_forms.goal_values(values))
            return f"g{goal.id}"

        values = {
            "area": goal.area, "text": goal.text, "target_on": goal.target_on,
            "translation": goal.translation,
            "member": str(goal.member_id) if goal.member_id else None,
        }  # fmt: skip
        form = f"{GOAL}-{goal.id}"
        if not goal.new:
            spec = plan_forms.target_form(translated=self._translated)
            return await self._ask(form, goal.text, self._translation_last(spec), values, save)
        ways = Ways(_GOAL_BLOCKS, first="text")
        return await self._ask(form, goal.text, await self._goal_form(), values, save, ways)

    async def until_when(self, goal: GoalView) -> MaybeDay | None:
        """Ask until when a goal runs on; ``None`` for going back.

        Offered is the day that stands there, or the next review where that day is over.
        """
        today = clock.today()
        day = goal.target_on
        if day is not None and day <= today:
            draft = self._view.draft
            months = config.active().deadlines.plan_review_months
            day = (draft.review_on if draft else None) or add_months(today, months)
        asking: AskLine[MaybeDay] = AskLine(
            _("Weiter bis wann?"),
            _day_or_nothing,
            value=format_day(day) if day else "",
            detail=_(
                "{goal}\nEine Zahl heißt Monate; oder ein Tag wie 31.3. oder +14. Leer: wie bisher."
            ).format(goal=goal.text),
        )
        answer: MaybeDay | None = await self._screen.app.push_screen_wait(asking)
        return answer

    async def why_dropped(self, goal: GoalView) -> str | None:
        """Ask why a goal is dropped; ``None`` for going back."""
        question = _("Warum entfällt das Ziel?")
        return await self._why(f"{DROPPED}-{goal.id}", question, goal.text)

    async def _why(self, form: str, question: str, detail: str) -> str | None:
        draft = LineDraft(self._key(form), self._view.case_id, self._title)
        asking: AskLine[str] = AskLine(question, reason, detail=detail, draft=draft)
        why: str | None = await self._screen.show_form(form, asking)
        return why

    # ------------------------------------------------------------------ steps

    async def new_step(self, goal: GoalView) -> str:
        """Add a step to a goal."""

        async def save(values: dict[str, Any]) -> str:
            step = await self._run(chosen_who, values)
            step_id = await self._change(
                plans.add_step, goal.id, step["text"], step["responsible"], step["due_on"],
                step["partner"], step.get("translation", ""),
            )  # fmt: skip
            return f"s{step_id}"

        title = _("Schritt zu: {goal}").format(goal=goal.text)
        return await self._ask_step(f"{STEP}-{goal.id}", title, {"who": CLIENT}, save, goal.area)

    async def edit_step(self, goal: GoalView, step: StepView) -> str:
        """Change a step."""

        async def save(values: dict[str, Any]) -> str:
            await self._change(plans.change_step, step.id, await self._run(chosen_who, values))
            return f"s{step.id}"

        values = {
            "text": step.text, "translation": step.translation, "who": who_key(step),
            "due_on": step.due_on,
        }  # fmt: skip
        form = f"{STEP}-{step.id}-{goal.id}"
        return await self._ask_step(form, step.text, values, save, goal.area)

    async def _ask_step(
        self, form: str, title: str, values: dict[str, Any], save: Save, area: str
    ) -> str:
        spec = plan_forms.step_form(translated=self._translated)
        who = await self._run(who_field)
        fields = tuple(
            who if field.name == "responsible" else field
            for field in spec.fields
            if field.name != "partner"
        )
        ways = Ways(Blocks(lambda _form: area, "step"))
        spec = self._translation_last(replace(spec, fields=fields))
        return await self._ask(form, title, spec, values, save, ways)

    # ------------------------------------------------------------------ the version

    async def version(self) -> str:
        """Write down the concerns, the day of the next review and the second language."""
        from caseconsole.documents.languages import available

        async def save(values: dict[str, Any]) -> str:
            changes = plan_forms.version_values(values)
            await self._run(plans.change_draft, self._view.case_id, clock.today(), changes)
            return ""

        draft, agreed = self._view.draft, self._view.agreed
        version = draft or agreed
        months = config.active().deadlines.plan_review_months
        values = {
            "concerns": version.concerns if version else "",
            "concerns_translation": version.concerns_translation if version else "",
            "second_language": version.second_language if version else None,
            "review_on": draft.review_on if draft else add_months(clock.today(), months),
        }
        languages = await asyncio.to_thread(available)
        spec = plan_forms.version_form(languages, translated=self._translated)
        return await self._ask(VERSION, _("Anliegen und Überprüfung"), spec, values, save)

    async def extension(self) -> str:
        """Write down why counselling goes on beyond the regular years."""
        case_id = self._view.case_id
        record = await self._run(read_record, "case", case_id)
        whole = form_spec("case")
        spec = replace(whole, fields=(whole["extension_reason"],))

        async def save(values: dict[str, Any]) -> str:
            await self._run(change_record, "case", case_id, values)
            return ""

        title = _("Warum dauert die Beratung länger als die Regel?")
        return await self._ask(EXTENSION, title, spec, record.values, save)

    async def agreement(self, values: dict[str, Any], detail: str, first: str) -> str:
        """Ask for day and people, and agree the version in work; gives its number.

        Args:
            values: what is known already.
            detail: what is still open.
            first: the field to begin in.
        """

        async def save(typed: dict[str, Any]) -> str:
            day, participants, interpreter = plan_forms.agreement_values(typed)
            number = await self._run(
                plans.agree, self._view.case_id, day, clock.today(), participants, interpreter
            )
            return str(number)

        title = _("Den Plan vereinbaren")
        ways = Ways(first=first, detail=detail, saving=_("Vereinbaren"), also="f5")
        return await self._ask(AGREEMENT, title, plan_forms.agreement_form(), values, save, ways)

    async def why_undone(self, detail: str) -> str | None:
        """Ask why an agreement is taken back; ``None`` for going back."""
        return await self._why(UNDOING, _("Warum wird die Vereinbarung zurückgenommen?"), detail)

    # ------------------------------------------------------------------ the dialog

    @property
    def _title(self) -> str:
        return _("Plan: {name}").format(name=self._name)

    def _key(self, form: str) -> str:
        return f"plan:{self._view.case_id}:{form}"

    async def _ask(
        self, form: str, title: str, spec: FormSpec, values: Any, save: Save,
        ways: Ways | None = None,
    ) -> str:  # fmt: skip
        dialog = FormDialog(
            title,
            spec,
            values,
            save=save,
            draft_key=self._key(form),
            case_id=self._view.case_id,
            draft_title=self._title,
            ways=ways,
        )
        return str(await self._screen.show_form(form, dialog) or "")


_GOAL_BLOCKS = Blocks(lambda form: str(form.raw("area") or ""), "goal")


def _day_or_nothing(typed: str) -> MaybeDay:
    text = typed.strip()
    if text.isdecimal() and len(text) <= _MOST_MONTHS:
        return MaybeDay(add_months(clock.today(), int(text)))
    return MaybeDay(parse_day(text, clock.today(), ahead=True) if text else None)
