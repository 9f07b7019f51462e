"""Which templates there are: the user's own and those that ship."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseconsole.documents.folders import template_folders
from caseconsole.errors import DocumentError
from caseconsole.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

ENDING = ".docx"


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
