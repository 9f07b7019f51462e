"""How a placeholder is declared: its name, what it means, what it holds, where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from caseconsole.fields import ui_of
from caseconsole.i18n import _


class Shape(StrEnum):
    """What a placeholder holds."""

    TEXT = "text"
    """A text; the configured sign where nothing is stated."""
    QUIET = "quiet"
    """A text that leaves nothing where nothing is stated."""
    FLAG = "flag"
    """Yes or no, for conditions."""
    ROWS = "rows"
    """A list of rows, for loops."""


@dataclass(frozen=True)
class Placeholder:
    """One placeholder.

    Args:
        name: as it stands between the braces.
        meaning: German words for the author of a template.
        shape: what it holds.
        fields: those of a row of a list.
        source: the field it comes from, as ``person.birth_place`` or ``municipality.name`` of the
            settings; empty where it is worked out. A missing value can be entered there.
        row: what a row of a list is called in examples.
        when: the flag or text without which a missing value is no gap; empty for none.
        asked: whether a missing value is a gap at all.
    """

    name: str
    meaning: str
    shape: Shape = Shape.TEXT
    fields: tuple[Placeholder, ...] = ()
    source: str = ""
    row: str = ""
    when: str = ""
    asked: bool = True

    def field(self, name: str) -> Placeholder | None:
        """The field ``name`` of a row; nothing where it has none."""
        return next((field for field in self.fields if field.name == name), None)


def text(name: str, meaning: str, source: str = "") -> Placeholder:
    """A text; the configured sign stands where nothing is stated."""
    return Placeholder(name, meaning, source=source)


def quiet(name: str, meaning: str, source: str = "") -> Placeholder:
    """A text that leaves nothing where nothing is stated."""
    return Placeholder(name, meaning, Shape.QUIET, source=source)


def flag(name: str, meaning: str) -> Placeholder:
    """Yes or no."""
    return Placeholder(name, meaning, Shape.FLAG)


def rows(name: str, row: str, meaning: str, *fields: Placeholder) -> Placeholder:
    """A list; ``row`` is what one of its rows is called in examples."""
    return Placeholder(name, meaning, Shape.ROWS, fields, row=row)


def of(
    column: Any, name: str, meaning: str = "", *, shape: Shape = Shape.TEXT, when: str = "",
    asked: bool = True,
) -> Placeholder:  # fmt: skip
    """A placeholder for a stored field; it is called what the field's label says.

    Args:
        column: the field, such as ``Person.birth_place``.
        name: name of the placeholder.
        meaning: other words than the label, where a template's author needs more.
        shape: ``QUIET`` where nothing is printed for an empty field.
        when: the flag or text without which a missing value is no gap.
        asked: whether a missing value is a gap at all.
    """
    ui = ui_of(column)
    table = column.model._meta.table_name  # noqa: SLF001 - peewee's public way to it
    label = meaning or (ui.label if ui else name)
    return Placeholder(name, label, shape, source=f"{table}.{column.name}", when=when, asked=asked)


def describe(placeholders: Iterable[Placeholder], owner: str = "") -> Iterator[str]:
    """The list of placeholders for the author of a template, one line each."""
    for placeholder in placeholders:
        yield from _describe(placeholder, owner)


def _describe(placeholder: Placeholder, owner: str) -> Iterator[str]:
    name = f"{owner}{placeholder.name}"
    meaning = _(placeholder.meaning)
    if placeholder.shape is Shape.FLAG:
        yield _("{{% if {name} %}} – wenn {meaning}").format(name=name, meaning=meaning)
    elif placeholder.shape is not Shape.ROWS:
        yield f"{{{{ {name} }}}} – {meaning}"
    else:
        yield _("{{% for {row} in {name} %}} – {meaning}; darin:").format(
            row=placeholder.row, name=name, meaning=meaning
        )
        inside = describe(placeholder.fields, f"{placeholder.row}.")
        yield from (f"    {line}" for line in inside)
