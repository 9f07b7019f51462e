"""Tab 7 of a case file: what can be written as a Word document now, and what was written."""

from __future__ import annotations

from collections.abc import Coroutine, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult

from caseconsole import clock
from caseconsole.documents.copies import Copy, list_copies
from caseconsole.documents.filed import FiledView, filed_view, list_filed
from caseconsole.documents.kinds import KINDS, Request
from caseconsole.errors import CaseconsoleError
from caseconsole.i18n import N_, _, ngettext
from caseconsole.screens.base import act
from caseconsole.screens.case_part import CasePart, in_full
from caseconsole.screens.document_offers import Offer, offers_of
from caseconsole.screens.filed_documents import (
    REMOVING,
    WITHOUT_RELEASE,
    may_remove,
    remove_document,
    state_of,
    title_of,
)
from caseconsole.screens.pick import Menu
from caseconsole.screens.working_copies import folder_of_copies, open_document, take_copy_back
from caseconsole.widgets import Column, RecordTable, Shown


@dataclass(frozen=True)
class _Row:
    """A line: a document that can be written, or one of the file."""

    key: tuple[str, str]
    section: str
    cells: tuple[Shown, ...]
    offer: Offer | None = None
    document: FiledView | None = None


class DocumentsPart(CasePart):
    """What can be written for this case, and the documents of its file, the newest first."""

    KEY = "documents"
    MAIN = "case-documents"
    BINDINGS: ClassVar = [
        act("w", "write", N_("Schreiben"), footer=True, explain=N_(
            "Schreibt das Dokument mit dem Cursor neu aus der Akte.")),
        act("l", "write_in", N_("Sprache"), footer=True, explain=N_(
            "Schreibt das Dokument und fragt, welche Sprache neben dem Deutschen steht.")),
        act("z", "take_back", N_("zur Akte"), footer=True, explain=N_(
            "Nimmt die in Word geänderte Arbeitskopie als neues Dokument zur Akte.")),
        act("delete", "remove", N_("Löschen"), footer=True, explain=N_(
            "Nimmt das Dokument mit dem Cursor aus der Akte; fragt nach dem Grund.")),
    ]  # fmt: skip
    COLUMNS = (
        Column("day", N_("Tag"), width=8),
        Column("title", N_("Dokument"), fraction=3),
        Column("recipient", N_("Empfänger"), fraction=2, from_width=100),
        Column("state", N_("Stand"), fraction=2),
    )

    def compose(self) -> ComposeResult:
        """One list in two sections."""
        yield RecordTable[_Row](
            self.COLUMNS,
            cells=lambda row: row.cells,
            key=lambda row: row.key,
            group=lambda row: row.section,
            header=False,
            id=self.MAIN,
        )

    async def load(self) -> None:
        """Read what can be written and what is in the file."""
        run = self.app.store.run
        offers = await offers_of(self.app.store, self.case_id)
        filed = await run(list_filed, self.case_id)
        copies = await run(list_copies, folder_of_copies(self.app), clock.today())
        self.query_one(f"#{self.MAIN}", RecordTable).replace(
            [*map(_offered, offers), *_filed(filed, copies)]
        )

    async def open_form(self, name: str) -> None:
        """Ask once more why a document is taken out of the file."""
        form, _dot, document_id = name.partition(".")
        if form == REMOVING and document_id.isdecimal():
            await self._remove(int(document_id))
        elif form == WITHOUT_RELEASE:
            self.app.hint(_("Der Grund ist noch da: Schreiben Sie das Dokument noch einmal."))

    @property
    def _current(self) -> _Row | None:
        row = self.query_one(f"#{self.MAIN}", RecordTable).current
        return row if isinstance(row, _Row) else None

    @on(RecordTable.RowChosen)
    def _chosen(self, event: RecordTable.RowChosen) -> None:
        event.stop()
        self.action_edit()

    def action_edit(self) -> None:
        """Open the document with the cursor, or write what stands there."""
        row = self._current
        if row is not None and row.document is not None:
            self.start(self._tell_refusal(self._open(row.document.id)))
        else:
            self.action_write()

    async def _open(self, document_id: int) -> None:
        await open_document(self.app, document_id)
        self.file.reload()

    # ------------------------------------------------------------------ writing

    def action_write(self) -> None:
        """Write the document with the cursor."""
        self.start(self._write(choose_language=False))

    def action_write_in(self) -> None:
        """Write the document with the cursor in a language that is asked for."""
        self.start(self._write(choose_language=True))

    async def _write(self, *, choose_language: bool) -> None:
        from caseconsole.screens.write_document import write_document

        row = self._current
        if row is not None:
            request = await self._request(row)
            if request is not None:
                await write_document(self.app, request, choose_language=choose_language)

    async def _request(self, row: _Row) -> Request | None:
        """What is to be written for a line; of several the user chooses."""
        offer = row.offer or self._offer_again(row)
        if offer is None:
            return None
        if not offer.requests:
            self.app.hint(offer.nothing)
            return None
        if len(offer.requests) == 1:
            return offer.requests[0][0]
        entries = [(str(place), words) for place, (_one, words) in enumerate(offer.requests)]
        chosen = await self.app.push_screen_wait(Menu(offer.title, entries))
        return None if chosen is None else offer.requests[int(chosen)][0]

    def _offer_again(self, row: _Row) -> Offer | None:
        """How a document of the file can be written once more."""
        document = row.document
        if document is None or document.kind not in KINDS:
            self.app.hint(_("Dieses Dokument lässt sich nicht mehr schreiben."))
            return None
        rows = self.query_one(f"#{self.MAIN}", RecordTable).rows
        offers = [one.offer for one in rows if one.offer and one.offer.kind.name == document.kind]
        if document.version is not None:
            request = Request(document.kind, self.case_id, version=document.version)
            return Offer(KINDS[document.kind], ((request, ""),), document.title, "")
        return offers[0] if offers else None

    # ------------------------------------------------------------------ what is in the file

    def action_take_back(self) -> None:
        """File what the working copy of the document became in Word."""
        row = self._current
        if row is None or row.document is None:
            self.app.hint(_("Gehen Sie auf ein Dokument, dessen Kopie in Word geändert wurde."))
        else:
            self.start(self._tell_refusal(self._take_back(row.document)))

    async def _take_back(self, document: FiledView) -> None:
        found = await self.app.store.run(list_copies, folder_of_copies(self.app), clock.today())
        changed = [
            copy
            for copy in found
            if copy.changed and copy.document is not None and copy.document.id == document.id
        ]
        if not changed:
            self.app.hint(_("Von diesem Dokument gibt es keine geänderte Arbeitskopie."))
            return
        for copy in changed:
            await take_copy_back(self.app, copy)
        self.changed("document")

    def action_remove(self) -> None:
        """Take the document with the cursor out of the file, after asking why."""
        row = self._current
        if row is None or row.document is None:
            self.app.hint(_("Hier steht noch kein Dokument der Akte."))
        else:
            self.start(self._tell_refusal(self._remove(row.document.id)))

    async def _remove(self, document_id: int) -> None:
        view = await self.app.store.run(filed_view, document_id)
        if not await may_remove(self.app, view):
            return
        why = await self.ask_reason(
            f"{REMOVING}.{document_id}",
            _("Warum wird „{title}“ aus der Akte genommen?").format(title=view.title),
            _("Es ist danach nicht mehr zu öffnen."),
        )
        if why is not None:
            await remove_document(self.app, view, why)
            self.changed("document")

    async def _tell_refusal(self, job: Coroutine[Any, Any, None]) -> None:
        try:
            await job
        except CaseconsoleError as error:
            self.app.tell(error)


def _offered(offer: Offer) -> _Row:
    words = " ".join(words for _one, words in offer.requests)
    cells = ("", offer.title, "", offer.state)
    return _Row((offer.kind.name, f"{offer.title} {words}"), _("Neu schreiben"), cells, offer)


def _filed(filed: Sequence[FiledView], copies: Sequence[Copy]) -> Iterator[_Row]:
    section = ngettext("{count} in der Akte", "{count} in der Akte", len(filed))
    for view in filed:
        cells = (in_full(view.day), title_of(view), view.recipient, state_of(view, copies))
        yield _Row(("", str(view.id)), section.format(count=len(filed)), cells, document=view)
