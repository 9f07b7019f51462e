"""What the tabs of a case file share: loading, forms with drafts, writing, removing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Coroutine, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual import getters
from textual.containers import Vertical
from textual.screen import Screen

from caseconsole.caseload.names import initials
from caseconsole.caseload.records import (
    change_record,
    create_record,
    delete_record,
    form_spec,
    read_record,
)
from caseconsole.errors import CaseconsoleError
from caseconsole.fields import FormSpec
from caseconsole.i18n import _
from caseconsole.screens.ask_line import AskLine, LineDraft, reason
from caseconsole.screens.console import Console
from caseconsole.screens.form_dialog import FormDialog, Save, Ways

if TYPE_CHECKING:
    from caseconsole.screens.case import CaseScreenFile

T = TypeVar("T")

REMOVAL = "removal"
"""Begin of the name of the question why a record is deleted."""

NEW = "new"
"""Stands for the id in the name of a form whose record is not there yet."""


class CasePart(Vertical, can_focus=False):
    """One tab of a case file.

    A form over the tab has a name such as ``reminder.7`` or ``reminder.new``. The name is the end
    of its draft's key, so that the draft finds its form again (``open_form``).

    Args:
        case_id: the case.
    """

    KEY: ClassVar[str] = ""
    """Name of the tab in the screen's arguments and in keys of drafts."""
    MAIN: ClassVar[str] = ""
    """Id of the widget that gets the focus when the tab is shown."""
    DEFAULT_CSS = """
    CasePart { height: 1fr; }
    """

    app = getters.app(Console)

    def __init__(self, case_id: int) -> None:
        super().__init__(id=f"part-{self.KEY}")
        self.case_id = case_id
        self.stale = True

    @property
    def file(self) -> CaseScreenFile:
        """The screen around the tab."""
        return cast("CaseScreenFile", self.screen)

    @property
    def person_id(self) -> int:
        """The client of the case."""
        return self.file.overview.head.person_id

    # ------------------------------------------------------------------ for the tabs to override

    async def load(self) -> None:
        """Read what the tab shows."""

    def enter(self) -> None:
        """Take the focus when the tab is shown."""
        self.query_one(f"#{self.MAIN}").focus()

    async def open_form(self, name: str) -> None:
        """Open the form called ``name``; nothing where the tab has no such form."""

    def action_edit(self) -> None:
        """Edit what the tab shows, or the line under the cursor."""

    @property
    def place_within(self) -> str:
        """Where in the tab the user is, as ``open_form`` takes it; empty for its main widget."""
        return ""

    def restore_cursor(self, cursor: list[int]) -> None:
        """Put the cursor back into a field that has no id of its own."""

    @property
    def is_dirty(self) -> bool:
        """Whether something typed is not saved as a record yet."""
        return False

    async def flush(self) -> None:
        """Bring what is typed into its draft now."""

    async def save(self) -> bool:
        """Save what was typed; False if a field has to be corrected first."""
        return True

    async def discard(self) -> None:
        """Drop what was typed, and its draft."""

    # ------------------------------------------------------------------ tools

    def shown_name(self, name: str) -> str:
        """A name as it may be shown now: initials while somebody looks on."""
        return short_name(name) if self.app.private_view else name

    def start(self, job: Coroutine[Any, Any, object]) -> None:
        """Do something that asks or writes; a job still under way is dropped."""
        self.run_worker(job, exclusive=True, group="case-job")

    async def read(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T | None:
        """Ask the store; a refusal is told and gives ``None``."""
        try:
            return await self.app.store.run(function, *args, **kwargs)
        except CaseconsoleError as error:
            self.app.tell(error)
            return None

    async def write(self, kind: str, function: Callable[..., Any], *args: Any) -> bool:
        """Write through the store and show it; False if it was refused, which is told."""
        try:
            await self.app.store.run(function, *args)
        except CaseconsoleError as error:
            self.app.tell(error)
            return False
        self.changed(kind)
        return True

    def changed(self, kind: str) -> None:
        """Say that records of ``kind`` were written, and read again."""
        self.app.mark_changed(kind, by=self.screen)
        self.file.reload()

    async def ask_form(
        self,
        name: str,
        title: str,
        spec: FormSpec,
        values: Mapping[str, Any],
        save: Save,
        ways: Ways | None = None,
    ) -> object:
        """Open a form over the tab; gives what ``save`` returned, ``None`` for going back.

        Args:
            name: name of the form, the end of its draft's key.
            title: its heading.
            spec: its fields.
            values: what they hold.
            save: stores the values.
            ways: how the form differs from the usual one.
        """
        path = f"{self.KEY}.{name}"
        dialog = FormDialog(
            title,
            spec,
            values,
            save=save,
            draft_key=f"akte:{self.case_id}:{path}",
            case_id=self.case_id,
            draft_title=self.draft_title,
            ways=ways,
        )
        result = await self._show_form(path, dialog)
        if result is not None:
            self.changed(spec.record)
        return result

    @property
    def draft_title(self) -> str:
        """How a draft of this case is listed on the start screen."""
        return _("Akte: {name}").format(name=self.file.overview.head.name)

    async def _show_form(self, path: str, dialog: Screen[Any]) -> Any:
        file = self.file
        file.open_path = path
        try:
            return await self.app.push_screen_wait(dialog)
        finally:
            file.open_path = ""

    async def new_record(
        self,
        kind: str,
        title: str,
        values: Mapping[str, Any] | None = None,
        **parents: int | None,
    ) -> object:
        """Let the user enter a record of ``kind``; gives its id."""

        async def save(typed: dict[str, Any]) -> object:
            return await self.app.store.run(create_record, kind, typed, **parents)

        return await self.ask_form(f"{kind}.{NEW}", title, form_spec(kind), values or {}, save)

    async def edit_record(self, kind: str, record_id: int, title: str) -> object:
        """Let the user change a record; gives its id."""
        record = await self.read(read_record, kind, record_id)
        if record is None:
            return None

        async def save(typed: dict[str, Any]) -> object:
            await self.app.store.run(change_record, kind, record_id, typed)
            return record_id

        return await self.ask_form(
            f"{kind}.{record_id}", title, form_spec(kind), record.values, save
        )

    async def remove_record(self, kind: str, record_id: int) -> None:
        """Delete a record that was entered by mistake, after asking why."""
        question = _("Warum wird dieser Eintrag gelöscht?")
        why = await self.ask_reason(f"{REMOVAL}.{kind}.{record_id}", question)
        if why is not None:
            await self.write(kind, delete_record, kind, record_id, why)

    async def ask_reason(self, name: str, question: str, detail: str = "") -> str | None:
        """Ask why; ``None`` for going back.

        Args:
            name: name of the form.
            question: one line.
            detail: what will happen.
        """
        kept = _("Der Grund steht später bei den Änderungen.")
        path = f"{self.KEY}.{name}"
        draft = LineDraft(f"akte:{self.case_id}:{path}", self.case_id, self.draft_title)
        asking: AskLine[str] = AskLine(
            question, reason, detail=f"{detail} {kept}".strip(), draft=draft
        )
        why: str | None = await self._show_form(path, asking)
        return why


def short_name(name: str) -> str:
    """``A. A.`` for ``Al-Hamad, Ahmad``."""
    family, _comma, given = name.partition(", ")
    return initials(family, given)


def in_full(day: dt.date | None) -> str:
    """``04.03.24``: a day of a file, always with its year; empty for none."""
    return f"{day.day:02d}.{day.month:02d}.{day.year % 100:02d}" if day else ""
