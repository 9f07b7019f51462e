"""Small Word files for tests: templates of a few paragraphs, and any package with odd parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from docx import Document

from caseconsole.documents.package import Package, open_package


def word_file(
    paragraphs: Sequence[str] = (),
    *,
    rows: Sequence[Sequence[str]] = (),
    header: str = "",
    footer: str = "",
) -> bytes:
    """A Word file with these paragraphs, then a table, with header and footer."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for number, cells in enumerate(rows):
            for cell, text in zip(table.rows[number].cells, cells, strict=True):
                cell.text = text
    document.sections[0].header.paragraphs[0].text = header
    document.sections[0].footer.paragraphs[0].text = footer
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def package(*paragraphs: str, **parts: str) -> Package:
    """An opened Word file with these paragraphs, and ``header`` or ``footer``."""
    return open_package(word_file(paragraphs, **parts))


def changed(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The Word file ``data`` with parts replaced or added."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return stream.getvalue()


def body(xml: str) -> bytes:
    """The main part of a Word file around ``xml``."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:o="urn:schemas-microsoft-com:office:office">'
        f"<w:body>{xml}<w:sectPr/></w:body></w:document>"
    ).encode()


def save(folder: Path, name: str, data: bytes) -> Path:
    """``data`` as a file."""
    file = folder / name
    file.write_bytes(data)
    return file
