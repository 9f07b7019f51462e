"""Which font and which language Word has for a script, and which language a second text is in.

Word asks the run, not the letter. All fonts here come with Windows 10 and 11; Latin, Greek and
Cyrillic letters stay in the font of the template.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from caseconsole.documents.schema_order import RUN, W, place, properties_of

if TYPE_CHECKING:
    from lxml import etree

SECOND = "x-zweit"
"""Stands in a prepared template for the language of the second text, until that is known."""

GERMAN = "de-DE"

_TAGS = {
    "am": "am-ET", "ar": "ar-SA", "ckb": "ku-Arab-IQ", "de-simple": GERMAN, "en": "en-GB",
    "es": "es-ES", "fa": "fa-IR", "fr": "fr-FR", "he": "he-IL", "it": "it-IT", "kmr": "kmr-TR",
    "pl": "pl-PL", "ps": "ps-AF", "pt": "pt-PT", "ro": "ro-RO", "ru": "ru-RU", "so": "so-SO",
    "sq": "sq-AL", "ti": "ti-ER", "tr": "tr-TR", "uk": "uk-UA", "ur": "ur-PK",
}  # fmt: skip


@dataclass(frozen=True)
class Script:
    """One script.

    Args:
        letters: its letters, as a class of a regular expression.
        font: a font of Windows that has them.
        language: the language that Word assumes, unless the second language is in this script.
        codes: languages that are written in it.
        complex: whether Word counts it among the complex scripts, which have properties of their
            own for font, size and weight.
        small: whether its letters are hard to read at the size of Latin ones; where a run names a
            size, they are a point larger.
    """

    letters: str
    font: str
    language: str
    codes: tuple[str, ...] = ()
    complex: bool = True
    small: bool = False


SCRIPTS = (
    Script("\u0590-\u05ff\ufb1d-\ufb4f", "Arial", "he-IL", ("he", "yi")),
    Script("\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff", "Arial", "ar-SA",
           ("ar", "fa", "ur", "ps", "ckb", "ug", "sd")),
    Script("\u0700-\u074f\u0860-\u086f", "Segoe UI Historic", "syr-SY", ("syr", "arc")),
    Script("\u0780-\u07bf", "MV Boli", "dv-MV", ("dv",)),
    Script("\u07c0-\u07ff", "Ebrima", "nqo-GN", ("nqo",)),
    Script("\U0001e900-\U0001e95f", "Ebrima", "ff-Adlm-GN"),
    Script("\u1200-\u139f\u2d80-\u2ddf\uab00-\uab2f", "Ebrima", "ti-ER", ("ti", "am"),
           complex=False, small=True),
    Script("\u2d30-\u2d7f", "Ebrima", "tzm-Tfng-MA", complex=False),
    Script("\u0530-\u058f\u10a0-\u10ff\u1c90-\u1cbf", "Segoe UI", "hy-AM", ("hy", "ka"),
           complex=False),
    Script("\u0900-\u0dff", "Nirmala UI", "hi-IN",
           ("hi", "ne", "mr", "bn", "pa", "gu", "ta", "te", "kn", "ml", "si")),
    Script("\u0e00-\u0eff\u1780-\u17ff", "Leelawadee UI", "th-TH", ("th", "lo", "km")),
    Script("\u1000-\u109f\uaa60-\uaa7f", "Myanmar Text", "my-MM", ("my",)),
    Script("\u0f00-\u0fff", "Microsoft Himalaya", "bo-CN", ("bo",)),
    Script("\u1100-\u11ff\uac00-\ud7ff", "Malgun Gothic", "ko-KR", ("ko",), complex=False),
    Script("\u3040-\u30ff\u31f0-\u31ff", "Yu Gothic", "ja-JP", ("ja",), complex=False),
    Script("\u2e80-\u2fdf\u3100-\u312f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff", "Microsoft YaHei",
           "zh-CN", ("zh",), complex=False),
)  # fmt: skip
"""Scripts that the font of a template may lack, or that Word has properties of their own for."""

_POINT = 2
"""Word counts sizes in halves of a point."""

NAMED = re.compile(f"[{''.join(script.letters for script in SCRIPTS)}]")
"""A letter of such a script."""

_LETTERS = tuple((re.compile(f"[{script.letters}]"), script) for script in SCRIPTS)
_PERSIAN = re.compile("[\u067e\u0686\u0698\u06af\u06a9\u06cc]")
_VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_STATEMENT = re.compile(r"\{%.*?%\}", re.DOTALL)
_SECOND_VALUE = re.compile(r"\{\{[-\s]*(?:\w+\.)?(?:zweit_\w+|\w+_zweit)\b.*\}\}", re.DOTALL)


def tag_of(code: str) -> str:
    """The name that Word has for the language ``code``; German if empty."""
    return _TAGS.get(code, code or GERMAN)


@lru_cache(maxsize=4096)
def script_of(character: str) -> Script | None:
    """The script of a letter; nothing for Latin, Greek and Cyrillic ones, digits and signs."""
    return next((script for letters, script in _LETTERS if letters.match(character)), None)


def language_of(text: str, script: Script, second: str) -> str:
    """The language of ``text`` for Word.

    Args:
        text: a text in ``script``, such as a name.
        script: its script.
        second: code of the second language of the document; it is meant wherever its script is.
    """
    if second in script.codes:
        return tag_of(second)
    if script.language == "ar-SA" and _PERSIAN.search(text):
        return tag_of("fa")
    return script.language


def by_script(text: str) -> list[tuple[str, Script | None]]:
    """``text`` cut where the script changes; digits and signs stay with what is before them."""
    pieces: list[tuple[str, Script | None]] = []
    for character in text:
        script = script_of(character)
        if pieces and (not character.isalpha() or script is pieces[-1][1]):
            pieces[-1] = (pieces[-1][0] + character, pieces[-1][1])
        else:
            pieces.append((character, script))
    return pieces


def set_look(properties: etree._Element, script: Script, language: str) -> None:
    """Name font, size, weight and language for a run in ``script``; what it names itself stays.

    Args:
        properties: the ``rPr`` of the run.
        script: its script.
        language: the language, as Word calls it.
    """
    fonts = place(properties, "rFonts", RUN)
    if not script.complex:
        for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(f"{W}{kind}", script.font)
            fonts.attrib.pop(f"{W}{kind}Theme", None)
        fonts.attrib.pop(f"{W}cstheme", None)
    elif not {f"{W}cs", f"{W}cstheme"} & set(fonts.attrib):
        fonts.set(f"{W}cs", script.font)
    size = properties.find(f"{W}sz")
    if script.small and size is not None:
        size.set(f"{W}val", str(int(size.get(f"{W}val", "0")) + _POINT))
    for plain, own in (("b", "bCs"), ("i", "iCs"), ("sz", "szCs")):
        said = properties.find(f"{W}{plain}")
        if said is not None and properties.find(f"{W}{own}") is None:
            place(properties, own, RUN).attrib.update(dict(said.attrib))
    place(properties, "lang", RUN).set(f"{W}{'bidi' if script.complex else 'val'}", language)


def mark_second_language(root: etree._Element) -> None:
    """Mark the runs of a template that hold nothing but texts in the second language.

    Word checks the spelling of every run in the language it names; German red lines below every
    Turkish word would be the first thing that the client sees.
    """
    for run in root.iter(f"{W}r"):
        text = "".join(t.text or "" for t in run.findall(f"{W}t"))
        values = _VALUE.findall(text)
        if not values or not all(map(_SECOND_VALUE.fullmatch, values)):
            continue
        if not re.search(r"\w", _STATEMENT.sub("", _VALUE.sub("", text))):
            place(properties_of(run, "rPr"), "lang", RUN, val=SECOND, bidi=SECOND)
