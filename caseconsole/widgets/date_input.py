"""A day typed freely, with what was understood shown beside it."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.strip import Strip

from caseconsole import clock
from caseconsole.days import PartialDay, format_day, format_understood, parse_day, parse_partial
from caseconsole.errors import InputError
from caseconsole.i18n import _
from caseconsole.text import show
from caseconsole.widgets.signs import signs
from caseconsole.widgets.text_input import TextInput

_LONGEST = 40


class DateInput(TextInput):
    """A day; ``1.2.``, ``010226``, ``heute``, ``+14`` and ``mo`` are understood.

    Leaving the field writes the day out. What is not understood stays as it was typed.

    Args:
        value: day, partial day or typed text to begin with.
        partial: whether month or year alone are enough, as for a birth date.
        ahead: whether something is planned for the day: without a year it is the next such day,
            and one that is over is pointed out.
        placeholder: what stands in the empty field.
        id: id of the widget.
        classes: CSS classes.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"date-input--understood", "date-input--wrong"}

    def __init__(
        self,
        value: dt.date | PartialDay | str | None = None,
        *,
        partial: bool = False,
        ahead: bool = False,
        placeholder: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        self.partial = partial
        self.ahead = ahead
        super().__init__(
            _written(value), placeholder=placeholder, longest=_LONGEST, id=id, classes=classes
        )

    @property
    def day(self) -> dt.date | None:
        """The day as understood; ``None`` for an empty field or one not understood."""
        found = self._parse()
        return found.day if isinstance(found, PartialDay) else found

    @property
    def partial_day(self) -> PartialDay | None:
        """The day with its precision; ``None`` for an empty field or one not understood."""
        found = self._parse()
        return PartialDay(found) if isinstance(found, dt.date) else found

    @property
    def problem(self) -> str:
        """Why the text is no day; empty where it is one or the field is empty."""
        try:
            self._understand()
        except InputError as error:
            return str(error)
        return ""

    def load(self, value: dt.date | PartialDay | str | None) -> None:
        """Show another day, or a text as it was typed."""
        super().load(_written(value))

    def _understand(self) -> dt.date | PartialDay | None:
        typed = self.value.strip()
        if not typed:
            return None
        today = clock.today()
        if self.partial:
            return parse_partial(typed, today)
        return parse_day(typed, today, ahead=self.ahead)

    def _parse(self) -> dt.date | PartialDay | None:
        try:
            return self._understand()
        except InputError:
            return None

    def on_focus(self, event: events.Focus) -> None:
        """Let typing replace the day; not where only the window came back to the front."""
        if not event.from_app_focus:
            self.select_all()

    def on_blur(self, event: events.Blur) -> None:
        """Write the day out as it was understood."""
        del event
        found = self._parse()
        if found is not None and self.value != _written(found):
            self.value = _written(found)
            self.cursor_position = len(self.value)

    @property
    def _is_over(self) -> bool:
        """Whether something is planned for a day that is over."""
        return self.ahead and self.day is not None and self.day < clock.today()

    @property
    def hint(self) -> str:
        """What stands beside the typed text: the day as understood, or that it is none."""
        typed = self.value.strip()
        if not typed:
            return ""
        found = self._parse()
        if found is None:
            return _("kein Tag")
        if isinstance(found, PartialDay) and found.precision != "day":
            return _("nur Jahr") if found.precision == "year" else _("nur Monat")
        day = found.day if isinstance(found, PartialDay) else found
        if self._is_over:
            return _("liegt in der Vergangenheit")
        understood = format_understood(day)
        if typed == format_day(day):
            return understood.split()[0]
        return f"{signs().understood} {understood}"

    def render_line(self, y: int) -> Strip:
        """The typed text, and beside it the hint if it fits."""
        strip = super().render_line(y)
        width = self.scrollable_content_region.width
        start = self.content_width + 1
        hint = show(self.hint)
        if self._is_over and start + cell_len(hint) > width:
            hint = _("vorbei")
        if y or not hint or start + cell_len(hint) > width:
            return strip
        is_wrong = self._parse() is None or self._is_over
        component = "date-input--wrong" if is_wrong else "date-input--understood"
        style = self.get_component_rich_style(component)
        base = self.rich_style
        parts = [*strip.crop(0, start), Segment(hint, base + style)]
        return Strip(parts).adjust_cell_length(width, base)


def _written(value: dt.date | PartialDay | str | None) -> str:
    if value is None:
        return ""
    return format_day(value) if isinstance(value, dt.date) else str(value)
