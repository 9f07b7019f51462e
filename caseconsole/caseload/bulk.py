"""Whole columns at once, for lists of thousands of rows.

peewee spends more time on making values of a row than the database on finding it. Lists that show
every case take plain rows and turn only the days that they show into days.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Collection, Hashable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from peewee import SQL, fn

from caseconsole import config
from caseconsole.days import shift
from caseconsole.models import AuditEntry, Contact, ContactCase, database
from caseconsole.settings import Settings

T = TypeVar("T")

FEW = 500
"""Up to so many cases are looked up one by one; of more, whole columns are read."""

_RECENT_DAYS = 120


def plain_rows(query: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a query as the driver gives them, one by one: days may come as ISO text."""
    found: Iterator[tuple[Any, ...]] = iter(database.obj.execute(query))
    return found


def latest(query: Any) -> dict[Any, Any]:
    """The pairs of a query as a dictionary; of one key the last row counts."""
    return dict(plain_rows(query))


def among(column: Any, ids: Collection[int]) -> Any:
    """The condition that ``column`` is one of ``ids``; thousands of them are one parameter."""
    return column.in_(SQL("(SELECT value FROM json_each(?))", [json.dumps(list(ids))]))


@lru_cache(maxsize=20_000)
def day_of(value: Any) -> dt.date | None:
    """A day of a plain row."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def last_contacts(
    case_ids: Collection[int], today: dt.date, without: Collection[str] = ()
) -> dict[int, Any]:
    """Day of the last contact by case, as plain rows give it; a case without any is left out.

    Most have a recent one, so the recent ones are read first and all only for the others.

    Args:
        case_ids: the cases.
        today: what recent is measured from; later contacts count, too.
        without: kinds of contact that do not count.
    """
    contacts = ContactCase.select(ContactCase.case, Contact.day).join(Contact)
    if without:
        contacts = contacts.where(Contact.kind.not_in(without))
    found = {}
    if len(case_ids) > FEW:
        found = latest(
            contacts.where(Contact.day >= shift(today, -_RECENT_DAYS)).order_by(Contact.day)
        )
    others = [case_id for case_id in case_ids if case_id not in found]
    newest = contacts.select(ContactCase.case, fn.MAX(Contact.day)).group_by(ContactCase.case)
    return found | latest(newest.where(among(ContactCase.case, others)))


def open_follow_ups(
    case_ids: Collection[int], after: dt.date = dt.date.min
) -> Iterator[tuple[int, int, str]]:
    """Contact, case and day of the follow-ups that are not ticked off; others may come, too.

    Args:
        case_ids: the cases whose follow-ups must be among them.
        after: those up to this day may be left out.
    """
    query = (
        Contact.select(Contact.id, ContactCase.case, Contact.follow_up_on)
        .join(ContactCase)
        .where(Contact.follow_up_on > after)
    )
    if len(case_ids) > FEW:
        query = query.where(Contact.follow_up_done == False)  # noqa: E712 - an index knows this
    else:
        # Said like this no index knows it: that one would lead through those of all cases.
        query = query.where(~Contact.follow_up_done, among(ContactCase.case, case_ids))
    return plain_rows(query)


def last_write() -> int:
    """A number that every write to the caseload raises."""
    return AuditEntry.select(fn.MAX(AuditEntry.id)).scalar() or 0


def kept(key: Hashable, make: Callable[[], T]) -> T:
    """What ``make`` returned for ``key``; made again after a write or a change of the settings.

    Within a transaction nothing is kept, since it may still be undone.

    Args:
        key: names all that the result depends on beside store and settings.
        make: reads it.
    """
    if database.obj.in_transaction():
        return make()
    version, settings = last_write(), config.active()
    known = _kept.get(database.obj)
    if known is None or known.version != version or known.settings is not settings:
        known = _kept[database.obj] = _Kept(version, settings, {})
    if key not in known.results:
        known.results[key] = make()
    result: T = known.results[key]
    return result


def forget() -> None:
    """Drop what is kept of the open store at once."""
    _kept.pop(database.obj, None)


class _Kept(NamedTuple):
    version: int
    settings: Settings
    results: dict[Hashable, Any]


_kept: WeakKeyDictionary[Any, _Kept] = WeakKeyDictionary()
