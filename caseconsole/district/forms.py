"""The mapping of a district's form: which figure goes into which cell or placeholder (TOML)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from caseconsole.errors import ReportError
from caseconsole.files import is_file, write_atomically
from caseconsole.i18n import _

ENDING = ".toml"
WORKBOOK, DOCUMENT = ".xlsx", ".docx"
"""What a form may be."""

FORM, RECIPIENT, CELLS, PLACEHOLDERS = "form", "recipient", "cells", "placeholders"
_KEYS = (FORM, RECIPIENT, CELLS, PLACEHOLDERS)
_LARGEST = 1_000_000
_HEAD = (
    "# Zuordnung der Zahlen zu den Zellen eines Formulars.",
    "# In der Konsole zusammengestellt; beim nächsten Speichern dort wird sie neu geschrieben.",
)


@dataclass(frozen=True)
class FormMapping:
    """Which figure goes where.

    Args:
        path: the mapping itself.
        form: the form, an Excel workbook or a Word document.
        cells: place in the workbook, such as ``Zahlen!C7`` -> figure.
        placeholders: name of a placeholder in the document -> figure.
        recipient: whom the form goes to; may be empty.
    """

    path: Path
    form: Path
    cells: Mapping[str, str] = field(default_factory=dict)
    placeholders: Mapping[str, str] = field(default_factory=dict)
    recipient: str = ""

    @property
    def is_document(self) -> bool:
        """Whether the form is a Word document."""
        return self.form.suffix.lower() == DOCUMENT

    @property
    def figures(self) -> tuple[tuple[str, str], ...]:
        """Place and figure of everything that is placed."""
        return tuple((self.placeholders if self.is_document else self.cells).items())


def read_mapping(path: Path) -> FormMapping:
    """Read a mapping and check its shape; its figures and places are checked with the form.

    Raises:
        ReportError: it cannot be used; the message names the key and the nearest known one.
    """
    told = _parsed(path)
    try:
        return _mapping(path, told)
    except _NotUsableError as error:
        raise _wrong(path, str(error)) from None


def write_mapping(mapping: FormMapping, *, overwrite: bool = True) -> Path:
    """Write a mapping as the console does; returns the file really written.

    Args:
        mapping: what to write, to its own path.
        overwrite: whether an earlier file of that name is replaced.

    Raises:
        ReportError: it could not be written.
    """
    content = _written(mapping).encode("utf-8")
    return write_atomically(mapping.path, content, error=ReportError, overwrite=overwrite)


def is_hand_written(path: Path) -> bool:
    """Whether somebody wrote or changed this file by hand: saving would lose comments and order."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        return text != _written(_mapping(path, tomllib.loads(text)))
    except (OSError, ValueError, _NotUsableError):
        return is_file(path)


def _written(mapping: FormMapping) -> str:
    import tomli_w

    try:
        form = mapping.form.relative_to(mapping.path.parent).as_posix()
    except ValueError:
        form = str(mapping.form)
    told: dict[str, Any] = {FORM: form}
    if mapping.recipient:
        told[RECIPIENT] = mapping.recipient
    told[PLACEHOLDERS if mapping.is_document else CELLS] = dict(mapping.figures)
    return "\n".join((*_HEAD, "", tomli_w.dumps(told)))


def _parsed(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _LARGEST:
            raise _wrong(path, _("sie ist zu groß"))
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ReportError(
            _("Die Zuordnung {file} gibt es nicht.").format(file=path),
            _("Beispiele liegen unter templates/formulare."),
        ) from None
    except OSError:
        raise ReportError(
            _("Die Zuordnung {file} lässt sich nicht lesen.").format(file=path)
        ) from None
    except RecursionError:
        raise _wrong(path, _("kein gültiges TOML")) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        if path.suffix.lower() != ENDING:
            raise _wrong(path, _("gemeint ist die TOML-Datei, nicht das Formular")) from None
        raise _wrong(path, _("kein gültiges TOML: {reason}").format(reason=error)) from None


class _NotUsableError(Exception):
    """Why the mapping cannot be used."""


def _mapping(path: Path, told: Mapping[str, Any]) -> FormMapping:
    for key in told:
        if key not in _KEYS:
            raise _unknown(key, _KEYS)
    named = told.get(FORM, "")
    if not isinstance(named, str) or not named.strip():
        raise _NotUsableError(_("„form“ nennt die Datei des Formulars"))
    form = path.parent / Path(named.strip()).expanduser()
    made = FormMapping(
        path=path,
        form=form,
        cells=_texts(told, CELLS),
        placeholders=_texts(told, PLACEHOLDERS),
        recipient=_text(told, RECIPIENT),
    )
    _check_kind(made)
    return made


def _check_kind(mapping: FormMapping) -> None:
    ending = mapping.form.suffix.lower()
    if ending not in {WORKBOOK, DOCUMENT}:
        raise _NotUsableError(
            _("das Formular {file} ist weder eine Excel-Mappe (.xlsx) noch ein Word-Dokument "
              "(.docx); bitte speichern Sie es in diesem Format").format(file=mapping.form.name)
        )  # fmt: skip
    wrong = mapping.cells if mapping.is_document else mapping.placeholders
    if wrong:
        raise _NotUsableError(
            _("ein Word-Dokument hat [placeholders] und keine [cells]")
            if mapping.is_document
            else _("eine Excel-Mappe hat [cells] und keine [placeholders]")
        )


def _texts(told: Mapping[str, Any], key: str) -> dict[str, str]:
    table = told.get(key, {})
    if not isinstance(table, dict):
        raise _NotUsableError(_("{key} ist ein Abschnitt: [{key}]").format(key=key))
    for place, figure in table.items():
        if isinstance(figure, dict):
            # A dot in a bare key nests in TOML; names of cells belong in quotes.
            raise _NotUsableError(
                _("{key}.{place} braucht Anführungszeichen").format(key=key, place=place)
            )
        if not isinstance(figure, str) or not figure.strip():
            raise _NotUsableError(
                _("{key}.{place} nennt keine Zahl der Auswertung").format(key=key, place=place)
            )
    return {place: figure.strip() for place, figure in table.items()}


def _text(told: Mapping[str, Any], key: str) -> str:
    value = told.get(key, "")
    if not isinstance(value, str):
        raise _NotUsableError(_("{key} ist ein Text").format(key=key))
    return value.strip()


def _unknown(key: str, known: Iterable[str]) -> _NotUsableError:
    words = _("„{what}“ ist nicht bekannt").format(what=key)
    near = get_close_matches(key, list(known), n=1)
    if near:
        words += _(", gemeint ist vielleicht „{near}“").format(near=near[0])
    return _NotUsableError(words)


def _wrong(path: Path, reason: str) -> ReportError:
    return ReportError(
        _("Die Zuordnung {file} ist nicht brauchbar: {reason}.").format(
            file=path.name, reason=reason
        ),
        _("Beispiele liegen unter templates/formulare."),
    )
