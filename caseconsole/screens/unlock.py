"""The screen before the store is open: after the start, after F12, and after a fault."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Input

from caseconsole.errors import CaseconsoleError, WrongKeyError
from caseconsole.i18n import N_, _
from caseconsole.screens.base import act
from caseconsole.screens.console import Console, StoreOpened
from caseconsole.widgets import FooterBar, Label, Text, TextInput

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from caseconsole.store import Store

_LONGEST_PAUSE = 60
_LONGEST_SECRET = 1000


async def wait(seconds: float) -> None:
    """Let time pass; a name of its own, so that tests need not wait."""
    await asyncio.sleep(seconds)


def pause_after(failures: int) -> int:
    """Seconds to wait after so many wrong attempts in a row: 1, 2, 4 and so on up to 60."""
    return min(2 ** (failures - 1), _LONGEST_PAUSE) if failures else 0


class UnlockScreen(Screen[None]):
    """Asks for the passphrase or the recovery key; shows nothing that is in the store."""

    BINDINGS: ClassVar[list[BindingType]] = [
        act(
            "f4",
            "recovery",
            N_("Notfallschlüssel"),
            explain=N_("Mit dem gedruckten Schlüssel öffnen, wenn das Kennwort vergessen ist."),
        ),
    ]
    HELP: ClassVar[str] = N_(
        "Das Kennwort wird nirgends gespeichert. Wer es vergessen hat, öffnet mit dem gedruckten "
        "Notfallschlüssel (F4). Ohne beides sind die Akten verloren."
    )

    app = getters.app(Console)

    def __init__(self) -> None:
        super().__init__()
        self._failures = 0
        self._recovery = False
        self._capitals = False

    def compose(self) -> ComposeResult:
        """One field, one line for what happened, and the sentence after a fault."""
        with Vertical(id="unlock"):
            yield Label("caseconsole", id="unlock-title")
            yield Label(_("Kennwort"), id="unlock-label")
            yield TextInput(password=True, longest=_LONGEST_SECRET, id="secret")
            yield Text("", id="unlock-message")
            yield Text(self._demo_note(), id="unlock-note")
        yield FooterBar(
            [
                ("enter", _("Öffnen")),
                ("f4", _("Notfallschlüssel")),
                ("ctrl+q", _("Beenden")),
                ("f1", _("Hilfe")),
            ]
        )

    def on_mount(self) -> None:
        """Open without asking where that is wanted; say what happened before."""
        start = self.app.start
        if start.fault_id:
            from caseconsole.screens.fatal import FaultNotice

            self.app.push_screen(FaultNotice(start))
        elif not start.again and start.demo_cases is not None:
            self._begin(self.app.begin.open_demo, start.folder, start.demo_cases)
            return
        elif not start.again and start.passphrase_file is not None:
            self._begin(self.app.begin.open_with_file, start.folder, start.passphrase_file)
            return
        self.query_one("#secret").focus()
        self.call_after_refresh(self._prepare)

    def _demo_note(self) -> str:
        if self.app.start.demo_cases is None:
            return ""
        return _("Übung mit erfundenen Fällen. Das Kennwort lautet: {word}").format(
            word=self.app.begin.demo_passphrase
        )

    def _prepare(self) -> None:
        self.run_worker(self.app.begin.prepare, thread=True, group="prepare")

    # ------------------------------------------------------------------ opening

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        event.value = ""
        self._open()

    def _open(self) -> None:
        """Hand the secret to the thread and forget it: no variable of this process keeps it."""
        field = self.query_one("#secret", TextInput)
        if field.disabled:
            return
        if not field.value:
            self._say(_("Bitte geben Sie das Kennwort ein."))
            return
        self._capitals = field.value.isupper()
        method = self.app.begin.open_with_recovery_key if self._recovery else self.app.begin.open
        self._begin(method, self.app.start.folder, field.value)
        field.clear()

    def _begin(self, method: Callable[..., Store], *arguments: object) -> None:
        """Run ``method`` in a thread and go on when it is done."""
        if self.app.start.demo_cases is not None and not self.app.start.again:
            self._say(_("Übungsdaten werden angelegt …"))
        else:
            self._say(_("Wird geöffnet …"))
        self.query_one("#secret", TextInput).disabled = True
        opening = asyncio.get_running_loop().run_in_executor(None, method, *arguments)
        self.run_worker(self._wait(opening), exclusive=True, group="unlock", name="unlock")

    async def _wait(self, opening: asyncio.Future[Store]) -> None:
        try:
            store = await opening
        except WrongKeyError as error:
            self._failures += 1
            await self._pause(error)
        except CaseconsoleError as error:
            self._say(str(error))
        else:
            self.post_message(StoreOpened(store))
            return
        field = self.query_one("#secret", TextInput)
        field.disabled = False
        field.focus()

    async def _pause(self, error: CaseconsoleError) -> None:
        """Say what is wrong and let the next attempt wait, longer each time."""
        lines = [str(error)]
        if self._capitals:
            lines.append(_("Alles ist groß geschrieben: Ist die Feststelltaste an?"))
        for left in range(pause_after(self._failures), 0, -1):
            next_one = _("Nächster Versuch in {seconds} Sekunden.").format(seconds=left)
            self._say("\n".join([*lines, next_one]))
            await wait(1)
        self._say("\n".join(lines))

    def _say(self, text: str) -> None:
        self.query_one("#unlock-message", Text).update(text)

    # ------------------------------------------------------------------ recovery key

    def action_recovery(self) -> None:
        """Ask for the printed key instead of the passphrase, or for the passphrase again."""
        self._recovery = not self._recovery
        field = self.query_one("#secret", TextInput)
        field.clear()
        # The key is copied from paper: seeing it avoids mistakes.
        field.password = not self._recovery
        label = _("Notfallschlüssel") if self._recovery else _("Kennwort")
        self.query_one("#unlock-label", Label).update(label)
        self._say(_("Neun Gruppen, wie sie auf dem Ausdruck stehen.") if self._recovery else "")
        field.focus()
