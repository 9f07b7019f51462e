"""The shipped templates and what is made from them hold to the schema of Word."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from caseconsole import paths
from caseconsole.documents.declare import Placeholder, Shape
from caseconsole.documents.kinds import FORMS
from caseconsole.documents.render import load_template
from tests.documents import walk
from tools.build_templates import BUILDERS

_ARABIC = "زينب جبار، رقم 12"


def _arabic(placeholders: Iterable[Placeholder]) -> dict[str, Any]:
    """A right-to-left value for every placeholder."""
    values: dict[str, Any] = {}
    for placeholder in placeholders:
        if placeholder.shape is Shape.ROWS:
            values[placeholder.name] = [_arabic(placeholder.fields)]
        else:
            values[placeholder.name] = True if placeholder.shape is Shape.FLAG else _ARABIC
    return values


@pytest.mark.parametrize("name", BUILDERS)
def test_properties_stand_in_the_order_of_the_schema(name: str) -> None:
    file = paths.template_path(name)
    assert walk.out_of_order(file.read_bytes()) == []
    placeholders = FORMS[file.stem].placeholders
    made = load_template(file, placeholders).fill(_arabic(placeholders))
    assert _ARABIC in walk.text(made)
    assert walk.out_of_order(made) == []


@pytest.mark.parametrize("name", BUILDERS)
def test_every_cell_ends_with_a_paragraph(name: str) -> None:
    file = paths.template_path(name)
    placeholders = FORMS[file.stem].placeholders
    made = load_template(file, placeholders).fill(_arabic(placeholders))
    for content in (file.read_bytes(), made):
        for root in walk.parts(content):
            for cell in root.iter(f"{walk.W}tc"):
                assert cell[-1].tag == f"{walk.W}p"
