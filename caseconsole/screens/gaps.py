"""What a document asks for and the file does not state: listed, and gone to by one key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from caseconsole import config
from caseconsole.caseload.records import list_records, read_record
from caseconsole.documents.kinds import KINDS
from caseconsole.i18n import N_, _, ngettext
from caseconsole.screens.base import act
from caseconsole.screens.console import Console
from caseconsole.widgets import Column, FooterBar, RecordTable, Text, plain

if TYPE_CHECKING:
    from caseconsole.documents.declare import Placeholder
    from caseconsole.documents.kinds import Request

WRITE: Final = "write"
"""The answer that writes although something is missing."""

SETTINGS: Final = frozenset({"municipality", "manager", "letterhead", "reports", "documents"})
"""Parts of the settings."""
_SECTIONS: Final = {
    "person": N_("Person"),
    "person_status": N_("Status"),
    "household": N_("Haushalt"),
    "household_member": N_("Haushalt"),
    "case": N_("Fall"),
    "care_period": N_("Fall"),
    "consent": N_("Einwilligung"),
    "referral": N_("Vermittlung"),
    "partner": N_("Stelle"),
    "reminder": N_("Termin"),
    "contact": N_("Beratung"),
}
_TALL: Final = 12


class Gaps(ModalScreen[str | None]):
    """The missing values; gives the source of one to enter, ``write``, or nothing for going back.

    Args:
        title: the document.
        gaps: the placeholders without a value; each has a source.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        act("w,f6", "write", N_("Trotzdem schreiben"), priority=True),
        act("escape,f10", "back", N_("Zurück")),
    ]
    CSS = """
    Gaps #gaps { height: auto; max-height: 12; margin-top: 1; background: $surface; }
    Gaps FooterBar { dock: none; margin-top: 1; background: $surface; }
    """

    def __init__(self, title: str, gaps: Sequence[Placeholder]) -> None:
        super().__init__()
        self._title = title
        self._gaps = tuple(gaps)

    def compose(self) -> ComposeResult:
        """What is missing, one line each, with the place where it belongs."""
        count = ngettext("{count} Angabe fehlt", "{count} Angaben fehlen", len(self._gaps))
        title = f"{self._title}: {count.format(count=len(self._gaps))}"
        gap = config.active().documents.gap
        with Vertical(classes="dialog"):
            yield Text(plain(title, style="bold"))
            yield Text(
                _("Gedruckt steht dort „{gap}“. Enter geht hin, wo es fehlt.").format(gap=gap),
                classes="quiet",
            )
            yield RecordTable(
                (Column("what", "", fraction=3), Column("where", "", width=14)),
                header=False,
                id="gaps",
            )
            keys = [("enter", _("eintragen")), ("w", _("trotzdem schreiben")), ("f10", _("Zurück"))]
            yield FooterBar(keys)

    def on_mount(self) -> None:
        """Fill the list and go into it."""
        table = self.query_one("#gaps", RecordTable)
        table.styles.height = min(len(self._gaps), _TALL)
        table.replace([(gap.source, _(gap.meaning), _section(gap.source)) for gap in self._gaps])
        table.focus()

    @on(RecordTable.RowChosen)
    def _chosen(self, event: RecordTable.RowChosen) -> None:
        event.stop()
        self.dismiss(event.key)

    def action_write(self) -> None:
        """Write as it is."""
        self.dismiss(WRITE)

    def action_back(self) -> None:
        """Write nothing."""
        self.dismiss(None)


def _section(source: str) -> str:
    table = source.partition(".")[0]
    if table in SETTINGS:
        return _("Einstellungen")
    return _(_SECTIONS.get(table, N_("Plan")))


async def go_to(app: Console, request: Request, source: str) -> None:
    """Go where the value ``source`` is entered.

    Args:
        app: the console.
        request: the document that it is missing in.
        source: table and field, such as ``person.birth_place``, or the name of a setting.

    Raises:
        CaseconsoleError: what the document is about is gone.
    """
    table, _dot, field = source.partition(".")
    case_id, subject = request.case_id, request.subject_id
    if table in SETTINGS:
        app.open_screen("einstellungen", key=source)
    elif case_id is None:
        app.open_screen("heute")
    elif table == "contact":
        app.open_screen("beratung", case_id=case_id, contact_id=subject)
    elif table == "partner":
        app.open_screen("stelle", partner_id=await _partner_of(app, subject or 0))
    elif table == "care_period":
        show_in_case(app, case_id, await _tab_of_closing(app, case_id))
    elif tab := TABS.get(table):
        show_in_case(app, case_id, tab.format(field=field))
    elif tab := LISTS.get(table):
        mine = KINDS[request.kind].subject == table and subject is not None
        show_in_case(app, case_id, f"{tab}.{table}.{subject}" if mine else _SHOWN[table])
    else:
        app.open_screen("plan", case_id=case_id, form="version")


TABS: Final = {
    "person": "person.form.{field}",
    "person_status": "person.person_status.new",
    "household": "household.household",
    "household_member": "household",
    "case": "overview.case.new",
}
"""Table -> tab of the case file with the form behind it."""

LISTS: Final = {"consent": "person", "referral": "network", "reminder": "network"}
"""Table -> tab that lists its records; the form is that of the record the document is about."""

_SHOWN: Final = {"consent": "person.consents", "referral": "network", "reminder": "network"}
"""Table -> the list, where the document is about something else."""


async def _tab_of_closing(app: Console, case_id: int) -> str:
    """Where the end of the care is entered: with the ended period, else by closing the case."""
    periods = await app.store.run(list_records, "care_period", case=case_id)
    if periods and periods[0].values["end"]:
        return f"overview.care_period.{periods[0].id}"
    return "overview.closing.new"


async def _partner_of(app: Console, referral_id: int) -> int:
    referral = await app.store.run(read_record, "referral", referral_id)
    return referral.parents["partner"] or 0


def show_in_case(app: Console, case_id: int, tab: str) -> None:
    """Show a tab of a case file with a form in it: in the one that is open, else in a new one."""
    from caseconsole.screens.case import CaseScreenFile

    current = app.case_screens()[-1]
    if isinstance(current, CaseScreenFile) and current.case_id == case_id:
        key, _dot, form = tab.partition(".")
        current.show(key, form)
    else:
        app.open_case(case_id, tab)
