"""The process that shows the console; the launcher starts it, and starts it again."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from caseconsole import config, launcher
from caseconsole.commands.common import prepare
from caseconsole.commands.launch import require_terminal
from caseconsole.errors import CaseconsoleError
from caseconsole.settings import Letterhead

if TYPE_CHECKING:
    from argparse import Namespace


def run(options: Namespace) -> int:
    """The process of the console; its exit status tells the launcher what happened."""
    _keep_quiet()
    try:
        folder = prepare(options)
        require_terminal()
    except CaseconsoleError as error:
        sys.stderr.write(f"{error}\n")
        return launcher.REFUSED
    if options.demo is not None:
        practise_in(folder)
    _prepare_environment()
    from caseconsole.app import CaseconsoleApp
    from caseconsole.screens.console import Start

    start = Start(
        folder=folder,
        folder_named=options.store is not None,
        demo_cases=options.demo,
        passphrase_file=_passphrase_file(options),
        fault_id=options.fault_id,
        run_id=options.run_id,
        again=options.again,
        supervised=bool(options.run_id),
    )
    app = CaseconsoleApp(start)
    app.run()
    return app.return_code or 0


def practise_in(folder: Path) -> None:
    """Let everything that is written go into the folder of the practice store.

    A fictional town hall stands on what is printed; nothing of it reaches the file of settings.
    """
    settings = config.active()
    documents = str(folder / "dokumente")
    config.use(
        replace(
            settings,
            store=replace(settings.store, backup_folders=()),
            documents=replace(settings.documents, output_folder=documents),
            letterhead=Letterhead(),
            municipality=replace(
                settings.municipality,
                name="Stadt Musterstadt",
                address="Rathausplatz 1",
                postcode="70000",
                place="Musterstadt",
                phone="07000 123-0",
                email="rathaus@musterstadt.example",
                controller="Stadt Musterstadt, Rathausplatz 1, 70000 Musterstadt",
                data_protection_officer="datenschutz@musterstadt.example",
            ),
            manager=replace(
                settings.manager,
                name="Alex Muster",
                phone="07000 123-45",
                email="a.muster@musterstadt.example",
            ),
        )
    )


def _passphrase_file(options: Namespace) -> Path | None:
    return None if options.passphrase_file is None else Path(options.passphrase_file)


def _prepare_environment() -> None:
    """Settle what Textual reads when it is imported, also without a launcher (F14, A20)."""
    kept = launcher.child_environment(os.environ)
    os.environ.clear()
    os.environ.update(kept)
    if not {"SSH_CONNECTION", "SSH_TTY"} & kept.keys():
        # Over a network the bytes of one key may come apart; there Textual's own delay stays.
        os.environ["ESCDELAY"] = str(config.active().console.escape_delay_ms)


def _keep_quiet() -> None:
    """No library prints an error with its words to the terminal: they can name a client."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable(logging.CRITICAL)
    sys.unraisablehook = lambda _unraisable: None
    threading.excepthook = lambda _arguments: None
