"""Documents of the file as lists show them, and taking one out of the file."""

from __future__ import annotations

from collections.abc import Iterable

from caseconsole import clock
from caseconsole.documents.copies import Copy, copies_of, delete_copies
from caseconsole.documents.filed import FiledView, remove_filed
from caseconsole.i18n import _
from caseconsole.screens.ask_line import LineDraft
from caseconsole.screens.console import Console
from caseconsole.screens.working_copies import folder_of_copies, state_words
from caseconsole.widgets import Shown, mark

REMOVING, WITHOUT_RELEASE = "remove", "release"
"""Names of the questions for a reason, in the tab of documents of a case file."""


def reason_draft(case_id: int | None, number: str, name: str) -> LineDraft | None:
    """Where a reason is kept while it is typed; Heute lists it as a draft of the case file.

    Args:
        case_id: the case; a document about the office has none, and its reason is not kept.
        number: of the case.
        name: of the question, such as ``remove.7``.
    """
    if case_id is None:
        return None
    title = _("Grund zu {number}").format(number=number)
    return LineDraft(f"akte:{case_id}:documents.{name}", case_id, title)


def title_of(view: FiledView) -> str:
    """The title of a filed document with the language beside the German, as ``Plan v1 · ar``."""
    return " · ".join(filter(None, (view.title, view.second_language)))


def state_of(view: FiledView, copies: Iterable[Copy]) -> Shown:
    """What is to be known of a filed document beside its title: its copy, and whether it is new."""
    mine = [copy for copy in copies if copy.document is not None and copy.document.id == view.id]
    if any(copy.changed for copy in mine):
        return mark(_("Kopie geändert !"), "warn")
    if view.edited:
        return mark(_("in Word geändert"), "accent")
    return mark(_("Kopie {state}").format(state=state_words(mine[-1])), "quiet") if mine else ""


async def may_remove(app: Console, view: FiledView) -> bool:
    """Whether a document can be taken out of the file; says what stands in the way."""
    copies = await app.store.run(copies_of, view.id, folder_of_copies(app), clock.today())
    if all(copy.can_go for copy in copies):
        return True
    app.tell(
        _("Von diesem Dokument liegt eine geöffnete oder geänderte Arbeitskopie auf dem PC."),
        _(
            "Es bleibt in der Akte. Schließen Sie die Kopie in Word, nehmen Sie sie mit z zur "
            "Akte oder löschen Sie sie unter „Dokumente“ (Strg+O)."
        ),
    )
    return False


async def remove_document(app: Console, view: FiledView, reason: str) -> None:
    """Take a document out of the file together with its working copies.

    Raises:
        CaseconsoleError: it stays in the file.
    """
    copies = await app.store.run(copies_of, view.id, folder_of_copies(app), clock.today())
    await app.store.run(delete_copies, [copy for copy in copies if copy.can_go])
    await app.store.run(remove_filed, view.id, reason)
    app.mark_changed("document")
    app.hint(_("Aus der Akte genommen: {title}").format(title=view.title))
