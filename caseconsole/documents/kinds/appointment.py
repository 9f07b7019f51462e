"""The appointment slip: day, time and place large, with a second language beside the German."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from caseconsole.caseload.records import row_of
from caseconsole.documents import phrases
from caseconsole.documents.declare import flag, of, quiet, rows, text
from caseconsole.documents.kinds.base import Context, DocumentData, Kind, Request
from caseconsole.documents.languages import WEEKDAYS
from caseconsole.documents.placeholders import CASE, OFFICE, second
from caseconsole.documents.plan_context import office_values, second_values, typed
from caseconsole.documents.plan_data import PlanData, read_plan
from caseconsole.documents.words import day_words, full_name, time_words
from caseconsole.errors import NotFoundError
from caseconsole.i18n import N_, _
from caseconsole.models import Reminder

if TYPE_CHECKING:
    from caseconsole.documents.languages import Catalogue

_OWN = (
    *(placeholder for placeholder in CASE if placeholder.name in {"fallnummer", "name"}),
    flag("sprachmittlung_noetig", N_("Sprachmittlung nötig ist")),
    text("termin_wochentag", N_("Wochentag des Termins")),
    quiet("termin_wochentag_zweit", N_("Wochentag in der zweiten Sprache")),
    of(Reminder.due_on, "termin_tag", N_("Tag des Termins")),
    of(Reminder.time, "termin_uhrzeit"),
    of(Reminder.place, "termin_ort", N_("Ort des Termins")),
    of(Reminder.text, "termin_anlass", N_("worum es geht")),
    rows(
        "termin_mitbringen",
        "sache",
        N_("was mitzubringen ist"),
        text("text", N_("eine Sache")),
    ),
)

_BETWEEN_THINGS = re.compile(r"(?:[;\n]|,(?!\d))(?![^(\n]*\))")
"""Not the comma of a number, and nothing within brackets."""


@dataclass(frozen=True)
class AppointmentData:
    """An appointment; everything but the day may be empty."""

    day: dt.date
    time: str
    place: str
    text: str
    bring: str


def _read(request: Request, today: dt.date) -> DocumentData:
    """The appointment and, where it has one, the file of its case.

    Raises:
        NotFoundError: there is no such appointment, or it is in another file.
    """
    reminder = row_of(Reminder, request.subject_id or 0)
    if request.case_id is not None and reminder.case_id != request.case_id:
        raise NotFoundError(_("Dieser Termin steht nicht in der Akte dieses Falles."))
    case = read_plan(reminder.case_id, today=today) if reminder.case_id else None
    subject = AppointmentData(
        reminder.due_on, reminder.time, reminder.place, reminder.text, reminder.bring
    )
    return DocumentData(request, today, case, subject)


def _context(data: DocumentData, language: Catalogue | None) -> Context:
    appointment: AppointmentData = data.subject
    weekday = appointment.day.isoweekday()
    own = {
        **_client(data.case),
        "termin_wochentag": _(WEEKDAYS[weekday - 1]),
        "termin_wochentag_zweit": language.text("weekday", str(weekday)) if language else "",
        "termin_tag": day_words(appointment.day),
        "termin_uhrzeit": time_words(appointment.time),
        "termin_ort": appointment.place,
        "termin_anlass": appointment.text,
        "termin_mitbringen": [
            {"text": line}
            for part in _BETWEEN_THINGS.split(appointment.bring)
            if (line := part.strip())
        ],
    }
    words = second_values(phrases.APPOINTMENT, language)
    return typed(office_values(data.today) | own | words, APPOINTMENT.placeholders)


def _client(case: PlanData | None) -> Context:
    if case is None:
        return {"fallnummer": "", "name": "", "sprachmittlung_noetig": False}
    person = case.person
    return {
        "fallnummer": case.case_number,
        "name": full_name(person.given_name, person.family_name),
        "sprachmittlung_noetig": bool(person.interpreter_needed),
    }


APPOINTMENT = Kind(
    name="terminzettel",
    title=N_("Terminzettel"),
    subject="reminder",
    placeholders=(*OFFICE, *_OWN, *second(phrases.APPOINTMENT.items())),
    read=_read,
    context=_context,
    phrases=phrases.APPOINTMENT,
    part=lambda data: f"{data.subject.day:%Y-%m-%d}",
    spoken=True,
)
