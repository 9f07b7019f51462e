"""Which date is due when: what the start screen lists, each reason once.

Periods and lead times come from the settings. A date is listed from the begin of its lead time;
until then it is nobody's concern. Nothing here changes a record except ``settle`` and ``put_off``.

A follow-up date of a note counts as served when the case has a later contact on or after that
day: who wrote the next note has followed up.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from caseconsole import config, due_dates
from caseconsole.caseload.bulk import kept
from caseconsole.caseload.office import read_office
from caseconsole.errors import NotFoundError
from caseconsole.i18n import _
from caseconsole.models import Contact, Measure, Reminder, Snooze, rows
from caseconsole.store import transaction

if TYPE_CHECKING:
    from caseconsole.due_dates import Due

_NO_TIME = "24"
"""Behind every appointment of its day."""

# What ticking off writes to the record behind a date; ``None`` stands for the day it is done.
_TICKS: dict[str, tuple[str, Any, dict[str, Any]]] = {
    "reminder": ("reminder", Reminder, {"done_on": None}),
    "follow_up": ("contact", Contact, {"follow_up_done": True}),
    "step": ("measure", Measure, {"done_on": None}),
}


@dataclass(frozen=True)
class Agenda:
    """The dates of the start screen, each list in the order of its days.

    Args:
        overdue: due before today.
        today: due today.
        soon: due within the horizon of the settings.
        ahead: due later, with a lead time that has begun.
        running: number of running cases.
    """

    overdue: tuple[Due, ...]
    today: tuple[Due, ...]
    soon: tuple[Due, ...]
    ahead: tuple[Due, ...]
    running: int


def agenda(today: dt.date) -> Agenda:
    """Everything that is due, without what was put off or ticked off."""
    return kept((agenda, today), lambda: _read_agenda(today))


def _read_agenda(today: dt.date) -> Agenda:
    settings = config.active()
    office = read_office(today)
    hidden = _hidden(today)
    found = [
        due
        for due in due_dates.all_dates(office, settings, today)
        if due.key not in hidden and due.listed_from <= today
    ]
    found.sort(key=_by_day)
    horizon = today + dt.timedelta(days=settings.deadlines.horizon_days)
    return Agenda(
        overdue=tuple(due for due in found if due.day < today),
        today=tuple(due for due in found if due.day == today),
        soon=tuple(due for due in found if today < due.day <= horizon),
        ahead=tuple(due for due in found if due.day > horizon),
        running=len(office.cases),
    )


def _by_day(due: Due) -> tuple[dt.date, str, str, str]:
    """Days in their order, within a day those with a time first."""
    return (due.day, due.time or _NO_TIME, due.name, due.key)


def dates_until(last: dt.date, today: dt.date) -> tuple[Due, ...]:
    """Everything due up to the day ``last``, the overdue too, whenever its lead time begins.

    What was ticked off is left out, and what was put off beyond that day.
    """
    office = read_office(today)
    hidden = _hidden(last)
    found = [
        due
        for due in due_dates.all_dates(office, config.active(), today)
        if due.day <= last and due.key not in hidden
    ]
    return tuple(sorted(found, key=_by_day))


def dates_of_case(case_id: int, today: dt.date) -> tuple[Due, ...]:
    """Every date of one case, the ones whose lead time has not begun too."""
    office = read_office(today, case_id)
    found = due_dates.dates_of_cases(office, config.active(), today)
    return tuple(sorted(found, key=lambda due: (due.day, due.key)))


def put_off(key: str, until: dt.date) -> None:
    """Hide a date until the day ``until``."""
    _snooze(key, until)


def bring_back(key: str) -> None:
    """Take back ``settle`` or ``put_off``: the date is listed again.

    Raises:
        NotFoundError: the record behind it is gone.
    """
    reason, ids = _parts(key)
    with transaction("agenda.bring_back") as audit:
        Snooze.delete().where(Snooze.key == key).execute()
        audit.record("snooze", fields=("until",))
        if reason in _TICKS:
            kind, model, changes = _TICKS[reason]
            before = {name: None if value is None else False for name, value in changes.items()}
            if not model.update(**before).where(model.id.in_(ids)).execute():
                raise NotFoundError(_("Dieser Eintrag ist nicht mehr da."))
            for row_id in ids:
                audit.record(kind, row_id, fields=tuple(changes))


def settle(key: str, today: dt.date) -> None:
    """Tick a date off: the record behind it where it can be done, else this date for good.

    Args:
        key: the key of the ``Due``.
        today: the day on which it was done.

    Raises:
        NotFoundError: the record behind it is gone.
    """
    reason, ids = _parts(key)
    if reason not in _TICKS:
        _snooze(key, None)
        return
    kind, model, changes = _TICKS[reason]
    values = {name: today if value is None else value for name, value in changes.items()}
    with transaction(f"{kind}.done") as audit:
        changed = model.update(**values).where(model.id.in_(ids)).execute()
        if not changed:
            raise NotFoundError(_("Dieser Eintrag ist nicht mehr da."))
        for row_id in ids:
            audit.record(kind, row_id, fields=tuple(changes))


def _parts(key: str) -> tuple[str, list[int]]:
    """The reason that a key names, and the ids of the records behind it."""
    reason, _colon, rest = key.partition(":")
    ids = rest.split(":")[0].split(",")
    return reason, [int(part) for part in ids if part.isdecimal()]


def _snooze(key: str, until: dt.date | None) -> None:
    with transaction("agenda.snooze") as audit:
        row = Snooze.get_or_none(Snooze.key == key) or Snooze(key=key)
        row.until = until
        row.save()
        audit.record("snooze", row.id, fields=("until",))


def _hidden(today: dt.date) -> frozenset[str]:
    kept = rows(Snooze.select(Snooze.key, Snooze.until))
    return frozenset(key for key, until in kept if until is None or until > today)
