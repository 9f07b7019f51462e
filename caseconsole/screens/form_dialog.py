"""A form over the screen: one record, kept as a draft while it is typed, never lost by leaving."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.events import Key
from textual.screen import ModalScreen

from caseconsole.caseload.drafts import drop_draft, get_draft, save_draft
from caseconsole.errors import CaseconsoleError
from caseconsole.fields import FormSpec
from caseconsole.forms import DraftKeeper, RecordForm
from caseconsole.i18n import N_, _
from caseconsole.screens.base import act
from caseconsole.screens.block_picker import BlockPicker, Blocks
from caseconsole.screens.console import Arrived, Console
from caseconsole.widgets import FooterBar, Text, plain

Save = Callable[[dict[str, Any]], Awaitable[object]]


@dataclass(frozen=True)
class Ways:
    """How a form differs from the usual one.

    Args:
        blocks: which wordings F3 offers for the field ``text``.
        first: name of the field to begin in; the first one if not given.
        detail: what happens when the form is saved.
        saving: what saving is called.
        also: a further key that saves, such as the one that opened the form.
    """

    blocks: Blocks | None = None
    first: str = ""
    detail: str = ""
    saving: str = ""
    also: str = ""


class FormDialog(ModalScreen[object]):
    """One record in a form; the result is what ``save`` returned, ``None`` for going back.

    Args:
        title: heading, text from data allowed.
        spec: the fields.
        values: what they hold.
        save: stores the values of all fields; what it raises is shown beside the field it names.
        draft_key: name of the draft.
        case_id: the case that the draft belongs to.
        draft_title: how the draft is listed on the start screen.
        ways: how it differs from the usual form.
    """

    app = getters.app(Console)

    HELP = N_(
        "Alles Getippte ist nach spätestens einer Sekunde als Entwurf gesichert. Strg+S speichert; "
        "F10 geht zurück und fragt, wenn etwas noch nicht gespeichert ist."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        act("ctrl+s", "save", N_("Speichern"), priority=True),
        act("escape,f10", "leave", N_("Zurück")),
        act("f3", "blocks", N_("Baustein")),
    ]
    CSS = """
    FormDialog #form-box { width: 76; max-width: 100%; height: auto; max-height: 100%;
                           background: $panel; padding: 1 2; }
    FormDialog RecordForm { height: auto; max-height: 64vh; }
    FormDialog FieldGroup { height: auto; max-height: 60vh; }
    FormDialog FooterBar { dock: none; margin-top: 1; background: $panel; }
    """

    def __init__(
        self,
        title: str,
        spec: FormSpec,
        values: Mapping[str, Any],
        *,
        save: Save,
        draft_key: str,
        case_id: int | None,
        draft_title: str,
        ways: Ways | None = None,
    ) -> None:
        super().__init__()
        self._title = title
        self._spec = spec
        self._values = values
        self._store = save
        self._draft_key = draft_key
        self._case_id = case_id
        self._draft_title = draft_title
        self._ways = ways or Ways()
        self._blocks = self._ways.blocks
        self._form: RecordForm | None = None
        self._keeper: DraftKeeper | None = None
        self.is_ready = False

    def compose(self) -> ComposeResult:
        """Lay out heading, form and keys; the form comes with its draft."""
        with Vertical(id="form-box"):
            yield Text(plain(self._title, style="bold"), id="form-title")
            if self._ways.detail:
                yield Text(self._ways.detail, id="form-detail", classes="quiet")
            saving = self._ways.saving or _("Speichern")
            keys = [("ctrl+s", saving), ("tab", _("weiter")), ("f10", _("Zurück"))]
            if self._blocks is not None:
                keys.insert(2, ("f3", _("Baustein")))
            yield FooterBar([*keys, ("f1", _("Hilfe"))])

    def on_mount(self) -> None:
        """Open the form."""
        self.run_worker(self._begin(), exclusive=True, group="fill")

    async def _begin(self) -> None:
        try:
            await self._fill()
        finally:
            self.is_ready = True
            self.app.post_message(Arrived())

    async def _fill(self) -> None:
        """Show the fields with what an earlier draft kept."""
        draft = await self.app.store.run(get_draft, self._draft_key)
        kept = draft.values if draft else None
        self._form = RecordForm(self._spec, self._values, draft=kept, id="record")
        self._keeper = DraftKeeper(self._form, self._save_draft)
        await self.query_one("#form-box").mount(self._form, before="FooterBar")
        self._form.focus_field(self._ways.first or self._spec.fields[0].name)
        if draft:
            self.app.hint(_("Ihr Entwurf ist wieder da."))

    @property
    def is_dirty(self) -> bool:
        """Whether something typed is not saved."""
        return self._form is not None and self._form.is_dirty

    async def flush(self) -> None:
        """Bring what is typed into the encrypted draft now."""
        if self._keeper is not None:
            await self._keeper.flush()

    async def _save_draft(self) -> None:
        if self._form is not None:
            await self.app.store.run(
                save_draft, self._draft_key, self._case_id, self._draft_title, self._form.draft()
            )

    @on(RecordForm.Changed)
    def _changed(self) -> None:
        if self._keeper is not None:
            self._keeper.touch()

    @on(RecordForm.Left)
    async def _left(self) -> None:
        if self._keeper is not None:
            await self._keeper.attempt()

    @on(RecordForm.Finished)
    def _finished(self) -> None:
        self.action_save()

    def action_save(self) -> None:
        """Store the record and close."""
        self.run_worker(self._save(), exclusive=True, group="form-save")

    async def _save(self) -> None:
        form = self._form
        if form is None or form.show_problems():
            return
        try:
            result = await self._store(form.values())
        except CaseconsoleError as error:
            if any(field.name == error.field for field in form.spec.fields):
                form.refuse(error.field, str(error))
            else:
                self.app.tell(error)
            return
        await self._close(result)

    async def _close(self, result: object) -> None:
        if self._keeper is not None:
            self._keeper.forget()
        await self.app.store.run(drop_draft, self._draft_key)
        self.dismiss(result)

    def action_leave(self) -> None:
        """Leave; asks where something typed is not saved."""
        self.run_worker(self._leave(), exclusive=True, group="form-leave")

    async def _leave(self) -> None:
        if not self.is_dirty:
            await self._close(None)
            return
        answer = await self.app.ask_unsaved()
        if answer == "keep":
            await self.flush()
            self.dismiss(None)
        elif answer == "save":
            await self._save()
        elif answer == "discard":
            await self._close(None)

    def on_key(self, event: Key) -> None:
        """Save with the further key, too."""
        if self._ways.also and event.key == self._ways.also:
            event.stop()
            self.action_save()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There are wordings to insert only where the form has some."""
        del parameters
        return action != "blocks" or self._blocks is not None

    def action_blocks(self) -> None:
        """Offer wordings for the field that has the cursor."""
        self.run_worker(self._insert_block(), exclusive=True, group="form-block")

    async def _insert_block(self) -> None:
        form = self._form
        if form is None or self._blocks is None:
            return
        area = self._blocks.area(form)
        if not area:
            self.app.hint(_("Wählen Sie zuerst das Handlungsfeld."))
            return
        words = str(form.raw("text"))
        chosen = await self.app.push_screen_wait(BlockPicker(area, self._blocks.kind, words))
        if chosen is not None:
            form.put("text", f"{words} {chosen}".strip())
