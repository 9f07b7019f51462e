"""What first start and settings share: choosing a passphrase, copying the recovery key by hand."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from textual.dom import DOMNode

from caseconsole.errors import InputError
from caseconsole.i18n import _
from caseconsole.widgets import Label, TextInput

if TYPE_CHECKING:
    from textual.widget import Widget

LONGEST: Final = 1000
"""Characters that a field for a passphrase takes."""

_GROUPS_ASKED: Final = 4
_LONGEST_GROUP: Final = 8
_GROUPS_A_ROW: Final = 3


def proposal(words: str) -> str:
    """The line that proposes a passphrase."""
    return _("Vorschlag:  {words}").format(words=words)


def new_passphrase_fields(words: str, label: str) -> list[Widget]:
    """A proposal, and two fields for the passphrase that is chosen."""
    return [
        Label(proposal(words), id="proposal"),
        Label(label),
        TextInput(password=True, longest=LONGEST, id="secret"),
        Label(_("Noch einmal")),
        TextInput(password=True, longest=LONGEST, id="secret-again"),
    ]


def why_refused(page: DOMNode, check: Callable[[str], None]) -> str:
    """Why the passphrase in the two fields of ``page`` cannot be taken; empty if it can."""
    first = page.query_one("#secret", TextInput)
    second = page.query_one("#secret-again", TextInput)
    try:
        if first.value == second.value:
            check(first.value)
            return ""
        wrong = _("Die beiden Eingaben sind verschieden.")
    except InputError as error:
        wrong = str(error)
    second.clear()
    return wrong


def key_text(recovery_key: str) -> str:
    """The recovery key as it is copied by hand: numbered groups, three in a row."""
    numbered = [f"{number}: {group}" for number, group in enumerate(recovery_key.split("-"), 1)]
    starts = range(0, len(numbered), _GROUPS_A_ROW)
    return "\n".join("   ".join(numbered[start : start + _GROUPS_A_ROW]) for start in starts)


def choose_groups(recovery_key: str) -> tuple[int, ...]:
    """Four of its groups, to be typed back from paper."""
    count = len(recovery_key.split("-"))
    return tuple(sorted(secrets.SystemRandom().sample(range(count), _GROUPS_ASKED)))


def group_fields(groups: tuple[int, ...]) -> list[Widget]:
    """A field for each of ``groups``."""
    fields: list[Widget] = []
    for group in groups:
        fields.append(Label(_("Gruppe {number}").format(number=group + 1)))
        fields.append(TextInput(longest=_LONGEST_GROUP, id=f"group-{group}"))
    return fields


def check_groups(page: DOMNode, recovery_key: str, groups: tuple[int, ...]) -> None:
    """Compare what was typed into the fields of ``page`` with the key.

    Raises:
        InputError: a group is not the same; the message names the first.
    """
    right = recovery_key.split("-")
    for group in groups:
        typed = page.query_one(f"#group-{group}", TextInput).value.strip().upper()
        if typed.translate(str.maketrans("OIL", "011")) != right[group]:
            raise InputError(
                _("Gruppe {number} stimmt nicht.").format(number=group + 1),
                _("Bitte vergleichen Sie Ihren Zettel; er lässt sich noch einmal zeigen."),
            )


def go_to_next(page: DOMNode, field: TextInput) -> bool:
    """Focus the field after ``field`` on ``page``; False if it is the last one."""
    fields = list(page.query(TextInput))
    place = fields.index(field) + 1
    if place < len(fields):
        fields[place].focus()
    return place < len(fields)
