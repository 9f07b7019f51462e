"""Handing a report in, and what was handed in (counting rules, section 6).

All functions run on the database thread. A period that was handed in answers from its frozen copy
for good, whatever is entered or corrected later; ``deviations`` names the difference.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from peewee import fn

from caseconsole import clock, faults
from caseconsole.counting import cells
from caseconsole.counting.frozen import Kept, pack, unpack
from caseconsole.counting.period import Period
from caseconsole.counting.reading import read_facts
from caseconsole.counting.report import RULES, Report, count
from caseconsole.days import format_day
from caseconsole.errors import InputError, RuleError, StoreError
from caseconsole.i18n import _
from caseconsole.models import (
    AuditEntry,
    CarePeriod,
    Case,
    Contact,
    Goal,
    HandedIn,
    Household,
    Person,
    Plan,
    PlanVersion,
    Referral,
    rows,
)
from caseconsole.store import transaction
from caseconsole.text import clean

AUDIT = "audit"
"""Mark of the trail of changes."""

MODELS: dict[str, Any] = {
    cells.CASE: Case,
    cells.PERSON: Person,
    cells.PERIOD: CarePeriod,
    cells.CONTACT: Contact,
    cells.PLAN: Plan,
    cells.VERSION: PlanVersion,
    cells.GOAL: Goal,
    cells.REFERRAL: Referral,
    cells.HOUSEHOLD: Household,
    AUDIT: AuditEntry,
}
"""The table of each kind of row; a talk is a contact."""


@dataclass(frozen=True)
class HandIn:
    """One report that was handed in.

    Args:
        edition: 1, and one more for each time that the period was handed in again.
        recipient: whom it went to; may be empty.
        reason: why it was handed in again; empty for the first edition.
        rules: version of the counting rules.
        program: version of the program.
        sha256: of the frozen content.
    """

    id: int
    period: Period
    edition: int
    handed_in_on: dt.date
    recipient: str
    reason: str
    rules: int
    program: str
    sha256: str


@dataclass(frozen=True)
class Frozen:
    """What was handed in, with the report itself."""

    info: HandIn
    kept: Kept

    @property
    def report(self) -> Report:
        """The report as it was."""
        return self.kept.report


def hand_in(period: Period, recipient: str = "", reason: str = "") -> HandIn:
    """Freeze the report of ``period`` as it counts today.

    Args:
        period: what is handed in; it must be over.
        recipient: whom it goes to.
        reason: why it is handed in again; needed from the second edition on.

    Raises:
        RuleError: the period is not over, or an identity is broken.
        InputError: it was handed in before and no reason is given.
    """
    today = clock.today()
    if period.last >= today:
        raise RuleError(
            _("Der Zeitraum endet erst am {day}.").format(day=format_day(period.last)),
            _("Abgegeben wird, was abgeschlossen ist: frühestens am Tag danach."),
        )
    report = count(read_facts(period), period)
    if not report.holds:
        broken = next(identity for identity in report.identities if not identity.holds)
        raise RuleError(
            _("Eine Prüfregel ist nicht erfüllt: {rule}").format(rule=broken.rule),
            _("Bitte klären Sie zuerst die Zeilen, die sie stören; abgegeben wurde nichts."),
        )
    recipient, reason = clean(recipient), clean(reason)
    before = _newest(period)
    if before is not None and not reason:
        raise InputError(
            _("Dieser Zeitraum wurde am {day} schon abgegeben.").format(
                day=format_day(before.handed_in_on)
            ),
            _("Für eine neue Ausgabe nennen Sie bitte den Grund; die alte bleibt erhalten."),
        )
    content, sha256 = pack(report, faults.version(), _marks())
    with transaction("report.hand_in") as audit:
        made = HandedIn.create(
            first_day=period.first,
            last_day=period.last,
            edition=before.edition + 1 if before else 1,
            handed_in_on=today,
            recipient=recipient,
            reason=reason,
            rules=RULES,
            program=faults.version(),
            sha256=sha256,
            content=content,
        )
        audit.record("handed_in", made.id, fields=("recipient",), reason=reason)
    return _info(made)


def hand_ins() -> tuple[HandIn, ...]:
    """Everything that was handed in, the newest period first, of a period the newest edition."""
    query = HandedIn.select(
        HandedIn.id, HandedIn.first_day, HandedIn.last_day, HandedIn.edition,
        HandedIn.handed_in_on, HandedIn.recipient, HandedIn.reason, HandedIn.rules,
        HandedIn.program, HandedIn.sha256,
    ).order_by(HandedIn.last_day.desc(), HandedIn.first_day, HandedIn.edition.desc())  # fmt: skip
    return tuple(HandIn(row, Period(first, last), *rest) for row, first, last, *rest in rows(query))


def frozen(period: Period, edition: int | None = None) -> Frozen | None:
    """What was handed in for exactly these days, the newest edition unless one is named.

    Raises:
        StoreError: the frozen copy is not what was stored.
    """
    found = _newest(period) if edition is None else _edition(period, edition)
    if found is None:
        return None
    kept = unpack(bytes(found.content), found.sha256)
    if kept is None:
        raise StoreError(
            _("Die abgegebene Auswertung {period} ist beschädigt.").format(period=period),
            _("Ihre Prüfsumme stimmt nicht. Bitte nehmen Sie sie aus einer Sicherung."),
        )
    return Frozen(_info(found), kept)


def freezes(day: dt.date) -> HandIn | None:
    """The newest report handed in whose days hold ``day``, if there is one."""
    return next((info for info in hand_ins() if info.period.holds(day)), None)


def report_of(period: Period) -> Report:
    """The report of ``period``: the frozen one where it was handed in, else counted now."""
    handed_in = frozen(period)
    return handed_in.report if handed_in else count(read_facts(period), period)


def _newest(period: Period) -> Any:
    return (
        HandedIn.select()
        .where(HandedIn.first_day == period.first, HandedIn.last_day == period.last)
        .order_by(HandedIn.edition.desc())
        .first()
    )


def _edition(period: Period, edition: int) -> Any:
    return HandedIn.get_or_none(
        HandedIn.first_day == period.first,
        HandedIn.last_day == period.last,
        HandedIn.edition == edition,
    )


def _info(row: Any) -> HandIn:
    return HandIn(
        row.id, Period(row.first_day, row.last_day), row.edition, row.handed_in_on, row.recipient,
        row.reason, row.rules, row.program, row.sha256,
    )  # fmt: skip


def _marks() -> dict[str, int]:
    """The highest id of each kind of row today."""
    return {
        kind: int(model.select(fn.MAX(model.id)).scalar() or 0) for kind, model in MODELS.items()
    }
