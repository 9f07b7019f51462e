"""``caseconsole import`` and ``export``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from caseconsole import clock
from caseconsole.commands.common import call_with_progress, open_store, say
from caseconsole.errors import ExchangeError
from caseconsole.files import is_file
from caseconsole.i18n import _, ngettext
from caseconsole.text import show

if TYPE_CHECKING:
    from argparse import Namespace

    from caseconsole.exchange.rows import Batch
    from caseconsole.exchange.tables import TableCheck
    from caseconsole.store import Store

CASELOAD_FILE = ".jsonl"
TABLES = frozenset({".xlsx", ".csv"})


def import_(options: Namespace) -> int:
    """Take cases from a file, or with ``--dry-run`` only say what would become of each row.

    Raises:
        ExchangeError: the file, or with ``--dry-run`` one row of it, would be refused.
    """
    path = Path(options.file).expanduser()
    ending = path.suffix.lower()
    if ending != CASELOAD_FILE and ending not in TABLES:
        raise ExchangeError(
            _("Dateien mit der Endung „{ending}“ können nicht eingelesen werden.").format(
                ending=show(ending)
            ),
            _("Möglich sind .jsonl, .xlsx und .csv."),
        )
    if options.mapping is not None and ending == CASELOAD_FILE:
        raise ExchangeError(_("Eine Zuordnung (--mapping) gibt es nur für .xlsx und .csv."))
    if not is_file(path):
        raise ExchangeError(_("Die Datei {file} gibt es nicht.").format(file=show(str(path))))
    store = open_store(options)
    try:
        if ending == CASELOAD_FILE:
            _import_caseload(store, path, dry_run=options.dry_run)
        else:
            _import_table(store, path, options)
    finally:
        store.close()
    return 0


def export(options: Namespace) -> int:
    """Write the whole caseload to a file.

    Raises:
        ExchangeError: the file cannot be written, or has another ending.
    """
    from caseconsole.exchange.caseload_export import export_file

    path = Path(options.file).expanduser()
    if path.suffix.lower() != CASELOAD_FILE:
        raise ExchangeError(
            _("Die Falldatei muss auf .jsonl enden."),
            _("Beispiel: caseconsole export faelle.jsonl"),
        )
    store = open_store(options)
    try:
        written = call_with_progress(store, export_file, path)
    finally:
        store.close()
    say(
        _("{file}: {contents}. Die Datei ist nicht verschlüsselt.").format(
            file=written.path, contents=_contents(written.counts)
        )
    )
    return 0


def _import_caseload(store: Store, path: Path, *, dry_run: bool) -> None:
    from caseconsole.exchange.caseload_file import check_file, import_file

    if not dry_run:
        batch = call_with_progress(store, import_file, path)
        say(_("Übernommen: {contents}.").format(contents=_contents(batch.counts)))
        return
    verdicts = call_with_progress(store, check_file, path)
    refused = [verdict for verdict in verdicts if verdict.problem]
    for verdict in verdicts:
        say(
            verdict.problem
            or _("Zeile {line} ({type}): in Ordnung.").format(line=verdict.line, type=verdict.type)
        )
    if refused:
        raise _would_be_refused(len(refused), len(verdicts))
    say(_("Probelauf: alle {count} Zeilen sind in Ordnung.").format(count=len(verdicts)))


def _import_table(store: Store, path: Path, options: Namespace) -> None:
    from caseconsole.exchange.tables import check_table, import_table

    mapping = None if options.mapping is None else Path(options.mapping).expanduser()
    today = clock.today()
    if not options.dry_run:
        taken = call_with_progress(store, import_table, path, mapping, today)
        _say_taken(taken.batch, taken.check)
        return
    check = call_with_progress(store, check_table, path, mapping, today)
    _say_rows(check)
    if check.problems:
        raise _would_be_refused(len(check.problems), len(check.rows))
    say(_("Probelauf: die Liste kann so übernommen werden."))


def _say_taken(batch: Batch, check: TableCheck) -> None:
    from caseconsole.exchange.table_rows import State

    say(
        _(
            "Übernommen: {contents}. Einen Blick wert: {remarks} Zeilen (--dry-run zeigt sie)."
        ).format(contents=_contents(batch.counts), remarks=check.count(State.REMARK))
    )


def _say_rows(check: TableCheck) -> None:
    from caseconsole.exchange.table_rows import State

    verdicts = {
        State.FINE: _("in Ordnung"),
        State.REMARK: _("in Ordnung, Hinweis"),
        State.SKIPPED: _("übersprungen"),
        State.PROBLEM: _("Problem"),
    }
    say(_("Überschriften in Zeile {row}.").format(row=check.header_row))
    for remark in check.remarks:
        say(remark)
    for row in check.rows:
        reasons = "; ".join(row.reasons)
        verdict = verdicts[row.state] + (f": {reasons}" if reasons else "")
        say(_("Zeile {row}: {verdict}.").format(row=row.row, verdict=verdict))
    say(
        _(
            "{total} Zeilen: {fine} in Ordnung, {remarks} mit Hinweis, {problems} mit Problem, "
            "{skipped} übersprungen."
        ).format(
            total=len(check.rows),
            fine=check.count(State.FINE),
            remarks=check.count(State.REMARK),
            problems=check.count(State.PROBLEM),
            skipped=check.count(State.SKIPPED),
        )
    )


def _would_be_refused(refused: int, total: int) -> ExchangeError:
    return ExchangeError(
        ngettext(
            "Probelauf: {refused} von {total} Zeilen hat ein Problem; nichts wurde geschrieben.",
            "Probelauf: {refused} von {total} Zeilen haben ein Problem; nichts wurde geschrieben.",
            refused,
        ).format(refused=refused, total=total),
        _("Bitte ändern Sie diese Zeilen und versuchen Sie es noch einmal."),
    )


def _contents(counts: dict[str, int]) -> str:
    """The three numbers that say what is in it: people, cases, contacts."""
    return _("{persons} Personen, {cases} Fälle, {contacts} Kontakte").format(
        persons=counts.get("person", 0),
        cases=counts.get("case", 0),
        contacts=counts.get("contact", 0),
    )
