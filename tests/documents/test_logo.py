"""The arms or logo of the settings in the letter head."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Cm
from lxml import etree

from caseconsole import config, paths
from caseconsole.documents.kinds import KINDS
from caseconsole.documents.logo import MOST_BYTES, NAME
from caseconsole.documents.render import load_template
from caseconsole.documents.specimen import invented
from caseconsole.errors import DocumentError
from caseconsole.settings import Letterhead, Settings
from tests.documents.word_files import save

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
CM = 360_000

JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////"
    "////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA="
)
"""A grey point; ended by the mark that every JPEG ends with."""


def _png(wide: int, high: int) -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    rows = (b"\0" + b"\x24\x47\x6b" * wide) * high
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def _jpeg() -> bytes:
    return JPEG if JPEG.endswith(b"\xff\xd9") else JPEG + b"\xff\xd9"


def _use(logo: Path | str) -> None:
    config.use(Settings(letterhead=Letterhead(logo=str(logo))))


def _filled(name: str, template: Path | None = None) -> bytes:
    kind = KINDS[name]
    path = template or paths.template_path(f"{name}.docx")
    return load_template(path, kind.placeholders).fill(invented(kind.placeholders))


def _pictures(content: bytes) -> list[tuple[bytes, int, int]]:
    """Content, width and height of every picture in the letter head, by its relationship."""
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.namelist():
            if not part.startswith("word/header"):
                continue
            root = etree.fromstring(archive.read(part))
            for inline in root.iter(f"{WP}inline"):
                extents = {
                    (int(e.get("cx", "0")), int(e.get("cy", "0")))
                    for e in (*inline.iter(f"{WP}extent"), *inline.iter(f"{A}ext"))
                }
                ((width, height),) = extents
                (blip,) = inline.iter(f"{A}blip")
                rels = etree.fromstring(
                    archive.read(f"word/_rels/{part.removeprefix('word/')}.rels")
                )
                (target,) = [
                    str(rel.get("Target"))
                    for rel in rels.iter(RELATIONSHIP)
                    if rel.get("Id") == blip.get(EMBED)
                ]
                name = target.lstrip("/") if target.startswith("/") else f"word/{target}"
                found.append((archive.read(name), width, height))
    return found


@pytest.mark.parametrize("name", KINDS)
def test_without_a_logo_no_document_has_a_picture(name: str) -> None:
    assert _pictures(_filled(name)) == []


@pytest.mark.parametrize("name", KINDS)
def test_every_document_has_the_logo(name: str, tmp_path: Path) -> None:
    picture = _png(30, 10)
    _use(save(tmp_path, "wappen.png", picture))
    ((content, width, height),) = _pictures(_filled(name))
    assert content == picture
    assert width == pytest.approx(3 * height, abs=5)


@pytest.mark.parametrize(
    ("wide", "high", "width", "height"),
    [(300, 100, 6.0, 2.0), (100, 100, 2.2, 2.2), (10, 100, 0.22, 2.2), (2000, 10, 6.0, 0.03)],
)
def test_the_logo_keeps_its_shape_within_its_room(
    wide: int, high: int, width: float, height: float, tmp_path: Path
) -> None:
    _use(save(tmp_path, "wappen.png", _png(wide, high)))
    ((_content, printed_width, printed_height),) = _pictures(_filled("integrationsplan"))
    assert printed_width == pytest.approx(width * CM, abs=2)
    assert printed_height == pytest.approx(height * CM, abs=2)


def test_a_jpeg_is_declared_as_one(tmp_path: Path) -> None:
    _use(save(tmp_path, "Wappen der Stadt.JPG", _jpeg()))
    content = _filled("integrationsplan")
    ((picture, _width, _height),) = _pictures(content)
    assert picture == _jpeg()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        types = etree.fromstring(archive.read("[Content_Types].xml"))
    assert {e.get("ContentType") for e in types if e.get("Extension") == "jpeg"} == {"image/jpeg"}
    Document(io.BytesIO(content))


def test_the_logo_lies_beside_the_settings_where_only_its_name_is_given(tmp_path: Path) -> None:
    save(tmp_path, "wappen.png", _png(2, 2))
    settings = Settings(letterhead=Letterhead(logo="wappen.png"))
    config.use(replace(settings, file=tmp_path / "config.toml"))
    assert len(_pictures(_filled("integrationsplan"))) == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"GIF89a" + b"\0" * 60, "weder ein PNG noch ein JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "weder ein PNG noch ein JPEG"),
        (b"", "weder ein PNG noch ein JPEG"),
        (b"\x89PNG\r\n\x1a\n", "beschädigt oder unvollständig"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "beschädigt oder unvollständig"),
        (_png(20, 20)[:-30], "beschädigt oder unvollständig"),
        (_png(0, 5), "beschädigt oder unvollständig"),
        (_png(2, 2) + b"\0" * MOST_BYTES, "größer als 2 MB"),
    ],
)
def test_what_is_no_picture_is_refused(content: bytes, reason: str, tmp_path: Path) -> None:
    _use(save(tmp_path, "wappen.png", content))
    with pytest.raises(DocumentError, match=reason) as caught:
        _filled("integrationsplan")
    assert "wappen.png" in caught.value.message
    assert "letterhead.logo" in caught.value.hint


@pytest.mark.parametrize("name", ["fehlt.png", ".", "a\0b.png"])
def test_a_missing_picture_is_refused(name: str, tmp_path: Path) -> None:
    _use(f"{tmp_path}/{name}")
    with pytest.raises(DocumentError, match=r"mit dem Logo kann nicht verwendet werden"):
        _filled("integrationsplan")


def test_a_template_of_ones_own_says_how_large_and_where(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("{{ name }}")
    line = document.sections[0].header.paragraphs[0]
    line.add_run("Rathaus ")
    own = line.add_run().add_picture(io.BytesIO(_png(5, 5)), Cm(1), Cm(1))
    kept = line.add_run().add_picture(io.BytesIO(_png(5, 5)), Cm(1), Cm(1))
    own._inline.docPr.set("name", NAME)
    assert kept is not own
    template = tmp_path / "eigene.docx"
    document.save(str(template))
    logo = _png(40, 20)
    _use(save(tmp_path, "wappen.png", logo))
    first, second = _pictures(_filled("integrationsplan", template))
    assert first == (logo, CM, CM // 2)
    assert second == (_png(5, 5), CM, CM)
    config.use(Settings())
    assert _pictures(_filled("integrationsplan", template)) == [second]
