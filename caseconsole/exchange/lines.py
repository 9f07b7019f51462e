"""The lines of a caseload file: strict UTF-8, one JSON object each, nothing ambiguous."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from caseconsole.errors import ExchangeError
from caseconsole.i18n import _
from caseconsole.text import show

Progress = Callable[[int, int], object]
"""Told now and then how much is done and how much there is in all, in a unit of its own."""

LONGEST_LINE = 16 * 1024 * 1024
"""Bytes of the longest line that is read: a record with every text at its longest is smaller."""

_BOM = b"\xef\xbb\xbf"
_STEP = 1000
_LONGEST_SHOWN = 60


class Refusal(Exception):  # noqa: N818 - it is turned into an ExchangeError that names the line
    """Why a line or a value is refused, in words; the caller knows where it stands."""


class Lines:
    """The lines of a file with their numbers, counted from 1.

    Args:
        path: the file.
        progress: told the bytes read and the size of the file.

    Attributes:
        sha256: of the bytes read so far.
    """

    def __init__(self, path: Path, progress: Progress | None = None) -> None:
        self._path = path
        self._progress = progress
        self._hash = hashlib.sha256()

    @property
    def sha256(self) -> str:
        """Of the bytes read so far, in hexadecimal digits."""
        return self._hash.hexdigest()

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """Number and bytes of each line, without its end.

        Raises:
            ExchangeError: the file cannot be read, is empty, or a line is too long.
        """
        try:
            with self._path.open("rb") as stream:
                yield from self._numbered(stream, self._path.stat().st_size)
        except OSError as error:
            raise unreadable(self._path) from error

    def _numbered(self, stream: BinaryIO, total: int) -> Iterator[tuple[int, bytes]]:
        if not total:
            raise ExchangeError(_("Die Datei ist leer."), _not_one())
        number = done = 0
        while raw := stream.readline(LONGEST_LINE + 1):
            number += 1
            if len(raw) > LONGEST_LINE:
                raise ExchangeError(
                    _("Zeile {line} ist zu lang für eine Falldatei.").format(line=number),
                    _("Es wurde nichts übernommen."),
                    number,
                )
            self._hash.update(raw)
            done += len(raw)
            if self._progress and (number % _STEP == 0 or done >= total):
                self._progress(min(done, total), total)
            yield number, raw.rstrip(b"\n")


def unreadable(path: Path) -> ExchangeError:
    """The error for a file that the computer does not hand out."""
    return ExchangeError(
        _("Die Datei {file} lässt sich nicht lesen.").format(file=show(path.name)),
        _("Bitte prüfen Sie, ob es sie gibt und ob Sie sie öffnen dürfen."),
    )


def parse(raw: bytes) -> dict[str, Any]:
    """The object that one line holds.

    Raises:
        Refusal: it is no UTF-8, no JSON, no object, names a key twice, or is a trap.
    """
    if raw.startswith(_BOM):
        raise Refusal(_("die Zeile beginnt mit einer Bytefolge-Marke (BOM)"))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(
            _("Byte {position} ist kein gültiges UTF-8").format(position=error.start + 1)
        ) from None
    try:
        found, end = _JSON.raw_decode(text, len(text) - len(text.lstrip(" \t\r")))
        if end != len(text):
            found = _JSON.decode(text)
    except json.JSONDecodeError as error:
        if not text.strip():
            raise Refusal(_("die Zeile ist leer")) from None
        raise Refusal(
            _("kein gültiges JSON (Zeichen {position})").format(position=error.pos + 1)
        ) from None
    except RecursionError:
        raise Refusal(_("zu tief geschachtelt")) from None
    except ValueError:
        raise Refusal(_("eine Zahl ist zu lang")) from None
    if type(found) is not dict:
        raise Refusal(_("die Zeile enthält kein JSON-Objekt"))
    return found


def quoted(value: str) -> str:
    """``value`` in quotation marks, safe to show and of bearable length."""
    shown = show(value)
    return f"„{shown[: _LONGEST_SHOWN - 1]}…“" if len(shown) > _LONGEST_SHOWN else f"„{shown}“"


def _not_one() -> str:
    return _('Eine Falldatei beginnt mit der Zeile {"type": "caseload", "format": 1}.')


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Refusal(_("der Schlüssel {key} steht zweimal da").format(key=quoted(twice)))
    return made


def _no_fraction(text: str) -> NoReturn:
    raise Refusal(
        _("{value} ist keine ganze Zahl; andere Zahlen kommen nicht vor").format(value=quoted(text))
    )


def _no_number(text: str) -> NoReturn:
    raise Refusal(_("{value} ist keine Zahl").format(value=quoted(text)))


_JSON = json.JSONDecoder(
    object_pairs_hook=_unique, parse_constant=_no_number, parse_float=_no_fraction
)
