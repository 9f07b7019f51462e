"""Working copies: files that Word can open, made from the documents of the file.

A copy is not encrypted, so it lies in a folder of the user's own, has a neutral name, is known to
the store, and goes as soon as it can: one that is as it was filed and is open nowhere can be made
again at any time. One that was changed in Word is never deleted without a question. Deleting is
plain deleting; on today's disks nothing is gained by writing over a file first.

All functions run on the database thread.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from caseconsole.documents.filed import FiledView, file_edited, filed_content, filed_view
from caseconsole.errors import CaseconsoleError, DocumentError
from caseconsole.files import is_gone, write_atomically
from caseconsole.i18n import _
from caseconsole.models import WorkingCopy, rows
from caseconsole.store import transaction

_KILOBYTE = 1024
_OWNERS = ("~$", ".~lock.", ".caseconsole-")
"""Beginnings of the files that say that Word or LibreOffice has a document open, and of ours."""
_LOCK = ".~lock.{name}#"
_LONGEST_DROPPED = 2
"""Word names its owner file like the document, with ``~$`` for none, one or two letters."""
_RUNS = re.compile(
    r"vbaproject|vbadata|/activex/|\.(?:exe|dll|js|vbs|bat|cmd|ps1|hta)$", re.IGNORECASE
)


@dataclass(frozen=True)
class Copy:
    """A file in the folder of working copies.

    Args:
        id: of its row; ``None`` for a file that did not come from a document of the file.
        path: where it lies.
        document: what it was made from.
        days: how many days ago it was made.
        kilobytes: its size, at least 1.
        changed: whether its bytes are others than the filed ones.
        is_open: whether another program seems to have it open.
    """

    id: int | None
    path: Path
    document: FiledView | None
    days: int
    kilobytes: int
    changed: bool
    is_open: bool

    @property
    def can_go(self) -> bool:
        """Whether nothing is lost when it is deleted."""
        return self.id is not None and not self.changed and not self.is_open


def make_copy(document_id: int, folder: Path, today: dt.date) -> Path:
    """Write a new working copy of a document; another file of that name stays as it is.

    Args:
        document_id: the document.
        folder: of the working copies; made if it is not there.
        today: the day.

    Raises:
        NotFoundError: the document is not in the file any more.
        StoreError: it is damaged, or the copy could not be noted; no copy is left behind.
        DocumentError: the copy could not be written.
    """
    view = filed_view(document_id)
    content = filed_content(document_id)
    _make_private(folder)
    path = write_atomically(folder / view.file_name, content, error=DocumentError, overwrite=False)
    try:
        with transaction("document.open") as audit:
            # A file that somebody deleted by hand may have left its row.
            WorkingCopy.delete().where(WorkingCopy.path == str(path)).execute()
            WorkingCopy.create(document=document_id, path=str(path), made_on=today)
            audit.record("filed_document", document_id)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def list_copies(folder: Path, today: dt.date) -> tuple[Copy, ...]:
    """The working copies that are there, the oldest first; then other files in ``folder``."""
    beside = _names_in(folder)
    query = WorkingCopy.select(
        WorkingCopy.id, WorkingCopy.document, WorkingCopy.path, WorkingCopy.made_on
    ).order_by(WorkingCopy.made_on, WorkingCopy.id)
    found = []
    for copy_id, document_id, name, made_on in rows(query):
        path = Path(name)
        near = beside if path.parent == folder else _names_in(path.parent)
        copy = _look_at(path, copy_id, filed_view(document_id), (today - made_on).days, near)
        if copy is not None:
            found.append(copy)
    known = {copy.path for copy in found}
    for name in sorted(beside):
        path = folder / name
        if path not in known and not name.startswith(_OWNERS):
            stray = _look_at(path, None, None, _age(path, today), beside)
            if stray is not None:
                found.append(stray)
    return tuple(found)


def copies_of(document_id: int, folder: Path, today: dt.date) -> tuple[Copy, ...]:
    """The working copies of one document, the newest first."""
    found = list_copies(folder, today)
    mine = [copy for copy in found if copy.document and copy.document.id == document_id]
    return tuple(reversed(mine))


def delete_copies(copies: Iterable[Copy]) -> tuple[Copy, ...]:
    """Delete working copies and return those that stay: locked, or changed since they were listed.

    The caller has asked about those that were listed as changed.

    Raises:
        SaveError: the files are gone, but that could not be noted.
    """
    gone, kept = [], []
    for copy in copies:
        if not copy.changed and _is_changed(copy.path, copy.document) and not is_gone(copy.path):
            kept.append(copy)
            continue
        try:
            copy.path.unlink(missing_ok=True)
        except OSError:
            kept.append(copy)
        else:
            gone.append(copy)
    ids = [copy.id for copy in gone if copy.id is not None]
    documents = {copy.document.id for copy in gone if copy.document is not None}
    _forget(ids, documents)
    return tuple(kept)


def delete_unchanged(folder: Path, today: dt.date, *, from_day: int = 0) -> int:
    """Delete the working copies with which nothing is lost, and return how many.

    Args:
        folder: of the working copies.
        today: the day.
        from_day: only those that were made so many days ago or earlier.
    """
    _forget_missing()
    going = [copy for copy in list_copies(folder, today) if copy.can_go and copy.days >= from_day]
    return len(going) - len(delete_copies(going))


def take_back(copy: Copy, today: dt.date) -> int:
    """File what a working copy became in Word as a new document; the copy stays with it.

    Raises:
        DocumentError: the file cannot be read, is no Word document or holds what runs; it stays
            where it is, and nothing is filed.
        SaveError: it could not be filed; the file stays where it is.
    """
    if copy.id is None or copy.document is None:
        message = "only a copy of a document can be taken back"
        raise ValueError(message)
    content = _checked(copy.path)
    with transaction("document.take_back"):
        document_id = file_edited(copy.document.id, content, today)
        WorkingCopy.update(document=document_id, made_on=today).where(
            WorkingCopy.id == copy.id
        ).execute()
    return document_id


def seems_open(path: Path, beside: Collection[str]) -> bool:
    """Whether another program has ``path`` open.

    Windows refuses to write to what Word has open. Elsewhere the files tell that Word and
    LibreOffice put beside it; after a crash one of them may be left over.

    Args:
        path: the file.
        beside: names of the files in its folder.
    """
    if _LOCK.format(name=path.name) in beside:
        return True
    if os.name == "nt":
        try:
            with path.open("r+b"):
                return False
        except OSError:
            return True
    return any(
        name.startswith("~$")
        and path.name.endswith(name[2:])
        and len(path.name) - len(name[2:]) <= _LONGEST_DROPPED
        for name in beside
    )


def _make_private(folder: Path) -> None:
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        if os.name == "posix":
            folder.chmod(0o700)
    except OSError as error:
        raise DocumentError(
            _("Der Ordner für Arbeitskopien lässt sich nicht anlegen."),
            _("Bitte prüfen Sie Platz und Rechte: {folder}").format(folder=folder),
        ) from error


def _names_in(folder: Path) -> frozenset[str]:
    try:
        return frozenset(path.name for path in folder.iterdir())
    except OSError:
        return frozenset()


def _look_at(
    path: Path, copy_id: int | None, document: FiledView | None, days: int, beside: Collection[str]
) -> Copy | None:
    """``path`` with its state; nothing where there is no such file."""
    try:
        if not path.is_file():
            return None
        size = path.stat().st_size
    except OSError:
        return None
    changed = _is_changed(path, document)
    kilobytes = max(1, round(size / _KILOBYTE))
    is_open = seems_open(path, beside)
    return Copy(copy_id, path, document, max(0, days), kilobytes, changed, is_open)


def _is_changed(path: Path, document: FiledView | None) -> bool:
    return document is not None and sum_of_file(path) != document.sha256


def sum_of_file(path: Path) -> str:
    """The sum of a file; empty for one that cannot be read, which then counts as changed."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def _age(path: Path, today: dt.date) -> int:
    try:
        written = dt.datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    except OSError:
        return 0
    return (today - written.date()).days


def _checked(path: Path) -> bytes:
    """The content of a file that came back from Word."""
    from caseconsole.documents.package import open_package

    refused = _("{file} wird so nicht zur Akte genommen und bleibt liegen.").format(file=path.name)
    try:
        content = path.read_bytes()
        package = open_package(content)
    except OSError as error:
        raise DocumentError(
            refused, _("Die Datei lässt sich nicht lesen. Bitte schließen Sie sie in Word.")
        ) from error
    except CaseconsoleError as error:
        raise DocumentError(refused, str(error)) from error
    if any(_RUNS.search(f"/{name}") for name in package.parts):
        raise DocumentError(
            refused,
            _("Sie enthält Makros oder Programme. Bitte speichern Sie sie in Word ohne diese."),
        )
    return content


def _forget_missing() -> None:
    """Forget the copies that were deleted outside the program."""
    query = WorkingCopy.select(WorkingCopy.id, WorkingCopy.document, WorkingCopy.path)
    missing = [row for row in rows(query) if is_gone(Path(row[2]))]
    _forget([row[0] for row in missing], {row[1] for row in missing})


def _forget(ids: Collection[int], documents: Iterable[Any]) -> None:
    if not ids:
        return
    with transaction("document.drop_copy") as audit:
        WorkingCopy.delete().where(WorkingCopy.id.in_(ids)).execute()
        for document_id in sorted(documents):
            audit.record("filed_document", document_id)
