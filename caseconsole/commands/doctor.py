"""``caseconsole doctor``: is the store well, and what is to be done?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseconsole.commands.common import no_store, prepare, say, secret
from caseconsole.errors import StoreError
from caseconsole.i18n import _

if TYPE_CHECKING:
    from argparse import Namespace

_SIGNS = {"ok": "✓", "warn": "!", "bad": "✗"}


def run(options: Namespace) -> int:
    """Print one line for each finding.

    Raises:
        StoreError: there is no store, or something is wrong with it.
    """
    from caseconsole.store import exists, is_recovery_key
    from caseconsole.store.doctor import examine

    folder = prepare(options)
    if not exists(folder):
        raise no_store(folder)
    typed = secret(options)
    findings = examine(folder, typed, recovery=is_recovery_key(typed))
    for finding in findings:
        say(f"{_SIGNS[finding.level]} {finding.text}")
        if finding.what_to_do:
            say(f"  → {finding.what_to_do}")
    if any(finding.level == "bad" for finding in findings):
        raise StoreError(_("Bitte kümmern Sie sich zuerst um die Zeilen mit ✗."))
    return 0
