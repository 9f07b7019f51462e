"""Writing the figures of the report screen into a file for others, or for oneself alone."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from caseconsole.counting import Period, Report
from caseconsole.counting.leaving import Leaving, names_of_people, record_export
from caseconsole.documents.folders import output_folder
from caseconsole.fields import FieldSpec, FormSpec, Ui
from caseconsole.i18n import N_, _
from caseconsole.reports.export import hints, write_report
from caseconsole.reports.protection import INTERNAL_MARK
from caseconsole.screens.console import Console
from caseconsole.screens.documents_batch import make_folder
from caseconsole.screens.form_dialog import FormDialog, Ways
from caseconsole.screens.opening import show_file, where_files_lie
from caseconsole.screens.pick import Menu
from caseconsole.screens.report_reading import Standing

if TYPE_CHECKING:
    from caseconsole.screens.report import ReportScreen

FORMATS = (
    (".xlsx", N_("Excel-Mappe mit Diagrammen (.xlsx)")),
    (".docx", N_("Sachbericht für Word (.docx)")),
    (".csv", N_("Tabelle als Text (.csv)")),
    (".json", N_("Zählungsdatei für Programme (.json)")),
)
"""Endings and what they are, in the order offered."""

_MOST_NOTES = 4
"""So many hints fit on a small screen; the command shows all."""

_GROUP = "export"
_RECIPIENT = FieldSpec(
    "recipient",
    Ui(N_("An wen"), _GROUP, help=N_("Wer die Datei bekommt."), required=True),
)
_PURPOSE = FieldSpec(
    "purpose",
    Ui(N_("Wozu"), _GROUP, help=N_("Wofür die genauen Zahlen gebraucht werden."), required=True),
)


async def export_report(screen: ReportScreen, standing: Standing, previous: Report | None) -> None:
    """Ask for form, protection and recipient, write the file, say where it lies.

    Args:
        screen: the report screen; needs a worker.
        standing: the figures: those handed in, or those of today.
        previous: those that stand beside.

    Raises:
        CaseconsoleError: nothing was written.
    """
    app, report = screen.app, standing.report
    entries = [(ending, _(label)) for ending, label in FORMATS]
    ending = await app.push_screen_wait(Menu(_("In welcher Form ausgeben?"), entries))
    if ending is None:
        return
    internal = await _ask_internal(app, report.settings.reports.rounding_base)
    if internal is None:
        return
    leaving = await _ask_recipient(screen, report.period, internal=internal)
    if leaving is None:
        return
    # The words of a report that leaves speak of the year before, so nothing else stands there.
    if previous is not None and previous.period != report.period.year_before():
        previous = None
    folder = output_folder()
    await asyncio.to_thread(make_folder, folder)
    path = folder / file_name(report, ending, internal=internal)
    # First the record: a file that nobody knows of must not come to be.
    await app.store.run(record_export, report.period, leaving)
    written = await asyncio.to_thread(
        write_report,
        report,
        path,
        previous=previous,
        internal=internal,
        handed_in=standing.info if standing.is_frozen else None,
    )
    names = await app.store.run(names_of_people)
    notes = await asyncio.to_thread(
        hints, report, path, previous=previous, internal=internal, names=names
    )
    await tell_written(app, written, notes, internal=internal)


async def _ask_internal(app: Console, base: int) -> bool | None:
    answer = await app.ask(
        _("Für wen ist die Ausgabe?"),
        {"rounded": _("Zur Weitergabe"), "internal": _("Nur intern")},
        detail=_(
            "Zur Weitergabe: Die Tabellen sind auf Vielfache von {base} gerundet, damit niemand "
            "zu erkennen ist.\nNur intern: genaue Tabellen."
        ).format(base=base),
    )
    return None if answer is None else answer == "internal"


async def _ask_recipient(screen: ReportScreen, period: Period, *, internal: bool) -> Leaving | None:
    """Who gets the file; of exact figures also what for."""

    async def take(typed: dict[str, str | None]) -> Leaving:
        recipient, purpose = typed["recipient"] or "", typed.get("purpose") or ""
        return Leaving(recipient, purpose, internal=internal)

    detail = _("Die Ausgabe wird im Änderungsverlauf vermerkt.")
    if internal:
        detail = _(
            "In kleinen Gruppen sind einzelne Menschen zu erkennen. Die Datei ist auf jeder Seite "
            "gekennzeichnet: {mark}. Empfänger und Zweck werden vermerkt."
        ).format(mark=_(INTERNAL_MARK))
    fields = (_PURPOSE, _RECIPIENT) if internal else (_RECIPIENT,)
    name = f"ausgabe.{period.first.isoformat()}.{period.last.isoformat()}"
    screen.form = name
    try:
        found = await screen.app.push_screen_wait(
            FormDialog(
                _("Genaue Zahlen ausgeben") if internal else _("Zahlen ausgeben"),
                FormSpec(_GROUP, ((_GROUP, ""),), fields),
                {"recipient": "", "purpose": ""},
                save=take,
                draft_key=f"zeitraum::{name}",
                case_id=None,
                draft_title=_("Ausgabe {period}").format(period=period),
                ways=Ways(detail=detail, saving=_("Schreiben")),
            )
        )
    finally:
        screen.form = ""
    return found if isinstance(found, Leaving) else None


async def tell_written(
    app: Console, written: Path, notes: Sequence[str] = (), *, internal: bool = False
) -> None:
    """Say where the file lies and what to look at in it, and offer to open it."""
    lines = [where_files_lie(app, written.parent), *notes[:_MOST_NOTES]]
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
