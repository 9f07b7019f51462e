"""Handing in: a frozen year answers for good, and every later deviation has its cause."""

from __future__ import annotations

import datetime as dt
import functools
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseconsole import clock, config
from caseconsole import models as m
from caseconsole.caseload import cases, contacts, plan_goals, records
from caseconsole.counting import Period, count, read_facts
from caseconsole.counting.deviations import Cause, Deviation, deviations
from caseconsole.counting.frozen import unpack
from caseconsole.counting.handing_in import (
    Frozen,
    freezes,
    frozen,
    hand_in,
    hand_ins,
    report_of,
)
from caseconsole.errors import InputError, RuleError, StoreError
from caseconsole.exchange.caseload_file import import_file
from caseconsole.reports.counts_file import counts_file
from caseconsole.settings import Reports, Settings
from caseconsole.store import Store

YEAR = Period.of_year(2024)
MUSTERSTADT = Path(__file__).parents[1] / "data" / "musterstadt.jsonl"


@pytest.fixture
def town(store: Store) -> Iterator[Store]:
    """Musterstadt on the day on which 2024 is handed in."""
    with time_machine.travel(dt.datetime(2025, 2, 3, 9, tzinfo=dt.UTC), tick=False):
        store.call(import_file, MUSTERSTADT)
        yield store


def inside(test: Callable[..., None]) -> Callable[..., None]:
    """Runs a test on the store's thread."""

    @functools.wraps(test)
    def run(town: Store, **others: Any) -> None:
        town.call(test, town, **others)

    return run


def _frozen(period: Period = YEAR) -> Frozen:
    found = frozen(period)
    assert found is not None
    return found


def _by_path(found: tuple[Deviation, ...]) -> dict[str, Deviation]:
    for deviation in found:
        came = sum(change.came for change in deviation.changes)
        left = len(deviation.changes) - came
        if not deviation.adds:
            assert deviation.before + came - left == deviation.after, deviation.path
    return {deviation.path: deviation for deviation in found}


def _first_talk() -> Any:
    found: Any = (
        m.Contact.select()
        .where(m.Contact.day.between(YEAR.first, YEAR.last), m.Contact.kind == "office")
        .order_by(m.Contact.id)
        .first()
    )
    assert found is not None
    return found


@inside
def test_the_frozen_report_is_the_report(town: Store) -> None:
    live = count(read_facts(YEAR), YEAR)
    info = hand_in(YEAR, "Landratsamt")
    kept = _frozen()
    assert (info.edition, info.recipient, info.rules) == (1, "Landratsamt", 1)
    assert info.handed_in_on == dt.date(2025, 2, 3)
    assert counts_file(kept.report) == counts_file(live)
    for path in live.entries:
        assert kept.report.members(path) == live.members(path), path
        assert kept.report.definition(path) == live.definition(path)
    assert kept.report.identities == live.identities
    assert deviations(kept) == ()
    assert freezes(dt.date(2024, 7, 1)) == info
    assert freezes(dt.date(2025, 1, 1)) is None


@inside
def test_a_period_that_runs_and_a_broken_rule_are_refused(town: Store) -> None:
    with pytest.raises(RuleError, match=r"31\.12\.2025"):
        hand_in(Period.of_year(2025))
    # It ends before it begins, as no screen lets it be entered.
    case = m.Case.select().first()
    m.CarePeriod.create(case=case, begin=dt.date(2024, 2, 1), end=dt.date(2024, 1, 1))
    assert not count(read_facts(YEAR), YEAR).holds
    with pytest.raises(RuleError, match="Prüfregel"):
        hand_in(YEAR)
    assert hand_ins() == ()


@inside
def test_handed_in_again_needs_a_reason_and_keeps_the_first(town: Store) -> None:
    hand_in(YEAR)
    before = counts_file(_frozen().report)
    with pytest.raises(InputError, match=r"03\.02\.2025"):
        hand_in(YEAR, "Landratsamt", "  ")
    contacts.delete_contact(_first_talk().id, "doppelt")
    again = hand_in(YEAR, "Landratsamt", "Rückfrage des Kreises")
    assert [info.edition for info in hand_ins()] == [2, 1]
    assert again.reason == "Rückfrage des Kreises"
    first = frozen(YEAR, 1)
    assert first is not None
    assert counts_file(first.report) == before
    assert counts_file(report_of(YEAR)) != before
    assert deviations(_frozen()) == ()


@inside
def test_a_frozen_year_answers_whatever_changes(town: Store) -> None:
    hand_in(YEAR)
    before = counts_file(report_of(YEAR))
    config.use(Settings(reports=Reports(age_bands=("0-17", "18+"))))
    talk = _first_talk()
    contacts.delete_contact(talk.id, "doppelt")
    cases.cancel_case(m.Case.select().order_by(m.Case.id).first().id, "falsch angelegt")
    assert counts_file(report_of(YEAR)) == before
    assert counts_file(count(read_facts(YEAR), YEAR)) != before


@inside
def test_altered_content_is_refused(town: Store) -> None:
    info = hand_in(YEAR)
    content = bytes(m.HandedIn.get_by_id(info.id).content)
    assert unpack(content, info.sha256) is not None
    for wrong in (content[:-1], b"", content[:40] + bytes([content[40] ^ 1]) + content[41:]):
        assert unpack(wrong, info.sha256) is None
    m.HandedIn.update(content=content[:-3]).execute()
    with pytest.raises(StoreError, match="Prüfsumme"):
        frozen(YEAR)


def _open_still() -> Any:
    """A care period of the stock of that year that nobody has ended."""
    running = [ref.id for ref in _frozen().report.members("cases.running")]
    begun = m.CarePeriod.begin < dt.date(2024, 12, 20)
    return m.CarePeriod.get(m.CarePeriod.case.in_(running), m.CarePeriod.end.is_null(), begun)


@inside
def test_entered_late(town: Store) -> None:
    hand_in(YEAR)
    late = contacts.save_contact(
        {"day": dt.date(2024, 12, 31), "kind": "phone", "minutes": 20, "anonymous": 1}
    )
    found = _by_path(deviations(_frozen()))
    total = found["consultations.total"]
    assert (total.after - total.before, total.causes) == (1, ((Cause.LATE, 1),))
    assert [change.ref.id for change in total.changes] == [late]
    assert found["consultations.minutes"].after - found["consultations.minutes"].before == 20
    assert "persons.in_care" not in found


@inside
def test_an_end_in_the_past_is_late(town: Store) -> None:
    hand_in(YEAR)
    open_still = _open_still()
    cases.close_case(open_still.case_id, dt.date(2024, 12, 20), "moved_away")
    found = _by_path(deviations(_frozen()))
    for path in ("movement.ended", "cases.ended", "persons.ended", "closings.by_reason.moved_away"):
        assert found[path].after - found[path].before == 1
        assert found[path].causes == ((Cause.LATE, 1),), path
    assert found["months.2024-12.ended"].causes == ((Cause.LATE, 1),)


@inside
def test_an_end_after_the_period_is_no_cause_in_it(town: Store) -> None:
    hand_in(YEAR)
    open_still = _open_still()
    cases.close_case(open_still.case_id, dt.date(2025, 1, 10), "moved_away")
    assert deviations(_frozen()) == ()
    records.change_record("care_period", open_still.id, {"begin": dt.date(2025, 1, 2)})
    found = _by_path(deviations(_frozen()))
    assert found["cases.in_care"].causes == ((Cause.CORRECTED, 1),)


@inside
def test_a_goal_settled_in_the_past_is_late(town: Store) -> None:
    hand_in(YEAR)
    still_open = [ref.id for ref in _frozen().report.members("goals.open_at_end")]
    goal = m.Goal.get(m.Goal.id.in_(still_open), m.Goal.settled_on.is_null())
    plan_goals.settle_goal(goal.id, "reached", dt.date(2024, 12, 20))
    found = _by_path(deviations(_frozen()))
    for path in ("goals.reached", "goals.open_at_end", f"goals.by_area.{goal.area}.reached"):
        assert found[path].causes == ((Cause.LATE, 1),), path


@inside
def test_cancelled(town: Store) -> None:
    hand_in(YEAR)
    running = _frozen().report.members("cases.running")[0].id
    cases.cancel_case(running, "doppelt angelegt")
    found = _by_path(deviations(_frozen()))
    for path in ("cases.in_care", "persons.in_care", "movement.closing_stock"):
        assert found[path].after - found[path].before == -1
        assert found[path].causes == ((Cause.CANCELLED, 1),), path


@inside
def test_corrected_within_a_table(town: Store) -> None:
    hand_in(YEAR)
    person = _frozen().report.members("tables.persons_in_care.sex.female")[0].id
    # A talk that was entered late as well must not become the cause.
    contacts.save_contact({"day": dt.date(2024, 12, 30), "kind": "phone"}, [person])
    records.change_record("person", person, {"sex": "male"})
    found = _by_path(deviations(_frozen()))
    for sex, step in (("female", -1), ("male", 1)):
        deviation = found[f"tables.persons_in_care.sex.{sex}"]
        assert deviation.after - deviation.before == step
        assert deviation.causes == ((Cause.CORRECTED, 1),)
    assert found["consultations.total"].causes == ((Cause.LATE, 1),)


@inside
def test_corrected_minutes_name_their_contact(town: Store) -> None:
    hand_in(YEAR)
    talk = _first_talk()
    _set_minutes(talk.id, (talk.minutes or 0) + 7)
    found = _by_path(deviations(_frozen()))
    assert set(found) == {"consultations.minutes"}
    minutes = found["consultations.minutes"]
    assert minutes.after - minutes.before == 7
    assert [change.ref.id for change in minutes.changes] == [talk.id]
    assert minutes.causes == ((Cause.CORRECTED, 1),)


@inside
def test_an_opening_in_the_past_is_late(town: Store) -> None:
    hand_in(YEAR)
    person = records.create_record("person", {"given_name": "Amina"})
    case = records.create_record("case", {"number": "2024-999"}, person=person)
    records.create_record("care_period", {"begin": dt.date(2024, 5, 2)}, case=case)
    found = _by_path(deviations(_frozen()))
    for path in ("movement.new", "cases.in_care", "persons.in_care", "households"):
        assert found[path].causes == ((Cause.LATE, 1),), path
    assert found["months.2024-05.new"].after - found["months.2024-05.new"].before == 1


@inside
def test_another_version_of_the_rules_is_a_cause(
    town: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = hand_in(YEAR)
    kept = _frozen()
    older = Frozen(info, replace(kept.kept, report=replace(kept.report, rules=0)))
    monkeypatch.setattr(
        "caseconsole.counting.deviations.read_facts",
        lambda period, settings: read_facts(Period(period.first, dt.date(2024, 12, 30)), settings),
    )
    causes = Counter(
        change.cause for deviation in deviations(older) for change in deviation.changes
    )
    assert set(causes) <= {Cause.RULE}


_CHANGES = st.lists(
    st.tuples(st.sampled_from(("late", "delete", "cancel", "sex", "minutes")), st.integers(0, 400)),
    max_size=6,
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(_CHANGES)
def test_totals_reconcile_after_any_changes(town: Store, changes: list[tuple[str, int]]) -> None:
    town.call(_reconciles, changes)


def _reconciles(changes: list[tuple[str, int]]) -> None:
    if not hand_ins():
        hand_in(YEAR)
    kept = _frozen()
    for kind, number in changes:
        _change(kind, number)
    found = _by_path(deviations(kept))
    live = count(read_facts(YEAR, kept.report.settings), YEAR, kept.report.settings)
    for path in {*live.entries, *kept.report.entries}:
        if path not in found:
            assert live.value(path) == kept.report.value(path), path


def _set_minutes(contact_id: int, minutes: int) -> None:
    known = contacts.read_contact(contact_id)
    people = [person.id for person in known.persons]
    contacts.save_contact({"minutes": minutes}, people, contact_id=contact_id)


def _change(kind: str, number: int) -> None:
    day = dt.date(2024, 1, 1) + dt.timedelta(days=number % 366)
    if kind == "late":
        contacts.save_contact({"day": day, "kind": "phone", "minutes": number, "anonymous": 1})
        return
    model: Any = {"cancel": m.Case, "sex": m.Person}.get(kind, m.Contact)
    rows = list(model.select().order_by(model.id))
    row = rows[number % len(rows)]
    if kind == "delete":
        contacts.delete_contact(row.id, "doppelt")
    elif kind == "cancel" and not row.cancelled:
        cases.cancel_case(row.id, "falsch")
    elif kind == "sex":
        records.change_record("person", row.id, {"sex": "diverse"})
    elif kind == "minutes":
        _set_minutes(row.id, number)


@inside
def test_the_clock_is_the_day_of_handing_in(town: Store) -> None:
    assert clock.today() == dt.date(2025, 2, 3)
    assert hand_in(Period(dt.date(2024, 4, 1), dt.date(2024, 6, 30))).period.last.month == 6
