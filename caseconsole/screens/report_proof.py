"""Verwendungsnachweis: the figures of the funding period for one post, and its page."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from caseconsole import config
from caseconsole.counting.leaving import Leaving, record_export
from caseconsole.counting.proof_of_use import (
    Proof,
    employment,
    funded_posts,
    funding_period,
    period_of,
    proof_of_use,
)
from caseconsole.days import add_months, format_day
from caseconsole.documents.folders import output_folder
from caseconsole.errors import CaseconsoleError, InputError, RuleError
from caseconsole.i18n import N_, _
from caseconsole.reports.proof_of_use import FIGURES, KINDS
from caseconsole.reports.proof_of_use import write_proof as write_page
from caseconsole.screens.ask_line import AskLine
from caseconsole.screens.base import CaseScreen, act
from caseconsole.screens.documents_batch import make_folder
from caseconsole.screens.pick import Menu
from caseconsole.screens.report_export import tell_written
from caseconsole.screens.report_list import FigureListScreen
from caseconsole.screens.report_rows import FigureRow, build
from caseconsole.text import clean
from caseconsole.widgets import Column, RecordTable, Rule, Shown, Text, mark, plain

_TOPICS = "consultations.by_main_topic."
_LABELS = {
    ".docx": N_("Word, eine Seite zum Beilegen (.docx)"),
    ".xlsx": N_("Excel, eine Seite (.xlsx)"),
}


class ProofScreen(CaseScreen):
    """The figures that the state asks for; Enter opens the list behind one, ``x`` writes the page.

    Args:
        post: number of the funded post in the settings.
    """

    SCREEN_NAME = "nachweis"
    HELP = N_(
        "Die Zahlen des Förderzeitraums, auf die Beschäftigung einer Stelle zugeschnitten. Name, "
        "Stellenanteil, Beschäftigung, Aktenzeichen und Förderzeitraum stehen in den "
        "Einstellungen. x schreibt die Seite zum Beilegen."
    )
    BINDINGS: ClassVar = [
        act("x", "write", N_("Ausgabe"), footer=True, explain=N_(
            "Schreibt eine Seite zum Beilegen als Word- oder Excel-Datei.")),
        act("n", "next_post", N_("Nächste Stelle"), footer=True),
        act("f5", "to_report", N_("Auswertung"), footer=True, explain=N_(
            "Zeigt denselben Zeitraum in der Auswertung, um ihn dort abzugeben.")),
        act("f10,escape", "app.back", N_("Zurück"), footer=True),
    ]  # fmt: skip
    DEFAULT_CSS = """
    ProofScreen #figures { height: 1fr; }
    ProofScreen #definition { height: 3; }
    ProofScreen Rule { height: 1; color: $panel; }
    """
    COLUMNS = (
        Column("title", N_("Zahl"), fraction=1),
        Column("value", N_("Wert"), width=8, align="right"),
    )

    def __init__(self, post: int = 0) -> None:
        super().__init__()
        self._place = post
        self._proof: Proof | None = None

    def arguments(self) -> dict[str, object]:
        """Which post."""
        return {"post": self._place}

    def body(self) -> ComposeResult:
        """The figures and the definition of the one under the cursor."""
        yield RecordTable[FigureRow](
            self.COLUMNS,
            cells=_cells,
            key=lambda row: row.key,
            group=lambda row: row.heading,
            empty=N_(
                "Noch keine Zahlen. Der Förderzeitraum steht in den Einstellungen (Strg+G) unter "
                "„Förderzeitraum von“ und „bis“."
            ),
            header=False,
            id="figures",
        )
        yield Rule()
        yield Text("", id="definition")

    def on_mount(self) -> None:
        """Begin in the figures."""
        super().on_mount()
        self.query_one("#figures").focus()

    async def load(self) -> None:
        """Count the days on which the post was held in the funding period."""
        settings = config.active()
        posts = funded_posts(settings)
        self._place %= len(posts)
        post = posts[self._place]
        self._proof = None
        self.set_banner(_("Verwendungsnachweis"))
        self.query_one("#figures", RecordTable).replace([])
        try:
            period_of(post, funding_period(settings))
        except (InputError, RuleError) as error:
            title = plain(_("Verwendungsnachweis")) + self._number(len(posts))
            self.set_banner(title, mark(str(error), "warn"))
            return
        proof = await self.app.store.run(proof_of_use, post, settings)
        rows = await asyncio.to_thread(build, proof.report, None)
        self._proof = proof
        self._show_banner(proof, len(posts))
        self.query_one("#figures", RecordTable).replace(_wanted(rows))

    def _show_banner(self, proof: Proof, posts: int) -> None:
        post = proof.post
        share = _("{share} VZÄ").format(share=f"{post.employment_share:g}".replace(".", ","))
        about = [post.name or _("ohne Namen"), share, employment(post), post.grant_number]
        title = plain(f"{_('Verwendungsnachweis')}  {proof.report.period}") + self._number(posts)
        months = config.active().deadlines.proof_of_use_months
        due = _("fällig bis {day}").format(day=format_day(add_months(proof.funding.last, months)))
        if not proof.is_over:
            state = mark(_("Zwischenstand, der Zeitraum läuft noch"), "warn")
        elif proof.handed_in is not None:
            day = format_day(proof.handed_in.handed_in_on)
            state = mark(_("wie abgegeben am {day}").format(day=day), "accent")
        else:
            state = mark(_("noch nicht abgegeben"), "quiet")
        self.set_banner(
            title,
            plain(" · ".join(filter(None, about))),
            state + mark(f" · {due}", "quiet"),
        )

    def _number(self, posts: int) -> Content:
        """Which of several posts is shown."""
        if posts == 1:
            return Content()
        number = _("Stelle {number} von {posts}").format(number=self._place + 1, posts=posts)
        return mark(f"   {number}", "quiet")

    @on(RecordTable.RowHighlighted, "#figures")
    def _define(self, event: RecordTable.RowHighlighted) -> None:
        row: FigureRow = event.row
        self.query_one("#definition", Text).update(
            plain(f"{row.title}: ", style="bold") + plain(row.definition)
        )

    @on(RecordTable.RowChosen, "#figures")
    def _open_list(self, event: RecordTable.RowChosen) -> None:
        proof, row = self._proof, event.row
        if proof is None:
            return
        if not row.value:
            self.app.hint(_("Diese Zahl ist 0; die Liste dahinter ist leer."))
            return
        period = proof.report.period
        self.app.push_screen(
            FigureListScreen(
                period.first.isoformat(), period.last.isoformat(), row.path, report=proof.report
            )
        )

    def action_next_post(self) -> None:
        """Show the next funded post."""
        if len(funded_posts(config.active())) == 1:
            self.app.hint(_("In den Einstellungen steht nur eine geförderte Stelle."))
            return
        self._place += 1
        self.reload()

    def action_to_report(self) -> None:
        """Show the same period among all figures."""
        if self._proof is not None:
            period = self._proof.report.period
            self.app.open_screen(
                "zeitraum", first=period.first.isoformat(), last=period.last.isoformat()
            )

    def action_write(self) -> None:
        """Write the page."""
        self.run_worker(self._write(), exclusive=True, group="ask")

    async def _write(self) -> None:
        proof = self._proof
        if proof is None:
            self.app.hint(_("Es gibt noch keine Zahlen."))
            return
        entries = [(ending, _(_LABELS[ending])) for ending in KINDS]
        ending = await self.app.push_screen_wait(Menu(_("In welcher Form ausgeben?"), entries))
        if ending is None:
            return
        recipient = await self.app.push_screen_wait(
            AskLine(
                _("An wen geht der Verwendungsnachweis?"),
                clean,
                value=_("Regierungspräsidium Stuttgart"),
                detail=_("Die Ausgabe wird im Änderungsverlauf vermerkt."),
            )
        )
        if recipient is None:
            return
        try:
            folder = output_folder()
            await asyncio.to_thread(make_folder, folder)
            path = folder / file_name(proof, ending)
            period = proof.report.period
            await self.app.store.run(record_export, period, Leaving(recipient), "proof_of_use")
            written = await asyncio.to_thread(write_page, proof, path)
        except CaseconsoleError as error:
            self.app.tell(error)
            return
        await tell_written(self.app, written)


def _wanted(rows: list[FigureRow]) -> list[FigureRow]:
    """The figures of the page, in its order, and the main topics."""
    found = {row.path: row for row in rows if row.part != "checks"}
    topics = [row for row in rows if row.path.startswith(_TOPICS)]
    return [*(found[path] for path in FIGURES), *topics]


def _cells(row: FigureRow) -> tuple[Shown, ...]:
    return row.title, "" if row.value is None else str(row.value)


def file_name(proof: Proof, ending: str) -> str:
    """``Verwendungsnachweis_2025-01-01_2026-12-31.docx``; no name stands in it."""
    period = proof.report.period
    return f"Verwendungsnachweis_{period.first.isoformat()}_{period.last.isoformat()}{ending}"
