"""How a console comes to its open store: found, opened, created, or made up for practice.

The screens before the store (unlock, first start) call this through ``app.begin``, so that they
need not know the store. All functions block and run in a thread.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from caseconsole import clock, config
from caseconsole.errors import ConfigError
from caseconsole.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

    from caseconsole.store import Store

DEMO_PASSPHRASE: Final = "nur-zum-ueben"  # noqa: S105 - no secret, see below
"""Opens every practice store. It protects nothing: the data is fictional, the word is on screen."""

_STORE_FILES: Final = ("caseload.db", "keys.json")
"""As ``store.exists`` looks for them; asking it would import the whole store before the first
frame. A test holds the two together."""

LONGEST_SECRET_FILE: Final = 64 * 1024
"""Bytes that are read where a passphrase is expected; what is longer is something else."""

_DEMO_MEMORY_KIB: Final = 64 * 1024


class Beginnings:
    """The ways to an open store."""

    demo_passphrase = DEMO_PASSPHRASE

    def has_store(self, folder: Path) -> bool:
        """Whether ``folder`` holds a store, complete or not."""
        return any((folder / name).exists() for name in _STORE_FILES)

    def prepare(self) -> None:
        """Import what opening needs, while the user is still typing."""
        import caseconsole.store  # noqa: F401 - only to have it in memory

    def open(self, folder: Path, passphrase: str) -> Store:
        """Open the store in ``folder`` with its passphrase.

        Raises:
            WrongKeyError: it does not fit.
            StoreError: the store cannot be used.
        """
        from caseconsole.store import Store

        return Store.open(folder, passphrase)

    def open_with_recovery_key(self, folder: Path, typed: str) -> Store:
        """Open the store in ``folder`` with its printed key.

        Raises:
            InputError: mistyped; the message names the group.
            StoreError: as ``open``.
        """
        from caseconsole.store import Store

        return Store.open(folder, typed, recovery=True)

    def open_with_file(self, folder: Path, passphrase_file: Path) -> Store:
        """Open the store in ``folder`` with the passphrase or recovery key in a file."""
        from caseconsole.store import Store, is_recovery_key

        typed = secret_in_file(passphrase_file)
        return Store.open(folder, typed, recovery=is_recovery_key(typed))

    def create(self, folder: Path, passphrase: str) -> tuple[Store, str]:
        """Create an empty store in ``folder``; returns it with its recovery key."""
        from caseconsole.store import Store

        return Store.create(folder, passphrase)

    def open_demo(self, folder: Path, cases: int) -> Store:
        """The practice store in ``folder``, made with ``cases`` fictional cases if it is new."""
        if self.has_store(folder):
            return self.open(folder, DEMO_PASSPHRASE)
        from caseconsole.store import Store

        store, _recovery_key = Store.create(folder, DEMO_PASSPHRASE, memory_kib=_DEMO_MEMORY_KIB)
        store.call(_fill, folder, cases)
        return store

    def why_unsafe(self, folder: Path) -> str:
        """A sentence on why the caseload should not lie in ``folder``; empty if it may."""
        from caseconsole.store.places import why_unsafe

        return why_unsafe(folder)

    def propose_passphrase(self) -> str:
        """A new passphrase that can be spoken and typed."""
        from caseconsole.store import generate_passphrase

        return generate_passphrase()

    def propose_recovery_key(self) -> str:
        """A new recovery key as it is printed; it opens nothing yet."""
        from caseconsole.store import generate_recovery_key

        return generate_recovery_key()

    def check_passphrase(self, chosen: str) -> None:
        """Refuse a passphrase that is guessed early; raises ``InputError``."""
        from caseconsole.store import check_passphrase

        settings = config.active()
        check_passphrase(chosen, (settings.municipality.place, settings.manager.name))


def secret_in_file(file: Path) -> str:
    """The passphrase that stands in ``file``.

    Raises:
        ConfigError: it cannot be read.
    """
    try:
        with file.expanduser().open("rb") as stream:
            raw = stream.read(LONGEST_SECRET_FILE + 1)
    except OSError:
        raise unreadable(str(file)) from None
    return secret_of(raw, str(file))


def secret_of(raw: bytes, named: str) -> str:
    """A passphrase as a file holds it, without its last line end; blanks belong to it.

    Raises:
        ConfigError: it is too long or no text in UTF-8; ``named`` is what the message calls it.
    """
    if len(raw) > LONGEST_SECRET_FILE:
        raise unreadable(named)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise unreadable(named) from None
    for end in ("\r\n", "\n", "\r"):
        if text.endswith(end):
            return text[: -len(end)]
    return text


def unreadable(named: str) -> ConfigError:
    """The error for a passphrase file that cannot be used."""
    return ConfigError(
        _("Die Kennwortdatei {file} lässt sich nicht lesen.").format(file=named),
        _("Sie muss das Kennwort als Text in UTF-8 enthalten."),
    )


def _fill(folder: Path, cases: int) -> None:
    """Put fictional cases into the open store, the way that any caseload file comes in."""
    from caseconsole.exchange import demo
    from caseconsole.exchange.caseload_file import import_file

    file = folder / "uebung.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        for record in demo.records(cases, clock.today()):
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")
    try:
        import_file(file)
    finally:
        file.unlink()
