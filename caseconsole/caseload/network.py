"""The network: partners in the address book, and what came of referrals to them."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from peewee import fn

from caseconsole.caseload.names import display_name, words_of
from caseconsole.models import Case, Partner, Person, Referral, rows
from caseconsole.text import sort_key
from caseconsole.values import lists

OPEN_RESULTS = frozenset({"open", "started", "waiting_list"})
"""Results of a referral that something may still come of; none stated is open, too."""

_MOST_MEANT = 3
"""Partners that a message names at most."""


class PartnerRow(NamedTuple):
    """One line of the address book."""

    id: int
    name: str
    kind: str
    kind_label: str
    contact_person: str
    phone: str
    email: str
    address: str
    referrals: int
    open_referrals: int


class ReferralRow(NamedTuple):
    """One referral: who, to whom, and what came of it."""

    id: int
    case_id: int
    number: str
    person: str
    partner_id: int
    partner: str
    kind_label: str
    day: dt.date
    reason: str
    result: str
    result_label: str
    result_on: dt.date | None


def list_partners(query: str = "", kind: str | None = None) -> tuple[PartnerRow, ...]:
    """The address book by name.

    Args:
        query: words that name, contact person or address must hold, spelled roughly.
        kind: only partners of this kind.
    """
    wanted = words_of(query).split()
    labels = lists()["partner_kind"]
    counts = _referral_counts()
    found = []
    for row in rows(
        Partner.select(
            Partner.id,
            Partner.name,
            Partner.kind,
            Partner.contact_person,
            Partner.phone,
            Partner.email,
            Partner.address,
        )
    ):
        partner_id, name, its_kind, contact, phone, email, address = row
        label = labels.label(its_kind)
        text = words_of(f"{name} {contact} {address} {label}") if wanted else ""
        if (kind and its_kind != kind) or any(word not in text for word in wanted):
            continue
        total, still_open = counts.get(partner_id, (0, 0))
        found.append(
            PartnerRow(
                partner_id,
                name,
                its_kind or "",
                label,
                contact,
                phone,
                email,
                address,
                total,
                still_open,
            )
        )
    return tuple(sorted(found, key=lambda partner: (sort_key(partner.name), partner.id)))


def partner_named(name: str) -> int | None:
    """Id of the partner called ``name``; capitals, umlauts and signs may differ."""
    wanted = words_of(name)
    if not wanted:
        return None
    for partner_id, known in rows(Partner.select(Partner.id, Partner.name).order_by(Partner.id)):
        if words_of(known) == wanted:
            return int(partner_id)
    return None


def partners_beginning(typed: str) -> tuple[str, ...]:
    """The names of partners of which ``typed`` is only the beginning, at most three."""
    wanted = words_of(typed)
    if not wanted:
        return ()
    names = (name for (name,) in rows(Partner.select(Partner.name).order_by(Partner.name)))
    found = [name for name in names if words_of(name).startswith(wanted)]
    return tuple(found[:_MOST_MEANT])


def list_referrals(
    *, case_id: int | None = None, partner_id: int | None = None, open_only: bool = False
) -> tuple[ReferralRow, ...]:
    """Referrals, newest first.

    Args:
        case_id: only those of this case.
        partner_id: only those to this partner.
        open_only: only those whose result is still awaited.
    """
    query = (
        Referral.select(
            Referral.id,
            Case.id,
            Case.number,
            Person.family_name,
            Person.given_name,
            Partner.id,
            Partner.name,
            Partner.kind,
            Referral.day,
            Referral.reason,
            Referral.result,
            Referral.result_on,
        )
        .join(Case)
        .join(Person)
        .switch(Referral)
        .join(Partner)
        .order_by(Referral.day.desc(), Referral.id.desc())
    )
    if case_id is not None:
        query = query.where(Referral.case == case_id)
    if partner_id is not None:
        query = query.where(Referral.partner == partner_id)
    if open_only:
        query = query.where(Referral.result.is_null() | Referral.result.in_(OPEN_RESULTS))
    return tuple(_referral(row) for row in rows(query))


def _referral(row: tuple[Any, ...]) -> ReferralRow:
    (
        referral_id, case_id, number, family, given, partner_id, partner, kind, day, reason,
        result, result_on,
    ) = row  # fmt: skip
    return ReferralRow(
        referral_id,
        case_id,
        number,
        display_name(family, given),
        partner_id,
        partner,
        lists()["partner_kind"].label(kind),
        day,
        reason,
        result or "",
        lists()["referral_result"].label(result),
        result_on,
    )


def _referral_counts() -> dict[int, tuple[int, int]]:
    waiting = Referral.result.is_null() | Referral.result.in_(OPEN_RESULTS)
    query = Referral.select(
        Referral.partner, fn.COUNT(Referral.id), fn.COUNT(Referral.id).filter(waiting)
    ).group_by(Referral.partner)
    return {partner_id: (total, still_open) for partner_id, total, still_open in rows(query)}
