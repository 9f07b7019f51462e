"""The case file: what each tab says, and what can be done from there."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from caseconsole.caseload.caselist import case_row
from caseconsole.caseload.cases import close_case
from caseconsole.caseload.consents import list_consents
from caseconsole.caseload.contacts import contact_history
from caseconsole.caseload.drafts import get_draft
from caseconsole.caseload.households import household_file
from caseconsole.caseload.network import list_referrals
from caseconsole.caseload.plan_views import read_plan_view
from caseconsole.caseload.records import list_records, read_record
from caseconsole.screens.base import cursor_of
from caseconsole.screens.case import CaseScreenFile
from caseconsole.screens.form_dialog import FormDialog
from caseconsole.store import Store
from caseconsole.text import show
from tests.frames import SMALL, WIDE, escapes
from tests.host import HOSTILE
from tests.journeys.case_file import NOW, TODAY, make_case, person_of, visit


@pytest.fixture(autouse=True)
def _frozen() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def case_id(store: Store) -> int:
    return make_case(store)


# ---------------------------------------------------------------------- what is to be seen


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_the_first_page_says_where_things_stand(
    store: Store, tmp_path: Path, case_id: int, size: tuple[int, int]
) -> None:
    async with visit(store, tmp_path, case_id, size=size) as here:
        await here.see("Rechnung der Stadtwerke.")
        banner = here.text.splitlines()[0]
        for words in ("Al-Hamad, Ahmad", "أحمد الحمد", "* 05.05.1992 (34)", "2024-001"):
            assert words in banner
        assert here.text.splitlines()[1].startswith(
            " Flüchtling · gültig bis 14.03.2027 · B1 · Vollzeit · Musterstadt, Lindenweg 4"
        )
        assert "Plan v1" in here.line("2 offene Ziele")
        assert "bis 03.27" in here.line("B2-Kurs beginnen")
        assert "06.26 !" in here.line("Eigene Wohnung")
        assert "12.12.26 Bescheid prüfen" in here.text
        assert "Sprache ▁▆" in here.line("Selbsteinschätzung")
        assert "Datenverarbeitung ✓ 04.03.24" in here.line("Einwilligungen")
        assert "Entbindung Jobcenter ✓ bis 04.03.27" in here.text
        assert "Betreuung seit 04.03.24, Jahr 3 von 3" in here.line("Letzte Kontakte")
        assert re.search(r"07\.11\.26 Beratung im Büro +45 Min Wohnen", here.text)
        assert "Rania (Partner/in)" in here.line(" Haushalt  Rania")
        assert "Geburtsort?" in here.line("Fehlt noch")
        assert not any(line.startswith("  …") for line in here.text.splitlines()[-6:])


TABS = {
    "2": ("Version 1, vereinbart 12.05.2026", "Eigene Wohnung finden"),
    "3": ("07.11.2026 · Beratung im Büro · 45 Min · Wohnen", "Raten vereinbart.", "3 Kontakte"),
    "4": ("a Angaben", "Familienname", "Al-Hamad", "fehlt noch"),
    "5": ("Adresse  Lindenweg 4, Musterstadt", "Al-Hamad, Rania", "Partner/in", "04.03.24"),
    "6": ("Volkshochschule", "Ergebnis offen", "B2-Kurs", "12.12.26 Bescheid prüfen"),
    "7": ("Integrationsplan", "v1", "vereinbart 12.05.2026"),
}


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_the_digits_show_every_tab(
    store: Store, tmp_path: Path, case_id: int, size: tuple[int, int]
) -> None:
    async with visit(store, tmp_path, case_id, size=size) as here:
        for key, words in TABS.items():
            await here.press(key)
            await here.see(*words)
        await here.press("1")
        await here.see("2 offene Ziele")


async def test_f6_turns_the_tabs_even_from_a_field(
    store: Store, tmp_path: Path, case_id: int
) -> None:
    async with visit(store, tmp_path, case_id, "person.form") as here:
        await here.until(lambda: here.file.focused and "Input" in str(here.file.focused))
        await here.press("f6")
        await here.see("Adresse  Lindenweg 4")


async def test_no_string_of_a_case_is_obeyed(store: Store, tmp_path: Path) -> None:
    strings = [text for text in HOSTILE if not re.search("[\x00\ud800-\udfff]", text)]
    used = iter(range(10**6))

    def hostile(_text: str) -> str:
        return "[bold]Ali" if (n := next(used)) % 2 else strings[(n // 2) % len(strings)]

    case_id = make_case(store, hostile)
    everything = "\n".join(strings)
    from caseconsole.caseload.contacts import save_contact

    values = {"day": TODAY, "kind": "office", "text": everything}
    store.call(save_contact, values, [person_of(store, case_id)], [case_id])
    for size in (SMALL, WIDE):
        async with visit(store, tmp_path, case_id, size=size) as here:
            for key in "1234567":
                await here.press(key)
                await here.until(lambda: here.file.part and not here.file.part.stale)
                await here.pilot.pause()
                assert escapes(here.app) == []
                if key != "7":
                    assert "[bold]Ali" in here.text, f"tab {key}"
            await here.press("3")
            await here.see("Termin [abgesagt]", "$text-error {{ x }} %s :warning:")
            assert show("\\[") in here.text


async def test_private_view_shows_no_name(store: Store, tmp_path: Path, case_id: int) -> None:
    async with visit(store, tmp_path, case_id) as here:
        await here.press("f8")
        await here.gone("Al-Hamad", "Rania", "الحمد", "1992")
        assert here.text.splitlines()[0].startswith(" A. A. ")
        for key in "35":
            await here.press(key)
            await here.until(lambda: here.file.part and not here.file.part.stale)
            await here.pilot.pause()
            assert not re.search("Al-Hamad|Rania", here.text)
        await here.see("R. A.")


# ---------------------------------------------------------------------- the history


async def test_searching_the_notes_keeps_only_those_that_match(
    store: Store, tmp_path: Path, case_id: int
) -> None:
    async with visit(store, tmp_path, case_id, "history") as here:
        await here.see("3 Kontakte")
        await here.press("slash", *"praktikum")
        await here.see("1 Kontakt gefunden")
        assert "Zusage für das Praktikum." in here.text
        assert "Stadtwerke" not in here.text
        await here.press("escape")
        await here.see("Stadtwerke", "3 Kontakte")


async def test_the_changes_say_who_what_and_when(
    store: Store, tmp_path: Path, case_id: int
) -> None:
    async with visit(store, tmp_path, case_id, "history") as here:
        await here.press("v")
        text = await here.see("21.11.26 1", "Wiedervorlage angelegt")
        assert "Bescheid prüfen" not in text
        await here.press("escape")
        await here.see("3 Kontakte")


async def test_enter_opens_the_contact_with_the_cursor(
    store: Store, tmp_path: Path, case_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    newest = store.call(contact_history, case_id)
    async with visit(store, tmp_path, case_id, "history") as here:
        monkeypatch.setattr(here.app, "open_screen", lambda name, **to: opened.append((name, to)))
        await here.press("down", "enter")
        await here.press("1")
        await here.see("Letzte Kontakte")
        await here.press("enter")
        await here.until(lambda: len(opened) == 2)
    where = [("beratung", {"case_id": case_id, "contact_id": row.id}) for row in newest]
    assert opened == [where[1], where[0]]


async def test_a_long_note_is_read_to_its_end_before_the_next(
    store: Store, tmp_path: Path, case_id: int
) -> None:
    from caseconsole.caseload.contacts import save_contact

    text = "\n".join(f"Zeile {number}" for number in range(40))
    values = {"day": TODAY, "kind": "office", "text": text}
    store.call(save_contact, values, [person_of(store, case_id)], [case_id])
    async with visit(store, tmp_path, case_id, "history") as here:
        await here.see("Zeile 5")
        seen = here.text
        for _step in range(20):
            await here.press("down")
            seen += here.text
        assert all(f"Zeile {number}" in seen for number in range(40))
        assert "Stadtwerke" in here.text


# ---------------------------------------------------------------------- the person


async def test_what_is_typed_is_a_draft_within_a_second_and_saved_by_ctrl_s(
    store: Store, tmp_path: Path, case_id: int
) -> None:
    person = person_of(store, case_id)
    key = f"akte:{case_id}:person"
    async with visit(store, tmp_path, case_id, "person") as here:
        await here.press("f4")
        await here.until(lambda: here.file.focused and "Input" in str(here.file.focused))
        await here.type("Haddad")
        await here.see("4 Person ●")
        await here.pilot.pause(1.0)
        kept = store.call(get_draft, key)
        assert kept is not None
        assert kept.values == {"family_name": "Haddad"}
        assert store.call(read_record, "person", person).values["family_name"] == "Al-Hamad"

        await here.press("ctrl+s")
        await here.see("Haddad, Ahmad")
        assert not here.file.is_dirty
        assert store.call(get_draft, key) is None
    assert store.call(read_record, "person", person).values["family_name"] == "Haddad"


async def test_leaving_with_typed_text_asks_and_the_draft_is_offered_again(
    store: Store, tmp_path: Path, case_id: int
) -> None:
    async with visit(store, tmp_path, case_id, "person.form") as here:
        await here.until(lambda: here.file.focused and "Input" in str(here.file.focused))
        await here.type("Haddad")
        await here.press("escape")
        await here.see("Hier steht Text, der noch nicht gespeichert ist.")
        await here.press("enter")
        await here.until(lambda: not isinstance(here.app.screen, CaseScreenFile))

        draft = store.call(get_draft, f"akte:{case_id}:person")
        assert draft is not None
        here.app.open_draft(draft)
        await here.see("[4 Person ●]", "Haddad")


async def test_a_field_that_cannot_be_understood_is_not_saved(
    store: Store, tmp_path: Path, case_id: int
) -> None:
    async with visit(store, tmp_path, case_id, "person.form") as here:
        await here.until(lambda: here.file.focused and "Input" in str(here.file.focused))
        await here.press("tab", "tab", "tab", "tab")
        await here.type("31.02.1992")
        await here.press("ctrl+s")
        await here.see("Den Tag „31.02.1992“ gibt es nicht.")
        assert here.file.is_dirty


async def test_a_new_status_is_a_dated_row_above_the_others(
    store: Store, tmp_path: Path, case_id: int
) -> None:
    person = person_of(store, case_id)
    async with visit(store, tmp_path, case_id, "person") as here:
        await here.press("s")
        await here.see("04.03.2024")
        await here.press("n")
        await here.until(lambda: isinstance(here.app.screen, FormDialog))
        await here.see("Gilt ab")
        await here.press("ctrl+s")
        await here.see("Es ist nichts eingetragen.")
        await here.press(*"Dald", *["backspace"] * 3, *"uldung (", "enter", "ctrl+s")
        await here.until(lambda: len(store.call(list_records, "person_status", person=person)) == 2)
        await here.see("21.11.2026", "04.03.2024")
        rows = store.call(list_records, "person_status", person=person)
        assert [row.values["from_day"] for row in rows] == [TODAY, dt.date(2024, 3, 4)]

        await here.press("delete")
        await here.see("Warum wird dieser Eintrag gelöscht?")
        await here.press("enter")
        await here.see("Bitte geben Sie einen Grund an.")
        await here.press(*"doppelt", "enter")
        await here.until(lambda: len(store.call(list_records, "person_status", person=person)) == 1)


async def test_a_consent_is_withdrawn_on_a_day(store: Store, tmp_path: Path, case_id: int) -> None:
    async with visit(store, tmp_path, case_id, "person") as here:
        await here.press("e")
        await here.see("Entbindung")
        await here.press("down", "x")
        await here.see("Widerrufen am?")
        await here.press("enter")
        await here.see("widerrufen 21.11.26")
    states = {one.purpose: one.state for one in store.call(list_consents, case_id, TODAY)}
    assert states == {"processing": "valid", "release": "withdrawn"}


async def test_a_form_over_the_file_comes_back_after_the_lock(
    store: Store, tmp_path: Path, case_id: int
) -> None:
    async with visit(store, tmp_path, case_id, "person") as here:
        await here.press("s", "n")
        await here.until(lambda: isinstance(here.app.screen, FormDialog))
        await here.see("Gilt ab")
        await here.type("1.10.2026")
        place = here.file.place()
        screen = here.app.screen
        assert isinstance(screen, FormDialog)
        await screen.flush()
    async with visit(store, tmp_path, case_id, str(place["arguments"]["tab"])) as here:
        await here.until(lambda: isinstance(here.app.screen, FormDialog))
        await here.see("1.10.2026")


async def test_the_field_and_its_cursor_come_back_after_the_lock(
    store: Store, tmp_path: Path, case_id: int
) -> None:
    async with visit(store, tmp_path, case_id, "person.form.given_name") as here:
        await here.until(lambda: "Input" in str(here.file.focused))
        await here.type("Achmed")
        await here.press("left", "left")
        place = here.file.place()
        await here.file.flush()
    arguments = place["arguments"]
    async with visit(store, tmp_path, case_id, "overview") as here:
        screen = here.app.make_screen("akte", arguments)
        screen.return_to(place)
        await here.app.push_screen(screen)
        await here.see("[4 Person ●]", "Achmed")
        await here.until(lambda: cursor_of(screen.focused) == [4])


# ---------------------------------------------------------------------- household and network


async def test_a_new_member_of_the_household(store: Store, tmp_path: Path, case_id: int) -> None:
    async with visit(store, tmp_path, case_id, "household") as here:
        await here.see("Al-Hamad, Rania")
        await here.press("n")
        await here.see("Wer gehört zum Haushalt?")
        await here.press(*"Nour")
        await here.see("Neue Person: Nour")
        await here.press("end", "down", "down", "down", "down", "enter")
        await here.see("Neue Person im Haushalt")
        await here.press("ctrl+s")
        await here.see("Al-Hamad, Nour")
    home = store.call(household_file, person_of(store, case_id), TODAY).household
    assert home is not None
    assert {member.name for member in home.members} == {
        "Al-Hamad, Ahmad", "Al-Hamad, Rania", "Al-Hamad, Nour",
    }  # fmt: skip


async def test_moving_out_ends_the_membership(store: Store, tmp_path: Path, case_id: int) -> None:
    async with visit(store, tmp_path, case_id, "household") as here:
        await here.see("Al-Hamad, Rania")
        await here.press("down", "x")
        await here.see("Ausgezogen am?")
        await here.type("1.11.2026")
        await here.press("enter")
        await here.see("Früher", "bis 01.11.26")


async def test_a_referral_with_its_result(store: Store, tmp_path: Path, case_id: int) -> None:
    async with visit(store, tmp_path, case_id, "network") as here:
        await here.see("Volkshochschule")
        await here.press("n")
        await here.see("An welche Stelle?")
        await here.press(*"Volks")
        await here.see("Neue Stelle: Volks")
        await here.press("enter")
        await here.see("Vermittlung an Volkshochschule", "Anlass")
        await here.press(*"Kurs", "ctrl+s")  # the partner and the day are known
        await here.see("2 Vermittlungen")
    rows = store.call(list_referrals, case_id=case_id)
    assert [(row.partner, row.day) for row in rows] == [
        ("Volkshochschule", TODAY),
        ("Volkshochschule", dt.date(2026, 9, 1)),
    ]
    assert rows[0].reason == "Kurs"


async def test_a_date_is_entered_from_any_tab_and_ticked_off(
    store: Store, tmp_path: Path, case_id: int
) -> None:
    async with visit(store, tmp_path, case_id, "network") as here:
        await here.see("12.12.26")
        await here.press("r")
        await here.see("Termin oder Wiedervorlage")
        await here.type("+1")
        await here.press("tab", *"anrufen", "ctrl+s")
        await here.see("22.11.26 anrufen")
        await here.press("end", "e")
        await here.see("✓ erledigt 21.11.26")
        await here.press("1")
        await here.see("Bescheid prüfen")


# ---------------------------------------------------------------------- the case as a whole


async def test_a_case_ends_and_the_closing_is_taken_back(
    store: Store, tmp_path: Path, case_id: int
) -> None:
    async with visit(store, tmp_path, case_id) as here:
        await here.press("f9")
        await here.see("Fall beenden …")
        await here.press("1")
        await here.see("Fall 2024-001 beenden", "Grund des Endes")
        await here.press("ctrl+s")
        await here.see("„Grund des Endes“ fehlt.")
        await here.press(*"Wegz", "enter", "ctrl+s")
        await here.see("beendet 21.11.26")
        assert store.call(case_row, case_id, TODAY).state == "ended"
        assert store.call(read_plan_view, case_id).closed_on == TODAY

        await here.press("f9", "1")
        await here.see("Abschluss zurücknehmen oder wiederaufnehmen?")
        await here.press("enter")
        await here.gone("beendet 21.11.26")
    assert store.call(case_row, case_id, TODAY).state == "running"
    assert store.call(read_plan_view, case_id).closed_on is None


async def test_a_case_that_ended_long_ago_is_reopened_without_that_question(
    store: Store, tmp_path: Path, case_id: int
) -> None:
    store.call(close_case, case_id, dt.date(2026, 5, 31), "moved_away")
    async with visit(store, tmp_path, case_id) as here:
        await here.see("beendet 31.05.26")
        await here.press("f9", "1")
        await here.see("Fall 2024-001 wiederaufnehmen")
        await here.press("ctrl+s")
        await here.gone("beendet 31.05.26")
    periods = store.call(list_records, "care_period", case=case_id)
    assert [(one.values["begin"], one.values["end"]) for one in periods] == [
        (TODAY, None),
        (dt.date(2024, 3, 4), dt.date(2026, 5, 31)),
    ]


async def test_a_case_is_cancelled_with_a_reason_and_brought_back(
    store: Store, tmp_path: Path, case_id: int
) -> None:
    async with visit(store, tmp_path, case_id) as here:
        await here.press("f9", "2")
        await here.see("Warum wird der Fall 2024-001 storniert?")
        await here.press(*"doppelt", "enter")
        await here.see("storniert")
        await here.until(lambda: store.call(case_row, case_id, TODAY).state == "cancelled")
        await here.press("f9", "1")
        await here.see("Die Stornierung zurücknehmen?")
        await here.press("enter")
        await here.until(lambda: store.call(case_row, case_id, TODAY).state == "running")
