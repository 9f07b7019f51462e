"""Files that the user gets: whole or not at all, and never at the cost of an earlier one.

The content goes to a temporary file beside the target, is forced to the disk and moved into place
in one step. A target that another program holds open gets a new name instead.
"""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from caseconsole import clock
from caseconsole.errors import CaseconsoleError, SaveError
from caseconsole.i18n import _

Content = bytes | Callable[[BinaryIO], object]
"""What to write: the bytes, or a function that writes them to an open stream."""

_PREFIX = ".caseconsole-"
_SUFFIX = ".part"
_STALE_AFTER = 3600.0
_MOST_NAMES = 99


def write_atomically(
    path: Path,
    content: Content,
    *,
    error: type[CaseconsoleError] = SaveError,
    overwrite: bool = True,
) -> Path:
    """Write ``content`` to ``path`` and return the path that was really used.

    The returned path differs (``report_2.xlsx``) where another program holds the target open or,
    without ``overwrite``, where a file of that name exists. The caller tells the user.

    Args:
        path: where the file belongs; its folder must exist.
        content: the bytes, or a function that writes them; what it raises is passed on.
        error: the kind of error to raise.
        overwrite: whether an earlier file of that name is replaced.

    Raises:
        CaseconsoleError: of the kind ``error``; an earlier file is as it was, byte for byte.
    """
    if is_folder(path):
        raise error(
            _("{file} ist ein Ordner und keine Datei.").format(file=path),
            _("Bitte geben Sie einen Dateinamen an."),
        )
    try:
        _sweep(path.parent)
        temporary = _write_beside(path, content)
        try:
            return _move(temporary, path, overwrite=overwrite)
        finally:
            _remove(temporary)
    except OSError as reason:
        raise _in_words(path, reason, error) from reason


def is_folder(path: Path) -> bool:
    """Whether ``path`` is a folder; what may not be looked at, or cannot be a name, is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_file(path: Path) -> bool:
    """Whether ``path`` is a file; what may not be looked at, or cannot be a name, is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def is_gone(path: Path) -> bool:
    """Whether there surely is no such file; what may not be looked at may still be there."""
    try:
        return not path.exists()
    except OSError:
        return False


def _write_beside(path: Path, content: Content) -> Path:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=_PREFIX, suffix=_SUFFIX)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            if callable(content):
                content(stream)
            else:
                stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        _remove(temporary)
        raise
    return temporary


def _move(temporary: Path, path: Path, *, overwrite: bool) -> Path:
    held: PermissionError | None = None
    for target in _names(path):
        if target.exists() and (target != path or not overwrite):
            continue
        try:
            temporary.replace(target)
        except PermissionError as reason:
            # Windows refuses to replace a file that Word or Excel has open.
            if held is not None or not target.exists():
                raise
            held = reason
            continue
        _sync_folder(path.parent)
        return target
    raise held or FileExistsError(errno.EEXIST, "every name is taken", str(path))


def _names(path: Path) -> Iterator[Path]:
    yield path
    for number in range(2, _MOST_NAMES + 1):
        yield path.with_name(f"{path.stem}_{number}{path.suffix}")


def _sync_folder(folder: Path) -> None:
    """Force the new name to the disk; only POSIX systems can, and not on every file system."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sweep(folder: Path) -> None:
    """Remove what a program that was killed while writing left in ``folder``."""
    before = clock.now().timestamp() - _STALE_AFTER
    for left in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            if left.stat().st_mtime < before:
                left.unlink()


def _remove(temporary: Path) -> None:
    with contextlib.suppress(OSError):
        temporary.unlink(missing_ok=True)


def _in_words(path: Path, reason: OSError, error: type[CaseconsoleError]) -> CaseconsoleError:
    message = _(
        "Die Datei {file} konnte nicht geschrieben werden; bisher Vorhandenes ist unverändert."
    )
    if reason.errno in {errno.ENOSPC, errno.EDQUOT}:
        hint = _("Auf dem Datenträger ist kein Platz mehr.")
    elif not is_folder(path.parent):
        hint = _("Den Ordner {folder} gibt es nicht.").format(folder=path.parent)
    elif isinstance(reason, PermissionError):
        hint = _("In den Ordner {folder} darf nicht geschrieben werden.").format(folder=path.parent)
    elif isinstance(reason, FileExistsError):
        hint = _("Bitte wählen Sie einen anderen Dateinamen.")
    else:
        hint = _("Bitte versuchen Sie es an einem anderen Ort.")
    return error(message.format(file=path.name), hint)
