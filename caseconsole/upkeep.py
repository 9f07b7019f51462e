"""Backups: which places they go to, on demand and at the end of work, and which old ones go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from caseconsole import clock, config
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
            settings, where old backups are thinned out. A place that fails does not keep the
            others from being written.
    """
    if targets:
        return _write(store, targets)
    return _write_and_thin(store, (_own_place(store), *second_places()))


def places_at_end(store: Store) -> tuple[Path, ...]:
    """Where a backup belongs at the end of work; blocks.

    That is every second place that is reachable, else the folder beside the store; nowhere if
    nothing was changed since the last backup.
    """
    from caseconsole.store.known_backups import changed_since, last_backup, last_elsewhere
    from caseconsole.store.places import same_disk

    reachable = tuple(folder for folder in second_places() if _is_there(folder))
    changed = store.call(lambda: changed_since(last_backup()))
    if not reachable:
        return (_own_place(store),) if changed else ()
    elsewhere = not all(same_disk(folder, store.folder) for folder in reachable)
    if changed or (elsewhere and store.call(lambda: changed_since(last_elsewhere()))):
        return reachable
    return ()


def back_up_at_end(store: Store, places: Sequence[Path]) -> Outcome:
    """Write a verified backup to each of ``places`` and note a failure for the next start."""
    outcome = _write_and_thin(store, places)
    if outcome.refused:
        note_failure(store)
    return outcome


def note_failure(store: Store) -> None:
    """Note that a backup that nobody watched has failed, as far as anything can be written."""
    from caseconsole.store.known_backups import remember_failure

    try:
        store.call(remember_failure)
    except CaseconsoleError:
        # The start screen then tells by the age of the last backup.
        return


def second_places() -> tuple[Path, ...]:
    """The folders for backups of the settings, reachable or not."""
    return tuple(Path(folder).expanduser() for folder in config.active().store.backup_folders)


def _own_place(store: Store) -> Path:
    from caseconsole.store.files import BACKUPS

    return store.folder / BACKUPS


def _is_there(folder: Path) -> bool:
    """Whether ``folder`` can be reached now; a stick that asks for its own passphrase cannot."""
    try:
        return folder.is_dir()
    except OSError:
        return False


def _write(store: Store, targets: Sequence[Path]) -> Outcome:
    from caseconsole.store import backup

    written: list[Path] = []
    refused: list[CaseconsoleError] = []
    for target in targets:
        try:
            written.append(backup(store, target))
        except CaseconsoleError as error:
            refused.append(error)
    return Outcome(tuple(written), tuple(refused))


def _write_and_thin(store: Store, targets: Sequence[Path]) -> Outcome:
    from caseconsole.store.thinning import thin

    outcome = _write(store, targets)
    keep_days = config.active().store.backup_keep_days
    for path in outcome.written:
        thin(path.parent, store.key_ring.store_id, clock.today(), keep_days)
    return outcome
