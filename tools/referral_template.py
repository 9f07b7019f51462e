"""The letter of referral with the answer to send back: what stands where (DIN 5008, form B)."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.shared import Pt

from tools import word
from tools.forms import box, signatures
from tools.layout import grid
from tools.letterhead import letterhead
from tools.word import GREY, LINE, WIDTH, add, first, row, run, table, tag

_HEAD = 3.0
"""Height of the head: the field of the address begins 4.5 cm below the edge of the page."""

_ADDRESS = 4.5
"""Height of the field of the address, in which an envelope has its window."""

_ABOVE_WINDOW = Pt(34)
"""From the top of that field to the line of the sender."""

_BLANK = "\N{NO-BREAK SPACE}"

_ANSWERS = (
    "Aufgenommen; Bearbeitung ab",
    "Termin am / um / Ort",
    "Auf der Warteliste, voraussichtlich ab",
    "Nicht möglich, weil",
    "Bitte rufen Sie mich an unter",
)
"""What the office can tick, each with room for a few words."""


def build() -> WordDocument:
    """The template of the letter of referral."""
    document = word.new_document()
    letterhead(document, "Vermittlung vom {{ vermittlung_tag }} · Fall {{ fallnummer }}",
               height=_HEAD)  # fmt: skip
    _address(document)
    _letter(document)
    _basis(document)
    _greeting(document)
    _agreement(document)
    _answer(document)
    return document


def _address(document: WordDocument) -> None:
    """The address in the window and, beside it, who writes; fixed on the page, as in the head."""
    head = document.sections[0].first_page_header
    made = table(head, (9.5, WIDTH - 9.5), inset=0)
    left, right = row(made, line="", height=_ADDRESS)
    sender = first(left, "Klein")
    sender.paragraph_format.space_before = _ABOVE_WINDOW
    sender.paragraph_format.space_after = Pt(3)
    run(sender, f"{{{{ absenderzeile }}}}{{% if not absenderzeile %}}{_BLANK}{{% endif %}}", size=7)
    run(add(left, "", "Wert"), "{{ empfaenger }}", size=11)
    tag(left, "if empfaenger_person")
    run(add(left, "", "Wert"), "{{ empfaenger_person }}", size=11)
    tag(left, "endif")
    tag(left, "if empfaenger_anschrift")
    tag(left, "for zeile in anschriftzeilen")
    run(add(left, "", "Wert"), "{{ zeile.text }}", size=11)
    tag(left, "endfor")
    tag(left, "endif")
    add(left, "", "Klein")
    first(right, "Klein").paragraph_format.space_before = Pt(18)
    for label, value in (
        ("Unser Zeichen", "Fall {{ fallnummer }}"),
        ("{{ fachkraft_funktion }}", "{{ fachkraft }}"),
        ("Telefon, E-Mail", "{{ fachkraft_kontakt }}"),
        ("Datum", "{{ druckdatum }}"),
    ):
        add(right, label, "Beschriftung")
        add(right, value, "Wert").paragraph_format.space_after = Pt(2)
    add(head, "", "Klein")


def _letter(document: WordDocument) -> None:
    subject = add(document, "", "Normal")
    run(subject, "Vermittlung: {{ name }}, geboren {{ geburtsdatum }}", bold=True, size=11)
    subject.paragraph_format.space_before = Pt(2)
    subject.paragraph_format.space_after = Pt(9)
    add(document, "{{ anrede }}", "Fließtext").paragraph_format.space_after = Pt(6)
    add(
        document,
        "ich vermittle die hier genannte Person an Sie und bitte Sie, sich ihres Anliegens "
        "anzunehmen.",
        "Fließtext",
    ).paragraph_format.space_after = Pt(6)
    grid(
        document,
        (
            (
                "Name",
                "{{ name }}{% if name_eigene_schrift %}  {{ name_eigene_schrift }}{% endif %}",
            ),
            ("Geburtsdatum", "{{ geburtsdatum }}"),
            ("Telefon", "{{ telefon }}"),
            ("Erste Sprache", "{{ muttersprache }}"),
            ("Weitere Sprachen", "{{ weitere_sprachen }}"),
            ("Sprachmittlung nötig", "{{ sprachmittlung }}"),
        ),
    )
    _part(document, "Anlass")
    add(document, "{{ vermittlung_anlass }}", "Fließtext")
    _part(document, "Worum ich bitte")
    add(
        document,
        "Bitte nehmen Sie mit der genannten Person oder mit mir Verbindung auf, und sagen Sie mir "
        "auf dem Antwortteil, was daraus geworden ist.",
        "Fließtext",
    )


def _part(document: WordDocument, text: str) -> None:
    """A heading that leaves room for the answer on the same page."""
    add(document, text, "Heading 2").paragraph_format.space_before = Pt(5)


def _basis(document: WordDocument) -> None:
    """What allows the letter: the release there is, or the agreement that is signed below."""
    _part(document, "Grundlage und Zweck")
    basis = add(document, "", "Fließtext")
    basis.add_run(
        "{% if grundlage_gueltig %}Die genannte Person hat mich am {{ grundlage_tag }} Ihnen "
        "gegenüber von der Schweigepflicht entbunden"
    )
    basis.add_run("{% if grundlage_bis %} (gültig bis {{ grundlage_bis }}){% endif %}.")
    basis.add_run("{% if grundlage_wozu %} Wozu: {{ grundlage_wozu }}.{% endif %}")
    basis.add_run("{% if grundlage_umfang %} Umfang: {{ grundlage_umfang }}.{% endif %}")
    basis.add_run(
        "{% else %}Die genannte Person stimmt diesem Brief mit ihrer Unterschrift zu.{% endif %} "
    )
    basis.add_run(
        "Die Angaben in diesem Brief dürfen nur für den genannten Anlass verwendet und ohne "
        "Einwilligung der Person nicht an andere weitergegeben werden."
    )


def _greeting(document: WordDocument) -> None:
    closing = add(document, "Mit freundlichen Grüßen", "Fließtext", keep=True)
    closing.paragraph_format.space_before = Pt(4)
    closing.paragraph_format.space_after = Pt(22)
    add(document, "{{ fachkraft }}", "Fließtext", keep=True).paragraph_format.space_after = Pt(0)
    add(document, "{{ fachkraft_funktion }}", "Klein")


def _agreement(document: WordDocument) -> None:
    """Without a release the person agrees on the letter itself; unsigned it must not be sent."""
    tag(document, "if not grundlage_gueltig")
    _part(document, "Einverständnis")
    add(
        document,
        "Ich bin einverstanden, dass die Angaben in diesem Brief an {{ empfaenger }} weitergegeben "
        "werden, und entbinde die Fachkraft insoweit von der Schweigepflicht. Das ist freiwillig; "
        "ich kann es jederzeit für die Zukunft widerrufen.",
        "Fließtext",
        keep=True,
    )
    signatures(document, (("Ort, Datum", "Unterschrift von {{ name }}"),))
    tag(document, "endif")


def _answer(document: WordDocument) -> None:
    """To be cut off and sent back: it names the case by number, not the person."""
    cut = add(document, "", "Klein", keep=True)
    word.bordered(cut, "bottom", GREY, 6, 1)
    cut.paragraph_format.space_before = Pt(4)
    _part(document, "Antwort: bitte ankreuzen und zurücksenden")
    to = add(document, "An {{ gemeinde }}, {{ fachkraft_funktion }}, {{ fachkraft }}", "Klein",
             keep=True)  # fmt: skip
    to.add_run(" · {{ fachkraft_kontakt }}")
    about = add(document, "Zu Fall {{ fallnummer }}, Vermittlung vom {{ vermittlung_tag }}",
                "Klein", keep=True)  # fmt: skip
    about.add_run(" an {{ empfaenger }}")
    about.paragraph_format.space_after = Pt(4)
    made = table(document, (0.9, 7.1, WIDTH - 8.0), inset=0)
    for text in _ANSWERS:
        cells = row(made, line="", height=0.64)
        box(first(cells[0], "Wert"))
        first(cells[1], "Wert").add_run(text)
        first(cells[2], "Wert")
        word.look(cells[2], line=LINE)
        for cell in cells:
            cell.vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM
        word.keep_together(cells)
    signatures(document, (("Ort, Datum", "Name, Unterschrift", "Stempel"),))
