"""Rows for the tests of documents: a caseload file put straight into an empty database.

The program's own import is tested elsewhere; here a plan has to be readable whatever it does.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from peewee import SqliteDatabase

from caseconsole import models as m

_RENAMED = {"from": "from_day", "to": "to_day"}
_DAYS = (
    "birth_date", "arrived_on", "allotted_on", "from_day", "to_day", "valid_until", "begin", "end",
    "day", "follow_up_on", "closed_on", "agreed_on", "review_on", "target_on", "settled_on",
    "due_on", "done_on", "result_on", "granted_on", "ends_on", "withdrawn_on",
)  # fmt: skip
_MODELS: dict[str, type[Any]] = {
    "person": m.Person,
    "person_status": m.PersonStatus,
    "household": m.Household,
    "household_member": m.HouseholdMember,
    "case": m.Case,
    "care_period": m.CarePeriod,
    "plan": m.Plan,
    "plan_version": m.PlanVersion,
    "goal": m.Goal,
    "measure": m.Measure,
    "self_rating": m.SelfRating,
    "partner": m.Partner,
    "referral": m.Referral,
    "consent": m.Consent,
}


@contextmanager
def empty_database() -> Iterator[None]:
    """The tables of the caseload in memory, bound to the models."""
    database = SqliteDatabase(":memory:", pragmas={"foreign_keys": 1})
    before = m.database.obj
    m.database.initialize(database)
    database.connect()
    database.create_tables(m.CASELOAD)
    try:
        yield
    finally:
        database.close()
        m.database.initialize(before)


def load(file: Path) -> None:
    """Put the rows of a caseload file into the database; talks and reminders are left out."""
    ids: dict[tuple[str, str], int] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        kind = row.pop("type")
        if kind not in _MODELS:
            continue
        own = row.pop("id", None)
        values = {_RENAMED.get(key, key): value for key, value in row.items()}
        for key in _DAYS:
            if values.get(key):
                values[key] = dt.date.fromisoformat(values[key])
        for owner in ("person", "household", "case", "plan", "goal", "partner"):
            if owner in values:
                values[owner] = ids[owner, values[owner]]
        if kind == "consent" and ("partner", values.get("recipient")) in ids:
            values["partner"] = ids["partner", values.pop("recipient")]
        made = _MODELS[kind].create(**values)
        if own is not None:
            ids[kind, own] = made.id


def fill_with_plans(count: int) -> None:
    """So many running cases with a plan of five goals and two steps each."""
    begin, agreed = dt.date(2026, 1, 1), dt.date(2026, 2, 1)
    areas = ("language", "work", "housing", "family", "finances")
    for number in range(count):
        person = m.Person.create(given_name=f"Vorname {number}", family_name="Müller & Söhne")
        case = m.Case.create(number=f"2026-{number:05}", person=person)
        m.CarePeriod.create(case=case, begin=begin)
        m.PersonStatus.create(person=person, from_day=begin, german_level="A2", income=["sgb2"])
        plan = m.Plan.create(case=case)
        m.PlanVersion.create(plan=plan, number=1, agreed_on=agreed, concerns="Deutsch lernen")
        for area in areas:
            goal = m.Goal.create(plan=plan, area=area, text=f"Ziel {area}", agreed_on=agreed)
            m.SelfRating.create(case=case, area=area, day=agreed, value=2)
            for step in range(2):
                m.Measure.create(goal=goal, text=f"Schritt {step}", responsible="client")
