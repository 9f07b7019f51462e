"""Filling: gaps, hostile values, every script, traces of the author, and docxtpl as reference."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
import time_machine
from docxtpl import DocxTemplate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2.exceptions import SecurityError

from caseconsole import config, paths
from caseconsole.documents import readback
from caseconsole.documents.declare import Placeholder, Shape
from caseconsole.documents.expressions import environment
from caseconsole.documents.output import Quiet, harmless
from caseconsole.documents.package import open_package
from caseconsole.documents.placeholders import PLACEHOLDERS
from caseconsole.documents.readback import read_text
from caseconsole.documents.render import Template, compile_template
from caseconsole.documents.specimen import invented, nothing
from caseconsole.errors import DocumentError
from caseconsole.settings import Documents, Settings
from tests.documents.word_files import body, changed, word_file

JOINER = "\u2060"


def _template(*paragraphs: str) -> Template:
    return compile_template(open_package(word_file(paragraphs)), PLACEHOLDERS)


ONE = _template("[{{ vorname }}]")


def _fill(value: object) -> str:
    """The text that ``value`` becomes in a paragraph ``[{{ vorname }}]``."""
    text = read_text(ONE.fill({**nothing(PLACEHOLDERS), "vorname": value}))
    found = re.fullmatch(r"\n\[(.*)\]", text, re.DOTALL)
    assert found, text
    return found[1]


def _with_gaps(placeholders: tuple[Placeholder, ...], values: dict[str, Any]) -> dict[str, Any]:
    """Values as docxtpl needs them, which knows nothing of gaps."""
    made = {}
    for placeholder in placeholders:
        value = values[placeholder.name]
        if placeholder.shape is Shape.ROWS:
            value = [_with_gaps(placeholder.fields, row) for row in value]
        elif placeholder.shape is Shape.TEXT:
            value = value or "—"
        made[placeholder.name] = value
    return made


@pytest.mark.parametrize(
    "values", [invented(PLACEHOLDERS), nothing(PLACEHOLDERS)], ids=["full", "empty"]
)
def test_the_text_is_that_of_docxtpl(shipped: Template, values: dict[str, Any]) -> None:
    # A sign for gaps is true in a condition, so docxtpl gets a template in which none is asked for.
    data = word_file(
        ["{{ name }} {{ geburtsort }}", "{%p for f in felder %}", "{{ f.feld }}: {{ f.situation }}",
         "{%p for z in f.ziele %}", "{{ loop.index }}. {{ z.ziel }}\t{{ z.bis }}", "{%p endfor %}",
         "{%p endfor %}", "{% if entwurf %}Entwurf{% else %}vereinbart{% endif %}"],
        rows=[["a", "b"], ["{%tr for s in stellen %}", ""], ["{{ s.name }}", "{{ s.art }}"],
              ["{%tr endfor %}", ""]],
        header="{{ gemeinde }}", footer="{{ fallnummer }}",
    )  # fmt: skip
    ours = compile_template(open_package(data), PLACEHOLDERS).fill(values)
    peer = DocxTemplate(io.BytesIO(data))
    peer.render(_with_gaps(PLACEHOLDERS, values), autoescape=True)
    stream = io.BytesIO()
    peer.save(stream)
    for part in ("word/document.xml", "word/header1.xml", "word/footer1.xml"):
        assert read_text(ours, part) == read_text(stream.getvalue(), part)


def test_a_plan_of_nothing_is_a_plan(shipped: Template) -> None:
    text = read_text(shipped.fill(nothing(PLACEHOLDERS)))
    assert "None" not in text
    assert "{" not in text
    assert "Familienname\n—" in text
    assert "Gesundheit" not in text


def test_gaps_get_the_configured_sign() -> None:
    config.use(Settings(documents=Documents(gap="k. A.")))
    assert _fill("") == "k. A."


def test_a_quiet_gap_leaves_nothing() -> None:
    assert _fill(Quiet()) == ""


def test_a_condition_without_else_leaves_nothing() -> None:
    template = _template("[{{ 'x' if telefon }}]")
    assert read_text(template.fill(nothing(PLACEHOLDERS))) == "\n[]"


@pytest.mark.parametrize(
    "value",
    [
        "Müller & Söhne <c>", "x </w:t> y", "]]>", "&#x41; &amp;", "\"'`", "a\nb\n\nc", "a\tb",
        "O'Brien", "None", "x" * 5000, "Zeile\n" * 300 + "Ende", "أحمد الحمد (2026)", "ሰላም ተስፋይ",
        "Оксана Коваленко", "İstanbul ığüşöç", "王小明", "👩‍👩‍👧‍👦 😀", "می‌خواهم", "a\u0301o\u0308",
        "אבג abc אבג", "}} %} #}", "\\x41 %s {0}", "<w:r><w:t>böse</w:t></w:r>", "{", "a { b } c",
    ],
)  # fmt: skip
def test_a_value_arrives_as_it_is(value: str) -> None:
    import unicodedata

    assert _fill(value).replace(JOINER, "") == unicodedata.normalize("NFC", value)


@pytest.mark.parametrize(
    "value",
    [
        "{{7*7}}",
        "{% for x in y %}",
        "{# weg #}",
        "{\n{ 7*7 }}",
        "{\t% if x %}",
        "{{{{ a }}}}",
        "a{",
    ],
)
def test_braces_in_data_are_literal_and_harmless_in_reuse(value: str) -> None:
    made = ONE.fill({**nothing(PLACEHOLDERS), "vorname": value})
    assert read_text(made).replace(JOINER, "") == f"\n[{value}]"
    again = DocxTemplate(io.BytesIO(made))
    again.render({})
    stream = io.BytesIO()
    again.save(stream)
    assert read_text(stream.getvalue()).replace(JOINER, "") == f"\n[{value}]"


def test_braces_of_two_neighbours_do_not_join() -> None:
    template = compile_template(
        open_package(word_file(["{{ vorname }}{{ familienname }}"])), PLACEHOLDERS
    )
    made = template.fill({**nothing(PLACEHOLDERS), "vorname": "{", "familienname": "{7*7}}"})
    assert "{{" not in read_text(made)


@pytest.mark.parametrize("value", ["\x00", "a\ud800b", "\ufffe", "\uffff", "a\udfff"])
def test_what_no_file_can_hold_is_refused_with_its_name(value: str) -> None:
    with pytest.raises(DocumentError, match="vorname"):
        _fill(f"x{value}y")


def test_the_same_inside_a_list() -> None:
    values = {**nothing(PLACEHOLDERS), "haushalt": [{"name": "\ud800"}]}
    with pytest.raises(DocumentError, match="name"):
        ONE.fill(values)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Cn")), min_size=1))
def test_text_of_every_plane_arrives(value: str) -> None:
    import unicodedata

    wanted = unicodedata.normalize("NFC", value).strip()
    if wanted:
        assert _fill(value).replace(JOINER, "") == wanted


@settings(max_examples=150, deadline=None)
@given(st.text())
def test_any_text_is_printed_or_refused(value: str) -> None:
    try:
        text = _fill(value)
    except DocumentError:
        return
    assert text == "—" or text in harmless(text)


def test_nothing_that_is_not_found_again_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    real = readback.text_of_part
    monkeypatch.setattr(readback, "text_of_part", lambda data: real(data).replace("Ali", "Al"))
    with pytest.raises(DocumentError, match="kam nicht im Dokument an"):
        _fill("Ali")


@pytest.mark.parametrize("filter_", ["upper", "lower", "trim", "capitalize"])
def test_a_filter_does_not_touch_the_xml_of_a_value(filter_: str) -> None:
    template = compile_template(
        open_package(word_file([f"{{{{ vorname|{filter_} }}}}"])), PLACEHOLDERS
    )
    text = read_text(template.fill({**nothing(PLACEHOLDERS), "vorname": "a & b\nc\td <e>"}))
    assert text.casefold() == "\na & b\nc\td <e>"


PAYLOADS = (
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ self.__init__.__globals__ }}",
    "{{ lipsum.__globals__['os'].system('id') }}",
    "{{ vorname|attr('__class__') }}",
    "{{ vorname['__class__'] }}",
    "{{ joiner.__init__ }}",
    "{{ config }}",
    "{{ 'a' * 10**9 }}",
    "{{ vorname.format(1) }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{% endfor %}",
    "{% import 'os' as os %}",
    "{% call x() %}{% endcall %}",
    "{% filter upper %}a{% endfilter %}",
    "{% set x = cycler %}",
    "{% raw %}{{ x }}{% endraw %}",
    "{% autoescape false %}{{ vorname }}{% endautoescape %}",
    "{{ vorname|safe }}",
)


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("place", ["body", "cell", "header", "footer"])
def test_a_template_that_runs_something_is_refused(payload: str, place: str) -> None:
    data = {
        "body": lambda: word_file([payload]),
        "cell": lambda: word_file(rows=[[payload]]),
        "header": lambda: word_file(header=payload),
        "footer": lambda: word_file(footer=payload),
    }[place]()
    with pytest.raises(DocumentError):
        compile_template(open_package(data), PLACEHOLDERS)


def test_a_payload_outside_of_paragraphs_is_refused_by_the_second_wall() -> None:
    """In an attribute no paragraph shows it, but the template language would read it."""
    xml = '<w:p w:id="{{ cycler }}"><w:r><w:t>{{ vorname }}</w:t></w:r></w:p>'
    data = changed(word_file(), {"word/document.xml": body(xml)})
    with pytest.raises(DocumentError):
        compile_template(open_package(data), PLACEHOLDERS).fill(nothing(PLACEHOLDERS))


def test_the_sandbox_holds_without_the_first_wall() -> None:
    template = environment().from_string("{{ vorname.__class__.__mro__ }}")
    with pytest.raises(SecurityError):
        template.render(vorname="x", _printed=[])


@time_machine.travel("2026-11-20 12:00", tick=False)
def test_the_document_tells_nothing_about_the_template() -> None:
    core = (
        b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        b'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Erika Geheim'
        b"</dc:creator><cp:lastModifiedBy>Erika Geheim</cp:lastModifiedBy></cp:coreProperties>"
    )
    settings_part = (
        b'<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        b'<w:rsids><w:rsidRoot w:val="00AB12CD"/></w:rsids></w:settings>'
    )
    data = changed(word_file(), {
        "docProps/core.xml": core,
        "docProps/thumbnail.jpeg": b"Bild mit Erika Geheim",
        "word/settings.xml": settings_part,
        "word/document.xml": body('<w:p w:rsidR="00AB12CD" w:rsidRDefault="00AB12CD"><w:r>'
                                  "<w:t>{{ vorname }}</w:t></w:r></w:p>"),
    })  # fmt: skip
    made = compile_template(
        open_package(data), PLACEHOLDERS, author="Gemeinde Müller & Co", title="Plan & Ziel"
    ).fill(nothing(PLACEHOLDERS))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        everything = b"".join(archive.read(name) for name in archive.namelist())
        properties = archive.read("docProps/core.xml").decode()
        assert "docProps/thumbnail.jpeg" not in archive.namelist()
        assert len(archive.namelist()) == len(set(archive.namelist()))
    assert b"Geheim" not in everything
    assert b"00AB12CD" not in everything
    assert "<dc:title>Plan &amp; Ziel</dc:title>" in properties
    assert "<dc:creator>Gemeinde Müller &amp; Co</dc:creator>" in properties
    assert "lastModifiedBy" not in properties
    assert "2026-11-20T00:00:00Z" in properties


def test_one_template_fills_many_documents_alike(shipped: Template) -> None:
    first = shipped.fill(invented(PLACEHOLDERS))
    shipped.fill(nothing(PLACEHOLDERS))
    assert shipped.fill(invented(PLACEHOLDERS)) == first


def test_the_shipped_template_is_not_changed_by_use(shipped: Template) -> None:
    before = paths.template_path("integrationsplan.docx").read_bytes()
    shipped.fill(invented(PLACEHOLDERS))
    assert paths.template_path("integrationsplan.docx").read_bytes() == before
