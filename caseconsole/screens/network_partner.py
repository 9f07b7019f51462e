"""One partner of the network: how to reach it, who was referred there, and what came of it."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult

from caseconsole.caseload.network import OPEN_RESULTS, ReferralRow, list_referrals
from caseconsole.caseload.records import change_record, form_spec, read_record
from caseconsole.days import format_day
from caseconsole.errors import CaseconsoleError
from caseconsole.fields import FormSpec
from caseconsole.i18n import N_, _, ngettext
from caseconsole.screens.base import CaseScreen, act
from caseconsole.screens.case_part import short_name
from caseconsole.screens.form_dialog import FormDialog
from caseconsole.screens.network import partner_form
from caseconsole.values import lists
from caseconsole.widgets import Column, RecordTable, Shown, mark, plain

REFERRAL = "referral"


class PartnerScreen(CaseScreen):
    """The referrals to one partner, those still open first; Enter opens the case file.

    Args:
        partner_id: the partner.
    """

    SCREEN_NAME = "stelle"
    SHOWS = frozenset({"partner", REFERRAL, "person", "case"})
    HELP = N_(
        "Wer an diese Stelle vermittelt wurde und was daraus wurde. Enter öffnet die Akte, e trägt "
        "das Ergebnis ein. Neue Vermittlungen legen Sie in der Akte unter Netzwerk an."
    )
    BINDINGS: ClassVar = [
        act("e", "result", N_("Ergebnis"), footer=True, explain=N_(
            "Trägt ein, was aus der Vermittlung mit dem Cursor geworden ist.")),
        act("f4", "edit", N_("Stelle bearbeiten"), footer=True),
    ]  # fmt: skip
    DEFAULT_CSS = """
    PartnerScreen #referrals { height: 1fr; }
    """
    COLUMNS = (
        Column("day", N_("Tag"), width=10, sort=lambda row: row.day),
        Column("number", N_("Nummer"), width=9, sort=lambda row: row.number),
        Column("person", N_("Name"), fraction=2),
        Column("result", N_("Ergebnis"), fraction=2, sort=lambda row: row.result_label),
    )

    def __init__(self, partner_id: int) -> None:
        super().__init__()
        self._partner_id = partner_id

    def arguments(self) -> dict[str, object]:
        """The partner."""
        return {"partner_id": self._partner_id}

    def body(self) -> ComposeResult:
        """The referrals."""
        yield RecordTable[ReferralRow](
            self.COLUMNS,
            cells=self._cells,
            key=lambda row: row.id,
            note=lambda row: "" if self.app.private_view else row.reason,
            group=lambda row: _("Offen") if _is_open(row) else _("Mit Ergebnis"),
            empty=N_(
                "Noch niemand vermittelt. Eine Vermittlung legen Sie in der Akte an: "
                "6 Netzwerk, dann n."
            ),
            id="referrals",
        )

    def on_mount(self) -> None:
        """Begin in the list."""
        super().on_mount()
        self._table.focus()

    async def load(self) -> None:
        """Read the partner and the referrals to it."""
        run = self.app.store.run
        values = (await run(read_record, "partner", self._partner_id)).values
        rows = await run(list_referrals, partner_id=self._partner_id)
        self._table.replace(sorted(rows, key=lambda row: not _is_open(row)))
        count = ngettext("{count} Vermittlung", "{count} Vermittlungen", len(rows))
        kind = lists()["partner_kind"].label(values["kind"])
        head = " · ".join(filter(None, (kind, count.format(count=len(rows)))))
        reach = (values[name] for name in ("contact_person", "phone", "email", "address"))
        lines = [plain(values["name"]) + mark(f"   {head}", "quiet")]
        if found := " · ".join(filter(None, reach)):
            lines.append(plain(found))
        self.set_banner(*lines)

    @property
    def _table(self) -> RecordTable[ReferralRow]:
        return self.query_one("#referrals", RecordTable)

    def _cells(self, row: ReferralRow) -> tuple[Shown, ...]:
        result = row.result_label or _("Ergebnis offen")
        if row.result_on:
            result = f"{result}, {format_day(row.result_on)}"
        return (
            format_day(row.day),
            row.number,
            short_name(row.person) if self.app.private_view else row.person,
            mark(result, "accent") if _is_open(row) else result,
        )

    @on(RecordTable.RowChosen, "#referrals")
    def _open(self, event: RecordTable.RowChosen) -> None:
        self.app.open_case(event.row.case_id, "network")

    def action_edit(self) -> None:
        """Change the partner."""
        self.run_worker(self._edit(), exclusive=True, group="form")

    async def _edit(self) -> None:
        if await partner_form(self, self._partner_id) is not None:
            self.reload()

    def action_result(self) -> None:
        """Enter what came of the referral under the cursor."""
        row = self._table.current
        if row is not None:
            self.run_worker(self._result(row), exclusive=True, group="form")

    async def _result(self, row: ReferralRow) -> None:
        run = self.app.store.run
        try:
            record = await run(read_record, REFERRAL, row.id)
        except CaseconsoleError as error:
            self.app.tell(error)
            return

        async def save(typed: dict[str, Any]) -> int:
            await run(change_record, REFERRAL, row.id, typed)
            return row.id

        name = short_name(row.person) if self.app.private_view else row.person
        spec: FormSpec = form_spec(REFERRAL)
        saved = await self.app.push_screen_wait(
            FormDialog(
                _("Vermittlung: {name}").format(name=name),
                spec,
                record.values,
                save=save,
                # The same draft as in the case file, where the start screen opens it.
                draft_key=f"akte:{row.case_id}:network.{REFERRAL}.{row.id}",
                case_id=row.case_id,
                draft_title=_("Akte: {name}").format(name=row.person),
            )
        )
        if saved is not None:
            self.app.mark_changed(REFERRAL, by=self)
            self.reload()


def _is_open(row: ReferralRow) -> bool:
    return not row.result or row.result in OPEN_RESULTS
