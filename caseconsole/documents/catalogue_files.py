"""Reads the file of a translator and says in which line it cannot be read."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from caseconsole.errors import DocumentError, InputError
from caseconsole.i18n import _
from caseconsole.text import clean

if TYPE_CHECKING:
    from pathlib import Path

Sections = dict[str, dict[str, str]]
"""Texts by section and key."""

_LINE = re.compile(r"at line (\d+)")
_HEADING = re.compile(r"\s*\[\s*\"?([\w.-]+)\"?\s*\]")


def read_file(file: Path) -> Sections:
    """The texts of a catalogue.

    Raises:
        DocumentError: it cannot be read; the message names file and line.
    """
    content = _text(file)
    try:
        parsed = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        raise _fault(
            file,
            int(found[1]) if found else content.count("\n") + 1,
            _("Dort muss stehen: ein Name, ein Gleichheitszeichen, die Übersetzung in geraden "
              "Anführungszeichen. Jeder Name darf nur einmal vorkommen."),
        ) from error  # fmt: skip
    return {section: _section(file, content, section, texts) for section, texts in parsed.items()}


def _text(file: Path) -> str:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise DocumentError(
            _("Die Übersetzung {file} ist nicht zu lesen.").format(file=file),
            _("Bitte prüfen Sie, ob die Datei noch da ist und Sie sie öffnen dürfen."),
        ) from error
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise _fault(
            file,
            data.count(b"\n", 0, error.start) + 1,
            _("Die Datei ist nicht in UTF-8 gespeichert. Im Editor von Windows: Speichern unter, "
              "Codierung UTF-8."),
        ) from error  # fmt: skip


def _section(file: Path, content: str, section: str, texts: Any) -> dict[str, str]:
    if not isinstance(texts, dict):
        raise _fault(
            file,
            _line_of(content, "", section),
            _("Vor dieser Zeile fehlt die Überschrift in eckigen Klammern, meist [phrase]."),
        )
    return {key: _phrase(file, content, (section, key), text) for key, text in texts.items()}


def _phrase(file: Path, content: str, name: tuple[str, str], text: Any) -> str:
    line = _line_of(content, *name)
    if not isinstance(text, str):
        hint = _("Hinter „{key} =“ muss ein Text in geraden Anführungszeichen stehen.")
        raise _fault(file, line, hint.format(key=name[1]))
    try:
        return clean(text)
    except InputError as error:
        raise _fault(file, line, error.message) from None


def _line_of(content: str, section: str, key: str) -> int:
    """Number of the line that holds ``key`` in ``section``; the last line if it is not found."""
    here = ""
    start = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]")
    number = 0
    for number, line in enumerate(content.split("\n"), start=1):
        if heading := _HEADING.match(line):
            here = heading[1]
            if section and here == f"{section}.{key}":
                return number
        elif here == section and start.match(line):
            return number
    return number


def _fault(file: Path, line: int, hint: str) -> DocumentError:
    message = _("Die Übersetzung {file} ist in Zeile {line} nicht zu lesen.")
    return DocumentError(message.format(file=file, line=line), hint)
