"""Documents of the file and their copies by keyboard: opening, taking back, lock, end, start."""

from __future__ import annotations

import datetime as dt
import errno
from pathlib import Path

import pytest

from caseconsole.app import CaseconsoleApp
from caseconsole.caseload.history import case_history
from caseconsole.documents.copies import list_copies, make_copy
from caseconsole.documents.filed import filed_content, list_filed
from caseconsole.documents.folders import output_folder
from caseconsole.errors import SaveError
from caseconsole.launcher import LOCKED
from caseconsole.screens.console import Start
from caseconsole.store import Store, drafts
from tests.documents.word_files import word_file
from tests.frames import SMALL
from tests.journeys.conftest import TODAY, Caseload, Desk
from tests.journeys.document_desk import (
    NAME,
    Opened,
    file_one,
    folder,
    in_documents,
    is_there,
    opened,
    plan,
    see,
    until,
)

__all__ = ["folder", "opened", "plan"]


# -- documents of the file -----------------------------------------------------------------------


async def test_enter_opens_the_same_copy_again_and_asks_where_it_was_changed(
    console: CaseconsoleApp, store: Store, plan: int, opened: Opened, folder: Path
) -> None:
    file_one(store, plan)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await in_documents(desk, plan)
        await desk.press("end", "enter")
        await until(desk, lambda: len(opened) == 1)
        await desk.press("enter")
        await until(desk, lambda: len(opened) == 2)
        assert opened == [folder / NAME] * 2
        opened[0].write_bytes(word_file(["geändert"]))
        await desk.press("enter")
        await see(desk, "Dieses Dokument wurde in Word geändert.")
        await pilot.press("enter")
        await until(desk, lambda: len(opened) == 3)
        await desk.press("enter")
        await see(desk, "Wie in der Akte")
        await pilot.press("right", "enter")
        await until(desk, lambda: len(opened) == 4)
    assert opened[2] == opened[0]
    assert opened[3].name == "2026-001_Integrationsplan_v1_2.docx"


async def test_what_was_changed_in_word_comes_back_as_a_document_of_its_own(
    console: CaseconsoleApp, store: Store, plan: int, folder: Path
) -> None:
    first = file_one(store, plan)
    path = store.call(make_copy, first, folder, TODAY)
    path.write_bytes(word_file(["geändert"]))
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await in_documents(desk, plan)
        await see(desk, "Kopie geändert !")
        await desk.press("end", "z")
        await see(desk, "2 in der Akte", "in Word geändert")
    newest, before = store.call(list_filed, plan)
    assert (newest.edited, before.edited) == (True, False)
    assert store.call(filed_content, newest.id) == path.read_bytes()


async def test_a_document_goes_with_a_reason_and_not_under_a_changed_copy(
    console: CaseconsoleApp, store: Store, plan: int, folder: Path
) -> None:
    document = file_one(store, plan)
    path = store.call(make_copy, document, folder, TODAY)
    filed = path.read_bytes()
    path.write_bytes(b"anders")
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await in_documents(desk, plan)
        await desk.press("end", "delete")
        await see(desk, "Es bleibt in der Akte.")
        await pilot.press("escape")
        path.write_bytes(filed)
        await desk.press("delete")
        await see(desk, "Warum wird „Integrationsplan v1“ aus der Akte genommen?")
        await desk.type("Versehen")
        await pilot.press("enter")
        await until(desk, lambda: "in der Akte" not in desk.shown)
    assert store.call(list_filed) == ()
    assert not path.exists()
    assert store.call(case_history, plan)[0].reason == "Versehen"


async def test_all_documents_are_listed_found_by_typing_and_hidden_from_onlookers(
    console: CaseconsoleApp, store: Store, caseload: Caseload, opened: Opened
) -> None:
    file_one(store, caseload.al_hamad, "Plan [/b] eins")
    file_one(store, caseload.kovalenko, "Brief zwei")
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await desk.press("ctrl+o")
        await see(desk, "in den Akten", "Plan [/b] eins", "Al-Hamad, Ahmad", "Kovalenko")
        await desk.press("slash", *"koval")
        assert "Brief zwei" in desk.shown
        assert "Plan [/b]" not in desk.shown
        await desk.press("enter", "home", "enter")
        await until(desk, lambda: opened)
        await see(desk, "1 Arbeitskopie", "unverändert")
        await desk.press("f10")
        assert "Plan [/b]" in desk.shown
        await desk.press("f8")
        await see(desk, "O. K.")
        assert "Kovalenko" not in desk.shown
        assert "Al-Hamad" not in desk.shown
        await desk.press("f8", "home", "delete")
        await see(desk, "Diese Arbeitskopie löschen?", "Das Dokument bleibt in der Akte.")
        await pilot.press("left", "enter")
        await until(desk, lambda: not opened[0].exists())
    assert len(store.call(list_filed)) == 2


async def test_what_word_saved_since_the_list_was_read_is_seen_by_every_key(
    console: CaseconsoleApp, store: Store, plan: int, folder: Path
) -> None:
    path = store.call(make_copy, file_one(store, plan), folder, TODAY)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await desk.press("ctrl+o")
        await see(desk, "1 Arbeitskopie", "unverändert")
        path.write_bytes(word_file(["geändert"]))
        await desk.press("home", "delete")
        await see(desk, "Diese Arbeitskopie löschen?", "nach dem Löschen verloren")
        await pilot.press("escape")
        await until(desk, lambda: "Diese Arbeitskopie löschen?" not in desk.shown)
        path.write_bytes(word_file(["noch einmal geändert"]))
        await desk.press("home", "z")
        await until(desk, lambda: len(store.call(list_filed)) == 2)
    assert store.call(filed_content, store.call(list_filed)[0].id) == path.read_bytes()


async def test_only_files_that_a_case_holds_go_all_at_once(
    console: CaseconsoleApp, store: Store, plan: int
) -> None:
    filed = store.call(filed_content, file_one(store, plan))
    folder = output_folder()
    folder.mkdir(parents=True)
    same, edited = folder / NAME, folder / "2026-001_Integrationsplan_v1_2.docx"
    same.write_bytes(filed)
    edited.write_bytes(word_file(["von Hand ergänzt"]))
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await desk.press("ctrl+o")
        await see(desk, "2 Dateien im Ordner für Dokumente")
        await desk.press("a")
        await see(desk, "Alles löschen, womit nichts verloren geht?", "1 vom Programm geschriebene")
        await pilot.press("left", "enter")
        await until(desk, lambda: not same.exists())
        await see(desk, "1 Datei im Ordner für Dokumente")
        await desk.press("a")
        await desk.settle()
        assert "Alles löschen" not in desk.shown
    assert edited.exists()


async def test_a_copy_that_windows_will_not_give_up_is_said(
    console: CaseconsoleApp, store: Store, plan: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = store.call(make_copy, file_one(store, plan), folder, TODAY)

    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError(errno.EACCES, "sharing violation")

    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await desk.press("ctrl+o")
        await see(desk, "1 Arbeitskopie")
        await desk.press("home", "delete")
        await see(desk, "Diese Arbeitskopie löschen?")
        with monkeypatch.context() as patch:
            patch.setattr(Path, "unlink", refuse)
            await pilot.press("left", "enter")
            await see(desk, "Bitte schließen Sie sie in Word")
    assert path.exists()


# -- lock, end, start ----------------------------------------------------------------------------


async def test_locking_deletes_what_loses_nothing_and_keeps_the_rest(
    console: CaseconsoleApp, store: Store, plan: int, folder: Path
) -> None:
    document = file_one(store, plan)
    same, changed, in_word = (
        store.call(make_copy, document, folder, TODAY) for _number in range(3)
    )
    changed.write_bytes(b"in Word getippt")
    (folder / f".~lock.{in_word.name}#").write_bytes(b"")
    async with console.run_test(size=SMALL) as pilot:
        await pilot.press("f12")
        await pilot.pause()
    assert console.return_code == LOCKED
    assert not same.exists()
    assert changed.read_bytes() == b"in Word getippt"
    assert in_word.exists()


async def test_a_lock_waits_for_no_disk(
    console: CaseconsoleApp, store: Store, plan: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        said = "voll"
        raise SaveError(said)

    monkeypatch.setattr("caseconsole.screens.working_copies.delete_unchanged", fail)
    async with console.run_test(size=SMALL) as pilot:
        await pilot.press("f12")
        await pilot.pause()
    assert console.return_code == LOCKED


async def test_at_the_end_copies_are_offered_for_deletion(
    console: CaseconsoleApp, store: Store, plan: int, folder: Path
) -> None:
    path = store.call(make_copy, file_one(store, plan), folder, TODAY)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await desk.press("ctrl+q")
        await see(desk, "Eine Arbeitskopie liegt noch unverschlüsselt", f"{NAME}: unverändert")
        await pilot.press("f10")
        await until(desk, lambda: "unverschlüsselt" not in desk.shown)
        assert path.exists()
        await desk.press("ctrl+q")
        await see(desk, "Löschen und beenden")
        await pilot.press("enter")
        await until(desk, lambda: console.return_code is not None)
    assert console.return_code == 0
    assert not path.exists()


async def test_at_the_end_a_changed_copy_is_never_deleted_unless_it_is_filed(
    console: CaseconsoleApp, store: Store, plan: int, folder: Path
) -> None:
    path = store.call(make_copy, file_one(store, plan), folder, TODAY)
    path.write_bytes(word_file(["geändert"]))
    changed, key = path.read_bytes(), store.data_key
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await desk.press("ctrl+q")
        shown = await see(desk, "in Word geändert", "Zur Akte nehmen, löschen")
        assert "Löschen und beenden" not in shown
        await pilot.press("enter")
        await until(desk, lambda: console.return_code is not None)
    assert not path.exists()
    again = Store._open_with_key(store.folder, key)
    try:
        newest, before = again.call(list_filed, plan)
        assert (newest.edited, before.edited) == (True, False)
        assert again.call(filed_content, newest.id) == changed
    finally:
        again.close()


async def test_leaving_copies_is_possible(
    console: CaseconsoleApp, store: Store, plan: int, folder: Path
) -> None:
    path = store.call(make_copy, file_one(store, plan), folder, TODAY)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await desk.press("ctrl+q")
        await see(desk, "Liegen lassen und beenden")
        await pilot.press("right", "enter")
        await until(desk, lambda: console.return_code is not None)
    assert path.exists()


async def test_after_unlocking_a_copy_that_is_no_word_file_is_refused_in_words(
    store: Store, plan: int, folder: Path
) -> None:
    path = store.call(make_copy, file_one(store, plan), folder, TODAY)
    path.write_bytes(b"kein Word")
    app = CaseconsoleApp(Start(store.folder, again=True))
    async with app.run_test(size=SMALL) as pilot:
        desk = Desk(app, pilot)
        await app.enter(store)
        await see(desk, "Eine Arbeitskopie wurde in Word geändert.", NAME)
        await pilot.press("right", "enter")
        await see(desk, "wird so nicht zur Akte genommen")
    assert path.read_bytes() == b"kein Word"
    assert len(store.call(list_filed)) == 1


async def test_after_unlocking_changed_copies_are_offered_over_the_same_place(
    store: Store, plan: int, folder: Path
) -> None:
    path = store.call(make_copy, file_one(store, plan), folder, TODAY)
    path.write_bytes(word_file(["geändert"]))
    place = {"screen": "dokumente", "arguments": {}, "focus": "files", "cursor": [0]}
    store.call(drafts.save_draft, "ort", None, "", {"places": [place]})
    app = CaseconsoleApp(Start(store.folder, again=True))
    async with app.run_test(size=SMALL) as pilot:
        desk = Desk(app, pilot)
        await app.enter(store)
        await see(desk, "Eine Arbeitskopie wurde in Word geändert.", NAME)
        await pilot.press("right", "enter")
        await until(desk, lambda: not path.exists())
        shown = await see(desk, "2 Dokumente in den Akten", "in Word geändert")
        assert "1 Arbeitskopie" not in shown


async def test_at_the_start_old_copies_go_and_changed_ones_stay(
    store: Store, plan: int, folder: Path
) -> None:
    document = file_one(store, plan)
    old = TODAY - dt.timedelta(days=30)
    gone = store.call(make_copy, document, folder, old)
    changed = store.call(make_copy, document, folder, old)
    young = store.call(make_copy, document, folder, TODAY - dt.timedelta(days=29))
    changed.write_bytes(b"in Word getippt")
    app = CaseconsoleApp(Start(store.folder))
    async with app.run_test(size=SMALL) as pilot:
        desk = Desk(app, pilot)
        await app.enter(store)
        await until(desk, lambda: not gone.exists())
        await desk.press("ctrl+o")
        await see(desk, "liegt zu lange", "30 Tage !")
        left = {copy.path for copy in await store.run(list_copies, folder, TODAY)}
    assert left == {changed, young}


async def test_a_lock_of_the_practice_deletes_its_unchanged_copies(
    store: Store, plan: int, opened: Opened
) -> None:
    file_one(store, plan)
    app = CaseconsoleApp(Start(store.folder, demo_cases=3), store=store)
    async with app.run_test(size=SMALL) as pilot:
        desk = Desk(app, pilot)
        await in_documents(desk, plan)
        await desk.press("end", "enter")
        await until(desk, lambda: opened)
        assert is_there(opened[0])
        await desk.press("f12")
        await until(desk, lambda: app.return_code is not None)
    assert not is_there(opened[0])


async def test_a_practice_asks_nothing_and_its_copies_lie_in_its_own_folder(
    store: Store, plan: int, opened: Opened, folder: Path
) -> None:
    file_one(store, plan)
    app = CaseconsoleApp(Start(store.folder, demo_cases=3), store=store)
    async with app.run_test(size=SMALL) as pilot:
        desk = Desk(app, pilot)
        await in_documents(desk, plan)
        await desk.press("end", "enter")
        await until(desk, lambda: opened)
        await desk.press("ctrl+q")
        await until(desk, lambda: app.return_code is not None)
    assert opened == [store.folder / "arbeitskopien" / NAME]
    assert not is_there(folder)
