"""Many counts files as one: what fits together, what the sums are, and how far they may err."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from caseconsole.counting import Period
from caseconsole.days import format_day
from caseconsole.district.counts_input import CountsFile
from caseconsole.errors import ReportError
from caseconsole.i18n import _, ngettext
from caseconsole.reports.protection import OTHER


@dataclass(frozen=True)
class Merged:
    """The counts of a district.

    Args:
        files: those of the municipalities, by name.
        totals: the sum of each figure over all files; a figure that a file lacks is 0 there.
    """

    files: tuple[CountsFile, ...]
    totals: Mapping[str, int]

    @property
    def period(self) -> Period:
        """The days that all files count."""
        return self.files[0].period

    @property
    def rounded(self) -> tuple[CountsFile, ...]:
        """The files whose cross tables are rounded."""
        return tuple(file for file in self.files if file.base)

    @property
    def most_error(self) -> int:
        """How far a total of a cross table may lie from the exact one."""
        return sum(file.base // 2 for file in self.rounded)

    def leaves_out(self, file: CountsFile, path: str) -> bool:
        """Whether ``file`` lacks the whole table of ``path``: it would have told too much."""
        table = _table_of(path)
        return bool(file.base and table) and not any(
            name.startswith(table) for name in file.figures
        )

    @property
    def is_partial(self) -> bool:
        """Whether some table is left out by a file, or hides rare rows in another row there."""
        tables = {table for path in self.totals if (table := _table_of(path))}
        return any(
            self.leaves_out(file, table) or f"{table}{OTHER}" in file.figures
            for file in self.rounded
            for table in tables
        )

    def notes(self) -> tuple[str, ...]:
        """What a reader of the totals must know."""
        double = _(
            "Kopfzahlen sind genaue Summen. Wer in zwei Gemeinden betreut oder beraten wurde, "
            "zählt in beiden."
        )
        if not self.rounded:
            return (double, _("Alle Tabellen sind genau: intern – nicht weitergeben."))
        told = ngettext(
            "Die Tabellen von {count} Gemeinde sind gerundet",
            "Die Tabellen von {count} Gemeinden sind gerundet",
            len(self.rounded),
        ).format(count=len(self.rounded))
        bound = _(
            "{told}: Eine Summe darin weicht um höchstens {most} von der genauen ab; sie muss "
            "nicht der Kopfzahl gleichen, und 0 heißt nicht sicher niemand."
        ).format(told=told, most=self.most_error)
        if not self.is_partial:
            return (double, bound)
        partial = _(
            "Ausgenommen sind Staatsangehörigkeiten und Orte: Wo sie selten sind, stehen sie in "
            "den gerundeten Dateien unter „übrige“ und fehlen in ihrer eigenen Zeile. Eine "
            "Tabelle, die eine Gemeinde weglassen musste (•), fehlt in der Summe."
        )
        return (double, bound, partial)


def _table_of(path: str) -> str:
    """``tables.stock.sex.`` of ``tables.stock.sex.female``; empty outside of cross tables."""
    section, *names = path.split(".", 3)
    return f"{section}.{names[0]}.{names[1]}." if section == "tables" else ""


def merge(files: Sequence[CountsFile]) -> Merged:
    """Add up ``files``.

    Raises:
        ReportError: they do not fit together; the message names the files and why.
    """
    if not files:
        raise ReportError(_("Es ist keine Datei zu übernehmen."))
    problems = [*_same_town(files), *_other_period(files), *_other_rules(files)]
    if problems:
        raise ReportError(" ".join(problems), _("Es wurde nichts geschrieben."))
    totals: dict[str, int] = {}
    for file in files:
        for path, value in file.figures.items():
            totals[path] = totals.get(path, 0) + value
    ordered = sorted(files, key=lambda file: (file.municipality.casefold(), file.path.name))
    return Merged(tuple(ordered), totals)


def _same_town(files: Sequence[CountsFile]) -> list[str]:
    problems = []
    for place, file in enumerate(files):
        for earlier in files[:place]:
            if file.municipality.casefold() == earlier.municipality.casefold():
                problems.append(
                    _("{file}: Die Gemeinde „{name}“ steht schon in {other}.").format(
                        file=file.path, name=file.municipality, other=earlier.path
                    )
                )
                break
            if file.figures == earlier.figures and any(file.figures.values()):
                problems.append(
                    _("{file}: genau dieselben Zahlen wie {other}.").format(
                        file=file.path, other=earlier.path
                    )
                )
                break
    return problems


def _other_period(files: Sequence[CountsFile]) -> list[str]:
    first = files[0]
    return [
        _("{file}: zählt {first} bis {last}, aber {other} zählt {begin} bis {end}.").format(
            file=file.path.name,
            first=format_day(file.period.first),
            last=format_day(file.period.last),
            other=first.path.name,
            begin=format_day(first.period.first),
            end=format_day(first.period.last),
        )
        for file in files[1:]
        if file.period != first.period
    ]


def _other_rules(files: Sequence[CountsFile]) -> list[str]:
    first = files[0]
    return [
        _("{file}: Zählregeln Version {rules}, aber {other}: Version {others}.").format(
            file=file.path.name, rules=file.rules, other=first.path.name, others=first.rules
        )
        for file in files[1:]
        if file.rules != first.rules
    ]
