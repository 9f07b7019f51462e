"""Many rows into the store at once, with ids known beforehand, as one batch that can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import fn

from caseconsole import models
from caseconsole.store import Audit, highest_ids

CASELOAD: tuple[Any, ...] = models.CASELOAD
WITH_ID: tuple[Any, ...] = tuple(
    model for model in CASELOAD if model not in {models.ContactPerson, models.ContactCase}
)
"""The tables whose rows have an id; the others are links of a contact."""

LINK_FIELDS: dict[Any, tuple[str, ...]] = {
    models.ContactPerson: ("contact", "person", "position"),
    models.ContactCase: ("contact", "case", "position"),
}

_SHA256 = "sha256:"


@dataclass(frozen=True)
class Batch:
    """What one import wrote.

    Args:
        id: of its audit row; by it the import is undone.
        counts: rows of each table, tables without rows left out.
    """

    id: int
    counts: dict[str, int]


def table_of(model: Any) -> str:
    """Name of the table, which is also the type of its records in a caseload file."""
    return str(model._meta.table_name)  # noqa: SLF001 - peewee's public way to it


def first_ids() -> dict[str, int]:
    """Per table the id that its next row gets; those of rows that are gone are not given again."""
    given = highest_ids()
    return {table_of(model): given.get(table_of(model), 0) + 1 for model in WITH_ID}


def insert(model: Any, fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows whose values are already as the store keeps them.

    Peewee would build a statement for each batch and convert each value once more; for a hundred
    thousand contacts that takes several times as long as writing them.
    """
    database = models.database.obj
    columns = [model._meta.fields[field].column_name for field in fields]  # noqa: SLF001 - see above
    names, marks = ", ".join(map(_quote, columns)), ", ".join([database.param] * len(columns))
    # Names of our own tables and columns; every value goes in by a mark.
    statement = f"INSERT INTO {_quote(table_of(model))} ({names}) VALUES ({marks})"  # noqa: S608
    database.connection().cursor().executemany(statement, rows)


def record_batch(
    audit: Audit, kind: str, first: Mapping[str, int], counts: Mapping[str, int], sha256: str
) -> Batch:
    """Note in the audit trail which rows an import wrote: tables and ids, no contents.

    Args:
        audit: of the running transaction.
        kind: what was imported, ``caseload_file`` or ``table``.
        first: per table the first id.
        counts: per table the number of rows.
        sha256: of the file.
    """
    written = {table: count for table, count in counts.items() if count}
    ranges = [f"{table}:{first[table]}-{first[table] + n - 1}" for table, n in written.items()]
    audit.record("import", fields=[_SHA256 + sha256, *ranges], reason=kind)
    batch_id = models.AuditEntry.select(fn.MAX(models.AuditEntry.id)).scalar()
    return Batch(int(batch_id), dict(written))


def ranges_of(fields: Iterable[str]) -> dict[str, tuple[int, int]]:
    """First and last id per table, from the fields of an import's audit row."""
    found = {}
    for field in fields:
        table, _sign, ids = field.partition(":")
        if field.startswith(_SHA256) or "-" not in ids:
            continue
        first, _sign, last = ids.partition("-")
        found[table] = (int(first), int(last))
    return found


def sha256_of(fields: Iterable[str]) -> str:
    """The hash of the file, from the fields of an import's audit row; empty if it has none."""
    return next((f[len(_SHA256) :] for f in fields if f.startswith(_SHA256)), "")


def _quote(name: str) -> str:
    return f'"{name}"'
