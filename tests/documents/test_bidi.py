"""Text in other scripts: cut at the right places, marked where the schema of Word wants it."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from caseconsole.documents.bidi import first_direction, segments, set_directions_and_fonts
from caseconsole.documents.scripts import SECOND, mark_second_language

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OPEN = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'


def _marked(paragraph: str) -> etree._Element:
    return etree.fromstring(set_directions_and_fonts(f"{_OPEN}{paragraph}</w:document>"))


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("Zainab", "L", [("Zainab", False)]),
        ("زينب", "R", [("زينب", True)]),
        ("زينب جبار", "L", [("زينب جبار", True)]),
        ("Zainab زينب 12", "L", [("Zainab ", False), ("زينب", True), (" 12", False)]),
        ("مرحبا 12.", "R", [("مرحبا 12.", True)]),
        ("(مرحبا)", "R", [("(مرحبا)", True)]),
        ("(مرحبا)", "L", [("(", False), ("مرحبا", True), (")", False)]),
        ("لا توجد بيانات.", "L", [("لا توجد بيانات.", True)]),
        (" / المادة (9). ", "L", [(" / ", False), ("المادة (9).", True), (" ", False)]),
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
    assert run == ["rFonts", "b", "bCs", "rtl", "lang"]


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


@pytest.mark.parametrize("text", ["Оксана &amp; Müller", "Şêx Îbrahîm, ñ, Ł", "Αθήνα ☐ ● § 203 …"])
def test_text_in_letters_that_every_font_has_stays_byte_for_byte(text: str) -> None:
    xml = f"{_OPEN}<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:document>"
    assert set_directions_and_fonts(xml, "uk") == xml


_NUMBERS = "اتصل على +49 7761 939-0 من 12.05.2026"


def test_a_telephone_number_keeps_its_order_in_a_sentence_from_right_to_left() -> None:
    assert segments(_NUMBERS, "R") == [
        ("اتصل على ", True), ("+49 7761 939-0", False), (" من 12.05.2026", True),
    ]  # fmt: skip


def _runs(root: etree._Element) -> list[tuple[str, dict[str, str]]]:
    """Text and look of each run: fonts, language, marks."""
    found = []
    for run in root.iter(f"{_W}r"):
        look: dict[str, str] = {}
        for child in run.find(f"{_W}rPr") if run.find(f"{_W}rPr") is not None else ():
            name = child.tag.removeprefix(_W)
            look |= {f"{name}.{k.removeprefix(_W)}": v for k, v in child.attrib.items()}
            look[name] = ""
        found.append(("".join(run.itertext()), look))
    return found


def test_tigrinya_gets_a_font_of_windows_and_german_keeps_its_own() -> None:
    runs = _runs(_marked("<w:p><w:r><w:t>Name: ሰላም ተኽለ (A1) neu</w:t></w:r></w:p>"))
    assert [text for text, _look in runs] == ["Name: ", "ሰላም ተኽለ (", "A1) neu"]
    fonts = {f"rFonts.{kind}": "Ebrima" for kind in ("ascii", "hAnsi", "cs", "eastAsia")}
    assert fonts.items() <= runs[1][1].items()
    assert runs[1][1]["lang.val"] == "ti-ER"
    assert "rtl" not in runs[1][1]
    assert runs[0][1] == runs[2][1] == {}


@pytest.mark.parametrize(
    ("text", "second", "language"),
    [
        ("زينب", "", "ar-SA"),
        ("زینب گلی", "", "fa-IR"),
        ("زينب", "fa", "fa-IR"),
        ("שרה", "", "he-IL"),
    ],
)
def test_right_to_left_runs_name_font_and_language(text: str, second: str, language: str) -> None:
    xml = f"{_OPEN}<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:document>"
    ((_text, look),) = _runs(etree.fromstring(set_directions_and_fonts(xml, second)))
    assert look["lang.bidi"] == language
    assert look["rFonts.cs"] == "Arial"
    assert "rtl" in look


@pytest.mark.parametrize(
    ("text", "font", "mark"),
    [
        ("தமிழ்", "Nirmala UI", "cs"), ("ไทย", "Leelawadee UI", "cs"),
        ("中文", "Microsoft YaHei", ""),
        ("ქართული", "Segoe UI", ""), ("ܣܘܪܝܝܐ", "Segoe UI Historic", "rtl"),
    ],
)  # fmt: skip
def test_other_scripts_of_names(text: str, font: str, mark: str) -> None:
    ((_text, look),) = _runs(_marked(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"))
    assert look["rFonts.cs"] == font
    assert [name for name in ("cs", "rtl") if name in look] == ([mark] if mark else [])


def test_size_and_weight_follow_and_a_font_of_the_template_stays() -> None:
    look = (
        '<w:rPr><w:rStyle w:val="x"/><w:rFonts w:ascii="Calibri" w:cs="Sakkal Majalla"/>'
        '<w:b w:val="0"/><w:i/><w:color w:val="111111"/><w:sz w:val="26"/></w:rPr>'
    )
    ((_text, found),) = _runs(_marked(f"<w:p><w:r>{look}<w:t>زينب</w:t></w:r></w:p>"))
    assert found["rFonts.cs"] == "Sakkal Majalla"
    assert found["bCs.val"] == "0"
    assert found["szCs.val"] == "26"
    assert "iCs" in found


@pytest.mark.parametrize(("text", "size"), [("ሰላም", "19"), ("中文", "17"), ("Çelik", "17")])
def test_ethiopic_letters_are_a_point_larger(text: str, size: str) -> None:
    run = f'<w:p><w:r><w:rPr><w:sz w:val="17"/></w:rPr><w:t>{text}</w:t></w:r></w:p>'
    ((_text, found),) = _runs(_marked(run))
    assert found["sz.val"] == size


# ECMA-376, part 1, CT_RPr and CT_PPr: written down here once more, as the rule to test against.
_RUN_ORDER = re.findall(
    r"\w+",
    """
    rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof
    snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd
    fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath
""",
)
_PARAGRAPH_ORDER = re.findall(
    r"\w+",
    """
    pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr
    shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN
    bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc
    textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange
""",
)


def in_schema_order(root: etree._Element) -> bool:
    """Whether all properties stand where Word wants them."""
    for name, order in (("rPr", _RUN_ORDER), ("pPr", _PARAGRAPH_ORDER)):
        for properties in root.iter(f"{_W}{name}"):
            found = [order.index(child.tag.removeprefix(_W)) for child in properties]
            if found != sorted(set(found)):
                return False
    return True


@pytest.mark.parametrize("text", ["زينب", "ሰላም", "தமிழ்", "A1 زينب 12 ሰላም x"])
def test_every_property_beside_every_other_keeps_the_order(text: str) -> None:
    for omitted in [*_RUN_ORDER, *_PARAGRAPH_ORDER]:
        run = "".join(f"<w:{name}/>" for name in _RUN_ORDER if name not in {omitted, "rtl", "cs"})
        outer = "".join(
            f"<w:{name}/>" for name in _PARAGRAPH_ORDER if name not in {omitted, "bidi", "rPr"}
        )
        xml = f"<w:p><w:pPr>{outer}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"
        assert in_schema_order(_marked(xml)), omitted
    bare = _marked(f"<w:p><w:r><w:rPr/><w:t>{text}</w:t></w:r><w:r><w:t>{text}</w:t></w:r></w:p>")
    assert in_schema_order(bare)


def _prepared(text: str, look: str = "") -> dict[str, str]:
    root = etree.fromstring(f"{_OPEN}<w:p><w:r>{look}<w:t>{text}</w:t></w:r></w:p></w:document>")
    mark_second_language(root)
    assert in_schema_order(root)
    return _runs(root)[0][1]


@pytest.mark.parametrize(
    "text",
    [
        "{{ zweit_titel }}", "{% if zweit_titel %} · {{ zweit_titel }}{% endif %}",
        "{{feld.feld_zweit}}", "{% if x %} / {{ ziel.stand_zweit|upper }}{% endif %}",
    ],
)  # fmt: skip
def test_runs_of_the_second_language_are_found_in_a_template(text: str) -> None:
    look = "<w:rPr><w:b/><w:oMath/></w:rPr>"
    assert _prepared(text, look)["lang.val"] == SECOND
    assert _prepared(text)["lang.bidi"] == SECOND


@pytest.mark.parametrize(
    "text",
    ["{{ titel }}", "Plan {{ zweit_titel }}", "{{ name }} {{ zweit_titel }}", "zweit_titel",
     "{% if zweit_titel %}{% endif %}", "{{ zweit_"],
)  # fmt: skip
def test_other_runs_of_a_template_stay_german(text: str) -> None:
    assert "lang.val" not in _prepared(text)


@pytest.mark.parametrize(
    ("code", "tag"),
    [("", "de-DE"), ("de-simple", "de-DE"), ("tr", "tr-TR"), ("kmr", "kmr-TR"), ("sw", "sw")],
)
def test_the_second_language_is_named_without_parsing(code: str, tag: str) -> None:
    xml = f'{_OPEN}<w:p><w:r><w:rPr><w:lang w:val="{SECOND}"/></w:rPr><w:t>x</w:t></w:r></w:p>'
    assert set_directions_and_fonts(xml, code) == xml.replace(SECOND, tag)
