"""A talk is written down: from anywhere in twelve keystrokes, or in its case's file."""

from __future__ import annotations

import datetime as dt

from caseconsole.app import CaseconsoleApp
from caseconsole.caseload.contacts import contact_history
from caseconsole.caseload.drafts import open_drafts
from caseconsole.caseload.plans import add_goal, add_step, open_steps
from caseconsole.store import Store
from tests.frames import SMALL
from tests.journeys.conftest import TODAY, Caseload, Desk


async def test_a_quick_contact_takes_twelve_keystrokes(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await desk.press("f2")
        await desk.type("alha")
        await desk.press("tab", "tab", "tab")
        await desk.type("wo")
        await desk.press("enter", "enter")
        assert desk.keystrokes == 12
    newest = (await store.run(contact_history, caseload.al_hamad))[0]
    assert (newest.day, newest.persons, newest.main_topic) == (
        TODAY, ("Al-Hamad, Ahmad",), "Wohnen",
    )  # fmt: skip
    assert (newest.kind, newest.minutes) == ("phone", 10)  # as the last one


async def test_visitors_without_a_name_are_a_tally(console: CaseconsoleApp, store: Store) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await desk.press("f2")
        await desk.type("+7")
        await desk.press("enter")
        assert "7 Personen ohne Namen" in desk.shown
        await desk.press("ctrl+s")
    newest = (await store.run(contact_history))[0]
    assert (newest.anonymous, newest.persons) == (7, ())


async def test_a_wrong_number_stays_in_its_field_with_the_reason(
    console: CaseconsoleApp, store: Store
) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await desk.press("f2")
        await desk.type("alha")
        await desk.press("tab", "tab")  # what stands there already is typed over
        await desk.type("viel")
        await desk.press("ctrl+s")
        assert "„viel“ ist keine Zahl" in desk.shown
        assert console.focused is not None
        assert console.focused.id == "minutes"
    assert len(await store.run(contact_history)) == 1


async def test_the_note_of_a_case_is_saved_with_its_follow_up(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        console.open_screen("beratung", case_id=caseload.al_hamad)
        await desk.settle()
        assert "Al-Hamad, Ahmad" in desk.shown
        await desk.type("Rate gezahlt")
        console.screen.query_one("#follow-up").focus()
        await desk.type("+14")
        await desk.press("ctrl+s")
    newest = (await store.run(contact_history, caseload.al_hamad))[0]
    assert (newest.text, newest.follow_up_on) == ("Rate gezahlt", dt.date(2026, 12, 4))


async def test_what_was_typed_comes_back_as_a_draft(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        console.open_screen("beratung", case_id=caseload.kovalenko)
        await desk.settle()
        await desk.type("Halber Satz")
        await console.screen.flush()  # type: ignore[attr-defined]
    drafts = await store.run(open_drafts)
    assert [(d.title, d.case_id) for d in drafts] == [
        ("Kontakt: Kovalenko, Oksana", caseload.kovalenko)
    ]
    again = CaseconsoleApp(console.start, store=store)
    async with again.run_test(size=SMALL) as pilot:
        desk = Desk(again, pilot)
        await desk.settle()
        assert "Entwürfe 1" in desk.shown
        assert "Kontakt                Kovalenko, Oksana" in desk.shown
        again.open_draft(drafts[0])
        await desk.settle()
        assert "Halber Satz" in desk.shown
        await desk.press("ctrl+s")
    assert (await store.run(contact_history, caseload.kovalenko))[0].text == "Halber Satz"
    assert await store.run(open_drafts) == ()


async def test_a_stored_contact_is_opened_and_changed(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    stored = (await store.run(contact_history, caseload.al_hamad))[0]
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        console.open_screen("beratung", case_id=caseload.al_hamad, contact_id=stored.id)
        await desk.settle()
        assert "Zusage für das Praktikum" in desk.shown
        await desk.type(" Beginn Montag.")
        await desk.press("ctrl+s")
    changed = (await store.run(contact_history, caseload.al_hamad))[0]
    assert changed.text == "Zusage für das Praktikum erhalten. Beginn Montag."
    assert (changed.id, changed.day) == (stored.id, stored.day)


async def test_a_step_ticked_off_by_mistake_is_opened_again(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    goal = store.call(add_goal, caseload.al_hamad, "work", "Arbeit", None, TODAY)
    store.call(add_step, goal, "Lebenslauf", "client", None)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        console.open_screen("beratung", case_id=caseload.al_hamad)
        await desk.settle()
        assert "[ ] Lebenslauf" in desk.shown
        await desk.press("f3", "space")
        assert "[x] Lebenslauf" in desk.shown
        assert await store.run(open_steps, caseload.al_hamad) == ()
        await desk.press("space")
        assert "[ ] Lebenslauf" in desk.shown
        assert len(await store.run(open_steps, caseload.al_hamad)) == 1
