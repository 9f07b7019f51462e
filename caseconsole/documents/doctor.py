"""The template doctor: what is wrong with a Word template, in words and with its place.

Beyond what refuses a template (``render.findings``) it finds out for which kinds of document a
template is fit, and fills it twice, with invented values and with none, since some faults show
only then.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from caseconsole.documents.declare import Placeholder, Shape
from caseconsole.documents.declare import describe as describe_placeholders
from caseconsole.documents.gate import ERROR, HINT, Finding
from caseconsole.documents.names import paths_of
from caseconsole.documents.package import Package, open_package, parse_part, read_package
from caseconsole.documents.specimen import invented, nothing, write_values
from caseconsole.errors import DocumentError
from caseconsole.i18n import _
from caseconsole.text import file_slug

if TYPE_CHECKING:
    from caseconsole.documents.lint import Reading, Use
    from caseconsole.documents.repair import Change

Kinds = Mapping[str, Iterable[Placeholder]]
"""The placeholders of each kind of document, by its name."""

_MOST_FINDINGS = 200


@dataclass(frozen=True)
class Examination:
    """What the doctor found.

    Args:
        findings: errors make the template unusable, hints do not.
        kinds: names of the kinds of document that it can be used for, the likeliest first.
        mendable: whether a repaired copy would differ from it.
    """

    findings: tuple[Finding, ...]
    kinds: tuple[str, ...]
    mendable: bool

    @property
    def errors(self) -> int:
        """How many errors there are."""
        return sum(finding.severity == ERROR for finding in self.findings)


def examine(path: Path, kinds: Kinds | None = None) -> list[Finding]:
    """All findings for the template ``path``; errors make it unusable, hints do not.

    Raises:
        DocumentError: the file cannot be opened as a template at all.
    """
    return list(diagnose(path, kinds).findings)


def diagnose(path: Path, kinds: Kinds | None = None) -> Examination:
    """What is wrong with the template ``path``, what it is fit for, and whether it can be mended.

    Args:
        path: the template.
        kinds: the placeholders of each kind; those of the program if ``None``.

    Raises:
        DocumentError: the file cannot be opened as a template at all.
    """
    return _diagnosed(read_package(path), path.stem, kinds)


def repair(path: Path, copy: Path, kinds: Kinds | None = None) -> tuple[Examination, list[Change]]:
    """Write a repaired copy of a template; returns what is still wrong with it and what was done.

    Raises:
        DocumentError: the file is no template, or there is a file ``copy`` already.
    """
    from caseconsole.documents.repair import repaired, write_new

    data, changes = repaired(read_package(path), all_placeholders(kinds))
    write_new(copy, data)
    return _diagnosed(open_package(data), path.stem, kinds), changes


def write_specimen(path: Path, specimen: Path, kinds: Kinds | None = None) -> Path:
    """Write the template filled with invented values; returns the file written.

    Raises:
        DocumentError: the template cannot be used, or there is a file ``specimen`` already.
    """
    from caseconsole.documents.render import compile_template
    from caseconsole.documents.repair import write_new

    declared = all_placeholders(kinds)
    template = compile_template(read_package(path), declared, title=_("Muster"))
    return write_new(specimen, template.fill(write_values(declared)))


def describe(kind: str = "", kinds: Kinds | None = None) -> Iterator[str]:
    """The list of placeholders for the author of a template, one line each.

    Args:
        kind: of one kind of document; of all if empty.
        kinds: the placeholders of each kind; those of the program if ``None``.

    Raises:
        DocumentError: there is no such kind.
    """
    known = _all_kinds(kinds)
    if not kind:
        yield from describe_placeholders(all_placeholders(kinds))
    elif kind in known:
        yield from describe_placeholders(known[kind])
    else:
        raise DocumentError(
            _("Eine Art von Dokument „{name}“ gibt es nicht.").format(name=kind),
            _("Vorhanden: {names}.").format(names=", ".join(known)),
        )


def all_placeholders(kinds: Kinds | None = None) -> tuple[Placeholder, ...]:
    """The placeholders of all kinds together; a list has the fields that it has in any of them."""
    merged: dict[str, Placeholder] = {}
    for placeholders in _all_kinds(kinds).values():
        for placeholder in placeholders:
            before = merged.get(placeholder.name)
            merged[placeholder.name] = _both(before, placeholder) if before else placeholder
    return tuple(merged.values())


def title_of(kind: str) -> str:
    """The German title of a kind of document; its name where the program has no such kind."""
    from caseconsole.documents.kinds import FORMS

    return _(FORMS[kind].title) if kind in FORMS else kind


def in_words(finding: Finding) -> str:
    """One finding as one line for the author of the template."""
    kind = _("Fehler") if finding.severity == ERROR else _("Hinweis")
    line = f"{kind}: {finding.place}: {finding.message}"
    if finding.hint:
        line += f" {finding.hint}"
    if finding.excerpt:
        line += " " + _("[im Absatz „{text}“]").format(text=finding.excerpt)
    return line


def _all_kinds(kinds: Kinds | None) -> dict[str, tuple[Placeholder, ...]]:
    if kinds is not None:
        return {name: tuple(placeholders) for name, placeholders in kinds.items()}
    from caseconsole.documents.kinds import FORMS

    return {form.name: form.placeholders for form in FORMS.values()}


def _both(first: Placeholder, second: Placeholder) -> Placeholder:
    if first.shape is not Shape.ROWS or second.shape is not Shape.ROWS:
        return first
    fields = {field.name: field for field in first.fields}
    for field in second.fields:
        before = fields.get(field.name)
        fields[field.name] = _both(before, field) if before else field
    return replace(first, fields=tuple(fields.values()))


def _diagnosed(package: Package, stem: str, kinds: Kinds | None) -> Examination:
    from caseconsole.documents.gate import forbidden
    from caseconsole.documents.lint import read_tags

    known = _all_kinds(kinds)
    declared = all_placeholders(kinds)
    reading = read_tags(package, declared)
    found = [*forbidden(package), *reading.findings]
    fit, misplaced = _fitness(reading, known, stem)
    found += misplaced
    if not any(finding.severity == ERROR for finding in found):
        found += _filled(package, known[fit[0]] if fit else declared)
    cut = list(_cut(package))
    if len(found) > _MOST_FINDINGS:
        found = [*found[:_MOST_FINDINGS], _many(len(found) - _MOST_FINDINGS)]
    return Examination((*found, *cut), fit, mendable=bool(cut or reading.fixes or reading.slips))


def _fitness(
    reading: Reading, kinds: Mapping[str, tuple[Placeholder, ...]], stem: str
) -> tuple[tuple[str, ...], list[Finding]]:
    """The kinds that a template is fit for, and the placeholders that keep it from any."""
    offered = {kind: set(paths_of(placeholders)) for kind, placeholders in kinds.items()}
    used = {use.name for use in reading.uses}
    named = _kind_of(stem, kinds)
    fit = [kind for kind, names in offered.items() if used <= names]
    fit.sort(key=lambda kind: kind != named)
    if fit and named in {"", fit[0]}:
        return tuple(fit), []
    best = named or max(offered, key=lambda kind: len(used & offered[kind]), default="")
    wrong: dict[str, Use] = {}
    for use in reading.uses:
        if use.name not in offered.get(best, set()):
            wrong.setdefault(use.name, use)
    return tuple(fit), [_misplaced(use, best, offered, named) for use in wrong.values()]


def _misplaced(use: Use, best: str, offered: Mapping[str, set[str]], named: str) -> Finding:
    others = [kind for kind, names in offered.items() if use.name in names]
    if named:
        message = _("Den Platzhalter „{name}“ gibt es im Dokument {kind} nicht.")
        hint = _("Es gibt ihn in: {kinds}.")
    else:
        message = _("Kein Dokument hat alle Platzhalter dieser Vorlage; „{name}“ fehlt in {kind}.")
        hint = _("„{name}“ gehört zu: {kinds}.")
    return Finding(
        use.place,
        message.format(name=use.name, kind=title_of(best)),
        hint.format(name=use.name, kinds=", ".join(map(title_of, others))),
        excerpt=use.excerpt,
    )


def _kind_of(stem: str, kinds: Iterable[str]) -> str:
    """The kind that the name of a file says, such as ``vermittlung-neu``; may be empty."""
    slug = file_slug(stem)
    named = [kind for kind in kinds if re.search(rf"(?:^|-){re.escape(file_slug(kind))}", slug)]
    return max(named, key=len, default="")


def _filled(package: Package, declared: tuple[Placeholder, ...]) -> Iterator[Finding]:
    from caseconsole.documents.render import compile_checked

    try:
        template = compile_checked(package)
        for values in (invented(declared), nothing(declared)):
            template.fill(values)
    except DocumentError as error:
        yield Finding(_("Probedruck"), error.message, error.hint)
        return
    if not template.dynamic:
        yield Finding(
            _("Text"),
            _("Die Vorlage enthält keinen einzigen Platzhalter."),
            _("Jedes Dokument daraus wäre gleich."),
            HINT,
        )


def _cut(package: Package) -> Iterator[Finding]:
    """The tags that Word cut into pieces or dressed up; they work all the same."""
    from caseconsole.documents import lint_words
    from caseconsole.documents.paragraphs import paragraphs_in
    from caseconsole.documents.straighten import accept_changes, join_tags

    for name in package.filled:
        root = parse_part(package.parts[name], name)
        accept_changes(root)
        for paragraph in paragraphs_in(root, package.place(name)):
            excerpt = paragraph.excerpt
            for joined in join_tags(paragraph):
                said = lint_words.tidied(joined.tag)
                if joined.pieces > 1:
                    said = lint_words.joined(
                        joined.tag, joined.pieces, joined.looks, joined.crosses
                    )
                yield Finding(paragraph.place, *said, HINT, excerpt)


def _many(count: int) -> Finding:
    return Finding(
        _("Text"),
        _("Dazu kommen {count} weitere Fehler.").format(count=count),
        _("Beheben Sie zuerst die genannten."),
    )
