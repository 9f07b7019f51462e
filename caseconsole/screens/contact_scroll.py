"""All contacts of a case as one text: drawn line by line, with a cursor on one contact."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from caseconsole.caseload.contacts import ContactRow
from caseconsole.i18n import N_, _, ngettext
from caseconsole.widgets import mark, plain, signs

_INDENT = "    "
_STEP = 3


class ContactScroll(ScrollView, can_focus=True):
    """The contacts with their whole text, newest first.

    Args:
        id: id of the widget.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "contact-scroll--heading",
        "contact-scroll--cursor",
        "contact-scroll--found",
    }
    DEFAULT_CSS = """
    ContactScroll { height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; }
    ContactScroll > .contact-scroll--heading { text-style: bold; }
    ContactScroll > .contact-scroll--cursor { background: $block-cursor-background;
        color: $block-cursor-foreground; text-style: bold; }
    ContactScroll > .contact-scroll--found { background: $warning 40%; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", N_("Weiter lesen"), show=False, id="scroll.down"),
        Binding("up", "move(-1)", N_("Zurück lesen"), show=False, id="scroll.up"),
        Binding("pagedown,space", "page(1)", N_("Seite runter"), show=False, id="scroll.page_down"),
        Binding("pageup", "page(-1)", N_("Seite hoch"), show=False, id="scroll.page_up"),
        Binding("home", "jump(0)", N_("Neuester Kontakt"), show=False, id="scroll.first"),
        Binding("end", "jump(-1)", N_("Ältester Kontakt"), show=False, id="scroll.last"),
        Binding("enter", "choose", N_("Öffnen"), show=False, id="scroll.choose"),
    ]

    cursor: reactive[int] = reactive(-1, init=False)
    """Index of the contact with the cursor; -1 where there is none."""

    class Chosen(Message):
        """A contact was chosen."""

        def __init__(self, contact_id: int) -> None:
            super().__init__()
            self.contact_id = contact_id

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._contacts: Sequence[ContactRow] = ()
        self._client = ""
        self._words: tuple[str, ...] = ()
        self._empty = ""
        self._starts: list[int] = []
        self._lines: list[Content] = []
        self._wrapped_at = -1

    def show(
        self, contacts: Sequence[ContactRow], *, words: str, empty: str, client: str = ""
    ) -> None:
        """Show other contacts; the cursor stays on the same one where it is still there.

        Args:
            contacts: newest first.
            words: what was searched for; it is marked in the text.
            empty: what to say where there is none.
            client: name of the client, who need not be named at each contact.
        """
        current = self.current
        self._contacts, self._empty, self._client = contacts, empty, client
        self._words = tuple(words.split())
        self._wrapped_at = -1
        ids = [contact.id for contact in contacts]
        kept = ids.index(current.id) if current is not None and current.id in ids else 0
        self.set_reactive(ContactScroll.cursor, kept if ids else -1)
        self._wrap()
        self._show_cursor()
        self.refresh()

    @property
    def current(self) -> ContactRow | None:
        """The contact with the cursor."""
        return self._contacts[self.cursor] if 0 <= self.cursor < len(self._contacts) else None

    # ------------------------------------------------------------------ lines

    def _wrap(self) -> None:
        """Break all texts into lines for the width; done once a width."""
        width = self.scrollable_content_region.width
        if width == self._wrapped_at or width <= len(_INDENT):
            return
        self._wrapped_at = width
        self._starts, self._lines = [], []
        for contact in self._contacts:
            self._starts.append(len(self._lines))
            self._lines.append(heading_of(contact))
            about = about_of(contact, self._client)
            if about:
                self._lines.append(about)
            text = plain(contact.text.strip(), multiline=True)
            if text.plain:
                self._lines += [self._marked(line) for line in text.wrap(width - len(_INDENT) - 1)]
            self._lines.append(Content(""))
        self.virtual_size = Size(width, max(1, len(self._lines) - 1))

    def _marked(self, line: Content) -> Content:
        if not self._words:
            return line
        wanted = re.compile("|".join(map(re.escape, self._words)), re.IGNORECASE)
        found = self.get_visual_style("contact-scroll--found", partial=True)
        return line.highlight_regex(wanted, style=found)

    def on_resize(self) -> None:
        """Break the texts anew."""
        self._wrap()
        self._show_cursor()

    def render_line(self, y: int) -> Strip:
        """Draw one line of the view."""
        width = self.scrollable_content_region.width
        number = y + self.scroll_offset.y
        if not self._contacts:
            text = mark(f"  {self._empty}", "quiet") if number == 1 else Content("")
            return self._strip(text, width, "")
        if number >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        index = bisect_right(self._starts, number) - 1
        line = self._lines[number]
        if number != self._starts[index]:
            return self._strip(Content(_INDENT) + line, width, "")
        if index != self.cursor:
            return self._strip(Content("  ") + line, width, "contact-scroll--heading")
        component = "contact-scroll--cursor" if self.has_focus else "contact-scroll--heading"
        return self._strip(Content(f"{signs().cursor} ") + line, width, component)

    def _strip(self, line: Content, width: int, component: str) -> Strip:
        style = self.get_visual_style(component) if component else self.visual_style
        if line.cell_length > width:
            line = line.truncate(width, ellipsis=True)
        return Strip(line.render_segments(style)).adjust_cell_length(width, style.rich_style)

    # ------------------------------------------------------------------ moving

    def _end_of(self, index: int) -> int:
        """The last line of a contact's text."""
        after = index + 1
        return (self._starts[after] if after < len(self._starts) else len(self._lines)) - 2

    def _show_cursor(self) -> None:
        if not self._starts or self.cursor < 0:
            self.scroll_to(y=0, animate=False, immediate=True)
            return
        first, last = self._starts[self.cursor], self._end_of(self.cursor)
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        if first < top:
            self._go_to(first)
        elif last >= top + height:
            self._go_to(min(first, last - height + 1))

    def _go_to(self, line: int) -> None:
        self.scroll_to(y=max(0, line), animate=False, immediate=True)

    def watch_cursor(self) -> None:
        """Bring the contact into view."""
        self._show_cursor()
        self.refresh()

    def action_move(self, step: int) -> None:
        """Go to the next contact; where a long text goes on outside the view, read on there."""
        if self.cursor < 0:
            return
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        if step > 0 and self._end_of(self.cursor) >= top + height:
            self._go_to(top + _STEP)
        elif step < 0 and self._starts[self.cursor] < top:
            self._go_to(top - _STEP)
        else:
            self.cursor = min(max(0, self.cursor + step), len(self._contacts) - 1)

    def action_page(self, step: int) -> None:
        """Turn a page; the cursor goes to the first contact on it."""
        if self.cursor < 0:
            return
        height = self.scrollable_content_region.height
        wanted = self.scroll_offset.y + step * max(1, height - 2)
        top = min(max(0, wanted), max(0, len(self._lines) - 1 - height))
        self._go_to(top)
        index = bisect_right(self._starts, top) - 1
        if self._starts[index] < top and self._end_of(index) < top + 1:
            index = min(index + 1, len(self._contacts) - 1)
        at_end = step > 0 and wanted > top
        self.set_reactive(ContactScroll.cursor, len(self._contacts) - 1 if at_end else index)
        self.refresh()

    def action_jump(self, index: int) -> None:
        """Go to the newest or to the oldest contact."""
        if self._contacts:
            self.cursor = index if index >= 0 else len(self._contacts) - 1

    def action_choose(self) -> None:
        """Open the contact with the cursor."""
        if self.current is not None:
            self.post_message(self.Chosen(self.current.id))

    def on_click(self, event: events.Click) -> None:
        """Go to the contact that was clicked; a second click opens it."""
        place = event.get_content_offset(self)
        if place is None or not self._starts:
            return
        event.stop()
        self.cursor = bisect_right(self._starts, place.y + self.scroll_offset.y) - 1
        if event.chain > 1:
            self.action_choose()


def heading_of(contact: ContactRow) -> Content:
    """Day, kind, minutes and topics."""
    day = contact.day
    parts = (
        f"{day.day:02d}.{day.month:02d}.{day.year:04d}",
        contact.kind_label,
        _("{count} Min").format(count=contact.minutes) if contact.minutes else "",
        ", ".join(contact.topics),
    )
    return plain(" · ".join(filter(None, parts)))


def about_of(contact: ContactRow, client: str) -> Content:
    """Who else was there, the interpreter and the follow-up; empty where there is nothing."""
    others = ", ".join(_others(contact, client))
    words = [mark(_("mit {names}").format(names=others), "quiet")] if others else []
    if contact.interpreter:
        words.append(mark(_("Sprachmittlung"), "quiet"))
    follow_up = contact.follow_up_on
    if follow_up is not None:
        day = f"{follow_up.day:02d}.{follow_up.month:02d}.{follow_up.year % 100:02d}"
        text = _("Wiedervorlage {day}").format(day=day)
        done = contact.follow_up_done
        words.append(mark(f"{text} {signs().done}", "quiet") if done else mark(text, "accent"))
    return Content(" · ").join(words)


def _others(contact: ContactRow, client: str) -> list[str]:
    named = [name for name in contact.persons if name != client]
    if contact.anonymous:
        unnamed = ngettext("{count} ohne Namen", "{count} ohne Namen", contact.anonymous)
        named.append(unnamed.format(count=contact.anonymous))
    return named
