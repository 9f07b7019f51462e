"""Writing the whole caseload as a caseload file.

    store.call(export_file, path, progress)   # -> Export

Only what is stated is written, in a fixed order and with ids counted from 1, so that an export,
imported into an empty store and exported again, is the same line for line.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from caseconsole.errors import ExchangeError
from caseconsole.exchange.lines import Progress
from caseconsole.exchange.records import FORMAT, HEADER, RECORDS, Key, Record, Shape
from caseconsole.files import write_atomically
from caseconsole.models import Consent, Goal
from caseconsole.store import transaction

_STEP = 1000


@dataclass(frozen=True)
class Export:
    """What was written.

    Args:
        path: the file; its name differs from the one wished for where that one was held open.
        counts: records of each type, types without records left out.
    """

    path: Path
    counts: dict[str, int]


def export_file(path: Path, progress: Progress | None = None) -> Export:
    """Write every case of the open store to ``path``.

    Args:
        path: the file; an earlier one of that name is replaced.
        progress: told the records written and their number.

    Raises:
        ExchangeError: the file could not be written; an earlier one is as it was.
    """
    counts: Counter[str] = Counter()

    def write(stream: BinaryIO) -> None:
        total = sum(record.model.select().count() for record in RECORDS)
        header = {"type": HEADER, "format": FORMAT}
        for number, line in enumerate(chain([header], _lines())):
            stream.write(json.dumps(line, ensure_ascii=False).encode("utf-8") + b"\n")
            if number:
                counts[str(line["type"])] += 1
            if progress and total and (number % _STEP == 0 or number == total):
                progress(number, total)

    with transaction("export") as audit:
        audit.record("caseload")
        written = write_atomically(path, write, error=ExchangeError)
    return Export(written, dict(counts))


def _lines() -> Iterator[dict[str, Any]]:
    ids: dict[str, dict[int, str]] = {}
    for record in RECORDS:
        prefix = _partner_prefix() if record.type == "partner" else record.prefix
        own: dict[int, str] = {}
        ids[record.type] = own
        yield from _records(record, prefix, own, ids)


def _records(
    record: Record, prefix: str, own: dict[int, str], ids: dict[str, dict[int, str]]
) -> Iterator[dict[str, Any]]:
    stored = [key for key in record.keys if key.field]
    model = record.model
    fields = [getattr(model, key.field) for key in stored]
    extra = [Consent.partner] if model is Consent else []
    links = {key.name: _Links(key, ids[key.target]) for key in record.keys if key.link}
    query = model.select(model.id, *fields, *extra).order_by(*_order(model)).tuples()
    for rank, (row_id, *values) in enumerate(query.iterator(), start=1):
        line: dict[str, Any] = {"type": record.type}
        found = dict(zip((key.name for key in stored), values, strict=False))
        if extra and values[-1] is not None:
            found["recipient"] = ids["partner"][values[-1]]
        for key in record.keys:
            if key.shape is Shape.ID:
                own[row_id] = f"{prefix}{rank}"
                line["id"] = own[row_id]
                continue
            value = links[key.name].of(row_id) if key.link else _written(key, found, ids)
            if value is not None:
                line[key.name] = value
        yield line


def _written(key: Key, found: dict[str, Any], ids: dict[str, dict[int, str]]) -> Any:
    """The value as the file has it; ``None`` where nothing is stated."""
    value = found[key.name]
    if value is None or value == "":
        return None
    if key.shape is Shape.REF:
        return ids[key.target][value]
    if key.shape is Shape.DAY:
        return value.isoformat()
    if isinstance(value, list):
        # Where a column can be empty, an empty list was stated; elsewhere it is the default.
        return value if value or key.absent is None else None
    if isinstance(value, bool) and key.absent is False:
        return value or None
    return value


def _order(model: Any) -> list[Any]:
    """Ids grow with entry; the goals of a plan have an order of their own."""
    return [Goal.plan, Goal.position, Goal.id] if model is Goal else [model.id]


def _partner_prefix() -> str:
    """What the ids of partners begin with, so that no recipient in words reads like one."""
    texts = {
        consent.recipient for consent in Consent.select(Consent.recipient).where(
            Consent.partner.is_null(), Consent.recipient != ""
        )
    }  # fmt: skip
    prefix = next(record.prefix for record in RECORDS if record.type == "partner")
    while any(text.startswith(prefix) and text[len(prefix) :].isdigit() for text in texts):
        prefix += "_"
    return prefix


class _Links:
    """The references of one table of links, read along with the rows they belong to."""

    def __init__(self, key: Key, ids: dict[int, str]) -> None:
        model = key.link
        self._ids = ids
        query = model.select(model.contact, getattr(model, key.target))
        self._rows = iter(query.order_by(model.contact, model.position).tuples().iterator())
        self._next = next(self._rows, None)

    def of(self, contact: int) -> list[str] | None:
        """The ids that the contact names; contacts must be asked in the order of their ids."""
        named = []
        while self._next is not None and self._next[0] == contact:
            named.append(self._ids[self._next[1]])
            self._next = next(self._rows, None)
        return named or None
