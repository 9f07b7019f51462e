"""People who may be the one that is being entered, so that nobody gets a second file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from caseconsole.caseload.caselist import newest_cases
from caseconsole.caseload.names import (
    SIMILAR,
    Entry,
    NameForm,
    NameIndex,
    digits_of,
    index,
    person_keys,
)
from caseconsole.caseload.people import places_on
from caseconsole.days import PartialDay
from caseconsole.i18n import _


@dataclass(frozen=True)
class Possible:
    """Somebody in the caseload who may be the same person.

    Args:
        state: state of the case; empty where the person has none.
        reason: why they may be the same, in words.
    """

    person_id: int
    name: str
    birth: PartialDay | None
    place: str
    case_id: int | None
    number: str
    state: str
    reason: str


def duplicates(values: Mapping[str, Any], today: dt.date) -> tuple[Possible, ...]:
    """Who in the caseload may be the person with these values, the likeliest first.

    Args:
        values: what is known of the person: names, birth date, phone.
        today: the day that places and states are told for.
    """
    key = person_keys(
        values.get("family_name") or "",
        values.get("given_name") or "",
        tuple(values.get("also_known_as") or ()),
        values.get("original_script_name") or "",
    ).search_key
    forms = tuple(NameForm(*line.split("\t")) for line in key.split("\n"))
    birth = values.get("birth_date")
    phone = digits_of(values.get("phone") or "")
    names = index()
    alike = _alike(names, forms)
    found = []
    for entry in names.entries.values():
        reasons = _reasons(entry, alike.get(entry.person_id, ""), birth, phone)
        if reasons:
            found.append((entry, reasons))
    found.sort(key=lambda pair: (-len(pair[1]), pair[0].sort_key, pair[0].person_id))
    ids = [entry.person_id for entry, _why in found]
    cases, places = newest_cases(ids, today), places_on(today, ids)
    result = []
    for entry, why in found:
        case_id, number, state = cases.get(entry.person_id, (None, "", ""))
        place = places.get(entry.person_id, "")
        result.append(
            Possible(
                entry.person_id,
                entry.name,
                entry.birth,
                place,
                case_id,
                number,
                state,
                ", ".join(why),
            )
        )
    return tuple(result)


def _alike(names: NameIndex, forms: tuple[NameForm, ...]) -> dict[int, str]:
    """Persons with a name like one of ``forms``, with how alike it is in words."""
    alike: dict[int, str] = {}
    for form in forms:
        if not form.folded:
            continue
        for position in names.table.sounding_like(form.folded, SIMILAR):
            entry, known = names.table.forms[position]
            if known[1:] == form[1:]:
                alike[entry.person_id] = _("gleicher Name")
            else:
                alike.setdefault(entry.person_id, _("ähnlicher Name"))
    return alike


def _reasons(entry: Entry, same_name: str, birth: PartialDay | None, phone: str) -> list[str]:
    reasons = [same_name] if same_name else []
    # Of many refugees only the year is known, and papers write it as 1 January: alone it says
    # nothing.
    telling = birth is not None and birth.precision == "day" and birth.day.strftime("%j") != "001"
    if birth is not None and birth == entry.birth and (reasons or telling):
        reasons.append(_("gleiches Geburtsdatum"))
    if phone and phone == entry.phone:
        reasons.append(_("gleiche Telefonnummer"))
    return reasons
