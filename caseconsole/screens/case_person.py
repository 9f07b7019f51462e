"""Tab 4 of a case file: the person in a form, the dated states, and the consents."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from textual import on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.containers import Vertical

from caseconsole import clock
from caseconsole.caseload.consents import RELEASE, ConsentState, list_consents
from caseconsole.caseload.drafts import drop_draft, get_draft, save_draft
from caseconsole.caseload.records import (
    Record,
    change_record,
    form_spec,
    list_records,
    read_record,
)
from caseconsole.days import format_day, parse_day
from caseconsole.errors import CaseconsoleError
from caseconsole.forms import DraftKeeper, RecordForm
from caseconsole.i18n import N_, _
from caseconsole.screens.ask_line import AskLine
from caseconsole.screens.base import act, set_cursor
from caseconsole.screens.case_part import NEW, CasePart
from caseconsole.screens.case_summary import PROCESSING, consent_cells, state_cells, state_note
from caseconsole.widgets import Column, RecordTable, TabBar

DATA, STATES, CONSENTS = "data", "states", "consents"
_ATTEMPTS, _AGAIN = 40, 0.05
_LISTS = {STATES: "person_status", CONSENTS: "consent"}


class PersonPart(CasePart):
    """What is known of the client: a form, and two lists of dated entries."""

    KEY = "person"
    MAIN = "person-parts"
    FORM = "form"
    """Name under which ``open_form`` goes into the data of the person."""
    BINDINGS: ClassVar = [
        act("n", "new", N_("neuer Eintrag"), footer=True, explain=N_(
            "Ein neuer Status ab einem Tag, oder eine neue Einwilligung.")),
        act("f4", "edit", N_("Bearbeiten"), footer=True, explain=N_(
            "Geht in die Angaben, oder ändert die Zeile mit dem Cursor.")),
        act("x", "withdraw", N_("Widerruf"), footer=True, explain=N_(
            "Vermerkt den Widerruf der Einwilligung mit dem Cursor.")),
        act("w", "write", N_("Word"), footer=True, explain=N_(
            "Schreibt die Einwilligung oder Entbindung mit dem Cursor zum Unterschreiben.")),
        act("delete", "remove", N_("Löschen"), footer=True, explain=N_(
            "Löscht einen versehentlichen Eintrag; fragt nach dem Grund.")),
        act("a", f"view('{DATA}')", N_("Angaben")),
        act("s", f"view('{STATES}')", N_("Status")),
        act("e", f"view('{CONSENTS}')", N_("Einwilligungen")),
        act("down,enter", "go_in", N_("In den Abschnitt")),
    ]  # fmt: skip
    DEFAULT_CSS = """
    PersonPart .person-view { height: 1fr; }
    PersonPart #person-parts { margin-bottom: 0; }
    PersonPart .person-view > Line { color: $text-muted; }
    """
    STATE_COLUMNS = (
        Column("from", N_("Gilt ab"), width=10),
        Column("what", N_("Was ab diesem Tag gilt"), fraction=1),
    )
    CONSENT_COLUMNS = (
        Column("purpose", N_("Zweck"), fraction=1),
        Column("recipient", N_("Empfänger"), fraction=1),
        Column("granted", N_("Erteilt"), width=8),
        Column("state", N_("Stand"), width=19),
    )

    def __init__(self, case_id: int) -> None:
        super().__init__(case_id)
        self._view = DATA
        self._form: RecordForm | None = None
        self._keeper: DraftKeeper | None = None

    def compose(self) -> ComposeResult:
        """The three sections; one of them is in view."""
        yield TabBar(
            [
                (DATA, _("a Angaben")),
                (STATES, _("s Status")),
                (CONSENTS, _("e Einwilligungen")),
            ],
            id=self.MAIN,
        )
        yield Vertical(id=f"view-{DATA}", classes="person-view")
        with Vertical(id=f"view-{STATES}", classes="person-view"):
            yield RecordTable[Record](
                self.STATE_COLUMNS,
                cells=state_cells,
                key=lambda record: record.id,
                note=state_note,
                empty=N_("Noch kein Status. n trägt ein, was ab einem Tag gilt."),
                id=f"list-{STATES}",
            )
        with Vertical(id=f"view-{CONSENTS}", classes="person-view"):
            yield RecordTable[ConsentState](
                self.CONSENT_COLUMNS,
                cells=consent_cells,
                key=lambda consent: consent.id,
                empty=N_("Noch keine Einwilligung. n trägt eine ein."),
                id=f"list-{CONSENTS}",
            )

    def on_mount(self) -> None:
        """Show the first section."""
        self._show_view()

    async def load(self) -> None:
        """Read the person, the states and the consents."""
        run = self.app.store.run
        record = await run(read_record, "person", self.person_id)
        states = await run(list_records, "person_status", person=self.person_id)
        consents = await run(list_consents, self.case_id, clock.today())
        self._table(STATES).replace(states)
        self._table(CONSENTS).replace(consents)
        await self._show_record(record)

    async def _show_record(self, record: Record) -> None:
        if self._form is None:
            draft = await self.app.store.run(get_draft, self._draft_key)
            kept = draft.values if draft else None
            form = RecordForm(form_spec("person"), record.values, draft=kept, id="person-record")
            # Turning the tab may have stopped an earlier reading halfway.
            await self.query("#person-record").remove()
            await self.query_one(f"#view-{DATA}").mount(form)
            self._form, self._keeper = form, DraftKeeper(form, self._save_draft)
            if draft:
                self.app.hint(_("Ihr Entwurf ist wieder da."))
        elif not self._form.is_dirty:
            self._form.load(record.values)

    def _table(self, view: str) -> RecordTable[Any]:
        return self.query_one(f"#list-{view}", RecordTable)

    # ------------------------------------------------------------------ sections

    def _show_view(self) -> None:
        for name in (DATA, STATES, CONSENTS):
            self.query_one(f"#view-{name}").display = name == self._view
        self.refresh_bindings()

    @on(TabBar.Chosen, "#person-parts")
    def _chosen_view(self, event: TabBar.Chosen) -> None:
        event.stop()
        self._view = event.key
        self._show_view()

    def action_view(self, view: str) -> None:
        """Show a section and go to it."""
        self._turn_to(view)
        if view == DATA:
            self.query_one(f"#{self.MAIN}").focus()
        else:
            self._table(view).focus()

    def _turn_to(self, view: str) -> None:
        self._view = view
        self.query_one(f"#{self.MAIN}", TabBar).active = view
        self._show_view()

    def action_go_in(self) -> None:
        """Go from the line of sections into the one in view."""
        if not self.query_one(f"#{self.MAIN}").has_focus:
            raise SkipAction
        if self._view == DATA:
            self._focus_form()
        else:
            self._table(self._view).focus()

    def _focus_form(self, field: str = "") -> None:
        form = self._form
        if form is None:
            return
        if any(known.name == field for known in form.spec.fields):
            form.focus_field(field)
        else:
            form.focus_first()

    @property
    def place_within(self) -> str:
        """The section, or the field of the form with the cursor."""
        if self._view != DATA:
            return self._view
        field = self._form.focused_field if self._form is not None else None
        return f"{self.FORM}.{field.name}" if field else ""

    def restore_cursor(self, cursor: list[int]) -> None:
        """Put the cursor back into the field that the form goes to."""
        self._set_cursor_soon(cursor, _ATTEMPTS)

    def _set_cursor_soon(self, cursor: list[int], attempts: int) -> None:
        focused = self.screen.focused
        if focused is not None and self._form in focused.ancestors:
            set_cursor(focused, cursor)
        elif attempts:
            # The form makes the fields of a group when it goes there.
            self.set_timer(_AGAIN, lambda: self._set_cursor_soon(cursor, attempts - 1))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys of the lists do nothing beside the form."""
        del parameters
        if action in {"new", "remove"}:
            return self._view != DATA
        return self._view == CONSENTS if action in {"withdraw", "write"} else True

    # ------------------------------------------------------------------ lists

    async def open_form(self, name: str) -> None:
        """Open a form of a list, or go into the data of the person."""
        kind, _dot, row_id = name.partition(".")
        if kind == self.FORM:
            self._turn_to(DATA)
            self._focus_form(row_id)
            return
        if kind in _LISTS:
            self.action_view(kind)
            return
        view = next((view for view, of in _LISTS.items() if of == kind), None)
        if view is None:
            return
        self.action_view(view)
        if row_id.isdecimal():
            await self.edit_record(kind, int(row_id), self._title(kind))
        elif kind == "person_status":
            values = {"from_day": clock.today()}
            await self.new_record(kind, self._title(kind), values, person=self.person_id)
        else:
            given = await self._consent_for(row_id)
            await self.new_record(kind, self._title(kind), given, case=self.case_id)

    async def _consent_for(self, name: str) -> dict[str, Any]:
        """What a new consent begins with; ``release-7`` frees towards whom referral 7 went to."""
        purpose, _dash, referral_id = name.partition("-")
        if purpose != RELEASE:
            return {"purpose": PROCESSING, "granted_on": clock.today()}
        recipient = ""
        if referral_id.isdecimal():
            referral = await self.app.store.run(read_record, "referral", int(referral_id))
            partner = referral.parents["partner"] or 0
            recipient = (await self.app.store.run(read_record, "partner", partner)).values["name"]
        return {"purpose": RELEASE, "recipient": recipient, "granted_on": clock.today()}

    def _title(self, kind: str) -> str:
        name = self.shown_name(self.file.overview.head.name)
        if kind == "person_status":
            return _("Status von {name}: nur eintragen, was sich ändert").format(name=name)
        return _("Einwilligung oder Entbindung von {name}").format(name=name)

    def action_new(self) -> None:
        """Add an entry to the list in view."""
        self.start(self.open_form(f"{_LISTS[self._view]}.{NEW}"))

    def action_edit(self) -> None:
        """Go into the form, or change the entry with the cursor."""
        if self._view == DATA:
            self._focus_form()
            return
        key = self._table(self._view).current_key
        self.start(self.open_form(f"{_LISTS[self._view]}.{key or NEW}"))

    @on(RecordTable.RowChosen)
    def _chosen(self, event: RecordTable.RowChosen) -> None:
        event.stop()
        self.action_edit()

    def action_remove(self) -> None:
        """Delete the entry with the cursor, after asking why."""
        key = self._table(self._view).current_key
        if key is not None:
            self.start(self.remove_record(_LISTS[self._view], key))

    def action_write(self) -> None:
        """Write the consent with the cursor, to be signed."""
        consent = self._table(CONSENTS).current
        if isinstance(consent, ConsentState):
            self.start(self._write(consent))

    async def _write(self, consent: ConsentState) -> None:
        from caseconsole.documents.kinds import Request
        from caseconsole.screens.write_document import write_about, write_document

        if consent.purpose == RELEASE:
            await write_about(self.app, "consent", self.case_id, consent.id)
        else:
            await write_document(self.app, Request("einwilligung", self.case_id))

    def action_withdraw(self) -> None:
        """Note that the consent with the cursor was withdrawn."""
        consent = self._table(CONSENTS).current
        if isinstance(consent, ConsentState):
            self.start(self._withdraw(consent))

    async def _withdraw(self, consent: ConsentState) -> None:
        day = await self.app.push_screen_wait(
            AskLine(
                _("Widerrufen am?"),
                lambda typed: parse_day(typed, clock.today()),
                value=format_day(clock.today()),
                detail=_("Ab diesem Tag gilt die Einwilligung nicht mehr. Enter übernimmt."),
            )
        )
        if day is not None:
            await self._note_withdrawal(consent.id, day)

    async def _note_withdrawal(self, consent_id: int, day: dt.date) -> None:
        changes = {"withdrawn_on": day}
        await self.write("consent", change_record, "consent", consent_id, changes)

    # ------------------------------------------------------------------ the form

    @property
    def _draft_key(self) -> str:
        return f"akte:{self.case_id}:{self.KEY}"

    async def _save_draft(self) -> None:
        if self._form is not None:
            name = self.file.overview.head.name
            await self.app.store.run(
                save_draft, self._draft_key, self.case_id, name, self._form.draft()
            )

    @on(RecordForm.Changed)
    def _typed(self) -> None:
        if self._keeper is not None:
            self._keeper.touch()
        self.file.mark_unsaved()

    @on(RecordForm.Left)
    async def _left(self) -> None:
        if self._keeper is not None:
            await self._keeper.attempt()

    @on(RecordForm.Finished)
    async def _finished(self) -> None:
        await self.save()

    @property
    def is_dirty(self) -> bool:
        """Whether the form holds something that is not saved."""
        return self._form is not None and self._form.is_dirty

    async def flush(self) -> None:
        """Bring what is typed into the draft now."""
        if self._keeper is not None:
            await self._keeper.flush()

    async def save(self) -> bool:
        """Save what was typed into the form."""
        form = self._form
        if form is None or not form.is_dirty:
            return True
        if form.show_problems():
            self._turn_to(DATA)
            return False
        try:
            await self.app.store.run(change_record, "person", self.person_id, form.changes())
        except CaseconsoleError as error:
            self._refuse(form, error)
            return False
        await self._forget()
        form.mark_saved()
        self.app.hint(_("Gespeichert."))
        self.changed("person")
        return True

    def _refuse(self, form: RecordForm, error: CaseconsoleError) -> None:
        if any(field.name == error.field for field in form.spec.fields):
            form.refuse(error.field, str(error))
        else:
            self.app.tell(error)

    async def discard(self) -> None:
        """Drop what was typed and its draft."""
        if self._form is None:
            return
        await self._forget()
        record = await self.app.store.run(read_record, "person", self.person_id)
        self._form.load(record.values)
        self.file.mark_unsaved()

    async def _forget(self) -> None:
        if self._keeper is not None:
            self._keeper.forget()
        await self.app.store.run(drop_draft, self._draft_key)
