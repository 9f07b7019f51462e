"""What may stand between the braces of a template: names, simple conditions, a few filters.

A template is a form, not a program: no calls, no assignments, no arithmetic, no indexing. This is
the first wall against templates that run something; the sandbox of the renderer is the second.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from caseconsole.documents.declare import Placeholder, Shape
from caseconsole.i18n import _

if TYPE_CHECKING:
    from jinja2 import Environment, nodes

FILTERS = ("upper", "lower", "capitalize", "trim", "length", "count", "default", "d")
TESTS = ("defined", "undefined")
_LOOP = ("index", "index0", "revindex", "revindex0", "first", "last", "length", "even", "odd")
_ALLOWED = frozenset({
    "Template", "Output", "TemplateData", "Name", "Getattr", "Const", "CondExpr", "Filter",
    "Compare", "Operand", "And", "Or", "Not", "Concat", "Test", "If", "For", "Keyword",
})  # fmt: skip

Scope = Mapping[str, Placeholder]
"""The names that may be used at a place, with what each is."""

LOOP = Placeholder("loop", "", Shape.ROWS, tuple(Placeholder(name, "") for name in _LOOP))
"""What ``loop`` offers inside a loop."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with an expression, and the nearest thing that would be right."""

    message: str
    hint: str = ""


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The sandboxed environment in which every template is parsed and rendered."""
    from jinja2 import StrictUndefined, pass_context
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from caseconsole.documents.output import print_value

    made = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, finalize=pass_context(print_value)
    )
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in FILTERS}
    made.tests = {name: made.tests[name] for name in TESTS}
    return made


def check_expression(text: str, scope: Scope, *, printed: bool) -> Iterator[Fault]:
    """The faults of the expression ``text``.

    Args:
        text: what stands between the braces.
        scope: the names that may be used.
        printed: whether it is printed; a list cannot be.
    """
    from jinja2 import TemplateSyntaxError, nodes

    try:
        tree = environment().parse(f"{{{{ {text} }}}}")
    except TemplateSyntaxError:
        yield _syntax(text)
        return
    output = tree.body[0] if tree.body else None
    if not isinstance(output, nodes.Output) or len(output.nodes) != 1:
        yield Fault(_("„{text}“ ist nicht zu verstehen.").format(text=text))
        return
    yield from forbidden_nodes(tree)
    yield from _names(output.nodes[0], scope)
    found = resolve(output.nodes[0], scope)
    if printed and found is not None and found.shape is Shape.ROWS:
        yield Fault(
            _("„{name}“ ist eine Liste und kann nicht als Text stehen.").format(name=text),
            _("Verwenden Sie eine Schleife: {{% for zeile in {name} %}}.").format(name=text),
        )


def forbidden_nodes(tree: nodes.Node) -> Iterator[Fault]:
    """Everything in ``tree`` that is more than a name, a condition or an allowed filter."""
    from jinja2 import nodes

    for node in (tree, *tree.find_all(nodes.Node)):
        kind = type(node).__name__
        if isinstance(node, nodes.Filter) and node.name not in FILTERS:
            yield Fault(
                _("Den Filter „{name}“ gibt es in Vorlagen nicht.").format(name=node.name),
                _("Es gibt: {names}.").format(names=", ".join(FILTERS)),
            )
            return
        hidden = isinstance(node, nodes.Getattr) and node.attr.startswith("_")
        hidden |= isinstance(node, nodes.Name) and node.name.startswith("_")
        other = isinstance(node, nodes.Test) and node.name not in TESTS
        if hidden or other or kind not in _ALLOWED:
            yield Fault(
                _("In Vorlagen sind nur Platzhalter, Bedingungen und Schleifen erlaubt."),
                _("Bitte entfernen Sie Aufrufe, Rechnungen und Unbekanntes."),
            )
            return


def resolve(node: Any, scope: Scope) -> Placeholder | None:
    """What a name, or a field of a row, stands for; ``None`` for anything else."""
    from jinja2 import nodes

    if isinstance(node, nodes.Name):
        return scope.get(node.name)
    if isinstance(node, nodes.Getattr):
        owner = resolve(node.node, scope)
        return owner.field(node.attr) if owner is not None else None
    return None


def loop_of(text: str, scope: Scope) -> tuple[str, Placeholder] | Fault:
    """The name of the row and the list of a loop ``text`` such as ``ziel in feld.ziele``."""
    from jinja2 import TemplateSyntaxError, nodes

    try:
        tree = environment().parse(f"{{% for {text} %}}{{% endfor %}}")
    except TemplateSyntaxError:
        return _syntax(f"for {text}")
    loop = tree.body[0] if tree.body else None
    if not isinstance(loop, nodes.For) or not isinstance(loop.target, nodes.Name) or loop.recursive:
        return Fault(_("„for {text}“ ist nicht zu verstehen.").format(text=text))
    for fault in (*forbidden_nodes(tree), *_names(loop.iter, scope)):
        return fault
    rows = resolve(loop.iter, scope)
    if rows is None or rows.shape is not Shape.ROWS or rows is LOOP:
        return Fault(
            _("„{text}“ ist keine Liste, die eine Schleife durchlaufen kann.").format(text=text)
        )
    if loop.test is not None:
        for fault in _names(loop.test, {**scope, loop.target.name: rows}):
            return fault
    return loop.target.name, rows


def _names(node: nodes.Node, scope: Scope) -> Iterator[Fault]:
    """The names in an expression that the scope does not have."""
    from jinja2 import nodes

    if isinstance(node, nodes.Name):
        if node.name not in scope:
            yield _unknown(node.name, scope)
        return
    if isinstance(node, nodes.Getattr):
        owner = resolve(node.node, scope)
        if owner is None:
            yield from _names(node.node, scope)
        elif owner.field(node.attr) is None:
            fields = {field.name: field for field in owner.fields}
            yield _unknown(node.attr, fields, f"{_source(node.node)}.")
        return
    for child in node.iter_child_nodes():
        yield from _names(child, scope)


def _source(node: Any) -> str:
    from jinja2 import nodes

    if isinstance(node, nodes.Getattr):
        return f"{_source(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "…"


def _unknown(name: str, known: Scope, owner: str = "") -> Fault:
    """An unknown name, with the nearest one that exists here, in a row or at all."""
    from rapidfuzz import fuzz, process

    message = _("Den Platzhalter „{name}“ gibt es nicht.").format(name=f"{owner}{name}")
    candidates = {key: f"{owner}{key}" for key in known}
    if not owner:
        for key, placeholder in known.items():
            candidates |= {f"{key}.{f.name}": f"{key}.{f.name}" for f in placeholder.fields}
    best = process.extractOne(name, list(candidates), scorer=fuzz.WRatio, score_cutoff=60)
    hint = _("Meinten Sie „{name}“?").format(name=candidates[best[0]]) if best else ""
    return Fault(message, hint)


def _syntax(text: str) -> Fault:
    """A syntax error in words; what the parser says is English and is left out."""
    shown = text.strip() or "…"
    if " " in text.strip() and text.strip().replace(" ", "_").isidentifier():
        return Fault(
            _("„{text}“ ist nicht zu verstehen.").format(text=shown),
            _("Namen von Platzhaltern enthalten keine Leerzeichen: {name}.").format(
                name=text.strip().replace(" ", "_")
            ),
        )
    return Fault(
        _("„{text}“ ist nicht zu verstehen.").format(text=shown),
        _("Erlaubt sind Platzhalter wie {{ vorname }} und Bedingungen wie {% if telefon %}."),
    )
