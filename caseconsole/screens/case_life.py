"""What happens to a case as a whole: a date for it, its end, going on again, cancelling it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from caseconsole import clock
from caseconsole.caseload.cases import (
    cancel_case,
    close_case,
    reopen_case,
    reopening,
    undo_cancelling,
    undo_closing,
)
from caseconsole.caseload.records import create_record, form_spec, list_records
from caseconsole.days import format_day
from caseconsole.fields import FieldSpec, FormSpec
from caseconsole.i18n import _, ngettext
from caseconsole.screens.case_part import NEW, REMOVAL, CasePart
from caseconsole.screens.pick import Menu

REMINDER, CLOSING, REOPENING, CASE, PERIOD, CANCELLING = (
    "reminder", "closing", "reopening", "case", "care_period", "cancelling",
)  # fmt: skip
"""Names of the forms that open over any tab."""


async def open_form(part: CasePart, name: str) -> bool:
    """Open the form called ``name`` over a tab; false where it is none of these."""
    form, _dot, row_id = name.partition(".")
    if form == REMINDER and row_id == NEW:
        await remind(part)
    elif form == CLOSING:
        await close(part)
    elif form == REOPENING:
        await reopen(part)
    elif form == CANCELLING:
        await cancel(part)
    elif form == REMOVAL:
        kind, _dot, removed = row_id.rpartition(".")
        await part.remove_record(kind, int(removed))
    elif form == CASE:
        await change_case(part)
    elif form == PERIOD and row_id.isdecimal():
        await part.edit_record(PERIOD, int(row_id), _("Betreuungszeitraum"))
    else:
        return False
    return True


async def remind(part: CasePart) -> None:
    """Enter a date of the case."""
    spec = form_spec(REMINDER)
    kept = tuple(field for field in spec.fields if field.name != "done_on")
    spec = replace(spec, fields=kept)

    async def save(values: dict[str, Any]) -> object:
        return await part.app.store.run(create_record, REMINDER, values, case=part.case_id)

    await part.ask_form(f"{REMINDER}.{NEW}", _("Termin oder Wiedervorlage"), spec, {}, save)


async def menu(part: CasePart) -> None:
    """Offer what can be done with the case in its state."""
    head = part.file.overview.head
    entries = {
        "running": {CLOSING: _("Fall beenden …"), "cancel": _("Fall stornieren …")},
        "future": {CLOSING: _("Fall beenden …"), "cancel": _("Fall stornieren …")},
        "ended": {
            REOPENING: _("Wiederaufnehmen oder Abschluss zurücknehmen …"),
            "cancel": _("Fall stornieren …"),
        },
        "cancelled": {"restore": _("Stornierung zurücknehmen …")},
    }[head.state]
    entries |= {
        PERIOD: _("Betreuungszeitraum berichtigen …"),
        CASE: _("Fallnummer, Begründung für das weitere Jahr …"),
    }
    title = _("Fall {number}").format(number=head.number)
    chosen = await part.app.push_screen_wait(Menu(title, tuple(entries.items())))
    if chosen == "cancel":
        await cancel(part)
    elif chosen == "restore":
        await restore(part)
    elif chosen == REOPENING:
        await go_on(part)
    elif chosen == PERIOD:
        await _correct_period(part)
    elif chosen is not None:
        await open_form(part, f"{chosen}.{NEW}")


async def close(part: CasePart) -> None:
    """Ask for the last day, the reason and the outcome, and end the case."""
    spec = form_spec(PERIOD)
    names = ("end", "closing_reason", "outcome")
    fields = tuple(_required(spec[name], name != "outcome") for name in names)

    async def save(values: dict[str, Any]) -> object:
        await part.app.store.run(
            close_case,
            part.case_id,
            values["end"],
            values["closing_reason"],
            values["outcome"] or "",
        )
        return part.case_id

    head = part.file.overview.head
    title = _("Fall {number} beenden").format(number=head.number)
    await part.ask_form(
        f"{CLOSING}.{NEW}",
        title,
        FormSpec("case", spec.groups, fields),
        {"end": clock.today()},
        save,
    )


async def go_on(part: CasePart) -> None:
    """Go on with a case that has ended; soon after its end ask whether that was a mistake."""
    state = await part.read(reopening, part.case_id, clock.today())
    if state is None:
        return
    if not state.undo_offered:
        await reopen(part)
        return
    days = ngettext("vor {count} Tag", "vor {count} Tagen", state.days).format(count=state.days)
    answer = await part.app.ask(
        _("Abschluss zurücknehmen oder wiederaufnehmen?"),
        {"undo": _("Abschluss zurücknehmen"), "reopen": _("Wiederaufnehmen")},
        detail=_(
            "Der Fall endete am {day}, {days}. Zurücknehmen: Der Abschluss war ein Versehen, "
            "die Betreuung lief weiter. Wiederaufnehmen: Eine neue Betreuung beginnt, beide "
            "zählen in der Auswertung."
        ).format(day=format_day(state.end), days=days),
    )
    if answer == "undo" and await part.write("case", undo_closing, part.case_id):
        part.app.hint(_("Der Fall läuft wieder, als wäre er nicht beendet worden."))
    elif answer == "reopen":
        await reopen(part)


async def reopen(part: CasePart) -> None:
    """Ask from when, and begin another care period."""
    spec = form_spec(PERIOD)

    async def save(values: dict[str, Any]) -> object:
        await part.app.store.run(reopen_case, part.case_id, values["begin"])
        return part.case_id

    head = part.file.overview.head
    await part.ask_form(
        f"{REOPENING}.{NEW}",
        _("Fall {number} wiederaufnehmen").format(number=head.number),
        FormSpec("case", spec.groups, (spec["begin"],)),
        {"begin": clock.today()},
        save,
    )


async def cancel(part: CasePart) -> None:
    """Cancel the case, with a reason."""
    head = part.file.overview.head
    question = _("Warum wird der Fall {number} storniert?").format(number=head.number)
    reason = await part.ask_reason(
        f"{CANCELLING}.{NEW}",
        question,
        _(
            "Stornieren ist für Fälle, die versehentlich angelegt wurden: Der Fall bleibt "
            "lesbar und zählt nirgends mit."
        ),
    )
    if reason is not None:
        await part.write("case", cancel_case, part.case_id, reason)


async def restore(part: CasePart) -> None:
    """Take the cancelling back, after asking."""
    answer = await part.app.ask(
        _("Die Stornierung zurücknehmen?"),
        {"yes": _("Zurücknehmen"), "no": _("Storniert lassen")},
        detail=_("Der Fall zählt danach wieder mit."),
    )
    if answer == "yes":
        await part.write("case", undo_cancelling, part.case_id)


async def change_case(part: CasePart) -> None:
    """Give the case another number, or the reason why it goes on beyond the regular years."""
    await part.edit_record(CASE, part.case_id, _("Fall ändern"))


async def _correct_period(part: CasePart) -> None:
    """Correct the days of a care period; of several the user chooses one."""
    periods = await part.read(list_records, PERIOD, case=part.case_id)
    if not periods:
        return
    chosen = str(periods[0].id)
    if len(periods) > 1:
        entries = tuple((str(period.id), _span(period.values)) for period in periods)
        answer = await part.app.push_screen_wait(Menu(_("Welcher Betreuungszeitraum?"), entries))
        if answer is None:
            return
        chosen = answer
    await open_form(part, f"{PERIOD}.{chosen}")


def _span(values: Any) -> str:
    end = format_day(values["end"]) if values["end"] else _("heute")
    return f"{format_day(values['begin'])} – {end}"


def _required(field: FieldSpec, required: bool) -> FieldSpec:  # noqa: FBT001 - reads plainly
    return replace(field, ui=replace(field.ui, required=required))
