"""Two small screens that stand in for the real ones, so that the shell is tested alone."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.widget import Widget

from caseconsole.errors import SaveError
from caseconsole.screens.base import CaseScreen, act
from caseconsole.screens.console import ScreenEntry
from caseconsole.store.drafts import drop_draft, get_draft, save_draft
from caseconsole.widgets import NoteArea, RecordTable, Text

NOTE_KEY = "notiz:7:"
FULL = "Der Datenträger ist voll."


class HomeScreen(CaseScreen):
    """Counts how often it reads."""

    SCREEN_NAME = "heute"
    HEADING = "Startseite"

    def __init__(self) -> None:
        super().__init__()
        self.loads = 0

    def body(self) -> ComposeResult:
        yield Text("inhalt der startseite")

    async def load(self) -> None:
        self.loads += 1


class AreaScreen(CaseScreen):
    """A main area that shows cases alone."""

    SCREEN_NAME = "faelle"
    HEADING = "Bereich"
    SHOWS = frozenset({"case"})

    def __init__(self) -> None:
        super().__init__()
        self.loads = 0

    def body(self) -> ComposeResult:
        table = RecordTable[tuple[int, str]]((), id="rows")
        yield table

    async def load(self) -> None:
        self.loads += 1


class NoteScreen(CaseScreen):
    """A note whose draft is kept by ``flush`` alone; ``fail`` makes that go wrong."""

    SCREEN_NAME = "notiz"
    HEADING = "Notiz"
    fail: ClassVar[int] = 0

    def __init__(self, case_id: int) -> None:
        super().__init__()
        self.case_id = case_id
        self.saved: list[str] = []

    def arguments(self) -> dict[str, object]:
        return {"case_id": self.case_id}

    def body(self) -> ComposeResult:
        yield NoteArea(id="note")

    @property
    def note(self) -> NoteArea:
        return self.query_one("#note", NoteArea)

    async def load(self) -> None:
        draft = await self.app.store.run(get_draft, NOTE_KEY)
        if draft is not None:
            self.note.load(str(draft.values["note"]))

    @property
    def is_dirty(self) -> bool:
        return bool(self.note.value)

    async def flush(self) -> None:
        if NoteScreen.fail > 0:
            NoteScreen.fail -= 1
            raise SaveError(FULL)
        await self.app.store.run(save_draft, NOTE_KEY, None, "Notiz", {"note": self.note.value})

    async def save(self) -> bool:
        self.saved.append(self.note.value)
        await self.discard()
        return True

    async def discard(self) -> None:
        self.note.load("")
        await self.app.store.run(drop_draft, NOTE_KEY)


class TwoKeysScreen(CaseScreen):
    """Has two keys for one action."""

    BINDINGS: ClassVar = [act("slash,ctrl+f", "search", "Suchen", footer=True)]

    def action_search(self) -> None:
        """Nothing."""


class BrokenWidget(Widget):
    """Fails while it is laid out."""


ENTRIES = {
    "heute": ScreenEntry(__name__, "HomeScreen", area=True),
    "faelle": ScreenEntry(__name__, "AreaScreen", area=True),
    "notiz": ScreenEntry(__name__, "NoteScreen", area=False),
}
