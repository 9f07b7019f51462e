"""What the store remembers of its backups; all functions run on the database thread."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from caseconsole import clock
from caseconsole.models import AuditEntry, Draft, StoreInfo
from caseconsole.store.audit import draft_transaction, transaction

_LAST, _ELSEWHERE, _FAILED = "last_backup", "last_backup_elsewhere", "backup_failed"
_NO_CHANGE = ("session.start", "store.backup")
"""Actions in the audit trail after which a backup holds all that matters as before."""


@dataclass(frozen=True)
class BackupInfo:
    """A backup that was verified.

    Attributes:
        sequence: running number; the highest is the newest, whatever the clock said.
        made_at: UTC, ISO 8601.
        folder: where it was written.
        name: its file name.
        covers: id of the last audit row that it holds.
        elsewhere: whether it lay on another disk than the store when it was written.
    """

    sequence: int
    made_at: str
    folder: str
    name: str
    covers: int = 0
    elsewhere: bool = False


def last_backup() -> BackupInfo | None:
    """The newest verified backup."""
    return _read(_LAST)


def last_elsewhere() -> BackupInfo | None:
    """The newest verified backup that was written to another disk than the store's."""
    return _read(_ELSEWHERE)


def changed_since(made: BackupInfo | None) -> bool:
    """Whether the store holds something that ``made`` does not; without one, anything at all."""
    covers, made_at = (made.covers, made.made_at) if made else (0, "")
    rows = AuditEntry.select().where(AuditEntry.id > covers, AuditEntry.action.not_in(_NO_CHANGE))
    drafts = Draft.select().where(Draft.updated_at > made_at, Draft.title != "")
    return bool(rows.exists() or drafts.exists())


def remember(made: BackupInfo) -> None:
    """Note a backup that was verified; an earlier failure is forgotten."""
    with transaction("store.backup") as audit:
        _write(_LAST, json.dumps(asdict(made), ensure_ascii=False))
        if made.elsewhere:
            _write(_ELSEWHERE, json.dumps(asdict(made), ensure_ascii=False))
        StoreInfo.delete().where(StoreInfo.key == _FAILED).execute()
        audit.record("store", reason=made.name)


def remember_failure() -> None:
    """Note that a backup that nobody watched has failed, to be told on the start screen."""
    with draft_transaction():
        _write(_FAILED, clock.stamp())


def last_failure() -> str:
    """When an unwatched backup failed, UTC, ISO 8601; empty if a later one succeeded."""
    row = StoreInfo.get_or_none(StoreInfo.key == _FAILED)
    return "" if row is None else str(row.value)


def _read(key: str) -> BackupInfo | None:
    row = StoreInfo.get_or_none(StoreInfo.key == key)
    return None if row is None else BackupInfo(**json.loads(row.value))


def _write(key: str, value: str) -> None:
    StoreInfo.insert(key=key, value=value).on_conflict(
        conflict_target=[StoreInfo.key], update={StoreInfo.value: value}
    ).execute()
