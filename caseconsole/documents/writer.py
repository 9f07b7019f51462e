"""Documents as Word files: which template, which name, written whole or not at all.

Reading the data (``Kind.read``) belongs on the database thread; everything here needs no store and
may run on any thread, one ``Writer`` on one thread at a time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from caseconsole import config
from caseconsole.documents import languages
from caseconsole.documents.filed import Made
from caseconsole.documents.templates import find_template
from caseconsole.errors import DocumentError
from caseconsole.files import is_folder, write_atomically
from caseconsole.i18n import _, speaking
from caseconsole.text import file_slug

if TYPE_CHECKING:
    from pathlib import Path

    from caseconsole.documents.declare import Placeholder
    from caseconsole.documents.kinds import DocumentData, Kind
    from caseconsole.documents.render import Template

_ENDING = ".docx"
_UNSAFE = re.compile(r"[^A-Za-z0-9-]+")
_LONGEST_NUMBER = 40
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


class Writer:
    """Makes documents of one kind from one template, which is opened and compiled once.

    Args:
        kind: the kind of document.
        template: name of the template; the one of the kind if empty.
        second_language: code of the second language; ``None`` leaves it to each plan, ``de`` is
            German alone.

    Raises:
        DocumentError: the template may not be used, or there is no such language.
    """

    def __init__(self, kind: Kind, template: str = "", second_language: str | None = None) -> None:
        from caseconsole.documents.render import load_template

        self.kind = kind
        self._name = (template or kind.name).removesuffix(_ENDING)
        self._second_language = second_language
        self._catalogues: dict[str, languages.Catalogue | None] = {}
        if second_language is not None:
            self._second("")
        self._template: Template = load_template(
            find_template(self._name),
            kind.placeholders,
            author=config.active().municipality.name,
            title=kind.title,
        )

    def make(self, data: DocumentData) -> Made:
        """The document for ``data``, with every value read back from it.

        Raises:
            DocumentError: a value cannot be printed, or did not arrive in the document.
        """
        second = self._second(self.language_of(data))
        content = self._template.fill(self._context(data), second.code if second else "")
        version = data.case.version.number if data.case and self.kind.subject == "plan" else None
        return Made(
            name=file_name(self.kind, data),
            content=content,
            kind=self.kind.name,
            title=f"{self.kind.title} {self.kind.part(data)}".rstrip(),
            version=version,
            second_language=second.code if second else "",
            recipient=data.recipient,
            template=self._name,
            template_hash=self._template.sha256,
        )

    def gaps(self, data: DocumentData) -> tuple[Placeholder, ...]:
        """What the template asks for and the file does not state, in the order of the template."""
        context = self._context(data)
        return tuple(
            placeholder
            for placeholder in self.kind.placeholders
            if placeholder.source
            and placeholder.asked
            and placeholder.name in self._template.names
            and context[placeholder.name] == ""
            and (not placeholder.when or context.get(placeholder.when))
        )

    def stays_german(self, data: DocumentData) -> tuple[str, ...]:
        """Names of the phrases that the second language of this document has no words for."""
        second = self._second(self.language_of(data))
        return second.missing(self.kind.phrases) if second else ()

    def unknown_phrases(self, data: DocumentData) -> tuple[str, ...]:
        """Names in the file of the second language that no document asks for, mostly mistyped."""
        second = self._second(self.language_of(data))
        return second.unknown() if second else ()

    @property
    def is_german_alone(self) -> bool:
        """Whether a second language was asked for and this kind of document has none."""
        return not self.kind.phrases and self._second_language not in {None, "", languages.GERMAN}

    def language_of(self, data: DocumentData) -> str:
        """Code of the second language that the file of the case names for this kind of document."""
        named = data.second_language
        if named or not self.kind.spoken or data.case is None:
            return named
        return languages.first_of(data.case.person.languages)

    def _context(self, data: DocumentData) -> dict[str, object]:
        # An office document: its words are German whatever the screen speaks.
        with speaking(languages.GERMAN):
            return self.kind.context(data, self._second(self.language_of(data)))

    def _second(self, of_plan: str) -> languages.Catalogue | None:
        if not self.kind.phrases:
            return None
        if of_plan not in self._catalogues:
            self._catalogues[of_plan] = languages.chosen(self._second_language, of_plan)
        return self._catalogues[of_plan]


def write_file(made: Made, target: Path) -> Path:
    """Write a document.

    Args:
        made: the document.
        target: a folder, in which it gets its neutral name and no other file is replaced, or a
            file.

    Returns:
        The file written; another name than asked for where that one is open in Word.

    Raises:
        DocumentError: nothing was written; an earlier file is as it was.
    """
    if is_folder(target):
        path = target / made.name
        return write_atomically(path, made.content, error=DocumentError, overwrite=False)
    return write_atomically(target, made.content, error=DocumentError)


def file_name(kind: Kind, data: DocumentData) -> str:
    """``2026-0042_Integrationsplan_v3.docx``: from the case number, never from a name."""
    number = _neutral(data.case.case_number) if data.case else f"{data.today:%Y-%m-%d}"
    parts = (number, kind.name.capitalize(), kind.part(data))
    return "_".join(part for part in parts if part) + _ENDING


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
