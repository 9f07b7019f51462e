"""Documents by keyboard: gaps, a missing release, languages, filing, opening, what lies about."""

from __future__ import annotations

import datetime as dt
import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from caseconsole.app import CaseconsoleApp
from caseconsole.caseload.history import case_history
from caseconsole.caseload.plans import add_goal, agree, start_version
from caseconsole.caseload.records import create_record
from caseconsole.documents.copies import list_copies, make_copy
from caseconsole.documents.filed import Made, file_documents, filed_content, list_filed
from caseconsole.documents.folders import copies_folder
from caseconsole.documents.kinds import KINDS, Request
from caseconsole.errors import SaveError
from caseconsole.launcher import LOCKED
from caseconsole.screens import gaps
from caseconsole.screens.console import Start
from caseconsole.screens.gaps import go_to
from caseconsole.store import Store, drafts
from tests.documents.word_files import word_file
from tests.frames import SMALL
from tests.journeys.conftest import TODAY, Caseload, Desk

NAME = "2026-001_Integrationsplan_v1.docx"
Opened = list[Path]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """What Word was asked to open."""
    files: Opened = []

    def note(path: Path) -> bool:
        files.append(path)
        return True

    monkeypatch.setattr("caseconsole.screens.opening.open_file", note)
    return files


@pytest.fixture
def folder(store: Store) -> Path:
    return copies_folder(store.key_ring.store_id)


@pytest.fixture
def plan(store: Store, caseload: Caseload) -> int:
    """The first case has an agreed plan; gives its id."""
    case_id = caseload.al_hamad

    def make() -> None:
        start_version(case_id, TODAY)
        add_goal(case_id, "language", "B1-Kurs bestehen", dt.date(2027, 3, 31), TODAY)
        agree(case_id, TODAY, TODAY)

    store.call(make)
    return case_id


def file_one(store: Store, case_id: int | None, title: str = "Integrationsplan v1") -> int:
    made = Made(NAME, word_file([title]), "integrationsplan", title, 1)
    return store.call(file_documents, [(case_id, made)], TODAY)[0]


def is_there(path: Path) -> bool:
    return path.exists()


def block(folder: Path) -> None:
    """Let a file lie where the folder belongs."""
    folder.parent.mkdir(parents=True)
    folder.write_bytes(b"im Weg")


async def in_documents(desk: Desk, case_id: int) -> None:
    """Open the tab of documents of a case."""
    await desk.settle()
    desk.app.open_case(case_id, "documents")
    await until(desk, lambda: "Neu schreiben" in desk.shown)


async def until(desk: Desk, holds: Callable[[], object]) -> None:
    """Wait for what another thread does; fails with the screen."""
    for _attempt in range(400):
        await desk.pilot.pause(0.01)
        if holds():
            return
    pytest.fail(desk.shown)


async def see(desk: Desk, *words: str) -> str:
    await until(desk, lambda: all(word in desk.shown for word in words))
    return desk.shown


# -- writing -------------------------------------------------------------------------------------


async def test_a_plan_is_written_with_its_gaps_filed_and_opened(
    console: CaseconsoleApp, store: Store, plan: int, opened: Opened, folder: Path
) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await in_documents(desk, plan)
        await desk.press("w")
        await see(desk, "Angaben fehlen", "Gedruckt steht dort „—“", "Geburtsort")
        await pilot.press("w")
        await see(
            desk, "welche Sprache neben dem Deutschen?", "1  nur Deutsch", "Türkisch · Türkçe"
        )
        await pilot.press("1")
        await see(desk, "Zur Akte genommen: 2026-001_Integrationsplan_v1.docx")
        assert not is_there(folder)
        await pilot.press("enter")
        await until(desk, lambda: opened)
        await see(desk, "1 in der Akte", "Kopie unverändert")
    assert opened == [folder / NAME]
    (view,) = store.call(list_filed, plan)
    assert opened[0].read_bytes() == store.call(filed_content, view.id)
    assert (view.title, view.version, view.day) == ("Integrationsplan v1", 1, TODAY)


async def test_enter_on_a_gap_goes_where_it_is_entered_and_it_is_gone_the_next_time(
    console: CaseconsoleApp, plan: int
) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await in_documents(desk, plan)
        await desk.press("w")
        await see(desk, "Geburtsort")
        console.screen.query_one("#gaps").move_to("person.birth_place")  # type: ignore[attr-defined]
        await pilot.press("enter")
        await see(desk, "[4 Person]")
        file = console.case_screens()[-1]
        await until(desk, lambda: file.arguments()["tab"] == "person.form.birth_place")
        await pilot.press(*"Homs", "ctrl+s")
        await until(desk, lambda: not file.is_dirty)
        console.open_case(plan, "documents")
        await see(desk, "Neu schreiben")
        await desk.press("w")
        await see(desk, "Angaben fehlen")
        assert "Geburtsort" not in desk.shown


async def test_a_gap_of_the_settings_leads_to_its_line(console: CaseconsoleApp, plan: int) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await in_documents(desk, plan)
        await desk.press("w")
        await see(desk, "Name der Fachkraft", "Einstellungen")
        console.screen.query_one("#gaps").move_to("manager.name")  # type: ignore[attr-defined]
        await pilot.press("enter")
        await see(desk, "Name in der Datei", "manager.name: –")


@pytest.mark.parametrize(
    ("source", "kind", "words"),
    [
        ("person_status.german_level", "integrationsplan", "nur eintragen, was sich ändert"),
        ("household.address", "integrationsplan", "Adresse berichtigen"),
        ("case.extension_reason", "integrationsplan", "Fall ändern"),
        ("care_period.outcome", "abschlussbericht", "Fall 2026-001 beenden"),
        ("plan_version.concerns", "integrationsplan", "Anliegen"),
        ("contact.text", "beratungsprotokoll", "Kontakt bearbeiten"),
        ("referral.reason", "vermittlung", "Vermittlung an Jobcenter"),
        ("partner.address", "vermittlung", "Jobcenter"),
        ("consent.scope", "schweigepflichtentbindung", "Einwilligung oder Entbindung von"),
        ("consent.ends_on", "vermittlung", "[e Einwilligungen]"),
        ("reminder.place", "terminzettel", "Termin oder Wiedervorlage"),
        ("letterhead.footer", "terminzettel", "letterhead.footer"),
    ],
)
async def test_every_kind_of_gap_leads_somewhere(
    console: CaseconsoleApp, store: Store, plan: int, source: str, kind: str, words: str
) -> None:
    call = store.call
    partner = call(create_record, "partner", {"name": "Jobcenter"})
    call(lambda: create_record("referral", {"day": TODAY}, case=plan, partner=partner))
    call(lambda: create_record("consent", {"purpose": "release"}, case=plan))
    call(lambda: create_record("reminder", {"due_on": TODAY, "text": "Termin"}, case=plan))
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await desk.settle()
        console.run_worker(go_to(console, Request(kind, plan, 1), source), group="case-job")
        await see(desk, words)
        await desk.settle()


def test_no_document_asks_for_what_no_gap_leads_to() -> None:
    """A field of another table needs a way to it in ``screens.gaps``."""
    led_to = gaps.SETTINGS | gaps.TABS.keys() | gaps.LISTS.keys()
    led_to |= {"contact", "partner", "care_period", "plan_version"}
    sources = {each.source for kind in KINDS.values() for each in kind.placeholders if each.source}
    assert {source.partition(".")[0] for source in sources} <= led_to


async def test_going_back_from_gaps_writes_nothing(
    console: CaseconsoleApp, store: Store, plan: int
) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await in_documents(desk, plan)
        await desk.press("w")
        await see(desk, "Angaben fehlen")
        await pilot.press("f10")
        await until(desk, lambda: "Angaben fehlen" not in desk.shown)
    assert store.call(list_filed) == ()


async def test_the_language_is_asked_once_and_remembered_for_the_case(
    console: CaseconsoleApp, store: Store, plan: int
) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await in_documents(desk, plan)
        await desk.press("w")
        await see(desk, "Angaben fehlen")
        await pilot.press("w")
        await see(desk, "welche Sprache")
        menu = console.screen.query_one("#menu-entries")
        menu.move_to("tr")  # type: ignore[attr-defined]
        await pilot.press("enter")
        await see(desk, "Zur Akte genommen")
        await pilot.press("f10")
        await see(desk, "1 in der Akte")
        await desk.press("w")
        await see(desk, "Angaben fehlen")
        await pilot.press("w")
        await see(desk, "Zur Akte genommen")
        await pilot.press("f10")
        await see(desk, "2 in der Akte")
        await desk.press("l")
        await see(desk, "Angaben fehlen")
        await pilot.press("w")
        await see(desk, "1  Türkisch · Türkçe")
    assert [view.second_language for view in store.call(list_filed, plan)] == ["tr", "tr"]


async def test_without_a_release_the_letter_needs_a_reason_that_stays(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    case_id = caseload.al_hamad
    partner = store.call(create_record, "partner", {"name": "Jobcenter [/] Nord"})
    sent = {"day": TODAY, "reason": "Antrag"}
    store.call(lambda: create_record("referral", sent, case=case_id, partner=partner))
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await desk.settle()
        console.open_case(case_id, "network")
        await see(desk, "Jobcenter [/] Nord")
        await desk.press("w")
        await see(desk, "Angaben fehlen")
        await pilot.press("w")
        await see(desk, "Für Jobcenter [/] Nord gibt es keine gültige Entbindung.", "§ 203")
        await pilot.press("right", "enter")
        await see(desk, "Warum wird ohne Entbindung geschrieben?")
        await pilot.press("enter")
        assert store.call(list_filed) == ()
        await desk.type("auf Papier")
        await console._flush_all()
        kept = await store.run(drafts.get_draft, f"akte:{case_id}:documents.release")
        assert kept is not None
        assert kept.values == {"text": "auf Papier"}
        await pilot.press("enter")
        await see(desk, "Zur Akte genommen")
    (view,) = store.call(list_filed, case_id)
    assert view.recipient == "Jobcenter [/] Nord"
    assert store.call(case_history, case_id)[0].reason == "auf Papier"


async def test_the_warning_leads_to_a_release_for_this_office(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    case_id = caseload.al_hamad
    partner = store.call(create_record, "partner", {"name": "Jobcenter"})
    sent = {"day": TODAY, "reason": "Antrag"}
    store.call(lambda: create_record("referral", sent, case=case_id, partner=partner))
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await desk.settle()
        console.open_case(case_id, "network")
        await see(desk, "Jobcenter")
        await desk.press("w")
        await see(desk, "Angaben fehlen")
        await pilot.press("w")
        await see(desk, "Entbindung eintragen")
        await pilot.press("enter")
        await see(desk, "Einwilligung oder Entbindung von", "Jobcenter", "20.11.2026")
        await pilot.press("ctrl+s")
        await see(desk, "Entbindung")
        console.open_case(case_id, "network")
        await see(desk, "Vermittlung", "Jobcenter")
        await desk.press("w")
        await see(desk, "Angaben fehlen")
        await pilot.press("w")
        await see(desk, "Zur Akte genommen")
    assert len(store.call(list_filed, case_id)) == 1


async def test_a_talk_is_written_from_the_history(
    console: CaseconsoleApp, store: Store, caseload: Caseload
) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await desk.settle()
        console.open_case(caseload.al_hamad, "history")
        await see(desk, "Zusage für das Praktikum")
        await desk.press("w")
        await see(desk, "Beratungsprotokoll: ")
        await pilot.press("w")
        await see(desk, "Zur Akte genommen: 2026-001_Beratungsprotokoll_2026-10-21.docx")
    assert [view.kind for view in store.call(list_filed)] == ["beratungsprotokoll"]


# -- what can go wrong ---------------------------------------------------------------------------


async def test_a_full_disk_files_nothing_and_says_so(
    console: CaseconsoleApp, store: Store, plan: int, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    def full(*_arguments: object, **_options: object) -> None:
        said = "Auf dem Datenträger ist kein Platz mehr. Nichts wurde gespeichert."
        raise SaveError(said)

    monkeypatch.setattr("caseconsole.documents.filed._insert", full)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await in_documents(desk, plan)
        await desk.press("w")
        await see(desk, "Angaben fehlen")
        await pilot.press("w")
        await see(desk, "welche Sprache")
        await pilot.press("1")
        await see(desk, "kein Platz mehr")
    assert store.call(list_filed) == ()
    assert not is_there(folder)


async def test_where_no_copy_can_be_made_the_document_is_in_the_file(
    console: CaseconsoleApp, store: Store, plan: int, folder: Path
) -> None:
    block(folder)
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await in_documents(desk, plan)
        await desk.press("w")
        await see(desk, "Angaben fehlen")
        await pilot.press("w")
        await see(desk, "welche Sprache")
        await pilot.press("1")
        await see(desk, "Zur Akte genommen")
        await pilot.press("enter")
        await see(desk, "Das Dokument ist aufgehoben, lässt sich aber gerade nicht")
    assert len(store.call(list_filed)) == 1
    assert is_there(folder)


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
        await see(desk, "2 in der Akte", "Kopie unverändert")
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
        shown = await see(desk, "in Word geändert", "Geänderte zur Akte nehmen")
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


async def test_the_sheet_for_a_stand_in_belongs_to_no_case(
    console: CaseconsoleApp, store: Store, plan: int
) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await desk.press("ctrl+o")
        await see(desk, "Noch kein Dokument")
        await desk.press("s")
        await see(desk, "Vertretungsblatt: ")
        await pilot.press("w")
        await see(desk, "Geschrieben: 2026-11-20_Vertretungsblatt.docx")
        await pilot.press("f10")
        await see(desk, "1 Dokument in den Akten")
    (view,) = store.call(list_filed)
    assert (view.case_id, view.client, view.kind) == (None, "", "vertretungsblatt")


async def test_a_gap_of_the_sheet_leads_away_from_the_list(
    console: CaseconsoleApp, plan: int
) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await desk.press("ctrl+o")
        await see(desk, "Noch kein Dokument")
        await desk.press("s")
        await see(desk, "Vertretungsblatt: ")
        await pilot.press("enter")
        await see(desk, "Name in der Datei", "municipality.name")
        await desk.settle()
