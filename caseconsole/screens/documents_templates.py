"""What the screen of documents does with Word templates: checking one, and what may stand in it."""

from __future__ import annotations

import asyncio
from pathlib import Path

from caseconsole.errors import InputError
from caseconsole.i18n import _, ngettext
from caseconsole.screens.ask_line import AskLine
from caseconsole.screens.console import Console
from caseconsole.widgets import Message


async def ask_template(app: Console, proposed: Path | None) -> None:
    """Ask which template is to be checked, and check it; needs a worker.

    Args:
        app: the console.
        proposed: what stands in the field at first.

    Raises:
        DocumentError: the file cannot be opened as a template at all.
    """
    path = await app.push_screen_wait(
        AskLine(
            _("Welche Vorlage soll geprüft werden?"),
            existing_file,
            value=str(proposed) if proposed else "",
            detail=_("Der vollständige Name der Word-Datei mit Ordner."),
        )
    )
    if path is not None:
        await examine(app, path)


async def examine(app: Console, path: Path) -> None:
    """Check a template and show what is wrong with it.

    Raises:
        DocumentError: the file cannot be opened as a template at all.
    """
    from caseconsole.documents import doctor
    from caseconsole.documents.gate import ERROR

    found = await asyncio.to_thread(doctor.examine, path)
    errors = sum(finding.severity == ERROR for finding in found)
    if errors:
        title = ngettext("{file}: {count} Fehler", "{file}: {count} Fehler", errors)
    else:
        title = _("{file}: in Ordnung")
    text = "\n\n".join(doctor.in_words(finding) for finding in found)
    app.push_screen(
        Message(
            title.format(file=path.name, count=errors),
            text or _("Die Vorlage kann verwendet werden."),
            kind="error" if errors else "information",
        )
    )


def show_placeholders(app: Console) -> None:
    """Show what may stand in a template."""
    from caseconsole.documents.placeholders import PLACEHOLDERS, describe

    app.push_screen(Message(_("Platzhalter für Vorlagen"), "\n".join(describe(PLACEHOLDERS))))


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
