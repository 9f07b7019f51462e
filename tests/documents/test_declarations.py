"""Release, consent, justification of a further year, closing report: what is read and printed."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from caseconsole import config, paths
from caseconsole import models as m
from caseconsole.documents import languages
from caseconsole.documents.kinds import KINDS, DocumentData, Kind, Request
from caseconsole.documents.package import read_package
from caseconsole.documents.paragraphs import paragraphs_of
from caseconsole.documents.placeholders import CASE
from caseconsole.documents.review_words import duration_words, minutes_words
from caseconsole.documents.writer import Writer, file_name
from caseconsole.errors import NotFoundError, RuleError
from caseconsole.settings import Municipality, Retention, Settings
from tests.documents import walk

D = dt.date
RELEASE, CONSENT = KINDS["schweigepflichtentbindung"], KINDS["einwilligung"]
YEAR, CLOSING = KINDS["begruendung-viertes-jahr"], KINDS["abschlussbericht"]
MINE = (RELEASE, CONSENT, YEAR, CLOSING)
TICKED = re.compile("[☑☒✓✔✗✘\u25a0\u25a3\u2b1b]")
HOSTILE = (
    'A & B <c> "d" </w:t> {{ 7*7 }} {% if x %}\nZeile zwei\tTab زينب Оксана ሰላም Çelik '
    + "lang " * 1000
).strip()


@pytest.fixture(autouse=True)
def _tables(database: None) -> None:
    """A database of the caseload in memory."""


def _case(**values: Any) -> m.Case:
    names = {"given_name": "Zainab", "family_name": "Al-Bayati"}
    person = m.Person.create(**names, birth_date=D(1969, 5, 12))
    return m.Case.create(**({"number": "2024-001", "person": person} | values))


def _read(kind: Kind, case: m.Case, today: dt.date, subject: int | None = None) -> DocumentData:
    return kind.read(Request(kind.name, case.id, subject), today)


def _lines(kind: Kind, data: DocumentData, language: str | None = None) -> list[str]:
    return walk.paragraphs(Writer(kind, second_language=language).make(data).content)


def _contains(lines: list[str], *expected: str) -> None:
    for words in expected:
        assert any(words in line for line in lines), words


# ---- release ----


def _release(case: m.Case, **values: Any) -> m.Consent:
    partner = m.Partner.create(
        name="Wohngeldstelle Kreis", kind="housing_benefit_office", contact_person="Frau Amt",
        phone="07777 9", email="wohngeld@kreis.de", address="Kreisstraße 3, 79999 Kreisstadt",
    )  # fmt: skip
    stated = {
        "reason": "Antrag auf Wohngeld", "scope": "Einkommen, Mietvertrag",
        "granted_on": D(2026, 1, 5), "ends_on": D(2026, 12, 31),
    }  # fmt: skip
    made = {"case": case, "purpose": "release", "partner": partner} | stated | values
    return m.Consent.create(**made)


def test_a_release_names_recipient_purpose_scope_and_days(today: dt.date) -> None:
    case = _case()
    release = _release(case)
    data = _read(RELEASE, case, today, release.id)
    _contains(
        _lines(RELEASE, data),
        "Wohngeldstelle Kreis", "Wohngeldstelle", "Frau Amt", "Kreisstraße 3, 79999 Kreisstadt",
        "07777 9 · wohngeld@kreis.de", "Antrag auf Wohngeld", "Einkommen, Mietvertrag",
        "05.01.2026", "31.12.2026", "Zainab Al-Bayati", "12.05.1969",
    )  # fmt: skip
    assert data.recipient == "Wohngeldstelle Kreis"
    assert not any("WIDERRUFEN" in line for line in _lines(RELEASE, data))


def test_the_case_of_a_release_is_its_own(today: dt.date) -> None:
    release = _release(_case())
    data = RELEASE.read(Request(RELEASE.name, None, release.id), today)
    assert data.case is not None
    assert data.case.case_number == "2024-001"


def test_a_withdrawn_release_says_so_from_that_day_on(today: dt.date) -> None:
    case = _case()
    release = _release(case, withdrawn_on=today)
    assert "WIDERRUFEN am 20.11.2026" in _lines(RELEASE, _read(RELEASE, case, today, release.id))
    before = today - dt.timedelta(days=1)
    lines = _lines(RELEASE, _read(RELEASE, case, before, release.id))
    assert not any("WIDERRUFEN" in line for line in lines)


def test_a_release_without_values_has_lines_to_write_on_and_no_signs_for_gaps(
    today: dt.date,
) -> None:
    data = _read(RELEASE, _case(), today)
    content = Writer(RELEASE).make(data).content
    assert not any(config.active().documents.gap in line for line in walk.paragraphs(content))
    (body,) = [root for root in walk.parts(content) if root.tag == f"{walk.W}document"]
    leaders = [tab.get(f"{walk.W}leader") for tab in body.iter(f"{walk.W}tab")]
    # fachkraft 1, recipient 2, purpose 2, scope 3
    assert leaders.count("underscore") == 8
    gaps = {gap.name for gap in Writer(RELEASE).gaps(data)}
    assert {"entbindung_empfaenger", "entbindung_wozu", "entbindung_welche"} <= gaps
    assert "entbindung_bis" in gaps


def test_what_is_no_release_is_refused(today: dt.date) -> None:
    case = _case()
    photo = _release(case, purpose="photo")
    with pytest.raises(RuleError, match="keine Schweigepflichtentbindung"):
        _read(RELEASE, case, today, photo.id)
    with pytest.raises(NotFoundError):
        _read(RELEASE, case, today, photo.id + 1)


# ---- boxes, second language ----


@pytest.mark.parametrize(("kind", "boxes"), [(RELEASE, 2), (CONSENT, 8)])
@pytest.mark.parametrize("language", ["de", "ar", "uk", "ti", "de-simple"])
def test_boxes_are_empty_in_every_language(
    kind: Kind, boxes: int, language: str, today: dt.date
) -> None:
    case = _case()
    subject = _release(case).id if kind is RELEASE else None
    printed = "\n".join(_lines(kind, _read(kind, case, today, subject), language))
    assert printed.count("☐") == boxes
    assert not TICKED.search(printed)


@pytest.mark.parametrize("kind", [RELEASE, CONSENT])
@pytest.mark.parametrize("language", ["ar", "uk", "fa", "en"])
def test_every_phrase_stands_beside_the_german_one(
    kind: Kind, language: str, today: dt.date
) -> None:
    catalogue = languages.catalogue(language)
    lines = _lines(kind, _read(kind, _case(), today), language)
    for key, german in kind.phrases.items():
        _contains(lines, german)
        translated = catalogue.text("phrase", key)
        assert translated, key
        _contains(lines, translated)


@pytest.mark.parametrize("kind", [RELEASE, CONSENT])
def test_a_sentence_from_right_to_left_is_a_paragraph_of_its_own(
    kind: Kind, today: dt.date
) -> None:
    content = Writer(kind, second_language="ar").make(_read(kind, _case(), today)).content
    arabic = re.compile("[\u0600-\u06ff]")
    latin = re.compile("[A-Za-zÄÖÜäöüß]{4}")
    found = 0
    for root in walk.parts(content):
        for paragraph in root.iter(f"{walk.W}p"):
            runs = list(paragraph.iter(f"{walk.W}r"))
            text = "".join(t.text or "" for t in paragraph.iter(f"{walk.W}t"))
            if not arabic.search(text):
                continue
            for run in runs:
                inside = "".join(t.text or "" for t in run.iter(f"{walk.W}t"))
                if arabic.search(inside):
                    assert run.find(f"{walk.W}rPr/{walk.W}rtl") is not None, inside
            if not latin.search(text):
                found += 1
                assert paragraph.find(f"{walk.W}pPr/{walk.W}bidi") is not None, text
    assert found >= 10


# ---- consent ----


def test_the_consent_names_who_is_responsible_for_how_long_and_where_to_complain(
    today: dt.date,
) -> None:
    town = Municipality(
        name="Musterstadt", address="Rathausplatz 1", postcode="79999", place="Musterstadt",
        phone="07777 1", data_protection_officer="Frau Schutz, Rathausplatz 2",
    )  # fmt: skip
    config.use(Settings(municipality=town))
    lines = _lines(CONSENT, _read(CONSENT, _case(), today))
    _contains(
        lines,
        "Musterstadt, Rathausplatz 1, 79999 Musterstadt, 07777 1",
        "Frau Schutz, Rathausplatz 2",
        "1 Jahr nach dem Ende der Beratung, frühestens mit dem Verwendungsnachweis",
        "Heilbronner Straße 35, 70191 Stuttgart",
    )
    controller = Municipality(name="Musterstadt", controller="Verband Oberland, Hauptstraße 4")
    retention = Retention(months_after_closing=18, wait_for_proof_of_use=False)
    config.use(Settings(municipality=controller, retention=retention))
    lines = _lines(CONSENT, _read(CONSENT, m.Case.get(), today))
    _contains(lines, "Verband Oberland, Hauptstraße 4", "18 Monate nach dem Ende der Beratung")
    assert not any("Verwendungsnachweis" in line for line in lines)


def test_what_the_settings_do_not_say_is_a_gap_of_the_consent(today: dt.date) -> None:
    data = _read(CONSENT, _case(), today)
    sources = {gap.source for gap in Writer(CONSENT).gaps(data)}
    assert {"municipality.controller", "municipality.data_protection_officer"} <= sources


# ---- looking back ----


def _followed(case: m.Case) -> None:
    """Three years: two versions, goals in every state, ratings, talks, referrals."""
    plan = m.Plan.create(case=case)
    m.PlanVersion.create(plan=plan, number=1, agreed_on=D(2024, 2, 1))
    m.PlanVersion.create(plan=plan, number=2, agreed_on=D(2025, 2, 1))
    m.PlanVersion.create(plan=plan, number=3)
    first = {"plan": plan, "agreed_on": D(2024, 2, 1)}
    goal = m.Goal.create
    reached = goal(area="language", text="A2 erreichen", state="reached",
                   settled_on=D(2024, 9, 3), **first)  # fmt: skip
    goal(area="work", text="Praktikum", state="dropped", settled_on=D(2025, 2, 1),
         reason="Betrieb hat geschlossen", **first)  # fmt: skip
    child = m.Person.create(given_name="Mira", family_name="Al-Bayati")
    goal(area="school", text="Hortplatz", state="not_reached", settled_on=D(2025, 1, 8),
         member=child, **first)  # fmt: skip
    still = goal(area="housing", text="Wohnung finden", target_on=D(2027, 1, 1), **first)
    goal(area="housing", text="nur im Entwurf", plan=plan)
    m.Measure.create(goal=reached, text="Kurs besuchen", responsible="client",
                     done_on=D(2024, 6, 1))  # fmt: skip
    m.Measure.create(goal=still, text="Besichtigung", responsible="manager", due_on=D(2026, 12, 1))
    for day, value in ((D(2024, 2, 1), 1), (D(2025, 2, 1), 2), (D(2026, 2, 1), 3)):
        m.SelfRating.create(case=case, area="language", day=day, value=value)
    m.SelfRating.create(case=case, area="work", day=D(2024, 2, 1), value=0)


def _talk(case: m.Case | None, day: dt.date, kind: str, **values: Any) -> None:
    persons = values.pop("persons", ())
    contact = m.Contact.create(day=day, kind=kind, **values)
    if case is not None:
        m.ContactCase.create(contact=contact, case=case)
    for person in persons:
        m.ContactPerson.create(contact=contact, person=person)


def test_a_further_year_is_justified_with_what_was_reached_and_what_is_open(
    today: dt.date,
) -> None:
    case = _case(extension_reason="Prüfung B1 erst im Mai 2027")
    m.CarePeriod.create(case=case, begin=D(2024, 1, 15))
    m.Partner.create(name="Kreis Muster", kind="district_office", address="Kreisstraße 1")
    _followed(case)
    data = _read(YEAR, case, today)
    values = YEAR.context(data, None)
    assert [(row["ziel"], row["stand"], row["erledigt_am"]) for row in values["erreicht"]] == [
        ("A2 erreichen", "erreicht", "03.09.2024"),
        ("Hortplatz", "nicht erreicht", "08.01.2025"),
        ("Praktikum", "entfällt", "01.02.2025"),
    ]
    assert [row["ziel"] for row in values["offen"]] == ["Wohnung finden"]
    _contains(
        _lines(YEAR, data),
        "15.01.2024", "15.01.2027", "15.01.2028", "Prüfung B1 erst im Mai 2027",
        "Die Jahre zählen ab dem Beginn der ersten Betreuung.", "Hortplatz (für Mira)",
        "Betrieb hat geschlossen", "Besichtigung", "Version 1 vom 01.02.2024, Version 2 vom",
        "VwV Integrationsmanagement vom 6. Juni 2023", "Kreis Muster, Kreisstraße 1",
        "eher schlecht, 01.02.2024", "eher gut, 01.02.2026",
    )  # fmt: skip


def test_the_chart_has_a_point_at_the_begin_and_one_at_the_end(today: dt.date) -> None:
    case = _case()
    m.CarePeriod.create(case=case, begin=D(2024, 1, 15))
    _followed(case)
    language, work = YEAR.context(_read(YEAR, case, today), None)["verlauf"]
    assert [language[f"punkt_{value}"] for value in range(5)] == ["", "○", "–", "●", ""]
    assert [work[f"punkt_{value}"] for value in range(5)] == ["●", "", "", "", ""]
    assert (work["beginn"], work["zuletzt"]) == ("gar nicht gut", "")


def test_without_a_reason_there_is_room_to_write_it(today: dt.date) -> None:
    case = _case()
    data = _read(YEAR, case, today)
    content = Writer(YEAR).make(data).content
    leaders = [tab.get(f"{walk.W}leader") for root in walk.parts(content)
               for tab in root.iter(f"{walk.W}tab")]  # fmt: skip
    assert leaders.count("underscore") == 5
    assert "case.extension_reason" in {gap.source for gap in Writer(YEAR).gaps(data)}
    _contains(
        walk.paragraphs(content), "Es ist noch kein Ziel bewertet.", "Es ist kein Ziel offen.",
        "Es wurde kein Plan vereinbart.", "Keine Selbsteinschätzungen eingetragen.",
    )  # fmt: skip


def test_the_report_on_a_closed_period_counts_by_the_rules(today: dt.date) -> None:
    case = _case()
    m.CarePeriod.create(case=case, begin=D(2023, 1, 1), end=D(2023, 6, 30), closing_reason="other")
    m.CarePeriod.create(
        case=case, begin=D(2024, 1, 15), end=D(2026, 3, 31), closing_reason="goals_reached",
        outcome="Arbeitet in Vollzeit.",
    )  # fmt: skip
    _followed(case)
    for day, state in (
        (D(2023, 1, 1), {"german_level": "A1", "housing": "reception"}),
        (D(2026, 1, 1), {"german_level": "B1"}),
        (D(2026, 6, 1), {"german_level": "C1", "housing": "private_flat"}),
    ):
        m.PersonStatus.create(person=case.person, from_day=day, **state)
    other = m.Person.create(given_name="Omar")
    _talk(case, D(2023, 12, 31), "office", minutes=500)  # before the period
    _talk(case, D(2024, 1, 15), "office", minutes=40, main_topic="work", topics=["work", "health"])
    _talk(None, D(2024, 5, 1), "phone", persons=[case.person], interpreter=True)
    _talk(case, D(2026, 3, 31), "office", minutes=50, main_topic="work", persons=[case.person])
    _talk(case, D(2024, 6, 1), "third_party", minutes=500)
    _talk(case, D(2024, 6, 1), "no_show", minutes=500)
    _talk(None, D(2024, 6, 1), "office", minutes=500, persons=[other])
    _talk(case, D(2026, 4, 1), "office", minutes=500)  # after the period
    partner = m.Partner.create(name="VHS Muster", kind="language_school")
    m.Referral.create(case=case, partner=partner, day=D(2024, 3, 1), reason="Kurs",
                      result="completed", result_on=D(2024, 12, 1))  # fmt: skip
    m.Referral.create(case=case, partner=partner, day=D(2023, 3, 1), reason="alt")
    data = _read(CLOSING, case, today)
    values = CLOSING.context(data, None)
    assert not values["laeuft"]
    assert (values["betreuung_beginn"], values["betreuung_ende"]) == ("15.01.2024", "31.03.2026")
    assert values["betreuung_dauer"] == "2 Jahre, 2 Monate"
    assert (values["beratungen_zahl"], values["beratungen_dauer"]) == ("3", "1 Std. 30 Min.")
    assert (values["beratungen_gedolmetscht"], values["beratungen_ohne_dauer"]) == ("1", "1")
    assert [(row["art"], row["zahl"], row["dauer"]) for row in values["beratungen"]] == [
        ("Beratung im Büro", "2", "1 Std. 30 Min."), ("Telefon", "1", ""),
    ]  # fmt: skip
    assert [(row["thema"], row["zahl"]) for row in values["themen"]] == [
        ("Arbeit", "2"), ("Gesundheit", "1"),
    ]  # fmt: skip
    assert [row["tag"] for row in values["vermittlungen_ergebnisse"]] == ["01.03.2024"]
    lage = {row["angabe"]: (row["beginn"], row["ende"]) for row in values["lage"]}
    assert lage["Deutsch (GER)"] == ("A1", "B1")
    assert lage["Wohnform"] == ("Erstaufnahme", "Erstaufnahme")
    assert [(row["stand"], row["zahl"]) for row in values["zielbilanz"]] == [
        ("offen", "1"), ("erreicht", "1"), ("nicht erreicht", "1"), ("entfällt", "1"),
    ]  # fmt: skip
    lines = _lines(CLOSING, data)
    _contains(
        lines, "Abschlussbericht", "über die Betreuung vom 15.01.2024 bis zum 31.03.2026",
        "Ziele erreicht/selbständig", "Arbeitet in Vollzeit.", "abgeschlossen, 01.12.2024",
        "Kurs besuchen", "erledigt am 01.06.2024", "30.06.2023",
        "Ziele: 1 offen, 1 erreicht, 1 nicht erreicht, 1 entfällt",
    )  # fmt: skip
    assert not any("Zwischenbericht" in line for line in lines)
    assert not any("nur im Entwurf" in line for line in lines)
    assert file_name(CLOSING, data) == "2024-001_Abschlussbericht.docx"


@pytest.mark.parametrize("end", [None, D(2026, 11, 21)])
def test_while_counselling_runs_the_report_says_so(end: dt.date | None, today: dt.date) -> None:
    case = _case()
    m.CarePeriod.create(case=case, begin=D(2025, 1, 1), end=end)
    m.CarePeriod.create(case=case, begin=D(2024, 1, 1), end=D(2024, 2, 1))
    data = _read(CLOSING, case, today)
    lines = _lines(CLOSING, data)
    assert lines.count("Zwischenbericht, Beratung läuft") == 1
    assert "Abschlussbericht" not in "\n".join(lines)
    _contains(lines, "über die Betreuung vom 01.01.2025 bis zum 20.11.2026")
    assert file_name(CLOSING, data) == "2024-001_Abschlussbericht_Zwischenstand.docx"


def test_the_day_of_the_end_is_the_last_of_the_period(today: dt.date) -> None:
    case = _case()
    m.CarePeriod.create(case=case, begin=D(2025, 1, 1), end=today)
    assert not CLOSING.context(_read(CLOSING, case, today), None)["laeuft"]


@pytest.mark.parametrize(
    ("begin", "end", "words"),
    [
        (D(2026, 1, 1), D(2026, 1, 1), "1 Tag"),
        (D(2026, 1, 1), D(2026, 1, 30), "30 Tage"),
        (D(2026, 1, 1), D(2026, 1, 31), "1 Monat"),
        (D(2024, 2, 29), D(2025, 2, 28), "1 Jahr"),
        (D(2024, 10, 20), D(2026, 1, 23), "1 Jahr, 3 Monate"),
        (D(2023, 1, 1), D(2025, 12, 31), "3 Jahre"),
    ],
)
def test_how_long(begin: dt.date, end: dt.date, words: str) -> None:
    assert duration_words(begin, end) == words


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, ""), (45, "45 Min."), (60, "1 Std."), (750, "12 Std. 30 Min.")]
)
def test_minutes(minutes: int, words: str) -> None:
    assert minutes_words(minutes) == words


# ---- all of them ----


@pytest.mark.parametrize("kind", MINE, ids=lambda kind: kind.name)
def test_every_own_placeholder_is_used_by_the_shipped_template(kind: Kind) -> None:
    shared = {placeholder.name for placeholder in CASE}
    own = [p for p in kind.placeholders if p.name not in shared and p.name != "zweit"]
    package = read_package(paths.template_path(f"{kind.name}.docx"))
    text = "\n".join(p.text for name in package.filled for p in paragraphs_of(package, name))
    assert [p.name for p in own if not re.search(rf"\b{p.name}\b", text)] == []


def _hostile(today: dt.date) -> m.Case:
    case = _case(extension_reason=HOSTILE)
    m.Person.update(family_name=HOSTILE[:60], phone="0123 & <4>").execute()
    m.CarePeriod.create(case=case, begin=D(2024, 1, 1), end=today, closing_reason="other",
                        outcome=HOSTILE)  # fmt: skip
    plan = m.Plan.create(case=case)
    m.PlanVersion.create(plan=plan, number=1, agreed_on=D(2024, 2, 1))
    goal = m.Goal.create(plan=plan, area="work", text=HOSTILE, agreed_on=D(2024, 2, 1),
                         state="dropped", settled_on=D(2024, 3, 1), reason=HOSTILE)  # fmt: skip
    m.Measure.create(goal=goal, text=HOSTILE)
    m.Goal.create(plan=plan, area="own <area>", text=HOSTILE, agreed_on=D(2024, 2, 1))
    m.SelfRating.create(case=case, area="own <area>", day=D(2024, 2, 1), value=4)
    partner = m.Partner.create(name=HOSTILE[:80], kind="own & kind")
    m.Referral.create(case=case, partner=partner, day=D(2024, 3, 1), reason=HOSTILE)
    return case


@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize("kind", MINE, ids=lambda kind: kind.name)
def test_hostile_values_arrive_and_the_file_stays_in_order(
    kind: Kind, language: str, today: dt.date
) -> None:
    case = _hostile(today)
    subject = None
    if kind is RELEASE:
        subject = _release(case, reason=HOSTILE, scope=HOSTILE, recipient=HOSTILE[:80]).id
    content = Writer(kind, second_language=language if kind.phrases else None).make(
        _read(kind, case, today, subject)
    ).content  # fmt: skip
    printed = walk.text(content)
    assert 'A & B <c> "d" </w:t> {{ 7*7 }}' in printed
    if kind is not CONSENT:
        # A line of another direction is a paragraph of its own, so the text may be cut there.
        assert "lang " * 999 in printed
    assert walk.out_of_order(content) == []


@pytest.mark.parametrize("kind", MINE, ids=lambda kind: kind.name)
def test_a_case_of_which_nothing_is_known_prints(kind: Kind, today: dt.date) -> None:
    case = m.Case.create(number="1", person=m.Person.create(given_name="Ali"))
    content = Writer(kind).make(_read(kind, case, today)).content
    assert "None" not in walk.text(content)
    assert walk.out_of_order(content) == []


@pytest.mark.office
def test_libreoffice_opens_all_of_them(today: dt.date, tmp_path: Path) -> None:
    case = _hostile(today)
    release = _release(case, reason=HOSTILE).id
    files = []
    for kind in MINE:
        for language in ("ar", "ti") if kind.phrases else (None,):
            data = _read(kind, case, today, release if kind is RELEASE else None)
            files.append(tmp_path / f"{kind.name}-{language}.docx")
            files[-1].write_bytes(Writer(kind, second_language=language).make(data).content)
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
         "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path), *map(str, files)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    for file in files:
        shown = file.with_suffix(".txt").read_text(encoding="utf-8-sig")
        assert 'A & B <c> "d" </w:t>' in shown, file.name
        assert "Integrationsmanagement" in shown, file.name
