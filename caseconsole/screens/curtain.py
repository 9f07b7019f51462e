"""Two screens that hide everything: while the console locks, and in a window that is too small."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.widgets import Static

from caseconsole.i18n import N_, _

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Curtain(ModalScreen[None]):
    """An opaque screen with one sentence; as a dialog it keeps all keys but the urgent ones."""

    TEXT = N_("Wird gesperrt …")

    def compose(self) -> ComposeResult:
        """The sentence."""
        yield Static(_(self.TEXT), markup=False, id="curtain")

    def say(self, text: str) -> None:
        """Show ``text`` in place of the sentence."""
        self.query_one("#curtain", Static).update(text)


class TooSmall(Curtain):
    """Shown instead of the screens below 60 columns or 18 lines; goes away by itself."""

    TEXT = N_("Das Fenster ist zu klein. Bitte auf mindestens 60 mal 18 Zeichen vergrößern.")

    needed: reactive[bool] = reactive(True, init=False)
    """Whether the window is still too small."""

    def watch_needed(self) -> None:
        """Go away when the window has grown."""
        self.on_screen_resume()

    def on_screen_resume(self) -> None:
        """Go away if the window grew while something else was in front."""
        if not self.needed and self.is_active:
            self.dismiss()
