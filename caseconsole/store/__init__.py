"""The encrypted store: keys, connection, transactions, drafts, backups, checks.

Nothing outside this package knows that the engine is SQLite.
"""

from __future__ import annotations

from caseconsole.store.audit import Audit, transaction
from caseconsole.store.backup import backup, restore, restore_keys
from caseconsole.store.doctor import Finding, examine
from caseconsole.store.files import exists
from caseconsole.store.known_backups import BackupInfo, last_backup
from caseconsole.store.passphrase import check_passphrase, generate_passphrase
from caseconsole.store.recovery import (
    generate_recovery_key,
    is_recovery_key,
    read_recovery_key,
)
from caseconsole.store.schema import highest_ids
from caseconsole.store.store import Store

__all__ = [
    "Audit",
    "BackupInfo",
    "Finding",
    "Store",
    "backup",
    "check_passphrase",
    "examine",
    "exists",
    "generate_passphrase",
    "generate_recovery_key",
    "highest_ids",
    "is_recovery_key",
    "last_backup",
    "read_recovery_key",
    "restore",
    "restore_keys",
    "transaction",
]
