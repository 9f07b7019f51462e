"""Further ways through the figures by keyboard: periods, reference days, places, proof of use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import time_machine

from caseconsole import config, models
from caseconsole.app import CaseconsoleApp
from caseconsole.counting import Period, Report, count, read_facts
from caseconsole.counting.handing_in import hand_in
from caseconsole.counting.leaving import EXPORT
from caseconsole.counting.places import by_place
from caseconsole.days import EARLIEST_YEAR, LATEST_YEAR
from caseconsole.errors import InputError
from caseconsole.exchange.caseload_file import import_file
from caseconsole.screens.console import Start
from caseconsole.screens.report_period import name_of, parse_period, short, turned
from caseconsole.settings import Documents, Municipality, Post, Reports, Settings
from caseconsole.store import Store
from tests.frames import SMALL, WIDE, frame
from tests.journeys.report_pages import names, settle, shows, table, until

DATA = Path(__file__).parent.parent / "data"
MUSTER = Post("Martina Muster", 0.75, dt.date(2024, 2, 1), None, "55-1234/24")
BEISPIEL = Post("Bernd Beispiel", 0.5, dt.date(2025, 7, 1))


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
    config.use(
        replace(
            Settings(),
            municipality=Municipality(members=("Musterstadt", "Oberdorf", "Leerdorf")),
            documents=Documents(output_folder=str(tmp_path / "Ausgabe")),
            reports=Reports(funding_from=dt.date(2023, 1, 1), funding_to=dt.date(2024, 12, 31)),
            posts=(MUSTER, BEISPIEL),
        )
    )
    return CaseconsoleApp(Start(folder=tmp_path), store=town)


def counted(store: Store, period: Period) -> Report:
    return count(store.call(read_facts, period), period)


# ------------------------------------------------------------------ periods


@pytest.mark.parametrize(
    ("typed", "before", "after"),
    [
        ("2025", "2024", "2026"),
        ("1. Hj 2025", "2. Hj 2024", "2. Hj 2025"),
        ("Q1 2025", "Q4 2024", "Q2 2025"),
        ("03.2024", "02.2024", "04.2024"),
        ("2024-2025", "2022-2023", "2026-2027"),
        ("15.9.2025", "31.12.2024", "31.12.2025"),
        ("3.5.2025", "31.12.2024", "15.9.2025"),
        ("10.1.2025-19.1.2025", "31.12.2024-9.1.2025", "20.1.2025-29.1.2025"),
        ("Förderung", "2021-2022", "2025-2026"),
    ],
)
def test_the_period_before_and_after_is_of_the_same_kind(
    typed: str, before: str, after: str
) -> None:
    config.use(
        Settings(reports=Reports(funding_from=dt.date(2023, 1, 1),
                                 funding_to=dt.date(2024, 12, 31)))
    )  # fmt: skip
    period = parse_period(typed)
    assert turned(period, -1) == parse_period(before)
    assert turned(period, 1) == parse_period(after)


@pytest.mark.parametrize(("year", "step"), [(LATEST_YEAR, 1), (EARLIEST_YEAR, -1)])
def test_beyond_the_days_that_there_are_is_no_period(year: int, step: int) -> None:
    with pytest.raises(InputError):
        turned(Period.of_year(year), step)
    with pytest.raises(InputError):
        turned(parse_period(f"2.1.{year}-30.12.{year}"), 2 * step)


@pytest.mark.parametrize(
    ("typed", "name", "brief"),
    [
        ("2025", "Jahr 2025", "2025"),
        ("2. Hj 2025", "2. Halbjahr 2025", "2. Hj 2025"),
        ("Q3 2025", "3. Quartal 2025", "Q3 2025"),
        ("03.2025", "Monat 03.2025", "03.2025"),
        ("15.9.2025", "Stichtag", "15.09.2025"),
        ("1.2.2025-31.7.2025", "", "01.02.2025 – 31.07.2025"),
        ("2.1.2025-31.1.2025", "", "02.01.2025 – 31.01.2025"),
        ("2024-2025", "", "01.01.2024 – 31.12.2025"),
    ],
)
def test_periods_are_called_by_their_names(typed: str, name: str, brief: str) -> None:
    period = parse_period(typed)
    assert (name_of(period), short(period)) == (name, brief)
    assert parse_period(brief) == period


async def test_a_quarter_is_compared_with_the_year_or_the_quarter_before(
    app: CaseconsoleApp, town: Store
) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("ctrl+r")
        await settle(app, pilot)
        await pilot.press("z", *"Q1 2024", "enter")
        await shows(pilot, "01.01.2024 – 31.03.2024   Vergleich (Q1 2023)")
        assert "1. Quartal 2024" in frame(app)
        await pilot.press("v")
        await shows(pilot, "Vergleich (Q4 2023)")
        await settle(app, pilot)
        before = counted(town, Period(dt.date(2023, 10, 1), dt.date(2023, 12, 31)))
        rows = {row.path: row for row in table(app).rows}
        assert rows["consultations.total"].previous == before["consultations.total"]
        first = rows["months.2024-01.consultations"]
        assert first.previous == before["months.2023-10.consultations"]
        await pilot.press("v")
        await until(pilot, lambda: "Vergleich (" not in frame(app))
        await pilot.press("v", "left")
        await shows(pilot, "01.10.2023 – 31.12.2023   Vergleich (Q4 2022)")


async def test_a_reference_day_shows_the_stock_and_turns_to_the_next_one(
    app: CaseconsoleApp, town: Store
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+r")
        await settle(app, pilot)
        await pilot.press("s")
        shown = await shows(pilot, "Bestand an welchem Tag?")
        assert "3  31.12.2024" in shown
        await pilot.press("3")
        shown = await shows(pilot, "Bestand am Abend des 31.12.2024")
        day = dt.date(2024, 12, 31)
        report = counted(town, Period(day, day))
        rows = {row.path: row for row in table(app).rows}
        assert rows["movement.closing_stock"].value == report["movement.closing_stock"] == 32
        tables = [path for path in rows if path.startswith("tables.")]
        assert tables
        assert all(path.startswith("tables.stock.") for path in tables)
        await pilot.press("enter")
        await settle(app, pilot)
        assert len(table(app, "members").rows) == 32
        await pilot.press("f10", "left")
        await shows(pilot, "Auswertung  15.09.2024")


async def test_a_day_within_a_year_handed_in_says_so(app: CaseconsoleApp, town: Store) -> None:
    town.call(hand_in, Period.of_year(2024), "Landratsamt")
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+r")
        await settle(app, pilot)
        await pilot.press("z", *"31.12.2024", "enter")
        await shows(pilot, "! liegt in der Abgabe 2024")


# ------------------------------------------------------------------ places


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_places_stand_side_by_side_and_open_their_lists(
    app: CaseconsoleApp, town: Store, size: tuple[int, int]
) -> None:
    places = by_place(counted(town, Period.of_year(2024)))
    async with app.run_test(size=size) as pilot:
        await pilot.press("ctrl+r", "left")
        await shows(pilot, "31.12.2024")
        await pilot.press("o")
        shown = await shows(pilot, "Leerdorf")
        assert "genaue Zahlen, nur hier" in shown
        line = next(line for line in shown.splitlines() if "Oberdorf" in line)
        oberdorf = next(row for row in places.rows if row.key == "Oberdorf")
        figures = [word.strip("[]") for word in line.replace("▸", "").split()[1:7]]
        assert figures == [str(oberdorf.value(column)) for column in places.columns]
        await pilot.press("left", "down", "enter")
        shown = await shows(pilot, f"Oberdorf, Kontakte: {oberdorf.value('talks')}")
        await settle(app, pilot)
        assert len(table(app, "members").rows) == oberdorf.value("talks")
        await pilot.press("f10")
        await settle(app, pilot)
        table(app, "places").move_to("Leerdorf")
        await pilot.press("enter")
        await settle(app, pilot)
        assert names(app)[-1] == "orte"


# ------------------------------------------------------------------ proof of use


async def test_the_proof_of_use_of_each_post_and_its_page(
    app: CaseconsoleApp, town: Store, tmp_path: Path
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+r")
        await settle(app, pilot)
        await pilot.press("n")
        shown = await shows(pilot, "Verwendungsnachweis  01.02.2024 – 31.12.2024   Stelle 1 von 2")
        assert "Martina Muster · 0,75 VZÄ · seit 01.02.2024 · 55-1234/24" in shown
        assert "fällig bis 31.03.2025" in shown
        report = counted(town, Period(dt.date(2024, 2, 1), dt.date(2024, 12, 31)))
        assert table(app).rows[0].value == report["consultations.total"]
        await pilot.press("enter")
        await settle(app, pilot)
        assert len(table(app, "members").rows) == report["consultations.total"]
        await pilot.press("f10", "x")
        await shows(pilot, "In welcher Form")
        await pilot.press("1")
        await shows(pilot, "An wen geht der Verwendungsnachweis?")
        await pilot.press("enter")
        await shows(pilot, "Geschrieben:")
        await pilot.press("escape")
        await pilot.press("f5")
        await shows(pilot, "Auswertung  01.02.2024 – 31.12.2024")
        await pilot.press("f10")
        await settle(app, pilot)
        assert names(app)[-1] == "nachweis"
        await pilot.press("n")
        await shows(pilot, "Bernd Beispiel war im Förderzeitraum")
    assert (tmp_path / "Ausgabe" / "Verwendungsnachweis_2024-02-01_2024-12-31.docx").exists()
    noted = models.AuditEntry.select().where(models.AuditEntry.action == EXPORT)
    reasons = [row.reason for row in town.call(lambda: list(noted))]
    assert reasons == ["2024-02-01/2024-12-31 · Regierungspräsidium Stuttgart"]


# ------------------------------------------------------------------ visitors without a name


async def test_a_visitor_without_a_name_gets_one_from_the_list(
    app: CaseconsoleApp, town: Store
) -> None:
    period = Period.of_year(2024)
    before = counted(town, period)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+r")
        await settle(app, pilot)
        app.open_screen(
            "liste", first="2024-01-01", last="2024-12-31", path="consultations.anonymous"
        )
        await settle(app, pilot)
        assert "z Besucher zuordnen" in frame(app)
        await pilot.press("z")
        await shows(pilot, "Wer war der Besucher?")
        await pilot.press(*"2024-001")
        await shows(pilot, "Al-Bayati, Zainab")
        await pilot.press("enter")
        await until(pilot, lambda: "Al-Bayati, Zainab; " in frame(app))
        await settle(app, pilot)
    after = counted(town, period)
    assert after["consultations.anonymous"] == before["consultations.anonymous"] - 1
    assert after["consultations.person_contacts"] == before["consultations.person_contacts"] + 1
    assert after["consultations.total"] == before["consultations.total"]


async def test_a_list_of_cases_offers_no_visitors(app: CaseconsoleApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        app.open_screen("liste", first="2024-01-01", last="2024-12-31", path="persons.in_care")
        await settle(app, pilot)
        assert "Besucher zuordnen" not in frame(app)
