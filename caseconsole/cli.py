"""The command line: which command takes which options, and what becomes of an error.

Exit status: 0 done, 1 refused or failed (one line on standard error), 2 wrong usage. Nothing ever
prints a traceback. Each command lives in ``caseconsole.commands`` and is imported when asked for.
"""

from __future__ import annotations

import importlib
import io
import sys
from typing import TYPE_CHECKING

from caseconsole import faults
from caseconsole.commands.options import WRONG_USAGE, build_parser, early_option
from caseconsole.errors import CaseconsoleError
from caseconsole.i18n import SOURCE_LANGUAGE, _, set_argparse_language, set_language

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

FAILED = 1


def main(argv: list[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: arguments without the program's name; those of the process if None.

    Returns:
        The exit status.
    """
    arguments = sys.argv[1:] if argv is None else argv
    _write_what_can_be_written()
    set_language(early_option(arguments, "--language") or SOURCE_LANGUAGE)
    set_argparse_language()
    try:
        options = build_parser().parse_args(arguments)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else WRONG_USAGE
    try:
        module = importlib.import_module(f"caseconsole.commands.{options.module}")
        return int(getattr(module, options.function)(options))
    except CaseconsoleError as error:
        say_error(str(error))
    except KeyboardInterrupt:
        say_error(_("Abgebrochen; es wurde nichts weiter geschrieben."))
    except BrokenPipeError:
        sys.stderr.close()
    except Exception as error:  # noqa: BLE001 - the last wall before a traceback
        fault = faults.describe(error)
        faults.record(_log_folder(options), fault)
        say_error(f"{faults.sentence(fault.id)} ({faults.version()} {fault.place})")
    return FAILED


def say_error(text: str) -> None:
    """One line on standard error, whatever ``text`` holds."""
    sys.stderr.write(" ".join(text.split()) + "\n")


def _write_what_can_be_written() -> None:
    """Let no sign end a command: Windows knows few of them once the output goes to a file."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def _log_folder(options: Namespace) -> Path:
    """Where the store lies, as far as that is known without reading anything."""
    from caseconsole.commands.common import store_folder

    return store_folder(options)
