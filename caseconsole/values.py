"""Value lists: fixed keys, German labels, and what the municipality changed about them.

Values are retired, never removed: a retired one is no longer offered, but rows that hold it keep
their label, and files that name it are still taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from caseconsole import config, defaults
from caseconsole.i18n import _
from caseconsole.settings import Settings


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a list.

    Args:
        key: what is stored and what caseload files name.
        text: German label, not translated yet.
        retired: no longer offered for new entries.
        counts: a contact kind that counts as consultation (counting rules, section 1).
        topic_only: a topic of consultations that is no area of the plan.
        short_text: German label of at most twelve characters; may be empty.
    """

    key: str
    text: str
    retired: bool = False
    counts: bool = False
    topic_only: bool = False
    short_text: str = ""

    @property
    def label(self) -> str:
        """The label in the language in use."""
        return _(self.text)

    @property
    def short(self) -> str:
        """The label for narrow columns, in the language in use."""
        return _(self.short_text) or self.label


class ValueList:
    """The values of one list in the order in which they are offered."""

    def __init__(self, name: str, values: tuple[Value, ...]) -> None:
        self.name = name
        self._values: Mapping[str, Value] = {value.key: value for value in values}

    def __iter__(self) -> Iterator[Value]:
        """All values, the retired ones too."""
        return iter(self._values.values())

    def __len__(self) -> int:
        """Number of values, the retired ones too."""
        return len(self._values)

    def __contains__(self, key: object) -> bool:
        """Whether ``key`` is one of the keys; a retired one still is."""
        return key in self._values

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys, the retired ones too."""
        return tuple(self._values)

    @property
    def offered(self) -> tuple[Value, ...]:
        """The values for new entries: all but the retired ones."""
        return tuple(value for value in self if not value.retired)

    @property
    def counting(self) -> frozenset[str]:
        """Keys of the values that count as consultation."""
        return frozenset(value.key for value in self if value.counts)

    def get(self, key: str | None) -> Value | None:
        """The value of ``key``; nothing where the list has no such key."""
        return self._values.get(key) if key else None

    def label(self, key: str | None) -> str:
        """The label of ``key`` in the language in use; an unknown key is its own label."""
        value = self.get(key)
        return value.label if value else key or ""

    def short(self, key: str | None) -> str:
        """The label of ``key`` for narrow columns; never raises, as ``label``."""
        value = self.get(key)
        return value.short if value else key or ""


ValueLists = Mapping[str, ValueList]
"""Every list by name."""


class _Made:
    """The lists made from the settings in use, kept until other settings are put to use."""

    settings: Settings | None = None
    lists: ValueLists = MappingProxyType({})


def lists() -> ValueLists:
    """The value lists of the settings in use."""
    settings = config.active()
    if _Made.settings is not settings:
        _Made.lists = build(settings)
        _Made.settings = settings
    return _Made.lists


def build(settings: Settings) -> ValueLists:
    """The value lists as ``settings`` word, extend and retire them."""
    areas = tuple(Value(area.key, area.label, retired=area.retired) for area in settings.areas)
    made = {"area": ValueList("area", areas)}
    for name in defaults.VALUES:
        values = _values(name, settings)
        if name == "topic":
            values = (*areas, *(replace(value, topic_only=True) for value in values))
        made[name] = ValueList(name, values)
    return MappingProxyType(made)


def _values(name: str, settings: Settings) -> tuple[Value, ...]:
    short = defaults.SHORT.get(name, {})
    values = {
        key: Value(key, label, short_text=short.get(key, ""), counts=_counts(name, key, settings))
        for key, label in defaults.VALUES[name]
    }
    for key, change in settings.values.get(name, {}).items():
        known = values.get(key)
        if known is None:
            values[key] = Value(key, change.label, retired=change.retired, counts=change.counts)
            continue
        # Other words make the built-in short form wrong.
        short_text = "" if change.label else known.short_text
        text = change.label or known.text
        values[key] = replace(known, text=text, short_text=short_text, retired=change.retired)
    # "Sonstiges" stays last, whatever a municipality adds.
    return tuple(sorted(values.values(), key=lambda value: value.key == "other"))


def _counts(name: str, key: str, settings: Settings) -> bool:
    if name != "contact_kind":
        return False
    if key == "message":
        return settings.reports.message_counts_as_consultation
    return key in defaults.CONSULTATIONS
