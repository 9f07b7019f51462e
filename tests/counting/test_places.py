"""Figures by place: each column adds up to its figure, and nothing is told of a talk's place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from caseconsole.counting import Report, count, read_facts
from caseconsole.counting.places import ELSEWHERE, by_place
from caseconsole.counting.resolve import resolve
from caseconsole.exchange.caseload_file import import_file
from caseconsole.settings import Municipality, Settings
from caseconsole.store import Store
from tests.counting.caseloads import Caseload, year

MUSTERSTADT = Path(__file__).parents[1] / "data" / "musterstadt.jsonl"
SETTINGS = replace(Settings(), municipality=Municipality(members=("Wehr", "St. Blasien", "Leer")))


@pytest.fixture
def report() -> Report:
    """Two places, somebody without one, somebody without a case."""
    town = Caseload()
    wehr, blasien, nowhere = (town.person() for _number in range(3))
    for person, place in ((wehr, "Wehr"), (blasien, "St. Blasien")):
        town.household((person, "2020-01-01"), place=place)
    planned = town.case(wehr, ("2024-02-01", None))
    town.plan(planned, "2024-03-01")
    town.case(blasien, ("2023-02-01", "2024-06-30"))
    town.case(nowhere, ("2023-02-01", None))
    town.contact("2024-04-01", wehr, blasien)
    town.contact("2024-04-02", nowhere, town.person())
    town.contact("2024-04-03", anonymous=7, kind="open_hour")
    return town.count(year(2024), SETTINGS)


def test_every_figure_of_every_place(report: Report) -> None:
    places = by_place(report)
    found = {
        row.title: tuple(row.value(column) for column in places.columns) for row in places.rows
    }
    #               in care, new, ended, stock, with plan, participations
    assert found == {
        "Wehr": (1, 1, 0, 1, 1, 1),
        "St. Blasien": (1, 0, 1, 0, 0, 1),
        "Leer": (0, 0, 0, 0, 0, 0),
        "keine Angabe": (1, 0, 0, 1, 0, 1),
        "ohne Fall oder gelöscht": (0, 0, 0, 0, 0, 1),
    }


def test_member_municipalities_stand_in_the_order_of_the_settings(report: Report) -> None:
    rows = [row.title for row in by_place(report).rows]
    assert rows[:3] == ["Wehr", "St. Blasien", "Leer"]


def test_every_column_adds_up_to_its_figure_and_every_list_is_as_long_as_it_says(
    store: Store,
) -> None:
    store.call(import_file, MUSTERSTADT)
    for number in (2023, 2024, 2025):
        period = year(number)
        made = count(store.call(read_facts, period), period)
        places = by_place(made)
        for column in places.columns:
            assert places.definition(column)
            total = sum(row.value(column) for row in places.rows)
            assert total == places.total(column) == made[places.total_path(column)]
            for row in places.rows:
                members = places.members(column, row.key)
                assert len(store.call(resolve, members)) == row.value(column)


def test_those_without_a_place_here_have_a_row_of_their_own_only_where_there_are_some() -> None:
    town = Caseload()
    person = town.client(("2024-02-01", None))
    town.contact("2024-04-01", person)
    places = by_place(town.count(year(2024), SETTINGS))
    assert ELSEWHERE not in [row.key for row in places.rows]
