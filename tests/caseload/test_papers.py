"""The end of a paper belongs to the title on its card."""

from __future__ import annotations

import datetime as dt

from caseconsole.caseload.cases import open_case
from caseconsole.caseload.people import papers_on, person_on
from caseconsole.caseload.records import create_record
from caseconsole.documents.plan_data import read_plan
from caseconsole.store import Store

TODAY = dt.date(2026, 11, 20)
BEGIN = dt.date(2026, 3, 2)


def test_a_new_title_does_not_inherit_the_end_of_the_old_one(store: Store) -> None:
    first = {"residence_status": "asylum", "valid_until": dt.date(2027, 12, 31)}
    case = store.call(open_case, BEGIN, person={"family_name": "Haddad"}, status=first)
    later = {"from_day": dt.date(2026, 9, 1), "residence_status": "deportation_ban"}
    store.call(create_record, "person_status", later, person=1)
    assert store.call(person_on, 1, TODAY).status.valid_until is None
    assert store.call(papers_on, TODAY)[1] == ("deportation_ban", None)
    printed = store.call(lambda: read_plan(case, today=TODAY)).status.values
    assert "valid_until" not in printed


def test_other_changes_keep_the_end_of_the_paper(store: Store) -> None:
    first = {"residence_status": "asylum", "valid_until": dt.date(2027, 12, 31)}
    store.call(open_case, BEGIN, person={"family_name": "Haddad"}, status=first)
    for values in (
        {"from_day": dt.date(2026, 9, 1), "german_level": "B1"},
        {"from_day": dt.date(2026, 10, 1), "residence_status": "asylum"},
    ):
        store.call(create_record, "person_status", values, person=1)
    assert store.call(person_on, 1, TODAY).status.valid_until == dt.date(2027, 12, 31)
