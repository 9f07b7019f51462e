"""The sheet for the colleague who stands in: dates, running cases, offices, where things lie."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peewee import fn

from caseconsole import config, iso, paths
from caseconsole.caseload.caselist import CaseRow, list_cases
from caseconsole.caseload.network import PartnerRow, list_partners
from caseconsole.days import shift, weekday
from caseconsole.deadlines import dates_until
from caseconsole.documents.declare import flag, quiet, rows, text
from caseconsole.documents.folders import output_folder, own_template_folder
from caseconsole.documents.kinds.base import Context, DocumentData, Kind, Request
from caseconsole.documents.languages import GERMAN
from caseconsole.documents.placeholders import OFFICE
from caseconsole.documents.plan_context import office_values, typed
from caseconsole.documents.words import day_words, joined
from caseconsole.i18n import N_, _, speaking
from caseconsole.models import Consent, Goal, Measure, Person, Plan, Referral
from caseconsole.models import rows as rows_of
from caseconsole.store.known_backups import BackupInfo, last_backup, last_elsewhere

if TYPE_CHECKING:
    from caseconsole.documents.languages import Catalogue
    from caseconsole.due_dates import Due

_WEEKS = 4
_MOST_PARTNERS = 30
"""So many addresses fit on a page; those that the running cases have most to do with."""

_IN_THE_LIST = ("no_plan", "no_contact")
"""Reasons for a date that the list of cases shows for every case."""

_DATE = (
    text("tag", N_("Tag mit Wochentag")),
    text("was", N_("was zu tun ist")),
    quiet("naeheres", N_("was sonst hilft")),
    quiet("name", N_("Name; leer bei Terminen des Büros")),
    quiet("fallnummer", N_("Fallnummer; leer bei Terminen des Büros")),
)

_OWN = (
    text("vertretung_bis", N_("letzter Tag der Termine auf dem Blatt")),
    text("zahl_der_faelle", N_("Zahl der laufenden Fälle")),
    rows("ueberfaellig", "termin", N_("was überfällig ist, das Älteste zuerst"), *_DATE),
    rows("termine", "termin", N_("Termine der nächsten vier Wochen"), *_DATE),
    rows(
        "laufende_faelle",
        "fall",
        N_("laufende Fälle nach Namen"),
        text("fallnummer", N_("Fallnummer")),
        text("name", N_("Name")),
        text("geburtsdatum", N_("Geburtsdatum")),
        text("telefon", N_("Telefon")),
        text("ort", N_("Ort")),
        text("sprachen", N_("Sprachen")),
        flag("sprachmittlung", N_("Sprachmittlung nötig ist")),
        text("letzter_kontakt", N_("Tag des letzten Gesprächs")),
        text("naechster_termin", N_("nächster offener Termin")),
        flag("termin_ueberfaellig", N_("dieser Termin vorbei ist")),
        quiet("offene_schritte", N_("Zahl der offenen Schritte; leer, wenn es keine gibt")),
        text("plan", N_("Stand des Plans")),
    ),
    rows(
        "wichtige_stellen",
        "stelle",
        N_("Stellen, mit denen die laufenden Fälle zu tun haben"),
        text("name", N_("Name")),
        text("art", N_("Art der Stelle")),
        text("ansprechperson", N_("Ansprechperson")),
        text("telefon", N_("Telefon")),
        text("email", N_("E-Mail")),
    ),
    rows(
        "ablage",
        "ort",
        N_("wo Fallakten, Sicherungen, Dokumente und Vorlagen liegen"),
        text("was", N_("was dort liegt")),
        text("wo", N_("Ordner oder Datei")),
    ),
)


@dataclass(frozen=True)
class CaseLine:
    """A running case with what the list of cases does not say."""

    row: CaseRow
    phone: str
    languages: tuple[str, ...]
    interpreter_needed: bool
    open_steps: int


@dataclass(frozen=True)
class OfficeData:
    """All that the sheet shows.

    Args:
        last: the last day whose dates are shown.
        dates: what is due up to then, the overdue too, by day.
    """

    last: dt.date
    dates: tuple[Due, ...]
    cases: tuple[CaseLine, ...]
    partners: tuple[PartnerRow, ...]
    backup: BackupInfo | None
    elsewhere: BackupInfo | None


def _read(request: Request, today: dt.date) -> DocumentData:
    last = shift(today, 7 * _WEEKS)
    with speaking(GERMAN):  # what is due is put in words where it is read
        cases = _cases(today)
        subject = OfficeData(
            last=last,
            dates=_dates(last, today),
            cases=cases,
            partners=_partners({line.row.id for line in cases}),
            backup=last_backup(),
            elsewhere=last_elsewhere(),
        )
    return DocumentData(request, today, subject=subject)


def _dates(last: dt.date, today: dt.date) -> tuple[Due, ...]:
    """The dates up to ``last``; what the list of cases says anyway is left out."""
    return tuple(due for due in dates_until(last, today) if due.reason not in _IN_THE_LIST)


def _cases(today: dt.date) -> tuple[CaseLine, ...]:
    persons: Mapping[int, Any] = {
        row[0]: row[1:]
        for row in rows_of(
            Person.select(Person.id, Person.phone, Person.languages, Person.interpreter_needed)
        )
    }
    steps = dict(
        rows_of(
            Measure.select(Plan.case, fn.COUNT(Measure.id))
            .join(Goal)
            .join(Plan)
            .where(Measure.done_on.is_null(), Goal.settled_on.is_null(), Plan.closed_on.is_null())
            .group_by(Plan.case)
        )
    )
    lines = []
    for row in list_cases(today):
        phone, languages, interpreter = persons[row.person_id]
        lines.append(
            CaseLine(row, phone, tuple(languages or ()), bool(interpreter), steps.get(row.id, 0))
        )
    return tuple(lines)


def _partners(case_ids: set[int]) -> tuple[PartnerRow, ...]:
    """The offices that most of these cases have to do with, by name; all where none has."""
    shared: Counter[int] = Counter()
    for links in (_referred(), _consented(), _in_steps()):
        shared.update(partner for partner, case_id in links if case_id in case_ids)
    most = {partner for partner, _count in shared.most_common(_MOST_PARTNERS)}
    everyone = list_partners()
    return tuple(partner for partner in everyone if partner.id in most) or everyone[:_MOST_PARTNERS]


def _referred() -> Iterable[tuple[int, int]]:
    return rows_of(Referral.select(Referral.partner, Referral.case).distinct())


def _consented() -> Iterable[tuple[int, int]]:
    return rows_of(
        Consent.select(Consent.partner, Consent.case).where(Consent.partner.is_null(False))
    )


def _in_steps() -> Iterable[tuple[int, int]]:
    return rows_of(
        Measure.select(Measure.partner, Plan.case)
        .join(Goal)
        .join(Plan)
        .where(Measure.partner.is_null(False))
        .distinct()
    )


def _context(data: DocumentData, _language: Catalogue | None) -> Context:
    office: OfficeData = data.subject
    own = {
        "vertretung_bis": day_words(office.last),
        "zahl_der_faelle": str(len(office.cases)),
        "ueberfaellig": [_date(due) for due in office.dates if due.day < data.today],
        "termine": [_date(due) for due in office.dates if due.day >= data.today],
        "laufende_faelle": [_case(line, data.today) for line in office.cases],
        "wichtige_stellen": [
            {
                "name": partner.name,
                "art": partner.kind_label,
                "ansprechperson": partner.contact_person,
                "telefon": partner.phone,
                "email": partner.email,
            }
            for partner in office.partners
        ],
        "ablage": [{"was": what, "wo": where} for what, where in _places(office)],
    }
    return typed(office_values(data.today) | own, STAND_IN.placeholders)


def _date(due: Due) -> Context:
    return {
        "tag": f"{weekday(due.day)} {day_words(due.day)}",
        "was": due.title,
        "naeheres": due.detail,
        "name": due.name,
        "fallnummer": due.number,
    }


def _case(line: CaseLine, today: dt.date) -> Context:
    row = line.row
    return {
        "fallnummer": row.number,
        "name": row.name,
        "geburtsdatum": str(row.birth or ""),
        "telefon": line.phone,
        "ort": row.place,
        "sprachen": ", ".join(map(iso.language_name, line.languages)),
        "sprachmittlung": line.interpreter_needed,
        "letzter_kontakt": day_words(row.last_contact),
        "naechster_termin": day_words(row.next_date),
        "termin_ueberfaellig": row.next_date is not None and row.next_date < today,
        "offene_schritte": str(line.open_steps or ""),
        "plan": _plan(row),
    }


def _plan(row: CaseRow) -> str:
    if row.plan is None:
        return _("Entwurf") if row.plan_draft else _("kein Plan")
    words = [_("Version {number}").format(number=row.plan)]
    if row.plan_overdue:
        words.append(_("überfällig"))
    if row.plan_draft:
        words.append(_("Entwurf"))
    return ", ".join(words)


def _places(office: OfficeData) -> Iterable[tuple[str, str]]:
    """What lies where; the newest backup with its day, since the colleague may need it."""
    store = config.active().store
    yield _("Fallakten (verschlüsselt)"), str(Path(store.folder or paths.data_folder()))
    yield _("Letzte geprüfte Sicherung"), _backup(office.backup)
    yield _("Sicherung auf einem anderen Datenträger"), _backup(office.elsewhere)
    yield _("Erstellte Dokumente"), str(output_folder())
    yield _("Eigene Vorlagen"), str(own_template_folder())


def _backup(made: BackupInfo | None) -> str:
    if made is None:
        return ""
    at = dt.datetime.fromisoformat(made.made_at).astimezone()
    return joined(day_words(at.date()), str(Path(made.folder) / made.name))


STAND_IN = Kind(
    name="vertretungsblatt",
    title=N_("Vertretungsblatt"),
    subject="office",
    placeholders=(*OFFICE, *_OWN),
    read=_read,
    context=_context,
)
