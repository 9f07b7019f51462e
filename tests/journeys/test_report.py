"""The report screen on the fictional town: figures, lists, periods, identities, export."""

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
from caseconsole.counting import Period, Ref, Report, count, read_facts
from caseconsole.counting.leaving import EXPORT
from caseconsole.counting.resolve import resolve
from caseconsole.errors import InputError
from caseconsole.exchange.caseload_file import import_file
from caseconsole.screens import report_reading
from caseconsole.screens.console import Start
from caseconsole.screens.report_export import file_name
from caseconsole.screens.report_list import PAGE
from caseconsole.screens.report_period import parse_period
from caseconsole.screens.report_rows import CHECK, build, movement
from caseconsole.settings import Documents, Reports, Settings
from caseconsole.store import Store
from tests.frames import SMALL, WIDE, escapes, frame
from tests.journeys.report_pages import names, settle, table, until

DATA = Path(__file__).parent.parent / "data"
EXPECTED = json.loads((DATA / "musterstadt-2024-counts.json").read_text(encoding="utf-8"))
HOSTILE = "[red]x[/] {{ y }} \x1b[2J=cmd()"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(dt.datetime(2024, 11, 21, 10, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def town(store: Store) -> Store:
    store.call(import_file, DATA / "musterstadt.jsonl")
    return store


@pytest.fixture
def app(town: Store, tmp_path: Path) -> CaseconsoleApp:
    config.use(Settings(documents=Documents(output_folder=str(tmp_path / "Ausgabe"))))
    return CaseconsoleApp(Start(folder=tmp_path), store=town)


def counted(store: Store, year: int) -> Report:
    period = Period.of_year(year)
    return store.call(lambda: count(read_facts(period), period))


def figure(path: str) -> int:
    """The figure of the independent count."""
    found = EXPECTED
    for key in path.split("."):
        found = found[key]
    assert isinstance(found, int)
    return found


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_the_screen_shows_the_independent_figures(
    app: CaseconsoleApp, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await pilot.press("ctrl+r")
        await settle(app, pilot)
        shown = frame(app)
        assert "Auswertung  01.01.2024 – 31.12.2024   Vergleich (2023)   Prüfregeln ✓" in shown
        move = EXPECTED["movement"]
        line = (
            f"Anfang {move['opening_stock']} + neu {move['new']} + wieder {move['reopened']} − "
            f"beendet {move['ended']} = Ende {move['closing_stock']}  ✓"
        )
        assert line in shown
        for title, path in (
            ("Betreute Personen", "persons.in_care"),
            ("Beratene Personen", "persons.advised"),
            ("Beratungen", "consultations.total"),
            ("Pläne neu", "plans.first_agreed"),
            ("Ziele erreicht", "goals.reached"),
        ):
            row = next(line for line in shown.splitlines() if line[3:].startswith(f"{title}  "))
            assert row[3 + len(title) :].split()[0] == str(figure(path)), row
        topics = EXPECTED["consultations"]["by_main_topic"]
        assert f"{max(topics.values())} " in shown
        assert "Betreute Personen: Jede Person einmal, die an mindestens einem Tag" in shown
        assert "z Zeitraum  v Vergleich  x Ausgabe  F5 Abgeben" in shown


def test_every_figure_of_the_count_stands_on_the_screen_with_a_list_of_its_length(
    town: Store,
) -> None:
    report, previous = counted(town, 2024), counted(town, 2023)
    rows = build(report, previous)
    assert len({row.key for row in rows}) == len(rows)
    figures = {row.path: row for row in rows if not row.path.startswith(CHECK)}
    missing = [path for path in report.entries if report.value(path) and path not in figures]
    assert missing == []
    for path, row in figures.items():
        members = report.members(path)
        assert row.value == report[path]
        assert row.previous is not None
        assert row.definition
        if not report.entries.get(path) or not report.entries[path].cell.adds:
            assert len(members) == row.value, path
            assert len(town.call(resolve, members)) == row.value, path


def test_last_years_months_stand_beside_the_same_months(town: Store) -> None:
    report, previous = counted(town, 2024), counted(town, 2023)
    rows = {row.path: row for row in build(report, previous)}
    for month in ("01", "07", "12"):
        row = rows[f"months.2024-{month}.consultations"]
        assert row.previous == previous[f"months.2023-{month}.consultations"]


async def test_enter_opens_the_list_and_the_file_and_f10_comes_back(app: CaseconsoleApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+r")
        await settle(app, pilot)
        await pilot.press("down", "down", "down", "enter")
        await settle(app, pilot)
        assert names(app) == ["heute", "auswertung", "liste"]
        assert f"Beratungen: {figure('consultations.total')}" in frame(app)
        members = table(app, "members")
        assert len(members.rows) == figure("consultations.total") > PAGE
        await pilot.press("end")
        await settle(app, pilot)
        assert "12.2024" in frame(app).splitlines()[-2]
        await pilot.press("home", "enter")
        await settle(app, pilot)
        assert names(app) == ["heute", "auswertung", "liste", "akte"]
        await pilot.press("f10")
        await settle(app, pilot)
        assert names(app) == ["heute", "auswertung", "liste"]
        await pilot.press("f10")
        await settle(app, pilot)
        assert names(app) == ["heute", "auswertung"]
        assert table(app).current_key == "overview.consultations.total"


async def test_a_list_opens_again_after_the_lock_with_the_same_length(
    town: Store, app: CaseconsoleApp
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        app.open_screen("liste", first="2024-01-01", last="2024-12-31", path="persons.in_care")
        await settle(app, pilot)
        assert len(table(app, "members").rows) == figure("persons.in_care")
        assert app.case_screens()[-1].arguments() == {
            "first": "2024-01-01", "last": "2024-12-31", "path": "persons.in_care",
            "edition": 0, "live": False,
        }  # fmt: skip


async def test_years_turn_and_the_comparison_goes(app: CaseconsoleApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+r")
        await settle(app, pilot)
        await pilot.press("left")
        await settle(app, pilot)
        assert "01.01.2023 – 31.12.2023   Vergleich (2022)" in frame(app)
        await pilot.press("right", "v")
        await settle(app, pilot)
        shown = frame(app)
        assert "01.01.2024 – 31.12.2024   Prüfregeln" in shown
        assert "Vergleich (" not in shown
        assert "(19)" not in shown


async def test_t_goes_from_part_to_part_and_round(app: CaseconsoleApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+r")
        await settle(app, pilot)
        figures = table(app)
        parts = list(dict.fromkeys(row.part for row in figures.rows))
        seen = []
        for _part in parts:
            current = figures.current
            assert current is not None
            seen.append(current.part)
            await pilot.press("t")
        assert seen == parts
        assert figures.cursor == 0
        await pilot.press("T")
        assert figures.current is not None
        assert figures.current.part == "checks"


async def test_a_period_is_asked_for_and_refused_in_words(app: CaseconsoleApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+r")
        await settle(app, pilot)
        await pilot.press("z", *"quark", "enter")
        await pilot.pause()
        assert "„quark“ ist kein Zeitraum. Zum Beispiel 2025" in frame(app)
        await pilot.press("ctrl+a", *"3/2024", "enter")
        await settle(app, pilot)
        assert "01.03.2024 – 31.03.2024" in frame(app)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2024-2025", "2024-01-01", "2025-12-31"),
        ("2025-1", "2025-01-01", "2025-06-30"),
        ("2025-2", "2025-07-01", "2025-12-31"),
        ("2. Halbjahr 2025", "2025-07-01", "2025-12-31"),
        ("Q1 2025", "2025-01-01", "2025-03-31"),
        ("2025 q4", "2025-10-01", "2025-12-31"),
        ("3. Quartal 2025", "2025-07-01", "2025-09-30"),
        ("3/2025", "2025-03-01", "2025-03-31"),
        ("02.2024", "2024-02-01", "2024-02-29"),
        ("2025-11", "2025-11-01", "2025-11-30"),
        ("2025-01", "2025-01-01", "2025-01-31"),
        ("März 2025", "2025-03-01", "2025-03-31"),
        ("01.01.2025-30.06.2025", "2025-01-01", "2025-06-30"),
        ("1.7.2025 – 15.9.2025", "2025-07-01", "2025-09-15"),
        ("1.3. bis 30.6.2023", "2023-03-01", "2023-06-30"),
        ("2025-01-15 bis 2025-02-15", "2025-01-15", "2025-02-15"),
        ("15.9.2025", "2025-09-15", "2025-09-15"),
        (" f ", "2025-01-01", "2027-12-31"),
    ],
)
def test_periods_are_typed_freely(typed: str, first: str, last: str) -> None:
    funding = Reports(funding_from=dt.date(2025, 1, 1), funding_to=dt.date(2027, 12, 31))
    config.use(Settings(reports=funding))
    period = parse_period(typed)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "typed", ["", "x", "13/2025", "Q5 2025", "2025-3", "31.12.2025-1.1.2025", "1-2-3", "f", HOSTILE]
)
def test_what_is_no_period_is_refused(typed: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_period(typed)
    assert str(refused.value)


async def test_a_broken_identity_stands_on_top_and_opens_its_rows(
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
        await pilot.press("ctrl+r")
        await settle(app, pilot)
        shown = frame(app)
        assert "! 1 Regel gebrochen" in shown
        assert "Was nicht aufgeht" in shown
        assert "Anfangsbestand + neu + wieder aufgenommen − beendet = Endbestand" in shown
        assert "! geht nicht auf" in shown.splitlines()[3]
        await pilot.press("home", "enter")
        await settle(app, pilot)
        assert "Diese Zeilen stören die Prüfregel" in frame(app)
        assert len(table(app, "members").rows) == 1


def test_the_movement_is_only_ticked_where_it_holds(town: Store) -> None:
    report = counted(town, 2024)
    assert movement(report)[1]
    wrong = tuple(dataclasses.replace(identity, holds=False) for identity in report.identities)
    assert not movement(dataclasses.replace(report, identities=wrong))[1]


async def test_figures_are_written_rounded_or_internally_and_noted(
    app: CaseconsoleApp, town: Store, tmp_path: Path
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+r")
        await settle(app, pilot)
        await pilot.press("x")
        await until(pilot, lambda: "In welcher Form" in frame(app))
        await pilot.press("4")
        await until(pilot, lambda: "Für wen" in frame(app))
        assert "auf Vielfache von 5 gerundet" in frame(app)
        await pilot.press("z")
        await until(pilot, lambda: "An wen" in frame(app))
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "An wen" in frame(app)
        await pilot.press(*"Kreis", "enter")
        await until(pilot, lambda: "Geschrieben:" in frame(app))
        assert "Auswertung_2024.json" in frame(app)
        await pilot.press("escape", "x")
        await until(pilot, lambda: "In welcher Form" in frame(app))
        await pilot.press("4")
        await until(pilot, lambda: "Für wen" in frame(app))
        await pilot.press("n")
        await until(pilot, lambda: "Genaue Zahlen ausgeben" in frame(app))
        assert "intern – nicht weitergeben" in frame(app)
        await pilot.press(*"Jahresplanung", "enter", *"Amtsleitung", "enter")
        await until(pilot, lambda: "Geschrieben:" in frame(app))
        assert "intern – nicht weitergeben" in frame(app)
        await pilot.press("escape")
    trail = town.call(
        lambda: [
            (row.object_type, row.fields, row.reason)
            for row in models.AuditEntry.select().where(models.AuditEntry.action == EXPORT)
        ]
    )
    assert trail == [
        ("report", ["rounded"], "2024-01-01/2024-12-31 · Kreis"),
        ("report", ["exact"], "2024-01-01/2024-12-31 · Amtsleitung · Jahresplanung"),
    ]
    exact = json.loads((tmp_path / "Ausgabe" / "Auswertung_2024_intern.json").read_bytes())
    rounded = json.loads((tmp_path / "Ausgabe" / "Auswertung_2024.json").read_bytes())
    assert exact["tables"] == EXPECTED["tables"]
    assert rounded["movement"] == EXPECTED["movement"]
    numbers = [n for base in rounded["tables"].values() for dim in base.values()
               for n in dim.values()]  # fmt: skip
    assert all(number % 5 == 0 for number in numbers)


async def test_a_word_report_says_what_is_left_to_write(
    app: CaseconsoleApp, town: Store, tmp_path: Path
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+r")
        await settle(app, pilot)
        await pilot.press("x")
        await until(pilot, lambda: "Sachbericht für Word" in frame(app))
        await pilot.press("2")
        await until(pilot, lambda: "Für wen" in frame(app))
        await pilot.press("z")
        await until(pilot, lambda: "An wen" in frame(app))
        await pilot.press(*"Kreis", "enter")
        await until(pilot, lambda: "Geschrieben:" in frame(app))
        assert "2 Stellen im Sachbericht sind noch zu ergänzen." in frame(app)
    assert (tmp_path / "Ausgabe" / "Auswertung_2024.docx").is_file()


def test_file_names_say_period_and_protection_only(town: Store) -> None:
    report = counted(town, 2024)
    assert file_name(report, ".xlsx", internal=False) == "Auswertung_2024.xlsx"
    half = dataclasses.replace(report, period=Period(dt.date(2024, 1, 1), dt.date(2024, 6, 30)))
    wanted = "Auswertung_2024-01-01_2024-06-30_intern.docx"
    assert file_name(half, ".docx", internal=True) == wanted


async def test_hostile_names_are_text_and_the_private_view_hides_names(
    app: CaseconsoleApp, town: Store
) -> None:
    def rename() -> None:
        models.Person.update(family_name=HOSTILE, given_name="Zora").execute()

    town.call(rename)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("ctrl+r")
        await settle(app, pilot)
        await pilot.press("enter")
        await settle(app, pilot)
        shown = frame(app)
        assert "[red]x[/] {{ y }}" in shown
        assert "Zora" in shown
        assert "* " in shown
        assert escapes(app) == []
        await pilot.press("f8")
        await settle(app, pilot)
        shown = frame(app)
        assert "Zora" not in shown
        assert "* " not in shown
