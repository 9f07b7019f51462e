"""The English catalogue says all that the source says, and the source says nothing past it."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from caseconsole.cli import main
from caseconsole.i18n import _, ngettext, set_language
from tools import catalogue

GERMAN_WORDS = re.compile(
    r"[äöüßÄÖÜ„]"
    r"|\b(?:und|oder|nicht|ist|sind|wird|werden|der|das|den|dem|des|ein|eine|einen|mit|ohne|von"
    r"|vom|für|auf|aus|bei|bis|seit|noch|nur|schon|kein|keine|bitte|Sie|Ihre|Fall|Akte|Datei"
    r"|Ordner|Zeile|Spalte|Tag|Heute|heute|Strg|Umschalt|Kennwort|JJJJ)\b"
)
"""Letters and words that an English text does not hold; a net with wide meshes."""

ENGLISH_WITH_GERMAN = {
    "BAföG",  # an act without an English name
    "Ã¼ instead of ü",  # an example of what is broken
    "for zeile in",  # tags of templates, whose names are German
    "for feld in felder",
    "Geburtsdatum",  # the heading that the program looks for in a list
    "Baden-Württemberg",  # the state, which English leaves as it is
}
"""Parts of English texts that are German on purpose."""

GERMAN_ON_PURPOSE = {
    "beginnings.py": "passphrase of the practice, which is shown",
    "caseload/search.py": "parts of names",
    "config.py": "the head of a file beside the German settings file",
    "days.py": "words that a day can be typed as",
    "defaults.py": "text blocks, which become part of a German plan",
    "district/forms.py": "the head of a file beside the German settings file",
    "documents/specimen.py": "invented details of a specimen, which is a German document",
    "documents/suggest.py": "words that a placeholder can be called",
    "exchange/cells.py": "words of imported lists",
    "exchange/demo.py": "invented cases",
    "exchange/demo_names.py": "invented people",
    "exchange/mapping.py": "headings of imported lists",
    "exchange/words.py": "words of imported lists",
    "iso.py": "both languages in one table",
    "reports/text_lint.py": "words of German sentences that point at a person",
    "screens/first_start.py": "the question which language to speak, in both",
    "screens/report_period.py": "words that a period can be typed as",
    "text.py": "letters and words that a search reads alike",
}
"""Files that hold German outside the catalogue, and why."""

NAMES = {
    "heute",
    "open_screen('heute')",
    "bis",
    "von",
    "seit",
    "Fall-",
    "[Bitte ergänzen",
    r"\b(?:und|oder|nicht)\b",
    "Heilbronner Straße 35, 70191 Stuttgart, Telefon 0711 615541-0, poststelle@lfdi.bwl.de",
}
"""Names of screens, placeholders and files, German that is looked for, an address: no texts."""


FAULTS = ("placeholders differ", "space at an end differs", "not translated")


@pytest.fixture(scope="module", name="trees")
def _trees() -> dict[str, ast.Module]:
    return {
        path.relative_to(catalogue.PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in catalogue.sources()
    }


def _english() -> Iterator[str]:
    for message in catalogue.read():
        if message.id:
            yield from [message.string] if isinstance(message.string, str) else message.string or ()


def test_every_text_of_the_source_is_translated() -> None:
    """Nothing missing, empty, fuzzy or left over; placeholders, plurals and outer spaces agree."""
    assert catalogue.faults(catalogue.read()) == []


def test_the_program_reads_what_is_committed() -> None:
    compiled = catalogue.MO.read_bytes()
    assert compiled == catalogue.as_mo(catalogue.read()), "run: python -m tools.catalogue compile"


def test_updating_keeps_what_is_known_and_drops_what_is_gone() -> None:
    old = catalogue.read()
    old.add("Das sagt niemand mehr.", "Nobody says this any more.")
    old.delete("Wiedervorlage")
    new = catalogue.updated(old)
    assert new.get("Das sagt niemand mehr.") is None
    assert (known := new.get("Heute"))
    assert known.string == "Today"
    assert (missing := new.get("Wiedervorlage"))
    assert missing.string == ""
    assert any("Wiedervorlage" in fault for fault in catalogue.faults(new))
    assert any("niemand" in fault for fault in catalogue.faults(old))


@pytest.mark.parametrize(
    ("english", "fault"),
    [
        ("{file} there is no.", None),
        ("There is no such file.", "placeholders"),
        ("There is no {folder}.", "placeholders"),
        (" There is no {file}.", "space"),
        ("", "not translated"),
    ],
)
def test_a_wrong_translation_is_named(english: str, fault: str | None) -> None:
    spoilt = catalogue.read()
    message = spoilt.get("Die Datei {file} gibt es nicht.")
    assert message is not None
    message.string = english
    assert [one.split(":")[0] for one in catalogue.faults(spoilt)] == (
        [] if fault is None else [one for one in FAULTS if one.startswith(fault)]
    )


def test_the_catalogue_answers_for_one_and_for_many() -> None:
    set_language("en")
    try:
        assert _("Wiedervorlage") == "Follow-up"
        assert ngettext("{count} Fall", "{count} Fälle", 1) == "{count} case"
        assert ngettext("{count} Fall", "{count} Fälle", 0) == "{count} cases"
    finally:
        set_language("de")
    assert _("Wiedervorlage") == "Wiedervorlage"


def test_no_german_is_left_in_the_english() -> None:
    left = []
    for text in _english():
        rest = text
        for allowed in ENGLISH_WITH_GERMAN:
            rest = rest.replace(allowed, "")
        if GERMAN_WORDS.search(rest):
            left.append(text)
    assert left == []


def test_quotation_marks_are_english_and_come_in_pairs() -> None:
    wrong = [text for text in _english() if text.count("“") != text.count("”")]
    assert wrong == []


def test_texts_are_marked_whole(trees: dict[str, ast.Module]) -> None:
    """An f-string or a filled text would never be found in the catalogue."""
    wrong = [
        f"{file}:{call.lineno}"
        for file, tree in trees.items()
        for call in catalogue.calls(tree)
        for part in call.args[:2]
        if isinstance(part, ast.JoinedStr | ast.BinOp)
        or (
            isinstance(part, ast.Call)
            and isinstance(part.func, ast.Attribute)
            and part.func.attr in {"format", "join", "replace"}
        )
    ]
    assert wrong == []


def test_a_text_counts_everywhere_or_nowhere(trees: dict[str, ast.Module]) -> None:
    """With one entry for ``_`` and for ``ngettext``, ``_`` gives the singular for any count."""
    counted, plain = set(), set()
    for file, tree in trees.items():
        for found in catalogue.found_in(tree, file):
            if isinstance(found.text, str):
                plain.add(found.text)
            else:
                counted.add(found.text[0])
    assert {text for text in counted & plain if "{count}" in text} == set()


def test_no_german_passes_by_the_catalogue(trees: dict[str, ast.Module]) -> None:
    wrong = []
    for file, tree in trees.items():
        if file not in GERMAN_ON_PURPOSE:
            no_text = _docstrings(tree)
            no_text |= {id(node) for call in catalogue.calls(tree) for node in ast.walk(call)}
            wrong += [
                f"{file}:{node.lineno}: {node.value!r}"
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in no_text
                and GERMAN_WORDS.search(node.value)
                and node.value not in NAMES
                and re.search(r"[A-Za-z]{4}", node.value)
            ]
    assert wrong == []


def test_files_that_speak_german_exist(trees: dict[str, ast.Module]) -> None:
    assert set(GERMAN_ON_PURPOSE) <= set(trees)


def _docstrings(tree: ast.AST) -> set[int]:
    return {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def test_the_compiled_file_is_one_that_gettext_takes() -> None:
    with catalogue.MO.open("rb") as file:
        read = gettext.GNUTranslations(file)
    assert read.gettext("Fälle") == "Cases"


def _texts(words: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Every message, its forms in a tuple; the header may name the time of compiling."""
    return {_forms(message.id): _forms(message.string) for message in words if message.id}


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def test_the_words_of_argparse_are_german_and_compiled() -> None:
    folder = catalogue.PO.parents[2] / "de" / "LC_MESSAGES"
    with (folder / "argparse.po").open("rb") as file:
        words = read_po(file, locale="de", abort_invalid=True)
    with (folder / "argparse.mo").open("rb") as file:
        compiled = read_mo(file)
    assert _texts(compiled) == _texts(words)
    for message in words:
        if not message.id:
            continue
        names = re.findall(r"%\(\w+\)|%[rs]", str(message.id))
        # A word of Python's, such as the name of a type, may be left out; none may be invented.
        assert set(re.findall(r"%\(\w+\)|%[rs]", str(message.string))) <= set(names)


def test_wrong_usage_is_told_in_the_language_of_the_user(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["export"]) == 2
    assert "es fehlt: DATEI.jsonl" in capsys.readouterr().err
    assert main(["--language", "en", "export"]) == 2
    assert "the following arguments are required" in capsys.readouterr().err
