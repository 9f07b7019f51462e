"""A small caseload with everything in it that a report can trip over."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from caseconsole import config
from caseconsole.counting import Period, Report
from caseconsole.counting.handing_in import HandIn
from caseconsole.settings import Municipality, Settings
from tests.counting.caseloads import Caseload, year

HOSTILE = '=HYPERLINK("http://x.example";"Klick")'
"""A place name that a spreadsheet would take for a formula."""


def handed_in(period: Period) -> HandIn:
    """A second hand-in of ``period``."""
    return HandIn(
        1, period, 2, dt.date(2025, 1, 10), "Landratsamt", "Nachtrag", 1, "0.1", "ab" * 32
    )


@pytest.fixture
def reports() -> tuple[Report, Report]:
    """The report of 2024 and that of 2023."""
    settings = replace(
        Settings(),
        municipality=Municipality(name="Süd & Nord <Gemeinde>", members=("Wehr", HOSTILE)),
    )
    config.use(settings)
    town = Caseload()
    for number in range(13):
        person = town.person(
            sex="female" if number < 11 else "male",
            nationalities=[("SY", "UA", "UA", "IR")[number % 4] if number else "ER"],
            birth_date="1990-05-05",
        )
        case = town.case(person, ("2023-06-01" if number % 2 else "2024-06-01", None))
        town.household((person, "2023-01-01"), place=HOSTILE if number < 4 else "Wehr")
        town.status(person, "2023-01-01", housing="private_flat", german_level="B1")
        town.contact("2024-05-05", person, main_topic="housing", minutes=45)
        town.goal(town.plan(case, "2024-06-01"), "2024-06-01")
        town.referral(case, "2024-06-02", "jobcenter", result="started")
    town.contact("2024-12-31", anonymous=1234, kind="open_hour", main_topic="work")
    return town.count(year(2024), settings), town.count(year(2023), settings)
