"""The template doctor: what is wrong with a Word template, in words and with its place.

Beyond what refuses a template (``render.findings``) it fills it twice, with invented values and
with none, since some faults show only then.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caseconsole.documents.declare import Placeholder, Shape
from caseconsole.documents.gate import ERROR, HINT, Finding
from caseconsole.documents.output import Quiet
from caseconsole.documents.package import Package, read_package
from caseconsole.documents.placeholders import PLACEHOLDERS
from caseconsole.errors import DocumentError
from caseconsole.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

_INVENTED_ROWS = 2


def examine(path: Path) -> list[Finding]:
    """All findings for the template ``path``; errors make it unusable, hints do not.

    Raises:
        DocumentError: the file cannot be opened as a template at all.
    """
    from caseconsole.documents.render import findings

    package = read_package(path)
    found = findings(package, PLACEHOLDERS)
    if not any(finding.severity == ERROR for finding in found):
        found += _filled(package)
    return found


def invented(placeholders: Iterable[Placeholder] = PLACEHOLDERS) -> dict[str, Any]:
    """Invented values for every placeholder, recognisable as such."""
    values: dict[str, Any] = {}
    for placeholder in placeholders:
        if placeholder.shape is Shape.FLAG:
            values[placeholder.name] = True
        elif placeholder.shape is Shape.ROWS:
            values[placeholder.name] = [
                invented(placeholder.fields) for _row in range(_INVENTED_ROWS)
            ]
        else:
            values[placeholder.name] = _("Muster: {meaning}").format(meaning=_(placeholder.meaning))
    return values


def nothing(placeholders: Iterable[Placeholder] = PLACEHOLDERS) -> dict[str, Any]:
    """The values of a case of which nothing is known."""
    empty: dict[Shape, Any] = {
        Shape.FLAG: False,
        Shape.ROWS: [],
        Shape.TEXT: "",
        Shape.QUIET: Quiet(),
    }
    return {placeholder.name: empty[placeholder.shape] for placeholder in placeholders}


def in_words(finding: Finding) -> str:
    """One finding as one line for the author of the template."""
    kind = _("Fehler") if finding.severity == ERROR else _("Hinweis")
    line = f"{kind}: {finding.place}: {finding.message}"
    if finding.hint:
        line += f" {finding.hint}"
    if finding.excerpt:
        line += " " + _("[im Absatz „{text}“]").format(text=finding.excerpt)
    return line


def _filled(package: Package) -> Iterator[Finding]:
    from caseconsole.documents.render import compile_template

    for values in (invented(), nothing()):
        try:
            template = compile_template(package, PLACEHOLDERS)
            template.fill(values)
        except DocumentError as error:
            yield Finding(_("Probedruck"), error.message, error.hint)
            return
    if not template.dynamic:
        yield Finding(
            _("Text"),
            _("Die Vorlage enthält keinen einzigen Platzhalter."),
            _("Jedes Dokument daraus wäre gleich."),
            HINT,
        )
