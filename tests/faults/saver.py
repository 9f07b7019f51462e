"""The program whose saves are interrupted: it stores contacts and says so after each commit.

Started by the tests in a process of its own. Lines on standard output: ``ready`` once everything is
imported, ``open`` once the store is open, ``saved ID`` after a commit, ``failed NAME: MESSAGE`` for
an error in words. Anything else that goes wrong ends it with a traceback.

``python saver.py FOLDER KEY SAVES``; it starts to open when a line comes in.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from contextlib import suppress
from pathlib import Path

from caseconsole.caseload.contacts import save_contact
from caseconsole.errors import StoreError
from caseconsole.models import Case, Person
from caseconsole.store import Store, transaction

DAY = dt.date(2026, 11, 21)

_TRIES = 200


def say(line: str) -> None:
    """Write one line and push it out at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def save(drawn: random.Random) -> int:
    """Store a contact with all persons and a case, and change an earlier one: one save.

    A contact's minutes are the length of its text, so that a half change can be told.
    """
    length = drawn.choice((0, 40, 40, 400, 400, 400, 4000, 20_000))
    other = drawn.choice((0, 80, 80, 800, 6000))
    people = [person.id for person in Person.select()]
    files = (Case.get().id,)
    values = {"day": DAY, "kind": "office", "text": "x" * length, "minutes": length}
    with transaction("contact.create"):
        contact_id = save_contact(values, people, files)
        earlier = drawn.randint(1, contact_id)
        save_contact({"text": "y" * other, "minutes": other}, people, files, earlier)
    return contact_id


def open_store(folder: Path, key: bytes) -> Store:
    """Open as often as a failing disk needs."""
    for _try in range(_TRIES):
        with suppress(StoreError):
            return Store._open_with_key(folder, key)
    return Store._open_with_key(folder, key)


def main() -> None:
    """Save until killed or done."""
    folder, key, saves = Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), int(sys.argv[3])
    drawn = random.Random()  # noqa: S311 - lengths, not secrets
    say("ready")
    sys.stdin.readline()
    store = open_store(folder, key)
    say("open")
    for _save in range(saves):
        try:
            say(f"saved {store.call(save, drawn)}")
        except StoreError as error:
            say(f"failed {type(error).__name__}: {error.message}")
    say("done")
    store.close()


if __name__ == "__main__":
    main()
