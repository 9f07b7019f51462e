"""The app as the screens see it: the open store, getting about, telling and asking.

``caseconsole.app`` adds keys, lock, start and end. This part stands left of the screens, so that
they can use it with full types and without knowing the app.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple, Protocol, TypedDict, cast

from textual import events
from textual.app import App
from textual.message import Message as Event
from textual.screen import Screen
from textual.worker import Worker

from caseconsole.errors import CaseconsoleError
from caseconsole.i18n import _
from caseconsole.widgets import Ask, Message, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping
    from pathlib import Path

    from caseconsole.screens.base import CaseScreen
    from caseconsole.store import Store
    from caseconsole.store.drafts import Draft


class Place(TypedDict):
    """Where the user was when the console was locked; kept in the encrypted store alone."""

    screen: str
    arguments: dict[str, object]
    focus: str
    cursor: list[int]


class ScreenEntry(NamedTuple):
    """Where the code of a screen lies; it is imported when the screen is first opened."""

    module: str
    name: str
    area: bool
    """Whether it is one of the main areas, which replace each other, and needs no arguments."""


@dataclass(frozen=True)
class Start:
    """How a console starts.

    Args:
        folder: where the encrypted store lies or will lie.
        folder_named: whether the command line named it, so that no setting is asked or written.
        demo_cases: number of fictional cases of a throw-away store; None for a real one.
        passphrase_file: unlocks without asking, once; never after a lock.
        fault_id: the fault that ended the console before this one.
        run_id: the id that a fault of this console will get; the launcher knows it, too.
        again: whether it follows a lock or a fault, so that the passphrase has to be typed.
        supervised: whether a launcher tells the user about a fault.
    """

    folder: Path
    folder_named: bool = False
    demo_cases: int | None = None
    passphrase_file: Path | None = None
    fault_id: str = ""
    run_id: str = ""
    again: bool = False
    supervised: bool = False

    @property
    def practises(self) -> bool:
        """Whether everything in this console is fictional and vanishes at the end."""
        return self.demo_cases is not None


class Begin(Protocol):
    """The ways to an open store, for the screens before it (``caseconsole.beginnings``)."""

    demo_passphrase: str

    def has_store(self, folder: Path) -> bool:
        """Whether ``folder`` holds a store."""

    def prepare(self) -> None:
        """Import what opening needs."""

    def open(self, folder: Path, passphrase: str) -> Store:
        """Open the store with its passphrase."""

    def open_with_recovery_key(self, folder: Path, typed: str) -> Store:
        """Open the store with its printed key."""

    def open_with_file(self, folder: Path, passphrase_file: Path) -> Store:
        """Open the store with the passphrase in a file."""

    def open_demo(self, folder: Path, cases: int) -> Store:
        """The practice store, made if it is new."""

    def create(self, folder: Path, passphrase: str) -> tuple[Store, str]:
        """Create an empty store; returns it with its recovery key."""

    def why_unsafe(self, folder: Path) -> str:
        """A sentence on why the caseload should not lie there; empty if it may."""

    def propose_passphrase(self) -> str:
        """A new passphrase that can be spoken."""

    def propose_recovery_key(self) -> str:
        """A new recovery key as it is printed; it opens nothing yet."""

    def check_passphrase(self, chosen: str) -> None:
        """Refuse a passphrase that is guessed early."""


class StoreOpened(Event):
    """The store is open: the app goes to work with it, or first to the practice cases."""

    def __init__(self, store: Store, *, practise: bool = False) -> None:
        super().__init__()
        self.store = store
        self.practise = practise


class Arrived(Event):
    """A screen is there: what was typed for it meanwhile can go into it."""


_FORM_ARGUMENTS: Final = {"akte": "tab", "plan": "form", "zeitraum": "form", "formular": "draft"}
"""Screen -> the argument that names the form over it."""

_NEVER_HELD: Final = frozenset({"escape", "f1", "f10", "f12", "ctrl+q"})


class Console(App[Any], inherit_bindings=False):
    """The running console: one store, a stack of screens, German words for whatever happens."""

    SCREEN_ENTRIES: ClassVar[Mapping[str, ScreenEntry]] = {}
    HOME: ClassVar[str] = "heute"

    def __init__(self, start: Start, begin: Begin) -> None:
        super().__init__()
        self.start = start
        self.begin = begin
        self._store: Store | None = None
        self._journey: object = None
        self._held: list[events.Key | events.Paste] = []
        self.private_view = False
        """Desk-side view: lists show initials (F8)."""

    @property
    def store(self) -> Store:
        """The open store; asking for it before it is unlocked is a fault of the program."""
        if self._store is None:
            message = "the store is not open yet"
            raise RuntimeError(message)
        return self._store

    # ------------------------------------------------------------------ getting about

    def open_screen(self, name: str, **arguments: object) -> None:
        """Open the screen ``name`` of the registry, asking about unsaved text where it must.

        A main area takes the place of the one before; every other screen opens above.
        """
        self._navigate(partial(self._open, name, arguments))

    def open_case(self, case_id: int, tab: str | None = None) -> None:
        """Open the case file, at a tab if one is named."""
        self.open_screen("akte", case_id=case_id, tab=tab)

    def open_draft(self, draft: Draft) -> None:
        """Open the screen in which ``draft`` was typed; it finds the draft by its key."""
        name, _case, record = (*draft.key.split(":"), "", "")[:3]
        arguments: dict[str, object] = {}
        if draft.case_id is not None:
            arguments["case_id"] = draft.case_id
        if record.isdecimal():
            arguments["contact_id"] = int(record)
        elif record and name in _FORM_ARGUMENTS:
            arguments[_FORM_ARGUMENTS[name]] = record
        if name in self.SCREEN_ENTRIES:
            self.open_screen(name, **arguments)

    def back(self) -> None:
        """Leave the current screen for the one below, asking about unsaved text."""
        self._navigate(self._back)

    def make_screen(self, name: str, arguments: Mapping[str, object]) -> CaseScreen:
        """A new screen ``name`` of the registry, made with ``arguments``."""
        entry = self.SCREEN_ENTRIES[name]
        found = getattr(importlib.import_module(entry.module), entry.name)
        return cast("CaseScreen", found(**arguments))

    def case_screens(self) -> list[CaseScreen]:
        """The open full screens, the current one last."""
        from caseconsole.screens.base import CaseScreen

        return [screen for screen in self.screen_stack if isinstance(screen, CaseScreen)]

    def in_background(self, work: Callable[[], Coroutine[Any, Any, None]], group: str) -> None:
        """Start ``work``; one of the same group that is still under way is dropped.

        It takes a function and not its coroutine: one dropped before it began leaves nothing.
        """
        _worker: Worker[None] = self.run_worker(work, exclusive=True, group=group, name=group)

    def _navigate(self, journey: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._journey = token = object()

        async def travel() -> None:
            try:
                await journey()
            finally:
                if self._journey is token:
                    self._journey = None
                    self.post_message(Arrived())

        # Exclusive: a key pressed twice asks once. A dialog over the screens swallows the keys.
        self.in_background(travel, "navigate")

    def hold(self, event: events.Key | events.Paste) -> bool:
        """Keep ``event`` for the screen that is on its way; False if it can be handled now.

        Letters typed ahead would else be commands of the screen before, such as "done".
        """
        if event.is_forwarded or not (self._held or self._is_waiting):
            return False
        if isinstance(event, events.Key) and event.key in _NEVER_HELD:
            self._held.clear()
            return False
        self._held.append(event)
        return True

    @property
    def _is_waiting(self) -> bool:
        on_its_way = self._journey is not None and not self.screen.is_modal
        return on_its_way or not getattr(self.screen, "is_ready", True)

    async def on_arrived(self) -> None:
        """Hand over the first of what was held; the next one follows when it is taken in."""
        if self._held and not self._is_waiting:
            await super().on_event(self._held.pop(0))
            self.post_message(Arrived())

    async def _back(self) -> None:
        screens = self.case_screens()
        if len(screens) > 1 and await screens[-1].may_leave():
            await self.pop_screen()

    async def _open(self, name: str, arguments: Mapping[str, object]) -> None:
        if not self.SCREEN_ENTRIES[name].area:
            await self.push_screen(self.make_screen(name, arguments))
            return
        screens = self.case_screens()
        while len(screens) > 1 and name != screens[-1].SCREEN_NAME:
            if not await screens[-1].may_leave():
                return
            await self.pop_screen()
            screens = self.case_screens()
        if name != screens[-1].SCREEN_NAME:
            await self.push_screen(self.make_screen(name, arguments))

    def mark_changed(self, kind: str, *, by: Screen[Any] | None = None) -> None:
        """Let every open screen that shows records of ``kind`` read again when it is in view.

        To be called as soon as something is written, before its screen is left.

        Args:
            kind: what was written, by the name of its record, such as ``case`` or ``contact``.
            by: the screen that wrote it and shows it anew by itself.
        """
        for screen in self.case_screens():
            if screen is not by:
                screen.mark_stale(kind)

    # ------------------------------------------------------------------ telling and asking

    def tell(self, what: CaseconsoleError | str, text: str = "") -> None:
        """Show something the user must read: a dialog that stays until it is closed.

        Args:
            what: an error, or what happened in one sentence.
            text: the rest, where ``what`` is a sentence.
        """
        if isinstance(what, CaseconsoleError):
            self.push_screen(Message(what.message, what.hint, kind="error"))
        else:
            self.push_screen(Message(what, text))

    def hint(self, text: str) -> None:
        """Show something that needs no answer; it goes away by itself."""
        tell(self, text)

    async def ask(
        self, question: str, answers: Mapping[str, str], *, detail: str = ""
    ) -> str | None:
        """Ask; None if the user went back. Needs a worker.

        Args:
            question: one line.
            answers: what is returned -> what the button says; the first is the default.
            detail: more about it.
        """
        return await self.push_screen_wait(Ask(question, tuple(answers.items()), detail=detail))

    async def ask_unsaved(self, *, ending: bool = False) -> str | None:
        """Ask what becomes of text that is not saved: ``keep``, ``save`` or ``discard``.

        ``None`` means to go on typing. Needs a worker.

        Args:
            ending: whether the console is to end, which saves and drops nothing by the way.
        """
        answers = (
            {"keep": _("Als Entwurf behalten und beenden"), "stay": _("Weiter arbeiten")}
            if ending
            else {
                "keep": _("Als Entwurf behalten"),
                "save": _("Jetzt speichern"),
                "discard": _("Text verwerfen"),
            }
        )
        question = _("Hier steht Text, der noch nicht gespeichert ist.")
        answer = await self.push_screen_wait(Ask(question, tuple(answers.items()), drops="discard"))
        if answer is not None:
            self.mark_changed("draft")
        return answer

    def places(self) -> list[Place]:
        """The places of all open screens, the current one last."""
        return [screen.place() for screen in self.case_screens() if screen.SCREEN_NAME]
