"""The life of a case: opened, closed, reopened, cancelled.

Care periods are never overwritten: reopening adds a row, and only a closing made by mistake is
taken back, with a trace in the audit trail (counting rules, section 1).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from caseconsole import config
from caseconsole.caseload.people import join_household
from caseconsole.caseload.records import (
    change_record,
    create_record,
    required_reason,
    row_of,
)
from caseconsole.days import format_day
from caseconsole.errors import InputError, NotFoundError, RuleError
from caseconsole.i18n import _
from caseconsole.models import CarePeriod, Case, HandedIn, Person, Plan, StoreInfo, rows
from caseconsole.store import Audit, transaction
from caseconsole.text import clean

_NUMBER = re.compile(r"(\d{4})-(\d+)")
_DIGITS = 3
_ERASED_NUMBER = "erased_number:"


@dataclass(frozen=True)
class Reopening:
    """What can be done about a case that has ended.

    Args:
        end: its last day.
        days: days since then.
        undo_offered: so recent that the closing may be taken back instead (setting), and not
            handed in yet.
    """

    end: dt.date
    days: int
    undo_offered: bool


def next_number(begin: dt.date) -> str:
    """The next free case number of the year of ``begin``, such as ``2026-032``.

    The number of an erased case stands on paper that left the office, so it is not given again.
    """
    prefix = f"{begin.year:04d}-"
    highest = _highest_erased(prefix)
    for (number,) in rows(Case.select(Case.number).where(Case.number.startswith(prefix))):
        found = _NUMBER.fullmatch(number)
        if found:
            highest = max(highest, int(found[2]))
    return f"{prefix}{highest + 1:0{_DIGITS}d}"


def keep_number(number: str) -> None:
    """Note that a number was given, when its case is erased; inside a transaction."""
    found = _NUMBER.fullmatch(number)
    if found is None:
        return
    prefix = f"{found[1]}-"
    highest = max(int(found[2]), _highest_erased(prefix))
    StoreInfo.delete().where(StoreInfo.key == _ERASED_NUMBER + prefix).execute()
    StoreInfo.create(key=_ERASED_NUMBER + prefix, value=str(highest))


def _highest_erased(prefix: str) -> int:
    known = StoreInfo.get_or_none(StoreInfo.key == _ERASED_NUMBER + prefix)
    return int(known.value) if known else 0


def open_case(
    begin: dt.date,
    *,
    person_id: int | None = None,
    person: Mapping[str, Any] | None = None,
    number: str | None = None,
    household_id: int | None = None,
    household: Mapping[str, Any] | None = None,
    role: str | None = None,
    status: Mapping[str, Any] | None = None,
) -> int:
    """Open a case for a person that is known or new, all in one write.

    Args:
        begin: first day of the care period.
        person_id: the person, if known; otherwise ``person``.
        person: values of a new person.
        number: case number; the next free one of the year if not given.
        household_id: household that the person belongs to from ``begin``, if it is known.
        household: values of a new household.
        role: role in the household.
        status: values of the state from ``begin`` (``from_day`` need not be given).

    Returns:
        Id of the case.

    Raises:
        InputError: a value cannot be stored; ``field`` says which.
        RuleError: the number is taken, or the person has no name.
    """
    with transaction("case.open"):
        if person_id is None:
            person_id = create_record("person", person or {})
        else:
            row_of(Person, person_id)
        number = clean(number or "") or next_number(begin)
        case_id = create_record("case", {"number": number}, person=person_id)
        create_record("care_period", {"begin": begin}, case=case_id)
        if household_id is None and household and any(household.values()):
            household_id = create_record("household", household)
        if household_id is not None:
            join_household(household_id, person_id, begin, role)
        stated = {name: value for name, value in (status or {}).items() if value}
        if stated.keys() - {"from_day"}:
            create_record("person_status", {"from_day": begin, **stated}, person=person_id)
    return case_id


def opening_warnings(
    begin: dt.date, today: dt.date, person_id: int | None = None
) -> tuple[str, ...]:
    """What to ask about before a case is opened, in sentences; nothing of it forbids opening."""
    warnings = []
    if person_id is not None:
        query = (
            Case.select(Case.number)
            .join(CarePeriod)
            .where(Case.person == person_id, ~Case.cancelled, CarePeriod.end.is_null())
        )
        warnings += [
            _("Für diese Person läuft schon der Fall {number}.").format(number=number)
            for (number,) in rows(query)
        ]
    ahead = (begin - today).days
    if ahead > config.active().reports.future_begin_days:
        warnings.append(_("Der Beginn liegt {days} Tage in der Zukunft.").format(days=ahead))
    return tuple(warnings)


def close_case(case_id: int, end: dt.date, reason: str, outcome: str = "") -> None:
    """End the care period that is open, and the plan with it.

    Args:
        case_id: the case.
        end: its last day.
        reason: key of the list ``closing_reason``.
        outcome: in words.

    Raises:
        RuleError: no period is open, or it begins after ``end``.
        InputError: the reason is missing or not on its list.
    """
    period = _newest(case_id)
    if period.end is not None:
        raise RuleError(_("Dieser Fall ist schon beendet."))
    if not reason:
        raise InputError(_("Bitte geben Sie den Grund des Endes an."), field="closing_reason")
    with transaction("case.close") as audit:
        change_record(
            "care_period",
            period.id,
            {"end": end, "closing_reason": reason, "outcome": outcome},
        )
        _set_plan_closed(case_id, None, end, audit)
        audit.record("case", case_id, reason=reason)


def reopening(case_id: int, today: dt.date) -> Reopening:
    """What can be done about a case that has ended.

    Raises:
        RuleError: it has not ended.
    """
    end = _ended(case_id)
    days = (today - end).days
    recent = days <= config.active().reports.reopen_undo_days
    return Reopening(end, days, recent and not is_handed_in(end))


def undo_closing(case_id: int) -> None:
    """Take back a closing that was a mistake: the care period is open again, and so is its plan.

    Raises:
        RuleError: the case has not ended, or the figures of that day are handed in already.
    """
    end = _ended(case_id)
    if is_handed_in(end):
        raise RuleError(
            _("Die Zahlen, in denen das Ende am {day} steht, sind abgegeben.").format(
                day=format_day(end)
            ),
            _("Bitte nehmen Sie den Fall wieder auf; der Abschluss bleibt stehen."),
        )
    with transaction("case.undo_closing") as audit:
        period = _newest(case_id)
        change_record(
            "care_period", period.id, {"end": None, "closing_reason": None, "outcome": ""}
        )
        _set_plan_closed(case_id, end, None, audit)
        audit.record("case", case_id)


def is_handed_in(day: dt.date) -> bool:
    """Whether a report whose days hold ``day`` was handed in (counting rules, section 4)."""
    query = HandedIn.select().where(HandedIn.first_day <= day, HandedIn.last_day >= day)
    return bool(query.exists())


def reopen_case(case_id: int, begin: dt.date) -> None:
    """Begin another care period; the closed ones stay as they are.

    Raises:
        RuleError: the case has not ended, or ``begin`` lies within an earlier period.
    """
    end = _ended(case_id)
    if begin < end:
        raise RuleError(
            _("Die letzte Betreuung dauerte bis zum {end}.").format(end=format_day(end)),
            _("Die neue kann frühestens an diesem Tag beginnen."),
            field="begin",
        )
    with transaction("case.reopen") as audit:
        create_record("care_period", {"begin": begin}, case=case_id)
        audit.record("case", case_id)


def cancel_case(case_id: int, reason: str) -> None:
    """Cancel a case that was opened by mistake: it is kept and counted nowhere.

    Raises:
        InputError: no reason is given.
        RuleError: it is cancelled already.
    """
    reason = required_reason(reason)
    _set_cancelled(case_id, "case.cancel", reason, cancelled=True)


def undo_cancelling(case_id: int) -> None:
    """Take a cancelling back.

    Raises:
        RuleError: the case is not cancelled.
    """
    _set_cancelled(case_id, "case.undo_cancelling", "", cancelled=False)


def case_by_number(number: str) -> int:
    """Id of the case with this number.

    Raises:
        NotFoundError: there is none.
    """
    case = Case.get_or_none(Case.number == number.strip())
    if case is None:
        raise NotFoundError(
            _("Einen Fall {number} gibt es nicht.").format(number=number.strip()),
            _("Bitte prüfen Sie die Fallnummer."),
        )
    return int(case.id)


def _newest(case_id: int) -> Any:
    row_of(Case, case_id)
    period = (
        CarePeriod.select()
        .where(CarePeriod.case == case_id)
        .order_by(CarePeriod.begin.desc(), CarePeriod.id.desc())
        .first()
    )
    if period is None:
        raise RuleError(_("Dieser Fall hat noch keinen Betreuungszeitraum."))
    return period


def _set_plan_closed(
    case_id: int, before: dt.date | None, after: dt.date | None, audit: Audit
) -> None:
    """Close the plan that is open, or open the one that was closed on the day ``before``."""
    closed = Plan.closed_on.is_null() if before is None else Plan.closed_on == before
    for (plan_id,) in rows(Plan.select(Plan.id).where(Plan.case == case_id, closed)):
        Plan.update(closed_on=after).where(Plan.id == plan_id).execute()
        audit.record("plan", plan_id, fields=("closed_on",))


def _ended(case_id: int) -> dt.date:
    period = _newest(case_id)
    if period.end is None:
        raise RuleError(_("Dieser Fall ist nicht beendet."))
    end: dt.date = period.end
    return end


def _set_cancelled(case_id: int, action: str, reason: str, *, cancelled: bool) -> None:
    case = row_of(Case, case_id)
    if case.cancelled == cancelled:
        raise RuleError(
            _("Dieser Fall ist schon storniert.")
            if cancelled
            else _("Dieser Fall ist nicht storniert.")
        )
    with transaction(action) as audit:
        Case.update(cancelled=cancelled).where(Case.id == case_id).execute()
        audit.record("case", case_id, fields=("cancelled",), reason=reason)
