"""The templates that ship: made by the script, without faults, using what is declared."""

from __future__ import annotations

import io
import re

import pytest

from caseconsole import paths
from caseconsole.documents.doctor import examine
from caseconsole.documents.package import Package, open_package, read_package
from caseconsole.documents.paragraphs import paragraphs_of
from caseconsole.documents.phrases import PHRASES
from caseconsole.documents.placeholders import PLACEHOLDERS
from tools.build_templates import BUILDERS


def _lines(package: Package) -> list[str]:
    return [p.text for name in package.filled for p in paragraphs_of(package, name)]


@pytest.mark.parametrize("name", BUILDERS)
def test_the_committed_template_is_what_the_script_makes(name: str) -> None:
    stream = io.BytesIO()
    BUILDERS[name]().save(stream)
    committed = read_package(paths.template_path(name))
    made = open_package(stream.getvalue())
    assert _lines(committed) == _lines(made)
    for part in made.filled:
        assert committed.parts[part] == made.parts[part], part


@pytest.mark.parametrize("name", BUILDERS)
def test_the_doctor_finds_nothing(name: str) -> None:
    assert examine(paths.template_path(name)) == []


def test_the_plan_shows_every_section_in_order() -> None:
    lines = _lines(read_package(paths.template_path("integrationsplan.docx")))
    order = [
        "person", "ankunft", "aufenthalt", "einkommen", "wohnen", "bildung", "sprache",
        "kompetenzen", "gesundheit", "kinder", "teilhabe", "anliegen", "seit_letztem_plan", "ziele",
        "stellen", "ueberpruefung", "freiwilligkeit", "unterschriften",
    ]  # fmt: skip
    heads = [line.partition("{%")[0] for line in lines]
    position = 0
    for key in order:
        assert PHRASES[key] in heads[position:], key
        position = heads.index(PHRASES[key], position) + 1


def test_every_placeholder_of_the_data_is_printed_by_the_shipped_plan() -> None:
    text = "\n".join(_lines(read_package(paths.template_path("integrationsplan.docx"))))
    unused = {"druckdatum", "zweit"}
    missing = {p.name for p in PLACEHOLDERS if not re.search(rf"\b{p.name}\b", text)}
    assert missing == unused
