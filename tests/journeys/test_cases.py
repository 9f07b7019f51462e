"""Finding a case, opening a new one, and the start screen's list."""

from __future__ import annotations

import datetime as dt

import pytest

from caseconsole.app import CaseconsoleApp
from caseconsole.caseload.caselist import list_cases
from caseconsole.caseload.cases import close_case
from caseconsole.caseload.drafts import open_drafts
from caseconsole.caseload.records import create_record, read_record
from caseconsole.models import CarePeriod
from caseconsole.store import Store
from tests.frames import SMALL, WIDE
from tests.host import HOSTILE
from tests.journeys.conftest import TODAY, Caseload, Desk
from tests.journeys.test_plan import can_be_kept


async def test_a_case_is_opened_by_name_in_six_keystrokes(
    console: CaseconsoleApp, caseload: Caseload
) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await desk.press("slash")
        await desk.type("koval"[:4])
        await desk.press("enter")
        await desk.settle()
        assert desk.keystrokes == 6
        assert console.case_screens()[-1].arguments()["case_id"] == caseload.kovalenko


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_the_list_shows_what_a_case_is_known_by(
    console: CaseconsoleApp, caseload: Caseload, size: tuple[int, int]
) -> None:
    async with console.run_test(size=size) as pilot:
        desk = Desk(console, pilot)
        await desk.press("slash")
        for words in ("2026-001", "Al-Hamad, Ahmad", "21.10.", "2 von 2", "1 laufend"):
            assert words in desk.shown


async def test_a_digit_in_the_list_is_a_filter(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await desk.press("slash", "down", "3")
        assert "Al-Hamad" not in desk.shown
        assert "Kein Fall passt" in desk.shown
        await desk.press("5")
        assert "Al-Hamad" in desk.shown
        await desk.press("9")
        assert "Al-Hamad" not in desk.shown
        store.call(close_case, caseload.al_hamad, dt.date(2026, 3, 2), "moved_away", "")
        store.call(
            lambda: (
                CarePeriod.update(end=dt.date(2025, 3, 2))
                .where(CarePeriod.case == caseload.al_hamad)
                .execute()
            )
        )
        await desk.press("1", "9")
        assert "Al-Hamad" in desk.shown
        assert "Kovalenko" not in desk.shown


async def test_a_digit_in_the_search_field_is_a_digit(
    console: CaseconsoleApp, caseload: Caseload
) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await desk.press("slash")
        await desk.type("2026-002")
        assert "Kovalenko, Oksana" in desk.shown
        assert "Suche in allen Fällen" in desk.shown


async def test_a_new_case_needs_a_name_and_a_day(console: CaseconsoleApp, store: Store) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await desk.press("n")
        await desk.settle()
        await desk.press("ctrl+s")
        await desk.settle()
        assert "Neuer Fall" in desk.shown
        assert len(await store.run(list_cases, TODAY)) == 2
        assert "Es fehlt der Name." in desk.shown
        console.screen.query_one("#new-case").focus_field("given_name")  # type: ignore[attr-defined]
        await desk.settle()
        await desk.type("najibullah")
        await desk.press("ctrl+s")
        await desk.settle()
        cases = {row.number: row for row in await store.run(list_cases, TODAY)}
        assert cases["2026-003"].name == "najibullah"
        assert console.case_screens()[-1].SCREEN_NAME == "akte"
    assert await store.run(open_drafts) == ()


async def test_a_new_case_warns_of_somebody_with_the_same_name(
    console: CaseconsoleApp, store: Store
) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        console.open_screen("neuer_fall")
        await desk.settle()
        await desk.type("alhamad")
        await desk.press("tab")
        await desk.type("ahmed")
        await desk.press("ctrl+s")
        await desk.settle()
        assert "Ist diese Person schon da?" in desk.shown
        assert "2026-001" in desk.shown
        await desk.press("escape")
        await desk.settle()
        assert len(await store.run(list_cases, TODAY)) == 2


async def test_what_is_typed_of_a_new_case_survives_as_a_draft(
    console: CaseconsoleApp, store: Store
) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        console.open_screen("neuer_fall")
        await desk.settle()
        await desk.type("tekle")
        await desk.press("escape", "enter")
        await desk.settle()
        assert [draft.title for draft in await store.run(open_drafts)] == ["Neuer Fall: tekle"]
        console.open_screen("neuer_fall")
        await desk.settle()
        assert "tekle" in desk.shown


async def test_the_start_screen_ticks_off_and_takes_back(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    values = {"due_on": TODAY, "text": "Kita anrufen"}
    row = store.call(create_record, "reminder", values, case=caseload.kovalenko)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await desk.settle()
        assert "Heute 1" in desk.shown
        console.screen.query_one("#agenda").move_to(f"reminder:{row}:{TODAY}")  # type: ignore[attr-defined]
        await desk.press("e")
        await desk.settle()
        assert "Heute 1" not in desk.shown
        assert (await store.run(read_record, "reminder", row)).values["done_on"] == TODAY
        await desk.press("ctrl+z")
        await desk.settle()
        assert "Heute 1" in desk.shown


async def test_the_desk_side_view_shows_initials_only(
    console: CaseconsoleApp, caseload: Caseload
) -> None:
    async with console.run_test(size=WIDE) as pilot:
        desk = Desk(console, pilot)
        await desk.press("f8")
        await desk.settle()
        assert "Al-Hamad" not in desk.shown
        await desk.press("slash")
        await desk.settle()
        assert "2026-001" in desk.shown
        assert "Al-Hamad" not in desk.shown
        assert "Ahmad" not in desk.shown


async def test_hostile_names_stand_in_every_list_literally(
    console: CaseconsoleApp, store: Store
) -> None:
    from caseconsole.caseload.cases import open_case

    for text in filter(can_be_kept, HOSTILE):
        store.call(open_case, dt.date(2026, 1, 1), person={"family_name": f"Z {text}"})
    async with console.run_test(size=(120, 150)) as pilot:
        desk = Desk(console, pilot)
        await desk.settle()
        for literal in ("Z [bold]Ali", "Z [/foo]", "Z [link=file"):
            assert literal in desk.shown
        await desk.press("slash")
        await desk.settle()
        assert "Z [bold]Ali" in desk.shown
        await desk.type("bold")
        await desk.press("enter")
        await desk.settle()
        assert "Z [bold]Ali" in desk.shown


async def test_the_footer_of_a_long_form_names_the_key_of_the_next_page(
    console: CaseconsoleApp, caseload: Caseload
) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await desk.settle()
        await desk.press("n")
        assert "Strg+Bild↓ nächste Seite" in desk.shown
        await desk.press("ctrl+pagedown")
        assert "[Fall, Wohnen, Aufenthalt]" in desk.shown


@pytest.mark.parametrize("size", [SMALL, (60, 18)])
async def test_the_keys_of_small_dialogs_are_in_view(
    console: CaseconsoleApp, caseload: Caseload, size: tuple[int, int]
) -> None:
    async with console.run_test(size=size) as pilot:
        desk = Desk(console, pilot)
        await desk.settle()
        for opening in ("f1", "ctrl+p", "f2"):
            await desk.press(opening)
            assert "F10" in desk.shown, opening
            await desk.press("f10")
        console.open_screen("akte", case_id=caseload.al_hamad, tab="household")
        await desk.settle()
        await desk.press("n")
        assert "Enter Übernehmen  F10 Zurück" in desk.shown
