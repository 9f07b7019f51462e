"""Small questions around a district's form: which one, which figure, for whom."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Sequence
from pathlib import Path

from caseconsole import paths
from caseconsole.district.catalogue import Named
from caseconsole.district.figures import Figures
from caseconsole.district.forms import DOCUMENT, ENDING, WORKBOOK, FormMapping, read_mapping
from caseconsole.documents.folders import own_template_folder
from caseconsole.errors import InputError, ReportError
from caseconsole.i18n import _
from caseconsole.screens.ask_line import AskLine
from caseconsole.screens.console import Console
from caseconsole.screens.documents_templates import existing_file
from caseconsole.screens.pick import Menu, Pick
from caseconsole.text import ascii_of
from caseconsole.widgets import Shown, mark

FOLDER = "formulare"
"""Name of the folder of forms, among the templates of the program and of the user."""

_OTHER, _EXAMPLE = "other:", "example:"
_MOST_LISTED = 7
_MOST_FOUND = 60
_FORMS = (WORKBOOK, DOCUMENT, ENDING)


async def ask_form(app: Console) -> Path | None:
    """Ask for a form or its mapping: the user's own, an example, or another file; in a worker.

    An example is copied into the user's folder, where it can be changed.

    Raises:
        ReportError: the example could not be copied.
    """
    own = own_template_folder() / FOLDER
    found = await asyncio.to_thread(_mappings, own)
    known = {path.name for path in found}
    examples = await asyncio.to_thread(_mappings, paths.template_folder() / FOLDER)
    entries = [(str(path), path.stem) for path in found[:_MOST_LISTED]]
    entries += [
        (f"{_EXAMPLE}{path}", _("Beispiel: {name}").format(name=path.stem))
        for path in examples
        if path.name not in known
    ]
    entries.append((_OTHER, _("andere Datei …")))
    chosen = await app.push_screen_wait(Menu(_("Welches Formular?"), entries))
    if chosen == _OTHER:
        return await app.push_screen_wait(
            AskLine(
                _("Welches Formular hat der Landkreis geschickt?"),
                form_file,
                detail=_("Der vollständige Name der Excel- oder Word-Datei oder ihrer Zuordnung."),
            )
        )
    if chosen is not None and chosen.startswith(_EXAMPLE):
        return await asyncio.to_thread(_copied, Path(chosen.removeprefix(_EXAMPLE)), own)
    return Path(chosen) if chosen else None


def form_file(typed: str) -> Path:
    """The form or mapping that was typed.

    Raises:
        InputError: there is no such file, or it is neither.
    """
    path = existing_file(typed)
    if path.suffix.lower() not in _FORMS:
        raise InputError(
            _("Ein Formular ist eine Excel-Mappe (.xlsx) oder ein Word-Dokument (.docx).")
        )
    return path


def mapping_for(path: Path) -> FormMapping:
    """The mapping in ``path``, or that beside the form ``path``; an empty one where there is none.

    Raises:
        ReportError: the mapping cannot be used.
    """
    if path.suffix.lower() == ENDING:
        return read_mapping(path)
    beside = path.with_suffix(ENDING)
    if beside.is_file():
        found = read_mapping(beside)
        if found.form.name == path.name:
            return found
        beside = path.with_name(f"{path.stem}-zuordnung{ENDING}")
    return FormMapping(beside, path)


async def ask_figure(app: Console, figures: Figures, where: str) -> str | None:
    """Ask which figure goes into a place; ``None`` if the user went back. Needs a worker.

    Args:
        app: the console.
        figures: the figures with their values.
        where: the place in words.
    """

    async def find(typed: str) -> Sequence[tuple[str, Shown, Shown]]:
        return await asyncio.to_thread(find_figures, figures, typed)

    picked = await app.push_screen_wait(
        Pick(
            _("Welche Zahl kommt nach {place}?").format(place=where),
            find,
            _("„{typed}“ so übernehmen"),
        )
    )
    if picked is None or not (picked.key or picked.typed):
        return None
    figure = picked.key or picked.typed
    try:
        figures.parts(figure)
    except InputError as error:
        app.tell(error)
        return None
    return figure


def find_figures(figures: Figures, typed: str) -> list[tuple[str, Shown, Shown]]:
    """Figures whose title, group or name has every word that was typed; value and name beside."""
    words = ascii_of(typed).split()
    fitting = [named for named in figures.known.values() if _has(named, words)]
    fitting.sort(key=lambda named: not ascii_of(named.title).startswith(" ".join(words)))
    return [
        (named.name, f"{named.title} · {named.group}", mark(_hint(figures, named), "quiet"))
        for named in fitting[:_MOST_FOUND]
    ]


def _has(named: Named, words: list[str]) -> bool:
    text = f"{ascii_of(named.title)} {ascii_of(named.group)} {named.name.lower()}"
    return all(word in text for word in words)


def _hint(figures: Figures, named: Named) -> str:
    try:
        return f"{figures.value(named.name).text} · {named.name}"
    except InputError:
        return f"– · {named.name}"


def _mappings(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{ENDING}"))


def _copied(mapping: Path, folder: Path) -> Path:
    """The example in the user's folder; what lies there already is left alone."""
    form = read_mapping(mapping).form
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for source in (form, mapping):
            if not (folder / source.name).exists():
                shutil.copyfile(source, folder / source.name)
    except OSError as error:
        raise ReportError(
            _("Das Beispiel lässt sich nicht nach {folder} kopieren.").format(folder=folder)
        ) from error
    return folder / mapping.name
