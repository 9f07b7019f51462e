"""Taking over a predecessor's list from Excel or CSV: a verdict for each row, then all or nothing.

    store.call(check_table, path, mapping, today)    # -> TableCheck, nothing is written
    store.call(import_table, path, mapping, today)   # -> TableImport

Each row makes a person, a case with its care period and, where the list says something of it, a
state and a household. The records go through the same checks as a caseload file. What was written
is remembered as one batch (``undo.undo_import``).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from caseconsole.caseload.cases import next_number
from caseconsole.caseload.names import index
from caseconsole.errors import ExchangeError
from caseconsole.exchange.caseload_file import case_numbers, write_rows
from caseconsole.exchange.checker import Checker
from caseconsole.exchange.layout import Layout, find_layout
from caseconsole.exchange.lines import Progress, Refusal
from caseconsole.exchange.mapping import read_mapping
from caseconsole.exchange.rows import Batch, first_ids, record_batch
from caseconsole.exchange.sheets import read_sheets, sha256
from caseconsole.exchange.table_rows import RowRead, RowReader, State
from caseconsole.exchange.undo import earlier_import
from caseconsole.i18n import _, ngettext
from caseconsole.store import transaction
from caseconsole.text import fold

KIND = "table"
"""How the audit trail calls an import of a list."""


@dataclass(frozen=True)
class TableCheck:
    """What would become of a list.

    Args:
        sheet: name of the sheet; empty for CSV.
        header_row: its row with the headers.
        rows: every row that is not empty, in order.
        remarks: on the list as a whole, in sentences.
    """

    sheet: str
    header_row: int
    rows: tuple[RowRead, ...]
    remarks: tuple[str, ...]

    def count(self, state: State) -> int:
        """How many rows are in this state."""
        return sum(row.state is state for row in self.rows)

    @property
    def problems(self) -> tuple[RowRead, ...]:
        """The rows that cannot be taken."""
        return tuple(row for row in self.rows if row.state is State.PROBLEM)


@dataclass(frozen=True)
class TableImport:
    """What was taken from a list.

    Args:
        batch: what was written; by its id it can be undone.
        check: the verdicts, with what is worth a look.
    """

    batch: Batch
    check: TableCheck


def check_table(
    path: Path, mapping: Path | None, today: dt.date, progress: Progress | None = None
) -> TableCheck:
    """A verdict for each row of a list; writes nothing.

    Args:
        path: ``.xlsx`` or ``.csv``.
        mapping: the mapping file, if there is one.
        today: the day that two-digit years and "in the future" count from.
        progress: told the rows read and their number.

    Raises:
        ExchangeError: the file as a whole cannot be read as a list.
    """
    checker = Checker(first_ids(), case_numbers())
    return _check(path, mapping, today, checker, progress)


def import_table(
    path: Path, mapping: Path | None, today: dt.date, progress: Progress | None = None
) -> TableImport:
    """Take over a list: every row that is not skipped, or nothing.

    Args: as with ``check_table``.

    Raises:
        ExchangeError: a row has a problem, or this very file was taken over before.
    """
    digest = sha256(path)
    known = earlier_import(digest)
    if known:
        raise ExchangeError(
            _("Diese Datei wurde am {day} schon eingelesen.").format(day=known),
            _("Es wurde nichts übernommen."),
        )
    with transaction("import") as audit:
        first = first_ids()
        checker = Checker(first, case_numbers())
        check = _check(path, mapping, today, checker, progress)
        _require_no_problem(check)
        write_rows(checker)
        batch = record_batch(audit, KIND, first, checker.counts, digest)
    return TableImport(batch, check)


def _check(
    path: Path,
    mapping: Path | None,
    today: dt.date,
    checker: Checker,
    progress: Progress | None,
) -> TableCheck:
    told = read_mapping(mapping)
    layout = find_layout(read_sheets(path, told.encoding), told)
    take = _Taking(checker)
    rows = []
    for read in _read_rows(layout, RowReader(layout, told, today), progress):
        if read.state in {State.FINE, State.REMARK}:
            take.row(read)
        rows.append(read)
    if all(row.state is State.SKIPPED for row in rows):
        raise ExchangeError(
            _("Unter den Überschriften steht keine Zeile mit Angaben."),
            _("Bitte prüfen Sie, ob es die richtige Datei ist."),
        )
    return TableCheck(layout.sheet.name, layout.header_row, tuple(rows), layout.remarks)


def _read_rows(layout: Layout, reader: RowReader, progress: Progress | None) -> Iterator[RowRead]:
    cells = layout.sheet.rows[layout.header_row :]
    for number, row in enumerate(cells, start=layout.header_row + 1):
        read = reader.read(number, row)
        if progress:
            progress(number - layout.header_row, len(cells))
        if read is not None:
            yield read


class _Taking:
    """Takes rows into the checker, with numbers, and sees which are there twice."""

    def __init__(self, checker: Checker) -> None:
        self._checker = checker
        self._numbers: Counter[int] = Counter()
        self._rows: dict[tuple[Any, ...], int] = {}
        self._people: dict[tuple[str, str], int] = {}
        self._known = {
            (entry.forms[0].folded, entry.birth.day.isoformat())
            for entry in index().entries.values()
            if entry.birth and entry.birth.precision == "day"
        }

    def row(self, read: RowRead) -> None:
        """Take one row; what speaks against it becomes a problem of the row."""
        if not self._is_new(read):
            return
        values = read.values
        if "number" not in values:
            values["number"] = self._next_number(dt.date.fromisoformat(values["begin"]))
        try:
            for kind, record in read.records():
                self._checker.take_record(kind, _own_ids(record, read.row))
        except Refusal as refusal:
            read.problem(str(refusal))

    def _is_new(self, read: RowRead) -> bool:
        values = read.values
        whole = tuple(sorted((name, str(value)) for name, value in values.items()))
        if whole in self._rows:
            read.problem(_("gleicht Zeile {row}").format(row=self._rows[whole]))
            return False
        self._rows[whole] = read.row
        if values.get("birth_precision") != "day":
            return True
        names = fold(values.get("family_name") or "") + fold(values.get("given_name") or "")
        person = (names.replace(" ", ""), values["birth_date"])
        if person in self._known:
            read.problem(_("Name und Geburtsdatum hat schon jemand im Bestand"))
            return False
        if person in self._people:
            read.remark(
                _("Name und Geburtsdatum wie in Zeile {row}").format(row=self._people[person])
            )
        self._people.setdefault(person, read.row)
        return True

    def _next_number(self, begin: dt.date) -> str:
        number = next_number(begin)
        year, _sign, rank = number.rpartition("-")
        found = f"{year}-{int(rank) + self._numbers[begin.year]:0{len(rank)}d}"
        self._numbers[begin.year] += 1
        return found


def _own_ids(record: dict[str, Any], row: int) -> dict[str, Any]:
    """The record with ids of its own: ``p`` of row 7 is ``p7``."""
    return {
        name: f"{value}{row}" if name in {"id", "person", "household", "case"} else value
        for name, value in record.items()
    }


def _require_no_problem(check: TableCheck) -> None:
    problems = check.problems
    if not problems:
        return
    first = problems[0]
    message = ngettext(
        "{count} Zeile von {total} hat ein Problem: Zeile {row}, {reason}.",
        "{count} Zeilen von {total} haben ein Problem, die erste: Zeile {row}, {reason}.",
        len(problems),
    ).format(
        count=len(problems), total=len(check.rows), row=first.row, reason="; ".join(first.reasons)
    )
    raise ExchangeError(
        message,
        _(
            "Es wurde nichts übernommen. --dry-run nennt alle; bitte ändern Sie die Zeilen oder "
            "lassen Sie sie mit skip_rows in der Zuordnung aus."
        ),
        first.row,
    )
