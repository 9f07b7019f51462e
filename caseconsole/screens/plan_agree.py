"""Agreeing a version, taking that back, dropping the draft, and the Word document of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseconsole import clock
from caseconsole.caseload import plans
from caseconsole.days import format_day
from caseconsole.i18n import _, ngettext

if TYPE_CHECKING:
    from caseconsole.caseload.plan_views import PlanView, VersionView
    from caseconsole.screens.plan_frame import PlanFrame


async def agree(screen: PlanFrame) -> str:
    """Ask for day and people, freeze the version, and offer its document at once."""
    view, entry, overview = screen.view, screen.entry, screen.overview
    if view is None or view.draft is None or entry is None or overview is None:
        screen.app.tell(
            _("Es gibt noch keine neue Version, die vereinbart werden kann."),
            _("Bewerten Sie ein Ziel (e, t, x, d, w) oder legen Sie eines an (n)."),
        )
        return ""
    if not await _accepts_days_over(screen, view.draft):
        return ""
    person = overview.person
    client = f"{person.given_name} {person.family_name}".strip()
    last = view.agreed
    values = {
        "agreed_on": clock.today(),
        "participants": view.draft.participants or (last.participants if last else "") or client,
        "interpreter": view.draft.interpreter or (last.interpreter if last else ""),
    }
    parts = [_left_open(screen.left_open)] if last else []
    asks = screen.interpreter_needed and not values["interpreter"]
    if asks:
        parts.append(_("Laut Akte ist Sprachmittlung nötig."))
    parts.append(_("Danach steht die Version fest."))
    first = "interpreter" if asks else "agreed_on"
    number = await entry.agreement(values, " ".join(filter(None, parts)), first)
    if number:
        screen.continued_in[int(number)] = frozenset(screen.continued)
        screen.app.mark_changed("plan", by=screen)
        screen.begin_anew()
        wanted = await screen.app.ask(
            _("Version {number} ist vereinbart.").format(number=number),
            {"write": _("Word schreiben"), "later": _("Später")},
        )
        if wanted == "write":
            await write_document(screen)
    return ""


async def _accepts_days_over(screen: PlanFrame, draft: VersionView) -> bool:
    """Say which goals have a day that is over, and ask whether they are meant so."""
    today = clock.today()
    over = [
        f"{goal.text} ({_('bis {day}').format(day=format_day(goal.target_on))})"
        for goal in draft.goals
        if not goal.settled and goal.target_on is not None and goal.target_on < today
    ]
    if not over:
        return True
    question = ngettext(
        "Bei {count} Ziel liegt der Tag in der Vergangenheit.",
        "Bei {count} Zielen liegt der Tag in der Vergangenheit.",
        len(over),
    ).format(count=len(over))
    answers = {"go_on": _("Weiter"), "back": _("Zurück zum Plan")}
    return await screen.app.ask(question, answers, detail="\n".join(over)) == "go_on"


def _left_open(count: int) -> str:
    words = ngettext(
        "Über {count} Ziel wurde noch nicht entschieden: Es läuft weiter wie bisher.",
        "Über {count} Ziele wurde noch nicht entschieden: Sie laufen weiter wie bisher.",
        count,
    )
    return words.format(count=count) if count else ""


async def undo(screen: PlanFrame) -> str:
    """Make the version agreed last a draft again, with a reason that stays in view."""
    view, entry = screen.view, screen.entry
    agreed = view.agreed if view else None
    if entry is None or agreed is None or agreed.agreed_on is None:
        screen.app.tell(_("Es gibt keine vereinbarte Version, die zurückgenommen werden kann."))
        return ""
    detail = _(
        "Version {number} vom {day} wird wieder zum Entwurf, ihre neuen Ziele gelten als noch "
        "nicht vereinbart. Was bewertet und abgehakt ist, bleibt es. Tag und Grund bleiben im "
        "Plan sichtbar. Ein schon ausgehändigtes Dokument gilt nicht mehr."
    ).format(number=agreed.number, day=format_day(agreed.agreed_on))
    reason = await entry.why_undone(detail)
    if reason is not None:
        done = await screen.write(plans.undo_agreement, screen.case_id, clock.today(), reason)
        if done:
            screen.begin_anew()
            screen.continued.update(screen.continued_in.get(agreed.number, ()))
    return ""


async def discard(screen: PlanFrame) -> None:
    """Drop the version in work, after asking."""
    view = screen.view
    if view is None or view.draft is None:
        screen.app.hint(_("Es gibt keinen Entwurf, der verworfen werden kann."))
        return
    answer = await screen.app.ask(
        _("Den Entwurf verwerfen?"),
        {"no": _("Behalten"), "yes": _("Verwerfen")},
        detail=_lost(view),
    )
    if answer == "yes" and await screen.write(plans.discard_draft, screen.case_id):
        screen.begin_anew()


def _lost(view: PlanView) -> str:
    new = sum(goal.new for goal in view.draft.goals) if view.draft else 0
    if not new:
        return _("Anliegen und Überprüfungstag des Entwurfs gehen verloren.")
    return ngettext(
        "{count} neues Ziel mit seinen Schritten geht verloren.",
        "{count} neue Ziele mit ihren Schritten gehen verloren.",
        new,
    ).format(count=new)


async def write_document(screen: PlanFrame, version: int | None = None) -> None:
    """Write the plan as a Word document.

    Args:
        screen: the plan.
        version: number of the version; the last agreed one if not given.
    """
    from caseconsole.documents.kinds import PLAN, Request
    from caseconsole.screens import write_document as documents

    await documents.write_document(
        screen.app, Request(PLAN.name, screen.case_id, version=version)
    )  # fmt: skip
