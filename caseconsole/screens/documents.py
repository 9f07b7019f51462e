"""Dokumente: files written and still lying about, templates, and what can be written at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult

from caseconsole import clock, config
from caseconsole.documents.folders import output_folder, own_template_folder
from caseconsole.documents.plans import templates
from caseconsole.errors import CaseconsoleError, InputError
from caseconsole.i18n import N_, _, ngettext
from caseconsole.screens.ask_line import AskLine
from caseconsole.screens.base import CaseScreen, act
from caseconsole.screens.documents_batch import WriteAllPlans
from caseconsole.screens.documents_files import (
    WorkingCopy,
    delete_copy,
    find_copies,
    is_written_here,
)
from caseconsole.screens.write_plan import open_file, where_files_lie
from caseconsole.widgets import Column, Confirm, Line, Message, RecordTable, Shown, mark, plain

T = TypeVar("T")

_COPY, _TEMPLATE = "copy", "template"


class _Row:
    """A line of the list: a written file, or a template."""

    def __init__(self, kind: str, path: Path, section: str, cells: tuple[Shown, ...]) -> None:
        self.kind = kind
        self.path = path
        self.section = section
        self.cells = cells


class DocumentsScreen(CaseScreen):
    """One list: the files in the folder for documents, oldest first, then the templates."""

    SCREEN_NAME = "dokumente"
    SHOWS = frozenset({"document"})
    HELP = N_(
        "Geschriebene Dateien liegen unverschlüsselt im Ordner für Dokumente. Was gedruckt oder "
        "abgelegt ist, löschen Sie hier mit Entf. Enter öffnet eine Datei; bei einer Vorlage "
        "prüft Enter, ob sie in Ordnung ist."
    )
    BINDINGS: ClassVar = [
        act("w", "write_all", N_("alle Pläne"), footer=True, explain=N_(
            "Schreibt die gültigen Pläne aller laufenden Fälle als Word-Dokumente.")),
        act("v", "check", N_("Vorlage prüfen"), footer=True, explain=N_(
            "Prüft eine Word-Vorlage und nennt jeden Fehler mit seinem Absatz.")),
        act("p", "placeholders", N_("Platzhalter"), footer=True, explain=N_(
            "Zeigt alle Platzhalter, die in einer Vorlage stehen dürfen.")),
        act("delete", "delete", N_("Löschen"), footer=True, explain=N_(
            "Löscht die Datei mit dem Cursor, nach einer Frage.")),
        act("a", "delete_all", N_("alle löschen"), footer=True, explain=N_(
            "Löscht alle Dateien im Ordner, die das Programm schrieb, nach einer Frage.")),
    ]  # fmt: skip
    DEFAULT_CSS = """
    DocumentsScreen #folder { color: $text-muted; }
    DocumentsScreen #files { height: 1fr; margin-top: 1; }
    """
    COLUMNS = (
        Column("name", N_("Datei"), fraction=1),
        Column("age", N_("Alter"), width=20),
        Column("size", N_("Größe"), width=9, align="right"),
    )

    def body(self) -> ComposeResult:
        """Where the files lie, and the list."""
        yield Line("", id="folder")
        yield RecordTable[_Row](
            self.COLUMNS,
            cells=lambda row: row.cells,
            key=lambda row: (row.kind, str(row.path)),
            group=lambda row: row.section,
            empty=N_("Keine Dateien und keine Vorlagen. w schreibt die Pläne."),
            header=False,
            id="files",
        )

    def on_mount(self) -> None:
        """Begin in the list."""
        super().on_mount()
        self._table.focus()

    async def load(self) -> None:
        """Look into the folder for documents and those of the templates."""
        folder = output_folder()
        copies = await asyncio.to_thread(find_copies, folder, clock.now())
        known = await asyncio.to_thread(templates)
        self._table.replace([*_copy_rows(copies), *_template_rows(known)])
        self.query_one("#folder", Line).update(_("Ordner: {folder}").format(folder=folder))
        old = sum(copy.days >= config.active().retention.working_copy_days for copy in copies)
        count = ngettext("{count} Datei", "{count} Dateien", len(copies))
        banner = plain(_("Dokumente")) + mark("   " + count.format(count=len(copies)), "quiet")
        if old:
            text = ngettext("! {count} liegt zu lange", "! {count} liegen zu lange", old)
            banner += mark("   " + text.format(count=old), "warn")
        self.set_banner(banner)

    @property
    def _table(self) -> RecordTable[_Row]:
        return self.query_one("#files", RecordTable)

    # ------------------------------------------------------------------ one file

    @on(RecordTable.RowChosen, "#files")
    def _chosen(self, event: RecordTable.RowChosen) -> None:
        row: _Row = event.row
        job = self._open(row.path) if row.kind == _COPY else self._examine(row.path)
        self.run_worker(job, exclusive=True, group="file")

    async def _open(self, path: Path) -> None:
        if not await asyncio.to_thread(open_file, path):
            self.app.tell(
                _("Die Datei lässt sich von hier aus nicht öffnen."),
                _("Sie liegt in {folder}.").format(folder=path.parent),
            )

    def action_delete(self) -> None:
        """Delete the written file under the cursor."""
        row = self._table.current
        if row is None or row.kind != _COPY:
            self.app.hint(_("Vorlagen löschen Sie nicht hier, sondern im Ordner der Vorlagen."))
            return
        self.run_worker(self._delete(row.path), exclusive=True, group="file")

    async def _delete(self, path: Path) -> None:
        sure = await self.app.push_screen_wait(
            Confirm(
                _("Diese Datei löschen?"),
                yes=_("Löschen"),
                detail=_("{file}\nDie Akte bleibt, wie sie ist; ein Plan lässt sich daraus "
                         "jederzeit neu schreiben.").format(file=path.name),
                danger=True,
            )
        )  # fmt: skip
        if sure and await self._try(delete_copy, path) is not None:
            self.app.hint(_("Gelöscht: {file}").format(file=path.name))
            await self.load()

    def action_delete_all(self) -> None:
        """Delete every file of the list that the program itself wrote."""
        copies = [row.path for row in self._table.rows if row.kind == _COPY]
        paths = [path for path in copies if is_written_here(path)]
        if paths:
            self.run_worker(self._delete_all(paths), exclusive=True, group="file")
        else:
            self.app.hint(_("In diesem Ordner liegt keine Datei, die das Programm schrieb."))

    async def _delete_all(self, paths: list[Path]) -> None:
        question = ngettext(
            "{count} vom Programm geschriebene Datei löschen?",
            "Alle {count} vom Programm geschriebenen Dateien löschen?",
            len(paths),
        )
        sure = await self.app.push_screen_wait(
            Confirm(
                question.format(count=len(paths)),
                yes=_("Löschen"),
                detail=_("{folder}\nDie Akten bleiben, wie sie sind.").format(
                    folder=paths[0].parent
                ),
                danger=True,
            )
        )
        if sure:
            for path in paths:
                if await self._try(delete_copy, path) is None:
                    break
            await self.load()

    # ------------------------------------------------------------------ templates

    def action_check(self) -> None:
        """Check the template under the cursor, or one that is asked for."""
        self.run_worker(self._ask_template(), exclusive=True, group="file")

    async def _ask_template(self) -> None:
        row = self._table.current
        path = await self.app.push_screen_wait(
            AskLine(
                _("Welche Vorlage soll geprüft werden?"),
                existing_file,
                value=str(row.path) if row is not None and row.kind == _TEMPLATE else "",
                detail=_("Der vollständige Name der Word-Datei mit Ordner."),
            )
        )
        if path is not None:
            await self._examine(path)

    async def _examine(self, path: Path) -> None:
        from caseconsole.documents.doctor import examine, in_words
        from caseconsole.documents.gate import ERROR

        found = await self._try(examine, path)
        if found is None:
            return
        errors = sum(finding.severity == ERROR for finding in found)
        if errors:
            title = ngettext("{file}: {count} Fehler", "{file}: {count} Fehler", errors)
        else:
            title = _("{file}: in Ordnung")
        text = "\n\n".join(in_words(finding) for finding in found)
        self.app.push_screen(
            Message(
                title.format(file=path.name, count=errors),
                text or _("Die Vorlage kann verwendet werden."),
                kind="error" if errors else "information",
            )
        )

    def action_placeholders(self) -> None:
        """Show what may stand in a template."""
        from caseconsole.documents.placeholders import describe

        self.app.push_screen(Message(_("Platzhalter für Vorlagen"), "\n".join(describe())))

    # ------------------------------------------------------------------ all plans

    def action_write_all(self) -> None:
        """Write every valid plan."""
        self.run_worker(self._write_all(), exclusive=True, group="file")

    async def _write_all(self) -> None:
        folder = output_folder()
        sure = await self.app.ask(
            _("Die gültigen Pläne aller laufenden Fälle schreiben?"),
            {"write": _("Schreiben"), "back": _("Zurück")},
            detail=where_files_lie(self.app, folder),
        )
        if sure == "write":
            outcome = await self.app.push_screen_wait(WriteAllPlans(folder))
            await self.load()
            self._table.action_first()
            if outcome is not None:
                lines = (_("Ordner: {folder}").format(folder=folder), *outcome.problems)
                self.app.tell(outcome.summary, "\n".join(lines))

    async def _try(self, job: Callable[[Path], T], path: Path) -> T | None:
        """Do something with a file on another thread; a refusal is told and gives ``None``."""
        try:
            return await asyncio.to_thread(job, path)
        except CaseconsoleError as error:
            self.app.tell(error)
            return None


def existing_file(typed: str) -> Path:
    """The file that was typed or pasted, quotes of the file manager taken off.

    Raises:
        InputError: there is no such file.
    """
    path = Path(typed.strip().strip("\"'„“")).expanduser()
    try:
        if typed.strip() and path.is_file():
            return path
    except (OSError, ValueError) as error:
        raise InputError(_("Dieser Dateiname ist nicht möglich.")) from error
    raise InputError(_("Diese Datei gibt es nicht. Bitte prüfen Sie Ordner und Namen."))


def _copy_rows(copies: list[WorkingCopy]) -> list[_Row]:
    limit = config.active().retention.working_copy_days
    section = ngettext("{count} geschriebene Datei", "{count} geschriebene Dateien", len(copies))
    rows = []
    for copy in copies:
        if copy.days == 0:
            age: Shown = _("von heute")
        else:
            age = ngettext("seit {count} Tag", "seit {count} Tagen", copy.days)
            age = age.format(count=copy.days)
        if copy.days >= limit:
            age = mark(f"{age} !", "warn")
        cells = (copy.path.name, age, _("{size} KB").format(size=copy.kilobytes))
        rows.append(_Row(_COPY, copy.path, section.format(count=len(copies)), cells))
    return rows


def _template_rows(known: dict[str, Path]) -> list[_Row]:
    own_folder = own_template_folder()
    rows = []
    for path in known.values():
        origin = _("eigene") if path.parent == own_folder else _("mitgeliefert")
        rows.append(_Row(_TEMPLATE, path, _("Vorlagen"), (path.name, origin, "")))
    return rows
