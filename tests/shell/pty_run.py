"""A console in a real pseudo-terminal: what it writes is collected, keys are sent to it."""

from __future__ import annotations

import os
import select
import struct
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
_PATIENCE_SECONDS = 30.0
_ALTERNATE_SCREEN = "\x1b[?1049h"


class PtyRun:
    """A process with a terminal of 80 by 24.

    Args:
        arguments: of ``python -m caseconsole``.
        environment: in place of that of the test.
    """

    def __init__(self, arguments: Sequence[str], environment: dict[str, str]) -> None:
        import fcntl  # noqa: TID251 - this file is for POSIX
        import pty  # noqa: TID251
        import termios  # noqa: TID251

        self._leader, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.output = b""
        self._seen = 0
        self.process = subprocess.Popen(
            [sys.executable, "-m", "caseconsole", *arguments],
            stdin=follower,
            stdout=follower,
            stderr=follower,
            env=environment,
            cwd=ROOT,
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
            self.process.wait(10)
        os.close(self._leader)

    def wait_for(self, marker: str) -> None:
        """Read until ``marker`` comes after what was waited for before."""
        wanted = marker.encode()
        end = time.monotonic() + _PATIENCE_SECONDS
        while (place := self.output.find(wanted, self._seen)) < 0:
            if not self._read(end):
                message = f"{marker!r} never came; the end of the output: {self.output[-600:]!r}"
                raise AssertionError(message)
        self._seen = place + len(wanted)

    def wait_for_console(self, marker: str) -> None:
        """Read until a new console has drawn ``marker``."""
        self.wait_for(_ALTERNATE_SCREEN)
        self.wait_for(marker)

    def send(self, keys: str) -> None:
        """Type."""
        os.write(self._leader, keys.encode())

    def finish(self) -> int:
        """Read until the process ends and return its exit status."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while self._read(end):
            pass
        return self.process.wait(10)

    def children(self) -> list[int]:
        """Process ids of the consoles behind the launcher."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(found) for found in path.read_text(encoding="ascii").split()]

    def _read(self, end: float) -> bool:
        """Take what is there; False at the end of the output or of the patience."""
        ready, _write, _error = select.select(
            [self._leader], [], [], max(0.0, end - time.monotonic())
        )
        if not ready:
            return False
        try:
            piece = os.read(self._leader, 65536)
        except OSError:
            return False
        self.output += piece
        return bool(piece)
