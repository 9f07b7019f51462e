"""Keeping what is typed: at most a second after a keystroke it is in the encrypted draft."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from caseconsole.errors import CaseconsoleError
from caseconsole.widgets import tell

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.timer import Timer
    from textual.widget import Widget

WITHIN = 0.6
"""Seconds from a keystroke to the save; the rest of the second is for the save itself."""

AGAIN = 5.0
"""Seconds until a save that failed is tried again."""


class DraftKeeper:
    """Saves what is typed while it is being typed.

    The first keystroke after a save starts the clock and later ones do not set it back, so that
    somebody who never pauses is saved as often as anybody else.

    Args:
        owner: the widget whose timers are used; it also shows what went wrong.
        save: stores the draft; called again after every further change.
    """

    def __init__(self, owner: Widget, save: Callable[[], Awaitable[None]]) -> None:
        self._owner = owner
        self._save = save
        self._timer: Timer | None = None
        self._unsaved = False
        self._lock = asyncio.Lock()

    @property
    def unsaved(self) -> bool:
        """Whether something was typed that is not in the draft yet."""
        return self._unsaved

    def touch(self) -> None:
        """Something was typed."""
        self._unsaved = True
        if self._timer is None:
            self._timer = self._owner.set_timer(WITHIN, self.attempt)

    async def attempt(self) -> None:
        """Save now, as on leaving a field; a refusal is told, and it is tried again later."""
        try:
            await self.flush()
        except CaseconsoleError as error:
            tell(self._owner, str(error), "error")

    async def flush(self) -> None:
        """Save now what is not saved yet, as before locking or closing.

        Raises:
            CaseconsoleError: it cannot be kept; whoever wanted to go on must not, and it is tried
                again later.
        """
        self._stop()
        async with self._lock:
            if not self._unsaved:
                return
            self._unsaved = False
            try:
                await self._save()
            except CaseconsoleError:
                self._unsaved = True
                if self._timer is None:
                    self._timer = self._owner.set_timer(AGAIN, self.attempt)
                raise

    def forget(self) -> None:
        """Do not save what is pending: the record itself was saved, or the form discarded."""
        self._stop()
        self._unsaved = False

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
