"""A new case: a name and a day are enough, everything else may follow."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from caseconsole import clock
from caseconsole.caseload.cases import opening_warnings
from caseconsole.caseload.drafts import drop_draft, get_draft, save_draft
from caseconsole.caseload.duplicates import duplicates
from caseconsole.caseload.new_case import new_case_form, open_new_case
from caseconsole.errors import CaseconsoleError
from caseconsole.forms import DraftKeeper, RecordForm
from caseconsole.i18n import N_, _
from caseconsole.screens.base import CaseScreen, act
from caseconsole.widgets import Line

DRAFT = "neuer_fall::"


class NewCaseScreen(CaseScreen):
    """The form of a new case; it warns of somebody who may be the same person."""

    SCREEN_NAME = "neuer_fall"
    HEADING = N_("Neuer Fall")
    SHOWS = frozenset({"nothing"})
    WAITS_FOR_DATA = True
    HELP = N_(
        "Nötig sind nur ein Name und der Beginn. Alles andere kann leer bleiben und später "
        "nachgetragen werden. Strg+S legt den Fall an."
    )
    BINDINGS: ClassVar = [
        act("ctrl+s", "save_case", N_("Fall anlegen"), footer=True),
    ]
    DEFAULT_CSS = """
    NewCaseScreen RecordForm { height: 1fr; }
    NewCaseScreen #note { color: $text-muted; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._form: RecordForm | None = None
        self._keeper: DraftKeeper | None = None

    def body(self) -> ComposeResult:
        """The place for the form, which comes with its draft, and a line below."""
        yield Vertical(id="form-place")
        yield Line(_("Die Fallnummer wird beim Anlegen vergeben."), id="note")

    async def load(self) -> None:
        """Show the form with what an earlier draft kept; a form that is there stays."""
        if self._form is not None:
            return
        draft = await self.app.store.run(get_draft, DRAFT)
        self._form = RecordForm(
            new_case_form(),
            {"begin": clock.today()},
            draft=draft.values if draft else None,
            id="new-case",
        )
        self._keeper = DraftKeeper(self._form, self._save_draft)
        await self.query_one("#form-place").mount(self._form)
        self._form.focus_first()
        if draft:
            self.app.hint(_("Ihr Entwurf ist wieder da."))

    @property
    def is_dirty(self) -> bool:
        """Whether something typed is not saved."""
        return self._form is not None and self._form.is_dirty

    async def flush(self) -> None:
        """Bring what is typed into the encrypted draft now."""
        if self._keeper is not None:
            await self._keeper.flush()

    async def discard(self) -> None:
        """Drop what was typed, and its draft."""
        if self._keeper is not None:
            self._keeper.forget()
        await self.app.store.run(drop_draft, DRAFT)

    async def _save_draft(self) -> None:
        if self._form is not None:
            typed = self._form.draft()
            name = " ".join(str(typed.get(key, "")) for key in ("family_name", "given_name"))
            title = _("Neuer Fall: {name}").format(name=name.strip()).strip()
            await self.app.store.run(save_draft, DRAFT, None, title, typed)

    @on(RecordForm.Changed)
    def _changed(self) -> None:
        if self._keeper is not None:
            self._keeper.touch()

    @on(RecordForm.Left)
    async def _left(self) -> None:
        if self._keeper is not None:
            await self._keeper.attempt()

    @on(RecordForm.Finished)
    def _finished(self) -> None:
        self.action_save_case()

    def action_save_case(self) -> None:
        """Open the case, after a look at who may be the same person."""
        self.run_worker(self.save(), exclusive=True, group="save")

    async def save(self) -> bool:
        """Open the case; False if a field has to be corrected or the user went back."""
        form = self._form
        if form is None or form.show_problems():
            return False
        try:
            values = form.values()
            if not await self._is_new(values):
                return False
            case_id = await self.app.store.run(open_new_case, values)
        except CaseconsoleError as error:
            if error.field:
                form.refuse(error.field, str(error))
            else:
                self.app.tell(error)
            return False
        await self.discard()
        form.mark_saved()
        for kind in ("case", "person", "household"):
            self.app.mark_changed(kind, by=self)
        # Not awaited: this worker is the screen's own and would wait for its own end.
        _gone = self.app.pop_screen()
        self.app.open_case(case_id)
        return True

    async def _is_new(self, values: dict[str, Any]) -> bool:
        """Ask where somebody in the caseload may be this person."""
        today = clock.today()
        warnings = list(await self.app.store.run(opening_warnings, values["begin"], today))
        same = await self.app.store.run(duplicates, values, today)
        for one in same[:5]:
            born = f" · * {one.birth}" if one.birth else ""
            number = one.number or _("ohne Fall")
            warnings.append(f"{one.name}{born} · {number} · {one.reason}")
        if not warnings:
            return True
        answers = {"back": _("Zurück zum Formular"), "open": _("Trotzdem anlegen")}
        first = next((one.case_id for one in same if one.case_id is not None), None)
        if first is not None:
            answers["show"] = _("Vorhandene Akte öffnen")
        answer = await self.app.ask(
            _("Ist diese Person schon da?") if same else _("Bitte prüfen Sie den Beginn."),
            answers,
            detail="\n".join(warnings),
        )
        if answer == "show" and first is not None:
            await self.flush()
            self.app.open_case(first)
        return answer == "open"
