"""The arms or logo of the town hall in the letter head.

A template holds a picture called ``caseconsole-logo`` where it belongs. The file that the settings
name takes its place and fills its size as far as its own shape allows; without one the picture is
taken out.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from caseconsole import config
from caseconsole.documents.package import CONTENT_TYPES, parse_part
from caseconsole.errors import DocumentError
from caseconsole.i18n import _

if TYPE_CHECKING:
    from lxml import etree

NAME = "caseconsole-logo"
"""What the picture is called in a template; users' own templates may hold one, too."""

MOST_BYTES = 2 * 1024 * 1024
"""Size of a picture file; a larger one would stand in every document."""

_EMU_PER_CM = 360_000
_BOX = (6 * _EMU_PER_CM, round(2.2 * _EMU_PER_CM))
"""Room for the picture where that of the template is too small to mean anything."""

_LEAST = _EMU_PER_CM // 2
_ID = "rIdCaseconsoleLogo"
_KINDS = {"image/png": ("png", b"IEND"), "image/jpeg": ("jpeg", b"\xff\xd9")}
"""Ending of the part, and what the last bytes of a whole file hold, by content type."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


class Logo(NamedTuple):
    """A picture.

    Args:
        content: the file.
        content_type: ``image/png`` or ``image/jpeg``.
        wide: pixels.
        high: pixels.
    """

    content: bytes
    content_type: str
    wide: int
    high: int

    def within(self, width: int, height: int) -> tuple[int, int]:
        """Its size in the room of ``width`` and ``height``; its shape is kept."""
        scale = min(width / self.wide, height / self.high)
        return max(round(self.wide * scale), 1), max(round(self.high * scale), 1)


def place_logo(parts: dict[str, bytes]) -> None:
    """Exchange the picture in ``parts`` for that of the settings, or take it out.

    Args:
        parts: the parts of a Word file by name; changed in place.

    Raises:
        DocumentError: the file that the settings name is missing, too large or no picture.
    """
    holding = [name for name, content in parts.items() if _holds_picture(name, content)]
    if not holding:
        return
    path = config.active().letterhead.logo
    logo = read_logo(path) if path else None
    for name in holding:
        root = parse_part(parts[name], name)
        pictures = [
            drawing
            for drawing in root.iter(f"{_W}drawing")
            if any(p.get("name") == NAME for p in drawing.iter(f"{_WP}docPr"))
        ]
        for drawing in pictures:
            if logo is None:
                _take_out(drawing)
            else:
                _exchange(drawing, logo)
        parts[name] = _written(root)
        if logo is not None and pictures:
            _relate(parts, name, _KINDS[logo.content_type][0])
    if logo is not None:
        ending = _KINDS[logo.content_type][0]
        parts[f"word/media/{NAME}.{ending}"] = logo.content
        _declare(parts, ending, logo.content_type)


def read_logo(name: str) -> Logo:
    """The picture file ``name``; a name without folder is looked for beside the settings.

    Raises:
        DocumentError: it is missing, too large, or neither PNG nor JPEG.
    """
    from docx.image.exceptions import (
        InvalidImageStreamError,
        UnexpectedEndOfFileError,
        UnrecognizedImageError,
    )
    from docx.image.image import Image

    content = _read(name)
    try:
        image = Image.from_blob(content)
        kind, wide, high = image.content_type, int(image.px_width), int(image.px_height)
    except UnrecognizedImageError:
        raise _refused(name, _("Sie ist weder ein PNG noch ein JPEG.")) from None
    except (InvalidImageStreamError, UnexpectedEndOfFileError, struct.error, ValueError, KeyError,
            IndexError, TypeError, ArithmeticError):  # fmt: skip
        raise _refused(name, _("Sie ist beschädigt oder unvollständig.")) from None
    if kind not in _KINDS:
        raise _refused(name, _("Sie ist weder ein PNG noch ein JPEG."))
    if wide < 1 or high < 1 or _KINDS[kind][1] not in content[-1024:]:
        raise _refused(name, _("Sie ist beschädigt oder unvollständig."))
    return Logo(content, kind, wide, high)


def _read(name: str) -> bytes:
    settings = config.active()
    path = Path(name).expanduser()
    if not path.is_absolute() and settings.file is not None:
        path = settings.file.parent / path
    try:
        if not path.is_file():
            raise _refused(name, _("Es gibt sie nicht."))
        if path.stat().st_size > MOST_BYTES:
            raise _refused(name, _("Sie ist größer als 2 MB."))
        return path.read_bytes()
    except (OSError, ValueError):
        raise _refused(name, _("Sie lässt sich nicht lesen.")) from None


def _refused(name: str, reason: str) -> DocumentError:
    return DocumentError(
        _("Die Bilddatei {file} mit dem Logo kann nicht verwendet werden.").format(file=name)
        + " "
        + reason,
        _(
            "Bitte nennen Sie in den Einstellungen unter „letterhead.logo“ ein Bild als PNG oder "
            "JPEG bis 2 MB, oder lassen Sie die Angabe leer."
        ),
    )


def _holds_picture(name: str, content: bytes) -> bool:
    return name.startswith("word/") and name.endswith(".xml") and NAME.encode() in content


def _take_out(drawing: etree._Element) -> None:
    """Without the picture, and without its paragraph where nothing else stands in it."""
    run = drawing.getparent()
    paragraph = next(drawing.iterancestors(f"{_W}p"), None)
    if run is None or paragraph is None:
        return
    run.remove(drawing)
    owner = paragraph.getparent()
    words = "".join(text.text or "" for text in paragraph.iter(f"{_W}t"))
    empty = not words and next(paragraph.iter(f"{_W}drawing", f"{_W}sectPr"), None) is None
    after = paragraph.getnext()
    if empty and owner is not None and after is not None and after.tag == f"{_W}p":
        owner.remove(paragraph)


def _exchange(drawing: etree._Element, logo: Logo) -> None:
    extents = [
        extent
        for extent in drawing.iter(f"{_WP}extent", f"{_A}ext")
        if {extent.get("cx", "").isdecimal(), extent.get("cy", "").isdecimal()} == {True}
    ]
    box = [(int(extent.get("cx", "")), int(extent.get("cy", ""))) for extent in extents]
    room = box[0] if box and min(box[0]) >= _LEAST else _BOX
    width, height = logo.within(*room)
    for extent in extents:
        extent.set("cx", str(width))
        extent.set("cy", str(height))
    for blip in drawing.iter(f"{_A}blip"):
        blip.set(f"{{{_OFFICE}}}embed", _ID)


def _relate(parts: dict[str, bytes], name: str, ending: str) -> None:
    """The relationship of the part ``name`` to the picture, beside those that it has."""
    folder, _slash, file = name.rpartition("/")
    rels = f"{folder}/_rels/{file}.rels"
    root = parse_part(parts.get(rels, f'<Relationships xmlns="{_RELS}"/>'.encode()), rels)
    attributes = {"Id": _ID, "Type": f"{_OFFICE}/image", "Target": f"/word/media/{NAME}.{ending}"}
    root.append(root.makeelement(f"{{{_RELS}}}Relationship", attributes))
    parts[rels] = _written(root)


def _declare(parts: dict[str, bytes], ending: str, content_type: str) -> None:
    root = parse_part(parts[CONTENT_TYPES], CONTENT_TYPES)
    known = {element.get("Extension", "").lower() for element in root}
    if ending not in known:
        attributes = {"Extension": ending, "ContentType": content_type}
        root.insert(0, root.makeelement(f"{{{_TYPES}}}Default", attributes))
        parts[CONTENT_TYPES] = _written(root)


def _written(root: etree._Element) -> bytes:
    from lxml import etree

    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written
