"""Takes from a template what would tell about its author, and puts neutral properties in (D14)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from caseconsole import clock
from caseconsole.documents.package import CONTENT_TYPES, Package, parse_part

if TYPE_CHECKING:
    from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_CORE = "docProps/core.xml"
_APP = "docProps/app.xml"
_DROPPED = re.compile(r"^(?:docProps/|customXml/|word/people\.xml$|word/comments\w*\.xml$)")
_DROPPED_KINDS = (
    "/core-properties", "/extended-properties", "/custom-properties", "/thumbnail", "/customXml",
    "/people", "/comments", "/commentsExtended", "/commentsIds", "/commentsExtensible",
)  # fmt: skip
_COMMENT_PARTS = re.compile(r"^word/(?:people|comments\w*)\.xml$")
_COMMENT_KINDS = tuple(kind for kind in _DROPPED_KINDS if "omments" in kind or kind == "/people")
_SETTINGS = (
    "rsids",
    "attachedTemplate",
    "docVars",
    "mailMerge",
    "writeProtection",
    "saveThroughXslt",
)
_COMMENT_MARKS = ("commentRangeStart", "commentRangeEnd", "commentReference")


def clean_parts(package: Package, author: str, title: str) -> dict[str, bytes]:
    """The parts of a document made from ``package``: without traces, with neutral properties.

    Args:
        package: the template.
        author: what stands as author, such as the municipality; may be empty.
        title: what stands as title; may be empty.
    """
    from lxml import etree

    parts = {}
    for name, content in package.parts.items():
        if _DROPPED.match(name):
            continue
        if not name.endswith((".xml", ".rels")):
            parts[name] = content
            continue
        root = parse_part(content, name)
        if name == CONTENT_TYPES:
            _clean_types(root)
        elif name.endswith(".rels"):
            _clean_relationships(root, package_level=name == "_rels/.rels")
        elif name.startswith("word/"):
            _clean_word(root)
        parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    parts[_CORE] = _core(author, title)
    parts[_APP] = _app()
    return parts


def without_traces(package: Package) -> tuple[dict[str, bytes], bool]:
    """The parts of a template without comments and Word's marks; whether there were any."""
    from lxml import etree

    parts: dict[str, bytes] = {}
    traces = False
    for name, content in package.parts.items():
        if _COMMENT_PARTS.match(name):
            traces = True
            continue
        if not name.endswith((".xml", ".rels")):
            parts[name] = content
            continue
        root = parse_part(content, name)
        before = etree.tostring(root)
        if name == CONTENT_TYPES:
            _drop(root, "PartName", lambda part: bool(_COMMENT_PARTS.match(part.lstrip("/"))))
        elif name.endswith(".rels"):
            _drop(root, "Type", lambda kind: kind.endswith((*_COMMENT_KINDS, "/attachedTemplate")))
        elif name.startswith("word/"):
            _clean_word(root)
        traces = traces or etree.tostring(root) != before
        parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return parts, traces


def _drop(root: etree._Element, attribute: str, unwanted: Callable[[str], bool]) -> None:
    for element in list(root):
        if unwanted(element.get(attribute, "")):
            root.remove(element)


def _clean_types(root: etree._Element) -> None:
    for element in list(root):
        if _DROPPED.match(element.get("PartName", "").lstrip("/")):
            root.remove(element)
    for part, kind in (
        (_CORE, "application/vnd.openxmlformats-package.core-properties+xml"),
        (_APP, "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
    ):
        attributes = {"PartName": f"/{part}", "ContentType": kind}
        root.append(root.makeelement(f"{{{_TYPES}}}Override", attributes))


def _clean_relationships(root: etree._Element, *, package_level: bool) -> None:
    for element in list(root):
        if element.get("Type", "").endswith(_DROPPED_KINDS):
            root.remove(element)
    if not package_level:
        return
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    for number, (kind, target) in enumerate(
        ((f"{_RELS}/metadata/core-properties", _CORE), (f"{office}/extended-properties", _APP)),
        start=1,
    ):
        attributes = {"Id": f"rIdCaseconsole{number}", "Type": kind, "Target": target}
        root.append(root.makeelement(f"{{{_RELS}}}Relationship", attributes))


def _clean_word(root: etree._Element) -> None:
    """Without revision marks of Word's sessions, comments, and what settings tell."""
    for mark in root.xpath("//@*[starts-with(local-name(), 'rsid')]"):
        del mark.getparent().attrib[mark.attrname]
    for element in root.xpath("//*[local-name() = 'dataBinding']"):
        # It ties a content control to the properties, which would be printed in its place.
        element.getparent().remove(element)
    for name in (*_SETTINGS, *_COMMENT_MARKS):
        for element in list(root.iter(f"{_W}{name}")):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)


def _core(author: str, title: str) -> bytes:
    from xml.sax.saxutils import escape

    day = f"{clock.today().isoformat()}T00:00:00Z"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>"
        "<dc:language>de-DE</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{day}</dcterms:modified>'
        "</cp:coreProperties>"
    ).encode()


def _app() -> bytes:
    return (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'extended-properties"><Application>Microsoft Office Word</Application></Properties>'
    )
