"""The line about backups never calls good what only lies beside the caseload, and stays short."""

from __future__ import annotations

import datetime as dt
import importlib
from itertools import product
from pathlib import Path

import pytest
import time_machine

from caseconsole import config
from caseconsole.caseload.health import Health, read_health
from caseconsole.i18n import set_language
from caseconsole.screens.health_line import health_line
from caseconsole.store import Store, backup
from caseconsole.store.known_backups import remember_failure

NOW = dt.datetime(2026, 11, 20, 7, 58)  # noqa: DTZ001 - the local time of the office
TODAY = NOW.date()
ROOM = 78


def ago(days: int) -> dt.datetime:
    return NOW - dt.timedelta(days=days)


def line(
    backup_at: dt.datetime | None,
    second_at: dt.datetime | None,
    *,
    failed: bool = False,
    deletions: int = 0,
) -> str:
    longest = config.active().store.backup_overdue_days
    old = [at is None or (TODAY - at.date()).days > longest for at in (backup_at, second_at)]
    health = Health(backup_at, old[0], second_at, old[1], failed, deletions)
    return health_line(health, TODAY).plain


@pytest.mark.parametrize(
    ("backup_at", "second_at", "said"),
    [
        (None, None, "Sicherung ! noch keine"),
        (NOW, None, "Sicherung ! nur auf diesem PC, heute 07:58"),
        (NOW, ago(9), "Sicherung ✓ heute 07:58 · zweiter Ort ! 9 Tage"),
        (NOW, NOW, "Sicherung ✓ heute 07:58 · zweiter Ort ✓ heute"),
        (ago(1), ago(3), "Sicherung ✓ gestern 07:58 · zweiter Ort ✓ 17.11."),
        (ago(7), ago(7), "Sicherung ✓ 13.11. · zweiter Ort ✓ 13.11."),
        (ago(8), ago(8), "Sicherung ! 8 Tage alt · zweiter Ort ! 8 Tage"),
        (ago(-400), None, "Sicherung ! PC-Datum prüfen"),
    ],
)  # fmt: skip
def test_what_is_said(
    backup_at: dt.datetime | None, second_at: dt.datetime | None, said: str
) -> None:
    assert line(backup_at, second_at) == f"{said} · 0 Löschungen fällig"


def test_a_failure_at_the_end_of_work_comes_first() -> None:
    assert line(NOW, NOW, failed=True).startswith("Sicherung ✗ zuletzt misslungen · zweiter Ort")


@pytest.mark.parametrize("language", ["de", "en"])
def test_it_has_room_on_a_narrow_screen(language: str) -> None:
    set_language(language)
    times = (None, NOW, ago(1), ago(5), ago(300))
    for backup_at, second_at, failed in product(times, times, (False, True)):
        assert len(line(backup_at, second_at, failed=failed, deletions=12)) <= ROOM


@pytest.mark.parametrize("elsewhere", [False, True])
def test_the_store_knows_what_lies_elsewhere(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, elsewhere: bool
) -> None:
    module = importlib.import_module("caseconsole.store.backup")
    monkeypatch.setattr(module, "same_disk", lambda *_paths: not elsewhere)
    with time_machine.travel("2026-11-20T06:58:00Z", tick=False):
        backup(store, tmp_path / "stick")
    health = store.call(read_health, TODAY)
    assert health.backup_at is not None
    assert health.backup_at.strftime("%d.%m. %H:%M") == "20.11. 07:58"
    assert (health.second_at == health.backup_at) is elsewhere
    assert not health.backup_failed
    store.call(remember_failure)
    assert store.call(read_health, TODAY).backup_failed
