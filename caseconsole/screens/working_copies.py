"""Working copies in the console: opening one, and what becomes of them at lock and end."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from caseconsole import clock, config
from caseconsole.documents.copies import (
    Copy,
    copies_of,
    delete_unchanged,
    list_copies,
    make_copy,
    take_back,
)
from caseconsole.documents.folders import copies_folder
from caseconsole.errors import CaseconsoleError
from caseconsole.i18n import _, ngettext
from caseconsole.screens.console import Console
from caseconsole.screens.opening import show_file

_MOST_NAMED: Final = 5
_SECONDS_AT_LOCK: Final = 3.0
"""How long the lock may take for deleting copies; they are a few small files."""


def folder_of_copies(app: Console) -> Path:
    """Where the working copies of the open caseload lie; those of a practice go with it."""
    if app.start.practises:
        return app.store.folder / "arbeitskopien"
    return copies_folder(app.store.key_ring.store_id)


async def open_document(app: Console, document_id: int) -> None:
    """Open a document of the file in Word, as a working copy; needs a worker.

    A copy that is there already is opened again. Where it was changed in Word the user says which
    of the two is meant.

    Raises:
        CaseconsoleError: there is no copy of it that could be opened.
    """
    folder, today = folder_of_copies(app), clock.today()
    known = await app.store.run(copies_of, document_id, folder, today)
    usable = next((copy for copy in known if not copy.changed), None)
    if usable is None and known:
        answer = await app.ask(
            _("Dieses Dokument wurde in Word geändert. Was soll geöffnet werden?"),
            {"changed": _("Geänderte Fassung"), "filed": _("Wie in der Akte")},
            detail=_("Die Fassung der Akte bleibt in jedem Fall, wie sie ist."),
        )
        if answer is None:
            return
        usable = known[0] if answer == "changed" else None
    if usable is None:
        path = await app.store.run(make_copy, document_id, folder, today)
        app.mark_changed("copy")
    else:
        path = usable.path
    await show_file(app, path)


async def take_copy_back(app: Console, copy: Copy) -> None:
    """File what a copy became in Word as a new document, and say so.

    Raises:
        CaseconsoleError: it was not filed; the file stays where it is.
    """
    await app.store.run(take_back, copy, clock.today())
    app.mark_changed("document")
    app.hint(_("Zur Akte genommen: {file}. Die Fassung davor bleibt auch.").format(
        file=copy.path.name
    ))  # fmt: skip


async def tidy_at_start(app: Console) -> None:
    """Delete copies whose time is over, and offer those that were changed in Word; a worker."""
    if app.start.practises:
        return
    folder, days = folder_of_copies(app), config.active().retention.working_copy_days
    # What cannot be deleted now is listed under "Dokumente" and offered at the end.
    with contextlib.suppress(CaseconsoleError):
        await app.store.run(delete_unchanged, folder, clock.today(), from_day=days)
    if not app.start.again:
        return
    waiting: list[Copy] = []
    with contextlib.suppress(CaseconsoleError):
        waiting = [copy for copy in await _copies(app) if copy.changed and not copy.is_open]
    if not waiting:
        return
    answer = await app.ask(
        ngettext(
            "Eine Arbeitskopie wurde in Word geändert.",
            "{count} Arbeitskopien wurden in Word geändert.",
            len(waiting),
        ).format(count=len(waiting)),
        {"later": _("Später"), "take": _("Zur Akte nehmen und löschen")},
        detail=in_words(waiting),
    )
    if answer != "take":
        return
    try:
        await _take_and_delete(app, waiting)
    except CaseconsoleError as error:
        app.tell(error)
    else:
        app.hint(_("Zur Akte genommen; die Fassungen davor bleiben auch."))
    app.case_screens()[-1].reload()


async def drop_at_lock(app: Console) -> None:
    """Delete the copies with which nothing is lost, without a question and without waiting long.

    They can be opened from the file again at any time. What is open or was changed stays.
    """
    deleting = app.store.run(delete_unchanged, folder_of_copies(app), clock.today())
    # Neither a full disk nor a hanging one may hold up the lock.
    with contextlib.suppress(CaseconsoleError, TimeoutError):
        await asyncio.wait_for(deleting, _SECONDS_AT_LOCK)


async def settle_at_exit(app: Console) -> bool:
    """Offer to delete what still lies about; False if the user goes on working. Needs a worker."""
    if app.start.practises:
        return True
    while True:
        try:
            found = await _copies(app)
        except CaseconsoleError:
            # What cannot be read must not keep the console from ending.
            return True
        if not found:
            return True
        changed = [copy for copy in found if copy.changed and not copy.is_open]
        answer = await app.ask(
            ngettext(
                "Eine Arbeitskopie liegt noch unverschlüsselt auf diesem PC.",
                "{count} Arbeitskopien liegen noch unverschlüsselt auf diesem PC.",
                len(found),
            ).format(count=len(found)),
            _answers(found, changed),
            detail=in_words(found),
        )
        if answer in {None, "leave"}:
            return answer == "leave"
        try:
            if answer == "take":
                await _take_and_delete(app, changed)
            await app.store.run(delete_unchanged, folder_of_copies(app), clock.today())
        except CaseconsoleError as error:
            app.tell(error)
            return False
        if answer == "delete" and not any(copy.can_go for copy in await _copies(app)):
            return True


def _answers(found: list[Copy], changed: list[Copy]) -> dict[str, str]:
    answers = {}
    if changed:
        answers["take"] = _("Zur Akte nehmen, löschen")
    elif any(copy.can_go for copy in found):
        answers["delete"] = _("Löschen und beenden")
    return answers | {"leave": _("Liegen lassen und beenden")}


async def _take_and_delete(app: Console, changed: Iterable[Copy]) -> None:
    for copy in changed:
        await app.store.run(take_back, copy, clock.today())
    app.mark_changed("document")
    await app.store.run(delete_unchanged, folder_of_copies(app), clock.today())


async def _copies(app: Console) -> list[Copy]:
    return list(await app.store.run(list_copies, folder_of_copies(app), clock.today()))


def in_words(copies: list[Copy]) -> str:
    """The copies, one line each, with what keeps them from being deleted."""
    lines = [_line(copy) for copy in copies[:_MOST_NAMED]]
    more = len(copies) - len(lines)
    if more:
        lines.append(
            ngettext("und {count} weitere", "und {count} weitere", more).format(count=more)
        )
    return "\n".join(lines)


def _line(copy: Copy) -> str:
    return f"{copy.path.name}: {state_words(copy)}"


def state_words(copy: Copy) -> str:
    """What stands beside a copy: whether it is open, changed, or may go."""
    if copy.id is None:
        return _("nicht aus einer Akte")
    if copy.is_open:
        return _("noch geöffnet, geändert") if copy.changed else _("noch geöffnet")
    return _("in Word geändert") if copy.changed else _("unverändert")
