"""For which kinds of document a template is fit, and what a specimen shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseconsole import paths
from caseconsole.documents import doctor
from caseconsole.documents.declare import flag, quiet, rows, text
from caseconsole.documents.kinds import FORMS, KINDS
from caseconsole.documents.readback import read_text
from caseconsole.documents.specimen import invented
from tests.documents.word_files import save, word_file

KINDS_OF_TWO = {
    "brief": (text("name", "Name"), text("empfaenger", "Empfänger"),
              rows("zeilen", "zeile", "Zeilen", text("text", "Text"), text("tag", "Tag"))),
    "merkblatt": (text("name", "Name"), flag("kurz", "kurz"), quiet("fuss", "Fuß"),
                  rows("zeilen", "zeile", "Zeilen", text("text", "Text"))),
}  # fmt: skip


def _diagnosed(folder: Path, name: str, *paragraphs: str) -> doctor.Examination:
    return doctor.diagnose(save(folder, name, word_file(paragraphs)), KINDS_OF_TWO)


def test_what_both_have_fits_both(tmp_path: Path) -> None:
    found = _diagnosed(
        tmp_path, "a.docx", "{{ name }}{% for z in zeilen %}{{ z.text }}{% endfor %}"
    )
    assert found.kinds == ("brief", "merkblatt")
    assert found.findings == ()


def test_a_field_of_a_row_decides(tmp_path: Path) -> None:
    found = _diagnosed(tmp_path, "a.docx", "{% for z in zeilen %}{{ z.tag }}{% endfor %}")
    assert found.kinds == ("brief",)


def test_the_name_of_the_file_comes_first(tmp_path: Path) -> None:
    assert _diagnosed(tmp_path, "merkblatt-neu.docx", "{{ name }}").kinds[0] == "merkblatt"
    assert _diagnosed(tmp_path, "Mein Merkblatt 2.docx", "{{ name }}").kinds[0] == "merkblatt"


def test_a_placeholder_of_another_document_than_the_file_says(tmp_path: Path) -> None:
    found = _diagnosed(tmp_path, "merkblatt.docx", "{{ name }}", "{{ empfaenger }}")
    assert found.kinds == ("brief",)
    (finding,) = found.findings
    assert finding.place == "Absatz 2"
    assert finding.message == "Den Platzhalter „empfaenger“ gibt es im Dokument merkblatt nicht."
    assert finding.hint == "Es gibt ihn in: brief."


def test_placeholders_that_no_document_has_together(tmp_path: Path) -> None:
    found = _diagnosed(
        tmp_path, "a.docx", "{{ empfaenger }}", "{{ name }}", "{% if kurz %}x{% endif %}"
    )
    assert found.kinds == ()
    assert [(f.place, f.hint) for f in found.findings] == [
        ("Absatz 3", "„kurz“ gehört zu: merkblatt.")
    ]
    assert "Kein Dokument hat alle Platzhalter" in found.findings[0].message


def test_the_kind_is_judged_beside_other_faults(tmp_path: Path) -> None:
    found = _diagnosed(tmp_path, "merkblatt.docx", "{{ nam }}", "{{ empfaenger }}")
    assert [f.place for f in found.findings] == ["Absatz 1", "Absatz 2"]


def test_the_placeholders_of_all_kinds_are_one_list() -> None:
    merged = doctor.all_placeholders(KINDS_OF_TWO)
    assert [p.name for p in merged] == ["name", "empfaenger", "zeilen", "kurz", "fuss"]
    assert [p.name for p in merged[2].fields] == ["text", "tag"]


@pytest.mark.parametrize("name", FORMS)
def test_every_shipped_template_gives_a_specimen(name: str, tmp_path: Path) -> None:
    file = paths.template_path(f"{name}.docx")
    found = doctor.diagnose(file)
    assert found.findings == ()
    assert found.kinds[0] == name
    specimen = doctor.write_specimen(file, tmp_path / "muster.docx")
    shown = read_text(specimen.read_bytes())
    assert "Must" in shown
    assert "{" not in shown


@pytest.mark.parametrize("name", KINDS)
def test_values_of_a_specimen_are_told_apart(name: str) -> None:
    """An author sees on paper which placeholder printed what."""
    values = invented(KINDS[name].placeholders)
    texts = [value for value in values.values() if isinstance(value, str)]
    assert all(texts)
    assert len(set(texts)) >= 0.9 * len(texts)
    for value in values.values():
        if isinstance(value, list):
            assert len(value) == 3
            assert value[0] != value[1]
