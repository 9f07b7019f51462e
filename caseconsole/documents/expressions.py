"""What may stand between the braces of a template: names, simple conditions, a few filters.

A template is a form, not a program: no calls, no assignments, no arithmetic, no indexing. This is
the first wall against templates that run something; the sandbox of the renderer is the second.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from caseconsole.documents.declare import Placeholder, Shape
from caseconsole.documents.suggest import suggest, translated
from caseconsole.documents.tags import LONGEST_TAG
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


@dataclass(frozen=True)
class Known:
    """A name that may be used at a place.

    Args:
        placeholder: what it stands for.
        path: its name with those of its lists, ``felder.ziele``; empty for ``loop``.
        is_row: whether it is one row of a list.
    """

    placeholder: Placeholder
    path: str
    is_row: bool = False

    @property
    def is_list(self) -> bool:
        """Whether a loop can run over it."""
        return self.placeholder.shape is Shape.ROWS and not self.is_row

    def field(self, name: str) -> Known | None:
        """A field of a row."""
        found = self.placeholder.field(name) if self.is_row else None
        return Known(found, f"{self.path}.{name}" if self.path else "") if found else None


Scope = Mapping[str, Known]
"""The names that may be used at a place, with what each is."""

LOOP = Known(
    Placeholder("loop", "", Shape.ROWS, tuple(Placeholder(name, "") for name in _LOOP)), "", True
)
"""What ``loop`` offers inside a loop."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with an expression, and the nearest thing that would be right.

    Args:
        message: what is wrong.
        hint: what to do; may be empty.
        fix: a wrong name and the right one, where nothing else can be meant.
    """

    message: str
    hint: str = ""
    fix: tuple[str, str] | None = None


def scope_of(declared: Iterable[Placeholder]) -> dict[str, Known]:
    """The names outside of every loop."""
    return {known.name: Known(known, known.name) for known in declared}


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
    # A gap is an empty text and never undefined, so these words get the sense authors expect.
    made.filters |= {"default": _default, "d": _default}
    made.tests = {"defined": _stated, "undefined": lambda value: not _stated(value)}
    return made


def parse(source: str) -> nodes.Template:
    """What the template language reads in ``source``.

    Raises:
        TemplateSyntaxError: it cannot be read, or it is nested beyond all measure.
    """
    from jinja2 import TemplateSyntaxError

    try:
        return environment().parse(source)
    except RecursionError:
        reason = "too deep"
        raise TemplateSyntaxError(reason, 1) from None


def _default(value: Any, default_value: str = "", *_rest: Any) -> Any:
    return value if _stated(value) else default_value


def _stated(value: Any) -> bool:
    from jinja2 import Undefined

    return not isinstance(value, Undefined) and value is not None and value not in ("", [])


def check_expression(text: str, scope: Scope, *, printed: bool) -> Iterator[Fault]:
    """The faults of the expression ``text``.

    Args:
        text: what stands between the braces.
        scope: the names that may be used.
        printed: whether it is printed; a list cannot be.
    """
    found = _expression(text)
    if isinstance(found, Fault):
        yield found
        return
    yield from forbidden_nodes(found)
    faults = [*_names(found, scope), *_compared(found, scope)]
    yield from faults
    if printed and not faults:
        yield from _unprintable(found, scope)


def names_in(text: str, scope: Scope) -> Iterator[str]:
    """The placeholders that an expression uses, with the names of their lists."""
    found = _expression(text)
    if not isinstance(found, Fault):
        yield from _paths(found, scope)


@lru_cache(maxsize=1024)
def _expression(text: str) -> nodes.Node | Fault:
    """The one expression in ``text``, or why there is none."""
    from jinja2 import TemplateSyntaxError, nodes

    if len(text) > LONGEST_TAG:
        return Fault(_("„{text} …“ ist zu lang.").format(text=text[:40]))
    try:
        tree = parse(f"{{{{ {text} }}}}")
    except TemplateSyntaxError:
        return _syntax(text)
    output = tree.body[0] if tree.body else None
    if not isinstance(output, nodes.Output) or len(output.nodes) != 1:
        return Fault(_("„{text}“ ist nicht zu verstehen.").format(text=text))
    return output.nodes[0]


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


def resolve(node: Any, scope: Scope) -> Known | None:
    """What a name, or a field of a row, stands for; ``None`` for anything else."""
    from jinja2 import nodes

    if isinstance(node, nodes.Name):
        return scope.get(node.name)
    if isinstance(node, nodes.Getattr):
        owner = resolve(node.node, scope)
        return owner.field(node.attr) if owner is not None else None
    return None


def loop_of(text: str, scope: Scope) -> tuple[str, Known] | Fault:
    """The name of the row and the list of a loop ``text`` such as ``ziel in feld.ziele``."""
    from jinja2 import TemplateSyntaxError, nodes

    if len(text) > LONGEST_TAG:
        return Fault(_("„{text} …“ ist zu lang.").format(text=text[:40]))
    try:
        tree = parse(f"{{% for {text} %}}{{% endfor %}}")
    except TemplateSyntaxError:
        return _syntax(f"for {text}", _("Gemeint ist etwas wie {% for feld in felder %}."))
    loop = tree.body[0] if len(tree.body) == 1 else None
    if not isinstance(loop, nodes.For) or not isinstance(loop.target, nodes.Name) or loop.recursive:
        return Fault(_("„for {text}“ ist nicht zu verstehen.").format(text=text))
    for fault in (*forbidden_nodes(tree), *_names(loop.iter, scope)):
        return fault
    rows = resolve(loop.iter, scope)
    if rows is None or not rows.is_list:
        return Fault(
            _("„{text}“ ist keine Liste, die eine Schleife durchlaufen kann.").format(text=text)
        )
    row = Known(rows.placeholder, rows.path, is_row=True)
    if loop.test is not None:
        for fault in _names(loop.test, {**scope, loop.target.name: row}):
            return fault
    return loop.target.name, row


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
            yield _no_field(_source(node.node), node.attr, owner)
        return
    for child in node.iter_child_nodes():
        yield from _names(child, scope)


def _paths(node: nodes.Node, scope: Scope) -> Iterator[str]:
    from jinja2 import nodes

    found = resolve(node, scope)
    if found is not None and found.path:
        yield found.path
    elif not isinstance(node, (nodes.Name, nodes.Getattr)):
        for child in node.iter_child_nodes():
            yield from _paths(child, scope)


def _unprintable(node: Any, scope: Scope) -> Iterator[Fault]:
    """The lists and rows that would be printed as such."""
    from jinja2 import nodes

    found = resolve(node, scope)
    if found is not None and found.placeholder.shape is Shape.ROWS:
        name = _source(node)
        if found.is_row:
            example = next((f.name for f in found.placeholder.fields), "…")
            yield Fault(
                _("„{name}“ ist eine ganze Zeile und kann nicht als Text stehen.").format(
                    name=name
                ),
                _("Nennen Sie ein Feld davon, etwa {{{{ {name}.{field} }}}}.").format(
                    name=name, field=example
                ),
            )
        else:
            yield Fault(
                _("„{name}“ ist eine Liste und kann nicht als Text stehen.").format(name=name),
                _("Verwenden Sie eine Schleife: {{% for zeile in {name} %}}.").format(name=name),
            )
    elif isinstance(node, nodes.Filter):
        if node.name not in {"length", "count"}:
            yield from _unprintable(node.node, scope)
    elif isinstance(node, nodes.CondExpr):
        yield from _unprintable(node.expr1, scope)
        if node.expr2 is not None:
            yield from _unprintable(node.expr2, scope)
    elif isinstance(node, (nodes.And, nodes.Or, nodes.Concat)):
        for child in node.iter_child_nodes():
            yield from _unprintable(child, scope)


def _compared(node: nodes.Node, scope: Scope) -> Iterator[Fault]:
    """Texts that are compared with numbers: never equal, and neither larger nor smaller."""
    from jinja2 import nodes

    for compare in (node, *node.find_all(nodes.Compare)):
        if not isinstance(compare, nodes.Compare):
            continue
        sides = [compare.expr, *(operand.expr for operand in compare.ops)]
        known = [resolve(side, scope) for side in sides]
        texts = [k for k in known if k and k.path and k.placeholder.shape is not Shape.FLAG]
        constants = [side.value for side in sides if isinstance(side, nodes.Const)]
        numbers = [value for value in constants if type(value) in {int, float}]
        if texts and numbers:
            yield Fault(
                _("„{name}“ ist ein Text und lässt sich nicht mit einer Zahl vergleichen.").format(
                    name=texts[0].path
                ),
                _('Schreiben Sie die Zahl in Anführungszeichen: "{number}".').format(
                    number=numbers[0]
                ),
            )


def _source(node: Any) -> str:
    from jinja2 import nodes

    if isinstance(node, nodes.Getattr):
        return f"{_source(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "…"


def _unknown(name: str, scope: Scope) -> Fault:
    """An unknown name, with the nearest one that may stand here."""
    message = _("Den Platzhalter „{name}“ gibt es nicht.").format(name=name)
    rows = {key: known for key, known in scope.items() if known.is_row and known.path}
    here = [
        *scope,
        *(f"{key}.{f.name}" for key, row in rows.items() for f in row.placeholder.fields),
    ]
    found = suggest(name, here)
    if found is not None and found.certain:
        hint = _("Richtig geschrieben: „{name}“.").format(name=found.name)
        return Fault(message, hint, (name, found.name))
    for word in (name, *([] if found else translated(name))):
        if owner := _list_with(word, scope):
            return Fault(message, owner)
    return Fault(message, _("Meinten Sie „{name}“?").format(name=found.name) if found else "")


def _list_with(name: str, scope: Scope) -> str:
    """Where a field or a row of this name may stand, if there is one."""
    for key, known in scope.items():
        if not known.is_list:
            continue
        row = known.placeholder.row or "zeile"
        if name in {row, *(f.name for f in known.placeholder.fields)}:
            field = f"{row}.{name}" if name != row else row
            return _("„{field}“ gibt es nur in der Schleife {{% for {row} in {list} %}}.").format(
                field=field, row=row, list=key
            )
    return ""


def _no_field(owner_name: str, name: str, owner: Known) -> Fault:
    """A field that its owner does not have."""
    shown = f"{owner_name}.{name}"
    message = _("Den Platzhalter „{name}“ gibt es nicht.").format(name=shown)
    if owner.is_list:
        return Fault(
            message,
            _(
                "„{name}“ ist eine Liste; ihre Felder gibt es in {{% for {row} in {name} %}}."
            ).format(name=owner_name, row=owner.placeholder.row or "zeile"),
        )
    if not owner.placeholder.fields:
        return Fault(message, _("„{name}“ hat keine Felder.").format(name=owner_name))
    found = suggest(name, [field.name for field in owner.placeholder.fields])
    if found is None:
        names = ", ".join(f"{owner_name}.{field.name}" for field in owner.placeholder.fields)
        return Fault(message, _("Es gibt: {names}.").format(names=names))
    right = f"{owner_name}.{found.name}"
    if found.certain:
        return Fault(
            message, _("Richtig geschrieben: „{name}“.").format(name=right), (shown, right)
        )
    return Fault(message, _("Meinten Sie „{name}“?").format(name=right))


def _syntax(text: str, hint: str = "") -> Fault:
    """A syntax error in words; what the parser says is English and is left out."""
    shown = text.strip() or "…"
    if re.search(r"(?<![=!<>])=(?!=)", text):
        hint = _('Verglichen wird mit zwei Gleichheitszeichen: {% if telefon == "x" %}.')
    elif re.search(r"\b(?:und|oder|nicht)\b", text):
        hint = _("Bedingungen verbindet man mit and und or; verneint wird mit not.")
    words = text.strip().replace("-", "_").replace(" ", "_")
    if words != text.strip() and words.isidentifier() and not hint:
        return Fault(
            _("„{text}“ ist nicht zu verstehen.").format(text=shown),
            _("Namen von Platzhaltern enthalten weder Leerzeichen noch Striche: {name}.").format(
                name=words.lower()
            ),
        )
    if text.strip().startswith("{") or text.strip().endswith("}"):
        return Fault(
            _("„{text}“ ist nicht zu verstehen.").format(text=shown),
            _("Ein Platzhalter hat zwei Klammern auf jeder Seite: {{ vorname }}."),
        )
    return Fault(
        _("„{text}“ ist nicht zu verstehen.").format(text=shown[:60]),
        hint
        or _("Erlaubt sind Platzhalter wie {{ vorname }} und Bedingungen wie {% if telefon %}."),
    )
