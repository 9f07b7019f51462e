"""One row of a list as records of the caseload: what is taken, kept as text, or wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import Any

from caseconsole.days import PartialDay, format_day
from caseconsole.exchange.cells import (
    DayRules,
    birth_of,
    day_of,
    no_number,
    says_nothing,
    split_name,
    split_place,
    text_of,
)
from caseconsole.exchange.layout import Layout
from caseconsole.exchange.lines import Refusal, quoted
from caseconsole.exchange.mapping import VALUE_LISTS, Mapping, plain
from caseconsole.exchange.sheets import Cell
from caseconsole.exchange.words import key_of, keys_of
from caseconsole.i18n import _

_NAMES = ("family_name", "given_name", "original_script_name")
_DAYS = ("begin", "end", "arrived_on", "allotted_on", "valid_until")
_LISTS = frozenset({"nationalities", "languages", "income"})
_TEXTS = ("birth_place", "email", "address", "postcode", "place", "number")
_STATUS = (
    "residence_status", "valid_until", "work_permission", "german_level", "housing",
    "marital_status", "employment", "income",
)  # fmt: skip
_PERSON = (
    *_NAMES, "also_known_as", "birth_date", "birth_precision", "sex", "nationalities", "languages",
    "phone", "email", "arrived_on", "allotted_on", "birth_place", "notes",
)  # fmt: skip
_FEWEST_COLUMNS = 3


class State(StrEnum):
    """What would become of a row."""

    FINE = "fine"
    REMARK = "remark"
    """It is taken; something is worth a look."""
    SKIPPED = "skipped"
    PROBLEM = "problem"


@dataclass
class RowRead:
    """One row as it was understood.

    Args:
        row: its number in the sheet.
        state: what becomes of it.
        reasons: why, one phrase each.
        values: field -> value as a caseload file has it.
        wrong: fields whose cells are a problem.
    """

    row: int
    state: State = State.FINE
    reasons: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    wrong: set[str] = field(default_factory=set)

    def problem(self, reason: str, name: str = "") -> None:
        """Note why the row cannot be taken, and which field is to blame."""
        self.state = State.PROBLEM
        self.reasons.append(reason)
        self.wrong.add(name)

    def remark(self, reason: str) -> None:
        """Note what is worth a look."""
        if self.state is State.FINE:
            self.state = State.REMARK
        self.reasons.append(reason)

    def skip(self, reason: str) -> RowRead:
        """Note why the row is left out."""
        self.state = State.SKIPPED
        self.reasons.append(reason)
        return self

    def records(self) -> list[tuple[str, dict[str, Any]]]:
        """The records that the row makes, each after those it names."""
        values, begin = self.values, self.values["begin"]
        person = {"id": "p"} | {name: values[name] for name in _PERSON if name in values}
        case = {"id": "c", "number": values["number"], "person": "p"}
        period = {"case": "c", "begin": begin, "end": values.get("end")}
        period["closing_reason"] = values.get("closing_reason")
        made: list[tuple[str, dict[str, Any]]] = [("person", person)]
        status = {name: values[name] for name in _STATUS if name in values}
        if status:
            made.append(("person_status", {"person": "p", "from": begin} | status))
        home = {name: values[name] for name in ("address", "postcode", "place") if name in values}
        if home:
            made.append(("household", {"id": "h"} | home))
            member = {"household": "h", "person": "p", "from": begin, "role": "head"}
            made.append(("household_member", member))
        return [*made, ("case", case), ("care_period", period)]


class RowReader:
    """Reads the rows of one list.

    Args:
        layout: which column is what.
        mapping: what the user told.
        today: the day that two-digit years and "in the future" count from.
    """

    def __init__(self, layout: Layout, mapping: Mapping, today: dt.date) -> None:
        self._layout = layout
        self._mapping = mapping
        self._today = today
        self._rules = DayRules(today, mapping.day_order, layout.sheet.epoch)
        self._labels = {column.field: column.header for column in layout.columns}
        self._header = [plain(_plain_text(cell)) for cell in self._header_cells()]

    def read(self, number: int, cells: Sequence[Cell]) -> RowRead | None:
        """The row with this number; nothing where it is empty."""
        read = RowRead(number)
        filled = [cell for cell in cells if str(cell).strip()]
        if not filled:
            return None
        if number in self._mapping.skip_rows:
            return read.skip(_("in der Zuordnung ausgelassen"))
        if len(filled) == 1 and len(self._layout.columns) >= _FEWEST_COLUMNS:
            return read.skip(_("nur eine Zelle ist gefüllt, wohl eine Überschrift oder Summe"))
        if [plain(_plain_text(cell)) for cell in cells] == self._header:
            return read.skip(_("die Überschriften noch einmal"))
        given = self._given(cells)
        kept: list[str] = []
        for take in (self._names, self._days, self._birth, self._texts, self._choices):
            take(read, given, kept)
        self._notes(read, given, kept)
        self._check(read)
        return read

    def _header_cells(self) -> Sequence[Cell]:
        rows = self._layout.sheet.rows
        number = self._layout.header_row
        return rows[number - 1] if number <= len(rows) else ()

    def _given(self, cells: Sequence[Cell]) -> dict[str, Cell]:
        """The cells by field; a constant where the list has nothing."""
        given: dict[str, Cell] = dict(self._mapping.constants)
        for column in self._layout.columns:
            cell = cells[column.index] if column.index < len(cells) else ""
            if str(cell).strip():
                given[column.field] = cell
        return given

    def _names(self, read: RowRead, given: dict[str, Cell], kept: list[str]) -> None:
        del kept
        if "name" in given:
            with_comma = self._guarded(read, "name", lambda: text_of(given["name"]))
            family, first, remark = split_name(with_comma or "")
            if "given_name" in given and "," not in (with_comma or ""):
                # The given name has a column of its own: "Name" means the family name then.
                family, first, remark = with_comma or "", "", ""
            read.values |= {"family_name": family, "given_name": first}
            if remark:
                read.remark(self._at("name", remark))
        for name in _NAMES:
            if name in given:
                read.values[name] = self._guarded(read, name, partial(text_of, given[name]))
        if "also_known_as" in given:
            text = self._guarded(read, "also_known_as", lambda: text_of(given["also_known_as"]))
            read.values["also_known_as"] = (text or "").split(",")
        if not read.values.get("family_name") and not read.values.get("given_name"):
            read.problem(_("der Name fehlt"))

    def _days(self, read: RowRead, given: dict[str, Cell], kept: list[str]) -> None:
        for name in _DAYS:
            if name not in given:
                continue
            day = self._guarded(read, name, partial(day_of, given[name], self._rules))
            if day is not None:
                read.values[name] = day.isoformat()
            elif name not in read.wrong:
                self._keep(read, name, _plain_text(given[name]), kept)
        if "begin" not in read.values and "begin" not in read.wrong:
            read.problem(self._at("begin", _("der Beginn der Beratung fehlt")))

    def _birth(self, read: RowRead, given: dict[str, Cell], kept: list[str]) -> None:
        if "birth_date" not in given:
            return
        cell = given["birth_date"]
        birth: PartialDay | None = self._guarded(
            read, "birth_date", lambda: birth_of(cell, self._rules)
        )
        if birth is not None:
            read.values["birth_date"] = birth.day.isoformat()
            read.values["birth_precision"] = birth.precision
            if birth.precision == "day" and (birth.day.month, birth.day.day) == (1, 1):
                read.remark(self._at("birth_date", _("1. Januar: vielleicht geschätzt")))
        elif "birth_date" not in read.wrong:
            self._keep(read, "birth_date", _plain_text(cell), kept)

    def _texts(self, read: RowRead, given: dict[str, Cell], kept: list[str]) -> None:
        del kept
        for name in (*_TEXTS, "phone", "postcode_place"):
            if name not in given:
                continue
            text = self._guarded(read, name, partial(text_of, given[name])) or ""
            if says_nothing(text) or (name == "phone" and no_number(text)):
                continue
            if name == "postcode_place":
                parts = dict(zip(("postcode", "place"), split_place(text), strict=True))
                read.values |= {part: value for part, value in parts.items() if value}
            else:
                read.values[name] = text

    def _choices(self, read: RowRead, given: dict[str, Cell], kept: list[str]) -> None:
        for name, value_list in VALUE_LISTS.items():
            if name not in given:
                continue
            text = self._guarded(read, name, partial(text_of, given[name])) or ""
            told = self._mapping.values.get(name)
            if name in _LISTS:
                keys, unknown = keys_of(value_list, text, told)
                if keys:
                    read.values[name] = keys
            else:
                key = key_of(value_list, text, told)
                unknown = [text] if key is None else []
                if key:
                    read.values[name] = key
            for part in unknown:
                self._keep(read, name, part, kept)

    def _notes(self, read: RowRead, given: dict[str, Cell], kept: list[str]) -> None:
        cell = given.get("notes", "")
        text = self._guarded(read, "notes", lambda: text_of(cell, multiline=True)) or ""
        notes = "\n".join(filter(None, (text, *kept)))
        if notes:
            read.values["notes"] = notes

    def _check(self, read: RowRead) -> None:
        begin, end = read.values.get("begin"), read.values.get("end")
        if begin and end and end < begin:
            read.problem(
                self._at(
                    "end",
                    _("{end} liegt vor dem Beginn {begin}").format(
                        end=_german(end), begin=_german(begin)
                    ),
                )
            )
        born = read.values.get("birth_date")
        if begin and born and read.values["birth_precision"] == "day" and begin < born:
            read.problem(
                self._at(
                    "begin",
                    _("{begin} liegt vor der Geburt {born}").format(
                        begin=_german(begin), born=_german(born)
                    ),
                )
            )
        for name, day in (("begin", begin), ("end", end)):
            if day and day > self._today.isoformat():
                read.remark(
                    self._at(name, _("{day} liegt in der Zukunft").format(day=_german(day)))
                )
        if end is None and "closing_reason" in read.values:
            read.remark(self._at("closing_reason", _("steht ohne Ende da und bleibt weg")))
            del read.values["closing_reason"]

    def _keep(self, read: RowRead, name: str, text: str, kept: list[str]) -> None:
        """What nobody can place is not lost: it goes to the notes, under its column's name."""
        if says_nothing(text):
            return
        label = self._labels.get(name, name)
        kept.append(_("{column} laut Liste: {text}").format(column=label, text=text))
        read.remark(
            self._at(name, _("{text} ist unbekannt, steht in den Bemerkungen").format(
                text=quoted(text)))
        )  # fmt: skip

    def _guarded(self, read: RowRead, name: str, take: Callable[[], Any]) -> Any:
        try:
            return take()
        except Refusal as refusal:
            read.problem(self._at(name, str(refusal)), name)
            return None

    def _at(self, name: str, reason: str) -> str:
        label = self._labels.get(name)
        return f"{_column(label)}: {reason}" if label else reason


def _column(label: str) -> str:
    return _("Spalte {header}").format(header=quoted(label))


def _plain_text(cell: Cell) -> str:
    try:
        return text_of(cell)
    except Refusal:
        return ""


def _german(day: str) -> str:
    return format_day(dt.date.fromisoformat(day))
