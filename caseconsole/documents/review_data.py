"""What a care period has brought, as plain data: goals, self-ratings, talks, referrals.

For documents that look back: the closing report and the justification of a further year. Which
talks count follows the counting rules (3.7); a talk with two cases stands in both files, so the
figures of single files are not to be added up.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from caseconsole.caseload.plan_content import GoalView, PlanRows, as_of, goal_views
from caseconsole.documents.plan_data import StatusData, status_on
from caseconsole.documents.plan_rows import CaseRows, Row, load_cases
from caseconsole.errors import NotFoundError
from caseconsole.i18n import _
from caseconsole.models import Case, Contact, ContactCase, ContactPerson
from caseconsole.values import lists

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Period:
    """A care period; without ``end`` it runs."""

    begin: dt.date
    end: dt.date | None = None
    reason: str | None = None
    outcome: str = ""


@dataclass(frozen=True)
class Talks:
    """The consultations of a period: each once, with its minutes once.

    Args:
        count: how many.
        minutes: in all; a talk without minutes adds none.
        without_minutes: talks whose minutes are not noted.
        interpreted: talks with an interpreter.
        kinds: key, number and minutes of each kind, the most frequent first.
        topics: key and number of mentions of each topic, the most frequent first.
        first: day of the first one.
        last: day of the last one.
    """

    count: int = 0
    minutes: int = 0
    without_minutes: int = 0
    interpreted: int = 0
    kinds: tuple[tuple[str, int, int], ...] = ()
    topics: tuple[tuple[str, int], ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True)
class Course:
    """How the client rated one area: days and values, oldest first."""

    area: str
    ratings: tuple[tuple[dt.date, int], ...]


@dataclass(frozen=True)
class Outcome:
    """A referral and what came of it."""

    day: dt.date
    partner: str
    kind: str | None
    reason: str
    result: str | None
    result_on: dt.date | None


@dataclass(frozen=True)
class Review:
    """A look back.

    Args:
        periods: all care periods, oldest first.
        first: first day that is looked at; ``None`` for a case that was never begun.
        last: last day that is looked at.
        goals: the goals agreed by then as they stand, by area; not those settled before ``first``.
        versions: number and day of the agreed versions of all plans.
        at_first: the dated state on the first day.
        at_last: the dated state on the last day.
    """

    periods: tuple[Period, ...]
    first: dt.date | None
    last: dt.date
    goals: tuple[GoalView, ...]
    versions: tuple[tuple[int, dt.date], ...]
    courses: tuple[Course, ...]
    talks: Talks
    referrals: tuple[Outcome, ...]
    at_first: StatusData
    at_last: StatusData

    @property
    def period(self) -> Period | None:
        """The care period that runs, or else the one that ended latest."""
        return max(self.periods, key=_latest, default=None)


def read_review(case_id: int, today: dt.date, *, whole: bool) -> Review:
    """Look back on a case; runs on the database thread.

    Args:
        case_id: the case.
        today: nothing later is looked at.
        whole: from the first begin; else only over the period that runs or ended latest.

    Raises:
        NotFoundError: there is no such case.
    """
    rows = load_cases([case_id]).get(case_id)
    if rows is None:
        raise NotFoundError(_("Diesen Fall gibt es nicht mehr."))
    periods = tuple(
        Period(row["begin"], row["end"], row["closing_reason"], row["outcome"])
        for row in rows.periods
    )
    newest = max(periods, key=_latest, default=None)
    first = newest.begin if newest else None
    if whole and periods:
        first = min(period.begin for period in periods)
    last = min(newest.end, today) if newest and newest.end else today
    return Review(
        periods=periods,
        first=first,
        last=last,
        goals=_goals(rows, first, last),
        versions=tuple(
            (row["number"], row["agreed_on"])
            for plan in rows.plans
            for row in rows.versions.get(plan["id"], ())
            if row["agreed_on"] is not None and _within(row["agreed_on"], first, last)
        ),
        courses=_courses(rows, first, last),
        talks=_talks(case_id, first, last),
        referrals=_outcomes(rows, first, last),
        at_first=status_on(rows, first or today),
        at_last=status_on(rows, last),
    )


def _latest(period: Period) -> tuple[dt.date, dt.date]:
    return period.end or dt.date.max, period.begin


def _within(day: dt.date, first: dt.date | None, last: dt.date) -> bool:
    return (first is None or day >= first) and day <= last


def _goals(rows: CaseRows, first: dt.date | None, last: dt.date) -> tuple[GoalView, ...]:
    """Agreed goals in their state of today: a goal may be assessed after the last day, too."""
    found: list[GoalView] = []
    for plan in rows.plans:
        source = PlanRows((), (), rows.steps, rows.partner_name, rows.member_name)
        agreed = [
            row
            for row in rows.goals.get(plan["id"], ())
            if row["agreed_on"] is not None
            and row["agreed_on"] <= last
            and not (first and row["settled_on"] and row["settled_on"] < first)
        ]
        found += goal_views(
            source, [as_of(row, rows.steps.get(row["id"], ()), None) for row in agreed]
        )
    order = {key: place for place, key in enumerate(lists()["area"].keys)}
    found.sort(key=lambda goal: order.get(goal.area, len(order)))
    return tuple(found)


def _courses(rows: CaseRows, first: dt.date | None, last: dt.date) -> tuple[Course, ...]:
    found: dict[str, dict[dt.date, int]] = {}
    for row in rows.ratings:
        if _within(row["day"], first, last):
            found.setdefault(row["area"], {})[row["day"]] = row["value"]
    order = {key: place for place, key in enumerate(lists()["area"].keys)}
    areas = sorted(found, key=lambda area: order.get(area, len(order)))
    return tuple(Course(area, tuple(found[area].items())) for area in areas)


def _outcomes(rows: CaseRows, first: dt.date | None, last: dt.date) -> tuple[Outcome, ...]:
    return tuple(
        Outcome(
            day=row["day"],
            partner=rows.partner_name(row["partner"]),
            kind=rows.partners.get(row["partner"], {}).get("kind"),
            reason=row["reason"],
            result=row["result"],
            result_on=row["result_on"],
        )
        for row in rows.referrals
        if _within(row["day"], first, last)
    )


def _talks(case_id: int, first: dt.date | None, last: dt.date) -> Talks:
    """The consultations in the file of the case: those tied to it and those with its person."""
    filed = ContactCase.select(ContactCase.contact).where(ContactCase.case == case_id)
    with_client = (
        ContactPerson.select(ContactPerson.contact)
        .join(Case, on=(Case.person == ContactPerson.person))
        .where(Case.id == case_id)
    )
    query: Any = (
        Contact.select()
        .where(
            Contact.id.in_(filed) | Contact.id.in_(with_client),
            Contact.kind.in_(sorted(lists()["contact_kind"].counting)),
            Contact.day <= last,
        )
        .order_by(Contact.day, Contact.id)
        .dicts()
    )
    return _summed([row for row in query if _within(row["day"], first, last)])


def _summed(rows: list[Row]) -> Talks:
    kinds = Counter(row["kind"] for row in rows)
    minutes: Counter[str] = Counter()
    for row in rows:
        minutes[row["kind"]] += row["minutes"] or 0
    topics = Counter(topic for row in rows for topic in _mentioned(row))
    return Talks(
        count=len(rows),
        minutes=minutes.total(),
        without_minutes=sum(row["minutes"] is None for row in rows),
        interpreted=sum(bool(row["interpreter"]) for row in rows),
        kinds=tuple((kind, count, minutes[kind]) for kind, count in kinds.most_common()),
        topics=tuple(topics.most_common()),
        first=rows[0]["day"] if rows else None,
        last=rows[-1]["day"] if rows else None,
    )


def _mentioned(row: Row) -> Iterable[str]:
    """Every topic of a talk once."""
    named = (row["main_topic"], *(row["topics"] or ()))
    return dict.fromkeys(topic for topic in named if topic)
