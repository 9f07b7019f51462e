"""Proof of use: the funding period of a named post on one page, with nobody recognisable on it."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import time_machine

from caseconsole import config, models
from caseconsole.cli import main
from caseconsole.counting import Period, count, read_facts
from caseconsole.counting.handing_in import hand_in
from caseconsole.counting.leaving import EXPORT, Leaving, record_export
from caseconsole.counting.proof_of_use import (
    Proof,
    funded_posts,
    funding_period,
    period_of,
    proof_of_use,
)
from caseconsole.errors import InputError, ReportError, RuleError
from caseconsole.exchange.caseload_file import import_file
from caseconsole.reports.proof_of_use import FIGURES, Sheet, write_proof
from caseconsole.settings import Manager, Municipality, Post, Reports, Settings
from caseconsole.store import Store
from tests.conftest import PASSPHRASE

DATA = Path(__file__).parents[1] / "data"
FUNDING = Period(dt.date(2024, 1, 1), dt.date(2025, 12, 31))
MUSTER = Post("Martina Muster", 0.75, dt.date(2024, 2, 1), None, "55-1234/24")
BEISPIEL = Post("Bernd Beispiel", 0.5, dt.date(2025, 7, 1), dt.date(2025, 12, 31), "55-99")
SETTINGS = replace(
    Settings(),
    municipality=Municipality(name="Musterstadt", members=("Musterstadt", "Oberdorf")),
    reports=Reports(funding_from=FUNDING.first, funding_to=FUNDING.last),
    posts=(MUSTER, BEISPIEL),
)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(dt.datetime(2026, 2, 3, 10, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def town(store: Store) -> Store:
    store.call(import_file, DATA / "musterstadt.jsonl")
    config.use(SETTINGS)
    return store


def text_of(path: Path) -> str:
    """All words of a Word file."""
    from docx import Document

    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


@pytest.mark.parametrize(
    ("begin", "end", "first", "last"),
    [
        (None, None, "2024-01-01", "2025-12-31"),
        ("2024-02-01", None, "2024-02-01", "2025-12-31"),
        ("2020-01-01", "2025-03-31", "2024-01-01", "2025-03-31"),
        ("2025-12-31", "2030-01-01", "2025-12-31", "2025-12-31"),
    ],
)
def test_the_funding_period_is_cut_to_the_employment(
    begin: str | None, end: str | None, first: str, last: str
) -> None:
    from_day, to_day = (dt.date.fromisoformat(day) if day else None for day in (begin, end))
    period = period_of(Post("A", 1.0, from_day, to_day), FUNDING)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


def test_who_was_not_employed_then_is_refused() -> None:
    with pytest.raises(RuleError, match="nicht beschäftigt"):
        period_of(Post("A", 1.0, None, dt.date(2023, 12, 31)), FUNDING)


def test_without_a_funding_period_the_message_says_where_it_stands() -> None:
    with pytest.raises(InputError) as refused:
        funding_period(Settings())
    assert "Förderzeitraum von" in refused.value.hint


def test_without_a_list_of_posts_there_is_that_of_the_manager() -> None:
    manager = Manager(name="Eva", employment_share=0.5, grant_number="7")
    assert funded_posts(replace(Settings(), manager=manager)) == (
        Post("Eva", 0.5, None, None, "7"),
    )
    assert funded_posts(SETTINGS) == (MUSTER, BEISPIEL)


def test_the_figures_are_those_of_the_same_days(town: Store) -> None:
    proof = town.call(proof_of_use, MUSTER)
    period = Period(dt.date(2024, 2, 1), FUNDING.last)
    report = town.call(lambda: count(read_facts(period), period))
    shown = [value for _title, value, _text in Sheet.of(proof).figures()]
    assert shown == [report[path] for path in FIGURES]
    assert sum(value for _title, value in Sheet.of(proof).topics()) == report["consultations.total"]
    assert proof.beside == (BEISPIEL,)
    assert proof.is_over


def test_a_period_handed_in_answers_from_its_copy(town: Store) -> None:
    period = Period(dt.date(2024, 2, 1), FUNDING.last)
    info = town.call(hand_in, period, "Regierungspräsidium")
    before = town.call(proof_of_use, MUSTER).report["consultations.total"]
    town.call(lambda: models.Contact.update(kind="letter").execute())
    proof = town.call(proof_of_use, MUSTER)
    assert proof.report["consultations.total"] == before
    assert ("Stand", f"abgegeben am 03.02.2026, SHA-256 {info.sha256[:16]}") in Sheet.of(
        proof
    ).about()


def test_the_word_page_says_who_which_post_and_which_days(town: Store, tmp_path: Path) -> None:
    proof = town.call(proof_of_use, MUSTER)
    written = write_proof(proof, tmp_path / "nachweis.docx")
    text = text_of(written)
    for wanted in (
        "Martina Muster", "0,75 VZÄ", "seit 01.02.2024", "55-1234/24",
        "01.01.2024 – 31.12.2025", "01.02.2024 – 31.12.2025", "Bernd Beispiel",
        "Beratungen nach Hauptthema", "Kontakte im Zeitraum, deren Art als Beratung zählt",
    ):  # fmt: skip
        assert wanted in text, wanted
    with zipfile.ZipFile(written) as package:
        assert package.testzip() is None


def test_figures_by_place_leave_rounded_and_small_places_together(town: Store) -> None:
    sheet = Sheet.of(town.call(proof_of_use, MUSTER))
    rows = sheet.by_place()
    assert [title for title, _values in rows] == ["Musterstadt", "Oberdorf", "übrige"]
    assert all(value % 5 == 0 for _title, values in rows for value in values)


@pytest.mark.office
def test_places_beyond_those_that_fit_are_added_up_and_it_stays_one_page(
    town: Store, tmp_path: Path
) -> None:
    def scatter() -> None:
        for number, row in enumerate(models.Household.select()):
            models.Household.update(place=f"Teilort Nummer {number % 14:02d}").where(
                models.Household.id == row.id
            ).execute()

    town.call(scatter)
    members = tuple(f"Teilort Nummer {number:02d}" for number in range(30))
    settings = replace(SETTINGS, municipality=Municipality(members=members))
    config.use(settings)
    proof = town.call(proof_of_use, replace(MUSTER, name="Martina Muster von Beispielhausen"))
    places = Sheet.of(proof).by_place()
    assert len(places) == 11
    assert places[-1][0] == "weitere Orte"
    for ending in (".docx", ".xlsx"):
        target = write_proof(proof, tmp_path / f"voll{ending}")
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'office').as_uri()}",
             "--convert-to", "pdf", "--outdir", str(tmp_path), str(target)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        pages = re.findall(rb"/Type\s*/Page[^s]", (tmp_path / "voll.pdf").read_bytes())
        assert len(pages) == 1, ending


def test_the_excel_page_holds_the_same_figures(town: Store, tmp_path: Path) -> None:
    proof = town.call(proof_of_use, MUSTER)
    written = write_proof(proof, tmp_path / "nachweis.xlsx")
    page = openpyxl.load_workbook(io.BytesIO(written.read_bytes())).active
    assert page is not None
    rows = {row[0]: row[1] for row in page.iter_rows(values_only=True) if row[0]}
    report = proof.report
    assert rows["Beratungen"] == report["consultations.total"]
    assert rows["Pläne fortgeschrieben"] == report["plans.continued"]
    assert rows["Aktenzeichen"] == "55-1234/24"
    assert page.sheet_properties.pageSetUpPr.fitToPage


def test_hostile_words_stay_words(town: Store, tmp_path: Path) -> None:
    post = replace(MUSTER, name='=HYPERLINK("x")', grant_number="{{ x }} [red]")
    proof = town.call(proof_of_use, post)
    page = openpyxl.load_workbook(write_proof(proof, tmp_path / "n.xlsx")).active
    assert page is not None
    values = {cell.value: cell.data_type for row in page.iter_rows() for cell in row}
    assert values['=HYPERLINK("x")'] == "s"
    assert "{{ x }} [red]" in text_of(write_proof(proof, tmp_path / "n.docx"))


def test_a_running_period_is_an_interim_state(town: Store) -> None:
    with time_machine.travel(dt.datetime(2025, 6, 1, 10, tzinfo=dt.UTC), tick=False):
        proof: Proof = town.call(proof_of_use, MUSTER)
        assert not proof.is_over
        assert "ZWISCHENSTAND" in dict(Sheet.of(proof).about())["Stand"]


def test_an_unknown_ending_is_refused(town: Store, tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="Endung"):
        write_proof(town.call(proof_of_use, MUSTER), tmp_path / "n.pdf")


# ------------------------------------------------------------------ what is noted


def test_exact_figures_need_a_purpose_and_every_export_a_recipient(store: Store) -> None:
    with pytest.raises(InputError):
        store.call(record_export, FUNDING, Leaving("  "))
    with pytest.raises(InputError):
        store.call(record_export, FUNDING, Leaving("Amt", internal=True))
    exports = models.AuditEntry.select().where(models.AuditEntry.action == EXPORT)
    assert store.call(exports.count) == 0


# ------------------------------------------------------------------ command line


@pytest.fixture
def arguments(store: Store, tmp_path: Path) -> list[str]:
    """What every call needs: the town's store, closed, its passphrase and settings."""
    store.call(import_file, DATA / "musterstadt.jsonl")
    store.close()
    secret, file = tmp_path / "kennwort.txt", tmp_path / "config.toml"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    file.write_text(
        '[manager]\nname = "Eva Muster"\n[reports]\nfunding_from = 2024-01-01\n'
        "funding_to = 2025-12-31\n",
        encoding="utf-8",
    )
    return [
        "--store", str(tmp_path / "store"), "--passphrase-file", str(secret),
        "--config", str(file),
    ]  # fmt: skip


def test_the_command_writes_the_page_and_says_so(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "nachweis.docx"
    assert main(["counts", "--proof-of-use", "-o", str(target), *arguments]) == 0
    said = capsys.readouterr()
    assert said.out == f"Verwendungsnachweis 01.01.2024 – 31.12.2025 gespeichert: {target}\n"
    assert "Eva Muster" in text_of(target)


@pytest.mark.parametrize("options", [["--year", "2024"], ["--post", "2"]])
def test_the_command_refuses_a_period_and_a_post_that_is_not_there(
    arguments: list[str], tmp_path: Path, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "nachweis.docx"
    assert main(["counts", "--proof-of-use", "-o", str(target), *options, *arguments]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not target.exists()
