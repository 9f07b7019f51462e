"""A case whose plan is to be talked about again: five goals in three areas, steps, ratings."""

from __future__ import annotations

import datetime as dt

from caseconsole.caseload import plans
from caseconsole.caseload.households import add_new_person
from caseconsole.caseload.people import household_on
from caseconsole.caseload.records import create_record, read_record
from caseconsole.store import Store

MAY = dt.date(2026, 5, 12)

GOALS = (
    ("language", "B1-Prüfung (DTZ) bestehen", dt.date(2026, 10, 31)),
    ("language", "Alphabetisierung der Eltern im Frauenkurs abschließen", dt.date(2026, 12, 31)),
    ("housing", "Eigene Wohnung finden", dt.date(2026, 12, 31)),
    ("work", "Anerkennung als Elektriker bei der Handwerkskammer", dt.date(2027, 3, 31)),
    ("work", "Minijob im Lager", dt.date(2026, 9, 30)),
)

STEPS = (
    (0, "Anmeldung bei der VHS", "client", dt.date(2026, 5, 20), dt.date(2026, 5, 18)),
    (2, "Wohnberechtigungsschein beantragen", "client", dt.date(2026, 7, 1), None),
    (2, "Bewerbermappe für Vermieter", "volunteer", dt.date(2027, 1, 15), None),
    (3, "Zeugnisse übersetzen lassen", "office", dt.date(2026, 8, 1), None),
)
"""Goal, text, who, until when, done when."""


def plan_to_continue(store: Store, case_id: int) -> dict[str, int]:
    """Version 1, agreed in May; gives the id of each goal and step by its text."""
    call = store.call
    ids: dict[str, int] = {}
    for area, text, until in GOALS:
        ids[text] = call(plans.add_goal, case_id, area, text, until, MAY)
    office = call(create_record, "partner", {"name": "Jobcenter Musterstadt"})
    for goal, text, who, until, done in STEPS:
        partner = office if who == "office" else None
        ids[text] = call(plans.add_step, ids[GOALS[goal][1]], text, who, until, partner)
        if done:
            call(plans.tick_step, ids[text], done)
    for area, value in (("language", 2), ("housing", 0), ("work", 1)):
        call(plans.rate, case_id, area, MAY, value)
    call(plans.agree, case_id, MAY, MAY, "Ahmad Al-Hamad, Partnerin")
    return ids


def son_of(store: Store, case_id: int) -> int:
    """Give the client a son who lives with him."""
    person_id = store.call(read_record, "case", case_id).parents["person"]
    assert person_id is not None
    home = store.call(household_on, person_id, MAY)
    assert home is not None
    values = {"family_name": "Al-Hamad", "given_name": "Yousef"}
    return int(store.call(add_new_person, home.id, values, MAY, "child"))
