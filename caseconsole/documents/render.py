"""Fills a template: parsed and compiled once, filled as often as wanted (technology, section 3).

Of every document only the parts with placeholders are made anew; the rest is packed once. docxtpl
prepares the XML of Word for the template language and is the reference that the tests compare
with. Nothing is written here: ``fill`` gives the bytes after reading every value back from them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from caseconsole.documents.bidi import set_directions_and_fonts
from caseconsole.documents.clean import clean_parts
from caseconsole.documents.expressions import environment, forbidden_nodes, parse
from caseconsole.documents.gate import ERROR, Finding, forbidden
from caseconsole.documents.lint import check_tags
from caseconsole.documents.logo import place_logo
from caseconsole.documents.mend import mend
from caseconsole.documents.names import used_names
from caseconsole.documents.output import PRINTED
from caseconsole.documents.package import CONTENT_TYPES, Package, parse_part, read_package
from caseconsole.documents.readback import check_printed
from caseconsole.documents.scripts import mark_second_language
from caseconsole.documents.straighten import named_w, straighten
from caseconsole.errors import DocumentError, InputError
from caseconsole.i18n import _
from caseconsole.text import clean

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2 import Template as CompiledTemplate
    from jinja2 import nodes

    from caseconsole.documents.declare import Placeholder

Context = Mapping[str, Any]

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MOST_CHARACTERS = 30_000_000
"""Of XML in one part of a document; a thousand times what a plan takes."""

MOST_ROWS = 200_000
"""Turns of all loops of one document together."""

_FAST = 1
"""Level of packing; a higher one takes four times as long for a tenth less."""


@dataclass(frozen=True)
class Template:
    """A template that may be filled: checked, parsed, compiled.

    Args:
        base: a zip file with all parts that stay as they are.
        dynamic: the parts to fill, by name.
        names: the placeholders that it uses; a field of a row with the names of its lists, as in
            ``felder.ziele.bis``, whatever the loops call their rows.
        sha256: of the file of the template.
    """

    base: bytes
    dynamic: Mapping[str, CompiledTemplate]
    names: frozenset[str]
    sha256: str

    def fill(self, context: Context, language: str = "") -> bytes:
        """The document for ``context``.

        Args:
            context: the values of all placeholders.
            language: code of the second language; empty for German alone.

        Raises:
            DocumentError: a value cannot stand in a document, or it was not found again in it.
        """
        context = _counted(cleaned(context), [MOST_ROWS])
        printed: dict[str, list[str]] = {}
        stream = io.BytesIO(self.base)
        with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED, compresslevel=_FAST) as archive:
            for name, compiled in self.dynamic.items():
                printed[name] = []
                xml = _render(compiled, {**context, PRINTED: printed[name]}, language)
                archive.writestr(
                    zipfile.ZipInfo(name), (_DECLARATION + xml).encode(), zipfile.ZIP_DEFLATED
                )
        data = stream.getvalue()
        check_printed(data, printed)
        return data


def load_template(
    path: Path, declared: Iterable[Placeholder], *, author: str = "", title: str = ""
) -> Template:
    """Open, check and compile the template ``path``.

    Args:
        path: the template.
        declared: the placeholders that it may use.
        author: what stands as author in the documents; never the author of the template.
        title: what stands as title in the documents.

    Raises:
        DocumentError: it may not be used; the message names the first fault with its place.
    """
    return compile_template(read_package(path), declared, author=author, title=title)


def compile_template(
    package: Package, declared: Iterable[Placeholder], *, author: str = "", title: str = ""
) -> Template:
    """Check and compile an opened template; see ``load_template``."""
    for finding in findings(package, declared):
        if finding.severity == ERROR:
            raise DocumentError(
                _("Die Vorlage kann nicht verwendet werden. {place}: {message}").format(
                    place=finding.place, message=finding.message
                ),
                finding.hint or _("Alle Fehler zeigt: caseconsole template check DATEI."),
            )
    return compile_checked(package, author, title)


def findings(package: Package, declared: Iterable[Placeholder]) -> list[Finding]:
    """Everything that is wrong with a template: forbidden parts first, then its placeholders."""
    return [*forbidden(package), *check_tags(package, declared)]


def cleaned(context: Context, owner: str = "") -> dict[str, Any]:
    """``context`` with every text as a file can keep it.

    Raises:
        DocumentError: a text holds a character that no document can keep; ``owner`` is the list
            that it is in.
    """
    return {name: _cleaned(f"{owner}{name}", value) for name, value in context.items()}


def _cleaned(name: str, value: Any) -> Any:
    if isinstance(value, str):
        try:
            return type(value)(clean(value, multiline=True))
        except InputError as error:
            raise DocumentError(
                _("Die Angabe „{name}“ kann nicht gedruckt werden. {reason}").format(
                    name=name, reason=error.message
                ),
                _("Es wurde nichts geschrieben."),
            ) from None
    if isinstance(value, (list, tuple)):
        return [cleaned(row, f"{name}.") for row in value]
    return "" if value is None else value


def compile_checked(package: Package, author: str = "", title: str = "") -> Template:
    """Compile a template whose ``findings`` are known."""
    from docxtpl import DocxTemplate
    from lxml import etree

    parts = clean_parts(package, author, title)
    place_logo(parts)
    engine = DocxTemplate(io.BytesIO())
    dynamic = {}
    names: set[str] = set()
    for name in package.filled:
        root = named_w(parse_part(parts[name], name))
        straighten(root)
        mark_second_language(root)
        source = etree.tostring(root, encoding="unicode")
        if "{" not in source:
            continue
        del parts[name]
        tree = _parse(engine.patch_xml(source))
        names |= used_names(tree)
        dynamic[name] = _compile(tree)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != CONTENT_TYPES, name)):
            archive.writestr(zipfile.ZipInfo(name), parts[name], zipfile.ZIP_DEFLATED)
    return Template(stream.getvalue(), dynamic, frozenset(names), package.sha256)


def _parse(source: str) -> nodes.Template:
    """What the template language reads in the prepared XML of a part."""
    from jinja2 import TemplateSyntaxError

    source = source.replace("<w:t>", '<w:t xml:space="preserve">')
    try:
        tree = parse(source)
        for fault in forbidden_nodes(tree):
            raise DocumentError(_("Die Vorlage ist nicht erlaubt.") + " " + fault.message)
    except TemplateSyntaxError as error:
        raise DocumentError(
            _("Die Vorlage kann nicht verwendet werden; eine Anweisung darin ist fehlerhaft."),
            _("Bitte prüfen Sie Schleifen und Bedingungen, auch in Textfeldern."),
        ) from error
    return tree


def _compile(tree: nodes.Template) -> CompiledTemplate:
    try:
        return environment().from_string(tree)
    except (SyntaxError, RecursionError) as error:
        raise DocumentError(
            _("In der Vorlage stehen zu viele Schleifen oder Bedingungen ineinander.")
        ) from error


class _Rows(list[Any]):
    """A list that loops run through only so often: a template must not run forever."""

    def __init__(self, rows: Iterable[Any], left: list[int]) -> None:
        super().__init__(rows)
        self._left = left

    def __iter__(self) -> Iterator[Any]:
        self._left[0] -= len(self)
        if self._left[0] < 0:
            raise _too_long()
        return super().__iter__()


def _counted(values: Mapping[str, Any], left: list[int]) -> dict[str, Any]:
    """``values`` with lists that count their turns in ``left``."""
    return {
        name: _Rows([_counted(row, left) for row in value], left)
        if isinstance(value, list)
        else value
        for name, value in values.items()
    }


def _render(compiled: CompiledTemplate, context: Context, language: str) -> str:
    from jinja2 import TemplateError

    pieces, length = [], 0
    try:
        for piece in compiled.generate(context):
            length += len(piece)
            if length > MOST_CHARACTERS:
                raise _too_long()
            pieces.append(piece)
        return set_directions_and_fonts(mend("".join(pieces)), language)
    except (TemplateError, TypeError, ArithmeticError, RecursionError, MemoryError) as error:
        raise DocumentError(
            _("Die Vorlage lässt sich mit diesen Angaben nicht füllen."),
            _("Bitte prüfen Sie sie: caseconsole template check DATEI."),
        ) from error


def _too_long() -> DocumentError:
    return DocumentError(
        _("Das Dokument würde viel zu lang; es wurde nichts geschrieben."),
        _("Bitte prüfen Sie die Schleifen der Vorlage."),
    )
