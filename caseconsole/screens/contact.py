"""Beratung: the note of a talk; and the quick contact from anywhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen

from caseconsole import clock
from caseconsole.caseload.choices import choices_for
from caseconsole.caseload.contacts import ContactRow, contact_history, read_contact, save_contact
from caseconsole.caseload.drafts import drop_draft, get_draft, save_draft
from caseconsole.caseload.overview import CaseHead, case_head
from caseconsole.caseload.plan_views import StepView
from caseconsole.caseload.plans import open_steps, tick_step
from caseconsole.days import format_short
from caseconsole.errors import CaseconsoleError, InputError
from caseconsole.forms import DraftKeeper
from caseconsole.i18n import N_, _
from caseconsole.screens.base import CaseScreen, act
from caseconsole.screens.console import Arrived, Console
from caseconsole.screens.contact_form import ContactForm
from caseconsole.widgets import Column, FooterBar, Line, NoteArea, RecordTable, Text, plain

_BESIDE = 15
_STEPS_SHOWN = 4


class ContactScreen(CaseScreen):
    """One contact of a case, new or stored, with the open steps and the history at hand."""

    SCREEN_NAME = "beratung"
    SHOWS = frozenset({"nothing"})
    WAITS_FOR_DATA = True
    HELP = N_(
        "Was besprochen wurde. Alles Getippte ist nach spätestens einer Sekunde als Entwurf "
        "gesichert; Strg+S speichert. Das erste Thema ist das Hauptthema."
    )
    BINDINGS: ClassVar = [
        act("ctrl+s", "save_contact", N_("fertig"), footer=True),
        act("f3", "steps", N_("Offene Schritte"), footer=True, explain=N_(
            "Geht zu den offenen Schritten des Plans; die Leertaste hakt ab.")),
        act("f5", "note", N_("Notiz"), explain=N_("Geht in die Notiz.")),
        act("f9", "beside", N_("Verlauf"), footer=True, explain=N_(
            "Zeigt die letzten Kontakte neben der Notiz.")),
        act("f7", "write", N_("Protokoll"), explain=N_(
            "Speichert und schreibt das Beratungsprotokoll; ein neuer Kontakt braucht vorher "
            "Strg+S.")),
        act("f10,escape", "app.back", N_("Zurück"), footer=True),
    ]  # fmt: skip
    CSS = """
    ContactScreen #contact-place { height: 1fr; }
    ContactScreen #beside { width: 1fr; display: none; padding: 0 1; border-left: solid $panel; }
    ContactScreen #beside.-shown { display: block; }
    ContactScreen #contact { width: 2fr; }
    ContactScreen #steps-title, ContactScreen #saved { color: $text-muted; }
    """

    def __init__(self, case_id: int | None = None, contact_id: int | None = None) -> None:
        super().__init__()
        self.case_id = case_id
        self.contact_id = contact_id
        self._head: CaseHead | None = None
        self._steps: tuple[StepView, ...] = ()
        self._keeper: DraftKeeper | None = None

    def arguments(self) -> dict[str, object]:
        """Case and contact, so that the lock can come back here."""
        return {"case_id": self.case_id, "contact_id": self.contact_id}

    def body(self) -> ComposeResult:
        """The fields, the history beside them, and the open steps below."""
        yield Line("", id="saved")
        with Horizontal(id="contact-place"):
            yield ContactForm(id="contact")
            with VerticalScroll(id="beside"):
                yield Text("", id="history")
        yield Line("", id="steps-title")
        yield RecordTable(
            (
                Column("text", N_("Schritt"), fraction=1),
                Column("who", N_("Wer"), width=12),
                Column("due", N_("Bis"), width=9),
            ),
            cells=_step_cells,
            key=lambda step: step.id,
            header=False,
            id="steps",
        )

    @property
    def _form(self) -> ContactForm:
        return self.query_one("#contact", ContactForm)

    @property
    def _draft_key(self) -> str:
        return f"beratung:{self.case_id or ''}:{self.contact_id or ''}"

    async def load(self) -> None:
        """Fill the fields once: from the draft, from the stored contact, or with what is usual."""
        if self._keeper is not None:
            self._show_banner()
            return
        today = clock.today()
        if self.case_id is not None:
            self._head = await self.app.store.run(case_head, self.case_id, today)
        self._form.offer(await self.app.store.run(choices_for, self.case_id, today))
        if self.contact_id is not None:
            self._form.load(await self.app.store.run(read_contact, self.contact_id))
        self._form.begin()
        self._keeper = DraftKeeper(self, self._save_draft)
        draft = await self.app.store.run(get_draft, self._draft_key)
        if draft is not None:
            self._form.load_draft(draft.values)
            self._say(_("Entwurf ist wieder da"))
        self._show_banner()
        if self.case_id is not None:
            self._steps = await self.app.store.run(open_steps, self.case_id)
        self._show_steps()
        note = self._form.query_one("#note", NoteArea)
        note.move_cursor(note.document.end)
        self._form.query_one("#note" if self.case_id else "#who").focus()

    def _show_banner(self) -> None:
        title = _("Kontakt") if self.contact_id is None else _("Kontakt bearbeiten")
        if self._head is None:
            self.set_banner(title)
            return
        head = self._head
        name = head.initials if self.app.private_view else head.name
        born = f" · * {head.birth}" if head.birth else ""
        self.set_banner(plain(f"{title} · {name} · {head.number}{born}"))

    def _say(self, text: str) -> None:
        self.query_one("#saved", Line).update(text)

    # ------------------------------------------------------------------ unsaved text

    @property
    def is_dirty(self) -> bool:
        """Whether something typed is not saved."""
        return self._form.is_dirty

    async def flush(self) -> None:
        """Bring what is typed into the encrypted draft now."""
        if self._keeper is not None:
            await self._keeper.flush()

    async def discard(self) -> None:
        """Drop what was typed, and its draft."""
        if self._keeper is not None:
            self._keeper.forget()
        await self.app.store.run(drop_draft, self._draft_key)

    async def _save_draft(self) -> None:
        name = self._head.name if self._head else _("ohne Akte")
        title = _("Kontakt: {name}").format(name=name)
        kept = self._form.draft()
        await self.app.store.run(save_draft, self._draft_key, self.case_id, title, kept)
        self._say(_("Entwurf gesichert {time}").format(time=f"{clock.now():%H:%M:%S}"))

    @on(ContactForm.Changed)
    def _changed(self) -> None:
        if self._keeper is not None:
            self._keeper.touch()

    async def save(self) -> bool:
        """Store the contact; False if a field has to be corrected."""
        try:
            await _store(self.app, self._form, self._cases(), self.contact_id)
        except InputError as error:
            self._form.refuse(error)
            return False
        except CaseconsoleError as error:
            self.app.tell(error)
            return False
        await self.discard()
        self._form.begin()
        self.app.mark_changed("contact", by=self)
        return True

    def _cases(self) -> tuple[int, ...]:
        return (self.case_id,) if self.case_id is not None else ()

    def action_save_contact(self) -> None:
        """Store the contact and go back."""
        self.run_worker(self._finish(), exclusive=True, group="save")

    async def _finish(self) -> None:
        if await self.save():
            self.app.hint(_("Gespeichert."))
            self.app.back()

    def action_write(self) -> None:
        """Store the contact and write it as a document."""
        if self.contact_id is None:
            self.app.hint(_("Bitte erst mit Strg+S speichern; dann steht es in der Akte bei w."))
        else:
            self.run_worker(self._write(self.contact_id), exclusive=True, group="write")

    async def _write(self, contact_id: int) -> None:
        from caseconsole.screens.write_document import write_about

        if not self.is_dirty or await self.save():
            await write_about(self.app, "contact", self.case_id, contact_id)

    # ------------------------------------------------------------------ steps and history

    def _show_steps(self) -> None:
        """Show the steps that were open when the screen came, those ticked off since among them."""
        steps = self._steps
        self.query_one("#steps-title", Line).update(
            _("Offene Schritte (F3, Leertaste hakt ab)") if steps else ""
        )
        table: RecordTable[StepView] = self.query_one("#steps", RecordTable)
        table.styles.height = min(len(steps), _STEPS_SHOWN)
        table.display = bool(steps)
        table.replace(steps)

    def action_steps(self) -> None:
        """Go to the open steps, and back to the note."""
        table = self.query_one("#steps", RecordTable)
        if table.display and not table.has_focus:
            table.focus()
        else:
            self.action_note()

    def action_note(self) -> None:
        """Go into the note."""
        self._form.query_one("#note", NoteArea).focus()

    def key_space(self) -> None:
        """Tick the step under the cursor off, or open it again."""
        table: RecordTable[StepView] = self.query_one("#steps", RecordTable)
        if table.has_focus and table.current is not None:
            self.run_worker(self._tick(table.current), exclusive=True, group="tick")

    async def _tick(self, step: StepView) -> None:
        day = None if step.done_on else clock.today()
        try:
            await self.app.store.run(tick_step, step.id, day)
        except CaseconsoleError as error:
            self.app.tell(error)
            return
        self.app.mark_changed("plan", by=self)
        said = _("Abgehakt: {step}") if day else _("Wieder offen: {step}")
        self.app.hint(said.format(step=step.text))
        self._steps = tuple(
            replace(each, done_on=day) if each.id == step.id else each for each in self._steps
        )
        self._show_steps()

    def action_beside(self) -> None:
        """Show the history beside the note, or hide it."""
        panel = self.query_one("#beside")
        panel.toggle_class("-shown")
        if panel.has_class("-shown") and self.case_id is not None:
            self.run_worker(self._show_history(self.case_id), exclusive=True, group="history")

    async def _show_history(self, case_id: int) -> None:
        found = await self.app.store.run(lambda: contact_history(case_id, limit=_BESIDE))
        text = "\n\n".join(_entry(row) for row in found) or _("Noch kein Kontakt.")
        self.query_one("#history", Text).update(plain(text, multiline=True))


class QuickContact(ModalScreen[None]):
    """A contact in ten seconds: who, how, how long, about what; the note may follow later."""

    app = getters.app(Console)

    HELP = N_(
        "Ein Kontakt von heute: wer, Art, Minuten, Thema, dann Enter. a steht für jemanden ohne "
        "Namen, +7 für sieben. Die Notiz kann später folgen; alles Getippte ist als Entwurf "
        "gesichert."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        act("ctrl+s", "save", N_("Speichern"), priority=True),
        act("escape,f10", "leave", N_("Zurück")),
    ]
    CSS = """
    QuickContact #quick { width: 78; max-width: 100%; height: auto; background: $panel;
                          padding: 1 2; }
    QuickContact FooterBar { dock: none; background: $panel; }
    """
    DRAFT = "beratung::"

    def __init__(self) -> None:
        super().__init__()
        self.is_ready = False
        self._keeper: DraftKeeper | None = None

    def compose(self) -> ComposeResult:
        """Lay out heading, fields and keys."""
        with Vertical(id="quick"):
            yield Text(plain(_("Kontakt heute"), style="bold"))
            yield ContactForm(quick=True, id="quick-form")
            yield FooterBar(
                [
                    ("ctrl+s", _("Speichern")),
                    ("tab", _("weiter")),
                    ("f10", _("Zurück")),
                    ("f1", _("Hilfe")),
                ]
            )

    @property
    def _form(self) -> ContactForm:
        return self.query_one("#quick-form", ContactForm)

    def on_mount(self) -> None:
        """Fill in what is usual."""
        self.run_worker(self._begin(), exclusive=True, group="fill")

    async def _begin(self) -> None:
        try:
            await self._fill()
        finally:
            self.is_ready = True
            self.app.post_message(Arrived())

    async def _fill(self) -> None:
        screen = self.app.case_screens()[-1] if self.app.case_screens() else None
        case_id = screen.arguments().get("case_id") if screen is not None else None
        near = case_id if isinstance(case_id, int) else None
        choices = await self.app.store.run(choices_for, near, clock.today())
        self._form.offer(choices)
        self._form.begin()
        self._keeper = DraftKeeper(self._form, self._save_draft)
        draft = await self.app.store.run(get_draft, self.DRAFT)
        if draft is not None:
            self._form.load_draft(draft.values)
            self.app.hint(_("Ihr Entwurf ist wieder da."))
        self._form.query_one("#kind" if near else "#who").focus()

    @property
    def is_dirty(self) -> bool:
        """Whether something typed is not saved."""
        return self._form.is_dirty

    async def flush(self) -> None:
        """Bring what is typed into the encrypted draft now."""
        if self._keeper is not None:
            await self._keeper.flush()

    async def _save_draft(self) -> None:
        title = _("Kontakt ohne Akte")
        await self.app.store.run(save_draft, self.DRAFT, None, title, self._form.draft())

    @on(ContactForm.Changed)
    def _changed(self) -> None:
        if self._keeper is not None:
            self._keeper.touch()

    @on(ContactForm.Finished)
    def action_save(self) -> None:
        """Store the contact and close."""
        self.run_worker(self._save(), exclusive=True, group="save")

    async def _save(self) -> None:
        try:
            await _store(self.app, self._form, None, None)
        except InputError as error:
            self._form.refuse(error)
            return
        except CaseconsoleError as error:
            self.app.tell(error)
            return
        self.app.mark_changed("contact")
        self.app.hint(_("Kontakt gespeichert."))
        await self._close()

    async def _close(self) -> None:
        if self._keeper is not None:
            self._keeper.forget()
        await self.app.store.run(drop_draft, self.DRAFT)
        self.dismiss()

    def action_leave(self) -> None:
        """Leave; asks where something typed is not saved."""
        self.run_worker(self._leave(), exclusive=True, group="leave")

    async def _leave(self) -> None:
        if not self.is_dirty:
            await self._close()
            return
        answer = await self.app.ask_unsaved()
        if answer == "keep":
            await self.flush()
            self.dismiss()
        elif answer == "save":
            await self._save()
        elif answer == "discard":
            await self._close()


async def _store(
    app: Console, form: ContactForm, cases: tuple[int, ...] | None, contact_id: int | None
) -> None:
    """Store what stands in the form as a contact."""
    values = form.values()
    await app.store.run(save_contact, values, form.person_ids, cases, contact_id)


def _step_cells(step: StepView) -> tuple[str, ...]:
    due = format_short(step.due_on, clock.today()) if step.due_on else ""
    box = "[x]" if step.done_on else "[ ]"
    return (f"{box} {step.text}", step.who, due)


def _entry(row: ContactRow) -> str:
    head: list[Any] = [format_short(row.day, clock.today()), row.kind_label]
    if row.minutes:
        head.append(_("{minutes} Min").format(minutes=row.minutes))
    head.append(", ".join(row.topics))
    return "\n".join(filter(None, ("  ".join(filter(None, head)), row.text)))
