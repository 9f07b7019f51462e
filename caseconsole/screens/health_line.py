"""The last line of the start screen: are there backups, where, and what is to be deleted."""

from __future__ import annotations

import datetime as dt

from textual.content import Content

from caseconsole.caseload.health import Health
from caseconsole.days import format_short
from caseconsole.i18n import _, ngettext
from caseconsole.widgets import mark, plain


def health_line(health: Health, today: dt.date) -> Content:
    """The line in words; it has room for 78 characters."""
    parts = [_backup(health, today)]
    if health.second_at is not None:
        parts.append(_second(health.second_at, today, overdue=health.second_overdue))
    due = ngettext("{count} Löschung fällig", "{count} Löschungen fällig", health.deletions_due)
    parts.append(plain(due.format(count=health.deletions_due)))
    return plain(" · ").join(parts)


def _backup(health: Health, today: dt.date) -> Content:
    made = health.backup_at
    if health.backup_failed:
        return mark(_("Sicherung ✗ zuletzt misslungen"), "bad")
    if made is None:
        return mark(_("Sicherung ! noch keine"), "warn")
    age = (today - made.date()).days
    if age < 0:
        return mark(_("Sicherung ! PC-Datum prüfen"), "warn")
    if health.backup_overdue:
        return mark(_("Sicherung ! {days} Tage alt").format(days=age), "warn")
    when = _day(made.date(), today)
    if age <= 1:
        when = f"{when} {made:%H:%M}"
    if health.second_at is None:
        return mark(_("Sicherung ! nur auf diesem PC, {when}").format(when=when), "warn")
    return mark(_("Sicherung ✓ {when}").format(when=when), "good")


def _second(made: dt.datetime, today: dt.date, *, overdue: bool) -> Content:
    if overdue:
        days = (today - made.date()).days
        return mark(_("zweiter Ort ! {days} Tage").format(days=days), "warn")
    return mark(_("zweiter Ort ✓ {when}").format(when=_day(made.date(), today)), "good")


def _day(day: dt.date, today: dt.date) -> str:
    words = {0: _("heute"), 1: _("gestern")}
    return words.get((today - day).days) or format_short(day, today)
