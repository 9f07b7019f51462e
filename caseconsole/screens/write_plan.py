"""Writing the Word plan of a case from the console: read, fill, write, offer to open."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from caseconsole import clock
from caseconsole.errors import CaseconsoleError
from caseconsole.i18n import _
from caseconsole.screens.console import Console


async def write_plan(app: Console, case_id: int, version: int | None = None) -> None:
    """Write a version of a case's plan into the folder for documents and say where it lies.

    Args:
        app: the console.
        case_id: the case.
        version: number of the version; the last agreed one if not given.
    """
    from caseconsole.documents.folders import output_folder
    from caseconsole.documents.kinds.plan import PLAN, of_plan
    from caseconsole.documents.plan_data import read_plan
    from caseconsole.documents.writer import Writer, write_file

    app.hint(_("Das Word-Dokument wird geschrieben …"))
    try:
        data = await app.store.run(lambda: read_plan(case_id, version, today=clock.today()))
        folder = output_folder()
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
        document = of_plan(data, clock.today())
        written = await asyncio.to_thread(lambda: write_file(Writer(PLAN).make(document), folder))
    except CaseconsoleError as error:
        app.tell(error)
        return
    except OSError:
        app.tell(
            _("Der Ordner für Dokumente lässt sich nicht anlegen. Es wurde nichts geschrieben."),
            _("Bitte prüfen Sie „documents.output_folder“ in den Einstellungen."),
        )
        return
    answer = await app.ask(
        _("Geschrieben: {file}").format(file=written.name),
        {"open": _("Öffnen"), "close": _("Schließen")},
        detail=where_files_lie(app, written.parent),
    )
    if answer == "open" and not await asyncio.to_thread(open_file, written):
        app.tell(
            _("Die Datei lässt sich von hier aus nicht öffnen."),
            _("Sie liegt in {folder}.").format(folder=written.parent),
        )


def where_files_lie(app: Console, folder: Path) -> str:
    """What the user must know of files written to ``folder``: nobody else protects them."""
    if app.start.practises:
        text = _("Übung: Der Ordner {folder} verschwindet mit allem darin, wenn Sie sie beenden.")
    else:
        text = _(
            "Was in {folder} liegt, ist nicht verschlüsselt. Bitte löschen Sie es dort, wenn es "
            "gedruckt oder abgelegt ist."
        )
    return text.format(folder=folder)


def open_file(path: Path) -> bool:
    """Open a file with the program that the system has for it; False if there is none."""
    try:
        if sys.platform == "win32":
            os.startfile(path)  # noqa: S606 - a file that this program has just written
        else:
            opener = "open" if sys.platform == "darwin" else "xdg-open"
            subprocess.Popen(  # noqa: S603 - fixed program, own file
                [opener, str(path)],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                stdin=subprocess.DEVNULL,
            )
    except OSError:
        return False
    return True
