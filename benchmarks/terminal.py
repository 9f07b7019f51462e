"""A program in a pseudo-terminal, timed from outside: what a user sees, when."""

from __future__ import annotations

import os
import re
import select
import struct
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parents[1]
SIZE = (24, 80)
ESCAPES = re.compile(rb"\x1b(?:\[[0-9;?<>=]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z=>])")
_PATIENCE_SECONDS = 60.0
_QUIET_SECONDS = 0.25


class Terminal:
    """A program that runs in a terminal of 80 by 24.

    Args:
        command: the program with its arguments.
    """

    def __init__(self, command: Sequence[str]) -> None:
        import fcntl  # noqa: TID251 - this file is for POSIX
        import pty  # noqa: TID251
        import termios  # noqa: TID251

        self._leader, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
        environment = {name: v for name, v in os.environ.items() if not name.startswith("PYTHON")}
        self._new = b""
        self._last = self._asked = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            stdin=follower,
            stdout=follower,
            stderr=follower,
            cwd=ROOT,
            env=environment | {"TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none"},
            start_new_session=True,
        )
        os.close(follower)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)
        os.close(self._leader)

    def send(self, keys: str) -> None:
        """Type; ``until`` and ``painted`` count from here."""
        self._new = b""
        self._asked = time.perf_counter()
        os.write(self._leader, keys.encode())

    def until(self, pattern: str) -> float:
        """Milliseconds from the last key, or from the start, until ``pattern`` is on screen."""
        wanted = re.compile(pattern.encode())
        while not wanted.search(ESCAPES.sub(b"", self._new)):
            if not self._read(_PATIENCE_SECONDS):
                message = f"{pattern!r} never came; last: {self._new[-800:]!r}"
                raise AssertionError(message)
        return 1000 * (self._last - self._asked)

    def painted(self, quiet: float = _QUIET_SECONDS) -> float:
        """Milliseconds from the last key until the last thing was drawn, then nothing for long."""
        while self._read(quiet):
            pass
        return 1000 * (self._last - self._asked)

    def process_ids(self) -> list[int]:
        """The program and its children; empty where the system does not tell."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        if not children.exists():
            return []
        return [self.process.pid, *map(int, children.read_text(encoding="ascii").split())]

    def _read(self, patience: float) -> bool:
        if not select.select([self._leader], [], [], patience)[0]:
            return False
        try:
            piece = os.read(self._leader, 65536)
        except OSError:
            return False
        self._last = time.perf_counter()
        self._new += piece
        return bool(piece)


def resident_megabytes(process_id: int) -> float:
    """Memory of a process that is in RAM, shared libraries included."""
    status = Path(f"/proc/{process_id}/status").read_text(encoding="utf-8")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) / 1000
