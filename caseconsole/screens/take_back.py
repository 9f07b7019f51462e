"""Taking back the last import of a list or a caseload file: show it, ask, remove it whole."""

from __future__ import annotations

from typing import Final

from caseconsole.days import format_day
from caseconsole.errors import CaseconsoleError
from caseconsole.exchange.undo import Imported, last_import, undo_import
from caseconsole.i18n import N_, _, ngettext
from caseconsole.screens.console import Console
from caseconsole.widgets import Confirm

_KINDS: Final = {
    "caseload_file": N_("Falldatei vom {day}: {contents}."),
    "table": N_("Liste vom {day}: {contents}."),
}
_CHANGED: Final = ("case", "partner")


async def take_back_import(app: Console) -> None:
    """Ask about the last import and remove what it wrote; needs a worker."""
    try:
        found = await app.store.run(last_import)
        if found is None:
            app.hint(_("Es gibt keine Übernahme, die sich zurücknehmen ließe."))
            return
        sure = await app.push_screen_wait(
            Confirm(
                _("Letzte Übernahme zurücknehmen?"),
                yes=_("Zurücknehmen"),
                detail=_in_words(found)
                + "\n\n"
                + _(
                    "Alles, was dabei angelegt wurde, wird entfernt. Ist seither etwas dazu "
                    "eingetragen, wird nichts entfernt."
                ),
                danger=True,
            )
        )
        if not sure:
            return
        await app.store.run(undo_import, found.id)
    except CaseconsoleError as error:
        app.tell(error)
        return
    for kind in _CHANGED:
        app.mark_changed(kind)
    app.tell(_("Die Übernahme ist zurückgenommen."), _in_words(found))


def _in_words(found: Imported) -> str:
    persons, cases, contacts = (
        found.counts.get(table, 0) for table in ("person", "case", "contact")
    )
    contents = ", ".join(
        (
            ngettext("{count} Person", "{count} Personen", persons).format(count=persons),
            ngettext("{count} Fall", "{count} Fälle", cases).format(count=cases),
            ngettext("{count} Kontakt", "{count} Kontakte", contacts).format(count=contacts),
        )
    )
    text = _KINDS.get(found.kind, _KINDS["table"])
    return _(text).format(day=format_day(found.day), contents=contents)
