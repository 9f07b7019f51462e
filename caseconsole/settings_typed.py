"""A setting as somebody types it on screen, made into what the settings file would hold."""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
import typing
from typing import Any

from caseconsole import clock
from caseconsole.days import format_day, parse_day
from caseconsole.errors import InputError
from caseconsole.i18n import _
from caseconsole.settings import Entry, Settings

SEPARATOR = ";"
"""Stands between the entries of a list; a line of a letter head may hold a comma."""

RESTART = frozenset({"store", "console"})
"""Sections that take effect with the next start."""


def as_typed(entry: Entry) -> str:
    """The value as it stands in the line at first."""
    value = entry.value
    if isinstance(value, tuple):
        return f"{SEPARATOR} ".join(map(str, value))
    if isinstance(value, dt.date):
        return format_day(value)
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return "" if value is None else str(value)


def is_yes_or_no(entry: Entry) -> bool:
    """Whether the setting is a switch."""
    return isinstance(entry.value, bool)


def from_typed(key: str, typed: str) -> Any:
    """What ``typed`` means for the setting ``key``, as the settings file holds it.

    Raises:
        InputError: it is not of the setting's kind.
    """
    section, _dot, name = key.partition(".")
    sections = {field.name: field.default_factory for field in dataclasses.fields(Settings)}
    hint = typing.get_type_hints(sections[section])[name]
    return _value(hint, typed.strip())


def _value(hint: Any, typed: str) -> Any:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        parts = (part.strip() for part in typed.split(SEPARATOR))
        return [_value(arguments[0], part) for part in parts if part]
    if origin is types.UnionType:
        return "" if not typed else _value(arguments[0], typed)
    if hint is int:
        return _number(typed)
    if hint is float:
        return _share(typed)
    if hint is dt.date:
        return parse_day(typed, clock.today())
    return typed


def _number(typed: str) -> int:
    try:
        return int(typed)
    except ValueError:
        raise InputError(_("„{typed}“ ist keine ganze Zahl.").format(typed=typed)) from None


def _share(typed: str) -> float:
    try:
        return float(typed.replace(",", "."))
    except ValueError:
        raise InputError(_("„{typed}“ ist keine Zahl.").format(typed=typed)) from None
