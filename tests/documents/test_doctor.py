"""The template doctor: each fault is named with its place and, where it can, the right name."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseconsole.documents.declare import Shape, describe
from caseconsole.documents.doctor import examine, in_words
from caseconsole.documents.gate import ERROR
from caseconsole.documents.package import open_package
from caseconsole.documents.placeholders import PLACEHOLDERS
from caseconsole.documents.readback import read_text
from caseconsole.documents.render import compile_template, findings
from caseconsole.documents.specimen import invented, nothing
from caseconsole.errors import DocumentError
from tests.documents.word_files import body, changed, package, save, word_file

FAULTS = {
    # paragraphs, part of the message, part of the place
    "unknown name": (["Hallo", "{{ vornam }}"], "Meinten Sie „vorname“?", "Absatz 2"),
    "unknown field": (
        ["{%p for z in felder %}", "{{ z.fehld }}", "{%p endfor %}"], "z.feld", "Absatz 2"
    ),
    "field without its row": (["{{ zeile }}"], "gibt es nicht", "Absatz 1"),
    "unknown in condition": (["{% if telefn %}x{% endif %}"], "telefon", "Absatz 1"),
    "unclosed loop": (
        ["{%p for z in felder %}", "{{ z.feld }}"], "Schleife „for z in felder“ wird", "Absatz 1"
    ),
    "unclosed condition": (["{% if telefon %}x"], "Bedingung „if telefon“ wird nicht", "Absatz 1"),
    "end without begin": (["{%p endfor %}"], "ohne Anfang", "Absatz 1"),
    "else without if": (["{% else %}"], "ohne Anfang", "Absatz 1"),
    "crossed": (
        ["{% if telefon %}{% for z in felder %}{% endif %}{% endfor %}"], "nicht geschlossen",
        "Absatz 1",
    ),
    "tag over two paragraphs": (["{{ vorname", "}}"], "nicht vollständig", "Absatz 1"),
    "unclosed tag": (["{% if telefon "], "nicht vollständig", "Absatz 1"),
    "spaced braces": (["{ { vorname } }"], "nicht vollständig", "Absatz 1"),
    "empty": (["{{ }}"], "nicht zu verstehen", "Absatz 1"),
    "name with a space": (["{{ plz ort }}"], "plz_ort", "Absatz 1"),
    "list as text": (["{{ felder }}"], "ist eine Liste", "Absatz 1"),
    "loop over text": (["{% for x in vorname %}{% endfor %}"], "keine Liste", "Absatz 1"),
    "loop over unknown": (["{% for x in feldr %}{% endfor %}"], "felder", "Absatz 1"),
    "not alone": (["{%p if telefon %} Text", "{%p endif %}"], "ginge verloren", "Absatz 1"),
    "other unit": (["{%p if telefon %}", "{% endif %}"], "passen nicht", "Absatz 2"),
    "unknown statement": (["{% set a = 1 %}"], "„set“ gibt es", "Absatz 1"),
    "include": (["{% include 'C:/x' %}"], "„include“ gibt es", "Absatz 1"),
    "macro": (["{% macro a() %}{% endmacro %}"], "„macro“ gibt es", "Absatz 1"),
    "unknown filter": (["{{ vorname|datum }}"], "Den Filter „datum“ gibt es", "Absatz 1"),
    "rich text": (["{{r vorname }}"], "Formatierte Platzhalter", "Absatz 1"),
    "call": (["{{ vorname.upper() }}"], "nur Platzhalter", "Absatz 1"),
    "sum": (["{{ vorname * 99999999 }}"], "nur Platzhalter", "Absatz 1"),
    "index": (["{{ felder[0] }}"], "nur Platzhalter", "Absatz 1"),
    "range": (["{% for i in range(99999999) %}{% endfor %}"], "nur Platzhalter", "Absatz 1"),
    "hidden": (["{{ vorname.__class__ }}"], "nur Platzhalter", "Absatz 1"),
    "hidden list": (["{{ _printed }}"], "nur Platzhalter", "Absatz 1"),
    "five loops": (
        ["{% for a in felder %}" * 5 + "{% endfor %}" * 5], "zu viele Schleifen", "Absatz 1"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_where_it_is(name: str) -> None:
    paragraphs, message, place = FAULTS[name]
    found = findings(package(*paragraphs), PLACEHOLDERS)
    assert [f for f in found if message in f"{f.message} {f.hint}" and f.place == place], found
    assert all(f.severity == ERROR for f in found)
    with pytest.raises(DocumentError):
        compile_template(package(*paragraphs), PLACEHOLDERS)


def test_the_place_is_table_cell_header_or_footer() -> None:
    data = word_file(
        ["a"], rows=[["x", "y"], ["x", "{{ b1 }}"]], header="{{ b2 }}", footer="{{ b3 }}"
    )
    places = {f.place: f.message for f in findings(open_package(data), PLACEHOLDERS)}
    assert "b1" in places["Tabelle 1, Zeile 2, Spalte 2"]
    assert "b2" in places["Kopfzeile: Absatz 1"]
    assert "b3" in places["Fußzeile: Absatz 1"]


def test_a_loop_over_table_cells_is_found() -> None:
    data = word_file(rows=[["{% for f in felder %}", "{% endfor %}"]])
    messages = [f.message for f in findings(open_package(data), PLACEHOLDERS)]
    assert any("verschiedenen Zellen" in message for message in messages)


@pytest.mark.parametrize(
    "text", ["{{ " * 20_000, "{" * 60_000, "{% if" + " " * 60_000 + "x %}", "{{" + " " * 60_000]
)
def test_a_paragraph_built_to_take_forever_is_answered(text: str) -> None:
    """Each took minutes with a search that starts anew at every brace."""
    assert findings(package(text), PLACEHOLDERS)


def test_a_tag_that_word_cut_into_runs_works() -> None:
    xml = "".join(
        f"<w:r><w:t>{piece}</w:t></w:r><w:proofErr w:type='spellStart'/>"
        for piece in ("{", "{ vor", "name", " }", "}")
    )
    data = changed(word_file(), {"word/document.xml": body(f"<w:p>{xml}</w:p>")})
    made = compile_template(open_package(data), PLACEHOLDERS).fill(
        {**nothing(PLACEHOLDERS), "vorname": "Ali"}
    )
    assert read_text(made).strip() == "Ali"


@pytest.mark.parametrize("quote", ["„telefon“", "“telefon”", "\u201atelefon‘", "'telefon'"])
def test_quotation_marks_of_word_inside_a_tag_work(quote: str) -> None:
    data = word_file([f"{{% if bevorzugter_weg == {quote} %}}ja{{% else %}}nein{{% endif %}}"])
    template = compile_template(open_package(data), PLACEHOLDERS)
    made = template.fill({**nothing(PLACEHOLDERS), "bevorzugter_weg": "telefon"})
    assert read_text(made).strip() == "ja"


def test_a_placeholder_in_the_properties_is_found() -> None:
    core = (
        b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        b'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>'
        b"{{ cycler.__init__.__globals__.os.popen('id').read() }}</dc:title></cp:coreProperties>"
    )
    found = findings(open_package(changed(word_file(), {"docProps/core.xml": core})), PLACEHOLDERS)
    assert [f.place for f in found] == ["Dokumenteigenschaften oder Kommentare (docProps/core.xml)"]


def test_a_right_template_passes(tmp_path: Path) -> None:
    file = save(
        tmp_path,
        "a.docx",
        word_file(
            ["{{ vorname|upper }} {{ loop_ohne }}".replace("{{ loop_ohne }}", "")],
            rows=[
                ["Ziel", "Stand"],
                ["{%tr for f in felder %}", ""],
                ["{{ loop.index }} {{ f.feld }}", "{{ f.einschaetzung or 'nicht gefragt' }}"],
                ["{%tr endfor %}", ""],
            ],
        ),
    )
    assert examine(file) == []


def test_a_template_without_placeholders_gets_a_hint(tmp_path: Path) -> None:
    found = examine(save(tmp_path, "a.docx", word_file(["Nur Text"])))
    assert [f.severity for f in found] == ["hint"]
    assert in_words(found[0]).startswith("Hinweis: Text: ")


def test_a_block_that_ends_in_another_frame_is_found(tmp_path: Path) -> None:
    xml = (
        "<w:p><w:r><w:t>{% if telefon %}</w:t></w:r></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>{% endif %}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    data = changed(word_file(), {"word/document.xml": body(xml)})
    found = examine(save(tmp_path, "a.docx", data))
    assert [f.place for f in found] == ["Absatz 2"]


def test_invented_values_cover_every_placeholder() -> None:
    values = invented(PLACEHOLDERS)
    assert list(values) == [p.name for p in PLACEHOLDERS]
    assert values["felder"][0]["ziele"][0]["schritte"][0]["schritt"] == "Lebenslauf schreiben"


def test_the_list_of_placeholders_names_every_one() -> None:
    lines = "\n".join(describe(PLACEHOLDERS))
    for placeholder in PLACEHOLDERS:
        assert placeholder.name in lines
        for field in placeholder.fields if placeholder.shape is Shape.ROWS else ():
            assert f".{field.name}" in lines
    assert "        {{ schritt.bis }} – bis wann" in lines
