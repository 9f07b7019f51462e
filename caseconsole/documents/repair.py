"""Makes a repaired copy of a template; the template itself is never touched.

Only what can mean one thing is changed: tags that Word cut into pieces, quotation marks and unseen
signs in them, a brace too few, a name in the wrong case. Tracked changes are accepted; comments,
marks of Word's sessions and the link to a document template go.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from caseconsole.documents import lint_words
from caseconsole.documents.braces import slips_of
from caseconsole.documents.clean import without_traces
from caseconsole.documents.declare import Placeholder
from caseconsole.documents.expressions import scope_of
from caseconsole.documents.lint import Reading, read_part
from caseconsole.documents.package import CONTENT_TYPES, Package, open_package, parse_part
from caseconsole.documents.paragraphs import Paragraph, paragraphs_in
from caseconsole.documents.straighten import Joined, accept_changes, join_tags
from caseconsole.documents.suggest import bare_name
from caseconsole.documents.tags import spare_brace, tags_of
from caseconsole.errors import DocumentError
from caseconsole.files import write_atomically
from caseconsole.i18n import _, ngettext

if TYPE_CHECKING:
    from lxml import etree

_MOST_ROUNDS = 50
"""Repairs in one paragraph."""

_UNIT_APART = re.compile(r"^\s+(?=(?:tr|tc|p)\s+(?:for|if|elif|else|endif|endfor)\b)")


@dataclass(frozen=True)
class Change:
    """One thing that was repaired: where, and what was done."""

    place: str
    message: str


def repaired(package: Package, declared: Iterable[Placeholder]) -> tuple[bytes, list[Change]]:
    """A repaired copy of a template, and what was changed in it.

    Args:
        package: the template.
        declared: the placeholders that it may use.
    """
    from lxml import etree

    known = tuple(declared)
    parts, traces = without_traces(package)
    changes = [] if not traces else [Change(_("Datei"), _("Kommentare und Spuren entfernt."))]
    for name in package.filled:
        root = parse_part(parts[name], name)
        changes += _repair_part(root, package.place(name), known)
        parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != CONTENT_TYPES, name)):
            archive.writestr(zipfile.ZipInfo(name), parts[name], zipfile.ZIP_DEFLATED)
    data = stream.getvalue()
    open_package(data)  # what is written is at least as sound as what was read
    return data, changes


def write_new(path: Path, data: bytes) -> Path:
    """Write a copy or specimen under a name that no file has.

    Raises:
        DocumentError: there is such a file, or it cannot be written.
    """
    if path.suffix.lower() != ".docx":
        raise DocumentError(
            _("{file} hat nicht die Endung .docx.").format(file=path.name),
            _("Bitte wählen Sie einen Namen mit dieser Endung."),
        )
    try:
        taken = path.exists()
    except (OSError, ValueError) as error:
        raise DocumentError(
            _("Der Dateiname {file} ist nicht möglich.").format(file=path.name)
        ) from error
    if taken:
        raise DocumentError(
            _("Die Datei {file} gibt es schon; sie bleibt, wie sie ist.").format(file=path),
            _("Bitte wählen Sie einen anderen Namen."),
        )
    return write_atomically(path, data, error=DocumentError, overwrite=False)


def _repair_part(
    root: etree._Element, prefix: str, declared: tuple[Placeholder, ...]
) -> list[Change]:
    changes = []
    scope = scope_of(declared)
    names = {bare_name(name) for name in scope}
    if accept_changes(root):
        changes.append(
            Change(prefix or lint_words.body(), _("Nachverfolgte Änderungen angenommen."))
        )
    for paragraph in list(paragraphs_in(root, prefix)):
        changes += _braces(paragraph, names)
    for paragraph in list(paragraphs_in(root, prefix)):
        changes += [Change(j.paragraph.place, _said(j)) for j in join_tags(paragraph)]
    for paragraph in list(paragraphs_in(root, prefix)):
        changes += _units(paragraph)
    reading = Reading()
    read_part(root, prefix, scope, reading)
    for fix in dict.fromkeys(reading.fixes):
        changes += _name(fix.paragraph.again(), fix.wrong, fix.right)
    return changes


def _braces(paragraph: Paragraph, names: set[str]) -> list[Change]:
    changes = []
    for _round in range(_MOST_ROUNDS):
        tags, rest = tags_of(paragraph.text)
        spare = next(filter(None, (spare_brace(paragraph.text, tag) for tag in tags)), None)
        if spare is not None:
            paragraph = paragraph.replace(*spare, "")
            changes.append(Change(paragraph.place, _("Eine Klammer zu viel entfernt.")))
            continue
        found = [
            (start, slip)
            for start, piece in rest
            for slip in slips_of(piece, lambda name: bare_name(name.partition(".")[0]) in names)
            if slip.right not in {"", piece[slip.start : slip.end]}
        ]
        if not found:
            break
        start, slip = found[0]
        before = paragraph.text[start + slip.start : start + slip.end]
        paragraph = paragraph.replace(start + slip.start, start + slip.end, slip.right)
        changes.append(Change(paragraph.place, _became(before, slip.right)))
    return changes


def _units(paragraph: Paragraph) -> list[Change]:
    """``{% p for`` becomes ``{%p for``."""
    changes = []
    for tag in reversed(tags_of(paragraph.text)[0]):
        inside = _UNIT_APART.sub("", tag.inside)
        if tag.sign == "{%" and inside != tag.inside:
            right = f"{{%{inside}%}}"
            paragraph = paragraph.replace(tag.start, tag.end, right)
            changes.append(Change(paragraph.place, _became(tag.whole, right)))
    return changes


def _name(paragraph: Paragraph, wrong: str, right: str) -> list[Change]:
    pattern = re.compile(rf"(?<![\w.\"']){re.escape(wrong)}(?![\w\"'])")
    changes = []
    for tag in reversed(tags_of(paragraph.text)[0]):
        inside = pattern.sub(right, tag.inside)
        if tag.sign != "{#" and inside != tag.inside:
            whole = paragraph.text[tag.start : tag.start + 2] + inside + tag.whole[-2:]
            paragraph = paragraph.replace(tag.start, tag.end, whole)
            changes.append(Change(paragraph.place, _became(tag.whole, whole)))
    return changes


def _said(joined: Joined) -> str:
    if joined.pieces > 1:
        return ngettext(
            "„{tag}“ aus {count} Stück zusammengesetzt.",
            "„{tag}“ aus {count} Stücken zusammengesetzt.",
            joined.pieces,
        ).format(tag=joined.tag, count=joined.pieces)
    return _("In „{tag}“ Anführungszeichen, Leerzeichen oder unsichtbare Zeichen ersetzt.").format(
        tag=joined.tag
    )


def _became(before: str, after: str) -> str:
    return _("„{before}“ heißt jetzt „{after}“.").format(before=before, after=after)
