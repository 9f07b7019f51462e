"""First start: language, place, passphrase, recovery key, backups; ends in a working program."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual import getters, on, work
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import Screen

from caseconsole import config, paths
from caseconsole.errors import CaseconsoleError, InputError
from caseconsole.i18n import N_, _, set_language
from caseconsole.screens import secret_parts
from caseconsole.screens.base import act
from caseconsole.screens.console import Console, StoreOpened
from caseconsole.widgets import Button, FooterBar, Label, Text, TextInput

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget

    from caseconsole.store import Store

_STEPS: Final = ("language", "place", "passphrase", "key", "key_back", "backup", "practice")
_POINT_OF_NO_RETURN: Final = _STEPS.index("key")


class FirstStartScreen(Screen[None]):
    """One question a page; Enter goes on, F10 goes back until the store is made."""

    BINDINGS: ClassVar[list[BindingType]] = [
        act("f10,escape", "previous", N_("Zurück"), explain=N_("Eine Frage zurück.")),
        act("f5", "propose", N_("anderes Kennwort"), explain=N_("Ein anderes Kennwort würfeln.")),
    ]
    HELP: ClassVar[str] = N_(
        "Diese Fragen kommen nur einmal. Bis zum Notfallschlüssel ist nichts gespeichert; Sie "
        "können mit Strg+Q abbrechen und später von vorn beginnen."
    )

    app = getters.app(Console)

    def __init__(self) -> None:
        super().__init__()
        self._step = 0
        self._folder = Path()
        self._store: Store | None = None
        self._recovery_key = ""
        self._asked_groups: tuple[int, ...] = ()

    def compose(self) -> ComposeResult:
        """The page: title, words, fields, what is wrong, buttons."""
        with VerticalScroll(id="start", can_focus=False):
            yield Label("", id="start-title")
            yield Text("", id="start-text")
            yield Vertical(id="start-fields")
            yield Text("", id="start-message")
            yield Horizontal(id="start-buttons")
        yield FooterBar(id="start-keys")

    async def on_mount(self) -> None:
        """Begin with the language."""
        self._folder = self.app.start.folder
        await self._show()

    # ------------------------------------------------------------------ pages

    async def _show(self) -> None:
        """Lay out the page of the step."""
        step = _STEPS[self._step]
        title, text, fields, buttons = getattr(self, f"_page_{step}")()
        self.query_one("#start-title", Label).update(f"{title}  {self._step + 1}/{len(_STEPS)}")
        self.query_one("#start-text", Text).update(text)
        self.query_one("#start-message", Text).update("")
        for place, widgets in (("#start-fields", fields), ("#start-buttons", buttons)):
            container = self.query_one(place)
            await container.remove_children()
            await container.mount(*widgets)
        keys = [("enter", _("Weiter"))]
        if step == "passphrase":
            keys.append(("f5", _("anderes Kennwort")))
        if 0 < self._step < _POINT_OF_NO_RETURN:
            keys.append(("f10", _("Zurück")))
        self.query_one("#start-keys", FooterBar).show_keys(
            [*keys, ("ctrl+q", _("Abbrechen")), ("f1", _("Hilfe"))]
        )
        next(
            iter([*self.query("#start-fields TextInput"), *self.query("#start-buttons Button")])
        ).focus()

    def _page_language(self) -> tuple[str, str, list[Widget], list[Widget]]:
        text = "In welcher Sprache möchten Sie arbeiten?\nWhich language would you like to use?"
        return "caseconsole", text, [], [Button("Deutsch", id="de"), Button("English", id="en")]

    def _page_place(self) -> tuple[str, str, list[Widget], list[Widget]]:
        text = _(
            "Schützt: Diebstahl des PCs oder Sticks, neugierige Blicke bei gesperrtem Programm, "
            "Datenverlust bei Absturz und Stromausfall.\n"
            "Schützt nicht: wenn jemand auf diesem PC heimlich Software installiert, wenn Sie "
            "entsperrt weggehen, wenn Word-/Excel-Dateien liegen bleiben, wenn Kennwort und "
            "Notfallschlüssel verloren sind.\n\n"
            "Wo sollen die Fallakten liegen? Der Ordner darf nicht mit einer Cloud abgeglichen "
            "werden."
        )
        field: Widget = TextInput(str(self._folder), longest=secret_parts.LONGEST, id="folder")
        if self.app.start.folder_named:
            field = Text(str(self._folder))
        return _("Ort der Fallakten"), text, [field], [self._go_on()]

    def _page_passphrase(self) -> tuple[str, str, list[Widget], list[Widget]]:
        text = _(
            "Das Kennwort öffnet die Akten, niemand kann es zurücksetzen. Nehmen Sie diesen "
            "Vorschlag oder einen eigenen Satz aus mindestens 20 Zeichen, und tippen Sie ihn "
            "zweimal."
        )
        fields = secret_parts.new_passphrase_fields(
            self.app.begin.propose_passphrase(), _("Kennwort")
        )
        return _("Kennwort"), text, fields, [self._go_on()]

    def _page_key(self) -> tuple[str, str, list[Widget], list[Widget]]:
        text = _(
            "Der Notfallschlüssel öffnet die Akten, wenn das Kennwort vergessen ist. Schreiben Sie "
            "ihn jetzt von Hand ab; er wird nur dieses eine Mal gezeigt. Er gehört in einen "
            "verschlossenen Umschlag in den Tresor des Rathauses."
        )
        key = Text(secret_parts.key_text(self._recovery_key), id="recovery-key")
        written = Button(_("Ich habe ihn abgeschrieben"), id="go-on")
        return _("Notfallschlüssel"), text, [key], [written]

    def _page_key_back(self) -> tuple[str, str, list[Widget], list[Widget]]:
        self._asked_groups = secret_parts.choose_groups(self._recovery_key)
        text = _("Bitte tippen Sie vier Gruppen von Ihrem Zettel ab.")
        buttons: list[Widget] = [self._go_on(), Button(_("Noch einmal zeigen"), id="again")]
        fields = secret_parts.group_fields(self._asked_groups)
        return _("Notfallschlüssel prüfen"), text, fields, buttons

    def _page_backup(self) -> tuple[str, str, list[Widget], list[Widget]]:
        text = _(
            "Wohin sollen Sicherungen außerdem geschrieben werden? Am besten auf einen Stick, der "
            "danach in den Schrank kommt. Die Sicherungen sind verschlüsselt. Leer lassen heißt: "
            "später entscheiden; bis dahin erinnert die Startseite daran."
        )
        field = TextInput(longest=secret_parts.LONGEST, id="backup")
        return _("Zweiter Ort für Sicherungen"), text, [field], [self._go_on()]

    def _page_practice(self) -> tuple[str, str, list[Widget], list[Widget]]:
        text = _(
            "Alles ist bereit. Möchten Sie zuerst mit erfundenen Fällen üben? Die Übung liegt "
            "woanders und verschwindet, wenn Sie sie beenden; Ihre eigenen Akten bleiben leer."
        )
        return (
            _("Üben"),
            text,
            [],
            [
                Button(_("Gleich arbeiten"), id="work"),
                Button(_("Zuerst üben"), id="practise"),
            ],
        )

    def _go_on(self) -> Button:
        return Button(_("Weiter"), id="go-on")

    # ------------------------------------------------------------------ going on

    @on(TextInput.Submitted)
    def _submitted(self, event: TextInput.Submitted) -> None:
        event.stop()
        event.value = ""
        if isinstance(event.input, TextInput) and not secret_parts.go_to_next(self, event.input):
            self._leave("go-on")

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self._leave(event.button.id or "")

    def _leave(self, answer: str) -> None:
        if _STEPS[self._step] == "passphrase":
            self._leave_passphrase()
        else:
            self._take(answer)

    @work(exclusive=True, group="start")
    async def _take(self, answer: str) -> None:
        """Check what was answered on this page and go on."""
        try:
            step = getattr(self, f"_take_{_STEPS[self._step]}")(answer)
        except CaseconsoleError as error:
            self._say(str(error))
            return
        if step is not None:
            self._step = step
            await self._show()

    def _take_language(self, answer: str) -> int:
        set_language(answer)
        return self._step + 1

    def _take_place(self, answer: str) -> int:
        del answer
        if self.app.start.folder_named:
            return self._step + 1
        typed = self.query_one("#folder", TextInput).value.strip()
        folder = Path(typed).expanduser()
        if not typed or not folder.is_absolute():
            raise InputError(_("Bitte geben Sie den ganzen Weg zu einem Ordner an."))
        if self.app.begin.has_store(folder):
            raise InputError(
                _("In diesem Ordner liegen schon Fallakten."),
                _("Bitte wählen Sie einen anderen oder starten Sie mit: caseconsole --store …"),
            )
        unsafe = self.app.begin.why_unsafe(folder)
        if unsafe:
            raise InputError(unsafe, _("Bitte wählen Sie einen Ordner auf diesem PC."))
        self._folder = folder
        return self._step + 1

    def _leave_passphrase(self) -> None:
        """Check the passphrase and hand it to the thread that makes the store; keep it nowhere."""
        wrong = secret_parts.why_refused(self, self.app.begin.check_passphrase)
        if wrong:
            self._say(wrong)
            return
        first = self.query_one("#secret", TextInput)
        making = asyncio.get_running_loop().run_in_executor(
            None, self.app.begin.create, self._folder, first.value
        )
        first.clear()
        self.query_one("#secret-again", TextInput).clear()
        self._say(_("Der Speicher wird angelegt …"))
        self._made(making)

    @work(exclusive=True, group="start")
    async def _made(self, making: asyncio.Future[tuple[Store, str]]) -> None:
        try:
            self._store, self._recovery_key = await making
        except CaseconsoleError as error:
            self._say(str(error))
            return
        self._step = _POINT_OF_NO_RETURN
        await self._show()

    def _take_key(self, answer: str) -> int:
        del answer
        return self._step + 1

    def _take_key_back(self, answer: str) -> int:
        if answer == "again":
            return self._step - 1
        secret_parts.check_groups(self, self._recovery_key, self._asked_groups)
        self._recovery_key = ""
        return self._step + 1

    def _take_backup(self, answer: str) -> int:
        del answer
        typed = self.query_one("#backup", TextInput).value.strip()
        folder = Path(typed).expanduser()
        if typed and not folder.is_dir():
            raise InputError(
                _("Diesen Ordner gibt es nicht."),
                _("Bitte stecken Sie den Stick ein oder lassen Sie das Feld leer."),
            )
        self._keep_settings(str(folder) if typed else "")
        return self._step + 1

    def _take_practice(self, answer: str) -> None:
        if self._store is None:
            return
        self.post_message(StoreOpened(self._store, practise=answer == "practise"))

    def _keep_settings(self, backup: str) -> None:
        """Write what was chosen into the program's own settings file."""
        from caseconsole.i18n import language

        store: dict[str, object] = {}
        if not self.app.start.folder_named and self._folder != paths.data_folder():
            store["folder"] = str(self._folder)
        if backup:
            store["backup_folders"] = [backup]
        changes: dict[str, object] = {"console": {"language": language()}}
        config.save_own(changes | ({"store": store} if store else {}))

    # ------------------------------------------------------------------ keys

    async def action_previous(self) -> None:
        """Go one question back, as long as nothing is made yet."""
        if 0 < self._step < _POINT_OF_NO_RETURN:
            self._step -= 1
            await self._show()

    async def action_propose(self) -> None:
        """Propose another passphrase."""
        if _STEPS[self._step] == "passphrase":
            await self._show()

    def _say(self, text: str) -> None:
        self.query_one("#start-message", Text).update(text)
