"""The sheet for the colleague who stands in: which dates, cases, offices and places it names."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest

from caseconsole import config
from caseconsole import models as m
from caseconsole.deadlines import dates_until
from caseconsole.documents.kinds import KINDS, DocumentData, Request
from caseconsole.documents.writer import Writer, file_name
from caseconsole.i18n import set_language
from caseconsole.settings import Manager, Settings, Store
from tests.documents import walk

D = dt.date
SHEET = KINDS["vertretungsblatt"]


@pytest.fixture(autouse=True)
def _tables(database: None) -> None:
    m.database.obj.create_tables(m.ALL_MODELS)


def _case(number: str, family: str, *, end: dt.date | None = None, **person: Any) -> m.Case:
    made = m.Person.create(given_name="Ali", family_name=family, sort_key=family.lower(), **person)
    case = m.Case.create(number=number, person=made)
    m.CarePeriod.create(case=case, begin=D(2026, 10, 1), end=end)
    return case


def _reminder(case: m.Case | None, day: dt.date, text: str, **values: Any) -> m.Reminder:
    return m.Reminder.create(case=case, due_on=day, text=text, **values)


def _data(today: dt.date) -> DocumentData:
    return SHEET.read(Request(SHEET.name), today)


def _context(today: dt.date) -> Any:
    return SHEET.context(_data(today), None)


def test_the_overdue_and_the_next_four_weeks_each_in_its_list(today: dt.date) -> None:
    case = _case("2026-1", "Ö")
    for day, text in (
        (D(2026, 11, 19), "gestern"), (today, "heute"), (D(2026, 12, 10), "in drei Wochen"),
        (D(2026, 12, 18), "letzter Tag"), (D(2026, 12, 19), "danach"),
    ):  # fmt: skip
        _reminder(case, day, text)
    _reminder(case, D(2026, 11, 25), "erledigt", done_on=today)
    _reminder(None, D(2026, 11, 26), "des Büros", time="9:00", place="Rathaus")
    _reminder(_case("2026-2", "Beendet", end=D(2026, 11, 1)), D(2026, 11, 25), "beendet")
    values = _context(today)
    assert values["vertretung_bis"] == "18.12.2026"
    assert [row["was"] for row in values["ueberfaellig"]] == ["gestern"]
    columns = ("tag", "was", "name", "naeheres")
    assert [tuple(row[column] for column in columns) for row in values["termine"]] == [
        ("Fr 20.11.2026", "heute", "Ö, Ali", ""),
        ("Do 26.11.2026", "Termin 9:00", "", "des Büros, Rathaus"),
        ("Do 10.12.2026", "in drei Wochen", "Ö, Ali", ""),
        ("Fr 18.12.2026", "letzter Tag", "Ö, Ali", ""),
    ]  # fmt: skip


def test_what_was_ticked_off_or_put_off_beyond_is_left_out(today: dt.date) -> None:
    case = _case("2026-1", "A")
    rows = [_reminder(case, D(2026, 11, 24), text) for text in ("ab", "weit", "nah")]
    for row, until in zip(rows, (None, D(2026, 12, 19), D(2026, 12, 1)), strict=True):
        m.Snooze.create(key=f"reminder:{row.id}:2026-11-24", until=until)
    due = [d.title for d in dates_until(D(2026, 12, 18), today) if d.reason == "reminder"]
    assert due == ["nah"]


def test_the_list_holds_the_running_cases_by_name(today: dt.date) -> None:
    second = _case("2026-1", "Zoll", phone="0151 2", languages=["ar", "en"],
                   birth_date=D(1990, 5, 4), interpreter_needed=True)  # fmt: skip
    _case("2026-2", "Abel")
    _case("2026-3", "Vorbei", end=today)
    m.Case.update(cancelled=True).where(m.Case.id == _case("2026-4", "Storno").id).execute()
    contact = m.Contact.create(day=D(2026, 11, 10), kind="office")
    m.ContactCase.create(contact=contact, case=second)
    _reminder(second, D(2026, 11, 18), "vorbei")
    plan = m.Plan.create(case=second)
    m.PlanVersion.create(plan=plan, number=3, agreed_on=D(2026, 10, 5), review_on=D(2026, 11, 1))
    goal = m.Goal.create(plan=plan, area="work", text="Z", agreed_on=D(2026, 10, 5))
    for done in (None, None, today):
        m.Measure.create(goal=goal, text="S", done_on=done)
    settled = m.Goal.create(plan=plan, area="work", text="Y", settled_on=today, state="reached")
    m.Measure.create(goal=settled, text="S")
    values = _context(today)
    assert values["zahl_der_faelle"] == "2"
    first, last = values["laufende_faelle"]
    assert (first["name"], first["plan"], first["offene_schritte"]) == (
        "Abel, Ali",
        "kein Plan",
        "",
    )
    assert last == {
        "fallnummer": "2026-1", "name": "Zoll, Ali", "geburtsdatum": "04.05.1990",
        "telefon": "0151 2", "ort": "", "sprachen": "Arabisch, Englisch", "sprachmittlung": True,
        "letzter_kontakt": "10.11.2026", "naechster_termin": "01.11.2026",
        "termin_ueberfaellig": True, "offene_schritte": "2", "plan": "Version 3, überfällig",
    }  # fmt: skip


def test_the_offices_of_the_running_cases_are_named(today: dt.date) -> None:
    running, ended = _case("2026-1", "A"), _case("2026-2", "B", end=D(2026, 11, 1))
    names = ("Verweis", "Freigabe", "Schritt", "Niemand", "Beendet")
    partners = {name: m.Partner.create(name=name, phone=f"Tel {name}") for name in names}
    m.Referral.create(case=running, partner=partners["Verweis"], day=today)
    m.Referral.create(case=ended, partner=partners["Beendet"], day=today)
    m.Consent.create(case=running, partner=partners["Freigabe"], purpose="release")
    goal = m.Goal.create(plan=m.Plan.create(case=running), area="work", text="Z")
    m.Measure.create(goal=goal, text="S", partner=partners["Schritt"])
    found = _context(today)["wichtige_stellen"]
    assert [row["name"] for row in found] == ["Freigabe", "Schritt", "Verweis"]
    assert found[0]["telefon"] == "Tel Freigabe"


def test_without_any_dealings_the_whole_address_book_is_named(today: dt.date) -> None:
    m.Partner.create(name="Einzige")
    assert [row["name"] for row in _context(today)["wichtige_stellen"]] == ["Einzige"]


def test_it_says_where_files_and_backups_lie(today: dt.date) -> None:
    settings = Settings(manager=Manager(name="Sabine Beispiel"))
    config.use(replace(settings, store=Store(folder="D:\\Akten")))
    backup = {"sequence": 4, "made_at": "2026-11-19T23:30:00+00:00", "folder": "E:\\Sicherung",
              "name": "stand.ccbackup", "covers": 1, "elsewhere": True}  # fmt: skip
    m.StoreInfo.create(key="last_backup", value=json.dumps(backup))
    places = {row["was"]: row["wo"] for row in _context(today)["ablage"]}
    assert places["Fallakten (verschlüsselt)"] == "D:\\Akten"
    assert places["Letzte geprüfte Sicherung"].startswith("20.11.2026 · E:\\Sicherung")
    assert places["Sicherung auf einem anderen Datenträger"] == ""


def test_it_is_german_whatever_the_screen_speaks(today: dt.date) -> None:
    _reminder(_case("2026-1", "A"), D(2026, 11, 24), "Jobcenter")
    m.Contact.create(day=D(2026, 11, 1), kind="office", follow_up_on=D(2026, 11, 25), text="Rest")
    m.ContactCase.create(contact=1, case=1)
    set_language("en")
    printed = walk.text(Writer(SHEET).make(_data(today)).content)
    set_language("de")
    assert "Wiedervorlage" in printed
    assert "Di 24.11.2026" in printed
    assert "kein Plan" in printed


def test_each_page_is_marked_and_the_head_of_a_table_is_repeated(today: dt.date) -> None:
    for number in range(3):
        _case(f"2026-{number}", f"Name {number}", phone="A & B <c> {{ x }}")
    made = Writer(SHEET).make(_data(today))
    body, *margins = walk.parts(made.content)
    texts = ["".join(part.itertext()) for part in margins]
    assert sum("VERTRAULICH" in text for text in texts) == 3  # the head from page 2, both feet
    assert "A & B <c> {{ x }}" in walk.text(made.content)
    tables = list(body.iter(f"{walk.W}tbl"))
    assert tables
    for rows in ([*table.iter(f"{walk.W}tr")] for table in tables):
        assert rows[0].find(f"{walk.W}trPr/{walk.W}tblHeader") is not None
        assert all(row.find(f"{walk.W}trPr/{walk.W}cantSplit") is not None for row in rows)


def test_an_empty_office_prints(today: dt.date) -> None:
    data = _data(today)
    lines = walk.paragraphs(Writer(SHEET).make(data).content)
    for expected in ("Nichts ist überfällig.", "Keine Termine.", "Keine laufenden Fälle.",
                     "Keine Stellen eingetragen."):  # fmt: skip
        assert expected in lines
    assert file_name(SHEET, data) == "2026-11-20_Vertretungsblatt.docx"
    assert data.case is None
    assert data.released is None
