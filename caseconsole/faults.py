"""What is kept of a fault of the program: an id and places in the code, nothing of the caseload.

The words of an exception can hold a name (``KeyError: 'Ceesay'``), local variables hold whole
notes. So neither is ever printed or written: only the kinds of the exceptions and the places.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from caseconsole import clock
from caseconsole.i18n import _

if TYPE_CHECKING:
    from types import TracebackType

LOG_NAME = "fehler.log"
_LOG_LIMIT = 200_000
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PACKAGE = Path(__file__).parent


class Fault(NamedTuple):
    """A fault as it may be shown to anyone.

    Args:
        id: six characters that stand in the log and on the screen.
        place: the innermost place inside this program, such as ``app.py:120``.
        trace: kinds of the exceptions and all places, outermost first; no contents.
    """

    id: str
    place: str
    trace: tuple[str, ...]


def new_id() -> str:
    """Six characters that are easily read out on the telephone."""
    return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in os.urandom(6))


def version() -> str:
    """The version of the program as installed."""
    from importlib import metadata

    try:
        return metadata.version("caseconsole")
    except metadata.PackageNotFoundError:
        return "0"


def describe(error: BaseException, fault_id: str = "") -> Fault:
    """What may be told of ``error``: never its words, never a local variable."""
    place = "?"
    trace: list[str] = []
    for link in _chain(error):
        trace.append(type(link).__name__)
        for file, line, function in _frames(link.__traceback__):
            trace.append(f"  {file}:{line} {function}")
            if not file.startswith("<"):
                place = f"{file}:{line}"
    return Fault(fault_id or new_id(), place, tuple(trace))


def record(folder: Path, fault: Fault) -> Path | None:
    """Append ``fault`` to the log beside the store, readable by its owner alone.

    Returns:
        The log, or None where it could not be written: a fault must not cause another one.
    """
    path = folder / LOG_NAME
    lines = [f"{clock.stamp()} {fault.id} {version()}", *fault.trace, ""]
    try:
        if not folder.is_dir():
            return None
        if path.exists() and path.stat().st_size > _LOG_LIMIT:
            path.unlink()
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        with os.fdopen(os.open(path, flags, 0o600), "a", encoding="utf-8") as log:
            log.write("\n".join(lines) + "\n")
    except OSError:
        return None
    return path


def recorded_place(folder: Path, fault_id: str) -> str:
    """The place in the code that the log names for ``fault_id``; empty if it names none."""
    try:
        lines = (folder / LOG_NAME).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    place = ""
    inside = False
    for line in lines:
        if not line.startswith(" ") and f" {fault_id} " in f"{line} ":
            inside, place = True, ""
        elif not line:
            inside = False
        elif inside and line.startswith("  ") and not line.startswith("  <"):
            place = line.split()[0]
    return place


def sentence(fault_id: str) -> str:
    """The neutral sentence for a fault: names no client and no technical word."""
    return _(
        "Das Programm musste wegen eines Fehlers anhalten (Kennung {id}). "
        "Gespeichertes und Entwürfe sind erhalten."
    ).format(id=fault_id)


def _chain(error: BaseException) -> list[BaseException]:
    """``error`` and what caused it, the cause first."""
    chain: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in chain:
        chain.append(current)
        # A failed worker of Textual carries the fault it met as an attribute.
        inner = getattr(current, "error", None)
        current = (
            current.__cause__
            or (inner if isinstance(inner, BaseException) else None)
            or (None if current.__suppress_context__ else current.__context__)
        )
    return chain[::-1]


def _frames(traceback: TracebackType | None) -> list[tuple[str, int, str]]:
    """File inside the program, or ``<library>``, line and function of each step."""
    frames = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        path = Path(code.co_filename)
        if path.is_relative_to(_PACKAGE):
            file = path.relative_to(_PACKAGE).as_posix()
        else:
            file = f"<{path.parent.name}/{path.name}>"
        frames.append((file, traceback.tb_lineno, code.co_name))
        traceback = traceback.tb_next
    return frames
