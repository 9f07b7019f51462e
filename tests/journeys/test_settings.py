"""Einstellungen by keyboard: what opens the store is changed, an import is taken back."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from caseconsole import config
from caseconsole.app import CaseconsoleApp
from caseconsole.caseload.contacts import save_contact
from caseconsole.errors import WrongKeyError
from caseconsole.exchange.caseload_file import import_file
from caseconsole.models import AuditEntry, Case
from caseconsole.screens.console import Start
from caseconsole.screens.secret_dialogs import ChangePassphrase, NewRecoveryKey
from caseconsole.screens.settings import SettingsScreen
from caseconsole.settings import Settings
from caseconsole.store import Store
from caseconsole.widgets import Confirm, RecordTable, TextInput
from tests.conftest import PASSPHRASE
from tests.frames import SMALL
from tests.journeys.conftest import TODAY, Caseload, Desk
from tests.journeys.document_desk import until

CHOSEN = "ein ganz anderer Satz zum Öffnen"


@pytest.fixture
def settings_console(store: Store) -> CaseconsoleApp:
    return CaseconsoleApp(Start(store.folder), store=store)


async def wait(desk: Desk) -> None:
    """Wait until a passphrase is checked, which takes its time."""
    while any(
        worker.group == "secret" and not worker.is_finished and worker.node is desk.app.screen
        for worker in desk.app.workers
    ):
        await desk.pilot.pause(0.05)
    await desk.pilot.pause()


async def to_settings(desk: Desk, key: str) -> None:
    await desk.press("ctrl+g")
    assert isinstance(desk.app.screen, SettingsScreen)
    await desk.pilot.press(key)
    await desk.pilot.pause()


async def fill(desk: Desk, **texts: str) -> None:
    for name, text in texts.items():
        field = desk.app.screen.query_one(f"#{name.replace('_', '-')}", TextInput)
        field.load(text)
        field.focus()
    await desk.pilot.press("enter")
    await desk.pilot.pause()
    await wait(desk)


def audited(store: Store) -> list[list[str]]:
    query = AuditEntry.select().where(AuditEntry.action == "store.keys").order_by(AuditEntry.id)
    return store.call(lambda: [row.fields for row in query])


async def test_the_passphrase_is_changed(settings_console: CaseconsoleApp, store: Store) -> None:
    async with settings_console.run_test(size=SMALL) as pilot:
        desk = Desk(settings_console, pilot)
        await to_settings(desk, "k")
        assert isinstance(desk.app.screen, ChangePassphrase)
        assert "Vorschlag" in desk.shown
        await fill(desk, present=PASSPHRASE, secret=CHOSEN, secret_again=CHOSEN)
        assert "Das Kennwort ist geändert." in desk.shown
    store.close()
    Store.open(store.folder, CHOSEN).close()
    with pytest.raises(WrongKeyError):
        Store.open(store.folder, PASSPHRASE)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"present": "falsch", "secret": CHOSEN, "secret_again": CHOSEN}, "passt nicht"),
        ({"present": PASSPHRASE, "secret": "kurz", "secret_again": "kurz"}, "mindestens 20"),
        ({"present": PASSPHRASE, "secret": CHOSEN, "secret_again": "x"}, "verschieden"),
        ({"present": "", "secret": CHOSEN, "secret_again": CHOSEN}, "leer"),
    ],
)
async def test_a_passphrase_that_is_not_confirmed_or_unfit_changes_nothing(
    settings_console: CaseconsoleApp, store: Store, texts: dict[str, str], said: str
) -> None:
    before = (store.folder / "keys.json").read_bytes()
    async with settings_console.run_test(size=SMALL) as pilot:
        desk = Desk(settings_console, pilot)
        await to_settings(desk, "k")
        await fill(desk, **texts)
        assert said in desk.shown
        assert isinstance(desk.app.screen, ChangePassphrase)
        assert PASSPHRASE not in desk.shown
        assert audited(store) == []
    assert (store.folder / "keys.json").read_bytes() == before


async def test_another_passphrase_is_proposed(settings_console: CaseconsoleApp) -> None:
    async with settings_console.run_test(size=SMALL) as pilot:
        desk = Desk(settings_console, pilot)
        await to_settings(desk, "k")
        words = re.search(r"Vorschlag: +(\S+)", desk.shown)
        assert words is not None
        await pilot.press("f5")
        await pilot.pause()
        assert words[1] not in desk.shown
        assert "Vorschlag" in desk.shown


async def test_in_practice_the_passphrase_stays(store: Store) -> None:
    app = CaseconsoleApp(Start(store.folder, demo_cases=3), store=store)
    async with app.run_test(size=SMALL) as pilot:
        desk = Desk(app, pilot)
        await to_settings(desk, "k")
        assert isinstance(app.screen, SettingsScreen)


def shown_key(desk: Desk) -> str:
    found = dict(re.findall(r"(\d): ([0-9A-Z]{4})", desk.shown))
    return "-".join(found[str(number)] for number in range(1, 10))


async def type_back(desk: Desk, key: str) -> None:
    groups = key.split("-")
    fields = list(desk.app.screen.query("#secret-fields TextInput").results(TextInput))
    assert len(fields) == 4
    for field in fields:
        field.load(groups[int(str(field.id).removeprefix("group-"))].lower())
    fields[-1].focus()
    await desk.pilot.press("enter")
    await desk.pilot.pause()
    await wait(desk)


async def test_a_new_recovery_key_is_valid_once_it_is_typed_back(
    settings_console: CaseconsoleApp, store: Store
) -> None:
    before = (store.folder / "keys.json").read_bytes()
    async with settings_console.run_test(size=SMALL) as pilot:
        desk = Desk(settings_console, pilot)
        await to_settings(desk, "n")
        assert isinstance(desk.app.screen, NewRecoveryKey)
        await fill(desk, present=PASSPHRASE)
        key = shown_key(desk)
        await pilot.press("enter")
        await pilot.pause()
        assert key[:4] not in desk.shown
        await type_back(desk, "-".join(["0000"] * 9))
        assert "stimmt nicht" in desk.shown
        assert (store.folder / "keys.json").read_bytes() == before
        await type_back(desk, key)
        assert "Der neue Notfallschlüssel gilt." in desk.shown
        assert audited(store) == [["recovery"]]
        store.confirm(key)
        store.confirm(PASSPHRASE)


async def test_leaving_early_keeps_the_recovery_key(
    settings_console: CaseconsoleApp, store: Store
) -> None:
    before = (store.folder / "keys.json").read_bytes()
    async with settings_console.run_test(size=SMALL) as pilot:
        desk = Desk(settings_console, pilot)
        await to_settings(desk, "n")
        await fill(desk, present=PASSPHRASE)
        await pilot.press("f10")
        await pilot.pause()
        assert isinstance(desk.app.screen, SettingsScreen)
    assert (store.folder / "keys.json").read_bytes() == before


# -- taking back an import -----------------------------------------------------------------------

_RECORDS = (
    {"type": "caseload", "format": 1},
    {"type": "person", "id": "p1", "family_name": "Neu"},
    {"type": "person", "id": "p2", "family_name": "Neuer"},
    {"type": "case", "id": "c1", "person": "p1", "number": "2026-900"},
    {"type": "care_period", "case": "c1", "begin": "2026-11-02"},
)


@pytest.fixture
def imported(store: Store, caseload: Caseload, tmp_path: Path) -> int:
    """Id of a case that came with a file, after two that did not."""
    file = tmp_path / "neu.jsonl"
    file.write_text("\n".join(map(json.dumps, _RECORDS)) + "\n", encoding="utf-8")
    store.call(import_file, file)
    return store.call(lambda: int(Case.get(Case.number == "2026-900").id))


def cases(store: Store) -> int:
    return int(store.call(Case.select().count))


async def test_the_last_import_is_shown_and_taken_back(
    console: CaseconsoleApp, store: Store, imported: int
) -> None:
    assert cases(store) == 3
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await to_settings(desk, "u")
        assert isinstance(console.screen, Confirm)
        assert "Falldatei vom 20.11.2026: 2 Personen, 1 Fall, 0 Kontakte." in desk.shown
        await pilot.press("enter")
        await pilot.pause()
        assert cases(store) == 3, "Enter alone removes nothing"
        await pilot.press("u")
        await pilot.pause()
        await pilot.click("#yes")
        await console.workers.wait_for_complete()
        await pilot.pause()
        assert "zurückgenommen" in desk.shown
        assert cases(store) == 2
        await pilot.press("enter", "u")
        await console.workers.wait_for_complete()
        assert isinstance(console.screen, SettingsScreen), "there is no other one"


async def test_an_import_that_was_worked_with_stays_whole(
    console: CaseconsoleApp, store: Store, imported: int
) -> None:
    person = store.call(lambda: int(Case.get_by_id(imported).person_id))
    talk = {"day": TODAY, "kind": "phone", "minutes": 5, "main_topic": "work", "text": "x"}
    store.call(save_contact, talk, [person], None, None)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await to_settings(desk, "u")
        await pilot.click("#yes")
        await console.workers.wait_for_complete()
        await pilot.pause()
        assert "Es wurde nichts entfernt." in desk.shown
    assert cases(store) == 3


async def change(desk: Desk, key: str, *typed: str) -> None:
    """Go to a setting and type over what stands there."""
    await desk.press("ctrl+g")
    desk.app.screen.query_one("#settings", RecordTable).move_to(key)
    await desk.press("enter")
    for text in typed:
        await desk.press(text)


async def test_a_setting_is_changed_and_kept(
    settings_console: CaseconsoleApp, tmp_path: Path
) -> None:
    config.use(replace(Settings(), file=tmp_path / "config.toml"))
    async with settings_console.run_test(size=SMALL, notifications=True) as pilot:
        desk = Desk(settings_console, pilot)
        await change(desk, "municipality.name")
        await desk.type("Süd & Nord")
        await desk.press("enter")
        await until(desk, lambda: "Gespeichert" in desk.shown)
    assert config.active().municipality.name == "Süd & Nord"
    assert config.load(_touched(tmp_path / "config.toml")).municipality.name == "Süd & Nord"


def flat(desk: Desk) -> str:
    """What a dialog says in one line, without its frame and what lies beside it."""
    lines = (line.split("│") for line in desk.shown.splitlines())
    return " ".join(" ".join(parts[1] for parts in lines if len(parts) > 2).split())


def _touched(file: Path) -> Path:
    file.touch()
    return file


async def test_lists_switches_and_choices(settings_console: CaseconsoleApp, tmp_path: Path) -> None:
    config.use(replace(Settings(), file=tmp_path / "config.toml"))
    async with settings_console.run_test(size=SMALL, notifications=True) as pilot:
        desk = Desk(settings_console, pilot)
        await change(desk, "letterhead.lines")
        await desk.type("Rathausplatz 1, 1. Stock; 12345 Musterstadt")
        await desk.press("enter", "escape")
        await change(desk, "reports.message_counts_as_consultation", "2", "escape")
        await change(desk, "console.theme", "2", "escape")
    settings = config.active()
    assert settings.letterhead.lines == ("Rathausplatz 1, 1. Stock", "12345 Musterstadt")
    assert settings.reports.message_counts_as_consultation is False
    assert settings.console.theme == "light"


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("reports.rounding_base", "zwei", "keine ganze Zahl"),
        ("reports.rounding_base", "1", "1 ist hier nicht möglich"),
        ("manager.employed_from", "irgendwann", "irgendwann"),
        ("reports.reference_days", "31.02.", "ist kein Tag"),
    ],
)
async def test_a_value_that_cannot_be_changes_nothing(
    settings_console: CaseconsoleApp, tmp_path: Path, key: str, typed: str, said: str
) -> None:
    before = replace(Settings(), file=tmp_path / "config.toml")
    config.use(before)
    async with settings_console.run_test(size=(120, 40), notifications=True) as pilot:
        desk = Desk(settings_console, pilot)
        await change(desk, key)
        await desk.type(typed)
        await desk.press("enter")
        await until(desk, lambda: said in flat(desk))
    assert config.active() == before
    assert not (tmp_path / "settings.toml").exists()


async def test_in_practice_the_settings_stay(store: Store, tmp_path: Path) -> None:
    config.use(replace(Settings(), file=tmp_path / "config.toml"))
    app = CaseconsoleApp(Start(store.folder, demo_cases=3), store=store)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        desk = Desk(app, pilot)
        await change(desk, "municipality.name")
        assert "In der Übung" in desk.shown
    assert not (tmp_path / "settings.toml").exists()
