"""The printed recovery key: nine groups of four characters that a mistyped one cannot pass.

Eight groups hold 160 random bits in Crockford's Base32, which has no I, L, O and U. The ninth
holds two sums over the 32 characters, plain and weighted by position. One wrong character changes
a sum for certain, and the quotient of the differences is its position: the group can be named.
"""

from __future__ import annotations

import secrets

from caseconsole.errors import InputError
from caseconsole.i18n import _

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, "\u2013": None})
_CHARACTERS, _GROUP = 32, 4
_GROUPS = 9
_PRIME = 1021
"""The largest prime below 32 * 32, so that each sum takes two characters."""


def generate_recovery_key() -> str:
    """A new recovery key, as it is printed."""
    digits = [secrets.randbelow(len(_ALPHABET)) for _position in range(_CHARACTERS)]
    return _printed([*digits, *_checks(digits)])


def read_recovery_key(text: str) -> str:
    """The recovery key in ``text`` as it is printed; lower case, O, I, L and blanks are taken.

    Raises:
        InputError: it has not 36 characters, or one is wrong; the message names the group.
    """
    typed = text.upper().translate(_READ_AS)
    if len(typed) != _CHARACTERS + _GROUP:
        raise InputError(
            _("Der Notfallschlüssel hat 36 Zeichen, eingegeben sind {count}.").format(
                count=len(typed)
            ),
            _("Bitte vergleichen Sie Gruppe für Gruppe mit dem Ausdruck."),
        )
    for position, char in enumerate(typed):
        if char not in _ALPHABET:
            raise _wrong_group(position // _GROUP)
    digits = [_ALPHABET.index(char) for char in typed]
    _verify(digits)
    return _printed(digits)


def is_recovery_key(text: str) -> bool:
    """Whether ``text`` is a recovery key without a mistake, and so no passphrase."""
    try:
        read_recovery_key(text)
    except InputError:
        return False
    return True


def is_meant_as_recovery_key(text: str) -> bool:
    """Whether ``text`` has the nine groups of a recovery key, right or wrong."""
    groups = text.strip().replace("\u2013", "-").replace(" ", "-").split("-")
    return len(groups) == _GROUPS and all(len(group) == _GROUP for group in groups)


def _verify(digits: list[int]) -> None:
    data, written = digits[:_CHARACTERS], digits[_CHARACTERS:]
    expected = _checks(data)
    if expected == written:
        return
    if sum(a != b for a, b in zip(expected, written, strict=True)) == 1:
        # A wrong character among the first 32 changes both sums, so it is one of the last four.
        raise _wrong_group(_CHARACTERS // _GROUP)
    plain, weighted = _sums(data)
    plain_off = (plain - (written[0] * 32 + written[1])) % _PRIME
    weighted_off = (weighted - (written[2] * 32 + written[3])) % _PRIME
    if plain_off:
        position = weighted_off * pow(plain_off, -1, _PRIME) % _PRIME - 1
        if 0 <= position < _CHARACTERS:
            raise _wrong_group(position // _GROUP)
    raise _wrong_somewhere()


def _sums(data: list[int]) -> tuple[int, int]:
    weighted = sum(position * digit for position, digit in enumerate(data, 1))
    return sum(data) % _PRIME, weighted % _PRIME


def _checks(data: list[int]) -> list[int]:
    plain, weighted = _sums(data)
    return [plain // 32, plain % 32, weighted // 32, weighted % 32]


def _printed(digits: list[int]) -> str:
    text = "".join(_ALPHABET[digit] for digit in digits)
    return "-".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))


def _wrong_group(group: int) -> InputError:
    return InputError(
        _("In Gruppe {number} des Notfallschlüssels ist ein Zeichen falsch.").format(
            number=group + 1
        ),
        _("Bitte vergleichen Sie diese Gruppe mit dem Ausdruck."),
    )


def _wrong_somewhere() -> InputError:
    return InputError(
        _("Im Notfallschlüssel sind mehrere Zeichen falsch oder vertauscht."),
        _("Bitte vergleichen Sie Gruppe für Gruppe mit dem Ausdruck."),
    )
