"""What a caseload file must be, line by line; makes the rows that an import stores.

The rules are those of section 2 of the interfaces. What only looks odd is taken: real files hold
talks, plans and goals outside every care period.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from caseconsole.caseload.names import person_keys
from caseconsole.errors import ExchangeError
from caseconsole.exchange.lines import Refusal, parse, quoted
from caseconsole.exchange.records import FORMAT, HEADER, RECORDS, Record
from caseconsole.exchange.values import Take, take_line, taker
from caseconsole.i18n import _
from caseconsole.text import show

Row = list[Any]
"""Values as the store keeps them."""

_ID = "id"
_EXTRA = {
    "person": ("sort_key", "search_key"),
    "goal": ("position",),
    "consent": ("partner",),
}
"""Fields of a table that no key of the file names; filled from what the file says."""


class _Reader:
    """How one type of record becomes a row: the id, the keys' fields, then the extra ones.

    While it is read, the id of the file stands in the place of the row's own, and behind the row
    stand the lists of references, which have tables of their own.
    """

    def __init__(self, record: Record, ids: Mapping[str, Mapping[str, int]]) -> None:
        self.record = record
        stored = [key for key in record.keys if key.field]
        links = [key for key in record.keys if key.link]
        extra = _EXTRA.get(record.type, ())
        self.fields = ("id", *(key.field for key in stored), *extra)
        self.links = tuple(key.link for key in links)
        self.blank: Row = ["", *(key.absent for key in stored), *(None for _field in extra)]
        self.blank += [()] * len(links)
        self.at = {key.name: place for place, key in enumerate(stored, start=1)}
        self.required = tuple((key.name, self.at[key.name]) for key in stored if key.required)
        self.spans = tuple((a, self.at[a], b, self.at[b]) for a, b in record.spans)
        behind = {key.name: place for place, key in enumerate(links, start=len(self.fields))}
        self.places: dict[str, tuple[int, Take]] = {
            key.name: ((self.at | behind).get(key.name, 0), taker(key, ids)) for key in record.keys
        }


class Checker:
    """Checks the lines of one file in their order and collects their rows.

    Args:
        first_ids: per type of record the id that its first row gets.
        numbers: the case numbers that are taken already.

    Attributes:
        rows: per model the rows made since they were last fetched, links among them.
        counts: how many records of each type were taken.
    """

    def __init__(self, first_ids: Mapping[str, int], numbers: set[str]) -> None:
        self._ids: dict[str, dict[str, int]] = {r.type: {} for r in RECORDS if r.prefix}
        self._readers = {record.type: _Reader(record, self._ids) for record in RECORDS}
        self._next = dict(first_ids)
        self._numbers = numbers
        self._periods: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
        self._versions: set[tuple[int, int]] = set()
        self._goals: Counter[int] = Counter()
        self._recipients: dict[str, int] = {}
        self._line = 0
        self.rows: defaultdict[Any, list[Sequence[Any]]] = defaultdict(list)
        self.counts: Counter[str] = Counter()
        self._finish: dict[str, Callable[[_Reader, Row], None]] = {
            "person": self._finish_person,
            "case": self._finish_case,
            "care_period": self._finish_period,
            "plan_version": self._finish_version,
            "goal": self._finish_goal,
            "consent": self._finish_consent,
        }

    def fields(self, record: Record) -> tuple[str, ...]:
        """The fields of the rows of a type of record, in their order."""
        return self._readers[record.type].fields

    def take(self, number: int, raw: bytes) -> str:
        """Check one line, keep its rows, and return its type.

        Raises:
            ExchangeError: the line is refused; the message names it and the reason.
        """
        self._line = number
        kind = ""
        try:
            found = parse(raw)
            kind = _type_of(found.pop("type", None))
            if number == 1:
                _require_header(kind, found)
            else:
                self.take_record(kind, found)
        except Refusal as refusal:
            self._remember_id(kind, raw)
            raise refused(number, kind, str(refusal)) from None
        return kind

    def take_record(self, kind: str, found: dict[str, Any]) -> None:
        """Check one record, given without its type, and keep its rows.

        Raises:
            Refusal: the record is refused.
        """
        reader = self._readers.get(kind)
        if reader is None:
            raise _unknown_type(kind)
        row, places = reader.blank.copy(), reader.places
        name = ""
        try:
            for name, value in found.items():
                place = places.get(name)
                if place is None:
                    raise _unknown_key(name)
                if value is not None:
                    row[place[0]] = place[1](value)
        except Refusal as refusal:
            reason = str(refusal)
            reason = f"{name}: {reason}" if name in places else reason
            raise Refusal(reason) from None
        self._require(reader, row)
        self._store(kind, reader, row)

    @staticmethod
    def _require(reader: _Reader, row: Row) -> None:
        for name, index in reader.required:
            if row[index] is None or row[index] == "":
                raise _missing(name)
        for begin, first, end, last in reader.spans:
            if row[first] and row[last] and row[last] < row[first]:
                raise Refusal(
                    _("{end} liegt vor {begin} ({last} vor {first})").format(
                        end=end, begin=begin, last=row[last], first=row[first]
                    )
                )

    def _store(self, kind: str, reader: _Reader, row: Row) -> None:
        width = len(reader.fields)
        links = row[width:]
        del row[width:]
        own_id = row[0]
        if reader.record.prefix:
            self._require_new_id(kind, own_id)
        finish = self._finish.get(kind)
        if finish:
            finish(reader, row)
        row[0] = row_id = self._next[kind]
        self._next[kind] = row_id + 1
        if reader.record.prefix:
            self._ids[kind][own_id] = row_id
        self.rows[reader.record.model].append(row)
        for model, targets in zip(reader.links, links, strict=True):
            self.rows[model] += [(row_id, target, place) for place, target in enumerate(targets)]
        self.counts[kind] += 1

    def _require_new_id(self, kind: str, own_id: str) -> None:
        if not own_id.strip():
            raise _missing(_ID)
        if own_id in self._ids[kind]:
            raise Refusal(
                _("die id {id} hatte schon ein anderer Datensatz").format(id=quoted(own_id))
            )
        if kind == "partner" and own_id in self._recipients:
            self._line = self._recipients[own_id]
            raise refused(
                self._line,
                "consent",
                _("recipient: {id} (partner) steht in keiner Zeile davor").format(
                    id=quoted(own_id)
                ),
            )

    def _finish_person(self, reader: _Reader, row: Row) -> None:
        at = reader.at
        family, given = row[at["family_name"]], row[at["given_name"]]
        if not family and not given:
            raise Refusal(_("family_name oder given_name muss da sein"))
        words = json.loads(row[at["also_known_as"]])
        row[-2:] = person_keys(family, given, words, row[at["original_script_name"]])

    def _finish_case(self, reader: _Reader, row: Row) -> None:
        number = row[reader.at["number"]]
        if number in self._numbers:
            raise Refusal(_("die Fallnummer {number} gibt es schon").format(number=quoted(number)))
        self._numbers.add(number)

    def _finish_period(self, reader: _Reader, row: Row) -> None:
        """Two care periods of a case may touch on a day, not overlap (counting rules, 4)."""
        at = reader.at
        begin, end = row[at["begin"]], row[at["end"]]
        for other, other_end in self._periods[row[at["case"]]]:
            if (not other_end or begin < other_end) and (not end or other < end):
                raise Refusal(
                    _("überschneidet sich mit dem Betreuungszeitraum ab {begin}").format(
                        begin=other
                    )
                )
        self._periods[row[at["case"]]].append((begin, end or ""))

    def _finish_version(self, reader: _Reader, row: Row) -> None:
        version = (row[reader.at["plan"]], row[reader.at["number"]])
        if version in self._versions:
            raise Refusal(_("die Version {number} hat dieser Plan schon").format(number=version[1]))
        self._versions.add(version)

    def _finish_goal(self, reader: _Reader, row: Row) -> None:
        plan = row[reader.at["plan"]]
        row[-1] = self._goals[plan]
        self._goals[plan] += 1

    def _finish_consent(self, reader: _Reader, row: Row) -> None:
        index = reader.at["recipient"]
        named = row[index]
        row[-1] = self._ids["partner"].get(named)
        if row[-1] is None:
            if named:
                self._recipients.setdefault(named, self._line)
            row[index] = take_line(named)
        else:
            row[index] = ""

    def _remember_id(self, kind: str, raw: bytes) -> None:
        """Let a refused record be named, so that a dry run blames no line that is right."""
        if kind not in self._ids:
            return
        try:
            own_id = parse(raw).get("id")
        except Refusal:
            return
        if isinstance(own_id, str):
            known = self._ids[kind]
            known.setdefault(own_id, -1 - len(known))


def refused(line: int, kind: str, reason: str) -> ExchangeError:
    """The error for one line of a file."""
    place = _("Zeile {line}").format(line=line) + (f" ({show(kind)[:30]})" if kind else "")
    return ExchangeError(f"{place}: {reason}.", _("Es wurde nichts übernommen."), line)


def _require_header(kind: str, found: dict[str, Any]) -> None:
    version = found.get("format")
    if kind != HEADER:
        raise Refusal(_("die erste Zeile muss {line} sein").format(line=_header_line()))
    if type(version) is not int or version != FORMAT:
        raise Refusal(
            _("dieses Programm liest nur das Format {format}: {line}").format(
                format=FORMAT, line=_header_line()
            )
        )
    for name in found:
        if name != "format":
            raise _unknown_key(name)


def _header_line() -> str:
    return f'{{"type": "{HEADER}", "format": {FORMAT}}}'


def _type_of(kind: Any) -> str:
    if kind is None:
        raise Refusal(_("der Schlüssel {key} fehlt").format(key="type"))
    if type(kind) is not str:
        raise Refusal(_("type: hier gehört ein Text hin"))
    return kind


def _unknown_type(kind: str) -> Refusal:
    if kind == HEADER:
        return Refusal(_("diese Zeile darf nur einmal und nur am Anfang stehen"))
    return Refusal(_("die Art {type} gibt es nicht").format(type=quoted(kind)))


def _unknown_key(name: str) -> Refusal:
    return Refusal(_("den Schlüssel {key} gibt es hier nicht").format(key=quoted(name)))


def _missing(name: str) -> Refusal:
    return Refusal(_("der Schlüssel {key} fehlt oder ist leer").format(key=name))
