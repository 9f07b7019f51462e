"""``caseconsole counts --proof-of-use``: the funding period of one post on one page."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from caseconsole import config
from caseconsole.commands.common import open_store, prepare, say
from caseconsole.commands.options import WRONG_USAGE
from caseconsole.i18n import _, ngettext

if TYPE_CHECKING:
    from argparse import Namespace


def run(options: Namespace) -> int:
    """Write the page of one funded post."""
    from caseconsole.counting.leaving import Leaving, record_export
    from caseconsole.counting.proof_of_use import funded_posts, proof_of_use
    from caseconsole.reports.proof_of_use import check_target, write_proof

    if options.year is not None or options.begin is not None or options.end is not None:
        sys.stderr.write(
            _("Den Zeitraum des Verwendungsnachweises nennen die Einstellungen.") + "\n"
        )
        return WRONG_USAGE
    check_target(options.output)
    prepare(options)
    posts = funded_posts(config.active())
    if options.post > len(posts):
        text = ngettext(
            "In den Einstellungen steht nur {count} geförderte Stelle.",
            "In den Einstellungen stehen nur {count} geförderte Stellen.",
            len(posts),
        )
        sys.stderr.write(text.format(count=len(posts)) + "\n")
        return WRONG_USAGE
    store = open_store(options)
    try:
        proof = store.call(proof_of_use, posts[options.post - 1])
        leaving = Leaving(options.recipient or _("nicht genannt"), options.purpose)
        store.call(record_export, proof.report.period, leaving, "proof_of_use")
    finally:
        store.close()
    written = write_proof(proof, options.output)
    text = _("Verwendungsnachweis {period} gespeichert: {file}").format(
        period=proof.report.period, file=written
    )
    if not proof.is_over:
        text += " " + _("(Zwischenstand, der Zeitraum läuft noch)")
    say(text)
    return 0
