"""The console as the user starts it: a launcher that stays small beside the console itself."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from caseconsole import launcher
from caseconsole.commands.options import DEMO_CASES, STANDARD_INPUT
from caseconsole.errors import ConfigError
from caseconsole.i18n import _

if TYPE_CHECKING:
    from argparse import Namespace


def run(options: Namespace) -> int:
    """Open the console and open it again after a lock or a fault, until the user quits."""
    if options.passphrase_file == STANDARD_INPUT:
        raise ConfigError(
            _("Die Konsole braucht die Tastatur, das Kennwort kann nicht von dort kommen."),
            _("Bitte --passphrase-file DATEI angeben oder das Kennwort in der Konsole eingeben."),
        )
    require_terminal()
    first: tuple[str, ...] = ()
    if options.passphrase_file is not None:
        first = ("--passphrase-file", str(Path(options.passphrase_file).expanduser().absolute()))
    status = launcher.run_console(launcher.Arguments(console_options(options), first))
    if status == launcher.PRACTISE:
        from caseconsole.commands import demo

        return demo.open_console(options, DEMO_CASES)
    return status


def console_options(options: Namespace) -> tuple[str, ...]:
    """The options that every console of this launcher gets."""
    passed: list[str] = []
    if options.store is not None:
        passed += ["--store", str(Path(options.store).expanduser().absolute())]
    if options.config is not None:
        passed += ["--config", str(Path(options.config).expanduser().absolute())]
    if options.language is not None:
        passed += ["--language", options.language]
    return tuple(passed)


def require_terminal() -> None:
    """Refuse to draw a console into a file or a pipe."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise ConfigError(
            _("Die Konsole braucht ein Terminal, hier ist keines."),
            _("Alle anderen Befehle gehen auch so: caseconsole --help."),
        )
