"""The integration plan: what stands where. The look is in ``tools.word``."""

from __future__ import annotations

from typing import Any

from docx.document import Document as WordDocument
from docx.enum.text import WD_LINE_SPACING
from docx.shared import Pt
from docx.table import _Cell

from caseconsole.documents.phrases import PHRASES
from tools import word
from tools.layout import (
    THIRD,
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
)
from tools.letterhead import letterhead
from tools.word import ACCENT, GREY, TINT, WIDTH, add, first, row, run, table, tag

_NONE = "Keine Angaben."


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
    _goals(document)
    _network(document)
    _review(document)
    _rights(document)
    _signatures(document)
    return document


def _head(document: WordDocument) -> None:
    title = add(document, "Integrationsplan", "Title")
    run(
        title, "{% if zweit_titel %}   {{ zweit_titel }}{% endif %}", colour=GREY, size=13
    ).bold = False
    subtitle = add(document, "{{ planart }}", "Subtitle")
    subtitle.add_run("{% if not entwurf %} · vereinbart am {{ vereinbart_am }}{% endif %}")
    tag(document, "if entwurf")
    draft = add(document, "", "Normal")
    run(draft, "ENTWURF", bold=True, colour="9B1C1C", size=11)
    run(draft, "   noch nicht vereinbart", colour="9B1C1C")
    word.bordered(draft, "top", "9B1C1C", 8)
    word.bordered(draft, "bottom", "9B1C1C", 8)
    draft.paragraph_format.space_after = Pt(8)
    tag(document, "endif")
    box = table(document, (THIRD,) * 3)
    cells = row(box, shade=TINT, line="FFFFFF")
    who = word.merged(cells[:2])
    first(who, "Beschriftung").add_run("Für")
    name = add(who, "", "Wert")
    run(name, "{{ name }}", bold=True, size=13)
    run(name, "{% if name_eigene_schrift %}   {{ name_eigene_schrift }}{% endif %}", size=13)
    fill(cells[2], "Fallnummer", "{{ fallnummer }}")
    for fields in (
        (
            ("{{ fachkraft_funktion }}", "{{ fachkraft }}"),
            ("Kontakt", "{{ fachkraft_kontakt }}"),
            ("Nächste Überprüfung", "{{ naechste_ueberpruefung }}"),
        ),
        (
            ("Plan", "{{ planart }}{% if version %} (Version {{ version }}){% endif %}"),
            ("Vereinbart am", "{{ vereinbart_am }}"),
            ("Angaben zur Person vom", "{{ stand_der_angaben }}"),
        ),
    ):
        for cell, (label, value) in zip(row(box, shade=TINT, line="FFFFFF"), fields, strict=True):
            fill(cell, label, value)


def _person(document: WordDocument) -> None:
    heading(document, "person")
    grid(
        document,
        (
            ("Familienname", "{{ familienname }}"),
            ("Vorname", "{{ vorname }}"),
            ("Auch bekannt als", "{{ auch_bekannt_als }}"),
            ("Geburtsdatum",
             "{{ geburtsdatum }}{% if alter %} ({{ alter }} Jahre){% endif %}"),
            ("Geburtsort", "{{ geburtsort }}"),
            ("Geschlecht", "{{ geschlecht }}"),
            ("Staatsangehörigkeit", "{{ staatsangehoerigkeit }}"),
            ("Familienstand", "{{ familienstand }}"),
            ("Bevorzugter Weg der Kontaktaufnahme", "{{ bevorzugter_weg }}"),
            ("Muttersprache", "{{ muttersprache }}"),
            ("Weitere Sprachen", "{{ weitere_sprachen }}"),
            ("Sprachmittlung nötig", "{{ sprachmittlung }}"),
            ("Anschrift", "{% if anschrift %}{{ anschrift }}, {% endif %}{{ plz_ort }}"),
            ("Telefon", "{{ telefon }}"),
            ("E-Mail", "{{ email }}"),
        ),
    )  # fmt: skip
    subheading(document, PHRASES["haushalt"], "haushalt")
    listing(
        document,
        "haushalt",
        "mitglied",
        (
            ("Weitere Personen im Haushalt", "{{ mitglied.name }}", 6.5),
            ("Rolle", "{{ mitglied.rolle }}", 4.0),
            ("Geburtsdatum", "{{ mitglied.geburtsdatum }}", 3.5),
            ("Alter", "{{ mitglied.alter }}", 2.5),
        ),
        "Keine weiteren Personen im Haushalt eingetragen.",
    )


def _arrival(document: WordDocument) -> None:
    heading(document, "ankunft")
    grid(
        document,
        (
            ("Einreise nach Deutschland", "{{ einreise }}"),
            ("Zuteilung in die Anschlussunterbringung", "{{ zugeteilt }}"),
            ("Beginn der Beratung", "{{ beratung_seit }}"),
            ("Ende nach {{ beratung_jahre }} Jahren", "{{ beratung_ende }}"),
            (
                "Ende in begründeten Einzelfällen ({{ beratung_jahre_ausnahme }} Jahre)",
                "{{ beratung_ende_ausnahme }}",
            ),
        ),
    )
    tag(document, "if ueber_die_regel")
    add(document, "Begründung für die Beratung über {{ beratung_jahre }} Jahre hinaus",
        "Beschriftung", keep=True).paragraph_format.space_before = Pt(5)  # fmt: skip
    add(document, "{{ grund_viertes_jahr }}", "Fließtext")
    tag(document, "endif")


def _situation(document: WordDocument) -> None:
    heading(document, "aufenthalt")
    grid(
        document,
        (
            ("Status mit Rechtsgrundlage", "{{ aufenthalt }}"),
            ("Gültig bis", "{{ aufenthalt_gueltig_bis }}"),
            ("Erwerbstätigkeit", "{{ erwerbstaetigkeit }}"),
        ),
        (7.4, 5.0, 4.1),
    )
    lines(document, (("Auflagen", "{{ auflagen }}"),))
    heading(document, "einkommen")
    listing(
        document,
        "einkommen",
        "posten",
        (
            ("Art", "{{ posten.art }}", 8.5),
            ("Von", "{{ posten.von }}", 4.0),
            ("Bis", "{% if posten.bis %}{{ posten.bis }}{% else %}laufend{% endif %}", 4.0),
        ),
        _NONE,
    )
    heading(document, "wohnen")
    grid(
        document,
        (("Wohnform", "{{ wohnform }}"), ("Seit", "{{ wohnform_seit }}")),
        (7.4, WIDTH - 7.4),
    )


def _background(document: WordDocument) -> None:
    heading(document, "bildung")
    lines(
        document,
        (
            ("Schulbildung", "{{ schulbildung }}"),
            ("Ausbildung, Studium", "{{ ausbildung }}"),
            ("Berufserfahrung", "{{ berufserfahrung }}"),
            (
                "Arbeit",
                (
                    "{{ beschaeftigung }}"
                    "{% if beschaeftigung_seit %} (seit {{ beschaeftigung_seit }}){% endif %}"
                ),
            ),
            ("Anerkennung von Abschlüssen", "{{ anerkennung }}"),
        ),
    )
    heading(document, "sprache")
    lines(
        document,
        (
            (
                "Deutsch (GER)",
                "{{ deutsch }}{% if deutsch_seit %} (seit {{ deutsch_seit }}){% endif %}",
            ),
            ("Kurse und Prüfungen", "{{ kurse }}"),
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


def _goals(document: WordDocument) -> None:
    heading(document, "ziele")
    tag(document, "if not felder")
    add(document, "Noch keine Ziele vereinbart.", "Fließtext")
    tag(document, "endif")
    tag(document, "for feld in felder")
    subheading(document, "{{ feld.feld }}", "", second="feld.feld_zweit")
    tag(document, "if feld.einschaetzung")
    rating = add(document, "", "Klein", keep=True)
    rating.add_run("Selbsteinschätzung am ")
    _rating(rating)
    rating.paragraph_format.space_after = Pt(2)
    tag(document, "endif")
    tag(document, "if feld.situation")
    add(document, "{{ feld.situation }}", "Fließtext", keep=True)
    tag(document, "endif")
    _goal_table(document)
    tag(document, "endfor")
    tag(document, "if weitere_einschaetzungen")
    subheading(document, PHRASES["weitere"], "weitere")
    made = table(document, (4.5, 12.0), inset=0)
    word.statement_row(made, "for feld in weitere_einschaetzungen")
    cells = row(made)
    name = first(cells[0], "Wert")
    name.add_run("{{ feld.feld }}")
    run(name, "{% if feld.feld_zweit %}  {{ feld.feld_zweit }}{% endif %}", colour=GREY, size=8.5)
    rating = first(cells[1], "Klein")
    rating.add_run("am ")
    _rating(rating)
    rating.add_run("{% if feld.situation %} · {{ feld.situation }}{% endif %}")
    word.statement_row(made, "endfor")
    tag(document, "endif")


def _rating(paragraph: Any) -> None:
    """The rating as points and in words: nobody has to know what the points mean."""
    paragraph.add_run("{{ feld.einschaetzung_am }}:  ")
    run(paragraph, "{{ feld.einschaetzung_punkte }}", colour=ACCENT)
    paragraph.add_run("  ")
    paragraph.add_run("{{ feld.einschaetzung }}")
    paragraph.add_run(
        "{% if feld.einschaetzung_zweit %} / {{ feld.einschaetzung_zweit }}{% endif %}"
    )
    paragraph.add_run(
        "{% if feld.zu_beginn %} · am {{ feld.zu_beginn_am }}: {{ feld.zu_beginn }}{% endif %}"
    )


def _goal_table(document: WordDocument) -> None:
    made = table(document, (7.2, 3.4, 2.1, 3.8))
    head = row(made, header=True, line=ACCENT)
    for cell, (text, key) in zip(
        head,
        (("Ziel und Schritte", "schritt"), ("Wer", "wer"), ("Bis wann", "bis"), ("Stand", "stand")),
        strict=True,
    ):
        first(cell, "Tabellenkopf").add_run(text)
        tag(cell, f"if zweit_{key}")
        add(cell, f"{{{{ zweit_{key} }}}}", "Zweite Sprache")
        tag(cell, "endif")
    word.keep_together(head)
    word.statement_row(made, "for ziel in feld.ziele")
    goal = row(made, shade=TINT)
    wording = word.merged(goal[:2])
    run(first(wording, "Wert"), "Ziel {{ loop.index }}: {{ ziel.ziel }}", bold=True)
    first(goal[2], "Wert").add_run("{{ ziel.bis }}")
    run(first(goal[3], "Wert"), "{{ ziel.stand }}", bold=True)
    _second_word(goal[3], "ziel.stand_zweit")
    word.keep_together([wording, goal[2], goal[3]])
    word.statement_row(made, "if ziel.begruendung or ziel.erledigt_am")
    reason = word.merged(row(made))
    line = first(reason, "Klein")
    line.add_run("{{ ziel.stand }}{% if ziel.erledigt_am %} am {{ ziel.erledigt_am }}{% endif %}")
    line.add_run("{% if ziel.begruendung %}: {{ ziel.begruendung }}{% endif %}")
    word.statement_row(made, "endif")
    word.statement_row(made, "for schritt in ziel.schritte")
    step = row(made)
    indented = first(step[0], "Wert")
    indented.add_run("{{ schritt.schritt }}")
    indented.paragraph_format.left_indent = Pt(9)
    first(step[1], "Wert").add_run("{{ schritt.wer }}")
    _second_word(step[1], "schritt.wer_zweit")
    first(step[2], "Wert").add_run("{{ schritt.bis }}")
    first(step[3], "Wert").add_run("{{ schritt.stand }}")
    _second_word(step[3], "schritt.stand_zweit")
    word.statement_row(made, "endfor")
    word.statement_row(made, "if not ziel.schritte")
    none = word.merged(row(made))
    first(none, "Klein").add_run("Noch keine Schritte vereinbart.")
    word.statement_row(made, "endif")
    word.statement_row(made, "endfor")


def _second_word(cell: _Cell, name: str) -> None:
    tag(cell, f"if {name}")
    add(cell, f"{{{{ {name} }}}}", "Zweite Sprache")
    tag(cell, "endif")


def _network(document: WordDocument) -> None:
    heading(document, "stellen")
    listing(
        document,
        "stellen",
        "stelle",
        (
            ("Stelle, Ehrenamt", "{{ stelle.name }}", 5.5),
            ("Art", "{{ stelle.art }}", 4.0),
            ("Ansprechperson", "{{ stelle.ansprechperson }}", 3.0),
            ("Kontakt", "{{ stelle.kontakt }}", 4.0),
        ),
        "Keine beteiligten Stellen eingetragen.",
    )
    tag(document, "if vermittlungen")
    spacer(document)
    table_of(
        document,
        "vermittlungen",
        "vermittlung",
        (
            ("Vermittelt am", "{{ vermittlung.tag }}", 2.5),
            ("An", "{{ vermittlung.stelle }}", 5.5),
            ("Anlass", "{{ vermittlung.anlass }}", 5.0),
            ("Ergebnis", "{{ vermittlung.ergebnis }}", 3.5),
        ),
    )
    tag(document, "endif")


def _review(document: WordDocument) -> None:
    heading(document, "ueberpruefung")
    line = add(document, "Dieser Plan wird gemeinsam überprüft am ", "Fließtext")
    run(line, "{{ naechste_ueberpruefung }}", bold=True)
    line.add_run(".")


def _rights(document: WordDocument) -> None:
    heading(document, "freiwilligkeit")
    for key in ("hinweis_freiwillig", "hinweis_schweigepflicht", "hinweis_widerruf"):
        note(document, key)
    listing(
        document,
        "einwilligungen",
        "einwilligung",
        (
            ("Einwilligung, Entbindung", "{{ einwilligung.zweck }}", 5.0),
            ("Gegenüber", "{{ einwilligung.empfaenger }}", 4.3),
            ("Erteilt am", "{{ einwilligung.erteilt_am }}", 2.2),
            ("Endet am", "{{ einwilligung.endet_am }}", 2.2),
            ("Stand", "{{ einwilligung.stand }}", 2.8),
        ),
        "Keine Einwilligungen oder Entbindungen eingetragen.",
    )


def _signatures(document: WordDocument) -> None:
    heading(document, "unterschriften")
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
    run(line, f"{{% if zweit_{key} %}}  {{{{ zweit_{key} }}}}{{% endif %}}", size=8.5)
