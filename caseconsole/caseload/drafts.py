"""Unfinished forms, as the console reads and keeps them."""

from __future__ import annotations

from caseconsole.store.drafts import Draft, drop_draft, get_draft, list_drafts, save_draft

__all__ = ["Draft", "drop_draft", "get_draft", "open_drafts", "save_draft"]


def open_drafts() -> tuple[Draft, ...]:
    """The drafts that a person typed, newest first; those of the program itself have no title."""
    drafts = [draft for draft in list_drafts() if draft.title]
    return tuple(sorted(drafts, key=lambda draft: draft.updated_at, reverse=True))
