"""Which closed cases are due for deletion."""

from __future__ import annotations

import datetime as dt

import pytest

from caseconsole import config
from caseconsole.caseload.cases import close_case, open_case, reopen_case
from caseconsole.caseload.health import cases_to_delete
from caseconsole.settings import Reports, Retention, Settings
from caseconsole.store import Store

BEGIN = dt.date(2024, 1, 8)


def closed_case(store: Store, end: dt.date) -> int:
    """A case that began in January 2024 and ended on ``end``."""
    case = store.call(open_case, BEGIN, person={"family_name": "Haddad"})
    store.call(close_case, case, end, "moved_away")
    return case


@pytest.mark.parametrize(
    ("end", "due"),
    [(dt.date(2025, 11, 19), True), (dt.date(2025, 11, 20), False), (dt.date(2026, 5, 1), False)],
)
def test_a_case_is_due_twelve_months_after_its_end(
    store: Store,
    end: dt.date,
    due: bool,  # noqa: FBT001
) -> None:
    case = closed_case(store, end)
    assert store.call(cases_to_delete, dt.date(2026, 11, 20)) == ((case,) if due else ())


def test_a_reopened_case_is_not_due(store: Store) -> None:
    case = closed_case(store, dt.date(2024, 6, 1))
    store.call(reopen_case, case, dt.date(2024, 9, 1))
    assert store.call(cases_to_delete, dt.date(2026, 11, 20)) == ()


@pytest.mark.parametrize(
    ("today", "wait", "due"),
    [
        (dt.date(2026, 3, 31), True, False),  # the proof of use is due on this day
        (dt.date(2026, 4, 1), True, True),
        (dt.date(2026, 3, 31), False, True),
    ],
)
def test_the_proof_of_use_comes_first(
    store: Store,
    today: dt.date,
    wait: bool,  # noqa: FBT001
    due: bool,  # noqa: FBT001
) -> None:
    case = closed_case(store, dt.date(2024, 6, 1))
    config.use(
        Settings(
            reports=Reports(funding_from=BEGIN, funding_to=dt.date(2025, 12, 31)),
            retention=Retention(wait_for_proof_of_use=wait),
        )
    )
    assert store.call(cases_to_delete, today) == ((case,) if due else ())
