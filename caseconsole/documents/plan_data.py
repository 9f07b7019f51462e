"""What an integration plan is printed from, as plain frozen data.

Reading belongs on the database thread and is quick; everything after it (wording, rendering,
writing) needs no store and may run anywhere.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from caseconsole.caseload.cases import case_by_number
from caseconsole.documents.plan_rows import CaseRows, Row, load_cases
from caseconsole.documents.plan_versions import (
    GoalData,
    StepData,
    VersionData,
    changes_since_previous,
    version_of,
)
from caseconsole.errors import NotFoundError
from caseconsole.i18n import _
from caseconsole.models import CarePeriod, Case, Plan, PlanVersion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from caseconsole.caseload.plan_compare import Comparison

__all__ = ["GoalData", "PlanData", "StepData", "VersionData", "read_plan", "read_plans"]


@dataclass(frozen=True)
class PersonData:
    """Who the plan is about; empty texts and ``None`` mean "not stated"."""

    family_name: str
    given_name: str
    also_known_as: tuple[str, ...]
    original_script_name: str
    birth_date: dt.date | None
    birth_precision: str
    birth_place: str
    sex: str | None
    nationalities: tuple[str, ...]
    languages: tuple[str, ...]
    interpreter_needed: bool | None
    phone: str
    email: str
    preferred_contact: str | None
    arrived_on: dt.date | None
    allotted_on: dt.date | None
    schooling: str
    training: str
    work_experience: str
    recognition: str | None
    courses: str
    competences: str
    children: str
    participation: str
    health: str


@dataclass(frozen=True)
class MemberData:
    """Somebody who lives in the same household."""

    family_name: str
    given_name: str
    role: str | None
    birth_date: dt.date | None
    birth_precision: str


@dataclass(frozen=True)
class IncomeData:
    """One kind of income or benefit; ``to_day`` is empty while it runs."""

    kind: str
    from_day: dt.date
    to_day: dt.date | None


@dataclass(frozen=True)
class StatusData:
    """The dated state on one day: ``values`` by column, ``since`` the day each began to hold."""

    values: Mapping[str, object]
    since: Mapping[str, dt.date]
    incomes: tuple[IncomeData, ...]

    def text(self, name: str) -> str:
        """The key or text of ``name``; empty where nothing is stated."""
        value = self.values.get(name)
        return value if isinstance(value, str) else ""

    def day(self, name: str) -> dt.date | None:
        """The day that ``name`` holds."""
        value = self.values.get(name)
        return value if isinstance(value, dt.date) else None


@dataclass(frozen=True)
class RatingData:
    """How the client rates an area: first and last rating up to the day of the plan."""

    area: str
    first_day: dt.date
    first_value: int
    day: dt.date
    value: int
    note: str


@dataclass(frozen=True)
class PartnerData:
    """An office, provider or volunteer that takes part."""

    name: str
    kind: str | None
    contact_person: str
    phone: str
    email: str


@dataclass(frozen=True)
class ReferralData:
    """A referral with what came of it up to the day of the plan."""

    day: dt.date
    partner: str
    reason: str
    result: str | None


@dataclass(frozen=True)
class ConsentData:
    """A consent or release as it stands today."""

    purpose: str
    recipient: str
    granted_on: dt.date | None
    ends_on: dt.date | None
    withdrawn_on: dt.date | None


@dataclass(frozen=True)
class PlanData:
    """One version of a plan with everything that is printed beside it.

    Args:
        case_id: the case.
        case_number: the neutral number that names the file.
        version: the version; a draft without number where the case has no plan yet.
        as_of: the day for which the dated state is shown: today for the newest version, the day of
            agreement for an older one.
        today: the day of printing.
        first_begin: begin of the first care period.
        current_begin: begin of the newest care period.
        extension_reason: why counselling goes on beyond the regular years.
    """

    case_id: int
    case_number: str
    version: VersionData
    as_of: dt.date
    today: dt.date
    person: PersonData
    address: str
    postcode: str
    place: str
    members: tuple[MemberData, ...]
    first_begin: dt.date | None
    current_begin: dt.date | None
    extension_reason: str
    status: StatusData
    ratings: tuple[RatingData, ...]
    partners: tuple[PartnerData, ...]
    referrals: tuple[ReferralData, ...]
    consents: tuple[ConsentData, ...]
    changes: Comparison | None = None


def read_plan(case: int | str, version: int | None = None, *, today: dt.date) -> PlanData:
    """Read one plan; to be run on the database thread.

    Args:
        case: id of the case, or its number.
        version: number of the version; the newest agreed one if None, else the draft, else an
            empty plan to begin with.
        today: the day of printing.

    Raises:
        NotFoundError: there is no such case or no such version.
    """
    case_id = case if isinstance(case, int) else case_by_number(case)
    found = load_cases([case_id]).get(case_id)
    if found is None:
        raise NotFoundError(_("Diesen Fall gibt es nicht mehr."))
    return _plan_of(found, version, today)


def read_plans(today: dt.date, case_ids: Iterable[int] | None = None) -> tuple[PlanData, ...]:
    """Read the newest agreed plan of many cases; to be run on the database thread.

    Args:
        today: the day of printing.
        case_ids: the cases; those with a valid plan today if None (counting rules, 3.8).
    """
    wanted = list(valid_plan_cases(today)) if case_ids is None else list(case_ids)
    rows = load_cases(wanted)
    return tuple(_plan_of(rows[case_id], None, today) for case_id in wanted if case_id in rows)


def running_cases(today: dt.date) -> tuple[int, ...]:
    """Ids of the cases in the stock on the evening of ``today``, by case number."""
    rows: Any = (
        Case.select(Case.id)
        .join(CarePeriod)
        .where(
            Case.cancelled == False,  # noqa: E712 - a comparison in SQL
            CarePeriod.begin <= today,
            CarePeriod.end.is_null() | (CarePeriod.end > today),
        )
        .distinct()
        .order_by(Case.number)
        .tuples()
    )
    return tuple(row[0] for row in rows)


def valid_plan_cases(today: dt.date) -> tuple[int, ...]:
    """Ids of the running cases with a plan that is valid on ``today``, by case number."""
    rows: Any = (
        Plan.select(Plan.case)
        .join(PlanVersion)
        .where(
            Plan.closed_on.is_null() | (Plan.closed_on > today),
            PlanVersion.agreed_on <= today,
        )
        .tuples()
    )
    with_plan = {row[0] for row in rows}
    return tuple(case_id for case_id in running_cases(today) if case_id in with_plan)


def _plan_of(rows: CaseRows, version: int | None, today: dt.date) -> PlanData:
    chosen, newest = version_of(rows, version, today)
    as_of = today if newest or chosen.agreed_on is None else chosen.agreed_on
    household = rows.household_on(as_of)
    begins = sorted(row["begin"] for row in rows.periods)
    return PlanData(
        case_id=rows.id,
        case_number=rows.number,
        version=chosen,
        as_of=as_of,
        today=today,
        person=_person(rows.person),
        address=household.get("address", ""),
        postcode=household.get("postcode", ""),
        place=household.get("place", ""),
        members=_members(rows, as_of),
        first_begin=begins[0] if begins else None,
        current_begin=begins[-1] if begins else None,
        extension_reason=rows.extension_reason,
        status=status_on(rows, as_of),
        ratings=_ratings(rows, chosen.agreed_on or today),
        partners=_partners(rows, chosen, as_of),
        referrals=_referrals(rows, as_of),
        consents=_consents(rows, as_of),
        changes=changes_since_previous(rows, chosen),
    )


def _person(row: Row) -> PersonData:
    values = {name: row[name] for name in PersonData.__dataclass_fields__}
    for name in ("also_known_as", "nationalities", "languages"):
        values[name] = tuple(values[name] or ())
    values["birth_precision"] = values["birth_precision"] or "day"
    return PersonData(**values)


def _members(rows: CaseRows, day: dt.date) -> tuple[MemberData, ...]:
    return tuple(
        MemberData(
            family_name=row["family_name"],
            given_name=row["given_name"],
            role=row["role"],
            birth_date=row["birth_date"],
            birth_precision=row["birth_precision"] or "day",
        )
        for row in rows.members_on(day)
    )


_STATUS_COLUMNS = (
    "residence_status", "valid_until", "conditions", "work_permission", "german_level", "housing",
    "place", "marital_status", "employment",
)  # fmt: skip


def status_on(rows: CaseRows, day: dt.date) -> StatusData:
    """The dated state on ``day``: of each column what was stated last."""
    values: dict[str, object] = {}
    since: dict[str, dt.date] = {}
    stated: dict[dt.date, list[str]] = {}
    for row in rows.states:
        if row["from_day"] > day:
            break
        if row["residence_status"] not in (None, "", values.get("residence_status")):
            values.pop("valid_until", None)  # it stood on the card of the title before
        for name in _STATUS_COLUMNS:
            if row[name] not in (None, "") and values.get(name) != row[name]:
                values[name], since[name] = row[name], row["from_day"]
        if row["income"] is not None:
            stated[row["from_day"]] = row["income"]
    return StatusData(values, since, _incomes(stated))


def _incomes(stated: Mapping[dt.date, list[str]]) -> tuple[IncomeData, ...]:
    """The spans of each kind of income, from what was stated last on each day, in order."""
    running: dict[str, dt.date] = {}
    incomes: list[IncomeData] = []
    for day, kinds in stated.items():
        over = [kind for kind in running if kind not in kinds]
        last = day - dt.timedelta(days=1) if over else day
        incomes += [IncomeData(kind, running.pop(kind), last) for kind in over]
        for kind in kinds:
            running.setdefault(kind, day)
    incomes += [IncomeData(kind, begin, None) for kind, begin in running.items()]
    return tuple(sorted(incomes, key=lambda item: item.from_day))


def _ratings(rows: CaseRows, day: dt.date) -> tuple[RatingData, ...]:
    found: dict[str, RatingData] = {}
    for row in rows.ratings:
        if row["day"] > day:
            continue
        before = found.get(row["area"])
        found[row["area"]] = RatingData(
            area=row["area"],
            first_day=before.first_day if before else row["day"],
            first_value=before.first_value if before else row["value"],
            day=row["day"],
            value=row["value"],
            note=row["note"],
        )
    return tuple(found.values())


def _partners(rows: CaseRows, version: VersionData, day: dt.date) -> tuple[PartnerData, ...]:
    """Who takes part: named in a step, referred to, or free to be told."""
    ids: dict[int, None] = {}
    steps = (step for goal in version.goals for step in goal.steps)
    ids.update((step.partner_id, None) for step in steps if step.partner_id)
    ids.update((row["partner"], None) for row in rows.referrals if row["day"] <= day)
    ids.update((row["partner"], None) for row in rows.consents if row["partner"])
    return tuple(
        PartnerData(
            name=row["name"],
            kind=row["kind"],
            contact_person=row["contact_person"],
            phone=row["phone"],
            email=row["email"],
        )
        for row in (rows.partners[partner] for partner in ids if partner in rows.partners)
    )


def _referrals(rows: CaseRows, day: dt.date) -> tuple[ReferralData, ...]:
    return tuple(
        ReferralData(
            day=row["day"],
            partner=rows.partner_name(row["partner"]),
            reason=row["reason"],
            result=row["result"] if not row["result_on"] or row["result_on"] <= day else "open",
        )
        for row in rows.referrals
        if row["day"] <= day
    )


def _consents(rows: CaseRows, day: dt.date) -> tuple[ConsentData, ...]:
    return tuple(
        ConsentData(
            purpose=row["purpose"],
            recipient=rows.partner_name(row["partner"]) or row["recipient"],
            granted_on=row["granted_on"],
            ends_on=row["ends_on"],
            withdrawn_on=row["withdrawn_on"],
        )
        for row in rows.consents
        if row["granted_on"] is None or row["granted_on"] <= day
    )
