"""Einstellungen: what is set, in words, with the key of the settings file beside it."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on

from caseconsole import config
from caseconsole.errors import ConfigError
from caseconsole.i18n import N_, _
from caseconsole.screens.ask_line import AskLine
from caseconsole.screens.base import CaseScreen, act
from caseconsole.screens.pick import Menu
from caseconsole.screens.secret_dialogs import ChangePassphrase, NewRecoveryKey
from caseconsole.screens.take_back import take_back_import
from caseconsole.settings import Entry, entries
from caseconsole.settings_typed import RESTART, as_typed, from_typed, is_yes_or_no
from caseconsole.widgets import Column, Line, RecordTable, Text

if TYPE_CHECKING:
    from textual.app import ComposeResult

_SECTIONS: Final = {
    "municipality": N_("Gemeinde"),
    "manager": N_("Integrationsmanagement"),
    "letterhead": N_("Briefkopf"),
    "store": N_("Speicher und Sicherung"),
    "deadlines": N_("Fristen"),
    "retention": N_("Aufbewahrung und Löschung"),
    "reports": N_("Auswertung"),
    "documents": N_("Dokumente"),
    "console": N_("Bildschirm"),
}
_COLUMNS: Final = (
    Column("label", N_("Einstellung"), fraction=3),
    Column("value", N_("Wert"), fraction=2),
    Column("key", N_("Name in der Datei"), fraction=3),
)


_OLDER_BACKUPS: Final = N_(
    "Frühere Sicherungen gehen weiter mit dem auf, was damals galt. Schreiben Sie jetzt mit "
    "Strg+B eine neue."
)


class SettingsScreen(CaseScreen):
    """Shows the settings in use and changes the one under the cursor.

    Args:
        key: the setting to begin at.
    """

    SCREEN_NAME = "einstellungen"
    HEADING = N_("Einstellungen")
    HELP: ClassVar[str] = N_(
        "Enter ändert die Einstellung mit dem Cursor; mehrere Angaben trennt ein Semikolon. "
        "Geschrieben wird sie in settings.toml neben der oben genannten Datei und gilt vor ihr. "
        "Kennwort und Notfallschlüssel ändern Sie mit k und n; u nimmt die letzte Übernahme zurück."
    )
    BINDINGS: ClassVar = [
        act("f4", "change", N_("Ändern"), footer=True, explain=N_(
            "Die Einstellung mit dem Cursor ändern, wie Enter.")),
        act("k", "change_passphrase", N_("Kennwort ändern"), footer=True, explain=N_(
            "Ein neues Kennwort vergeben; das jetzige wird zuerst gefragt.")),
        act("n", "new_recovery_key", N_("neuer Notfallschlüssel"), footer=True, explain=N_(
            "Einen neuen Notfallschlüssel abschreiben, der an die Stelle des bisherigen tritt.")),
        act("u", "undo_import", N_("Letzte Übernahme zurücknehmen"), explain=N_(
            "Entfernt alles, was die letzte Übernahme einer Liste oder Falldatei angelegt hat.")),
    ]  # fmt: skip

    def __init__(self, key: str = "") -> None:
        super().__init__()
        self._key = key

    def arguments(self) -> dict[str, object]:
        """The setting that the list begins at."""
        return {"key": self._key} if self._key else {}

    def body(self) -> ComposeResult:
        """Where the file lies, and the list."""
        yield Text(id="settings-file", classes="quiet")
        yield RecordTable[Entry](
            _COLUMNS,
            cells=lambda entry: (_(entry.rule.label), in_words(entry.value), entry.key),
            key=lambda entry: entry.key,
            group=lambda entry: section(entry.key),
            id="settings",
        )
        yield Line(id="settings-key", classes="quiet")

    @on(RecordTable.RowHighlighted, "#settings")
    def _highlighted(self, event: RecordTable.RowHighlighted) -> None:
        """Show name and value in full: the columns may have cut them."""
        entry = event.row
        self.query_one("#settings-key", Line).update(f"{entry.key}: {in_words(entry.value)}")

    @on(RecordTable.RowChosen, "#settings")
    def _chosen(self) -> None:
        self.action_change()

    def action_change(self) -> None:
        """Change the setting under the cursor."""
        entry: Entry | None = self.query_one("#settings", RecordTable).current
        if self.app.start.practises:
            self.app.hint(_("In der Übung bleiben die Einstellungen, wie sie sind."))
        elif entry is not None:
            self.run_worker(self._change(entry), exclusive=True, group="write")

    async def _change(self, entry: Entry) -> None:
        value = await self._ask(entry)
        if value is None:
            return
        part, _dot, name = entry.key.partition(".")
        try:
            await asyncio.to_thread(config.save_own, {part: {name: value}})
        except ConfigError as error:
            self.app.tell(error)
            return
        self._key = entry.key
        await self.load()
        if part in RESTART:
            self.app.hint(_("Gespeichert; gilt ab dem nächsten Start."))
        else:
            self.app.hint(_("Gespeichert: {label}").format(label=_(entry.rule.label)))

    async def _ask(self, entry: Entry) -> object:
        label = _(entry.rule.label)
        if is_yes_or_no(entry):
            answer = await self.app.push_screen_wait(
                Menu(label, [("yes", _("ja")), ("no", _("nein"))])
            )
            return None if answer is None else answer == "yes"
        if entry.rule.choices:
            choices = [(choice, choice) for choice in entry.rule.choices]
            return await self.app.push_screen_wait(Menu(label, choices))
        return await self.app.push_screen_wait(
            AskLine(
                label,
                lambda typed: from_typed(entry.key, typed),
                value=as_typed(entry),
                detail=_hint(entry),
            )
        )

    def action_change_passphrase(self) -> None:
        """Change the passphrase."""
        if self.app.start.practises:
            self.app.hint(_("In der Übung bleibt das Kennwort, wie es ist."))
        else:
            self.run_worker(self._change_passphrase(), exclusive=True, group="secret")

    async def _change_passphrase(self) -> None:
        if await self.app.push_screen_wait(ChangePassphrase()):
            self.app.tell(_("Das Kennwort ist geändert."), _(_OLDER_BACKUPS))

    def action_new_recovery_key(self) -> None:
        """Replace the recovery key."""
        self.run_worker(self._new_recovery_key(), exclusive=True, group="secret")

    async def _new_recovery_key(self) -> None:
        if await self.app.push_screen_wait(NewRecoveryKey()):
            self.app.tell(_("Der neue Notfallschlüssel gilt."), _(_OLDER_BACKUPS))
        else:
            self.app.hint(_("Der bisherige Notfallschlüssel gilt weiter."))

    def action_undo_import(self) -> None:
        """Take back the last import."""
        self.run_worker(take_back_import(self.app), exclusive=True, group="write")

    async def load(self) -> None:
        """Show what is in use now."""
        settings = config.active()
        self.query_one("#settings-file", Text).update(
            _("Datei: {file}").format(file=settings.file or _("keine, es gilt das Übliche"))
        )
        table = self.query_one("#settings", RecordTable)
        table.replace(entries(settings))
        if self._key:
            table.move_to(self._key)
        table.focus()


def _hint(entry: Entry) -> str:
    """What may be typed: the bounds of a number, the sign between the entries of a list."""
    if entry.rule.low is not None and entry.rule.high is not None:
        return _("Erlaubt ist {low:g} bis {high:g}.").format(
            low=entry.rule.low, high=entry.rule.high
        )
    if isinstance(entry.value, tuple):
        return _("Mehrere Angaben trennt ein Semikolon.")
    return entry.key


def section(key: str) -> str:
    """The German name of the part of the file that ``key`` stands in."""
    name = key.partition(".")[0]
    return _(_SECTIONS[name]) if name in _SECTIONS else name


def in_words(value: object) -> str:
    """A value as it is read aloud: ``ja``, ``21.11.2026``, ``–`` for nothing."""
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if isinstance(value, dt.date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    if isinstance(value, tuple):
        return ", ".join(in_words(each) for each in value) or "–"
    return str(value) if value not in {None, ""} else "–"
