"""Fields with a list: found by typing, taken with Enter, and nothing lost on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

import pytest
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen

from caseconsole.widgets import Choice, MultiChoice, Option, Picker, TextInput, TypeAhead, matching
from tests.frames import SMALL, WIDE, frame
from tests.host import Host

COUNTRIES = (("DE", "Deutschland"), ("TR", "Türkei"), ("SY", "Syrien"), ("CI", "Côte d’Ivoire"))
MANY = tuple((str(n), f"Wert {n}") for n in range(50))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ["DE", "TR", "SY", "CI"]),
        ("türk", ["TR"]),
        ("turk", ["TR"]),
        ("tuerk", ["TR"]),
        ("TÜRK", ["TR"]),
        ("cote", ["CI"]),
        ("ivoire", ["CI"]),
        ("sy", ["SY"]),
        ("xyz", []),
    ],
)
def test_spelling_makes_no_difference(typed: str, expected: list[str]) -> None:
    options = [Option(*pair) for pair in COUNTRIES]
    assert [option.key for option in matching(options, typed)] == expected


def test_what_begins_so_comes_before_what_contains_it() -> None:
    options = [
        Option("1", "Nachbarort"),
        Option("2", "Groß Oranienburg"),
        Option("3", "Ort"),
    ]
    assert [option.key for option in matching(options, "or")] == ["3", "2", "1"]


async def test_typing_filters_enter_takes_and_the_label_stands_there() -> None:
    app = Host(Choice(COUNTRIES))
    async with app.run_test(size=SMALL, message_hook=app.hear) as pilot:
        field = app.query_one(Choice)
        await pilot.press("t", "u")
        assert [line.strip() for line in frame(app).splitlines()[:3]] == ["tu  ▾", "Türkei", ""]
        await pilot.press("enter")
        assert (field.value, field.label, field.is_open) == ("TR", "Türkei", False)
        assert frame(app).splitlines()[0] == "Türkei ▾"
        assert len(app.of(Picker.Changed)) == 1
        await pilot.press("enter")
        assert len(app.of(Picker.Submitted)) == 1


async def test_arrows_open_the_list_at_the_value_and_move_in_it() -> None:
    app = Host(Choice(COUNTRIES, value="TR"))
    async with app.run_test(size=SMALL) as pilot:
        field = app.query_one(Choice)
        await pilot.press("down", "down", "enter")
        assert field.value == "SY"
        await pilot.press("down", "up", "up", "up", "up", "enter")
        assert field.value == "DE"


@pytest.mark.parametrize("key", ["escape", "f10"])
async def test_escape_and_f10_close_the_list_and_keep_the_value(key: str) -> None:
    app = Host(Choice(COUNTRIES, value="SY"))
    async with app.run_test(size=SMALL) as pilot:
        field = app.query_one(Choice)
        await pilot.press("t", key)
        assert (field.value, field.typed, field.is_open) == ("SY", "", False)
        assert "Deutschland" not in frame(app)


async def test_backspace_takes_letters_first_then_the_value_and_ctrl_z_brings_it_back() -> None:
    app = Host(Choice(COUNTRIES, value="SY"))
    async with app.run_test(size=SMALL) as pilot:
        field = app.query_one(Choice)
        await pilot.press("t", "backspace")
        assert (field.value, field.is_open) == ("SY", False)
        await pilot.press("backspace")
        assert field.value == ""
        await pilot.press("ctrl+z")
        assert field.value == "SY"


class Leaving(Host):
    """Counts the escape keys that no field took."""

    BINDINGS = [Binding("escape", "leave"), Binding("e", "leave")]  # noqa: RUF012

    def __init__(self, *widgets: Choice) -> None:
        super().__init__(*widgets)
        self.left = 0

    def action_leave(self) -> None:
        self.left += 1


async def test_the_screen_gets_escape_once_the_list_is_closed_and_no_letter_ever() -> None:
    app = Leaving(Choice(COUNTRIES))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("e", "escape")
        assert app.left == 0
        await pilot.press("escape")
        assert app.left == 1


async def test_tab_takes_what_was_found_and_goes_on() -> None:
    app = Host(Choice(COUNTRIES, id="one"), partial(TextInput, id="two"))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("s", "y", "tab")
        assert app.query_one("#one", Choice).value == "SY"
        assert app.focused is app.query_one("#two")


async def test_words_that_are_no_entry_stay_and_are_named() -> None:
    app = Host(Choice(COUNTRIES, id="one"), partial(TextInput, id="two"))
    async with app.run_test(size=SMALL) as pilot:
        field = app.query_one("#one", Choice)
        await pilot.press(*"Atlantis", "tab")
        assert (field.value, field.typed) == ("", "Atlantis")
        assert "Atlantis" in field.problem
        assert "Atlantis" in frame(app)
        assert app.focused is app.query_one("#two")


async def test_a_click_on_another_field_takes_only_what_is_clear() -> None:
    app = Host(Choice(COUNTRIES, id="one"), partial(TextInput, id="two"))
    async with app.run_test(size=SMALL) as pilot:
        field = app.query_one("#one", Choice)
        await pilot.press("e")
        app.query_one("#two").focus()
        await pilot.pause()
        assert (field.value, field.typed, field.is_open) == ("", "e", False)
        field.focus()
        await pilot.press("backspace", "s", "y")
        app.query_one("#two").focus()
        await pilot.pause()
        assert field.value == "SY"


async def test_the_mouse_opens_scrolls_and_takes() -> None:
    app = Host(Choice(COUNTRIES))
    async with app.run_test(size=SMALL) as pilot:
        field = app.query_one(Choice)
        await pilot.click("Choice", offset=(3, 0))
        assert "Côte d’Ivoire" in frame(app)
        await pilot.click("Popup", offset=(3, 1))
        assert (field.value, field.is_open) == ("TR", False)
        assert app.focused is field


async def test_near_the_bottom_the_list_opens_above_and_is_whole() -> None:
    app = Host(Vertical(), Choice(MANY, id="last"))
    async with app.run_test(size=SMALL) as pilot:
        field = app.query_one("#last")
        field.styles.dock = "bottom"
        await pilot.press("down", "pagedown")
        lines = frame(app).splitlines()
        assert [line.strip() for line in lines[13:23]] == [f"Wert {n}" for n in range(1, 11)]
        assert lines[23].strip() == "▾"


async def test_a_retired_value_keeps_its_label_but_is_not_offered() -> None:
    app = Host(Choice(COUNTRIES, value="SU", label_of=lambda key: {"SU": "Sowjetunion"}[key]))
    async with app.run_test(size=SMALL) as pilot:
        assert "Sowjetunion" in frame(app)
        await pilot.press("s", "o")
        assert "Kein Eintrag" in frame(app)


async def test_several_values_are_words_added_by_typing_and_taken_away_by_backspace() -> None:
    options = (("h", "Wohnen"), ("f", "Finanzen"), ("w", "Arbeit"))
    app = Host(MultiChoice(options, star=True))
    async with app.run_test(size=SMALL) as pilot:
        field = app.query_one(MultiChoice)
        await pilot.press("w", "o", "enter", "f", "i", "enter", "a", "r", "enter")
        assert ",".join(field.value) == "h,f,w"
        assert frame(app).replace("\u00a0", " ").startswith("Wohnen* ✕  Finanzen ✕  Arbeit ✕ ▾")
        await pilot.press("backspace")
        assert ",".join(field.value) == "h,f"
        await pilot.press("ctrl+z")
        assert ",".join(field.value) == "h,f,w"
        await pilot.press("down")
        assert "Kein Eintrag" in frame(app)
        await pilot.press("escape")
        await pilot.click("MultiChoice", offset=(8, 0))
        assert ",".join(field.value) == "f,w"


PERSONS = (("1", "Al-Hamad, Ahmad", "2024-017"), ("2", "Al-Hamad, Rania", "2024-017"))


async def test_a_person_is_looked_up_while_typing_and_enter_waits_for_the_answer() -> None:
    answer = asyncio.Event()
    asked: list[str] = []

    async def source(typed: str) -> Sequence[tuple[str, str, str]]:
        asked.append(typed)
        await answer.wait()
        return [person for person in PERSONS if typed.casefold() in person[1].casefold()]

    app = Host(TypeAhead(source))
    async with app.run_test(size=SMALL, message_hook=app.hear) as pilot:
        field = app.query_one(TypeAhead)
        await pilot.press("r", "a", "enter")
        assert (asked, field.value) == (["r", "ra"], "")
        answer.set()
        await pilot.pause()
        assert field.chosen == Option(*PERSONS[1])
        assert not field.is_open
        assert len(app.of(Picker.Changed)) == 1


async def test_the_hint_stands_beside_the_name() -> None:
    async def source(typed: str) -> Sequence[tuple[str, str, str]]:
        del typed
        return PERSONS

    app = Host(TypeAhead(source))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("a")
        await pilot.pause()
        lines = frame(app).splitlines()
        assert "Al-Hamad, Ahmad" in lines[1]
        assert lines[1].endswith("2024-017")


async def test_free_text_may_stay_where_it_is_allowed() -> None:
    async def source(typed: str) -> Sequence[Option]:
        del typed
        return ()

    app = Host(TypeAhead(source, free=True))
    async with app.run_test(size=SMALL, message_hook=app.hear) as pilot:
        field = app.query_one(TypeAhead)
        await pilot.press(*"Neu", "enter")
        assert (field.value, field.typed, field.problem) == ("", "Neu", "")
        assert len(app.of(Picker.Submitted)) == 1


async def test_a_source_that_fails_leaves_the_app_and_the_words() -> None:
    async def source(typed: str) -> Sequence[Option]:
        raise ValueError(typed)

    app = Host(TypeAhead(source))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("a", "b", "enter")
        assert app.is_running
        assert app.query_one(TypeAhead).typed == "ab"


async def test_a_field_that_goes_away_takes_its_list_along() -> None:
    app = Host(Choice(COUNTRIES), Choice(MANY))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("down")
        assert len(app.query("Popup")) == 1
        await app.query(Choice).first().remove()
        await pilot.pause()
        assert len(app.query("Popup")) == 0
        dialog = ModalScreen[None]()
        await app.push_screen(dialog)
        await dialog.mount(Choice(MANY))
        await pilot.press("tab", "down")
        assert "Wert 3" in frame(app)
        app.pop_screen()
        await pilot.pause()
        assert app.is_running


async def test_the_list_moves_along_when_the_terminal_changes_its_size() -> None:
    app = Host(Vertical(id="space"), Choice(COUNTRIES, id="last"))
    async with app.run_test(size=WIDE) as pilot:
        app.query_one("#last").styles.dock = "bottom"
        await pilot.press("down")
        await pilot.resize_terminal(*SMALL)
        await pilot.pause()
        await pilot.pause()
        lines = [line.strip() for line in frame(app).splitlines()]
        assert lines[19:] == ["Deutschland", "Türkei", "Syrien", "Côte d’Ivoire", "▾"]


def test_an_english_key_never_stands_before_a_german_word() -> None:
    topics = [Option("work", "Arbeit"), Option("housing", "Wohnen")]
    assert [option.key for option in matching(topics, "wo")] == ["housing"]
    levels = [Option("B1", "B1"), Option("SY", "Syrien")]
    assert [option.key for option in matching(levels, "sy")] == ["SY"]


def test_what_is_typed_to_the_letter_comes_first() -> None:
    countries = [Option("TM", "Turkmenistan"), Option("TR", "Türkei")]
    assert [option.key for option in matching(countries, "tür")] == ["TR", "TM"]
    assert [option.key for option in matching(countries, "turk")] == ["TM", "TR"]


async def test_what_is_not_on_the_list_can_be_made_anew() -> None:
    app = Host(lambda: Choice(COUNTRIES, new="{typed} (neu)", id="field"))
    async with app.run_test(size=SMALL) as pilot:
        field = app.query_one(Choice)
        field.focus()
        await pilot.press(*"sy", "enter")
        assert field.value == "SY"
        await pilot.press(*"Erde", "enter")
        assert field.value == "+Erde"
        assert "Erde (neu)" in frame(app)
        await pilot.press(*"tür", "end", "down", "enter")
        assert field.value == "+tür"
