"""The wall before the parser of Excel files: what a workbook may be as an archive.

A workbook is a ZIP file. A few kilobytes can unpack to gigabytes, or name a cell in the last
column of the last row, for which a parser lays out everything before it (security, F19, I4).
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from caseconsole.errors import ExchangeError
from caseconsole.exchange.lines import unreadable
from caseconsole.i18n import _

MOST_PARTS = 500
MOST_BYTES = 60 * 1024 * 1024
MOST_PACKED = 30 * 1024 * 1024
HIGHEST_RATIO = 100
SMALL_PART = 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 702
"""Up to column ZZ."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK = "xl/workbook.xml"
_CELL = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="([0-9]{1,9})"')
_1904 = re.compile(rb'\bdate1904="(?:1|true)"')
_CHUNK = 1024 * 1024


_DAMAGED = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError,
)  # fmt: skip
"""What reading a damaged zip file raises, depending on where it is damaged."""


def check_workbook(path: Path) -> bool:
    """Refuse what is no harmless ``.xlsx`` file.

    Returns:
        Whether its days are counted from 1904, as old versions of Excel for the Mac did.

    Raises:
        ExchangeError: it is something else, protected, damaged or too large.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(len(_OLE))
            if head == _OLE:
                raise _old_format(head + stream.read(MOST_PACKED))
            if path.stat().st_size > MOST_PACKED:
                raise _too_large()
        with zipfile.ZipFile(path) as archive:
            return _check_parts(archive)
    except OSError as error:
        raise unreadable(path) from error
    except _DAMAGED:
        raise _no_workbook() from None


def _check_parts(archive: zipfile.ZipFile) -> bool:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        raise _too_large()
    if "content.xml" in names and _WORKBOOK not in names:
        raise ExchangeError(
            _("Das ist eine Tabelle von LibreOffice (.ods)."),
            _("Bitte speichern Sie sie dort als .xlsx und lesen Sie diese Datei ein."),
        )
    if _WORKBOOK not in names or len(set(names)) != len(names):
        raise _no_workbook()
    room, counts_from_1904 = MOST_BYTES, False
    for part in parts:
        if part.flag_bits & 1:
            raise _protected()
        if ".." in Path(part.filename).parts or part.filename.startswith("/"):
            raise _no_workbook()
        content = _content(archive, part, room)
        room -= len(content)
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise _no_workbook()
        if part.filename.startswith("xl/worksheets/"):
            _check_extent(content)
        if part.filename == _WORKBOOK:
            counts_from_1904 = _1904.search(content) is not None
    return counts_from_1904


def _content(archive: zipfile.ZipFile, part: zipfile.ZipInfo, room: int) -> bytes:
    """The part, unpacked piece by piece: what an archive says of its sizes may be a lie."""
    pieces = []
    size = 0
    with archive.open(part) as stream:
        while piece := stream.read(_CHUNK):
            size += len(piece)
            if size > room or (size > SMALL_PART and size > HIGHEST_RATIO * part.compress_size):
                raise _too_large()
            pieces.append(piece)
    return b"".join(pieces)


def _check_extent(sheet: bytes) -> None:
    rows = [int(number) for number in _ROW.findall(sheet)]
    columns = set()
    for letters, number in _CELL.findall(sheet):
        columns.add(letters)
        rows.append(int(number))
    if max(rows, default=0) > MOST_ROWS or any(len(letters) > 2 for letters in columns):  # noqa: PLR2004 - up to ZZ
        raise _too_large()


def _old_format(content: bytes) -> ExchangeError:
    if _ENCRYPTED in content:
        return _protected()
    return ExchangeError(
        _("Das ist eine alte Excel-Datei (.xls)."),
        _("Bitte speichern Sie sie in Excel als .xlsx und lesen Sie diese Datei ein."),
    )


def _protected() -> ExchangeError:
    return ExchangeError(
        _("Die Datei ist mit einem Kennwort geschützt."),
        _("Bitte entfernen Sie den Schutz in Excel und speichern Sie sie neu."),
    )


def _too_large() -> ExchangeError:
    return ExchangeError(
        _("Die Datei ist zu groß für eine Liste: mehr Inhalt, Zeilen oder Spalten als erlaubt."),
        _("Bitte kopieren Sie nur die Liste in eine neue Arbeitsmappe."),
    )


def _no_workbook() -> ExchangeError:
    return ExchangeError(
        _("Die Datei ist keine Excel-Arbeitsmappe (.xlsx) oder beschädigt."),
        _("Bitte öffnen Sie sie in Excel und speichern Sie sie neu als .xlsx."),
    )
