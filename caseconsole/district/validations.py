"""What the cells of a form say they take: lists of words and bounds of numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from caseconsole.district.addresses import Cell, parse_area, parse_areas, split_place
from caseconsole.district.xlsx_book import M
from caseconsole.district.xlsx_cells import FormSheet
from caseconsole.i18n import _

if TYPE_CHECKING:
    from lxml import etree

_X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
_NUMBERS = frozenset({"whole", "decimal"})
_MOST_LISTED = 2_000
_HOLDS: dict[str, Callable[[float, float, float], bool]] = {
    "between": lambda value, first, second: first <= value <= second,
    "notBetween": lambda value, first, second: not first <= value <= second,
    "equal": lambda value, first, _second: value == first,
    "notEqual": lambda value, first, _second: value != first,
    "lessThan": lambda value, first, _second: value < first,
    "lessThanOrEqual": lambda value, first, _second: value <= first,
    "greaterThan": lambda value, first, _second: value > first,
    "greaterThanOrEqual": lambda value, first, _second: value >= first,
}


@dataclass(frozen=True)
class _Rule:
    kind: str
    operator: str
    formulas: tuple[str, str]


def objection(
    sheet: FormSheet,
    cell: Cell,
    content: int | str | dt.date,
    sheets: Callable[[str], FormSheet | None],
) -> str:
    """What the rule of a cell has against a value; empty where nothing, or where it is unclear.

    Args:
        sheet: the sheet.
        cell: the cell.
        content: what is to be written.
        sheets: finds another sheet by its name, for lists that stand there.
    """
    for rule in _rules(sheet, cell):
        if rule.kind == "list":
            listed = _listed(rule.formulas[0], sheet, sheets)
            if listed and str(content) not in listed:
                return _("„{value}“ steht nicht in der Auswahlliste der Zelle").format(
                    value=content
                )
        elif rule.kind in _NUMBERS and isinstance(content, str):
            return _("die Zelle lässt nur Zahlen zu")
        elif rule.kind in _NUMBERS and isinstance(content, int) and not _within(rule, content):
            return _("{value} liegt außerhalb dessen, was die Zelle zulässt").format(value=content)
    return ""


def _rules(sheet: FormSheet, cell: Cell) -> Iterator[_Rule]:
    for element in sheet.root.iterfind(f"{M}dataValidations/{M}dataValidation"):
        if any(cell in area for area in parse_areas(element.get("sqref", ""))):
            formulas = (element.findtext(f"{M}formula{number}") or "" for number in (1, 2))
            yield _rule(element, *formulas)
    for element in sheet.root.iter(f"{_X14}dataValidation"):
        if any(cell in area for area in parse_areas(element.findtext(f"{_XM}sqref") or "")):
            formulas = (
                element.findtext(f"{_X14}formula{number}/{_XM}f") or "" for number in (1, 2)
            )
            yield _rule(element, *formulas)


def _rule(element: etree._Element, first: str, second: str) -> _Rule:
    return _Rule(element.get("type", ""), element.get("operator", "between"), (first, second))


def _within(rule: _Rule, value: int) -> bool:
    """Whether the number is allowed; also where the bounds are formulas that nobody knows yet."""
    try:
        first, second = (float(text or 0) for text in rule.formulas)
    except ValueError:
        return True
    holds = _HOLDS.get(rule.operator)
    return holds is None or holds(value, first, second)


def _listed(
    formula: str, sheet: FormSheet, sheets: Callable[[str], FormSheet | None]
) -> frozenset[str]:
    """The words of a list; nothing where they cannot be found out."""
    formula = formula.strip()
    if formula.startswith('"'):
        return frozenset(word.strip() for word in formula.strip('"').split(","))
    formula = sheet.book.names.get(formula.casefold(), formula)
    name, address = split_place(formula.lstrip("="))
    area = parse_area(address)
    source = sheets(name) if name else sheet
    if area is None or source is None:
        return frozenset()
    found = (source.text(cell) for cell in source if cell in area)
    listed = frozenset(text for text in found if text)
    return listed if len(listed) <= _MOST_LISTED else frozenset()
