"""The fields of a contact: who, how, when, about what, and the note."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.events import DescendantFocus
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

from caseconsole import clock
from caseconsole.caseload.choices import ContactChoices
from caseconsole.caseload.contacts import ContactRecord
from caseconsole.caseload.search import find_people
from caseconsole.errors import InputError
from caseconsole.i18n import _, ngettext
from caseconsole.screens.console import Console
from caseconsole.text import show
from caseconsole.values import ValueList, lists
from caseconsole.widgets import (
    Choice,
    DateInput,
    Label,
    MultiChoice,
    NoteArea,
    Picker,
    Text,
    TextInput,
    Toggle,
    TypeAhead,
)
from caseconsole.widgets.matching import Option

ANONYMOUS = "anonym:"
"""Begin of the key of an entry that stands for people without a name."""

MINUTES_OF_A_DAY = 24 * 60

_TALLY = re.compile(r"\+(\d{1,3})")
_MOST_FOUND = 12
_FIELDS = {
    "persons": "who", "anonymous": "who", "kind": "kind", "day": "day", "minutes": "minutes",
    "main_topic": "topics", "topics": "topics", "interpreter": "interpreter",
    "follow_up_on": "follow-up", "text": "note",
}  # fmt: skip


class PeoplePicker(TypeAhead):
    """Several people, found by typing; ``a`` is somebody without a name, ``+7`` a tally."""

    @property
    def people(self) -> tuple[Option, ...]:
        """The entries chosen, in their order."""
        return tuple(self._state or ())

    @property
    def person_ids(self) -> tuple[int, ...]:
        """Ids of the people with a name."""
        keys = (option.key for option in self.people)
        return tuple(int(key) for key in keys if not key.startswith(ANONYMOUS))

    @property
    def anonymous(self) -> int | None:
        """How many people without a name; ``None`` where none are meant."""
        keys = (option.key for option in self.people if option.key.startswith(ANONYMOUS))
        return sum(int(key.removeprefix(ANONYMOUS)) for key in keys) or None

    def load_people(self, people: Sequence[Option]) -> None:
        """Show other people without a message."""
        self._load(tuple(people))

    def _with(self, option: Option) -> Any:
        kept = [one for one in self.people if one.key != option.key]
        if option.key.startswith(ANONYMOUS):
            kept = [one for one in kept if not one.key.startswith(ANONYMOUS)]
        return (*kept, option)

    def _without(self) -> Any:
        return self.people[:-1]

    def _words(self) -> Content:
        return Content(" · ".join(show(option.label) for option in self.people))


class ContactForm(Widget):
    """The fields of a contact, complete or, for a quick contact, only those that are needed.

    Args:
        quick: leave out interpreter, day and follow-up.
        id: id of the widget.
    """

    class Changed(Message):
        """Something was typed or chosen."""

    class Finished(Message):
        """Enter was pressed in the last field before the note."""

    def __init__(self, *, quick: bool = False, id: str | None = None) -> None:
        super().__init__(id=id, classes="-quick" if quick else None)
        self._quick = quick
        self._choices: ContactChoices | None = None
        self._known: dict[str, Any] = {}
        self._loading = False

    def compose(self) -> ComposeResult:
        """Lay out the fields."""
        with Horizontal(classes="fields"):
            yield Label(_("Wer"), classes="name")
            yield PeoplePicker(
                self._find, placeholder=_("Name tippen · a ohne Namen · +7 sieben"), id="who"
            )
            if not self._quick:
                yield Label(_("Sprachmittlung"), classes="second name")
                yield Toggle(open_ended=True, value=None, id="interpreter")
        with Horizontal(classes="fields"):
            yield Label(_("Art"), classes="name")
            yield Choice(_offered(lists()["contact_kind"]), id="kind")
            yield Label(_("Minuten"), classes="second name")
            yield TextInput(longest=5, id="minutes")
        if not self._quick:
            with Horizontal(classes="fields"):
                yield Label(_("Tag"), classes="name")
                yield DateInput(clock.today(), id="day")
                yield Label(_("Wiedervorlage"), classes="second name")
                yield DateInput(ahead=True, id="follow-up", placeholder=_("+14"))
        with Horizontal(classes="fields"):
            yield Label(_("Thema"), classes="name")
            yield MultiChoice(
                _offered(lists()["topic"]), star=True, placeholder=_("das wichtigste zuerst"),
                id="topics",
            )  # fmt: skip
        yield NoteArea(placeholder=_("Notiz"), id="note")
        yield Text("", id="contact-message")

    # ------------------------------------------------------------------ filling

    def offer(self, choices: ContactChoices) -> None:
        """Take over what a new contact begins with."""
        self._choices = choices
        with self._quietly():
            self.query_one("#kind", Choice).load(choices.kind)
            minutes = "" if choices.minutes is None else str(choices.minutes)
            self.query_one("#minutes", TextInput).load(minutes)
            if choices.persons:
                first = choices.persons[0]
                self._who.load_people([Option(str(first.id), first.name, first.number)])

    def load(self, record: ContactRecord) -> None:
        """Show a contact that is stored."""
        values = record.values
        people = [Option(str(p.id), p.name, p.number) for p in record.persons]
        if values["anonymous"]:
            people.append(unnamed(values["anonymous"]))
        topics = tuple(t for t in (values["main_topic"], *values["topics"]) if t)
        with self._quietly():
            self._who.load_people(people)
            self.query_one("#kind", Choice).load(values["kind"])
            minutes = "" if values["minutes"] is None else str(values["minutes"])
            self.query_one("#minutes", TextInput).load(minutes)
            self.query_one("#topics", MultiChoice).load(topics)
            self.query_one("#note", NoteArea).load(values["text"])
            self.query_one("#day", DateInput).load(values["day"])
            self.query_one("#follow-up", DateInput).load(values["follow_up_on"])
            self.query_one("#interpreter", Toggle).load(values["interpreter"])
        self._known = self.draft()

    def begin(self) -> None:
        """From here on, what differs counts as typed."""
        self._known = self.draft()

    def draft(self) -> dict[str, Any]:
        """Everything in the fields as JSON can hold it."""
        kept: dict[str, Any] = {
            "who": [[option.key, option.label] for option in self._who.people],
            "kind": self.query_one("#kind", Choice).value,
            "minutes": self.query_one("#minutes", TextInput).value,
            "topics": list(self.query_one("#topics", MultiChoice).value),
            "text": self.query_one("#note", NoteArea).value,
        }
        if not self._quick:
            kept["day"] = self.query_one("#day", DateInput).value
            kept["follow_up"] = self.query_one("#follow-up", DateInput).value
            kept["interpreter"] = self.query_one("#interpreter", Toggle).value
        return kept

    def load_draft(self, kept: Mapping[str, Any]) -> None:
        """Show what a draft kept above what stands there."""
        with self._quietly():
            people = [Option(str(key), str(label)) for key, label in kept.get("who", ())]
            self._who.load_people(people)
            self.query_one("#kind", Choice).load(str(kept.get("kind", "")))
            self.query_one("#minutes", TextInput).load(str(kept.get("minutes", "")))
            self.query_one("#topics", MultiChoice).load(tuple(kept.get("topics", ())))
            self.query_one("#note", NoteArea).load(str(kept.get("text", "")))
            if not self._quick:
                day = kept.get("day", self.query_one("#day", DateInput).value)
                self.query_one("#day", DateInput).load(str(day))
                self.query_one("#follow-up", DateInput).load(str(kept.get("follow_up", "")))
                self.query_one("#interpreter", Toggle).load(kept.get("interpreter"))

    @property
    def is_dirty(self) -> bool:
        """Whether anything differs from what the form began with."""
        return bool(self._known) and self.draft() != self._known

    # ------------------------------------------------------------------ reading

    def values(self) -> dict[str, Any]:
        """The values for ``save_contact``.

        Raises:
            InputError: a field cannot be understood; ``field`` says which.
        """
        for picker in self.query("Picker"):
            if isinstance(picker, Picker) and picker.problem:
                field = next(name for name, id_ in _FIELDS.items() if id_ == picker.id)
                raise InputError(picker.problem, field=field)
        topics = self.query_one("#topics", MultiChoice).value
        values: dict[str, Any] = {
            "kind": self.query_one("#kind", Choice).value or None,
            "minutes": self._minutes(),
            "anonymous": self._who.anonymous,
            "main_topic": topics[0] if topics else None,
            "topics": tuple(topics[1:]),
            "text": self.query_one("#note", NoteArea).value,
        }
        if self._quick:
            return {**values, "day": clock.today()}
        for name, id_ in (("day", "day"), ("follow_up_on", "follow-up")):
            control = self.query_one(f"#{id_}", DateInput)
            if control.problem:
                raise InputError(control.problem, field=name)
            values[name] = control.day
        values["interpreter"] = self.query_one("#interpreter", Toggle).value
        return values

    @property
    def person_ids(self) -> tuple[int, ...]:
        """Ids of the people with a name who took part."""
        return self._who.person_ids

    def refuse(self, error: InputError) -> None:
        """Show why it cannot be saved, and go to the field."""
        self.query_one("#contact-message", Text).update(str(error))
        for widget in self.query(f"#{_FIELDS.get(error.field, 'who')}"):
            widget.focus()

    def _minutes(self) -> int | None:
        typed = self.query_one("#minutes", TextInput).value.strip()
        if not typed:
            return None
        if not (typed.isascii() and typed.isdigit()):
            raise InputError(_("„{typed}“ ist keine Zahl.").format(typed=typed), field="minutes")
        if int(typed) > MINUTES_OF_A_DAY:
            raise InputError(_("Ein Tag hat nur 1.440 Minuten."), field="minutes")
        return int(typed)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Typing replaces what stands in a short field that is gone into by key."""
        if isinstance(event.widget, TextInput):
            event.widget.select_all()

    @property
    def _who(self) -> PeoplePicker:
        return self.query_one("#who", PeoplePicker)

    def _quietly(self) -> Any:
        return self.prevent(Input.Changed, TextArea.Changed, Picker.Changed, Toggle.Changed)

    async def _find(self, typed: str) -> list[Option]:
        """People for what was typed; with nothing typed those at hand."""
        tally = _TALLY.fullmatch(typed)
        if tally:
            return [unnamed(int(tally[1]))] if int(tally[1]) else []
        if not typed:
            choices = self._choices
            near = (*choices.persons, *choices.recent) if choices else ()
            return [Option(str(p.id), p.name, p.number) for p in near]
        app = self.app
        assert isinstance(app, Console)  # noqa: S101 - narrows the type
        found = await app.store.run(find_people, typed, clock.today(), _MOST_FOUND)
        options = [
            Option(str(p.person_id), p.name, " · ".join(filter(None, (
                p.number, f"* {p.birth}" if p.birth else "", p.place))))
            for p in found
        ]  # fmt: skip
        return [unnamed(1), *options] if typed.casefold() == "a" else options

    # ------------------------------------------------------------------ what the user does

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Picker.Changed)
    @on(Toggle.Changed)
    def _edited(self, event: Message) -> None:
        event.stop()
        self.query_one("#contact-message", Text).update("")
        self.post_message(self.Changed())

    @on(Input.Submitted)
    @on(Picker.Submitted)
    @on(Picker.Taken)
    def _next(self, event: Message) -> None:
        event.stop()
        if isinstance(event.control, MultiChoice) and self._quick:
            self.post_message(self.Finished())
        else:
            self.screen.focus_next()


def unnamed(count: int) -> Option:
    """The entry for ``count`` people without a name."""
    label = ngettext("{count} Person ohne Namen", "{count} Personen ohne Namen", count)
    return Option(f"{ANONYMOUS}{count}", label.format(count=count))


def _offered(values: ValueList) -> list[tuple[str, str]]:
    return [(value.key, values.label(value.key)) for value in values.offered]
