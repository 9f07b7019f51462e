"""Which placeholders a template uses, and which of them have no value in one case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from caseconsole.documents.declare import Placeholder, Shape

if TYPE_CHECKING:
    from jinja2 import nodes

    from caseconsole.documents.render import Template

_Paths = Mapping[str, str]
"""What each name at a place stands for: a row for its list."""


@dataclass(frozen=True)
class Unstated:
    """A placeholder without a value.

    Args:
        name: its name with those of its lists: ``felder.ziele.bis``.
        placeholder: what was declared.
        count: how often it is missing; more than once only in rows.
    """

    name: str
    placeholder: Placeholder
    count: int = 1


def used_names(tree: nodes.Node) -> frozenset[str]:
    """The placeholders in a parsed template: ``felder`` and ``felder.ziele.bis``, without rows."""
    return frozenset(_used(tree, {}))


def unstated(
    template: Template, context: Mapping[str, Any], declared: Iterable[Placeholder]
) -> tuple[Unstated, ...]:
    """The texts that ``template`` uses and ``context`` lacks, in the order of the declaration.

    Args:
        template: the template.
        context: the values.
        declared: the placeholders with their meaning. Those that leave nothing behind where
            nothing is stated, flags and empty lists are no gaps.
    """
    known = tuple(declared)
    found: dict[str, Unstated] = {}
    for name, placeholder in _missing(known, context, template.names, ""):
        before = found.get(name)
        found[name] = Unstated(name, placeholder, before.count + 1 if before else 1)
    return tuple(found[name] for name in paths_of(known) if name in found)


def paths_of(declared: Iterable[Placeholder], owner: str = "") -> Iterator[str]:
    """The names of all placeholders with those of their lists: ``felder``, ``felder.ziele``."""
    for placeholder in declared:
        name = f"{owner}{placeholder.name}"
        yield name
        yield from paths_of(placeholder.fields, f"{name}.")


def _missing(
    declared: Iterable[Placeholder], values: Mapping[str, Any], names: frozenset[str], owner: str
) -> Iterator[tuple[str, Placeholder]]:
    for placeholder in declared:
        name = f"{owner}{placeholder.name}"
        value = values.get(placeholder.name, "")
        if name not in names:
            continue
        if placeholder.shape is Shape.ROWS:
            for row in value or ():
                yield from _missing(placeholder.fields, row, names, f"{name}.")
        elif placeholder.shape is Shape.TEXT and not str(value).strip():
            yield name, placeholder


def _used(node: nodes.Node, paths: _Paths) -> Iterator[str]:
    from jinja2 import nodes

    if isinstance(node, (nodes.Name, nodes.Getattr)):
        if path := _path(node, paths):
            yield path
        return
    if not isinstance(node, nodes.For):
        for child in node.iter_child_nodes():
            yield from _used(child, paths)
        return
    yield from _used(node.iter, paths)
    inner = {**paths, "loop": ""}
    if isinstance(node.target, nodes.Name):
        inner[node.target.name] = _path(node.iter, paths)
    for child in (*([node.test] if node.test else []), *node.body):
        yield from _used(child, inner)
    for child in node.else_:
        yield from _used(child, paths)


def _path(node: Any, paths: _Paths) -> str:
    """The dotted name of an expression; empty for ``loop`` and for what is no name."""
    from jinja2 import nodes

    if isinstance(node, nodes.Name):
        return paths.get(node.name, node.name)
    if isinstance(node, nodes.Getattr):
        owner = _path(node.node, paths)
        return f"{owner}.{node.attr}" if owner else ""
    return ""
