"""``caseconsole backup`` and ``restore``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from caseconsole import config
from caseconsole.commands.common import open_store, passphrase, prepare, say
from caseconsole.errors import CaseconsoleError, StoreError
from caseconsole.i18n import _

if TYPE_CHECKING:
    from argparse import Namespace


def backup(options: Namespace) -> int:
    """Write a verified backup to the folder named, else beside the store and to its second places.

    Raises:
        StoreError: no backup could be written anywhere.
    """
    from caseconsole.store.backup import backup as write
    from caseconsole.store.files import BACKUPS

    store = open_store(options)
    try:
        if options.to is not None:
            targets = [Path(options.to).expanduser()]
        else:
            second = [Path(folder).expanduser() for folder in config.active().store.backup_folders]
            targets = [store.folder / BACKUPS, *second]
        refused: CaseconsoleError | None = None
        for target in targets:
            try:
                path = write(store, target)
            except CaseconsoleError as error:
                refused = error
            else:
                say(_("Gesichert und geprüft: {file}").format(file=path))
    finally:
        store.close()
    if refused is not None:
        raise refused
    return 0


def restore(options: Namespace) -> int:
    """Put the store in a backup into an empty folder.

    Raises:
        StoreError: there is no such file, or the folder is not empty.
    """
    from caseconsole.store.backup import restore as put

    prepare(options)
    file = Path(options.file).expanduser()
    if not file.is_file():
        raise StoreError(_("Die Sicherung {file} gibt es nicht.").format(file=file))
    target = Path(options.to).expanduser()
    put(file, target, passphrase(options))
    say(_("Hergestellt in {folder}. Öffnen: caseconsole --store ORDNER").format(folder=target))
    return 0
