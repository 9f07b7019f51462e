"""Protection of small numbers: in a village "one woman, Iran, over 60" is a name.

Headline counters leave exact. Every number of a cross table is rounded for itself to multiples of
five, margins included (security.md 4.3, as the statistical offices of the federation and of
Baden-Württemberg do); exact cross tables are for internal use and say so on every page.
"""

from __future__ import annotations

from dataclasses import dataclass

from caseconsole.counting import Report
from caseconsole.i18n import N_, _

INTERNAL_MARK = N_("intern – nicht weitergeben")
"""Stands on every page of a report with exact cross tables."""

_TABLES = frozenset({"tables"})
_REFERRAL_TABLES = frozenset({"by_kind", "by_result", "table"})


@dataclass(frozen=True, slots=True)
class Shown:
    """Decides which figures of a report are shown exactly.

    Args:
        report: the counted figures.
        internal: whether cross tables are exact, for the counsellor alone.
    """

    report: Report
    internal: bool = False

    @property
    def base(self) -> int:
        """What cross tables are rounded to multiples of."""
        return self.report.settings.reports.rounding_base

    def rounds(self, path: str) -> bool:
        """Whether the figure at ``path`` is shown rounded."""
        entry = self.report.entries.get(path)
        keys = entry.keys if entry else tuple(path.split("."))
        return not self.internal and in_cross_table(keys)

    def value(self, path: str) -> int:
        """The figure as this report shows it."""
        exact = self.report.value(path)
        return rounded(exact, self.base) if self.rounds(path) else exact

    @property
    def note(self) -> str:
        """The sentence under every cross table."""
        if self.internal:
            return _("Genaue Werte, {mark}.").format(mark=_(INTERNAL_MARK))
        return _(
            "Werte auf Vielfache von {base} gerundet; Abweichung höchstens {most}; Summen gehen "
            "nicht auf; 0 bedeutet 0 bis {zero}."
        ).format(base=self.base, most=self.base // 2, zero=(self.base - 1) // 2)


def rounded(number: int, base: int = 5) -> int:
    """The nearest multiple of ``base``: 0 to 2 are 0, 3 to 7 are 5, 8 to 12 are 10."""
    return base * ((number + base // 2) // base)


def in_cross_table(keys: tuple[str, ...]) -> bool:
    """Whether the figure at ``keys`` is one of a cross table."""
    return keys[0] in _TABLES or (keys[0] == "referrals" and keys[1] in _REFERRAL_TABLES)
