"""Tab 3 of a case file: everything that was written down, and who changed what."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.worker import Worker

from caseconsole.caseload.contacts import ContactFilter, ContactRow, contact_history
from caseconsole.caseload.history import Change, case_history
from caseconsole.caseload.records import form_spec
from caseconsole.fields import options
from caseconsole.i18n import N_, _, ngettext
from caseconsole.screens.base import act
from caseconsole.screens.case_part import CasePart
from caseconsole.screens.contact_scroll import ContactScroll
from caseconsole.widgets import (
    Column,
    Label,
    Line,
    MultiChoice,
    Picker,
    RecordTable,
    Shown,
    TextInput,
    mark,
)


class HistoryPart(CasePart):
    """The contacts with their whole text, narrowed by words, kinds and topics; or the changes."""

    KEY = "history"
    MAIN = "history-contacts"
    BINDINGS: ClassVar = [
        act("v", "changes", N_("Änderungen"), footer=True, explain=N_(
            "Wer wann welche Angaben geändert hat, und zurück zu den Kontakten.")),
        act("slash", "search", N_("Suchen"), footer=True, explain=N_(
            "Sucht in den Notizen dieses Falles; daneben stehen Art und Thema.")),
        act("ctrl+f", "search", N_("Suchen")),
        act("w", "write", N_("Protokoll"), footer=True, explain=N_(
            "Schreibt den Kontakt mit dem Cursor als Beratungsprotokoll.")),
        act("escape,f10", "clear", N_("Zurück")),
    ]  # fmt: skip
    DEFAULT_CSS = """
    HistoryPart #history-filter { height: auto; max-height: 4; }
    HistoryPart #history-filter Label { margin-right: 1; color: $text-muted; }
    HistoryPart #history-words { width: 2fr; margin-right: 2; }
    HistoryPart #history-kinds { width: 2fr; margin-right: 2; }
    HistoryPart #history-topics { width: 2fr; }
    HistoryPart #history-count { color: $text-muted; }
    HistoryPart .history-view { height: 1fr; }
    """
    COLUMNS = (
        Column("at", N_("Wann"), width=14),
        Column("user", N_("Wer"), width=8),
        Column("what", N_("Was"), width=26),
        Column("fields", N_("Angaben"), fraction=1),
    )

    def __init__(self, case_id: int) -> None:
        super().__init__(case_id)
        self._changes = False

    def compose(self) -> ComposeResult:
        """The filter above the contacts; the changes take their place."""
        spec = form_spec("contact")
        with Vertical(id="history-read", classes="history-view"):
            with Horizontal(id="history-filter"):
                yield Label(_("Suche"))
                yield TextInput(placeholder=_("alle Notizen"), id="history-words")
                yield Label(_("Art"))
                yield MultiChoice(
                    options(spec["kind"].ui), placeholder=_("alle"), id="history-kinds"
                )
                yield Label(_("Thema"))
                yield MultiChoice(
                    options(spec["topics"].ui), placeholder=_("alle"), id="history-topics"
                )
            yield Line(id="history-count")
            yield ContactScroll(id=self.MAIN)
        with Vertical(id="history-changed", classes="history-view"):
            yield Line(_("Änderungen an dieser Akte, neueste zuerst. v zeigt die Kontakte."))
            yield RecordTable[Change](
                self.COLUMNS,
                cells=_change_cells,
                key=lambda change: (change.at, change.what, change.object_id),
                note=lambda change: change.reason,
                empty=N_("Noch keine Änderung verzeichnet."),
                id="history-changes",
            )

    def on_mount(self) -> None:
        """Begin with the contacts."""
        self._show_view()

    async def load(self) -> None:
        """Read the contacts that the filter lets through, or the changes."""
        if self._changes:
            found = await self.app.store.run(case_history, self.case_id)
            self.query_one("#history-changes", RecordTable).replace(found)
            return
        await self._find()

    async def _find(self) -> None:
        wanted = self._wanted()
        contacts = await self.read(contact_history, self.case_id, wanted=wanted)
        if contacts is None:
            return
        narrowed = wanted != ContactFilter()
        empty = (
            _("Kein Kontakt passt dazu. F10 hebt die Suche auf.")
            if narrowed
            else _("Noch kein Kontakt. b schreibt die erste Beratung.")
        )
        self.query_one(f"#{self.MAIN}", ContactScroll).show(
            [self._shown(contact) for contact in contacts],
            words=wanted.text,
            empty=empty,
            client=self.shown_name(self.file.overview.head.name),
        )
        count = ngettext("{count} Kontakt", "{count} Kontakte", len(contacts))
        text = count.format(count=len(contacts))
        self.query_one("#history-count", Line).update(
            mark(_("{count} gefunden").format(count=text), "accent") if narrowed else text
        )

    def _shown(self, contact: ContactRow) -> ContactRow:
        return contact._replace(persons=tuple(map(self.shown_name, contact.persons)))

    def _wanted(self) -> ContactFilter:
        return ContactFilter(
            text=self.query_one("#history-words", TextInput).value.strip(),
            kinds=self.query_one("#history-kinds", MultiChoice).value,
            topics=self.query_one("#history-topics", MultiChoice).value,
        )

    def enter(self) -> None:
        """Go into the text, or into the list of changes."""
        self.query_one("#history-changes" if self._changes else f"#{self.MAIN}").focus()

    def _show_view(self) -> None:
        self.query_one("#history-read").display = not self._changes
        self.query_one("#history-changed").display = self._changes

    # ------------------------------------------------------------------ keys

    @on(TextInput.Changed, "#history-words")
    @on(Picker.Changed)
    def _narrow(self) -> None:
        _finding: Worker[None] = self.run_worker(self._find, exclusive=True, group="find")

    @on(TextInput.Submitted, "#history-words")
    @on(Picker.Submitted)
    def _go_in(self) -> None:
        self.enter()

    def action_search(self) -> None:
        """Go to the field for words."""
        if self._changes:
            self.action_changes()
        self.query_one("#history-words").focus()

    def action_changes(self) -> None:
        """Show the changes instead of the contacts, and back."""
        self._changes = not self._changes
        self._show_view()
        self.enter()
        self.file.reload()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape is the tab's own only while there is something to leave within it."""
        del parameters
        if action == "write":
            return not self._changes
        if action != "clear":
            return True
        return self.is_mounted and (self._changes or self._filtered or self._in_filter)

    @property
    def _filtered(self) -> bool:
        return self._wanted() != ContactFilter()

    @property
    def _in_filter(self) -> bool:
        focused = self.screen.focused
        return focused is not None and focused.parent is self.query_one("#history-filter")

    def action_clear(self) -> None:
        """Leave the changes; else show all contacts again."""
        if self._changes:
            self.action_changes()
            return
        with self.prevent(TextInput.Changed, Picker.Changed):
            self.query_one("#history-words", TextInput).load("")
            for name in ("kinds", "topics"):
                self.query_one(f"#history-{name}", MultiChoice).load(())
        self._narrow()
        self.enter()

    @on(ContactScroll.Chosen)
    def _open(self, event: ContactScroll.Chosen) -> None:
        event.stop()
        self.app.open_screen("beratung", case_id=self.case_id, contact_id=event.contact_id)

    def action_write(self) -> None:
        """Write the contact with the cursor as a document."""
        contact = self.query_one(f"#{self.MAIN}", ContactScroll).current
        if contact is not None:
            self.start(self._write(contact.id))

    async def _write(self, contact_id: int) -> None:
        from caseconsole.screens.write_document import write_about

        await write_about(self.app, "contact", self.case_id, contact_id)

    def action_edit(self) -> None:
        """Open the contact with the cursor."""
        if not self._changes:
            self.query_one(f"#{self.MAIN}", ContactScroll).action_choose()


def _change_cells(change: Change) -> tuple[Shown, ...]:
    at = change.at
    day = f"{at.day:02d}.{at.month:02d}.{at.year % 100:02d} {at.hour:02d}:{at.minute:02d}"
    return (day, change.user, change.what, ", ".join(change.fields))
