"""Handing a report in: what is frozen in words, to whom it goes, and what stands in the way."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from caseconsole import clock
from caseconsole.counting import Period, Report
from caseconsole.counting.handing_in import HandIn, hand_in
from caseconsole.days import format_day, shift
from caseconsole.fields import FieldSpec, FormSpec, Kind, Ui
from caseconsole.i18n import N_, _, ngettext
from caseconsole.screens.form_dialog import FormDialog, Ways
from caseconsole.screens.report_reading import Standing

if TYPE_CHECKING:
    from caseconsole.screens.report import ReportScreen

_GROUP = "handed_in"
_RECIPIENT = FieldSpec(
    "recipient",
    Ui(
        N_("An wen"),
        _GROUP,
        help=N_("Die Stelle, an die die Zahlen gehen, zum Beispiel das Landratsamt."),
        required=True,
    ),
)
_REASON = FieldSpec(
    "reason",
    Ui(
        N_("Warum noch einmal"),
        _GROUP,
        Kind.NOTE,
        help=N_("Der Grund der neuen Ausgabe; er steht in der Liste der Abgaben."),
        required=True,
    ),
)


class Outcome(Enum):
    """How it ended."""

    MADE = auto()
    ROWS = auto()
    """The rows that break an identity are wanted."""
    NOTHING = auto()


async def hand_in_report(
    screen: ReportScreen, standing: Standing, deviating: int | None
) -> Outcome:
    """Ask for the recipient and freeze the figures; say in words why it cannot be.

    Args:
        screen: the report screen; needs a worker.
        standing: what it shows.
        deviating: how many figures count differently today than handed in.
    """
    period = standing.report.period
    if period.last >= clock.today():
        screen.app.tell(
            _("Der Zeitraum läuft noch bis {day}.").format(day=format_day(period.last)),
            _("Abgegeben wird, was abgeschlossen ist: frühestens am {day}.").format(
                day=format_day(shift(period.last, 1))
            ),
        )
        return Outcome.NOTHING
    if not standing.report.holds:
        return await _refuse_broken(screen, standing.report)
    made = await _ask(screen, standing, deviating)
    if not isinstance(made, HandIn):
        return Outcome.NOTHING
    screen.app.mark_changed("handed_in", by=screen)
    screen.app.tell(
        _("Abgegeben: {period}").format(period=made.period),
        _(
            "Ausgabe {edition} · SHA-256 {sha256}\n\nDiese Zahlen bleiben, wie sie sind. Mit x "
            "schreiben Sie sie in eine Datei; a zeigt später jede Abweichung mit ihrer Ursache."
        ).format(edition=made.edition, sha256=made.sha256),
    )
    return Outcome.MADE


async def _refuse_broken(screen: ReportScreen, report: Report) -> Outcome:
    broken = [identity for identity in report.identities if not identity.holds]
    answer = await screen.app.ask(
        ngettext(
            "So kann nicht abgegeben werden: Eine Prüfregel geht nicht auf.",
            "So kann nicht abgegeben werden: {count} Prüfregeln gehen nicht auf.",
            len(broken),
        ).format(count=len(broken)),
        {"rows": _("Zeilen zeigen"), "back": _("Schließen")},
        detail="\n".join(f"{identity.rule}: {identity.figures}" for identity in broken),
    )
    return Outcome.ROWS if answer == "rows" else Outcome.NOTHING


async def _ask(screen: ReportScreen, standing: Standing, deviating: int | None) -> object:
    period, before = standing.report.period, standing.info

    async def save(typed: dict[str, Any]) -> HandIn:
        recipient, reason = typed["recipient"] or "", typed.get("reason") or ""
        return await screen.app.store.run(hand_in, period, recipient, reason)

    fields = (_RECIPIENT, _REASON) if before else (_RECIPIENT,)
    name = _form_name("abgeben", period)
    screen.form = name
    try:
        return await screen.app.push_screen_wait(
            FormDialog(
                _("Abgeben: {period}").format(period=period),
                FormSpec(_GROUP, ((_GROUP, ""),), fields),
                {"recipient": before.recipient if before else "", "reason": ""},
                save=save,
                draft_key=f"zeitraum::{name}",
                case_id=None,
                draft_title=_("Abgabe {period}").format(period=period),
                ways=Ways(
                    detail=_words(standing, deviating), saving=_("Abgeben"), also="f5",
                    first="reason" if before else "",
                ),
            )
        )  # fmt: skip
    finally:
        screen.form = ""


def _words(standing: Standing, deviating: int | None) -> str:
    report, before = standing.report, standing.info
    lines = [
        _(
            "Eingefroren werden alle {count} Zahlen mit den Listen dahinter, die Einstellungen und "
            "die Zählregeln (Fassung {rules}). Danach antwortet dieser Zeitraum für immer so, wie "
            "er abgegeben wurde; was später anders zählt, steht unter „Abweichung“."
        ).format(count=len(report.entries), rules=report.rules)
    ]
    if before is not None:
        lines.append(
            _(
                "Ausgabe {edition} vom {day} bleibt erhalten; die neue friert den heutigen Stand "
                "ein."
            ).format(edition=before.edition, day=format_day(before.handed_in_on))
        )
        lines.append(_deviating_words(deviating))
    return "\n".join(filter(None, lines))


def _deviating_words(deviating: int | None) -> str:
    if deviating is None:
        return ""
    if not deviating:
        return _("! Seitdem zählt nichts anders: Die neue Ausgabe hätte dieselben Zahlen.")
    return ngettext(
        "Seitdem zählt {count} Zahl anders.", "Seitdem zählen {count} Zahlen anders.", deviating
    ).format(count=deviating)


def _form_name(kind: str, period: Period) -> str:
    return f"{kind}.{period.first.isoformat()}.{period.last.isoformat()}"
