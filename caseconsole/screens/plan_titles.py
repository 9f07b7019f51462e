"""What stands above the halves of the plan: versions, agreements taken back, years of care."""

from __future__ import annotations

from textual.content import Content

from caseconsole import config
from caseconsole.caseload.overview import CareState
from caseconsole.caseload.plan_views import PlanView, VersionView
from caseconsole.days import format_day
from caseconsole.i18n import _
from caseconsole.widgets import mark, plain


def version_title(version: VersionView) -> str:
    """Number and day of an agreed version."""
    if version.agreed_on is None:
        return draft_title(version)
    return _("Version {number}, vereinbart {day}").format(
        number=version.number, day=format_day(version.agreed_on)
    )


def agreed_title(view: PlanView) -> str:
    """Number, day of agreement and next review of the last agreed version."""
    agreed = view.agreed
    if agreed is None or agreed.agreed_on is None:
        return ""
    if view.closed_on is not None:
        end = _("abgeschlossen {day}").format(day=format_day(view.closed_on))
    elif agreed.review_on is not None:
        end = _("Überprüfung {day}").format(day=format_day(agreed.review_on))
    else:
        end = ""
    return " · ".join(filter(None, (version_title(agreed), end)))


def not_begun(view: PlanView) -> str:
    """What stands above the half in which nothing is in work yet."""
    if view.agreed is None:
        return _("Erster Plan: noch nicht begonnen")
    return _("Neue Version: noch nicht begonnen")


def draft_title(draft: VersionView, undecided: int = 0) -> str:
    """Number, how many goals have not been talked about yet, and the next review."""
    parts = [_("Version {number} (Entwurf)").format(number=draft.number)]
    if undecided:
        parts.append(_("noch {count} offen").format(count=undecided))
    if draft.review_on is not None:
        short = f"{draft.review_on:%d.%m.}{draft.review_on.year % 100:02d}"
        parts.append(_("Überprüfung {day}").format(day=short))
    return " · ".join(parts)


def about(version: VersionView) -> str:
    """Who was there, and what the client said; a line each."""
    lines = (
        (_("Dabei: {names}"), version.participants),
        (_("Sprachmittlung: {names}"), version.interpreter),
        (_("Anliegen: {names}"), version.concerns),
    )
    return "\n".join(words.format(names=" ".join(text.split())) for words, text in lines if text)


def trace_of(version: VersionView | None) -> str:
    """Every agreement of a version that was taken back, with its reason; a line each."""
    line = _("Vereinbarung vom {day} am {undone} zurückgenommen: {reason}")
    return "\n".join(
        line.format(
            day=format_day(undone.agreed_on),
            undone=format_day(undone.undone_on),
            reason=undone.reason,
        )
        for undone in (version.undone if version else ())
    )


def year_line(care: CareState, reason: str) -> Content | None:
    """The year of counselling from the last regular one on, and whether going on is justified.

    Args:
        care: how long the case has been in care.
        reason: why it goes on beyond the regular years; empty for not stated.
    """
    if care.ends_on is None or care.year < config.active().deadlines.counselling_years:
        return None
    years = _("Beratungsjahr {year}, bis {day}").format(
        year=care.year, day=format_day(care.ends_on)
    )
    words = plain(f"{years} · ", style="not bold $text-muted")
    if reason:
        stated = _("Begründung liegt vor (4)")
        return words + plain(stated, style="not bold $text-muted")
    return words + mark(_("Begründung für das weitere Jahr fehlt (4)"), "warn")
