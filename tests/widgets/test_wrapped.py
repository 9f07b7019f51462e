"""Rows that take as many lines as their words need."""

from __future__ import annotations

import pytest
from textual.content import Content

from caseconsole.widgets import WrappedTable, plain
from tests.frames import SMALL, escapes, frame
from tests.host import HOSTILE, Host

Row = tuple[int, str, str]
"""Key, group, words."""

SHORT: list[Row] = [(1, "a", "eins"), (2, "a", "zwei"), (3, "b", "drei")]


def lines(row: Row, width: int) -> list[Content]:
    """The words, broken at the width."""
    return list(plain(row[2]).wrap(width)) or [Content("")]


def table() -> WrappedTable[Row]:
    """A table of such rows."""
    return WrappedTable(
        lines,
        key=lambda row: row[0],
        group=lambda row: row[1],
        heading=lambda row, width: plain(f"{row[1]}{'.' * (width - 2)}|"),
        empty="Nichts da.",
        id="rows",
    )


async def test_headings_stand_above_the_rows_and_fill_the_line() -> None:
    app = Host(table)
    async with app.run_test(size=(20, 10)) as pilot:
        app.query_one(WrappedTable).replace(SHORT)
        await pilot.pause()
        shown = frame(app).splitlines()
        assert [line.strip(" |.") for line in shown[:5]] == ["a", "▸ eins", "zwei", "b", "drei"]
        assert shown[0].endswith("|")


@pytest.mark.parametrize("width", [30, 80])
async def test_no_word_is_cut_and_the_cursor_goes_by_rows(width: int) -> None:
    words = " ".join(f"Wort{number}" for number in range(40))
    app = Host(table)
    async with app.run_test(size=(width, 40)) as pilot:
        shown = app.query_one(WrappedTable)
        shown.replace([(1, "a", words), (2, "a", "Ende")])
        shown.focus()
        await pilot.pause()
        assert set(words.split()) <= set(frame(app).split())
        await pilot.press("down")
        assert shown.current_key == 2
        last = next(line for line in frame(app).splitlines() if "Ende" in line)
        assert last.startswith("▸")


async def test_rows_are_laid_out_anew_when_the_window_changes() -> None:
    words = " ".join(f"Wort{number}" for number in range(12))
    app = Host(table)
    async with app.run_test(size=SMALL) as pilot:
        app.query_one(WrappedTable).replace([(1, "a", words)])
        await pilot.pause()
        wide = [line for line in frame(app).splitlines() if "Wort" in line]
        await pilot.resize_terminal(24, 24)
        await pilot.pause()
        narrow = [line for line in frame(app).splitlines() if "Wort" in line]
        assert len(narrow) > len(wide)
        assert set(words.split()) <= set(frame(app).split())


async def test_the_line_under_the_cursor_is_scrolled_into_view_whole() -> None:
    rows = [(number, "a", f"Nummer{number} " * 8) for number in range(9)]
    app = Host(table)
    async with app.run_test(size=(30, 10)) as pilot:
        shown = app.query_one(WrappedTable)
        shown.replace(rows)
        shown.focus()
        await pilot.press("end")
        await pilot.pause()
        assert frame(app).count("Nummer8") == 8
        await pilot.press("home")
        await pilot.pause()
        assert frame(app).count("Nummer0") == 8


async def test_hostile_words_stand_there_literally() -> None:
    app = Host(table)
    async with app.run_test(size=(60, 60)) as pilot:
        rows = [(number, "a", f"Z {text}") for number, text in enumerate(HOSTILE)]
        app.query_one(WrappedTable).replace(rows)
        await pilot.pause()
        assert "Z [/foo]" in frame(app)
        assert not escapes(app)
