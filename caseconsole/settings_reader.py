"""From the tables of a settings file to ``Settings``, with errors that a town hall can act on."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn, TypeVar

from caseconsole import defaults
from caseconsole.errors import ConfigError, InputError
from caseconsole.i18n import N_, _
from caseconsole.settings import (
    Area,
    Post,
    ResidenceRule,
    Rule,
    Settings,
    TextBlocks,
    ValueChange,
)
from caseconsole.text import clean

S = TypeVar("S")

_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
_PLAIN_TYPES: dict[object, str] = {
    str: N_("ein Text in Anführungszeichen"),
    int: N_("eine ganze Zahl ohne Anführungszeichen"),
    float: N_("eine Zahl ohne Anführungszeichen"),
    bool: N_("true oder false"),
    dt.date: N_("ein Datum wie 2026-11-21 ohne Anführungszeichen"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """The file that an error message names."""

    file: Path


def read_settings(data: Mapping[str, Any], source: Source, *, alone: bool = False) -> Settings:
    """Check ``data`` and make settings of it.

    Args:
        data: what the file holds.
        source: the file, for error messages.
        alone: the file is one of several, so that what it lacks may stand in another one.

    Raises:
        ConfigError: an unknown key, a wrong type or a value that cannot be.
    """
    return _Reader(source, complete=not alone).settings(data)


def _nearest(name: str, known: Iterable[str]) -> str:
    """The known key that ``name`` most probably means; empty where none is near."""
    import difflib

    return "".join(difflib.get_close_matches(name, list(known), n=1))


class _Reader:
    """Reads one set of tables; every refusal goes through ``_refuse`` or ``_unknown``."""

    def __init__(self, source: Source, *, complete: bool) -> None:
        self._source = source
        self._complete = complete

    def settings(self, data: Mapping[str, Any]) -> Settings:
        special = {
            "areas": self._areas,
            "posts": self._posts,
            "values": self._values,
            "text_blocks": self._text_blocks,
        }
        sections = {f.name: f.default_factory for f in dataclasses.fields(Settings)}
        del sections["file"]
        read: dict[str, Any] = {}
        for name, raw in data.items():
            if name not in sections:
                self._unknown(name, sections)
            if name in special:
                read[name] = special[name](raw)
            else:
                read[name] = self._table(typing.cast("type[Any]", sections[name]), raw, name)
        settings = Settings(**read)
        if self._complete:
            self._check_references(settings)
        return settings

    def _refuse(self, key: str, reason: str, hint: str = "") -> NoReturn:
        message = _("{file}: „{key}“ – {reason}").format(
            file=self._source.file, key=key, reason=reason
        )
        raise ConfigError(message, hint)

    def _unknown(self, name: str, known: Iterable[str], section: str = "") -> NoReturn:
        known = list(known)
        near = _nearest(name, known)
        prefix = f"{section}." if section else ""
        if near:
            hint = _("Meinten Sie „{key}“?").format(key=prefix + near)
        else:
            hint = _("Möglich sind: {keys}.").format(keys=", ".join(known))
        self._refuse(prefix + name, _("diese Einstellung gibt es nicht."), hint)

    def _mapping(self, raw: object, key: str) -> Mapping[str, Any]:
        if not isinstance(raw, Mapping):
            self._refuse(
                key,
                _("hier wird ein Abschnitt erwartet."),
                _("Bitte beginnen Sie ihn mit [{key}].").format(key=key),
            )
        return raw

    def _table(self, kind: type[S], raw: object, section: str) -> S:
        """One section: every key known, every value of its type and within its bounds."""
        data = self._mapping(raw, section)
        hints = typing.get_type_hints(kind)
        rules = {
            f.name: f.metadata.get("rule", Rule(""))
            for f in dataclasses.fields(typing.cast("Any", kind))
        }
        read: dict[str, Any] = {}
        for name, value in data.items():
            if name not in rules:
                self._unknown(name, rules, section)
            key = f"{section}.{name}"
            read[name] = self._value(hints[name], value, key)
            self._check(rules[name], read[name], key)
        made = kind(**read)
        contradiction = getattr(made, "contradiction", None)
        found = contradiction() if contradiction and self._complete else None
        if found:
            self._refuse(f"{section}.{found[0]}", found[1])
        return made

    def _value(self, hint: Any, raw: object, key: str) -> Any:
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if origin is tuple:
            if not isinstance(raw, list):
                self._refuse(key, _("hier wird eine Liste in eckigen Klammern erwartet."))
            if arguments[0] is ResidenceRule:
                return tuple(self._residence_rule(item, key) for item in raw)
            return tuple(self._value(arguments[0], item, key) for item in raw)
        if origin is types.UnionType:
            return None if raw == "" else self._value(arguments[0], raw, key)
        return self._plain(hint, raw, key)

    def _plain(self, kind: type[object], raw: object, key: str) -> object:
        if kind is str and isinstance(raw, str):
            try:
                return clean(raw)
            except InputError as error:
                self._refuse(key, error.message, error.hint)
        if kind is float and type(raw) in (int, float):
            return float(typing.cast("float", raw))
        # bool is an int and datetime a date for isinstance; here they are mistakes.
        if type(raw) is kind:
            return raw
        return self._refuse(key, _("hier wird {kind} erwartet.").format(kind=_(_PLAIN_TYPES[kind])))

    def _check(self, rule: Rule, value: object, key: str) -> None:
        if rule.choices and value not in rule.choices:
            self._refuse(
                key,
                _("„{value}“ ist hier nicht möglich.").format(value=value),
                _("Möglich sind: {keys}.").format(keys=", ".join(rule.choices)),
            )
        if rule.low is not None and rule.high is not None:
            number = typing.cast("float", value)
            if not rule.low <= number <= rule.high:
                self._refuse(
                    key,
                    _("{value} ist hier nicht möglich.").format(value=value),
                    _("Erlaubt ist {low:g} bis {high:g}.").format(low=rule.low, high=rule.high),
                )
        reason = rule.check(value) if rule.check else ""
        if reason:
            self._refuse(key, reason)

    def _residence_rule(self, raw: object, key: str) -> ResidenceRule:
        rule = self._table(ResidenceRule, raw, key)
        if not rule.status or rule.until == dt.date.max:
            self._refuse(key, _("jeder Eintrag braucht „status“ und „until“."))
        return rule

    def _list(self, raw: object, key: str) -> list[Any]:
        if not isinstance(raw, list):
            self._refuse(
                key,
                _("hier wird eine Liste erwartet."),
                _("Bitte beginnen Sie jeden Eintrag mit [[{key}]].").format(key=key),
            )
        return raw

    def _posts(self, raw: object) -> tuple[Post, ...]:
        """The funded posts; each names who holds it."""
        posts = tuple(self._table(Post, item, "posts") for item in self._list(raw, "posts"))
        if not all(post.name for post in posts):
            self._refuse("posts.name", _("jeder Eintrag braucht einen Namen."))
        return posts

    def _areas(self, raw: object) -> tuple[Area, ...]:
        """The areas in the user's order; built-in ones that are missing there are retired."""
        built_in = dict(defaults.AREAS)
        read: dict[str, Area] = {}
        for item in self._list(raw, "areas"):
            area = self._table(Area, item, "areas")
            self._check_key(area.key, "areas.key")
            if area.key in read:
                self._refuse("areas.key", _("„{key}“ steht doppelt.").format(key=area.key))
            if area.key in dict(defaults.TOPICS_ONLY):
                self._refuse("areas.key", _("„{key}“ ist schon ein Thema.").format(key=area.key))
            label = area.label or built_in.get(area.key, "")
            if not label:
                self._refuse_new(area.key, "areas", built_in)
            read[area.key] = dataclasses.replace(area, label=label)
        for key, label in defaults.AREAS:
            read.setdefault(key, Area(key, label, retired=True))
        return tuple(read.values())

    def _values(self, raw: object) -> Mapping[str, Mapping[str, ValueChange]]:
        read: dict[str, Mapping[str, ValueChange]] = {}
        for name, values in self._mapping(raw, "values").items():
            if name not in defaults.VALUES:
                self._unknown(name, defaults.VALUES, "values")
            section = f"values.{name}"
            changes = self._mapping(values, section)
            read[name] = MappingProxyType(
                {key: self._value_change(name, key, item) for key, item in changes.items()}
            )
        return MappingProxyType(read)

    def _value_change(self, name: str, key: str, raw: object) -> ValueChange:
        section = f"values.{name}"
        change = self._table(ValueChange, raw, f"{section}.{key}")
        built_in = dict(defaults.VALUES[name])
        new = key not in built_in
        if name == "topic" and key in dict(defaults.AREAS):
            self._refuse(
                f"{section}.{key}",
                _("dieses Thema ist ein Handlungsfeld."),
                _("Bitte ändern Sie es unter [[areas]]."),
            )
        if name in defaults.FIXED_LISTS and (new or change.retired):
            self._refuse(
                f"{section}.{key}",
                _("in dieser Liste lassen sich nur die Bezeichnungen ändern."),
                _("Möglich sind: {keys}.").format(keys=", ".join(built_in)),
            )
        if change.counts and not (new and name == "contact_kind"):
            self._refuse(
                f"{section}.{key}.counts",
                _("nur bei neuen Kontaktarten lässt sich festlegen, ob sie als Beratung zählen."),
            )
        if new:
            self._check_key(key, f"{section}.{key}")
            if self._complete and not change.label:
                self._refuse_new(key, section, built_in)
        return change

    def _refuse_new(self, key: str, section: str, known: Iterable[str]) -> NoReturn:
        near = _nearest(key, known)
        hint = _("Meinten Sie „{key}“?").format(key=near) if near else ""
        self._refuse(
            f"{section}.{key}", _("ein neuer Wert braucht eine Bezeichnung (label)."), hint
        )

    def _check_key(self, key: str, place: str) -> None:
        if not _KEY.fullmatch(key):
            self._refuse(
                place,
                _("„{key}“ ist kein Schlüssel.").format(key=key),
                _("Erlaubt sind Buchstaben ohne Umlaute, Ziffern und Unterstriche."),
            )

    def _text_blocks(self, raw: object) -> Mapping[str, TextBlocks]:
        """Wordings by area; what is not named keeps the built-in wordings."""
        read = dict(Settings().text_blocks)
        for area, texts in self._mapping(raw, "text_blocks").items():
            section = f"text_blocks.{area}"
            named = self._table(TextBlocks, texts, section)
            base = read.get(area, TextBlocks())
            given = {name: getattr(named, name) for name in texts}
            read[area] = dataclasses.replace(base, **given)
        return MappingProxyType(read)

    def _check_references(self, settings: Settings) -> None:
        """Areas and statuses that other settings name must be there."""
        areas = [area.key for area in settings.areas]
        for name in settings.text_blocks:
            if name not in areas:
                self._unknown(name, areas, "text_blocks")
        statuses = {
            *dict(defaults.VALUES["residence_status"]),
            *settings.values.get("residence_status", {}),
        }
        for rule in settings.deadlines.residence_rules:
            if rule.status not in statuses:
                self._unknown(rule.status, sorted(statuses), "deadlines.residence_rules")
