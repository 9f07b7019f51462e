"""What all commands share: reading a secret, writing to any output, being broken off."""

from __future__ import annotations

import io
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from caseconsole import beginnings, cli
from caseconsole.commands import common
from caseconsole.errors import ConfigError
from caseconsole.models import AuditEntry
from caseconsole.store import Store, transaction
from tests.shell.conftest import PASSPHRASE


@pytest.mark.parametrize("length", [beginnings.LONGEST_SECRET_FILE, 10**9])
def test_a_passphrase_file_without_end_is_refused(length: int) -> None:
    """Only as much is read as a passphrase may be long: the file could be a device."""

    class Endless(io.RawIOBase):
        read_so_far = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            wanted = min(len(buffer), length - self.read_so_far)
            assert self.read_so_far <= 2 * beginnings.LONGEST_SECRET_FILE
            buffer[:wanted] = b"a" * wanted
            self.read_so_far += wanted
            return wanted

    class Stdin:
        buffer = Endless()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", Stdin())
        if length == beginnings.LONGEST_SECRET_FILE:
            assert common.read_secret("-") == "a" * length
        else:
            with pytest.raises(ConfigError):
                common.read_secret("-")


def test_a_sign_that_the_output_does_not_know_ends_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows writes the output of a command in its old code page once it goes to a file."""
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="cp1252"))
    secret = tmp_path / "kennwort"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    store.close()
    known = ["--store", str(store.folder), "--passphrase-file", str(secret)]
    assert cli.main(["doctor", *known]) == 0
    assert "? Kennwort und Notfallschlüssel sind vorhanden." in written.getvalue().decode("cp1252")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows breaks nothing off while it waits")
@pytest.mark.parametrize("too_late", [False, True])
def test_what_is_broken_off_is_done_or_not_done(store: Store, *, too_late: bool) -> None:
    """The message says that nothing was written, so nothing may be written behind its back."""

    def work(report: Callable[[int, int], None]) -> str:
        with transaction("case.create") as audit:
            audit.record("case")
            for number in range(1 if too_late else 1_000_000):
                if number % 50_000 == 0:
                    # Pressed again: a thread that is just going to sleep may miss it.
                    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
                if not too_late:
                    report(1, 2)
        return "done"

    def trail() -> int:
        return int(AuditEntry.select().count())

    before = store.call(trail)
    # A process that was started in the background has the signal switched off.
    switched = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        if too_late:
            assert common.call_with_progress(store, work) == "done"
        else:
            with pytest.raises(KeyboardInterrupt):
                common.call_with_progress(store, work)
    finally:
        signal.signal(signal.SIGINT, switched)
    assert store.call(trail) == before + too_late


def test_the_doctor_fails_with_one_line(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "kennwort"
    wrong.write_text("etwas ganz anderes", encoding="utf-8")
    store.close()
    assert cli.main(["doctor", "--store", str(store.folder), "--passphrase-file", str(wrong)]) == 1
    assert capsys.readouterr().err == "Bitte kümmern Sie sich zuerst um die Zeilen mit ✗.\n"
