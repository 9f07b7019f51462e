"""A counted year and its figures, as a district's form asks for them."""

from __future__ import annotations

import pytest

from caseconsole.counting import Report
from caseconsole.district.figures import Figures
from tests.counting.caseloads import Caseload, year

NATIONS = ("SY",) * 14 + ("UA",) * 12 + ("IR",) * 2 + ("TR",) * 2


@pytest.fixture(scope="session")
def counted() -> Report:
    """2024 with 30 persons: 14 Syrian, 12 Ukrainian, 2 Iranian, 2 Turkish; 17 women."""
    town = Caseload()
    for number, nation in enumerate(NATIONS):
        person = town.person(
            sex="female" if number < 17 else "male", nationalities=[nation], birth_date="1990-05-05"
        )
        town.case(person, ("2024-03-01" if number % 3 else "2023-03-01", None))
        kind = ("office", "phone", "home_visit")[number % 3]
        town.contact("2024-05-05", person, kind=kind, main_topic="housing", minutes=30)
    return town.count(year(2024))


@pytest.fixture
def figures(counted: Report) -> Figures:
    """As they may leave."""
    return Figures(counted)


@pytest.fixture
def exact(counted: Report) -> Figures:
    """With exact tables."""
    return Figures(counted, internal=True)
