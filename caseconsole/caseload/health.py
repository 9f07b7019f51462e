"""Whether the caseload is safe: backups and deletions due, for the line on the start screen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from peewee import fn

from caseconsole import config
from caseconsole.days import add_months
from caseconsole.models import CarePeriod, Case, rows
from caseconsole.settings import Settings
from caseconsole.store import last_backup


@dataclass(frozen=True)
class Health:
    """What is known without opening a backup.

    Args:
        backup_day: local day of the newest verified backup; ``None`` before the first one.
        backup_overdue: whether it is older than the settings allow, or there is none.
        deletions_due: closed cases whose retention period is over.
    """

    backup_day: dt.date | None
    backup_overdue: bool
    deletions_due: int


def read_health(today: dt.date) -> Health:
    """The state of backups and deletions on ``today``."""
    backup = last_backup()
    day = dt.datetime.fromisoformat(backup.made_at).astimezone().date() if backup else None
    longest = dt.timedelta(days=config.active().store.backup_overdue_days)
    return Health(
        backup_day=day,
        backup_overdue=day is None or today - day > longest,
        deletions_due=len(cases_to_delete(today)),
    )


def cases_to_delete(today: dt.date) -> tuple[int, ...]:
    """Cases that ended so long ago that the retention period of the settings is over.

    One that ended in the funding period is kept until its proof of use is due, if the settings
    say so: the proof rests on it.
    """
    settings = config.active()
    last_end = add_months(today, -settings.retention.months_after_closing)
    kept_from, kept_to = _kept_for_proof(settings, today)
    query = (
        CarePeriod.select(CarePeriod.case, fn.MAX(CarePeriod.end))
        .join(Case)
        .group_by(CarePeriod.case)
        .having(fn.COUNT(CarePeriod.end) == fn.COUNT(CarePeriod.id))
        .having(fn.MAX(CarePeriod.end) < last_end)
    )
    return tuple(
        case
        for case, end in rows(query)
        if not kept_from <= dt.date.fromisoformat(str(end)) <= kept_to
    )


def _kept_for_proof(settings: Settings, today: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of an end that is still kept; the last before the first if none is."""
    first, last = settings.reports.funding_from, settings.reports.funding_to
    nothing = (dt.date.max, dt.date.min)
    if not settings.retention.wait_for_proof_of_use or last is None:
        return nothing
    if today > add_months(last, settings.deadlines.proof_of_use_months):
        return nothing
    return first or dt.date.min, last
