"""Reads a counts file (interfaces, section 3) that somebody else sent, and believes nothing in it.

A file is taken whole or refused with its reason: a missing figure, a broken rule of counting, sums
that contradict each other. What is taken is flat: ``consultations.by_kind.office`` -> 106.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import gcd
from pathlib import Path
from typing import Any

from caseconsole.counting import Period
from caseconsole.errors import CaseconsoleError, ReportError
from caseconsole.i18n import _
from caseconsole.reports.counts_file import USUAL_BASE
from caseconsole.text import clean

LARGEST = 5_000_000
"""Bytes of a counts file; a real one has some ten thousand."""

MOST = 10**9
"""No figure of a municipality is larger, minutes included; Excel still holds the sums exactly."""

REQUIRED = (
    "movement.opening_stock", "movement.new", "movement.reopened", "movement.ended",
    "movement.closing_stock", "movement.active_rows",
    "cases.in_care", "cases.carried_over", "cases.new", "cases.reopened", "cases.running",
    "cases.ended", "persons.in_care", "persons.carried_over", "persons.new", "persons.reopened",
    "persons.running", "persons.ended", "persons.advised", "persons.in_care_without_talk",
    "persons.advised_without_case", "persons.co_advised", "persons.in_all", "households",
    "consultations.total", "consultations.named", "consultations.person_contacts",
    "consultations.anonymous", "consultations.minutes", "consultations.first",
    "consultations.follow_up", "consultations.with_interpreter", "consultations.third_party",
    "consultations.no_show", "plans.first_agreed", "plans.continued", "plans.continuations",
    "plans.valid_at_end", "plans.valid_in_period", "plans.closed", "plans.cumulative",
    "plans.quota.with_plan", "plans.quota.stock", "goals.open_at_start", "goals.agreed",
    "goals.reached", "goals.partly", "goals.not_reached", "goals.dropped", "goals.open_at_end",
)  # fmt: skip
"""The figures that every counts file has."""

_SUMS = (
    (("movement.opening_stock", "movement.new", "movement.reopened"),
     ("movement.ended", "movement.closing_stock")),
    (("cases.carried_over", "cases.new", "cases.reopened"), ("cases.in_care",)),
    (("cases.running", "cases.ended"), ("cases.in_care",)),
    (("persons.carried_over", "persons.new", "persons.reopened"), ("persons.in_care",)),
    (("persons.running", "persons.ended"), ("persons.in_care",)),
    (("consultations.first", "consultations.follow_up"), ("consultations.named",)),
    (("goals.open_at_start", "goals.agreed"),
     ("goals.reached", "goals.partly", "goals.not_reached", "goals.dropped", "goals.open_at_end")),
)  # fmt: skip
"""Sums that must be equal (counting rules, section 5)."""

_TOTALS = {"persons_in_care": "persons.in_care", "stock": "plans.quota.stock"}
"""What the rows of each cross table add up to."""


@dataclass(frozen=True)
class CountsFile:
    """The counts of one municipality.

    Args:
        municipality: its name: what the file says, else the name of the file.
        path: the file.
        period: the days that were counted.
        rules: version of the counting rules.
        figures: every figure by its path.
        base: cross tables are rounded to multiples of it; 0 where they are exact.
    """

    municipality: str
    path: Path
    period: Period
    rules: int
    figures: Mapping[str, int]
    base: int


def read_counts(path: Path) -> CountsFile:
    """Read and check one counts file.

    Raises:
        ReportError: it cannot be taken; the message begins with its name.
    """
    try:
        return _checked(path, _parsed(path))
    except ReportError as error:
        said = f"{path.name}: {error.message}"
        raise ReportError(said, error.hint) from None


def _parsed(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > LARGEST:
            raise ReportError(_("Die Datei ist zu groß für eine Zählungsdatei."))
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise ReportError(_("Die Datei lässt sich nicht lesen.")) from None
    except (ValueError, RecursionError):
        raise ReportError(
            _("Das ist keine Zählungsdatei (.json)."),
            _("Gemeint ist die Datei, die „caseconsole counts … -o DATEI.json“ schreibt."),
        ) from None
    if not isinstance(content, dict):
        raise ReportError(_("Das ist keine Zählungsdatei (.json)."))
    return content


def _checked(path: Path, content: dict[str, Any]) -> CountsFile:
    figures = dict(_figures(content))
    missing = [name for name in REQUIRED if name not in figures]
    if missing:
        raise ReportError(_("Es fehlt die Zahl „{name}“.").format(name=missing[0]))
    _check_identities(content.get("identities"))
    for left, right in _SUMS:
        _check_sum(figures, left, right)
    rules = content.get("rules")
    if not isinstance(rules, int) or isinstance(rules, bool):
        raise ReportError(_("Es fehlt die Version der Zählregeln."))
    named = content.get("municipality")
    return CountsFile(
        municipality=_name(named) or path.stem,
        path=path,
        period=_period(content.get("period")),
        rules=rules,
        figures=figures,
        base=_base(figures, content.get("rounded_to")),
    )


def _name(value: Any) -> str:
    try:
        return clean(value) if isinstance(value, str) else ""
    except CaseconsoleError:
        return ""


def _figures(content: dict[str, Any]) -> Iterator[tuple[str, int]]:
    sections = ("movement", "cases", "persons", "households", "consultations", "plans", "goals")
    for section in (*sections, "closings", "tables"):
        yield from _walk(section, content.get(section))


def _walk(path: str, value: Any) -> Iterator[tuple[str, int]]:
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _walk(f"{path}.{key}", below)
    elif isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST:
        yield path, value
    elif value is not None:
        raise ReportError(
            _("„{name}“ ist keine Anzahl: {value}").format(name=path, value=repr(value)[:40])
        )


def _period(value: Any) -> Period:
    try:
        return Period(dt.date.fromisoformat(value["from"]), dt.date.fromisoformat(value["to"]))
    except (KeyError, TypeError, ValueError, CaseconsoleError):
        raise ReportError(_("Der Zeitraum fehlt oder ist nicht zu lesen.")) from None


def _check_identities(value: Any) -> None:
    if not isinstance(value, list) or not value:
        raise ReportError(_("Die Prüfregeln fehlen; ohne sie wird keine Datei übernommen."))
    for identity in value:
        if not isinstance(identity, dict) or not isinstance(identity.get("holds"), bool):
            raise ReportError(_("Die Prüfregeln sind nicht zu lesen."))
        if not identity["holds"]:
            raise ReportError(
                _("Eine Prüfregel ist nicht erfüllt: {rule}").format(
                    rule=str(identity.get("rule", ""))[:200]
                ),
                _("Die Gemeinde muss ihre Zahlen zuerst klären."),
            )


def _check_sum(figures: Mapping[str, int], left: tuple[str, ...], right: tuple[str, ...]) -> None:
    one, other = (sum(figures[name] for name in side) for side in (left, right))
    if one != other:
        raise ReportError(
            _("Zahlen widersprechen sich: {left} = {one}, aber {right} = {other}.").format(
                left=" + ".join(left), one=one, right=" + ".join(right), other=other
            )
        )


def _base(figures: Mapping[str, int], stated: Any) -> int:
    """What the cross tables are rounded to; 0 where they are exact.

    Tables of nothing but multiples count as rounded even where their sums happen to match: that
    errs towards a bound that is too wide.
    """
    tables: dict[str, list[int]] = {}
    for name, value in figures.items():
        if name.startswith("tables."):
            tables.setdefault(name.rpartition(".")[0], []).append(value)
    common = gcd(*(value for rows in tables.values() for value in rows), 0)
    wrong = [
        name
        for name, rows in tables.items()
        if (total := _TOTALS.get(name.split(".")[1])) and sum(rows) != figures[total]
    ]
    if isinstance(stated, int) and stated > 1 and common % stated == 0:
        return stated
    if tables and common % USUAL_BASE == 0 and (common or wrong):
        return USUAL_BASE
    if wrong:
        raise ReportError(
            _("Die Tabelle „{name}“ ergibt nicht die Kopfzahl.").format(
                name=wrong[0].removeprefix("tables.")
            )
        )
    return 0
