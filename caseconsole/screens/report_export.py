"""Writing the figures of the report screen into a file for others, or for oneself alone."""

from __future__ import annotations

import asyncio
from pathlib import Path

from caseconsole.counting import Report
from caseconsole.documents.folders import output_folder
from caseconsole.i18n import N_, _
from caseconsole.reports.export import write_report
from caseconsole.reports.protection import INTERNAL_MARK
from caseconsole.screens.console import Console
from caseconsole.screens.documents_batch import make_folder
from caseconsole.screens.opening import show_file, where_files_lie
from caseconsole.screens.pick import Menu

FORMATS = (
    (".xlsx", N_("Excel-Mappe mit Diagrammen (.xlsx)")),
    (".docx", N_("Word-Bericht (.docx)")),
    (".csv", N_("Tabelle als Text (.csv)")),
    (".json", N_("Zahlendatei für Programme (.json)")),
)
"""Endings and what they are, in the order offered."""


async def export_report(app: Console, report: Report, previous: Report | None) -> None:
    """Ask for form and protection, write the file into the folder for documents, say where.

    Args:
        app: the console; needs a worker.
        report: the figures.
        previous: those of the year before, if they stand beside.

    Raises:
        CaseconsoleError: nothing was written.
    """
    entries = [(ending, _(label)) for ending, label in FORMATS]
    ending = await app.push_screen_wait(Menu(_("In welcher Form ausgeben?"), entries))
    if ending is None:
        return
    internal = await _ask_internal(app, report.settings.reports.rounding_base)
    if internal is None:
        return
    folder = output_folder()
    await asyncio.to_thread(make_folder, folder)
    path = folder / file_name(report, ending, internal=internal)
    written = await asyncio.to_thread(
        write_report, report, path, previous=previous, internal=internal
    )
    await _tell(app, written, internal=internal)


async def _ask_internal(app: Console, base: int) -> bool | None:
    answer = await app.ask(
        _("Für wen ist die Ausgabe?"),
        {"rounded": _("Zur Weitergabe"), "internal": _("Nur intern")},
        detail=_(
            "Zur Weitergabe: Die Tabellen sind auf Vielfache von {base} gerundet, damit niemand "
            "zu erkennen ist.\nNur intern: genaue Tabellen."
        ).format(base=base),
    )
    if answer != "internal":
        return None if answer is None else False
    sure = await app.ask(
        _("Genaue Tabellen schreiben?"),
        {"back": _("Zurück"), "write": _("Intern schreiben")},
        detail=_(
            "In kleinen Gruppen sind einzelne Menschen zu erkennen. Die Datei ist {mark}."
        ).format(mark=_(INTERNAL_MARK)),
    )
    return True if sure == "write" else None


async def _tell(app: Console, written: Path, *, internal: bool) -> None:
    lines = [where_files_lie(app, written.parent)]
    if internal:
        lines.insert(0, _(INTERNAL_MARK))
    answer = await app.ask(
        _("Geschrieben: {file}").format(file=written.name),
        {"open": _("Öffnen"), "close": _("Schließen")},
        detail="\n".join(lines),
    )
    if answer == "open":
        await show_file(app, written)


def file_name(report: Report, ending: str, *, internal: bool) -> str:
    """``Auswertung_2025.xlsx``, ``Auswertung_2025-01-01_2025-06-30_intern.csv``."""
    period = report.period
    days = f"{period.first.isoformat()}_{period.last.isoformat()}"
    name = f"Auswertung_{period.first.year if period.is_year else days}"
    return f"{name}{'_intern' if internal else ''}{ending}"
