"""The second language: complete catalogues in the right script, and files that people edit."""

from __future__ import annotations

import re
import string
import unicodedata
from pathlib import Path

import pytest

from caseconsole import config, paths
from caseconsole.documents import languages
from caseconsole.documents.catalogue_files import read_file
from caseconsole.documents.phrases import APPOINTMENT, CONSENT, PHRASES, PLAN, RELEASE
from caseconsole.errors import DocumentError
from caseconsole.settings import Documents, Settings
from tools.language_files import text_of

SHIPPED = ("ar", "de-simple", "en", "fa", "fr", "kmr", "ru", "ti", "tr", "uk")
SCRIPTS = {"ar": "ARABIC", "fa": "ARABIC", "ru": "CYRILLIC", "uk": "CYRILLIC", "ti": "ETHIOPIC"}
SAME_AS_GERMAN = {
    "plan", "name", "rolle", "alter", "telefon", "unterschriften", "kontakt", "status", "level.4",
}  # fmt: skip
"""Words that another language may share with German."""
FOREIGN = {"GER", "GDPR", "DSGVO", "CEFR", "CECR", "RGPD", "StGB", "a"}
"""Terms in Latin letters that stay as they are in every script."""


def _texts(code: str) -> dict[str, str]:
    phrases = languages.catalogue(code).phrases
    return {f"{s}.{key}": text for s, texts in phrases.items() for key, text in texts.items()}


def test_the_languages_of_the_issue_are_shipped() -> None:
    assert languages.available() == SHIPPED


@pytest.mark.parametrize("code", SHIPPED)
def test_a_shipped_catalogue_is_complete_and_names_nothing_unknown(code: str) -> None:
    catalogue = languages.catalogue(code)
    assert catalogue.missing() == ()
    assert catalogue.unknown() == ()


@pytest.mark.parametrize("code", SHIPPED)
def test_a_shipped_file_shows_the_german_of_today(code: str) -> None:
    file = paths.template_folder() / languages.FOLDER / f"{code}.toml"
    assert file.read_text(encoding="utf-8") == text_of(code, read_file(file))


@pytest.mark.parametrize("code", SHIPPED)
def test_letters_are_of_the_script_of_the_language(code: str) -> None:
    script = SCRIPTS.get(code, "LATIN")
    for name, text in _texts(code).items():
        words = " ".join(w for w in re.findall(r"\w+", text) if w not in FOREIGN)
        foreign = {c for c in words if c.isalpha() and not unicodedata.name(c).startswith(script)}
        assert not foreign, (name, foreign)


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("uk", "ыэъё"),
        ("ru", "іїєґ"),
        ("fa", "كي"),
        ("kmr", "ığöüäß"),
        ("en", "äöüß"),
        ("fr", "ßäö"),
    ],
)
def test_letters_that_the_language_does_not_write(code: str, wrong: str) -> None:
    allowed = {"phrase.beschwerde_satz"}  # the name of the state
    for name, text in _texts(code).items():
        assert name in allowed or not set(wrong) & set(text.lower()), name


def test_persian_joins_its_suffixes_as_it_should() -> None:
    text = "".join(_texts("fa").values())
    apart = "[\u0600-\u06ff] \u0647\u0627(?:\u06cc)?\\b"  # the plural ending behind a space
    assert not re.search(apart, text)
    assert not re.search("\\b\u0646?\u0645\u06cc [\u0600-\u06ff]", text)  # the mark of the present


@pytest.mark.parametrize("code", SHIPPED)
def test_nothing_is_left_in_german(code: str) -> None:
    german = {f"{s}.{key}": text for s in languages.SECTIONS for key, text in
              languages.words(s).items()}  # fmt: skip
    same = {name for name, text in _texts(code).items() if text == german[name]}
    assert {name.removeprefix("phrase.") for name in same} <= SAME_AS_GERMAN


@pytest.mark.parametrize("code", SHIPPED)
def test_fields_numbers_and_articles_are_those_of_the_german(code: str) -> None:
    def fields(text: str) -> set[str | None]:
        return {field for _text, field, _spec, _conversion in string.Formatter().parse(text)}

    for key, text in languages.catalogue(code).phrases["phrase"].items():
        assert fields(text) == fields(PHRASES[key]), key
        western = "".join(str(unicodedata.decimal(c, c)) for c in text)
        wanted = set(re.findall(r"\d+", PHRASES[key]))
        assert wanted <= set(re.findall(r"\d+", western)), key


def test_easy_german_has_short_sentences() -> None:
    for name, text in _texts("de-simple").items():
        for sentence in re.split(r"(?<=[.?!:]) ", re.sub(r"\([^)]*\)", "", text)):
            assert len(sentence.split()) <= 15, (name, sentence)
        assert not re.search(r"\bwerden\b|\bwurden?\b", text), name


def _own(folder: Path, name: str, content: str | bytes) -> Path:
    config.use(Settings(documents=Documents(template_folder=str(folder))))
    file = folder / languages.FOLDER / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def test_an_own_file_goes_before_the_shipped_one_phrase_by_phrase(tmp_path: Path) -> None:
    _own(
        tmp_path, "fr.toml", '[phrase]\ntitel = "Mon plan"\nperson = ""\n[area]\nwork = "Boulot"\n'
    )
    french = languages.catalogue("fr")
    assert french.text("phrase", "titel") == "Mon plan"
    assert french.text("phrase", "person") == "Données personnelles"
    assert french.text("area", "work") == "Boulot"
    assert french.text("area", "school") == "École"
    assert french.missing() == ()


def test_a_new_language_lists_what_stays_german(tmp_path: Path) -> None:
    _own(
        tmp_path,
        "so.toml",
        '[phrase]\ntermin_titel = "Ballantaada"\ntittel = "x"\n[areas]\na="b"\n',
    )
    somali = languages.catalogue("so")
    assert "so" in languages.available()
    assert somali.text("phrase", "titel") == ""
    assert "phrase.titel" in somali.missing(PLAN)
    assert "area.work" in somali.missing(PLAN)
    assert "phrase.termin_titel" not in somali.missing(APPOINTMENT)
    assert {"weekday.1", "phrase.termin_ort"} <= set(somali.missing(APPOINTMENT))
    assert set(somali.missing(RELEASE)) == {f"phrase.{key}" for key in RELEASE}
    assert len(somali.missing(CONSENT)) == len(CONSENT)
    assert somali.unknown() == ("phrase.tittel", "areas.a")


@pytest.mark.parametrize(
    ("codes", "code"),
    [
        (("so", "ar", "en"), "ar"),
        (("ku",), "kmr"),
        (("de", "ar"), "de"),
        (("so",), ""),
        ((), ""),
    ],
)
def test_the_first_language_that_a_document_can_be_in(codes: tuple[str, ...], code: str) -> None:
    assert languages.first_of(codes) == code


def test_an_area_of_the_municipality_is_not_unknown(tmp_path: Path) -> None:
    _own(tmp_path, "so.toml", '[area]\ngarden = "Beerta"\n')
    assert languages.catalogue("so").unknown() == ("area.garden",)


@pytest.mark.parametrize(
    ("written", "code"),
    [("ku", "kmr"), ("KU", "kmr"), ("ls", "de-simple"), ("de_simple", "de-simple"), ("AR", "ar")],
)
def test_other_codes_of_a_language(written: str, code: str) -> None:
    assert languages.catalogue(written).code == code
    chosen = languages.chosen(None, written)
    assert chosen is not None
    assert chosen.code == code


def test_which_language_a_document_gets() -> None:
    assert languages.chosen(None, "") is None
    assert languages.chosen(None, "so") is None
    assert languages.chosen("de", "ar") is None
    assert languages.chosen("fr", "ar") == languages.catalogue("fr")
    with pytest.raises(DocumentError, match="noch keine Übersetzung"):
        languages.chosen("so", "")


def test_names_for_menus() -> None:
    assert languages.name("ti") == "Tigrinya – ትግርኛ"
    assert languages.name("ku") == "Kurdisch (Kurmancî) – Kurmancî"
    assert languages.name("de-simple") == "Leichte Sprache"
    assert languages.name("so") == "Somali – Soomaali"


@pytest.mark.parametrize(
    ("content", "line", "hint"),
    [
        ('[phrase]\n# x\ntitel = "Plan\nperson = "x"\n', 3, "geraden Anführungszeichen"),
        ("[phrase]\ntitel = „Plan“\n", 2, "geraden Anführungszeichen"),
        ('[phrase]\ntitel = "a"\nperson = "b"\ntitel = "c"\n', 4, "nur einmal"),
        ('[phrase]\ntitel "Plan"\n', 2, "Gleichheitszeichen"),
        ('[phrase\ntitel = "Plan"\n', 1, "Anführungszeichen"),
        ('# x\ntitel = "Plan"\n', 2, "Überschrift in eckigen Klammern"),
        ('[area]\ntitel = "x"\n[phrase]\ntitel = 5\n', 4, "„titel =“ muss ein Text"),
        ('[phrase]\ntitel = ["a"]\n', 2, "muss ein Text"),
        ('[phrase]\ntitel.neu = "a"\n', 2, "muss ein Text"),
        ('[phrase]\nwer = "a"\n[phrase.titel]\nx = "a"\n', 3, "muss ein Text"),
        ('[phrase]\nwer = "b"\ntitel = "a\\u0000b"\n', 3, ""),
        ('[phrase]\ntitel = "Prénom"\n'.encode("cp1252"), 2, "UTF-8"),
        (b"\xff\xfe[\x00p\x00", 1, "UTF-8"),
    ],
)  # fmt: skip
def test_a_faulty_file_is_named_with_its_line(
    tmp_path: Path, content: str | bytes, line: int, hint: str
) -> None:
    file = _own(tmp_path, "fr.toml", content)
    with pytest.raises(DocumentError) as caught:
        languages.catalogue("fr")
    assert f"{file} ist in Zeile {line} " in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize("name", ["uk (Kopie).toml", "~$fr.toml", "de.toml", "x.toml"])
def test_other_files_are_no_language(tmp_path: Path, name: str) -> None:
    _own(tmp_path, name, "[phrase]\n")
    assert languages.available() == SHIPPED


def test_files_of_windows_editors(tmp_path: Path) -> None:
    _own(tmp_path, "SO.toml", '\ufeff[phrase]\r\ntitel = "Qorshe"\r\n')
    assert languages.catalogue("so").text("phrase", "titel") == "Qorshe"
