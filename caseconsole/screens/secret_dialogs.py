"""Changing what opens the store: a new passphrase, a new recovery key.

Both ask first for what opens it today: somebody at an unlocked desk must not take it over. No
variable keeps a passphrase while something is waited for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget

from caseconsole.errors import CaseconsoleError
from caseconsole.i18n import N_, _
from caseconsole.screens import secret_parts
from caseconsole.screens.base import act
from caseconsole.screens.console import Console
from caseconsole.widgets import Button, FooterBar, Label, Text, TextInput, plain

if TYPE_CHECKING:
    from caseconsole.store import Store


class SecretDialog(ModalScreen[bool]):
    """A page of fields over one line for what is wrong; the result is whether it was done."""

    TITLE_TEXT: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [act("escape,f10", "back", N_("Zurück"))]
    DEFAULT_CSS = """
    SecretDialog #secret-page { height: auto; max-height: 100%; }
    SecretDialog #secret-text { width: 1fr; }
    SecretDialog #secret-fields { height: auto; margin-top: 1; }
    SecretDialog #secret-message { min-height: 1; color: $text-warning; }
    SecretDialog FooterBar { dock: none; margin-top: 1; background: $surface; }
    """

    app = getters.app(Console)

    def compose(self) -> ComposeResult:
        """Heading, words, fields, what is wrong, buttons, keys."""
        with Vertical(classes="dialog"):
            yield Text(plain(_(self.TITLE_TEXT), style="bold"))
            with VerticalScroll(id="secret-page", can_focus=False):
                yield Text("", id="secret-text")
                yield Vertical(id="secret-fields")
            yield Text("", id="secret-message")
            yield Horizontal(id="secret-buttons", classes="dialog-buttons")
            yield FooterBar(self._keys())

    def _keys(self) -> list[tuple[str, str]]:
        return [("enter", _("Weiter")), ("f10", _("Zurück")), ("f1", _("Hilfe"))]

    async def _show(self, text: str, fields: list[Widget], buttons: list[Widget]) -> None:
        """Lay out a page and go to its first field or button."""
        self.query_one("#secret-text", Text).update(text)
        self._say("")
        for place, widgets in (("#secret-fields", fields), ("#secret-buttons", buttons)):
            container = self.query_one(place)
            await container.remove_children()
            await container.mount(*widgets)
        next(iter([*self.query("#secret-fields TextInput"), *self.query(Button)])).focus()

    def _present(self) -> list[Widget]:
        return [
            Label(_("Jetziges Kennwort oder Notfallschlüssel")),
            TextInput(password=True, longest=secret_parts.LONGEST, id="present"),
        ]

    def _say(self, text: str) -> None:
        self.query_one("#secret-message", Text).update(text)

    @on(TextInput.Submitted)
    def _submitted(self, event: TextInput.Submitted) -> None:
        event.stop()
        event.value = ""
        if isinstance(event.input, TextInput) and not secret_parts.go_to_next(self, event.input):
            self.go_on()

    def go_on(self) -> None:
        """Check the page and do what it asks for."""

    def _try(self, job: Callable[..., None], *arguments: object) -> None:
        """Run ``job`` on another thread, and ``done`` if it succeeds; empty the fields."""
        working = asyncio.get_running_loop().run_in_executor(None, job, *arguments)
        for field in self.query(TextInput):
            field.load("")
            field.disabled = True
        self._say(_("Wird geprüft …"))
        self.run_worker(self._wait(working), exclusive=True, group="secret")

    async def _wait(self, working: asyncio.Future[None]) -> None:
        try:
            await working
        except CaseconsoleError as error:
            self._say(str(error))
            for field in self.query(TextInput):
                field.disabled = False
            next(iter(self.query(TextInput))).focus()
            return
        await self.done()

    async def done(self) -> None:
        """Go on after the job succeeded."""

    def action_back(self) -> None:
        """Leave; what is not done is not done at all."""
        self.dismiss(False)


class ChangePassphrase(SecretDialog):
    """Asks for the present passphrase and twice for the new one, and changes it."""

    TITLE_TEXT = N_("Kennwort ändern")
    BINDINGS: ClassVar[list[BindingType]] = [
        act("f5", "propose", N_("anderes Kennwort"), explain=N_("Ein anderes Kennwort würfeln.")),
    ]
    HELP: ClassVar[str] = N_(
        "Das neue Kennwort gilt, sobald es hier heißt, dass es geändert ist. Frühere Sicherungen "
        "gehen weiter mit dem Kennwort auf, das damals galt."
    )

    def _keys(self) -> list[tuple[str, str]]:
        keys = super()._keys()
        keys.insert(1, ("f5", _("anderes Kennwort")))
        return keys

    async def on_mount(self) -> None:
        """Show the fields."""
        text = _(
            "Nehmen Sie den Vorschlag oder einen eigenen Satz aus mindestens 20 Zeichen. Niemand "
            "kann das Kennwort zurücksetzen."
        )
        new = secret_parts.new_passphrase_fields(
            self.app.begin.propose_passphrase(), _("Neues Kennwort")
        )
        await self._show(text, [*self._present(), *new], [])

    def action_propose(self) -> None:
        """Propose another passphrase."""
        words = self.app.begin.propose_passphrase()
        self.query_one("#proposal", Label).update(secret_parts.proposal(words))

    def go_on(self) -> None:
        """Check the new passphrase, then the present one, and change it."""
        wrong = secret_parts.why_refused(self, self.app.begin.check_passphrase)
        if wrong:
            self._say(wrong)
            return
        self._try(
            _change_passphrase,
            self.app.store,
            self.query_one("#present", TextInput).value,
            self.query_one("#secret", TextInput).value,
        )

    async def done(self) -> None:
        """Close; the caller says that it is done."""
        self.dismiss(True)


class NewRecoveryKey(SecretDialog):
    """Shows a new recovery key once, has it typed back, and only then makes it valid."""

    TITLE_TEXT = N_("Neuer Notfallschlüssel")
    HELP: ClassVar[str] = N_(
        "Der neue Notfallschlüssel gilt erst, wenn Sie vier Gruppen richtig abgetippt haben. Bis "
        "dahin gilt der bisherige."
    )

    def __init__(self) -> None:
        super().__init__()
        self._key = ""
        self._groups: tuple[int, ...] = ()
        self._valid = False

    async def on_mount(self) -> None:
        """Ask for what opens the store today."""
        text = _("Der bisherige Notfallschlüssel öffnet die Akten dann nicht mehr.")
        await self._show(text, self._present(), [])

    def go_on(self) -> None:
        """Leave the page that is shown."""
        if not self._key:
            self._try(self.app.store.confirm, self.query_one("#present", TextInput).value)
            return
        try:
            secret_parts.check_groups(self, self._key, self._groups)
        except CaseconsoleError as error:
            self._say(str(error))
            return
        self._valid = True
        self._try(self.app.store.change_recovery_key, self._key)

    async def done(self) -> None:
        """Show the key after the first page; close after the last."""
        if self._valid:
            self.dismiss(True)
            return
        self._key = self.app.begin.propose_recovery_key()
        await self._show_key()

    async def _show_key(self) -> None:
        text = _(
            "Schreiben Sie ihn jetzt von Hand ab; er wird nur dieses eine Mal gezeigt. Er gehört "
            "in einen verschlossenen Umschlag in den Tresor des Rathauses; vernichten Sie den "
            "alten."
        )
        shown = Text(secret_parts.key_text(self._key), id="recovery-key")
        await self._show(text, [shown], [Button(_("Ich habe ihn abgeschrieben"), id="copied")])

    @on(Button.Pressed)
    async def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "again":
            await self._show_key()
            return
        self._groups = secret_parts.choose_groups(self._key)
        again = Button(_("Noch einmal zeigen"), id="again")
        text = _("Bitte tippen Sie vier Gruppen von Ihrem Zettel ab.")
        await self._show(text, secret_parts.group_fields(self._groups), [again])


def _change_passphrase(store: Store, present: str, chosen: str) -> None:
    store.confirm(present)
    store.change_passphrase(chosen)
