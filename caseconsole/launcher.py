"""Starts the console as a child process and starts it again after a lock or a fault.

The launcher sees no secret: neither passphrase nor key passes through it, only an exit status.
Locking means that the process that held the key has ended (security, F20). It imports nothing
heavy, because it stays in memory all day beside the console.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

from caseconsole import faults
from caseconsole.i18n import _

DONE: Final = 0
REFUSED: Final = 78
"""The console could not start for a reason that it has already told the user."""
LOCKED: Final = 75
"""The console was locked: a fresh one shows the lock screen."""
PRACTISE: Final = 76
"""The user wants to practise first, right after the first start."""
CRASHED: Final = 70
"""The console met a fault of the program; any other number means the same."""

_CRASHES_ALLOWED: Final = 3
_CRASH_WINDOW_SECONDS: Final = 60.0

# The package is found by its own place and not by PYTHONPATH, since -I leaves that out. It comes
# last on the path, so that nothing beside it can stand in for a module of Python.
_CHILD: Final = (
    "import sys; sys.path.append(sys.argv.pop(1)); "
    "from caseconsole.cli import main; sys.exit(main(sys.argv[1:]))"
)

now = time.monotonic
"""Seconds; a name of its own, so that tests can set it."""

_RESET: Final = (
    "\x1b[?1049l"  # leave the alternate screen
    "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l"  # no mouse reports
    "\x1b[?2004l\x1b[?1004l\x1b[?2048l\x1b[<u"  # no bracketed paste, focus, size, Kitty keys
    "\x1b[0m\x1b[?25h"  # plain colours, visible cursor
)
_TITLE: Final = "\x1b]0;caseconsole\x07"


class Arguments(NamedTuple):
    """What the console is started with; no secret among them.

    Args:
        options: options of the command line that every fresh console gets.
        first: options that only the first one gets, such as a passphrase file.
    """

    options: tuple[str, ...] = ()
    first: tuple[str, ...] = ()


def run_console(arguments: Arguments) -> int:
    """Keep a console running until the user quits it.

    Returns:
        0 after quitting, ``PRACTISE`` if practice cases are wanted, 1 if the console could not
        start or met three faults within a minute.
    """
    terminal = Terminal()
    crashes: list[float] = []
    extra = arguments.first
    with _Signals() as signals:
        terminal.title()
        while True:
            run_id = faults.new_id()
            terminal.hush()
            status = signals.wait(
                subprocess.Popen(  # noqa: S603 - our own interpreter, no shell
                    child_command([*arguments.options, *extra, "--run-id", run_id]),
                    env=child_environment(os.environ),
                )
            )
            if status == DONE or signals.asked_to_end:
                terminal.restore()
                return 0
            if status in {REFUSED, PRACTISE}:
                terminal.restore()
                return 1 if status == REFUSED else PRACTISE
            if status == LOCKED:
                extra = ("--again",)
                continue
            terminal.restore()
            _say(faults.sentence(run_id))
            crashes = [*crashes, now()][-_CRASHES_ALLOWED:]
            if len(crashes) == _CRASHES_ALLOWED and (
                crashes[-1] - crashes[0] < _CRASH_WINDOW_SECONDS
            ):
                _say(
                    _(
                        "Das ist dreimal hintereinander geschehen, deshalb endet das Programm. "
                        "Bitte prüfen Sie den Speicher mit „caseconsole doctor“."
                    )
                )
                return 1
            extra = ("--again", "--fault-id", run_id)


def child_command(options: Sequence[str]) -> list[str]:
    """The command of a console: isolated Python (-I), the package from where this one lies."""
    root = str(Path(__file__).resolve().parent.parent)
    return [sys.executable, "-I", "-c", _CHILD, root, "console", *options]


def child_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """``environment`` without what changes Python or makes Textual write files (A20)."""
    kept = {
        name: value
        for name, value in environment.items()
        if not name.upper().startswith(("PYTHON", "TEXTUAL"))
    }
    kept["TEXTUAL_ANIMATIONS"] = "none"
    return kept


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


class _Signals:
    """While the console lives, the keys of the terminal are its own business.

    ctrl+c and ctrl+break do not end the launcher; a request to end or a closed terminal is passed
    on, so that the console can bring its text to safety.
    """

    def __init__(self) -> None:
        self.asked_to_end = False
        self._child: subprocess.Popen[bytes] | None = None
        self._before: dict[int, object] = {}

    def __enter__(self) -> Self:
        for name in ("SIGINT", "SIGBREAK"):
            self._take(name, self._ignore)
        for name in ("SIGTERM", "SIGHUP"):
            self._take(name, self._pass_on)
        return self

    def __exit__(self, *exception: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # as it was taken over

    def wait(self, child: subprocess.Popen[bytes]) -> int:
        """Wait for ``child`` and return its exit status."""
        self._child = child
        if self.asked_to_end:
            child.terminate()
        return child.wait()

    def _take(self, name: str, handler: object) -> None:
        number = getattr(signal, name, None)
        if number is not None:
            self._before[number] = signal.signal(number, handler)  # type: ignore[arg-type]

    def _ignore(self, _number: int, _frame: object) -> None:
        """Do nothing; a function and not SIG_IGN, which the child would inherit."""

    def _pass_on(self, _number: int, _frame: object) -> None:
        self.asked_to_end = True
        if self._child is not None and self._child.poll() is None:
            self._child.terminate()


class Terminal:
    """The terminal as it was before the console, to be put back after a fault."""

    def __init__(self) -> None:
        self._attributes: list[Any] | None = None
        self._modes: dict[int, int] = {}
        if sys.platform == "win32":
            self._modes = _console_modes()
        elif sys.stdin.isatty():
            import termios  # noqa: TID251 - guarded by the platform

            self._attributes = termios.tcgetattr(sys.stdin.fileno())

    def title(self) -> None:
        """A neutral title: it is seen on the task bar."""
        self._write(_TITLE)

    def hush(self) -> None:
        """Do not show what is typed while one console has ended and the next is not there yet."""
        if sys.platform != "win32" and self._attributes is not None:
            import termios  # noqa: TID251 - guarded by the platform

            quiet = [*self._attributes]
            quiet[3] = quiet[3] & ~termios.ECHO
            with contextlib.suppress(termios.error, OSError):
                termios.tcsetattr(sys.stdin.fileno(), termios.TCSANOW, quiet)

    def restore(self) -> None:
        """Leave the alternate screen, show the cursor, take keys line by line again."""
        self._write(_RESET)
        if sys.platform == "win32":
            _set_console_modes(self._modes)
        elif self._attributes is not None:
            import termios  # noqa: TID251 - guarded by the platform

            # A terminal that was closed has nothing to restore.
            with contextlib.suppress(termios.error, OSError):
                termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, self._attributes)

    @staticmethod
    def _write(sequence: str) -> None:
        if sys.stdout.isatty():
            sys.stdout.write(sequence)
            sys.stdout.flush()


_WINDOWS_HANDLES: Final = (-10, -11)
"""Numbers of standard input and output for the Windows console functions."""


def _console_modes() -> dict[int, int]:
    """The modes of the Windows console, by number of the standard handle."""
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - exists on Windows alone
    modes: dict[int, int] = {}
    for number in _WINDOWS_HANDLES:
        mode = ctypes.c_uint32()
        if kernel.GetConsoleMode(kernel.GetStdHandle(number), ctypes.byref(mode)):
            modes[number] = mode.value
    return modes


def _set_console_modes(modes: Mapping[int, int]) -> None:
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - exists on Windows alone
    for number, mode in modes.items():
        kernel.SetConsoleMode(kernel.GetStdHandle(number), mode)
