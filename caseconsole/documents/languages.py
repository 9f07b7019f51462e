"""The second language of a document: catalogues of fixed phrases that a translator can edit.

A catalogue is a TOML file ``templates/languages/<code>.toml``; the user's template folder can hold
others in ``languages``. A phrase that is missing stays German.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from caseconsole import iso
from caseconsole.documents.folders import template_folders
from caseconsole.documents.phrases import PHRASES
from caseconsole.errors import DocumentError
from caseconsole.i18n import _
from caseconsole.text import clean
from caseconsole.values import lists

FOLDER = "languages"
GERMAN = "de"
_LISTS = {"area": "area", "goal_state": "goal_state", "responsible": "responsible"}


@dataclass(frozen=True)
class Catalogue:
    """The phrases of one language by section and key."""

    code: str
    phrases: Mapping[str, Mapping[str, str]]

    def text(self, section: str, key: str) -> str:
        """The phrase; empty where the catalogue has none, so that German stands alone."""
        return self.phrases.get(section, {}).get(key, "")

    def missing(self) -> tuple[str, ...]:
        """Names of the phrases that stay German, as ``section.key``."""
        wanted = [("phrase", key) for key in PHRASES]
        wanted += [("level", str(value)) for value in range(5)]
        wanted += [("step_state", key) for key in ("open", "done")]
        for section, name in _LISTS.items():
            wanted += [(section, value.key) for value in lists()[name].offered]
        return tuple(f"{section}.{key}" for section, key in wanted if not self.text(section, key))


def available() -> tuple[str, ...]:
    """Codes of the languages that have a catalogue, in alphabetical order."""
    return tuple(sorted({file.stem for folder in _folders() for file in folder.glob("*.toml")}))


def catalogue(code: str) -> Catalogue:
    """The catalogue of ``code``.

    Raises:
        DocumentError: there is none, or it cannot be read; the message names those there are.
    """
    if code in available():
        for folder in _folders():
            file = folder / f"{code}.toml"
            if file.is_file():
                return Catalogue(code, _read(file))
    names = ", ".join(f"{code} ({iso.language_name(code)})" for code in available())
    raise DocumentError(
        _("Für die zweite Sprache „{code}“ gibt es noch keine Übersetzung.").format(code=code),
        _("Vorhanden: {names}.").format(names=names),
    )


def chosen(code: str | None, of_version: str) -> Catalogue | None:
    """The catalogue to print with.

    Args:
        code: what the user asked for; ``de`` means German alone; ``None`` leaves it to the plan.
        of_version: the second language of the version, used if there is a catalogue for it.

    Raises:
        DocumentError: there is no catalogue for ``code``.
    """
    if code is None:
        return catalogue(of_version) if of_version in available() else None
    return None if code == GERMAN else catalogue(code)


def _folders() -> tuple[Path, ...]:
    return tuple(folder / FOLDER for folder in template_folders())


def _read(file: Path) -> dict[str, dict[str, str]]:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DocumentError(
            _("Die Übersetzung {file} ist nicht zu lesen.").format(file=file),
            _("Sie muss eine TOML-Datei in UTF-8 sein."),
        ) from error
    return {
        section: {key: clean(text) for key, text in phrases.items() if isinstance(text, str)}
        for section, phrases in content.items()
        if isinstance(phrases, dict)
    }
