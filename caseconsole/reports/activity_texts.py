"""The text blocks of the report on the work: sentences of one's own, filled with the figures.

They stand in ``sachbericht.toml``: the user's own beside the templates, else the shipped file. A
sentence that names something of which there is nothing to say, such as the year before in the
first year, is left out, so that no sentence ever has a hole.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from caseconsole.documents.folders import template_folders
from caseconsole.errors import DocumentError, InputError
from caseconsole.i18n import _
from caseconsole.reports.activity_values import Value, number
from caseconsole.text import clean

FILE = "sachbericht.toml"
_KEYS = {"titel", "text"}
_CONDITIONS = ("wenn", "wenn_nicht")
_NAME = re.compile(r"\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}")
_BRACE = re.compile(r"[{}]")
_MOST_ALIKE = 3


@dataclass(frozen=True)
class Sentence:
    """One sentence; it stands if ``only_if`` is not nothing and ``unless`` is nothing."""

    text: str
    only_if: str = ""
    unless: str = ""


@dataclass(frozen=True)
class Block:
    """A heading and its paragraphs of sentences."""

    title: str
    paragraphs: tuple[tuple[Sentence, ...], ...]


@dataclass(frozen=True)
class Filled:
    """A heading with its finished paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


def text_file() -> Path:
    """The file with the text blocks: the user's own, else the shipped one."""
    own, shipped = (folder / FILE for folder in template_folders())
    return own if own.is_file() else shipped


def read_blocks(path: Path) -> tuple[Block, ...]:
    """The text blocks in ``path``.

    Raises:
        DocumentError: it cannot be read; the message says where and what should stand there.
    """
    try:
        parsed = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise DocumentError(
            _("Die Textbausteine {file} sind nicht zu lesen.").format(file=path)
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DocumentError(
            _("Die Textbausteine {file} sind nicht zu lesen ({reason}).").format(
                file=path, reason=error
            ),
            _("Texte stehen in geraden Anführungszeichen; die Datei ist in UTF-8 gespeichert."),
        ) from error
    blocks = parsed.get("abschnitt")
    if not isinstance(blocks, list) or set(parsed) != {"abschnitt"}:
        raise DocumentError(
            _("In {file} steht nicht, was hineingehört.").format(file=path.name),
            _("Jeder Abschnitt beginnt mit einer Zeile [[abschnitt]]."),
        )
    return tuple(_block(path, place, block) for place, block in enumerate(blocks, 1))


def fill(blocks: tuple[Block, ...], values: Mapping[str, Value], file: Path) -> tuple[Filled, ...]:
    """The text blocks with their figures; those without a sentence are left out.

    Raises:
        DocumentError: a sentence names something that does not exist.
    """
    _check_names(blocks, values, file)
    filled = []
    for block in blocks:
        paragraphs = (
            " ".join(_filled(one, values, block, file) for one in part if _stands(one, values))
            for part in block.paragraphs
        )
        kept = tuple(text for text in paragraphs if text)
        if kept:
            filled.append(Filled(block.title, kept))
    return tuple(filled)


def _check_names(blocks: tuple[Block, ...], known: Mapping[str, Value], file: Path) -> None:
    """Refuse a name that no figure has, also in a sentence that would be left out today."""
    for block in blocks:
        for sentence in (one for part in block.paragraphs for one in part):
            named = [match[1] for match in _NAME.finditer(sentence.text)]
            for name in (*named, sentence.only_if, sentence.unless):
                if name and name not in known:
                    raise _unknown(name, known, block, file)
            if _BRACE.search(_NAME.sub("", sentence.text)):
                raise _fault(
                    file,
                    block.title,
                    _("geschweifte Klammern ohne Namen: „{text}“").format(text=sentence.text[:60]),
                )


def _stands(sentence: Sentence, values: Mapping[str, Value]) -> bool:
    if sentence.only_if and not values[sentence.only_if]:
        return False
    if sentence.unless and values[sentence.unless]:
        return False
    return all(values[match[1]] is not None for match in _NAME.finditer(sentence.text))


def _filled(sentence: Sentence, values: Mapping[str, Value], block: Block, file: Path) -> str:
    def said(match: re.Match[str]) -> str:
        value = values[match[1]]
        if isinstance(value, int):
            if match[2] is None:
                return number(value)
            return f"{number(value)} {match[2] if value == 1 else match[3]}"
        if match[2] is not None:
            raise _fault(
                file,
                block.title,
                _("„{name}“ ist keine Zahl und hat keine Mehrzahl.").format(name=match[1]),
            )
        return value or ""

    return _NAME.sub(said, sentence.text)


def _block(file: Path, place: int, block: Any) -> Block:
    name = str(place)
    if not isinstance(block, dict) or set(block) != _KEYS or not isinstance(block["titel"], str):
        raise _fault(file, name, _("nötig sind titel = „…“ und text = […], sonst nichts."))
    if not isinstance(block["text"], list):
        raise _fault(file, name, _("hinter text = steht eine Liste von Sätzen in [ ]."))
    title = _cleaned(file, name, block["titel"])
    paragraphs: list[list[Sentence]] = [[]]
    for entry in block["text"]:
        sentence = _sentence(file, title, entry)
        if sentence.text:
            paragraphs[-1].append(sentence)
        else:
            paragraphs.append([])
    return Block(title, tuple(tuple(part) for part in paragraphs if part))


def _sentence(file: Path, title: str, entry: Any) -> Sentence:
    if isinstance(entry, str):
        return Sentence(_cleaned(file, title, entry))
    if (
        not isinstance(entry, dict)
        or "text" not in entry
        or not set(entry) <= {"text", *_CONDITIONS}
        or not all(isinstance(value, str) for value in entry.values())
    ):
        raise _fault(file, title, _('ein Satz ist ein Text oder { wenn = "name", text = "…" }.'))
    return Sentence(
        _cleaned(file, title, entry["text"]), *(entry.get(key, "") for key in _CONDITIONS)
    )


def _cleaned(file: Path, title: str, text: str) -> str:
    try:
        return clean(text)
    except InputError as error:
        raise _fault(file, title, error.message) from None


def _unknown(name: str, known: Mapping[str, Value], block: Block, file: Path) -> DocumentError:
    from difflib import get_close_matches

    near = get_close_matches(name, known, _MOST_ALIKE)
    fault = _fault(file, block.title, _("„{name}“ gibt es nicht.").format(name=name))
    hint = _("Alle Namen zeigt: caseconsole template placeholders sachbericht")
    if near:
        hint = _("Meinten Sie {names}?").format(names=", ".join(near))
    return DocumentError(fault.message, hint)


def _fault(file: Path, title: str, reason: str) -> DocumentError:
    return DocumentError(
        _("{file}, Abschnitt „{title}“: {reason}").format(
            file=file.name, title=title, reason=reason
        )
    )
