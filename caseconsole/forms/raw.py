"""What stands in a field, as it was typed, and the value that it means.

A form keeps what was typed for every field, drawn or not. That is what drafts store, so that a
half-typed day survives a lock or a crash exactly as it was.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from caseconsole.errors import InputError
from caseconsole.fields import MANY, Kind, Ui, check, format_value, parse

Raw = str | bool | tuple[str, ...] | None
"""A typed text, the keys chosen, or yes, no and not stated."""

PICKED = (MANY - {Kind.WORDS}) | {Kind.CHOICE}
"""Kinds that are chosen from a list, so that what stands there is keys."""


def raw_of(ui: Ui, value: Any) -> Raw:
    """What stands in the field for ``value``."""
    if ui.kind is Kind.YESNO:
        return None if value is None else bool(value)
    if ui.kind is Kind.CHOICE:
        return value or ""
    if ui.kind in PICKED:
        return tuple(value or ())
    return format_value(ui, value)


def raw_from_draft(ui: Ui, kept: Any) -> Raw:
    """What a draft kept for the field; a draft comes back from JSON with lists for tuples."""
    if ui.kind is Kind.YESNO:
        return None if kept is None else bool(kept)
    if ui.kind in PICKED and ui.kind is not Kind.CHOICE:
        return tuple(str(key) for key in kept or ())
    return "" if kept is None else str(kept)


def value_of(ui: Ui, raw: Raw, today: dt.date) -> Any:
    """The value that ``raw`` means.

    Raises:
        InputError: it cannot be understood or must not be stored.
    """
    if isinstance(raw, str) and ui.kind not in PICKED:
        value = parse(ui, raw, today)
    elif ui.kind is Kind.CHOICE:
        value = raw or None
    else:
        value = raw
    check(ui, value)
    return value


def problem_of(ui: Ui, raw: Raw, today: dt.date) -> str:
    """Why ``raw`` cannot be stored; empty where it can."""
    try:
        value_of(ui, raw, today)
    except InputError as error:
        return str(error)
    return ""


def is_empty(value: Any) -> bool:
    """Whether ``value`` is one of the ways to say "not stated"."""
    return value is None or value in ("", ())


def same(one: Any, other: Any) -> bool:
    """Whether two values mean the same; all ways to state nothing do."""
    return bool(one == other) or (is_empty(one) and is_empty(other))
