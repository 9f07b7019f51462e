"""The gate before every parser of Office files: what an archive and its XML may be (D7, D8, F19).

Word templates and forms from outside pass it alike; only the words of a refusal are their own.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from caseconsole.errors import CaseconsoleError
from caseconsole.i18n import _

if TYPE_CHECKING:
    from lxml import etree

MOST_BYTES = 20 * 1024 * 1024
"""Unpacked size of a whole file."""

HIGHEST_RATIO = 100
"""Unpacked to packed size; more is a bomb."""

MOST_PARTS = 500

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Begins files of the old formats, and new ones that are encrypted."""

Refuse = Callable[[str, str], CaseconsoleError]
"""Makes the error from a reason and a hint, which may be empty."""

_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_IGNORED = re.compile(r"/$|^__MACOSX/|(?:^|/)(?:\.DS_Store|Thumbs\.db)$")
"""What packers add on their own: folders, and notes of the operating system."""

_DAMAGED = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, ArithmeticError,
    LookupError, ValueError, OSError, RuntimeError,
)  # fmt: skip
"""What the library for archives raises on a damaged one."""


def read_parts(data: bytes, refuse: Refuse, otherwise: tuple[str, str]) -> dict[str, bytes]:
    """The parts of an archive by name, in the order of the file.

    Args:
        data: the archive.
        refuse: makes the error.
        otherwise: reason and hint where it is no sound archive at all.

    Raises:
        CaseconsoleError: it is too large, encrypted, damaged or built to do harm.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_directory(archive, len(data), refuse)
            return {
                info.filename: _read(archive, info, refuse)
                for info in archive.infolist()
                if not _IGNORED.search(info.filename)
            }
    except _DAMAGED as error:
        raise refuse(*otherwise) from error


def parse_xml(content: bytes, name: str, refuse: Refuse, hint: str) -> etree._Element:
    """The XML of a part, without entities and without anything fetched from elsewhere.

    Args:
        content: the part.
        name: its name.
        refuse: makes the error.
        hint: what to do where it is damaged.

    Raises:
        CaseconsoleError: it is not well formed or carries a document type.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise refuse(_("Ihr Teil {part} ist beschädigt.").format(part=name), hint) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise refuse(_("Ihr Teil {part} enthält eine Dokumenttyp-Angabe.").format(part=name), "")
    return root


def _check_directory(archive: zipfile.ZipFile, packed: int, refuse: Refuse) -> None:
    infos = archive.infolist()
    if len(infos) > MOST_PARTS:
        raise refuse(_("Sie besteht aus mehr als {most} Teilen.").format(most=MOST_PARTS), "")
    total = sum(info.file_size for info in infos)
    if total > MOST_BYTES:
        raise refuse(_("Sie ist ausgepackt größer als 20 MB."), "")
    if total > HIGHEST_RATIO * packed:
        raise refuse(_("Sie ist ungewöhnlich stark gepackt."), "")
    seen = set()
    for info in infos:
        name = info.filename
        if info.flag_bits & _ENCRYPTED:
            raise refuse(_("Sie ist verschlüsselt."), "")
        if info.compress_type not in _METHODS:
            raise refuse(_("Sie ist auf unbekannte Weise gepackt."), "")
        bad = name.startswith(("/", "\\")) or "\\" in name or ":" in name
        if bad or ".." in name.split("/"):
            raise refuse(_("Ein Teil hat einen unerlaubten Namen: {part}").format(part=name), "")
        if name.lower() in seen:
            raise refuse(_("Der Teil {part} ist doppelt vorhanden.").format(part=name), "")
        seen.add(name.lower())


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, refuse: Refuse) -> bytes:
    """Never more than the directory declares, whatever the packed data holds."""
    with archive.open(info) as stream:
        content = stream.read(info.file_size + 1)
    if len(content) > info.file_size:
        reason = _("Der Teil {part} ist größer als angegeben.").format(part=info.filename)
        raise refuse(reason, "")
    return content
