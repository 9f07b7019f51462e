"""Broken templates: each fault named where it is, no exception, and a repaired copy that works."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document

from caseconsole.documents import doctor
from caseconsole.documents.gate import ERROR
from caseconsole.documents.package import open_package
from caseconsole.documents.placeholders import PLACEHOLDERS
from caseconsole.documents.readback import read_text
from caseconsole.documents.render import compile_template
from caseconsole.documents.specimen import invented, nothing
from caseconsole.errors import DocumentError
from tests.documents.broken import BROKEN, box, document, p, part_of, r, table, with_part
from tests.documents.word_files import changed, save

KINDS = {"integrationsplan": PLACEHOLDERS}

MENDABLE = {
    "wrong case", "all capitals", "camel case", "umlaut", "one brace too few behind",
    "one brace too few before", "single braces", "space between braces", "full-width braces",
    "statement with one brace", "statement closed as a placeholder", "space before per cent",
    "merge field signs", "p apart", "a brace too many behind",
    *(n for n, b in BROKEN.items() if b.severity == "hint"),
}  # fmt: skip
"""What can mean only one thing."""


@pytest.mark.parametrize("name", BROKEN)
def test_a_fault_is_named_where_it_is(name: str, tmp_path: Path) -> None:
    broken = BROKEN[name]
    found = doctor.examine(save(tmp_path, "a.docx", broken.data), KINDS)
    assert any(
        broken.place in f.place
        and broken.says in f"{f.message} {f.hint}"
        and f.severity == broken.severity
        for f in found
    ), [doctor.in_words(f) for f in found]
    if broken.severity != ERROR:
        assert not [f for f in found if f.severity == ERROR], found


@pytest.mark.parametrize("name", BROKEN)
def test_a_template_with_a_fault_is_never_filled_in_silence(name: str) -> None:
    package = open_package(BROKEN[name].data)
    if BROKEN[name].severity == ERROR:
        with pytest.raises(DocumentError):
            compile_template(package, PLACEHOLDERS)
        return
    template = compile_template(package, PLACEHOLDERS)
    text = read_text(template.fill({**nothing(PLACEHOLDERS), "vorname": "Ali", "telefon": "ja"}))
    assert text.strip() in {"a\nAli", "Ali", "x"}
    assert "{" not in text


@pytest.mark.parametrize("name", BROKEN)
def test_a_repaired_copy(name: str, tmp_path: Path) -> None:
    file = save(tmp_path, "a.docx", BROKEN[name].data)
    copy = tmp_path / "b.docx"
    before = file.read_bytes()
    found, changes = doctor.repair(file, copy, KINDS)
    assert file.read_bytes() == before
    assert Document(str(copy)).element is not None
    if name in MENDABLE:
        assert found.findings == (), [doctor.in_words(f) for f in found.findings]
        assert changes
        made = compile_template(open_package(copy.read_bytes()), PLACEHOLDERS)
        assert Document(io.BytesIO(made.fill(invented(PLACEHOLDERS)))).element is not None
    else:
        assert found.errors or name == "comment"


def test_a_repair_says_what_and_where(tmp_path: Path) -> None:
    data = document(p("a") + p("{{ Vor", r("name }}", "<w:b/>")) + table(["x", "{ { telefon } }"]))
    copy = tmp_path / "b.docx"
    _found, changes = doctor.repair(save(tmp_path, "a.docx", data), copy, KINDS)
    said = [(change.place, change.message) for change in changes]
    assert said == [
        ("Datei", "Kommentare und Spuren entfernt."),
        ("Tabelle 1, Zeile 1, Spalte 2", "„{ { telefon } }“ heißt jetzt „{{ telefon }}“."),
        ("Absatz 2", "„{{ Vorname }}“ aus 2 Stücken zusammengesetzt."),
        ("Absatz 2", "„{{ Vorname }}“ heißt jetzt „{{ vorname }}“."),
    ]
    assert [paragraph.text for paragraph in Document(str(copy)).paragraphs] == [
        "a", "{{ vorname }}",
    ]  # fmt: skip


def test_a_repair_never_overwrites(tmp_path: Path) -> None:
    file = save(tmp_path, "a.docx", BROKEN["wrong case"].data)
    other = save(tmp_path, "b.docx", b"mine")
    for target in (file, other):
        before = target.read_bytes()
        with pytest.raises(DocumentError, match="gibt es schon"):
            doctor.repair(file, target, KINDS)
        assert target.read_bytes() == before
    with pytest.raises(DocumentError, match="Endung"):
        doctor.repair(file, tmp_path / "b.txt", KINDS)


def test_a_text_box_counts_once(tmp_path: Path) -> None:
    data = document(p(box(p("{{ vornam }}"))))
    found = doctor.examine(save(tmp_path, "a.docx", data), KINDS)
    assert len(found) == 1


def test_a_text_box_that_says_something_else_to_older_programs_is_read(tmp_path: Path) -> None:
    data = document(
        p(box(p("gut")).replace("gut", "{{ boese }}", 2).replace("{{ boese }}", "gut", 1))
    )
    found = doctor.examine(save(tmp_path, "a.docx", data), KINDS)
    assert any("boese" in f.message for f in found)


def test_a_loop_in_a_text_box_is_filled_in_both_copies() -> None:
    data = document(p(box(p("{%p for f in felder %}") + p("{{ f.feld }}") + p("{%p endfor %}"))))
    made = compile_template(open_package(data), PLACEHOLDERS).fill(invented(PLACEHOLDERS))
    assert read_text(made).count("Wohnen") == 2
    assert read_text(compile_template(open_package(data), PLACEHOLDERS).fill(nothing(PLACEHOLDERS)))


@pytest.mark.parametrize("inside", [
    p("{%p if telefon %}") + p("x") + p("{%p endif %}"),
    p("{%p for f in felder %}") + p("x") + p("{%p endfor %}"),
])  # fmt: skip
def test_a_cell_never_loses_its_last_paragraph(inside: str) -> None:
    data = document(table(["a", inside]) + p("b"))
    made = compile_template(open_package(data), PLACEHOLDERS).fill(nothing(PLACEHOLDERS))
    cells = Document(io.BytesIO(made)).tables[0].rows[0].cells
    assert [len(cell.paragraphs) for cell in cells] == [1, 1]


def test_a_table_without_rows_is_left_out() -> None:
    rows = (["{%tr for f in felder %}"], ["{{ f.feld }}"], ["{%tr endfor %}"])
    data = document(table(*rows) + p("b") + table(["x", table(*rows)]))
    made = compile_template(open_package(data), PLACEHOLDERS).fill(nothing(PLACEHOLDERS))
    found = Document(io.BytesIO(made))
    assert len(found.tables) == 1
    assert [len(cell.paragraphs) for cell in found.tables[0].rows[0].cells] == [1, 1]


@pytest.mark.parametrize("kind", ["header", "footer"])
def test_a_header_never_becomes_empty(kind: str) -> None:
    data = with_part(p("a"), kind, p("{%p if telefon %}") + p("x") + p("{%p endif %}"), "default")
    made = compile_template(open_package(data), PLACEHOLDERS).fill(nothing(PLACEHOLDERS))
    assert "w:p" in part_of(made, f"word/{kind}9.xml")


def test_deleted_text_of_a_template_does_not_go_out() -> None:
    data = document(
        p("a", '<w:del w:id="1" w:author="x"><w:r><w:delText>Frau Geheim</w:delText></w:r></w:del>',
          '<w:ins w:id="2" w:author="Erika"><w:r><w:t>{{ vorname }}</w:t></w:r></w:ins>')
    )  # fmt: skip
    made = compile_template(open_package(data), PLACEHOLDERS).fill(
        {**nothing(PLACEHOLDERS), "vorname": "Ali"}
    )
    xml = part_of(made, "word/document.xml")
    assert "Geheim" not in xml
    assert "Erika" not in xml
    assert read_text(made).strip() == "aAli"


def test_stray_braces_over_runs_and_paragraphs_do_no_harm() -> None:
    data = document(p("{", r("100 "), "} %") + p("} b {") + p("{ vorname: {{ vorname }}"))
    made = compile_template(open_package(data), PLACEHOLDERS).fill(
        {**nothing(PLACEHOLDERS), "vorname": "Ali"}
    )
    assert read_text(made).replace("\u2060", "").endswith("{ vorname: Ali")


def test_another_prefix_for_the_space_of_word_works() -> None:
    xml = document(p("{%p if telefon %}") + p("{{ vor", "name }}") + p("{%p endif %}"))
    with_other = (
        part_of(xml, "word/document.xml").replace("w:", "ns0:").replace("xmlns:w=", "xmlns:ns0=")
    )
    data = changed(xml, {"word/document.xml": with_other.encode()})
    values = {**nothing(PLACEHOLDERS), "vorname": "Ali", "telefon": "1"}
    made = compile_template(open_package(data), PLACEHOLDERS).fill(values)
    assert read_text(made).strip() == "Ali"


def test_a_part_in_utf_16_works() -> None:
    xml = document(p("{{ vorname }}"))
    text = part_of(xml, "word/document.xml").replace("UTF-8", "UTF-16")
    data = changed(xml, {"word/document.xml": text.encode("utf-16")})
    made = compile_template(open_package(data), PLACEHOLDERS).fill(
        {**nothing(PLACEHOLDERS), "vorname": "Ünal"}
    )
    assert read_text(made).strip() == "Ünal"
