"""``caseconsole district merge``: counts files of many municipalities in one workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseconsole.commands.common import prepare, say
from caseconsole.errors import ReportError
from caseconsole.files import is_folder, write_atomically
from caseconsole.i18n import _, ngettext

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

_ENDING = ".xlsx"


def merge(options: Namespace) -> int:
    """Read all files, refuse what does not fit, write totals and one sheet a municipality."""
    from caseconsole.district.counts_input import read_counts
    from caseconsole.district.merge import merge as merge_files
    from caseconsole.district.workbook import render

    prepare(options)
    named = [path for given in options.files for path in _expanded(given)]
    _check_target(options.output, named)
    files, problems = [], []
    for path in named:
        try:
            files.append(read_counts(path))
        except ReportError as error:
            problems.append(str(error))
    if problems:
        raise ReportError(" ".join(problems), _("Es wurde nichts geschrieben."))
    merged = merge_files(files)
    written = write_atomically(options.output, render(merged), error=ReportError)
    text = ngettext(
        "{count} Gemeinde zusammengefasst: {file}.",
        "{count} Gemeinden zusammengefasst: {file}.",
        len(files),
    ).format(count=len(files), file=written)
    say(" ".join([text, *merged.notes()[1:]]))
    return 0


def _expanded(given: Path) -> list[Path]:
    """The files that ``*.json`` means; shells of Windows leave that to the program."""
    if given.exists() or not any(sign in given.name for sign in "*?"):
        return [given]
    return sorted(given.parent.glob(given.name)) or [given]


def _check_target(path: Path, files: list[Path]) -> None:
    if path.suffix.lower() != _ENDING:
        raise ReportError(
            _("Die Zusammenfassung wird eine Excel-Datei."),
            _("Bitte geben Sie nach -o eine Datei mit der Endung .xlsx an."),
        )
    if not is_folder(path.parent):
        raise ReportError(_("Den Ordner {folder} gibt es nicht.").format(folder=path.parent))
    if path in files:
        raise ReportError(_("Die Ausgabe ist zugleich eine der Eingaben."))
