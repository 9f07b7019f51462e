"""Wordings for goals and steps of an area: those of the settings, and the user's own."""

from __future__ import annotations

from dataclasses import dataclass

from caseconsole import config
from caseconsole.caseload.plan_writing import check_values, row_of_plan
from caseconsole.errors import InputError, RuleError
from caseconsole.i18n import _
from caseconsole.models import TextBlock, rows
from caseconsole.store import transaction
from caseconsole.values import lists

KINDS = ("goal", "step")
"""What a wording is for."""


@dataclass(frozen=True)
class Block:
    """A wording; one of the user's own has an id."""

    id: int | None
    text: str


def list_blocks(area: str, kind: str) -> tuple[Block, ...]:
    """The wordings of an area: those of the settings, then the user's own as they were entered.

    Args:
        area: key of the area.
        kind: one of ``KINDS``.
    """
    own = (
        TextBlock.select(TextBlock.id, TextBlock.text)
        .where(TextBlock.area == area, TextBlock.kind == kind)
        .order_by(TextBlock.id)
    )
    return (
        *(Block(None, text) for text in _of_settings(area, kind)),
        *(Block(row_id, text) for row_id, text in rows(own)),
    )


def _of_settings(area: str, kind: str) -> tuple[str, ...]:
    blocks = config.active().text_blocks.get(area)
    if blocks is None:
        return ()
    return blocks.goals if kind == "goal" else blocks.steps


def add_block(area: str, kind: str, text: str) -> int:
    """Keep a wording for an area; returns its id.

    Args:
        area: key of the area.
        kind: one of ``KINDS``.
        text: the wording.

    Raises:
        InputError: it is empty or too long, or there is no such area or kind.
        RuleError: the area has it already, but for capitals and blanks.
    """
    if area not in lists()["area"] or kind not in KINDS:
        raise InputError(_("Dieses Handlungsfeld gibt es nicht."), field="area")
    values = {"text": text}
    check_values(TextBlock, values)
    if _plain(values["text"]) in {_plain(block.text) for block in list_blocks(area, kind)}:
        raise RuleError(_("Diesen Baustein gibt es in diesem Handlungsfeld schon."), field="text")
    with transaction("text_block.create") as audit:
        block = TextBlock.create(area=area, kind=kind, **values)
        audit.record("text_block", block.id, fields=("area", "kind", "text"))
    return int(block.id)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def remove_block(block_id: int) -> None:
    """Forget a wording of the user's own; plans that use its words keep them.

    Raises:
        NotFoundError: it is not there (any more).
    """
    block = row_of_plan(TextBlock, block_id)
    with transaction("text_block.delete") as audit:
        block.delete_instance()
        audit.record("text_block", block_id, fields=("text",))
