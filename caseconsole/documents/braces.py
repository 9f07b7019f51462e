"""Slips with the braces of a tag: one too few, one too many, a space between, other braces.

Looked for in the text that is left when all whole tags are taken out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from caseconsole.documents.expressions import Fault
from caseconsole.documents.tags import straight
from caseconsole.i18n import _

_OPEN, _SHUT, _PERCENT = "[{\uff5b]", "[}\uff5d]", "[%\uff05]"
_NAME = r"(?P<name>[^\W\d]\w*(?:\.\w+)*)"
_WORDS = (
    r"(?P<words>(?:(?:p|tr|tc|r)\s)?\s*(?:for|if|elif|else|endif|endfor)\b[^{}%\uff5b\uff5d]*?)"
)
_S = r"[\s\u00ad\u200b-\u200f\ufeff]{0,20}"

_PRINTED = re.compile(f"{_OPEN}{_S}{_OPEN}{_S}{_NAME}{_S}{_SHUT}(?:{_S}{_SHUT})?")
_FRONT = re.compile(f"(?<!{_OPEN}){_OPEN}{_S}{_NAME}{_S}{_SHUT}{_S}{_SHUT}")
_MIXED = re.compile(f"{_OPEN}{_S}{_OPEN}{_S}{_NAME}{_S}{_PERCENT}{_S}{_SHUT}")
_STATEMENT = re.compile(
    f"{_OPEN}{_S}{_PERCENT}{_S}{_WORDS}{_S}(?:{_PERCENT}{_S}{_SHUT}|{_SHUT}{{1,2}})"
)
_BEHIND = re.compile(f"{_OPEN}{_S}{_OPEN}{_S}{_WORDS}{_S}{_PERCENT}{_S}{_SHUT}")
_SINGLE = re.compile(f"(?<![{{\uff5b$]){_OPEN}{_S}{_NAME}{_S}{_SHUT}(?!{_SHUT})")
_MERGE = re.compile(f"(?:«|<<){_S}{_NAME}{_S}(?:»|>>)")
_LEFT = re.compile(
    f"{_OPEN}{_S}(?:{_OPEN}|{_PERCENT})|{_OPEN}#|(?:{_SHUT}|{_PERCENT}){_S}{_SHUT}|#{_SHUT}"
)


@dataclass(frozen=True)
class Slip:
    """A slip, and how it should read.

    Args:
        start: where it begins in the text.
        end: where it ends.
        right: the tag as it is meant; empty where that cannot be known.
        fault: what to tell the author.
    """

    start: int
    end: int
    right: str
    fault: Fault


def slips_of(text: str, known: Callable[[str], bool]) -> Iterator[Slip]:
    """The slips in ``text``, which holds no whole tag.

    Args:
        text: the text.
        known: whether a name is that of a placeholder; a word in single braces is a slip only then.
    """
    if not re.search("[{}%#«<\uff5b\uff5d]", text):
        return
    taken: list[tuple[int, int]] = []
    for pattern, sign in (
        (_STATEMENT, "%"), (_BEHIND, "%"), (_PRINTED, ""), (_MIXED, ""), (_FRONT, ""),
    ):  # fmt: skip
        for found in pattern.finditer(text):
            if _free(found, taken):
                yield _fixable(found, sign)
    for pattern in (_SINGLE, _MERGE):
        for found in pattern.finditer(text):
            if _free(found, taken) and known(found["name"]):
                yield _single(found)
    for found in _LEFT.finditer(text):
        if _free(found, taken):
            yield Slip(found.start(), found.end(), "", _open_tag(text, found))


def _free(found: re.Match[str], taken: list[tuple[int, int]]) -> bool:
    if any(found.start() < end and start < found.end() for start, end in taken[-200:]):
        return False
    taken.append(found.span())
    return True


def _fixable(found: re.Match[str], sign: str) -> Slip:
    if sign:
        words = " ".join(straight(found["words"]).split())
        right = f"{{%{words} %}}" if re.match("(?:p|tr|tc|r) ", words) else f"{{% {words} %}}"
    else:
        right = f"{{{{ {straight(found['name'])} }}}}"
    return Slip(
        found.start(),
        found.end(),
        right,
        Fault(
            _("Die Klammern sind nicht vollständig: „{text}“.").format(text=found[0][:60]),
            _("Richtig ist {tag}.").format(tag=right),
        ),
    )


def _single(found: re.Match[str]) -> Slip:
    right = f"{{{{ {found['name']} }}}}"
    return Slip(
        found.start(),
        found.end(),
        right,
        Fault(
            _("„{text}“ hat nicht die Klammern eines Platzhalters und bliebe so stehen.").format(
                text=found[0]
            ),
            _("Richtig ist {tag}.").format(tag=right),
        ),
    )


def _open_tag(text: str, found: re.Match[str]) -> Fault:
    shown = " ".join(text[max(found.start() - 20, 0) : found.end() + 40].split())
    if found[0][0] in "{\uff5b":
        return Fault(
            _("Eine Klammer ist nicht vollständig: „{text}“.").format(
                text=text[found.start() :][:40]
            ),
            _(
                "Ein Platzhalter steht ganz in einem Absatz: {{ vorname }}, "
                "eine Anweisung so: {% … %}."
            ),
        )
    return Fault(
        _("„{sign}“ steht ohne Anfang: „{text}“.").format(sign=found[0], text=shown),
        _("Entfernen Sie die Klammern oder ergänzen Sie {{ davor."),
    )
