"""What every screen of the console shares: frame, loading, unsaved text, and its place.

A screen asks the store through ``await self.app.store.run(function, ...)`` and shows what comes
back. ``Console`` in ``screens.console`` is the app as the screens see it.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, ClassVar

from textual import getters
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, TextArea
from textual.widgets.text_area import Selection
from textual.worker import Worker

from caseconsole.errors import CaseconsoleError
from caseconsole.i18n import N_, _
from caseconsole.screens.console import Arrived, Console
from caseconsole.widgets import FooterBar, RecordTable, Text, plain

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget

    from caseconsole.screens.console import Place


def act(
    keys: str,
    action: str,
    text: str,
    *,
    explain: str = "",
    footer: bool = False,
    priority: bool = False,
) -> Binding:
    """Declare an action: the one place for its key, its name and its explanation.

    Footer, command palette and F1 help are all derived from it.

    Args:
        keys: key names of Textual, separated by commas; the first one is shown.
        action: name of the method behind ``action_``, with arguments if it has any.
        text: German name of the action, marked with ``N_``; translated where it is shown.
        explain: German sentence for the help, marked with ``N_``.
        footer: whether the footer names it; it has room for seven.
        priority: whether it works before any widget gets the key, dialogs included.
    """
    return Binding(
        keys, action, text, show=footer, priority=priority, tooltip=explain or text, id=action
    )


class KeyLine(FooterBar):
    """The keys of the screen that work now and that the footer names."""

    def on_mount(self) -> None:
        """Follow the screen: its keys change with the focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)
        self._follow(self.screen)

    def _follow(self, screen: Screen[object]) -> None:
        shown: dict[str, tuple[str, str]] = {}
        for active in screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled:
                shown.setdefault(binding.action, (binding.key, _(binding.description)))
        self.show_keys(list(shown.values()))


class CaseScreen(Screen[None]):
    """A full screen: banner, body, footer; reads its data when shown and when it is stale.

    A subclass names itself in ``SCREEN_NAME`` (the name in ``keys.SCREENS``), yields its widgets
    from ``body`` and reads its data in ``load``. A screen with something to type overrides
    ``is_dirty``, ``flush``, ``save`` and ``discard``.
    """

    SCREEN_NAME: ClassVar[str] = ""
    HEADING: ClassVar[str] = ""
    """German heading, marked with ``N_``; ``set_banner`` shows anything else."""
    SHOWS: ClassVar[frozenset[str]] = frozenset()
    """Kinds of records whose change makes this screen read again; empty means all of them."""
    WAITS_FOR_DATA: ClassVar[bool] = False
    """Whether what is typed at once belongs into a field that ``load`` fills."""

    BINDINGS: ClassVar[list[BindingType]] = [
        act("tab", "app.focus_next", N_("Nächstes Feld")),
        act("shift+tab", "app.focus_previous", N_("Voriges Feld")),
        act("ctrl+c", "screen.copy_text", N_("Markierten Text kopieren")),
    ]

    app = getters.app(Console)

    def __init__(self) -> None:
        super().__init__()
        self._stale = False
        self._has_loaded = False
        self._wanted_place: Place | None = None

    # ------------------------------------------------------------------ frame

    def compose(self) -> ComposeResult:
        """The frame around what ``body`` yields."""
        yield Text(id="banner")
        with Vertical(id="body"):
            yield from self.body()
        yield KeyLine()

    def body(self) -> ComposeResult:
        """The widgets between banner and footer."""
        yield from ()

    def set_banner(self, *lines: Content | str) -> None:
        """Show ``lines`` at the top; a string is taken as text from data, never as markup."""
        shown = [line if isinstance(line, Content) else plain(line) for line in lines]
        self.query_one("#banner", Text).update(Content("\n").join(shown))

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work now, their texts in the language in use."""
        return {
            key: active._replace(
                binding=dataclasses.replace(
                    active.binding, description=_(active.binding.description)
                ),
                tooltip=_(active.tooltip),
            )
            for key, active in super().active_bindings.items()
        }

    # ------------------------------------------------------------------ data

    def on_mount(self) -> None:
        """Show the heading and read the data."""
        if self.HEADING:
            self.set_banner(_(self.HEADING))
        self.reload()

    def on_screen_resume(self) -> None:
        """Read again what another screen changed in the meantime."""
        if self._stale:
            self.reload()

    async def load(self) -> None:
        """Read from the store and show; overridden by the screens."""

    def reload(self) -> None:
        """Start ``load`` in the background; a reading still under way is dropped."""
        self._stale = False
        # A function and not its coroutine: one that is dropped before it began leaves nothing.
        _reading: Worker[None] = self.run_worker(
            self._load, exclusive=True, group="load", name="load"
        )

    async def _load(self) -> None:
        try:
            await self.load()
        except CaseconsoleError as error:
            self.app.tell(error)
            return
        finally:
            self._has_loaded = True
            self.app.post_message(Arrived())
        if self._wanted_place is not None:
            place, self._wanted_place = self._wanted_place, None
            self.call_after_refresh(self.restore, place)

    @property
    def is_ready(self) -> bool:
        """Whether keys may come; until then the console holds them."""
        return self._has_loaded or not self.WAITS_FOR_DATA

    def mark_stale(self, kind: str) -> None:
        """Remember that a change of a record of ``kind`` concerns this screen."""
        if not self.SHOWS or kind in self.SHOWS:
            self._stale = True

    # ------------------------------------------------------------------ unsaved text

    @property
    def is_dirty(self) -> bool:
        """Whether something typed is not saved as a record yet."""
        return False

    async def flush(self) -> None:
        """Bring everything typed into the encrypted draft now; called before lock and quit."""

    async def save(self) -> bool:
        """Save what was typed as a record; False if a field has to be corrected first."""
        return True

    async def discard(self) -> None:
        """Drop what was typed, and its draft."""

    async def may_leave(self) -> bool:
        """Ask about unsaved text; True if the screen may be closed. Needs a worker."""
        if not self.is_dirty:
            return True
        answer = await self.app.ask_unsaved()
        if answer == "keep":
            await self.flush()
        elif answer == "save":
            return await self.save()
        elif answer == "discard":
            await self.discard()
        return answer is not None

    # ------------------------------------------------------------------ place

    def arguments(self) -> dict[str, object]:
        """What this screen was made with, so that it can be made again after the lock."""
        return {}

    def place(self) -> Place:
        """Where the user is: the screen, its arguments, the focused field and the cursor."""
        focused = self.focused
        return {
            "screen": self.SCREEN_NAME,
            "arguments": self.arguments(),
            "focus": focused.id if focused is not None and focused.id else "",
            "cursor": cursor_of(focused),
        }

    def return_to(self, place: Place) -> None:
        """Go back to ``place`` as soon as the data is there."""
        self._wanted_place = place

    def restore(self, place: Place) -> None:
        """Focus the field of ``place`` and set its cursor; a screen with tabs does more."""
        if not place["focus"]:
            return
        for widget in self.query(f"#{place['focus']}"):
            widget.focus()
            set_cursor(widget, place["cursor"])


def cursor_of(widget: Widget | None) -> list[int]:
    """The cursor in ``widget`` as numbers that a draft can keep; empty where there is none."""
    if isinstance(widget, Input):
        return [widget.cursor_position]
    if isinstance(widget, TextArea):
        return [*widget.selection.start, *widget.selection.end]
    if isinstance(widget, RecordTable):
        return [widget.cursor]
    return []


def set_cursor(widget: Widget, cursor: list[int]) -> None:
    """Put the cursor of ``widget`` where ``cursor_of`` found it."""
    if isinstance(widget, Input) and len(cursor) == 1:
        widget.cursor_position = min(cursor[0], len(widget.value))
    elif isinstance(widget, TextArea) and len(cursor) == 4:  # noqa: PLR2004 - two places of two
        widget.selection = Selection((cursor[0], cursor[1]), (cursor[2], cursor[3]))
    elif isinstance(widget, RecordTable) and len(cursor) == 1 and widget.rows:
        widget.cursor = min(cursor[0], len(widget.rows) - 1)
