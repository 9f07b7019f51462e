"""The second language of a document: catalogues of fixed phrases that a translator can edit.

A catalogue is a TOML file ``templates/languages/<code>.toml``. A file of the same name in the
folder ``languages`` of the user's own templates goes before it phrase by phrase: what it says
counts, what it lacks comes from the shipped file, what both lack stays German.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from caseconsole import iso
from caseconsole.caseload.plan_forms import RATING_WORDS
from caseconsole.documents.catalogue_files import Sections, read_file
from caseconsole.documents.folders import template_folders
from caseconsole.documents.phrases import GROUPS, PHRASES
from caseconsole.errors import DocumentError
from caseconsole.i18n import N_, _
from caseconsole.values import lists

FOLDER = "languages"
GERMAN = "de"
ALIASES = {"ku": "kmr", "ls": "de-simple", "de-leicht": "de-simple"}
"""Other codes that people write for a language, with the code of its catalogue."""

STEP_STATES = {"open": N_("offen"), "done": N_("erledigt")}
WEEKDAYS = (
    N_("Montag"), N_("Dienstag"), N_("Mittwoch"), N_("Donnerstag"), N_("Freitag"), N_("Samstag"),
    N_("Sonntag"),
)  # fmt: skip

_VALUE_LISTS = ("area", "goal_state", "responsible")
_LISTS_OF = {"plan": (*_VALUE_LISTS, "step_state", "level"), "appointment": ("weekday",)}
_CODE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]+)*")
_NATIVE = {
    "am": "አማርኛ", "ar": "العربية", "bg": "Български", "de-simple": "Leichte Sprache",
    "en": "English", "es": "Español", "fa": "فارسی", "fr": "Français", "hy": "Հայերեն",
    "it": "Italiano", "ka": "ქართული", "kmr": "Kurmancî", "pl": "Polski", "ps": "پښتو",
    "pt": "Português", "ro": "Română", "ru": "Русский", "so": "Soomaali", "sq": "Shqip",
    "sr": "Српски", "ta": "தமிழ்", "ti": "ትግርኛ", "tr": "Türkçe", "uk": "Українська", "ur": "اردو",
    "vi": "Tiếng Việt",
}  # fmt: skip


@dataclass(frozen=True)
class Catalogue:
    """The phrases of one language by section and key."""

    code: str
    phrases: Mapping[str, Mapping[str, str]]

    def text(self, section: str, key: str) -> str:
        """The phrase; empty where the catalogue has none, so that German stands alone."""
        return self.phrases.get(section, {}).get(key, "")

    def missing(self, phrases: Mapping[str, str] = PHRASES) -> tuple[str, ...]:
        """Names of what stays German in a document, as ``section.key``.

        Args:
            phrases: those that the document prints; a document with all phrases of a group prints
                the value lists of that group too.
        """
        wanted = [("phrase", key) for key in phrases]
        for group, sections in _LISTS_OF.items():
            if GROUPS[group].keys() <= phrases.keys():
                wanted += [(section, key) for section in sections for key in words(section)]
        return tuple(f"{section}.{key}" for section, key in wanted if not self.text(section, key))

    def unknown(self) -> tuple[str, ...]:
        """Names in the file that no document asks for, as ``section.key``: mostly mistyped."""
        return tuple(
            f"{section}.{key}"
            for section, texts in self.phrases.items()
            for key in texts
            if section not in SECTIONS or key not in _known(section)
        )


SECTIONS = ("phrase", *_VALUE_LISTS, "step_state", "level", "weekday")
"""The sections of a catalogue, in the order of the shipped files."""


def words(section: str) -> dict[str, str]:
    """What one section has to translate: the German words by key, as they are in use today."""
    if section == "phrase":
        return {key: _(german) for key, german in PHRASES.items()}
    if section == "step_state":
        return {key: _(german) for key, german in STEP_STATES.items()}
    if section == "level":
        return {str(value): _(german) for value, german in enumerate(RATING_WORDS)}
    if section == "weekday":
        return {str(day): _(german) for day, german in enumerate(WEEKDAYS, start=1)}
    return {value.key: value.label for value in lists()[section].offered}


def canonical(code: str) -> str:
    """The code of the catalogue for what somebody wrote: ``ku`` is ``kmr``."""
    written = code.strip().lower().replace("_", "-")
    return ALIASES.get(written, written)


def available() -> tuple[str, ...]:
    """Codes of the languages that have a catalogue, in alphabetical order."""
    found = (canonical(file.stem) for folder in _folders() for file in folder.glob("*.toml"))
    return tuple(sorted({code for code in found if code != GERMAN and _CODE.fullmatch(code)}))


def first_of(codes: Iterable[str]) -> str:
    """The first of ``codes`` that a document can be in, German too; empty where none is."""
    known = {GERMAN, *available()}
    return next((code for code in map(canonical, codes) if code in known), "")


def name(code: str) -> str:
    """The language for menus: its German name, and how it calls itself."""
    code = canonical(code)
    german, native = iso.language_name(code), _NATIVE.get(code, "")
    return f"{german} – {native}" if native and native != german else german


def catalogue(code: str) -> Catalogue:
    """The catalogue of ``code``.

    Raises:
        DocumentError: there is none, or a file cannot be read; the message names those there are,
            or the line.
    """
    code = canonical(code)
    if code not in available():
        names = ", ".join(f"{code} ({iso.language_name(code)})" for code in available())
        raise DocumentError(
            _("Für die zweite Sprache „{code}“ gibt es noch keine Übersetzung.").format(code=code),
            _("Vorhanden: {names}.").format(names=names),
        )
    merged: Sections = {}
    for folder in reversed(_folders()):
        for file in sorted(folder.glob("*.toml")):
            if canonical(file.stem) != code:
                continue
            for section, texts in read_file(file).items():
                said = {key: text for key, text in texts.items() if text}
                merged.setdefault(section, {}).update(said)
    return Catalogue(code, merged)


def chosen(code: str | None, of_version: str) -> Catalogue | None:
    """The catalogue to print with.

    Args:
        code: what the user asked for; ``de`` means German alone; ``None`` leaves it to the plan.
        of_version: the second language of the version, used if there is a catalogue for it.

    Raises:
        DocumentError: there is no catalogue for ``code``, or it cannot be read.
    """
    if code is None:
        return catalogue(of_version) if canonical(of_version) in available() else None
    return None if canonical(code) == GERMAN else catalogue(code)


def _folders() -> tuple[Path, ...]:
    return tuple(folder / FOLDER for folder in template_folders())


def _known(section: str) -> Container[str]:
    return lists()[section].keys if section in _VALUE_LISTS else words(section)
