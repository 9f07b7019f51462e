"""A keystroke is in the draft within a second, whether or not the typing ever pauses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, cast

import pytest
from textual.widget import Widget

from caseconsole.errors import SaveError
from caseconsole.forms import drafts
from caseconsole.forms.drafts import DraftKeeper
from tests.host import Host


class FakeTimer:
    """A timer that rings when the test says so."""

    def __init__(self, seconds: float, ring: Callable[[], Awaitable[None]]) -> None:
        self.seconds = seconds
        self.ring = ring
        self.stopped = False

    def stop(self) -> None:
        self.stopped = True


class Owner:
    """Stands for the widget whose timers are used."""

    def __init__(self) -> None:
        self.timers: list[FakeTimer] = []

    def set_timer(self, seconds: float, ring: Callable[[], Awaitable[None]]) -> FakeTimer:
        self.timers.append(FakeTimer(seconds, ring))
        return self.timers[-1]

    @property
    def running(self) -> list[FakeTimer]:
        return [timer for timer in self.timers if not timer.stopped]


class Saves:
    """Counts the saves and fails as often as wanted."""

    def __init__(self) -> None:
        self.count = 0
        self.failures = 0
        self.during: Callable[[], None] = lambda: None

    async def __call__(self) -> None:
        self.during()
        if self.failures:
            self.failures -= 1
            message = "Der Datenträger ist voll."
            raise SaveError(message)
        self.count += 1


@pytest.fixture
def owner() -> Owner:
    return Owner()


@pytest.fixture
def saves() -> Saves:
    return Saves()


@pytest.fixture
def keeper(owner: Owner, saves: Saves) -> DraftKeeper:
    return DraftKeeper(cast("Widget", owner), saves)


async def test_typing_on_does_not_set_the_clock_back(
    owner: Owner, saves: Saves, keeper: DraftKeeper
) -> None:
    for _key in range(50):
        keeper.touch()
    assert [timer.seconds for timer in owner.running] == [drafts.WITHIN]
    assert drafts.WITHIN < 1
    await owner.running[0].ring()
    assert (saves.count, keeper.unsaved) == (1, False)
    keeper.touch()
    assert len(owner.running) == 1


async def test_flush_saves_at_once_and_only_what_is_new(
    owner: Owner, saves: Saves, keeper: DraftKeeper
) -> None:
    await keeper.flush()
    assert saves.count == 0
    keeper.touch()
    await keeper.flush()
    await keeper.flush()
    assert saves.count == 1
    assert owner.running == []


async def test_what_is_typed_during_a_save_is_saved_after_it(
    owner: Owner, saves: Saves, keeper: DraftKeeper
) -> None:
    keeper.touch()
    saves.during = keeper.touch
    await keeper.flush()
    saves.during = lambda: None
    assert keeper.unsaved
    assert len(owner.running) == 1
    await owner.running[0].ring()
    assert (saves.count, keeper.unsaved) == (2, False)


async def test_a_failed_save_is_told_and_tried_again(
    owner: Owner, saves: Saves, keeper: DraftKeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []
    monkeypatch.setattr(drafts, "tell", lambda *args: told.append(args))
    saves.failures = 1
    keeper.touch()
    await keeper.attempt()
    assert keeper.unsaved
    assert told == [(owner, "Der Datenträger ist voll.", "error")]
    assert [timer.seconds for timer in owner.running] == [drafts.AGAIN]
    await owner.running[0].ring()
    assert (saves.count, keeper.unsaved) == (1, False)


async def test_whoever_must_have_it_saved_learns_that_it_is_not(
    owner: Owner, saves: Saves, keeper: DraftKeeper
) -> None:
    saves.failures = 1
    keeper.touch()
    with pytest.raises(SaveError):
        await keeper.flush()
    assert keeper.unsaved
    assert [timer.seconds for timer in owner.running] == [drafts.AGAIN]


async def test_a_stored_record_needs_no_draft_any_more(
    owner: Owner, saves: Saves, keeper: DraftKeeper
) -> None:
    keeper.touch()
    keeper.forget()
    await keeper.flush()
    assert (saves.count, keeper.unsaved, owner.running) == (0, False, [])


async def test_it_works_with_the_timers_of_a_real_widget(saves: Saves) -> None:
    widget = Widget()
    app = Host(widget)
    async with app.run_test():
        keeper = DraftKeeper(widget, saves)
        keeper.touch()
        await keeper.flush()
        assert saves.count == 1
