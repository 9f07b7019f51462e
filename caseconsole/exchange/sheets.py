"""Tables from outside as rows of cells: Excel workbooks and CSV in the encodings of town halls."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from caseconsole.errors import ExchangeError
from caseconsole.exchange.archive import (
    MOST_COLUMNS,
    MOST_PACKED,
    MOST_ROWS,
    check_workbook,
)
from caseconsole.exchange.lines import unreadable
from caseconsole.i18n import _

Cell = str | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta
"""A cell as it comes: a text, a number, a day; an empty text where nothing stands."""

SEPARATORS = (";", ",", "\t", "|")
ENCODINGS = ("utf-8", "cp1252", "cp850", "utf-16")

_UMLAUTS = "äöüÄÖÜß"
_MOJIBAKE = re.compile("Ã[¤¶¼Ÿ„–œ]")
_SEP_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_SAMPLE_ROWS = 30
_EPOCH = dt.date(1899, 12, 30)
_EPOCH_1904 = dt.date(1904, 1, 1)


@dataclass(frozen=True)
class Sheet:
    """One table.

    Args:
        name: of the sheet; empty for CSV.
        hidden: whether Excel hides it.
        rows: its rows from the very first one, so that the row numbers are those of Excel.
        epoch: the day with the number 0, for days that are stored as plain numbers.
    """

    name: str
    hidden: bool
    rows: tuple[tuple[Cell, ...], ...]
    epoch: dt.date = _EPOCH


def sha256(path: Path) -> str:
    """Hash of a file, by which it is recognised when it comes again."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise unreadable(path) from error


def read_sheets(path: Path, encoding: str = "") -> tuple[Sheet, ...]:
    """The sheets of a workbook, or the one table of a CSV file.

    Args:
        path: by its ending ``.csv`` or a workbook.
        encoding: of a CSV file; found out if empty.

    Raises:
        ExchangeError: the file cannot be read as a table.
    """
    if path.suffix.lower() == ".csv":
        return (_read_csv(path, encoding),)
    return _read_workbook(path)


def _read_workbook(path: Path) -> tuple[Sheet, ...]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    epoch = _EPOCH_1904 if check_workbook(path) else _EPOCH
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        return tuple(
            Sheet(
                meta.name,
                meta.visible is not SheetVisibleEnum.Visible,
                tuple(
                    tuple(row)
                    for row in workbook.get_sheet_by_name(meta.name).to_python(
                        skip_empty_area=False
                    )
                ),
                epoch,
            )
            for meta in workbook.sheets_metadata
            if meta.typ is SheetTypeEnum.WorkSheet
        )
    except (CalamineError, OSError, ValueError) as error:
        raise ExchangeError(
            _("Die Arbeitsmappe lässt sich nicht lesen."),
            _("Bitte öffnen Sie sie in Excel und speichern Sie sie neu als .xlsx."),
        ) from error


def _read_csv(path: Path, encoding: str) -> Sheet:
    try:
        raw = path.read_bytes() if path.stat().st_size <= MOST_PACKED else b""
    except OSError as error:
        raise unreadable(path) from error
    if not raw:
        raise ExchangeError(
            _("Die Datei ist leer oder zu groß für eine Liste."),
            _("Bitte prüfen Sie, ob es die richtige ist."),
        )
    text = _decoded(raw, encoding)
    named = _SEP_LINE.match(text)
    if named:
        # Excel hides this line, so that the row numbers count from the next one.
        text = text[named.end() :]
    separator = named[1] if named else _separator(text)
    try:
        rows = tuple(
            tuple(row) for row in csv.reader(_lines(text), delimiter=separator, strict=True)
        )
    except csv.Error:
        raise ExchangeError(
            _("Die CSV-Datei hat eine Zelle, die nicht zu Ende geht."),
            _("Bitte prüfen Sie die Anführungszeichen oder speichern Sie die Liste als .xlsx."),
        ) from None
    if len(rows) > MOST_ROWS or max(map(len, rows), default=0) > MOST_COLUMNS:
        raise ExchangeError(
            _("Die Datei hat mehr Zeilen oder Spalten, als eine Liste haben darf."),
            _("Bitte prüfen Sie, ob es die richtige ist."),
        )
    return Sheet("", hidden=False, rows=rows)


def _lines(text: str) -> Sequence[str]:
    """The lines with their ends: a cell may hold line breaks, but no other separators split."""
    return re.split(r"(?<=\n)", text.replace("\r\n", "\n").replace("\r", "\n"))


def _decoded(raw: bytes, encoding: str) -> str:
    name = encoding or _encoding(raw)
    try:
        text = raw.decode("utf-8-sig" if name == "utf-8" else name)
    except UnicodeDecodeError:
        raise ExchangeError(
            _("Die CSV-Datei ist nicht als {encoding} lesbar.").format(encoding=name),
            _("Bitte speichern Sie sie als „CSV UTF-8“ oder als .xlsx."),
        ) from None
    if _MOJIBAKE.search(text):
        raise ExchangeError(
            _("In der CSV-Datei sind die Umlaute schon zerstört (Ã¼ statt ü)."),
            _("Bitte erzeugen Sie sie neu als „CSV UTF-8“ oder als .xlsx."),
        )
    return text.removeprefix("\ufeff")


def _encoding(raw: bytes) -> str:
    """Which of the usual encodings it is; between the one-byte ones the umlauts decide."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = raw[:4000]
    if sample[1::2].count(0) > len(sample) // 4:
        return "utf-16-le"
    if sample[::2].count(0) > len(sample) // 4:
        return "utf-16-be"
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        windows, dos = (
            sum(raw.count(letter.encode(name)) for letter in _UMLAUTS)
            for name in ("cp1252", "cp850")
        )
        return "cp850" if dos > windows else "cp1252"
    return "utf-8"


def _separator(text: str) -> str:
    """The separator with which most rows have the same number of columns, and many."""
    lines = [line for line in _lines(text)[: 4 * _SAMPLE_ROWS] if line.strip()][:_SAMPLE_ROWS]

    def fitness(separator: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=separator)]
        usual = max(set(widths), key=widths.count, default=1)
        return (widths.count(usual), usual) if usual > 1 else (0, 0)

    return max(SEPARATORS, key=fitness)
