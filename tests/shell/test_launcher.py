"""The launcher starts the console again after a lock or a fault, and gives up after three."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from caseconsole import launcher
from caseconsole.launcher import CRASHED, DONE, LOCKED, PRACTISE, REFUSED, Arguments, run_console


class Consoles:
    """Stands in for the child processes: each ends with the next exit status."""

    def __init__(self, statuses: list[int]) -> None:
        self.statuses = statuses
        self.started: list[list[str]] = []

    def __call__(self, command: list[str], **_environment: object) -> Consoles:
        self.started.append(command[command.index("console") + 1 :])
        return self

    def wait(self) -> int:
        return self.statuses.pop(0)

    def poll(self) -> int | None:
        return 0


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[int]], Consoles]:
    def begin(statuses: list[int]) -> Consoles:
        consoles = Consoles(statuses)
        monkeypatch.setattr("subprocess.Popen", consoles)
        return consoles

    return begin


def run_id(options: list[str]) -> str:
    return options[options.index("--run-id") + 1]


def test_quitting_ends_it(start: Callable[[list[int]], Consoles]) -> None:
    consoles = start([DONE])
    assert run_console(Arguments(("--store", "x"))) == 0
    assert consoles.started[0][:2] == ["--store", "x"]
    assert "--again" not in consoles.started[0]


def test_after_a_lock_the_passphrase_file_is_not_passed_on(
    start: Callable[[list[int]], Consoles],
) -> None:
    consoles = start([LOCKED, LOCKED, DONE])
    assert run_console(Arguments(("--store", "x"), ("--passphrase-file", "y"))) == 0
    assert ["--passphrase-file" in options for options in consoles.started] == [True, False, False]
    assert ["--again" in options for options in consoles.started] == [False, True, True]
    assert all("--fault-id" not in options for options in consoles.started)


@pytest.mark.parametrize("status", [CRASHED, 1, 3, -9, -11])
def test_a_fault_is_told_in_one_sentence_and_handed_on(
    start: Callable[[list[int]], Consoles], status: int, capfd: pytest.CaptureFixture[str]
) -> None:
    consoles = start([status, DONE])
    assert run_console(Arguments()) == 0
    lost = run_id(consoles.started[0])
    again = consoles.started[1]
    assert again[again.index("--fault-id") + 1] == lost
    assert run_id(again) != lost
    said = capfd.readouterr().err
    assert said.count("\n") == 1
    assert lost in said


def test_three_faults_within_a_minute_end_it(
    start: Callable[[list[int]], Consoles],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    times = iter([0.0, 20.0, 59.0])
    monkeypatch.setattr("caseconsole.launcher.now", lambda: next(times))
    start([CRASHED, CRASHED, CRASHED])
    assert run_console(Arguments()) == 1
    assert "caseconsole doctor" in capfd.readouterr().err


def test_faults_far_apart_do_not(
    start: Callable[[list[int]], Consoles], monkeypatch: pytest.MonkeyPatch
) -> None:
    times = iter([0.0, 30.0, 61.0, 92.0])
    monkeypatch.setattr("caseconsole.launcher.now", lambda: next(times))
    start([CRASHED, CRASHED, CRASHED, CRASHED, DONE])
    assert run_console(Arguments()) == 0


def test_a_refusal_is_not_repeated(start: Callable[[list[int]], Consoles]) -> None:
    assert len(start([REFUSED]).statuses) == 1
    assert run_console(Arguments()) == 1


def test_practice_is_passed_up(start: Callable[[list[int]], Consoles]) -> None:
    start([PRACTISE])
    assert run_console(Arguments()) == PRACTISE


def test_the_environment_of_the_console_is_scrubbed() -> None:
    kept = launcher.child_environment(
        {
            "PATH": "/bin",
            "TERM": "xterm",
            "TEXTUAL": "debug,devtools",
            "TEXTUAL_LOG": "log.txt",
            "TEXTUAL_SCREENSHOT": "3",
            "TEXTUAL_ANIMATIONS": "full",
            "Textual_Driver": "x:y",
            "PYTHONSTARTUP": "x.py",
            "PYTHONPATH": "x",
            "PYTHONFAULTHANDLER": "1",
        }
    )
    assert kept == {"PATH": "/bin", "TERM": "xterm", "TEXTUAL_ANIMATIONS": "none"}


def test_the_console_runs_in_isolated_python() -> None:
    command = launcher.child_command(["--store", "x"])
    assert command[:2] == [sys.executable, "-I"]
    assert command[-3:] == ["console", "--store", "x"]
    assert Path(command[4], "caseconsole", "__init__.py").is_file()
