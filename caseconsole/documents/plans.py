"""Integration plans as Word files: which template, which name, written whole or not at all.

Reading a plan (``plan_data.read_plan``) belongs on the database thread; everything here needs no
store and may run on any thread, one ``PlanWriter`` on one thread at a time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from caseconsole import config
from caseconsole.documents import languages
from caseconsole.documents.folders import template_folders
from caseconsole.documents.placeholders import PLACEHOLDERS
from caseconsole.documents.plan_context import plan_context
from caseconsole.errors import DocumentError
from caseconsole.files import is_folder, write_atomically
from caseconsole.i18n import _, speaking
from caseconsole.text import file_slug

if TYPE_CHECKING:
    from caseconsole.documents.plan_data import PlanData
    from caseconsole.documents.render import Template

PLAN_TEMPLATE = "integrationsplan"
"""Name of the template that is taken where none is named."""

ENDING = ".docx"
_UNSAFE = re.compile(r"[^A-Za-z0-9-]+")
_LONGEST_NUMBER = 40
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Filled:
    """A document that is made but not written yet."""

    name: str
    content: bytes


class PlanWriter:
    """Makes plans from one template, which is opened and compiled once.

    Args:
        template: name of the template; the shipped plan if empty.
        second_language: code of the second language; ``None`` leaves it to each plan, ``de`` is
            German alone.

    Raises:
        DocumentError: the template may not be used, or there is no such language.
    """

    def __init__(self, template: str = "", second_language: str | None = None) -> None:
        from caseconsole.documents.render import load_template

        self._second_language = second_language
        self._catalogues: dict[str, languages.Catalogue | None] = {}
        if second_language is not None:
            self._second("")
        self._template: Template = load_template(
            find_template(template or PLAN_TEMPLATE),
            PLACEHOLDERS,
            author=config.active().municipality.name,
            title="Integrationsplan",
        )

    def make(self, data: PlanData) -> Filled:
        """The document for ``data``, with every value read back from it.

        Raises:
            DocumentError: a value cannot be printed, or did not arrive in the document.
        """
        second = self._second(data.version.second_language)
        # A plan is an office document: its words are German whatever the screen speaks.
        with speaking(languages.GERMAN):
            context = plan_context(data, second)
        content = self._template.fill(context)
        return Filled(plan_file_name(data), content)

    def stays_german(self, data: PlanData) -> tuple[str, ...]:
        """Names of the phrases that the second language of this plan has no words for."""
        second = self._second(data.version.second_language)
        return second.missing() if second else ()

    def write(self, data: PlanData, target: Path) -> Path:
        """Make the document and write it.

        Args:
            data: the plan.
            target: a folder, in which the document gets its neutral name and no other one is
                replaced, or a file.

        Returns:
            The file written; another name than asked for where that one is open in Word.

        Raises:
            DocumentError: nothing was written; an earlier file is as it was.
        """
        made = self.make(data)
        if is_folder(target):
            path = target / made.name
            return write_atomically(path, made.content, error=DocumentError, overwrite=False)
        return write_atomically(target, made.content, error=DocumentError)

    def _second(self, of_version: str) -> languages.Catalogue | None:
        if of_version not in self._catalogues:
            self._catalogues[of_version] = languages.chosen(self._second_language, of_version)
        return self._catalogues[of_version]


def write_plan(
    data: PlanData, target: Path, *, template: str = "", second_language: str | None = None
) -> Path:
    """Write one plan; see ``PlanWriter`` for the arguments and errors."""
    return PlanWriter(template, second_language).write(data, target)


def plan_file_name(data: PlanData) -> str:
    """``2026-0042_Integrationsplan_v3.docx``: from the case number, never from a name."""
    version = "Entwurf" if data.version.draft else f"v{data.version.number}"
    return f"{_neutral(data.case_number)}_Integrationsplan_{version}{ENDING}"


def find_template(name: str) -> Path:
    """The template called ``name``: the user's own first, then the shipped one.

    Raises:
        DocumentError: there is none; the message names those there are.
    """
    found = templates().get(name.removesuffix(ENDING).casefold())
    if found is None:
        raise DocumentError(
            _("Eine Vorlage „{name}“ gibt es nicht.").format(name=name),
            _("Vorhanden: {names}.").format(names=", ".join(sorted(templates()))),
        )
    return found


def templates() -> dict[str, Path]:
    """The templates by name without ending, in small letters; the user's own come first."""
    found = {}
    for folder in reversed(template_folders()):
        for file in sorted(folder.glob(f"*{ENDING}")):
            if not file.name.startswith("~$"):
                found[file.stem.casefold()] = file
    return found


def make_folder(folder: Path) -> Path:
    """Make ``folder`` where it is missing, and return it.

    Raises:
        DocumentError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise DocumentError(
            _("Den Ordner {folder} gibt es nicht, und er lässt sich nicht anlegen.").format(
                folder=folder
            ),
            _("Bitte wählen Sie einen anderen Ordner."),
        ) from None
    return folder


def _neutral(number: str) -> str:
    """A case number as part of a file name that every system takes."""
    kept = _UNSAFE.sub("-", number).strip("-")[:_LONGEST_NUMBER].rstrip("-") or file_slug(number)
    return f"Fall-{kept}" if _RESERVED.fullmatch(kept) else kept
