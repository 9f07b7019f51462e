"""What the check of a template says: each fault in one or two German sentences, and what to do."""

from __future__ import annotations

from collections.abc import Callable

from caseconsole.documents.expressions import Fault
from caseconsole.documents.gate import Finding
from caseconsole.i18n import _

_OTHER_STATEMENTS = {
    "endfo": "endfor", "endfro": "endfor", "end": "endif", "endiff": "endif", "elseif": "elif",
    "elsif": "elif", "iff": "if", "fuer": "for", "für": "for", "wenn": "if", "sonst": "else",
    "foreach": "for", "ende": "endif",
}  # fmt: skip
"""What authors write who know another template language, or German."""


def body() -> str:
    """What the body of a template is called."""
    return _("Text")


def broken(tag: str) -> Fault:
    """A statement without a word."""
    return Fault(
        _("„{tag}“ ist nicht zu verstehen.").format(tag=tag),
        _("Gemeint ist etwas wie {% if telefon %} oder {%p for feld in felder %}."),
    )


def not_alone(unit: str) -> Fault:
    """Something beside a statement that stands for its whole paragraph, row or cell."""
    if unit == "p":
        return Fault(
            _("Neben {%p …%} darf im selben Absatz nichts stehen; es ginge verloren."),
            _("Geben Sie der Anweisung einen eigenen Absatz."),
        )
    if unit == "tr":
        return Fault(
            _("Neben {%tr …%} darf in derselben Tabellenzeile nichts stehen; es ginge verloren."),
            _("Geben Sie Anfang und Ende der Schleife je eine eigene, sonst leere Zeile."),
        )
    return Fault(
        _("Neben {%tc …%} darf in derselben Zelle nichts stehen; es ginge verloren."),
        _("Geben Sie der Anweisung eine eigene Zelle."),
    )


def no_table(unit: str) -> Fault:
    """A statement for table rows or cells outside of a table."""
    return Fault(
        _("{{%{unit} …%}} steht hier in keiner Tabelle.").format(unit=unit),
        _("Für Absätze schreiben Sie {%p …%}."),
    )


def unit_apart(unit: str, inside: str) -> Fault:
    """``{% p for`` with a space too many."""
    return Fault(
        _("In „{{%{text}%}}“ steht ein Leerzeichen zu viel.").format(text=inside[:60]),
        _("Richtig ist {{%{unit} … %}}, ohne Leerzeichen vor {unit}.").format(unit=unit),
    )


def special(text: str) -> Fault:
    """``{{r name }}`` and the like."""
    return Fault(
        _("Formatierte Platzhalter wie {{{{r {name} }}}} gibt es hier nicht.").format(name=text),
        _("Schreiben Sie {{{{ {name} }}}} und formatieren Sie den Platzhalter in Word.").format(
            name=text
        ),
    )


def unknown_statement(word: str, text: str, is_known: Callable[[str], bool]) -> Fault:
    """A statement that there is none of, or a placeholder with the signs of one."""
    message = _("Die Anweisung „{word}“ gibt es in Vorlagen nicht.").format(word=word)
    if is_known(text):
        return Fault(message, _("Ein Platzhalter steht so: {{{{ {name} }}}}.").format(name=text))
    near = _OTHER_STATEMENTS.get(word.lower())
    if near or word.lower() in {"for", "if", "else", "elif", "endif", "endfor"}:
        return Fault(message, _("Meinten Sie „{name}“?").format(name=near or word.lower()))
    return Fault(message, _("Erlaubt sind for … endfor und if … elif … else … endif."))


def unclosed(word: str, unit: str, text: str) -> Fault:
    """A loop or condition without an end."""
    message = _("Die Bedingung „{text}“ wird nicht geschlossen.")
    if word == "for":
        message = _("Die Schleife „{text}“ wird nicht geschlossen.")
    return Fault(
        message.format(text=f"{word} {text}"[:80]),
        _("Es fehlt {{%{unit} end{word} %}}.").format(unit=unit, word=word),
    )


def spare_brace(tag: str) -> Fault:
    """A third brace beside a tag."""
    return Fault(
        _("Neben „{tag}“ steht eine Klammer zu viel; sie würde gedruckt.").format(tag=tag),
        _("Ein Platzhalter hat zwei Klammern auf jeder Seite: {{ vorname }}."),
    )


def too_much(word: str, rest: str) -> Fault:
    """``{% else if … %}`` or ``{% endif telefon %}``."""
    hint = _("Eine weitere Bedingung heißt elif: {% elif telefon %}.")
    return Fault(
        _("Hinter „{word}“ darf nichts stehen: „{text}“.").format(word=word, text=rest[:40]),
        hint if word == "else" else "",
    )


def stray(word: str) -> Fault:
    """An end without a beginning."""
    return Fault(
        _("„{word}“ steht hier ohne Anfang.").format(word=word),
        _("Davor fehlt der passende Anfang, oder ein anderer Block ist noch offen."),
    )


def other_unit(begin: str, first: str, last: str, end: str) -> Fault:
    """``{%p if`` closed by ``{% endif``."""
    return Fault(
        _(
            "Der Anfang {{%{first} {begin} … %}} und das Ende {{%{last} {end} %}} passen nicht."
        ).format(first=first, begin=begin, last=last, end=end),
        _("Beide brauchen denselben Zusatz (p, tr oder keinen)."),
    )


def crosses(begin: str, text: str, end: str) -> Fault:
    """A block that begins in one cell and ends in another."""
    return Fault(
        _(
            "Anfang und Ende von „{text}“ liegen in verschiedenen Zellen, Zeilen oder Tabellen "
            "oder in verschiedenen Rahmen."
        ).format(text=f"{begin} {text}"[:80]),
        _(
            "Für ganze Tabellenzeilen: {{%tr {begin} … %}} und {{%tr {end} %}} in eigenen Zeilen."
        ).format(begin=begin, end=end),
    )


def too_deep() -> Fault:
    """More loops inside each other than a form needs."""
    return Fault(_("Hier stehen zu viele Schleifen oder Bedingungen ineinander."))


def inside_itself(path: str) -> Fault:
    """A loop over a list inside a loop over the same list."""
    return Fault(
        _("Die Liste „{name}“ wird hier schon durchlaufen.").format(name=path),
        _("Schließen Sie die äußere Schleife zuerst."),
    )


def behind_loop(message: str, name: str, loop: str, place: str) -> Fault:
    """The row of a loop used after its end."""
    return Fault(
        message,
        _("„{name}“ gilt nur bis zum Ende der Schleife „for {loop}“ ({place}).").format(
            name=name, loop=loop, place=place
        ),
    )


def hidden_tag(element: str) -> Fault:
    """A tag in a field, an alternative text or a formula."""
    name = element.rpartition("}")[2]
    if name in {"instrText", "fldSimple", "fldChar"}:
        where = _("in einer Feldfunktion")
    elif name in {"docPr", "cNvPr", "hyperlink", "shape"}:
        where = _("im Alternativtext oder in einem Link")
    else:
        where = _("außerhalb des Textes")
    return Fault(
        _("Ein Platzhalter steht {where} und wird dort nicht gefüllt.").format(where=where),
        _("Bitte schreiben Sie ihn in den Text (Alt+F9 zeigt in Word die Feldfunktionen)."),
    )


def in_properties(part: str) -> Finding:
    """A tag in the properties or comments of the file."""
    return Finding(
        _("Dokumenteigenschaften oder Kommentare ({part})").format(part=part),
        _("Hier sind Platzhalter nicht erlaubt; sie werden nicht gefüllt."),
        _("Bitte entfernen Sie sie (Datei, Informationen, Eigenschaften)."),
    )


def joined(tag: str, pieces: int, looks: int, crossed: str) -> tuple[str, str]:
    """A tag that Word cut into pieces: message and hint."""
    message = _("Word hat „{tag}“ in {count} Stücke geteilt; sie werden zusammengesetzt.").format(
        tag=tag, count=pieces
    )
    if crossed:
        message = _("„{tag}“ beginnt oder endet mitten in {what}; es wird zusammengesetzt.").format(
            tag=tag, what=_frame(crossed)
        )
    elif looks > 1:
        message = _(
            "„{tag}“ ist teils anders formatiert; es erhält das Aussehen seines Anfangs."
        ).format(tag=tag)
    return message, _("Eine bereinigte Kopie schreibt: --repair KOPIE.docx")


def tidied(tag: str) -> tuple[str, str]:
    """A tag with curly quotes or unseen signs: message and hint."""
    return (
        _("In „{tag}“ standen typografische Anführungszeichen oder unsichtbare Zeichen.").format(
            tag=tag
        ),
        _("Sie werden beim Füllen ersetzt. Eine bereinigte Kopie schreibt: --repair KOPIE.docx"),
    )


def _frame(name: str) -> str:
    names = {
        "hyperlink": _("einem Link"),
        "sdt": _("einem Inhaltssteuerelement"),
        "sdtContent": _("einem Inhaltssteuerelement"),
        "fldSimple": _("einem Feld"),
    }
    return names.get(name, _("einem Rahmen"))
