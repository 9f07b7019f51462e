"""Keeps the English catalogue: ``python -m tools.catalogue extract|update|compile|check``.

The source speaks German; ``caseconsole/locale/en/LC_MESSAGES/caseconsole.po`` holds the English.
``update`` takes over what the source says now, ``compile`` writes the file that the program reads,
``check`` names what is missing. Neither file holds times, line numbers or versions, so that a
difference is a difference in words.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import string
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parent.parent / "caseconsole"
PO = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "caseconsole.po"
MO = PO.with_suffix(".mo")

FUNCTIONS = {"_": 1, "N_": 1, "ngettext": 2}
"""The functions of ``caseconsole.i18n`` that texts go through, with the number of texts."""

Text = str | tuple[str, str]
"""A message: one text, or its singular and plural."""


class _Quiet(Catalog):
    """A catalogue whose header names nothing that changes by itself."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", "en"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", "nplurals=2; plural=(n != 1);\n"),
        ]


@dataclass(frozen=True)
class Found:
    """A message in the source: which file says it, and what it says."""

    file: str
    text: Text


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call in ``tree`` of a function that texts go through."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) in FUNCTIONS:
            yield node


def found_in(tree: ast.AST, file: str) -> Iterator[Found]:
    """The messages in the ``tree`` of a file.

    Babel's own extractor is not asked: it takes ``key`` for a message in ``_(LABELS["key"])``.
    """
    for call in calls(tree):
        wanted = FUNCTIONS[call.func.id] if isinstance(call.func, ast.Name) else 0
        texts = [
            part.value
            for part in call.args[:wanted]
            if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value
        ]
        if len(texts) == wanted:
            yield Found(file, texts[0] if wanted == 1 else (texts[0], texts[1]))


def sources() -> list[Path]:
    """Every Python file of the package, in order."""
    return sorted(PACKAGE.rglob("*.py"))


@cache
def extracted() -> dict[str, tuple[Text, list[str]]]:
    """Every message of the source by its German text, with the files that say it, in order."""
    messages: dict[str, tuple[Text, list[str]]] = {}
    for path in sources():
        file = path.relative_to(PACKAGE).as_posix()
        for one in found_in(ast.parse(path.read_text(encoding="utf-8")), file):
            german = one.text if isinstance(one.text, str) else one.text[0]
            text, files = messages.setdefault(german, (one.text, []))
            if file not in files:
                files.append(file)
            if isinstance(text, str) and isinstance(one.text, tuple):
                messages[german] = (one.text, files)
    return messages


def read() -> Catalog:
    """The catalogue as it is committed."""
    with PO.open(encoding="utf-8") as file:
        return read_po(file, locale="en", abort_invalid=True)


def updated(old: Catalog | None) -> Catalog:
    """A catalogue of what the source says now, with the English that ``old`` has for it."""
    comment = "# The English of caseconsole; docs/glossary.md says which word stands for which."
    new = _Quiet(locale="en", header_comment=comment, fuzzy=False)
    in_order = sorted(extracted().items(), key=lambda item: (item[1][1][0], item[0]))
    for german, (text, files) in in_order:
        known = old.get(german) if old else None
        translation = (
            known.string if known and known.pluralizable == isinstance(text, tuple) else ""
        )
        new.add(text, translation, locations=[(file, 0) for file in files])
    return new


def as_po(catalogue: Catalog) -> bytes:
    """``catalogue`` as the text that is committed."""
    out = io.BytesIO()
    write_po(out, catalogue, width=0, include_lineno=False)
    return out.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """``catalogue`` as the file that the program reads."""
    quiet = _Quiet(locale="en")
    for message in catalogue:
        if message.id:
            quiet.add(message.id, message.string)
    out = io.BytesIO()
    write_mo(out, quiet)
    return out.getvalue()


def _placeholders(text: str) -> set[str]:
    """What stands in braces; a text that is no format string is compared tag by tag."""
    try:
        return {
            f"{name}:{form}!{conversion}"
            for _, name, form, conversion in string.Formatter().parse(text)
            if name is not None
        }
    except ValueError:
        return set(re.findall(r"\{[^}]*\}", text))


def faults(catalogue: Catalog) -> list[str]:
    """What keeps ``catalogue`` from being the whole English of the source, one line each."""
    said = extracted()
    texts = {"", *(text for text, _ in said.values())}
    wrong = [f"not in the source: {one.id!r}" for one in catalogue if one.id not in texts]
    wrong += [f"obsolete: {german!r}" for german in catalogue.obsolete]
    for german, (text, files) in said.items():
        message = catalogue.get(german)
        if message is None or message.id != text:
            wrong.append(f"missing ({files[0]}): {text!r}")
        else:
            english = (
                (message.string,)
                if isinstance(message.string, str)
                else tuple(message.string or ())
            )
            wrong += _faults_of(text, english, fuzzy=message.fuzzy)
    return wrong


def _faults_of(text: Text, english: tuple[str, ...], *, fuzzy: bool) -> Iterator[str]:
    german = (text,) if isinstance(text, str) else text
    if fuzzy:
        yield f"fuzzy: {text!r}"
    if len(english) != len(german) or not all(english):
        yield f"not translated: {text!r}"
        return
    for ours, theirs in zip(german, english, strict=True):
        # A singular may say "one" where German counts, but invents nothing.
        missing = _placeholders(german[-1]) if ours is german[-1] else _placeholders(ours)
        if _placeholders(theirs) != missing:
            yield f"placeholders differ: {ours!r} – {theirs!r}"
        if (
            ours[:1].isspace() != theirs[:1].isspace()
            or ours[-1:].isspace() != theirs[-1:].isspace()
        ):
            yield f"space at an end differs: {ours!r} – {theirs!r}"


def main() -> int:
    """Run one command; 1 when ``check`` finds a fault."""
    parser = argparse.ArgumentParser(prog="python -m tools.catalogue", description=__doc__)
    parser.add_argument("command", choices=("extract", "update", "compile", "check"))
    command = parser.parse_args().command
    if command == "extract":
        sys.stdout.buffer.write(as_po(updated(None)))
    elif command == "update":
        PO.parent.mkdir(parents=True, exist_ok=True)
        PO.write_bytes(as_po(updated(read() if PO.exists() else None)))
    elif command == "compile":
        MO.write_bytes(as_mo(read()))
    else:
        wrong = faults(read())
        if MO.read_bytes() != as_mo(read()):
            wrong.append("the .mo file is not the .po file compiled; run compile")
        sys.stdout.writelines(f"{line}\n" for line in wrong)
        return 1 if wrong else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
