"""What the files hold when they are read back, and what a failure leaves behind."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from caseconsole.counting import Report
from caseconsole.errors import ReportError
from caseconsole.reports.csv_file import guarded
from caseconsole.reports.export import KINDS, write_report
from caseconsole.reports.xlsx_sheet import Sheet
from tests.reports.conftest import HOSTILE, handed_in

MARK = "intern – nicht weitergeben"
Reports = tuple[Report, Report]


def _write(reports: Reports, path: Path, *, internal: bool = False) -> Path:
    return write_report(reports[0], path, previous=reports[1], internal=internal)


def _cells(path: Path) -> dict[str, list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_written_and_replaced(reports: Reports, tmp_path: Path, kind: str) -> None:
    target = tmp_path / f"zahlen{kind}"
    assert _write(reports, target) == target
    first = target.read_bytes()
    _write(reports, target, internal=True)
    assert target.read_bytes() != first
    assert [entry.name for entry in tmp_path.iterdir()] == [target.name]


def test_an_unknown_ending_and_a_missing_folder_are_refused(
    reports: Reports, tmp_path: Path
) -> None:
    with pytest.raises(ReportError, match=r"Möglich sind \.xlsx"):
        _write(reports, tmp_path / "zahlen.ods")
    with pytest.raises(ReportError, match="gibt es nicht"):
        _write(reports, tmp_path / "fehlt" / "zahlen.csv")
    assert not list(tmp_path.iterdir())


def test_csv_opens_in_a_german_excel(reports: Reports, tmp_path: Path) -> None:
    raw = _write(reports, tmp_path / "zahlen.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    text = raw.decode("utf-8-sig")
    assert text.count("\r\n") == text.count("\n")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert {len(row) for row in rows} == {5}
    assert all(line.startswith('"') and line.endswith('"') for line in text.splitlines())
    assert ["Personen", "Betreute Personen", "13", "6"] in [row[:4] for row in rows]
    assert any("(100,0 %)" in row[2] for row in rows)
    assert any(row[1] == f"'{HOSTILE}: Betreute Personen" for row in rows)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", "＝", "＋"])  # noqa: RUF001 - full width signs are what is tested
def test_a_text_that_begins_like_a_formula_is_guarded(start: str) -> None:
    field = guarded(f"{start}1+1")
    assert not field.lstrip().startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b"))


def test_numbers_and_plain_texts_are_not_guarded() -> None:
    assert guarded(-5) == "-5"
    assert guarded("Müller, 0711") == "Müller, 0711"


def test_a_workbook_holds_figures_charts_and_no_formula_or_link(
    reports: Reports, tmp_path: Path
) -> None:
    path = _write(reports, tmp_path / "zahlen.xlsx")
    cells = _cells(path)
    assert list(cells) == [
        "Übersicht", "Aufgliederung", "Tabellen", "Ziele und Vermittlungen", "Monate", "Diagramme",
        "Definitionen",
    ]  # fmt: skip
    overview = {row[0]: row for row in cells["Übersicht"]}
    assert overview["Betreute Personen"][1:3] == (13, 6)
    assert str(overview["Betreute Personen"][3]).startswith("Jede Person einmal")
    tables = {row[0]: row for row in cells["Tabellen"]}
    assert tables["weiblich"][1:3] == (10, 10)
    assert HOSTILE in tables
    with zipfile.ZipFile(path) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if "worksheets/sheet" in name]
        charts = [name for name in parts.namelist() if "charts/chart" in name]
        links = [parts.read(name) for name in parts.namelist() if name.endswith(".rels")]
    assert len(charts) == 4, "the nationalities would tell too much"
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
    assert not any(b'TargetMode="External"' in link for link in links)


def test_charts_show_the_cells_they_name(reports: Reports, tmp_path: Path) -> None:
    path = _write(reports, tmp_path / "zahlen.xlsx")
    book = openpyxl.load_workbook(path)
    with zipfile.ZipFile(path) as parts:
        charts = [parts.read(f"xl/charts/chart{number}.xml").decode() for number in range(1, 5)]
    found = []
    for chart in charts:
        categories, values = (
            re.search(rf"<c:{kind}>.*?<c:f>(.*?)</c:f>", chart, re.DOTALL)
            for kind in ("cat", "val")
        )
        assert categories
        assert values
        found.append([_range(book, one[1]) for one in (categories, values)])
    assert found[0] == [
        [
            "Bestand am 31.12.2023 abends", "Neuaufnahmen", "Wiederaufnahmen", "Beendigungen",
            "Bestand am 31.12.2024 abends",
        ],
        [6, 7, 0, 0, 13],
    ]  # fmt: skip
    assert found[1][1] == [0, 13, 0, 0, 0, 0, 13]
    assert found[2] == [["Wohnen", "Arbeit"], [13, 1]], "the largest first"
    assert found[3][1][4] == 13


def _range(book: openpyxl.Workbook, reference: str) -> list[object]:
    sheet, cells = reference.replace("$", "").replace("'", "").split("!")
    return [cell.value for row in book[sheet][cells] for cell in row]


def test_an_internal_workbook_is_marked_on_every_page(reports: Reports, tmp_path: Path) -> None:
    leaving = openpyxl.load_workbook(_write(reports, tmp_path / "a.xlsx"))
    internal = openpyxl.load_workbook(_write(reports, tmp_path / "b.xlsx", internal=True))
    for sheet in internal:
        assert MARK in str(sheet.oddFooter.left.text)
        assert sheet["A1"].value == MARK
    for sheet in leaving:
        assert MARK not in str(sheet.oddFooter.left.text)
        assert sheet.page_setup.paperSize == 9
        assert "Süd && Nord" in str(sheet.oddHeader.left.text) or "Süd & Nord" in str(
            sheet.oddHeader.left.text
        )
    assert {row[0]: row for row in _cells(tmp_path / "b.xlsx")["Tabellen"]}["weiblich"][1] == 11


def test_every_sheet_explains_its_figures(reports: Reports, tmp_path: Path) -> None:
    cells = _cells(_write(reports, tmp_path / "zahlen.xlsx"))
    words = {name: " ".join(str(cell) for row in rows for cell in row) for name, rows in
             cells.items()}  # fmt: skip
    stock = "die bis zum 31.12.2024 begonnen haben"
    for name in ("Übersicht", "Monate", "Diagramme"):
        assert stock in words[name], name
    assert "Jede betreute Person einmal" in words["Tabellen"]
    assert "Jede betreute Person einmal" in words["Diagramme"]
    assert "Ziele, die im Zeitraum erreicht wurden." in words["Ziele und Vermittlungen"]
    assert "Jede Beratung einmal, nach ihrem Hauptthema." in words["Aufgliederung"]
    for name in ("Tabellen", "Ziele und Vermittlungen", "Diagramme"):
        assert "Werte auf Vielfache von 5 gerundet" in words[name], name


def test_a_report_handed_in_says_so_on_every_sheet(reports: Reports, tmp_path: Path) -> None:
    info = handed_in(reports[0].period)
    said = "wie abgegeben am 10.01.2025, Ausgabe 2, SHA-256 " + "ab" * 32
    path = write_report(reports[0], tmp_path / "a.xlsx", handed_in=info)
    for name, rows in _cells(path).items():
        assert any(said in row for row in rows), name
    text = write_report(reports[0], tmp_path / "a.csv", handed_in=info).read_text("utf-8-sig")
    assert said in text
    today = write_report(reports[0], tmp_path / "b.csv").read_text("utf-8-sig")
    assert "keine abgegebene Fassung" in today


def test_sheets_print_on_the_width_of_a_page(reports: Reports, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(_write(reports, tmp_path / "a.xlsx"))
    for sheet in book:
        assert sheet.page_setup.fitToWidth in {None, 1}
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.title in str(sheet.oddHeader.right.text)
        # A long sentence in a single cell would make the page as wide as itself.
        width = sum(sheet.column_dimensions[letter].width for letter in ("A", "B"))
        for row in sheet.iter_rows():
            if isinstance(row[0].value, str) and len(row[0].value) > 2 * width:
                assert row[0].alignment.wrap_text or row[0].coordinate in sheet.merged_cells


def test_what_excel_would_leave_out_stops_the_report(
    reports: Reports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "zahlen.xlsx"
    _write(reports, target)
    before = target.read_bytes()
    heading = Sheet.heading
    monkeypatch.setattr(Sheet, "heading", lambda self, text: heading(self, text + "x" * 40_000))
    with pytest.raises(ReportError, match="zu lang"):
        _write(reports, target)
    assert target.read_bytes() == before
