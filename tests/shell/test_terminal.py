"""The console in a real pseudo-terminal: start, lock, fault, quit."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from caseconsole.store import Store
from tests.shell.conftest import PASSPHRASE

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are a matter of POSIX", allow_module_level=True)

from tests.shell.pty_run import PtyRun


@pytest.fixture
def console(folder: Path, store: Store, home: Path) -> PtyRun:
    """A console at its unlock screen."""
    store.close()
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "TERM": "xterm-256color",
        "TEXTUAL_LOG": str(home / "log.txt"),
        "TEXTUAL_SCREENSHOT": "0",
    }
    return PtyRun(["--store", str(folder)], environment)


def test_start_unlock_quit(console: PtyRun, home: Path) -> None:
    with console:
        console.wait_for_console("Kennwort")
        assert b"\x1b]0;caseconsole\x07" in console.output
        console.send(f"{PASSPHRASE}\r")
        console.wait_for("Heute")
        console.send("\x11")
        assert console.finish() == 0
        assert PASSPHRASE.encode() not in console.output
        assert console.output.rstrip().endswith(b"\x1b[?25h")
    assert not (home / "log.txt").exists()


def test_a_locked_console_is_another_process(console: PtyRun) -> None:
    with console:
        console.wait_for_console("Kennwort")
        (first,) = console.children()
        console.send(f"{PASSPHRASE}\r")
        console.wait_for("Heute")
        console.send("\x1b[24~")
        console.wait_for_console("Kennwort")
        (second,) = console.children()
        assert first != second
        assert not Path(f"/proc/{first}").exists()
        console.send("\x11")
        assert console.finish() == 0


def test_a_killed_console_says_one_sentence_and_comes_back(console: PtyRun) -> None:
    with console:
        console.wait_for_console("Kennwort")
        (child,) = console.children()
        os.kill(child, signal.Signals["SIGKILL"])
        console.wait_for("Das Programm musste wegen eines Fehlers anhalten")
        console.wait_for_console("Kennwort")
        assert b"Traceback" not in console.output
        console.send("\r")
        console.send("\x11")
        assert console.finish() == 0


def test_ctrl_c_does_not_end_it(console: PtyRun) -> None:
    with console:
        console.wait_for_console("Kennwort")
        os.kill(console.process.pid, signal.SIGINT)
        console.send("\x03")
        console.send(f"{PASSPHRASE}\r")
        console.wait_for("Heute")
        console.send("\x11")
        assert console.finish() == 0


def test_a_request_to_end_is_passed_on(console: PtyRun) -> None:
    with console:
        console.wait_for_console("Kennwort")
        (child,) = console.children()
        console.process.terminate()
        assert console.finish() == 0
        assert not Path(f"/proc/{child}").exists()
