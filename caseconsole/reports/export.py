"""Writing a report to the file that the user named; its ending says which kind."""

from __future__ import annotations

from pathlib import Path

from caseconsole.counting import Report
from caseconsole.counting.handing_in import HandIn
from caseconsole.errors import ReportError
from caseconsole.files import is_folder, write_atomically
from caseconsole.i18n import _
from caseconsole.reports.content import Content
from caseconsole.reports.protection import protect

KINDS = (".xlsx", ".csv", ".docx", ".json")
"""Endings of the files that a report can be written to."""


def check_target(path: Path) -> None:
    """Refuse a file that no report can be written to, before anything is counted.

    Raises:
        ReportError: the ending is unknown or the folder is missing.
    """
    if path.suffix.lower() not in KINDS:
        raise ReportError(
            _("Die Endung von {file} ist unbekannt.").format(file=path.name),
            _("Möglich sind {kinds}.").format(kinds=", ".join(KINDS)),
        )
    if not is_folder(path.parent):
        raise ReportError(_("Den Ordner {folder} gibt es nicht.").format(folder=path.parent))


def write_report(
    report: Report,
    path: Path,
    *,
    previous: Report | None = None,
    internal: bool = False,
    handed_in: HandIn | None = None,
) -> Path:
    """Write ``report`` to ``path``, whole or not at all; returns the path that was really used.

    Args:
        report: the counted figures.
        path: ends in one of ``KINDS``; where it is open elsewhere, a new name is used.
        previous: figures to show beside the headlines; the counts file has no place for them.
        internal: whether cross tables are exact, with the mark of an internal report.
        handed_in: when the figures were handed in, where they come from the frozen copy.

    Raises:
        ReportError: the ending is unknown or the file cannot be written; an earlier file of that
            name is as it was.
        DocumentError: the template or the text blocks of the Word report cannot be used.
    """
    check_target(path)
    leaving = report if internal else protect(report, previous)
    content = Content(leaving, previous, internal=internal, handed_in=handed_in)
    made = _render(content, path.suffix.lower())
    return write_atomically(path, made, error=ReportError)


def hints(
    report: Report,
    path: Path,
    *,
    previous: Report | None = None,
    internal: bool = False,
    names: frozenset[str] = frozenset(),
) -> tuple[str, ...]:
    """What somebody should look at before the file ``path`` is passed on; mostly nothing.

    Args:
        report: as for ``write_report``.
        path: as for ``write_report``.
        previous: as for ``write_report``.
        internal: as for ``write_report``.
        names: words of the names of all clients, see ``counting.leaving.names_of_people``.

    Raises:
        DocumentError: the text blocks of the Word report cannot be used.
    """
    if path.suffix.lower() != ".docx":
        return ()
    from caseconsole.reports.activity_report import warnings

    leaving = report if internal else protect(report, previous)
    return warnings(Content(leaving, previous, internal=internal), names)


def _render(content: Content, kind: str) -> bytes:
    """The bytes of the file; what makes Word and Excel files is loaded only when it is needed."""
    if kind == ".json":
        from caseconsole.reports import counts_file

        return counts_file.render(content.report, internal=content.internal)
    if kind == ".csv":
        from caseconsole.reports import csv_file

        return csv_file.render(content)
    if kind == ".xlsx":
        from caseconsole.reports import xlsx

        return xlsx.render(content)
    from caseconsole.reports import activity_report

    return activity_report.render(content)
