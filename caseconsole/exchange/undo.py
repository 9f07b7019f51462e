"""Taking an import back: every row that it wrote, as long as nothing else hangs on one of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from peewee import ForeignKeyField

from caseconsole.caseload.names import forget
from caseconsole.days import format_day
from caseconsole.errors import NotFoundError, RuleError
from caseconsole.exchange.rows import CASELOAD, WITH_ID, ranges_of, sha256_of, table_of
from caseconsole.i18n import _
from caseconsole.models import (
    AuditEntry,
    Contact,
    ContactCase,
    ContactPerson,
    Draft,
    FiledDocument,
)
from caseconsole.store import transaction

_IMPORT, _UNDO = "import", "import.undo"
_LINKS = (ContactPerson, ContactCase)


@dataclass(frozen=True)
class Imported:
    """An import that can be taken back.

    Args:
        id: by which it is taken back.
        kind: what was imported, ``caseload_file`` or ``table``.
        day: local day on which it was.
        counts: rows of each table that it wrote.
    """

    id: int
    kind: str
    day: dt.date
    counts: dict[str, int]


def last_import() -> Imported | None:
    """The last import that is not taken back."""
    undone = _undone()
    entries = AuditEntry.select().where(AuditEntry.action == _IMPORT)
    for entry in entries.order_by(AuditEntry.id.desc()):
        if entry.id not in undone:
            ranges = ranges_of(entry.fields).items()
            counts = {table: last - first + 1 for table, (first, last) in ranges}
            return Imported(entry.id, entry.reason, _local_day(entry.at), counts)
    return None


def undo_import(batch_id: int) -> dict[str, int]:
    """Remove everything that an import wrote.

    Args:
        batch_id: ``Batch.id`` of the import.

    Returns:
        Rows removed from each table.

    Raises:
        NotFoundError: there is no such import, or it was undone already.
        RuleError: something entered later belongs to a row of it; nothing is removed.
    """
    entry = AuditEntry.get_or_none(AuditEntry.id == batch_id, AuditEntry.action == _IMPORT)
    if entry is None or batch_id in _undone():
        raise NotFoundError(_("Diese Übernahme gibt es nicht oder sie ist schon rückgängig."))
    ranges = ranges_of(entry.fields)
    with transaction(_UNDO) as audit:
        _require_untouched(ranges)
        removed = _remove(ranges)
        audit.record(_IMPORT, batch_id, fields=sorted(removed))
    forget()
    return removed


def earlier_import(sha256: str) -> str:
    """The day on which a file with this hash was imported, as ``01.02.2026``; empty if never."""
    undone = _undone()
    for entry in AuditEntry.select().where(AuditEntry.action == _IMPORT):
        if sha256_of(entry.fields) == sha256 and entry.id not in undone:
            return format_day(_local_day(entry.at))
    return ""


def _local_day(stamp: str) -> dt.date:
    return dt.datetime.fromisoformat(stamp).astimezone().date()


def _undone() -> frozenset[int]:
    rows = AuditEntry.select(AuditEntry.object_id).where(AuditEntry.action == _UNDO)
    return frozenset(row.object_id for row in rows if row.object_id is not None)


def _require_untouched(ranges: dict[str, tuple[int, int]]) -> None:
    """Refuse where a row of the import is named by one that came otherwise."""
    for model in (*CASELOAD, Draft, FiledDocument):
        for column in model._meta.sorted_fields:  # noqa: SLF001 - peewee's public way to its fields
            if not isinstance(column, ForeignKeyField):
                continue
            span = ranges.get(table_of(column.rel_model))
            if (
                span
                and model.select().where(column.between(*span), _outside(model, ranges)).exists()
            ):
                raise RuleError(
                    _("Zu den eingelesenen Fällen ist seither etwas eingetragen worden."),
                    _("Es wurde nichts entfernt. Bitte löschen Sie die Fälle einzeln."),
                )


def _outside(model: Any, ranges: dict[str, tuple[int, int]]) -> Any:
    """The condition that a row does not belong to the import."""
    if model is Draft:
        return Draft.key.is_null(False)
    own = model.contact if model in _LINKS else model.id
    span = ranges.get(table_of(Contact if model in _LINKS else model))
    return ~own.between(*span) if span else own.is_null(False)


def _remove(ranges: dict[str, tuple[int, int]]) -> dict[str, int]:
    removed = {}
    for model in reversed(WITH_ID):
        span = ranges.get(table_of(model))
        if span is None:
            continue
        if model is Contact:
            for links in _LINKS:
                links.delete().where(links.contact.between(*span)).execute()
        removed[table_of(model)] = int(model.delete().where(model.id.between(*span)).execute())
    return removed
