"""Whether the caseload is safe: backups and deletions due, for the line on the start screen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from peewee import fn

from caseconsole import config
from caseconsole.days import add_months
from caseconsole.models import CarePeriod, Case, rows
from caseconsole.settings import Settings
from caseconsole.store.known_backups import BackupInfo, last_backup, last_elsewhere, last_failure


@dataclass(frozen=True)
class Health:
    """What is known without opening a backup.

    Args:
        backup_at: local time of the newest verified backup; ``None`` before the first one.
        backup_overdue: whether it is older than the settings allow, or there is none.
        second_at: the same of the newest one on another disk than the caseload.
        second_overdue: as ``backup_overdue``.
        backup_failed: whether the last backup that nobody watched has failed.
        deletions_due: closed cases whose retention period is over.
    """

    backup_at: dt.datetime | None
    backup_overdue: bool
    second_at: dt.datetime | None
    second_overdue: bool
    backup_failed: bool
    deletions_due: int


def read_health(today: dt.date) -> Health:
    """The state of backups and deletions on ``today``."""
    newest, second = _made_at(last_backup()), _made_at(last_elsewhere())
    return Health(
        backup_at=newest,
        backup_overdue=_overdue(newest, today),
        second_at=second,
        second_overdue=_overdue(second, today),
        backup_failed=bool(last_failure()),
        deletions_due=len(cases_to_delete(today)),
    )


def _made_at(backup: BackupInfo | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(backup.made_at).astimezone() if backup else None


def _overdue(made: dt.datetime | None, today: dt.date) -> bool:
    longest = dt.timedelta(days=config.active().store.backup_overdue_days)
    return made is None or today - made.date() > longest


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
