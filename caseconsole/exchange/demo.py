"""The practice caseload: a small town, three years deep, invented and the same every time.

``records`` yields caseload file records (interfaces, section 2), which the importer takes like any
file. It holds what is hard about the job: families, people with one name, Arabic and Cyrillic
spellings, unknown and partial birth dates, reopened cases, a case opened by mistake, walk-ins
without a name, plans in several versions.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from caseconsole.days import add_months
from caseconsole.defaults import TEXT_BLOCKS
from caseconsole.exchange.demo_names import (
    CONCERNS,
    NOTES,
    ORIGINS,
    PARTNERS,
    PLACES,
    POSTCODE,
    STREETS,
    Origin,
)

Record = dict[str, Any]

YEARS = 3
_SEED = 2023
_DAY = dt.timedelta(days=1)
_KINDS = (
    ("office", 45), ("phone", 20), ("home_visit", 12), ("message", 10), ("open_hour", 4),
    ("accompaniment", 4), ("third_party", 6), ("no_show", 5), ("attempt", 3), ("letter", 3),
)  # fmt: skip
_LEVELS = ("alpha", "A1", "A2", "B1", "B2", "C1")
_REASONS = ("goals_reached", "moved_away", "time_limit", "no_contact", "own_wish", "transferred")


def records(cases: int, today: dt.date) -> Iterator[Record]:
    """Records of a caseload of ``cases`` cases as it would look on ``today``.

    Args:
        cases: how many cases, at least 1.
        today: the last day of the three years.

    Yields:
        Records in the order that the caseload file asks for, its head first.
    """
    yield {"type": "caseload", "format": 1}
    yield from Town(cases, today).records()


@dataclass
class _Client:
    """What the generator remembers of one client."""

    index: int
    person: str
    origin: Origin
    case: str
    begin: dt.date
    end: dt.date | None
    relatives: list[str] = field(default_factory=list)


class Town:
    """Draws one town from a fixed seed.

    Args:
        cases: how many cases.
        today: the last day.
    """

    def __init__(self, cases: int, today: dt.date) -> None:
        self.cases = cases
        self.today = today
        self.start = add_months(today, -12 * YEARS)
        self.random = random.Random(_SEED)  # noqa: S311 - invented data, not a secret
        self.numbers: dict[int, int] = {}
        self.persons = 0
        self.contacts = 0
        self.goals = 0

    def records(self) -> Iterator[Record]:
        """Everything but the head of the file."""
        for index, (name, kind, contact) in enumerate(PARTNERS):
            yield _stated(
                type="partner", id=f"pa{index}", name=name, kind=kind, contact_person=contact
            )
        begins = sorted(self._begin() for _ in range(self.cases))
        talks: list[Record] = []
        for index, begin in enumerate(begins):
            yield from self._case(index, begin, talks)
        talks.extend(self._walk_ins())
        talks.sort(key=lambda talk: talk["day"])
        for talk in talks:
            self.contacts += 1
            yield {"type": "contact", "id": f"k{self.contacts}", **talk}
        yield _stated(
            type="reminder", id="re-town", due_on=_iso(self.today + 9 * _DAY),
            text="Zahlen für den Gemeinderat vorbereiten",
        )  # fmt: skip

    def _begin(self) -> dt.date:
        span = (self.today - self.start).days
        return self.start + self.random.randint(0, span - 3) * _DAY

    def _case(self, index: int, begin: dt.date, talks: list[Record]) -> Iterator[Record]:
        draw = self.random
        origin = draw.choices(ORIGINS, [o.weight for o in ORIGINS])[0]
        female = draw.random() < (0.72 if origin.country == "UA" else 0.4)
        family = draw.choice(origin.families)
        client = self._person(origin, family, female=female, age=draw.randint(19, 63))
        if index % 17 == 5:
            client.pop("family_name")
            client.pop("original_script_name", None)
        yield client
        end = self._end(index, begin)
        case = _Client(index, client["id"], origin, f"c{index}", begin, end)
        yield from self._household(case, family, female=female)
        yield from self._states(case)
        number = self.numbers[begin.year] = self.numbers.get(begin.year, 0) + 1
        yield _stated(
            type="case", id=case.case, number=f"{begin.year}-{number:03d}", person=case.person,
            cancelled=True if index == self.cases - 3 and index > 3 else None,
        )  # fmt: skip
        yield from self._periods(case)
        yield from self._plan(case)
        yield from self._papers(case)
        talks.extend(self._talks(case))

    def _person(self, origin: Origin, family: tuple[str, str], *, female: bool, age: int) -> Record:
        draw = self.random
        self.persons += 1
        given = draw.choice(origin.women if female else origin.men)
        born: dt.date | None = add_months(self.today, -12 * age) - draw.randint(0, 364) * _DAY
        precision = None
        chance = draw.random()
        if chance < 0.04:
            born = None
        elif chance < 0.10 and born is not None:
            born, precision = dt.date(born.year, 1, 1), "year"
        script = f"{given[1]} {family[1]}".strip() if given[1] and family[1] else None
        adult = age >= 16
        return _stated(
            type="person", id=f"p{self.persons}", family_name=family[0], given_name=given[0],
            original_script_name=script, birth_date=_iso(born), birth_precision=precision,
            sex="female" if female else "male", nationalities=[origin.country],
            languages=list(
                dict.fromkeys([origin.language, *(["en"] if draw.random() < 0.3 else [])])
            ),
            interpreter_needed=draw.random() < 0.35 if adult else None,
            phone=f"+49 151 {draw.randint(1000000, 9999999)}" if adult else None,
            arrived_on=_iso(self.start - draw.randint(30, 1200) * _DAY),
            also_known_as=[_also_known(given[0])] if _also_known(given[0]) else None,
        )  # fmt: skip

    def _household(
        self, case: _Client, family: tuple[str, str], *, female: bool
    ) -> Iterator[Record]:
        draw = self.random
        home = f"h{case.index}"
        place = draw.choices([p for p, _w in PLACES], [w for _p, w in PLACES])[0]
        yield {
            "type": "household", "id": home, "postcode": POSTCODE, "place": place,
            "address": f"{draw.choice(STREETS)} {draw.randint(1, 60)}",
        }  # fmt: skip
        since = case.begin - draw.randint(0, 90) * _DAY
        yield _member(home, case.person, since, "head")
        if draw.random() < 0.45:
            return
        people: list[tuple[Record, str, dt.date]] = []
        if draw.random() < 0.6:
            partner = self._person(case.origin, family, female=not female, age=draw.randint(22, 55))
            people.append((partner, "partner", since))
        for _child in range(draw.choice((0, 1, 1, 2, 2, 3))):
            child = self._person(
                case.origin, family, female=draw.random() < 0.5, age=draw.randint(0, 17)
            )
            born = child.get("birth_date")
            joins = max(since, dt.date.fromisoformat(born)) if born else since
            people.append((child, "child", joins))
        for person, role, joins in people:
            yield person
            yield _member(home, person["id"], joins, role)
            case.relatives.append(person["id"])

    def _states(self, case: _Client) -> Iterator[Record]:
        draw = self.random
        level = draw.randint(0, 2)
        status = draw.choice(case.origin.statuses)
        valid = case.begin + draw.randint(200, 1200) * _DAY
        yield _stated(
            type="person_status", person=case.person, **{"from": _iso(case.begin)},
            residence_status=status,
            valid_until=None if status == "settlement" else _iso(valid),
            work_permission=draw.choice(("allowed", "allowed", "on_request")),
            german_level=_LEVELS[level],
            housing=draw.choice(
                ("follow_up_flat", "follow_up_shared", "private_flat", "shared_accommodation")
            ),
            marital_status="married" if case.relatives else draw.choice(("single", "divorced")),
            employment="seeking", income=[draw.choice(("sgb2", "asylum_benefits"))],
        )  # fmt: skip
        later = case.begin + draw.randint(150, 500) * _DAY
        while later < min(case.end or self.today, self.today):
            level = min(level + 1, len(_LEVELS) - 1)
            yield _stated(
                type="person_status", person=case.person, **{"from": _iso(later)},
                german_level=_LEVELS[level],
                valid_until=_iso(max(later, valid) + 365 * _DAY),
                employment=draw.choice(
                    ("seeking", "internship", "mini_job", "part_time", "full_time", "training")
                ),
            )  # fmt: skip
            later += draw.randint(200, 450) * _DAY

    def _end(self, index: int, begin: dt.date) -> dt.date | None:
        draw = self.random
        if index % 9 == 4:
            return None
        end = begin + draw.randint(120, 1000) * _DAY
        return end if end < self.today - 20 * _DAY else None

    def _periods(self, case: _Client) -> Iterator[Record]:
        draw = self.random
        begin, end = case.begin, case.end
        if case.index % 12 == 7 and (self.today - begin).days > 400:
            closed = begin + 200 * _DAY
            yield _period(case.case, begin, closed, "moved_away")
            begin = closed + draw.choice((0, 60, 150)) * _DAY
            if end is not None and end < begin:
                end = None
                case.end = None
        yield _period(case.case, begin, end, draw.choice(_REASONS) if end else None)

    def _plan(self, case: _Client) -> Iterator[Record]:
        draw = self.random
        first = case.begin + draw.randint(3, 50) * _DAY
        last = min(case.end or self.today, self.today)
        if first >= last or (case.end is not None and draw.random() < 0.15):
            return
        plan = f"pl{case.index}"
        yield _stated(type="plan", id=plan, case=case.case, closed_on=_iso(case.end))
        days = [first]
        while draw.random() < 0.96:
            following = add_months(days[-1], 6) + draw.randint(-10, 25) * _DAY
            if following >= last:
                break
            days.append(following)
        concerns = draw.choice(CONCERNS)
        for number, day in enumerate(days, start=1):
            yield _stated(
                type="plan_version", plan=plan, number=number, agreed_on=_iso(day),
                review_on=_iso(add_months(day, 6)), concerns=concerns,
            )  # fmt: skip
        if case.index % 11 == 2 and case.end is None:
            yield _stated(
                type="plan_version", plan=plan, number=len(days) + 1, concerns=concerns,
                review_on=_iso(add_months(self.today, 6)),
            )  # fmt: skip
        for day in days:
            yield from self._goals(case, plan, day, last)
        yield from self._ratings(case, days)

    def _goals(self, case: _Client, plan: str, day: dt.date, last: dt.date) -> Iterator[Record]:
        draw = self.random
        for area in draw.sample(sorted(TEXT_BLOCKS), draw.randint(1, 3)):
            goals, steps = TEXT_BLOCKS[area]
            if not goals:
                continue
            self.goals += 1
            target = add_months(day, draw.randint(4, 14))
            settled = day + draw.randint(40, 400) * _DAY
            done = settled <= last and draw.random() < 0.75
            state = draw.choices(("reached", "partly", "not_reached", "dropped"), (6, 2, 1, 1))[0]
            yield _stated(
                type="goal", id=f"g{self.goals}", plan=plan, area=area, text=draw.choice(goals),
                agreed_on=_iso(day), target_on=_iso(target), state=state if done else "open",
                settled_on=_iso(settled) if done else None,
                reason="Nicht mehr nötig" if done and state == "dropped" else None,
            )  # fmt: skip
            for place, step in enumerate(draw.sample(steps, min(len(steps), 2))):
                due = day + draw.randint(14, 150) * _DAY
                ticked = due <= last and (draw.random() < 0.985 or case.end is not None)
                yield _stated(
                    type="measure", id=f"m{self.goals}-{place}", goal=f"g{self.goals}", text=step,
                    responsible=draw.choice(("client", "client", "manager", "volunteer")),
                    due_on=_iso(due), done_on=_iso(due) if ticked else None,
                )  # fmt: skip

    def _ratings(self, case: _Client, days: list[dt.date]) -> Iterator[Record]:
        draw = self.random
        for area in ("language", "work", "housing"):
            value = draw.randint(0, 2)
            for day in days:
                yield {
                    "type": "self_rating", "case": case.case, "area": area, "day": _iso(day),
                    "value": value,
                }  # fmt: skip
                value = min(4, max(0, value + draw.choice((0, 1, 1, -1))))

    def _papers(self, case: _Client) -> Iterator[Record]:
        draw = self.random
        yield _stated(
            type="consent", id=f"co{case.index}", case=case.case, purpose="processing",
            granted_on=_iso(case.begin),
        )  # fmt: skip
        if draw.random() < 0.6:
            yield _stated(
                type="consent", id=f"re{case.index}", case=case.case, purpose="release",
                recipient=f"pa{draw.randrange(3)}", granted_on=_iso(case.begin),
                ends_on=_iso(add_months(case.begin, 24)),
            )  # fmt: skip
        last = min(case.end or self.today, self.today)
        if draw.random() < 0.5 and (last - case.begin).days > 30:
            day = case.begin + draw.randint(5, (last - case.begin).days) * _DAY
            yield _stated(
                type="referral", id=f"r{case.index}", case=case.case, day=_iso(day),
                partner=f"pa{draw.randrange(len(PARTNERS))}",
                reason=draw.choice(("Sprachkurs", "Schulden", "Anerkennung", "Praktikum")),
                result=draw.choice(("open", "started", "completed", "waiting_list")),
            )  # fmt: skip
        if case.end is None and draw.random() < 0.25:
            yield _stated(
                type="reminder", id=f"t{case.index}", case=case.case,
                due_on=_iso(self.today + draw.randint(-4, 25) * _DAY),
                text=draw.choice(
                    ("Jobcenter, 10:30", "Elternabend, 19 Uhr", "Bescheid prüfen", "Kita anrufen")
                ),
            )  # fmt: skip

    def _talks(self, case: _Client) -> Iterator[Record]:
        draw = self.random
        last = min(case.end or self.today, self.today)
        day = case.begin
        while day <= last:
            kind = draw.choices([k for k, _w in _KINDS], [w for _k, w in _KINDS])[0]
            topic = draw.choice(sorted(NOTES))
            present = [case.person]
            if case.relatives and draw.random() < 0.2 and kind not in {"third_party", "letter"}:
                present.append(draw.choice(case.relatives))
            follow_up = day + draw.choice((7, 14, 21)) * _DAY
            yield _stated(
                day=_iso(day), kind=kind, minutes=draw.choice((10, 15, 20, 30, 45, 60)),
                persons=present, cases=[case.case], main_topic=topic,
                topics=[draw.choice(sorted(set(NOTES) - {topic}))] if draw.random() < 0.3 else None,
                interpreter=True if draw.random() < 0.15 else None,
                text=draw.choice(NOTES[topic]),
                follow_up_on=_iso(follow_up) if draw.random() < 0.25 else None,
            )  # fmt: skip
            day += draw.choice((9, 14, 21, 28, 40, 55, 70)) * _DAY

    def _walk_ins(self) -> Iterator[Record]:
        """Open hours without names, twice a month."""
        day = self.start + 3 * _DAY
        while day <= self.today:
            visitors = self.random.randint(0, 7)
            if visitors:
                yield _stated(
                    day=_iso(day), kind="open_hour", minutes=120, anonymous=visitors,
                    main_topic="authorities",
                )  # fmt: skip
            day += 14 * _DAY


def _stated(**values: Any) -> Record:
    """A record of what is stated; nothing is written for what is not."""
    return {key: value for key, value in values.items() if value not in (None, "")}


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _member(household: str, person: str, since: dt.date, role: str) -> Record:
    return {
        "type": "household_member", "household": household, "person": person,
        "from": since.isoformat(), "role": role,
    }  # fmt: skip


def _period(case: str, begin: dt.date, end: dt.date | None, reason: str | None) -> Record:
    return _stated(
        type="care_period", case=case, begin=begin.isoformat(), end=_iso(end), closing_reason=reason
    )


def _also_known(given: str) -> str:
    """Another spelling that papers really have, for a few names."""
    return {"Ahmad": "Ahmed", "Yousef": "Jussuf", "Khaled": "Chalid", "Mustafa": "Mostafa"}.get(
        given, ""
    )
