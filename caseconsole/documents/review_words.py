"""The words for a look back: goals, self-ratings as a small chart, talks, referrals."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from caseconsole.documents.declare import Placeholder, quiet, rows, text
from caseconsole.documents.words import day_words, label, level
from caseconsole.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from caseconsole.caseload.plan_content import GoalView, StepView
    from caseconsole.documents.review_data import Course, Outcome, Review, Talks

Context = dict[str, Any]

_BEGIN, _END, _BETWEEN = "○", "●", "–"
"""Signs of the chart: the first rating, the last one, what lies between them."""

STEPS = rows(
    "schritte",
    "schritt",
    N_("Schritte zum Ziel"),
    text("schritt", N_("Schritt")),
    text("wer", N_("wer")),
    quiet("bis", N_("bis wann")),
    quiet("erledigt_am", N_("erledigt am")),
)

_GOAL = (
    text("feld", N_("Handlungsfeld")),
    text("ziel", N_("Ziel")),
    quiet("fuer", N_("für wen im Haushalt; leer für die Klientin oder den Klienten")),
    text("stand", N_("Stand")),
    quiet("bis", N_("bis wann")),
    quiet("vereinbart_am", N_("vereinbart am")),
    quiet("erledigt_am", N_("erledigt am")),
    quiet("begruendung", N_("Begründung")),
    STEPS,
)


def goals_placeholder(name: str, meaning: str) -> Placeholder:
    """The declaration of a list of goals."""
    return rows(name, "ziel", meaning, *_GOAL)


def course_placeholder() -> Placeholder:
    """The declaration of the self-ratings at begin and end, with a chart of five columns."""
    return rows(
        "verlauf",
        "feld",
        N_("Selbsteinschätzungen zu Beginn und zuletzt"),
        text("feld", N_("Handlungsfeld")),
        text("beginn", N_("erste Einschätzung in Worten")),
        text("beginn_am", N_("Tag der ersten Einschätzung")),
        quiet("zuletzt", N_("letzte Einschätzung in Worten, wenn es mehrere gibt")),
        quiet("zuletzt_am", N_("Tag der letzten Einschätzung, wenn es mehrere gibt")),
        *(
            quiet(f"punkt_{value}", N_("Zeichen im Schaubild auf dieser Stufe, von 0 bis 4"))
            for value in range(5)
        ),
    )


def goal_words(goal: GoalView) -> Context:
    """One goal as a row."""
    return {
        "feld": label("area", goal.area),
        "ziel": goal.text,
        "fuer": goal.member,
        "stand": label("goal_state", goal.state),
        "bis": day_words(goal.target_on),
        "vereinbart_am": day_words(goal.agreed_on),
        "erledigt_am": day_words(goal.settled_on),
        "begruendung": goal.reason,
        "schritte": [_step(step) for step in goal.steps],
    }


def _step(step: StepView) -> Context:
    return {
        "schritt": step.text,
        "wer": step.who,
        "bis": day_words(step.due_on),
        "erledigt_am": day_words(step.done_on),
    }


def course_words(courses: Iterable[Course]) -> list[Context]:
    """The rows of the chart."""
    return [_course(course) for course in courses]


def _course(course: Course) -> Context:
    (begin_on, begin), (end_on, end) = course.ratings[0], course.ratings[-1]
    several = len(course.ratings) > 1
    low, high = sorted((begin, end))
    signs = {f"punkt_{value}": _BETWEEN if low < value < high else "" for value in range(5)}
    signs |= {f"punkt_{begin}": _BEGIN if several else _END, f"punkt_{end}": _END}
    return {
        "feld": label("area", course.area),
        "beginn": level(begin),
        "beginn_am": day_words(begin_on),
        "zuletzt": level(end) if several else "",
        "zuletzt_am": day_words(end_on) if several else "",
        **signs,
    }


def minutes_words(minutes: int) -> str:
    """``12 Std. 30 Min.``; nothing for none."""
    hours, rest = divmod(minutes, 60)
    parts = [
        _("{count} Std.").format(count=hours) if hours else "",
        _("{count} Min.").format(count=rest) if rest else "",
    ]
    return " ".join(part for part in parts if part)


def talks_words(talks: Talks) -> Context:
    """The consultations: number, minutes, by kind, topics."""
    return {
        "beratungen_zahl": str(talks.count),
        "beratungen_dauer": minutes_words(talks.minutes),
        "beratungen_ohne_dauer": str(talks.without_minutes or ""),
        "beratungen_gedolmetscht": str(talks.interpreted or ""),
        "beratungen_erste": day_words(talks.first),
        "beratungen_letzte": day_words(talks.last),
        "beratungen": [
            {
                "art": label("contact_kind", kind),
                "zahl": str(count),
                "dauer": minutes_words(minutes),
            }
            for kind, count, minutes in talks.kinds
        ],
        "themen": [
            {"thema": label("topic", topic), "zahl": str(count)} for topic, count in talks.topics
        ],
    }


TALKS = (
    text("beratungen_zahl", N_("Zahl der Beratungen nach den Zählregeln")),
    quiet("beratungen_dauer", N_("Dauer aller Beratungen")),
    quiet("beratungen_ohne_dauer", N_("Zahl der Beratungen ohne notierte Dauer; leer für keine")),
    quiet("beratungen_gedolmetscht", N_("Zahl der Beratungen mit Sprachmittlung; leer für keine")),
    quiet("beratungen_erste", N_("Tag der ersten Beratung")),
    quiet("beratungen_letzte", N_("Tag der letzten Beratung")),
    rows(
        "beratungen",
        "beratung",
        N_("Beratungen nach Art"),
        text("art", N_("Art")),
        text("zahl", N_("Zahl")),
        quiet("dauer", N_("Dauer")),
    ),
    rows(
        "themen",
        "thema",
        N_("Themen der Beratungen, auch mehrere je Beratung"),
        text("thema", N_("Thema")),
        text("zahl", N_("Zahl der Nennungen")),
    ),
)
"""The declaration of ``talks_words``."""


OUTCOMES = rows(
    "vermittlungen_ergebnisse",
    "vermittlung",
    N_("Vermittlungen der Betreuung mit Ergebnis"),
    text("tag", N_("Tag")),
    text("stelle", N_("an wen")),
    quiet("art", N_("Art der Stelle")),
    quiet("anlass", N_("Anlass")),
    text("ergebnis", N_("Ergebnis")),
    quiet("ergebnis_am", N_("Tag des Ergebnisses")),
)
"""The declaration of the list of ``outcome_words``."""


def outcome_words(outcome: Outcome) -> Context:
    """One referral with what came of it."""
    return {
        "tag": day_words(outcome.day),
        "stelle": outcome.partner,
        "art": label("partner_kind", outcome.kind),
        "anlass": outcome.reason,
        "ergebnis": label("referral_result", outcome.result),
        "ergebnis_am": day_words(outcome.result_on),
    }


def duration_words(begin: dt.date, end: dt.date) -> str:
    """How long from ``begin`` to ``end``, in whole years and months, both days included."""
    after = end + dt.timedelta(days=1)
    months = (after.year - begin.year) * 12 + after.month - begin.month - (after.day < begin.day)
    years, rest = divmod(months, 12)
    if not months:
        days = (after - begin).days
        return ngettext("{count} Tag", "{count} Tage", days).format(count=days)
    parts = [
        ngettext("{count} Jahr", "{count} Jahre", years).format(count=years) if years else "",
        ngettext("{count} Monat", "{count} Monate", rest).format(count=rest) if rest else "",
    ]
    return ", ".join(part for part in parts if part)


def versions_words(review: Review) -> list[Context]:
    """The agreed versions of the plan."""
    return [
        {"version": str(number), "vereinbart_am": day_words(day)} for number, day in review.versions
    ]


VERSIONS = rows(
    "planversionen",
    "plan",
    N_("vereinbarte Versionen des Plans"),
    text("version", N_("Nummer")),
    text("vereinbart_am", N_("vereinbart am")),
)
"""The declaration of ``versions_words``."""
