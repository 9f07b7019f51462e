"""``caseconsole document``: any kind of document without the console."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from caseconsole import clock
from caseconsole.commands.common import open_store, say, word_file
from caseconsole.commands.documents import say_phrases
from caseconsole.errors import DocumentError, NotFoundError
from caseconsole.i18n import _

if TYPE_CHECKING:
    from argparse import Namespace

    from caseconsole.documents.kinds import DocumentData, Kind, Request


def document(options: Namespace) -> int:
    """Write one document and keep it with its case.

    Raises:
        DocumentError: it cannot be written, or goes to an office without a release.
        NotFoundError: there is no such case, or nothing that the document could be about.
    """
    from caseconsole.documents.filed import file_documents
    from caseconsole.documents.writer import Writer, write_file

    kind = _kind(options.kind)
    target = word_file(options.output)
    store = open_store(options)
    try:
        today = clock.today()
        request = store.call(_request, kind, options.case, options.subject, today)
        data = store.call(kind.read, request, today)
        _require_release(data, options.reason)
        writer = Writer(kind, options.template or "", options.second_language)
        made = writer.make(data)
        written = write_file(made, target)
        case_id = data.case.case_id if data.case else None
        store.call(file_documents, [(case_id, made)], today, reason=options.reason)
    finally:
        store.close()
    say(_("{title} geschrieben: {file}").format(title=made.title, file=written))
    if writer.is_german_alone:
        say(_("Dieses Dokument gibt es nur auf Deutsch."))
    say_phrases(writer, data)
    return 0


def _kind(name: str) -> Kind:
    from caseconsole.documents.kinds import KINDS

    found = KINDS.get(name.casefold())
    if found is None:
        raise DocumentError(
            _("Ein Dokument „{name}“ gibt es nicht.").format(name=name),
            _("Vorhanden: {names}.").format(names=", ".join(KINDS)),
        )
    return found


def _request(kind: Kind, number: str | None, wanted: int | None, today: dt.date) -> Request:
    """Which document is meant; runs on the database thread."""
    from caseconsole.caseload.cases import case_by_number
    from caseconsole.documents.kinds import Request
    from caseconsole.documents.kinds.subjects import CHOSEN, subjects_of

    if kind.subject == "office":
        return Request(kind.name)
    if number is None:
        raise DocumentError(
            _("Für {title} fehlt die Fallnummer.").format(title=kind.title),
            _("Bitte geben Sie sie nach dem Namen des Dokuments an."),
        )
    case_id = case_by_number(number)
    if kind.subject not in CHOSEN:
        return Request(kind.name, case_id)
    found = subjects_of(kind.subject, case_id, today)
    if kind.subject == "reminder" and not found:
        raise NotFoundError(
            _("Der Fall hat keinen Termin mit Uhrzeit, also keinen {title}.").format(
                title=kind.title
            ),
            _("Bitte tragen Sie bei der Wiedervorlage eine Uhrzeit ein."),
        )
    place = (wanted or 1) - 1
    if place < len(found):
        return Request(kind.name, case_id, found[place])
    if wanted is None and kind.subject == "consent":
        return Request(kind.name, case_id)
    raise NotFoundError(
        _("In der Akte gibt es nichts, worüber {title} Nr. {number} gehen könnte.").format(
            title=kind.title, number=place + 1
        ),
        _("Vorhanden: {count}.").format(count=len(found)),
    )


def _require_release(data: DocumentData, reason: str) -> None:
    """Refuse a letter to an office without a valid release unless somebody says why."""
    if data.released is False and not reason.strip():
        raise DocumentError(
            _("Gegenüber {recipient} gibt es keine gültige Schweigepflichtentbindung.").format(
                recipient=data.recipient
            ),
            _("Mit --reason GRUND wird der Brief trotzdem geschrieben; der Grund wird vermerkt."),
        )
