"""``caseconsole counts --form``: the figures of a period in the district's own form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseconsole.commands.common import open_store, prepare, say
from caseconsole.commands.counts import (
    broken_words,
    chosen_period,
    count_period,
    handed_in_words,
)
from caseconsole.commands.options import WRONG_USAGE
from caseconsole.errors import ReportError
from caseconsole.files import write_atomically
from caseconsole.i18n import _, ngettext

if TYPE_CHECKING:
    from argparse import Namespace


def run(options: Namespace) -> int:
    """Fill the form; without ``-o`` beside it, under a name with the period."""
    from caseconsole.counting.leaving import Leaving, record_export
    from caseconsole.district.figures import Figures
    from caseconsole.district.filling import check_target, fill_form, target_of
    from caseconsole.district.forms import read_mapping

    period = chosen_period(options)
    if period is None:
        return WRONG_USAGE
    prepare(options)
    mapping = read_mapping(options.form)
    target = options.output or target_of(mapping, period, internal=options.internal)
    check_target(mapping, target)
    recipient = options.recipient or mapping.recipient
    if options.internal:
        _require_reason(recipient, options.purpose)
    store = open_store(options)
    try:
        report, previous, handed_in = store.call(count_period, period, today=options.today)
        figures = Figures(report, previous, internal=options.internal)
        filled = fill_form(mapping, figures, recipient)
        # First the record: a file that nobody knows of must not come to be.
        leaving = Leaving(
            recipient or _("nicht genannt"), options.purpose, internal=options.internal
        )
        store.call(record_export, period, leaving, "form")
    finally:
        store.close()
    # A filled form may have been completed by hand; only who names it replaces it.
    overwrite = options.output is not None
    written = write_atomically(target, filled.content, error=ReportError, overwrite=overwrite)
    done = ngettext(
        "{count} Stelle ausgefüllt: {file}", "{count} Stellen ausgefüllt: {file}", filled.count
    ).format(count=filled.count, file=written)
    if handed_in:
        done += f" ({handed_in_words(*handed_in)})"
    said = [f"{remark.rstrip('.')}." for remark in filled.remarks]
    if not report.holds:
        said.append(broken_words(report))
    say(" ".join([f"{done}." if said else done, *said]))
    return 0


def _require_reason(recipient: str, purpose: str) -> None:
    """Refuse exact tables in a form for nobody: people can be recognised in them.

    Raises:
        ReportError: recipient or purpose is missing.
    """
    if recipient.strip() and purpose.strip():
        return
    raise ReportError(
        _("Genaue Tabellen in einem Formular brauchen Empfänger und Zweck."),
        _(
            "Bitte --recipient STELLE und --purpose ZWECK angeben, etwa die Rechtsgrundlage; "
            "beides wird vermerkt. Ohne --internal stehen die Tabellen gerundet im Formular."
        ),
    )
