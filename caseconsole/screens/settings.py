"""Einstellungen: what is set, in words, with the key of the settings file beside it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on

from caseconsole import config
from caseconsole.i18n import N_, _
from caseconsole.screens.base import CaseScreen
from caseconsole.settings import Entry, entries
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


class SettingsScreen(CaseScreen):
    """Shows the settings in use; they are changed in the user's own file."""

    SCREEN_NAME = "einstellungen"
    HEADING = N_("Einstellungen")
    HELP: ClassVar[str] = N_(
        "Die Einstellungen stehen in einer Textdatei, deren Ort oben genannt ist. Ändern Sie dort "
        "den Wert mit dem rechts genannten Namen und starten Sie das Programm neu."
    )

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

    async def load(self) -> None:
        """Show what is in use now."""
        settings = config.active()
        self.query_one("#settings-file", Text).update(
            _("Datei: {file}").format(file=settings.file or _("keine, es gilt das Übliche"))
        )
        table = self.query_one("#settings", RecordTable)
        table.replace(entries(settings))
        table.focus()


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
