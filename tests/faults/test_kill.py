"""Killed at any moment: every acknowledged save is there, none is half."""

from __future__ import annotations

import os
import random
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from caseconsole.models import Contact
from caseconsole.store import Store

if TYPE_CHECKING:
    from tests.faults.conftest import Victim

_MOST_SAVES = 16
_LONGEST = 0.05
"""Seconds after the last save waited for; opening takes as long, one save a tenth of it."""


def _kill_at_random_moments(victim: Victim, kills: int) -> None:
    drawn = random.Random()  # noqa: S311 - moments, not secrets
    following = victim.start()
    for number in range(kills):
        # The next one imports while this one saves: starting is what takes time.
        process, following = following, victim.start()
        _one_kill(victim, process, drawn)
        victim.check(full=number % 10 == 0)
    following.kill()
    following.communicate()


def _one_kill(victim: Victim, process: subprocess.Popen[str], drawn: random.Random) -> None:
    """Kill a saver a random moment after a random number of saves, or while it still opens."""
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.stdin.write("los\n")
    process.stdin.flush()
    waited_for = [process.stdout.readline() for _line in range(drawn.randrange(_MOST_SAVES + 2))]
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=drawn.uniform(0, _LONGEST))
    process.kill()
    output, errors = process.communicate()
    assert errors == ""
    victim.take("".join(waited_for) + output)


def test_twenty_kills_lose_nothing(victim: Victim) -> None:
    _kill_at_random_moments(victim, 20)
    assert victim.saved


@pytest.mark.faults
def test_kills_lose_nothing(victim: Victim) -> None:
    kills = int(os.environ.get("CASECONSOLE_KILLS", "500"))
    _kill_at_random_moments(victim, kills)
    assert len(victim.saved) > kills


def test_a_lost_save_would_be_noticed(victim: Victim) -> None:
    """The check itself: a contact without its links, or an acknowledged one that is missing."""
    victim.run(victim.command(3))
    assert victim.check() == 3
    store = Store._open_with_key(victim.folder, victim.key)

    def spoil(sql: str) -> None:
        store.raw.execute(sql)

    for sql, repair in (
        ("DELETE FROM contact_case WHERE contact_id = 2",
         "INSERT INTO contact_case (contact_id, case_id, position) VALUES (2, 1, 0)"),
        ("UPDATE contact SET minutes = minutes + 1", "UPDATE contact SET minutes = minutes - 1"),
    ):  # fmt: skip
        store.call(spoil, sql)
        with pytest.raises(AssertionError):
            store.call(victim._check, store)
        store.call(spoil, repair)
    victim.saved.add(99)
    with pytest.raises(AssertionError):
        store.call(victim._check, store)
    victim.saved.discard(99)
    assert store.call(Contact.select().count) == 3
    store.close()
