"""The doctor: looks at files, keys, backups and place of a store, and says what to do.

It changes nothing but the audit trail of the store that it opens.
"""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from caseconsole import clock, config
from caseconsole.errors import CaseconsoleError
from caseconsole.i18n import _, ngettext
from caseconsole.models import Case, Person, StoreInfo
from caseconsole.store import files, trouble
from caseconsole.store.checks import full_check
from caseconsole.store.known_backups import last_backup, last_elsewhere
from caseconsole.store.places import why_unsafe
from caseconsole.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Level = Literal["ok", "warn", "bad"]

_MEGABYTE = 1_000_000
_LEAST_FREE = 500 * _MEGABYTE


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        level: ``ok``; ``warn``: see to it soon; ``bad``: data or keys are damaged or in danger.
        text: what was found.
        what_to_do: empty where there is nothing to do.
    """

    level: Level
    text: str
    what_to_do: str = ""


def examine(folder: Path, opened: str | Store, *, recovery: bool = False) -> tuple[Finding, ...]:
    """Examine the store in ``folder``.

    Args:
        folder: of the store.
        opened: the store if it is open already, else the secret that opens it.
        recovery: the secret is the recovery key.

    Returns:
        Findings in the order in which they were looked for; a store that does not open is one.
    """
    found = [_place(folder), _space(folder)]
    if isinstance(opened, Store):
        return (*found, *opened.call(lambda: tuple(_inside(opened))))
    try:
        store = Store.open(folder, opened, recovery=recovery)
    except CaseconsoleError as error:
        return (*found, Finding("bad", error.message, error.hint))
    try:
        return (*found, *store.call(lambda: tuple(_inside(store))))
    finally:
        store.close()


def _inside(store: Store) -> Iterator[Finding]:
    """What can be seen in an open store only (on the database thread)."""
    sound = _integrity(store)
    yield sound
    if sound.level != "bad":
        yield _contents()
    yield from _slots(store)
    yield from _foreign(store.folder)
    yield from _backups()


def _integrity(store: Store) -> Finding:
    try:
        full_check(store.raw)
    except CaseconsoleError as error:
        return Finding("bad", error.message, error.hint)
    except Exception as error:
        words = trouble.in_words(error)
        if words is None:
            raise
        return Finding("bad", words.message, words.hint)
    return Finding("ok", _("Die Datei mit den Daten ist unbeschädigt."))


def _contents() -> Finding:
    cases, persons = Case.select().count(), Person.select().count()
    return Finding(
        "ok",
        _("Bestand: {cases}, {persons}.").format(
            cases=ngettext("{count} Fall", "{count} Fälle", cases).format(count=cases),
            persons=ngettext("{count} Person", "{count} Personen", persons).format(count=persons),
        ),
    )


def _slots(store: Store) -> Iterator[Finding]:
    kinds = {slot.kind for slot in store.key_ring.slots}
    if "recovery" not in kinds:
        yield Finding(
            "warn",
            _("Es gibt keinen Notfallschlüssel: Ohne Kennwort wären die Daten verloren."),
            _("Lassen Sie in den Einstellungen einen neuen drucken."),
        )
    if "passphrase" not in kinds:
        yield Finding(
            "warn",
            _("Es gibt kein Kennwort, nur den Notfallschlüssel."),
            _("Vergeben Sie in den Einstellungen ein neues Kennwort."),
        )
    try:
        outside = files.read_keys(store.folder).to_json()
    except CaseconsoleError as error:
        yield Finding("bad", error.message, error.hint)
        return
    if outside != store.key_ring.to_json() or outside != StoreInfo.get_by_id("keys").value:
        yield Finding(
            "bad",
            _("Die Schlüsseldatei wurde verändert, während das Programm lief."),
            _("Vergeben Sie in den Einstellungen ein neues Kennwort; das schreibt sie neu."),
        )
        return
    yield Finding("ok", _("Kennwort und Notfallschlüssel sind vorhanden."))


def _foreign(folder: Path) -> Iterator[Finding]:
    park = folder / files.QUARANTINE
    parked = len(list(park.iterdir())) if park.is_dir() else 0
    if parked:
        yield Finding(
            "warn",
            ngettext(
                "Im Ordner „{folder}“ liegt {count} Datei, die nicht zu den Daten gehört.",
                "Im Ordner „{folder}“ liegen {count} Dateien, die nicht zu den Daten gehören.",
                parked,
            ).format(folder=files.QUARANTINE, count=parked),
            _("Hat niemand Dateien von Hand kopiert, fragen Sie die IT-Betreuung."),
        )


def _backups() -> Iterator[Finding]:
    made = last_backup()
    to_do = _("Stecken Sie den Sicherungsstick ein und sichern Sie jetzt.")
    if made is None:
        yield Finding("warn", _("Es gibt noch keine Sicherung."), to_do)
        return
    moment = dt.datetime.fromisoformat(made.made_at).astimezone()
    age = (clock.today() - moment.date()).days
    said = _("Letzte geprüfte Sicherung: {day}, {name}.").format(
        day=f"{moment:%d.%m.%Y %H:%M}", name=made.name
    )
    overdue = config.active().store.backup_overdue_days
    if age < 0:
        yield Finding(
            "warn",
            _("Die letzte Sicherung ist von einem Tag, der noch kommt ({day}).").format(
                day=f"{moment:%d.%m.%Y}"
            ),
            _("Prüfen Sie Datum und Uhrzeit des PCs."),
        )
    else:
        yield Finding("ok" if age <= overdue else "warn", said, "" if age <= overdue else to_do)
    yield from _elsewhere(to_do, overdue)


def _elsewhere(to_do: str, overdue: int) -> Iterator[Finding]:
    """Warn where no backup of these days lies on another disk than the data."""
    made = last_elsewhere()
    if made is None:
        yield Finding(
            "warn", _("Alle Sicherungen liegen auf demselben Datenträger wie die Daten."), to_do
        )
        return
    moment = dt.datetime.fromisoformat(made.made_at).astimezone()
    if (clock.today() - moment.date()).days > overdue:
        yield Finding(
            "warn",
            _("Die letzte Sicherung auf einem anderen Datenträger ist vom {day}.").format(
                day=f"{moment:%d.%m.%Y}"
            ),
            to_do,
        )


def _place(folder: Path) -> Finding:
    unsafe = why_unsafe(folder.absolute())
    if unsafe:
        return Finding(
            "bad", unsafe, _("Verschieben Sie den Bestand: sichern, anderswo herstellen.")
        )
    return Finding("ok", _("Der Ordner liegt auf diesem PC: {folder}").format(folder=folder))


def _space(folder: Path) -> Finding:
    try:
        free = shutil.disk_usage(folder).free
        size = (folder / files.DATABASE).stat().st_size
    except OSError:
        return Finding(
            "bad", _("Der Ordner lässt sich nicht lesen: {folder}").format(folder=folder)
        )
    said = _("Freier Platz auf dem Datenträger: {megabytes} MB.").format(
        megabytes=free // _MEGABYTE
    )
    if free < 3 * size:
        return Finding("bad", said, _("Schaffen Sie Platz: Speichern und Löschen brauchen ihn."))
    if free < _LEAST_FREE:
        return Finding("warn", said, _("Schaffen Sie bald Platz."))
    return Finding("ok", said)
