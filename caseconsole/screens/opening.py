"""Files outside the encrypted caseload: opening one, and what the user must know of them."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from caseconsole.i18n import _
from caseconsole.screens.console import Console


async def show_file(app: Console, path: Path) -> None:
    """Open a file, or say where it lies if nothing here opens it."""
    if not await asyncio.to_thread(open_file, path):
        app.tell(
            _("Die Datei lässt sich von hier aus nicht öffnen."),
            _("Sie liegt in {folder}.").format(folder=path.parent),
        )


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
