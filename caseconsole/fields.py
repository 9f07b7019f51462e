"""Kinds of fields: how a value is typed, checked and shown; no screen and no store in here.

A column is declared once, in ``models``: ``shown(DateField(null=True), Ui(_("Geboren"), ...))``.
Forms, lists, search, Word placeholders, export and the labels of the history come from that
declaration. What the user types is taken generously and shown as it was understood.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from caseconsole import iso
from caseconsole.days import PartialDay, format_day, parse_day, parse_partial, parse_time
from caseconsole.errors import InputError
from caseconsole.i18n import _
from caseconsole.text import clean
from caseconsole.values import lists

if TYPE_CHECKING:
    from collections.abc import Iterable

Column = TypeVar("Column")


class Kind(StrEnum):
    """What a field holds; decides the widget, the parser and the look."""

    LINE = "line"
    """One line of text."""
    NOTE = "note"
    """Text of any length, with line breaks."""
    DAY = "day"
    """A calendar day: ``datetime.date``."""
    TIME = "time"
    """A time of day: ``09:30``."""
    BIRTH = "birth"
    """A day that may be known to the month or the year only: ``PartialDay``."""
    CHOICE = "choice"
    """One key of a value list."""
    CHOICES = "choices"
    """Several keys of a value list: a tuple of keys, in the order chosen."""
    COUNTRIES = "countries"
    """Several ISO 3166-1 alpha-2 codes, ``stateless`` or ``unclear``: a tuple."""
    LANGUAGES = "languages"
    """Several ISO 639-1 codes: a tuple."""
    WORDS = "words"
    """Several free texts, typed with commas between them: a tuple."""
    YESNO = "yesno"
    """Yes, no, or not stated: ``bool | None``."""
    NUMBER = "number"
    """A whole number that is not negative."""


MANY = frozenset({Kind.CHOICES, Kind.COUNTRIES, Kind.LANGUAGES, Kind.WORDS})
"""Kinds whose value is a tuple."""

LONGEST_LINE = 200
LONGEST_NOTE = 50_000
HIGHEST_NUMBER = 100_000


@dataclass(frozen=True)
class Ui:
    """How a column is shown and treated.

    Args:
        label: German label; marked with ``N_`` and translated where it is shown.
        group: key of the group of fields (a tab of the form) it belongs to.
        kind: what it holds.
        values: name of the value list for ``CHOICE`` and ``CHOICES``.
        help: one sentence for F1.
        required: whether a record without it is refused.
        sensitive: whether it is shielded (Art. 9 GDPR: health and the like).
        missing: whether an empty value is listed under "Fehlt noch".
        width: usual width in characters; 0 means as wide as the form.
        ahead: whether the day is one that something is planned for: typed without a year it is
            the next such day, and one that is over is accepted, but pointed out.
    """

    label: str
    group: str
    kind: Kind = Kind.LINE
    values: str = ""
    help: str = ""
    required: bool = False
    sensitive: bool = False
    missing: bool = False
    width: int = 0
    ahead: bool = False


@dataclass(frozen=True)
class FieldSpec:
    """One field of a form: the declaration of a column together with its name.

    Args:
        name: name of the column.
        ui: its declaration.
        choices: keys and labels to choose from, where they come from the caseload and not from a
            value list; the kind is then ``LINE`` and the value one of the keys, as text.
        new: German words of an entry that makes something new of what is typed, with ``{typed}``
            in them, where that is possible; the value is then a plus sign and what was typed.
    """

    name: str
    ui: Ui
    choices: tuple[tuple[str, str], ...] = ()
    new: str = ""

    @property
    def label(self) -> str:
        """The label in the language in use."""
        return _(self.ui.label)

    @property
    def help(self) -> str:
        """The help sentence in the language in use; may be empty."""
        return _(self.ui.help)


@dataclass(frozen=True)
class FormSpec:
    """The fields of one record.

    Args:
        record: name of the kind of record, such as ``person``.
        groups: key and German label of each group, in the order of the tabs.
        fields: the fields, in the order of the form.
    """

    record: str
    groups: tuple[tuple[str, str], ...]
    fields: tuple[FieldSpec, ...]

    def of_group(self, group: str) -> tuple[FieldSpec, ...]:
        """The fields of one group."""
        return tuple(field for field in self.fields if field.ui.group == group)

    def __getitem__(self, name: str) -> FieldSpec:
        """The field called ``name``; ``KeyError`` where there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)


_DECLARED = "caseconsole_ui"


def shown(column: Column, ui: Ui) -> Column:
    """Declare how ``column`` is shown; returns the column itself, with its exact type."""
    setattr(column, _DECLARED, ui)
    return column


def ui_of(column: object) -> Ui | None:
    """The declaration of ``column``; ``None`` for an internal one."""
    ui = getattr(column, _DECLARED, None)
    return ui if isinstance(ui, Ui) else None


def options(ui: Ui) -> tuple[tuple[str, str], ...]:
    """Keys and labels that a choice offers, retired ones left out."""
    if ui.kind in {Kind.CHOICE, Kind.CHOICES}:
        return tuple((v.key, lists()[ui.values].label(v.key)) for v in lists()[ui.values].offered)
    if ui.kind is Kind.COUNTRIES:
        codes = [*iso.NO_COUNTRY, *sorted(iso.COUNTRIES, key=iso.country_name)]
        return tuple((code, iso.country_name(code)) for code in codes)
    if ui.kind is Kind.LANGUAGES:
        return tuple(
            (code, iso.language_name(code)) for code in sorted(iso.LANGUAGES, key=iso.language_name)
        )
    return ()


def label_of(ui: Ui, key: str) -> str:
    """The label of one key of a choice; the key itself where the list does not know it."""
    if ui.kind is Kind.COUNTRIES:
        return iso.country_name(key)
    if ui.kind is Kind.LANGUAGES:
        return iso.language_name(key)
    return lists()[ui.values].label(key)


def format_value(ui: Ui, value: Any) -> str:
    """``value`` in words, as lists, forms and documents show it; empty for "not stated"."""
    if value is None or value == ():
        return ""
    if isinstance(value, dt.date):
        return format_day(value)
    if isinstance(value, PartialDay):
        return str(value)
    if ui.kind is Kind.YESNO:
        return _("ja") if value else _("nein")
    if ui.kind is Kind.CHOICE:
        return label_of(ui, value)
    if ui.kind is Kind.WORDS:
        return ", ".join(value)
    if ui.kind in MANY:
        return ", ".join(label_of(ui, key) for key in value)
    return str(value)


def parse(ui: Ui, typed: str, today: dt.date) -> Any:
    """The value that ``typed`` means, ``None`` or ``()`` for an empty field.

    Args:
        ui: the declaration of the field.
        typed: what stands in the field.
        today: the day that words such as ``heute`` and ``+14`` count from.

    Raises:
        InputError: what was typed cannot be understood; the message says what can.
    """
    text = clean(typed, multiline=ui.kind is Kind.NOTE)
    if not text:
        return () if ui.kind in MANY else None
    if ui.kind is Kind.DAY:
        return parse_day(text, today, ahead=ui.ahead)
    if ui.kind is Kind.TIME:
        return parse_time(text)
    if ui.kind is Kind.BIRTH:
        return parse_partial(text, today)
    if ui.kind is Kind.NUMBER:
        return _parse_number(text)
    if ui.kind is Kind.YESNO:
        return _parse_yesno(text)
    if ui.kind is Kind.WORDS:
        return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if ui.kind is Kind.CHOICE:
        return _parse_key(ui, text)
    if ui.kind in MANY:
        parts = (part.strip() for part in text.split(","))
        return tuple(dict.fromkeys(_parse_key(ui, part) for part in parts if part))
    return text


def check(ui: Ui, value: Any) -> None:
    """Refuse a value that must not be stored in this field.

    Raises:
        InputError: it is missing though required, too long, negative, no time of day, or no key
            of its list.
    """
    if value is None or value in ("", ()):
        if ui.required:
            raise InputError(_("„{label}“ fehlt.").format(label=_(ui.label)))
        return
    if isinstance(value, str):
        longest = LONGEST_NOTE if ui.kind is Kind.NOTE else LONGEST_LINE
        if len(value) > longest:
            raise InputError(
                _("Der Text ist {length} Zeichen lang, höchstens {longest} sind möglich.").format(
                    length=len(value), longest=longest
                )
            )
    if ui.kind is Kind.NUMBER and not 0 <= value <= HIGHEST_NUMBER:
        raise InputError(
            _("Bitte eine Zahl von 0 bis {highest} eingeben.").format(highest=HIGHEST_NUMBER)
        )
    if ui.kind is Kind.TIME:
        parse_time(value)
    elif ui.kind is Kind.CHOICE:
        _check_keys(ui, (value,))
    elif ui.kind in MANY and ui.kind is not Kind.WORDS:
        _check_keys(ui, value)


def known_keys(ui: Ui) -> frozenset[str]:
    """Every key that may stand in this field, retired ones too."""
    if ui.kind is Kind.COUNTRIES:
        return frozenset(iso.COUNTRIES) | frozenset(iso.NO_COUNTRY)
    if ui.kind is Kind.LANGUAGES:
        return frozenset(iso.LANGUAGES)
    return frozenset(lists()[ui.values].keys)


def _check_keys(ui: Ui, keys: Iterable[str]) -> None:
    known = known_keys(ui)
    for key in keys:
        if key not in known:
            raise InputError(
                _("„{value}“ steht nicht auf der Liste „{label}“.").format(
                    value=key, label=_(ui.label)
                )
            )


def _parse_key(ui: Ui, text: str) -> str:
    wanted = text.casefold()
    for key, label in options(ui):
        if wanted in {key.casefold(), label.casefold()}:
            return key
    raise InputError(
        _("„{value}“ steht nicht auf der Liste „{label}“.").format(value=text, label=_(ui.label)),
        _("Bitte einen Eintrag der Liste wählen."),
    )


def _parse_number(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) > HIGHEST_NUMBER:
        raise InputError(
            _("Bitte eine Zahl von 0 bis {highest} eingeben.").format(highest=HIGHEST_NUMBER)
        )
    return int(text)


def _parse_yesno(text: str) -> bool:
    wanted = text.casefold()
    if wanted in {"j", "ja", "y", "yes", "1", "x"}:
        return True
    if wanted in {"n", "nein", "no", "0"}:
        return False
    raise InputError(_("Bitte „ja“ oder „nein“ eingeben."))
