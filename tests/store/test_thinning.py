"""Old backups go by a rule that never takes the newest, and touches no file of anybody else."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from caseconsole import config
from caseconsole.models import Person
from caseconsole.settings import Settings
from caseconsole.settings import Store as StoreSettings
from caseconsole.store import Store, backup, transaction
from caseconsole.store.thinning import Kept, found_in, superfluous, thin
from caseconsole.upkeep import back_up

PASSPHRASE = "ein Kennwort nur zum Testen"
TODAY = dt.date(2026, 11, 20)


@st.composite
def collections(draw: st.DrawFn) -> list[Kept]:
    """Backups of the last 200 days; the clock may have been wrong, so the order of days is free."""
    ages = draw(st.lists(st.integers(0, 200), max_size=40))
    numbers = draw(st.permutations(range(1, len(ages) + 1)))
    return [
        Kept(number, TODAY - dt.timedelta(days=age), Path(f"{number}.ccb"))
        for number, age in zip(numbers, ages, strict=True)
    ]


def newest_of(copies: list[Kept]) -> Kept:
    return max(copies, key=lambda copy: copy.sequence)


@given(collections(), st.integers(7, 150))
def test_what_stays_is_what_the_rule_names_and_nothing_else(
    copies: list[Kept], keep_days: int
) -> None:
    stay = set(copies) - set(superfluous(copies, TODAY, keep_days))
    always = set(sorted(copies, key=lambda copy: -copy.sequence)[:7])
    young = [copy for copy in copies if copy.day >= TODAY - dt.timedelta(days=keep_days)]
    named = set(always)
    for count, name in ((7, "%Y-%m-%d"), (4, "%G-%V"), (3, "%Y-%m")):
        periods = {copy.day.strftime(name) for copy in young}
        per_period = [
            newest_of([copy for copy in young if copy.day.strftime(name) == period])
            for period in sorted(periods, reverse=True)[:count]
        ]
        named.update(per_period)
    assert stay == named
    assert len(stay) <= 7 + 7 + 4 + 3
    assert always <= stay


@given(collections(), st.integers(7, 150))
def test_thinning_twice_takes_nothing_more(copies: list[Kept], keep_days: int) -> None:
    gone = superfluous(copies, TODAY, keep_days)
    left = [copy for copy in copies if copy not in gone]
    assert superfluous(left, TODAY, keep_days) == ()


@given(collections(), st.integers(1, 4000))
def test_a_wrong_clock_deletes_nothing(copies: list[Kept], days_back: int) -> None:
    future = Kept(1000, TODAY + dt.timedelta(days=days_back), Path("zukunft.ccb"))
    assert superfluous([*copies, future], TODAY, 100) == ()


def test_a_year_of_work_leaves_days_weeks_and_months() -> None:
    left: list[Kept] = []
    for number in range(365):
        day = TODAY - dt.timedelta(days=364 - number)
        left.append(Kept(number, day, Path(f"{number}.ccb")))
        gone = superfluous(left, day, 100)
        left = [copy for copy in left if copy not in gone]
    ages = sorted((TODAY - copy.day).days for copy in left)
    # Seven days; Sundays 15.11., 8.11. and 1.11.; the last days of October and September.
    assert ages == [0, 1, 2, 3, 4, 5, 6, 12, 19, 20, 51]


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A stick with files that are not of the store at hand; made before that one is open."""
    stick = tmp_path / "stick"
    other, _key = Store.create(tmp_path / "other", PASSPHRASE, memory_kib=64 * 1024)
    with time_machine.travel("2020-01-01T09:00:00Z", tick=False):
        backup(other, stick)
    other.close()
    (stick / "urlaub.ccb").write_bytes(b"x")
    (stick / "brief.docx").write_bytes(b"x")
    return stick


@pytest.fixture
def full_stick(foreign: Path, store: Store) -> Path:
    """Nine backups of one day beside them."""
    with time_machine.travel("2026-11-20T09:00:00Z", tick=False):
        for _number in range(9):
            backup(store, foreign)
    return foreign


def test_only_backups_of_this_store_are_deleted(full_stick: Path, store: Store) -> None:
    own = store.key_ring.store_id
    assert sorted(copy.sequence for copy in found_in(full_stick, own)) == list(range(1, 10))
    thin(full_stick, own, TODAY, 100)
    assert sorted(copy.sequence for copy in found_in(full_stick, own)) == list(range(3, 10))
    assert len(list(full_stick.iterdir())) == 7 + 3


def test_backing_up_thins_its_own_places_but_not_a_folder_named_for_once(
    full_stick: Path, store: Store
) -> None:
    own = store.key_ring.store_id
    with time_machine.travel("2026-11-20T09:00:00Z", tick=False):
        back_up(store, (full_stick,))
        assert len(found_in(full_stick, own)) == 10
        config.use(Settings(store=StoreSettings(backup_folders=(str(full_stick),))))
        back_up(store)
    assert len(found_in(full_stick, own)) == 7


def test_a_restored_store_goes_on_after_the_highest_number_it_meets(
    full_stick: Path, store: Store
) -> None:
    def forget() -> None:
        with transaction("person.create") as audit:
            audit.record("person", Person.create(family_name="Neu").id)
            store.raw.execute("UPDATE store_info SET value = '4' WHERE key = 'backups'")

    store.call(forget)
    written = backup(store, full_stick)
    assert "_00010_" in written.name
