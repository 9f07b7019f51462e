"""The signs that mark a state beside its word or colour, and what stands in for them in ASCII.

Old Windows consoles draw only the characters of one font; ``use_ascii`` keeps the meaning there.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Signs:
    """One set of signs, each one cell wide."""

    cursor: str = "▸"
    ascending: str = "▲"
    descending: str = "▼"
    opens: str = "▾"
    understood: str = "→"
    changed: str = "●"
    done: str = "✓"
    remove: str = "✕"
    full: str = "█"
    half: str = "▌"
    levels: str = "▁▂▃▅▆"
    line: str = "─"
    more: str = "…"


_FANCY = Signs()
_ASCII = Signs(
    cursor=">", ascending="^", descending="v", opens="v", understood="=", changed="*", done="x",
    remove="x", full="#", half="-", levels="01234", line="-", more="~",
)  # fmt: skip


class _State:
    """The set in use; one per process, since there is one terminal."""

    signs: Signs = _FANCY


def signs() -> Signs:
    """The set of signs in use."""
    return _State.signs


def use_ascii(wanted: bool) -> None:  # noqa: FBT001 - reads as a sentence with its one argument
    """Draw with ASCII characters only, or with the usual signs."""
    _State.signs = _ASCII if wanted else _FANCY
