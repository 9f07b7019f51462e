"""Wordings of the user's own stand behind those of the settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from caseconsole import config
from caseconsole.caseload.text_blocks import Block, add_block, list_blocks, remove_block
from caseconsole.errors import InputError, NotFoundError, RuleError
from caseconsole.models import AuditEntry
from caseconsole.settings import Settings, TextBlocks

Call = Callable[..., Any]


@pytest.fixture(autouse=True)
def _blocks() -> None:
    """One wording for goals and one for steps of an area."""
    config.use(
        replace(Settings(), text_blocks={"work": TextBlocks(goals=("Stelle",), steps=("Mappe",))})
    )


def test_own_wordings_come_after_those_of_the_settings(call: Call) -> None:
    second = call(add_block, "work", "goal", "  Praktikum   finden ")
    third = call(add_block, "work", "goal", "Ausbildung beginnen")
    assert call(list_blocks, "work", "goal") == (
        Block(None, "Stelle"),
        Block(second, "Praktikum finden"),
        Block(third, "Ausbildung beginnen"),
    )
    assert call(list_blocks, "work", "step") == (Block(None, "Mappe"),)
    assert call(list_blocks, "housing", "goal") == ()


@pytest.mark.parametrize("text", ["Stelle", "STELLE ", "eigener", "Eigener"])
def test_a_wording_is_kept_once(call: Call, text: str) -> None:
    call(add_block, "work", "goal", "eigener")
    with pytest.raises(RuleError, match="schon"):
        call(add_block, "work", "goal", text)
    call(add_block, "work", "step", text)  # for steps it is another one
    call(add_block, "housing", "goal", text)


@pytest.mark.parametrize(
    ("area", "kind", "text"),
    [("work", "goal", ""), ("work", "goal", " \x1b"), ("moon", "goal", "x"), ("work", "aim", "x"),
     ("work", "goal", "x" * 201)],
)  # fmt: skip
def test_what_is_no_wording_is_refused(call: Call, area: str, kind: str, text: str) -> None:
    with pytest.raises(InputError):
        call(add_block, area, kind, text)
    assert (
        call(lambda: AuditEntry.select().where(AuditEntry.object_type == "text_block").count()) == 0
    )


def test_a_wording_is_forgotten_and_the_trail_keeps_that(call: Call) -> None:
    block = call(add_block, "work", "goal", "Praktikum")
    call(remove_block, block)
    assert call(list_blocks, "work", "goal") == (Block(None, "Stelle"),)
    with pytest.raises(NotFoundError):
        call(remove_block, block)
    trail = call(
        lambda: [
            (entry.action, entry.object_id)
            for entry in AuditEntry.select().where(AuditEntry.object_type == "text_block")
        ]
    )
    assert trail == [("text_block.create", block), ("text_block.delete", block)]
