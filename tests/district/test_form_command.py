"""``caseconsole counts --form``, and the two example forms that ship."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
import time_machine
from docx import Document

from caseconsole import paths
from caseconsole.cli import main
from caseconsole.district.figures import Figures
from caseconsole.district.filling import fill_form
from caseconsole.district.forms import read_mapping
from caseconsole.exchange.caseload_file import import_file
from caseconsole.models import AuditEntry
from caseconsole.store import Store
from tests.conftest import PASSPHRASE
from tests.district.workbooks import parts
from tools.build_forms import BUILDERS

DATA = Path(__file__).parent.parent / "data"
EXPECTED = json.loads((DATA / "musterstadt-2024-counts.json").read_text(encoding="utf-8"))
FORMS = paths.template_folder() / "formulare"


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    """The example forms in a folder of the user's own."""
    return Path(shutil.copytree(FORMS, tmp_path / "formulare"))


@pytest.fixture
def arguments(store: Store, tmp_path: Path) -> list[str]:
    """The town's store, closed, its passphrase, and who works there."""
    store.call(import_file, DATA / "musterstadt.jsonl")
    store.close()
    secret = tmp_path / "kennwort.txt"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    config = tmp_path / "config.toml"
    config.write_text(
        '[municipality]\nname = "=Stadt & <Land>"\n[manager]\nname = "Ä. Müller"\n',
        encoding="utf-8",
    )
    return ["--store", str(tmp_path / "store"), "--passphrase-file", str(secret),
            "--config", str(config)]  # fmt: skip


def reopened(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "store", PASSPHRASE)


@pytest.mark.parametrize("name", BUILDERS)
def test_the_committed_form_is_what_the_script_makes(name: str) -> None:
    made, committed = parts(BUILDERS[name]()), parts((FORMS / name).read_bytes())
    assert made == committed


@time_machine.travel("2025-02-03", tick=False)
def test_the_years_form_is_filled(
    arguments: list[str], forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["counts", "--year", "2024", "--form", str(forms / "jahresmeldung.toml"), *arguments]
    assert main(call) == 0
    said = capsys.readouterr()
    target = forms / "jahresmeldung_2024.xlsx"
    assert said.out.startswith(f"62 Stellen ausgefüllt: {target}. 30 Zahlen aus Tabellen sind auf")
    assert said.out.count("\n") == 1
    assert "leer bleiben, weil in den Einstellungen nichts dazu steht: Deckblatt!B9" in said.out
    assert not said.err
    book = openpyxl.load_workbook(target)
    cover, figures, people = book["Deckblatt"], book["Zahlen"], book["Personen"]
    assert cover["B4"].value == "=Stadt & <Land>"
    assert cover["B4"].data_type in {"s", "inlineStr"}
    assert (cover["B5"].value, cover["B8"].value) == (2024, "Ä. Müller")
    assert str(cover["B12"].value) == "2025-02-03 00:00:00"
    movement = EXPECTED["movement"]
    assert [figures[f"C{row}"].value for row in range(5, 9)] == [
        movement[name] for name in ("opening_stock", "new", "reopened", "ended")
    ]
    assert figures["C12"].value == EXPECTED["persons"]["in_care"]
    assert (
        sum(figures[f"C{row}"].value for row in range(19, 23))
        == (EXPECTED["consultations"]["total"])
    )
    assert figures["C23"].value == "=SUM(C19:C22)"
    sexes = EXPECTED["tables"]["persons_in_care"]["sex"]
    assert people["B5"].value == 5 * ((sexes["female"] + 2) // 5)
    assert people["B25"].value == "•"
    assert book.sheetnames == ["Deckblatt", "Zahlen", "Personen"]
    assert all(sheet.protection.sheet for sheet in book)


def test_an_earlier_filled_form_is_never_replaced_unasked(
    arguments: list[str], forms: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["counts", "--year", "2024", "--form", str(forms / "sachstand.toml"), *arguments]
    assert main(call) == 0
    first = (forms / "sachstand_2024.docx").read_bytes()
    assert main(call) == 0
    assert (forms / "sachstand_2024.docx").read_bytes() == first
    assert (forms / "sachstand_2024_2.docx").exists()
    assert main([*call, "-o", str(forms / "sachstand_2024.docx")]) == 0
    assert not (forms / "sachstand_2024_3.docx").exists()
    capsys.readouterr()


def test_the_word_form_is_filled(arguments: list[str], forms: Path, tmp_path: Path) -> None:
    target = tmp_path / "aus.docx"
    call = ["counts", "--year", "2024", "--form", str(forms / "sachstand.toml"), "-o", str(target)]
    assert main([*call, *arguments]) == 0
    document = Document(str(target))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert "=Stadt & <Land>, 01.01.2024 – 31.12.2024" in text
    assert ["Betreute Personen im Zeitraum", str(EXPECTED["persons"]["in_care"])] in cells
    assert ["Beratungen", str(EXPECTED["consultations"]["total"])] in cells
    assert "{{" not in text + str(cells)


def test_a_year_handed_in_fills_the_form_from_its_copy(
    arguments: list[str], forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mapping = str(forms / "jahresmeldung.toml")
    assert main(["hand-in", "--year", "2024", *arguments]) == 0
    late = tmp_path / "late.jsonl"
    talk = {"type": "contact", "id": "k1", "day": "2024-05-02", "kind": "home_visit",
            "anonymous": 1}  # fmt: skip
    lines = [{"type": "caseload", "format": 1}, talk]
    late.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert main(["import", str(late), *arguments]) == 0
    values = []
    for further in ([], ["--today"]):
        target = tmp_path / f"{len(further)}.xlsx"
        call = ["counts", "--year", "2024", "--form", mapping, "-o", str(target), *further]
        assert main([*call, *arguments]) == 0
        values.append(openpyxl.load_workbook(target)["Zahlen"]["C20"].value)
    assert values == [EXPECTED["consultations"]["by_kind"]["home_visit"], values[0] + 1]
    assert "wie abgegeben am" in capsys.readouterr().out


def test_exact_tables_need_recipient_and_purpose_and_are_noted(
    arguments: list[str], forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["counts", "--year", "2024", "--form", str(forms / "jahresmeldung.toml"), "--internal"]
    assert main([*call, *arguments]) == 1
    said = capsys.readouterr().err
    assert "brauchen Empfänger und Zweck" in said
    assert said.count("\n") == 1
    assert sorted(file.name for file in forms.iterdir()) == sorted(
        file.name for file in FORMS.iterdir()
    )
    assert main([*call, "--purpose", "Zuwendungsbescheid Nr. 3", *arguments]) == 0
    said = capsys.readouterr().out
    assert "sind einzelne Menschen zu erkennen (1 oder 2)" in said
    target = forms / "jahresmeldung_2024_intern.xlsx"
    book = openpyxl.load_workbook(target)
    sexes = EXPECTED["tables"]["persons_in_care"]["sex"]
    assert book["Personen"]["B5"].value == sexes["female"]
    nations = EXPECTED["tables"]["persons_in_care"]["nationality"]
    assert sum(book["Personen"][f"B{row}"].value for row in range(22, 29)) == sum(nations.values())
    for sheet in book:
        assert "intern – nicht weitergeben (nur für: Landratsamt Musterkreis)" in str(
            sheet.oddHeader.center.text
        )
    opened = reopened(tmp_path)
    try:
        noted = opened.call(
            lambda: [
                (entry.object_type, entry.reason)
                for entry in AuditEntry.select().where(AuditEntry.action == "report.export")
            ]
        )
    finally:
        opened.close()
    assert len(noted) == 1
    assert noted[0][0] == "form"
    assert "Landratsamt Musterkreis" in noted[0][1]
    assert "Zuwendungsbescheid Nr. 3" in noted[0][1]


def test_the_word_form_is_marked_too(arguments: list[str], forms: Path) -> None:
    call = ["counts", "--year", "2024", "--form", str(forms / "sachstand.toml"), "--internal"]
    assert main([*call, "--purpose", "Prüfung", "--recipient", "Rechnungshof", *arguments]) == 0
    document = Document(str(forms / "sachstand_2024_intern.docx"))
    assert document.sections[0].header.paragraphs[0].text == (
        "intern – nicht weitergeben (nur für: Rechnungshof)"
    )


def test_all_faults_of_a_mapping_are_named_at_once_and_nothing_is_written(
    arguments: list[str], forms: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mapping = forms / "falsch.toml"
    mapping.write_text(
        'form = "jahresmeldung.xlsx"\n[cells]\n'
        '"Zahlen!C5" = "persons.in_car"\n"Zahlen!C9" = "households"\n'
        '"Zahl!C6" = "households"\n"Deckblatt!C4" = "text.yaer"\n"Zahlen!B5" = "households"\n'
        '"zahlen!$C$7" = "households"\n"Zahlen!C7" = "households"\n',
        encoding="utf-8",
    )
    before = sorted(forms.iterdir())
    assert main(["counts", "--year", "2024", "--form", str(mapping), *arguments]) == 1
    said = capsys.readouterr()
    assert not said.out
    assert said.err.count("\n") == 1
    for piece in (
        "stimmen 7 Stellen nicht:",
        "Zahlen!C5 (persons.in_car): Eine Zahl „persons.in_car“ gibt es nicht. Gemeint ist",
        "vielleicht „persons.in_care“ (Betreute Personen).",
        "Zahlen!C9 (households): In der Zelle C9 rechnet eine Formel",
        "Zahl!C6 (households): Ein Blatt „Zahl“ gibt es nicht. Gemeint ist vielleicht „Zahlen“",
        "Deckblatt!C4 (text.yaer): Die Zelle C4 ist ein Teil der verbundenen Zellen B4:C4. Ihre",
        "Deckblatt!C4 (text.yaer): Eine Zahl „text.yaer“ gibt es nicht.",
        "Zahlen!B5 (households): Das Blatt „Zahlen“ ist geschützt und die Zelle B5 gesperrt.",
        "Zahlen!C7: dieselbe Zelle steht schon als zahlen!$C$7 in der Zuordnung.",
        "Es wurde nichts geschrieben.",
    ):
        assert piece in said.err
    assert sorted(forms.iterdir()) == before


def test_all_faults_of_a_word_form(
    arguments: list[str], forms: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = Document()
    document.add_paragraph("{{ betreut }} und {{ neue }}")
    document.save(str(forms / "falsch.docx"))
    mapping = forms / "falsch.toml"
    mapping.write_text(
        'form = "falsch.docx"\n[placeholders]\nbetreute = "persons.in_care"\nneue = "persons.nwe"',
        encoding="utf-8",
    )
    assert main(["counts", "--year", "2024", "--form", str(mapping), *arguments]) == 1
    said = capsys.readouterr().err
    assert "neue (persons.nwe): Eine Zahl „persons.nwe“ gibt es nicht." in said
    assert "betreut" in said
    assert "Absatz 1" in said
    document.paragraphs[0].text = "{{ neue }}"
    document.save(str(forms / "falsch.docx"))
    assert main(["counts", "--year", "2024", "--form", str(mapping), *arguments]) == 1
    assert "Der Platzhalter {{ betreute }} steht nicht im Formular." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("further", "status", "said"),
    [
        ([], 2, "Bitte -o DATEI oder --form DATEI.toml angeben."),
        (["--form", "fehlt.toml"], 1, "Die Zuordnung fehlt.toml gibt es nicht."),
        (["--form", "{forms}/sachstand.toml", "-o", "x.xlsx"], 1, "hat wieder die Endung .docx"),
        (["--form", "{forms}/sachstand.toml", "-o", "{forms}/sachstand.docx"], 1,
         "Die Ausgabe ist das leere Formular selbst."),
        (["--form", "{forms}/sachstand.toml", "-o", "{forms}/fehlt/x.docx"], 1, "gibt es nicht"),
        (["--form", "{forms}/sachstand.docx"], 1, "nicht das Formular"),
    ],
)  # fmt: skip
def test_a_wrong_call_is_one_line(
    arguments: list[str], forms: Path, capsys: pytest.CaptureFixture[str],
    further: list[str], status: int, said: str,
) -> None:  # fmt: skip
    call = [text.format(forms=forms) for text in further]
    assert main(["counts", "--year", "2024", *call, *arguments]) == status
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1


@pytest.mark.office
def test_libreoffice_works_out_the_sums_and_keeps_the_looks(
    figures: Figures, forms: Path, tmp_path: Path
) -> None:
    mapping = read_mapping(forms / "jahresmeldung.toml")
    (forms / "aus.xlsx").write_bytes(fill_form(mapping, figures).content)
    done = _converted(forms / "aus.xlsx", tmp_path)
    book = openpyxl.load_workbook(io.BytesIO(done), data_only=True)
    sheet = book["Zahlen"]
    report = figures.report
    assert sheet["C9"].value == report["movement.closing_stock"]
    assert sheet["C16"].value == report["persons.in_all"]
    assert sheet["C23"].value == report["consultations.total"]
    assert sheet["D30"].value == "stimmt"
    assert book["Personen"]["B9"].value == 30
    assert book["Deckblatt"]["B6"].value.isoformat() == "2024-01-01T00:00:00"
    empty = openpyxl.load_workbook(forms / "jahresmeldung.xlsx")
    for name in ("C5", "C9", "B12"):
        assert sheet[name].number_format == empty["Zahlen"][name].number_format
        assert sheet[name].fill.fgColor.rgb[-6:] == empty["Zahlen"][name].fill.fgColor.rgb[-6:]


@pytest.mark.office
def test_a_workbook_of_libreoffice_is_filled_and_worked_out(
    figures: Figures, forms: Path, tmp_path: Path
) -> None:
    made = tmp_path / "libre"
    made.mkdir()
    (forms / "jahresmeldung.xlsx").write_bytes(_converted(forms / "jahresmeldung.xlsx", made))
    mapping = read_mapping(forms / "jahresmeldung.toml")
    (forms / "aus.xlsx").write_bytes(fill_form(mapping, figures).content)
    book = openpyxl.load_workbook(
        io.BytesIO(_converted(forms / "aus.xlsx", tmp_path)), data_only=True
    )
    assert book["Zahlen"]["C23"].value == figures.report["consultations.total"]
    assert book["Zahlen"]["C9"].value == figures.report["movement.closing_stock"]


def _converted(path: Path, folder: Path) -> bytes:
    """The workbook as LibreOffice saves it, everything worked out."""
    profile = (folder / "profil").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx",
         "--outdir", str(folder / "fertig"), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return (folder / "fertig" / path.name).read_bytes()
