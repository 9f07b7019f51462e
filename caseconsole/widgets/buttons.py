"""Things to click or to press Enter on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from textual.widgets import Button as TextualButton

from caseconsole.widgets.display import Shown, plain

if TYPE_CHECKING:
    from textual.content import Content, ContentText

Variant = Literal["default", "primary", "success", "warning", "error"]


class Button(TextualButton):
    """A button of one line whose label is shown literally.

    Args:
        label: what it does.
        variant: its colour; the label must say the same.
        id: id of the widget.
        classes: CSS classes.
        disabled: whether it can be pressed.
    """

    def __init__(
        self,
        label: Shown,
        *,
        variant: Variant = "default",
        id: str | None = None,
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(
            plain(label),
            variant=variant,
            id=id,
            classes=classes,
            disabled=disabled,
            compact=True,
        )
        self.active_effect_duration = 0

    def validate_label(self, label: ContentText) -> Content:
        """Show any later label literally, too."""
        return plain(label) if isinstance(label, str) else super().validate_label(label)
