"""``caseconsole demo``: the console on a throw-away encrypted store with fictional cases."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from caseconsole import launcher
from caseconsole.commands.launch import console_options, require_terminal

if TYPE_CHECKING:
    from argparse import Namespace


def run(options: Namespace) -> int:
    """Open the console on practice data; the folder is removed when it ends."""
    require_terminal()
    return open_console(options, options.cases)


def open_console(options: Namespace, cases: int) -> int:
    """Open the console on ``cases`` fictional cases in a folder that is removed at the end."""
    # On Windows a virus scanner may hold a file for a moment longer than the console.
    with tempfile.TemporaryDirectory(
        prefix="caseconsole-uebung-", ignore_cleanup_errors=True
    ) as folder:
        options.store = Path(folder) / "speicher"
        passed = (*console_options(options), "--demo", str(cases))
        return launcher.run_console(launcher.Arguments(passed))
