"""Random valid caseload files, with legal but hostile texts, for the property tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from caseconsole.exchange.records import RECORDS, Key, Record, Shape

_REFUSED = [*map(chr, range(0xFDD0, 0xFDF0)), "\x00", "\ufffe", "\uffff"]
_LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters=_REFUSED)
_HOSTILE = st.sampled_from([
    "pa1", "pa2", "pa_1", "[/foo]", "\x1b[31m", "=1+1", "a \u200b b", "\u202eevil", "null",
    "None", "\u0628\u200c\u0627", "é", "e\u0301", "İı", "\r\n", "a\u2028b", "'; --", "{{7*7}}",
    "k\u0327\u0301", "\u0301x", "١٢", "👩\u200d👩\u200d👧",
])  # fmt: skip
_TEXT = st.one_of(st.text(_LETTERS, max_size=12), _HOSTILE)
_REQUIRED = st.tuples(st.sampled_from("aÜع\u0431"), _TEXT).map("".join)
_SIMPLE: dict[Shape, st.SearchStrategy[Any]] = {
    Shape.DAY: st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)).map(dt.date.isoformat),
    Shape.TIME: st.times().map(lambda time: f"{time:%H:%M}"),
    Shape.YESNO: st.booleans(),
    Shape.WORDS: st.lists(_TEXT, max_size=3),
    Shape.FIGURES: st.lists(
        st.tuples(
            st.sampled_from(
                (
                    ("movement", "new"),
                    ("households",),
                    ("tables", "stock", "place", "St. Blasien"),
                    ("goals", "by_area", "work", "open_at_end"),
                    ("months", "2025-03", "ended"),
                )
            ),
            st.integers(-3, 900),
        ),
        unique_by=lambda figure: figure[0],
        max_size=3,
    ).map(lambda figures: [[list(keys), number] for keys, number in figures]),
}


@st.composite
def caseloads(draw: st.DrawFn) -> list[dict[str, Any]]:
    """A header and up to a few records of each type, each after those it names."""
    records: list[dict[str, Any]] = [{"type": "caseload", "format": 1}]
    ids: dict[str, list[str]] = {record.type: [] for record in RECORDS}
    for record in RECORDS:
        for number in range(draw(st.integers(0, 3))):
            made = _record(draw, record, number, ids)
            if made is not None:
                records.append(made)
    return records


def _record(
    draw: st.DrawFn, record: Record, number: int, ids: dict[str, list[str]]
) -> dict[str, Any] | None:
    if any(key.required and key.target and not ids[key.target] for key in record.keys):
        return None
    made: dict[str, Any] = {"type": record.type}
    for key in record.keys:
        if key.shape is Shape.ID:
            made["id"] = f"{draw(st.sampled_from(['x', 'pa', 'é ', '😀']))}{number}"
            ids[record.type].append(made["id"])
        elif key.required or draw(st.booleans()):
            made[key.name] = _value(draw, key, ids)
    _repair(draw, record, made, number)
    return made


def _value(draw: st.DrawFn, key: Key, ids: dict[str, list[str]]) -> Any:
    if not key.required and draw(st.integers(0, 5)) == 0:
        return None
    if key.shape is Shape.REF:
        return draw(st.sampled_from(ids[key.target])) if ids[key.target] else None
    if key.shape is Shape.REFS:
        some = st.lists(st.sampled_from(ids[key.target] or [""]), unique=True, max_size=3)
        return draw(some) if ids[key.target] else []
    if key.shape is Shape.RECIPIENT:
        return draw(st.one_of(_TEXT, st.sampled_from([*ids["partner"], "pa1"])))
    if key.shape in {Shape.KEY, Shape.KEYS}:
        keys = st.sampled_from(sorted(key.known))
        return draw(keys if key.shape is Shape.KEY else st.lists(keys, unique=True, max_size=3))
    if key.shape is Shape.NUMBER:
        return draw(st.integers(key.lowest, min(key.highest, 10_000)))
    if key.shape in _SIMPLE:
        return draw(_SIMPLE[key.shape])
    return draw(_REQUIRED if key.required else _TEXT)


def _repair(draw: st.DrawFn, record: Record, made: dict[str, Any], number: int) -> None:
    """Make valid what only happens to break a rule between two values."""
    for begin, end in record.spans:
        if made.get(begin) and made.get(end):
            made[begin], made[end] = sorted((made[begin], made[end]))
    if record.type == "consent" and made.get("granted_on"):
        for end in ("ends_on", "withdrawn_on"):
            if made.get(end) and made[end] < made["granted_on"]:
                del made[end]
    if record.type == "person":
        made[draw(st.sampled_from(["family_name", "given_name"]))] = draw(_REQUIRED)
    if record.type == "case":
        made["number"] = f"{number}-{made['number']}"
    if record.type == "plan_version":
        made["number"] = number + 1
    if record.type == "care_period":
        year = 2000 + 2 * number
        made["begin"], made["end"] = f"{year}-01-01", f"{year + 2}-01-01"
