"""What the report on the work can say of the figures: by name, as numbers and in German words.

Headline figures are exact. What is made of cross tables is rounded, unless the report is for
internal use; a percentage of fewer than ten is not said (security.md 4.3, R8).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from caseconsole import config
from caseconsole.counting.care import NOT_STATED
from caseconsole.counting.sections import Row
from caseconsole.days import format_day
from caseconsole.documents.kinds.activity_report import BEFORE, CHANGE, FIGURES
from caseconsole.i18n import _
from caseconsole.reports.content import SMALLEST_PERCENT_BASE, Content

Value = int | str | None
"""A number, words, or nothing to say."""

_MOST_NAMED = 3


def number(value: int) -> str:
    """A figure with a point every three digits, as German offices write it."""
    return f"{value:,}".replace(",", ".")


def values_of(content: Content) -> dict[str, Value]:
    """Every value that a text block may name, by its name."""
    return {**_words(content), **_figures(content), **_goals(content), **_lists(content)}


def _words(content: Content) -> dict[str, Value]:
    settings, period = content.report.settings, content.report.period
    share = _posts()
    stock = content.report["plans.quota.stock"]
    with_plan = content.report["plans.quota.with_plan"]
    return {
        "gemeinde": content.municipality or None,
        "ort": settings.municipality.place or None,
        "fachkraft": config.active().manager.name or None,
        "zeitraum": str(period.first.year) if period.is_year else str(period),
        "zeitraum_von": format_day(period.first),
        "zeitraum_bis": format_day(period.last),
        "vorjahr": content.compared() or None,
        "stellenanteil": f"{share:.2f}".rstrip("0").rstrip(".").replace(".", ","),
        "betreuungsschluessel": round(stock / share) or None,
        "planquote": _percent(with_plan, stock),
        "jahre": settings.deadlines.counselling_years,
        "hoechstjahre": settings.deadlines.exceptional_years,
    }


def _posts() -> float:
    """The funded posts together, in full ones."""
    settings = config.active()
    return sum(post.employment_share for post in settings.posts or (settings.manager,))


def _figures(content: Content) -> dict[str, Value]:
    report, previous = content.report, content.previous
    values: dict[str, Value] = {}
    for name, path in FIGURES.items():
        values[name] = report.value(path)
        before = None if previous is None else previous.value(path)
        values[name + BEFORE] = before
        values[name + CHANGE] = None if before is None else _change(report.value(path), before)
    return values


def _change(now: int, before: int) -> str:
    if now > before:
        return _("{count} mehr als im Vorjahr").format(count=number(now - before))
    if now < before:
        return _("{count} weniger als im Vorjahr").format(count=number(before - now))
    return _("gleich viele wie im Vorjahr")


def _goals(content: Content) -> dict[str, Value]:
    """The goal balance: not only how many, but what became of them and where."""
    report = content.report
    kept = report["goals.reached"] + report["goals.partly"]
    settled = kept + report["goals.not_reached"] + report["goals.dropped"]
    areas = {
        name: [
            (report.words.lists["area"].label(entry.keys[2]), entry.cell.value)
            for entry in report.entries.values()
            if entry.keys[:2] == ("goals", "by_area") and entry.keys[3] == name
        ]
        for name in ("reached", "open_at_end")
    }
    return {
        "ziele_zu_bearbeiten": report["goals.open_at_start"] + report["goals.agreed"],
        "ziele_erledigt": settled,
        "anteil_erreicht": _percent(kept, settled),
        "felder_mit_erfolg": _ranked(areas["reached"]),
        "felder_mit_offenen_zielen": _ranked(areas["open_at_end"]),
    }


def _lists(content: Content) -> dict[str, Value]:
    rows = {section.path: section.rows for section in content.breakdowns()}
    return {
        "haeufigste_themen": _most(rows, "consultations.by_main_topic"),
        "haeufigste_arten": _most(rows, "consultations.by_kind"),
        "haeufigste_gruende": _most(rows, "closings.by_reason"),
        "haeufigste_stellen": _most(rows, "referrals.by_kind", rounded=not content.internal),
        "ergebnisse_der_vermittlung": _most(
            rows, "referrals.by_result", rounded=not content.internal
        ),
    }


def _most(rows: Mapping[str, Iterable[Row]], path: str, *, rounded: bool = False) -> str | None:
    """The largest rows of a list as it is shown."""
    stated = [
        (row.title, row.value)
        for row in rows.get(path, ())
        if not row.path.endswith(f".{NOT_STATED}")
    ]
    return _ranked(stated, rounded=rounded)


def _ranked(found: Iterable[tuple[str, int]], *, rounded: bool = False) -> str | None:
    """``Arbeit (12), Wohnen (8) und Sprache (5)``; nothing where every number is 0."""
    ranked = sorted((one for one in found if one[1]), key=lambda one: (-one[1], one[0].casefold()))
    about = _("{title} (rund {count})") if rounded else _("{title} ({count})")
    named = [
        about.format(title=title, count=number(count)) for title, count in ranked[:_MOST_NAMED]
    ]
    if len(named) > 1:
        named[-2:] = [_("{first} und {second}").format(first=named[-2], second=named[-1])]
    return ", ".join(named) or None


def _percent(part: int, whole: int) -> str | None:
    if whole < SMALLEST_PERCENT_BASE:
        return None
    return _("{share} %").format(share=round(100 * part / whole))
