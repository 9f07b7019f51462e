"""Nothing in a string is a command: to markup, to the app, or to the terminal (F10-F12, C1-C6)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import pytest
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widget import Widget

from caseconsole.text import show
from caseconsole.widgets import (
    Ask,
    Button,
    Choice,
    Column,
    Confirm,
    DateInput,
    FooterBar,
    Label,
    Line,
    Message,
    MultiChoice,
    NoteArea,
    Option,
    RecordTable,
    TabBar,
    Text,
    TextInput,
    Toggle,
    TypeAhead,
    plain,
    tell,
)
from tests.frames import WIDE, escapes, frame
from tests.host import HOSTILE, Host

OVERRIDES = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
TALL = (120, 160)
BATCH = " | ".join(text for text in HOSTILE if "\n" not in text and len(text) < 20)
ATTACK = "[@click=app.delete('1')]Ali[/]"


def shown(app: Host) -> str:
    """The frame, after checking that drawing it commands the terminal nothing."""
    assert escapes(app) == []
    drawn = frame(app).replace("\u00a0", " ")
    assert not OVERRIDES & set(drawn)
    return drawn


async def none_found(typed: str) -> Sequence[Option]:
    del typed
    return ()


def loaded_area(text: str) -> NoteArea:
    area = NoteArea()
    area.load(text)
    return area


def table_of(text: str) -> RecordTable[tuple[str, str]]:
    table: RecordTable[tuple[str, str]] = RecordTable(
        [Column("a", text), Column("b", "B")],
        cells=lambda row: (row[1], plain(row[1])),
        note=lambda row: row[1],
        group=lambda row: row[1],
        classes="low",
    )
    table.styles.height = 5
    table.replace([("1", text)])
    return table


def empty_table(text: str) -> RecordTable[tuple[str, str]]:
    table: RecordTable[tuple[str, str]] = RecordTable([Column("a", "A")], empty=text)
    table.styles.height = 5
    return table


WIDGETS: dict[str, Callable[[str], Widget]] = {
    "line": TextInput,
    "day": DateInput,
    "note": loaded_area,
    "choice": lambda text: Choice([], value=text),
    "choices": lambda text: MultiChoice([], value=[text]),
    "look-up": lambda text: TypeAhead(none_found, value=Option("1", text)),
    "placeholder": lambda text: TextInput(placeholder=text),
    "note placeholder": lambda text: NoteArea(placeholder=text),
    "choice placeholder": lambda text: Choice([], placeholder=text),
    "text": Text,
    "one line": Line,
    "label": Label,
    "styled": lambda text: Text(plain(text, style="$text-error bold")),
    "button": lambda text: Horizontal(Button(text), classes="low"),
    "toggle": Toggle,
    "tabs": lambda text: TabBar([("a", text)]),
    "keys": lambda text: FooterBar([("f1", text)]),
    "table": table_of,
    "empty table": empty_table,
}


@pytest.mark.parametrize("kind", WIDGETS)
async def test_a_widget_shows_hostile_strings_literally(kind: str) -> None:
    app = Host(*(partial(WIDGETS[kind], text) for text in HOSTILE))
    async with app.run_test(size=TALL) as pilot:
        for bar in app.query(FooterBar):
            bar.styles.dock = "none"
        for widget in app.query(".low"):
            widget.styles.height = 5
        await pilot.pause()
        drawn = shown(app)
        for text in HOSTILE:
            for line in show(text, multiline=True).split("\n"):
                assert line.strip() in drawn, text


async def test_cells_notes_headings_and_groups_are_all_there() -> None:
    text = "[/b] Termin [abgesagt]"
    app = Host(partial(table_of, text))
    async with app.run_test(size=WIDE):
        assert shown(app).count(text) == 5


async def test_an_open_list_shows_options_hints_and_typed_words_literally() -> None:
    choice = Choice([(str(n), text, text) for n, text in enumerate(HOSTILE)])
    app = Host(choice)
    async with app.run_test(size=TALL) as pilot:
        choice.focus()
        drawn = ""
        for step in (1, 10, 10, 10):
            choice.action_step(step)
            await pilot.pause()
            drawn += shown(app)
        for text in HOSTILE:
            assert drawn.count(show(text).strip()) >= 2, text
        choice.typed = BATCH
        choice.refresh()
        await pilot.pause()
        assert show(BATCH)[:80] in shown(app)


@pytest.mark.parametrize(
    "dialog",
    [
        Ask(BATCH, [("a", HOSTILE[1]), ("b", HOSTILE[3])], detail=BATCH),
        Confirm(BATCH, yes=HOSTILE[2], no=HOSTILE[4], detail=BATCH),
        Message(BATCH, BATCH),
    ],
    ids=lambda dialog: type(dialog).__name__,
)
async def test_a_dialog_shows_hostile_strings_literally(dialog: Screen[object]) -> None:
    app = Host()
    async with app.run_test(size=WIDE) as pilot:
        app.push_screen(dialog)
        await pilot.pause()
        drawn = " ".join(line.strip(" │") for line in shown(app).splitlines())
        for text in BATCH.split(" | "):
            assert show(text).strip() in drawn, text


async def test_short_messages_are_shown_literally() -> None:
    app = Host(Text("Hintergrund"))
    async with app.run_test(size=TALL, notifications=True) as pilot:
        for text in HOSTILE:
            tell(app, text)
        await pilot.pause()
        drawn = shown(app)
        for text in HOSTILE:
            for line in show(text, multiline=True).split("\n"):
                assert line.strip() in drawn, text


async def test_a_click_on_a_name_with_an_action_runs_nothing() -> None:
    table: RecordTable[tuple[str, str]] = RecordTable([Column("a", "A")])
    app = Host(Text(ATTACK), Toggle(ATTACK), TabBar([("a", ATTACK)]), table)
    async with app.run_test(size=WIDE) as pilot:
        table.replace([("1", ATTACK)])
        await pilot.pause()
        for selector in ("Text", "Toggle", "TabBar"):
            await pilot.click(selector, offset=(28, 0))
        await pilot.click("RecordTable", offset=(30, 1))
        assert app.deleted == []
