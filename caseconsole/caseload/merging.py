"""Two records of one human being become one (counting rules, section 4).

Cases, talks, states, memberships and goals of the one that goes belong to the one that stays
afterwards. Nothing is counted twice and nothing is lost: names stay searchable, long texts are put
one below the other, and of single values that contradict each other the one of the record that
stays remains, which ``merge_preview`` tells beforehand. Two cases stay two cases of one person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from caseconsole.caseload.names import birth_of, display_name, forget, person_keys
from caseconsole.caseload.records import required_reason, row_of
from caseconsole.errors import RuleError
from caseconsole.fields import Kind, format_value, ui_of
from caseconsole.i18n import _
from caseconsole.models import (
    CarePeriod,
    Case,
    Contact,
    ContactPerson,
    Goal,
    HouseholdMember,
    Person,
    PersonStatus,
    Snooze,
    rows,
)
from caseconsole.store import Audit, transaction

_NAMES = ("family_name", "given_name", "also_known_as")
_OWN_WAY = frozenset({*_NAMES, "birth_date"})
"""Fields that are not simply filled: names become other names, a birth date has two columns."""


@dataclass(frozen=True)
class Conflict:
    """A value that both records state, differently.

    Args:
        label: the field.
        kept: the value that stays.
        lost: the value that goes; of names it stays as another name.
    """

    label: str
    kept: str
    lost: str


@dataclass(frozen=True)
class MergePreview:
    """What merging would do, to be shown before it is decided.

    Args:
        keep_name, drop_name: the two records.
        keep_cases, drop_cases: numbers of their cases.
        also_known_as: names that the record that stays gets in addition.
        filled: (field, value) that only the other one states.
        joined: long texts that are put one below the other.
        conflicts: single values that contradict each other.
        contacts: contacts of the record that goes.
        contacts_of_both: those of them in which both are named; they count the person once then.
        running: whether both have a case that runs; a file of the same time exists twice.
        warning: why it is refused unless it is confirmed; empty where nothing speaks against it.
    """

    keep_id: int
    drop_id: int
    keep_name: str
    drop_name: str
    keep_cases: tuple[str, ...]
    drop_cases: tuple[str, ...]
    also_known_as: tuple[str, ...]
    filled: tuple[tuple[str, str], ...]
    joined: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    contacts: int
    contacts_of_both: int
    running: bool
    warning: str


def merge_preview(keep_id: int, drop_id: int) -> MergePreview:
    """What ``merge_persons`` would do with the two.

    Raises:
        RuleError: they are the same record.
        NotFoundError: one of them is not there.
    """
    keep, drop = _both(keep_id, drop_id)
    conflicts = [
        Conflict(_label(name), _shown(keep, name), _shown(drop, name))
        for name in (*_plain_fields(), "birth_date")
        if _differs(keep, drop, name) and not _is_long(name)
    ]
    mine, theirs = set(_contacts(keep_id)), set(_contacts(drop_id))
    return MergePreview(
        keep_id=keep_id,
        drop_id=drop_id,
        keep_name=display_name(keep.family_name, keep.given_name),
        drop_name=display_name(drop.family_name, drop.given_name),
        keep_cases=_numbers(keep_id),
        drop_cases=_numbers(drop_id),
        also_known_as=tuple(_more_names(keep, drop)),
        filled=tuple(
            (_label(name), _shown(drop, name))
            for name in (*_plain_fields(), "birth_date")
            if _only_in(drop, keep, name)
        ),
        joined=tuple(
            _label(name)
            for name in _plain_fields()
            if _is_long(name) and _differs(keep, drop, name)
        ),
        conflicts=tuple(conflicts),
        contacts=len(theirs),
        contacts_of_both=len(mine & theirs),
        running=all(map(_has_running_case, (keep_id, drop_id))),
        warning=_warning(keep, drop),
    )


def merge_persons(keep_id: int, drop_id: int, reason: str, *, confirmed: bool = False) -> None:
    """Make two records of the same human being one.

    Args:
        keep_id: the record that stays.
        drop_id: the record that goes; everything of it moves.
        reason: why they are the same; kept in the trail.
        confirmed: the user was told the warning of ``merge_preview`` and said yes.

    Raises:
        InputError: no reason is given.
        NotFoundError: one of them is not there.
        RuleError: they are the same record, or seem to be two people and it is not confirmed.
    """
    reason = required_reason(reason)
    keep, drop = _both(keep_id, drop_id)
    warning = _warning(keep, drop)
    if warning and not confirmed:
        raise RuleError(
            warning, _("Bitte prüfen Sie, ob es wirklich dieselbe Person ist, und bestätigen Sie.")
        )
    with transaction("person.merge") as audit:
        marks = _marks(keep, drop)
        _move_contacts(keep_id, drop_id, audit)
        _move_memberships(keep_id, drop_id, audit)
        for model, column in ((PersonStatus, "person"), (Case, "person"), (Goal, "member")):
            _move(model, column, keep_id, drop_id, audit)
        _move_snoozes(keep_id, drop_id)
        changed = _fill(keep, drop, marks)
        drop.delete_instance()
        audit.record("person", drop_id, reason=reason)
        audit.record("person", keep_id, fields=changed, reason=reason)
    forget()


def _both(keep_id: int, drop_id: int) -> tuple[Any, Any]:
    if keep_id == drop_id:
        raise RuleError(
            _("Das ist zweimal derselbe Eintrag."),
            _("Bitte wählen Sie den anderen Eintrag derselben Person."),
        )
    return row_of(Person, keep_id), row_of(Person, drop_id)


def _warning(keep: Any, drop: Any) -> str:
    """Two who live together and were born on different days are hardly one person."""
    births = [birth_of(person.birth_date, person.birth_precision) for person in (keep, drop)]
    if None in births or births[0] == births[1]:
        return ""
    first, second = births
    if first.earliest <= second.latest and second.earliest <= first.latest:  # type: ignore[union-attr]
        return ""
    homes = [
        {row for (row,) in rows(HouseholdMember.select(HouseholdMember.household).where(
            HouseholdMember.person == person.id))}
        for person in (keep, drop)
    ]  # fmt: skip
    if not homes[0] & homes[1]:
        return ""
    return _(
        "{one} und {other} leben in einem Haushalt und haben verschiedene Geburtstage."
    ).format(
        one=display_name(keep.family_name, keep.given_name),
        other=display_name(drop.family_name, drop.given_name),
    )


def _plain_fields() -> tuple[str, ...]:
    """Fields of a person that are filled where they are empty."""
    fields = Person._meta.sorted_fields  # noqa: SLF001 - peewee's public way to its fields
    return tuple(
        field.name for field in fields if ui_of(field) is not None and field.name not in _OWN_WAY
    )


def _is_long(name: str) -> bool:
    ui = ui_of(getattr(Person, name))
    return ui is not None and ui.kind is Kind.NOTE


def _label(name: str) -> str:
    ui = ui_of(getattr(Person, name))
    return _(ui.label) if ui else name


def _value(person: Any, name: str) -> Any:
    if name == "birth_date":
        return birth_of(person.birth_date, person.birth_precision)
    value = getattr(person, name)
    return None if value in ("", []) else value


def _shown(person: Any, name: str) -> str:
    ui = ui_of(getattr(Person, name))
    return format_value(ui, _value(person, name)) if ui else ""


def _only_in(one: Any, other: Any, name: str) -> bool:
    return _value(one, name) is not None and _value(other, name) is None


def _differs(one: Any, other: Any, name: str) -> bool:
    values = (_value(one, name), _value(other, name))
    return None not in values and values[0] != values[1]


def _more_names(keep: Any, drop: Any) -> list[str]:
    """Every name of the record that goes that the other one does not have yet."""
    own = " ".join(part for part in (drop.given_name, drop.family_name) if part)
    names = [own, *drop.also_known_as]
    if _differs(keep, drop, "original_script_name"):
        names.append(drop.original_script_name)
    known = {" ".join(part for part in (keep.given_name, keep.family_name) if part)}
    known |= {display_name(keep.family_name, keep.given_name), *keep.also_known_as}
    return [name for name in dict.fromkeys(names) if name not in known]


def _fill(keep: Any, drop: Any, marks: dict[str, bool]) -> list[str]:
    """Take what only the other record states; the names of the fields that changed."""
    changed = [name for name in _plain_fields() if _only_in(drop, keep, name)]
    for name in changed:
        setattr(keep, name, getattr(drop, name))
    for name in _plain_fields():
        if _is_long(name) and _differs(keep, drop, name):
            setattr(keep, name, f"{getattr(keep, name)}\n\n{getattr(drop, name)}")
            changed.append(name)
    if _only_in(drop, keep, "birth_date"):
        keep.birth_date, keep.birth_precision = drop.birth_date, drop.birth_precision
        changed.append("birth_date")
    more = _more_names(keep, drop)
    if more:
        keep.also_known_as = [*keep.also_known_as, *more]
        changed.append("also_known_as")
    keys = person_keys(
        keep.family_name, keep.given_name, keep.also_known_as, keep.original_script_name
    )
    for name, value in (*keys._asdict().items(), *marks.items()):
        setattr(keep, name, value)
    keep.save()
    return changed


def _move(model: Any, column: str, keep_id: int, drop_id: int, audit: Audit) -> None:
    field = getattr(model, column)
    for (row,) in rows(model.select(model.id).where(field == drop_id)):
        model.update({column: keep_id}).where(model.id == row).execute()
        audit.record(model._meta.table_name, row, fields=(column,))  # noqa: SLF001 - public way


def _move_contacts(keep_id: int, drop_id: int, audit: Audit) -> None:
    """A contact that names both keeps the person once."""
    mine = set(_contacts(keep_id))
    for contact in _contacts(drop_id):
        link = (ContactPerson.contact == contact) & (ContactPerson.person == drop_id)
        if contact in mine:
            ContactPerson.delete().where(link).execute()
        else:
            ContactPerson.update(person=keep_id).where(link).execute()
        audit.record("contact", contact, fields=("persons",))


def _move_memberships(keep_id: int, drop_id: int, audit: Audit) -> None:
    """Memberships of one household that meet or overlap become one, from the first to the last."""
    _move(HouseholdMember, "person", keep_id, drop_id, audit)
    own = HouseholdMember.select().where(HouseholdMember.person == keep_id)
    last: dict[int, Any] = {}
    member: Any
    for member in own.order_by(HouseholdMember.from_day, HouseholdMember.id):
        before = last.get(member.household_id)
        if before is None or (before.to_day is not None and before.to_day < member.from_day):
            last[member.household_id] = member
            continue
        before.to_day = _later(before.to_day, member.to_day)
        before.role = before.role or member.role
        before.save()
        member.delete_instance()
        audit.record("household_member", before.id, fields=("to_day",))
        audit.record("household_member", member.id)


def _later(one: dt.date | None, other: dt.date | None) -> dt.date | None:
    return None if one is None or other is None else max(one, other)


def _move_snoozes(keep_id: int, drop_id: int) -> None:
    """What was put off for the one stays so for the other."""
    for row, key in rows(Snooze.select(Snooze.id, Snooze.key)):
        reason, _sign, rest = key.partition(":")
        person, _sign, day = rest.partition(":")
        if reason not in {"paper", "birthday"} or person != str(drop_id):
            continue
        wanted = f"{reason}:{keep_id}:{day}"
        if Snooze.select().where(Snooze.key == wanted).exists():
            Snooze.delete().where(Snooze.id == row).execute()
        else:
            Snooze.update(key=wanted).where(Snooze.id == row).execute()


def _marks(keep: Any, drop: Any) -> dict[str, bool]:
    """Marks of erased cases still hold where what was erased came before everything of both."""
    return {
        "erased_care": _still_first(keep, drop, "erased_care", _first_begin),
        "erased_talk": _still_first(keep, drop, "erased_talk", _first_talk),
    }


def _still_first(keep: Any, drop: Any, mark: str, first_of: Any) -> bool:
    for one, other in ((keep, drop), (drop, keep)):
        if getattr(one, mark):
            own, others = first_of(one.id), first_of(other.id)
            if getattr(other, mark) or others is None or (own is not None and own <= others):
                return True
    return False


def _first_begin(person_id: int) -> dt.date | None:
    query = CarePeriod.select(CarePeriod.begin).join(Case)
    found = rows(query.where(Case.person == person_id, ~Case.cancelled))
    return min((begin for (begin,) in found), default=None)


def _first_talk(person_id: int) -> dt.date | None:
    query = Contact.select(Contact.day).join(ContactPerson)
    found = rows(query.where(ContactPerson.person == person_id))
    return min((day for (day,) in found), default=None)


def _contacts(person_id: int) -> list[int]:
    query = ContactPerson.select(ContactPerson.contact).where(ContactPerson.person == person_id)
    return [contact for (contact,) in rows(query)]


def _numbers(person_id: int) -> tuple[str, ...]:
    query = Case.select(Case.number).where(Case.person == person_id).order_by(Case.id)
    return tuple(number for (number,) in rows(query))


def _has_running_case(person_id: int) -> bool:
    query: Iterable[Any] = (
        CarePeriod.select()
        .join(Case)
        .where(Case.person == person_id, ~Case.cancelled, CarePeriod.end.is_null())
        .limit(1)
    )
    return any(True for _row in query)
