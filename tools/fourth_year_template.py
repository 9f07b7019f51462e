"""The justification of counselling beyond the regular years: what stands where."""

from __future__ import annotations

from docx.document import Document as WordDocument

from tools import word
from tools.forms import panel, signatures, stated_or_ruled
from tools.layout import grid
from tools.letterhead import letterhead
from tools.review_layout import chart, goals, opening, section, versions
from tools.word import add, tag


def build() -> WordDocument:
    """The template of the justification of a further year."""
    document = word.new_document()
    word.number_headings(document)
    letterhead(document, "Begründung der weiteren Beratung · Fall {{ fallnummer }}")
    opening(
        document,
        "Begründung der weiteren Beratung",
        "über {{ beratung_jahre }} Jahre hinaus, längstens {{ beratung_jahre_ausnahme }} Jahre "
        "(VwV Integrationsmanagement vom 6. Juni 2023: in begründeten Einzelfällen)",
    )
    panel(
        document,
        (
            (("Für", "{{ name }}"), ("Geburtsdatum", "{{ geburtsdatum }}"),
             ("Fallnummer", "{{ fallnummer }}")),
            (("{{ fachkraft_funktion }}", "{{ fachkraft }}"),
             ("Kontakt", "{{ fachkraft_kontakt }}"), ("Datum", "{{ druckdatum }}")),
        ),
    )  # fmt: skip
    _addressee(document)
    section(document, "Zeiten der Beratung")
    grid(
        document,
        (
            ("Beginn der Beratung", "{{ beratung_seit }}"),
            ("Ende nach {{ beratung_jahre }} Jahren", "{{ beratung_ende }}"),
            (
                "Spätestes Ende ({{ beratung_jahre_ausnahme }} Jahre)",
                "{{ beratung_ende_ausnahme }}",
            ),
        ),
    )
    add(document, "Die Jahre zählen ab {{ gezaehlt_ab }}.", "Klein")
    section(document, "Warum die Beratung weitergehen muss")
    stated_or_ruled(document, "grund_viertes_jahr", 5)
    section(document, "Was bisher erreicht wurde")
    _listed(document, "erreicht", "Es ist noch kein Ziel bewertet.", steps=False)
    section(document, "Was noch offen und geplant ist")
    _listed(document, "offen", "Es ist kein Ziel offen.", steps=True)
    section(document, "Selbsteinschätzung der Klientin oder des Klienten")
    chart(document)
    section(document, "Vereinbarte Pläne")
    versions(document)
    section(document, "Unterschriften")
    signatures(
        document,
        (("Ort, Datum", "Integrationsmanagement", "Kenntnis genommen (Leitung)"),),
    )
    return document


def _addressee(document: WordDocument) -> None:
    """It belongs to the file; nobody else gets it without being asked and released."""
    line = add(document, "Zur Fallakte", "Fließtext")
    line.add_run("{% if koordinierungsstelle %}; auf Anforderung an: {{ koordinierungsstelle }}")
    line.add_run(
        "{% if koordinierungsstelle_anschrift %}, {{ koordinierungsstelle_anschrift }}{% endif %}"
        "{% endif %}"
    )
    add(
        document,
        "Die Weitergabe mit Namen setzt eine Einwilligung oder Schweigepflichtentbindung voraus.",
        "Klein",
    )


def _listed(document: WordDocument, rows: str, none: str, *, steps: bool) -> None:
    tag(document, f"if {rows}")
    goals(document, rows, steps=steps, area=True)
    tag(document, "else")
    add(document, none, "Fließtext")
    tag(document, "endif")
