"""Writing the Word plan of a case from the console."""

from __future__ import annotations

from caseconsole.documents.kinds import PLAN, Request
from caseconsole.screens.console import Console
from caseconsole.screens.write_document import write_document


async def write_plan(app: Console, case_id: int, version: int | None = None) -> None:
    """Write a version of a case's plan; the last agreed one if none is named."""
    await write_document(app, Request(PLAN.name, case_id, version=version))
