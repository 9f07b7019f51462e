"""``caseconsole backup`` and ``restore``."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from caseconsole.commands.common import open_store, prepare, say, secret, with_secret
from caseconsole.errors import StoreError
from caseconsole.files import is_file
from caseconsole.i18n import _

if TYPE_CHECKING:
    from argparse import Namespace


def backup(options: Namespace) -> int:
    """Write a verified backup to the folder named, else beside the store and to its second places.

    Raises:
        StoreError: a place got no backup; those named on standard output did.
    """
    from caseconsole.upkeep import back_up

    store = open_store(options)
    try:
        outcome = back_up(store, () if options.to is None else (Path(options.to).expanduser(),))
    finally:
        store.close()
    for path in outcome.written:
        say(_("Gesichert und geprüft: {file}").format(file=path))
    if outcome.refused:
        raise outcome.refused[0]
    return 0


def restore(options: Namespace) -> int:
    """Put the store in a backup into an empty folder, or lost key slots back beside their store.

    Raises:
        StoreError: there is no such file, or the folder is neither empty nor a store without keys.
    """
    from caseconsole.store.backup import restore as put
    from caseconsole.store.backup import restore_keys
    from caseconsole.store.files import keys_are_lost

    prepare(options)
    file = Path(options.file).expanduser()
    if not is_file(file):
        raise StoreError(_("Die Sicherung {file} gibt es nicht.").format(file=file))
    target = Path(options.to).expanduser()
    if keys_are_lost(target):
        restore_keys(file, target)
        say(
            _(
                "Die Schlüsseldatei ist wieder in {folder}; die Fallakten sind unverändert. "
                "Es gilt das Kennwort vom Tag der Sicherung."
            ).format(folder=target)
        )
        return 0
    with_secret(partial(put, file, target), secret(options))
    say(_("Hergestellt in {folder}. Öffnen: caseconsole --store ORDNER").format(folder=target))
    return 0
