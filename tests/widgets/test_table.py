"""The table draws what is in view, whatever the length of the list and the width of the letters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual import events
from textual.content import Content

from caseconsole.text import show
from caseconsole.widgets import Column, RecordTable, mark
from caseconsole.widgets.columns import MARK_WIDTH, column_widths, fit
from tests.frames import SMALL, WIDE, frame
from tests.host import HOSTILE, Host

Row = tuple[int, str, str]

COLUMNS = (
    Column("number", "Nummer", width=9, sort=lambda row: row[1]),
    Column("name", "Name", sort=lambda row: row[2]),
)
ROWS: list[Row] = [
    (1, "2024-017", "Cem"),
    (2, "2026-009", "Anna"),
    (3, "2023-020", "Berta"),
]

cell_texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40))


@given(cell_texts, st.integers(0, 30), st.sampled_from(["left", "right"]))
def test_a_cell_is_exactly_as_wide_as_its_column(text: str, width: int, align: str) -> None:
    assert cell_len(fit(text, width, align).plain) == width
    assert fit(Content(show(text)), width, align).cell_length == width


@given(st.text(alphabet="abcäöüß ", max_size=20), st.integers(20, 30))
def test_a_cell_that_fits_keeps_its_text(text: str, width: int) -> None:
    assert fit(text, width).plain == text.ljust(width)
    assert fit(text, width, "right").plain == text.rjust(width)


def test_a_cell_that_does_not_fit_ends_with_an_ellipsis() -> None:
    assert fit("Musterstadt", 6).plain == "Muste…"
    assert fit("王小明", 5).plain == "王小…"
    assert fit("王小明", 4).plain == "王 …"


@given(
    st.lists(
        st.builds(
            Column,
            key=st.just("k"),
            title=st.just("T"),
            width=st.integers(0, 40),
            fraction=st.integers(1, 4),
            from_width=st.sampled_from([0, 100]),
        ),
        min_size=1,
        max_size=8,
    ),
    st.integers(1, 200),
)
def test_columns_never_need_more_than_the_table_has(columns: list[Column], total: int) -> None:
    widths = column_widths(columns, total)
    gaps = max(0, sum(total >= column.from_width for column in columns) - 1)
    assert all(width >= 0 for width in widths)
    assert sum(widths) <= max(0, total - MARK_WIDTH - gaps)
    if any(not column.width and total >= column.from_width for column in columns):
        wanted = sum(c.width for c in columns if total >= c.from_width)
        assert sum(widths) == max(0, total - MARK_WIDTH - gaps) or wanted > total


def test_shares_follow_the_fractions_and_use_every_cell() -> None:
    columns = [Column("a", "A", width=10), Column("b", "B", fraction=2), Column("c", "C")]
    assert column_widths(columns, MARK_WIDTH + 10 + 2 + 60) == [10, 40, 20]


def test_a_column_for_wide_terminals_is_left_out_on_narrow_ones() -> None:
    columns = [Column("a", "A"), Column("b", "B", width=10, from_width=100)]
    assert column_widths(columns, 80) == [78, 0]
    assert column_widths(columns, 100) == [87, 10]


async def test_heading_cursor_and_cells_stand_in_columns() -> None:
    table: RecordTable[Row] = RecordTable(COLUMNS)
    app = Host(table)
    async with app.run_test(size=SMALL) as pilot:
        table.replace(ROWS)
        await pilot.pause()
        assert frame(app).splitlines()[:4] == [
            "  Nummer    Name",
            "▸ 2024-017  Cem",
            "  2026-009  Anna",
            "  2023-020  Berta",
        ]


async def test_a_hundred_thousand_rows_cost_what_is_in_view() -> None:
    drawn: list[int] = []

    def cells(row: int) -> tuple[str, str]:
        drawn.append(row)
        return (f"N{row}", f"Name {row}")

    table: RecordTable[int] = RecordTable(COLUMNS, cells=cells, key=lambda row: row)
    app = Host(table)
    async with app.run_test(size=SMALL) as pilot:
        table.replace(range(100_000))
        await pilot.press("end", "pageup")
        assert "N99977" in frame(app)
        assert table.current == 99_999 - 22
        assert len(drawn) < 300


async def test_keys_move_the_cursor_and_stop_at_both_ends() -> None:
    table: RecordTable[int] = RecordTable(
        [Column("n", "N")], cells=lambda row: (str(row),), key=lambda row: row
    )
    app = Host(table)
    async with app.run_test(size=SMALL) as pilot:
        table.replace(range(100))
        seen = []
        for key in ("up", "down", "pagedown", "end", "down", "home", "pageup"):
            await pilot.press(key)
            seen.append(table.cursor)
        assert seen == [0, 1, 23, 99, 99, 0, 0]


async def test_enter_and_double_click_choose_and_one_click_goes_there() -> None:
    table: RecordTable[Row] = RecordTable(COLUMNS)
    app = Host(table)
    async with app.run_test(size=SMALL, message_hook=app.hear) as pilot:
        table.replace(ROWS)
        await pilot.click("RecordTable", offset=(20, 3))
        assert table.current_key == 3
        assert app.of(RecordTable.RowChosen) == []
        await pilot.press("enter")
        await pilot.click("RecordTable", offset=(20, 2), times=2)
        assert [message.key for message in app.of(RecordTable.RowChosen)] == [3, 2]
        assert app.of(RecordTable.RowHighlighted)[-1].row == ROWS[1]


async def test_the_heading_and_the_keys_sort_and_the_cursor_stays_on_its_row() -> None:
    table: RecordTable[Row] = RecordTable(COLUMNS)
    app = Host(table)
    async with app.run_test(size=SMALL, message_hook=app.hear) as pilot:
        table.replace(ROWS)
        await pilot.click("RecordTable", offset=(14, 0))
        assert [row[2] for row in table.rows] == ["Anna", "Berta", "Cem"]
        assert table.current_key == 1
        assert "Name ▲" in frame(app)
        await pilot.press("greater_than_sign")
        assert [row[2] for row in table.rows] == ["Cem", "Berta", "Anna"]
        assert "Name ▼" in frame(app)
        await pilot.press("less_than_sign")
        assert [row[0] for row in table.rows] == [3, 1, 2]
        table.replace([*ROWS, (4, "2022-001", "Dora")])
        assert [row[0] for row in table.rows] == [4, 3, 1, 2]
        assert [(m.key, m.reverse) for m in app.of(RecordTable.Sorted)] == [
            ("name", False),
            ("name", True),
            ("number", False),
        ]


async def test_new_rows_keep_the_cursor_on_its_record_or_put_it_where_asked() -> None:
    table: RecordTable[Row] = RecordTable(COLUMNS)
    app = Host(table)
    async with app.run_test(size=SMALL):
        table.replace(ROWS)
        table.move_to(2)
        table.replace(list(reversed(ROWS)))
        assert table.current_key == 2
        table.replace(ROWS, keep_key=3)
        assert table.current_key == 3
        table.replace(ROWS, reset=True)
        assert table.current_key == 1
        table.move_to(3)
        table.replace(ROWS[:2])
        assert table.current_key == 1
        table.replace([])
        assert (table.current, table.current_key, table.cursor) == (None, None, -1)
        assert not table.move_to(1)


async def test_an_empty_table_says_what_to_do_and_enter_does_nothing() -> None:
    table: RecordTable[Row] = RecordTable(COLUMNS, empty="Noch kein Fall. n legt einen an.")
    app = Host(table)
    async with app.run_test(size=SMALL, message_hook=app.hear) as pilot:
        await pilot.press("enter", "down", "pagedown", "end", "greater_than_sign")
        assert "Noch kein Fall. n legt einen an." in frame(app)
        assert app.of(RecordTable.RowChosen) == []


async def test_groups_and_second_lines_stand_with_their_rows() -> None:
    table: RecordTable[Row] = RecordTable(
        COLUMNS,
        note=lambda row: "Schreibweise: Annah" if row[0] == 2 else "",
        group=lambda row: "Überfällig 2" if row[0] < 3 else "Heute 1",
    )
    app = Host(table)
    async with app.run_test(size=SMALL) as pilot:
        table.replace(ROWS)
        await pilot.pause()
        assert frame(app).splitlines()[1:7] == [
            " Überfällig 2",
            "▸ 2024-017  Cem",
            "  2026-009  Anna",
            "    Schreibweise: Annah",
            " Heute 1",
            "  2023-020  Berta",
        ]
        await pilot.click("RecordTable", offset=(10, 4))
        assert table.current_key == 2
        await pilot.click("RecordTable", offset=(10, 6))
        assert table.current_key == 3


async def test_the_cursor_is_in_view_with_its_group_and_its_second_line() -> None:
    table: RecordTable[int] = RecordTable(
        [Column("n", "N")],
        cells=lambda row: (f"Zeile {row}",),
        key=lambda row: row,
        note=lambda row: f"Grund {row}",
        group=lambda row: f"Gruppe {row // 10}",
    )
    app = Host(table)
    async with app.run_test(size=SMALL) as pilot:
        table.replace(range(60))
        for row in (59, 0, 30, 9, 20):
            table.cursor = row
            await pilot.pause()
            drawn = frame(app)
            assert f"▸ Zeile {row}\n    Grund {row}" in drawn
            if row % 10 == 0:
                assert f"Gruppe {row // 10}\n▸" in drawn


async def test_a_state_is_readable_without_its_colour() -> None:
    table: RecordTable[int] = RecordTable(
        [Column("n", "Plan")],
        cells=lambda _row: (Content("v3 ") + mark("!", "bad"),),
        key=lambda row: row,
    )
    app = Host(table)
    async with app.run_test(size=SMALL) as pilot:
        table.replace([1])
        await pilot.pause()
        assert "▸ v3 !" in frame(app)
        strip = table.render_line(1)
        colours = {seg.style.color for seg in strip if seg.style and seg.text == "!"}
        plain_colours = {seg.style.color for seg in strip if seg.style and "v3" in seg.text}
        assert colours != plain_colours


async def test_a_wider_terminal_shows_more_columns() -> None:
    table: RecordTable[Row] = RecordTable(
        [Column("a", "A"), Column("b", "Ort", width=12, from_width=100)],
    )
    app = Host(table)
    async with app.run_test(size=SMALL) as pilot:
        table.replace([(1, "a", "Oberdorf")])
        await pilot.pause()
        assert "Oberdorf" not in frame(app)
        await pilot.resize_terminal(*WIDE)
        await pilot.pause()
        assert "Oberdorf" in frame(app)


async def test_the_wheel_scrolls_without_moving_the_cursor() -> None:
    table: RecordTable[int] = RecordTable(
        [Column("n", "N")], cells=lambda row: (f"Zeile {row}",), key=lambda row: row
    )
    app = Host(table)
    async with app.run_test(size=SMALL) as pilot:
        table.replace(range(100))
        await pilot.pause()
        for _turn in range(10):
            table.post_message(events.MouseScrollDown(table, 5, 5, 0, 1, 0, False, False, False))
        await pilot.pause()
        drawn = frame(app)
        assert "Zeile 25" in drawn
        assert "Zeile 1\n" not in drawn
        assert table.cursor == 0
