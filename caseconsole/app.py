"""The Textual app, wiring only: start, unlock, keys, lock, quit, and what happens on a fault."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import time
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import events
from textual.worker import WorkerCancelled, WorkerError, WorkerFailed

from caseconsole import faults, keys
from caseconsole.beginnings import Beginnings
from caseconsole.config import active
from caseconsole.errors import CaseconsoleError
from caseconsole.i18n import _, ngettext
from caseconsole.launcher import CRASHED, LOCKED, PRACTISE
from caseconsole.screens.console import Begin, Console, Place, Start, StoreOpened
from caseconsole.screens.curtain import Curtain, TooSmall
from caseconsole.widgets import themes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import SystemCommand
    from textual.geometry import Size
    from textual.screen import Screen

    from caseconsole.store import Store

_ENDING_GROUPS: Final = frozenset({"lock", "quit"})
LEAST_SIZE: Final = (60, 18)
_THEMES: Final = {
    "dark": themes.DARK,
    "light": themes.LIGHT,
    "high-contrast": themes.HIGH_CONTRAST,
    "colour-blind": themes.COLOUR_BLIND,
}
"""Value of the setting ``console.theme`` -> name of the theme."""
_PLACE_KEY: Final = "ort"
_IDLE_CHECK_SECONDS: Final = 1.0
_FLUSH_RETRY_SECONDS: Final = 5.0


class CaseconsoleApp(Console, inherit_bindings=False):
    """The console of one counsellor.

    Args:
        start: where the store lies and how to begin.
        store: a store that is already open, as tests use it; the first screen is then Heute.
        begin: the ways to an open store; tests bring their own.
        idle_clock: seconds that pass while nobody types; tests bring their own.
    """

    CSS_PATH: ClassVar = ["styles/widgets.tcss", "styles/app.tcss", "styles/contact.tcss"]
    TITLE = "caseconsole"
    BINDINGS: ClassVar = list(keys.GLOBAL)
    ENABLE_COMMAND_PALETTE = False
    SCREEN_ENTRIES = keys.SCREENS

    def __init__(
        self,
        start: Start,
        *,
        store: Store | None = None,
        begin: Begin | None = None,
        idle_clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(start, begin or Beginnings())
        self.animation_level = "none"
        self._store = store
        self._idle_clock = idle_clock
        self._last_input = idle_clock()
        self._locking = False
        self._ending = False
        self.fault: faults.Fault | None = None
        themes.register(self)
        self.theme = _THEMES[active().console.theme]

    # ------------------------------------------------------------------ start

    def get_default_screen(self) -> Screen[Any]:
        """The first thing on screen; nothing heavy is imported before it is painted."""
        if self._store is not None:
            return self.make_screen(self.HOME, {})
        if self.begin.has_store(self.start.folder) or self.start.demo_cases is not None:
            from caseconsole.screens.unlock import UnlockScreen

            return UnlockScreen()
        from caseconsole.screens.first_start import FirstStartScreen

        return FirstStartScreen()

    def on_mount(self) -> None:
        """Watch for idleness and, under a launcher, for its request to end."""
        self.set_interval(_IDLE_CHECK_SECONDS, self.lock_if_idle)
        if self.start.supervised:
            self._listen_to_launcher()

    def _listen_to_launcher(self) -> None:
        """Bring all text to safety when the terminal is closed or the launcher is asked to end."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            # Windows has neither; there every word is in its draft within a second anyway.
            with contextlib.suppress(NotImplementedError, RuntimeError):
                if number is not None:
                    loop.add_signal_handler(number, self._asked_to_end)

    def _asked_to_end(self) -> None:
        self.in_background(self._end_after_flush, "quit")

    async def on_store_opened(self, message: StoreOpened) -> None:
        """Go to work as soon as a screen has opened the store."""
        if message.practise:
            self._store = message.store
            await self._end(PRACTISE)
        else:
            await self.enter(message.store)

    async def enter(self, store: Store) -> None:
        """Go to work with the open ``store``: to the place of the lock, else to Heute."""
        self._store = store
        self._last_input = self._idle_clock()
        places = await self._take_places()
        home = self.make_screen(self.HOME, {})
        await self.push_screen(home)
        for place in places:
            if place["screen"] == self.HOME:
                home.return_to(place)
                continue
            screen = self.make_screen(place["screen"], place["arguments"])
            screen.return_to(place)
            await self.push_screen(screen)
        self._cover(self.size)
        if self.start.fault_id:
            self.in_background(self._offer_drafts, "navigate")
        self.in_background(self._prepare_search, "prepare")
        self.in_background(self._tidy_copies, "copies")

    async def _tidy_copies(self) -> None:
        """Delete working copies whose time is over; after a lock offer those that were changed."""
        from caseconsole.screens.working_copies import tidy_at_start

        await tidy_at_start(self)

    async def _prepare_search(self) -> None:
        """Make the first search as quick as the next, once the first screens have their data."""
        from caseconsole.caseload.search import prepare

        for worker in list(self.workers):
            if worker.group == "load":
                with contextlib.suppress(WorkerError):
                    await worker.wait()
        # What goes wrong here goes wrong again, in words, when somebody searches.
        with contextlib.suppress(CaseconsoleError):
            await self.store.run(prepare)

    async def _take_places(self) -> list[Place]:
        """The places of the last lock, each of them used once."""
        from caseconsole.store import drafts

        draft = await self.store.run(drafts.get_draft, _PLACE_KEY)
        if draft is None:
            return []
        await self.store.run(drafts.drop_draft, _PLACE_KEY)
        return _places(draft.values.get("places"))

    async def _offer_drafts(self) -> None:
        """After a fault: say what is still there, since Heute lists it."""
        from caseconsole.store import drafts

        kept = [
            draft for draft in await self.store.run(drafts.list_drafts) if draft.key != _PLACE_KEY
        ]
        if kept:
            self.tell(
                ngettext(
                    "Ein Entwurf ist erhalten. Er steht auf „Heute“ unter „Entwürfe“.",
                    "{count} Entwürfe sind erhalten. Sie stehen auf „Heute“ unter „Entwürfe“.",
                    len(kept),
                ).format(count=len(kept))
            )

    # ------------------------------------------------------------------ input and size

    async def on_event(self, event: events.Event) -> None:
        """Note that somebody is there, and hold what is typed for a screen that is to come."""
        if isinstance(event, events.InputEvent | events.Paste):
            self._last_input = self._idle_clock()
        if not (isinstance(event, events.Key | events.Paste) and self.hold(event)):
            await super().on_event(event)

    def on_resize(self, event: events.Resize) -> None:
        """Cover the screens while the window is too small for them."""
        self._cover(event.size)

    def _cover(self, size: Size) -> None:
        small = size.width < LEAST_SIZE[0] or size.height < LEAST_SIZE[1]
        if small and not isinstance(self.screen, Curtain):
            self.push_screen(TooSmall())
        for cover in self.screen_stack:
            # One that something was told over goes away as soon as it comes to light again.
            if isinstance(cover, TooSmall):
                cover.needed = small

    def lock_if_idle(self) -> None:
        """Lock after the minutes that the settings allow; the timer calls it every second."""
        idle = self._idle_clock() - self._last_input
        if idle >= active().console.lock_after_minutes * 60:
            self.action_lock()

    # ------------------------------------------------------------------ keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Before the store is open, only help and quit do anything."""
        del parameters
        return self._store is not None or action not in keys.NEED_A_STORE

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """None of Textual's own: its screenshot is a file in plain text (F14)."""
        del screen
        return ()

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Write nothing: a picture of the screen would be an unencrypted file."""

    def action_help(self) -> None:
        """Help for the focused field, then all keys; pressed again, it closes."""
        from caseconsole.screens.help import HelpScreen

        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss()
        elif not isinstance(self.screen, Curtain):
            self.push_screen(HelpScreen(self.screen))

    def action_palette(self) -> None:
        """All commands and all persons."""
        from caseconsole.screens.palette import Palette

        self.push_screen(Palette(self.screen), self._run_chosen)

    def action_open_screen(self, name: str) -> None:
        """Open a main area."""
        self.open_screen(name)

    def action_back(self) -> None:  # type: ignore[override]  # Textual's pops without asking
        """Leave the current screen."""
        self.back()

    async def action_save(self) -> None:
        """Save what was typed on the current screen."""
        screens = self.case_screens()
        if screens:
            try:
                await screens[-1].save()
            except CaseconsoleError as error:
                self.tell(error)

    def action_quick_contact(self) -> None:
        """Note a contact from anywhere."""
        from importlib import import_module

        entry = keys.QUICK_CONTACT
        self.push_screen(getattr(import_module(entry.module), entry.name)())

    def action_private_view(self) -> None:
        """Show initials instead of names in lists, or names again."""
        self.private_view = not self.private_view
        self.set_class(self.private_view, "-private")
        for screen in self.case_screens():
            screen.reload()

    def action_back_up(self) -> None:
        """Write a verified backup now."""
        self.in_background(self._back_up, "backup")

    async def _back_up(self) -> None:
        from caseconsole.upkeep import back_up

        self.hint(_("Die Sicherung wird geschrieben und geprüft …"))
        outcome = await asyncio.to_thread(back_up, self.store)
        self.mark_changed("backup")
        lines = [_("Geprüft: {file}").format(file=path) for path in outcome.written]
        lines += [str(error) for error in outcome.refused]
        failed = _("Nicht alle Sicherungen sind gelungen.")
        self.tell(failed if outcome.refused else _("Die Sicherung ist fertig."), "\n".join(lines))

    async def _run_chosen(self, command: tuple[str, object] | None) -> None:
        if command is None:
            return
        action, argument = command
        if action == "case" and isinstance(argument, int):
            self.open_case(argument)
        elif action == "key" and isinstance(argument, str):
            self.simulate_key(argument)

    def tell(self, what: CaseconsoleError | str, text: str = "") -> None:
        """Show something the user must read, unless the console is just closing."""
        if not self._ending:
            super().tell(what, text)

    # ------------------------------------------------------------------ lock and quit

    def action_lock(self) -> None:
        """Hide everything at once, keep every word, and end the process that held the key."""
        if self._store is None or self._locking:
            return
        self._locking = True
        places = self.places()
        curtain = Curtain()
        self.push_screen(curtain)
        self.in_background(partial(self._lock, curtain, places), "lock")

    async def _lock(self, curtain: Curtain, places: list[Place]) -> None:
        from caseconsole.store import drafts

        while True:
            try:
                await self._flush_all()
                await self.store.run(
                    drafts.save_draft, _PLACE_KEY, None, "", {"places": list(places)}
                )
                break
            except CaseconsoleError as error:
                # The text is in this process alone: it must not end before it is kept.
                curtain.say(
                    _("Gesperrt, aber noch nicht gesichert. Es wird weiter versucht.")
                    + f"\n{error}"
                )
                await asyncio.sleep(_FLUSH_RETRY_SECONDS)
        await self._drop_copies()
        await self._end(LOCKED)

    async def _drop_copies(self) -> None:
        """Delete the working copies with which nothing is lost; what is open or changed stays."""
        from caseconsole.screens.working_copies import drop_at_lock

        await drop_at_lock(self)

    def action_quit(self) -> None:  # type: ignore[override]  # Textual's waits, this one asks
        """End the console; asks only if something typed is not saved."""
        if self._locking:
            return
        self.in_background(self._quit, "quit")

    async def _quit(self) -> None:
        unsaved = any(getattr(screen, "is_dirty", False) for screen in self.screen_stack)
        if unsaved and await self.ask_unsaved(ending=True) != "keep":
            return
        if self._store is not None and not await self._settle_copies():
            return
        await self._end_after_flush(back_up=True)

    async def _settle_copies(self) -> bool:
        """Offer to delete the working copies; False if the user goes on working."""
        from caseconsole.screens.working_copies import settle_at_exit

        return await settle_at_exit(self)

    async def _end_after_flush(self, *, back_up: bool = False) -> None:
        try:
            await self._flush_all()
        except CaseconsoleError as error:
            self.tell(error)
            return
        if self._store is not None and not back_up:
            await self._drop_copies()
        elif self._store is not None and not self.start.practises:
            await self._back_up_at_end(self._store)
        await self._end(0)

    async def _back_up_at_end(self, store: Store) -> None:
        """Write a backup of what was changed; a failure is told at the next start, not now."""
        from caseconsole import upkeep

        self._locking = True  # neither lock nor quit begins from here on
        try:
            places = await asyncio.to_thread(upkeep.places_at_end, store)
            if places:
                curtain = Curtain()
                await self.push_screen(curtain)
                curtain.say(
                    _("Die Sicherung wird geschrieben und geprüft …")
                    + "\n"
                    + _("Das Programm endet danach von selbst.")
                )
                await asyncio.to_thread(upkeep.back_up_at_end, store, places)
        except Exception:  # noqa: BLE001 - whatever a disk does, the console ends
            await asyncio.to_thread(upkeep.note_failure, store)

    async def _flush_all(self) -> None:
        """Bring the text of every open screen and dialog into its draft."""
        for screen in self.screen_stack:
            flush = getattr(screen, "flush", None)
            if flush is not None:
                await flush()

    async def _end(self, status: int) -> None:
        """Close the store and leave; whatever still reads for a screen is given up."""
        self._ending = True
        for worker in list(self.workers):
            if worker.group == "backup":
                # A backup that has begun is finished first.
                with contextlib.suppress(WorkerFailed, WorkerCancelled):
                    await worker.wait()
            elif worker.group not in _ENDING_GROUPS:
                worker.cancel()
        if self._store is not None:
            await asyncio.to_thread(self._store.close)
        self.exit(return_code=status)

    # ------------------------------------------------------------------ faults

    def _handle_exception(self, error: Exception) -> None:
        """Keep Textual from printing the error: its words and variables can name a client.

        A refusal such as that of a full disk is no fault: where it ended a job in the background,
        it is told and the console goes on.
        """
        if isinstance(error, WorkerFailed) and isinstance(error.error, CaseconsoleError):
            self.tell(error.error)
            return
        if not self._ending:
            self._return_code = CRASHED
        if self.fault is None:
            self.fault = faults.describe(error, self.start.run_id)
            folder = self.start.folder if self._store is None else self._store.folder
            faults.record(folder, self.fault)
            if not self._ending:
                # Tests that drive the app wait for these two.
                self._exception = error
            self._exception_event.set()
        self._fatal_error()

    def _fatal_error(self) -> None:
        """Close without a word; ``_print_error_renderables`` says what may be said."""
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        """Print the neutral sentence where no launcher does it; nothing else ever."""
        self._exit_renderables.clear()
        if self.fault is not None and not self._ending and not self.start.supervised:
            self.error_console.print(
                faults.sentence(self.fault.id), f"{faults.version()} {self.fault.place}",
                markup=False, highlight=False,
            )  # fmt: skip


def _places(value: object) -> list[Place]:
    """The places in ``value`` as the draft gives it back; unknown screens are left out."""
    if not isinstance(value, list):
        return []
    return [place for place in value if place.get("screen") in keys.SCREENS]
