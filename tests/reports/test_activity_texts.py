"""Text blocks of one's own: what stands, what is left out, what is refused and in which words."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseconsole import paths
from caseconsole.counting import Report
from caseconsole.errors import DocumentError
from caseconsole.reports.activity_texts import FILE, Filled, fill, read_blocks
from caseconsole.reports.activity_values import values_of
from caseconsole.reports.content import Content
from caseconsole.reports.protection import protect
from caseconsole.reports.text_lint import hints
from caseconsole.settings import Municipality, Settings

VALUES = {"personen": 1, "faelle": 1234, "keine": 0, "frueher": None, "ort": "Wehr"}


def _filled(folder: Path, text: str) -> tuple[Filled, ...]:
    file = folder / FILE
    file.write_text(f'[[abschnitt]]\ntitel = "Zahlen"\ntext = [{text}]\n', encoding="utf-8")
    return fill(read_blocks(file), VALUES, file)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Es sind {faelle}."', ["Es sind 1.234."]),
        ('"{personen|Person|Personen} in {ort}."', ["1 Person in Wehr."]),
        ('"{faelle|Fall|Fälle}."', ["1.234 Fälle."]),
        ('"{keine|Fall|Fälle}."', ["0 Fälle."]),
        ('"Eins.", "Zwei.", "", "Drei."', ["Eins. Zwei.", "Drei."]),
        ('"Eins.", "Früher {frueher}."', ["Eins."]),
        ('{ wenn = "faelle", text = "Ja." }, { wenn = "keine", text = "Nein." }', ["Ja."]),
        ('{ wenn_nicht = "keine", text = "Ja." }, { wenn_nicht = "ort", text = "N." }', ["Ja."]),
    ],
)
def test_sentences(tmp_path: Path, text: str, expected: list[str]) -> None:
    (block,) = _filled(tmp_path, text)
    assert block.title == "Zahlen"
    assert list(block.paragraphs) == expected


def test_a_section_without_a_sentence_is_left_out(tmp_path: Path) -> None:
    assert _filled(tmp_path, '"Früher {frueher}."') == ()


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ('"{persone}"', "Abschnitt „Zahlen“: „persone“ gibt es nicht", "Meinten Sie personen?"),
        ('"{xyzzy}"', "„xyzzy“ gibt es nicht", "template placeholders sachbericht"),
        ('{ wenn = "fale", text = "x" }', "„fale“ gibt es nicht", ""),
        ('"{frueher_vorjahr} {frueher}"', "„frueher_vorjahr“ gibt es nicht", ""),
        ('"offen {"', "geschweifte Klammern ohne Namen", ""),
        ('"{ort|Ort|Orte}"', "„ort“ ist keine Zahl", ""),
        ('{ satz = "x" }', "ein Satz ist ein Text", ""),
        ("5", "ein Satz ist ein Text", ""),
    ],
)
def test_what_cannot_be_filled_is_named(tmp_path: Path, text: str, message: str, hint: str) -> None:
    with pytest.raises(DocumentError) as caught:
        _filled(tmp_path, text)
    assert message in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    "content",
    [
        b'titel = "x"',
        b"[[abschnitt]]\ntitel = 5\ntext = []",
        b'[[abschnitt]]\ntitel = "x"\ntext = "y"',
        b'[[abschnitt]]\ntitel = "x"\ntext = []\nmehr = 1',
        b"[[abschnitt]\n",
        b'[[abschnitt]]\ntitel = "\xff"\ntext = []',
        b'[[abschnitt]]\ntitel = "\\u0000"\ntext = []',
    ],
)
def test_a_damaged_file_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / FILE
    file.write_bytes(content)
    with pytest.raises(DocumentError, match=FILE):
        read_blocks(file)
    with pytest.raises(DocumentError, match="nicht zu lesen"):
        read_blocks(tmp_path / "fehlt.toml")


def test_the_shipped_sentences_have_no_hole_and_point_to_nobody(
    reports: tuple[Report, Report],
) -> None:
    file = paths.template_folder() / FILE
    report, previous = reports
    for content in (Content(report), Content(protect(report, previous), previous)):
        blocks = fill(read_blocks(file), values_of(content), file)
        texts = [text for block in blocks for text in block.paragraphs]
        assert [block.title for block in blocks] == [
            "Ausgangslage", "Aufgaben und Arbeitsweise", "Zahlen des Zeitraums", "Zielerreichung",
            "Zusammenarbeit und Vermittlungen", "Schwierigkeiten", "Ausblick",
        ]  # fmt: skip
        assert not any("{" in text or "None" in text or "  " in text for text in texts)


def test_no_percentage_of_fewer_than_ten(reports: tuple[Report, Report]) -> None:
    now, before = (values_of(Content(report)) for report in reports)
    assert now["planquote"] == "100 %"
    assert now["anteil_erreicht"] is None, "no goal was settled"
    assert before["planquote"] is None, "six persons"


@pytest.mark.parametrize(
    "text",
    [
        "Die zwei syrischen Brüder haben Arbeit gefunden.",
        "Besonders gelang es bei 3 Afghanen.",
        "Eine einzige Familie wohnt noch dort.",
        "Von den Eritreerinnen fanden 4 eine Stelle.",
        "In Wehr leben nur 2 von ihnen.",
        "Beide Ukrainerinnen besuchen den Kurs.",
        "Sechs Kinder kamen neu in die Schule.",
        "Eine Duldung hatten 5.",
    ],
)
def test_words_that_point_to_single_people_are_found(text: str) -> None:
    settings = Settings(municipality=Municipality(members=("Wehr",)))
    (hint,) = hints([f"Es war ein gutes Jahr. {text}"], settings)
    assert text in hint
    assert "gutes Jahr" not in hint


def test_a_name_of_the_files_is_found() -> None:
    texts = ["Das Jahr war gut. Auch Zainab fand eine Wohnung.", "Die Arbeit geht weiter."]
    (hint,) = hints(texts, Settings(), frozenset({"Zainab", "Mustermann"}))
    assert "„Zainab“" in hint
    assert "Das Jahr war gut" not in hint


@pytest.mark.parametrize(
    "text",
    [
        "120 Personen aus Syrien wurden beraten.",
        "Die Beratung dauert in der Regel 3 Jahre.",
        "Es gab 2.345 Gespräche mit Familien.",
        "Der Anteil der Frauen liegt bei 45 %.",
        "Am 3.5.2024 begann der Kurs.",
        "Viele Familien suchen eine Wohnung.",
        "Die Zahl der Kinder liegt zwischen 10 und 20.",
    ],
)
def test_harmless_sentences_pass(text: str) -> None:
    assert hints([text], Settings()) == []
