"""The first page of a case file in words: goals, dates, ratings, consents, household, gaps.

Every function gives whole lines, none wider than asked for, so that the page needs no wrapping and
its height is known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from textual.content import Content

from caseconsole.caseload.consents import ENDED, OPEN, RELEASE, VALID, WITHDRAWN, ConsentState
from caseconsole.caseload.contacts import ContactRow
from caseconsole.caseload.overview import CareState, CaseHead, CaseOverview, OpenGoal, PlanState
from caseconsole.caseload.people import Member
from caseconsole.caseload.plans import HIGHEST_RATING
from caseconsole.caseload.records import Record, form_spec
from caseconsole.days import format_day
from caseconsole.due_dates import Due
from caseconsole.fields import Kind, Ui, format_value
from caseconsole.i18n import _, ngettext
from caseconsole.screens.case_part import in_full, short_name
from caseconsole.values import lists
from caseconsole.widgets import Shown, mark, plain, signs, spark
from caseconsole.widgets.columns import fit

T = TypeVar("T")

PROCESSING = "processing"
"""Purpose of the consent without which no data may be kept."""

_AREA_WIDTH = 16
_UNTIL_WIDTH = 9
_DAY_WIDTH = 8
_GAP = Content(" · ")


def heading(text: str) -> Content:
    """The title of a block."""
    return plain(text, style="$text-accent bold")


def flow(title: Content, items: Sequence[Content], width: int, most: int = 99) -> Content:
    """``title`` followed by as many items as stand in ``most`` lines; the rest is counted.

    Args:
        title: stands before the first item; later lines are indented by two.
        items: none of them is broken; one that is wider than a line is cut.
        width: cells of a line.
        most: lines at most.
    """
    rest = Content(f" +{len(items)}")
    lines: list[Content] = []
    line = title + Content("  ")
    empty = True
    for index, item in enumerate(items):
        last = len(lines) + 1 >= most and index + 1 < len(items)
        room = width - rest.cell_length if last else width
        if not empty and line.cell_length + _GAP.cell_length + item.cell_length > room:
            if len(lines) + 1 >= most:
                line += Content(f" +{len(items) - index}")
                break
            lines.append(line)
            line, empty = Content("  "), True
        line += item if empty else _GAP + item
        if line.cell_length > width:
            line = line.truncate(width, ellipsis=True)
        empty = False
    return Content("\n").join([*lines, line])


# ---------------------------------------------------------------------- banner


def banner(
    head: CaseHead, care: CareState, width: int, *, private: bool
) -> tuple[Content, Content]:
    """Who it is, and the state in words; initials and no day of birth while somebody looks on.

    The marks at the end are a warning and stay; in a narrow window the script gives way to them.
    """
    name = plain(head.initials if private else head.name)
    script = plain("" if private else head.original_script_name)
    born = Content("")
    if head.birth and not private:
        born = plain(f"* {head.birth} ({head.age})" if head.age else f"* {head.birth}")
    same, sign = (
        mark(text if head.same_name else "", "warn") for text in (_("≠ Namensgleich"), "≠")
    )
    number, state = plain(head.number), _state_mark(head, care)
    parts = [name, script, born, number, same, state]
    for gap, shown in (
        ("   ", parts),
        ("  ", parts),
        ("  ", [name, born, number, same, state]),
        ("  ", [name, born, number, sign, state]),
    ):
        line = Content(gap).join([part for part in shown if part])
        if line.cell_length <= width:
            break
    status = head.status_line or _("Status noch nicht eingetragen")
    return line, plain(status, style="not bold $text-muted")


def _state_mark(head: CaseHead, care: CareState) -> Content:
    if head.state == "ended" and care.end:
        return mark(_("beendet {day}").format(day=in_full(care.end)), "warn")
    if head.state == "future" and care.begin:
        return mark(_("beginnt {day}").format(day=in_full(care.begin)), "warn")
    return mark(_("storniert"), "bad") if head.state == "cancelled" else Content("")


# ---------------------------------------------------------------------- goals and dates


def goals_block(overview: CaseOverview, width: int, most: int) -> Content:
    """The open goals, one line each: area, goal, until when."""
    goals = overview.goals
    title = ngettext("{count} offenes Ziel", "{count} offene Ziele", len(goals))
    lines = [heading(title.format(count=len(goals))) + plan_words(overview.plan)]
    if overview.plan is None:
        lines.append(mark(_(" p beginnt den Plan."), "quiet"))
    shown, left = _cut(goals, most)
    lines += [_goal_line(goal, width) for goal in shown]
    return Content("\n").join([*lines, *_more(left)])


def plan_words(plan: PlanState | None) -> Content:
    """Version and state of the plan, to stand behind a title."""
    if plan is None:
        return mark(_(" · noch kein Plan"), "warn")
    words = Content("")
    if plan.version:
        words += mark(_(" · Plan v{number}").format(number=plan.version), "quiet")
        if plan.closed_on:
            words += mark(_(" abgeschlossen"), "quiet")
        elif plan.overdue:
            words += mark(" !", "bad")
    if plan.draft:
        words += mark(_(" · Entwurf v{number}").format(number=plan.draft), "accent")
    return words


def _goal_line(goal: OpenGoal, width: int) -> Content:
    day = goal.target_on
    until: Shown = _("läuft") if goal.agreed else mark(_("neu"), "accent")
    if day is not None:
        month = f"{day.month:02d}.{day.year % 100:02d}"
        until = mark(f"{month} !", "bad") if goal.overdue else _("bis {month}").format(month=month)
    area = min(_AREA_WIDTH, width // 4)
    text = max(4, width - area - _UNTIL_WIDTH - 3)
    return Content(" ").join(
        [Content(""), fit(goal.area_label, area), fit(goal.text, text), fit(until, _UNTIL_WIDTH)]
    )


def dates_block(dates: Sequence[Due], width: int, most: int, today: dt.date) -> Content:
    """The next dates of the case, what is overdue first."""
    lines = [heading(_("Nächste Daten"))]
    if not dates:
        lines.append(mark(_(" Keine. r legt eine an."), "quiet"))
    shown, left = _cut(dates, most)
    for due in shown:
        late = due.day < today
        words = plain(f"{due.title}: {due.detail}" if due.detail else due.title)
        room = max(4, width - _DAY_WIDTH - 2 - 2 * late)
        if words.cell_length > room:
            words = words.truncate(room, ellipsis=True)
        line = Content(" ") + fit(in_full(due.day), _DAY_WIDTH) + Content(" ") + words
        lines.append(line + mark(" !", "bad") if late else line)
    return Content("\n").join([*lines, *_more(left)])


def _cut(items: Sequence[T], most: int) -> tuple[Sequence[T], int]:
    if len(items) <= most:
        return items, 0
    return items[: most - 1], len(items) - most + 1


def _more(count: int) -> list[Content]:
    if not count:
        return []
    words = ngettext("{count} weiteres", "{count} weitere", count).format(count=count)
    return [mark(f" {signs().more} {words}", "quiet")]


# ---------------------------------------------------------------------- ratings and consents


def facts_block(overview: CaseOverview, width: int, most: int) -> Content:
    """Self-ratings and consents."""
    lines = []
    if overview.ratings:
        items = [
            plain(f"{course.area_label} ") + mark(_course(course.values), "accent")
            for course in overview.ratings
        ]
        lines.append(flow(heading(_("Selbsteinschätzung")), items, width, most))
    lines.append(flow(heading(_("Einwilligungen")), _consent_items(overview.consents), width, most))
    return Content("\n").join(lines)


def _course(values: Iterable[tuple[dt.date, int]]) -> str:
    return spark([value for _day, value in values][-6:], highest=HIGHEST_RATING)


def _consent_items(consents: Sequence[ConsentState]) -> list[Content]:
    items = [consent_words(consent) for consent in consents if consent.state != ENDED]
    items += [consent_words(consent) for consent in consents if consent.state == ENDED]
    if not any(one.purpose == PROCESSING and one.state == VALID for one in consents):
        items.insert(0, mark(_("Datenverarbeitung fehlt !"), "warn"))
    return items


def consent_words(consent: ConsentState) -> Content:
    """One consent with its state: ``Entbindung Jobcenter ✓ bis 04.03.27``."""
    name = purpose_words(consent)
    return (
        plain(" ".join(filter(None, (name, consent.recipient))))
        + Content(" ")
        + state_words(consent)
    )


def purpose_words(consent: ConsentState) -> str:
    """The purpose of a consent in one word, where offices have one for it."""
    names = {PROCESSING: _("Datenverarbeitung"), RELEASE: _("Entbindung")}
    return names.get(consent.purpose, consent.purpose_label)


def state_words(consent: ConsentState) -> Content:
    """The state of a consent, with the day that matters for it."""
    if consent.state == WITHDRAWN:
        return mark(_("widerrufen {day}").format(day=in_full(consent.withdrawn_on)), "bad")
    if consent.state == OPEN:
        return mark(_("– nicht erteilt"), "quiet")
    if consent.state == ENDED:
        return mark(_("abgelaufen {day}").format(day=in_full(consent.ends_on)), "warn")
    day = _("bis {day}").format(day=in_full(consent.ends_on)) if consent.ends_on else ""
    return mark(f"{signs().done} {day or in_full(consent.granted_on)}", "good")


# ---------------------------------------------------------------------- care, contacts, people


def care_words(care: CareState, today: dt.date) -> Content:
    """Since when, and which of the years that the programme allows."""
    if care.begin is None:
        return mark(_("Kein Betreuungszeitraum"), "warn")
    first = in_full(care.first_begin or care.begin)
    if care.end is not None and care.end <= today:
        span = _("Betreuung {first} – {last}").format(first=first, last=in_full(care.end))
        return plain(f"{span} · {care.closing_label}" if care.closing_label else span)
    since = _("Betreuung seit {day}").format(day=first)
    year = _(", Jahr {year} von {years}").format(year=care.year, years=care.years)
    over = care.ends_on is not None and care.ends_on <= today
    return plain(since) + (mark(f"{year} !", "bad") if over else plain(year))


def contact_cells(contact: ContactRow) -> tuple[Shown, ...]:
    """Day, kind, minutes and topics of a contact."""
    minutes = _("{count} Min").format(count=contact.minutes) if contact.minutes else ""
    return (in_full(contact.day), contact.kind_label, minutes, ", ".join(contact.topics))


def first_line(text: str) -> str:
    """The first line of a note that says something, with a sign where more follows."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not lines:
        return ""
    return f"{lines[0]} {signs().more}" if len(lines) > 1 else lines[0]


def rest_block(overview: CaseOverview, width: int, most: int, *, private: bool) -> Content:
    """The household, and what is not stated yet."""
    home = overview.household
    others = home.others(overview.head.person_id) if home else ()
    lines = []
    if others:
        items = [_member(member, private=private) for member in others]
        lines.append(flow(heading(_("Haushalt")), items, width, most))
    elif home is None:
        lines.append(heading(_("Haushalt")) + mark(_("  nicht eingetragen"), "quiet"))
    else:
        lines.append(heading(_("Haushalt")) + plain(_("  lebt allein")))
    if overview.missing:
        items = [mark(f"{missing.label}?", "quiet") for missing in overview.missing]
        lines.append(flow(heading(_("Fehlt noch")), items, width, most))
    return Content("\n").join(lines)


def _member(member: Member, *, private: bool) -> Content:
    name = short_name(member.name) if private else member.given_name
    about = ", ".join(filter(None, (member.role_label, member.age, member.school)))
    return plain(f"{name} ({about})" if about else name)


# ---------------------------------------------------------------------- dated entries


def _state_parts(record: Record) -> list[str]:
    parts = []
    for field in form_spec("person_status").fields:
        value = record.values[field.name]
        if field.name != "from_day" and value not in (None, "", ()):
            parts.append(_stated(field.name, field.ui, value))
    return parts


def _stated(name: str, ui: Ui, value: Any) -> str:
    """A value of a state in few words, with its label where it does not speak for itself."""
    if ui.kind is Kind.CHOICE and name == "residence_status":
        return lists()[ui.values].label(value)
    words = format_value(ui, value)
    if name == "valid_until":
        return _("gültig bis {day}").format(day=words)
    if name == "german_level":
        return _("Deutsch {level}").format(level=words)
    if name in {"conditions", "work_permission", "place", "income"}:
        return f"{_(ui.label)}: {words}"
    return words


def state_cells(record: Record) -> tuple[Shown, ...]:
    """Day and the first values of a state; the others stand in the line below."""
    return (format_day(record.values["from_day"]), " · ".join(_state_parts(record)[:2]))


def state_note(record: Record) -> str:
    """The values of a state that do not stand in its first line."""
    return " · ".join(_state_parts(record)[2:])


def consent_cells(consent: ConsentState) -> tuple[Shown, ...]:
    """Purpose, recipient, day and state of a consent."""
    return (
        purpose_words(consent),
        consent.recipient,
        in_full(consent.granted_on),
        state_words(consent),
    )
