"""LibreOffice opens every kind of document: empty, full, and with values that would break it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from caseconsole import paths
from caseconsole.documents.declare import Placeholder, Shape
from caseconsole.documents.kinds import FORMS
from caseconsole.documents.output import WORD_JOINER
from caseconsole.documents.render import load_template

pytestmark = pytest.mark.office

HOSTILE = 'A & B <c> "d" </w:t> {{ 7*7 }} {% if x %} Оксана ሰላም Çelik ' + "lang " * 40


def _values(placeholders: Iterable[Placeholder], value: str, rows: int) -> dict[str, Any]:
    """``value`` for every text, so many rows in every list, every condition as the rows are."""
    made: dict[str, Any] = {}
    for placeholder in placeholders:
        if placeholder.shape is Shape.ROWS:
            made[placeholder.name] = [_values(placeholder.fields, value, rows)] * rows
        else:
            made[placeholder.name] = bool(rows) if placeholder.shape is Shape.FLAG else value
    return made


def test_every_kind_opens(tmp_path: Path) -> None:
    files = []
    for kind in FORMS.values():
        template = load_template(paths.template_path(f"{kind.name}.docx"), kind.placeholders)
        for name, value, rows in (("leer", "", 0), ("voll", HOSTILE.strip(), 2)):
            files.append(tmp_path / f"{kind.name}-{name}.docx")
            files[-1].write_bytes(template.fill(_values(kind.placeholders, value, rows)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", "--headless", profile, "--convert-to", "txt:Text (encoded):UTF8",
         "--outdir", str(tmp_path), *map(str, files)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    for file in files:
        text = file.with_suffix(".txt").read_text(encoding="utf-8-sig").replace(WORD_JOINER, "")
        assert ("{{ 7*7 }} {% if x %} Оксана" in text) == file.stem.endswith("voll"), file.stem
        assert "49" not in text, file.stem
