"""The consultation record: what was spoken about on a day, for the file or to be signed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from caseconsole.caseload.contacts import read_contact
from caseconsole.caseload.plans import open_steps
from caseconsole.documents.declare import of, quiet, rows, text
from caseconsole.documents.kinds.base import Context, DocumentData, Kind, Request, case_of
from caseconsole.documents.placeholders import CASE
from caseconsole.documents.plan_context import case_values, typed
from caseconsole.documents.plan_data import read_plan
from caseconsole.documents.words import (
    birth,
    day_words,
    full_name,
    joined,
    label,
    time_words,
    yes_or_no,
)
from caseconsole.errors import NotFoundError
from caseconsole.i18n import N_, _, ngettext
from caseconsole.models import Case, Contact, Person, Reminder
from caseconsole.models import rows as rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from caseconsole.caseload.plan_content import StepView
    from caseconsole.documents.languages import Catalogue

_OWN = (
    of(Contact.day, "gespraech_tag"),
    of(Contact.kind, "gespraech_art"),
    of(Contact.minutes, "gespraech_minuten"),
    rows(
        "gespraech_personen",
        "person",
        N_("Personen, die beim Gespräch dabei waren"),
        text("name", N_("Name")),
        text("geburtsdatum", N_("Geburtsdatum")),
        quiet("fallnummer", N_("Fallnummer, wenn die Person einen Fall hat")),
    ),
    of(
        Contact.anonymous,
        "gespraech_ohne_namen",
        N_("wie viele weitere Personen ohne Namen dabei waren"),
    ),
    of(Contact.interpreter, "gespraech_sprachmittlung", N_("ob gedolmetscht wurde")),
    of(Contact.main_topic, "gespraech_hauptthema"),
    of(Contact.topics, "gespraech_weitere_themen"),
    of(Contact.text, "gespraech_notiz", N_("Notiz, wie sie geschrieben ist")),
    of(Contact.follow_up_on, "wiedervorlage", N_("Tag der Wiedervorlage")),
    text("naechster_termin", N_("nächster Termin mit Tag, Uhrzeit und Ort")),
    rows(
        "offene_schritte",
        "schritt",
        N_("offene Schritte des Plans am Tag des Drucks"),
        text("schritt", N_("Schritt")),
        text("wer", N_("wer")),
        text("bis", N_("bis wann")),
    ),
)


@dataclass(frozen=True)
class Participant:
    """A named person who took part, with the number of the file where there is one."""

    name: str
    birth: str
    number: str


@dataclass(frozen=True)
class ContactData:
    """A contact with what was agreed; ``next_day`` is the earliest open appointment from then."""

    day: dt.date
    kind: str
    minutes: int | None
    anonymous: int | None
    interpreter: bool | None
    main_topic: str | None
    topics: tuple[str, ...]
    text: str
    follow_up_on: dt.date | None
    persons: tuple[Participant, ...]
    steps: tuple[StepView, ...]
    next_day: dt.date | None
    next_time: str
    next_place: str
    next_text: str


def _read(request: Request, today: dt.date) -> DocumentData:
    """The contact and the file of its case.

    Raises:
        NotFoundError: there is no such case, no such contact, or it is in another file.
    """
    case = read_plan(request.case_id or 0, today=today)
    contact = _contact_of(request.subject_id or 0, case.case_id, today)
    return DocumentData(request, today, case, contact)


def _contact_of(contact_id: int, case_id: int, today: dt.date) -> ContactData:
    found = read_contact(contact_id)
    persons = [person.id for person in found.persons]
    client = Case.select(Case.person).where(Case.id == case_id).scalar()
    if case_id not in {case for case, _number in found.cases} and client not in persons:
        raise NotFoundError(_("Dieses Gespräch steht nicht in der Akte dieses Falles."))
    values = found.values
    day, time, place, text = _next_date(case_id, min(today, values["day"]))
    return ContactData(
        **{name: values[name] for name in (
            "day", "kind", "minutes", "anonymous", "interpreter", "main_topic", "topics", "text",
            "follow_up_on",
        )},
        persons=_participants(persons),
        steps=open_steps(case_id),
        next_day=day,
        next_time=time,
        next_place=place,
        next_text=text,
    )  # fmt: skip


def _participants(person_ids: Iterable[int]) -> tuple[Participant, ...]:
    wanted = list(person_ids)
    numbers = dict(
        rows_of(
            Case.select(Case.person, Case.number)
            .where(Case.person.in_(wanted), ~Case.cancelled)
            .order_by(Case.id)
        )
    )
    known = {
        row[0]: Participant(
            full_name(row[1], row[2]), birth(row[3], row[4] or "day"), numbers.get(row[0], "")
        )
        for row in rows_of(
            Person.select(
                Person.id, Person.given_name, Person.family_name, Person.birth_date,
                Person.birth_precision,
            ).where(Person.id.in_(wanted))
        )
    }  # fmt: skip
    return tuple(known[person_id] for person_id in wanted if person_id in known)


def _next_date(case_id: int, after: dt.date) -> tuple[dt.date | None, str, str, str]:
    """Day, time, place and words of the earliest open reminder after the day ``after``."""
    found = next(
        iter(
            rows_of(
                Reminder.select(Reminder.due_on, Reminder.time, Reminder.place, Reminder.text)
                .where(
                    Reminder.case == case_id, Reminder.done_on.is_null(), Reminder.due_on > after
                )
                .order_by(Reminder.due_on, Reminder.time, Reminder.id)
                .limit(1)
            )
        ),
        None,
    )
    return found or (None, "", "", "")


def _context(data: DocumentData, language: Catalogue | None) -> Context:
    contact: ContactData = data.subject
    own = {
        "gespraech_tag": day_words(contact.day),
        "gespraech_art": label("contact_kind", contact.kind),
        "gespraech_minuten": str(contact.minutes) if contact.minutes is not None else "",
        "gespraech_personen": [
            {"name": person.name, "geburtsdatum": person.birth, "fallnummer": person.number}
            for person in contact.persons
        ],
        "gespraech_ohne_namen": _unnamed(contact.anonymous),
        "gespraech_sprachmittlung": yes_or_no(contact.interpreter),
        "gespraech_hauptthema": label("topic", contact.main_topic),
        "gespraech_weitere_themen": ", ".join(label("topic", key) for key in contact.topics),
        "gespraech_notiz": contact.text,
        "wiedervorlage": day_words(contact.follow_up_on),
        "naechster_termin": joined(
            day_words(contact.next_day),
            time_words(contact.next_time),
            contact.next_place,
            contact.next_text,
        ),
        "offene_schritte": [
            {"schritt": step.text, "wer": step.who, "bis": day_words(step.due_on)}
            for step in contact.steps
        ],
    }
    return typed(case_values(case_of(data), language) | own, CONTACT.placeholders)


def _unnamed(number: int | None) -> str:
    if not number:
        return ""
    return ngettext("{count} Person", "{count} Personen", number).format(count=number)


CONTACT = Kind(
    name="beratungsprotokoll",
    title=N_("Beratungsprotokoll"),
    subject="contact",
    placeholders=(*CASE, *_OWN),
    read=_read,
    context=_context,
    part=lambda data: f"{data.subject.day:%Y-%m-%d}",
)
