"""The integration plan: what stands where. The look is in ``tools.word``."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document as WordDocument
from docx.enum.text import WD_LINE_SPACING
from docx.shared import Pt
from docx.table import _Cell

from caseconsole.documents.phrases import PHRASES
from tools import word
from tools.layout import (
    THIRD,
    Field,
    both,
    fill,
    grid,
    heading,
    lines,
    listing,
    note,
    spacer,
    subheading,
    table_of,
    thin,
    write_label,
)
from tools.letterhead import letterhead
from tools.plan_changes import changes
from tools.plan_goals import goals
from tools.word import ACCENT, GREY, SECOND, TINT, WIDTH, add, first, row, run, table, tag

_NONE = both("keine_angaben")
_ELSE = 3
"""Paragraphs of a list behind its table: ``else``, the sentence where it is empty, ``endif``."""


def build() -> WordDocument:
    """The template of the integration plan."""
    document = word.new_document()
    word.number_headings(document)
    letterhead(
        document,
        "Integrationsplan · Fall {{ fallnummer }}",
        "{% if version %} · Version {{ version }}{% endif %}",
        "{% if entwurf %} · ENTWURF{% endif %}",
    )
    _head(document)
    _person(document)
    _arrival(document)
    _situation(document)
    _background(document)
    _concerns(document)
    changes(document)
    goals(document)
    _network(document)
    _review(document)
    _rights(document)
    _signatures(document)
    return document


def _head(document: WordDocument) -> None:
    title = add(document, "Integrationsplan", "Title")
    run(
        title, "{% if zweit_titel %}   {{ zweit_titel }}{% endif %}", colour=SECOND, size=13
    ).bold = False
    subtitle = add(document, "{{ planart }}", "Subtitle")
    subtitle.add_run("{% if not entwurf %} · vereinbart am {{ vereinbart_am }}{% endif %}")
    subtitle.add_run("{% if zweit_erster_plan and zweit_fortschreibung %}   {% endif %}")
    run(subtitle, "{% if fortschreibung %}{{ zweit_fortschreibung }}{% else %}"
        "{{ zweit_erster_plan }}{% endif %}", size=9.5)  # fmt: skip
    tag(document, "if entwurf")
    draft = add(document, "", "Normal")
    run(draft, "ENTWURF", bold=True, colour="9B1C1C", size=11)
    run(draft, "   noch nicht vereinbart", colour="9B1C1C")
    run(draft, "{% if zweit_entwurf %}   {{ zweit_entwurf }}{% endif %}", colour="9B1C1C", size=9)
    word.bordered(draft, "top", "9B1C1C", 8)
    word.bordered(draft, "bottom", "9B1C1C", 8)
    draft.paragraph_format.space_after = Pt(8)
    tag(document, "endif")
    box = table(document, (THIRD,) * 3)
    cells = row(box, shade=TINT, line="FFFFFF")
    who = word.merged(cells[:2])
    write_label(first(who, "Beschriftung"), both("fuer"))
    name = add(who, "", "Wert")
    run(name, "{{ name }}", bold=True, size=13)
    run(name, "{% if name_eigene_schrift %}   {{ name_eigene_schrift }}{% endif %}", size=13)
    fill(cells[2], both("fallnummer"), "{{ fallnummer }}")
    office: Sequence[Field] = (
        ("{{ fachkraft_funktion }}", "{{ fachkraft }}"),
        (both("kontakt"), "{{ fachkraft_kontakt }}"),
        (both("ueberpruefung"), "{{ naechste_ueberpruefung }}"),
    )
    plan: Sequence[Field] = (
        (both("plan"), "{{ planart }}{% if version %} (Version {{ version }}){% endif %}"),
        (both("vereinbart_am"), "{{ vereinbart_am }}"),
        (both("angaben_vom"), "{{ stand_der_angaben }}"),
    )
    for fields in (office, plan):
        for cell, (label, value) in zip(row(box, shade=TINT, line="FFFFFF"), fields, strict=True):
            fill(cell, label, value)


def _person(document: WordDocument) -> None:
    heading(document, "person")
    grid(
        document,
        (
            (both("familienname"), "{{ familienname }}"),
            (both("vorname"), "{{ vorname }}"),
            (both("bekannt_als"), "{{ auch_bekannt_als }}"),
            (both("geburtsdatum"),
             "{{ geburtsdatum }}{% if alter %} ({{ alter }} Jahre){% endif %}"),
            (both("geburtsort"), "{{ geburtsort }}"),
            (both("geschlecht"), "{{ geschlecht }}"),
            (both("staatsangehoerigkeit"), "{{ staatsangehoerigkeit }}"),
            (both("familienstand"), "{{ familienstand }}"),
            (both("kontaktweg"), "{{ bevorzugter_weg }}"),
            (both("muttersprache"), "{{ muttersprache }}"),
            (both("weitere_sprachen"), "{{ weitere_sprachen }}"),
            (both("sprachmittlung_noetig"), "{{ sprachmittlung }}"),
            (both("anschrift"), "{% if anschrift %}{{ anschrift }}, {% endif %}{{ plz_ort }}"),
            (both("telefon"), "{{ telefon }}"),
            (both("email"), "{{ email }}"),
        ),
    )  # fmt: skip
    subheading(document, PHRASES["haushalt"], "haushalt")
    listing(
        document,
        "haushalt",
        "mitglied",
        (
            (both("name", "Weitere Personen im Haushalt"), "{{ mitglied.name }}", 6.5),
            (both("rolle"), "{{ mitglied.rolle }}", 4.0),
            (both("geburtsdatum"), "{{ mitglied.geburtsdatum }}", 3.5),
            (both("alter"), "{{ mitglied.alter }}", 2.5),
        ),
        _NONE,
    )


def _arrival(document: WordDocument) -> None:
    heading(document, "ankunft")
    grid(
        document,
        (
            (both("einreise"), "{{ einreise }}"),
            (both("zugeteilt"), "{{ zugeteilt }}"),
            (both("beratung_seit"), "{{ beratung_seit }}"),
            (
                both("beratung_endet", "Ende nach {{ beratung_jahre }} Jahren"),
                "{{ beratung_ende }}",
            ),
            (
                both(
                    "beratung_endet_ausnahme",
                    "Ende in begründeten Einzelfällen ({{ beratung_jahre_ausnahme }} Jahre)",
                ),
                "{{ beratung_ende_ausnahme }}",
            ),
        ),
    )
    tag(document, "if ueber_die_regel or grund_viertes_jahr")
    reason = add(document, "", "Beschriftung", keep=True)
    reason.paragraph_format.space_before = Pt(5)
    write_label(reason, both("viertes_jahr", "Begründung für die Beratung über "
                             "{{ beratung_jahre }} Jahre hinaus"))  # fmt: skip
    add(document, "{{ grund_viertes_jahr }}", "Fließtext")
    tag(document, "endif")


def _situation(document: WordDocument) -> None:
    heading(document, "aufenthalt")
    grid(
        document,
        (
            (both("aufenthaltsstatus"), "{{ aufenthalt }}"),
            (both("gueltig_bis"), "{{ aufenthalt_gueltig_bis }}"),
            (both("erwerbstaetigkeit"), "{{ erwerbstaetigkeit }}"),
        ),
        (7.4, 5.0, 4.1),
    )
    lines(document, ((both("auflagen"), "{{ auflagen }}"),))
    heading(document, "einkommen")
    listing(
        document,
        "einkommen",
        "posten",
        (
            (both("art"), "{{ posten.art }}", 8.5),
            (both("von"), "{{ posten.von }}", 4.0),
            (
                both("bis_tag"),
                "{% if posten.bis %}{{ posten.bis }}{% else %}laufend{% endif %}",
                4.0,
            ),
        ),
        _NONE,
    )
    heading(document, "wohnen")
    grid(
        document,
        ((both("wohnform"), "{{ wohnform }}"), (both("seit"), "{{ wohnform_seit }}")),
        (7.4, WIDTH - 7.4),
    )


def _background(document: WordDocument) -> None:
    heading(document, "bildung")
    lines(
        document,
        (
            (both("schulbildung"), "{{ schulbildung }}"),
            (both("ausbildung"), "{{ ausbildung }}"),
            (both("berufserfahrung"), "{{ berufserfahrung }}"),
            (
                both("arbeit"),
                (
                    "{{ beschaeftigung }}"
                    "{% if beschaeftigung_seit %} (seit {{ beschaeftigung_seit }}){% endif %}"
                ),
            ),
            (both("anerkennung"), "{{ anerkennung }}"),
        ),
    )
    heading(document, "sprache")
    lines(
        document,
        (
            (
                both("deutsch"),
                "{{ deutsch }}{% if deutsch_seit %} (seit {{ deutsch_seit }}){% endif %}",
            ),
            (both("kurse"), "{{ kurse }}"),
        ),
    )
    heading(document, "kompetenzen")
    add(document, "{{ kompetenzen }}", "Fließtext")
    tag(document, "if gesundheit")
    heading(document, "gesundheit")
    add(document, "{{ gesundheit }}", "Fließtext")
    note(document, "hinweis_gesundheit")
    tag(document, "endif")
    heading(document, "kinder")
    add(document, "{{ kinder }}", "Fließtext")
    heading(document, "teilhabe")
    add(document, "{{ teilhabe }}", "Fließtext")


def _concerns(document: WordDocument) -> None:
    heading(document, "anliegen")
    words = add(document, "{{ anliegen }}", "Fließtext")
    # Alike on both sides, since a right-to-left paragraph exchanges them.
    words.paragraph_format.left_indent = words.paragraph_format.right_indent = Pt(9)
    word.bordered(words, "left", ACCENT, 18, 7)
    tag(document, "if anliegen_zweit")
    again = add(document, "{{ anliegen_zweit }}", "Zweite Sprache")
    again.paragraph_format.left_indent = again.paragraph_format.right_indent = Pt(9)
    again.paragraph_format.space_after = Pt(3)
    tag(document, "endif")


def _network(document: WordDocument) -> None:
    heading(document, "stellen")
    listing(
        document,
        "stellen",
        "stelle",
        (
            (both("stelle"), "{{ stelle.name }}", 5.5),
            (both("art"), "{{ stelle.art }}", 4.0),
            (both("ansprechperson"), "{{ stelle.ansprechperson }}", 3.0),
            (both("kontakt"), "{{ stelle.kontakt }}", 4.0),
        ),
        _NONE,
    )
    tag(document, "if vermittlungen")
    spacer(document)
    table_of(
        document,
        "vermittlungen",
        "vermittlung",
        (
            (both("vermittelt_am"), "{{ vermittlung.tag }}", 2.5),
            (both("vermittelt_an"), "{{ vermittlung.stelle }}", 5.5),
            (both("anlass"), "{{ vermittlung.anlass }}", 5.0),
            (both("ergebnis"), "{{ vermittlung.ergebnis }}", 3.5),
        ),
    )
    tag(document, "endif")


def _review(document: WordDocument) -> None:
    heading(document, "ueberpruefung")
    line = add(document, "Dieser Plan wird gemeinsam überprüft am ", "Fließtext")
    run(line, "{{ naechste_ueberpruefung }}", bold=True)
    line.add_run(".")
    tag(document, "if zweit_ueberpruefung_satz")
    again = add(document, "{{ zweit_ueberpruefung_satz }}", "Zweite Sprache")
    run(again, " {{ naechste_ueberpruefung }}")
    tag(document, "endif")


def _rights(document: WordDocument) -> None:
    heading(document, "freiwilligkeit")
    for key in ("hinweis_freiwillig", "hinweis_schweigepflicht", "hinweis_widerruf"):
        note(document, key)
    listing(
        document,
        "einwilligungen",
        "einwilligung",
        (
            (both("zweck", "Einwilligung, Entbindung"), "{{ einwilligung.zweck }}", 5.0),
            (both("empfaenger", "Gegenüber"), "{{ einwilligung.empfaenger }}", 4.3),
            (both("erteilt_am"), "{{ einwilligung.erteilt_am }}", 2.2),
            (both("endet_am"), "{{ einwilligung.endet_am }}", 2.2),
            (both("stand"), "{{ einwilligung.stand }}", 2.8),
        ),
        _NONE,
    )
    # Signatures that stand alone on a last page could belong to any plan.
    word.keep_together(document.tables[-1]._cells)  # noqa: SLF001 - each cell once
    for paragraph in document.paragraphs[-_ELSE:]:
        paragraph.paragraph_format.keep_with_next = True


def _signatures(document: WordDocument) -> None:
    heading(document, "unterschriften")
    tag(document, "if teilgenommen or sprachmittlung_durch")
    present = add(document, "", "Klein", keep=True)
    write_label(present, both("teilgenommen"))
    present.add_run(": {{ anwesend }}")
    present.add_run(
        "{% if sprachmittlung_durch %} · Sprachmittlung: {{ sprachmittlung_durch }}{% endif %}"
    )
    tag(document, "endif")
    made = table(document, (7.75, 1.0, 7.75), inset=0)
    for left, right in (
        (("Ort, Datum", "ort_datum"), None),
        (("Klientin/Klient", "klient"), ("Integrationsmanagement", "fachkraft")),
        (("Sprachmittlung (falls beteiligt)", "sprachmittlung"),
         ("Eine Kopie dieses Plans wurde ausgehändigt am", "kopie")),
    ):  # fmt: skip
        cells = row(made, line="")
        _signature(cells[0], *left)
        if right is not None:
            _signature(cells[2], *right)
        if left[1] != "sprachmittlung":
            word.keep_together(cells)
    thin(document)


def _signature(cell: _Cell, text: str, key: str) -> None:
    space = first(cell, "Wert")
    space.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    space.paragraph_format.line_spacing = Pt(24)
    line = add(cell, text, "Beschriftung")
    word.bordered(line, "top", GREY, 4, 3)
    beside = f"{{% if zweit_{key} %}}  {{{{ zweit_{key} }}}}{{% endif %}}"
    run(line, beside, colour=SECOND, size=8.5)
