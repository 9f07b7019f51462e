"""The files in the folder for documents: which lie there, for how long, and deleting one."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from caseconsole.documents.kinds import KINDS
from caseconsole.errors import DocumentError
from caseconsole.i18n import _

ENDINGS = frozenset({".docx", ".xlsx", ".csv", ".json", ".pdf", ".odt"})
"""What the program writes, and what a word processor makes of it."""

_KILOBYTE = 1024
_REPORT = "Auswertung_"


@dataclass(frozen=True)
class WrittenFile:
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
    return _names().fullmatch(path.name) is not None


def is_document(path: Path) -> bool:
    """Whether a file of the program is a document of a case or the office, and no report."""
    return not path.name.startswith(_REPORT)


@cache
def _names() -> re.Pattern[str]:
    kinds = "|".join(re.escape(name.capitalize()) for name in KINDS)
    return re.compile(
        rf".+_(?:{kinds})(?:_v\d+|_Entwurf|_[\d-]+)?(?:_\d+)?\.docx"
        rf"|{_REPORT}[\d_-]+(?:_intern)?(?:_\d+)?\.(?:xlsx|docx|csv|json)"
    )


def find_files(folder: Path, now: dt.datetime) -> list[WrittenFile]:
    """The documents in ``folder``, the oldest first; none where there is no such folder."""
    found = []
    try:
        for path in folder.iterdir():
            if path.suffix.lower() not in ENDINGS or path.name.startswith(("~$", ".")):
                continue
            file = _look_at(path, now)
            if file is not None:
                found.append(file)
    except OSError:
        return []
    return sorted(found, key=lambda file: (-file.days, file.path.name.casefold()))


def _look_at(path: Path, now: dt.datetime) -> WrittenFile | None:
    """``path`` with its age; nothing for what is no file or went away meanwhile."""
    try:
        if not path.is_file():
            return None
        about = path.stat()
    except OSError:
        return None
    written = dt.datetime.fromtimestamp(about.st_mtime, tz=now.tzinfo)
    days = max(0, (now.date() - written.date()).days)
    return WrittenFile(path, days, max(1, round(about.st_size / _KILOBYTE)))


def delete_file(path: Path) -> Path:
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
