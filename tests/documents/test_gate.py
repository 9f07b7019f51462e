"""What no template may be: each is refused in German, with the reason, before it is parsed."""

from __future__ import annotations

import io
import warnings
import zipfile

import pytest

from caseconsole.documents.gate import forbidden
from caseconsole.documents.package import CONTENT_TYPES, open_package
from caseconsole.errors import DocumentError
from tests.documents.word_files import body, changed, word_file

PLAIN = word_file(["{{ name }}"])
RELS = "word/_rels/document.xml.rels"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _zip(parts: list[tuple[str, bytes]]) -> bytes:
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name, content in parts:
            archive.writestr(name, content)
    return stream.getvalue()


def _relationship(kind: str, target: str, *, mode: str = "External") -> bytes:
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as archive:
        rels = archive.read(RELS).decode()
    added = f'<Relationship Id="rX" Type="{_RELATIONSHIPS}/{kind}" Target="{target}"'
    added += f' TargetMode="{mode}"/>' if mode else "/>"
    return changed(
        PLAIN, {RELS: rels.replace("</Relationships>", f"{added}</Relationships>").encode()}
    )


def _types(old: str, new: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as archive:
        types = archive.read(CONTENT_TYPES).decode()
    assert old in types
    return changed(PLAIN, {CONTENT_TYPES: types.replace(old, new).encode()})


_STRICT_BODY = (
    b'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>'
    b"<w:p><w:r><w:t>{{ vorname }}</w:t></w:r></w:p></w:body></w:document>"
)
_LAUGHS = (
    b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;">]>'
    b"<a>&d;&d;</a>"
)


def _without(part: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
    return stream.getvalue()


def _part(name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as archive:
        return archive.read(name)


def _many_parts(count: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for number in range(count):
            archive.writestr(zipfile.ZipInfo(f"word/{number}.xml"), b"<a/>")
    return stream.getvalue()


def _method(number: int) -> bytes:
    """A file whose parts say that they are packed in a way that nobody knows."""
    data = bytearray(PLAIN)
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        data[place + 10 : place + 12] = number.to_bytes(2, "little")
        place = data.find(b"PK\x01\x02", place + 4)
    return bytes(data)


BROKEN = {
    "nothing": (b"", "keine Word-Datei"),
    "text": (b"Hallo", "keine Word-Datei"),
    "rtf": (b"{\\rtf1\\ansi Hallo}", "RTF-Datei"),
    "odt": (
        _zip([("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<a/>")]),
        "LibreOffice",
    ),
    "pages of macos": (_zip([("Index/Document.iwa", b"x")]), "keine Word-Datei"),
    "strict": (
        changed(PLAIN, {"word/document.xml": _STRICT_BODY}), "Strict Open XML",
    ),
    "main part of a spreadsheet": (
        changed(PLAIN, {"word/document.xml": b"<workbook/>"}), "kein Text von Word",
    ),
    "relationships missing": (_without("_rels/.rels"), "fehlt"),
    "relationships no such": (changed(PLAIN, {RELS: b"<a/>"}), "beschädigt"),
    "styles missing": (_without("word/styles.xml"), "word/styles.xml fehlt"),
    "styles and settings swapped": (
        changed(PLAIN, {"word/styles.xml": _part("word/settings.xml")}), "word/styles.xml",
    ),
    "main part missing": (_without("word/document.xml"), "kein Word-Dokument"),
    "content types missing": (_without(CONTENT_TYPES), "keine Word-Datei"),
    "content types no xml": (changed(PLAIN, {CONTENT_TYPES: b"x"}), "beschädigt"),
    "cut at the end": (PLAIN[:-30], "keine Word-Datei"),
    "cut after the first part": (PLAIN[:2000], "keine Word-Datei"),
    "one bomb of many small parts": (
        _zip([(f"word/{n}.xml", b" " * 60_000) for n in range(400)]), "20 MB",
    ),
    "100,000 parts": (_many_parts(100_000), "500 Teilen"),
    "windows folder": (changed(PLAIN, {"..\\evil.xml": b"<a/>"}), "unerlaubten Namen"),
    "method": (_method(99), "unbekannte Weise"),
    "deep": (
        changed(PLAIN, {"word/document.xml": b"<a>" * 5000 + b"</a>" * 5000}), "beschädigt",
    ),
    "two billion laughs": (
        changed(PLAIN, {"word/settings.xml": _LAUGHS}), "Dokumenttyp",
    ),
    "xxe": (
        changed(PLAIN, {"word/document.xml": b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'}),
        "Dokumenttyp",
    ),
    "two texts": (
        _types("</Types>", '<Override PartName="/word/styles.xml" ContentType='
               '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"'
               "/></Types>"),
        "kein Word-Dokument",
    ),
    "zip without word": (_zip([("a.txt", b"x")]), "keine Word-Datei"),
    "cut": (PLAIN[: len(PLAIN) // 2], "keine Word-Datei"),
    "encrypted or doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "Kennwort"),
    "bomb": (_zip([("word/document.xml", bytes(15_000_000))]), "stark gepackt"),
    "too large": (_zip([("a", bytes(21 * 1024 * 1024))]), "20 MB"),
    "too many parts": (_zip([(f"p{n}", b"") for n in range(501)]), "500 Teilen"),
    "parent folder": (changed(PLAIN, {"word/../../evil.xml": b"<a/>"}), "unerlaubten Namen"),
    "absolute": (changed(PLAIN, {"/etc/x": b"<a/>"}), "unerlaubten Namen"),
    "drive": (changed(PLAIN, {"C:/x.xml": b"<a/>"}), "unerlaubten Namen"),
    "twice": (_zip([("word/a.xml", b"<a/>"), ("WORD/A.xml", b"<a/>")]), "doppelt"),
    "macros": (
        _types("wordprocessingml.document.main+xml", "ms-word.document.macroEnabled.main+xml"),
        "Makros",
    ),
    "dotx": (_types("document.main+xml", "template.main+xml"), "Dokumentvorlage"),
    "dtd": (
        changed(PLAIN, {"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "Dokumenttyp",
    ),
    "billion laughs in properties": (
        changed(PLAIN, {"docProps/app.xml": b'<!DOCTYPE a [<!ENTITY b "cccc">]><a>&b;&b;</a>'}),
        "Dokumenttyp",
    ),
    "damaged part": (changed(PLAIN, {"word/document.xml": b"<a><b></a>"}), "beschädigt"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_is_no_template_is_refused(name: str) -> None:
    data, reason = BROKEN[name]
    with pytest.raises(DocumentError) as refused:
        open_package(data)
    assert reason in str(refused.value)


def test_a_part_larger_than_its_entry_says_is_refused() -> None:
    data = bytearray(_zip([("word/document.xml", b"x" * 5000)]))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    with pytest.raises(DocumentError):
        open_package(bytes(data))


def _field(instruction: str) -> bytes:
    return changed(PLAIN, {"word/document.xml": body(
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction[:4]}'
        f"</w:instrText></w:r><w:r><w:instrText>{instruction[4:]}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )})  # fmt: skip


FORBIDDEN = {
    "linked picture of old": (
        changed(PLAIN, {"word/document.xml": body(
            '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata '
            'src="http://evil.example/a.png"/></v:shape></w:pict></w:r></w:p>')}), "außerhalb",
    ),
    "address as a part": (_relationship("image", "http://x.example/a.png", mode=""), "außerhalb"),
    "share as a part": (_relationship("image", r"\\\\srv\\a.png", mode=""), "außerhalb"),
    "own document template": (
        _relationship("attachedTemplate", "file:///C:/Users/Erika/Briefkopf.dotx"), "Briefkopf",
    ),
    "frame of a page elsewhere": (_relationship("frame", "http://evil.example/"), "außerhalb"),
    "mail merge": (_field("MERGEFIELD Vorname"), "unerlaubtes Feld"),
    "dde": (_field("DDE excel"), "unerlaubtes Feld"),
    "import": (_field("IMPORT c:\\\\a.png"), "unerlaubtes Feld"),
    "include picture": (_field('INCLUDEPICTURE "http://x/a.png"'), "unerlaubtes Feld"),
    "database": (_field("DATABASE \\\\d x"), "unerlaubtes Feld"),
    "macro button": (_field("MACROBUTTON x y"), "unerlaubtes Feld"),
    "external image": (_relationship("image", "http://evil.example/a.png"), "außerhalb"),
    "unc image": (_relationship("image", r"file:\\srv\a.png"), "außerhalb"),
    "attached template": (_relationship("attachedTemplate", "http://x/a.dotm"), "außerhalb"),
    "file link": (_relationship("hyperlink", "file:///c:/x.exe"), "außerhalb"),
    "script link": (_relationship("hyperlink", "javascript:x"), "außerhalb"),
    "embedded": (_relationship("oleObject", "embeddings/o.bin", mode=""), "eingebettet"),
    "alt chunk": (_relationship("aFChunk", "chunk.html", mode=""), "eingebettet"),
    "vba part": (changed(PLAIN, {"word/vbaProject.bin": b"x"}), "eingebettet"),
    "activex": (changed(PLAIN, {"word/activeX/activeX1.bin": b"x"}), "eingebettet"),
    "ole element": (
        changed(PLAIN, {"word/document.xml": body("<w:p><w:r><w:object><o:OLEObject/></w:object>"
                                                  "</w:r></w:p>")}),
        "unerlaubtes Element",
    ),
    "alt chunk element": (
        changed(PLAIN, {"word/document.xml": body("<w:altChunk/>")}), "unerlaubtes Element"
    ),
    "dde split over runs": (_field("DDEAUTO c:\\\\x.exe"), "unerlaubtes Feld"),
    "include": (_field("INCLUDETEXT http://x"), "unerlaubtes Feld"),
    "link": (_field("LINK Excel.Sheet"), "unerlaubtes Feld"),
    "quoted": (_field("QUOTE 68 68 69"), "unerlaubtes Feld"),
    "who wrote it": (_field("USERNAME"), "unerlaubtes Feld"),
    "simple field": (
        changed(PLAIN, {"word/document.xml": body('<w:p><w:fldSimple w:instr="DDE x"/></w:p>')}),
        "unerlaubtes Feld",
    ),
    "link field to a file": (_field('HYPERLINK "file:///c:/x"'), "unerlaubtes Feld"),
}  # fmt: skip


@pytest.mark.parametrize("name", FORBIDDEN)
def test_what_runs_or_fetches_is_found(name: str) -> None:
    data, reason = FORBIDDEN[name]
    found = list(forbidden(open_package(data)))
    assert any(reason in finding.message for finding in found)


@pytest.mark.parametrize(
    "data",
    [
        PLAIN,
        _field("PAGE"),
        _field("NUMPAGES \\* MERGEFORMAT"),
        _field('HYPERLINK "https://www.musterstadt.example"'),
        _relationship("hyperlink", "https://www.musterstadt.example"),
        _relationship("hyperlink", "mailto:rathaus@musterstadt.example"),
    ],
)
def test_what_every_letter_has_is_allowed(data: bytes) -> None:
    assert list(forbidden(open_package(data))) == []


def test_what_packers_add_is_left_out() -> None:
    added = {"__MACOSX/word/._document.xml": b"\x00\x05", "word/.DS_Store": b"x", "word/": b""}
    opened = open_package(changed(PLAIN, added))
    assert not set(added) & set(opened.parts)


def test_names_of_parts_do_not_differ_by_case_and_types_by_ending_count() -> None:
    """Other programs than Word write such files."""
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as archive:
        types = archive.read(CONTENT_TYPES).decode()
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    shouted = types.replace("/word/document.xml", "/WORD/Document.xml")
    assert open_package(changed(PLAIN, {CONTENT_TYPES: shouted.encode()})).main
    override = f'<Override PartName="/word/document.xml" ContentType="{main}"/>'
    assert override in types
    other = '<Override PartName="/customXml/item1.xml" ContentType="application/xml"/>'
    by_ending = types.replace(override, other).replace(
        '<Default Extension="xml" ContentType="application/xml"/>',
        f'<Default Extension="xml" ContentType="{main}"/>',
    )
    opened = open_package(changed(PLAIN, {CONTENT_TYPES: by_ending.encode()}))
    assert opened.main == "word/document.xml"


def test_a_document_of_another_zip_inside_is_not_looked_into() -> None:
    inner = _zip([("a", bytes(1_000_000))])
    assert open_package(changed(PLAIN, {"word/media/inner.zip": inner})).parts
