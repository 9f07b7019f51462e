"""What stands on the screen, as plain text; nothing else touches private Textual."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

SMALL = (80, 24)
WIDE = (120, 40)


def frame(app: App[Any]) -> str:
    """The visible screen, one line of text a row, blanks at the ends left out."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


def escapes(app: App[Any]) -> list[str]:
    """Every control character that drawing the screen would send as text."""
    strips = app.screen._compositor.render_strips()
    return [
        character
        for strip in strips
        for segment in strip
        for character in segment.text
        if ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0
    ]
