"""A district's workbook as its parts: sheets, looks, texts. Nothing is loaded and saved again.

A library that reads a workbook and writes it anew loses what it does not know: charts, pictures,
conditional formats. So the parts stay as they are, and only the XML of single cells changes.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from caseconsole.documents.zipped import MOST_BYTES, OLE_MAGIC, parse_xml, read_parts
from caseconsole.errors import CaseconsoleError, ReportError
from caseconsole.i18n import _

if TYPE_CHECKING:
    from lxml import etree

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = "http://purl.oclc.org/ooxml/"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_CONTENT_TYPES = "[Content_Types].xml"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORKSHEET = "/worksheet"

_DAY_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
"""Numbers of the formats for days and times that every workbook has."""

_NO_DAY = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.|general', re.IGNORECASE)
_DAY = re.compile(r"[dy]", re.IGNORECASE)

_MADE = (1980, 1, 1, 0, 0, 0)
"""Time of every part of the archive: the same form and figures make the same file."""


@dataclass(frozen=True, slots=True)
class SheetRef:
    """A sheet with cells.

    Args:
        name: its name.
        part: the part with its XML.
        hidden: whether Excel hides it.
    """

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What matters of the look of a cell: whether its value is a day, and whether it is locked."""

    is_day: bool = False
    locked: bool = True


@dataclass(frozen=True)
class Book:
    """A workbook.

    Args:
        file: its name, for messages.
        parts: content of each part, in the order of the file.
        main: name of the part with the workbook.
    """

    file: str
    parts: Mapping[str, bytes]
    main: str
    _roots: dict[str, etree._Element] = field(default_factory=dict, repr=False)

    def xml(self, name: str) -> etree._Element:
        """The XML of a part; parsed once and not to be changed."""
        if name not in self._roots:
            self._roots[name] = self.fresh_xml(name)
        return self._roots[name]

    def fresh_xml(self, name: str) -> etree._Element:
        """The XML of a part, to be changed."""
        refuse = Refusal(self.file)
        if name not in self.parts:
            raise refuse(_("Ihr Teil {part} fehlt.").format(part=name), _again())
        return parse_xml(self.parts[name], name, refuse, _again())

    @cached_property
    def sheets(self) -> tuple[SheetRef, ...]:
        """The sheets with cells, in order; charts and macro sheets have none."""
        targets = self.targets(self.main)
        found = []
        for element in self.xml(self.main).iterfind(f"{M}sheets/{M}sheet"):
            part, kind = targets.get(element.get(f"{R}id", ""), ("", ""))
            if kind.endswith(_WORKSHEET) and part in self.parts:
                hidden = element.get("state", "visible") != "visible"
                found.append(SheetRef(element.get("name", ""), part, hidden))
        return tuple(found)

    def targets(self, part: str) -> dict[str, tuple[str, str]]:
        """Part and kind of each relationship of ``part``, by id."""
        folder, _slash, file = part.rpartition("/")
        rels = f"{folder}/_rels/{file}.rels".lstrip("/")
        if rels not in self.parts:
            return {}
        return {
            element.get("Id", ""): (
                posixpath.normpath(posixpath.join(f"/{folder}", element.get("Target", "")))[1:],
                element.get("Type", ""),
            )
            for element in self.xml(rels).iter(_RELATIONSHIP)
        }

    @property
    def fetches(self) -> bool:
        """Whether the workbook takes values from elsewhere: other files, or sources of data."""
        kinds = ("/externalLink", "/connections")
        return any(kind.endswith(kinds) for _part, kind in self.targets(self.main).values())

    @property
    def counts_by_hand(self) -> bool:
        """Whether its formulas are worked out only when F9 is pressed."""
        found = self.xml(self.main).find(f"{M}calcPr")
        return found is not None and found.get("calcMode") == "manual"

    @cached_property
    def counts_from_1904(self) -> bool:
        """Whether days are counted from 1904, as old versions of Excel for the Mac did."""
        found = self.xml(self.main).find(f"{M}workbookPr")
        return found is not None and is_true(found.get("date1904"))

    @cached_property
    def names(self) -> dict[str, str]:
        """What the names of the workbook stand for, in small letters."""
        found = self.xml(self.main).iterfind(f"{M}definedNames/{M}definedName")
        return {element.get("name", "").casefold(): element.text or "" for element in found}

    @cached_property
    def looks(self) -> tuple[Look, ...]:
        """The looks of cells by their number."""
        part = self._part_of("/styles")
        if part is None:
            return ()
        root = self.xml(part)
        codes = {
            element.get("numFmtId", ""): element.get("formatCode", "")
            for element in root.iterfind(f"{M}numFmts/{M}numFmt")
        }
        styles = root.findall(f"{M}cellStyleXfs/{M}xf")
        return tuple(
            _look(element, styles, codes) for element in root.iterfind(f"{M}cellXfs/{M}xf")
        )

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The texts that cells share."""
        part = self._part_of("/sharedStrings")
        return () if part is None else tuple(map(text_of, self.xml(part).iterfind(f"{M}si")))

    def _part_of(self, kind: str) -> str | None:
        found = self.targets(self.main).values()
        return next(
            (part for part, type_ in found if type_.endswith(kind) and part in self.parts), None
        )


class Refusal:
    """Makes the error of a form that cannot be used.

    Args:
        file: name of the form.
    """

    def __init__(self, file: str) -> None:
        self._file = file

    def __call__(self, reason: str, hint: str) -> CaseconsoleError:
        """The error for a reason and a hint."""
        words = _("Die Datei {file} ist als Formular nicht verwendbar.").format(file=self._file)
        return ReportError(f"{words} {reason}", hint)


def read_book(path: Path) -> Book:
    """Open the workbook ``path``.

    Raises:
        ReportError: it cannot be read, or it is no workbook that may be filled.
    """
    refuse = Refusal(path.name)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise refuse(_("Sie ist größer als 20 MB."), "")
        data = path.read_bytes()
    except FileNotFoundError:
        raise ReportError(
            _("Das Formular {file} gibt es nicht.").format(file=path),
            _("Bitte prüfen Sie in der Zuordnung die Zeile „form = …“."),
        ) from None
    except OSError:
        raise ReportError(
            _("Das Formular {file} lässt sich nicht lesen.").format(file=path),
            _("Bitte prüfen Sie, ob es gesperrt ist oder Ihnen die Rechte fehlen."),
        ) from None
    return open_book(data, path.name)


def open_book(data: bytes, file: str) -> Book:
    """The workbook ``data``, after the gate.

    Raises:
        ReportError: it is no workbook, too large, encrypted, with macros, or built to do harm.
    """
    refuse = Refusal(file)
    none = _("Sie ist keine Excel-Mappe (.xlsx) oder beschädigt.")
    if data.startswith(OLE_MAGIC):
        if _ENCRYPTED in data:
            raise refuse(
                _("Sie ist mit einem Kennwort verschlüsselt."),
                _("Bitte speichern Sie sie in Excel ohne Kennwort zum Öffnen."),
            )
        raise refuse(_("Sie ist im alten Format .xls gespeichert."), _again())
    parts = read_parts(data, refuse, (none, _again()))
    if parts.get("mimetype", b"").startswith(b"application/vnd.oasis"):
        raise refuse(_("Sie ist eine Tabelle von LibreOffice (.ods)."), _again())
    book = Book(file, parts, _main(parts, refuse))
    tag = str(book.xml(book.main).tag)
    if tag.startswith(f"{{{_STRICT}"):
        raise refuse(
            _("Sie ist im Format „Strict Open XML“ gespeichert."),
            _("Bitte speichern Sie sie in Excel als „Excel-Arbeitsmappe (*.xlsx)“."),
        )
    if tag != f"{M}workbook" or not book.sheets:
        raise refuse(none, _again())
    return book


def pack(parts: Mapping[str, bytes]) -> bytes:
    """The archive of ``parts``, in their order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _MADE), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def serialised(root: etree._Element) -> bytes:
    """A changed part as it is written."""
    from lxml import etree

    tree = root.getroottree()
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


def text_of(element: etree._Element) -> str:
    """The text of a shared or inline string: all its runs, without the reading of East Asia."""
    return "".join(
        part.text or ""
        for part in element.iter(f"{M}t")
        if part.getparent() is None or part.getparent().tag != f"{M}rPh"
    )


def is_true(value: str | None) -> bool:
    """What XML says for yes."""
    return value in {"1", "true", "on"}


def put_in_order(root: etree._Element, element: etree._Element, order: tuple[str, ...]) -> None:
    """Insert ``element`` where the schema wants it.

    Args:
        root: what it becomes a child of.
        element: the new child.
        order: names of the children that may stand after it.
    """
    for child in root:
        if isinstance(child.tag, str) and child.tag.rpartition("}")[2] in order:
            child.addprevious(element)
            return
    root.append(element)


def _main(parts: Mapping[str, bytes], refuse: Refusal) -> str:
    none = _("Sie ist keine Excel-Mappe (.xlsx) oder beschädigt.")
    if _CONTENT_TYPES not in parts:
        raise refuse(none, _again())
    root = parse_xml(parts[_CONTENT_TYPES], _CONTENT_TYPES, refuse, _again())
    declared = [(e.get("PartName", ""), e.get("ContentType", "")) for e in root.iter(f"{_TYPES}*")]
    if any("macroEnabled" in type_ or "vbaProject" in type_ for _name, type_ in declared) or any(
        "vbaproject" in name.lower() for name in parts
    ):
        raise refuse(
            _("Sie enthält Makros."),
            _("Bitte speichern Sie sie in Excel als „Excel-Arbeitsmappe (*.xlsx)“ ohne Makros."),
        )
    if any(type_.endswith("spreadsheetml.template.main+xml") for _name, type_ in declared):
        raise refuse(_("Sie ist eine Mustervorlage (.xltx)."), _again())
    names = {name.lower(): name for name in parts}
    for name, type_ in declared:
        if type_ == _MAIN_TYPE and name.lstrip("/").lower() in names:
            return names[name.lstrip("/").lower()]
    raise refuse(none, _again())


def _look(element: etree._Element, styles: list[etree._Element], codes: Mapping[str, str]) -> Look:
    number = element.get("numFmtId", "0")
    code = _NO_DAY.sub("", codes.get(number, ""))
    is_day = (
        bool(_DAY.search(code))
        if number in codes
        else (number.isdecimal() and int(number) in _DAY_FORMATS)
    )
    above = element.get("xfId", "")
    protection = element.find(f"{M}protection")
    if protection is None and above.isdecimal() and int(above) < len(styles):
        protection = styles[int(above)].find(f"{M}protection")
    locked = protection is None or is_true(protection.get("locked", "1"))
    return Look(is_day, locked)


def _again() -> str:
    return _("Bitte öffnen Sie sie in Excel und speichern Sie sie als .xlsx.")
