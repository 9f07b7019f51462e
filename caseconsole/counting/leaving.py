"""What leaves the office is noted: which figures, to whom, and exact ones also what for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from caseconsole.counting.period import Period
from caseconsole.errors import InputError
from caseconsole.i18n import _
from caseconsole.models import Person, rows
from caseconsole.store import transaction
from caseconsole.text import clean

EXPORT = "report.export"
"""The action of these rows in the trail of changes."""


_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST_NAME = 4
"""Shorter names are too often words of a sentence."""


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


def names_of_people() -> frozenset[str]:
    """The words of all names, to look for them in a text that leaves; on the database thread."""
    found = rows(Person.select(Person.family_name, Person.given_name))
    return frozenset(
        word
        for names in found
        for name in names
        for word in _WORD.findall(name or "")
        if len(word) >= _SHORTEST_NAME
    )
