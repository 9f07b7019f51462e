"""Lists of many cases are read another way than those of few, and are kept until a write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from caseconsole.caseload import bulk, caselist, office
from caseconsole.caseload.caselist import case_row, list_cases
from caseconsole.caseload.cases import open_case
from caseconsole.caseload.contacts import save_contact
from caseconsole.deadlines import agenda, dates_of_case
from caseconsole.models import Case
from caseconsole.store import transaction
from tests.caseload.conftest import TODAY

Call = Callable[..., Any]
DAY = dt.timedelta(days=1)


@pytest.fixture
def two(call: Call, ahmad: int) -> tuple[int, int]:
    """A case with a talk long ago and an open follow-up, and one with a talk and none."""
    other: int = call(
        open_case, TODAY - 300 * DAY, person={"family_name": "Kovalenko", "given_name": "Oksana"}
    )
    people = [call(case_row, case, TODAY).person_id for case in (ahmad, other)]
    long_ago = TODAY - (bulk._RECENT_DAYS + 80) * DAY
    call(save_contact, {"day": long_ago, "kind": "office", "follow_up_on": TODAY}, people[:1])
    call(save_contact, {"day": TODAY - DAY, "kind": "phone"}, people[1:])
    return ahmad, other


def test_many_cases_say_what_few_say(
    call: Call, two: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    one_by_one = [call(case_row, case, TODAY) for case in two]
    due = [found.key for case in two for found in call(dates_of_case, case, TODAY)]
    for module in (bulk, caselist, office):
        monkeypatch.setattr(module, "FEW", 0)
    assert list(call(list_cases, TODAY)) == one_by_one
    found = call(agenda, TODAY)
    listed = {one.key for part in (found.overdue, found.today) for one in part if one.case_id}
    assert {key for key in due if key.startswith("follow_up")} <= listed
    assert any(key.startswith("follow_up") for key in listed)


def test_a_list_is_kept_until_something_is_written(call: Call, two: tuple[int, int]) -> None:
    before = call(list_cases, TODAY)
    assert call(list_cases, TODAY) is before
    call(open_case, TODAY, person={"family_name": "Selam"})
    assert len(call(list_cases, TODAY)) == len(before) + 1


def test_nothing_is_kept_that_may_still_be_undone(call: Call, two: tuple[int, int]) -> None:
    def look_and_undo() -> None:
        with transaction("test") as audit:
            Case.update(cancelled=True).where(Case.id == two[0]).execute()
            audit.record("case", two[0])
            assert len(list_cases(TODAY)) == 1
            raise RuntimeError

    with pytest.raises(RuntimeError):
        call(look_and_undo)
    assert len(call(list_cases, TODAY)) == 2
