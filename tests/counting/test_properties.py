"""What must hold for every caseload and every period, whatever happened in it."""

from __future__ import annotations

import datetime as dt
import os

import time_machine
from hypothesis import HealthCheck, example, given, settings

from caseconsole.counting import Period, Report
from caseconsole.counting.months import EVENTS
from caseconsole.reports.counts_file import counts_file
from tests.counting import reference
from tests.counting.caseloads import Caseload, counted, memory, store, year
from tests.counting.strategies import caseloads, periods

# The full run looks further; every run looks at the same caseloads.
MORE = 4 if os.environ.get("CASECONSOLE_FULL") else 1

steady = settings(
    deadline=None,
    derandomize=True,
    max_examples=60 * MORE,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
fewer = settings(steady, max_examples=12 * MORE)


def _same_day() -> Caseload:
    """Closed and reopened on one day, and opened and closed on one day."""
    town = Caseload()
    town.client(("2024-01-01", "2024-12-31"), ("2024-12-31", None))
    town.client(("2024-05-05", "2024-05-05"))
    return town


def _broken(report: Report) -> list[str]:
    return [identity.rule for identity in report.identities if not identity.holds]


@steady
@given(caseloads(), periods())
@example(_same_day(), Period.of_year(2024))
def test_the_figures_are_those_of_living_through_every_day(town: Caseload, within: Period) -> None:
    figures = counts_file(town.count(within), internal=True)
    del figures["identities"]
    expected = reference.count(town.records, within.first.isoformat(), within.last.isoformat())
    assert figures == expected


@steady
@given(caseloads(), periods())
@example(_same_day(), Period.of_year(2024))
def test_identities_hold_and_figures_are_lengths(town: Caseload, within: Period) -> None:
    report = town.count(within)
    assert _broken(report) == []
    for path, entry in report.entries.items():
        if not entry.cell.adds:
            assert len(report.members(path)) == report[path], path
            assert len(set(report.members(path))) == report[path], path


@fewer
@given(caseloads())
def test_the_months_sum_to_the_year_and_hand_their_stock_on(town: Caseload) -> None:
    with memory():
        store(town.records)
        whole = counted(year(2024))
        parts = [counted(month) for month in year(2024).months()]
        after = counted(year(2025))
    assert all(_broken(part) == [] for part in parts)
    for path in EVENTS.values():
        assert sum(part[path] for part in parts) == whole[path], path
    for part, later in zip(parts, [*parts[1:], after], strict=True):
        assert part["movement.closing_stock"] == later["movement.opening_stock"]
        assert part["goals.open_at_end"] == later["goals.open_at_start"]


@fewer
@given(caseloads())
def test_a_later_today_changes_nothing(town: Caseload) -> None:
    with time_machine.travel(dt.date(2024, 12, 31), tick=False):
        then = counts_file(town.count(year(2024)))
    with time_machine.travel(dt.date(2031, 7, 1), tick=False):
        assert counts_file(town.count(year(2024))) == then


@fewer
@given(caseloads())
def test_what_happens_after_the_period_changes_nothing(town: Caseload) -> None:
    before = counts_file(town.count(year(2024)), internal=True)
    for person in [one["id"] for one in town.records if one["type"] == "person"]:
        town.case(person, ("2025-01-01", None))
        town.contact("2025-01-01", person)
        town.status(person, "2025-01-01", housing="homeless_shelter")
    assert counts_file(town.count(year(2024)), internal=True) == before
