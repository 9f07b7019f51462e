"""The four themes; state is a word or sign in each of them, colour only repeats it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.theme import Theme

from caseconsole.i18n import N_

if TYPE_CHECKING:
    from textual.app import App

DARK = "caseconsole-dark"
LIGHT = "caseconsole-light"
HIGH_CONTRAST = "caseconsole-contrast"
COLOUR_BLIND = "caseconsole-colourblind"

LABELS: tuple[tuple[str, str], ...] = (
    (DARK, N_("Dunkel")),
    (LIGHT, N_("Hell")),
    (HIGH_CONTRAST, N_("Hoher Kontrast")),
    (COLOUR_BLIND, N_("Für Farbfehlsichtige")),
)
"""Name and German label of each theme, in the order offered; the first is the default."""

# The colour-blind theme tells states apart by blue, orange and lightness (Okabe and Ito), never by
# red against green.
_THEMES = (
    Theme(
        name=DARK, dark=True, primary="#5b9bd5", secondary="#7a8ea6", accent="#7cc4e8",
        success="#7fbf7f", warning="#e0b050", error="#e07a70", foreground="#dde3e8",
        background="#15191d", surface="#1b2025", panel="#252c33",
    ),
    Theme(
        name=LIGHT, dark=False, primary="#1f5f99", secondary="#5a6b7d", accent="#0b6a88",
        success="#276b2c", warning="#8a5a00", error="#a82a20", foreground="#1c2126",
        background="#fbfbf9", surface="#f2f2ee", panel="#e4e5e0",
    ),
    Theme(
        name=HIGH_CONTRAST, dark=True, primary="#ffff00", secondary="#ffffff", accent="#00ffff",
        success="#00ff00", warning="#ffff00", error="#ff8080", foreground="#ffffff",
        background="#000000", surface="#000000", panel="#202020", text_alpha=1.0,
        variables={
            "block-cursor-background": "#ffff00", "block-cursor-foreground": "#000000",
            "text-muted": "#ffffff", "text-disabled": "#d0d0d0",
        },
    ),
    Theme(
        name=COLOUR_BLIND, dark=True, primary="#56b4e9", secondary="#8fa3b5", accent="#56b4e9",
        success="#56b4e9", warning="#f0e442", error="#e69f00", foreground="#e6e6e6",
        background="#161616", surface="#1d1d1d", panel="#292929",
    ),
)  # fmt: skip


def register(app: App[Any]) -> None:
    """Make the four themes known to ``app``; the caller chooses one of them."""
    for theme in _THEMES:
        app.register_theme(theme)
