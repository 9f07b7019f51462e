"""Plans of many cases: whole files, no file replaced, one that fails stops no other, Ctrl+C."""

from __future__ import annotations

import datetime as dt
import errno
import io
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import time_machine

from caseconsole import cli, files
from caseconsole import models as m
from caseconsole.commands.common import stoppable
from caseconsole.documents import writer as writing
from caseconsole.documents.filed import Made, list_filed
from caseconsole.documents.kinds import DocumentData
from caseconsole.documents.readback import read_text
from caseconsole.documents.writer import Writer
from caseconsole.errors import DocumentError
from caseconsole.store import Store
from tests.conftest import PASSPHRASE

CASES = 5
REASON = ("Das geht nicht.", "Bitte prüfen.")
NAMES = [f"2026-{number}_Integrationsplan_v1.docx" for number in range(1, CASES + 1)]


def _fill() -> None:
    for number in range(1, CASES + 1):
        person = m.Person.create(given_name="Ali", family_name=f"Name{number}")
        case = m.Case.create(number=f"2026-{number}", person=person)
        m.CarePeriod.create(case=case, begin=dt.date(2026, 1, 1))
        plan = m.Plan.create(case=case)
        m.PlanVersion.create(plan=plan, number=1, agreed_on=dt.date(2026, 2, 1))


Run = Callable[..., int]


@pytest.fixture
def run(store: Store, tmp_path: Path) -> Run:
    """Runs ``caseconsole plans`` into the folder ``plans``, as often as wanted."""
    store.call(_fill)
    store.close()
    secret = tmp_path / "kennwort.txt"
    secret.write_text(PASSPHRASE, encoding="utf-8")

    def go(*more: str) -> int:
        options = ["--store", str(tmp_path / "store"), "--passphrase-file", str(secret)]
        with time_machine.travel("2026-11-20 12:00", tick=False):
            return cli.main(["plans", "-o", str(tmp_path / "plans"), *more, *options])

    return go


def _names(tmp_path: Path) -> list[str]:
    return sorted(file.name for file in (tmp_path / "plans").iterdir())


def _filed(tmp_path: Path) -> list[str]:
    store = Store.open(tmp_path / "store", PASSPHRASE)
    try:
        return sorted(filed.file_name for filed in store.call(list_filed))
    finally:
        store.close()


def _at(monkeypatch: pytest.MonkeyPatch, number: int, happens: Callable[[], object]) -> None:
    """Let something happen while the plan of case ``number`` is made."""
    make = Writer.make

    def made(writer: Writer, data: DocumentData) -> Made:
        if data.case is not None and data.case.case_number == f"2026-{number}":
            happens()
        return make(writer, data)

    monkeypatch.setattr(Writer, "make", made)


def test_ctrl_c_stops_after_the_plan_under_way(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = signal.getsignal(signal.SIGINT)
    with monkeypatch.context() as patch:
        _at(patch, 3, lambda: signal.raise_signal(signal.SIGINT))
        assert run() == 1
    assert signal.getsignal(signal.SIGINT) is before
    out = capsys.readouterr()
    assert out.out == ""
    assert out.err == (
        "3 von 5 Plänen geschrieben. Angehalten. Was geschrieben ist, ist vollständig. "
        f"Ordner: {tmp_path / 'plans'}. Was noch fehlt, schreibt derselbe Befehl mit --missing.\n"
    )
    assert _names(tmp_path) == NAMES[:3]
    for number, name in enumerate(NAMES[:3], start=1):
        assert f"Name{number}" in read_text((tmp_path / "plans" / name).read_bytes())
    assert _filed(tmp_path) == NAMES[:3]

    first = (tmp_path / "plans" / NAMES[0]).stat()
    assert run("--missing") == 0
    assert capsys.readouterr().out.startswith(
        "2 von 5 Plänen geschrieben. 3 Dateien gab es schon; sie blieben, wie sie sind. Ordner: "
    )
    assert _names(tmp_path) == NAMES
    assert (tmp_path / "plans" / NAMES[0]).stat() == first
    assert _filed(tmp_path) == NAMES


def test_ctrl_c_while_the_last_plan_is_made_came_too_late(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _at(monkeypatch, CASES, lambda: signal.raise_signal(signal.SIGINT))
    assert run() == 0
    assert _names(tmp_path) == NAMES


def test_a_second_ctrl_c_breaks_in_and_leaves_whole_files(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def twice() -> None:
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)

    _at(monkeypatch, 3, twice)
    assert run() == 1
    assert "Abgebrochen" in capsys.readouterr().err
    assert _names(tmp_path) == NAMES[:2]
    assert _filed(tmp_path) == NAMES[:2]


def test_running_again_makes_new_files_beside_the_old_ones(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / NAMES[1]).write_bytes(b"von Hand")
    assert run() == 0
    assert (
        "5 von 5 Plänen geschrieben. 1 Datei gab es schon; sie blieb, die neue heißt anders (_2)."
    ) in capsys.readouterr().out
    assert (tmp_path / "plans" / NAMES[1]).read_bytes() == b"von Hand"
    assert _names(tmp_path) == sorted([*NAMES, "2026-2_Integrationsplan_v1_2.docx"])


def test_a_plan_that_cannot_be_made_stops_no_other(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse() -> None:
        raise DocumentError(*REASON)

    _at(monkeypatch, 2, refuse)
    assert run() == 1
    out = capsys.readouterr()
    assert out.out == "2026-2: Das geht nicht. Bitte prüfen.\n"
    assert out.err == (
        f"4 von 5 Plänen geschrieben. Ordner: {tmp_path / 'plans'}. "
        "1 Plan ließ sich nicht schreiben. Was noch fehlt, schreibt derselbe Befehl mit "
        "--missing.\n"
    )
    assert _names(tmp_path) == [*NAMES[:1], *NAMES[2:]]


def test_a_full_disk_ends_it_at_once(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write = files.write_atomically
    tried: list[Path] = []

    def full(path: Path, content: bytes, **how: object) -> Path:
        tried.append(path)
        if len(tried) == 3:

            def no_room(_stream: io.BufferedIOBase) -> None:
                raise OSError(errno.ENOSPC, "full")

            return write(path, no_room, **how)  # type: ignore[arg-type]
        return write(path, content, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(writing, "write_atomically", full)
    assert run() == 1
    out = capsys.readouterr()
    assert out.err.count("\n") == 1
    assert "kein Platz" in out.err
    assert "2 von 5 Plänen geschrieben. Was geschrieben ist, ist vollständig." in out.err
    assert len(tried) == 3
    assert _names(tmp_path) == NAMES[:2]
    assert _filed(tmp_path) == NAMES[:2]


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_is_for_a_terminal_and_goes_to_its_end(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run() == 0
    assert capsys.readouterr().err == ""
    screen = _Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    assert run() == 0
    steps = screen.getvalue().split("\r")
    assert [step.split("] ")[-1].strip() for step in steps[1:]] == [
        f"{done}/5 Pläne" for done in range(CASES + 1)
    ]
    assert screen.getvalue().endswith("\n")


def test_the_message_of_a_stop_gets_a_line_of_its_own(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = _Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    _at(monkeypatch, 3, lambda: signal.raise_signal(signal.SIGINT))
    assert run() == 1
    assert screen.getvalue().splitlines()[-1].startswith("3 von 5 Plänen geschrieben.")


def test_no_plan_at_all(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store.close()
    secret = tmp_path / "kennwort.txt"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    known = ["--store", str(tmp_path / "store"), "--passphrase-file", str(secret)]
    assert cli.main(["plans", "-o", str(tmp_path / "plans"), *known]) == 0
    assert "keinen gültigen Plan" in capsys.readouterr().out
    assert _names(tmp_path) == []


def test_off_the_main_thread_signals_are_left_alone() -> None:
    before = signal.getsignal(signal.SIGINT)
    seen = []

    def job() -> None:
        with stoppable() as stopped:
            seen.append((signal.getsignal(signal.SIGINT), stopped.is_set()))

    thread = threading.Thread(target=job)
    thread.start()
    thread.join()
    assert seen == [(before, False)]
