"""A store with a few people, and a way to call functions on its thread."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from caseconsole.caseload.cases import open_case
from caseconsole.days import PartialDay
from caseconsole.store import Store

TODAY = dt.date(2026, 11, 21)


@pytest.fixture
def call(store: Store) -> Callable[..., Any]:
    """Runs a function on the thread of an open, empty store."""
    return store.call


@pytest.fixture
def ahmad(call: Callable[..., Any]) -> int:
    """The case of Ahmad Al-Hamad, in care since 4 March 2024."""
    case_id: int = call(
        open_case,
        dt.date(2024, 3, 4),
        person={
            "family_name": "Al-Hamad",
            "given_name": "Ahmad",
            "original_script_name": "أحمد الحمد",
            "birth_date": PartialDay(dt.date(1992, 5, 5)),
            "phone": "+49 151 7604709",
        },
        household={"address": "Lindenweg 4", "place": "Musterstadt"},
        role="head",
        status={
            "residence_status": "refugee",
            "valid_until": dt.date(2027, 3, 14),
            "german_level": "B1",
            "employment": "full_time",
        },
    )
    return case_id
