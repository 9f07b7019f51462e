"""Random histories: whatever is done with a caseload, no past year moves unless it was changed.

Each history is lived through twice in one store: once as it is, once without erasing anything. What
is done after an erasure concerns other people: of somebody who was erased nothing can be changed.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseconsole import models as m
from caseconsole.caseload import cases, contacts, records
from caseconsole.caseload.erasure import household_circle
from caseconsole.caseload.merging import merge_persons
from caseconsole.caseload.people import join_household
from caseconsole.counting import Period, Report, count, read_facts
from caseconsole.counting.deviations import deviations
from caseconsole.counting.erasing import erase_case
from caseconsole.counting.handing_in import frozen, hand_in, hand_ins
from caseconsole.counting.months import EVENTS
from caseconsole.counting.residue import calendar_periods
from caseconsole.errors import RuleError
from caseconsole.store import Store, transaction
from tests.counting.caseloads import day, year
from tests.counting.strategies import offsets

START = day("2023-11-01")
YEARS = (2023, 2024, 2025, 2026)
PERIODS = tuple(
    period
    for period in calendar_periods(day("2023-01-01"), day("2026-12-31"))
    if period.is_year or period.first.year == YEARS[1]
)
TODAY = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
MORE = 10 if os.environ.get("CASECONSOLE_FULL") else 1

steady = settings(
    deadline=None,
    derandomize=True,
    max_examples=3 * MORE,
    suppress_health_check=list(HealthCheck),
)

Step = tuple[str, int, int, int, int]
"""What is done, two days as offsets, and two numbers that choose whom and what."""

DEEDS = (
    "open", "open", "again", "close", "close", "reopen", "cancel", "talk", "talk", "talk", "state",
    "house", "plan", "goal", "referral", "merge", "erase", "erase", "hand_in",
)  # fmt: skip

numbers = st.integers(0, 40)
steps = st.tuples(st.sampled_from(DEEDS), offsets, offsets, numbers, numbers)
histories = st.lists(steps, min_size=12, max_size=30)


class _UndoneError(Exception):
    """Ends a history that leaves nothing behind."""


class Life:
    """Does what a history says.

    Args:
        erases: whether cases are erased; else only what concerns them is left alone from then on.
    """

    def __init__(self, *, erases: bool) -> None:
        self.erases = erases
        self.persons: list[int] = []
        self.cases: list[int] = []
        self.erased = 0

    def live(self, history: Sequence[Step]) -> None:
        for deed, one, other, who, what in (("open", 0, 0, 0, 0), *history):
            first, last = (START + dt.timedelta(days=offset) for offset in sorted((one, other)))
            try:
                getattr(self, f"_{deed}")(first, last, who, what)
            except RuleError:
                continue  # what is refused has not happened

    def _open(self, first: dt.date, _last: dt.date, who: int, what: int) -> None:
        values = {
            "given_name": f"Person {len(self.persons)}",
            "sex": ("female", "male", None)[who % 3],
            "nationalities": ((), ("SY",), ("UA",))[what % 3],
            "birth_date": None,
        }
        self.cases.append(cases.open_case(first, person=values))
        self.persons.append(int(m.Case.get_by_id(self.cases[-1]).person_id))

    def _again(self, first: dt.date, _last: dt.date, who: int, _what: int) -> None:
        if self.persons:
            self.cases.append(cases.open_case(first, person_id=self._one(self.persons, who)))

    def _close(self, _first: dt.date, last: dt.date, who: int, what: int) -> None:
        if self.cases:
            reason = ("moved_away", "died", "goals_reached")[what % 3]
            cases.close_case(self._one(self.cases, who), last, reason)

    def _reopen(self, first: dt.date, _last: dt.date, who: int, _what: int) -> None:
        if self.cases:
            cases.reopen_case(self._one(self.cases, who), first)

    def _cancel(self, _first: dt.date, _last: dt.date, who: int, what: int) -> None:
        if self.cases and what % 4 == 0:
            cases.cancel_case(self._one(self.cases, who), "Versehen")

    def _talk(self, first: dt.date, _last: dt.date, who: int, what: int) -> None:
        people = {self._one(self.persons, number) for number in (who, what)} if self.persons else ()
        values = {
            "day": first,
            "kind": ("office", "phone", "letter")[what % 3],
            "minutes": what,
            "anonymous": what % 2,
            "main_topic": ("work", "housing", None)[who % 3],
        }
        contacts.save_contact(values, sorted(people))

    def _state(self, first: dt.date, _last: dt.date, who: int, what: int) -> None:
        if self.persons:
            housing = ("private_flat", "reception", "provisional")[what % 3]
            person = self._one(self.persons, who)
            values = {"from_day": first, "housing": housing}
            records.create_record("person_status", values, person=person)

    def _house(self, first: dt.date, _last: dt.date, who: int, what: int) -> None:
        """One moves in with another; or gets a relative who has no case."""
        if not self.persons:
            return
        one = self._one(self.persons, who)
        home = records.create_record("household", {"place": ("", "Musterstadt")[what % 2]})
        join_household(home, one, first)
        if what % 3 == 0:
            self.persons.append(records.create_record("person", {"given_name": f"Kind {what}"}))
        other = self.persons[-1] if what % 3 == 0 else self._one(self.persons, what)
        if other != one:
            join_household(home, other, first)

    def _plan(self, first: dt.date, last: dt.date, who: int, what: int) -> None:
        if self.cases:
            plan = m.Plan.create(case=self._one(self.cases, who))
            for number, agreed in enumerate((first, last)[: 1 + what % 2], start=1):
                m.PlanVersion.create(plan=plan, number=number, agreed_on=agreed)

    def _goal(self, first: dt.date, last: dt.date, who: int, what: int) -> None:
        if self.cases:
            plan = m.Plan.get_or_none(m.Plan.case == self._one(self.cases, who))
            state = ("open", "reached", "dropped")[what % 3]
            if plan is not None:
                m.Goal.create(
                    plan=plan, area=("work", "housing")[what % 2], text="Ziel", agreed_on=first,
                    state=state, settled_on=None if state == "open" else last,
                )  # fmt: skip

    def _referral(self, first: dt.date, last: dt.date, who: int, what: int) -> None:
        if self.cases:
            kind = ("school", "jobcenter", None)[what % 3]
            partner = m.Partner.create(name="Stelle", kind=kind)
            m.Referral.create(
                case=self._one(self.cases, who), partner=partner, day=first, result="completed",
                result_on=last,
            )  # fmt: skip

    def _merge(self, _first: dt.date, _last: dt.date, who: int, what: int) -> None:
        if not self.persons:
            return
        keep, drop = self._one(self.persons, who), self._one(self.persons, what)
        merge_persons(keep, drop, "dieselbe Person", confirmed=True)
        self.persons.remove(drop)

    def _erase(self, _first: dt.date, _last: dt.date, who: int, _what: int) -> None:
        ended = [case for case in self.cases if _has_ended(case)]
        if not ended:
            return
        case = self._one(ended, who)
        person = int(m.Case.get_by_id(case).person_id)
        circle = household_circle([person])
        mine = m.Case.select(m.Case.id).where(m.Case.person.in_(circle))
        theirs = {row for (row,) in m.rows(mine)}
        self.persons = [one for one in self.persons if one not in circle]
        self.cases = [one for one in self.cases if one not in theirs]
        self.erased += 1
        if self.erases:
            erase_case(case, "Frist abgelaufen", on_request=True)

    def _hand_in(self, first: dt.date, _last: dt.date, _who: int, _what: int) -> None:
        if first.year < TODAY.year:
            hand_in(year(first.year), reason="neue Ausgabe")

    @staticmethod
    def _one(rows: list[int], number: int) -> int:
        return rows[number % len(rows)]


def _has_ended(case: int) -> bool:
    open_ones = m.CarePeriod.select().where(m.CarePeriod.case == case, m.CarePeriod.end.is_null())
    return bool(m.Case.get_by_id(case).cancelled) or not open_ones.exists()


@contextmanager
def lived(history: Sequence[Step], *, erases: bool = True) -> Iterator[Life]:
    """The store after a history; empty again afterwards."""
    life = Life(erases=erases)
    try:
        with transaction("test") as audit:
            audit.record("test")
            life.live(history)
            yield life
            _undo()
    except _UndoneError:
        pass


def _undo() -> None:
    raise _UndoneError


def counted(period: Period) -> Report:
    """The live report, which satisfies every identity."""
    report = count(read_facts(period), period)
    broken = [identity for identity in report.identities if not identity.holds]
    assert [(period, identity.rule, identity.figures) for identity in broken] == []
    for path, entry in report.entries.items():
        if not entry.cell.adds:
            assert len(report.members(path)) == report[path], (period, path)
            assert len(set(report.members(path))) == report[path], (period, path)
    return report


def figures() -> dict[Period, dict[str, int]]:
    """Every figure of every year, half-year, quarter and month that is not 0."""
    return {
        period: {
            path: entry.cell.value
            for path, entry in counted(period).entries.items()
            if entry.cell.value
        }
        for period in PERIODS
    }


def frozen_content() -> list[tuple[Any, ...]]:
    return m.rows(m.HandedIn.select(m.HandedIn.sha256, m.HandedIn.content).order_by(m.HandedIn.id))


@steady
@given(histories)
def _erasing_moves_nothing(history: list[Step]) -> None:
    with lived(history, erases=False):
        never_erased, given_then = figures(), frozen_content()
    with lived(history):
        live = figures()
        for period, expected in never_erased.items():
            assert live[period] == expected, period
        assert len(frozen_content()) == len(given_then)


@steady
@given(histories)
def _the_years_fit_together(history: list[Step]) -> None:
    with lived(history):
        years = [counted(year(number)) for number in YEARS]
        for whole, after in pairwise(years):
            assert whole["movement.closing_stock"] == after["movement.opening_stock"]
            assert whole["goals.open_at_end"] == after["goals.open_at_start"]
            assert whole["plans.cumulative"] <= after["plans.cumulative"]
        for whole in years[1:3]:
            parts = [counted(month) for month in whole.period.months()]
            for path in EVENTS.values():
                assert sum(part[path] for part in parts) == whole[path], (whole.period, path)


@steady
@given(histories, st.lists(steps, max_size=8))
def _what_was_handed_in_stays(history: list[Step], later: list[Step]) -> None:
    with lived(history) as life:
        for number in YEARS[:-1]:
            hand_in(year(number), reason="neue Ausgabe")
        content, before = frozen_content(), figures()
        with time_machine.travel(dt.datetime(2031, 7, 1, 9, tzinfo=dt.UTC), tick=False):
            assert figures() == before
        life.live(later)
        assert frozen_content()[: len(content)] == content
        for info in hand_ins():
            _reconciles(info.period, info.edition)


def _reconciles(period: Period, edition: int) -> None:
    """Frozen figure + what came - what went = today's figure; what is not named has not moved."""
    kept = frozen(period, edition)
    assert kept is not None
    found = {deviation.path: deviation for deviation in deviations(kept)}
    live = counted(period)
    for path in {*live.entries, *kept.report.entries}:
        deviation = found.get(path)
        if deviation is None:
            assert live.value(path) == kept.report.value(path), path
            continue
        assert (deviation.before, deviation.after) == (kept.report.value(path), live.value(path))
        came = sum(change.came for change in deviation.changes)
        if not deviation.adds:
            assert deviation.before + 2 * came - len(deviation.changes) == deviation.after, path


def test_a_model_that_never_erases_agrees(store: Store) -> None:
    with time_machine.travel(TODAY, tick=False):
        store.call(_erasing_moves_nothing)


def test_years_and_months_fit_together_after_any_history(store: Store) -> None:
    with time_machine.travel(TODAY, tick=False):
        store.call(_the_years_fit_together)


def test_handed_in_years_stay_and_deviations_reconcile(store: Store) -> None:
    with time_machine.travel(TODAY, tick=False):
        store.call(_what_was_handed_in_stays)
