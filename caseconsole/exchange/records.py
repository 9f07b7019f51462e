"""The records of a caseload file, format 1: their keys, and where each one is stored.

``docs/caseload-file.md`` says the same in words. What a value may be follows from the column's one
declaration in ``models``; written down here is only what the file has of its own: the names and
the order of the keys, the ids, and what ends after what begins.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from peewee import ForeignKeyField

from caseconsole import iso, models
from caseconsole.fields import Kind, ui_of
from caseconsole.values import lists

HEADER = "caseload"
"""Type of the first line."""

FORMAT = 1
"""The version of the format that this program writes and reads."""

HIGHEST_NUMBER = 2**31 - 1
"""The largest whole number that every database engine keeps."""


class Shape(StrEnum):
    """What a key holds in the file."""

    ID = "id"
    REF = "ref"
    REFS = "refs"
    RECIPIENT = "recipient"
    """Id of a partner if there is one, else a text."""
    LINE = "line"
    NOTE = "note"
    WORDS = "words"
    DAY = "day"
    TIME = "time"
    KEY = "key"
    KEYS = "keys"
    YESNO = "yesno"
    NUMBER = "number"
    FIGURES = "figures"
    """Figures by the parts of their path, each with a number that may be negative."""


_SHAPES = {
    Kind.LINE: Shape.LINE,
    Kind.NOTE: Shape.NOTE,
    Kind.WORDS: Shape.WORDS,
    Kind.DAY: Shape.DAY,
    Kind.TIME: Shape.TIME,
    Kind.BIRTH: Shape.DAY,
    Kind.CHOICE: Shape.KEY,
    Kind.CHOICES: Shape.KEYS,
    Kind.COUNTRIES: Shape.KEYS,
    Kind.LANGUAGES: Shape.KEYS,
    Kind.YESNO: Shape.YESNO,
    Kind.NUMBER: Shape.NUMBER,
}


@dataclass(frozen=True)
class Key:
    """One key of a record.

    Args:
        name: as it stands in the file.
        shape: what it holds.
        field: name of the model's field; empty for links, which have tables of their own.
        required: whether a record without it is refused.
        values: whose keys it takes: a value list, ``countries``, ``languages``
            or ``second_languages``.
        target: the type of record that a reference names.
        absent: what is stored where the file does not state it.
        lowest, highest: bounds of a number, both included.
        link: model of the table that keeps a list of references.
    """

    name: str
    shape: Shape
    field: str = ""
    required: bool = False
    values: str = ""
    target: str = ""
    absent: Any = None
    lowest: int = 0
    highest: int = HIGHEST_NUMBER
    link: Any = None

    @property
    def known(self) -> frozenset[str]:
        """The keys that may stand here, retired ones too."""
        if self.values == "countries":
            return frozenset(iso.COUNTRIES) | frozenset(iso.NO_COUNTRY)
        if self.values == "languages":
            return frozenset(iso.LANGUAGES)
        if self.values == "second_languages":
            return frozenset(iso.LANGUAGES) | frozenset(iso.SECOND_LANGUAGES)
        return frozenset(lists()[self.values].keys)


@dataclass(frozen=True)
class Record:
    """One type of record.

    Args:
        type: as it stands in the file.
        model: the table it is stored in.
        keys: its keys in the order in which they are written.
        prefix: what the ids that the program writes begin with; empty for a type without ids.
        spans: pairs of keys, of which the second must not lie before the first.
    """

    type: str
    model: Any
    keys: tuple[Key, ...]
    prefix: str = ""
    spans: tuple[tuple[str, str], ...] = ()


_LIST = "[]"
_COUNTS: dict[str, tuple[int, int]] = {
    "plan_version.number": (1, HIGHEST_NUMBER),
    "self_rating.value": (0, 4),
}
_INTERNAL_LISTS = {"birth_precision": "birth_precision", "second_language": "second_languages"}


def _key(record: str, model: Any, name: str, field: str) -> Key:
    column = model._meta.fields[field]  # noqa: SLF001 - peewee's public way to its fields
    required = not column.null and column.default is None
    if isinstance(column, ForeignKeyField):
        return Key(name, Shape.REF, field, required, target=name)
    ui = ui_of(column)
    if name in _INTERNAL_LISTS:
        return Key(name, Shape.KEY, field, values=_INTERNAL_LISTS[name])
    if ui is None:
        return Key(name, Shape.YESNO, field, absent=column.default)
    shape = _SHAPES[ui.kind]
    absent = _LIST if column.default is list else column.default
    values = ui.values or (ui.kind.value if shape is Shape.KEYS else "")
    lowest, highest = _COUNTS.get(f"{record}.{name}", (0, HIGHEST_NUMBER))
    return Key(name, shape, field, required, values, "", absent, lowest, highest)


def _record(
    model: Any,
    keys: str,
    *,
    prefix: str = "",
    spans: tuple[tuple[str, str], ...] = (),
    special: tuple[Key, ...] = (),
) -> Record:
    """A record from the names of its keys; ``name=field`` where the two differ."""
    own = {key.name: key for key in special}
    made = [Key("id", Shape.ID, required=True)] if prefix else []
    record = model._meta.table_name  # noqa: SLF001 - peewee's public way to it
    for word in keys.split():
        name, _sign, field = word.partition("=")
        made.append(own.get(name) or _key(record, model, name, field or name))
    return Record(record, model, tuple(made), prefix, spans)


_PERSONS = Key("persons", Shape.REFS, target="person", link=models.ContactPerson)
_CASES = Key("cases", Shape.REFS, target="case", link=models.ContactCase)
_MEMBER = Key("member", Shape.REF, "member", target="person")
_RECIPIENT = Key("recipient", Shape.RECIPIENT, "recipient", target="partner", absent="")

RECORDS = (
    _record(
        models.Partner, "name kind contact_person phone email address", prefix="pa"
    ),
    _record(
        models.Person,
        "family_name given_name also_known_as original_script_name birth_date birth_precision sex "
        "nationalities languages interpreter_needed phone email arrived_on allotted_on notes "
        "birth_place preferred_contact schooling training work_experience recognition courses "
        "competences children participation health erased_care erased_talk",
        prefix="p",
    ),
    _record(
        models.PersonStatus,
        "person from=from_day residence_status valid_until work_permission german_level housing "
        "place marital_status employment income conditions",
    ),
    _record(models.Household, "address postcode place", prefix="h"),
    _record(
        models.HouseholdMember,
        "household person from=from_day to=to_day role",
        spans=(("from", "to"),),
    ),
    _record(models.Case, "number person cancelled extension_reason", prefix="c"),
    _record(
        models.CarePeriod, "case begin end closing_reason outcome", spans=(("begin", "end"),)
    ),
    _record(
        models.Contact,
        "day kind minutes persons anonymous cases main_topic topics interpreter text follow_up_on "
        "follow_up_done erased_first",
        prefix="k",
        special=(_PERSONS, _CASES),
    ),
    _record(models.Plan, "case closed_on", prefix="pl"),
    _record(
        models.PlanVersion, "plan number agreed_on review_on concerns second_language "
        "concerns_translation participants interpreter",
    ),
    _record(
        models.Goal,
        "plan area text agreed_on target_on state settled_on reason member translation",
        prefix="g",
        spans=(("agreed_on", "settled_on"),),
        special=(_MEMBER,),
    ),
    _record(models.Measure, "goal text responsible partner due_on done_on translation", prefix="m"),
    _record(models.SelfRating, "case area day value note"),
    _record(models.Referral, "case partner day reason result result_on", prefix="r"),
    _record(
        models.Consent,
        "case purpose recipient granted_on ends_on withdrawn_on reason scope",
        prefix="co",
        spans=(("granted_on", "ends_on"), ("granted_on", "withdrawn_on")),
        special=(_RECIPIENT,),
    ),
    _record(models.Reminder, "case due_on text done_on time place bring", prefix="re"),
    _record(
        models.Statistic,
        "from to figures",
        spans=(("from", "to"),),
        special=(
            Key("from", Shape.DAY, "first_day", required=True),
            Key("to", Shape.DAY, "last_day"),
            Key("figures", Shape.FIGURES, "figures", required=True),
        ),
    ),
)  # fmt: skip
"""Every type of record in the order in which an export writes them: each after those it names."""
