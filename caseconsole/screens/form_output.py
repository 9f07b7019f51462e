"""Saving the mapping of a form, and writing the filled form: what is asked on the way."""

from __future__ import annotations

import asyncio
import zlib
from pathlib import Path

from caseconsole.counting.leaving import Leaving, record_export
from caseconsole.district.figures import Figures
from caseconsole.district.filling import fill_form, target_of
from caseconsole.district.forms import FormMapping, is_hand_written, write_mapping
from caseconsole.errors import InputError, ReportError
from caseconsole.files import write_atomically
from caseconsole.i18n import _
from caseconsole.screens.ask_line import AskLine
from caseconsole.screens.console import Console
from caseconsole.screens.opening import show_file, where_files_lie
from caseconsole.screens.pick import Menu
from caseconsole.text import file_slug

DRAFT = "formular::{}"
"""Key of a draft; the name of its form is put in."""


def draft_key(path: str, form: str) -> str:
    """Where the unsaved figures of a form are kept.

    Args:
        path: the form or the mapping that is open.
        form: the form; its folder may hold signs that a key must not have.
    """
    return DRAFT.format(f"{file_slug(Path(path).stem)}-{zlib.crc32(form.encode()):08x}-f")


async def save_mapping(app: Console, mapping: FormMapping) -> Path | None:
    """Save a mapping; one written by hand is replaced only if the user says so. Needs a worker.

    Returns:
        The file written; nothing if the user went back.

    Raises:
        ReportError: it could not be written.
    """
    overwrite = True
    if await asyncio.to_thread(is_hand_written, mapping.path):
        answer = await app.ask(
            _("{file} wurde von Hand geschrieben.").format(file=mapping.path.name),
            {"beside": _("Neue Datei daneben"), "replace": _("Ersetzen")},
            detail=_("Beim Ersetzen gehen Anmerkungen und Reihenfolge darin verloren."),
        )
        if answer is None:
            return None
        overwrite = answer == "replace"
    return await asyncio.to_thread(write_mapping, mapping, overwrite=overwrite)


async def write_filled(app: Console, mapping: FormMapping, figures: Figures) -> None:
    """Fill the form and write it beside the empty one; needs a worker.

    Raises:
        CaseconsoleError: something does not fit, and nothing was written.
    """
    # Once before asking, so that nobody answers for a form that cannot be filled.
    await asyncio.to_thread(fill_form, mapping, figures)
    leaving = await _ask_leaving(app, mapping, figures.base)
    if leaving is None:
        return
    if leaving.internal:
        figures = await asyncio.to_thread(Figures, figures.report, internal=True)
    period = figures.report.period
    filled = await asyncio.to_thread(fill_form, mapping, figures, leaving.recipient)
    target = target_of(mapping, period, internal=leaving.internal)
    # First the record: a file that nobody knows of must not come to be.
    await app.store.run(record_export, period, leaving, "form")
    written = await asyncio.to_thread(
        write_atomically, target, filled.content, error=ReportError, overwrite=False
    )
    remarks = [f"{remark.rstrip('.')}." for remark in filled.remarks]
    answer = await app.ask(
        _("Ausgefüllt: {file}").format(file=written.name),
        {"open": _("Öffnen"), "close": _("Schließen")},
        detail="\n".join([*remarks, where_files_lie(app, written.parent)]),
    )
    if answer == "open":
        await show_file(app, written)


async def _ask_leaving(app: Console, mapping: FormMapping, base: int) -> Leaving | None:
    """Ask whom the filled form is for and how exact it is; ``None`` if the user went back."""
    entries = [
        ("rounded", _("Tabellen auf Vielfache von {base} gerundet").format(base=base)),
        ("internal", _("Tabellen genau: Empfänger und Zweck werden vermerkt")),
    ]
    chosen = await app.push_screen_wait(
        Menu(_("Wie soll das Formular ausgefüllt werden?"), entries)
    )
    if chosen is None:
        return None
    recipient = await app.push_screen_wait(
        AskLine(_("An wen geht das Formular?"), _stated, value=mapping.recipient)
    )
    if recipient is None or chosen == "rounded":
        return Leaving(recipient) if recipient else None
    detail = _(
        "In kleinen Gruppen sind einzelne Menschen zu erkennen. Nennen Sie zum Beispiel die "
        "Rechtsgrundlage."
    )
    purpose = await app.push_screen_wait(
        AskLine(_("Wozu werden genaue Zahlen gebraucht?"), _stated, detail=detail)
    )
    return Leaving(recipient, purpose, internal=True) if purpose else None


def _stated(typed: str) -> str:
    if not typed.strip():
        raise InputError(_("Bitte ausfüllen."))
    return typed.strip()
