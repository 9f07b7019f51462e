"""A day is typed as people write it and shown as it was understood."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

import pytest
import time_machine
from textual import events

from caseconsole.days import PartialDay
from caseconsole.widgets import DateInput, TextInput
from tests.frames import SMALL, frame
from tests.host import Host


@pytest.fixture(autouse=True)
def _saturday() -> Iterator[None]:
    with time_machine.travel(dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)):
        yield


async def test_each_way_to_type_a_day_shows_what_was_understood() -> None:
    app = Host(DateInput)
    async with app.run_test(size=SMALL) as pilot:
        field = app.query_one(DateInput)
        for typed, understood in {
            "1.2.": "→ So 01.02.2026",
            "010226": "→ So 01.02.2026",
            "1.2.26": "→ So 01.02.2026",
            "2026-02-01": "→ So 01.02.2026",
            "heute": "→ Sa 21.11.2026",
            "gestern": "→ Fr 20.11.2026",
            "+14": "→ Sa 05.12.2026",
            "-3": "→ Mi 18.11.2026",
            "+3m": "→ So 21.02.2027",
            "+1j": "→ So 21.11.2027",
            "mo": "→ Mo 23.11.2026",
            "31.02.2026": "kein Tag",
            "99": "kein Tag",
        }.items():
            field.load(typed)
            await pilot.pause()
            assert frame(app).splitlines()[0] == f"{typed}  {understood}"


async def test_a_planned_day_is_the_next_one_and_a_past_one_is_pointed_out() -> None:
    app = Host(partial(DateInput, ahead=True))
    async with app.run_test(size=SMALL) as pilot:
        field = app.query_one(DateInput)
        for typed, understood in {
            "30.04.": "→ Fr 30.04.2027",
            "21.11.": "→ Sa 21.11.2026",
            "30.04.26": "liegt in der Vergangenheit",
            "20.11.2026": "liegt in der Vergangenheit",
        }.items():
            field.load(typed)
            await pilot.pause()
            assert frame(app).splitlines()[0] == f"{typed}  {understood}"
        field.styles.width = 20
        await pilot.pause()
        assert frame(app).splitlines()[0] == "20.11.2026  vorbei"


async def test_leaving_the_field_writes_the_day_out() -> None:
    app = Host(partial(DateInput, id="day"), partial(TextInput, id="next"))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("+", "1", "4", "tab")
        field = app.query_one("#day", DateInput)
        assert field.value == "05.12.2026"
        assert field.day == dt.date(2026, 12, 5)
        assert "05.12.2026  Sa" in frame(app)
        await pilot.press("shift+tab", "ctrl+z")
        assert field.value == "+14"


async def test_typing_replaces_the_day_that_stands_there() -> None:
    app = Host(partial(TextInput, id="before"), partial(DateInput, dt.date(2026, 11, 21), id="day"))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("tab", *"+1")
        assert app.query_one("#day", DateInput).value == "+1"


async def test_coming_back_to_the_window_keeps_what_is_half_typed() -> None:
    app = Host(partial(DateInput, id="day"))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press(*"30.")
        app.post_message(events.AppBlur())
        await pilot.pause()
        app.post_message(events.AppFocus())
        await pilot.pause()
        await pilot.press(*"4.")
        assert app.query_one("#day", DateInput).value == "30.4."


async def test_what_is_no_day_stays_as_it_was_typed() -> None:
    app = Host(partial(DateInput, id="day"), partial(TextInput, id="next"))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press(*"32.1", "tab")
        field = app.query_one("#day", DateInput)
        assert field.value == "32.1"
        assert field.day is None
        assert "32.1" in field.problem


async def test_a_birth_date_may_be_a_year_or_a_month() -> None:
    app = Host(partial(DateInput, partial=True, id="day"))
    async with app.run_test(size=SMALL) as pilot:
        field = app.query_one("#day", DateInput)
        await pilot.press(*"1992")
        assert field.partial_day == PartialDay(dt.date(1992, 1, 1), "year")
        assert "1992  nur Jahr" in frame(app)
        field.load("05.1992")
        await pilot.pause()
        assert "05.1992  nur Monat" in frame(app)
        field.load(PartialDay(dt.date(1992, 5, 5)))
        assert field.value == "05.05.1992"
        assert field.partial_day == PartialDay(dt.date(1992, 5, 5))


async def test_an_empty_day_is_no_problem() -> None:
    app = Host(DateInput)
    async with app.run_test(size=SMALL):
        field = app.query_one(DateInput)
        assert (field.day, field.partial_day, field.problem, field.hint) == (None, None, "", "")


async def test_a_narrow_field_leaves_the_hint_out_and_never_the_day() -> None:
    app = Host(partial(DateInput, "1.2."))
    async with app.run_test(size=SMALL) as pilot:
        app.query_one(DateInput).styles.width = 10
        await pilot.pause()
        assert frame(app).splitlines()[0] == "1.2."
