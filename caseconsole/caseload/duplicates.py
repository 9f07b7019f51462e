"""People who may be the one that is being entered, so that nobody gets a second file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from caseconsole.caseload.caselist import CaseRow, list_cases
from caseconsole.caseload.names import NAME, Entry, NameForm, digits_of, index, person_keys, similar
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
    found = []
    for entry in index().entries.values():
        reasons = _reasons(entry, forms, birth, phone)
        if reasons:
            found.append((entry, reasons))
    if not found:
        return ()
    found.sort(key=lambda pair: (-len(pair[1]), pair[0].sort_key, pair[0].person_id))
    cases = {row.person_id: row for row in list_cases(today, "all")}
    return tuple(
        _possible(entry, cases.get(entry.person_id), ", ".join(why)) for entry, why in found
    )


def _reasons(
    entry: Entry, forms: tuple[NameForm, ...], birth: PartialDay | None, phone: str
) -> list[str]:
    reasons = []
    same_name = _same_name(entry, forms)
    if same_name:
        reasons.append(same_name)
    # Of many refugees only the year is known, and papers write it as 1 January: alone it says
    # nothing.
    telling = birth is not None and birth.precision == "day" and birth.day.strftime("%j") != "001"
    if birth is not None and birth == entry.birth and (reasons or telling):
        reasons.append(_("gleiches Geburtsdatum"))
    if phone and phone == entry.phone:
        reasons.append(_("gleiche Telefonnummer"))
    return reasons


def _same_name(entry: Entry, forms: tuple[NameForm, ...]) -> str:
    for form in forms:
        if not form.folded:
            continue
        for known in entry.forms:
            if form[1:] == known[1:] and form.kind == known.kind == NAME:
                return _("gleicher Name")
            if similar(form, known):
                return _("ähnlicher Name")
    return ""


def _possible(entry: Entry, case: CaseRow | None, reason: str) -> Possible:
    return Possible(
        person_id=entry.person_id,
        name=entry.name,
        birth=entry.birth,
        place=case.place if case else "",
        case_id=case.id if case else None,
        number=case.number if case else "",
        state=case.state if case else "",
        reason=reason,
    )
