"""Caseloads as records of the caseload file (interfaces, section 2), and how they get counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from peewee import SqliteDatabase

from caseconsole import models
from caseconsole.counting import Period, Report, count, read_facts
from caseconsole.settings import Settings

Record = dict[str, Any]

FOREIGN = {
    "person": models.Person,
    "household": models.Household,
    "case": models.Case,
    "plan": models.Plan,
    "partner": models.Partner,
}
MODELS: dict[str, Any] = {
    **FOREIGN,
    "person_status": models.PersonStatus,
    "household_member": models.HouseholdMember,
    "care_period": models.CarePeriod,
    "contact": models.Contact,
    "plan_version": models.PlanVersion,
    "goal": models.Goal,
    "referral": models.Referral,
}
RENAMED = {"from": "from_day", "to": "to_day"}
DAYS = {"from", "to", "begin", "end", "day", "agreed_on", "settled_on", "closed_on", "birth_date"}
DAYS |= {"result_on", "allotted_on"}


def day(text: str) -> dt.date:
    """``2024-12-31`` as a day."""
    return dt.date.fromisoformat(text)


def year(number: int) -> Period:
    return Period.of_year(number)


def period(first: str, last: str) -> Period:
    return Period(day(first), day(last))


class Caseload:
    """Builds records one after another; every method returns the id of what it added."""

    def __init__(self) -> None:
        self.records: list[Record] = []

    def _add(self, kind: str, /, **values: Any) -> str:
        name = f"{kind}{len(self.records)}"
        self.records.append({"type": kind, "id": name, **values})
        return name

    def person(self, **values: Any) -> str:
        return self._add("person", family_name="Muster", **values)

    def case(self, person: str, *spans: tuple[str, str | None], **values: Any) -> str:
        case = self._add("case", number=f"N-{len(self.records)}", person=person, **values)
        for begin, end in spans:
            self.period(case, begin, end)
        return case

    def period(self, case: str, begin: str, end: str | None = None, **values: Any) -> None:
        self._add("care_period", case=case, begin=begin, end=end, **values)

    def client(self, *spans: tuple[str, str | None], **values: Any) -> str:
        """A person with one case; returns the person."""
        person = self.person(**values)
        self.case(person, *spans)
        return person

    def status(self, person: str, since: str, **values: Any) -> None:
        self._add("person_status", person=person, **{"from": since}, **values)

    def household(self, *members: tuple[str, str] | tuple[str, str, str], place: str = "") -> str:
        """A household of (person, from) or (person, from, to)."""
        household = self._add("household", place=place)
        for person, since, *until in members:
            values = {"from": since, **({"to": until[0]} if until else {})}
            self._add("household_member", household=household, person=person, **values)
        return household

    def contact(self, on: str, *persons: str, kind: str = "office", **values: Any) -> str:
        return self._add("contact", day=on, kind=kind, persons=list(persons), **values)

    def plan(self, case: str, *agreed: str | None, closed_on: str | None = None) -> str:
        """A plan with one version for each day of agreement; ``None`` is a draft."""
        plan = self._add("plan", case=case, closed_on=closed_on)
        for number, agreed_on in enumerate(agreed, start=1):
            self._add("plan_version", plan=plan, number=number, agreed_on=agreed_on)
        return plan

    def goal(self, plan: str, agreed_on: str | None, state: str = "open", **values: Any) -> str:
        values = {"area": "work", **values}
        return self._add("goal", plan=plan, text="Ziel", agreed_on=agreed_on, state=state, **values)

    def referral(self, case: str, on: str, kind: str | None = None, **values: Any) -> None:
        partner = self._add("partner", name="Stelle", kind=kind)
        self._add("referral", case=case, partner=partner, day=on, **values)

    def count(self, within: Period, settings: Settings | None = None) -> Report:
        return count_records(self.records, within, settings)


def count_records(
    records: list[Record], within: Period, settings: Settings | None = None
) -> Report:
    """Store ``records`` in memory and count them."""
    with memory():
        store(records)
        return counted(within, settings)


@contextmanager
def memory() -> Iterator[None]:
    """An empty caseload in memory; its tables are made once, since thousands are counted."""
    before = models.database.obj
    database = _tables()
    models.database.initialize(database)
    for model in reversed(models.CASELOAD):
        model.delete().execute()
    # Each caseload counts its ids from 1.
    database.execute_sql("DELETE FROM sqlite_sequence")  # type: ignore[no-untyped-call]
    try:
        with database.atomic():
            yield
    finally:
        models.database.initialize(before)


@cache
def _tables() -> SqliteDatabase:
    database = SqliteDatabase(":memory:")
    models.database.initialize(database)
    database.connect()
    database.create_tables(models.CASELOAD)
    return database


def counted(within: Period, settings: Settings | None = None) -> Report:
    """Count what is stored."""
    settings = settings or Settings()
    return count(read_facts(within, settings), within, settings)


def store(records: list[Record]) -> None:
    """Write ``records`` straight into the tables, in their order."""
    ids: dict[str, int] = {}
    for record in records:
        model = MODELS[record["type"]]
        values = {
            RENAMED.get(key, key): _value(key, value, ids)
            for key, value in record.items()
            if key not in {"type", "id", "persons", "cases"} and value is not None
        }
        row = model.create(**values)
        ids[record["id"]] = row.id
        for place, person in enumerate(record.get("persons", ())):
            models.ContactPerson.create(contact=row, person=ids[person], position=place)


def _value(key: str, value: Any, ids: dict[str, int]) -> Any:
    if key in FOREIGN:
        return ids[value]
    return day(value) if key in DAYS else value
