"""Release and consent: what is read, what is printed; all four kinds with hostile values."""

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
from caseconsole.documents.kinds import KINDS, Kind, Request
from caseconsole.documents.package import read_package
from caseconsole.documents.paragraphs import paragraphs_of
from caseconsole.documents.placeholders import CASE
from caseconsole.documents.writer import Writer
from caseconsole.errors import NotFoundError, RuleError
from caseconsole.settings import Municipality, Retention, Settings
from tests.documents import walk
from tests.documents.kind_files import holds, new_case, printed_lines, read_kind

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


def test_a_release_of_another_file_is_refused(today: dt.date) -> None:
    release, other = _release(new_case()), new_case(number="2026-002")
    with pytest.raises(NotFoundError, match="nicht in der Akte dieses Falles"):
        RELEASE.read(Request(RELEASE.name, other.id, release.id), today)


def test_a_release_names_recipient_purpose_scope_and_days(today: dt.date) -> None:
    case = new_case()
    release = _release(case)
    data = read_kind(RELEASE, case, today, release.id)
    holds(
        printed_lines(RELEASE, data),
        "Wohngeldstelle Kreis", "Wohngeldstelle", "Frau Amt", "Kreisstraße 3, 79999 Kreisstadt",
        "07777 9 · wohngeld@kreis.de", "Antrag auf Wohngeld", "Einkommen, Mietvertrag",
        "05.01.2026", "31.12.2026", "Zainab Al-Bayati", "12.05.1969",
    )  # fmt: skip
    assert data.recipient == "Wohngeldstelle Kreis"
    assert not any("WIDERRUFEN" in line for line in printed_lines(RELEASE, data))


def test_the_case_of_a_release_is_its_own(today: dt.date) -> None:
    release = _release(new_case())
    data = RELEASE.read(Request(RELEASE.name, None, release.id), today)
    assert data.case is not None
    assert data.case.case_number == "2024-001"


def test_a_withdrawn_release_says_so_from_that_day_on(today: dt.date) -> None:
    case = new_case()
    release = _release(case, withdrawn_on=today)
    assert "WIDERRUFEN am 20.11.2026" in printed_lines(
        RELEASE, read_kind(RELEASE, case, today, release.id)
    )
    before = today - dt.timedelta(days=1)
    lines = printed_lines(RELEASE, read_kind(RELEASE, case, before, release.id))
    assert not any("WIDERRUFEN" in line for line in lines)


def test_a_release_without_values_has_lines_to_write_on_and_no_signs_for_gaps(
    today: dt.date,
) -> None:
    data = read_kind(RELEASE, new_case(), today)
    content = Writer(RELEASE).make(data).content
    assert not any(config.active().documents.gap in line for line in walk.paragraphs(content))
    (body,) = [root for root in walk.parts(content) if root.tag == f"{walk.W}document"]
    leaders = [tab.get(f"{walk.W}leader") for tab in body.iter(f"{walk.W}tab")]
    # fachkraft 1, recipient 2, purpose 2, scope 3
    assert leaders.count("underscore") == 8
    assert not any(gap.name.startswith("entbindung") for gap in Writer(RELEASE).gaps(data))


def test_an_entry_without_purpose_has_gaps_and_may_be_without_an_end(today: dt.date) -> None:
    case = new_case()
    release = m.Consent.create(case=case, purpose="release", recipient="Jobcenter")
    gaps = {gap.name for gap in Writer(RELEASE).gaps(read_kind(RELEASE, case, today, release.id))}
    assert {"entbindung_wozu", "entbindung_welche"} <= gaps
    assert not {"entbindung_empfaenger", "entbindung_ab", "entbindung_bis"} & gaps


def test_what_is_no_release_is_refused(today: dt.date) -> None:
    case = new_case()
    photo = _release(case, purpose="photo")
    with pytest.raises(RuleError, match="keine Schweigepflichtentbindung"):
        read_kind(RELEASE, case, today, photo.id)
    with pytest.raises(NotFoundError):
        read_kind(RELEASE, case, today, photo.id + 1)


# ---- boxes, second language ----


@pytest.mark.parametrize(("kind", "boxes"), [(RELEASE, 2), (CONSENT, 8)])
@pytest.mark.parametrize("language", ["de", "ar", "uk", "ti", "de-simple"])
def test_boxes_are_empty_in_every_language(
    kind: Kind, boxes: int, language: str, today: dt.date
) -> None:
    case = new_case()
    subject = _release(case).id if kind is RELEASE else None
    printed = "\n".join(printed_lines(kind, read_kind(kind, case, today, subject), language))
    assert printed.count("☐") == boxes
    assert not TICKED.search(printed)


@pytest.mark.parametrize("kind", [RELEASE, CONSENT])
@pytest.mark.parametrize("language", ["ar", "uk", "fa", "en"])
def test_every_phrase_stands_beside_the_german_one(
    kind: Kind, language: str, today: dt.date
) -> None:
    catalogue = languages.catalogue(language)
    lines = printed_lines(kind, read_kind(kind, new_case(), today), language)
    for key, german in kind.phrases.items():
        holds(lines, german)
        translated = catalogue.text("phrase", key)
        assert translated, key
        holds(lines, translated)


@pytest.mark.parametrize("kind", [RELEASE, CONSENT])
def test_a_sentence_from_right_to_left_is_a_paragraph_of_its_own(
    kind: Kind, today: dt.date
) -> None:
    content = Writer(kind, second_language="ar").make(read_kind(kind, new_case(), today)).content
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
    lines = printed_lines(CONSENT, read_kind(CONSENT, new_case(), today))
    holds(
        lines,
        "Musterstadt, Rathausplatz 1, 79999 Musterstadt, 07777 1",
        "Frau Schutz, Rathausplatz 2",
        "1 Jahr nach dem Ende der Beratung, frühestens mit dem Verwendungsnachweis",
        "Heilbronner Straße 35, 70191 Stuttgart",
    )
    controller = Municipality(name="Musterstadt", controller="Verband Oberland, Hauptstraße 4")
    retention = Retention(months_after_closing=18, wait_for_proof_of_use=False)
    config.use(Settings(municipality=controller, retention=retention))
    lines = printed_lines(CONSENT, read_kind(CONSENT, m.Case.get(), today))
    holds(lines, "Verband Oberland, Hauptstraße 4", "18 Monate nach dem Ende der Beratung")
    assert not any("Verwendungsnachweis" in line for line in lines)


def test_what_the_settings_do_not_say_is_a_gap_of_the_consent(today: dt.date) -> None:
    data = read_kind(CONSENT, new_case(), today)
    sources = {gap.source for gap in Writer(CONSENT).gaps(data)}
    assert {"municipality.controller", "municipality.data_protection_officer"} <= sources


# ---- all of them ----


@pytest.mark.parametrize("kind", MINE, ids=lambda kind: kind.name)
def test_every_own_placeholder_is_used_by_the_shipped_template(kind: Kind) -> None:
    shared = {placeholder.name for placeholder in CASE}
    own = [p for p in kind.placeholders if p.name not in shared and p.name != "zweit"]
    package = read_package(paths.template_path(f"{kind.name}.docx"))
    text = "\n".join(p.text for name in package.filled for p in paragraphs_of(package, name))
    assert [p.name for p in own if not re.search(rf"\b{p.name}\b", text)] == []


def _hostile(today: dt.date) -> m.Case:
    case = new_case(extension_reason=HOSTILE)
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
        read_kind(kind, case, today, subject)
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
    content = Writer(kind).make(read_kind(kind, case, today)).content
    assert "None" not in walk.text(content)
    assert walk.out_of_order(content) == []


@pytest.mark.office
def test_libreoffice_opens_all_of_them(today: dt.date, tmp_path: Path) -> None:
    case = _hostile(today)
    release = _release(case, reason=HOSTILE).id
    files = []
    for kind in MINE:
        for language in ("ar", "ti") if kind.phrases else (None,):
            data = read_kind(kind, case, today, release if kind is RELEASE else None)
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
