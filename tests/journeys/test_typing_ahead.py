"""What is typed while a screen is on its way belongs to that screen and not to the one before."""

from __future__ import annotations

from textual import events

from caseconsole.app import CaseconsoleApp
from caseconsole.caseload.records import create_record, read_record
from caseconsole.screens.contact import QuickContact
from caseconsole.screens.contact_form import PeoplePicker
from caseconsole.store import Store
from caseconsole.widgets import NoteArea, TextInput
from tests.frames import SMALL
from tests.journeys.conftest import TODAY, Caseload, Desk


def type_at_once(console: CaseconsoleApp, text: str) -> None:
    """All keys at once, before anything on the screen can have changed."""
    for letter in text:
        console.post_message(events.Key(letter, letter))


async def test_a_note_begins_with_its_first_letter(
    console: CaseconsoleApp, caseload: Caseload
) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await desk.settle()
        console.open_screen("beratung", case_id=caseload.al_hamad)
        type_at_once(console, "Rate")
        await desk.settle()
        await desk.press("n")
        assert console.screen.query_one("#note", NoteArea).value == "Raten"


async def test_a_name_typed_early_ticks_nothing_off(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    reminder = store.call(
        create_record, "reminder", {"due_on": TODAY, "text": "Anrufen"}, case=caseload.al_hamad
    )
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await desk.settle()
        console.open_screen("faelle")
        type_at_once(console, "eve")
        await desk.settle()
        assert console.screen.query_one("#search", TextInput).value == "eve"
        assert (await store.run(read_record, "reminder", reminder)).values["done_on"] is None


async def test_a_quick_contact_takes_the_name_at_once(
    console: CaseconsoleApp, caseload: Caseload
) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await desk.settle()
        console.action_quick_contact()
        type_at_once(console, "kov")
        await desk.settle()
        assert isinstance(console.screen, QuickContact)
        assert console.screen.query_one("#who", PeoplePicker).typed == "kov"


async def test_the_name_of_a_new_case_is_whole(console: CaseconsoleApp, caseload: Caseload) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await desk.settle()
        await pilot.press("n")
        type_at_once(console, "Tekle")
        await desk.settle()
        field = console.focused
        assert isinstance(field, TextInput)
        assert field.value == "Tekle"


async def test_going_back_forgets_what_was_typed_ahead(
    console: CaseconsoleApp, caseload: Caseload
) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await desk.settle()
        console.action_quick_contact()
        type_at_once(console, "ab")
        console.post_message(events.Key("escape", None))
        await desk.settle()
        await desk.press("slash")
        assert console.screen.query_one("#search", TextInput).value == ""
