"""What is wrong with the placeholders of a template, and in which paragraph.

A template is read as its author sees it: paragraph by paragraph, with the runs of Word joined.
Blocks (loops and conditions) are followed over the paragraphs, so that an unclosed one is named
where it begins, and every name is looked up among those that may stand at its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from caseconsole.documents.expressions import LOOP, Fault, Scope, check_expression, loop_of
from caseconsole.documents.gate import ERROR, Finding
from caseconsole.documents.package import Package
from caseconsole.documents.paragraphs import Paragraph, paragraphs_of
from caseconsole.i18n import _

if TYPE_CHECKING:
    from caseconsole.documents.declare import Placeholder

DEEPEST_LOOP = 4
"""Loops inside loops; more would only make a document grow without bound."""

_OPENING = re.compile(r"\{[{%#]")
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_REMAINS = re.compile(r"\{[{%#]|[}%#]\}|\{ \{|\} \}")
_STATEMENT = re.compile(r"[-+]?(?:(tr|tc|p|r)\s)?\s*(\w+)")
_QUOTES = str.maketrans(
    dict.fromkeys("„“”‟", '"') | dict.fromkeys("\u201a‘’\u201b", "'") | {"\u00a0": " "}
)


@dataclass
class _Block:
    """An open loop or condition."""

    word: str
    unit: str
    text: str
    paragraph: Paragraph
    scope: Scope
    closed_else: bool = False


@dataclass
class _Reader:
    """Walks the paragraphs of one part and collects what is wrong."""

    scope: Scope
    blocks: list[_Block] = field(default_factory=list)

    def read(self, paragraph: Paragraph) -> Iterator[Finding]:
        tags, remains = tags_of(paragraph.text)
        units = []
        for kind, inside in tags:
            if kind == "{{":
                yield from self._printed(inside.translate(_QUOTES), paragraph)
            elif kind == "{%":
                statement = inside.translate(_QUOTES)
                found = _STATEMENT.match(statement)
                if found is None:
                    yield _finding(paragraph, _broken(f"{{%{inside}%}}"))
                    continue
                units.append(found[1] or "")
                rest = statement[found.end() :].strip().rstrip("-+").strip()
                yield from self._statement(found[1] or "", found[2], rest, paragraph)
        if left := _REMAINS.search(remains):
            yield _finding(paragraph, _open_tag(remains[left.start() :]))
        if set(units) & {"p", "tr", "tc"} and (remains.strip() or len(units) > 1):
            yield _finding(paragraph, _not_alone())

    def end(self) -> Iterator[Finding]:
        """What is still open at the end of the part."""
        for block in self.blocks:
            yield _finding(block.paragraph, _unclosed(block))

    def _printed(self, text: str, paragraph: Paragraph) -> Iterator[Finding]:
        if text[:2] in {"r ", "p "} or text[:3] in {"tr ", "tc "}:
            text = text.partition(" ")[2]
            yield _finding(paragraph, _special(text))
        for fault in check_expression(text.strip(" -"), self.scope, printed=True):
            yield _finding(paragraph, fault)

    def _statement(
        self, unit: str, word: str, text: str, paragraph: Paragraph
    ) -> Iterator[Finding]:
        if word in {"for", "if"}:
            yield from self._open(unit, word, text, paragraph)
        elif word in {"elif", "else"}:
            yield from self._middle(word, text, paragraph)
        elif word in {"endfor", "endif"}:
            yield from self._close(unit, word, paragraph)
        else:
            yield _finding(paragraph, _unknown_statement(word))

    def _open(self, unit: str, word: str, text: str, paragraph: Paragraph) -> Iterator[Finding]:
        self.blocks.append(_Block(word, unit, text, paragraph, self.scope))
        if word == "if":
            for fault in check_expression(text, self.scope, printed=False):
                yield _finding(paragraph, fault)
            return
        found = loop_of(text, self.scope)
        if isinstance(found, Fault):
            yield _finding(paragraph, found)
            # Names inside a loop that is not understood would all be reported again.
            self.scope = _Anything(self.scope)
        else:
            name, rows = found
            self.scope = {**self.scope, name: rows, "loop": LOOP}
            if isinstance(self.blocks[-1].scope, _Anything):
                self.scope = _Anything(self.scope)
        if sum(block.word == "for" for block in self.blocks) > DEEPEST_LOOP:
            yield _finding(paragraph, _too_deep())

    def _middle(self, word: str, text: str, paragraph: Paragraph) -> Iterator[Finding]:
        block = self.blocks[-1] if self.blocks else None
        if block is None or (block.word == "for" and word == "elif") or block.closed_else:
            yield _finding(paragraph, _stray(word))
            return
        block.closed_else = word == "else"
        if word == "elif":
            for fault in check_expression(text, self.scope, printed=False):
                yield _finding(paragraph, fault)

    def _close(self, unit: str, word: str, paragraph: Paragraph) -> Iterator[Finding]:
        opener = word.removeprefix("end")
        if not any(block.word == opener for block in self.blocks):
            yield _finding(paragraph, _stray(word))
            return
        while self.blocks[-1].word != opener:
            block = self.blocks.pop()
            yield _finding(block.paragraph, _unclosed(block))
        block = self.blocks.pop()
        self.scope = block.scope
        if block.unit != unit:
            yield _finding(paragraph, _other_unit(block, unit, word))
        elif not _same_frame(block.paragraph, paragraph, unit):
            yield _finding(paragraph, _crosses(block, word))


class _Anything(dict[str, "Placeholder"]):
    """A scope in which every name is known: used inside a loop that is itself wrong."""

    def __init__(self, below: Scope) -> None:
        super().__init__(below)

    def __contains__(self, _name: object) -> bool:
        return True

    def get(self, name: str, default: object = None) -> Placeholder | None:  # type: ignore[override]
        """The name if it is known; unknown ones are not looked at."""
        del default
        return self[name] if name in self.keys() else None


def check_tags(package: Package, declared: Iterable[Placeholder]) -> Iterator[Finding]:
    """Everything that is wrong with the placeholders of a template, in the order of the file.

    Args:
        package: the template.
        declared: the placeholders that it may use.
    """
    scope = {placeholder.name: placeholder for placeholder in declared}
    for name in package.filled:
        reader = _Reader(scope)
        for paragraph in paragraphs_of(package, name):
            yield from reader.read(paragraph)
        yield from reader.end()
    yield from _tags_elsewhere(package)


def tags_of(text: str) -> tuple[list[tuple[str, str]], str]:
    """The tags in ``text`` as sign and inside, and what is left of the text without them."""
    tags, rest, position = [], [], 0
    while opening := _OPENING.search(text, position):
        end = text.find(_CLOSING[opening[0]], opening.end())
        if end < 0:
            break
        tags.append((opening[0], text[opening.end() : end]))
        rest.append(text[position : opening.start()])
        position = end + 2
    rest.append(text[position:])
    return tags, "".join(rest)


_PROPERTIES = re.compile(r"^(?:docProps/|customXml/|word/comments|word/glossary/)")


def _tags_elsewhere(package: Package) -> Iterator[Finding]:
    """Placeholders where none is ever filled: properties, comments, building blocks."""
    from caseconsole.documents.package import parse_part

    for name, content in package.parts.items():
        if not _PROPERTIES.match(name) or not name.endswith(".xml"):
            continue
        text = "".join(t for t in parse_part(content, name).itertext() if isinstance(t, str))
        if "{{" in text or "{%" in text:
            yield Finding(
                _("Dokumenteigenschaften oder Kommentare ({part})").format(part=name),
                _("Hier sind Platzhalter nicht erlaubt; sie werden nicht gefüllt."),
                _("Bitte entfernen Sie sie (Datei, Informationen, Eigenschaften)."),
            )


def _finding(paragraph: Paragraph, fault: Fault, severity: str = ERROR) -> Finding:
    return Finding(paragraph.place, fault.message, fault.hint, severity, paragraph.excerpt)


def _same_frame(first: Paragraph, last: Paragraph, unit: str) -> bool:
    """Whether a block begins and ends where its parts can be repeated as wholes."""
    if unit == "tr":
        return first.table is last.table and first.table is not None
    if unit == "tc":
        return first.row is last.row and first.row is not None
    if unit == "r":
        return first.element is last.element
    return first.cell is last.cell


def _broken(tag: str) -> Fault:
    return Fault(
        _("„{tag}“ ist nicht zu verstehen.").format(tag=tag),
        _("Gemeint ist etwas wie {% if telefon %} oder {%p for feld in felder %}."),
    )


def _open_tag(rest: str) -> Fault:
    return Fault(
        _("Eine Klammer ist nicht vollständig: „{text}“.").format(text=rest[:40]),
        _("Ein Platzhalter steht ganz in einem Absatz: {{ vorname }}, eine Anweisung so: {% … %}."),
    )


def _not_alone() -> Fault:
    return Fault(
        _("Neben {%p …%}, {%tr …%} oder {%tc …%} darf im selben Absatz nichts stehen."),
        _("Der übrige Inhalt ginge verloren. Geben Sie der Anweisung einen eigenen Absatz."),
    )


def _special(text: str) -> Fault:
    return Fault(
        _("Formatierte Platzhalter wie {{{{r {name} }}}} gibt es hier nicht.").format(name=text),
        _("Schreiben Sie {{{{ {name} }}}} und formatieren Sie den Platzhalter in Word.").format(
            name=text
        ),
    )


def _unknown_statement(word: str) -> Fault:
    return Fault(
        _("Die Anweisung „{word}“ gibt es in Vorlagen nicht.").format(word=word),
        _("Erlaubt sind for … endfor und if … elif … else … endif."),
    )


def _unclosed(block: _Block) -> Fault:
    text = _("Die Bedingung „{text}“ wird nicht geschlossen.")
    if block.word == "for":
        text = _("Die Schleife „{text}“ wird nicht geschlossen.")
    return Fault(
        text.format(text=f"{block.word} {block.text}"),
        _("Es fehlt {{%{unit} end{word} %}}.").format(unit=block.unit, word=block.word),
    )


def _stray(word: str) -> Fault:
    return Fault(_("„{word}“ steht hier ohne Anfang.").format(word=word))


def _other_unit(block: _Block, unit: str, word: str) -> Fault:
    return Fault(
        _(
            "Der Anfang {{%{first} {begin} … %}} und das Ende {{%{last} {end} %}} passen nicht."
        ).format(first=block.unit, begin=block.word, last=unit, end=word),
        _("Beide brauchen denselben Zusatz (p, tr oder keinen)."),
    )


def _crosses(block: _Block, word: str) -> Fault:
    return Fault(
        _(
            "Anfang und Ende von „{text}“ liegen in verschiedenen Zellen, Zeilen oder Tabellen."
        ).format(text=f"{block.word} {block.text}"),
        _(
            "Für ganze Tabellenzeilen: {{%tr {begin} … %}} und {{%tr {end} %}} in eigenen Zeilen."
        ).format(begin=block.word, end=word),
    )


def _too_deep() -> Fault:
    return Fault(_("Hier stehen zu viele Schleifen ineinander."))
