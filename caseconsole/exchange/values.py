"""Values of a caseload file, checked one by one and turned into what the store keeps."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from caseconsole.counting.with_residue import is_figure
from caseconsole.errors import InputError
from caseconsole.exchange.lines import Refusal, quoted
from caseconsole.exchange.records import HIGHEST_NUMBER, Key, Shape
from caseconsole.i18n import _
from caseconsole.text import clean

Take = Callable[[Any], Any]
"""Turns a value of the file into the stored one, or raises ``Refusal``."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)
_MOST_KEPT = 50_000
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def taker(key: Key, ids: Mapping[str, Mapping[str, int]]) -> Take:
    """The function that takes the values of one key.

    Args:
        key: the key.
        ids: per type of record the ids of the lines so far, with those given in the store.
    """
    simple: dict[Shape, Take] = {
        Shape.LINE: take_line,
        Shape.NOTE: take_note,
        Shape.ID: take_raw,
        Shape.RECIPIENT: take_raw,
        Shape.TIME: _time,
        Shape.WORDS: _words,
        Shape.YESNO: _yes_no,
        Shape.FIGURES: _figures,
    }
    if key.shape in simple:
        return simple[key.shape]
    if key.shape is Shape.REF:
        return _reference(key, ids[key.target])
    if key.shape is Shape.REFS:
        return _references(key, ids[key.target])
    if key.shape is Shape.KEY:
        return _one_of(key.known)
    if key.shape is Shape.KEYS:
        return _some_of(key.known)
    return _days() if key.shape is Shape.DAY else _number(key.lowest, key.highest)


def stored_list(items: Sequence[str]) -> str:
    """A list as the store keeps it."""
    return _JSON.encode(items)


def take_line(value: Any) -> str:
    """One line of text."""
    if type(value) is not str:
        raise _wrong(_("ein Text"), value)
    if value.isprintable() and "  " not in value:
        # Nearly every text is like this, and then cleaning does no more than these two.
        return unicodedata.normalize("NFC", value).strip()
    return _cleaned(value, multiline=False)


def take_note(value: Any) -> str:
    """Text with line breaks."""
    if type(value) is not str:
        raise _wrong(_("ein Text"), value)
    if value.replace("\n", "").isprintable():
        return unicodedata.normalize("NFC", value).strip()
    return _cleaned(value, multiline=True)


def take_raw(value: Any) -> str:
    """A text that is compared before it is cleaned: an id, a recipient."""
    if type(value) is not str:
        raise _wrong(_("ein Text"), value)
    if not value.isprintable():
        _cleaned(value, multiline=False)
    return value


def _cleaned(value: str, *, multiline: bool) -> str:
    try:
        return clean(value, multiline=multiline)
    except InputError as error:
        raise Refusal(error.message.rstrip(".")) from None


def _days() -> Take:
    known: dict[str, str] = {}

    def take(value: Any) -> str:
        if type(value) is not str:
            raise _wrong(_("ein Tag (JJJJ-MM-TT)"), value)
        if value in known:
            return known[value]
        if not _DAY.fullmatch(value):
            raise Refusal(_("{value} ist kein Tag (JJJJ-MM-TT)").format(value=quoted(value)))
        try:
            dt.date.fromisoformat(value)
        except ValueError:
            raise Refusal(_("den Tag {value} gibt es nicht").format(value=quoted(value))) from None
        if len(known) < _MOST_KEPT:
            known[value] = value
        return value

    return take


def _time(value: Any) -> str:
    if type(value) is not str:
        raise _wrong(_("eine Uhrzeit (HH:MM)"), value)
    if not _TIME.fullmatch(value):
        raise Refusal(_("{value} ist keine Uhrzeit (HH:MM)").format(value=quoted(value)))
    return value


def _one_of(known: frozenset[str]) -> Take:
    def take(value: Any) -> str:
        if type(value) is not str:
            raise _wrong(_("ein Text"), value)
        if value not in known:
            raise Refusal(_("den Wert {value} gibt es nicht").format(value=quoted(value)))
        return value

    return take


def _some_of(known: frozenset[str]) -> Take:
    one_of = _one_of(known)
    stored: dict[tuple[str, ...], str] = {}

    def take(value: Any) -> str:
        try:
            return stored[tuple(_items(value))]
        except (KeyError, TypeError):
            items = tuple([one_of(item) for item in value])
        _refuse_twice(items)
        if len(stored) > _MOST_KEPT:
            stored.clear()
        stored[items] = stored_list(items)
        return stored[items]

    return take


def _words(value: Any) -> str:
    words = (take_line(item) for item in _items(value))
    return stored_list(list(dict.fromkeys(word for word in words if word)))


def _yes_no(value: Any) -> bool:
    if type(value) is not bool:
        raise _wrong(_("true oder false"), value)
    return value


def _figures(value: Any) -> str:
    """Figures of a statistic: ``[[["movement", "new"], 1], ...]``, each path once."""
    number = _number(-HIGHEST_NUMBER, HIGHEST_NUMBER)
    found: dict[tuple[str, ...], int] = {}
    for item in _items(value):
        pair = _items(item)
        if len(pair) != len(("path", "number")):
            raise Refusal(_("eine Zahl besteht aus ihrem Namen und ihrem Wert"))
        keys = tuple(take_line(part) for part in _items(pair[0]))
        if not is_figure(keys):
            path = quoted(".".join(keys))
            raise Refusal(_("die Zahl {path} gibt es nicht").format(path=path))
        if keys in found:
            path = quoted(".".join(keys))
            raise Refusal(_("{value} steht zweimal in der Liste").format(value=path))
        found[keys] = number(pair[1])
    return _JSON.encode([[list(keys), value] for keys, value in found.items()])


def _number(lowest: int, highest: int) -> Take:
    def take(value: Any) -> int:
        if type(value) is not int:
            raise _wrong(_("eine ganze Zahl"), value)
        if value < lowest:
            raise Refusal(
                _("{value} ist zu klein, mindestens {lowest}").format(value=value, lowest=lowest)
            )
        if value > highest:
            raise Refusal(_("die Zahl ist zu groß, höchstens {highest}").format(highest=highest))
        return value

    return take


def _reference(key: Key, ids: Mapping[str, int]) -> Take:
    def take(value: Any) -> int:
        if type(value) is not str:
            raise _wrong(_("ein Text"), value)
        found = ids.get(value)
        if found is None:
            raise Refusal(
                _("{value} ({type}) steht in keiner Zeile davor").format(
                    value=quoted(value), type=key.target
                )
            )
        return found

    return take


def _references(key: Key, ids: Mapping[str, int]) -> Take:
    reference = _reference(key, ids)

    def take(value: Any) -> list[int]:
        try:
            found = [ids[item] for item in _items(value)]
        except (KeyError, TypeError):
            found = [reference(item) for item in value]
        if len(found) > 1:
            _refuse_twice(value)
        return found

    return take


def _items(value: Any) -> list[Any]:
    if type(value) is not list:
        raise _wrong(_("eine Liste"), value)
    return value


def _refuse_twice(items: Sequence[str]) -> None:
    if len(set(items)) != len(items):
        twice = next(item for item in items if items.count(item) > 1)
        raise Refusal(_("{value} steht zweimal in der Liste").format(value=quoted(twice)))


def _wrong(expected: str, value: Any) -> Refusal:
    return Refusal(
        _("hier gehört {expected} hin, nicht {found}").format(expected=expected, found=_sort(value))
    )


def _sort(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return _("true oder false")
    if isinstance(value, str):
        return _("ein Text")
    if isinstance(value, list):
        return _("eine Liste")
    return _("ein Objekt") if isinstance(value, dict) else _("eine Zahl")
