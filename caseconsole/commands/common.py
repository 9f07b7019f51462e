"""What the commands share: settings, the folder of the store, opening it, saying something."""

from __future__ import annotations

import getpass
import signal
import sys
import threading
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from caseconsole import config, paths
from caseconsole.beginnings import LONGEST_SECRET_FILE, secret_in_file, secret_of
from caseconsole.commands.options import STANDARD_INPUT
from caseconsole.errors import ConfigError, DocumentError, StoreError, WrongKeyError
from caseconsole.files import is_folder
from caseconsole.i18n import _, set_language

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterator

    from caseconsole.store import Store

T = TypeVar("T")

_BAR_WIDTH = 30
_DOCX = ".docx"


def prepare(options: Namespace) -> Path:
    """Read the settings, put them and the language to use; returns the folder of the store.

    The settings in use name that folder, wherever it came from.

    Raises:
        ConfigError: the settings cannot be used.
    """
    settings = config.load(options.config)
    config.use(settings)
    set_language(options.language or settings.console.language)
    folder = store_folder(options)
    config.use(replace(settings, store=replace(settings.store, folder=str(folder))))
    return folder


def store_folder(options: Namespace) -> Path:
    """The folder named on the command line, else in the settings, else the platform's own."""
    if options.store is not None:
        return Path(options.store).expanduser()
    named = config.active().store.folder
    return Path(named).expanduser() if named else paths.data_folder()


def open_store(options: Namespace) -> Store:
    """Open the store that ``options`` name with passphrase or recovery key, as ``secret`` gives it.

    Raises:
        ConfigError: the settings or the passphrase file cannot be used.
        StoreError: there is no store, or it does not open.
    """
    from caseconsole.store import Store, exists

    folder = prepare(options)
    if not exists(folder):
        raise no_store(folder)
    return with_secret(partial(Store.open, folder), secret(options))


def with_secret(opener: Callable[..., T], typed: str) -> T:
    """Call ``opener`` with ``typed``, told whether that is the passphrase or the recovery key.

    Raises:
        InputError: it fits to nothing and looks like a recovery key with a mistake; the message
            names the group.
    """
    from caseconsole.store.recovery import (
        is_meant_as_recovery_key,
        is_recovery_key,
        read_recovery_key,
    )

    try:
        return opener(typed, recovery=is_recovery_key(typed))
    except WrongKeyError:
        if is_meant_as_recovery_key(typed):
            read_recovery_key(typed)
        raise


def no_store(folder: Path) -> StoreError:
    """The error for a folder without a store."""
    return StoreError(
        _("In {folder} gibt es noch keinen Speicher für Fallakten.").format(folder=folder),
        _("Anlegen: caseconsole init. Ein anderer Ordner: --store ORDNER."),
    )


def secret(options: Namespace) -> str:
    """Passphrase or recovery key from the file named, from standard input, or typed unseen.

    Raises:
        ConfigError: the file cannot be read, or nobody is there to type.
    """
    named = options.passphrase_file
    if named is None:
        return ask_secret(_("Kennwort oder Notfallschlüssel: "))
    return read_secret(named)


def read_secret(named: str) -> str:
    """The secret in the file ``named``, or on standard input.

    Raises:
        ConfigError: it cannot be read.
    """
    if named == STANDARD_INPUT:
        return secret_of(sys.stdin.buffer.read(LONGEST_SECRET_FILE + 1), named)
    return secret_in_file(Path(named))


def ask_secret(prompt: str) -> str:
    """Ask on the terminal without showing what is typed.

    Raises:
        ConfigError: there is no terminal to ask on.
    """
    if not sys.stdin.isatty():
        raise ConfigError(
            _("Das Kennwort kann hier nicht abgefragt werden."),
            _("Bitte --passphrase-file DATEI angeben (- für die Standardeingabe)."),
        )
    try:
        return getpass.getpass(prompt)
    except EOFError:
        raise ConfigError(_("Es wurde kein Kennwort eingegeben.")) from None


def word_file(path: Path) -> Path:
    """The file to write, or the folder; refused before anything is opened if it cannot be one.

    Raises:
        DocumentError: it is no Word file by its name, or its folder is missing.
    """
    if path.suffix.lower() != _DOCX and not is_folder(path):
        raise DocumentError(
            _("Geschrieben wird eine Word-Datei."),
            _("Bitte geben Sie nach -o eine Datei mit der Endung .docx an."),
        )
    if not is_folder(path.parent):
        raise DocumentError(
            _("Den Ordner {folder} gibt es nicht.").format(folder=path.parent),
            _("Bitte legen Sie ihn an oder wählen Sie einen anderen."),
        )
    return path


def say(text: str) -> None:
    """One line, or several, on standard output."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def call_with_progress(store: Store, fn: Callable[..., T], *args: object) -> T:
    """Run ``fn`` on the database thread with a progress bar, its last argument; return its result.

    Raises:
        KeyboardInterrupt: the user broke it off, and ``fn`` stored nothing: it ended at its next
            report. Where that came too late it is done, and returns as if nothing had been.
    """
    stop = threading.Event()
    result: list[T] = []

    def report(done: int, total: int) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        progress(done, total)

    try:
        store.call(lambda: result.append(fn(*args, report)))
    except KeyboardInterrupt:
        stop.set()
        store.call(lambda: None)  # what was handed over before has ended then
        if not result:
            raise
    return result[0]


@contextmanager
def stoppable() -> Iterator[threading.Event]:
    """Let Ctrl+C set the event that this gives, instead of breaking in wherever the program is.

    Only once: whoever presses it again, since something hangs, breaks in as ever. Off the main
    thread nothing changes, as signals arrive on that one alone.
    """
    stopped = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stopped
        return

    def stop(_number: int, _frame: object) -> None:
        signal.signal(signal.SIGINT, before)
        stopped.set()

    before = signal.signal(signal.SIGINT, stop) or signal.SIG_DFL
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)


def progress(done: int, total: int, what: str = "") -> None:
    """A progress bar on standard error, only where somebody looks at it."""
    if not sys.stderr.isatty() or total <= 0:
        return
    filled = _BAR_WIDTH * done // total
    bar = "#" * filled + "." * (_BAR_WIDTH - filled)
    end = "\n" if done >= total else ""
    sys.stderr.write(f"\r[{bar}] {done}/{total} {what}{end}")
    sys.stderr.flush()


def end_progress() -> None:
    """Leave the line of a bar that did not get to its end, so that a message gets its own."""
    if sys.stderr.isatty():
        sys.stderr.write("\n")
