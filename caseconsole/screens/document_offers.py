"""Which documents can be written for a case now, each with the record that it is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from caseconsole import clock
from caseconsole.caseload.consents import RELEASE, list_consents
from caseconsole.caseload.contacts import contact_history
from caseconsole.caseload.network import list_referrals
from caseconsole.caseload.plan_views import PlanView, read_plan_view
from caseconsole.caseload.records import Record, list_records
from caseconsole.days import format_day
from caseconsole.documents.kinds import KINDS, Kind, Request
from caseconsole.i18n import N_, _, ngettext
from caseconsole.widgets import Shown, mark

if TYPE_CHECKING:
    from caseconsole.store import Store

_CONTACTS: Final = 30
"""Talks that are offered; an older one is written from the history."""

_NOTHING: Final = {
    "plan": N_("Noch kein Plan. p beginnt ihn."),
    "contact": N_("Noch keine Beratung. b schreibt die erste."),
    "referral": N_("Noch keine Vermittlung. Unter „6 Netzwerk“ legt n eine an."),
    "reminder": N_("Noch kein Termin mit Uhrzeit. r legt einen an."),
}
"""Subject -> what to do where there is no record to write about."""


@dataclass(frozen=True)
class Offer:
    """A document that can be written.

    Args:
        kind: its kind.
        requests: what can be asked for, each in words; empty where there is no record yet.
        title: its title, with the version where it is one.
        state: what it would be about.
        nothing: what to do where there is nothing to write yet.
    """

    kind: Kind
    requests: tuple[tuple[Request, str], ...]
    title: str
    state: Shown
    nothing: str = ""


async def offers_of(store: Store, case_id: int) -> list[Offer]:
    """Everything that can be written for a case, in the order of the kinds."""
    view = await store.run(read_plan_view, case_id)
    subjects = await _subjects(store, case_id)
    found: list[Offer] = []
    for kind in KINDS.values():
        if kind.subject == "plan":
            found += _plans(kind, case_id, view)
        elif kind.subject == "case":
            request = Request(kind.name, case_id)
            found.append(Offer(kind, ((request, ""),), _(kind.title), ""))
        elif kind.subject == "consent" and not subjects["consent"]:
            blank = ((Request(kind.name, case_id), ""),)
            found.append(Offer(kind, blank, _(kind.title), mark(_("leeres Formular"), "quiet")))
        elif kind.subject in subjects:
            found.append(_of_records(kind, case_id, subjects[kind.subject]))
    return found


async def _subjects(store: Store, case_id: int) -> dict[str, list[tuple[int, str]]]:
    """Per subject the records of the case that a document can be about, in words."""
    today = clock.today()
    contacts = await store.run(contact_history, case_id, limit=_CONTACTS)
    referrals = await store.run(list_referrals, case_id=case_id)
    consents = await store.run(list_consents, case_id, today)
    reminders = await store.run(list_records, "reminder", case=case_id)
    return {
        "contact": [(row.id, f"{format_day(row.day)}  {row.kind_label}") for row in contacts],
        "referral": [(row.id, f"{format_day(row.day)}  {row.partner}") for row in referrals],
        "consent": [
            (row.id, row.recipient or row.purpose_label)
            for row in consents
            if row.purpose == RELEASE
        ],
        "reminder": [
            (row.id, f"{format_day(row.values['due_on'])}  {row.values['time']}")
            for row in _coming_first(reminders, today)
            if row.values["time"]
        ],
    }


def _coming_first(reminders: Sequence[Record], today: dt.date) -> list[Record]:
    """The appointments to come, the nearest first; then the past ones, the newest first."""
    return sorted(
        reminders,
        key=lambda one: (one.values["due_on"] < today, abs((one.values["due_on"] - today).days)),
    )


def _plans(kind: Kind, case_id: int, view: PlanView) -> Iterator[Offer]:
    """The draft and the version agreed last, and the older ones behind one line."""
    title = _(kind.title)
    if view.draft is not None:
        number = view.draft.number
        request = Request(kind.name, case_id, version=number)
        yield Offer(kind, ((request, ""),), f"{title} v{number}", mark(_("Entwurf"), "accent"))
    versions = [
        (Request(kind.name, case_id, version=number), number, format_day(day))
        for number, day in reversed(view.numbers)
    ]
    for request, number, day in versions[:1]:
        state = _("vereinbart {day}").format(day=day)
        yield Offer(kind, ((request, ""),), f"{title} v{number}", state)
    older = tuple((request, f"v{number}  {day}") for request, number, day in versions[1:])
    if older:
        count = ngettext("{count} frühere Version", "{count} frühere Versionen", len(older))
        yield Offer(kind, older, title, count.format(count=len(older)))
    if not versions and view.draft is None:
        yield Offer(kind, (), title, mark(_("noch kein Plan"), "quiet"), _(_NOTHING["plan"]))


def _of_records(kind: Kind, case_id: int, records: Sequence[tuple[int, str]]) -> Offer:
    requests = tuple((Request(kind.name, case_id, row), words) for row, words in records)
    if not requests:
        state: Shown = mark(_("nichts eingetragen"), "quiet")
    elif len(requests) == 1:
        state = requests[0][1]
    else:
        state = _("{count} zur Wahl").format(count=len(requests))
    nothing = "" if requests else _(_NOTHING[kind.subject])
    return Offer(kind, requests, _(kind.title), state, nothing)
