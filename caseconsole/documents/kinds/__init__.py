"""The kinds of documents that the program writes, each with its template and its placeholders."""

from __future__ import annotations

from caseconsole.documents.kinds.base import Context, DocumentData, Kind, Request
from caseconsole.documents.kinds.plan import PLAN

__all__ = ["KINDS", "PLAN", "Context", "DocumentData", "Kind", "Request"]

KINDS: dict[str, Kind] = {kind.name: kind for kind in (PLAN,)}
"""Every kind by name, in the order in which lists show them."""
