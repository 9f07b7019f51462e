"""Which column of a list is what: found out from its headers, or told by a mapping file (TOML)."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from caseconsole import iso
from caseconsole.errors import ExchangeError
from caseconsole.exchange.cells import DAY_ORDERS
from caseconsole.exchange.lines import unreadable
from caseconsole.exchange.sheets import ENCODINGS
from caseconsole.exchange.words import plain_keys
from caseconsole.i18n import _
from caseconsole.values import lists

IGNORED = "-"
"""In place of a field: this column is left out."""

FIELDS: dict[str, tuple[str, ...]] = {
    "name": ("name vorname", "nachname vorname", "familienname vorname", "klient", "klientin",
             "name", "person"),
    "family_name": ("nachname", "familienname", "zuname"),
    "given_name": ("vorname", "vornamen", "rufname"),
    "also_known_as": ("auch bekannt als", "alias", "weitere namen"),
    "original_script_name": ("name in eigener schrift", "originalname"),
    "birth_date": ("geb am", "geburtsdatum", "geboren", "geboren am", "geb datum", "geb",
                   "gebdatum", "geburtstag"),
    "birth_place": ("geburtsort",),
    "sex": ("m w", "w m", "m w d", "geschlecht", "geschl", "anrede"),
    "nationalities": ("staatsang", "staatsangehörigkeit", "nationalität", "herkunftsland",
                      "herkunft", "land"),
    "languages": ("sprache", "sprachen", "muttersprache"),
    "phone": ("tel handy", "tel", "telefon", "handy", "mobil", "telefonnummer", "telefon handy"),
    "email": ("e mail", "email", "mail"),
    "arrived_on": ("einreise", "einreise am", "einreisedatum"),
    "allotted_on": ("zugeteilt am", "zuweisung", "zuweisung am", "zuteilung"),
    "residence_status": ("aufenthalt", "aufenthaltsstatus", "aufenthaltstitel", "status", "titel"),
    "valid_until": ("gültig bis", "aufenthalt bis", "befristet bis", "gültigkeit"),
    "german_level": ("deutsch", "sprachniveau", "deutschkenntnisse", "ger", "niveau"),
    "housing": ("wohnform", "unterbringung", "unterkunft"),
    "employment": ("arbeit", "beschäftigung", "tätigkeit"),
    "work_permission": ("erwerbstätigkeit", "arbeitserlaubnis"),
    "marital_status": ("familienstand",),
    "income": ("einkommen", "leistungen", "leistungsbezug"),
    "address": ("straße", "strasse", "anschrift", "adresse", "straße hausnummer", "straße nr",
                "straße hausnr"),
    "postcode": ("plz", "postleitzahl"),
    "place": ("ort", "wohnort", "gemeinde", "teilort", "ortsteil"),
    "postcode_place": ("plz ort", "plz wohnort"),
    "number": ("fallnummer", "fall nr", "fallnr", "aktenzeichen", "az"),
    "begin": ("beginn beratung", "beginn", "beratung seit", "betreuung seit", "beginn betreuung",
              "aufnahme", "aufnahme am", "seit", "erstgespräch"),
    "end": ("ende", "ende beratung", "ende betreuung", "beendet", "beendet am", "abgeschlossen",
            "bis", "abschluss"),
    "closing_reason": ("grund", "grund des endes", "abschlussgrund", "grund ende"),
    "notes": ("bemerkungen", "bemerkung", "notizen", "notiz", "anmerkungen", "sonstiges"),
}  # fmt: skip
"""What a column can be, with the headers by which it is known."""

IGNORED_HEADERS = frozenset({"", "lfd", "lfd nr", "nr", "nummer", "pos", "id"})

VALUE_LISTS: dict[str, str] = {
    "sex": "sex", "nationalities": "countries", "languages": "languages",
    "residence_status": "residence_status", "german_level": "german_level", "housing": "housing",
    "employment": "employment", "work_permission": "work_permission",
    "marital_status": "marital_status", "income": "income", "closing_reason": "closing_reason",
}  # fmt: skip
"""The value list of each field that has one."""

_KEYS = frozenset({
    "sheet", "header_row", "day_order", "encoding", "skip_rows", "columns", "constants", "values",
})  # fmt: skip


@dataclass(frozen=True)
class Mapping:
    """How a list is to be read; what is not told is found out.

    Args:
        sheet: name of the sheet; empty for the first visible one with known headers.
        header_row: number of the row with the headers; 0 to look for it.
        day_order: order of day, month and year.
        encoding: of a CSV file; empty to find out.
        skip_rows: numbers of rows to leave out.
        columns: header (in plain words) -> field, or ``IGNORED``.
        constants: field -> what stands for every row in which nothing else does.
        values: field -> plain text -> key, empty for "not stated".
    """

    sheet: str = ""
    header_row: int = 0
    day_order: str = "dmy"
    encoding: str = ""
    skip_rows: frozenset[int] = frozenset()
    columns: AnyMapping[str, str] = field(default_factory=dict)
    constants: AnyMapping[str, Any] = field(default_factory=dict)
    values: AnyMapping[str, AnyMapping[str, str]] = field(default_factory=dict)


def plain(header: str) -> str:
    """A header in plain words: ``Tel./Handy`` is ``tel handy``."""
    return " ".join(re.sub(r"[^\w]", " ", header.casefold()).split())


def known_field(header: str) -> str:
    """The field that a header names; ``IGNORED`` for a mere number, empty if it is unknown."""
    words = plain(header)
    if words in IGNORED_HEADERS:
        return IGNORED
    return next((name for name, headers in FIELDS.items() if words in headers), "")


def read_mapping(path: Path | None) -> Mapping:
    """The mapping in ``path``; without a file the one that finds everything out.

    Raises:
        ExchangeError: the file cannot be used; the message names the key and the nearest known one.
    """
    if path is None:
        return Mapping()
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise unreadable(path) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _wrong(path, _("kein gültiges TOML: {reason}").format(reason=error)) from None
    try:
        return _mapping(told)
    except _NotUsableError as error:
        raise _wrong(path, str(error)) from None


class _NotUsableError(Exception):
    """Why the mapping cannot be used."""


def _mapping(told: dict[str, Any]) -> Mapping:
    for key in told:
        _require(key in _KEYS, key, _KEYS, key)
    skip = _typed(told, "skip_rows", list, [])
    if not all(type(row) is int for row in skip):
        raise _NotUsableError(_("skip_rows ist eine Liste von Zeilennummern"))
    columns = {}
    for header, name in _typed(told, "columns", dict, {}).items():
        if name != IGNORED:
            _require(name in FIELDS, f"columns.{header} = {name}", FIELDS, str(name))
        columns[plain(header)] = name
    constants = _typed(told, "constants", dict, {})
    for name, value in constants.items():
        _require(name in FIELDS, f"constants.{name}", FIELDS, name)
        if not isinstance(value, str | dt.date):
            raise _NotUsableError(_("constants.{name} ist ein Text oder ein Tag").format(name=name))
    return Mapping(
        sheet=_typed(told, "sheet", str, ""),
        header_row=_typed(told, "header_row", int, 0),
        day_order=_one_of(told, "day_order", DAY_ORDERS, "dmy"),
        encoding=_one_of(told, "encoding", ENCODINGS, ""),
        skip_rows=frozenset(skip),
        columns=columns,
        constants=constants,
        values=_translations(_typed(told, "values", dict, {})),
    )


def _translations(told: dict[str, Any]) -> dict[str, dict[str, str]]:
    made = {}
    for name, translations in told.items():
        _require(name in VALUE_LISTS, f"values.{name}", VALUE_LISTS, name)
        known = _keys_of(VALUE_LISTS[name])
        if not isinstance(translations, dict):
            raise _NotUsableError(_("values.{name} ist ein Abschnitt").format(name=name))
        for text, key in translations.items():
            _require(key in known or key == "", f"values.{name}.{text} = {key}", known, str(key))
        made[name] = plain_keys(translations)
    return made


def _keys_of(name: str) -> frozenset[str]:
    if name == "countries":
        return frozenset(iso.COUNTRIES) | frozenset(iso.NO_COUNTRY)
    return frozenset(iso.LANGUAGES) if name == "languages" else frozenset(lists()[name].keys)


def _typed(told: dict[str, Any], key: str, kind: type, default: Any) -> Any:
    value = told.get(key, default)
    if type(value) is not kind:
        raise _NotUsableError(_("{key} hat einen Wert der falschen Art").format(key=key))
    return value


def _one_of(told: dict[str, Any], key: str, known: tuple[str, ...], default: str) -> str:
    value = told.get(key, default)
    _require(value == default or value in known, f"{key} = {value}", known, str(value))
    return str(value)


def _require(known: bool, what: str, names: Iterable[str], near_to: str) -> None:  # noqa: FBT001
    """Refuse ``what`` if it is not known, and name what may be meant."""
    if known:
        return
    near = get_close_matches(near_to, sorted(names), n=1)
    words = _("„{what}“ ist nicht bekannt").format(what=what)
    if near:
        words += _(", gemeint ist vielleicht „{near}“").format(near=near[0])
    raise _NotUsableError(words)


def _wrong(path: Path, reason: str) -> ExchangeError:
    return ExchangeError(
        _("Die Zuordnung {file} ist nicht brauchbar: {reason}.").format(
            file=path.name, reason=reason
        ),
        _("Ein Beispiel liegt unter templates/mapping.example.toml."),
    )
