"""A case with everything in it, a console that shows it, and ways to wait for the console."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from caseconsole.app import CaseconsoleApp
from caseconsole.caseload.cases import open_case
from caseconsole.caseload.contacts import save_contact
from caseconsole.caseload.households import add_new_person
from caseconsole.caseload.people import household_on
from caseconsole.caseload.plans import add_goal, agree, rate, start_version
from caseconsole.caseload.records import create_record, read_record
from caseconsole.days import PartialDay
from caseconsole.screens.case import CaseScreenFile
from caseconsole.screens.console import Start
from caseconsole.store import Store
from tests.frames import SMALL, frame

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
TODAY = NOW.date()

_PATIENCE = 150


def person_of(store: Store, case_id: int) -> int:
    """The client of a case."""
    person = store.call(read_record, "case", case_id).parents["person"]
    assert person is not None
    return person


def make_case(store: Store, words: Callable[[str], str] = lambda text: text) -> int:
    """Ahmad Al-Hamad with plan, contacts, consents, household, referral and dates.

    Args:
        store: where he is entered.
        words: what becomes of every free text.
    """
    call = store.call
    case_id = call(
        open_case,
        dt.date(2024, 3, 4),
        person={
            "family_name": words("Al-Hamad"),
            "given_name": words("Ahmad"),
            "original_script_name": "أحمد الحمد",
            "birth_date": PartialDay(dt.date(1992, 5, 5)),
        },
        household={"address": words("Lindenweg 4"), "place": words("Musterstadt")},
        role="head",
        status={
            "residence_status": "refugee",
            "valid_until": dt.date(2027, 3, 14),
            "german_level": "B1",
            "employment": "full_time",
        },
    )
    person_id = person_of(store, case_id)
    home = call(household_on, person_id, TODAY)
    assert home is not None
    wife = {"family_name": words("Al-Hamad"), "given_name": words("Rania")}
    call(add_new_person, home.id, wife, dt.date(2024, 3, 4), "partner")
    _add_plan(store, case_id, words)
    contacts = (
        (dt.date(2026, 10, 2), "home_visit", 60, "Heizung geht nicht."),
        (dt.date(2026, 10, 21), "phone", 10, "Zusage für das Praktikum."),
        (dt.date(2026, 11, 7), "office", 45, "Rechnung der Stadtwerke.\nRaten vereinbart."),
    )
    for day, kind, minutes, text in contacts:
        values = {
            "day": day, "kind": kind, "minutes": minutes, "main_topic": "housing",
            "text": words(text),
        }  # fmt: skip
        call(save_contact, values, [person_id], [case_id])
    given = {"purpose": "processing", "granted_on": dt.date(2024, 3, 4)}
    call(create_record, "consent", given, case=case_id)
    released = {
        "purpose": "release", "recipient": words("Jobcenter"), "granted_on": dt.date(2024, 3, 4),
        "ends_on": dt.date(2027, 3, 4),
    }  # fmt: skip
    call(create_record, "consent", released, case=case_id)
    partner = call(create_record, "partner", {"name": words("Volkshochschule")})
    sent = {"day": dt.date(2026, 9, 1), "reason": words("B2-Kurs")}
    call(create_record, "referral", sent, case=case_id, partner=partner)
    asked = {"due_on": dt.date(2026, 12, 12), "text": words("Bescheid prüfen")}
    call(create_record, "reminder", asked, case=case_id)
    return int(case_id)


def _add_plan(store: Store, case_id: int, words: Callable[[str], str]) -> None:
    agreed = dt.date(2026, 5, 12)
    store.call(start_version, case_id, agreed)
    for area, text, until in (
        ("language", "B2-Kurs beginnen", dt.date(2027, 3, 31)),
        ("housing", "Eigene Wohnung finden", dt.date(2026, 6, 30)),
    ):
        store.call(add_goal, case_id, area, words(text), until, agreed)
    store.call(agree, case_id, agreed, TODAY)
    for day, value in ((dt.date(2026, 5, 12), 0), (dt.date(2026, 11, 7), 4)):
        store.call(rate, case_id, "language", day, value)


class Visit:
    """A console that shows the file of one case."""

    def __init__(self, app: CaseconsoleApp, pilot: Pilot[Any]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return frame(self.app)

    @property
    def file(self) -> CaseScreenFile:
        """The file itself, whatever is open over it."""
        screen = self.app.case_screens()[-1]
        assert isinstance(screen, CaseScreenFile)
        return screen

    def line(self, start: str) -> str:
        """The first line of the screen that holds ``start``; fails where none does."""
        return next(line for line in self.text.splitlines() if start in line)

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until ``condition`` holds; what it looks for may not be on the screen yet."""
        for _attempt in range(_PATIENCE):
            await self.pilot.pause()
            try:
                if condition():
                    return
            except StopIteration:
                continue
        raise AssertionError("It did not come:\n" + self.text)

    async def see(self, *words: str) -> str:
        """Wait until all of ``words`` stand on the screen; gives the screen."""
        await self.until(lambda: all(word in self.text for word in words))
        return self.text

    async def gone(self, *words: str) -> None:
        """Wait until none of ``words`` stands on the screen."""
        await self.until(lambda: not any(word in self.text for word in words))

    async def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Type ``text`` into the field with the cursor, in the place of what stands there."""
        await self.pilot.press("ctrl+a", *text)


@asynccontextmanager
async def visit(
    store: Store,
    folder: Path,
    case_id: int,
    tab: str | None = None,
    size: tuple[int, int] = SMALL,
) -> AsyncIterator[Visit]:
    """Open the file of a case and wait until it is there."""
    app = CaseconsoleApp(Start(folder=folder), store=store)
    async with app.run_test(size=size) as pilot:
        here = Visit(app, pilot)
        await pilot.pause()
        app.open_case(case_id, tab)
        await here.until(lambda: isinstance(app.case_screens()[-1], CaseScreenFile))
        await here.until(lambda: here.file.known_overview and here.file.part and app.screen.focused)
        await pilot.pause()
        yield here
