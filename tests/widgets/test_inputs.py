"""Fields of text: what Windows users expect of keys, and what pasting may bring in."""

from __future__ import annotations

from functools import partial

import pytest
from textual import events
from textual.binding import Binding

from caseconsole.widgets import NoteArea, TextInput, Toggle
from caseconsole.widgets.entry import pasted
from tests.frames import SMALL, frame
from tests.host import Host


async def test_typing_does_not_replace_what_is_there_and_ctrl_a_marks_all() -> None:
    app = Host(partial(TextInput, "Ali"))
    async with app.run_test(size=SMALL) as pilot:
        field = app.query_one(TextInput)
        await pilot.press("x")
        assert field.value == "Alix"
        await pilot.press("ctrl+a")
        assert field.selected_text == "Alix"
        await pilot.press("B")
        assert field.value == "B"


async def test_ctrl_z_takes_back_words_and_ctrl_y_brings_them_again() -> None:
    app = Host(partial(TextInput, "Ali"))
    async with app.run_test(size=SMALL) as pilot:
        field = app.query_one(TextInput)
        await pilot.press(*" Re Mi", "ctrl+a", "backspace")
        assert field.value == ""
        await pilot.press("ctrl+z")
        assert field.value == "Ali Re Mi"
        await pilot.press("ctrl+z")
        assert field.value == "Ali Re"
        await pilot.press("ctrl+z")
        assert field.value == "Ali"
        await pilot.press("ctrl+y", "ctrl+y")
        assert field.value == "Ali Re Mi"


class Undoing(Host):
    """Counts the undo keys that no field took."""

    BINDINGS = [Binding("ctrl+z", "count"), Binding("ctrl+f", "count")]  # noqa: RUF012

    def __init__(self, *widgets: partial[TextInput]) -> None:
        super().__init__(*widgets)
        self.count = 0

    def action_count(self) -> None:
        self.count += 1


async def test_the_screen_gets_ctrl_z_when_there_is_nothing_to_take_back() -> None:
    app = Undoing(partial(TextInput, "Ali"))
    async with app.run_test(size=SMALL) as pilot:
        field = app.query_one(TextInput)
        await pilot.press("x", "ctrl+z")
        assert (field.value, app.count) == ("Ali", 0)
        await pilot.press("ctrl+z", "ctrl+f")
        assert (field.value, app.count) == ("Ali", 2)
        field.load("Rania")
        await pilot.press("ctrl+z")
        assert (field.value, app.count) == ("Rania", 3)


async def test_a_passphrase_leaves_no_trace_to_take_back() -> None:
    app = Undoing(partial(TextInput, password=True))
    async with app.run_test(size=SMALL) as pilot:
        field = app.query_one(TextInput)
        await pilot.press(*"geheim", "ctrl+a", "backspace", "ctrl+z")
        assert (field.value, app.count) == ("", 1)
        assert "geheim" not in repr(vars(field))


async def test_several_pasted_lines_become_one_and_it_is_said() -> None:
    app = Host(TextInput)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        field = app.query_one(TextInput)
        field.post_message(events.Paste("Lindenweg 4\r\n\x1b[31mMusterstadt\n"))
        await pilot.pause()
        assert field.value == "Lindenweg 4 [31mMusterstadt"
        assert "Mehrere Zeilen" in frame(app)


async def test_a_pasted_megabyte_is_cut_and_presses_no_key() -> None:
    app = Host(partial(TextInput, "x", longest=50))
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        field = app.query_one(TextInput)
        field.post_message(events.Paste("a\x1b[A\x03\x11 \n" * 200_000))
        await pilot.pause()
        assert app.is_running
        assert len(field.value) == 50
        assert field.value.isprintable()
        assert "Die ersten 49 Zeichen" in frame(app)


async def test_typing_stops_at_the_limit_but_a_longer_old_text_can_be_shortened() -> None:
    app = Host(partial(TextInput, "abcdefgh", longest=5))
    async with app.run_test(size=SMALL) as pilot:
        field = app.query_one(TextInput)
        await pilot.press("x", "backspace")
        assert field.value == "abcdefg"
        field.load("abcd")
        await pilot.press("x", "y")
        assert field.value == "abcdx"


@pytest.mark.parametrize(
    ("text", "multiline", "expected"),
    [
        ("Ali", False, "Ali"),
        (" Ali ", False, " Ali "),
        ("a\tb\nc", False, "a b c"),
        ("a\r\nb\n\nc\n", True, "a\nb\n\nc"),
        ("\x1b[31mrot\u202e", True, "[31mrot"),
        ("\n\n", False, ""),
    ],
)
def test_pasted_text_is_cleaned_but_words_stay_apart(
    text: str,
    multiline: bool,  # noqa: FBT001 - given by the list above
    expected: str,
) -> None:
    assert pasted(text, 100, multiline=multiline)[0] == expected


def test_pasted_text_that_no_file_can_keep_is_refused_with_its_place() -> None:
    text, notice = pasted("abc\x00d", 100, multiline=True)
    assert text == ""
    assert "Zeichen 4" in notice


async def test_a_note_takes_pasted_lines_tab_leaves_it_and_undo_works() -> None:
    app = Host(partial(NoteArea, "Alt", id="one"), partial(TextInput, id="two"))
    async with app.run_test(size=SMALL) as pilot:
        note = app.query_one("#one", NoteArea)
        note.focus()
        note.move_cursor(note.document.end)
        note.post_message(events.Paste(" eins\r\nzwei\x1b[31m"))
        await pilot.pause()
        assert note.value == "Alt eins\nzwei[31m"
        await pilot.press("ctrl+z")
        assert note.value == "Alt"
        await pilot.press("ctrl+a", "N")
        assert note.value == "N"
        await pilot.press("tab")
        assert app.focused is app.query_one("#two")


async def test_a_toggle_knows_yes_no_and_not_stated() -> None:
    app = Host(
        partial(Toggle, "Zeugnis kopiert", id="box"), partial(Toggle, open_ended=True, value=None)
    )
    async with app.run_test(size=SMALL, message_hook=app.hear) as pilot:
        assert "[ ] Zeugnis kopiert\n[·] keine Angabe" in frame(app)
        await pilot.press("space", "tab", "j")
        assert "[x] Zeugnis kopiert\n[x] ja" in frame(app)
        await pilot.press("n")
        assert "[ ] nein" in frame(app)
        await pilot.press("backspace")
        assert "[·] keine Angabe" in frame(app)
        await pilot.click("#box")
        assert app.query_one("#box", Toggle).value is False
        assert [message.value for message in app.of(Toggle.Changed)] == [
            True,
            True,
            False,
            None,
            False,
        ]
