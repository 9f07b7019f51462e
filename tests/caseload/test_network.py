"""Partners, referrals and consents: what the network and a letter need to know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from caseconsole.caseload.consents import list_consents, release_for, state_on
from caseconsole.caseload.network import list_partners, list_referrals, partner_named
from caseconsole.caseload.records import create_record
from caseconsole.errors import InputError
from tests.caseload.conftest import TODAY

Call = Callable[..., Any]
DAY = dt.timedelta(days=1)


@pytest.fixture
def jobcenter(call: Call) -> int:
    values = {"name": "Jobcenter Musterkreis", "kind": "jobcenter", "contact_person": "Frau Böhm"}
    partner_id: int = call(create_record, "partner", values)
    return partner_id


def test_a_release_names_the_whole_office(call: Call, ahmad: int, jobcenter: int) -> None:
    """A release towards "Job" would free towards nobody while the office is in the network."""
    given = {"purpose": "release", "granted_on": TODAY}
    with pytest.raises(InputError, match="Jobcenter Musterkreis") as refused:
        call(create_record, "consent", {**given, "recipient": "job"}, case=ahmad)
    assert refused.value.field == "recipient"
    assert call(list_consents, ahmad, TODAY) == ()
    call(create_record, "consent", {**given, "recipient": "jobcenter musterkreis"}, case=ahmad)
    call(create_record, "consent", {**given, "recipient": "Jobbörse Nord"}, case=ahmad)
    assert {c.recipient for c in call(list_consents, ahmad, TODAY)} == {
        "jobcenter musterkreis", "Jobbörse Nord",
    }  # fmt: skip
    assert call(release_for, ahmad, jobcenter, "", TODAY) is not None


def test_partners_are_listed_by_name_and_found_roughly(call: Call, jobcenter: int) -> None:
    call(create_record, "partner", {"name": "Übersetzerbüro", "kind": "other"})
    call(create_record, "partner", {"name": "VHS", "kind": "language_school"})

    def names(query: str = "", kind: str | None = None) -> list[str]:
        return [partner.name for partner in call(list_partners, query, kind)]

    assert names() == ["Jobcenter Musterkreis", "Übersetzerbüro", "VHS"]
    assert names("boehm") == names("böhm muster") == ["Jobcenter Musterkreis"]
    assert names("sprachkurs") == ["VHS"]  # by what it is
    assert names(kind="other") == ["Übersetzerbüro"]
    assert names("vhs", "other") == []
    assert call(list_partners, "boehm")[0].kind_label == "Jobcenter"


def test_a_partner_is_known_by_its_name(call: Call, jobcenter: int) -> None:
    assert call(partner_named, "JOBCENTER Musterkreis ") == jobcenter
    assert call(partner_named, "Jobcenter") is None
    assert call(partner_named, "–") is None


def test_referrals_with_what_came_of_them(call: Call, ahmad: int, jobcenter: int) -> None:
    for days, result in ((3, "completed"), (2, None), (1, "waiting_list")):
        values = {"day": TODAY - days * DAY, "reason": "Antrag", "result": result}
        call(create_record, "referral", values, case=ahmad, partner=jobcenter)
    found = call(list_referrals, case_id=ahmad)
    assert [row.result_label for row in found] == ["Warteliste", "", "abgeschlossen"]
    assert (found[0].person, found[0].partner) == ("Al-Hamad, Ahmad", "Jobcenter Musterkreis")
    assert len(call(list_referrals, partner_id=jobcenter, open_only=True)) == 2
    assert call(list_referrals, case_id=99) == ()
    (partner,) = call(list_partners)
    assert (partner.referrals, partner.open_referrals) == (3, 2)


@pytest.mark.parametrize(
    ("granted", "ends", "withdrawn", "state"),
    [
        (-10, None, None, "valid"),
        (0, 0, None, "valid"),
        (-10, -1, None, "ended"),
        (-10, 5, 0, "withdrawn"),
        (-10, None, 1, "valid"),
        (None, None, None, "open"),
        (1, None, None, "open"),
    ],
)
def test_what_a_consent_is_on_a_day(
    granted: int | None, ends: int | None, withdrawn: int | None, state: str
) -> None:
    def day(ahead: int | None) -> dt.date | None:
        return None if ahead is None else TODAY + ahead * DAY

    assert state_on(day(granted), day(ends), day(withdrawn), TODAY) == state


def test_a_release_towards_one_office_frees_towards_no_other_of_that_name(
    call: Call, ahmad: int
) -> None:
    here, there = (
        call(create_record, "partner", {"name": "Sozialamt", "address": f"Amtsweg 1, {town}"})
        for town in ("Musterstadt", "Musterdorf")
    )
    release = {"purpose": "release", "granted_on": TODAY}
    call(create_record, "consent", {**release, "recipient": "Sozialamt"}, case=ahmad, partner=here)
    assert call(release_for, ahmad, here, "Sozialamt", TODAY) is not None
    assert call(release_for, ahmad, None, "Sozialamt", TODAY) is not None
    assert call(release_for, ahmad, there, "Sozialamt", TODAY) is None


def test_a_release_is_valid_towards_its_recipient_only(
    call: Call, ahmad: int, jobcenter: int
) -> None:
    release = {"purpose": "release", "granted_on": TODAY, "ends_on": TODAY + DAY}
    call(create_record, "consent", {**release, "recipient": "Jobcenter Musterkreis"}, case=ahmad)
    call(create_record, "consent", {**release, "recipient": "Dr. Weiß"}, case=ahmad)
    call(create_record, "consent", {"purpose": "processing", "granted_on": TODAY}, case=ahmad)

    def released(partner: int | None, recipient: str, day: dt.date = TODAY) -> bool:
        return call(release_for, ahmad, partner, recipient, day) is not None

    assert released(jobcenter, "")
    assert released(None, "jobcenter musterkreis")
    assert released(None, "Dr. Weiss")
    assert not released(None, "")
    assert not released(None, "VHS")
    assert not released(jobcenter, "", TODAY + 2 * DAY)
    assert [consent.purpose for consent in call(list_consents, ahmad, TODAY)] == [
        "processing",
        "release",
        "release",
    ]
