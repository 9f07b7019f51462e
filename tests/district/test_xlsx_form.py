"""A district's workbook is filled cell by cell; everything else stays as it was."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseconsole.district.xlsx_book import open_book, read_book
from caseconsole.district.xlsx_form import Content, WorkbookForm, storable
from caseconsole.errors import CaseconsoleError, InputError, ReportError
from tests.district.workbooks import SHEET, cells, frame, made, parts, sheet_with, with_parts
from tests.host import HOSTILE


def fill(data: bytes, contents: dict[str, Content], mark: str = "") -> bytes:
    """The workbook with ``contents`` at their places."""
    form = WorkbookForm(open_book(data, "kreis.xlsx"))
    return form.fill({form.find(place): value for place, value in contents.items()}, mark)


def read(data: bytes) -> Any:
    """The workbook as another reader sees it."""
    return openpyxl.load_workbook(io.BytesIO(data))


def rich(book: Any) -> None:
    """Everything that a library forgets, or a careless writer breaks."""
    from openpyxl.chart import BarChart, Reference
    from openpyxl.comments import Comment
    from openpyxl.formatting.rule import ColorScaleRule
    from openpyxl.styles import Font, PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet = book["Zahlen"]
    sheet["A1"], sheet["A1"].font = "Überschrift", Font(bold=True, size=16)
    sheet.merge_cells("A1:D1")
    for row in range(3, 9):
        sheet.cell(row, 1, f"Zeile {row}")
        sheet.cell(row, 2).fill = PatternFill("solid", fgColor="FFF2CC")
        sheet.cell(row, 2).number_format = "#,##0"
    sheet["B9"], sheet["C3"] = "=SUM(B3:B8)", "=B3*2"
    sheet["A3"].comment = Comment("Bitte genau", "Kreis")
    sheet.conditional_formatting.add("B3:B8", ColorScaleRule("min", None, "FFFFFF", "max", None))
    rule = DataValidation("list", formula1='"ja,nein"')
    rule.add("C5")
    sheet.add_data_validation(rule)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=3, max_row=8))
    sheet.add_chart(chart, "F2")
    sheet.column_dimensions["A"].width = 33
    second = book.create_sheet("Andere")
    second["A1"], second["A2"] = "=Zahlen!B9", 5
    third = book.create_sheet("Still")
    third["A1"] = "bleibt"


def test_only_the_chosen_cells_change() -> None:
    data = made(rich)
    done = fill(data, {"Zahlen!B3": 7, "Zahlen!B4": 0, "Zahlen!B5": "•"})
    before, after = parts(data), parts(done)
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert changed - {"xl/worksheets/sheet2.xml"} == {SHEET, "xl/workbook.xml"}
    assert frame(data) == frame(done)
    old, new = cells(data), cells(done)
    assert list(old) == list(new)
    kept = set(old) - {"B3", "B4", "B5"}
    # openpyxl writes an empty result with every formula; here it is dropped.
    assert all(new[name].replace(b"<v></v>", b"") == old[name].replace(b"<v></v>", b"")
               for name in kept)  # fmt: skip
    sheet = read(done)["Zahlen"]
    assert [sheet[name].value for name in ("B3", "B4", "B5", "B9")] == [7, 0, "•", "=SUM(B3:B8)"]
    assert sheet["B3"].number_format == "#,##0"
    assert sheet["B3"].fill.fgColor.rgb == read(data)["Zahlen"]["B3"].fill.fgColor.rgb


def test_the_same_form_and_figures_make_the_same_file() -> None:
    data = made(rich)
    assert fill(data, {"Zahlen!B3": 7}) == fill(data, {"Zahlen!B3": 7})


def test_results_of_formulas_are_worked_out_anew() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1*2</f><v>2</v></c>'
        '<c r="C1" t="str"><f>A1&amp;"x"</f><v>1x</v></c>'
        '<c r="D1"><f t="shared" ref="D1:D2" si="0">A1+1</f><v>2</v></c>'
        '<c r="E1"><f>[1]Extern!A1</f><v>9</v></c></row>'
        '<row r="2"><c r="D2"><f t="shared" si="0"/><v>3</v></c></row>'
    )
    done = fill(sheet_with(rows), {"A1": 5})
    found = cells(done)
    for name in ("B1", "C1", "D1", "D2"):
        assert b"<v>" not in found[name], name
        assert b"<f" in found[name], name
    assert b"<v>9</v>" in found["E1"]  # from another file, which may not be there
    assert b'fullCalcOnLoad="1"' in parts(done)["xl/workbook.xml"]


def test_a_workbook_without_calculation_settings_gets_them_in_their_place() -> None:
    data = made(lambda _book: None)
    main = parts(data)["xl/workbook.xml"]
    start = main.index(b"<calcPr")
    end = main.index(b"/>", start) + 2
    done = fill(with_parts(data, {"xl/workbook.xml": main[:start] + main[end:]}), {"A1": 5})
    written = parts(done)["xl/workbook.xml"]
    assert written.index(b"definedNames") < written.index(b"calcPr")
    assert read(done)["Zahlen"]["A1"].value == 5


def test_cells_and_rows_that_are_not_there_come_in_order() -> None:
    rows = (
        '<row r="2" spans="2:3" s="1" customFormat="1"><c r="B2"><v>1</v></c>'
        '<c r="D2"><v>2</v></c></row><row r="9"><c r="A9"><v>3</v></c></row>'
    )
    before = '<dimension ref="B2:D9"/><cols><col min="3" max="5" width="9" style="1"/></cols>'
    data = sheet_with(rows, before=before)
    wanted: dict[str, Content] = {
        "C2": 20, "A2": 21, "Z2": 22, "AA2": 23, "E5": 24, "A1": 25, "XFD1048576": 26, "B9": 27
    }  # fmt: skip
    done = fill(data, wanted)
    names = list(cells(done))
    assert names == ["A1", "A2", "B2", "C2", "D2", "Z2", "AA2", "E5", "A9", "B9", "XFD1048576"]
    xml = parts(done)[SHEET].decode()
    assert [xml.index(f'<row r="{row}"') for row in (1, 2, 5, 9, 1048576)] == sorted(
        xml.index(f'<row r="{row}"') for row in (1, 2, 5, 9, 1048576)
    )
    assert '<c r="C2" s="1">' in xml  # the look of its row
    assert '<c r="E5" s="1">' in xml  # the look of its column
    assert 'ref="A1:XFD1048576"' in xml
    assert "spans" not in xml


def test_rows_and_cells_without_numbers_are_counted() -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row r='4'><c><v>3</v></c></row><row/>"
    done = fill(sheet_with(rows), {"B1": 7, "C1": 8, "A5": 9, "B4": 10})
    sheet = read(done)["Zahlen"]
    assert [sheet[name].value for name in ("A1", "B1", "C1", "A4", "B4", "A5")] == [
        1, 7, 8, 3, 10, 9,
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["s", "str", "inlineStr", "b", "e", "n", "d"])
def test_a_cell_of_any_kind_becomes_a_number(kind: str) -> None:
    value = "<is><t>alt</t></is>" if kind == "inlineStr" else "<v>0</v>"
    rows = f'<row r="1"><c r="A1" s="1" t="{kind}" cm="1" vm="2">{value}</c></row>'
    found = cells(fill(sheet_with(rows), {"A1": 12}))["A1"]
    assert found == cells(sheet_with('<row r="1"><c r="A1" s="1"><v>12</v></c></row>'))["A1"]


TEXTS = [text for text in HOSTILE if not {"\x00", "\ud800"} & set(text)]
TEXTS += ["=1+1", "@SUM(A1)", "+49 7761", " Rand ", "_x0041_", "'x", "a\tb\nc", "ä" * 32_767]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_stays_a_text(text: str) -> None:
    content = storable(text)
    done = fill(made(lambda _book: None), {"A1": content})
    cell = read(done)["Zahlen"]["A1"]
    # openpyxl does not read the coded letters of Excel, LibreOffice does (see the office tests).
    assert str(cell.value or "").replace("_x005F_", "_") == content
    assert cell.data_type in {"s", "inlineStr", "n"}
    assert b"<f" not in parts(done)[SHEET]


def test_what_no_cell_can_keep_is_refused() -> None:
    with pytest.raises(InputError):
        storable("\ud800")
    with pytest.raises(InputError, match="zu lang"):
        storable("a" * 32_768)


def test_a_day_becomes_a_real_one_only_where_the_form_wants_days() -> None:
    def days(book: Any) -> None:
        sheet = book["Zahlen"]
        sheet["A1"].number_format = "dd.mm.yyyy"
        sheet["A2"].number_format = '"Tag" 0'
        sheet["A3"].number_format = "[$-407]d. mmmm yyyy;@"

    day = dt.date(2025, 1, 31)
    sheet = read(fill(made(days), {"A1": day, "A2": day, "A3": day}))["Zahlen"]
    assert sheet["A1"].value == dt.datetime(2025, 1, 31)  # noqa: DTZ001 - Excel knows no zones
    assert sheet["A2"].value == "31.01.2025"
    assert sheet["A3"].value == dt.datetime(2025, 1, 31)  # noqa: DTZ001


def test_days_counted_from_1904() -> None:
    def old(book: Any) -> None:
        from openpyxl.utils.datetime import CALENDAR_MAC_1904

        book.epoch = CALENDAR_MAC_1904
        book["Zahlen"]["A1"].number_format = "dd.mm.yyyy"

    done = fill(made(old), {"A1": dt.date(2025, 1, 31)})
    assert read(done)["Zahlen"]["A1"].value == dt.datetime(2025, 1, 31)  # noqa: DTZ001
    sheet = WorkbookForm(open_book(done, "")).sheet("Zahlen")
    assert sheet is not None
    assert sheet.text(next(iter(sheet))) == "31.01.2025"


# ---------------------------------------------------------------------- refused cells


def difficult(book: Any) -> None:
    """One sheet with everything that must not be written."""
    from openpyxl.styles import Protection
    from openpyxl.worksheet.formula import ArrayFormula
    from openpyxl.worksheet.table import Table

    sheet = book["Zahlen"]
    sheet["A1"] = "Titel"
    sheet.merge_cells("A1:C2")
    sheet["B4"] = "=SUM(A4:A9)"
    sheet["E1"] = ArrayFormula("E1:E3", "=A4:A6*2")
    for row in range(10, 13):
        for column in range(1, 3):
            sheet.cell(row, column, f"Kopf {column}" if row == 10 else row)
    sheet.add_table(Table(displayName="Tab", ref="A10:B12"))
    closed = book.create_sheet("Gesperrt")
    closed["A1"], closed["A2"] = 1, 2
    closed["A2"].protection = Protection(locked=False)
    closed.protection.sheet = True
    closed.protection.password = "geheim"
    hidden = book.create_sheet("Verborgen")
    hidden.sheet_state = "hidden"


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("Zahle!A4", "Ein Blatt „Zahle“ gibt es nicht. Gemeint ist vielleicht „Zahlen“."),
        ("Qwertz!A4", "Die Blätter sind: Zahlen, Gesperrt, Verborgen."),
        ("A4", "Es fehlt, auf welchem Blatt. Die Blätter sind: Zahlen, Gesperrt."),
        ("Zahlen!4A", "„4A“ ist keine Zelle, die es in Excel gibt. Gemeint ist etwas wie"),
        ("Zahlen!", "„“ ist keine Zelle"),
        ("Zahlen!XFE1", "„XFE1“ ist keine Zelle"),
        ("Zahlen!A1048577", "„A1048577“ ist keine Zelle"),
        ("Zahlen!A0", "„A0“ ist keine Zelle"),
        ("Zahlen!A4:B5", "„A4:B5“ sind mehrere Zellen. Nennen Sie die erste: A4."),
        ("Zahlen!B2", "ein Teil der verbundenen Zellen A1:C2. Ihre erste Zelle ist A1."),
        ("Zahlen!B4", "In der Zelle B4 rechnet eine Formel des Formulars."),
        ("Zahlen!E1", "In der Zelle E1 rechnet eine Formel"),
        ("Zahlen!E3", "In der Zelle E3 rechnet eine Formel"),
        ("Zahlen!B10", "Die Zelle B10 ist die Überschrift einer Tabelle."),
        ("Gesperrt!A1", "Das Blatt „Gesperrt“ ist geschützt und die Zelle A1 gesperrt."),
        ("Gesperrt!Z99", "Das Blatt „Gesperrt“ ist geschützt und die Zelle Z99 gesperrt."),
    ],
)
def test_a_cell_that_must_not_be_written(place: str, said: str) -> None:
    form = WorkbookForm(open_book(made(difficult), "kreis.xlsx"))
    with pytest.raises(InputError) as caught:
        form.find(place)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "place",
    ["Zahlen!A1", "zahlen!$A$4", "'Zahlen'!a4", "Zahlen!A11", "Gesperrt!A2", "Verborgen!A1"],
)
def test_a_cell_that_may_be_written(place: str) -> None:
    form = WorkbookForm(open_book(made(difficult), "kreis.xlsx"))
    spot = form.find(place)
    done = form.fill({spot: 41})
    assert read(done)[spot.sheet.name][str(spot.cell)].value == 41


def test_cells_open_by_style_and_by_range() -> None:
    protected = '<sheetProtection sheet="1"/>'
    ranges = (
        '<protectedRanges><protectedRange sqref="B1:B3" name="frei"/>'
        '<protectedRange sqref="C1" name="Chef" password="CC1A"/></protectedRanges>'
    )
    form = WorkbookForm(open_book(sheet_with("", protected + ranges), ""))
    assert form.find("B2").cell.row == 2
    for place in ("A1", "C1"):
        with pytest.raises(InputError, match="gesperrt"):
            form.find(place)


def test_what_is_worth_a_look() -> None:
    def odd(book: Any) -> None:
        from openpyxl.worksheet.datavalidation import DataValidation

        sheet = book["Zahlen"]
        sheet["A1"] = "Beschriftung"
        words = book.create_sheet("Listen")
        for row, word in enumerate(("klein", "groß"), 1):
            words.cell(row, 1, word)
        for cell, rule in (
            ("B1", DataValidation("list", formula1='"ja,nein"')),
            ("B2", DataValidation("list", formula1="Listen!$A$1:$A$2")),
            ("B3", DataValidation("whole", operator="between", formula1="0", formula2="10")),
            ("B4", DataValidation("whole", operator="greaterThanOrEqual", formula1="A9")),
        ):
            rule.add(cell)
            sheet.add_data_validation(rule)
        hidden = book.create_sheet("Verborgen")
        hidden.sheet_state = "veryHidden"

    form = WorkbookForm(open_book(made(odd), "kreis.xlsx"))

    def remarks(**contents: Content) -> list[str]:
        places = {form.find(f"Zahlen!{cell}"): value for cell, value in contents.items()}
        return list(form.remarks(places))

    assert remarks(B1="ja", B2="groß", B3=10, B4=3) == []
    assert remarks(B1="vielleicht") == [
        "Zahlen!B1: „vielleicht“ steht nicht in der Auswahlliste der Zelle"
    ]
    assert remarks(B2="mittel") == ["Zahlen!B2: „mittel“ steht nicht in der Auswahlliste der Zelle"]
    assert remarks(B3=11) == ["Zahlen!B3: 11 liegt außerhalb dessen, was die Zelle zulässt"]
    assert remarks(B3="•", B4="•") == ["Zahlen!B3, Zahlen!B4: die Zelle lässt nur Zahlen zu"]
    assert remarks(A1=3) == ["Zahlen!A1: dort stand „Beschriftung“"]
    assert list(form.remarks({form.find("Verborgen!A1"): 1})) == [
        "Das Blatt „Verborgen“ ist im Formular ausgeblendet"
    ]


def test_exact_figures_are_marked_on_every_page() -> None:
    def headed(book: Any) -> None:
        book["Zahlen"].oddHeader.center.text = "Landkreis & Co"
        book.create_sheet("Zweites")

    done = fill(made(headed), {"Zahlen!A1": 1}, "intern – nicht weitergeben (nur für: A & B)")
    book = read(done)
    for sheet in book:
        assert "intern – nicht weitergeben (nur für: A && B)" in parts(done)[
            f"xl/worksheets/sheet{book.index(sheet) + 1}.xml"
        ].decode().replace("&amp;", "&")
    assert "Landkreis" in book["Zahlen"].oddHeader.center.text


# ---------------------------------------------------------------------- refused files


def refused(data: bytes) -> str:
    with pytest.raises(ReportError) as caught:
        open_book(data, "kreis.xlsx")
    return str(caught.value)


def test_a_file_that_is_no_form_is_refused_in_words(tmp_path: Path) -> None:
    data = made(rich)
    types = parts(data)["[Content_Types].xml"]
    assert "kreis.xlsx" in refused(b"")
    assert "keine Excel-Mappe (.xlsx) oder beschädigt" in refused(b"Hallo")
    assert "im alten Format .xls" in refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 90)
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    assert "mit einem Kennwort verschlüsselt" in refused(locked)
    macros = types.replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml")
    assert "Makros" in refused(with_parts(data, {"[Content_Types].xml": macros}))
    assert "Makros" in refused(with_parts(data, {"xl/vbaProject.bin": b"x"}))
    template = types.replace(b"spreadsheetml.sheet.main", b"spreadsheetml.template.main")
    assert "Mustervorlage" in refused(with_parts(data, {"[Content_Types].xml": template}))
    assert "keine Excel-Mappe" in refused(with_parts(data, {"[Content_Types].xml": None}))
    assert "keine Excel-Mappe" in refused(with_parts(data, {"xl/workbook.xml": None}))
    doctype = b'<!DOCTYPE x [<!ENTITY a "b">]>' + parts(data)["xl/workbook.xml"]
    assert "Dokumenttyp" in refused(with_parts(data, {"xl/workbook.xml": doctype}))
    bomb = with_parts(data, {"xl/worksheets/sheet1.xml": b" " * 15_000_000})
    assert "ungewöhnlich stark gepackt" in refused(bomb)
    assert ".ods" in refused(with_parts(
        data, {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}))  # fmt: skip
    with pytest.raises(ReportError, match="gibt es nicht"):
        read_book(tmp_path / "fehlt.xlsx")


def test_a_word_document_is_no_workbook() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<x/>")
    assert "keine Excel-Mappe" in refused(stream.getvalue())


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_refused_or_filled_never_worse(data: st.DataObject) -> None:
    whole = _RICH
    name = data.draw(st.sampled_from(sorted(parts(whole))))
    content = parts(whole)[name]
    at = data.draw(st.integers(0, max(0, len(content) - 1)))
    cut = data.draw(st.integers(0, 40))
    put = data.draw(st.sampled_from([b"", b"<c/>", b"<row>", b'r="', b"\x00", b"&", b"9", b"t"]))
    broken = with_parts(whole, {name: content[:at] + put + content[at + cut :]})
    try:
        done = fill(broken, {"Zahlen!B3": 7, "Zahlen!H99": "Text"})
    except CaseconsoleError:
        return
    assert b">7<" in parts(done)[SHEET]


@settings(max_examples=80, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.integers(1, 60), st.integers(1, 40)),
        st.one_of(st.integers(0, 10**9), st.text("=+@ÄÖÜa1", min_size=1, max_size=9)),
        min_size=1,
        max_size=25,
    )
)
def test_whatever_is_written_stands_where_it_belongs(
    wanted: dict[tuple[int, int], int | str],
) -> None:
    from caseconsole.district.addresses import Cell

    done = fill(_RICH, {f"Still!{Cell(*place)}": value for place, value in wanted.items()})
    sheet = read(done)["Still"]
    for (row, column), value in wanted.items():
        assert sheet.cell(row, column).value == value
    order = [(cell.row, cell.column) for line in sheet.iter_rows() for cell in line if cell.value]
    assert set(order) | {(1, 1)} >= {place for place, value in wanted.items() if value}


_RICH = made(rich)
