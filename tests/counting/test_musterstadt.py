"""The fictional town against figures that an independent program counted by the same rules."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from caseconsole.counting.resolve import resolve
from caseconsole.exchange.caseload_file import import_file
from caseconsole.reports.counts_file import counts_file
from caseconsole.store import Store
from tests.counting import reference
from tests.counting.caseloads import counted, year

DATA = Path(__file__).parent.parent / "data"
TOWN = DATA / "musterstadt.jsonl"


@pytest.fixture
def town(store: Store) -> Store:
    """The town in an encrypted store, as the program reads it."""
    store.call(import_file, TOWN)
    return store


def test_the_independent_figures_of_2024_come_out(town: Store) -> None:
    expected = json.loads((DATA / "musterstadt-2024-counts.json").read_text(encoding="utf-8"))
    figures = counts_file(town.call(counted, year(2024)), internal=True)
    assert all(identity["holds"] for identity in figures.pop("identities"))
    assert figures == expected


def test_every_year_agrees_with_living_through_it_day_by_day(town: Store) -> None:
    records = [json.loads(line) for line in TOWN.read_text(encoding="utf-8").splitlines()]
    for place, record in enumerate(records):
        record.setdefault("id", f"row {place}")
        if record["type"] == "contact":
            record.setdefault("persons", [])
    for number in range(2022, 2027):
        figures = counts_file(town.call(counted, year(number)), internal=True)
        del figures["identities"]
        assert figures == reference.count(records, f"{number}-01-01", f"{number}-12-31")


def test_every_list_is_as_long_as_its_figure_and_can_be_shown(town: Store) -> None:
    report = town.call(counted, year(2025))
    for path, entry in report.entries.items():
        members = report.members(path)
        if not entry.cell.adds:
            assert len(members) == report[path], path
        rows = town.call(resolve, members)
        assert [row.ref.id for row in rows] == [ref.id for ref in members]
        assert all(row.name for row in rows)
        assert report.title(path)
        assert report.definition(path).endswith(".")
