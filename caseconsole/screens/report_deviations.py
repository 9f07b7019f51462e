"""Abweichung seit Abgabe: every figure that counts differently today, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from caseconsole.counting import Period, Report
from caseconsole.counting.deviations import Cause, Deviation
from caseconsole.days import format_day
from caseconsole.i18n import N_, _, ngettext
from caseconsole.screens.base import CaseScreen, act
from caseconsole.screens.report_reading import Standing, read_deviations, read_standing
from caseconsole.widgets import Column, RecordTable, Rule, Shown, Text, mark, plain, signs

_MINUS = "−"


class DeviationsScreen(CaseScreen):
    """What was handed in beside what counts today; Enter opens the rows with their causes.

    Args:
        first: first day of the period, as ISO.
        last: its last day.
        edition: the edition handed in; 0 for the newest one.
    """

    SCREEN_NAME = "abweichung"
    HELP = N_(
        "Jede Zahl, die heute anders zählt als abgegeben, mit den Ursachen. Enter öffnet die "
        "Zeilen, die hinzukamen oder wegfielen. Unten steht, wie beide Zahlen zusammenhängen."
    )
    BINDINGS: ClassVar = [
        act("t", "next_part", N_("Abschnitt"), footer=True, explain=N_(
            "Springt zur nächsten Tabelle oder Gruppe von Zahlen.")),
        act("f10,escape", "app.back", N_("Zurück"), footer=True),
    ]  # fmt: skip
    DEFAULT_CSS = """
    DeviationsScreen #deviations { height: 1fr; }
    DeviationsScreen #balance { height: 2; }
    DeviationsScreen Rule { height: 1; color: $panel; }
    """
    COLUMNS = (
        Column("title", N_("Zahl"), fraction=6),
        Column("before", N_("abgegeben"), width=9, align="right"),
        Column("after", N_("heute"), width=6, align="right"),
        Column("difference", N_("Abw."), width=5, align="right"),
        Column("causes", N_("Ursachen"), fraction=7),
    )

    def __init__(self, first: str, last: str, edition: int = 0) -> None:
        super().__init__()
        self._period = Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
        self._edition = edition
        self._report: Report | None = None

    def arguments(self) -> dict[str, object]:
        """Period and edition."""
        return {
            "first": self._period.first.isoformat(),
            "last": self._period.last.isoformat(),
            "edition": self._edition,
        }

    def body(self) -> ComposeResult:
        """The figures, and how both of one hang together."""
        yield RecordTable[Deviation](
            self.COLUMNS,
            cells=_cells,
            key=lambda deviation: deviation.path,
            group=self._group,
            empty=N_("Seit der Abgabe zählt nichts anders."),
            id="deviations",
        )
        yield Rule()
        yield Text("", id="balance")

    def on_mount(self) -> None:
        """Begin in the list."""
        super().on_mount()
        self._table.focus()

    @property
    def _table(self) -> RecordTable[Deviation]:
        return self.query_one("#deviations", RecordTable)

    async def load(self) -> None:
        """Compare what was handed in with today."""
        standing = await read_standing(self, self._period, self._edition)
        found = await read_deviations(self, self._period, self._edition)
        self._report = standing.report
        self.set_banner(_heading(standing), _summary(found))
        self._table.replace(found)

    def _group(self, deviation: Deviation) -> str:
        return group_of(self._report, deviation.path) if self._report else ""

    @on(RecordTable.RowHighlighted, "#deviations")
    def _explain(self, event: RecordTable.RowHighlighted) -> None:
        self.query_one("#balance", Text).update(balance(event.row))

    @on(RecordTable.RowChosen, "#deviations")
    def _open(self, event: RecordTable.RowChosen) -> None:
        self.app.open_screen("ursachen", **self.arguments(), path=event.row.path)

    def action_next_part(self) -> None:
        """Go to the next group of figures."""
        table = self._table
        current = table.current
        if current is None:
            return
        groups = [self._group(row) for row in table.rows]
        later = range(table.cursor + 1, len(groups))
        table.cursor = next((n for n in later if groups[n] != groups[n - 1]), 0)


def group_of(report: Report, path: str) -> str:
    """The table or list that a figure belongs to; empty for headlines."""
    entry = report.entries.get(path)
    keys = entry.keys if entry else tuple(path.split("."))
    words = report.words
    if keys[0] == "tables":
        return f"{words.base(keys[1])}: {words.dimension(keys[2])}"
    if keys[0] == "months":
        return _("Monate")
    if len(keys) > 2:  # noqa: PLR2004 - group, list, row
        return words.group(".".join(keys[:2])) if keys[0] != "plans" else ""
    return ""


def _cells(deviation: Deviation) -> tuple[Shown, ...]:
    return (
        deviation.title,
        str(deviation.before),
        str(deviation.after),
        signed(deviation.after - deviation.before),
        _causes(deviation),
    )


def _causes(deviation: Deviation) -> str:
    """``2 nachträglich eingetragen, 1 berichtigt``."""
    return ", ".join(f"{number} {cause.label}" for cause, number in deviation.causes)


def signed(number: int) -> str:
    """A difference with its sign."""
    if number < 0:
        return f"{_MINUS}{-number}"
    return f"+{number}" if number else "±0"


def balance(deviation: Deviation) -> Content:
    """How the figure of today follows from the one handed in."""
    before, after = deviation.before, deviation.after
    if deviation.adds:
        text = ngettext(
            "{title}: {before} → {after}; Summe über die Einträge, {count} davon geändert.",
            "{title}: {before} → {after}; Summe über die Einträge, {count} davon geändert.",
            len(deviation.changes),
        )
        return plain(
            text.format(
                title=deviation.title, before=before, after=after, count=len(deviation.changes)
            )
        )
    came = sum(change.came for change in deviation.changes)
    left = len(deviation.changes) - came
    text = _("{title}: {before} + {came} hinzugekommen − {left} weggefallen = {after}").format(
        title=deviation.title, before=before, came=came, left=left, after=after
    )
    if before + came - left == after:
        return plain(text) + mark(f" {signs().done}", "good")
    return plain(text) + mark(f" {_('! geht nicht auf')}", "bad")


def _heading(standing: Standing) -> Content:
    info = standing.info
    title = plain(f"{_('Abweichung seit Abgabe')}  {standing.report.period}")
    if info is None:
        return title + mark(f"   {_('noch nicht abgegeben')}", "quiet")
    about = _("abgegeben am {day}").format(day=format_day(info.handed_in_on))
    if info.edition > 1:
        about += ", " + _("Ausgabe {edition}").format(edition=info.edition)
    return title + mark(f"   {about}", "quiet")


def _summary(found: tuple[Deviation, ...]) -> Content:
    if not found:
        return mark(_("Alle Zahlen zählen heute wie abgegeben."), "good")
    number = ngettext(
        "{count} Zahl zählt heute anders.", "{count} Zahlen zählen heute anders.", len(found)
    ).format(count=len(found))
    wrong = sum(not _reconciles(deviation) for deviation in found)
    if wrong:
        return plain(number) + mark(f" {_('! Nicht alle gehen auf.')}", "bad")
    causes = _("Ursachen: {causes}.").format(causes=", ".join(_labels(found)))
    done = mark(f"{_('Alle gehen auf')} {signs().done}", "good")
    return plain(f"{number} {causes} ") + done


def _reconciles(deviation: Deviation) -> bool:
    if deviation.adds:
        return True
    came = sum(change.came for change in deviation.changes)
    left = len(deviation.changes) - came
    return deviation.before + came - left == deviation.after


def _labels(found: Iterable[Deviation]) -> list[str]:
    causes = {cause for deviation in found for cause, _number in deviation.causes}
    return [cause.label for cause in Cause if cause in causes]
