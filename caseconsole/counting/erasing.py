"""Erasing a case for good, without moving the figures of any period (security.md 3.3 and 3.7).

    store.call(erase_case, case_id, reason)   # -> Erased
    store.compact()                           # then nothing of it is left in the file

What goes stands in ``caseload.erasure``. Before it goes, the figures of every period that it can
touch are counted, afterwards once more; the difference is kept (``residue``). Counted is only the
part of the caseload that the case has an effect on, so the size of the rest plays no role.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import fn

from caseconsole import clock, config
from caseconsole.caseload.bulk import among
from caseconsole.caseload.erasure import (
    Doomed,
    copies_of,
    find_doomed,
    household_circle,
    is_cancelled,
    mark_what_stays,
    remove,
    require_erasable,
)
from caseconsole.caseload.names import forget
from caseconsole.caseload.records import required_reason
from caseconsole.counting import residue
from caseconsole.counting.period import Period
from caseconsole.counting.reading import Scope, narrowed, read_facts
from caseconsole.counting.report import count
from caseconsole.days import EARLIEST_YEAR, LATEST_YEAR
from caseconsole.models import (
    CarePeriod,
    Case,
    Contact,
    ContactCase,
    ContactPerson,
    Goal,
    HandedIn,
    Plan,
    PlanVersion,
    Referral,
    Statistic,
    rows,
)
from caseconsole.store import transaction

Figures = residue.Figures


@dataclass(frozen=True)
class Erased:
    """What was erased.

    Args:
        rows: number of rows by table.
        periods: for how many periods figures were kept.
        persons: how many persons went.
        copies: working copies of its documents that are still in their folder, unencrypted.
    """

    rows: dict[str, int]
    periods: int
    persons: int
    copies: tuple[str, ...]


def erase_case(case_id: int, reason: str, *, on_request: bool = False) -> Erased:
    """Erase a case, and the person where nothing else holds them; it cannot be taken back.

    Args:
        case_id: the case; it must have ended, or be cancelled.
        reason: why, without a name; kept in the trail.
        on_request: the person asked for it (Art. 17 GDPR), so no period has to be waited for.

    Raises:
        InputError: no reason is given.
        NotFoundError: there is no such case.
        RuleError: it is running, or the retention period is not over and nobody asked.
    """
    reason = required_reason(reason)
    require_erasable(case_id, clock.today(), on_request=on_request)
    # One that is cancelled counted nowhere any more; a deviation since is by that.
    action = "case.erase_cancelled" if is_cancelled(case_id) else "case.erase"
    with transaction(action) as audit:
        doomed = find_doomed(case_id)
        scope = _scope(doomed)
        first, last = _span(doomed)
        periods = [*residue.calendar_periods(first, last), *_others(first, last)]
        later = Period.of_year(min(last.year + 1, LATEST_YEAR))
        before = _figures((*periods, later), scope)
        mark_what_stays(doomed)
        copies = copies_of(case_id)
        gone = remove(doomed, audit)
        after = _figures((*periods, later), scope)
        for period in periods:
            left = _difference(before[period], after[period])
            # A period of its own is kept even with nothing in it: then it is known to be whole.
            if left or not residue.is_calendar(period):
                residue.keep(period.first, period.last, left)
        for_good = _lasting(_difference(before[later], after[later]))
        if for_good:
            residue.keep(later.first, None, for_good)
        audit.record("case", case_id, fields=sorted(gone), reason=reason)
    forget()
    return Erased(gone, len(periods), len(doomed.persons), copies)


def _figures(periods: Sequence[Period], scope: Scope) -> dict[Period, Figures]:
    """The figures of every period; what they follow from is read once for all whole months."""
    around = Period(min(one.first for one in periods), max(one.last for one in periods))
    whole = read_facts(around, scope=scope)
    found = {}
    for period in periods:
        calendar = residue.is_calendar(period)
        facts = narrowed(whole, period, scope) if calendar else read_facts(period, scope=scope)
        report = count(facts, period)
        found[period] = {entry.keys: entry.cell.value for entry in report.entries.values()}
    return found


def _difference(before: Figures, after: Figures) -> Figures:
    found = {keys: before.get(keys, 0) - after.get(keys, 0) for keys in {**before, **after}}
    return {keys: number for keys, number in found.items() if number}


def _lasting(figures: Figures) -> Figures:
    """What goes on for good: plans in all, goals never settled, cancelled cases never ended."""
    return {
        keys: number
        for keys, number in figures.items()
        if keys in {("plans", "cumulative"), ("cancelled",)}
        or (keys[0] == "goals" and keys[-1] in {"open_at_start", "open_at_end"})
    }


def _scope(doomed: Doomed) -> Scope:
    """Everybody whose figures can change, and whatever these figures depend on."""
    touched = {*doomed.contacts, *doomed.shared}
    people = ContactPerson.select(ContactPerson.person).where(among(ContactPerson.contact, touched))
    persons = household_circle({doomed.person_id, *_ids(people)})
    named = ContactPerson.select(ContactPerson.contact).where(among(ContactPerson.person, persons))
    cases = Case.select(Case.id).where(among(Case.person, persons))
    linked = ContactCase.select(ContactCase.contact).where(ContactCase.case.in_(cases))
    return Scope(frozenset(persons), frozenset(touched.union(_ids(named), _ids(linked))))


def _span(doomed: Doomed) -> tuple[dt.date, dt.date]:
    """First and last day on which the case can count, as far as periods go."""
    found = [day for day in _days(doomed) if day is not None]
    found.append(clock.today())
    first, last = max(min(found).year, EARLIEST_YEAR), min(max(found).year, LATEST_YEAR - 1)
    return dt.date(first, 1, 1), dt.date(last, 12, 31)


def _days(doomed: Doomed) -> Iterator[dt.date | None]:
    cases = [doomed.case_id, *doomed.other_cases]
    plans = Plan.select(Plan.id).where(among(Plan.case, cases))
    touched = [*doomed.contacts, *doomed.shared]
    sources: tuple[tuple[Any, Any, Any], ...] = (
        (CarePeriod, (CarePeriod.begin, CarePeriod.end), among(CarePeriod.case, cases)),
        (Contact, (Contact.day,), among(Contact.id, touched)),
        (Plan, (Plan.closed_on,), among(Plan.case, cases)),
        (PlanVersion, (PlanVersion.agreed_on,), PlanVersion.plan.in_(plans)),
        (Goal, (Goal.agreed_on, Goal.settled_on), Goal.plan.in_(plans)),
        (Referral, (Referral.day,), among(Referral.case, cases)),
    )
    for model, columns, mine in sources:
        for column in columns:
            ends = rows(model.select(fn.MIN(column), fn.MAX(column)).where(mine))
            yield from (_day(value) for value in ends[0])


def _day(value: Any) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def _others(first: dt.date, last: dt.date) -> Iterator[Period]:
    """Periods that are none of the calendar and that somebody asks for again."""
    reports = config.active().reports
    known = {
        Period(*days)
        for model in (HandedIn, Statistic)
        for days in rows(model.select(model.first_day, model.last_day).where(
            model.last_day.is_null(False)).distinct())
    }  # fmt: skip
    if reports.funding_from and reports.funding_to:
        known.add(Period(reports.funding_from, reports.funding_to))
    for period in sorted(known, key=lambda one: (one.first, one.last)):
        outside = period.first > last or period.last < first
        if outside or residue.is_calendar(period):
            continue
        # Figures of cases erased before it was known are missing for good: it stays marked so.
        if residue.read_left(period).complete:
            yield period


def _ids(query: Any) -> list[int]:
    return [row for (row,) in rows(query)]
