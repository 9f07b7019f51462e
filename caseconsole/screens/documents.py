"""Dokumente: what lies about unencrypted, what the files hold, templates, what can be written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.worker import Worker

from caseconsole import clock
from caseconsole.documents.copies import (
    Copy,
    delete_copies,
    delete_unchanged,
    list_copies,
    sum_of_file,
)
from caseconsole.documents.filed import FiledView, filed_among, list_filed, total_filed
from caseconsole.documents.folders import output_folder
from caseconsole.documents.kinds import Request
from caseconsole.documents.templates import templates
from caseconsole.errors import CaseconsoleError
from caseconsole.i18n import N_, _, ngettext
from caseconsole.screens.ask_line import AskLine, reason
from caseconsole.screens.base import CaseScreen, act
from caseconsole.screens.documents_batch import WriteAllPlans
from caseconsole.screens.documents_files import (
    delete_file,
    find_files,
    is_document,
    is_written_here,
)
from caseconsole.screens.documents_rows import (
    FILE,
    FILED,
    MOST_FILED,
    TEMPLATE,
    Row,
    copy_rows,
    file_rows,
    filed_rows,
    is_old,
    matching,
    template_rows,
)
from caseconsole.screens.documents_templates import ask_template, examine, show_placeholders
from caseconsole.screens.filed_documents import (
    REMOVING,
    may_remove,
    reason_draft,
    remove_document,
)
from caseconsole.screens.opening import show_file, where_files_lie
from caseconsole.screens.working_copies import folder_of_copies, open_document, take_copy_back
from caseconsole.widgets import Column, Confirm, Line, RecordTable, TextInput, mark, plain

T = TypeVar("T")


class DocumentsScreen(CaseScreen):
    """One list: working copies, files, documents of all cases, and the templates."""

    SCREEN_NAME = "dokumente"
    SHOWS = frozenset({"document", "copy"})
    HELP = N_(
        "Arbeitskopien und Dateien liegen unverschlüsselt auf dem PC; was gedruckt oder abgelegt "
        "ist, löschen Sie hier mit Entf. Die Dokumente der Akten sind verschlüsselt; Enter öffnet "
        "eines als Arbeitskopie. Bei einer Vorlage prüft Enter, ob sie in Ordnung ist."
    )
    BINDINGS: ClassVar = [
        act("w", "write_all", N_("alle Pläne"), footer=True, explain=N_(
            "Schreibt die gültigen Pläne aller laufenden Fälle in den Ordner für Dokumente.")),
        act("z", "take_back", N_("zur Akte"), footer=True, explain=N_(
            "Nimmt eine in Word geänderte Arbeitskopie als neues Dokument zur Akte.")),
        act("delete", "delete", N_("Löschen"), footer=True, explain=N_(
            "Löscht die Zeile mit dem Cursor, nach einer Frage.")),
        act("v", "check", N_("Vorlage prüfen"), footer=True, explain=N_(
            "Prüft eine Word-Vorlage und nennt jeden Fehler mit seinem Absatz.")),
        act("slash,ctrl+f", "search", N_("Suchen"), explain=N_(
            "Sucht in der Liste nach Nummer, Name oder Titel.")),
        act("s", "write_stand_in", N_("Vertretungsblatt"), explain=N_(
            "Schreibt, was eine Vertretung wissen muss.")),
        act("p", "placeholders", N_("Platzhalter"), explain=N_(
            "Zeigt alle Platzhalter, die in einer Vorlage stehen dürfen.")),
        act("a", "delete_all", N_("alle löschen"), explain=N_(
            "Löscht unveränderte Arbeitskopien, Auswertungen und Dokumente, die genau so in einer "
            "Akte liegen, nach einer Frage.")),
        act("escape,f10", "leave_search", N_("Zurück")),
    ]  # fmt: skip
    DEFAULT_CSS = """
    DocumentsScreen #folder { color: $text-muted; }
    DocumentsScreen #documents-search { display: none; }
    DocumentsScreen #documents-search.-shown { display: block; }
    DocumentsScreen #files { height: 1fr; margin-top: 1; }
    """
    COLUMNS = (
        Column("name", N_("Dokument"), fraction=2),
        Column("who", N_("Wer"), fraction=1),
        Column("state", N_("Stand"), width=17),
        Column("age", N_("Alter"), width=10),
    )

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []
        self._first = False

    def body(self) -> ComposeResult:
        """Where files lie, the field for words, and the list."""
        yield Line("", id="folder")
        yield TextInput(placeholder=_("Nummer, Name oder Titel"), id="documents-search")
        yield RecordTable[Row](
            self.COLUMNS,
            cells=lambda row: row.cells,
            key=lambda row: (row.kind, row.key),
            group=lambda row: row.section,
            empty=N_("Nichts gefunden. F10 zeigt wieder alles."),
            header=False,
            id="files",
        )

    def on_mount(self) -> None:
        """Begin in the list."""
        super().on_mount()
        self._table.focus()

    async def load(self) -> None:
        """Look at copies and files, and read what the files hold."""
        run, private = self.app.store.run, self.app.private_view
        copies = await run(list_copies, folder_of_copies(self.app), clock.today())
        filed = await run(list_filed, None, MOST_FILED)
        total = await run(total_filed)
        folder = output_folder()
        files = await asyncio.to_thread(find_files, folder, clock.now())
        known = await asyncio.to_thread(templates)
        self._rows = [
            *copy_rows(copies, private=private),
            *file_rows(files),
            *filed_rows(filed, copies, total, private=private),
            *template_rows(known),
        ]
        self._show()
        self._first = not (total.count or files)
        self._say_where(self._table.current)
        self._show_banner([*copies, *files])

    def _show_banner(self, lying: list[Any]) -> None:
        count = ngettext("{count} Datei", "{count} Dateien", len(lying)).format(count=len(lying))
        unsafe = _("{count} unverschlüsselt auf dem PC").format(count=count)
        banner = plain(_("Dokumente")) + mark(f"   {unsafe}" if lying else "", "quiet")
        old = sum(is_old(one.days) for one in lying)
        if old:
            text = ngettext("! {count} liegt zu lange", "! {count} liegen zu lange", old)
            banner += mark("   " + text.format(count=old), "warn")
        self.set_banner(banner)

    @on(RecordTable.RowHighlighted, "#files")
    def _highlighted(self, event: RecordTable.RowHighlighted) -> None:
        self._say_where(event.row)

    def _say_where(self, row: Row | None) -> None:
        """Say where the line with the cursor lies, or what to do where there is nothing yet."""
        if self._first:
            text = _("Noch kein Dokument: w schreibt eines in der Akte, s das Vertretungsblatt.")
        elif row is None:
            text = ""
        elif row.path is None:
            text = _("Verschlüsselt in der Akte. Enter öffnet es als Arbeitskopie.")
        else:
            text = str(row.path)
        self.query_one("#folder", Line).update(text)

    @property
    def _table(self) -> RecordTable[Row]:
        return self.query_one("#files", RecordTable)

    # ------------------------------------------------------------------ searching

    @property
    def _words(self) -> TextInput:
        return self.query_one("#documents-search", TextInput)

    @on(TextInput.Changed, "#documents-search")
    def _show(self) -> None:
        self._table.replace(matching(self._rows, self._words.value))

    @on(TextInput.Submitted, "#documents-search")
    def _go_in(self) -> None:
        self._table.focus()

    def action_search(self) -> None:
        """Go to the field for words."""
        self._words.add_class("-shown")
        self._words.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape is the screen's own only while something is searched."""
        del parameters
        if action != "leave_search":
            return True
        return self.is_mounted and self._words.has_class("-shown")

    def action_leave_search(self) -> None:
        """Show everything again."""
        self._words.load("")
        self._words.remove_class("-shown")
        self._show()
        self._table.focus()

    # ------------------------------------------------------------------ one line

    def _start(
        self, job: Callable[[], Coroutine[Any, Any, object]], *, reload: bool = True
    ) -> None:
        """Do something that asks or writes; a refusal is told, and the list is read again.

        Args:
            job: what to do.
            reload: not for what may lead to another screen; coming back reads again by itself.
        """

        async def run() -> None:
            try:
                await job()
            except CaseconsoleError as error:
                self.app.tell(error)
            if reload:
                self.reload()

        _job: Worker[None] = self.run_worker(run, exclusive=True, group="file")

    @on(RecordTable.RowChosen, "#files")
    def _chosen(self, event: RecordTable.RowChosen) -> None:
        row: Row = event.row
        if row.kind == FILED and row.document is not None:
            self._start(partial(open_document, self.app, row.document.id))
        elif row.kind == TEMPLATE and row.path is not None:
            self._start(partial(examine, self.app, row.path))
        elif row.path is not None:
            self._start(partial(show_file, self.app, row.path))

    def action_take_back(self) -> None:
        """File what the working copy with the cursor became in Word."""
        row = self._table.current
        if row is None or row.copy is None or row.copy.id is None:
            self.app.hint(_("Gehen Sie auf eine Arbeitskopie, die in Word geändert wurde."))
        else:
            self._start(partial(self._take_back, row.copy))

    async def _take_back(self, listed: Copy) -> None:
        copy = await self._as_it_is_now(listed)
        if copy is None or not copy.changed:
            self.app.hint(_("Diese Arbeitskopie ist, wie sie in der Akte steht."))
        else:
            await take_copy_back(self.app, copy)

    async def _as_it_is_now(self, listed: Copy) -> Copy | None:
        """A copy looked at again: Word may have saved it since it was listed; nothing if gone."""
        copies = await self.app.store.run(list_copies, folder_of_copies(self.app), clock.today())
        return next((copy for copy in copies if copy.path == listed.path), None)

    def action_delete(self) -> None:
        """Delete the line with the cursor."""
        row = self._table.current
        if row is None or row.kind == TEMPLATE:
            self.app.hint(_("Vorlagen löschen Sie nicht hier, sondern im Ordner der Vorlagen."))
        elif row.kind == FILED and row.document is not None:
            self._start(partial(self._remove, row.document))
        elif row.copy is not None:
            self._start(partial(self._delete_copy, row.copy))
        elif row.path is not None:
            self._start(partial(self._delete_file, row.path))

    async def _remove(self, view: FiledView) -> None:
        if not await may_remove(self.app, view):
            return
        why = await self.app.push_screen_wait(
            AskLine(
                _("Warum wird „{title}“ aus der Akte genommen?").format(title=view.title),
                reason,
                detail=_("Es ist danach nicht mehr zu öffnen. Der Grund steht bei den Änderungen."),
                draft=reason_draft(view.case_id, view.case_number, f"{REMOVING}.{view.id}"),
            )
        )
        if why is not None:
            await remove_document(self.app, view, why)

    async def _delete_copy(self, listed: Copy) -> None:
        copy = await self._as_it_is_now(listed)
        if copy is None:
            return
        if copy.id is None:
            detail = _("Diese Datei ist nicht aus einer Akte und nach dem Löschen verloren.")
        elif copy.changed:
            detail = _("Was in Word geändert wurde, ist nach dem Löschen verloren. z nimmt es "
                       "stattdessen zur Akte.")  # fmt: skip
        else:
            detail = _("Das Dokument bleibt in der Akte.")
        if copy.is_open:
            detail += " " + _("Die Datei scheint noch geöffnet zu sein.")
        if await self._sure(_("Diese Arbeitskopie löschen?"), f"{copy.path.name}\n{detail}"):
            kept = await self.app.store.run(delete_copies, [copy])
            if kept:
                self.app.tell(
                    _("Die Datei {file} lässt sich nicht löschen.").format(file=copy.path.name),
                    _("Bitte schließen Sie sie in Word und versuchen Sie es noch einmal."),
                )

    async def _delete_file(self, path: Path) -> None:
        detail = _("{file}\nDie Akte bleibt, wie sie ist.").format(file=path.name)
        if await self._sure(_("Diese Datei löschen?"), detail):
            await asyncio.to_thread(delete_file, path)
            self.app.hint(_("Gelöscht: {file}").format(file=path.name))

    def action_delete_all(self) -> None:
        """Delete the copies with which nothing is lost, and the files the program wrote."""
        copies = [row for row in self._rows if row.copy is not None and row.copy.can_go]
        files = [row.path for row in self._rows if row.kind == FILE and row.path is not None]
        paths = [path for path in files if is_written_here(path)]
        if copies or paths:
            self._start(partial(self._delete_all, len(copies), paths))
        else:
            self.app.hint(_("Hier liegt nichts, was ohne Verlust zu löschen ist."))

    async def _as_filed(self, paths: list[Path]) -> list[Path]:
        """Without the documents that are not as a case holds them: changed in Word, or older."""
        documents = [path for path in paths if is_document(path)]
        sums = await asyncio.to_thread(lambda: [sum_of_file(path) for path in documents])
        known = await self.app.store.run(filed_among, sums)
        kept = {path for path, found in zip(documents, sums, strict=True) if found not in known}
        return [path for path in paths if path not in kept]

    async def _delete_all(self, copies: int, paths: list[Path]) -> None:
        paths = await self._as_filed(paths)
        if not copies and not paths:
            self.app.hint(_("Hier liegt nichts, was ohne Verlust zu löschen ist."))
            return
        said = ngettext("{count} Arbeitskopie", "{count} Arbeitskopien", copies)
        files = ngettext(
            "{count} vom Programm geschriebene Datei",
            "{count} vom Programm geschriebene Dateien",
            len(paths),
        )
        lines = [said.format(count=copies)] if copies else []
        lines += [files.format(count=len(paths))] if paths else []
        lines.append(_("Die Akten mit ihren Dokumenten bleiben, wie sie sind."))
        if not await self._sure(_("Alles löschen, womit nichts verloren geht?"), "\n".join(lines)):
            return
        await self.app.store.run(delete_unchanged, folder_of_copies(self.app), clock.today())
        for path in paths:
            await asyncio.to_thread(delete_file, path)

    async def _sure(self, question: str, detail: str) -> bool:
        return await self.app.push_screen_wait(
            Confirm(question, yes=_("Löschen"), detail=detail, danger=True)
        )

    # ------------------------------------------------------------------ templates

    def action_check(self) -> None:
        """Check the template under the cursor, or one that is asked for."""
        row = self._table.current
        path = row.path if row is not None and row.kind == TEMPLATE else None
        self._start(partial(ask_template, self.app, path))

    def action_placeholders(self) -> None:
        """Show what may stand in a template."""
        self._start(partial(show_placeholders, self.app))

    # ------------------------------------------------------------------ writing

    def action_write_all(self) -> None:
        """Write every valid plan."""
        self._start(self._write_all)

    async def _write_all(self) -> None:
        folder = output_folder()
        sure = await self.app.ask(
            _("Die gültigen Pläne aller laufenden Fälle schreiben?"),
            {"write": _("Schreiben"), "back": _("Zurück")},
            detail=where_files_lie(self.app, folder),
        )
        if sure == "write":
            outcome = await self.app.push_screen_wait(WriteAllPlans(folder))
            self.app.mark_changed("document")
            if outcome is not None:
                lines = (_("Ordner: {folder}").format(folder=folder), *outcome.problems)
                self.app.tell(outcome.summary, "\n".join(lines))

    def action_write_stand_in(self) -> None:
        """Write the sheet for whoever stands in."""
        self._start(self._write_stand_in, reload=False)

    async def _write_stand_in(self) -> None:
        from caseconsole.screens.write_document import kinds_about, write_document

        kinds = kinds_about("office")
        if kinds:
            await write_document(self.app, Request(kinds[0].name))
        else:
            self.app.hint(_("Dafür gibt es keine Vorlage."))
