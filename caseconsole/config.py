"""Settings: read from the user's file, merged with what the program itself keeps, and in use.

Two files lie in one folder: ``config.toml``, which belongs to the user and is never written, and
``settings.toml``, where the program keeps what was changed on screen; the second one wins.
"""

from __future__ import annotations

import contextlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from caseconsole import paths
from caseconsole.errors import ConfigError
from caseconsole.i18n import _
from caseconsole.settings import Settings
from caseconsole.settings_reader import Source, read_settings

USER_FILE = "config.toml"
"""The user's own, commented file."""

OWN_FILE = "settings.toml"
"""The file beside it that the program writes."""

_OWN_HEADER = "# Von caseconsole geschrieben. Eigene Einstellungen gehören in config.toml.\n\n"


class _Active:
    """The settings in use; one set per process, since one person sits at the screen."""

    settings: Settings = Settings()


def active() -> Settings:
    """The settings in use."""
    return _Active.settings


def use(settings: Settings) -> None:
    """Put ``settings`` to use from now on."""
    _Active.settings = settings


def load(path: Path | None = None) -> Settings:
    """Read the settings; this does not put them to use.

    Args:
        path: the user's file, which must exist. Without it ``config.toml`` in the platform's
            folder is read if it is there.

    Raises:
        ConfigError: a file cannot be read or says something that cannot be; the message names
            file, key and the nearest known key.
    """
    if path is not None and not path.is_file():
        raise ConfigError(
            _("Die Datei {file} gibt es nicht.").format(file=path),
            _("Bitte prüfen Sie die Angabe nach --config."),
        )
    user_file = path or paths.config_folder() / USER_FILE
    sources = [(user_file, _read(user_file)), (own_file(user_file), _read(own_file(user_file)))]
    return replace(_settings(sources), file=user_file)


def own_file(user_file: Path) -> Path:
    """The program's own file that belongs to ``user_file``."""
    return user_file.with_name(OWN_FILE)


def save_own(changes: Mapping[str, Any]) -> Settings:
    """Keep ``changes`` in the program's own file, put them to use and return the result.

    Args:
        changes: tables of values as they stand in the file: ``{"console": {"theme": "light"}}``.

    Raises:
        ConfigError: a value is refused or the file cannot be written; all stays as it was.
    """
    user_file = active().file or paths.config_folder() / USER_FILE
    target = own_file(user_file)
    own = _merge(_read(target), changes)
    settings = replace(_settings([(user_file, _read(user_file)), (target, own)]), file=user_file)
    if "store" not in changes:  # the command line may have named another folder
        settings = replace(settings, store=active().store)
    _write(target, own)
    use(settings)
    return settings


def _settings(sources: Iterable[tuple[Path, Mapping[str, Any]]]) -> Settings:
    """Check each file on its own, so that an error names the right one, and then their union."""
    merged: dict[str, Any] = {}
    last = Path(USER_FILE)
    for file, data in sources:
        read_settings(data, Source(file), alone=True)
        merged = _merge(merged, data)
        last = file if data else last
    return read_settings(merged, Source(last))


def _merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """``base`` with the values of ``over``; tables are merged, lists are replaced."""
    merged = dict(base)
    for key, value in over.items():
        below = merged.get(key)
        if isinstance(below, Mapping) and isinstance(value, Mapping):
            merged[key] = _merge(below, value)
        else:
            merged[key] = value
    return merged


def _read(file: Path) -> dict[str, Any]:
    """The content of ``file``; nothing where it does not exist."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as error:
        raise ConfigError(
            _("Die Datei {file} ist nicht als UTF-8 gespeichert.").format(file=file),
            _("Bitte speichern Sie sie im Editor mit der Kodierung UTF-8."),
        ) from error
    except OSError as error:
        raise ConfigError(
            _("Die Datei {file} lässt sich nicht lesen.").format(file=file),
            _("Bitte prüfen Sie, ob sie gesperrt ist oder Ihnen die Rechte fehlen."),
        ) from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(*_syntax_message(file, str(error))) from error


def _syntax_message(file: Path, reason: str) -> tuple[str, str]:
    place = re.search(r"line (\d+)", reason)
    if place:
        message = _("Die Datei {file} ist in Zeile {line} nicht zu verstehen.").format(
            file=file, line=place[1]
        )
    else:
        message = _("Die Datei {file} ist nicht zu verstehen.").format(file=file)
    hint = _(
        "Häufige Ursachen: Ein Anführungszeichen fehlt, ein Name steht doppelt, oder ein Pfad mit "
        "\\ steht in \"…\" statt in '…'."
    )
    return message, hint


def _write(target: Path, data: Mapping[str, Any]) -> None:
    """Replace ``target`` in one step; the old file stays whole whatever happens."""
    import tomli_w

    from caseconsole.files import write_atomically

    content = (_OWN_HEADER + tomli_w.dumps(data)).encode("utf-8")
    with contextlib.suppress(OSError):  # what is missing then is said below
        target.parent.mkdir(parents=True, exist_ok=True)
    written = write_atomically(target, content, error=ConfigError)
    if written != target:
        written.unlink()
        raise ConfigError(
            _("Die Einstellung konnte nicht gespeichert werden; es gilt die bisherige."),
            _("Bitte schließen Sie das Programm, in dem {file} geöffnet ist.").format(file=target),
        )
