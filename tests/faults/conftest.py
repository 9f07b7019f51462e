"""A store to be interrupted, its saver, and what must hold whatever happened to it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from caseconsole.models import AuditEntry, Case, Contact, ContactCase, ContactPerson, Person
from caseconsole.store import Store, checks, transaction

SAVER = Path(__file__).with_name("saver.py")
_ROOT = Path(__file__).parents[2]


@dataclass
class Victim:
    """A closed store with two persons and a case.

    Attributes:
        folder: of the store.
        key: its data key.
        saved: ids of the contacts whose commit was acknowledged.
        failures: the ``failed`` lines of all savers.
    """

    folder: Path
    key: bytes
    saved: set[int] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)

    def command(self, saves: int = 1_000_000) -> list[str]:
        """How a saver is started."""
        return [sys.executable, str(SAVER), str(self.folder), self.key.hex(), str(saves)]

    def start(self, command: list[str] | None = None) -> subprocess.Popen[str]:
        """Start a saver that waits for a line."""
        return subprocess.Popen(
            command or self.command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(_ROOT)},
        )

    def run(self, command: list[str]) -> None:
        """Let a saver run to its end."""
        output, errors = self.start(command).communicate("los\n")
        assert errors == ""
        assert output.endswith("done\n")
        self.take(output)

    def take(self, output: str) -> None:
        """Read a saver's lines; the last one may be cut by a kill."""
        for line in output.splitlines(keepends=True):
            if line.startswith("saved ") and line.endswith("\n"):
                self.saved.add(int(line.split()[1]))
            elif line.startswith("failed "):
                self.failures.append(line.strip())

    def check(self, *, full: bool = True) -> int:
        """Assert that all acknowledged saves are there, none is half, no page is damaged.

        Opening reads every page already; ``full`` adds both integrity checks and the references.
        Returns the number of contacts.
        """
        store = Store._open_with_key(self.folder, self.key)
        try:
            if full:
                store.call(lambda: checks.full_check(store.raw))
            return store.call(self._check, store)
        finally:
            store.close()

    def _check(self, store: Store) -> int:
        stored = {each.id for each in Contact.select(Contact.id)}
        assert self.saved - stored == set()
        half = store.raw.execute(
            "SELECT c.id FROM contact c WHERE coalesce(length(c.text), 0) <> c.minutes"
            " OR (SELECT count(*) FROM contact_person p WHERE p.contact_id = c.id) <> 2"
            " OR (SELECT count(*) FROM contact_case k WHERE k.contact_id = c.id) <> 1"
            " OR NOT EXISTS (SELECT 1 FROM audit_entry a WHERE a.object_type = 'contact'"
            " AND a.object_id = c.id)"
        ).fetchall()
        assert half == []
        assert ContactPerson.select().count() == 2 * len(stored)
        assert ContactCase.select().count() == len(stored)
        audited = AuditEntry.select().where(AuditEntry.action == "contact.create").count()
        assert audited == len(stored)
        return len(stored)


def _prepare() -> None:
    with transaction("test.prepare") as audit:
        first = Person.create(family_name="Eins")
        Person.create(family_name="Zwei")
        audit.record("case", Case.create(number="2026-1", person=first).id)


@pytest.fixture
def victim(empty_store: tuple[Path, bytes], tmp_path: Path) -> Iterator[Victim]:
    """A store that the test may maltreat; checked once more at the end."""
    template, key = empty_store
    shutil.copytree(template, tmp_path / "store")
    store = Store._open_with_key(tmp_path / "store", key)
    store.call(_prepare)
    store.close()
    made = Victim(tmp_path / "store", key)
    yield made
    made.check()
