"""The list behind a figure, in words: which case, whose, when; and which file to open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from caseconsole.caseload.names import birth_of, display_name
from caseconsole.counting import cells
from caseconsole.counting.cells import Ref
from caseconsole.days import format_day
from caseconsole.i18n import _, ngettext
from caseconsole.models import (
    CarePeriod,
    Case,
    Contact,
    ContactCase,
    ContactPerson,
    Goal,
    Household,
    HouseholdMember,
    Partner,
    Person,
    Plan,
    PlanVersion,
    Referral,
    rows,
)
from caseconsole.values import lists

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of the list behind a figure.

    Args:
        ref: what it stands for.
        number: case number; empty where no case belongs to it.
        name: the person, or the persons of a contact or a household.
        day: the day that counts; nothing where there is none.
        detail: what it is, in words.
        case_id: the file to open; nothing where there is none.
        person_id: the person to open where there is no file.
    """

    ref: Ref
    number: str
    name: str
    day: dt.date | None
    detail: str
    case_id: int | None = None
    person_id: int | None = None


Found = dict[int, ListRow]


def resolve(refs: Sequence[Ref]) -> tuple[ListRow, ...]:
    """The rows for ``refs``, in their order; runs on the database thread.

    Long lists are asked for page by page: ``resolve(report.members(path)[:100])``. A row that is
    gone since the count says so instead of vanishing.
    """
    wanted: dict[str, list[int]] = {}
    for ref in refs:
        wanted.setdefault(ref.kind, []).append(ref.id)
    found = {kind: _READERS[kind](list(dict.fromkeys(ids))) for kind, ids in wanted.items()}
    partners = {ref.person for ref in refs if ref.person}
    names = {row[0]: row for row in _people(list(partners))}
    return tuple(_shown(ref, found[ref.kind].get(ref.id), names) for ref in refs)


def _erased(ids: Sequence[int]) -> Found:
    """What erased cases leave: numbers without anybody behind them, one row each."""
    name = _("gelöscht, nur noch gezählt")
    return {row: ListRow(Ref(cells.ERASED, row), "", name, None, "") for row in ids}


def _shown(ref: Ref, row: ListRow | None, names: dict[int, tuple[Any, ...]]) -> ListRow:
    if row is None:
        return ListRow(ref, "", _("nicht mehr vorhanden"), None, "")
    person = names.get(ref.person)
    if person is None:
        return row
    name = display_name(person[1], person[2])
    return ListRow(ref, row.number, name, row.day, row.detail, row.case_id, ref.person)


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Queries name at most some hundred ids, whatever the engine would allow."""
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]


def _read(query: Callable[[Sequence[int]], Any], ids: Sequence[int]) -> list[tuple[Any, ...]]:
    return [row for chunk in _chunks(ids) for row in rows(query(chunk))]


def _people(ids: Sequence[int]) -> list[tuple[Any, ...]]:
    return _read(
        lambda chunk: Person.select(
            Person.id,
            Person.family_name,
            Person.given_name,
            Person.birth_date,
            Person.birth_precision,
        ).where(Person.id.in_(chunk)),
        ids,
    )


def _span(begin: dt.date, end: dt.date | None) -> str:
    if end is None:
        return _("seit {begin}").format(begin=format_day(begin))
    return f"{format_day(begin)} – {format_day(end)}"


def _cases(ids: Sequence[int]) -> Found:
    found = _read(
        lambda chunk: (
            Case.select(Case.id, Case.number, Person.family_name, Person.given_name)
            .join(Person)
            .where(Case.id.in_(chunk))
        ),
        ids,
    )
    spans = _read(
        lambda chunk: (
            CarePeriod.select(CarePeriod.case, CarePeriod.begin, CarePeriod.end)
            .where(CarePeriod.case.in_(chunk))
            .order_by(CarePeriod.begin, CarePeriod.id)
        ),
        ids,
    )
    last = {case: (begin, end) for case, begin, end in spans}
    return {
        case: ListRow(
            Ref(cells.CASE, case),
            number,
            display_name(family, given),
            last[case][0] if case in last else None,
            _span(*last[case]) if case in last else "",
            case,
        )
        for case, number, family, given in found
    }


def _persons(ids: Sequence[int]) -> Found:
    files = _read(
        lambda chunk: (
            Case.select(Case.person, Case.id, Case.number)
            .where(Case.person.in_(chunk), ~Case.cancelled)
            .order_by(Case.id)
        ),
        ids,
    )
    newest = {person: (case, number) for person, case, number in files}
    found: Found = {}
    for person, family, given, born, precision in _people(ids):
        case, number = newest.get(person, (None, ""))
        birth = birth_of(born, precision)
        found[person] = ListRow(
            Ref(cells.PERSON, person),
            number,
            display_name(family, given),
            None,
            f"* {birth}" if birth else "",
            case,
            person,
        )
    return found


def _periods(ids: Sequence[int]) -> Found:
    found = _read(
        lambda chunk: (
            CarePeriod.select(
                CarePeriod.id,
                CarePeriod.begin,
                CarePeriod.end,
                CarePeriod.closing_reason,
                Case.id,
                Case.number,
                Person.family_name,
                Person.given_name,
            )
            .join(Case)
            .join(Person)
            .where(CarePeriod.id.in_(chunk))
        ),
        ids,
    )
    return {
        row: ListRow(
            Ref(cells.PERIOD, row),
            number,
            display_name(family, given),
            begin,
            _joined(_span(begin, end), lists()["closing_reason"].label(reason)),
            case,
        )
        for row, begin, end, reason, case, number, family, given in found
    }


def _contacts(ids: Sequence[int]) -> Found:
    found = _read(
        lambda chunk: Contact.select(
            Contact.id,
            Contact.day,
            Contact.kind,
            Contact.minutes,
            Contact.main_topic,
            Contact.anonymous,
        ).where(Contact.id.in_(chunk)),
        ids,
    )
    people = _read(
        lambda chunk: (
            ContactPerson.select(ContactPerson.contact, Person.family_name, Person.given_name)
            .join(Person)
            .where(ContactPerson.contact.in_(chunk))
            .order_by(ContactPerson.position)
        ),
        ids,
    )
    files = _read(
        lambda chunk: (
            ContactCase.select(ContactCase.contact, Case.id, Case.number)
            .join(Case)
            .where(ContactCase.contact.in_(chunk))
            .order_by(ContactCase.position.desc())
        ),
        ids,
    )
    names: dict[int, list[str]] = {}
    for contact, family, given in people:
        names.setdefault(contact, []).append(display_name(family, given))
    first = {contact: (case, number) for contact, case, number in files}
    result: Found = {}
    for contact, day, kind, minutes, topic, anonymous in found:
        case, number = first.get(contact, (None, ""))
        named = names.get(contact, [])
        unnamed = ngettext("{count} ohne Namen", "{count} ohne Namen", anonymous or 0)
        result[contact] = ListRow(
            Ref(cells.CONTACT, contact),
            number,
            "; ".join(
                [*named, unnamed.format(count=anonymous or 0)] if anonymous or not named else named
            ),
            day,
            _joined(
                lists()["contact_kind"].label(kind),
                _("{minutes} Min.").format(minutes=minutes) if minutes else "",
                lists()["topic"].label(topic),
            ),
            case,
        )
    return result


def _of_case(query: Any) -> Any:
    """``query`` over something of a case, joined up to the person's name."""
    return query.join(Case).join(Person)


_NAMED = (Case.id, Case.number, Person.family_name, Person.given_name)


def _plans(ids: Sequence[int]) -> Found:
    found = _read(
        lambda chunk: _of_case(Plan.select(Plan.id, Plan.closed_on, *_NAMED)).where(
            Plan.id.in_(chunk)
        ),
        ids,
    )
    agreed = _read(
        lambda chunk: (
            PlanVersion.select(PlanVersion.plan, PlanVersion.agreed_on)
            .where(PlanVersion.plan.in_(chunk), PlanVersion.agreed_on.is_null(False))
            .order_by(PlanVersion.agreed_on.desc())
        ),
        ids,
    )
    first = dict(agreed)
    return {
        plan: ListRow(
            Ref(cells.PLAN, plan),
            number,
            display_name(family, given),
            first.get(plan),
            _("abgeschlossen am {day}").format(day=format_day(closed)) if closed else "",
            case,
        )
        for plan, closed, case, number, family, given in found
    }


def _versions(ids: Sequence[int]) -> Found:
    found = _read(
        lambda chunk: _of_case(
            PlanVersion.select(
                PlanVersion.id, PlanVersion.agreed_on, PlanVersion.number, *_NAMED
            ).join(Plan)
        ).where(PlanVersion.id.in_(chunk)),
        ids,
    )
    return {
        version: ListRow(
            Ref(cells.VERSION, version),
            number,
            display_name(family, given),
            agreed,
            _("Version {number}").format(number=place),
            case,
        )
        for version, agreed, place, case, number, family, given in found
    }


def _goals(ids: Sequence[int]) -> Found:
    found = _read(
        lambda chunk: _of_case(
            Goal.select(
                Goal.id, Goal.area, Goal.text, Goal.agreed_on, Goal.state, Goal.settled_on, *_NAMED
            ).join(Plan)
        ).where(Goal.id.in_(chunk)),
        ids,
    )
    return {
        goal: ListRow(
            Ref(cells.GOAL, goal),
            number,
            display_name(family, given),
            settled or agreed,
            _joined(
                lists()["area"].label(area),
                text,
                lists()["goal_state"].label(state),
            ),
            case,
        )
        for goal, area, text, agreed, state, settled, case, number, family, given in found
    }


def _referrals(ids: Sequence[int]) -> Found:
    found = _read(
        lambda chunk: (
            _of_case(
                Referral.select(Referral.id, Referral.day, Referral.result, Partner.name, *_NAMED)
            )
            .join_from(Referral, Partner)
            .where(Referral.id.in_(chunk))
        ),
        ids,
    )
    return {
        referral: ListRow(
            Ref(cells.REFERRAL, referral),
            number,
            display_name(family, given),
            day,
            _joined(partner, lists()["referral_result"].label(result)),
            case,
        )
        for referral, day, result, partner, case, number, family, given in found
    }


def _households(ids: Sequence[int]) -> Found:
    found = _read(
        lambda chunk: Household.select(Household.id, Household.address, Household.place).where(
            Household.id.in_(chunk)
        ),
        ids,
    )
    people = _read(
        lambda chunk: (
            HouseholdMember.select(HouseholdMember.household, Person.family_name, Person.given_name)
            .join(Person)
            .where(HouseholdMember.household.in_(chunk))
            .order_by(HouseholdMember.from_day, HouseholdMember.id)
        ),
        ids,
    )
    names: dict[int, dict[str, None]] = {}
    for household, family, given in people:
        names.setdefault(household, {})[display_name(family, given)] = None
    return {
        household: ListRow(
            Ref(cells.HOUSEHOLD, household),
            "",
            "; ".join(names.get(household, ())),
            None,
            _joined(address, place),
        )
        for household, address, place in found
    }


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


_READERS: dict[str, Callable[[Sequence[int]], Found]] = {
    cells.CASE: _cases,
    cells.PERSON: _persons,
    cells.PERIOD: _periods,
    cells.CONTACT: _contacts,
    cells.TALK: _contacts,
    cells.PLAN: _plans,
    cells.VERSION: _versions,
    cells.GOAL: _goals,
    cells.REFERRAL: _referrals,
    cells.HOUSEHOLD: _households,
    cells.ERASED: _erased,
}
