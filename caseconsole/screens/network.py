"""Netzwerk: the address book of offices, providers and volunteers, and what they are asked for."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Key

from caseconsole.caseload.network import PartnerRow, list_partners
from caseconsole.caseload.records import change_record, create_record, form_spec, read_record
from caseconsole.errors import CaseconsoleError
from caseconsole.i18n import N_, _, ngettext
from caseconsole.screens.base import CaseScreen, act
from caseconsole.screens.form_dialog import FormDialog
from caseconsole.text import sort_key
from caseconsole.widgets import Column, Label, RecordTable, Shown, TextInput, mark, plain

PARTNER = "partner"


class NetworkScreen(CaseScreen):
    """The list of partners with its search field; Enter shows the referrals to one.

    Args:
        contact_id: a partner whose form was left with a draft; its form opens again.
    """

    SCREEN_NAME = "netzwerk"
    SHOWS = frozenset({PARTNER, "referral"})
    HELP = N_(
        "Stellen, Angebote und Ehrenamtliche. / sucht nach Name, Ansprechperson, Ort oder Art. "
        "Enter zeigt, wer dorthin vermittelt wurde und mit welchem Ergebnis."
    )
    BINDINGS: ClassVar = [
        act("n", "new", N_("neue Stelle"), footer=True),
        act("f4", "edit", N_("Bearbeiten"), footer=True, explain=N_(
            "Name, Ansprechperson und Telefon der Stelle ändern.")),
        act("slash", "search", N_("Suchen"), footer=True),
    ]  # fmt: skip
    DEFAULT_CSS = """
    NetworkScreen #search-line { height: 1; }
    NetworkScreen #search { width: 1fr; }
    NetworkScreen #partners { height: 1fr; margin-top: 1; }
    """
    COLUMNS = (
        Column("name", N_("Name"), fraction=4, sort=lambda row: sort_key(row.name)),
        Column("kind", N_("Art"), fraction=3, sort=lambda row: row.kind_label),
        Column("person", N_("Ansprechperson"), fraction=3, from_width=92,
               sort=lambda row: sort_key(row.contact_person)),
        Column("phone", N_("Telefon"), width=15),
        Column("referrals", N_("Vermittelt"), width=10, align="right",
               sort=lambda row: -row.referrals),
        Column("email", N_("E-Mail"), width=26, from_width=112),
    )  # fmt: skip

    def __init__(self, contact_id: int | None = None) -> None:
        super().__init__()
        self._open_form_of = contact_id

    def body(self) -> ComposeResult:
        """The search field and the list."""
        with Horizontal(id="search-line"):
            yield Label(_("Suche: "))
            yield TextInput("", placeholder=_("Name, Ansprechperson, Ort, Art"), id="search")
        yield RecordTable[PartnerRow](
            self.COLUMNS,
            cells=_cells,
            key=lambda row: row.id,
            empty=N_("Keine Stelle passt. n legt eine neue an."),
            id="partners",
        )

    def on_mount(self) -> None:
        """Begin in the list: the letters are keys there."""
        super().on_mount()
        self._table.focus()

    async def load(self) -> None:
        """Read the partners that fit the search."""
        typed = self.query_one("#search", TextInput).value.strip()
        rows = await self.app.store.run(list_partners, typed)
        self._table.replace(rows, reset=bool(typed))
        still_open = sum(row.open_referrals for row in rows)
        words = (
            ngettext("{count} Stelle", "{count} Stellen", len(rows)).format(count=len(rows)),
            ngettext("{count} Vermittlung offen", "{count} Vermittlungen offen", still_open).format(
                count=still_open
            ),
        )
        self.set_banner(plain(_("Netzwerk")) + mark("   " + " · ".join(words), "quiet"))
        if self._open_form_of is not None:
            partner_id, self._open_form_of = self._open_form_of, None
            self._start_form(partner_id or None)

    @property
    def _table(self) -> RecordTable[PartnerRow]:
        return self.query_one("#partners", RecordTable)

    @on(TextInput.Changed, "#search")
    def _typed(self) -> None:
        self.reload()

    @on(TextInput.Submitted, "#search")
    def _to_list(self) -> None:
        self._table.focus()

    def on_key(self, event: Key) -> None:
        """Let the arrow down lead from the search field into the list."""
        if event.key == "down" and self.query_one("#search").has_focus:
            self._table.focus()

    @on(RecordTable.RowChosen, "#partners")
    def _show(self, event: RecordTable.RowChosen) -> None:
        self.app.open_screen("stelle", partner_id=event.row.id)

    def action_search(self) -> None:
        """Go to the search field."""
        self.query_one("#search").focus()

    def action_new(self) -> None:
        """Enter a new partner; what was searched for is its name at first."""
        self._start_form(None)

    def action_edit(self) -> None:
        """Change the partner under the cursor."""
        row = self._table.current
        if row is not None:
            self._start_form(row.id)

    def _start_form(self, partner_id: int | None) -> None:
        self.run_worker(self._form(partner_id), exclusive=True, group="form")

    async def _form(self, partner_id: int | None) -> None:
        typed = self.query_one("#search", TextInput).value.strip()
        saved = await partner_form(self, partner_id, "" if len(self._table.rows) else typed)
        if saved is not None:
            self.query_one("#search", TextInput).load("")
            await self.load()
            self._table.move_to(saved)
            self._table.focus()


async def partner_form(screen: CaseScreen, partner_id: int | None, name: str = "") -> int | None:
    """Enter or change a partner over ``screen``; gives its id, ``None`` for going back.

    Args:
        screen: where the form opens.
        partner_id: the partner; a new one if None.
        name: what a new one may be called.
    """
    run = screen.app.store.run
    values: dict[str, Any] = {"name": name}
    title = _("Neue Stelle")
    if partner_id is not None:
        try:
            values = dict((await run(read_record, PARTNER, partner_id)).values)
        except CaseconsoleError as error:
            screen.app.tell(error)
            return None
        title = str(values["name"])

    async def save(typed: dict[str, Any]) -> int:
        if partner_id is None:
            return await run(create_record, PARTNER, typed)
        await run(change_record, PARTNER, partner_id, typed)
        return partner_id

    saved = await screen.app.push_screen_wait(
        FormDialog(
            title,
            form_spec(PARTNER),
            values,
            save=save,
            # 0 stands for the partner that is not there yet.
            draft_key=f"{NetworkScreen.SCREEN_NAME}::{partner_id or 0}",
            case_id=None,
            draft_title=_("Stelle: {name}").format(name=values["name"]),
        )
    )
    if not isinstance(saved, int):
        return None
    screen.app.mark_changed(PARTNER, by=screen)
    return saved


def _cells(row: PartnerRow) -> tuple[Shown, ...]:
    referrals: Shown = str(row.referrals) if row.referrals else ""
    if row.open_referrals:
        referrals = mark(_("{open} offen/").format(open=row.open_referrals), "accent") + plain(
            str(row.referrals)
        )
    return row.name, row.kind_label, row.contact_person, row.phone, referrals, row.email
