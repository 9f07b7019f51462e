"""What stands above the figures: the period, the comparison, and whether it was handed in."""

from __future__ import annotations

from textual.content import Content

from caseconsole import clock
from caseconsole.counting import Period, Report
from caseconsole.counting.handing_in import HandIn
from caseconsole.days import format_day
from caseconsole.i18n import _, ngettext
from caseconsole.screens.report_period import name_of, short
from caseconsole.screens.report_reading import Standing
from caseconsole.screens.report_rows import movement
from caseconsole.widgets import mark, plain, signs

_LONGEST_RECIPIENT = 20
_HASH_SHOWN = 8


def first_line(report: Report, previous: Report | None) -> Content:
    """The period, what it is compared with, and whether the identities hold."""
    days = short(report.period) if is_day(report.period) else str(report.period)
    line = plain(f"{_('Auswertung')}  {days}")
    if previous is not None:
        compared = _("Vergleich ({period})").format(period=short(previous.period))
        line += plain(f"   {compared}")
    wrong = sum(not identity.holds for identity in report.identities)
    if wrong:
        text = ngettext("! {count} Regel gebrochen", "! {count} Regeln gebrochen", wrong)
        return line + plain("   ") + mark(text.format(count=wrong), "bad")
    return line + plain("   ") + mark(f"{_('Prüfregeln')} {signs().done}", "good")


def second_line(standing: Standing, deviating: int | None) -> Content:
    """What the period is called, and whether, when and to whom it was handed in.

    Args:
        standing: what is shown.
        deviating: how many figures count differently today; nothing while that is counted.
    """
    gap = Content(" · ")
    period, info = standing.report.period, standing.info
    name = "" if period.is_year else name_of(period)
    parts = [mark(name, "quiet")] if name else []
    if standing.report.note:
        parts.append(mark(_("! ohne gelöschte Fälle"), "warn"))
    if info is None:
        over = period.last < clock.today()
        parts.append(mark(_("noch nicht abgegeben") if over else _("läuft noch"), "quiet"))
        if standing.within is not None:
            other = _("liegt in der Abgabe {period}").format(period=short(standing.within.period))
            parts.append(mark(f"! {other}", "warn"))
        return gap.join(parts)
    if not standing.is_frozen:
        parts.append(mark(_("! heutiger Stand"), "warn"))
    parts.append(mark(_handed_in(info), "accent" if standing.is_frozen else "quiet"))
    parts.append(plain(_deviations(deviating)))
    if info.edition > 1:
        parts.append(plain(_("Ausgabe {edition}").format(edition=info.edition)))
    parts.append(mark(f"SHA {info.sha256[:_HASH_SHOWN]}", "quiet"))
    return gap.join(parts)


def _handed_in(info: HandIn) -> str:
    day, recipient = format_day(info.handed_in_on), info.recipient
    if not recipient:
        return _("abgegeben {day}").format(day=day)
    if len(recipient) > _LONGEST_RECIPIENT:
        recipient = f"{recipient[: _LONGEST_RECIPIENT - 1]}…"
    return _("abgegeben {day} an {recipient}").format(day=day, recipient=recipient)


def _deviations(number: int | None) -> str:
    if number is None:
        return "…"
    if not number:
        return _("ohne Abweichung")
    return ngettext("{count} Abweichung", "{count} Abweichungen", number).format(count=number)


def balance_line(report: Report) -> Content:
    """The movement of the cases; of a reference day what its figures are."""
    if is_day(report.period):
        day = format_day(report.period.last)
        return plain(_("Bestand am Abend des {day}").format(day=day))
    text, holds = movement(report)
    if holds:
        return plain(f"{_('Fallbewegung')}  {text}  ") + mark(signs().done, "good")
    return mark(_("! geht nicht auf"), "bad") + plain(f"  {text}")


def is_day(period: Period) -> bool:
    """Whether the period is a reference day."""
    return period.first == period.last
