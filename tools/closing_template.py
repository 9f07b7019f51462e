"""The closing report: what stands where."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.shared import Pt

from tools import word
from tools.forms import panel, ruled, signatures, stated_or_ruled, warning
from tools.layout import grid, table_of
from tools.letterhead import letterhead
from tools.review_layout import chart, goals, keep_last_table, opening, section, versions
from tools.word import ACCENT, WIDTH, add, run, tag

_TITLE = "{% if laeuft %}Zwischenbericht{% else %}Abschlussbericht{% endif %}"


def build() -> WordDocument:
    """The template of the closing report."""
    document = word.new_document()
    word.number_headings(document)
    letterhead(document, f"{_TITLE} · Fall {{{{ fallnummer }}}}")
    opening(
        document,
        _TITLE,
        "über die Betreuung vom {{ betreuung_beginn }} bis zum {{ bericht_bis }}",
    )
    warning(document, "laeuft", "Zwischenbericht, Beratung läuft", ACCENT)
    panel(
        document,
        (
            (("Für", "{{ name }}"), ("Geburtsdatum", "{{ geburtsdatum }}"),
             ("Fallnummer", "{{ fallnummer }}")),
            (("{{ fachkraft_funktion }}", "{{ fachkraft }}"),
             ("Kontakt", "{{ fachkraft_kontakt }}"), ("Datum", "{{ druckdatum }}")),
        ),
    )  # fmt: skip
    _period(document)
    _situation(document)
    _goals(document)
    section(document, "Selbsteinschätzung zu Beginn und zuletzt")
    chart(document)
    _talks(document)
    _referrals(document)
    section(document, "Empfehlungen")
    ruled(document, 5, keep=True)
    section(document, "Unterschriften")
    signatures(
        document,
        (("Ort, Datum", "Integrationsmanagement", "Besprochen mit Klientin/Klient"),),
    )
    return document


def _period(document: WordDocument) -> None:
    section(document, "Betreuung")
    grid(
        document,
        (
            ("Beginn", "{{ betreuung_beginn }}"),
            ("Ende", "{% if laeuft %}läuft{% else %}{{ betreuung_ende }}{% endif %}"),
            ("Dauer", "{{ betreuung_dauer }}"),
        ),
    )
    tag(document, "if not laeuft")
    _labelled(document, "Grund des Endes")
    stated_or_ruled(document, "grund_des_endes", 1)
    _labelled(document, "Ergebnis")
    stated_or_ruled(document, "ergebnis_der_betreuung", 3)
    tag(document, "endif")
    tag(document, "if fruehere_betreuung")
    table_of(
        document,
        "fruehere_betreuung",
        "zeitraum",
        (
            ("Frühere Betreuung von", "{{ zeitraum.von }}", 4.0),
            ("bis", "{{ zeitraum.bis }}", 4.0),
            ("Grund des Endes", "{{ zeitraum.grund }}", WIDTH - 8.0),
        ),
    )
    tag(document, "endif")


def _labelled(document: WordDocument, text: str) -> None:
    made = add(document, text, "Beschriftung", keep=True)
    made.paragraph_format.space_before = Pt(3)


def _situation(document: WordDocument) -> None:
    section(document, "Lage zu Beginn und am Ende")
    table_of(
        document,
        "lage",
        "angabe",
        (
            ("", "{{ angabe.angabe }}", 4.5),
            ("Zu Beginn", "{{ angabe.beginn }}", 6.0),
            ("{% if laeuft %}Zuletzt{% else %}Am Ende{% endif %}", "{{ angabe.ende }}", 6.0),
        ),
    )


def _goals(document: WordDocument) -> None:
    section(document, "Ziele und ihr Stand")
    versions(document)
    tag(document, "if bereiche")
    balance = add(document, "", "Fließtext", keep=True)
    balance.add_run("Ziele: ")
    balance.add_run(
        "{% for posten in zielbilanz %}{{ posten.zahl }} {{ posten.stand }}"
        "{% if not loop.last %}, {% endif %}{% endfor %}"
    )
    tag(document, "endif")
    tag(document, "for bereich in bereiche")
    add(document, "{{ bereich.feld }}", "Heading 2")
    goals(document, "bereich.ziele", steps=True, area=False)
    tag(document, "endfor")
    tag(document, "if not bereiche")
    add(document, "Es wurden keine Ziele vereinbart.", "Fließtext")
    tag(document, "endif")


def _talks(document: WordDocument) -> None:
    section(document, "Beratungen")
    line = add(document, "", "Fließtext", keep=True)
    run(line, "{{ beratungen_zahl }}", bold=True)
    line.add_run(" Beratungen")
    line.add_run("{% if beratungen_dauer %}, zusammen {{ beratungen_dauer }}{% endif %}")
    line.add_run(
        "{% if beratungen_erste %}, vom {{ beratungen_erste }} bis zum {{ beratungen_letzte }}"
        "{% endif %}"
    )
    line.add_run(
        "{% if beratungen_gedolmetscht %}; mit Sprachmittlung: {{ beratungen_gedolmetscht }}"
        "{% endif %}"
    )
    line.add_run(
        "{% if beratungen_ohne_dauer %}; ohne Angabe der Dauer: {{ beratungen_ohne_dauer }}"
        "{% endif %}"
    )
    tag(document, "if beratungen")
    table_of(
        document,
        "beratungen",
        "beratung",
        (
            ("Art", "{{ beratung.art }}", 8.5),
            ("Zahl", "{{ beratung.zahl }}", 3.0),
            ("Dauer", "{{ beratung.dauer }}", 5.0),
        ),
    )
    keep_last_table(document)
    tag(document, "endif")
    tag(document, "if themen")
    topics = add(document, "Themen: ", "Fließtext")
    topics.paragraph_format.space_before = Pt(4)
    topics.add_run(
        "{% for thema in themen %}{{ thema.thema }} ({{ thema.zahl }})"
        "{% if not loop.last %}, {% endif %}{% endfor %}"
    )
    tag(document, "endif")
    add(
        document,
        "Gezählt ist jede Beratung dieser Akte einmal; Gespräche mit Dritten, Versuche und "
        "Schreiben zählen nicht. Zahlen einzelner Akten lassen sich nicht zusammenzählen.",
        "Klein",
    )


def _referrals(document: WordDocument) -> None:
    section(document, "Vermittlungen und ihr Ergebnis")
    tag(document, "if vermittlungen_ergebnisse")
    table_of(
        document,
        "vermittlungen_ergebnisse",
        "vermittlung",
        (
            ("Am", "{{ vermittlung.tag }}", 2.3),
            (
                "An",
                (
                    "{{ vermittlung.stelle }}"
                    "{% if vermittlung.art %} ({{ vermittlung.art }}){% endif %}"
                ),
                5.6,
            ),
            ("Anlass", "{{ vermittlung.anlass }}", 4.6),
            (
                "Ergebnis",
                (
                    "{{ vermittlung.ergebnis }}"
                    "{% if vermittlung.ergebnis_am %}, {{ vermittlung.ergebnis_am }}{% endif %}"
                ),
                4.0,
            ),
        ),
    )
    tag(document, "else")
    add(document, "Keine Vermittlungen eingetragen.", "Fließtext")
    tag(document, "endif")
