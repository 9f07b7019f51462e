"""Forms for the tests: made with openpyxl, and taken apart again to compare their XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SHEET = "xl/worksheets/sheet1.xml"


def made(change: Callable[[Any], None]) -> bytes:
    """A workbook with a sheet ``Zahlen`` that ``change`` fills."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "Zahlen"
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_parts(data: bytes, changed: Mapping[str, bytes | None]) -> bytes:
    """The workbook with other parts, or without some."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**parts(data), **changed}.items():
            if content is not None:
                archive.writestr(name, content)
    return stream.getvalue()


def sheet_with(rows: str, after: str = "", before: str = "") -> bytes:
    """A workbook whose one sheet is written by hand."""
    space = M.strip("{}")
    xml = (
        f'<worksheet xmlns="{space}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    ).encode()
    return with_parts(made(lambda _book: None), {SHEET: xml})


def cells(data: bytes, part: str = SHEET) -> dict[str, bytes]:
    """The XML of each cell of a sheet, by its address."""
    root = etree.fromstring(parts(data)[part])
    return {
        cell.get("r", ""): etree.tostring(cell, method="c14n", with_tail=False)
        for cell in root.iter(f"{M}c")
    }


def frame(data: bytes, part: str = SHEET) -> bytes:
    """A sheet without its cells: widths, merged cells, protection, rules, page setup."""
    root = etree.fromstring(parts(data)[part])
    for cell in list(root.iter(f"{M}c")):
        cell.getparent().remove(cell)
    return bytes(etree.tostring(root, method="c14n"))
