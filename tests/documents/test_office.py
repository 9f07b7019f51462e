"""LibreOffice opens what is written and shows every value."""

from __future__ import annotations

import datetime as dt
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from caseconsole.documents.kinds.plan import plan_context
from caseconsole.documents.output import WORD_JOINER
from caseconsole.documents.placeholders import PLACEHOLDERS
from caseconsole.documents.plan_data import read_plans
from caseconsole.documents.render import Template
from caseconsole.documents.specimen import invented, nothing
from tests.documents import musterstadt

pytestmark = pytest.mark.office

HOSTILE = 'A & B <c> "d" </w:t> {{ 7*7 }} {% if x %}\nZeile zwei\tTab\n' + "lang " * 1000


def _opened(documents: dict[str, bytes], folder: Path) -> dict[str, str]:
    """The text that LibreOffice sees in each document."""
    files = []
    for name, content in documents.items():
        files.append(folder / f"{name}.docx")
        files[-1].write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", "--headless", profile, "--convert-to", "txt:Text (encoded):UTF8",
         "--outdir", str(folder), *map(str, files)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return {file.stem: file.with_suffix(".txt").read_text(encoding="utf-8-sig") for file in files}


def test_every_kind_of_plan_opens(
    shipped: Template, database: None, today: dt.date, tmp_path: Path
) -> None:
    data = Path(__file__).parent / "familie.jsonl"
    musterstadt.load(data)
    (family,) = read_plans(today)
    hostile = replace(family, person=replace(family.person, competences=HOSTILE.strip()))
    texts = _opened(
        {
            "empty": shipped.fill(nothing(PLACEHOLDERS)),
            "full": shipped.fill(invented(PLACEHOLDERS)),
            "family": shipped.fill(plan_context(family)),
            "hostile": shipped.fill(plan_context(hostile)),
        },
        tmp_path,
    )
    assert "Familienname" in texts["empty"]
    assert "Zeugnis fehlt noch" in texts["full"]
    for expected in ("Al-Bayati", "زينب جبار", "Оксана", "Sprachkurs beginnen", "Jobcenter"):
        assert expected in texts["family"]
    shown = texts["hostile"].replace(WORD_JOINER, "")
    assert 'A & B <c> "d" </w:t> {{ 7*7 }} {% if x %}' in shown
    assert "Zeile zwei\tTab" in shown
    assert shown.count("lang ") >= 999
