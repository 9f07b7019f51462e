"""The counts file: the figures as JSON, with the keys of interfaces.md, section 3.

Beside them stand the name of the municipality, where the settings have it, and an unusual base of
rounding: the district that adds up many files needs both.
"""

from __future__ import annotations

import json
from typing import Any

from caseconsole.counting import Report
from caseconsole.counting.cells import Cell, Tree
from caseconsole.reports.protection import Shown

USUAL_BASE = 5
"""What cross tables are rounded to multiples of unless the settings say otherwise."""

_SECTIONS = ("movement", "cases", "persons", "households", "consultations", "plans", "goals")
_BASES = ("persons_in_care", "stock")
_DIMENSIONS = (
    "sex",
    "age",
    "nationality",
    "residence_status",
    "housing",
    "place",
    "german_level",
    "employment",
)


def counts_file(report: Report, *, internal: bool = False) -> dict[str, Any]:
    """The content of the counts file.

    Args:
        report: the counted figures.
        internal: whether the cross tables are exact instead of rounded.
    """
    shown = Shown(report, internal=internal)
    return {
        **_sender(shown),
        "period": {
            "from": report.period.first.isoformat(),
            "to": report.period.last.isoformat(),
        },
        "rules": report.rules,
        **{name: _values(report.tree[name], (name,), shown) for name in _SECTIONS},
        "closings": {"by_reason": _rows(shown, "closings", "by_reason")},
        "tables": {
            base: {name: _rows(shown, "tables", base, name) for name in _DIMENSIONS}
            for base in _BASES
        },
        "identities": [
            {"rule": identity.rule, "holds": identity.holds} for identity in report.identities
        ],
    }


def _sender(shown: Shown) -> dict[str, Any]:
    """What the district needs to add files up, where it is not what it would assume anyway."""
    settings = shown.report.settings
    stated: dict[str, Any] = {"municipality": settings.municipality.name}
    if not shown.internal and shown.base != USUAL_BASE:
        stated["rounded_to"] = shown.base
    return {key: value for key, value in stated.items() if value}


def render(report: Report, *, internal: bool = False) -> bytes:
    """The counts file as it is written."""
    content = counts_file(report, internal=internal)
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _rows(shown: Shown, *group: str) -> dict[str, int]:
    """The rows of one list or table; also those that round to 0, so that none is missed."""
    paths = shown.report.rows(".".join(group))
    return {shown.report.entries[path].keys[-1]: shown.value(path) for path in paths}


def _values(tree: Cell | Tree, keys: tuple[str, ...], shown: Shown) -> Any:
    if isinstance(tree, Cell):
        return shown.value(".".join(keys))
    return {key: _values(below, (*keys, key), shown) for key, below in tree.items()}
