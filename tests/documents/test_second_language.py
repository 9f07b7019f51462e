"""The shipped plan in every language: what the catalogue says arrives, and Word can open it."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from lxml import etree

from caseconsole.documents import languages
from caseconsole.documents.kinds.plan import plan_context
from caseconsole.documents.plan_data import PlanData, read_plans
from caseconsole.documents.readback import read_text
from caseconsole.documents.render import Template
from caseconsole.documents.scripts import SECOND, tag_of
from tests.documents.musterstadt import empty_database, fill_with_plans
from tests.documents.test_bidi import in_schema_order

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RIGHT_TO_LEFT = {"ar", "fa"}


@pytest.fixture(scope="module")
def plan() -> PlanData:
    """A plan with goals and steps."""
    with empty_database():
        fill_with_plans(1)
        (data,) = read_plans(dt.date(2026, 11, 20))
    return data


def _parts(content: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name: etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.startswith("word/") and name.endswith(".xml")
        }


@pytest.mark.parametrize("code", languages.available())
def test_the_plan_in_two_languages(shipped: Template, plan: PlanData, code: str) -> None:
    catalogue = languages.catalogue(code)
    content = shipped.fill(plan_context(plan, catalogue), code)
    text = read_text(content)
    for key in ("titel", "familienname", "aufenthaltsstatus", "hinweis_widerruf", "kopie"):
        assert catalogue.text("phrase", key) in text
    parts = _parts(content)
    assert all(map(in_schema_order, parts.values()))
    body = parts["word/document.xml"]
    named = {lang.get(f"{_W}val") for lang in body.iter(f"{_W}lang")}
    assert tag_of(code) in named
    assert SECOND not in named
    assert (body.find(f".//{_W}rtl") is not None) == (code in _RIGHT_TO_LEFT)
    fonts = {fonts.get(f"{_W}hAnsi") for fonts in body.iter(f"{_W}rFonts")}
    assert ("Ebrima" in fonts) == (code == "ti")


def test_without_a_second_language_nothing_of_it_shows(shipped: Template, plan: PlanData) -> None:
    content = shipped.fill(plan_context(plan))
    german = read_text(content)
    for word in ("Familienname\n", "Geburtsort\n", "Ziel und Schritte\n", "Wohnform\n"):
        assert word in german
    body = _parts(content)["word/document.xml"]
    assert {lang.get(f"{_W}val") for lang in body.iter(f"{_W}lang")} <= {"de-DE"}
    assert body.find(f".//{_W}bidi") is None
