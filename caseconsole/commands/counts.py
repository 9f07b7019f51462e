"""``caseconsole counts``: the figures of a period as a file."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from caseconsole.commands.common import open_store, say
from caseconsole.commands.options import WRONG_USAGE
from caseconsole.i18n import _, ngettext

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from caseconsole.counting import Period, Report


def run(options: Namespace) -> int:
    """Count the period and write the file; ``--year`` or both days must be given."""
    has_days = options.begin is not None and options.end is not None
    if has_days == (options.year is not None) or (options.begin is None) != (options.end is None):
        sys.stderr.write(_("Bitte --year JAHR oder --from TAG und --to TAG angeben.") + "\n")
        return WRONG_USAGE
    from caseconsole.counting import Period
    from caseconsole.reports.export import check_target, write_report

    period = Period(options.begin, options.end) if has_days else Period.of_year(options.year)
    check_target(options.output)
    store = open_store(options)
    try:
        report, previous = store.call(_count, period)
    finally:
        store.close()
    written = write_report(report, options.output, previous=previous, internal=options.internal)
    say(_done(report, options.output, written))
    return 0


def _count(period: Period) -> tuple[Report, Report | None]:
    """The report and that of the year before, where there was anything; on the database thread."""
    from caseconsole.counting import count, read_facts

    before = period.year_before()
    facts = read_facts(before)
    previous = count(facts, before) if facts.rows or facts.contacts else None
    return count(read_facts(period), period), previous


def _done(report: Report, wanted: Path, written: Path) -> str:
    text = _("Auswertung {period} gespeichert: {file}").format(period=report.period, file=written)
    if written != wanted:
        text += " " + _("({file} ist gerade geöffnet.)").format(file=wanted.name)
    broken = sum(not identity.holds for identity in report.identities)
    if broken:
        text += " " + ngettext(
            "ACHTUNG: {count} Prüfregel ist nicht erfüllt.",
            "ACHTUNG: {count} Prüfregeln sind nicht erfüllt.",
            broken,
        ).format(count=broken)
    return text
