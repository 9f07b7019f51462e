"""Mutated templates and random bytes: findings or a refusal in words, nothing else, in time."""

from __future__ import annotations

import io
import random
import re
import time
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseconsole import paths
from caseconsole.documents import doctor
from caseconsole.documents.gate import ERROR, Finding
from caseconsole.documents.kinds import KINDS
from caseconsole.documents.package import open_package
from caseconsole.documents.placeholders import PLACEHOLDERS
from caseconsole.documents.render import MOST_ROWS, compile_template
from caseconsole.documents.specimen import invented, nothing
from caseconsole.errors import DocumentError
from tests.documents.broken import BROKEN, document, p
from tests.documents.word_files import changed, word_file

_KINDS = {kind.name: kind.placeholders for kind in KINDS.values()}
_ALL = doctor.all_placeholders(_KINDS)
_SHIPPED = [paths.template_path(f"{name}.docx") for name in ("terminzettel", "vermittlung")]
_SOURCES = [path.read_bytes() for path in _SHIPPED if path.exists()]
_SOURCES += [broken.data for name, broken in list(BROKEN.items())[::7]]
_SECONDS = 20.0
_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
_PIECES = (
    "{{", "}}", "{%", "%}", "{#", "#}", "{", "}", "{{ vorname }}", "{% if telefon %}",
    "{% endif %}", "{%p for f in felder %}", "{%p endfor %}", "{%tr for f in felder %}",
    "{%tr endfor %}", "{{ f.feld }}", "{% else %}", " ", "\u200b", "„", "|upper", "(", ".x",
)  # fmt: skip


_ELEMENT = re.compile(r"<w:r[ >].*?</w:r>|<w:p[ >].*?</w:p>|<w:t[ >].*?</w:t>", re.DOTALL)


def _mutated(data: bytes, seed: int) -> bytes:
    """The Word file with a few things done to the text of its parts."""
    chance = random.Random(seed)  # noqa: S311 - which fault, not a secret
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = [name for name in parts if name.startswith("word/") and name.endswith(".xml")]
    names += ["word/document.xml"] * len(names)
    for _round in range(chance.randint(1, 4)):
        name = chance.choice(names)
        text = parts[name].decode("utf-8", "replace")
        parts[name] = _changed(text, chance).encode("utf-8", "replace")
    if chance.random() < 0.1:
        first, second = chance.sample(sorted(parts), 2)
        parts[first], parts[second] = parts[second], parts[first]
    return changed(data, parts)


def _changed(text: str, chance: random.Random) -> str:
    runs = list(
        re.finditer(r"<w:r[ >].*?</w:r>|<w:p[ >].*?</w:p>|<w:t[ >].*?</w:t>", text, re.DOTALL)
    )
    found = chance.choice(runs) if runs else None
    what = chance.randint(0, 6)
    if what == 0 and found:
        return text[: found.start()] + text[found.end() :]
    if what == 1 and found:
        other = chance.choice(runs)
        return text[: other.start()] + found[0] + text[other.start() :]
    texts = list(re.finditer(r"(?<=>)[^<>]+(?=</w:t>)", text))
    if what in {2, 3, 4} and texts:
        inside = chance.choice(texts)
        place = chance.randint(inside.start(), inside.end())
        cut = place if what == 2 else min(place + chance.randint(1, 5), inside.end())
        return text[:place] + ("" if what == 3 else chance.choice(_PIECES)) + text[cut:]
    if what == 5 and texts:
        inside = chance.choice(texts)
        middle = (inside.start() + inside.end()) // 2
        torn = '</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr><w:t>'
        return text[:middle] + torn + text[middle:]
    place = chance.randint(0, len(text))
    return (
        text[:place] + chance.choice(("<", "&", "", "\x00", "<w:p>", "</w:p>")) + text[place + 1 :]
    )


def _examined(data: bytes, folder: Path) -> list[Finding] | None:
    file = folder / "a.docx"
    file.write_bytes(data)
    started = time.perf_counter()
    try:
        return doctor.examine(file, _KINDS)
    except DocumentError:
        return None
    finally:
        assert time.perf_counter() - started < _SECONDS


@settings(max_examples=120, deadline=None, suppress_health_check=_SLOW)
@given(seed=st.integers(0, 2**32), source=st.integers(0, len(_SOURCES) - 1))
def test_a_mutated_template_is_answered(seed: int, source: int, tmp_path: Path) -> None:
    data = _mutated(_SOURCES[source], seed)
    found = _examined(data, tmp_path)
    if found is None:
        return
    assert all(f.place and f.message for f in found)
    sound = not any(f.severity == ERROR for f in found)
    for values in (invented(_ALL), nothing(_ALL)):
        try:
            made = compile_template(open_package(data), _ALL).fill(values)
        except DocumentError:
            assert not sound, "what the doctor passes can be filled"
            return
        assert Document(io.BytesIO(made)).element is not None


@settings(max_examples=60, deadline=None, suppress_health_check=_SLOW)
@given(seed=st.integers(0, 2**32), source=st.integers(0, len(_SOURCES) - 1))
def test_a_mutated_template_is_repaired_or_refused(seed: int, source: int, tmp_path: Path) -> None:
    file, copy = tmp_path / "a.docx", tmp_path / "b.docx"
    copy.unlink(missing_ok=True)
    file.write_bytes(_mutated(_SOURCES[source], seed))
    before = file.read_bytes()
    try:
        found, changes = doctor.repair(file, copy, _KINDS)
    except DocumentError:
        assert not copy.exists()
    else:
        assert all(change.place and change.message for change in changes)
        assert not found.mendable, (changes, found)
    assert file.read_bytes() == before


@settings(max_examples=80, deadline=None, suppress_health_check=_SLOW)
@given(
    pieces=st.lists(st.sampled_from(_PIECES), max_size=25),
    cuts=st.lists(st.integers(0, 60), max_size=4),
)
def test_any_mixture_of_signs_is_answered(
    pieces: list[str], cuts: list[int], tmp_path: Path
) -> None:
    text = "".join(pieces)
    places = sorted({0, *(cut for cut in cuts if cut < len(text)), len(text)})
    runs = [text[a:b] for a, b in pairwise(places)]
    data = document(p(*(run for run in runs if run)) + p("a"))
    found = _examined(data, tmp_path)
    assert found is not None
    if not any(f.severity == ERROR for f in found):
        made = compile_template(open_package(data), _ALL).fill(invented(_ALL))
        assert Document(io.BytesIO(made)).paragraphs


@settings(max_examples=150, deadline=None, suppress_health_check=_SLOW)
@given(
    noise=st.binary(max_size=2000),
    source=st.integers(0, len(_SOURCES) - 1),
    place=st.integers(0, 60_000),
)
def test_random_bytes_are_answered(noise: bytes, source: int, place: int, tmp_path: Path) -> None:
    _examined(noise, tmp_path)
    data = _SOURCES[source]
    place %= len(data)
    _examined(data[:place] + noise + data[place + len(noise) :], tmp_path)


ENDLESS = {
    "a list in itself": "{% for a in felder %}{% for b in felder %}x{% endfor %}{% endfor %}",
    "three lists": "{% for a in felder %}{% for b in stellen %}{% for c in haushalt %}x"
                   "{% endfor %}{% endfor %}{% endfor %}",
    "five deep": "{% for a in felder %}" * 5 + "{% endfor %}" * 5,
    "range": "{% for i in range(999999999) %}x{% endfor %}",
    "product": "{{ 'a' * 10**9 }}",
    "power": "{{ 9 ** 9 ** 9 }}",
    "format": "{{ '%999999999s'|format(vorname) }}",
    "center": "{{ vorname|center(999999999) }}",
    "cycle": "{{ cycler('a', 'b') }}",
    "recursive loop": "{% for a in felder recursive %}{{ loop(felder) }}{% endfor %}",
    "recursive macro": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "include": "{% include 'C:/windows/win.ini' %}",
    "long chain": "{{ " + " ~ ".join(["vorname"] * 5000) + " }}",
    "deep parentheses": "{{ " + "(" * 5000 + "vorname" + ")" * 5000 + " }}",
    "many not": "{% if " + "not " * 5000 + "vorname %}{% endif %}",
    "many conditions": "{% if vorname %}" * 200 + "{% endif %}" * 200,
    "many braces": "{{ " * 60_000 + "}}" * 3,
    "many open blocks": "{% if telefon %}" * 5000,
    "spaces": "{{" + " " * 300_000 + "vorname }}",
}  # fmt: skip


@pytest.mark.parametrize("name", ENDLESS)
def test_a_template_without_end_is_refused_in_time(name: str, tmp_path: Path) -> None:
    found = _examined(document(p(ENDLESS[name])), tmp_path)
    assert found is None or name == "spaces" or any(f.severity == ERROR for f in found)


def test_loops_stop_where_a_document_would_have_no_end() -> None:
    """Two lists inside each other are allowed, and a million rows are no letter."""
    data = document(p("{% for a in felder %}{% for b in stellen %}{% endfor %}{% endfor %}"))
    template = compile_template(open_package(data), PLACEHOLDERS)
    rows = [{"feld": "x"}] * 1500
    started = time.perf_counter()
    with pytest.raises(DocumentError, match="viel zu lang"):
        template.fill({**nothing(PLACEHOLDERS), "felder": rows, "stellen": rows})
    assert time.perf_counter() - started < _SECONDS
    assert len(rows) ** 2 > MOST_ROWS


def test_a_document_has_a_largest_size() -> None:
    data = document(p("{% for a in felder %}" + "{{ anliegen }}" * 200 + "{% endfor %}"))
    template = compile_template(open_package(data), PLACEHOLDERS)
    values = {
        **nothing(PLACEHOLDERS),
        "felder": [{"feld": "x"}] * 200,
        "anliegen": "lang " * 10_000,
    }
    started = time.perf_counter()
    with pytest.raises(DocumentError, match="viel zu lang"):
        template.fill(values)
    assert time.perf_counter() - started < _SECONDS


def test_a_large_template_is_read_in_time(tmp_path: Path) -> None:
    rows = "<w:tr>" + "<w:tc><w:tcPr/><w:p><w:r><w:t>{{ vorname }}</w:t></w:r></w:p></w:tc>" * 3
    data = changed(word_file(), {"x.bin": random.Random(1).randbytes(200_000)})  # noqa: S311
    table = "<w:tbl><w:tblPr/><w:tblGrid/>" + f"{rows}</w:tr>" * 1500 + "</w:tbl>"
    with zipfile.ZipFile(io.BytesIO(document(table))) as archive:
        data = changed(data, {"word/document.xml": archive.read("word/document.xml")})
    found = _examined(data, tmp_path)
    assert found == []
