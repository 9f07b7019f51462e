"""Writing: one transaction, with its audit rows, or nothing.

No change is stored without a row that says who made it and when. The rows name records and
fields, never what the fields say.
"""

from __future__ import annotations

import getpass
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

from caseconsole import clock
from caseconsole.models import AuditEntry, database

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Audit:
    """Takes the audit rows of one transaction.

    Args:
        action: what is done, such as ``case.create``; the action of its rows.
    """

    def __init__(self, action: str) -> None:
        self.action = action
        self.rows = 0

    def record(
        self,
        object_type: str,
        object_id: int | None = None,
        *,
        fields: Iterable[str] = (),
        reason: str = "",
    ) -> None:
        """Note that ``fields`` of one record were written; names only.

        Args:
            object_type: the record's table, such as ``case``.
            object_id: its id; ``None`` for what has none.
            fields: names of the fields that changed.
            reason: a key or short text for why, where the rules ask for one.
        """
        AuditEntry.create(
            at=clock.stamp(),
            user=user_name(),
            action=self.action,
            object_type=object_type,
            object_id=object_id,
            fields=list(fields),
            reason=reason,
        )
        self.rows += 1


class _Open:
    """The outermost transaction that is open; only the database thread reads and sets it."""

    audit: Audit | None = None
    undone = 0


@contextmanager
def transaction(action: str) -> Iterator[Audit]:
    """Write everything inside, or nothing, and only together with an audit row.

    The outermost one takes the write lock at once and commits. One inside another joins it: its
    rows are committed with the outer ones, and if it fails alone, its own changes are undone alone.

    Raises:
        RuntimeError: something was written without an audit row; nothing is stored.
    """
    audit, outermost = Audit(action), _Open.audit
    connection = database.obj.raw
    before = connection.total_changes
    if outermost is None:
        _Open.audit, _Open.undone = audit, 0
    undone = _Open.undone
    try:
        with draft_transaction():
            yield audit
            if outermost is None:
                _require_row(audit, connection.total_changes - before - _Open.undone)
    except BaseException:
        _Open.undone = undone + connection.total_changes - before
        raise
    else:
        if outermost is not None:
            outermost.rows += audit.rows
    finally:
        if outermost is None:
            _Open.audit = None


def _require_row(audit: Audit, written: int) -> None:
    if written and not audit.rows:
        message = f"{audit.action}: written without an audit row"
        raise RuntimeError(message)


def draft_transaction() -> AbstractContextManager[object]:
    """Write everything inside or nothing; for what is no part of the caseload, such as drafts."""
    made: AbstractContextManager[object] = database.obj.atomic("IMMEDIATE")
    return made


def user_name() -> str:
    """Name under which the counsellor is logged in to the PC."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unbekannt"
