"""Writing a Word document from the console: gaps, release, second language, filing, opening."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from caseconsole import clock
from caseconsole.documents import languages
from caseconsole.documents.filed import file_documents, list_filed
from caseconsole.documents.kinds import KINDS, DocumentData, Kind, Request
from caseconsole.documents.languages import GERMAN, available, canonical
from caseconsole.errors import CaseconsoleError
from caseconsole.i18n import _, ngettext
from caseconsole.screens.ask_line import AskLine, reason
from caseconsole.screens.console import Console
from caseconsole.screens.filed_documents import WITHOUT_RELEASE, reason_draft
from caseconsole.screens.gaps import WRITE, Gaps, go_to, show_in_case
from caseconsole.screens.pick import Menu
from caseconsole.screens.working_copies import open_document

if TYPE_CHECKING:
    from caseconsole.documents.filed import Made
    from caseconsole.documents.writer import Writer

_MOST_NAMED: Final = 6


def kinds_about(subject: str) -> tuple[Kind, ...]:
    """The kinds of documents about a ``contact``, ``referral``, ``consent`` and so on."""
    return tuple(kind for kind in KINDS.values() if kind.subject == subject)


async def write_about(app: Console, subject: str, case_id: int | None, subject_id: int) -> None:
    """Write a document about one record; of several kinds the user chooses. Needs a worker."""
    kinds = kinds_about(subject)
    if not kinds:
        app.hint(_("Dafür gibt es keine Vorlage."))
        return
    name: str | None = kinds[0].name
    if len(kinds) > 1:
        entries = [(kind.name, _(kind.title)) for kind in kinds]
        name = await app.push_screen_wait(Menu(_("Welches Dokument?"), entries))
    if name is not None:
        await write_document(app, Request(name, case_id, subject_id))


async def write_document(app: Console, request: Request, *, choose_language: bool = False) -> None:
    """Write a document, file it with its case, and offer to open it. Needs a worker.

    Asks about missing values, about a release that is missing, and for a second language where
    none was chosen for this case yet. What goes wrong is told, with what was kept.

    Args:
        app: the console.
        request: which document.
        choose_language: whether the language is asked for although it is known.
    """
    try:
        await _Writing(app, request).run(choose_language=choose_language)
    except CaseconsoleError as error:
        app.tell(error)


class _Writing:
    """One document on its way.

    Args:
        app: the console.
        request: which document.
    """

    def __init__(self, app: Console, request: Request) -> None:
        self._app = app
        self._request = request
        self._kind = KINDS[request.kind]
        self._today = clock.today()

    async def run(self, *, choose_language: bool) -> None:
        """Go all the way, as far as the user wants to.

        Raises:
            CaseconsoleError: nothing was written and nothing filed.
        """
        from caseconsole.documents.writer import Writer

        data = await self._app.store.run(self._kind.read, self._request, self._today)
        if self._kind.subject == "reminder" and not data.subject.time:
            self._app.hint(_("Ein Terminzettel braucht eine Uhrzeit. Bitte tragen Sie sie ein."))
            return
        code = "" if choose_language else await self._known_language(data)
        writer = await asyncio.to_thread(Writer, self._kind, "", code or GERMAN)
        why = await self._settle_release(data)
        if why is None or not await self._settle_gaps(writer, data):
            return
        if not code and self._kind.phrases:
            chosen = await self._ask_language(data)
            if chosen is None:
                return
            if chosen != GERMAN:
                writer = await asyncio.to_thread(Writer, self._kind, "", chosen)
        made = await asyncio.to_thread(writer.make, data)
        document_id = await self._file(made, why)
        await self._offer(
            document_id, made, writer.stays_german(data), writer.unknown_phrases(data)
        )

    # ------------------------------------------------------------------ before

    async def _settle_gaps(self, writer: Writer, data: DocumentData) -> bool:
        """Show what is missing; True if it is to be written now."""
        gaps = await asyncio.to_thread(writer.gaps, data)
        if not gaps:
            return True
        answer = await self._app.push_screen_wait(Gaps(_(self._kind.title), gaps))
        if answer is None or answer == WRITE:
            return answer == WRITE
        await go_to(self._app, self._request, answer)
        return False

    async def _settle_release(self, data: DocumentData) -> str | None:
        """Warn of a missing release: why it is written all the same, empty if nothing is missing.

        ``None`` means not to write.
        """
        if data.released is not False:
            return ""
        answer = await self._app.ask(
            _("Für {recipient} gibt es keine gültige Entbindung.").format(recipient=data.recipient),
            {"release": _("Entbindung eintragen"), "write": _("Trotzdem schreiben")},
            detail=_(
                "Dieses Schreiben enthält Angaben, die der Schweigepflicht unterliegen (§ 203 "
                "StGB). In der Akte steht keine Entbindung gegenüber {recipient}, die heute gilt. "
                "Wer trotzdem schreibt, nennt den Grund; er bleibt bei den Änderungen der Akte."
            ).format(recipient=data.recipient),
        )
        case_id = self._request.case_id
        if answer == "write":
            number = data.case.case_number if data.case else ""
            return await self._app.push_screen_wait(
                AskLine(
                    _("Warum wird ohne Entbindung geschrieben?"),
                    reason,
                    detail=_("Zum Beispiel: liegt auf Papier vor, gesetzliche Pflicht, Notfall."),
                    draft=reason_draft(case_id, number, WITHOUT_RELEASE),
                )
            )
        if answer == "release" and case_id is not None:
            wanted = f"-{self._request.subject_id}" if self._request.subject_id else ""
            show_in_case(self._app, case_id, f"person.consent.release{wanted}")
        return None

    async def _known_language(self, data: DocumentData) -> str:
        """Code of the second language that the plan names or the last document had.

        Else, for some kinds, that of the client. ``de`` is German alone; empty if it has to be
        asked for.
        """
        if not self._kind.phrases:
            return GERMAN
        known = available()
        named = canonical(data.second_language)
        if named in known:
            return named
        before = await self._language_before()
        if before in {GERMAN, *known}:
            return before
        spoken = data.case.person.languages if data.case and self._kind.spoken else ()
        return languages.first_of(spoken)

    async def _ask_language(self, data: DocumentData) -> str | None:
        """Let the user choose: first what was chosen before, then the languages of the person."""
        known = available()
        if not self._kind.phrases or not known:
            return GERMAN
        before = await self._language_before()
        spoken = data.case.person.languages if data.case else ()
        first = [*map(canonical, (data.second_language, before, *spoken)), GERMAN]
        order = [code for code in dict.fromkeys([*first, *known]) if code in {GERMAN, *known}]
        entries = [
            (code, _("nur Deutsch") if code == GERMAN else languages.name(code)) for code in order
        ]
        title = _("{title}: welche Sprache neben dem Deutschen?").format(title=_(self._kind.title))
        return await self._app.push_screen_wait(Menu(title, entries))

    async def _language_before(self) -> str:
        """The second language of the newest document of the case that could have one."""
        if self._request.case_id is None:
            return ""
        for view in await self._app.store.run(list_filed, self._request.case_id):
            kind = KINDS.get(view.kind)
            if kind is not None and kind.phrases:
                return view.second_language or GERMAN
        return ""

    # ------------------------------------------------------------------ filing and opening

    async def _file(self, made: Made, why: str) -> int:
        filed = [(self._request.case_id, made)]
        (document_id,) = await self._app.store.run(file_documents, filed, self._today, reason=why)
        self._app.mark_changed("document")
        return document_id

    async def _offer(
        self, document_id: int, made: Made, german: Sequence[str], unknown: Sequence[str]
    ) -> None:
        lines = [
            _(
                "Geöffnet wird eine Arbeitskopie. Bleibt sie unverändert, verschwindet sie beim "
                "Sperren oder Beenden; das Dokument selbst bleibt verschlüsselt aufgehoben."
            )
        ]
        if german:
            lines.append(_untranslated(german))
        if unknown:
            lines.append(
                _(
                    "In der Datei der Übersetzung unbekannt, vielleicht verschrieben: {names}"
                ).format(names=_some(unknown))
            )
        done = _("Zur Akte genommen: {file}")
        if self._request.case_id is None:
            done = _("Geschrieben: {file}")
        answer = await self._app.ask(
            done.format(file=made.name),
            {"open": _("Öffnen"), "close": _("Schließen")},
            detail="\n".join(lines),
        )
        if answer != "open":
            return
        try:
            await open_document(self._app, document_id)
        except CaseconsoleError as error:
            self._app.tell(
                _("Das Dokument ist aufgehoben, lässt sich aber gerade nicht öffnen."),
                _("{error}\nÖffnen Sie es später unter „Dokumente“ (Strg+O).").format(error=error),
            )


def _some(names: Sequence[str]) -> str:
    named = ", ".join(names[:_MOST_NAMED])
    return f"{named} …" if len(names) > _MOST_NAMED else named


def _untranslated(phrases: Sequence[str]) -> str:
    return ngettext(
        "{count} Wendung ist noch nicht übersetzt und steht nur deutsch da: {names}",
        "{count} Wendungen sind noch nicht übersetzt und stehen nur deutsch da: {names}",
        len(phrases),
    ).format(count=len(phrases), names=_some(phrases))
