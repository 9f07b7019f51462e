"""What the user gets to read after a fault of the program: an id, a version, a place in the code.

It is shown by the fresh console after the one that failed, because that one is not to be trusted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from caseconsole import faults
from caseconsole.i18n import N_, _
from caseconsole.screens.base import act
from caseconsole.widgets import Button, Text

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from caseconsole.screens.console import Start


class FaultNotice(ModalScreen[None]):
    """Says what happened and what was kept, in words that name nobody."""

    BINDINGS: ClassVar[list[BindingType]] = [
        act("escape,f10,enter", "dismiss", N_("Weiter"), footer=True)
    ]

    def __init__(self, start: Start) -> None:
        super().__init__()
        self._fault_id = start.fault_id
        self._folder = start.folder

    def compose(self) -> ComposeResult:
        """Two sentences, the numbers for whoever helps, and one button."""
        place = faults.recorded_place(self._folder, self._fault_id)
        numbers = _("Kennung {id} · Version {version}").format(
            id=self._fault_id, version=faults.version()
        )
        with Vertical(id="fault"):
            yield Text(faults.sentence(self._fault_id))
            yield Text(_("Nach dem Entsperren arbeiten Sie weiter; Entwürfe stehen auf „Heute“."))
            yield Text(f"{numbers} · {place}" if place else numbers, classes="quiet")
            yield Button(_("Weiter"), id="go-on")

    def on_button_pressed(self) -> None:
        """Close."""
        self.dismiss()
