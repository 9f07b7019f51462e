"""The files in the folder for documents: which lie there, for how long, and deleting one."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from caseconsole.errors import DocumentError
from caseconsole.i18n import _

ENDINGS = frozenset({".docx", ".xlsx", ".csv", ".json", ".pdf", ".odt"})
"""What the program writes, and what a word processor makes of it."""

_KILOBYTE = 1024
_WRITTEN = re.compile(
    r".+_Integrationsplan_(?:v\d+|Entwurf)(?:_\d+)?\.docx"
    r"|Auswertung_[\d_-]+(?:_intern)?(?:_\d+)?\.(?:xlsx|docx|csv|json)"
)


@dataclass(frozen=True)
class WorkingCopy:
    """A file that lies outside the encrypted caseload.

    Args:
        path: where.
        days: how many days ago it was written.
        kilobytes: its size, at least 1.
    """

    path: Path
    days: int
    kilobytes: int


def is_written_here(path: Path) -> bool:
    """Whether the program itself gave the file its name; others are not deleted in bulk."""
    return _WRITTEN.fullmatch(path.name) is not None


def find_copies(folder: Path, now: dt.datetime) -> list[WorkingCopy]:
    """The documents in ``folder``, the oldest first; none where there is no such folder."""
    found = []
    try:
        for path in folder.iterdir():
            if path.suffix.lower() not in ENDINGS or path.name.startswith(("~$", ".")):
                continue
            copy = _copy(path, now)
            if copy is not None:
                found.append(copy)
    except OSError:
        return []
    return sorted(found, key=lambda copy: (-copy.days, copy.path.name.casefold()))


def _copy(path: Path, now: dt.datetime) -> WorkingCopy | None:
    """``path`` with its age; nothing for what is no file or went away meanwhile."""
    try:
        if not path.is_file():
            return None
        about = path.stat()
    except OSError:
        return None
    written = dt.datetime.fromtimestamp(about.st_mtime, tz=now.tzinfo)
    days = max(0, (now.date() - written.date()).days)
    return WorkingCopy(path, days, max(1, round(about.st_size / _KILOBYTE)))


def delete_copy(path: Path) -> Path:
    """Delete a written file; gives its path.

    Raises:
        DocumentError: the file is open in another program, or may not be deleted.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise DocumentError(
            _("Die Datei {file} lässt sich nicht löschen.").format(file=path.name),
            _("Vielleicht ist sie noch geöffnet. Bitte schließen Sie sie und versuchen Sie es "
              "noch einmal."),
        ) from error  # fmt: skip
    return path
