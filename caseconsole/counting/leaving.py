"""What leaves the office is noted: which figures, to whom, and exact ones also what for."""

from __future__ import annotations

from dataclasses import dataclass

from caseconsole.counting.period import Period
from caseconsole.errors import InputError
from caseconsole.i18n import _
from caseconsole.store import transaction
from caseconsole.text import clean

EXPORT = "report.export"
"""The action of these rows in the trail of changes."""


@dataclass(frozen=True)
class Leaving:
    """Where figures go.

    Args:
        recipient: who gets them.
        purpose: what for; needed for exact figures.
        internal: whether the cross tables are exact.
    """

    recipient: str
    purpose: str = ""
    internal: bool = False


def record_export(period: Period, leaving: Leaving, what: str = "report") -> None:
    """Note in the trail of changes that figures were written into a file.

    Runs on the database thread, before the file is written.

    Args:
        period: their period.
        leaving: where they go.
        what: ``report`` or ``proof_of_use``.

    Raises:
        InputError: a recipient is missing, or the purpose of exact figures.
    """
    recipient, purpose = clean(leaving.recipient), clean(leaving.purpose)
    if not recipient:
        raise InputError(_("Bitte geben Sie an, wer die Zahlen bekommt."), field="recipient")
    if leaving.internal and not purpose:
        raise InputError(_("Bitte geben Sie an, wozu."), field="purpose")
    days = f"{period.first.isoformat()}/{period.last.isoformat()}"
    words = [days, recipient, *filter(None, [purpose])]
    with transaction(EXPORT) as audit:
        audit.record(
            what,
            fields=("exact",) if leaving.internal else ("rounded",),
            reason=" · ".join(words),
        )
