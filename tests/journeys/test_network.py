"""Network and documents on the fictional town: partners, referrals, written files, templates."""

from __future__ import annotations

import datetime as dt
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from textual.pilot import Pilot

from caseconsole import config, models
from caseconsole.app import CaseconsoleApp
from caseconsole.caseload.drafts import open_drafts
from caseconsole.caseload.network import list_partners, list_referrals
from caseconsole.documents.filed import Made
from caseconsole.documents.kinds import DocumentData
from caseconsole.documents.plan_data import valid_plan_cases
from caseconsole.documents.writer import Writer
from caseconsole.exchange.caseload_file import import_file
from caseconsole.screens.console import Start
from caseconsole.screens.documents_files import find_files, is_written_here
from caseconsole.screens.network import NetworkScreen
from caseconsole.screens.network_partner import PartnerScreen
from caseconsole.settings import Documents, Settings
from caseconsole.store import Store
from caseconsole.widgets import RecordTable
from tests.frames import SMALL, WIDE, escapes, frame

DATA = Path(__file__).parent.parent / "data"
TODAY = dt.datetime(2026, 11, 21, 10, tzinfo=dt.UTC)
READING = {"load", "pages", "form-save"}
HOSTILE = "[bold]VHS[/] {{ y }} \x1b[2J"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def town(store: Store) -> Store:
    store.call(import_file, DATA / "musterstadt.jsonl")
    return store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder for documents."""
    made = tmp_path / "Ausgabe"
    made.mkdir()
    return made


@pytest.fixture
def app(town: Store, tmp_path: Path, folder: Path) -> CaseconsoleApp:
    config.use(Settings(documents=Documents(output_folder=str(folder))))
    return CaseconsoleApp(Start(folder=tmp_path), store=town)


async def settle(app: CaseconsoleApp, pilot: Pilot[None]) -> None:
    """Wait until what was asked for is shown; other workers may wait for an answer."""
    for _turn in range(3):
        await pilot.pause()
        reading = [worker for worker in app.workers if worker.group in READING]
        if reading:
            await app.workers.wait_for_complete(reading)
    await pilot.pause()


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_partners_stand_with_their_referrals(
    app: CaseconsoleApp, town: Store, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await pilot.press("ctrl+n")
        await settle(app, pilot)
        shown = frame(app)
        partners = town.call(list_partners)
        still_open = len(town.call(lambda: list_referrals(open_only=True)))
        assert f"{len(partners)} Stellen · {still_open} Vermittlungen offen" in shown
        for partner in partners:
            line = next(line for line in shown.splitlines() if partner.name[:15] in line)
            counts = f"{partner.open_referrals} offen/" if partner.open_referrals else ""
            assert f"{counts}{partner.referrals or ''}" in line


async def test_searching_and_enter_show_who_was_referred(app: CaseconsoleApp, town: Store) -> None:
    partner = next(row for row in town.call(list_partners) if "Jobcenter" in row.name)
    referrals = town.call(lambda: list_referrals(partner_id=partner.id))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("ctrl+n")
        await settle(app, pilot)
        await pilot.press("slash", *"jobcent")
        await settle(app, pilot)
        assert "1 Stelle" in frame(app)
        await pilot.press("enter", "enter")
        await settle(app, pilot)
        assert isinstance(app.screen, PartnerScreen)
        shown = frame(app)
        assert len(app.screen.query_one("#referrals", RecordTable).rows) == len(referrals) > 0
        for row in referrals:
            line = next(line for line in shown.splitlines() if row.number in line)
            assert row.person in line
            assert row.result_label in line
        await pilot.press("enter")
        await settle(app, pilot)
        assert app.case_screens()[-1].SCREEN_NAME == "akte"


async def test_a_partner_is_entered_changed_and_kept_as_a_draft(
    app: CaseconsoleApp, town: Store
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+n")
        await settle(app, pilot)
        await pilot.press("n")
        await settle(app, pilot)
        await pilot.press(*"Volkshochschule", "f10")
        await pilot.pause()
        await pilot.press("enter")
        await settle(app, pilot)
        drafts = town.call(open_drafts)
        assert [draft.key for draft in drafts] == ["netzwerk::0"]
        app.open_screen("heute")
        await settle(app, pilot)
        app.open_draft(drafts[0])
        await settle(app, pilot)
        assert "Volkshochschule" in frame(app)
        await pilot.press("ctrl+s")
        await settle(app, pilot)
        assert isinstance(app.screen, NetworkScreen)
        current = app.screen.query_one("#partners", RecordTable).current
        assert current is not None
        assert current.name == "Volkshochschule"
        await pilot.press("f4")
        await settle(app, pilot)
        await pilot.press("end", *" Mitte", "ctrl+s")
        await settle(app, pilot)
        assert "Volkshochschule Mitte" in {row.name for row in town.call(list_partners)}
        assert town.call(open_drafts) == ()


async def test_hostile_partners_are_text_and_the_private_view_shows_initials(
    app: CaseconsoleApp, town: Store
) -> None:
    town.call(lambda: models.Partner.update(name=HOSTILE).execute())
    row = town.call(list_referrals)[0]
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("ctrl+n")
        await settle(app, pilot)
        assert "[bold]VHS[/] {{ y }}" in frame(app)
        assert escapes(app) == []
        app.open_screen("stelle", partner_id=row.partner_id)
        await settle(app, pilot)
        assert "[bold]VHS[/] {{ y }}" in frame(app)
        assert row.person in frame(app)
        await pilot.press("f8")
        await settle(app, pilot)
        assert row.person not in frame(app)
        assert row.number in frame(app)


async def until(pilot: Pilot[None], done: Callable[[], bool]) -> None:
    """Wait for something that another thread does."""
    for _turn in range(3000):
        if done():
            return
        await pilot.pause(0.01)
    pytest.fail(frame(pilot.app))


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def old_file(folder: Path, name: str, days: int) -> Path:
    path = folder / name
    path.write_bytes(b"x" * 2048)
    written = TODAY.timestamp() - days * 86400
    os.utime(path, (written, written))
    return path


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_files_left_lying_stand_with_their_age_and_are_deleted(
    app: CaseconsoleApp, folder: Path, size: tuple[int, int]
) -> None:
    old = old_file(folder, "2024-017_Integrationsplan_v3.docx", 40)
    unfiled = old_file(folder, "2024-018_Integrationsplan_v1.docx", 2)
    report = old_file(folder, "Auswertung_2025.xlsx", 2)
    foreign = old_file(folder, "Haushalt.xlsx", 1)
    old_file(folder, "~$2024-018_Integrationsplan_v1.docx", 2)
    async with app.run_test(size=size) as pilot:
        await pilot.press("ctrl+o")
        await settle(app, pilot)
        shown = frame(app)
        assert "Dokumente   4 Dateien unverschlüsselt auf dem PC   ! 1 liegt zu lange" in shown
        assert "40 Tage !" in shown
        assert "2 Tage" in shown
        assert "~$" not in shown
        assert "integrationsplan.docx" in shown
        await pilot.press("home", "delete")
        await pilot.pause()
        assert old.name in frame(app)
        await pilot.press("enter")
        await settle(app, pilot)
        assert old.exists()
        await pilot.press("delete")
        await pilot.pause()
        await pilot.press("left", "enter")
        await until(pilot, lambda: not old.exists())
        await settle(app, pilot)
        await pilot.press("a")
        await until(pilot, lambda: "1 vom Programm geschriebene Datei" in frame(app))
        await pilot.press("left", "enter")
        await until(pilot, lambda: not report.exists())
    assert all(path.exists() for path in (foreign, unfiled))


async def test_enter_opens_a_file(
    app: CaseconsoleApp, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = old_file(folder, "2024-017_Integrationsplan_v3.docx", 1)
    opened: list[Path] = []

    def note(file: Path) -> bool:
        opened.append(file)
        return True

    monkeypatch.setattr("caseconsole.screens.opening.open_file", note)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+o")
        await settle(app, pilot)
        await pilot.press("home", "enter")
        await settle(app, pilot)
        await until(pilot, lambda: bool(opened))
    assert opened == [path]


async def test_a_template_is_checked_and_the_placeholders_are_listed(
    app: CaseconsoleApp, tmp_path: Path
) -> None:
    broken = tmp_path / "kaputt.docx"
    broken.write_bytes(b"kein Word")
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+o")
        await settle(app, pilot)
        await pilot.press("end", "enter")
        await until(pilot, lambda: ".docx: in Ordnung" in frame(app))
        await pilot.press("escape", "v")
        await pilot.pause()
        await pilot.press("ctrl+a", *"gibtesnicht.docx", "enter")
        await pilot.pause()
        assert "Diese Datei gibt es nicht." in frame(app)
        await pilot.press("ctrl+a")
        app.screen.query_one("#line").load(f'"{broken}"')  # type: ignore[attr-defined]
        await pilot.press("enter")
        await until(pilot, lambda: "Welche Vorlage" not in frame(app))
        await settle(app, pilot)
        await until(pilot, lambda: "Schließen" in frame(app))
        assert "Word" in frame(app)
        await pilot.press("escape", "p")
        await until(pilot, lambda: "Platzhalter für welche Vorlage?" in frame(app))
        await pilot.press("2")
        await until(pilot, lambda: "{{ gemeinde }} – Name der Gemeinde" in frame(app))


async def test_all_valid_plans_are_written_and_a_stop_keeps_whole_files(
    app: CaseconsoleApp, town: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = len(town.call(lambda: valid_plan_cases(TODAY.date())))
    assert wanted > 3
    third, stopped = threading.Event(), threading.Event()
    make = Writer.make

    def make_slowly(writer: Writer, data: DocumentData) -> Made:
        if len(names_in(folder)) == 2:
            third.set()
            stopped.wait(60)
        return make(writer, data)

    monkeypatch.setattr(Writer, "make", make_slowly)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+o")
        await settle(app, pilot)
        await pilot.press("w")
        await until(pilot, lambda: "nicht verschlüsselt" in frame(app))
        await pilot.press("enter")
        await until(pilot, third.is_set)
        assert f"2/{wanted}" in frame(app)
        await pilot.press("f10")
        assert "Wird angehalten" in frame(app)
        stopped.set()
        await until(pilot, lambda: "geschrieben." in frame(app))
        assert f"3 von {wanted} Plänen geschrieben. Angehalten." in frame(app)
        assert str(folder)[:20] in frame(app)
    assert len(names_in(folder)) == 3
    assert all(is_written_here(folder / name) for name in names_in(folder))


def test_only_names_that_the_program_gives_are_its_own() -> None:
    for name in (
        "2026-0042_Integrationsplan_v3.docx",
        "Fall-con_Integrationsplan_Entwurf.docx",
        "2026-0042_Integrationsplan_v3_2.docx",
        "Auswertung_2025.xlsx",
        "Auswertung_2025-01-01_2025-06-30_intern_2.csv",
    ):
        assert is_written_here(Path(name)), name
    for name in ("Haushaltsplan.docx", "Auswertung_Wasserwerk.xlsx", "Integrationsplan.docx"):
        assert not is_written_here(Path(name)), name


def test_a_missing_folder_holds_nothing(tmp_path: Path) -> None:
    assert find_files(tmp_path / "fehlt", TODAY) == []
