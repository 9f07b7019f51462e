"""The rules between the values of a record and its neighbours; each refusal names its field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from caseconsole.days import PartialDay, format_day
from caseconsole.errors import RuleError
from caseconsole.i18n import _
from caseconsole.models import CarePeriod, Case, HouseholdMember, Person, rows

Span = tuple[dt.date, dt.date | None]
"""First and last day, both inclusive; no last day while it lasts."""


def overlapping(spans: Iterable[Span]) -> tuple[Span, Span] | None:
    """Two of ``spans`` that overlap, if any do.

    One that begins on the day on which another ends does not overlap it: closing and reopening on
    one day is allowed (counting rules, section 4).
    """
    ordered = sorted(spans, key=lambda span: (span[0], span[1] or dt.date.max))
    for one, other in pairwise(ordered):
        if one[1] is None or other[0] < one[1]:
            return one, other
    return None


def check_person(values: Mapping[str, Any]) -> None:
    """A person has a name and enters the country after birth.

    Raises:
        RuleError: it is not so.
    """
    if not values["family_name"] and not values["given_name"]:
        raise RuleError(
            _("Es fehlt der Name."),
            _("Familienname oder Vorname genügt."),
            field="family_name",
        )
    birth: PartialDay | None = values["birth_date"]
    if birth is not None:
        _in_order(birth.earliest, values["arrived_on"], "arrived_on", _("der Geburt"))
        _in_order(birth.earliest, values["allotted_on"], "allotted_on", _("der Geburt"))


def check_status(values: Mapping[str, Any], person_id: int) -> None:
    """A state begins after birth and names something.

    Raises:
        RuleError: it is not so.
    """
    birth = Person.get_by_id(person_id).birth_date
    _in_order(birth, values["from_day"], "from_day", _("der Geburt"))
    if not any(value for name, value in values.items() if name != "from_day"):
        raise RuleError(
            _("Es ist nichts eingetragen."),
            _("Bitte mindestens eine Angabe machen, die ab diesem Tag gilt."),
            field="residence_status",
        )


def check_member(
    values: Mapping[str, Any], household_id: int, person_id: int, row_id: int | None
) -> None:
    """A person is in one household once at a time.

    Raises:
        RuleError: it is not so.
    """
    _in_order(values["from_day"], values["to_day"], "to_day", _("des Einzugs"))
    found = rows(
        HouseholdMember.select(HouseholdMember.from_day, HouseholdMember.to_day).where(
            HouseholdMember.household == household_id,
            HouseholdMember.person == person_id,
            HouseholdMember.id != (row_id or 0),
        )
    )
    if overlapping([*found, (values["from_day"], values["to_day"])]):
        raise RuleError(
            _("Die Person gehört in dieser Zeit schon zu diesem Haushalt."),
            _("Bitte beenden Sie den früheren Eintrag oder ändern Sie die Tage."),
            field="from_day",
        )


def check_case(values: Mapping[str, Any], row_id: int | None) -> None:
    """A case number is given once.

    Raises:
        RuleError: it is not so.
    """
    taken = Case.select().where(Case.number == values["number"], Case.id != (row_id or 0))
    if taken.exists():
        raise RuleError(
            _("Die Fallnummer {number} ist schon vergeben.").format(number=values["number"]),
            _("Bitte eine andere wählen."),
            field="number",
        )


def check_period(values: Mapping[str, Any], case_id: int, row_id: int | None) -> None:
    """Care periods of one case follow each other.

    Raises:
        RuleError: it is not so.
    """
    _in_order(values["begin"], values["end"], "end", _("des Beginns"))
    found = rows(
        CarePeriod.select(CarePeriod.begin, CarePeriod.end).where(
            CarePeriod.case == case_id, CarePeriod.id != (row_id or 0)
        )
    )
    clash = overlapping([*found, (values["begin"], values["end"])])
    if clash is None:
        return
    other = next(span for span in clash if span in found)
    raise RuleError(
        _("Der Betreuungszeitraum überschneidet sich mit dem vom {begin} bis {end}.").format(
            begin=format_day(other[0]), end=format_day(other[1]) if other[1] else _("heute")
        ),
        _("Bitte die Tage ändern oder den anderen Zeitraum zuerst beenden."),
        field="begin",
    )


def check_consent(values: Mapping[str, Any]) -> None:
    """A consent ends or is withdrawn after it was given.

    Raises:
        RuleError: it is not so.
    """
    for name in ("ends_on", "withdrawn_on"):
        _in_order(values["granted_on"], values[name], name, _("der Erteilung"))


def check_referral(values: Mapping[str, Any]) -> None:
    """A referral has its result after it was made.

    Raises:
        RuleError: it is not so.
    """
    _in_order(values["day"], values["result_on"], "result_on", _("der Vermittlung"))


def check_contact(values: Mapping[str, Any]) -> None:
    """A follow-up comes after the contact.

    Raises:
        RuleError: it is not so.
    """
    _in_order(values["day"], values["follow_up_on"], "follow_up_on", _("des Kontakts"))


def _in_order(first: dt.date | None, last: dt.date | None, field: str, what: str) -> None:
    if first is not None and last is not None and last < first:
        raise RuleError(
            _("Der {day} liegt vor dem Tag {what}, dem {first}.").format(
                day=format_day(last), what=what, first=format_day(first)
            ),
            _("Bitte einen der beiden Tage ändern."),
            field=field,
        )
