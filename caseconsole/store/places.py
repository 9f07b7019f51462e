"""Folders in which an encrypted caseload is not safe: synchronised, on the network, removable.

A synchronised folder copies half-written files and keeps what was erased; a network drive does not
keep SQLite's locks; a stick gets lost.
"""

from __future__ import annotations

import os
import sys
from pathlib import PurePath
from typing import TYPE_CHECKING

from caseconsole.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_SYNCHRONISED = (
    "onedrive", "dropbox", "nextcloud", "owncloud", "google drive", "googledrive", "icloud",
    "seafile", "magentacloud", "hidrive", "mobile documents",
)  # fmt: skip
_REMOVABLE, _NETWORK = 2, 4
"""What ``GetDriveTypeW`` answers."""


def windows_drive_type(root: str) -> int:
    """Windows' own word on the drive with this root folder; 0 on other systems."""
    kind = 0
    if sys.platform == "win32":
        import ctypes

        kind = int(ctypes.windll.kernel32.GetDriveTypeW(root))
    return kind


def why_unsafe(
    folder: PurePath,
    environment: Mapping[str, str] = os.environ,
    drive_type: Callable[[str], int] = windows_drive_type,
) -> str:
    """A sentence that says why the caseload should not lie in ``folder``; empty if it may.

    Args:
        folder: absolute.
        environment: where Windows names the OneDrive folders (``OneDrive...``).
        drive_type: asks for the kind of a drive.
    """
    if folder.drive.startswith(("\\\\", "//")):
        return _("Der Ordner liegt auf einem Netzlaufwerk; dort gehen Daten verloren.")
    kind = drive_type(folder.anchor) if folder.drive else 0
    if kind == _NETWORK:
        return _("Der Ordner liegt auf einem Netzlaufwerk; dort gehen Daten verloren.")
    if kind == _REMOVABLE:
        return _("Der Ordner liegt auf einem Wechseldatenträger; der geht leicht verloren.")
    cloud = [value for name, value in environment.items() if name.upper().startswith("ONEDRIVE")]
    synchronised = any(value and folder.is_relative_to(type(folder)(value)) for value in cloud)
    if synchronised or any(_is_synchronised(part) for part in folder.parts):
        return _(
            "Der Ordner wird mit dem Internet abgeglichen; Fallakten dürfen dort nicht liegen."
        )
    return ""


def same_disk(one: Path, other: Path) -> bool:
    """Whether both folders are there and on one disk; a stick that is unplugged is another."""
    try:
        return one.stat().st_dev == other.stat().st_dev
    except OSError:
        return False


def _is_synchronised(part: str) -> bool:
    """Whether a folder is named as a synchronising program names its own (``OneDrive - Amt``)."""
    name = part.casefold()
    return any(
        name == known or name.startswith((known + " ", known + "-")) for known in _SYNCHRONISED
    )
