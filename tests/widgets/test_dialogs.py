"""Questions can be answered and left with the keyboard and with the mouse."""

from __future__ import annotations

from typing import Any

import pytest
from textual.screen import Screen

from caseconsole.widgets import Ask, Confirm, Message
from tests.frames import SMALL, frame
from tests.host import Host


async def answer(dialog: Screen[Any], *keys: str) -> list[object]:
    """What the dialog gives back after ``keys``."""
    results: list[object] = []
    app = Host()
    async with app.run_test(size=SMALL) as pilot:
        app.push_screen(dialog, results.append)
        await pilot.pause()
        await pilot.press(*keys)
    return results


@pytest.mark.parametrize(
    ("keys", "result"),
    [
        (("enter",), "keep"),
        (("escape",), None),
        (("f10",), None),
        (("right", "enter"), "drop"),
        (("tab", "tab", "enter"), "keep"),
        (("v",), "drop"),
        (("x", "enter"), "keep"),
    ],
)
async def test_the_first_answer_is_the_default_and_a_letter_chooses(
    keys: tuple[str, ...], result: str | None
) -> None:
    question = Ask("Und der Text?", [("keep", "Behalten"), ("drop", "Verwerfen")])
    assert await answer(question, *keys) == [result]


@pytest.mark.parametrize(
    ("keys", "result"),
    [(("b",), ["keep"]), (("j",), ["save"]), (("v",), []), (("v", "enter"), ["drop"])],
)
async def test_a_letter_alone_drops_no_text(keys: tuple[str, ...], result: list[str]) -> None:
    answers = [("keep", "Behalten"), ("save", "Jetzt speichern"), ("drop", "Verwerfen")]
    question = Ask("Und der Text?", answers, drops="drop")
    assert await answer(question, *keys) == result


@pytest.mark.parametrize(
    ("keys", "result"),
    [
        (("enter",), False),
        (("left", "enter"), True),
        (("escape",), False),
        (("f10",), False),
    ],
)
async def test_a_confirmation_means_no_unless_yes_is_chosen(
    keys: tuple[str, ...],
    result: bool,  # noqa: FBT001 - given by the list above
) -> None:
    assert await answer(Confirm("Löschen?", danger=True), *keys) == [result]


@pytest.mark.parametrize("key", ["enter", "escape", "f10"])
async def test_a_message_closes_with_every_usual_key(key: str) -> None:
    assert await answer(Message("Nicht gespeichert", "Der Text ist noch da."), key) == [None]


async def test_a_message_can_be_copied() -> None:
    app = Host()
    async with app.run_test(size=SMALL) as pilot:
        app.push_screen(Message("Nicht gespeichert", "Der Text ist noch da."))
        await pilot.pause()
        await pilot.press("c")
        assert app.clipboard == "Nicht gespeichert\nDer Text ist noch da."


async def test_the_mouse_answers() -> None:
    results: list[object] = []
    app = Host()
    async with app.run_test(size=SMALL) as pilot:
        app.push_screen(Confirm("Löschen?"), results.append)
        await pilot.pause()
        await pilot.click("#yes")
        assert results == [True]


async def test_a_long_text_scrolls_and_the_buttons_stay_in_view() -> None:
    app = Host()
    async with app.run_test(size=SMALL) as pilot:
        app.push_screen(Message("Viel", "\n".join(f"Zeile {n}" for n in range(200))))
        await pilot.pause()
        drawn = frame(app)
        assert "Zeile 0" in drawn
        assert "Schließen" in drawn
