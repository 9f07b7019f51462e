"""Reading a caseload file (``.jsonl``): all of it or nothing.

    store.call(import_file, path, progress)   # -> Batch
    store.call(check_file, path, progress)    # -> one Verdict a line, nothing is written

An export is ``caseload_export.export_file``. The format is described in ``docs/caseload-file.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from caseconsole.errors import ExchangeError
from caseconsole.exchange.checker import Checker
from caseconsole.exchange.lines import Lines, Progress
from caseconsole.exchange.records import RECORDS
from caseconsole.exchange.rows import (
    CASELOAD,
    LINK_FIELDS,
    Batch,
    first_ids,
    insert,
    record_batch,
)
from caseconsole.models import Case
from caseconsole.store import transaction

KIND = "caseload_file"
"""How the audit trail calls an import of such a file."""

_LINES_AT_ONCE = 5_000


@dataclass(frozen=True)
class Verdict:
    """What would become of one line.

    Args:
        line: its number, counted from 1.
        type: its type; empty where that cannot be read.
        problem: why it is refused, in a whole sentence; empty for a good line.
    """

    line: int
    type: str
    problem: str = ""


def import_file(path: Path, progress: Progress | None = None) -> Batch:
    """Add the cases of a caseload file to those of the open store, in one transaction.

    Args:
        path: the file.
        progress: told the bytes read and the size of the file.

    Raises:
        ExchangeError: the file is refused; the message names line and reason, nothing is written.
    """
    lines = Lines(path, progress)
    with transaction("import") as audit:
        first = first_ids()
        checker = Checker(first, case_numbers())
        for number, raw in lines:
            checker.take(number, raw)
            if number % _LINES_AT_ONCE == 0:
                write_rows(checker)
        write_rows(checker)
        return record_batch(audit, KIND, first, checker.counts, lines.sha256)


def check_file(path: Path, progress: Progress | None = None) -> tuple[Verdict, ...]:
    """What an import would say to each line; writes nothing.

    Raises:
        ExchangeError: it is no caseload file at all.
    """
    checker = Checker(first_ids(), case_numbers())
    verdicts: list[Verdict] = []
    for number, raw in Lines(path, progress):
        try:
            verdicts.append(Verdict(number, checker.take(number, raw)))
        except ExchangeError as error:
            if number == 1:
                raise
            if error.line != number:
                verdicts[error.line - 1] = Verdict(error.line, "consent", error.message)
                verdicts.append(Verdict(number, "partner"))
            else:
                verdicts.append(Verdict(number, "", error.message))
        checker.rows.clear()
    return tuple(verdicts)


def case_numbers() -> set[str]:
    """The case numbers that are taken."""
    return {case.number for case in Case.select(Case.number)}


def write_rows(checker: Checker) -> None:
    """Write the rows made so far, every table after those it refers to."""
    fields = {record.model: checker.fields(record) for record in RECORDS} | LINK_FIELDS
    for model in CASELOAD:
        rows = checker.rows.pop(model, None)
        if rows:
            insert(model, fields[model], rows)
