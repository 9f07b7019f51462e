"""Tab 5 of a case file: where the client lives and with whom, now and earlier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult

from caseconsole import clock
from caseconsole.caseload.households import (
    HouseholdFile,
    add_new_person,
    found_household,
    household_file,
    move,
)
from caseconsole.caseload.people import Member, join_household, person_on
from caseconsole.caseload.records import change_record, form_spec
from caseconsole.caseload.search import find_people
from caseconsole.days import format_day, parse_day
from caseconsole.fields import FieldSpec, FormSpec, Kind, Ui
from caseconsole.i18n import N_, _
from caseconsole.screens.ask_line import AskLine
from caseconsole.screens.base import act
from caseconsole.screens.case_part import NEW, CasePart, in_full
from caseconsole.screens.case_summary import heading
from caseconsole.screens.pick import Pick
from caseconsole.widgets import Column, Line, RecordTable, Shown, mark, plain

_NEW_PERSON = ("family_name", "given_name", "birth_date", "sex", "schooling")
_OWN = "head"


@dataclass(frozen=True)
class _Line:
    """A line of the list: a member, and whether they have left."""

    member: Member
    section: str


class HouseholdPart(CasePart):
    """Address and members; joining, leaving and moving are dated."""

    KEY = "household"
    MAIN = "household-members"
    BINDINGS: ClassVar = [
        act("n", "new", N_("Mitglied"), footer=True, explain=N_(
            "Eine bekannte oder eine neue Person in den Haushalt aufnehmen.")),
        act("f4", "edit", N_("Rolle, Tage"), footer=True, explain=N_(
            "Rolle und Tage der Mitgliedschaft mit dem Cursor ändern.")),
        act("x", "leave", N_("Auszug"), footer=True, explain=N_(
            "Beendet die Mitgliedschaft mit dem Cursor an einem Tag.")),
        act("u", "move", N_("Umzug"), footer=True, explain=N_(
            "Alle Mitglieder ziehen an einem Tag an eine neue Adresse.")),
        act("a", "address", N_("Adresse"), footer=True, explain=N_(
            "Berichtigt die Adresse. Für einen Umzug nehmen Sie u.")),
        act("delete", "remove", N_("Löschen"), explain=N_(
            "Löscht eine versehentlich eingetragene Mitgliedschaft; fragt nach dem Grund.")),
    ]  # fmt: skip
    DEFAULT_CSS = """
    HouseholdPart #household-address { margin-bottom: 1; }
    """
    COLUMNS = (
        Column("name", N_("Name"), fraction=3),
        Column("role", N_("Rolle"), width=17),
        Column("age", N_("Alter"), width=5, align="right"),
        Column("school", N_("Schule, Kita"), fraction=2),
        Column("since", N_("Dabei seit"), width=12),
        Column("number", N_("Fall"), width=9),
    )

    def __init__(self, case_id: int) -> None:
        super().__init__(case_id)
        self._known = HouseholdFile(None)

    def compose(self) -> ComposeResult:
        """Address above the members."""
        yield Line(id="household-address")
        yield RecordTable[_Line](
            self.COLUMNS,
            cells=self._cells,
            key=lambda line: line.member.membership_id,
            group=lambda line: line.section,
            empty=N_("Noch kein Haushalt. a trägt die Adresse ein."),
            id=self.MAIN,
        )

    async def load(self) -> None:
        """Read the household."""
        today = clock.today()
        self._known = await self.app.store.run(household_file, self.person_id, today)
        self.query_one("#household-address", Line).update(self._address())
        home, former = self._known.household, self._known.former
        now = _("Jetzt") if former else ""
        lines = [_Line(member, now) for member in (home.members if home else ())]
        lines += [_Line(member, _("Früher")) for member in former]
        self.query_one(f"#{self.MAIN}", RecordTable).replace(lines)

    def _address(self) -> Shown:
        home = self._known.household
        if home is None:
            return mark(_("Adresse nicht eingetragen"), "quiet")
        town = " ".join(filter(None, (home.postcode, home.place)))
        words = ", ".join(filter(None, (home.address, town))) or _("nicht eingetragen")
        line = heading(_("Adresse")) + plain(f"  {words}")
        if self._known.begins is not None:
            day = format_day(self._known.begins)
            line += mark(_("  ab {day}").format(day=day), "warn")
        return line

    def _cells(self, line: _Line) -> tuple[Shown, ...]:
        member = line.member
        name = self.shown_name(member.name)
        head = self.file.overview.head
        own = member.person_id == head.person_id
        return (
            mark(name, "strong") if own else name,
            member.role_label,
            member.age,
            member.school,
            self._span(member),
            head.number if own else member.number,
        )

    def _span(self, member: Member) -> Shown:
        if member.to_day is None:
            return in_full(member.from_day)
        return mark(_("bis {day}").format(day=in_full(member.to_day)), "quiet")

    @property
    def _current(self) -> Member | None:
        line = self.query_one(f"#{self.MAIN}", RecordTable).current
        return line.member if isinstance(line, _Line) else None

    # ------------------------------------------------------------------ forms

    async def open_form(self, name: str) -> None:
        """Open a form of the household."""
        kind, _dot, row_id = name.partition(".")
        if kind == "household":
            await self._change_address()
        elif kind == "move":
            await self._move()
        elif kind == "newcomer":
            await self._add_new("")
        elif kind == "joiner" and row_id.isdecimal():
            await self._add_known(int(row_id))
        elif kind == "household_member" and row_id.isdecimal():
            await self.edit_record(kind, int(row_id), _("Mitgliedschaft im Haushalt"))
        elif kind == "person" and row_id.isdecimal():
            await self.edit_record(kind, int(row_id), _("Angaben zur Person"))

    def action_address(self) -> None:
        """Enter or correct the address."""
        self.start(self._change_address())

    async def _change_address(self) -> None:
        home = self._known.household
        if home is not None:
            await self.edit_record("household", home.id, _("Adresse berichtigen"))
            return
        spec, member = form_spec("household"), form_spec("household_member")
        fields = (*spec.fields, _with_group(member["from_day"], spec))

        async def save(values: dict[str, Any]) -> object:
            return await self.app.store.run(
                found_household, _address_in(values), self.person_id, values["from_day"], _OWN
            )

        begin = self.file.overview.care.begin or clock.today()
        await self.ask_form(
            f"household.{NEW}",
            _("Adresse"),
            FormSpec("household", spec.groups, fields),
            {"from_day": begin},
            save,
        )

    def action_move(self) -> None:
        """Move all members to another address."""
        self.start(self._move())

    async def _move(self) -> None:
        home = self._known.household
        if home is None:
            await self._change_address()
            return
        spec, member = form_spec("household"), form_spec("household_member")
        alone = FieldSpec("alone", Ui(N_("Zieht allein um"), "household", Kind.YESNO, help=N_(
            "Ja, wenn nur die Klientin oder der Klient umzieht.")))  # fmt: skip
        day = replace(member["from_day"], ui=replace(member["from_day"].ui, label=N_("Umzug am")))
        fields = (_with_group(day, spec), *spec.fields, alone)

        async def save(values: dict[str, Any]) -> object:
            going = [
                (one.person_id, one.role)
                for one in home.members
                if one.person_id == self.person_id or not values["alone"]
            ]
            return await self.app.store.run(move, _address_in(values), going, values["from_day"])

        await self.ask_form(
            f"move.{NEW}",
            _("Umzug"),
            FormSpec("household", spec.groups, fields),
            {"from_day": clock.today(), "place": home.place, "postcode": home.postcode},
            save,
        )

    def action_new(self) -> None:
        """Add a member who is known already, or a new person."""
        if self._known.household is None:
            self.app.hint(_("Bitte zuerst die Adresse eintragen."))
            self.action_address()
            return
        self.start(self._add())

    async def _add(self) -> None:
        picked = await self.app.push_screen_wait(
            Pick(_("Wer gehört zum Haushalt?"), self._find, _("Neue Person: {typed}"))
        )
        if picked is None:
            return
        if picked.key:
            await self._add_known(int(picked.key))
        else:
            await self._add_new(picked.typed)

    async def _find(self, typed: str) -> Sequence[tuple[str, Shown, Shown]]:
        home = self._known.household
        here = {member.person_id for member in home.members} if home else set()
        found = await self.app.store.run(find_people, typed, clock.today())
        return [
            (
                str(person.person_id),
                self.shown_name(person.name),
                " · ".join(filter(None, (f"* {person.birth}" if person.birth else "",
                                         person.number, person.place))),
            )
            for person in found
            if person.person_id not in here
        ]  # fmt: skip

    async def _add_known(self, person_id: int) -> None:
        home = self._known.household
        person = await self.read(person_on, person_id, clock.today())
        if home is None or person is None:
            return

        async def save(values: dict[str, Any]) -> object:
            return await self.app.store.run(
                join_household, home.id, person_id, values["from_day"], values["role"]
            )

        member = form_spec("household_member")
        fields = (member["from_day"], member["role"])
        await self.ask_form(
            f"joiner.{person_id}",
            self.shown_name(person.name),
            FormSpec("household_member", member.groups, fields),
            {"from_day": clock.today()},
            save,
        )

    async def _add_new(self, typed: str) -> None:
        home = self._known.household
        if home is None:
            return
        person, member = form_spec("person"), form_spec("household_member")
        joining = tuple(_with_group(member[name], person) for name in ("from_day", "role"))
        known = tuple(
            replace(person[name], ui=replace(person[name].ui, group=person.groups[0][0]))
            for name in _NEW_PERSON
        )

        async def save(values: dict[str, Any]) -> object:
            about = {name: values[name] for name in _NEW_PERSON}
            return await self.app.store.run(
                add_new_person, home.id, about, values["from_day"], values["role"]
            )

        family, _comma, given = typed.partition(",")
        own = self.file.overview.person.family_name
        names = (family.strip(), given.strip()) if given else (own, family.strip())
        await self.ask_form(
            f"newcomer.{NEW}",
            _("Neue Person im Haushalt"),
            FormSpec("household_member", person.groups[:1], (*known, *joining)),
            {"family_name": names[0], "given_name": names[1], "from_day": clock.today()},
            save,
        )

    # ------------------------------------------------------------------ the line with the cursor

    @on(RecordTable.RowChosen)
    def _open(self, event: RecordTable.RowChosen) -> None:
        """Go to the member's own case, or to their data where they have none."""
        event.stop()
        member = event.row.member
        if member.person_id == self.person_id:
            self.file.show_form()
        elif member.case_id is not None:
            self.app.open_case(member.case_id)
        else:
            self.start(self.open_form(f"person.{member.person_id}"))

    def action_edit(self) -> None:
        """Change role and days of the membership with the cursor."""
        if self._current is not None:
            self.start(self.open_form(f"household_member.{self._current.membership_id}"))

    def action_leave(self) -> None:
        """End the membership with the cursor."""
        if self._current is not None:
            self.start(self._leave(self._current))

    async def _leave(self, member: Member) -> None:
        day = await self.app.push_screen_wait(
            AskLine(
                _("Ausgezogen am?"),
                lambda typed: parse_day(typed, clock.today()),
                value=format_day(clock.today()),
                detail=_("Letzter Tag im Haushalt. Enter übernimmt."),
            )
        )
        if day is not None:
            await self._end(member.membership_id, day)

    async def _end(self, membership_id: int, day: dt.date) -> None:
        kind = "household_member"
        await self.write(kind, change_record, kind, membership_id, {"to_day": day})

    def action_remove(self) -> None:
        """Delete the membership with the cursor, after asking why."""
        if self._current is not None:
            self.start(self.remove_record("household_member", self._current.membership_id))


def _with_group(field: FieldSpec, spec: FormSpec) -> FieldSpec:
    """``field`` standing among the fields of another form."""
    return replace(field, ui=replace(field.ui, group=spec.groups[0][0]))


def _address_in(values: dict[str, Any]) -> dict[str, Any]:
    return {field.name: values[field.name] for field in form_spec("household").fields}
