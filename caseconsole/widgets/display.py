"""Showing text: every string from data passes ``plain`` and nothing here parses markup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from textual.app import App
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from caseconsole.text import show
from caseconsole.widgets.signs import signs

if TYPE_CHECKING:
    from textual.visual import VisualType

Shown = str | Content
"""What the house widgets take: a string, shown literally, or content made by ``plain``."""

Severity = Literal["information", "warning", "error"]

Kind = Literal["good", "warn", "bad", "quiet", "accent", "strong"]

_STYLES: dict[str, str] = {
    "good": "$text-success",
    "warn": "$text-warning bold",
    "bad": "$text-error bold",
    "quiet": "$text-muted",
    "accent": "$text-accent",
    "strong": "bold",
}


def plain(text: Shown, *, style: str = "", multiline: bool = False) -> Content:
    """``text`` as content that a widget shows literally.

    Args:
        text: any string, however hostile; content is returned as it is.
        style: a Textual style such as ``bold`` or ``$text-error``; never from data.
        multiline: keep line breaks; otherwise they become ``⏎``.
    """
    if isinstance(text, Content):
        return text
    shown = show(text, multiline=multiline)
    return Content.styled(shown, style) if style else Content(shown)


def mark(text: str, kind: Kind) -> Content:
    """``text`` in the colour of a state; the word or sign itself must carry the meaning."""
    return plain(text, style=_STYLES[kind])


def tell(
    where: App[Any] | Widget,
    text: str,
    severity: Severity = "information",
    *,
    timeout: float | None = None,
) -> None:
    """Show a short message that needs no answer; it vanishes by itself after some seconds."""
    app = where if isinstance(where, App) else where.app
    app.notify(show(text, multiline=True), severity=severity, timeout=timeout, markup=False)


class Text(Static):
    """Text of one or more lines, wrapped at words.

    Args:
        text: a string, shown literally with its line breaks, or content.
        id: id of the widget.
        classes: CSS classes.
    """

    def __init__(
        self, text: Shown = "", *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(self._content(text), markup=False, id=id, classes=classes)

    def _content(self, text: Shown) -> Content:
        return plain(text, multiline=True)

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        """Show ``content`` instead; a string is shown literally."""
        if isinstance(content, str):
            content = self._content(content)
        super().update(content, layout=layout)


class Label(Text):
    """A text that is as wide as its words."""


class Line(Text):
    """One line that is cut with an ellipsis where the space ends."""

    def _content(self, text: Shown) -> Content:
        return plain(text)


class Rule(Widget):
    """A thin horizontal line."""

    def render_line(self, y: int) -> Strip:
        """The line itself, or blank below it."""
        if y:
            return Strip.blank(self.size.width, self.rich_style)
        text = Content(signs().line * self.size.width)
        return Strip(text.render_segments(self.visual_style), self.size.width)
