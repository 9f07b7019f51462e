"""Writing documents by keyboard: gaps, a missing release, languages, filing, opening."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseconsole.app import CaseconsoleApp
from caseconsole.caseload.history import case_history
from caseconsole.caseload.records import create_record
from caseconsole.documents.filed import filed_content, list_filed
from caseconsole.documents.kinds import KINDS, Request
from caseconsole.errors import SaveError
from caseconsole.screens import gaps
from caseconsole.screens.gaps import go_to
from caseconsole.store import Store, drafts
from caseconsole.widgets import RecordTable
from tests.frames import SMALL
from tests.journeys.conftest import TODAY, Caseload, Desk
from tests.journeys.document_desk import (
    NAME,
    Opened,
    block,
    folder,
    in_documents,
    is_there,
    opened,
    plan,
    see,
    until,
)

__all__ = ["folder", "opened", "plan"]


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
            desk, "welche Sprache neben dem Deutschen?", "1  nur Deutsch", "Türkisch – Türkçe"
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
        ("municipality.name", "terminzettel", "municipality.name"),
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
        await see(desk, "2 in der Akte", "Integrationsplan v1 · tr")
        await desk.press("l")
        await see(desk, "Angaben fehlen")
        await pilot.press("w")
        await see(desk, "1  Türkisch – Türkçe")
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
        await see(desk, "Angaben fehlen")
        await pilot.press("w")
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


async def test_a_release_without_an_entry_is_a_form_to_fill_by_hand(
    console: CaseconsoleApp, store: Store, plan: int
) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await in_documents(desk, plan)
        assert "leeres Formular" in desk.shown
        table = console.screen.query_one("#case-documents", RecordTable)
        table.move_to(("schweigepflichtentbindung", "Schweigepflichtentbindung "))
        await desk.press("w")
        await see(desk, "Angaben fehlen")
        assert "Umfang" not in desk.shown
        await pilot.press("w")
        await see(desk, "welche Sprache")
        await pilot.press("1")
        await see(desk, "Zur Akte genommen: 2026-001_Schweigepflichtentbindung.docx")
    assert [view.kind for view in store.call(list_filed)] == ["schweigepflichtentbindung"]


async def test_a_reminder_without_a_time_gives_no_slip(
    console: CaseconsoleApp, store: Store, plan: int
) -> None:
    reminder = {"due_on": TODAY, "text": "Anruf"}
    store.call(lambda: create_record("reminder", reminder, case=plan))
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await desk.settle()
        console.open_case(plan, "network")
        await see(desk, "Anruf")
        await desk.press("w")
        await until(desk, lambda: list(console._notifications))
        (said,) = console._notifications
        assert "Ein Terminzettel braucht eine Uhrzeit." in said.message
    assert store.call(list_filed) == ()


async def test_what_is_german_alone_is_written_without_a_question_for_a_language(
    console: CaseconsoleApp, store: Store, plan: int
) -> None:
    async with console.run_test(size=SMALL) as pilot:
        desk = Desk(console, pilot)
        await in_documents(desk, plan)
        table = console.screen.query_one("#case-documents", RecordTable)
        table.move_to(next(row.key for row in table.rows if row.key[0] == "beratungsprotokoll"))
        await desk.press("l")
        await see(desk, "Beratungsprotokoll: ")
        await pilot.press("w")
        await see(desk, "Zur Akte genommen: 2026-001_Beratungsprotokoll")


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
