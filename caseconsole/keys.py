"""The registry: which keys work everywhere, and where the code of each screen lies.

The keys of one screen are declared in its ``BINDINGS`` with the same ``act``. Footer, command
palette (``screens.palette``) and help (``screens.help``) are derived from both.

Never bound, because terminals fold or keep them: ctrl+h, i, j, m, ``[``, ctrl+space, alt+letter,
anything typed with AltGr, and F11 (full screen in Windows Terminal).
"""

from __future__ import annotations

from typing import Final

from caseconsole.i18n import N_
from caseconsole.screens.base import act
from caseconsole.screens.console import ScreenEntry

SCREENS: Final[dict[str, ScreenEntry]] = {
    "heute": ScreenEntry("caseconsole.screens.today", "TodayScreen", area=True),
    "faelle": ScreenEntry("caseconsole.screens.cases", "CasesScreen", area=True),
    "auswertung": ScreenEntry("caseconsole.screens.report", "ReportScreen", area=True),
    "netzwerk": ScreenEntry("caseconsole.screens.network", "NetworkScreen", area=True),
    "dokumente": ScreenEntry("caseconsole.screens.documents", "DocumentsScreen", area=True),
    "einstellungen": ScreenEntry("caseconsole.screens.settings", "SettingsScreen", area=True),
    "akte": ScreenEntry("caseconsole.screens.case", "CaseScreenFile", area=False),
    "liste": ScreenEntry("caseconsole.screens.report_list", "FigureListScreen", area=False),
    "zeitraum": ScreenEntry("caseconsole.screens.report", "PeriodScreen", area=False),
    "orte": ScreenEntry("caseconsole.screens.report_places", "PlacesScreen", area=False),
    "abgaben": ScreenEntry("caseconsole.screens.report_handed_in", "HandInsScreen", area=False),
    "abweichung": ScreenEntry(
        "caseconsole.screens.report_deviations", "DeviationsScreen", area=False
    ),
    "ursachen": ScreenEntry("caseconsole.screens.report_changes", "ChangesScreen", area=False),
    "nachweis": ScreenEntry("caseconsole.screens.report_proof", "ProofScreen", area=False),
    "formular": ScreenEntry("caseconsole.screens.form_mapping", "FormScreen", area=False),
    "stelle": ScreenEntry("caseconsole.screens.network_partner", "PartnerScreen", area=False),
    "neuer_fall": ScreenEntry("caseconsole.screens.new_case", "NewCaseScreen", area=False),
    "plan": ScreenEntry("caseconsole.screens.plan", "PlanScreen", area=False),
    "beratung": ScreenEntry("caseconsole.screens.contact", "ContactScreen", area=False),
}
"""Name of a screen -> where its code lies; a new screen needs a line here and nothing else."""

QUICK_CONTACT: Final = ScreenEntry("caseconsole.screens.contact", "QuickContact", area=False)

GLOBAL: Final = (
    act(
        "f2",
        "quick_contact",
        N_("Kontakt"),
        explain=N_("Einen Kontakt festhalten, ohne den Bildschirm zu verlassen."),
        footer=True,
    ),
    act(
        "f12",
        "lock",
        N_("Sperre"),
        explain=N_("Sofort sperren. Nach dem Entsperren geht es an derselben Stelle weiter."),
        footer=True,
        priority=True,
    ),
    act(
        "f1",
        "help",
        N_("Hilfe"),
        explain=N_("Hilfe zum Feld, in dem Sie stehen, dann alle Tasten."),
        footer=True,
        priority=True,
    ),
    act("ctrl+s", "save", N_("Speichern"), explain=N_("Speichert, was auf dem Bildschirm steht.")),
    act("f10,escape", "back", N_("Zurück"), explain=N_("Zurück zum Bildschirm davor.")),
    act(
        "ctrl+p",
        "palette",
        N_("Befehle"),
        explain=N_("Alle Befehle und alle Personen, gefunden durch Tippen."),
    ),
    act(
        "f8",
        "private_view",
        N_("Sichtschutz"),
        explain=N_("Listen zeigen nur noch Anfangsbuchstaben, bis Sie noch einmal F8 drücken."),
    ),
    act(
        "ctrl+b",
        "back_up",
        N_("Jetzt sichern"),
        explain=N_("Schreibt eine geprüfte Sicherung, auch auf den Stick, wenn er steckt."),
    ),
    act("ctrl+t", "open_screen('heute')", N_("Heute"), explain=N_("Was heute zu tun ist.")),
    act("ctrl+f,slash", "open_screen('faelle')", N_("Fälle"), explain=N_("Einen Fall suchen.")),
    act(
        "ctrl+r",
        "open_screen('auswertung')",
        N_("Auswertung"),
        explain=N_("Zahlen für einen Zeitraum."),
    ),
    act(
        "ctrl+n",
        "open_screen('netzwerk')",
        N_("Netzwerk"),
        explain=N_("Stellen, mit denen Sie arbeiten, und Überweisungen."),
    ),
    act(
        "ctrl+o",
        "open_screen('dokumente')",
        N_("Dokumente"),
        explain=N_("Vorlagen und geschriebene Dateien."),
    ),
    act(
        "ctrl+g",
        "open_screen('einstellungen')",
        N_("Einstellungen"),
        explain=N_("Was wie eingestellt ist."),
    ),
    act(
        "ctrl+q",
        "quit",
        N_("Beenden"),
        explain=N_("Beendet das Programm; fragt nur, wenn Text nicht gespeichert ist."),
        priority=True,
    ),
)
"""The keys that work on every screen."""

_BEFORE_THE_STORE: Final = frozenset({"help", "quit"})
NEED_A_STORE: Final = (
    frozenset(binding.action.partition("(")[0] for binding in GLOBAL) - _BEFORE_THE_STORE
)
"""Actions that do nothing before the store is open."""
