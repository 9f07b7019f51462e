"""Handing in by keyboard: frozen figures, what counts differently later, and whose row it is."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from caseconsole import config, models
from caseconsole.app import CaseconsoleApp
from caseconsole.counting import Period, Ref, Report, count
from caseconsole.counting.handing_in import hand_in, hand_ins
from caseconsole.exchange.caseload_file import import_file
from caseconsole.screens import report_reading
from caseconsole.screens.console import Start
from caseconsole.settings import Documents, Settings
from caseconsole.store import Store
from caseconsole.store.drafts import list_drafts
from tests.frames import SMALL, WIDE, frame
from tests.journeys.report_pages import names, settle, shows, table, until

DATA = Path(__file__).parent.parent / "data"
EXPECTED = json.loads((DATA / "musterstadt-2024-counts.json").read_text(encoding="utf-8"))
YEAR = Period.of_year(2024)
TALKS = EXPECTED["consultations"]["total"]


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(dt.datetime(2025, 2, 3, 10, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def town(store: Store) -> Store:
    store.call(import_file, DATA / "musterstadt.jsonl")
    return store


@pytest.fixture
def app(town: Store, tmp_path: Path) -> CaseconsoleApp:
    config.use(Settings(documents=Documents(output_folder=str(tmp_path / "Ausgabe"))))
    return CaseconsoleApp(Start(folder=tmp_path), store=town)


def talks(app: CaseconsoleApp) -> int:
    """The consultations on the screen."""
    found: int = next(r.value for r in table(app).rows if r.path == "consultations.total")
    return found


async def test_handing_in_by_keyboard(app: CaseconsoleApp, town: Store) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+r", "left")
        await shows(pilot, "01.01.2024 – 31.12.2024   Vergleich (2023)")
        assert "noch nicht abgegeben" in frame(app)
        await pilot.press("f5")
        shown = await shows(pilot, "Abgeben: 01.01.2024 – 31.12.2024")
        assert "mit den Listen dahinter" in shown
        assert "antwortet dieser" in shown
        await pilot.press("enter")
        await pilot.pause()
        assert town.call(hand_ins) == ()
        await pilot.press(*"Landratsamt", "f5")
        await shows(pilot, "Abgegeben: 01.01.2024 – 31.12.2024")
        (info,) = town.call(hand_ins)
        assert info.recipient == "Landratsamt"
        assert info.sha256 in frame(app).replace("\n", "").replace("│", "").replace(" ", "")
        await pilot.press("escape")
        shown = await shows(pilot, "ohne Abweichung")
        assert f"abgegeben 03.02.2025 an Landratsamt · ohne Abweichung · SHA {info.sha256[:8]}" in (
            shown
        )
        assert "a Abweichung" in shown


async def test_from_a_late_entry_to_the_case_behind_the_deviation(
    app: CaseconsoleApp, town: Store
) -> None:
    town.call(hand_in, YEAR, "Landratsamt")
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+r", "left")
        await shows(pilot, "ohne Abweichung")
        await settle(app, pilot)
        await pilot.press("home", "enter")
        await settle(app, pilot)
        await pilot.press("enter")
        await settle(app, pilot)
        assert names(app)[-1] == "akte"
        await pilot.press("b")
        await settle(app, pilot)
        assert names(app)[-1] == "beratung"
        await pilot.press(*["tab"] * 5, *"5.5.2024", "enter", "ctrl+s")
        await until(pilot, lambda: names(app)[-1] != "beratung")

        await pilot.press("ctrl+r")
        shown = await shows(pilot, "Abweichungen")
        assert talks(app) == TALKS
        await pilot.press("h")
        await shows(pilot, "! heutiger Stand")
        await until(pilot, lambda: talks(app) == TALKS + 1)
        await pilot.press("h", "a")
        shown = await shows(pilot, "Abweichung seit Abgabe")
        await shows(pilot, "Alle gehen auf ✓")
        assert "Ursachen: nachträglich eingetragen" in frame(app)
        deviations = table(app, "deviations")
        deviations.move_to("consultations.total")
        await pilot.pause()
        assert f"Beratungen: {TALKS} + 1 hinzugekommen − 0 weggefallen = {TALKS + 1} ✓" in frame(
            app
        )
        await pilot.press("enter")
        shown = await shows(pilot, "+ nachträglich eingetragen")
        assert "05.05.2024" in shown
        await pilot.press("enter")
        await settle(app, pilot)
        assert names(app) == ["heute", "auswertung", "abweichung", "ursachen", "akte"]
        await pilot.press("f10", "f10")
        await settle(app, pilot)
        assert table(app, "deviations").current_key == "consultations.total"


async def test_a_second_edition_asks_why_and_both_are_listed(
    app: CaseconsoleApp, town: Store
) -> None:
    town.call(hand_in, YEAR, "Landratsamt")
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("ctrl+r", "left")
        await shows(pilot, "ohne Abweichung")
        await pilot.press("f5")
        shown = await shows(pilot, "Warum noch einmal")
        assert "Ausgabe 1 vom 03.02.2025 bleibt erhalten" in shown
        assert "Die neue Ausgabe hätte dieselben Zahlen" in shown
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert len(town.call(hand_ins)) == 1
        await pilot.press(*"Nachfrage", "ctrl+s")
        await shows(pilot, "Ausgabe 2 · SHA-256")
        await pilot.press("escape")
        await shows(pilot, "· Ausgabe 2 ·")
        await pilot.press("l")
        shown = await shows(pilot, "2 Ausgaben")
        assert "Grund: Nachfrage" in shown
        await pilot.press("down", "enter")
        await shows(pilot, "abgegeben 03.02.2025 an Landratsamt · ohne Abweichung · SHA")
        assert app.case_screens()[-1].arguments()["edition"] == 1
        await pilot.press("f10")
        await settle(app, pilot)
        assert names(app)[-1] == "abgaben"


async def test_a_period_that_still_runs_is_refused_in_words(
    app: CaseconsoleApp, town: Store
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+r")
        await shows(pilot, "läuft noch")
        await settle(app, pilot)
        await pilot.press("f5")
        shown = await shows(pilot, "Der Zeitraum läuft noch bis 31.12.2025.")
        assert "frühestens am 01.01.2026" in shown
        assert town.call(hand_ins) == ()


async def test_a_broken_identity_blocks_handing_in_and_opens_its_rows(
    app: CaseconsoleApp, town: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = town.call(lambda: models.Case.select(models.Case.id).order_by(models.Case.id).first())

    def wrong(facts: object, period: Period) -> Report:
        report = count(facts, period)  # type: ignore[arg-type]
        broken = dataclasses.replace(
            report.identities[1], holds=False, broken=(Ref("case", case_id.id),)
        )
        return dataclasses.replace(
            report, identities=(report.identities[0], broken, *report.identities[2:])
        )

    monkeypatch.setattr(report_reading, "count", wrong)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+r", "left")
        await shows(pilot, "! 1 Regel gebrochen")
        await settle(app, pilot)
        await pilot.press("f5")
        shown = await shows(pilot, "So kann nicht abgegeben werden")
        assert "Anfangsbestand + neu + wieder aufgenommen − beendet = Endbestand" in shown
        await pilot.press("z")
        await shows(pilot, "Diese Zeilen stören die Prüfregel")
        assert len(table(app, "members").rows) == 1
        assert town.call(hand_ins) == ()


async def test_what_is_typed_for_handing_in_survives_and_opens_again(
    app: CaseconsoleApp, town: Store
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+r", "left")
        await shows(pilot, "noch nicht abgegeben")
        await settle(app, pilot)
        await pilot.press("f5")
        await shows(pilot, "An wen")
        await pilot.press(*"Landrats", "f10")
        await shows(pilot, "noch nicht gespeichert")
        await pilot.press("enter")
        await pilot.press("ctrl+t")
        await shows(pilot, "Überfällig")
        (draft,) = [one for one in town.call(list_drafts) if one.title]
        assert draft.title == "Abgabe 01.01.2024 – 31.12.2024"
        app.open_draft(draft)
        shown = await shows(pilot, "Landrats")
        assert "Abgeben: 01.01.2024 – 31.12.2024" in shown
        await pilot.press("f5")
        await shows(pilot, "Abgegeben:")
        assert town.call(hand_ins)[0].recipient == "Landrats"


async def test_a_list_of_a_year_handed_in_keeps_its_length_after_the_lock(
    app: CaseconsoleApp, town: Store
) -> None:
    town.call(hand_in, YEAR, "Landratsamt")
    town.call(lambda: models.Contact.delete().where(models.Contact.day < dt.date(2025, 1, 1)))
    async with app.run_test(size=SMALL) as pilot:
        app.open_screen("liste", first="2024-01-01", last="2024-12-31", path="consultations.total")
        await settle(app, pilot)
        assert len(table(app, "members").rows) == TALKS


async def test_a_frozen_year_leaves_as_it_was_handed_in(
    app: CaseconsoleApp, town: Store, tmp_path: Path
) -> None:
    town.call(hand_in, YEAR, "Landratsamt")
    first = town.call(
        lambda: models.Contact.select().where(
            models.Contact.day.between(YEAR.first, YEAR.last), models.Contact.kind == "office"
        ).first()
    )  # fmt: skip

    def no_talk_any_more() -> None:
        models.Contact.update(kind="letter").where(models.Contact.id == first.id).execute()

    town.call(no_talk_any_more)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+r", "left")
        await shows(pilot, "Abweichung")
        await settle(app, pilot)
        await pilot.press("x")
        await shows(pilot, "In welcher Form")
        await pilot.press("4")
        await shows(pilot, "Für wen")
        await pilot.press("z")
        await shows(pilot, "An wen")
        await pilot.press(*"Kreis", "enter")
        await shows(pilot, "Geschrieben:")
    written = json.loads((tmp_path / "Ausgabe" / "Auswertung_2024.json").read_bytes())
    assert written["consultations"]["total"] == TALKS
