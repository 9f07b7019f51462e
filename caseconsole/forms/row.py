"""One field of a form: label, widget, and a message under it."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, ClassVar

from textual.strip import Strip
from textual.widget import Widget

from caseconsole.fields import Kind
from caseconsole.forms.controls import Control, make_control
from caseconsole.text import show
from caseconsole.widgets import Shown, plain, signs
from caseconsole.widgets.columns import fit

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from caseconsole.fields import FieldSpec
    from caseconsole.forms.raw import Raw

_MARKS = 2
_USUAL_WIDTH = 78


class FieldRow(Widget):
    """Draws label and message itself, so that a field costs two widgets and not five.

    Args:
        spec: the field.
        raw: what stands in it.
        label_width: cells that the labels of the group take.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "field-row--label",
        "field-row--changed",
        "field-row--problem",
    }

    def __init__(self, spec: FieldSpec, raw: Raw, label_width: int) -> None:
        note = spec.ui.kind is Kind.NOTE
        super().__init__(classes="-note" if note else "")
        self.spec = spec
        self.control: Control = make_control(spec, raw)
        self._label_width = label_width
        self._above = int(note)
        self._changed = False
        self._problem = ""
        self._message: list[str] = []

    @property
    def problem(self) -> str:
        """The message under the field."""
        return self._problem

    @property
    def help_text(self) -> str:
        """What F1 says about the field."""
        return self.spec.help

    def compose(self) -> ComposeResult:
        """Place the widget beside its label, or under it where it needs the width."""
        self._place()
        yield self.control

    def _place(self) -> None:
        self.control.styles.margin = (self._above, 0, len(self._message), self._left)

    @property
    def _left(self) -> int:
        return _MARKS if self._above else self._label_width

    def _wrap(self) -> None:
        """Break the message into lines, and make space for them."""
        width = (self.size.width or _USUAL_WIDTH) - self._left
        text = f"! {show(self._problem)}" if self._problem else ""
        lines = textwrap.wrap(text, max(10, width), subsequent_indent="  ")
        if lines != self._message:
            self._message = lines
            self._place()
            self.refresh(layout=True)

    def on_resize(self) -> None:
        """Break the message anew."""
        self._wrap()

    def show_state(self, *, changed: bool, problem: str) -> None:
        """Draw the mark of a change and the message."""
        if (changed, problem) == (self._changed, self._problem):
            return
        self._changed, self._problem = changed, problem
        self.control.set_class(bool(problem), "-wrong")
        self._wrap()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The label on the first line and the message on the last ones."""
        width = self.size.width
        if y == 0:
            return self._draw_label(width)
        line = y - self.size.height + len(self._message)
        if line < 0:
            return Strip.blank(width, self.rich_style)
        text = fit(self._message[line], max(0, width - self._left))
        return self._strip([" " * self._left, text], width, "field-row--problem")

    def _draw_label(self, width: int) -> Strip:
        label = show(self.spec.label) + (" *" if self.spec.ui.required else "")
        space = width if self._above else self._label_width - 1
        sign = signs().changed if self._changed else " "
        component = "field-row--changed" if self._changed else "field-row--label"
        return self._strip([f"{sign} ", fit(label, max(0, space - _MARKS))], width, component)

    def _strip(self, parts: list[Shown], width: int, component: str) -> Strip:
        style = self.get_visual_style(component)
        segments = [piece for part in parts for piece in plain(part).render_segments(style)]
        return Strip(segments).adjust_cell_length(width, self.rich_style)
