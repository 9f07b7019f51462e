"""The release from secrecy: what stands where. The look is in ``tools.word``."""

from __future__ import annotations

from docx.document import Document as WordDocument

from tools.forms import (
    WHO,
    WHO_WIDTHS,
    asked,
    choices,
    declaration,
    new_form,
    phrase,
    questions,
    ruled,
    stated_or_ruled,
    title,
    warning,
)
from tools.layout import heading
from tools.letterhead import letterhead
from tools.word import WIDTH, add, run, tag


def build() -> WordDocument:
    """The template of the release from secrecy."""
    document = new_form()
    letterhead(document, "Entbindung von der Schweigepflicht · Fall {{ fallnummer }}")
    title(document, "entbindung_titel")
    warning(document, "entbindung_widerrufen_am", "WIDERRUFEN am {{ entbindung_widerrufen_am }}")
    heading(document, "entbindung_person")
    questions(
        document,
        WHO,
        WHO_WIDTHS,
    )
    _whom(document)
    heading(document, "entbindung_zweck")
    phrase(document, "entbindung_zweck_satz", "Hinweis", keep=True)
    stated_or_ruled(document, "entbindung_wozu", 2)
    heading(document, "entbindung_umfang")
    phrase(document, "entbindung_umfang_satz", "Hinweis", keep=True)
    stated_or_ruled(document, "entbindung_welche", 3)
    phrase(document, "entbindung_gesundheit", "Hinweis")
    heading(document, "entbindung_richtung")
    choices(document, ("entbindung_einseitig", "entbindung_gegenseitig"))
    heading(document, "entbindung_dauer")
    phrase(document, "entbindung_dauer_satz", "Hinweis", keep=True)
    questions(
        document,
        (
            asked("entbindung_gilt_ab", "entbindung_ab"),
            asked("entbindung_gilt_bis", "entbindung_bis"),
        ),
        (WIDTH / 2, WIDTH / 2),
    )
    heading(document, "entbindung_rechte")
    phrase(document, "entbindung_freiwillig", "Hinweis")
    phrase(document, "entbindung_widerruf", "Hinweis", keep=True)
    declaration(document)
    return document


def _whom(document: WordDocument) -> None:
    heading(document, "entbindung_wen")
    phrase(document, "entbindung_wen_satz", "Hinweis", keep=True)
    tag(document, "if fachkraft")
    who = add(document, "", "Fließtext")
    run(who, "{{ fachkraft }}", bold=True)
    who.add_run("{% if gemeinde %}, {{ gemeinde }}{% endif %}")
    tag(document, "else")
    ruled(document, 1)
    tag(document, "endif")
    heading(document, "entbindung_gegenueber")
    phrase(document, "entbindung_gegenueber_satz", "Hinweis", keep=True)
    tag(document, "if entbindung_empfaenger")
    run(add(document, "", "Wert"), "{{ entbindung_empfaenger }}", bold=True)
    for name in (
        "entbindung_empfaenger_art",
        "entbindung_empfaenger_person",
        "entbindung_empfaenger_anschrift",
        "entbindung_empfaenger_kontakt",
    ):
        tag(document, f"if {name}")
        add(document, f"{{{{ {name} }}}}", "Wert")
        tag(document, "endif")
    tag(document, "else")
    ruled(document, 2)
    tag(document, "endif")
