"""``caseconsole counts``: the figures of a period as a file."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from caseconsole.commands.common import open_store, say
from caseconsole.commands.options import WRONG_USAGE
from caseconsole.days import format_day
from caseconsole.i18n import _, ngettext
from caseconsole.text import show

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from caseconsole.counting import Period, Report
    from caseconsole.counting.handing_in import HandIn


def run(options: Namespace) -> int:
    """Write the figures of a period, the frozen ones where it was handed in."""
    if options.output is None and (options.proof_of_use or not options.form):
        sys.stderr.write(_("Bitte -o DATEI oder --form DATEI.toml angeben.") + "\n")
        return WRONG_USAGE
    if options.proof_of_use:
        from caseconsole.commands import proof_of_use

        return proof_of_use.run(options)
    if options.form:
        from caseconsole.commands import form

        return form.run(options)
    from caseconsole.counting.leaving import Leaving, names_of_people, record_export
    from caseconsole.reports.export import check_target, hints, write_report

    period = chosen_period(options)
    if period is None:
        return WRONG_USAGE
    check_target(options.output)
    store = open_store(options)
    try:
        report, previous, handed_in = store.call(count_period, period, today=options.today)
        unnamed = _("nicht genannt")
        purpose = options.purpose or (unnamed if options.internal else "")
        leaving = Leaving(options.recipient or unnamed, purpose, internal=options.internal)
        store.call(record_export, period, leaving)
        names = store.call(names_of_people)
    finally:
        store.close()
    written = write_report(
        report,
        options.output,
        previous=previous,
        internal=options.internal,
        handed_in=handed_in[0] if handed_in else None,
    )
    say(_done(report, options.output, written, handed_in))
    for hint in hints(
        report, options.output, previous=previous, internal=options.internal, names=names
    ):
        say(show(hint))
    return 0


def hand_in(options: Namespace) -> int:
    """Freeze the figures of a period for good."""
    from caseconsole.counting.handing_in import hand_in as freeze

    period = chosen_period(options)
    if period is None:
        return WRONG_USAGE
    store = open_store(options)
    try:
        made = store.call(freeze, period, options.recipient, options.reason)
    finally:
        store.close()
    say(
        _("Abgegeben: {period}, Ausgabe {edition}, SHA-256 {sha256}").format(
            period=made.period, edition=made.edition, sha256=made.sha256
        )
    )
    return 0


def chosen_period(options: Namespace) -> Period | None:
    """``--year`` or both days; nothing, after one line of help, where it is neither."""
    from caseconsole.counting import Period

    has_days = options.begin is not None and options.end is not None
    if has_days == (options.year is not None) or (options.begin is None) != (options.end is None):
        sys.stderr.write(_("Bitte --year JAHR oder --from TAG und --to TAG angeben.") + "\n")
        return None
    return Period(options.begin, options.end) if has_days else Period.of_year(options.year)


def count_period(
    period: Period, *, today: bool
) -> tuple[Report, Report | None, tuple[HandIn, int] | None]:
    """The report, that of the year before, when it was handed in and how many figures differ now.

    Runs on the database thread.
    """
    from caseconsole.counting import count, read_facts
    from caseconsole.counting.deviations import deviations
    from caseconsole.counting.handing_in import frozen, report_of

    before = period.year_before()
    facts = read_facts(before)
    previous = report_of(before) if facts.rows or facts.contacts else None
    kept = None if today else frozen(period)
    if kept is None:
        return count(read_facts(period), period), previous, None
    return kept.report, previous, (kept.info, len(deviations(kept)))


def _done(report: Report, wanted: Path, written: Path, handed_in: tuple[HandIn, int] | None) -> str:
    text = _("Auswertung {period} gespeichert: {file}").format(period=report.period, file=written)
    if handed_in:
        text += f" ({handed_in_words(*handed_in)})"
    if written != wanted:
        text += " " + _("({file} ist gerade geöffnet.)").format(file=wanted.name)
    if not report.holds:
        text += f" {broken_words(report)}"
    return text


def handed_in_words(info: HandIn, deviations: int) -> str:
    """When figures were handed in, and how many count differently today."""
    day = format_day(info.handed_in_on)
    if not deviations:
        return _("wie abgegeben am {day}, ohne Abweichung").format(day=day)
    since = ngettext(
        "{count} Zahl zählt heute anders",
        "{count} Zahlen zählen heute anders",
        deviations,
    ).format(count=deviations)
    return _("wie abgegeben am {day}; {since} (--today)").format(day=day, since=since)


def broken_words(report: Report) -> str:
    """How many identities of a report are broken."""
    broken = sum(not identity.holds for identity in report.identities)
    return ngettext(
        "ACHTUNG: {count} Prüfregel ist nicht erfüllt.",
        "ACHTUNG: {count} Prüfregeln sind nicht erfüllt.",
        broken,
    ).format(count=broken)
