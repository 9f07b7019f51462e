"""``caseconsole init``: an empty store, and its recovery key shown once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseconsole import config
from caseconsole.commands.common import ask_secret, prepare, read_secret, say
from caseconsole.errors import InputError, StoreError
from caseconsole.i18n import _

if TYPE_CHECKING:
    from argparse import Namespace


def run(options: Namespace) -> int:
    """Create an empty store with a passphrase from a file or typed twice.

    Raises:
        StoreError: there is a store already, or the folder cannot be written to.
        InputError: the passphrase is too weak, or was typed differently.
    """
    from caseconsole.store import Store, check_passphrase, exists

    folder = prepare(options)
    if exists(folder):
        raise StoreError(
            _("In {folder} liegt schon ein Speicher; er bleibt, wie er ist.").format(folder=folder),
            _("Ein anderer Ordner: --store ORDNER."),
        )
    secret = _new_secret(options)
    settings = config.active()
    check_passphrase(secret, (settings.municipality.place, settings.manager.name))
    store, recovery_key = Store.create(folder, secret)
    store.close()
    say(_("Der Speicher ist angelegt: {folder}").format(folder=folder))
    say(_("Notfallschlüssel (nur dieses eine Mal zu sehen, bitte aufschreiben und wegschließen):"))
    say(recovery_key)
    return 0


def _new_secret(options: Namespace) -> str:
    if options.passphrase_file is not None:
        return read_secret(options.passphrase_file)
    secret = ask_secret(_("Neues Kennwort (mindestens 20 Zeichen): "))
    if secret != ask_secret(_("Noch einmal: ")):
        raise InputError(_("Die beiden Eingaben sind verschieden; es wurde nichts angelegt."))
    return secret
