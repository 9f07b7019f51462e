"""Parts of a Word file that no template may have: anything that runs, fetches or is embedded (D7).

A letter made from such a template would do on the recipient's computer what its author wanted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from caseconsole.documents.package import parse_part
from caseconsole.i18n import _

if TYPE_CHECKING:
    from lxml import etree

    from caseconsole.documents.package import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"

ERROR = "error"
HINT = "hint"

_HARMLESS_FIELDS = frozenset({
    "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "DATE", "TIME", "REF", "PAGEREF", "NOTEREF",
    "TOC", "TC", "HYPERLINK", "SEQ", "STYLEREF", "SYMBOL", "FORMTEXT", "FORMCHECKBOX",
    "FORMDROPDOWN", "LISTNUM", "ADVANCE", "FILENAME", "TITLE",
})  # fmt: skip
"""Fields that neither fetch, run nor tell who wrote the template; every other one is refused."""

_OUTSIDE = re.compile(r"\w+:|//|\\\\")
_LINK = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_VML = "{urn:schemas-microsoft-com:vml}"
_FORBIDDEN_ELEMENTS = {
    f"{W}altChunk", f"{W}object", f"{W}control", f"{W}subDoc", f"{W}attachedTemplate",
    f"{W}mailMerge", f"{W}movie", f"{W}sourceFileName", f"{_OFFICE}OLEObject",
}  # fmt: skip
_FORBIDDEN_PARTS = re.compile(
    r"vbaproject|vbadata|/activex/|/embeddings/|afchunk|\.(?:exe|dll|js|vbs|bat|cmd|ps1|hta)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Finding:
    """Something found in a template.

    Args:
        place: where, in words: ``Absatz 3``, ``Kopfzeile: Tabelle 1, Zeile 2, Spalte 1``.
        message: what is wrong, in one or two sentences.
        hint: what to do; may be empty.
        severity: ``error`` makes the template unusable, ``hint`` does not.
        excerpt: the text of the paragraph, shortened; may be empty.
    """

    place: str
    message: str
    hint: str = ""
    severity: str = ERROR
    excerpt: str = ""


def forbidden(package: Package) -> Iterator[Finding]:
    """What must not be in a template: macros, embedded objects, links to outside, live fields."""
    for name, content in package.parts.items():
        if _FORBIDDEN_PARTS.search(f"/{name}"):
            yield Finding(name, _("Die Vorlage enthält eingebettete Objekte oder Makros."))
        elif name.endswith(".rels"):
            yield from _relationships(name, parse_part(content, name))
        elif name.endswith(".xml") and name.startswith("word/"):
            root = parse_part(content, name)
            place = package.place(name) or _("Text")
            yield from _elements(place, root)
            yield from _fields(place, root)
            if next(root.iter(f"{W}ins", f"{W}del", f"{W}moveFrom"), None) is not None:
                yield Finding(
                    place,
                    _("Die Vorlage enthält nachverfolgte Änderungen; sie gelten als angenommen."),
                    _("Nehmen Sie sie in Word an (Überprüfen, Annehmen) oder lehnen Sie sie ab."),
                    HINT,
                )


def _relationships(name: str, root: etree._Element) -> Iterator[Finding]:
    for element in root.iter(_RELATIONSHIP):
        kind = element.get("Type", "").rpartition("/")[2]
        target = element.get("Target", "")
        if kind in {"aFChunk", "oleObject", "package", "control", "vbaProject", "subDocument"}:
            yield Finding(name, _("Die Vorlage enthält eingebettete Objekte oder Makros."))
        elif kind == "attachedTemplate":
            yield Finding(
                _("Einstellungen der Datei"),
                _("Die Vorlage verweist auf etwas außerhalb: die Dokumentvorlage {target}").format(
                    target=target[:100]
                ),
                _("Lösen Sie die Verknüpfung in Word (Entwicklertools, Dokumentvorlage)."),
            )
        elif element.get("TargetMode", "").lower() == "external" or _OUTSIDE.match(target):
            if kind == "hyperlink" and _LINK.match(target):
                continue
            yield _outside(name, target)


def _elements(place: str, root: etree._Element) -> Iterator[Finding]:
    for element in root.iter(*_FORBIDDEN_ELEMENTS):
        tag = str(element.tag).rpartition("}")[2]
        yield Finding(
            place, _("Die Vorlage enthält ein unerlaubtes Element: {name}").format(name=tag)
        )
    for element in root.iter(f"{_VML}*"):
        for name, value in element.attrib.items():
            if not name.endswith(("src", "href")):
                continue
            picture = element.tag == f"{_VML}imagedata" and _LINK.match(value)
            if picture or (_OUTSIDE.match(value) and not _LINK.match(value)):
                yield _outside(place, value)


def _outside(place: str, target: str) -> Finding:
    return Finding(
        place,
        _("Die Vorlage verweist auf etwas außerhalb: {target}").format(target=target[:100]),
        _("Fügen Sie Bilder ein statt sie zu verknüpfen; entfernen Sie andere Verweise."),
    )


def _fields(place: str, root: etree._Element) -> Iterator[Finding]:
    for instruction in _instructions(root):
        words = instruction.split()
        if not words:
            continue
        name = words[0].upper()
        link = name == "HYPERLINK" and "\\l" not in words and len(words) > 1
        outside = link and not _LINK.match(words[1].strip('"„“”'))
        if outside or name not in _HARMLESS_FIELDS:
            yield Finding(
                place,
                _("Die Vorlage enthält ein unerlaubtes Feld: {name}").format(
                    name=instruction.strip()[:60]
                ),
                _field_hint(name, words),
            )


def _field_hint(name: str, words: list[str]) -> str:
    if name == "MERGEFIELD" and len(words) > 1:
        return _("Statt eines Seriendruckfelds schreiben Sie {{{{ {name} }}}}.").format(
            name=words[1].strip('"').lower()
        )
    return _("Löschen Sie es in Word (Alt+F9 zeigt die Felder).")


def _instructions(root: etree._Element) -> Iterator[str]:
    """The instruction of every field; nested fields each for themselves."""
    open_fields: list[str] = []
    for element in root.iter(f"{W}fldSimple", f"{W}fldChar", f"{W}instrText", f"{W}delInstrText"):
        if element.tag == f"{W}fldSimple":
            yield element.get(f"{W}instr", "")
        elif element.tag != f"{W}fldChar":
            if open_fields:
                open_fields[-1] += element.text or ""
            else:
                yield element.text or ""
        elif element.get(f"{W}fldCharType") == "begin":
            open_fields.append("")
        elif open_fields:
            yield open_fields.pop()
            if element.get(f"{W}fldCharType") == "separate":
                open_fields.append("")
    yield from open_fields
