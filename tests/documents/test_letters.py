"""Consultation record, referral and appointment slip: what is read, what is printed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from caseconsole import config
from caseconsole import models as m
from caseconsole.documents.kinds import KINDS, DocumentData, Kind, Request
from caseconsole.documents.kinds.referral import address_lines, salutation
from caseconsole.documents.kinds.subjects import subjects_of
from caseconsole.documents.placeholders import CASE, OFFICE
from caseconsole.documents.words import time_words
from caseconsole.documents.writer import Writer, file_name
from caseconsole.errors import NotFoundError
from caseconsole.settings import Manager, Municipality, Settings
from tests.documents import walk

D = dt.date
CONTACT, REFERRAL = KINDS["beratungsprotokoll"], KINDS["vermittlung"]
SLIP, SHEET = KINDS["terminzettel"], KINDS["vertretungsblatt"]
MINE = (CONTACT, REFERRAL, SLIP, SHEET)
HOSTILE = (
    'A & B <c> "d" </w:t> {{ 7*7 }} {% if x %}\nZeile zwei\tTab زينب Оксана ሰላም Çelik '
    + "lang " * 1000
).strip()


@pytest.fixture(autouse=True)
def _tables(database: None) -> None:
    m.database.obj.create_tables(m.ALL_MODELS)


def _case(number: str = "2026-001", **person: Any) -> m.Case:
    made = m.Person.create(**({"given_name": "Zainab", "family_name": "Al-Bayati"} | person))
    case = m.Case.create(number=number, person=made)
    m.CarePeriod.create(case=case, begin=D(2026, 1, 1))
    return case


def _contact(case: m.Case, *persons: m.Person, **values: Any) -> m.Contact:
    contact = m.Contact.create(**({"day": D(2026, 11, 3), "kind": "office"} | values))
    m.ContactCase.create(contact=contact, case=case)
    for position, person in enumerate(persons):
        m.ContactPerson.create(contact=contact, person=person, position=position)
    return contact


def _referral(case: m.Case, partner: m.Partner, **values: Any) -> m.Referral:
    return m.Referral.create(**({"case": case, "partner": partner, "day": D(2026, 11, 4)} | values))


def _read(kind: Kind, case: m.Case | None, row: Any, today: dt.date) -> DocumentData:
    return kind.read(Request(kind.name, case.id if case else None, row.id if row else None), today)


def _lines(kind: Kind, data: DocumentData, language: str | None = None) -> list[str]:
    return walk.paragraphs(Writer(kind, second_language=language).make(data).content)


# ---- consultation record ----


def test_the_record_says_who_when_and_about_what(today: dt.date) -> None:
    case = _case(birth_date=D(1990, 1, 2))
    son = m.Person.create(given_name="Omar", family_name="Al-Bayati", birth_date=D(2012, 1, 1),
                          birth_precision="year")  # fmt: skip
    contact = _contact(
        case, case.person, son, minutes=45, anonymous=2, interpreter=True, main_topic="housing",
        topics=["school", "health"], text="Erster Absatz\n\nZweiter Absatz",
        follow_up_on=D(2026, 11, 30),
    )  # fmt: skip
    lines = _lines(CONTACT, _read(CONTACT, case, contact, today))
    for expected in (
        "03.11.2026 · Beratung im Büro", "45 Minuten", "Zainab Al-Bayati", "02.01.1990", "2026-001",
        "Omar Al-Bayati", "2012", "Dazu ohne Namen: 2 Personen", "ja", "Wohnen",
        "Schule, Gesundheit", "Erster Absatz\n\nZweiter Absatz", "30.11.2026",
    ):  # fmt: skip
        assert expected in lines, expected


def test_what_was_agreed_are_the_open_steps_and_the_next_date(today: dt.date) -> None:
    case = _case()
    contact = _contact(case, case.person)
    plan = m.Plan.create(case=case)
    m.PlanVersion.create(plan=plan, number=1, agreed_on=D(2026, 2, 1))
    goal = m.Goal.create(plan=plan, area="work", text="Arbeit", agreed_on=D(2026, 2, 1))
    for words, done in (("Bewerbung schreiben", None), ("Zeugnis holen", D(2026, 3, 1))):
        m.Measure.create(goal=goal, text=words, responsible="client", due_on=D(2026, 12, 1),
                         done_on=done)  # fmt: skip
    for day, words, done in (
        (D(2026, 11, 1), "vorher", None),
        (D(2026, 11, 24), "erledigt", today),
        (D(2026, 11, 25), "Jobcenter", None),
        (D(2026, 11, 26), "später", None),
    ):
        m.Reminder.create(case=case, due_on=day, text=words, time="9.15", place="Zi. 3",
                          done_on=done)  # fmt: skip
    m.Reminder.create(case=_case("2026-002"), due_on=D(2026, 11, 5), text="fremd")
    lines = _lines(CONTACT, _read(CONTACT, case, contact, today))
    assert "25.11.2026 · 9:15 Uhr · Zi. 3 · Jobcenter" in lines
    assert "Bewerbung schreiben" in lines
    assert "01.12.2026" in lines
    assert not {"Zeugnis holen", "Keine offenen Schritte."} & set(lines)


def test_a_talk_of_another_file_is_refused(today: dt.date) -> None:
    mine, other = _case(), _case("2026-002", given_name="Fremd")
    with pytest.raises(NotFoundError, match="nicht in der Akte dieses Falles"):
        _read(CONTACT, mine, _contact(other, other.person), today)
    with pytest.raises(NotFoundError, match="nicht mehr vorhanden"):
        CONTACT.read(Request(CONTACT.name, mine.id, 99), today)
    with pytest.raises(NotFoundError, match="Fall gibt es nicht mehr"):
        CONTACT.read(Request(CONTACT.name, 99, 1), today)


def test_a_talk_with_the_client_in_another_file_is_theirs(today: dt.date) -> None:
    mine, family = _case(), _case("2026-002", given_name="Omar")
    contact = _contact(family, mine.person, text="zusammen beraten")
    assert "zusammen beraten" in _lines(CONTACT, _read(CONTACT, mine, contact, today))


# ---- referral ----


def _consent(case: m.Case, **values: Any) -> m.Consent:
    return m.Consent.create(**({"case": case, "purpose": "release",
                                "granted_on": D(2026, 10, 1)} | values))  # fmt: skip


def _released(values: dict[str, Any], today: dt.date) -> bool | None:
    """Whether a referral to ``VHS`` is covered by one consent of these values."""
    case, partner = _case(), m.Partner.create(name="VHS Musterstadt")
    other = m.Partner.create(name="Jobcenter")
    whose = {"own": partner, "other": other}.get(values.pop("partner", ""))
    owner = _case("2026-002") if values.pop("stranger", False) else case
    _consent(owner, **values, **({"partner": whose} if whose else {}))
    data = _read(REFERRAL, case, _referral(case, partner), today)
    assert data.recipient == "VHS Musterstadt"
    return data.released


@pytest.mark.parametrize(
    ("values", "released"),
    [
        ({"partner": "own"}, True),
        ({"recipient": "vhs  MUSTERSTADT"}, True),
        ({"partner": "own", "granted_on": D(2026, 11, 20)}, True),
        ({"partner": "own", "ends_on": D(2026, 11, 20)}, True),
        ({"partner": "own", "withdrawn_on": D(2026, 11, 21)}, True),
        ({"partner": "own", "granted_on": D(2026, 11, 21)}, False),
        ({"partner": "own", "granted_on": None}, False),
        ({"partner": "own", "ends_on": D(2026, 11, 19)}, False),
        ({"partner": "own", "withdrawn_on": D(2026, 11, 20)}, False),
        ({"partner": "own", "purpose": "counselling"}, False),
        ({"partner": "own", "stranger": True}, False),
        ({"partner": "other"}, False),
        ({"recipient": "VHS"}, False),
    ],
)
def test_only_a_release_that_holds_today_covers_the_letter(
    values: dict[str, Any], released: bool, today: dt.date  # noqa: FBT001 - what is expected
) -> None:  # fmt: skip
    assert _released(dict(values), today) is released


def _letter(today: dt.date, *, release: bool) -> list[str]:
    config.use(Settings(municipality=Municipality(name="Musterstadt", place="Musterstadt",
                                                  postcode="79999", address="Markt 1"),
                        manager=Manager(name="Sabine Beispiel")))  # fmt: skip
    case = _case(languages=["ar", "en"], interpreter_needed=True, phone="0151 1",
                 health="GEHEIM-G", schooling="GEHEIM-S", children="GEHEIM-K")  # fmt: skip
    m.PersonStatus.create(person=case.person, from_day=D(2025, 1, 1), conditions="GEHEIM-A",
                          residence_status="toleration", income=["sgb2"])  # fmt: skip
    partner = m.Partner.create(name="VHS Musterstadt", contact_person="Frau Dr. Brenner",
                               address="Schulstr. 4, 79999 Musterstadt")  # fmt: skip
    if release:
        _consent(case, partner=partner, ends_on=D(2027, 1, 31), reason="Sprachkurs", scope="Name")
    return _lines(
        REFERRAL, _read(REFERRAL, case, _referral(case, partner, reason="Anmeldung B1"), today)
    )


def test_the_letter_holds_what_the_office_needs_and_no_more(today: dt.date) -> None:
    lines = _letter(today, release=True)
    for expected in (
        "Musterstadt · Markt 1 · 79999 Musterstadt", "VHS Musterstadt", "Frau Dr. Brenner",
        "Schulstr. 4", "79999 Musterstadt", "Sehr geehrte Frau Dr. Brenner,", "20.11.2026",
        "Zainab Al-Bayati", "0151 1", "Arabisch", "Englisch", "ja", "Anmeldung B1",
        "Zu Fall 2026-001, Vermittlung vom 04.11.2026 an VHS Musterstadt",
    ):  # fmt: skip
        assert expected in lines, expected
    text = "\n".join(lines)
    assert "nur für den genannten Anlass verwendet" in text
    for secret in ("GEHEIM", "Duldung", "SGB II", "01.01.2026"):
        assert secret not in text
    assert text.count("☐") == 5
    assert not {"☑", "☒", "✓"} & set(text)


def test_the_letter_names_its_release(today: dt.date) -> None:
    text = "\n".join(_letter(today, release=True))
    assert "am 01.10.2026 Ihnen gegenüber von der Schweigepflicht entbunden" in text
    assert "(gültig bis 31.01.2027). Wozu: Sprachkurs. Umfang: Name." in text
    assert "Einverständnis" not in text


def test_without_a_release_the_person_signs_the_letter_itself(today: dt.date) -> None:
    text = "\n".join(_letter(today, release=False))
    assert "Ihnen gegenüber von der Schweigepflicht entbunden" not in text
    assert "Ich bin einverstanden, dass die Angaben in diesem Brief an VHS Musterstadt" in text
    assert "Unterschrift von Zainab Al-Bayati" in text


def test_a_referral_of_another_file_is_refused(today: dt.date) -> None:
    mine, other, partner = _case(), _case("2026-002"), m.Partner.create(name="VHS")
    with pytest.raises(NotFoundError, match="nicht in der Akte dieses Falles"):
        _read(REFERRAL, mine, _referral(other, partner), today)


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("", "Sehr geehrte Damen und Herren,"),
        ("Kim Müller", "Sehr geehrte Damen und Herren,"),
        ("Frau", "Sehr geehrte Damen und Herren,"),
        ("Frauke Hermann", "Sehr geehrte Damen und Herren,"),
        ("Frau Müller", "Sehr geehrte Frau Müller,"),
        ("Herr Kern", "Sehr geehrter Herr Kern,"),
        ("Herrn Dr. Kern", "Sehr geehrter Herr Dr. Kern,"),
    ],
)
def test_nobodys_sex_is_guessed(person: str, expected: str) -> None:
    assert salutation(person) == expected


def test_an_address_stands_in_lines() -> None:
    assert address_lines("Haus B, Weg 1 ;79999 Ort\n") == ("Haus B", "Weg 1", "79999 Ort")
    assert address_lines("") == ()


# ---- appointment slip ----


def _appointment(case: m.Case | None, **values: Any) -> m.Reminder:
    whole = {"case": case, "due_on": D(2026, 12, 3), "text": "Wohngeld", "time": "10:30",
             "place": "Rathaus", "bring": "Ausweis\n\n Mietvertrag "}  # fmt: skip
    return m.Reminder.create(**(whole | values))


def test_the_slip_says_day_time_and_place(today: dt.date) -> None:
    config.use(Settings(manager=Manager(name="Sabine Beispiel", phone="07777 1")))
    case = _case(interpreter_needed=True)
    data = _read(SLIP, case, _appointment(case), today)
    lines = _lines(SLIP, data)
    for expected in (
        "Ihr Termin", "Zainab Al-Bayati", "Donnerstag", "03.12.2026", "10:30 Uhr", "Rathaus",
        "Wohngeld", "Sabine Beispiel", "Integrationsmanagement", "☐  Ausweis", "☐  Mietvertrag",
        "☐  Eine Person, die übersetzt, ist dabei.",
    ):  # fmt: skip
        assert expected in lines, expected
    assert file_name(SLIP, data) == "2026-001_Terminzettel_2026-12-03.docx"


@pytest.mark.parametrize(
    ("typed", "things"),
    [
        ("Ausweis, Mietvertrag; Zeugnisse", ["Ausweis", "Mietvertrag", "Zeugnisse"]),
        ("Ausweis\nMietvertrag,\n", ["Ausweis", "Mietvertrag"]),
        ("Zeugnisse (Original, Kopie), 2,50 Euro", ["Zeugnisse (Original, Kopie)", "2,50 Euro"]),
        (" ,; ", []),
    ],
)
def test_each_thing_to_bring_has_a_line(today: dt.date, typed: str, things: list[str]) -> None:
    lines = _lines(SLIP, _read(SLIP, None, _appointment(None, bring=typed), today))
    assert [line for line in lines if line.startswith("☐")] == [f"☐  {one}" for one in things]


def test_the_slip_prints_with_a_day_alone(today: dt.date) -> None:
    reminder = _appointment(None, time="", place="", bring="", text="Tag der offenen Tür")
    data = _read(SLIP, None, reminder, today)
    lines = _lines(SLIP, data)
    assert {"03.12.2026", "Tag der offenen Tür", "—"} <= set(lines)
    assert not any("☐" in line or "bringen Sie mit" in line for line in lines)
    assert not any("None" in line for line in lines)
    assert data.case is None


@pytest.mark.parametrize(
    ("code", "weekday"),
    [("ar", "الخميس"), ("uk", "четвер"), ("en", "Thursday"), ("fa", "پنجشنبه")],
)
def test_the_slip_in_two_languages(code: str, weekday: str, today: dt.date) -> None:
    case = _case()
    data = _read(SLIP, case, _appointment(case), today)
    made = Writer(SLIP, second_language=code).make(data)
    assert made.second_language == code
    squeezed = walk.text(made.content).replace("\u200c", "")
    assert "Donnerstag" in squeezed
    assert weekday in squeezed
    assert "wir haben einen Termin für Sie" in squeezed
    assert walk.out_of_order(made.content) == []


def test_right_to_left_sentences_are_marked_and_dates_are_not(today: dt.date) -> None:
    case = _case()
    made = Writer(SLIP, second_language="ar").make(_read(SLIP, case, _appointment(case), today))
    marked = {True: "", False: ""}
    for root in walk.parts(made.content):
        for run in root.iter(f"{walk.W}r"):
            right = run.find(f"{walk.W}rPr/{walk.W}rtl") is not None
            marked[right] += "".join(run.itertext())
    assert "03.12.2026" in marked[False]
    assert "موعدك" in marked[True]
    assert not any("\u0600" <= letter <= "\u06ff" for letter in marked[False])


def test_an_appointment_of_another_file_is_refused(today: dt.date) -> None:
    mine, other = _case(), _case("2026-002")
    with pytest.raises(NotFoundError, match="nicht in der Akte dieses Falles"):
        _read(SLIP, mine, _appointment(other), today)
    with pytest.raises(NotFoundError, match="nicht mehr vorhanden"):
        SLIP.read(Request(SLIP.name, mine.id, 99), today)


@pytest.mark.parametrize(
    ("time", "shown"),
    [("9", "9 Uhr"), ("9:05", "9:05 Uhr"), ("10.30", "10:30 Uhr"), ("", ""),
     ("ab 9 Uhr", "ab 9 Uhr"), ("10:30 Uhr", "10:30 Uhr")],
)  # fmt: skip
def test_a_time_is_said_as_such(time: str, shown: str) -> None:
    assert time_words(time) == shown


# ---- all of them ----


@pytest.mark.parametrize("kind", MINE, ids=lambda kind: kind.name)
def test_the_template_prints_every_placeholder_of_its_own(kind: Kind) -> None:
    shared = {placeholder.name for placeholder in (*CASE, *OFFICE)}
    own = {placeholder.name for placeholder in kind.placeholders} - shared
    own -= {name for name in own if name == "zweit" or name.startswith("zweit_")}
    assert own
    assert own <= Writer(kind)._template.names


def test_the_slip_prints_every_phrase_of_its_own() -> None:
    assert {f"zweit_{key}" for key in SLIP.phrases} <= Writer(SLIP)._template.names


def test_hostile_values_arrive_as_they_are(today: dt.date) -> None:
    case = _case(given_name="A & B <c>", phone=HOSTILE)
    partner = m.Partner.create(name=HOSTILE[:200], contact_person="Frau {{ x }}", address="a<b, c")
    contact = _contact(case, case.person, text=HOSTILE)
    referral = _referral(case, partner, reason=HOSTILE)
    reminder = _appointment(case, text=HOSTILE, place=HOSTILE, bring=HOSTILE, time=HOSTILE)
    _consent(case, partner=partner, scope=HOSTILE)
    for kind, row in ((CONTACT, contact), (REFERRAL, referral), (SLIP, reminder)):
        data = _read(kind, case, row, today)
        # Right-to-left letters in a value make paragraphs of its lines; the text stays as it is.
        printed = walk.text(Writer(kind).make(data).content)
        assert HOSTILE in printed, kind.name
        assert "49" not in printed.replace(HOSTILE, ""), kind.name


def test_an_empty_case_prints_with_gaps_alone(today: dt.date) -> None:
    case = _case(given_name="X", family_name="")
    partner = m.Partner.create(name="Y")
    for kind, row in (
        (CONTACT, _contact(case)),
        (REFERRAL, _referral(case, partner)),
        (SLIP, _appointment(case, time="", place="", bring="", text="Z")),
    ):
        writer = Writer(kind)
        data = _read(kind, case, row, today)
        lines = walk.paragraphs(writer.make(data).content)
        assert "—" in lines, kind.name
        assert not any("None" in line or "{" in line for line in lines), kind.name
        assert writer.gaps(data), kind.name


def test_gaps_of_the_letter_name_the_field_to_enter_them_in(today: dt.date) -> None:
    case, partner = _case(), m.Partner.create(name="Y")
    gaps = Writer(REFERRAL).gaps(_read(REFERRAL, case, _referral(case, partner), today))
    sources = {gap.source for gap in gaps}
    assert {"partner.address", "partner.contact_person", "referral.reason"} <= sources
    assert "person.health" not in sources
    assert not any(source.startswith("consent.") for source in sources)


def test_what_a_release_leaves_open_is_a_gap_of_its_letter(today: dt.date) -> None:
    case, partner = _case(), m.Partner.create(name="Y")
    m.Consent.create(
        case=case, purpose="release", partner=partner, granted_on=D(2026, 1, 2), scope="Termine"
    )
    gaps = Writer(REFERRAL).gaps(_read(REFERRAL, case, _referral(case, partner), today))
    sources = {gap.source for gap in gaps}
    assert "consent.reason" in sources
    assert not {"consent.scope", "consent.granted_on", "consent.ends_on"} & sources


@pytest.mark.parametrize(
    ("spoken", "named", "code"),
    [
        (["ar", "en"], None, "ar"),
        (["so", "ku"], None, "kmr"),
        (["ar"], "uk", "uk"),
        (["de", "ar"], None, ""),
        (["so"], None, ""),
    ],
)
def test_the_slip_is_in_the_clients_language_unless_the_plan_names_another(
    today: dt.date, spoken: list[str], named: str | None, code: str
) -> None:
    case = _case(languages=spoken)
    if named:
        plan = m.Plan.create(case=case)
        m.PlanVersion.create(plan=plan, number=1, second_language=named)
    data = _read(SLIP, case, _appointment(case), today)
    assert Writer(SLIP).make(data).second_language == code
    assert Writer(SLIP, second_language="de").make(data).second_language == ""
    release = KINDS["schweigepflichtentbindung"]
    form = release.read(Request(release.name, case.id), today)
    assert Writer(release).make(form).second_language == (named or "")


def test_only_what_somebody_has_to_enter_is_a_gap(today: dt.date) -> None:
    """Nobody has to name a footer, an illness, an interpreter who was not needed."""
    plan = KINDS["integrationsplan"]
    first, fourth = _case(), m.Case.create(number="2022-001", person=m.Person.create())
    m.CarePeriod.create(case=fourth, begin=D(2022, 1, 1))

    def gaps(case: m.Case, language: str) -> set[str]:
        data = plan.read(Request(plan.name, case.id), today)
        return {gap.name for gap in Writer(plan, second_language=language).gaps(data)}

    german = gaps(first, "de")
    assert german >= {"geburtsort", "anliegen"}
    for never in ("fusszeile", "gesundheit", "sprachmittlung_durch", "auch_bekannt_als",
                  "name_eigene_schrift"):  # fmt: skip
        assert never not in german, never
    assert "anliegen_zweit" not in german
    assert "anliegen_zweit" in gaps(first, "uk")
    assert "grund_viertes_jahr" not in german
    assert "grund_viertes_jahr" in gaps(fourth, "de")


def test_what_a_document_can_be_about_comes_newest_first(today: dt.date) -> None:
    case, partner = _case(), m.Partner.create(name="Y")
    old = _contact(case, day=D(2026, 1, 1))
    new = _contact(case, day=D(2026, 2, 1))
    _contact(_case("2026-002"), day=D(2026, 3, 1))
    referrals = [_referral(case, partner, day=day) for day in (D(2026, 5, 1), D(2026, 4, 1))]
    past, later, soon = (
        _appointment(case, due_on=day) for day in (D(2026, 11, 19), D(2026, 12, 9), today)
    )
    assert subjects_of("contact", case.id, today) == (new.id, old.id)
    assert subjects_of("referral", case.id, today) == (referrals[0].id, referrals[1].id)
    assert subjects_of("reminder", case.id, today) == (soon.id, later.id, past.id)
    assert subjects_of("plan", case.id, today) == ()
