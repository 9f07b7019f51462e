"""The counting rules once more, slowly: every day of the period is lived through as sets.

Written from the rules alone, with another method than the program's: no base set is computed from
two comparisons of days, but from who is there on each single day. Takes the records of a caseload
file, gives the nested figures of the counts file (interfaces, section 3).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

Record = dict[str, Any]

CONSULTATIONS = {
    "office",
    "home_visit",
    "phone",
    "video",
    "message",
    "accompaniment",
    "open_hour",
}
BANDS = [(0, 5, "0-5"), (6, 15, "6-15"), (16, 17, "16-17"), (18, 26, "18-26"), (27, 59, "27-59")]
SETTLED = ("reached", "partly", "not_reached", "dropped")
STATUS = ("residence_status", "housing", "german_level", "employment")
ONE = dt.timedelta(days=1)


def days(first: str, last: str) -> Iterator[str]:
    day = dt.date.fromisoformat(first)
    while day.isoformat() <= last:
        yield day.isoformat()
        day += ONE


def day_before(day: str) -> str:
    return (dt.date.fromisoformat(day) - ONE).isoformat()


class Town:
    """The records by kind, without cancelled cases and what belongs to them."""

    def __init__(self, records: list[Record]) -> None:
        self.of: dict[str, list[Record]] = defaultdict(list)
        for record in records:
            self.of[record["type"]].append(record)
        self.person_of = {
            case["id"]: case["person"] for case in self.of["case"] if not case.get("cancelled")
        }
        self.rows = [row for row in self.of["care_period"] if row["case"] in self.person_of]
        self.plans = [plan for plan in self.of["plan"] if plan["case"] in self.person_of]
        plan_ids = {plan["id"] for plan in self.plans}
        self.goals = [goal for goal in self.of["goal"] if goal["plan"] in plan_ids]
        self.households = {row["id"]: row for row in self.of["household"]}
        self.persons = {row["id"]: row for row in self.of["person"]}

    def active(self, day: str) -> list[Record]:
        """Rows that are running on ``day``, its morning to its evening."""
        return [row for row in self.rows if row["begin"] <= day and not _over(row, day)]

    def stock(self, day: str) -> list[Record]:
        """Rows that are still running on the evening of ``day``."""
        return [row for row in self.active(day) if row.get("end") != day]

    def memberships(self, person: str, day: str) -> list[Record]:
        rows = [row for row in self.of["household_member"] if row["person"] == person]
        rows = [row for row in rows if row["from"] <= day and not _left(row, day)]
        return sorted(rows, key=lambda row: row["from"])

    def household(self, person: str, day: str) -> str | None:
        rows = self.memberships(person, day)
        return rows[-1]["household"] if rows else None

    def status(self, person: str, name: str, day: str) -> str:
        rows = [row for row in self.of["person_status"] if row["person"] == person]
        found = "not_stated"
        for row in sorted(rows, key=lambda row: row["from"]):
            if row["from"] <= day and row.get(name):
                found = row[name]
        return found

    def age(self, person: str, day: str) -> str:
        born = self.persons[person].get("birth_date")
        if born is None:
            return "not_stated"
        precision = self.persons[person].get("birth_precision") or "day"
        digits = {"day": 10, "month": 7, "year": 4}[precision]
        every = {"year": range(366), "month": range(31), "day": range(1)}[precision]
        start = dt.date.fromisoformat((born[:digits] + "-01-01")[:10] if digits < 10 else born)
        possible = {start + step * ONE for step in every}
        same = {one for one in possible if one.isoformat()[:digits] == born[:digits]}
        bands = {_band(one, dt.date.fromisoformat(day)) for one in same}
        return bands.pop() if len(bands) == 1 else "not_stated"


def _over(row: Record, day: str) -> bool:
    return row.get("end") is not None and row["end"] < day


def _left(row: Record, day: str) -> bool:
    return row.get("to") is not None and row["to"] < day


def _band(born: dt.date, day: dt.date) -> str:
    """Count birthdays: one on 29 February is on 1 March where there is no such day."""
    if born > day:
        return "not_stated"
    birthdays = 0
    for year in range(born.year + 1, day.year + 1):
        try:
            birthday = born.replace(year=year)
        except ValueError:
            birthday = dt.date(year, 3, 1)
        birthdays += birthday <= day
    for low, high, band in BANDS:
        if low <= birthdays <= high:
            return band
    return "60+"


def count(records: list[Record], first: str, last: str) -> dict[str, Any]:
    """Every figure of the counts file, without the identities."""
    town = Town(records)
    lived = [(day, town.active(day)) for day in days(first, last)]
    return {
        "period": {"from": first, "to": last},
        "rules": 1,
        **_care(town, lived, first, last),
        "consultations": _consultations(town, first, last),
        "plans": _plans(town, lived, first, last),
        "goals": _goals(town, first, last),
        "closings": {"by_reason": _reasons(town, first, last)},
        "tables": _tables(town, lived, last),
    }


def _care(town: Town, lived: list[Any], first: str, last: str) -> dict[str, Any]:
    opening = town.stock(day_before(first))
    begun: list[Record] = []
    ended: list[Record] = []
    for day, _active in lived:
        begun += [row for row in town.rows if row["begin"] == day]
        ended += [row for row in town.rows if row.get("end") == day]
    closing = town.stock(last)

    def is_first(row: Record) -> bool:
        return all(
            (row["begin"], row.get("end") or "9") <= (other["begin"], other.get("end") or "9")
            for other in town.rows
            if other["case"] == row["case"]
        )

    new = [row for row in begun if is_first(row)]
    active_rows = {row["id"] for _, active in lived for row in active}
    cases = {row["case"] for _, active in lived for row in active}
    persons = {town.person_of[case] for case in cases}
    yesterday = {row["case"] for row in opening}
    start: dict[str, str] = {}
    for case in cases:
        earlier = [row for row in town.rows if row["case"] == case and row["begin"] < first]
        start[case] = "carried_over" if case in yesterday else ("reopened" if earlier else "new")
    known = {town.person_of[row["case"]] for row in town.rows if row["begin"] < first}
    carried = {town.person_of[case] for case in yesterday}
    person_start = Counter(
        "carried_over" if one in carried else ("reopened" if one in known else "new")
        for one in persons
    )
    running = {row["case"] for row in closing}
    people_running = {town.person_of[case] for case in running}
    starts = Counter(start.values())
    classes = ("carried_over", "new", "reopened")
    return {
        "movement": {
            "opening_stock": len(opening),
            "new": len(new),
            "reopened": len(begun) - len(new),
            "ended": len(ended),
            "closing_stock": len(closing),
            "active_rows": len(active_rows),
        },
        "cases": {
            "in_care": len(cases),
            **{name: starts[name] for name in classes},
            "running": len(running),
            "ended": len(cases) - len(running),
        },
        "persons": {
            "in_care": len(persons),
            **{name: person_start[name] for name in classes},
            "running": len(people_running),
            "ended": len(persons) - len(people_running),
            **_advised(town, lived, persons),
        },
        "households": _households(town, lived),
    }


def _held(town: Town, first: str, last: str) -> list[Record]:
    return [
        contact
        for contact in town.of["contact"]
        if first <= contact["day"] <= last and contact["kind"] in CONSULTATIONS
    ]


def _advised(town: Town, lived: list[Any], in_care: set[str]) -> dict[str, int]:
    advised: set[str] = set()
    beside: set[str] = set()
    for day, active in lived:
        cared_for = {town.person_of[row["case"]] for row in active}
        homes = {row["household"] for person in cared_for for row in town.memberships(person, day)}
        for contact in _held(town, day, day):
            for person in contact["persons"]:
                advised.add(person)
                mine = {row["household"] for row in town.memberships(person, day)}
                if person not in in_care and mine & homes:
                    beside.add(person)
    return {
        "advised": len(advised),
        "in_care_without_talk": len(in_care - advised),
        "advised_without_case": len(advised - in_care),
        "co_advised": len(beside),
        "in_all": len(in_care | advised),
    }


def _households(town: Town, lived: list[Any]) -> int:
    seen: dict[str, str] = {}
    for day, active in lived:
        for row in active:
            person = town.person_of[row["case"]]
            if person not in seen:
                seen[person] = town.household(person, day) or f"alone {person}"
    return len(set(seen.values()))


def _consultations(town: Town, first: str, last: str) -> dict[str, Any]:
    held = _held(town, first, last)
    known: set[str] = set()
    first_talks = set()
    place = {contact["id"]: number for number, contact in enumerate(town.of["contact"])}
    everything = _held(town, "0000-00-00", last)
    for contact in sorted(everything, key=lambda one: (one["day"], place[one["id"]])):
        if set(contact["persons"]) - known:
            first_talks.add(contact["id"])
        known |= set(contact["persons"])
    named = [contact for contact in held if contact["persons"]]
    mentions: Counter[str] = Counter()
    for contact in held:
        topics = {contact.get("main_topic"), *contact.get("topics", ())} - {None}
        mentions.update(topics or {"not_stated"})
    in_period = [one for one in town.of["contact"] if first <= one["day"] <= last]
    return {
        "total": len(held),
        "named": len(named),
        "person_contacts": sum(len(contact["persons"]) for contact in held),
        "anonymous": sum(contact.get("anonymous") or 0 for contact in held),
        "minutes": sum(contact.get("minutes") or 0 for contact in held),
        "first": sum(contact["id"] in first_talks for contact in named),
        "follow_up": sum(contact["id"] not in first_talks for contact in named),
        "by_kind": dict(Counter(contact["kind"] for contact in held)),
        "by_main_topic": dict(
            Counter(contact.get("main_topic") or "not_stated" for contact in held)
        ),
        "mentions": dict(mentions),
        "with_interpreter": sum(bool(contact.get("interpreter")) for contact in held),
        "third_party": sum(contact["kind"] == "third_party" for contact in in_period),
        "no_show": sum(contact["kind"] == "no_show" for contact in in_period),
    }


def _plans(town: Town, lived: list[Any], first: str, last: str) -> dict[str, Any]:
    agreed: dict[str, list[str]] = defaultdict(list)
    for version in town.of["plan_version"]:
        if version.get("agreed_on"):
            agreed[version["plan"]].append(version["agreed_on"])
    plans = [plan for plan in town.plans if any(day <= last for day in agreed[plan["id"]])]
    later = {
        plan["id"]: [day for day in sorted(agreed[plan["id"]])[1:] if first <= day <= last]
        for plan in plans
    }
    stock = {row["case"] for row in town.stock(last)}
    in_care = {row["case"] for _, active in lived for row in active}
    valid = [
        plan
        for plan in plans
        if plan["case"] in stock and not (plan.get("closed_on") and plan["closed_on"] <= last)
    ]
    return {
        "first_agreed": sum(first <= min(agreed[plan["id"]]) <= last for plan in plans),
        "continued": sum(bool(days) for days in later.values()),
        "continuations": sum(len(days) for days in later.values()),
        "valid_at_end": len(valid),
        "valid_in_period": sum(
            plan["case"] in in_care and not (plan.get("closed_on") and plan["closed_on"] < first)
            for plan in plans
        ),
        "closed": sum(first <= (plan.get("closed_on") or "") <= last for plan in plans),
        "cumulative": len(plans),
        "quota": {
            "with_plan": len({town.person_of[plan["case"]] for plan in valid}),
            "stock": len({town.person_of[case] for case in stock}),
        },
    }


def _goals(town: Town, first: str, last: str) -> dict[str, Any]:
    """Live from the first day anything was agreed: who is open moves from day to day."""
    areas = {goal["id"]: goal["area"] for goal in town.goals}
    figures: dict[str, dict[str, set[str]]] = {
        name: defaultdict(set) for name in ("open_at_start", "agreed", *SETTLED, "open_at_end")
    }
    is_open: set[str] = set()
    begin = min([goal["agreed_on"] for goal in town.goals if goal.get("agreed_on")] + [first])
    for day in days(begin, last):
        if day == first:
            _note(figures["open_at_start"], is_open, areas)
        agreed = {goal["id"] for goal in town.goals if goal.get("agreed_on") == day}
        is_open |= agreed
        settled = {
            goal["id"]: goal["state"]
            for goal in town.goals
            if goal["id"] in is_open and goal["state"] in SETTLED
            if goal.get("settled_on") and goal["settled_on"] <= day
        }
        is_open -= set(settled)
        if day >= first:
            _note(figures["agreed"], agreed, areas)
            for goal, state in settled.items():
                _note(figures[state], {goal}, areas)
    _note(figures["open_at_end"], is_open, areas)
    touched = sorted({area for by_area in figures.values() for area in by_area})
    return {
        **{name: sum(map(len, by_area.values())) for name, by_area in figures.items()},
        "by_area": {
            area: {name: len(by_area[area]) for name, by_area in figures.items()}
            for area in touched
        },
    }


def _note(figure: dict[str, set[str]], goals: set[str], areas: dict[str, str]) -> None:
    for goal in goals:
        figure[areas[goal]].add(goal)


def _reasons(town: Town, first: str, last: str) -> dict[str, int]:
    return dict(
        Counter(
            row.get("closing_reason") or "not_stated"
            for row in town.rows
            if row.get("end") and first <= row["end"] <= last
        )
    )


def _tables(town: Town, lived: list[Any], last: str) -> dict[str, Any]:
    first_day: dict[str, str] = {}
    last_day: dict[str, str] = {}
    for day, active in lived:
        for row in active:
            person = town.person_of[row["case"]]
            first_day.setdefault(person, day)
            last_day[person] = day
    stock = {town.person_of[row["case"]] for row in town.stock(last)}
    return {
        "persons_in_care": _table(town, last_day, first_day),
        "stock": _table(town, dict.fromkeys(stock, last), dict.fromkeys(stock, last)),
    }


def _table(town: Town, on: dict[str, str], age_on: dict[str, str]) -> dict[str, dict[str, int]]:
    tables: dict[str, Counter[str]] = defaultdict(Counter)
    names = ("sex", "age", "nationality", "place", *STATUS)
    for name in names:
        tables[name] = Counter()
    for person, day in on.items():
        record = town.persons[person]
        household = town.household(person, day)
        place = town.households[household].get("place") if household else None
        tables["sex"][record.get("sex") or "not_stated"] += 1
        tables["age"][town.age(person, age_on[person])] += 1
        tables["nationality"][(record.get("nationalities") or ["not_stated"])[0]] += 1
        tables["place"][place or town.status(person, "place", day)] += 1
        for name in STATUS:
            tables[name][town.status(person, name, day)] += 1
    return {name: dict(table) for name, table in tables.items()}
