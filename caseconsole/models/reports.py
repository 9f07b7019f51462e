"""Reports that were handed in, and what erased cases leave for the figures."""

from __future__ import annotations

from peewee import BlobField, CharField, DateField, IntegerField, JSONField, TextField

from caseconsole.fields import Kind, Ui, shown
from caseconsole.i18n import N_
from caseconsole.models.base import Stored, dumps


class HandedIn(Stored):
    """A report as it was handed in: figures, the lists behind them, settings, rules, SHA-256.

    It never changes. A report that had to be handed in once more gets a row of its own with the
    next ``edition`` and a reason; the newest one answers for its period.
    """

    first_day = shown(DateField(), Ui(N_("Von"), "handed_in", Kind.DAY))
    last_day = shown(DateField(), Ui(N_("Bis"), "handed_in", Kind.DAY))
    edition = shown(IntegerField(default=1), Ui(N_("Ausgabe"), "handed_in", Kind.NUMBER))
    handed_in_on = shown(DateField(), Ui(N_("Abgegeben am"), "handed_in", Kind.DAY))
    recipient = shown(CharField(default=""), Ui(N_("Abgegeben an"), "handed_in"))
    reason = shown(TextField(default=""), Ui(N_("Grund der neuen Ausgabe"), "handed_in"))
    rules = shown(IntegerField(), Ui(N_("Zählregeln"), "handed_in", Kind.NUMBER))
    program = shown(CharField(), Ui(N_("Programmversion"), "handed_in"))
    sha256 = shown(CharField(), Ui(N_("Prüfsumme"), "handed_in"))
    content = BlobField()

    class Meta:
        """An edition of a period is given once."""

        indexes = ((("first_day", "last_day", "edition"), True),)


class Statistic(Stored):
    """What erased cases leave for the figures of one period: sums, and nobody behind them.

    ``figures`` is a list of ``[path parts, number]``; all cases that were erased stand in one row.
    A row without ``last_day`` belongs to every period that begins on ``first_day`` or later.
    """

    first_day = DateField()
    last_day = DateField(null=True)
    figures = JSONField(dumps=dumps, default=list)

    class Meta:
        """Each period asks for its own."""

        indexes = ((("first_day", "last_day"), False),)
