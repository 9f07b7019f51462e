"""A question that is answered by one line, such as the day until which a date is put off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from caseconsole.caseload.drafts import drop_draft, get_draft, save_draft
from caseconsole.errors import InputError
from caseconsole.forms import DraftKeeper
from caseconsole.i18n import N_, _
from caseconsole.screens.base import act
from caseconsole.screens.console import Arrived, Console
from caseconsole.widgets import Text, TextInput, plain

T = TypeVar("T")


@dataclass(frozen=True)
class LineDraft:
    """Where an unfinished line is kept.

    Args:
        key: name of the draft.
        case_id: the case that it belongs to.
        title: how it is listed on the start screen.
    """

    key: str
    case_id: int
    title: str


class AskLine(ModalScreen[T | None], Generic[T]):
    """Ask for one line; ``None`` if the user went back.

    Args:
        question: the question, one line.
        parse: what the line means; an ``InputError`` is shown and the line stays as it is.
        value: what stands in the line at first.
        detail: examples or a hint.
        draft: where words are kept while they are typed; not needed for a day.
    """

    app = getters.app(Console)

    BINDINGS: ClassVar[list[BindingType]] = [act("escape,f10", "back", N_("Zurück"))]

    def __init__(
        self,
        question: str,
        parse: Callable[[str], T],
        *,
        value: str = "",
        detail: str = "",
        draft: LineDraft | None = None,
    ) -> None:
        super().__init__()
        self._question = question
        self._parse = parse
        self._value = value
        self._detail = detail
        self._draft = draft
        self._keeper: DraftKeeper | None = None
        self.is_ready = draft is None

    def compose(self) -> ComposeResult:
        """Lay out the question, the line and the place for a refusal."""
        with Vertical(classes="dialog"):
            yield Text(plain(self._question, style="bold"))
            yield TextInput(self._value, id="line")
            yield Text(self._detail, id="line-message", classes="quiet")
            yield Text(_("Enter übernehmen · F10 zurück"), classes="quiet")

    @property
    def _line(self) -> TextInput:
        return self.query_one("#line", TextInput)

    def on_mount(self) -> None:
        """Put the cursor into the line; what stands there is typed over."""
        self._line.focus()
        self._line.action_select_all()
        if self._draft is not None:
            self.run_worker(self._begin(self._draft), group="fill")

    async def _begin(self, slot: LineDraft) -> None:
        try:
            draft = await self.app.store.run(get_draft, slot.key)
            if draft is not None:
                self._line.load(str(draft.values["text"]))
                self.app.hint(_("Ihr Entwurf ist wieder da."))
            self._keeper = DraftKeeper(self, self._save_draft)
        finally:
            self.is_ready = True
            self.app.post_message(Arrived())

    # ------------------------------------------------------------------ unsaved text

    @property
    def is_dirty(self) -> bool:
        """Whether words were typed that would be lost."""
        return self._keeper is not None and self._line.value.strip() != self._value

    async def flush(self) -> None:
        """Bring the line into its draft now."""
        if self._keeper is not None:
            await self._keeper.flush()

    async def _save_draft(self) -> None:
        slot = self._draft
        if slot is not None:
            text: dict[str, object] = {"text": self._line.value}
            await self.app.store.run(save_draft, slot.key, slot.case_id, slot.title, text)

    @on(TextInput.Changed, "#line")
    def _changed(self) -> None:
        if self._keeper is not None:
            self._keeper.touch()

    # ------------------------------------------------------------------ answering

    @on(TextInput.Submitted, "#line")
    def _submitted(self, event: TextInput.Submitted) -> None:
        event.stop()
        self._take()

    def _take(self) -> None:
        try:
            result = self._parse(self._line.value)
        except InputError as error:
            message = self.query_one("#line-message", Text)
            message.update(str(error))
            message.set_classes("-wrong")
            return
        self._leave_with(result)

    def _leave_with(self, result: T | None) -> None:
        if self._draft is None:
            self.dismiss(result)
        else:
            self.run_worker(self._close(self._draft, result), exclusive=True, group="leave")

    async def _close(self, slot: LineDraft, result: T | None) -> None:
        if self._keeper is not None:
            self._keeper.forget()
        await self.app.store.run(drop_draft, slot.key)
        self.dismiss(result)

    def action_back(self) -> None:
        """Leave without an answer; asks where words would be lost."""
        if self.is_dirty:
            self.run_worker(self._ask(), exclusive=True, group="leave")
        else:
            self._leave_with(None)

    async def _ask(self) -> None:
        answer = await self.app.ask_unsaved()
        if answer == "keep":
            await self.flush()
            self.dismiss(None)
        elif answer == "save":
            self._take()
        elif answer == "discard":
            self._leave_with(None)


def reason(typed: str) -> str:
    """``typed`` as a reason.

    Raises:
        InputError: nothing was typed.
    """
    if not typed.strip():
        raise InputError(_("Bitte geben Sie einen Grund an."))
    return typed.strip()
