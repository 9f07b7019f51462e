"""The district's form on the screen: point at a cell, choose a figure, save, fill."""

from __future__ import annotations

import asyncio
import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from textual.pilot import Pilot

from caseconsole import config, paths
from caseconsole.app import CaseconsoleApp
from caseconsole.caseload.drafts import open_drafts
from caseconsole.district.forms import read_mapping
from caseconsole.exchange.caseload_file import import_file
from caseconsole.models import AuditEntry
from caseconsole.screens.console import Start
from caseconsole.screens.form_grid import FormGrid
from caseconsole.screens.form_mapping import FormScreen
from caseconsole.settings import Documents, Settings
from caseconsole.store import Store
from tests.district.workbooks import made
from tests.frames import SMALL, WIDE, escapes, frame
from tests.host import HOSTILE
from tests.journeys.report_pages import settle, until

DATA = Path(__file__).parent.parent / "data"
FORMS = paths.template_folder() / "formulare"
KEYS = {" ": "space", ".": "full_stop", "_": "underscore", "-": "minus"}


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(dt.datetime(2025, 1, 21, 10, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FORMS, tmp_path / "Vorlagen" / "formulare"))


@pytest.fixture
def app(store: Store, forms: Path, tmp_path: Path) -> CaseconsoleApp:
    store.call(import_file, DATA / "musterstadt.jsonl")
    config.use(Settings(documents=Documents(template_folder=str(tmp_path / "Vorlagen"))))
    return CaseconsoleApp(Start(folder=tmp_path), store=store)


async def opened(app: CaseconsoleApp, pilot: Pilot[None], path: Path) -> FormScreen:
    """The screen with the form and 2024."""
    await settle(app, pilot)
    app.open_screen("formular", first="2024-01-01", last="2024-12-31", path=str(path))
    await until(pilot, lambda: isinstance(app.screen, FormScreen))
    screen = app.screen
    assert isinstance(screen, FormScreen)
    await until(pilot, lambda: screen._places is not None)
    await settle(app, pilot)
    return screen


async def typed(pilot: Pilot[None], text: str) -> None:
    for letter in text:
        await pilot.press(KEYS.get(letter, letter))
    await pilot.pause()


async def pick(app: CaseconsoleApp, pilot: Pilot[None], text: str) -> None:
    """Enter on a place, type, take the first that was found."""
    await until(pilot, lambda: type(app.screen).__name__ == "Pick")
    await typed(pilot, text)
    await until(pilot, lambda: not [w for w in app.workers if w.group == "find"])
    await pilot.pause()
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, FormScreen))
    await settle(app, pilot)


async def test_a_mapping_is_built_by_pointing(app: CaseconsoleApp, forms: Path) -> None:
    mapping = forms / "jahresmeldung.toml"
    mapping.unlink()
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, forms / "jahresmeldung.xlsx")
        shown = frame(app)
        assert "Formular: jahresmeldung.xlsx" in shown
        assert "Blatt 1 von 3: Deckblatt" in shown
        assert "Landkreis Musterkreis" in shown
        assert screen._place == "Deckblatt!B4"  # the first one to fill
        # A1:C1 is one cell, so one step to the right leaves the merged title.
        await pilot.press("home", "up", "up", "up", "right")
        assert screen._place == "Deckblatt!D1"
        await pilot.press("b")
        await settle(app, pilot)
        assert "Blatt 2 von 3: Zahlen" in frame(app)
        assert screen._place == "Zahlen!C5"
        # The heading in row 11 is one cell; below it the cursor is in its column again.
        await pilot.press(*["down"] * 7)
        await settle(app, pilot)
        assert screen._place == "Zahlen!C12"
        await pilot.press("enter")
        await pick(app, pilot, "betreute personen")
        shown = frame(app)
        assert "[44]" in shown
        assert "Betreute Personen = 44" in shown
        assert "1 Zahl zugeordnet" in shown
        await pilot.press("down", "enter")
        await pick(app, pilot, "persons.new")
        await pilot.press("plus")
        await pick(app, pilot, "persons.reopened")
        assert dict(screen._mapping.figures)["Zahlen!C13"] == "persons.new + persons.reopened"  # type: ignore[union-attr]
        assert "● Strg+S" in frame(app)
        assert screen.is_dirty
        await pilot.press("ctrl+s")
        await until(pilot, mapping.exists)
        await settle(app, pilot)
        assert dict(read_mapping(mapping).cells) == {
            "Zahlen!C12": "persons.in_care", "Zahlen!C13": "persons.new + persons.reopened",
        }  # fmt: skip
        assert not screen.is_dirty


async def test_a_cell_that_must_not_be_written_says_so(app: CaseconsoleApp, forms: Path) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, forms / "jahresmeldung.toml")
        await pilot.press("b")
        grid = screen.query_one(FormGrid)
        grid._go(9, 3)
        await settle(app, pilot)
        assert "rechnet eine Formel" in frame(app)
        await pilot.press("enter")
        await settle(app, pilot)
        assert app.screen is screen
        grid._go(9, 1)
        await settle(app, pilot)
        assert "gesperrt" in frame(app)


async def test_the_form_is_filled_and_noted(app: CaseconsoleApp, forms: Path, store: Store) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, forms / "jahresmeldung.toml")
        assert "62 Zahlen zugeordnet" in frame(app)
        assert screen._place == "Deckblatt!B4"
        await pilot.press("n")
        assert screen._place == "Deckblatt!B5"
        await pilot.press("f5")
        await until(pilot, lambda: type(app.screen).__name__ == "Menu")
        await pilot.press("1")
        await until(pilot, lambda: type(app.screen).__name__ == "AskLine")
        assert "Landratsamt Musterkreis" in frame(app)
        await pilot.press("enter")
        target = forms / "jahresmeldung_2024.xlsx"
        await until(pilot, target.exists)
        await until(pilot, lambda: type(app.screen).__name__ == "Ask")
        assert "Ausgefüllt: jahresmeldung_2024.xlsx" in frame(app)
    assert openpyxl.load_workbook(target)["Zahlen"]["C12"].value == 44
    noted = store.call(
        lambda: [e.reason for e in AuditEntry.select() if e.action == "report.export"]
    )
    assert len(noted) == 1
    assert "Landratsamt Musterkreis" in noted[0]


async def test_exact_tables_ask_what_for(app: CaseconsoleApp, forms: Path) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await opened(app, pilot, forms / "jahresmeldung.toml")
        await pilot.press("f5")
        await until(pilot, lambda: type(app.screen).__name__ == "Menu")
        await pilot.press("2")
        await until(pilot, lambda: "An wen" in frame(app))
        await pilot.press("enter")
        await until(pilot, lambda: "Wozu werden genaue" in frame(app))
        await pilot.press("enter")
        await pilot.pause()
        assert "Bitte ausfüllen." in frame(app)
        await typed(pilot, "Gesetz")
        await pilot.press("enter")
        await until(pilot, (forms / "jahresmeldung_2024_intern.xlsx").exists)


async def test_a_mapping_written_by_hand_is_not_lost(app: CaseconsoleApp, forms: Path) -> None:
    mapping = forms / "jahresmeldung.toml"
    before = mapping.read_bytes()
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, mapping)
        await pilot.press("delete")
        await settle(app, pilot)
        assert "61 Zahlen zugeordnet" in frame(app)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: type(app.screen).__name__ == "Ask")
        assert "von Hand geschrieben" in frame(app)
        await pilot.press("enter")
        beside = forms / "jahresmeldung_2.toml"
        await until(pilot, beside.exists)
        await settle(app, pilot)
        assert not screen.is_dirty
    assert mapping.read_bytes() == before
    assert len(read_mapping(beside).cells) == 61


async def test_what_was_placed_survives_the_lock(
    app: CaseconsoleApp, forms: Path, store: Store
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, forms / "jahresmeldung.toml")
        await pilot.press("delete")
        await settle(app, pilot)
        await screen.flush()
        draft = store.call(open_drafts)[0]
        assert draft.title == "Formular jahresmeldung.xlsx"
        app.pop_screen()
        await settle(app, pilot)
        app.open_draft(draft)
        await until(pilot, lambda: "61 Zahlen zugeordnet" in frame(app))


async def test_a_word_form_is_a_list_of_placeholders(app: CaseconsoleApp, forms: Path) -> None:
    (forms / "sachstand.toml").unlink()
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, forms / "sachstand.docx")
        assert "noch keine Zahl" in frame(app)
        assert screen._place == "az"
        await pilot.press("down", "down", "down")
        assert screen._place == "betreute"
        await pilot.press("enter")
        await pick(app, pilot, "betreute personen")
        assert "Personen: Betreute Personen" in frame(app)
        await pilot.press("ctrl+s")
        await until(pilot, (forms / "sachstand.toml").exists)
    assert read_mapping(forms / "sachstand.toml").placeholders == {"betreute": "persons.in_care"}


async def test_without_a_form_the_own_ones_are_offered(app: CaseconsoleApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await settle(app, pilot)
        app.open_screen("formular", first="2024-01-01", last="2024-12-31")
        await until(pilot, lambda: "1 jahresmeldung" in " ".join(frame(app).split()))
        await pilot.press("1")
        await until(pilot, lambda: "Blatt 1 von 3" in frame(app))


async def test_an_example_is_copied_before_it_is_changed(app: CaseconsoleApp, forms: Path) -> None:
    shutil.rmtree(forms)
    async with app.run_test(size=SMALL) as pilot:
        await settle(app, pilot)
        app.open_screen("formular", first="2024-01-01", last="2024-12-31")
        await until(pilot, lambda: "Beispiel: jahresmeldung" in frame(app))
        await pilot.press("1")
        await until(pilot, lambda: "Blatt 1 von 3" in frame(app))
    copied = await asyncio.to_thread(lambda: sorted(file.name for file in forms.iterdir()))
    assert copied == ["jahresmeldung.toml", "jahresmeldung.xlsx"]


async def test_nothing_in_a_form_is_obeyed(app: CaseconsoleApp, forms: Path) -> None:
    path = forms / "fremd.xlsx"
    path.write_bytes(made(_hostile))
    async with app.run_test(size=WIDE) as pilot:
        screen = await opened(app, pilot, path)
        grid = screen.query_one(FormGrid)
        for row in range(1, len(HOSTILE) + 1):
            grid._go(row, 1)
            await pilot.pause()
            assert not escapes(app)
        grid._go(1, 1)
        await pilot.pause()
        shown = frame(app)
        assert "[bold]Ali" in shown
        assert "Termin [abgesagt]" in shown


def _hostile(book: Any) -> None:
    texts = [text for text in HOSTILE if not ILLEGAL_CHARACTERS_RE.search(text)]
    for row, text in enumerate(texts, 1):
        if text.isprintable():
            book["Zahlen"].cell(row, 1, text)


async def test_leaving_asks_about_unsaved_figures(app: CaseconsoleApp, forms: Path) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, forms / "jahresmeldung.toml")
        await pilot.press("delete", "f10")
        await until(pilot, lambda: "noch nicht gespeichert" in frame(app))
        await pilot.press("tab", "tab", "enter")
        await until(pilot, lambda: screen not in app.screen_stack)
    assert len(read_mapping(forms / "jahresmeldung.toml").cells) == 62
