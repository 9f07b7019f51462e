"""The rules behind the start screen: which record makes which date.

Pure functions over what ``caseload.office`` reads; ``deadlines`` decides what is listed. Sources:
programme rules of 6 June 2023 (three years, four in justified cases), the periods of the settings,
and section 24 of the residence act for papers that run on by ordinance.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from caseconsole.days import add_months, age_on, shift
from caseconsole.i18n import N_, _, ngettext
from caseconsole.values import lists

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caseconsole.caseload.office import Appointment, Office, RunningCase
    from caseconsole.settings import Settings

TOLERATIONS = frozenset({
    "toleration", "toleration_discretion", "toleration_60b", "toleration_60c", "toleration_60d",
    "permission_to_stay",
})  # fmt: skip
"""Papers with a shorter lead time: Duldung and Aufenthaltsgestattung."""

REASONS = {
    "review": N_("Planüberprüfung"),
    "follow_up": N_("Wiedervorlage"),
    "reminder": N_("Termin"),
    "step": N_("Schritt"),
    "paper": N_("Papier läuft ab"),
    "birthday": N_("Geburtstag"),
    "no_plan": N_("Kein Plan"),
    "no_contact": N_("Kein Kontakt"),
    "counselling": N_("Ende der Beratung"),
    "consent": N_("Einwilligung endet"),
    "funding": N_("Förderung"),
    "report": N_("Zahlen"),
}
"""What a date is about, in words."""


class Due(NamedTuple):
    """One date.

    Args:
        key: names reason and record; changes when the date behind it changes.
        reason: key of ``REASONS``.
        day: when it is due.
        listed_from: begin of the lead time.
        title: what it is, in words.
        name: the client's name; empty for a date of the office.
        case_id: the case to open; ``None`` for a date of the office.
        number: the number of that case.
        detail: what else helps, in words.
        time: the time of an appointment, such as ``09:30``.
    """

    key: str
    reason: str
    day: dt.date
    listed_from: dt.date
    title: str
    name: str = ""
    case_id: int | None = None
    number: str = ""
    detail: str = ""
    time: str = ""


def all_dates(office: Office, settings: Settings, today: dt.date) -> Iterator[Due]:
    """Every date of the running cases and of the office."""
    yield from dates_of_cases(office, settings, today)
    yield from _free_reminders(office)
    yield from _office_dates(office, settings, today)


def dates_of_cases(office: Office, settings: Settings, today: dt.date) -> Iterator[Due]:
    """Every date of the running cases."""
    yield from _reviews(office)
    yield from _case_reminders(office)
    yield from _follow_ups(office)
    yield from _steps(office, today)
    yield from _papers_due(office, settings)
    yield from _birthdays(office, settings, today)
    yield from _care(office, settings, today)
    yield from _consents(office, settings)


def _due(
    case: RunningCase, reason: str, row: object, day: dt.date, title: str, *,
    weeks: int | None = None, detail: str = "", name: str = "",
) -> Due:  # fmt: skip
    """A date of a case; without ``weeks`` it is listed a fortnight ahead as any date."""
    lead = 7 * (weeks if weeks is not None else 2)
    return Due(
        key=f"{reason}:{row}:{day.isoformat()}",
        reason=reason,
        day=day,
        listed_from=shift(day, -lead),
        title=title,
        name=name or case.name,
        case_id=case.id,
        number=case.number,
        detail=detail,
    )


def _reviews(office: Office) -> Iterator[Due]:
    for case_id, (number, review_on) in office.plans.items():
        case = office.cases.get(case_id)
        if case is None or review_on is None:
            continue
        detail = _("Version {number}").format(number=number)
        yield _due(case, "review", case_id, review_on, _(REASONS["review"]), detail=detail)


def _case_reminders(office: Office) -> Iterator[Due]:
    for one in office.reminders:
        case = office.cases.get(one.case_id) if one.case_id is not None else None
        if case is not None:
            title, detail = _appointment(one)
            due = _due(case, "reminder", one.id, one.day, title, detail=detail)
            yield due._replace(time=one.time)


def _free_reminders(office: Office) -> Iterator[Due]:
    for one in office.reminders:
        if one.case_id is None:
            title, detail = _appointment(one)
            key, lead = f"reminder:{one.id}:{one.day.isoformat()}", shift(one.day, -14)
            yield Due(key, "reminder", one.day, lead, title, detail=detail, time=one.time)


def _appointment(one: Appointment) -> tuple[str, str]:
    """Title and detail of a reminder: with a time it is an appointment, what it is about beside."""
    if not one.time:
        return one.text, one.place
    words = ", ".join(filter(None, (one.text, one.place)))
    return _("Termin {time}").format(time=one.time), words


def _follow_ups(office: Office) -> Iterator[Due]:
    for row, case_id, day, text in office.follow_ups:
        case = office.cases[case_id]
        yield _due(case, "follow_up", row, day, _(REASONS["follow_up"]), detail=text)


def _steps(office: Office, today: dt.date) -> Iterator[Due]:
    """Steps by themselves; the overdue ones of a case together, since one talk settles them."""
    overdue: dict[int, list[tuple[int, dt.date, str]]] = {}
    for row, case_id, day, text, responsible, partner in office.steps:
        case = office.cases.get(case_id)
        if case is None:
            continue
        if day < today:
            overdue.setdefault(case_id, []).append((row, day, text))
            continue
        title = _("Schritt: {text}").format(text=text)
        who = partner or lists()["responsible"].label(responsible or "")
        yield _due(case, "step", row, day, title, detail=who)
    for case_id, late in overdue.items():
        late.sort(key=lambda step: step[1])
        ids = ",".join(str(row) for row, _day, _text in late)
        title = ngettext("Schritt: {text}", "{count} Schritte überfällig", len(late)).format(
            text=late[0][2], count=len(late)
        )
        detail = late[0][2] if len(late) > 1 else ""
        yield _due(office.cases[case_id], "step", ids, late[0][1], title, detail=detail)


def _papers_due(office: Office, settings: Settings) -> Iterator[Due]:
    runs_on = {rule.status: rule for rule in settings.deadlines.residence_rules}
    for case in office.cases.values():
        status, until = office.papers.get(case.person_id, (None, None))
        rule = runs_on.get(status or "")
        if rule is not None:
            until = rule.until
        if until is None:
            continue
        tolerated = status in TOLERATIONS
        deadlines = settings.deadlines
        weeks = deadlines.toleration_weeks if tolerated else deadlines.residence_paper_weeks
        title = lists()["residence_status"].label(status) if status else _(REASONS["paper"])
        detail = _("läuft ab") if rule is None else rule.source
        yield _due(case, "paper", case.person_id, until, title, weeks=weeks, detail=detail)


def _birthdays(office: Office, settings: Settings, today: dt.date) -> Iterator[Due]:
    first, last = shift(today, -7), shift(today, 366)
    for person_id, name, born, case_id in office.members:
        case = office.cases[case_id]
        for age in settings.deadlines.birthdays:
            # Most are far away: telling by the year alone spares the reckoning of the day.
            if not first.year <= born.year + age <= last.year:
                continue
            day = _birthday(born, age)
            if not first <= day <= last:
                continue
            title = _("Geburtstag: {age} Jahre").format(age=age)
            detail = "" if person_id == case.person_id else case.name
            yield _due(
                case, "birthday", person_id, day, title, detail=detail, name=name,
                weeks=settings.deadlines.birthday_weeks,
            )  # fmt: skip


def _birthday(born: dt.date, age: int) -> dt.date:
    """The day on which the age is reached; 1 March for one born on 29 February (BGB 188)."""
    day = add_months(born, 12 * age)
    return day if age_on(born, day) >= age else shift(day, 1)


def _care(office: Office, settings: Settings, today: dt.date) -> Iterator[Due]:
    deadlines = settings.deadlines
    for case in office.cases.values():
        if case.begun > today:
            continue
        if case.id not in office.plans:
            day = shift(case.begun, 7 * deadlines.no_plan_weeks)
            title = _("Kein Plan seit {weeks} Wochen").format(weeks=deadlines.no_plan_weeks)
            yield _due(case, "no_plan", case.id, day, title)
        last = max(office.last_met.get(case.id, case.begun), case.begun)
        day = add_months(last, deadlines.no_contact_months)
        title = _("Kein Kontakt seit {months} Monaten").format(months=deadlines.no_contact_months)
        yield _due(case, "no_contact", case.id, day, title, weeks=0)
        yield from _end_of_counselling(case, settings, today)


def counselling_ends(case: RunningCase, settings: Settings, years: int) -> dt.date:
    """The day on which counselling of a case has lasted ``years`` years.

    The programme rules do not say when the clock starts; the settings choose the anchor.
    """
    anchor = {
        "first_period": case.first_begun,
        "current_period": case.begun,
        "allotted_on": case.allotted_on or case.first_begun,
    }[settings.deadlines.counselling_anchor]
    return add_months(anchor, 12 * years)


def _end_of_counselling(case: RunningCase, settings: Settings, today: dt.date) -> Iterator[Due]:
    """The end of the regular years, asking why it goes on; with a reason the end of the further."""
    deadlines = settings.deadlines
    years = deadlines.counselling_years
    day = counselling_ends(case, settings, years)
    if case.extended or today > add_months(day, 1):
        years = deadlines.exceptional_years
        day = counselling_ends(case, settings, years)
    title = _("{years} Jahre Beratung").format(years=years)
    detail = "" if case.extended else _("Begründung?")
    # Each reminder is a date of its own: ticked off at six months, it is back at three.
    months = sorted(deadlines.counselling_reminder_months) or [0]
    begun = [number for number in months if add_months(day, -number) <= today]
    lead = begun[0] if begun else months[-1]
    due = _due(case, "counselling", f"{case.id}:{lead}", day, title, detail=detail)
    yield due._replace(listed_from=add_months(day, -lead))


def _consents(office: Office, settings: Settings) -> Iterator[Due]:
    for row, case_id, purpose, day, partner in office.consents:
        case = office.cases.get(case_id)
        if case is None:
            continue
        label = lists()["consent_purpose"].label(purpose)
        title = _("{purpose} endet").format(purpose=label)
        weeks = settings.deadlines.consent_weeks
        yield _due(case, "consent", row, day, title, weeks=weeks, detail=partner or "")


def _office_dates(office: Office, settings: Settings, today: dt.date) -> Iterator[Due]:
    deadlines, reports = settings.deadlines, settings.reports
    funding, report = deadlines.funding_weeks, deadlines.report_weeks
    if reports.funding_to is not None:
        end = reports.funding_to
        yield _of_office("funding", "end", end, _("Ende des Förderzeitraums"), funding)
        # Whoever handed in a period that ends with the funding has proved its use.
        if not any(last == end for _first, last, _on in office.handed_in):
            proof = add_months(end, deadlines.proof_of_use_months)
            yield _of_office("funding", "proof", proof, _("Verwendungsnachweis"), funding)
    if deadlines.district_date is not None:
        text = _(deadlines.district_text)
        due = _of_office("report", "district", deadlines.district_date, text, report)
        # What was handed in since its reminder began is what the district waits for.
        if not any(on >= due.listed_from for _first, _last, on in office.handed_in):
            yield due
    for year in (today.year, today.year + 1):
        for day in reports.reference_days_of(year):
            if day >= today:
                yield _of_office("report", "day", day, _("Stichtag der Statistik"), report)


def _of_office(reason: str, row: str, day: dt.date, title: str, weeks: int) -> Due:
    key = f"{reason}:{row}:{day.isoformat()}"
    return Due(key, reason, day, shift(day, -7 * weeks), title)
