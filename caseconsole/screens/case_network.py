"""Tab 6 of a case file: referrals with what came of them, and the dates of the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult

from caseconsole import clock
from caseconsole.caseload.network import OPEN_RESULTS, ReferralRow, list_partners, list_referrals
from caseconsole.caseload.records import (
    Record,
    change_record,
    create_record,
    form_spec,
    list_records,
    read_record,
)
from caseconsole.i18n import N_, _, ngettext
from caseconsole.screens.base import act
from caseconsole.screens.case_part import CasePart, in_full
from caseconsole.screens.form_dialog import Ways
from caseconsole.screens.pick import Pick
from caseconsole.widgets import Column, RecordTable, Shown, mark, signs

REFERRAL, REMINDER, PARTNER = "referral", "reminder", "partner"


@dataclass(frozen=True)
class _Line:
    """A line of the list: a referral or a date."""

    kind: str
    id: int
    section: str
    cells: tuple[Shown, ...]
    note: str = ""


class NetworkPart(CasePart):
    """Who else is working with the client, and what is to be asked when."""

    KEY = "network"
    MAIN = "network-list"
    BINDINGS: ClassVar = [
        act("n", "new", N_("Vermittlung"), footer=True, explain=N_(
            "An eine Stelle vermitteln: welche, wann, weshalb.")),
        act("f4", "edit", N_("Bearbeiten"), footer=True, explain=N_(
            "Ergebnis der Vermittlung eintragen oder den Termin ändern.")),
        act("e", "tick", N_("erledigt"), footer=True, explain=N_(
            "Hakt den Termin mit dem Cursor ab oder öffnet ihn wieder.")),
        act("w", "write", N_("Word"), footer=True, explain=N_(
            "Schreibt zur Vermittlung das Anschreiben, zum Termin den Terminzettel.")),
        act("delete", "remove", N_("Löschen"), footer=True, explain=N_(
            "Löscht einen versehentlichen Eintrag; fragt nach dem Grund.")),
    ]  # fmt: skip
    COLUMNS = (
        Column("day", N_("Tag"), width=8),
        Column("what", N_("Stelle, Termin"), fraction=1),
        Column("state", N_("Stand"), width=27),
    )

    def compose(self) -> ComposeResult:
        """One list in two sections."""
        yield RecordTable[_Line](
            self.COLUMNS,
            cells=lambda line: line.cells,
            key=lambda line: (line.kind, line.id),
            group=lambda line: line.section,
            note=lambda line: line.note,
            empty=N_("Noch nichts. n vermittelt an eine Stelle, r legt eine Wiedervorlage an."),
            header=False,
            id=self.MAIN,
        )

    async def load(self) -> None:
        """Read referrals and dates of the case."""
        run = self.app.store.run
        referrals = await run(list_referrals, case_id=self.case_id)
        reminders = await run(list_records, REMINDER, case=self.case_id)
        self.query_one(f"#{self.MAIN}", RecordTable).replace(
            [*_referral_lines(referrals), *_reminder_lines(reminders)]
        )

    @property
    def _current(self) -> _Line | None:
        line = self.query_one(f"#{self.MAIN}", RecordTable).current
        return line if isinstance(line, _Line) else None

    async def open_form(self, name: str) -> None:
        """Open the form of a referral, a date or a new partner."""
        kind, _dot, row_id = name.partition(".")
        if kind == "refer" and row_id.isdecimal():
            await self._refer(int(row_id))
        elif kind == PARTNER:
            await self._refer_to_new("")
        elif kind == REFERRAL and row_id.isdecimal():
            row = await self._partner_of(int(row_id))
            title = _("Vermittlung an {partner}").format(partner=row)
            await self.edit_record(kind, int(row_id), title)
        elif kind == REMINDER and row_id.isdecimal():
            await self.edit_record(kind, int(row_id), _("Termin oder Wiedervorlage"))

    async def _partner_of(self, referral_id: int) -> str:
        rows = await self.app.store.run(list_referrals, case_id=self.case_id)
        return next((row.partner for row in rows if row.id == referral_id), "")

    def action_new(self) -> None:
        """Refer the client to a partner."""
        self.start(self._pick_partner())

    async def _pick_partner(self) -> None:
        picked = await self.app.push_screen_wait(
            Pick(_("An welche Stelle?"), self._find, _("Neue Stelle: {typed}"))
        )
        if picked is None:
            return
        if picked.key:
            await self._refer(int(picked.key))
        else:
            await self._refer_to_new(picked.typed)

    async def _find(self, typed: str) -> Sequence[tuple[str, Shown, Shown]]:
        found = await self.app.store.run(list_partners, typed)
        return [(str(partner.id), partner.name, partner.kind_label) for partner in found]

    async def _refer_to_new(self, typed: str) -> None:
        partner_id = await self.new_record(PARTNER, _("Neue Stelle"), {"name": typed})
        if isinstance(partner_id, int):
            await self._refer(partner_id)

    async def _refer(self, partner_id: int) -> None:
        partner = await self.read(read_record, PARTNER, partner_id)
        if partner is None:
            return

        async def save(values: dict[str, Any]) -> object:
            return await self.app.store.run(
                create_record, REFERRAL, values, case=self.case_id, partner=partner_id
            )

        title = _("Vermittlung an {partner}").format(partner=partner.values["name"])
        values = {"day": clock.today()}
        ways = Ways(first="reason")
        await self.ask_form(f"refer.{partner_id}", title, form_spec(REFERRAL), values, save, ways)

    @on(RecordTable.RowChosen)
    def _chosen(self, event: RecordTable.RowChosen) -> None:
        event.stop()
        self.action_edit()

    def action_edit(self) -> None:
        """Change the line with the cursor."""
        line = self._current
        if line is not None:
            self.start(self.open_form(f"{line.kind}.{line.id}"))

    def action_tick(self) -> None:
        """Tick the date with the cursor off, or open it again."""
        line = self._current
        if line is None:
            return
        if line.kind == REFERRAL:
            self.action_edit()
            return
        self.start(self._tick(line.id))

    async def _tick(self, reminder_id: int) -> None:
        record = await self.read(read_record, REMINDER, reminder_id)
        if record is not None:
            day = None if record.values["done_on"] else clock.today()
            changes = {"done_on": day}
            await self.write(REMINDER, change_record, REMINDER, reminder_id, changes)

    def action_write(self) -> None:
        """Write the document about the line with the cursor."""
        line = self._current
        if line is not None:
            self.start(self._write(line))

    async def _write(self, line: _Line) -> None:
        from caseconsole.screens.write_document import write_about

        await write_about(self.app, line.kind, self.case_id, line.id)

    def action_remove(self) -> None:
        """Delete the line with the cursor, after asking why."""
        line = self._current
        if line is not None:
            self.start(self.remove_record(line.kind, line.id))


def _referral_lines(rows: Sequence[ReferralRow]) -> list[_Line]:
    section = ngettext("{count} Vermittlung", "{count} Vermittlungen", len(rows))
    lines = []
    for row in rows:
        still_open = not row.result or row.result in OPEN_RESULTS
        words = row.result_label or _("Ergebnis offen")
        result = f"{words} {in_full(row.result_on)}".strip()
        state = mark(result, "accent") if still_open else result
        partner = f"{row.partner} ({row.kind_label})" if row.kind_label else row.partner
        cells = (in_full(row.day), partner, state)
        lines.append(
            _Line(REFERRAL, row.id, section.format(count=len(rows)), cells, note=row.reason)
        )
    return lines


def _reminder_lines(records: Sequence[Record]) -> list[_Line]:
    section = _("Termine und Wiedervorlagen")
    today = clock.today()
    lines = []
    for record in sorted(records, key=lambda one: one.values["done_on"] is not None):
        due, done = record.values["due_on"], record.values["done_on"]
        if done is not None:
            words = _("erledigt {day}").format(day=in_full(done))
            state = mark(f"{signs().done} {words}", "quiet")
        elif due < today:
            state = mark(_("überfällig !"), "bad")
        else:
            state = mark(_("offen"), "accent")
        cells = (in_full(due), record.values["text"], state)
        lines.append(_Line(REMINDER, record.id, section, cells))
    return lines
