"""A Word file as its parts: opened through a gate that refuses what no template may be (D7, D8).

Nothing but this module opens a template, so every part that anything later parses has passed the
limits of size, names and XML.
"""

from __future__ import annotations

import hashlib
import posixpath
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from caseconsole.documents.zipped import MOST_BYTES, OLE_MAGIC, parse_xml, read_parts
from caseconsole.errors import DocumentError
from caseconsole.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from lxml import etree

CONTENT_TYPES = "[Content_Types].xml"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MAIN_TYPE = f"{_WORD}document.main+xml"
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_ROOTS = {
    "styles+xml": "styles", "settings+xml": "settings", "numbering+xml": "numbering",
    "header+xml": "hdr", "footer+xml": "ftr", "footnotes+xml": "footnotes",
    "endnotes+xml": "endnotes", "fontTable+xml": "fonts", "webSettings+xml": "webSettings",
}  # fmt: skip
"""What the root of a part is called, by its type."""

_NEEDS_NO_PART = (
    "/hyperlink", "/attachedTemplate", "/aFChunk", "/oleObject", "/package", "/control",
    "/vbaProject", "/subDocument",
)  # fmt: skip
"""Links, and what the gate refuses in words of its own."""

_WORD_SPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_FILLED = {
    MAIN_TYPE: "",
    f"{_WORD}header+xml": "header",
    f"{_WORD}footer+xml": "footer",
    f"{_WORD}footnotes+xml": "footnotes",
    f"{_WORD}endnotes+xml": "endnotes",
}


@dataclass(frozen=True)
class Package:
    """The parts of a Word file by name, in the order of the file.

    Args:
        parts: content of each part.
        types: content type of each part that has one of its own.
        sha256: what tells this file from every other one.
    """

    parts: Mapping[str, bytes]
    types: Mapping[str, str]
    sha256: str

    @property
    def main(self) -> str:
        """Name of the part with the body."""
        return next(name for name, type_ in self.types.items() if type_ == MAIN_TYPE)

    @property
    def filled(self) -> tuple[str, ...]:
        """Names of the parts that are filled: body first, then headers, footers and notes."""
        kinds = list(_FILLED)
        found = [name for name, type_ in self.types.items() if type_ in _FILLED]
        return tuple(sorted(found, key=lambda name: (kinds.index(self.types[name]), name)))

    def place(self, name: str) -> str:
        """What a part is called in words; empty for the body and its notes."""
        kind = _FILLED.get(self.types.get(name, ""))
        if kind not in {"header", "footer"}:
            return name if kind is None else ""
        place = _("Kopfzeile") if kind == "header" else _("Fußzeile")
        page = self._pages.get(name, "")
        if page == "first":
            return _("{place} der ersten Seite").format(place=place)
        if page == "even":
            return _("{place} der geraden Seiten").format(place=place)
        return place

    @cached_property
    def _pages(self) -> dict[str, str]:
        """On which pages each header and footer stands: ``default``, ``first`` or ``even``."""
        folder, _slash, file = self.main.rpartition("/")
        rels = self.parts.get(f"{folder}/_rels/{file}.rels")
        if rels is None:
            return {}
        targets = {
            element.get("Id", ""): posixpath.normpath(
                posixpath.join(f"/{folder}", element.get("Target", ""))
            ).lstrip("/")
            for element in parse_part(rels, "rels")
            if isinstance(element.tag, str)
        }
        body = parse_part(self.parts[self.main], self.main)
        return {
            targets.get(element.get(_RELATION_ID, ""), ""): element.get(f"{_WORD_SPACE}type", "")
            for element in body.iter(
                f"{_WORD_SPACE}headerReference", f"{_WORD_SPACE}footerReference"
            )
        }


def read_package(path: Path) -> Package:
    """Open the Word file ``path``.

    Raises:
        DocumentError: it cannot be read, or it is no Word file that may be used.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _refused(_("Sie ist größer als 20 MB."))
        data = path.read_bytes()
    except FileNotFoundError:
        raise DocumentError(
            _("Die Datei {file} gibt es nicht.").format(file=path),
            _("Bitte prüfen Sie Namen und Ordner."),
        ) from None
    except OSError:
        raise DocumentError(
            _("Die Datei {file} lässt sich nicht lesen.").format(file=path),
            _("Bitte prüfen Sie, ob sie gesperrt ist oder Ihnen die Rechte fehlen."),
        ) from None
    return open_package(data)


def open_package(data: bytes) -> Package:
    """The parts of the Word file ``data``, after the gate.

    Raises:
        DocumentError: it is no Word file, too large, encrypted, or built to do harm.
    """
    if not data:
        raise _refused(_("Sie ist keine Word-Datei (.docx), sondern leer."))
    if data.startswith(b"{\\rtf"):
        raise _refused(
            _("Sie ist keine Word-Datei (.docx), sondern eine RTF-Datei mit anderem Namen."),
            _again(),
        )
    if data.startswith(OLE_MAGIC):
        raise _refused(
            _("Sie ist mit einem Kennwort geschützt oder im alten Format .doc gespeichert."),
            _("Bitte speichern Sie sie in Word ohne Kennwort als .docx."),
        )
    parts = read_parts(
        data, _refused, (_("Sie ist keine Word-Datei (.docx) oder beschädigt."), _again())
    )
    if parts.get("mimetype", b"").startswith(b"application/vnd.oasis"):
        raise _refused(
            _("Sie ist keine Word-Datei (.docx), sondern ein Dokument von LibreOffice (.odt)."),
            _again(),
        )
    tags = {
        name: str(parse_part(content, name).tag)
        for name, content in parts.items()
        if name.lower().endswith((".xml", ".rels"))
    }
    types = _content_types(parts)
    _check_build(parts, types, tags)
    return Package(parts, types, hashlib.sha256(data).hexdigest())


def parse_part(content: bytes, name: str) -> etree._Element:
    """The XML of a part, without entities and without anything fetched from elsewhere.

    Raises:
        DocumentError: it is not well formed or carries a document type.
    """
    hint = _("Bitte öffnen Sie sie in Word und speichern Sie sie neu.")
    return parse_xml(content, name, _refused, hint)


def _content_types(parts: Mapping[str, bytes]) -> dict[str, str]:
    if CONTENT_TYPES not in parts:
        raise _refused(_("Sie ist keine Word-Datei (.docx)."), _again())
    root = parse_part(parts[CONTENT_TYPES], CONTENT_TYPES)
    declared = [e.get("ContentType", "") for e in root if isinstance(e.tag, str)]
    if any("macroEnabled" in type_ or "vbaProject" in type_ for type_ in declared):
        raise _refused(
            _("Sie enthält Makros."), _("Bitte speichern Sie sie in Word als .docx ohne Makros.")
        )
    known = _types_of(parts, root)
    mains = [name for name, type_ in known.items() if type_ == MAIN_TYPE]
    if len(mains) != 1:
        raise _refused(
            _("Sie ist kein Word-Dokument, sondern etwas anderes, etwa eine Dokumentvorlage."),
            _("Bitte speichern Sie sie in Word als „Word-Dokument (*.docx)“."),
        )
    tag = parse_part(parts[mains[0]], mains[0]).tag
    if tag == f"{_STRICT}document":
        raise _refused(
            _("Sie ist im Format „Strict Open XML“ gespeichert."),
            _("Bitte speichern Sie sie in Word als „Word-Dokument (*.docx)“."),
        )
    if tag != f"{_WORD_SPACE}document":
        raise _refused(_("Ihr Teil {part} ist kein Text von Word.").format(part=mains[0]), _again())
    return known


def _check_build(
    parts: Mapping[str, bytes], types: Mapping[str, str], tags: Mapping[str, str]
) -> None:
    """Refuse a file whose parts do not belong together: no program would open what it makes."""
    for name, tag in tags.items():
        kind = types.get(name, "").removeprefix(_WORD)
        if name.endswith(".rels"):
            wanted = f"{_RELATIONSHIPS}Relationships"
        elif kind in _ROOTS:
            wanted = f"{_WORD_SPACE}{_ROOTS[kind]}"
        else:
            continue
        if tag != wanted:
            raise _refused(_("Ihr Teil {part} ist beschädigt.").format(part=name), _again())
    if "_rels/.rels" not in parts:
        raise _refused(_("Ihr Teil {part} fehlt.").format(part="_rels/.rels"), _again())
    names = {name.lower() for name in parts}
    for source in (name for name in parts if name.endswith(".rels")):
        folder = posixpath.dirname(posixpath.dirname(source))
        for element in parse_part(parts[source], source).iter(f"{_RELATIONSHIPS}Relationship"):
            target = element.get("Target", "").partition("#")[0]
            inside = element.get("TargetMode", "").lower() != "external" and ":" not in target
            path = posixpath.normpath(posixpath.join(f"/{folder}", target)).lstrip("/")
            needed = not element.get("Type", "").endswith(_NEEDS_NO_PART)
            if inside and needed and not target.startswith("\\") and path.lower() not in names:
                raise _refused(_("Ihr Teil {part} fehlt.").format(part=path or source), _again())
    mains = {
        posixpath.normpath(element.get("Target", "").lstrip("/")).lower()
        for element in parse_part(parts["_rels/.rels"], "_rels/.rels")
        if str(element.get("Type", "")).endswith("/officeDocument")
    }
    main = next(name for name, type_ in types.items() if type_ == MAIN_TYPE)
    if mains != {main.lower()}:
        raise _refused(_("Ihr Teil {part} ist beschädigt.").format(part="_rels/.rels"), _again())


def _types_of(parts: Mapping[str, bytes], root: etree._Element) -> dict[str, str]:
    """The content type of each part, named or by its ending; names do not differ by case."""
    names = {name.lower(): name for name in parts}
    endings = {
        element.get("Extension", "").lower(): element.get("ContentType", "")
        for element in root.iter(f"{_TYPES}Default")
    }
    types = {name: endings.get(name.rpartition(".")[2].lower(), "") for name in parts}
    for element in root.iter(f"{_TYPES}Override"):
        name = names.get(element.get("PartName", "").lstrip("/").lower())
        if name is not None:
            types[name] = element.get("ContentType", "")
    types.pop(CONTENT_TYPES, None)
    return {name: type_ for name, type_ in types.items() if type_}


def _again() -> str:
    return _("Bitte öffnen Sie sie in Word und speichern Sie sie als .docx.")


def _refused(reason: str, hint: str = "") -> DocumentError:
    return DocumentError(_("Die Datei ist als Vorlage nicht erlaubt.") + " " + reason, hint)
