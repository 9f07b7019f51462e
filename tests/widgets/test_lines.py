"""The line of keys, the line of tabs, bars, signs and themes."""

from __future__ import annotations

import pytest
from textual.binding import Binding
from textual.color import Color

from caseconsole.widgets import (
    FooterBar,
    TabBar,
    Text,
    bar,
    key_name,
    signs,
    spark,
    themes,
    use_ascii,
)
from tests.frames import SMALL, frame
from tests.host import Host

KEYS = (
    ("enter", "Akte"),
    ("n", "neuer Fall"),
    ("f2", "Kontakt"),
    ("1", "Filter"),
    ("c", "Spalten"),
    ("x", "Liste"),
    ("f12", "Sperre"),
    ("f1", "Hilfe"),
)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("ctrl+s", "Strg+S"),
        ("f1", "F1"),
        ("enter", "Enter"),
        ("slash", "/"),
        ("b", "b"),
        ("shift+tab", "Umschalt+Tab"),
        ("ctrl+pagedown", "Strg+Bild↓"),
        ("+", "+"),
    ],
)
def test_keys_are_called_as_german_keyboards_do(key: str, name: str) -> None:
    assert key_name(key) == name


async def test_the_key_line_shows_seven_whole_entries_and_always_the_help() -> None:
    app = Host(FooterBar(KEYS))
    async with app.run_test(size=(120, 24)) as pilot:
        line = " Enter Akte  n neuer Fall  F2 Kontakt  1 Filter  c Spalten  x Liste  F1 Hilfe"
        assert frame(app).splitlines()[-1] == line
        await pilot.resize_terminal(50, 24)
        await pilot.pause()
        assert frame(app).splitlines()[-1] == " Enter Akte  n neuer Fall  F2 Kontakt  F1 Hilfe"
        app.query_one(FooterBar).show_keys([("f10", "zurück")])
        await pilot.pause()
        assert frame(app).splitlines()[-1] == " F10 zurück"


class Pressed(Host):
    """Counts one key."""

    BINDINGS = [Binding("f2", "count")]  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__(FooterBar(KEYS))
        self.count = 0

    def action_count(self) -> None:
        self.count += 1


async def test_a_click_on_an_entry_presses_its_key() -> None:
    app = Pressed()
    async with app.run_test(size=SMALL) as pilot:
        await pilot.click("FooterBar", offset=(30, 0))
        await pilot.pause()
        assert app.count == 1


async def test_tabs_are_chosen_by_arrows_and_by_mouse_and_marked_without_colour() -> None:
    app = Host(TabBar([("o", "1 Übersicht"), ("p", "2 Plan")]))
    async with app.run_test(size=SMALL, message_hook=app.hear) as pilot:
        tabs = app.query_one(TabBar)
        assert frame(app).splitlines()[0] == "[1 Übersicht] 2 Plan"
        await pilot.press("right")
        assert frame(app).splitlines()[0] == " 1 Übersicht [2 Plan]"
        await pilot.press("right")
        await pilot.click("TabBar", offset=(16, 0))
        tabs.set_mark("o", "!")
        await pilot.pause()
        assert frame(app).splitlines()[0] == " 1 Übersicht ! [2 Plan]"
        assert [message.key for message in app.of(TabBar.Chosen)] == ["p", "o", "p"]


def test_a_bar_is_as_long_as_its_share_and_never_hides_a_number() -> None:
    assert bar(10, 10, 20) == "█" * 20
    assert bar(5, 10, 20) == "█" * 10
    assert bar(1, 40, 20) == "▌"
    assert bar(1, 10_000, 20) == "▌"
    assert bar(0, 10, 20) == ""
    assert bar(5, 0, 20) == ""
    assert bar(20, 10, 4) == "████"


def test_a_course_shows_levels_and_gaps() -> None:
    assert spark([0, 1, 2, 3, 4]) == "▁▂▃▅▆"
    assert spark([None, 4, 99, -1]) == "·▆▆▁"


async def test_old_consoles_get_ascii_signs() -> None:
    use_ascii(True)
    try:
        app = Host(Text(bar(1, 2, 20)), TabBar([("o", "A")]))
        async with app.run_test(size=SMALL):
            assert frame(app).isascii()
            assert spark([0, 4]) == "04"
    finally:
        use_ascii(False)
    assert signs().cursor == "▸"


@pytest.mark.parametrize("name", [name for name, _label in themes.LABELS])
async def test_every_theme_is_readable(name: str) -> None:
    app = Host()
    async with app.run_test(size=SMALL):
        app.theme = name
        colours = app.get_css_variables()
        backgrounds = [Color.parse(colours[key]) for key in ("background", "surface", "panel")]
        least = 7.0 if name == themes.HIGH_CONTRAST else 4.5
        for ground in backgrounds:
            for key in ("foreground", "text-error", "text-warning", "text-success", "text-accent"):
                text = Color.parse(colours[key])
                assert contrast(ground, ground + text) >= least, (key, ground)


def contrast(one: Color, other: Color) -> float:
    """Contrast ratio of WCAG 2.2, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Color) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.normalized
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
