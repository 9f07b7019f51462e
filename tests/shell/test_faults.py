"""After a fault nothing of the caseload is shown or written, wherever it happened (F13, C14)."""

from __future__ import annotations

import os
import stat
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NoReturn

import pytest
from textual.app import ComposeResult
from textual.widget import Widget

from caseconsole import faults
from caseconsole.app import CaseconsoleApp
from caseconsole.errors import InputError
from caseconsole.launcher import CRASHED
from caseconsole.screens.console import Start
from caseconsole.store import Store
from tests.shell.screens_for_tests import ENTRIES, HomeScreen

CANARY = "GEHEIM Müller, Diagnose F32"
RUN_ID = "ABC234"


def fail(client: str) -> NoReturn:
    note = f"Notiz über {client}"
    raise KeyError(note)


class RenderFails(Widget):
    """Fails when it is drawn."""

    def render(self) -> str:
        fail(CANARY)


class ComposeFails(Widget):
    """Fails when its parts are asked for."""

    def compose(self) -> ComposeResult:
        client = CANARY
        fail(client)


class MountFails(Widget):
    """Fails when it is put on the screen."""

    def on_mount(self) -> None:
        client = CANARY
        fail(client)


async def _in_worker(app: CaseconsoleApp) -> None:
    async def work(client: str) -> None:
        fail(client)

    app.run_worker(work(CANARY))


async def _in_thread(app: CaseconsoleApp) -> None:
    app.run_worker(lambda: fail(CANARY), thread=True)


async def _in_timer(app: CaseconsoleApp) -> None:
    app.set_timer(0.01, lambda: fail(CANARY))


async def _in_callback(app: CaseconsoleApp) -> None:
    app.call_later(fail, CANARY)


async def _in_database(app: CaseconsoleApp) -> None:
    app.run_worker(app.store.run(fail, CANARY))


async def _in_compose(app: CaseconsoleApp) -> None:
    await app.screen.mount(ComposeFails())


async def _in_mount(app: CaseconsoleApp) -> None:
    await app.screen.mount(MountFails())


async def _in_render(app: CaseconsoleApp) -> None:
    await app.screen.mount(RenderFails())


async def _with_own_rendering(app: CaseconsoleApp) -> None:
    class TalkativeError(Exception):
        def __rich__(self) -> str:
            return CANARY

    def raise_it() -> NoReturn:
        raise TalkativeError(CANARY)

    app.call_later(raise_it)


PLACES = [
    _in_worker, _in_thread, _in_timer, _in_callback, _in_database, _in_compose, _in_mount,
    _in_render, _with_own_rendering,
]  # fmt: skip


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__.strip("_"))
@pytest.mark.parametrize("supervised", [True, False])
async def test_no_word_of_the_caseload_leaves(
    place: Callable[[CaseconsoleApp], Awaitable[None]],
    *,
    supervised: bool,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(CaseconsoleApp, "SCREEN_ENTRIES", ENTRIES)
    start = Start(store.folder, run_id=RUN_ID, supervised=supervised)
    app = CaseconsoleApp(start, store=store)

    async def drive(pilot: object) -> None:
        assert isinstance(app.screen, HomeScreen)
        await place(app)
        await app._exception_event.wait()

    await app.run_async(headless=True, size=(80, 24), auto_pilot=drive)

    printed = "".join(capfd.readouterr())
    assert app.return_code == CRASHED
    assert "GEHEIM" not in printed
    assert "Traceback" not in printed
    assert (RUN_ID in printed) is not supervised
    log = (store.folder / faults.LOG_NAME).read_text(encoding="utf-8")
    assert RUN_ID in log
    assert "GEHEIM" not in log
    assert "Notiz" not in log


def test_the_log_names_kinds_and_places_only(tmp_path: Path) -> None:
    try:
        try:
            fail(CANARY)
        except KeyError as cause:
            raise ValueError(CANARY) from cause
    except ValueError as error:
        fault = faults.describe(error, "XYZ789")
    path = faults.record(tmp_path, fault)

    assert path is not None
    text = path.read_text(encoding="utf-8")
    assert "KeyError" in text
    assert "ValueError" in text
    assert "GEHEIM" not in text
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_place_is_the_innermost_one_inside_the_program() -> None:
    from caseconsole import text

    with pytest.raises(InputError) as caught:
        text.clean("\x00")
    fault = faults.describe(caught.value)
    assert fault.place.startswith("text.py:")


def test_the_log_gives_the_place_back(tmp_path: Path) -> None:
    faults.record(tmp_path, faults.Fault("AAAAAA", "", ("KeyError", "  app.py:7 f")))
    faults.record(
        tmp_path, faults.Fault("BBBBBB", "", ("KeyError", "  text.py:9 g", "  <x/y.py>:1 h"))
    )
    assert faults.recorded_place(tmp_path, "AAAAAA") == "app.py:7"
    assert faults.recorded_place(tmp_path, "BBBBBB") == "text.py:9"
    assert faults.recorded_place(tmp_path, "CCCCCC") == ""


def test_no_log_without_a_folder(tmp_path: Path) -> None:
    fault = faults.Fault("AAAAAA", "", ())
    assert faults.record(tmp_path / "nichts", fault) is None


def test_ids_are_easily_read_out() -> None:
    ids = {faults.new_id() for _ in range(200)}
    assert len(ids) == 200
    assert not set("".join(ids)) & set("01IO")
