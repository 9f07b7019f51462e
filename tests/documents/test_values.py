"""Hostile values: found again in the written file by another reader, or refused by name."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable
from typing import Any

import pytest
from docx import Document
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from caseconsole.documents.names import unstated
from caseconsole.documents.output import Quiet
from caseconsole.documents.package import open_package
from caseconsole.documents.placeholders import PLACEHOLDERS
from caseconsole.documents.render import Template, compile_template
from caseconsole.documents.specimen import invented, nothing
from caseconsole.errors import DocumentError
from caseconsole.text import clean
from tests.documents.broken import box, document, footnotes, p, part_of, with_part
from tests.documents.word_files import word_file

_JOINER = "\u2060"
_LOOP = (
    ["{%tr for h in haushalt %}", ""],
    ["{{ h.name }}", "-{{ h.rolle }}-"],
    ["{%tr endfor %}", ""],
)
_TEMPLATE = compile_template(
    open_package(
        word_file(
            [
                "<{{ vorname }}>", "{% if telefon %}Tel. {{ telefon }}!{% else %}ohne{% endif %}",
                "{%p for h in haushalt %}", "{{ loop.index }}. {{ h.name }} ({{ h.rolle }})",
                "{%p endfor %}", "{{ vorname|upper }}", "{{ vorname|lower }}", "{{ vorname|trim }}",
                "{{ vorname ~ ' / ' ~ telefon }}", "{{ email or 'keine' }}",
                "{{ 'ja' if vorname == telefon else 'nein' }}",
            ],
            rows=_LOOP, header="Kopf {{ vorname }}", footer="{{ telefon }} Fuß",
        )
    ),
    PLACEHOLDERS,
)  # fmt: skip


def _filled(value: str, template: Template = _TEMPLATE) -> bytes:
    row = {"name": value, "rolle": value, "geburtsdatum": "", "alter": ""}
    return template.fill(
        {**nothing(PLACEHOLDERS), "vorname": value, "telefon": value, "haushalt": [row]}
    )


def _lines(paragraphs: Iterable[Any]) -> str:
    return "\n".join(paragraph.text for paragraph in paragraphs)


def _read(data: bytes) -> dict[str, str]:
    """What python-docx sees in each place; a program that has nothing of ours."""
    found = Document(io.BytesIO(data))
    section = found.sections[0]
    cells = [_lines(cell.paragraphs) for table in found.tables for row in table.rows
             for cell in row.cells]  # fmt: skip
    return {
        "body": _lines(found.paragraphs).replace(_JOINER, ""),
        "header": _lines(section.header.paragraphs).replace(_JOINER, ""),
        "footer": _lines(section.footer.paragraphs).replace(_JOINER, ""),
        "cells": "|".join(cells).replace(_JOINER, ""),
    }


def _expect(value: str) -> None:
    """Find ``value`` wherever the template printed it."""
    wanted = clean(value, multiline=True).replace(_JOINER, "")
    read = _read(_filled(value))
    if not wanted:
        assert read["header"].startswith("Kopf —")
        assert "ohne" in read["body"]
        return
    body = read["body"]
    assert f"<{wanted}>" in body
    assert f"Tel. {wanted}!" in body
    assert f"1. {wanted} ({wanted})" in body
    assert f"{wanted} / {wanted}" in body
    assert f"\n{wanted.upper()}\n{wanted.lower()}\n{wanted}\n" in body
    assert body.endswith("keine\nja")
    assert read["header"] == f"Kopf {wanted}"
    assert read["footer"] == f"{wanted} Fuß"
    assert read["cells"] == f"{wanted}|-{wanted}-"


HOSTILE = {
    "markup": "A & B <c> \"d\" 'e' `f`",
    "end of a cell": "]]> </w:t></w:r></w:p> <![CDATA[x]]>",
    "entities": "&amp; &lt; &#x41; &#65; &nbsp; &xxe;",
    "comment": "<!-- weg --> <?xml version='1.0'?> <!DOCTYPE a>",
    "sum": "{{7*7}}",
    "attack": "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "statement": "{% for i in range(9) %}x{% endfor %}",
    "comment of the language": "{# weg #}",
    "braces": "{ {{ } }} {% %} {{{{ }}}} {",
    "braces over lines": "{\n{ 7*7 }\n}",
    "docxtpl": "{_{ x }_} {_% y %_}",
    "formats": "%s %(x)s {0} {x!r} $x ${y} \\1 \\g<0> \\u0041",
    "windows lines": "eins\r\nzwei\r\n\r\ndrei",
    "mac lines": "eins\rzwei",
    "odd lines": "a\vb\fc\u0085d\u2028e\u2029f",
    "many lines": "Zeile\n" * 400 + "Ende",
    "tabs": "a\tb\t\tc",
    "tabs at the ends of lines": "a\t\n\tb",
    "spaces in the middle": "a     b",
    "spaces at the ends": "   a   ",
    "spaces beside lines": "a   \n   b",
    "only spaces": "     ",
    "only lines": "\n\n\n",
    "only unseen": "\u200b\ufeff",
    "non-breaking spaces": "a\u00a0b\u202fc",
    "5,000 characters": "Ein Satz mit Umlauten äöü. " * 185 + "Ende.",
    "50,000 characters": "lang " * 9_999 + "Ende!",
    "one long word": "x" * 50_000,
    "like nothing": "None",
    "like no": "False",
    "like zero": "0",
    "arabic": "زينب جبار الحمد",
    "arabic with latin": "اسمي Ali وعمري 34 سنة (تقريبا)",
    "hebrew": "שלום עולם, 2026",
    "persian with joiners": "می‌خواهم خانه‌ای بزرگ‌تر",
    "arabic lines": "زينب\nzweite Zeile\nمريم",
    "tigrinya": "ሰላም ተስፋይ፡ ከመይ ኣለኻ።",
    "ukrainian": "Оксана Коваленко, їжак",
    "turkish": "İstanbul ığüşöç I i",
    "vietnamese": "Nguyễn Thị Ánh Tuyết",
    "chinese": "王小明你好",
    "thai": "สวัสดีครับ",
    "devanagari": "नमस्ते क्षत्रिय",
    "tamil": "தமிழ்",
    "georgian": "გამარჯობა",
    "armenian": "Բարեւ",
    "korean, composed": "\u1112\u1161\u11ab\u1100\u1173\u11af",
    "emoji": "👩‍👩‍👧‍👦 😀 🏳️‍🌈 🇩🇪 👍🏽",
    "combining": "a\u0301o\u0308 e\u0301\u0302\u0303" + "\u0301" * 50,
    "decomposed": unicodedata.normalize("NFD", "Müller Ağr Łódź"),
    "far planes": "\U0001d509\U0001d52f 𐎀𐎁 \U0002070e",
    "private": "\ue000\uf8ff",
    "bell and escape": "a\x07b\x1b[31mc\x1b]0;t\x07d\x9be",
    "backspace": "a\x08b\x7fc",
    "overrides": "\u202etxt.exe\u202c \u2066x\u2069 \u200fא\u200e",
    "soft hyphen": "Donau\u00addampf",
    "byte order": "\ufeffAli",
    "case that grows": "Straße ﬁn ŉ ǰ",
    "path": "C:\\Users\\x\\..\\..\\evil.exe file:///etc/passwd",
    "word": "<w:r><w:t>böse</w:t></w:r><w:br/>",
    "field": 'DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc.exe"',
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_value_is_found_again(name: str) -> None:
    _expect(HOSTILE[name])


@pytest.mark.parametrize("bad", ["\x00", "\ud800", "\ufffe", "\uffff", "\ufdd0"])
@pytest.mark.parametrize("place", ["start", "middle", "end", "alone"])
def test_what_no_file_can_hold_is_refused_by_name(bad: str, place: str) -> None:
    value = {"start": f"{bad}x", "middle": f"x{bad}y", "end": f"x{bad}", "alone": bad}[place]
    for name, values in (
        ("vorname", {"vorname": value}),
        ("haushalt.name", {"haushalt": [{"name": "gut"}, {"name": value}]}),
        ("felder.ziele.bis", {"felder": [{"ziele": [{"bis": value}]}]}),
        ("anliegen", {"anliegen": value}),
    ):
        with pytest.raises(DocumentError) as refused:
            _TEMPLATE.fill({**nothing(PLACEHOLDERS), **values})
        assert f"„{name}“" in refused.value.message
        assert "nichts geschrieben" in refused.value.hint


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(exclude_categories=("Cs", "Cn", "Co")), max_size=80))
@example("\u0600")
@example("{\u200d{")
@example("א{\n{ב")
def test_any_text_is_found_again_or_refused(value: str) -> None:
    try:
        clean(value, multiline=True)
    except Exception:  # noqa: BLE001 - refused at the entry, so refused here
        with pytest.raises(DocumentError):
            _filled(value)
        return
    _expect(value)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(list(HOSTILE.values())), min_size=2, max_size=4))
def test_hostile_values_beside_each_other(values: list[str]) -> None:
    _expect(" ".join(values))


def test_values_in_a_text_box_and_a_footnote() -> None:
    hostile = 'A & <b> "c" {{7*7}}\nzwei'
    data = with_part(p(box(p("{{ vorname }}"))), "footnotes", footnotes("{{ telefon }}"))
    made = _filled(hostile, compile_template(open_package(data), PLACEHOLDERS))
    # Word keeps a text box twice: for itself, and for older programs.
    for part, copies in (("document", 2), ("footnotes9", 1)):
        xml = part_of(made, f"word/{part}.xml").replace("&#34;", '"').replace(_JOINER, "")
        assert xml.count('A &amp; &lt;b&gt; "c" {{7*7}}</w:t><w:br/><w:t') == copies


def test_a_gap_in_every_place_gets_the_sign() -> None:
    read = _read(_TEMPLATE.fill(nothing(PLACEHOLDERS)))
    assert read["header"] == "Kopf —"
    assert read["footer"] == "— Fuß"
    assert read["body"].startswith("<—>\nohne\n—\n—\n—\n / \nkeine\nja")
    assert read["cells"] == ""


@pytest.mark.parametrize("value", [None, "", "   ", Quiet()])
def test_nothing_is_never_printed_as_a_word(value: object) -> None:
    made = _TEMPLATE.fill({**nothing(PLACEHOLDERS), "vorname": value})
    assert "None" not in _read(made)["body"]


def test_a_list_never_becomes_a_text() -> None:
    with pytest.raises(DocumentError):
        _TEMPLATE.fill({**nothing(PLACEHOLDERS), "vorname": [{"name": "x"}]})


def test_the_default_of_an_author_stands_where_nothing_is_stated() -> None:
    data = document(
        p("{{ vorname|default('unbekannt') }}")
        + p("{% if telefon is defined %}ja{% else %}nein{% endif %}")
    )
    template = compile_template(open_package(data), PLACEHOLDERS)
    assert _read(template.fill(nothing(PLACEHOLDERS)))["body"] == "unbekannt\nnein"
    assert _read(_filled("x", template))["body"] == "x\nja"


def test_the_names_that_a_template_uses() -> None:
    data = document(
        p("{{ vorname|upper }} {% if telefon %}x{% endif %}")
        + p("{%p for f in felder if f.feld %}")
        + p("{% for z in f.ziele %}{{ loop.index }}{{ z.bis }}")
        + p("{% endfor %}{{ f.situation or email }}")
        + p("{%p endfor %}")
    )  # fmt: skip
    template = compile_template(open_package(data), PLACEHOLDERS)
    assert template.names == {
        "vorname", "telefon", "felder", "felder.feld", "felder.ziele", "felder.ziele.bis",
        "felder.situation", "email",
    }  # fmt: skip
    assert len(template.sha256) == 64


def test_what_is_unstated_is_listed_once_with_its_count() -> None:
    data = document(
        p("{{ vorname }} {{ familienname }} {{ gesundheit }}")
        + p("{% for f in felder %}")
        + p("{% for z in f.ziele %}{{ z.ziel }}{{ z.bis }}{% endfor %}{% endfor %}")
    )
    template = compile_template(open_package(data), PLACEHOLDERS)
    goals = [{"ziel": "a", "bis": ""}, {"ziel": "", "bis": " "}]
    context = {
        **nothing(PLACEHOLDERS), "familienname": "Ali",
        "felder": [{"ziele": goals}, {"ziele": goals[:1]}],
    }  # fmt: skip
    found = [
        (u.name, u.count, u.placeholder.meaning) for u in unstated(template, context, PLACEHOLDERS)
    ]
    assert found == [
        ("vorname", 1, "Vorname"), ("felder.ziele.ziel", 1, "Ziel"),
        ("felder.ziele.bis", 3, "bis wann"),
    ]  # fmt: skip
    assert unstated(template, invented(PLACEHOLDERS), PLACEHOLDERS) == ()
