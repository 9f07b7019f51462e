"""Drafts: what stands in an open form, kept in the encrypted store while it is typed.

A draft needs no audit row and is not part of the caseload; it is dropped when its form is saved.
All functions run on the database thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from caseconsole import clock
from caseconsole.models import Draft as Row
from caseconsole.store.audit import draft_transaction


@dataclass(frozen=True)
class Draft:
    """What stood in a form.

    Attributes:
        key: names the form and what it was opened for.
        case_id: the case it belongs to; ``None`` if to none.
        title: for the list of drafts.
        values: by field name, as typed.
        updated_at: UTC, ISO 8601.
        characters: length of all typed text.
    """

    key: str
    case_id: int | None
    title: str
    values: dict[str, object]
    updated_at: str
    characters: int


def save_draft(key: str, case_id: int | None, title: str, values: dict[str, object]) -> None:
    """Keep ``values`` as the draft named ``key``, in place of an earlier one."""
    columns: dict[str, Any] = {
        "case": case_id,
        "title": title,
        "values": values,
        "updated_at": clock.stamp(),
    }
    with draft_transaction():
        Row.insert(key=key, **columns).on_conflict(
            conflict_target=[Row.key], update=columns
        ).execute()


def drop_draft(key: str) -> None:
    """Forget the draft named ``key``, if there is one."""
    with draft_transaction():
        Row.delete().where(Row.key == key).execute()


def get_draft(key: str) -> Draft | None:
    """The draft named ``key``."""
    row = Row.get_or_none(Row.key == key)
    return None if row is None else _frozen(row)


def list_drafts() -> tuple[Draft, ...]:
    """All drafts, the newest first."""
    return tuple(_frozen(row) for row in Row.select().order_by(Row.updated_at.desc(), Row.key))


def _frozen(row: Row) -> Draft:
    values: dict[str, object] = row.values
    characters = sum(len(value) for value in values.values() if isinstance(value, str))
    return Draft(row.key, row.__data__["case"], row.title, values, row.updated_at, characters)
