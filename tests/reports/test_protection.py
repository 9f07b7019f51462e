"""Small numbers: what leaves is rounded, and nothing beside it gives the exact ones away."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseconsole.counting import Report
from caseconsole.reports import counts_file
from caseconsole.reports.content import Content
from caseconsole.reports.protection import protect, rounded
from tests.counting.caseloads import Caseload, year
from tests.reports.conftest import HOSTILE

KEYS = {
    "movement": {"opening_stock", "new", "reopened", "ended", "closing_stock", "active_rows"},
    "cases": {"in_care", "carried_over", "new", "reopened", "running", "ended"},
    "plans": {
        "first_agreed", "continued", "continuations", "valid_at_end", "valid_in_period", "closed",
        "cumulative", "quota",
    },
    "closings": {"by_reason"},
    "tables": {"persons_in_care", "stock"},
}  # fmt: skip
TABLES = {
    "sex", "age", "nationality", "residence_status", "housing", "place", "german_level",
    "employment",
}  # fmt: skip


@given(st.integers(0, 100_000))
def test_rounding_to_five_is_that_of_the_statistical_offices(number: int) -> None:
    assert rounded(number) == 5 * ((number + 2) // 5)
    assert abs(rounded(number) - number) <= 2
    assert rounded(rounded(number)) == rounded(number) <= rounded(number + 1)


@given(st.integers(3, 100), st.integers(0, 10_000))
def test_any_base_rounds_to_its_nearest_multiple(base: int, number: int) -> None:
    assert rounded(number, base) % base == 0
    assert abs(rounded(number, base) - number) <= base / 2


def test_cross_tables_leave_rounded_and_headlines_exact(reports: tuple[Report, Report]) -> None:
    report = reports[0]
    protected = counts_file.counts_file(protect(report))
    leaving = protected
    internal = counts_file.counts_file(report, internal=True)
    assert leaving["persons"] == internal["persons"]
    assert leaving["persons"]["in_care"] == 13
    assert internal["tables"]["persons_in_care"]["sex"] == {"female": 11, "male": 2}
    # Every row that there could be stands there: a missing one would say that nobody is in it.
    assert protected["tables"]["persons_in_care"]["sex"] == {
        "female": 10, "male": 0, "diverse": 0, "not_stated": 0,
    }  # fmt: skip
    assert protected["tables"]["persons_in_care"]["place"] == {
        HOSTILE: 5, "Wehr": 10, "other": 0, "not_stated": 0,
    }  # fmt: skip
    # Thirteen of other nationalities, rounded to 15, of thirteen in all: it would say everything.
    assert internal["tables"]["persons_in_care"]["nationality"] == {
        "UA": 6, "IR": 3, "SY": 3, "ER": 1,
    }  # fmt: skip
    assert protected["tables"]["persons_in_care"]["nationality"] == {}


def test_the_counts_file_has_exactly_the_keys_of_the_interface(
    reports: tuple[Report, Report],
) -> None:
    content = json.loads(counts_file.render(reports[0]).decode("utf-8"))
    assert content.pop("municipality") == "Süd & Nord <Gemeinde>"
    assert list(content) == [
        "period", "rules", "movement", "cases", "persons", "households", "consultations", "plans",
        "goals", "closings", "tables", "identities",
    ]  # fmt: skip
    for section, keys in KEYS.items():
        assert set(content[section]) == keys
    assert set(content["tables"]["stock"]) == set(content["tables"]["persons_in_care"]) == TABLES
    assert all(set(identity) == {"rule", "holds"} for identity in content["identities"])
    assert content["rules"] == 1


def test_referral_tables_are_rounded_and_have_no_exact_year_beside(
    reports: tuple[Report, Report],
) -> None:
    content = Content(*reports)
    by_path = {section.path: section for section in content.breakdowns()}
    row = by_path["referrals.by_kind"].rows[0]
    assert (row.value, row.previous) == (15, None)
    topic = by_path["consultations.by_main_topic"].rows[0]
    assert (topic.value, topic.previous) == (13, 0)
    exact = Content(*reports, internal=True)
    assert {section.path: section for section in exact.breakdowns()}["referrals.by_kind"].rows[
        0
    ].value == 13


def test_tables_are_sorted_by_what_is_shown() -> None:
    town = Caseload()
    for country, number in (("SY", 11), ("UA", 12), ("IR", 13), ("ER", 9), ("GM", 1)):
        for _person in range(number):
            town.case(town.person(nationalities=[country]), ("2024-01-01", None))
    content = Content(protect(town.count(year(2024))))
    names = next(grid for grid in content.tables() if grid.title == "Staatsangehörigkeit").rows
    # SY and UA round to 10: among them the alphabet decides, not the exact number.
    assert [heading for heading, _paths in names] == ["Iran", "Syrien", "Ukraine", "übrige"]
    assert [content.value(paths[0]) for _heading, paths in names] == [15, 10, 10, 10]


@pytest.mark.parametrize("internal", [False, True])
def test_the_note_says_what_was_done(reports: tuple[Report, Report], *, internal: bool) -> None:
    note = Content(reports[0], internal=internal).shown.note
    if internal:
        assert "intern – nicht weitergeben" in note
    else:
        assert note == (
            "Werte auf Vielfache von 5 gerundet; Abweichung höchstens 2; Summen gehen nicht auf; "
            "0 bedeutet 0 bis 2. Staatsangehörigkeiten und Orte mit weniger als 10 betreuten "
            "Personen stehen unter „übrige“; Zeilen, die überall 0 sind, und Tabellen, aus denen "
            "sich einzelne Personen errechnen ließen (•), sind weggelassen."
        )
