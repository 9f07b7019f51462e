"""Right-to-left text: cut at the right places, marked where the schema of Word wants it."""

from __future__ import annotations

import pytest
from lxml import etree

from caseconsole.documents.bidi import first_direction, mark_right_to_left, segments

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OPEN = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'


def _marked(paragraph: str) -> etree._Element:
    return etree.fromstring(mark_right_to_left(f"{_OPEN}{paragraph}</w:document>"))


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("Zainab", "L", [("Zainab", False)]),
        ("زينب", "R", [("زينب", True)]),
        ("زينب جبار", "L", [("زينب جبار", True)]),
        ("Zainab زينب 12", "L", [("Zainab ", False), ("زينب", True), (" 12", False)]),
        ("مرحبا 12.", "R", [("مرحبا 12.", True)]),
        ("(مرحبا)", "R", [("(مرحبا)", True)]),
        ("مرحبا A1 مرحبا", "R", [("مرحبا ", True), ("A1", False), (" مرحبا", True)]),
        ("", "L", []),
    ],
)
def test_segments(text: str, base: str, expected: list[tuple[str, bool]]) -> None:
    pieces = segments(text, base)
    assert pieces == expected
    assert "".join(piece for piece, _right in pieces) == text


@pytest.mark.parametrize(
    ("text", "expected"), [("12 abc", "L"), ("12 (زينب) abc", "R"), ("123", ""), ("ሰላም", "L")]
)
def test_first_direction(text: str, expected: str) -> None:
    assert first_direction(text) == expected


def test_marks_stand_where_the_schema_wants_them() -> None:
    root = _marked(
        '<w:p><w:pPr><w:pStyle w:val="a"/><w:spacing w:after="0"/><w:jc w:val="left"/></w:pPr>'
        '<w:r><w:rPr><w:b/><w:lang w:val="de-DE"/></w:rPr><w:t>زينب</w:t></w:r></w:p>'
    )
    paragraph = [child.tag.removeprefix(_W) for child in root.find(f".//{_W}pPr")]
    run = [child.tag.removeprefix(_W) for child in root.find(f".//{_W}rPr")]
    assert paragraph == ["pStyle", "bidi", "spacing", "jc"]
    assert run == ["b", "rtl", "lang"]


def test_a_german_paragraph_with_an_arabic_name_keeps_its_direction() -> None:
    root = _marked("<w:p><w:r><w:t>Frau زينب, geboren 1969</w:t><w:br/><w:t>x</w:t></w:r></w:p>")
    assert root.find(f".//{_W}bidi") is None
    runs = [
        ("".join(run.itertext()), run.find(f".//{_W}rtl") is not None)
        for run in root.iter(f"{_W}r")
    ]
    assert runs == [("Frau ", False), ("زينب", True), (", geboren 1969x", False)]
    assert len(root.findall(f".//{_W}br")) == 1


def test_lines_of_both_directions_become_paragraphs_of_their_own() -> None:
    root = _marked(
        '<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>زينب</w:t><w:br/>'
        "<w:t>Deutsch.</w:t></w:r><w:r><w:t> Ende</w:t></w:r></w:p>"
    )
    found = [
        ("".join(p.itertext()), p.find(f".//{_W}bidi") is not None, p.find(f".//{_W}b") is not None)
        for p in root.iter(f"{_W}p")
    ]
    assert found == [("زينب", True, True), ("Deutsch. Ende", False, True)]
    assert all(p.find(f"{_W}pPr/{_W}pStyle") is not None for p in root.iter(f"{_W}p"))


def test_lines_of_one_direction_stay_one_paragraph() -> None:
    root = _marked("<w:p><w:r><w:t>زينب</w:t><w:br/><w:t>12 جبار</w:t></w:r></w:p>")
    assert len(root.findall(f".//{_W}p")) == 1


def test_text_without_right_to_left_letters_stays_byte_for_byte() -> None:
    xml = f"{_OPEN}<w:p><w:r><w:t>Оксана &amp; ሰላም</w:t></w:r></w:p></w:document>"
    assert mark_right_to_left(xml) == xml
