"""Broken templates as bytes, made the way authors and Word make them, each with its fault."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from tests.documents.word_files import changed, word_file

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_PLAIN = word_file()
_TYPES = "[Content_Types].xml"
_RELS = "word/_rels/document.xml.rels"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml."


@dataclass(frozen=True)
class Broken:
    """A broken template.

    Args:
        data: the file.
        place: part of the place that is named.
        says: part of what is said, in message or hint.
        severity: of the finding.
    """

    data: bytes
    place: str
    says: str
    severity: str = "error"


def p(*runs: str) -> str:
    """A paragraph of runs; a text that is no element becomes a run."""
    return f"<w:p>{''.join(run if run.startswith('<') else r(run) for run in runs)}</w:p>"


def r(text: str, look: str = "") -> str:
    """A run."""
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows: list[str]) -> str:
    """A table; a cell that is no element becomes a paragraph."""
    made = ""
    for cells in rows:
        inside = "".join(
            f"<w:tc><w:tcPr/>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in cells
        )
        made += f"<w:tr>{inside}</w:tr>"
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{made}</w:tbl>"


def box(content: str) -> str:
    """A text box as Word writes it: once for itself and once for older programs."""
    inside = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic>'
        f'<a:graphicData uri="x"><wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape>"
        f"<v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>"
        "</w:r>"
    )


def document(xml: str, parts: dict[str, bytes] | None = None) -> bytes:
    """A Word file with this body, and further parts."""
    main = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f"<w:document {_SPACES}><w:body>{xml}<w:sectPr/></w:body></w:document>"
    ).encode()
    return changed(_PLAIN, {"word/document.xml": main, **(parts or {})})


def part_of(data: bytes, name: str) -> str:
    """One part of a Word file as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def with_part(xml: str, kind: str, content: str, attribute: str = "") -> bytes:
    """A Word file with a header, footer or notes of its own.

    Args:
        xml: the body.
        kind: ``header``, ``footer``, ``footnotes`` or ``comments``.
        content: what stands in it.
        attribute: on which pages a header stands: ``first`` or ``even``.
    """
    root = {"header": "hdr", "footer": "ftr"}.get(kind, kind)
    name = f"word/{kind}9.xml"
    types = part_of(_PLAIN, _TYPES).replace(
        "</Types>", f'<Override PartName="/{name}" ContentType="{_MAIN}{kind}+xml"/></Types>'
    )
    rels = part_of(_PLAIN, _RELS).replace(
        "</Relationships>",
        f'<Relationship Id="rId99" Type="{_R}/{kind}" Target="{kind}9.xml"/></Relationships>',
    )
    if attribute:
        xml += f'<w:p><w:pPr><w:sectPr><w:{kind}Reference w:type="{attribute}" r:id="rId99"/>'
        xml += "</w:sectPr></w:pPr></w:p>"
    part = f"<w:{root} {_SPACES}>{content}</w:{root}>".encode()
    return document(xml, {name: part, _TYPES: types.encode(), _RELS: rels.encode()})


def footnotes(*texts: str) -> str:
    """Footnotes as Word keeps them: the line above them first."""
    made = f'<w:footnote w:type="separator" w:id="-1">{p("")}</w:footnote>'
    for number, text in enumerate(texts, start=1):
        made += f'<w:footnote w:id="{number}">{p(text)}</w:footnote>'
    return made


_PROOF = '<w:proofErr w:type="spellStart"/>'
_MARK = '<w:bookmarkStart w:id="1" w:name="x"/>'
_BOLD = "<w:b/>"


def _field(instruction: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


BROKEN: dict[str, Broken] = {
    # names
    "wrong case": Broken(document(p("{{ Vorname }}")), "Absatz 1", "geschrieben: „vorname“"),
    "all capitals": Broken(document(p("{{ PLZ_ORT }}")), "Absatz 1", "geschrieben: „plz_ort“"),
    "camel case": Broken(document(p("{{ plzOrt }}")), "Absatz 1", "geschrieben: „plz_ort“"),
    "umlaut": Broken(
        document(p("{{ staatsangehörigkeit }}")), "Absatz 1", "geschrieben: „staatsangehoerigkeit“"
    ),
    "umlaut left out": Broken(
        document(p("{{ staatsangehorigkeit }}")), "Absatz 1", "„staatsangehoerigkeit“"
    ),
    "street": Broken(document(p("{{ Straße }}")), "Absatz 1", "„anschrift“"),
    "plural": Broken(document(p("{{ vornamen }}")), "Absatz 1", "„vorname“"),
    "singular": Broken(
        document(p("{%p for x in ziel %}") + p("{%p endfor %}")), "Absatz 1", "„ziel“"
    ),
    "english": Broken(document(p("{{ first_name }}")), "Absatz 1", "„vorname“"),
    "english date": Broken(document(p("{{ date_of_birth }}")), "Absatz 1", "„geburtsdatum“"),
    "English list": Broken(
        document(p("{% for x in goals %}{% endfor %}")), "Absatz 1", "{% for feld in felder %}"
    ),
    "one equals sign": Broken(
        document(p("{% if telefon = 'x' %}y{% endif %}")), "Absatz 1", "zwei Gleichheitszeichen"
    ),
    "German and": Broken(
        document(p("{% if telefon und email %}y{% endif %}")), "Absatz 1", "mit and"
    ),
    "other word": Broken(document(p("{{ nachname }}")), "Absatz 1", "„familienname“"),
    "space in name": Broken(document(p("{{ plz ort }}")), "Absatz 1", "plz_ort"),
    "hyphen in name": Broken(document(p("{{ plz-ort }}")), "Absatz 1", "plz"),
    "slip of the key": Broken(document(p("{{ gebrutsdatum }}")), "Absatz 1", "„geburtsdatum“"),
    "third of three": Broken(
        document(p("a") + p("b") + p("x {{ vorname }} {{ telefonn }}")), "Absatz 3", "„telefon“"
    ),
    # braces
    "one brace too few behind": Broken(
        document(p("Hallo {{ vorname } und {{ telefon }}")), "Absatz 1", "{{ vorname }}"
    ),
    "one brace too few before": Broken(document(p("{ vorname }}")), "Absatz 1", "{{ vorname }}"),
    "single braces": Broken(document(p("{vorname}")), "Absatz 1", "{{ vorname }}"),
    "three braces": Broken(document(p("{{{ vorname }}}")), "Absatz 1", "zwei Klammern"),
    "a brace too many behind": Broken(
        document(p("{{ vorname }}}")), "Absatz 1", "Klammer zu viel"
    ),
    "else if": Broken(
        document(p("{% if telefon %}a{% else if email %}b{% endif %}")), "Absatz 1", "elif"
    ),
    "space between braces": Broken(document(p("{ { vorname } }")), "Absatz 1", "{{ vorname }}"),
    "full-width braces": Broken(
        document(p("\uff5b\uff5b vorname \uff5d\uff5d")), "Absatz 1", "{{ vorname }}"
    ),
    "closing braces alone": Broken(document(p("vorname }}")), "Absatz 1", "steht ohne Anfang"),
    "opening braces alone": Broken(
        document(p("{{ vorname")), "Absatz 1", "nicht vollständig: „{{ vorname“"
    ),
    "statement with one brace": Broken(
        document(p("{% if telefon } x {% endif %}")), "Absatz 1", "{% if telefon %}"
    ),
    "statement closed as a placeholder": Broken(
        document(p("{% if telefon }} x {% endif %}")), "Absatz 1", "{% if telefon %}"
    ),
    "space before per cent": Broken(
        document(p("{ % if telefon % } x {% endif %}")), "Absatz 1", "{% if telefon %}"
    ),
    "tag over two paragraphs": Broken(
        document(p("{{ vorname") + p("}}")), "Absatz 1", "nicht vollständig"
    ),
    "merge field signs": Broken(document(p("«vorname»")), "Absatz 1", "{{ vorname }}"),
    "merge field": Broken(
        document(p(_field("MERGEFIELD Vorname"))), "Text", "{{ vorname }}"
    ),
    # blocks
    "unclosed loop": Broken(
        document(p("a") + p("{%p for f in felder %}") + p("{{ f.feld }}")), "Absatz 2",
        "Es fehlt {%p endfor %}",
    ),
    "unclosed condition in a cell": Broken(
        document(table(["a", "{% if telefon %}x"])), "Tabelle 1, Zeile 1, Spalte 2",
        "Bedingung „if telefon“ wird nicht geschlossen",
    ),
    "end without begin": Broken(document(p("x") + p("{%p endif %}")), "Absatz 2", "ohne Anfang"),
    "crossing blocks": Broken(
        document(p("{% if telefon %}{% for f in felder %}{% endif %}{% endfor %}")), "Absatz 1",
        "„for f in felder“ wird nicht geschlossen",
    ),
    "block over cells": Broken(
        document(table(["{% if telefon %}a", "b{% endif %}"])), "Spalte 2", "verschiedenen Zellen"
    ),
    "loop over rows without tr": Broken(
        document(table(["{% for f in felder %}{{ f.feld }}", "x"], ["y", "{% endfor %}"])),
        "Zeile 2, Spalte 2", "{%tr for",
    ),
    "tr outside of a table": Broken(
        document(p("{%tr for f in felder %}") + p("{%tr endfor %}")), "Absatz 1",
        "in keiner Tabelle",
    ),
    "tr beside content": Broken(
        document(table(["{%tr for f in felder %}", "bleibt nicht"], ["{{ f.feld }}", ""],
                       ["{%tr endfor %}", ""])),
        "Zeile 1, Spalte 1", "ginge verloren",
    ),
    "tr begin and end in one row": Broken(
        document(table(["{%tr for f in felder %}", "{%tr endfor %}"])), "Zeile 1",
        "ginge verloren",
    ),
    "tc beside content": Broken(
        document(table(["{%tc if telefon %}", "x", p("{%tc endif %}") + p("weg")])), "Spalte 3",
        "ginge verloren",
    ),
    "p beside content": Broken(
        document(p("Text {%p if telefon %}") + p("{%p endif %}")), "Absatz 1", "ginge verloren"
    ),
    "p apart": Broken(
        document(p("{% p if telefon %}") + p("{%p endif %}")), "Absatz 1", "Leerzeichen zu viel"
    ),
    "other unit at the end": Broken(
        document(p("{%p if telefon %}") + p("x") + p("{% endif %}")), "Absatz 3", "passen nicht"
    ),
    "no list": Broken(
        document(p("{% for x in vorname %}{% endfor %}")), "Absatz 1", "keine Liste"
    ),
    "row as list": Broken(
        document(p("{% for f in felder %}{% for x in f %}{% endfor %}{% endfor %}")), "Absatz 1",
        "keine Liste",
    ),
    "field outside of its loop": Broken(
        document(p("{%p for f in felder %}") + p("{%p endfor %}") + p("{{ f.feld }}")), "Absatz 3",
        "Ende der Schleife „for f in felder“ (Absatz 1)",
    ),
    "field of a list": Broken(document(p("{{ felder.feld }}")), "Absatz 1", "for feld in felder"),
    "field without loop": Broken(document(p("{{ rolle }}")), "Absatz 1", "mitglied.rolle"),
    "whole row": Broken(
        document(p("{% for f in felder %}{{ f }}{% endfor %}")), "Absatz 1", "f.feld"
    ),
    "whole list": Broken(document(p("{{ felder }}")), "Absatz 1", "ist eine Liste"),
    "list through a filter": Broken(
        document(p("{{ felder|upper }}")), "Absatz 1", "ist eine Liste"
    ),
    "too deep": Broken(
        document(p("{% if telefon %}" * 13 + "{% endif %}" * 13)), "Absatz 1", "zu viele"
    ),
    "list inside itself": Broken(
        document(p("{% for a in felder %}{% for b in felder %}{% endfor %}{% endfor %}")),
        "Absatz 1", "schon durchlaufen",
    ),
    "German statement": Broken(
        document(p("{% wenn telefon %}")), "Absatz 1", "Meinten Sie „if“"
    ),
    "misspelt end": Broken(
        document(p("{% for f in felder %}{% endfro %}")), "Absatz 1", "Meinten Sie „endfor“"
    ),
    "placeholder as statement": Broken(
        document(p("{% vorname %}")), "Absatz 1", "{{ vorname }}"
    ),
    "text compared with a number": Broken(
        document(p("{% if alter > 18 %}x{% endif %}")), "Absatz 1", 'Anführungszeichen: "18"'
    ),
    "call": Broken(document(p("{{ vorname.upper() }}")), "Absatz 1", "nur Platzhalter"),
    "nested beyond measure": Broken(
        document(p("{{ " + "(" * 140 + "vorname" + ")" * 140 + " }}")), "Absatz 1", "zu verstehen"
    ),
    "endless expression": Broken(
        document(p("{{ vorname" + " ~ vorname" * 400 + " }}")), "Absatz 1", "zu lang"
    ),
    # places
    "header": Broken(word_file(["a"], header="{{ vornam }}"), "Kopfzeile: Absatz 1", "„vorname“"),
    "first header": Broken(
        with_part(p("a"), "header", p("{{ vornam }}"), "first"),
        "Kopfzeile der ersten Seite: Absatz 1", "„vorname“",
    ),
    "even footer": Broken(
        with_part(p("a"), "footer", table(["a", "{{ vornam }}"]), "even"),
        "Fußzeile der geraden Seiten: Tabelle 1, Zeile 1, Spalte 2", "„vorname“",
    ),
    "footnote": Broken(
        with_part(p("a"), "footnotes", footnotes("gut", "{{ vornam }}")), "Fußnote 2: Absatz 1",
        "„vorname“",
    ),
    "text box": Broken(
        document(p("a") + p(box(p("x") + p("{{ vornam }}")))), "Textfeld 1: Absatz 2", "„vorname“"
    ),
    "text box in a cell": Broken(
        document(table(["a", p(box(p("{{ vornam }}")))])), "Textfeld 1: Absatz 1", "„vorname“"
    ),
    "nested table": Broken(
        document(table(["a", table(["x"], ["{{ vornam }}"]) + p("")])),
        "Tabelle 2, Zeile 2, Spalte 1", "„vorname“",
    ),
    "cell in a content control": Broken(
        document(
            "<w:tbl><w:tr><w:tc>" + p("a") + "</w:tc><w:sdt><w:sdtContent><w:tc>"
            + p("{{ vornam }}") + "</w:tc></w:sdtContent></w:sdt></w:tr></w:tbl>"
        ),
        "Tabelle 1, Zeile 1, Spalte 2", "„vorname“",
    ),
    "comment": Broken(
        with_part(p("a"), "comments", f'<w:comment w:id="1">{p("{{ vorname }}")}</w:comment>'),
        "Kommentare", "nicht erlaubt",
    ),
    "field code": Broken(
        document(p("a") + p(_field('HYPERLINK "https://x.example/{{ vorname }}"'))), "Absatz 2",
        "Feldfunktion",
    ),
    "alternative text": Broken(
        document(p('<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{{ vorname }}"/>'
                   "</wp:inline></w:drawing></w:r>")),
        "Absatz 1", "Alternativtext",
    ),
    "formula": Broken(
        document(p("<m:oMath><m:r><m:t>{{ vorname }}</m:t></m:r></m:oMath>")), "Absatz 1",
        "außerhalb des Textes",
    ),
    # what Word does; the author may want to know
    "cut by the spelling check": Broken(
        document(p("a") + p("{{", _PROOF, "vorname", '<w:proofErr w:type="spellEnd"/>', "}}")),
        "Absatz 2", "in 3 Stücke geteilt", "hint",
    ),
    "cut by a bookmark": Broken(
        document(p("{{ vor", _MARK, '<w:bookmarkEnd w:id="1"/>', "name }}")), "Absatz 1",
        "in 2 Stücke geteilt", "hint",
    ),
    "half bold": Broken(
        document(p("{{ vor", r("name }}", _BOLD))), "Absatz 1", "teils anders formatiert", "hint"
    ),
    "half in a link": Broken(
        document(p(f'<w:hyperlink w:anchor="x">{r("{{ vor")}</w:hyperlink>', "name }}")),
        "Absatz 1", "mitten in einem Link", "hint",
    ),
    "half in a content control": Broken(
        document(p("{{ vor", f"<w:sdt><w:sdtContent>{r('name }}')}</w:sdtContent></w:sdt>")),
        "Absatz 1", "mitten in einem Inhaltssteuerelement", "hint",
    ),
    "half inserted": Broken(
        document(p("{{ vor", f'<w:ins w:id="1" w:author="x">{r("name }}")}</w:ins>')), "Text",
        "nachverfolgte Änderungen", "hint",
    ),
    "soft hyphen inside": Broken(
        document(p("{{ vor", "<w:r><w:softHyphen/></w:r>", "name }}")), "Absatz 1",
        "in 3 Stücke geteilt", "hint",
    ),
    "zero width inside": Broken(
        document(p("{\u200b{ vor\u200bname }}")), "Absatz 1", "unsichtbare Zeichen", "hint"
    ),
    "non-breaking space inside": Broken(
        document(p("{{\u00a0vorname\u00a0}}")), "Absatz 1", "unsichtbare Zeichen", "hint"
    ),
    "curly quotes": Broken(
        document(p("{% if telefon == „ja“ %}x{% endif %}")), "Absatz 1", "Anführungszeichen",
        "hint",
    ),
}  # fmt: skip
"""Templates that open, each with a fault or a peculiarity, by what is wrong."""
