"""Backups on demand: to the folder beside the store and to every second place that is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from caseconsole import config
from caseconsole.errors import CaseconsoleError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caseconsole.store import Store


class Outcome(NamedTuple):
    """What became of a backup.

    Args:
        written: the files, each of them verified.
        refused: why a place got none.
    """

    written: tuple[Path, ...]
    refused: tuple[CaseconsoleError, ...]


def back_up(store: Store, targets: Sequence[Path] = ()) -> Outcome:
    """Write a verified backup to each of ``targets``; blocks.

    Args:
        store: the open store; works from any thread.
        targets: folders; without them the folder beside the store and the second places of the
            settings. A place that fails does not keep the others from being written.
    """
    from caseconsole.store.backup import backup
    from caseconsole.store.files import BACKUPS

    second = [Path(folder).expanduser() for folder in config.active().store.backup_folders]
    written: list[Path] = []
    refused: list[CaseconsoleError] = []
    for target in targets or (store.folder / BACKUPS, *second):
        try:
            written.append(backup(store, target))
        except CaseconsoleError as error:
            refused.append(error)
    return Outcome(tuple(written), tuple(refused))
