"""A report as it was handed in: written down whole, read back years later as the same report.

The form is JSON with sorted keys, so that its SHA-256 says whether anything was altered. Paths are
lists of their parts, since a place such as "St. Blasien" holds a dot. Settings are kept as far as
figures and their words depend on them.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from caseconsole import values
from caseconsole.counting.cells import Cell, Part, Ref, Tree
from caseconsole.counting.identities import Identity
from caseconsole.counting.period import Period
from caseconsole.counting.report import Entry, Report
from caseconsole.counting.wording import Words
from caseconsole.settings import Settings
from caseconsole.settings_reader import Source, read_settings

_KEPT = ("municipality", "areas", "values", "deadlines", "reports")
"""Sections of the settings that figures, titles or definitions depend on."""


@dataclasses.dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a report.

    Args:
        report: the report, with the lists behind its figures.
        program: version of the program.
        marks: the highest id of each kind of record on that day; what is above came later.
    """

    report: Report
    program: str
    marks: Mapping[str, int]


def pack(report: Report, program: str, marks: Mapping[str, int]) -> tuple[bytes, str]:
    """The report as it is stored, and its SHA-256."""
    content = {
        "period": [report.period.first.isoformat(), report.period.last.isoformat()],
        "rules": report.rules,
        "program": program,
        "marks": dict(marks),
        "settings": _settings_out(report.settings),
        "figures": [_figure_out(entry) for entry in report.entries.values()],
        "identities": [
            [
                identity.rule,
                identity.figures,
                identity.holds,
                [list(ref) for ref in identity.broken],
            ]
            for identity in report.identities
        ],
    }
    if report.without_erased:
        content["without_erased"] = True
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    data = text.encode("utf-8")
    return zlib.compress(data, 9), hashlib.sha256(data).hexdigest()


def unpack(stored: bytes, sha256: str) -> Kept | None:
    """The report that ``pack`` stored; ``None`` where it is not what was stored."""
    try:
        data = zlib.decompress(stored)
    except zlib.error:
        return None
    if hashlib.sha256(data).hexdigest() != sha256:
        return None
    content = json.loads(data)
    first, last = map(dt.date.fromisoformat, content["period"])
    report = recorded(
        Period(first, last),
        _settings_in(content["settings"]),
        [_figure_in(figure) for figure in content["figures"]],
        [
            Identity(rule, figures, holds, tuple(Ref(*ref) for ref in broken))
            for rule, figures, holds, broken in content["identities"]
        ],
        content["rules"],
        without_erased=content.get("without_erased", False),
    )
    return Kept(report, content["program"], content["marks"])


def recorded(
    period: Period,
    settings: Settings,
    entries: Iterable[Entry],
    identities: Iterable[Identity],
    rules: int,
    *,
    without_erased: bool = False,
) -> Report:
    """A report from figures that are known already, counted by these ``rules``."""
    found = list(entries)
    tree: Tree = {}
    for entry in found:
        place = tree
        for key in entry.keys[:-1]:
            below = place.setdefault(key, {})
            if isinstance(below, Cell):
                raise TypeError(entry.keys)
            place = below
        place[entry.keys[-1]] = entry.cell
    return Report(
        period=period,
        settings=settings,
        tree=tree,
        identities=tuple(identities),
        entries={".".join(entry.keys): entry for entry in found},
        words=Words(period, settings, values.build(settings)),
        rules=rules,
        without_erased=without_erased,
    )


def _figure_out(entry: Entry) -> list[Any]:
    parts = [[part.kind, list(part.ids), list(part.persons)] for part in entry.cell.parts]
    residue = [entry.cell.residue] if entry.cell.residue else []
    return [list(entry.keys), entry.cell.value, entry.cell.adds, parts, *residue]


def _figure_in(figure: list[Any]) -> Entry:
    keys, value, adds, parts, *residue = figure
    made = tuple(Part(kind, tuple(ids), tuple(persons)) for kind, ids, persons in parts)
    return Entry(tuple(keys), Cell(value, made, adds, *residue))


def _settings_out(settings: Settings) -> dict[str, Any]:
    return {name: _plain(getattr(settings, name)) for name in _KEPT}


def _plain(value: Any) -> Any:
    """A setting as the settings file would hold it; a day as ``{"day": "2026-11-21"}``."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        return {name: _plain(found) for name, found in fields.items() if found is not None}
    if isinstance(value, Mapping):
        return {key: _plain(found) for key, found in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(found) for found in value]
    return {"day": value.isoformat()} if isinstance(value, dt.date) else value


def _settings_in(kept: Mapping[str, Any]) -> Settings:
    """The settings of that day; what today's program does not know any more is left out."""
    known = {f.name: f.default_factory for f in dataclasses.fields(Settings)}
    tables: dict[str, Any] = {}
    for name, table in kept.items():
        section: Any = known.get(name)
        if section is None:
            continue
        fields = getattr(section, "__dataclass_fields__", None)
        kept_still = table if fields is None else {k: v for k, v in table.items() if k in fields}
        tables[name] = _days(kept_still)
    return read_settings(tables, Source(Path("settings")))


def _days(value: Any) -> Any:
    if isinstance(value, Mapping):
        if set(value) == {"day"}:
            return dt.date.fromisoformat(value["day"])
        return {key: _days(found) for key, found in value.items()}
    return [_days(found) for found in value] if isinstance(value, list) else value
