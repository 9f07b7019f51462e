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

from caseconsole.documents import lint_words as words
from caseconsole.documents.braces import slips_of
from caseconsole.documents.expressions import (
    LOOP,
    Fault,
    Known,
    Scope,
    check_expression,
    loop_of,
    names_in,
    scope_of,
)
from caseconsole.documents.gate import Finding, W
from caseconsole.documents.package import Package, parse_part
from caseconsole.documents.paragraphs import Paragraph, paragraphs_in
from caseconsole.documents.straighten import accept_changes
from caseconsole.documents.suggest import bare_name
from caseconsole.documents.tags import UNITS, Tag, spare_brace, straight, tags_of

if TYPE_CHECKING:
    from lxml import etree

    from caseconsole.documents.declare import Placeholder

DEEPEST_LOOP = 4
"""Loops inside loops; more would only make a document grow without bound."""

DEEPEST_BLOCK = 12
"""Loops and conditions inside each other."""

_INDEPENDENT_LOOPS = 2
"""Loops inside each other of which none runs over a field of the other."""

_MOST_IN_A_PARAGRAPH = 5
_STATEMENT = re.compile(r"(?:(tr|tc|p|r)\s)?\s*(\w+)")
_UNIT_APART = re.compile(r"\s+(tr|tc|p)\s+(?:for|if|elif|else|endif|endfor)\b")


@dataclass
class _Block:
    """An open loop or condition."""

    word: str
    unit: str
    text: str
    paragraph: Paragraph
    tag: Tag
    scope: Scope
    rows: Known | None = None
    closed_else: bool = False


@dataclass(frozen=True)
class Use:
    """A placeholder that a template uses: its name with those of its lists, and where."""

    name: str
    place: str
    excerpt: str


@dataclass(frozen=True)
class Fix:
    """A wrong name that can only mean one right one."""

    paragraph: Paragraph
    wrong: str
    right: str


@dataclass
class Reading:
    """What reading the tags of one part or of a whole template gave.

    Args:
        findings: what is wrong.
        uses: the placeholders in it.
        fixes: wrong names that can be corrected.
        slips: how many slips with braces can be corrected.
    """

    findings: list[Finding] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    fixes: list[Fix] = field(default_factory=list)
    slips: int = 0


class _Reader:
    """Walks the paragraphs of one part and collects what is wrong."""

    def __init__(self, scope: Scope, reading: Reading) -> None:
        self._scope = scope
        self._reading = reading
        self._blocks: list[_Block] = []
        self._ended: dict[str, _Block] = {}
        self._frames: dict[etree._Element, list[tuple[str, Paragraph]]] = {}
        self._plain = {bare_name(name) for name in scope}

    def read(self, paragraph: Paragraph) -> None:
        if "{" not in paragraph.text and not re.search("[}«<\uff5b]", paragraph.text):
            self._note_frames(paragraph, [], paragraph.text)
            return
        tags, rest = tags_of(paragraph.text)
        before = len(self._reading.findings)
        units = []
        for tag in tags:
            if spare_brace(paragraph.text, tag):
                self._reading.slips += 1
                self._report(paragraph, words.spare_brace(tag.whole))
            if tag.sign == "{{":
                self._printed(tag, paragraph)
            elif tag.sign == "{%":
                units.append(self._statement(tag, paragraph))
            elif tag.inside.split(" ")[0] in UNITS:
                units.append(tag.inside.split(" ")[0])
        for _start, piece in rest:
            for slip in slips_of(piece, self._is_known):
                self._reading.slips += bool(slip.right)
                self._report(paragraph, slip.fault)
        text = "".join(piece for _start, piece in rest)
        printed = any(tag.sign == "{{" for tag in tags)
        alone = not straight(text).strip() and not printed and len(units) == 1
        if "p" in units and not alone:
            self._report(paragraph, words.not_alone("p"))
        self._note_frames(paragraph, units, text + ("x" if printed else ""))
        del self._reading.findings[before + _MOST_IN_A_PARAGRAPH :]

    def end(self) -> None:
        """What is still open at the end of the part, and rows and cells that would get lost."""
        for block in self._blocks:
            self._report(block.paragraph, words.unclosed(block.word, block.unit, block.text))
        for frame, notes in self._frames.items():
            unit = "tr" if frame.tag == f"{W}tr" else "tc"
            own = [paragraph for mark, paragraph in notes if mark == unit]
            if own and len(notes) > 1:
                self._report(own[0], words.not_alone(unit))

    def _note_frames(self, paragraph: Paragraph, units: list[str], text: str) -> None:
        """Remember what stands in each row and cell: one with {%tr …%} holds nothing else."""
        for frame in (paragraph.row, paragraph.cell):
            if frame is not None and (units or straight(text).strip()):
                notes = self._frames.setdefault(frame, [])
                notes += [(mark, paragraph) for mark in units]
                notes += [("", paragraph)] if straight(text).strip() else []

    def _printed(self, tag: Tag, paragraph: Paragraph) -> None:
        text = tag.inside
        if text.startswith(tuple(f"{unit} " for unit in UNITS)):
            text = text.partition(" ")[2]
            self._report(paragraph, words.special(text.strip()))
        self._check(text.strip(" -"), paragraph, printed=True)

    def _statement(self, tag: Tag, paragraph: Paragraph) -> str:
        """Follow a statement; returns what it repeats: ``p``, ``tr``, ``tc``, ``r`` or nothing."""
        inside = tag.inside.lstrip("-+") if not tag.inside.startswith("- ") else tag.inside[1:]
        if apart := _UNIT_APART.match(inside):
            self._report(paragraph, words.unit_apart(apart[1], tag.inside))
            inside = inside.lstrip()
        found = _STATEMENT.match(inside)
        if found is None:
            self._report(paragraph, words.broken(tag.whole))
            return ""
        unit, word = found[1] or "", found[2]
        if unit in {"tr", "tc"} and paragraph.row is None:
            self._report(paragraph, words.no_table(unit))
        rest = inside[found.end() :].strip().rstrip("-+").strip()
        if word in {"else", "endif", "endfor"} and rest:
            self._report(paragraph, words.too_much(word, rest))
        if word in {"for", "if"}:
            self._open(_Block(word, unit, rest, paragraph, tag, self._scope))
        elif word in {"elif", "else"}:
            self._middle(word, rest, paragraph)
        elif word in {"endfor", "endif"}:
            self._close(unit, word, paragraph, tag)
        else:
            self._report(paragraph, words.unknown_statement(word, inside.strip(), self._is_known))
        return unit

    def _open(self, block: _Block) -> None:
        paragraph = block.paragraph
        if block.word == "if":
            self._check(block.text, paragraph, printed=False)
        else:
            found = loop_of(block.text, self._scope)
            if isinstance(found, Fault):
                self._report(paragraph, self._better(found))
                # Names inside a loop that is not understood would all be reported again.
                self._scope = _Anything(self._scope)
            else:
                name, block.rows = found
                self._use(block.rows.path, paragraph)
                made = {**self._scope, name: block.rows, "loop": LOOP}
                self._scope = _Anything(made) if isinstance(self._scope, _Anything) else made
                self._ended.pop(name, None)
        self._blocks.append(block)
        loops = [open_block for open_block in self._blocks if open_block.word == "for"]
        deep = len(loops) > DEEPEST_LOOP or len(self._blocks) > DEEPEST_BLOCK
        paths = [loop.rows.path for loop in loops if loop.rows]
        if deep or sum("." not in path for path in paths) > _INDEPENDENT_LOOPS:
            self._report(paragraph, words.too_deep())
        elif block.rows and paths.count(block.rows.path) > 1:
            self._report(paragraph, words.inside_itself(block.rows.path))

    def _middle(self, word: str, text: str, paragraph: Paragraph) -> None:
        block = self._blocks[-1] if self._blocks else None
        if block is None or (block.word == "for" and word == "elif") or block.closed_else:
            self._report(paragraph, words.stray(word))
            return
        block.closed_else = word == "else"
        if word == "elif":
            self._check(text, paragraph, printed=False)

    def _close(self, unit: str, word: str, paragraph: Paragraph, tag: Tag) -> None:
        opener = word.removeprefix("end")
        if not any(block.word == opener for block in self._blocks):
            self._report(paragraph, words.stray(word))
            return
        while self._blocks[-1].word != opener:
            block = self._blocks.pop()
            self._report(block.paragraph, words.unclosed(block.word, block.unit, block.text))
        block = self._blocks.pop()
        self._scope = block.scope
        if block.word == "for" and block.rows:
            self._ended[block.text.split(" ")[0]] = block
        if block.unit != unit:
            self._report(paragraph, words.other_unit(block.word, block.unit, unit, word))
        elif not _same_frame(block, paragraph, tag):
            self._report(paragraph, words.crosses(block.word, block.text, word))

    def _check(self, text: str, paragraph: Paragraph, *, printed: bool) -> None:
        for fault in check_expression(text, self._scope, printed=printed):
            self._report(paragraph, self._better(fault))
        for name in names_in(text, self._scope):
            self._use(name, paragraph)

    def _better(self, fault: Fault) -> Fault:
        """Say where a name was known that is used behind the end of its loop."""
        name = re.search(r"„(\w+)(?:\.\w+)*“", fault.message)
        if name and name[1] in self._ended and not fault.fix:
            block = self._ended[name[1]]
            return words.behind_loop(fault.message, name[1], block.text, block.paragraph.place)
        return fault

    def _is_known(self, name: str) -> bool:
        first = name.partition(".")[0]
        return bare_name(first) in self._plain or first in list(self._scope)

    def _use(self, name: str, paragraph: Paragraph) -> None:
        self._reading.uses.append(Use(name, paragraph.place, paragraph.excerpt))

    def _report(self, paragraph: Paragraph, fault: Fault) -> None:
        found = Finding(paragraph.place, fault.message, fault.hint, excerpt=paragraph.excerpt)
        if found not in self._reading.findings[-_MOST_IN_A_PARAGRAPH:]:
            self._reading.findings.append(found)
        if fault.fix:
            self._reading.fixes.append(Fix(paragraph, *fault.fix))


class _Anything(dict[str, Known]):
    """A scope in which every name is known: used inside a loop that is itself wrong."""

    def __init__(self, below: Scope) -> None:
        super().__init__(below)

    def __contains__(self, _name: object) -> bool:
        return True

    def get(self, name: str, default: object = None) -> Known | None:  # type: ignore[override]
        """The name if it is known; unknown ones are not looked at."""
        del default
        return self[name] if name in self.keys() else None


def check_tags(package: Package, declared: Iterable[Placeholder]) -> Iterator[Finding]:
    """Everything that is wrong with the placeholders of a template, in the order of the file.

    Args:
        package: the template.
        declared: the placeholders that it may use.
    """
    yield from read_tags(package, declared).findings


def read_tags(package: Package, declared: Iterable[Placeholder]) -> Reading:
    """What is wrong with the placeholders of a template, and which ones it uses where."""
    reading = Reading()
    scope = scope_of(declared)
    for name in package.filled:
        root = parse_part(package.parts[name], name)
        accept_changes(root)
        read_part(root, package.place(name), scope, reading)
    reading.findings += _tags_elsewhere(package)
    return reading


def read_part(root: etree._Element, prefix: str, scope: Scope, reading: Reading) -> None:
    """Read the tags of one part into ``reading``."""
    reader = _Reader(scope, reading)
    places = {}
    for paragraph in paragraphs_in(root, prefix):
        reader.read(paragraph)
        places[paragraph.element] = paragraph.place
    reader.end()
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag != f"{W}t" and _holds_tag(element):
            above = next(element.iterancestors(f"{W}p"), None)
            fault = words.hidden_tag(element.tag)
            place = places.get(above) or prefix or words.body()
            reading.findings.append(Finding(place, fault.message, fault.hint))


def _holds_tag(element: etree._Element) -> bool:
    texts = (element.text or "", *element.attrib.values())
    return any("{{" in text or "{%" in text or "{#" in text for text in texts)


_PROPERTIES = re.compile(r"^(?:docProps/|customXml/|word/comments|word/glossary/)")


def _tags_elsewhere(package: Package) -> Iterator[Finding]:
    """Placeholders where none is ever filled: properties, comments, building blocks."""
    for name, content in package.parts.items():
        if not _PROPERTIES.match(name) or not name.endswith(".xml"):
            continue
        text = "".join(t for t in parse_part(content, name).itertext() if isinstance(t, str))
        if "{{" in text or "{%" in text:
            yield words.in_properties(name)


def _same_frame(block: _Block, last: Paragraph, tag: Tag) -> bool:
    """Whether a block begins and ends where its parts can be repeated as wholes."""
    first = block.paragraph
    if block.unit == "tr":
        return _beside(first.row, last.row)
    if block.unit == "tc":
        return _beside(first.cell, last.cell)
    if block.unit == "p":
        return _beside(first.element, last.element)
    begin, end = _path(first, block.tag), _path(last, tag)
    if first.element is last.element:
        return begin == end
    same = [element.tag for element in begin] == [element.tag for element in end]
    return same and block.unit == "" and _beside(first.element, last.element)


def _beside(first: etree._Element | None, last: etree._Element | None) -> bool:
    return first is not None and last is not None and first.getparent() is last.getparent()


def _path(paragraph: Paragraph, tag: Tag) -> list[etree._Element]:
    """What a tag stands in, from its run up to its paragraph."""
    piece = paragraph.pieces_at(tag.start, tag.end)[0]
    path = []
    for element in piece.run.iterancestors():
        if element is paragraph.element:
            break
        path.append(element)
    return path
