"""The Sachbericht: figures as counted, a mark on every page, three pages, own templates."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from caseconsole import config, paths
from caseconsole.counting import Report
from caseconsole.documents.kinds.activity_report import ACTIVITY_REPORT, FIGURES
from caseconsole.documents.output import WORD_JOINER
from caseconsole.errors import DocumentError, ReportError
from caseconsole.i18n import speaking
from caseconsole.reports.activity_report import bar
from caseconsole.reports.activity_texts import FILE
from caseconsole.reports.counts_file import counts_file
from caseconsole.reports.export import hints, write_report
from caseconsole.settings import Municipality, Settings
from caseconsole.values import build
from tests.counting.caseloads import Caseload, year
from tests.documents.word_files import save, word_file
from tests.reports.conftest import HOSTILE, handed_in

MARK = "intern – nicht weitergeben"
Reports = tuple[Report, Report]


def _write(reports: Reports, path: Path, *, internal: bool = False) -> Path:
    return write_report(reports[0], path, previous=reports[1], internal=internal)


def _rows(path: Path) -> list[list[str]]:
    document = docx.Document(str(path))
    return [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]


def _text(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def _own_templates(folder: Path) -> None:
    """The folder of the user's own templates."""
    settings = config.active()
    config.use(
        replace(settings, documents=replace(settings.documents, template_folder=str(folder)))
    )


def test_figures_are_those_of_the_counts_file(reports: Reports, tmp_path: Path) -> None:
    """Every key figure of the counts file, with that of the year before beside it."""
    found = _rows(_write(reports, tmp_path / "a.docx"))
    rows = {row[0]: row[1:] for row in found if len(row) == 3}
    now, before = (counts_file(report) for report in reports)

    def figure(tree: object, path: str) -> str:
        for key in path.split("."):
            assert isinstance(tree, dict)
            tree = tree[key]
        return f"{tree:,}".replace(",", ".")

    compared = 0
    for path in FIGURES.values():
        group, _dot, name = path.partition(".")
        if group in now and (not name or name.split(".")[0] in now[group]):
            assert rows[reports[0].title(path)] == [figure(now, path), figure(before, path)], path
            compared += 1
    assert compared >= 30
    assert rows["weiblich"] == ["10", "10"], "cross tables are rounded"
    assert rows["Anonyme Kontakte"] == ["1.234", "0"]


def test_sentences_name_the_figures(reports: Reports, tmp_path: Path) -> None:
    text = _text(_write(reports, tmp_path / "a.docx"))
    assert "Das Integrationsmanagement hat 13 Personen aus" in text
    assert "Im Vorjahr waren es 6." in text
    assert "Das sind 14 mehr als im Vorjahr." in text
    assert "13 Zielen: 0 waren am Anfang offen, 13 kamen dazu." in text
    assert "Jobcenter (rund 15)" in text
    assert "Die häufigsten Themen: Wohnen (13) und Arbeit (1)." in text
    assert "Werte auf Vielfache von 5 gerundet" in text
    assert "So ist gezählt" in text
    assert "Jede Person einmal, die an mindestens einem Tag" in text
    assert "Süd & Nord <Gemeinde>" in text
    assert MARK not in text
    assert "{" not in text


def test_the_first_year_has_no_sentence_on_the_year_before(
    reports: Reports, tmp_path: Path
) -> None:
    path = write_report(reports[0], tmp_path / "a.docx")
    assert "Vorjahr" not in _text(path)
    assert ["Betreute Personen", "13", ""] in _rows(path)


def test_an_internal_report_is_exact_and_marked_on_every_page(
    reports: Reports, tmp_path: Path
) -> None:
    path = _write(reports, tmp_path / "a.docx", internal=True)
    assert ["weiblich", "11", "11"] in _rows(path)
    assert "Jobcenter (13)" in _text(path)
    document = docx.Document(str(path))
    for section in document.sections:
        assert MARK in section.footer.paragraphs[0].text
        if section.different_first_page_header_footer:
            assert MARK in section.first_page_footer.paragraphs[0].text
    assert any(paragraph.text == MARK for paragraph in document.paragraphs[:6])


def test_a_report_handed_in_says_so(reports: Reports, tmp_path: Path) -> None:
    info = handed_in(reports[0].period)
    text = _text(write_report(reports[0], tmp_path / "a.docx", handed_in=info))
    assert "wie abgegeben am 10.01.2025, Ausgabe 2, SHA-256 " + "ab" * 32 in text
    assert "keine abgegebene Fassung" in _text(write_report(reports[0], tmp_path / "b.docx"))


def test_the_file_names_nobody(reports: Reports, tmp_path: Path) -> None:
    properties = docx.Document(str(_write(reports, tmp_path / "a.docx"))).core_properties
    assert properties.author == "Süd & Nord <Gemeinde>"
    assert properties.last_modified_by in {"", "Süd & Nord <Gemeinde>"}


def test_the_report_is_german_whatever_the_screen_speaks(reports: Reports, tmp_path: Path) -> None:
    german = _write(reports, tmp_path / "a.docx")
    with speaking("en"):
        english = _write(reports, tmp_path / "b.docx")
    assert _text(english) == _text(german)


def test_hostile_labels_stand_as_they_are(tmp_path: Path) -> None:
    settings = replace(
        Settings(), municipality=Municipality(name='{{ 7*7 }} </w:t> "A" & <b>', place=HOSTILE)
    )
    config.use(settings)
    town = Caseload()
    town.case(town.person(nationalities=["SY"]), ("2024-01-01", None))
    path = write_report(town.count(year(2024), settings), tmp_path / "a.docx")
    assert '{{ 7*7 }} </w:t> "A" & <b>' in _text(path).replace(WORD_JOINER, "")
    assert "49" not in _text(path)


@pytest.mark.parametrize(
    ("value", "most", "halves"), [(0, 9, 0), (9, 9, 44), (1, 9000, 1), (5, 10, 22), (0, 0, 0)]
)
def test_bars_are_as_long_as_their_figures(value: int, most: int, halves: int) -> None:
    drawn = bar(value, most)
    assert 2 * drawn.count("█") + drawn.count("▌") == halves


def test_bars_stand_beside_their_numbers(reports: Reports, tmp_path: Path) -> None:
    rows = _rows(_write(reports, tmp_path / "a.docx"))
    assert ["Bestand am 31.12.2024 abends", "█" * 22 + " 13"] in rows
    assert ["Wiederaufnahmen", "0"] in rows
    assert ["Wohnen", "█" * 22 + " 13"] in rows


def test_a_template_of_ones_own_comes_first(reports: Reports, tmp_path: Path) -> None:
    own = tmp_path / "Vorlagen"
    own.mkdir()
    said = "{{ gemeinde }}: {{ betreute_personen }} betreut, {{ betreute_personen_veraenderung }}"
    save(own, "sachbericht.docx", word_file([said]))
    _own_templates(own)
    text = _text(_write(reports, tmp_path / "a.docx"))
    assert text.strip() == "Süd & Nord <Gemeinde>: 13 betreut, 7 mehr als im Vorjahr"
    with pytest.raises(ReportError, match="druckt den Vermerk nicht auf jede Seite"):
        _write(reports, tmp_path / "b.docx", internal=True)
    save(own, "sachbericht.docx", word_file(["{{ betreute_person }}"]))
    with pytest.raises(DocumentError, match="kann nicht verwendet werden"):
        _write(reports, tmp_path / "b.docx")
    assert not (tmp_path / "b.docx").exists()


def test_what_only_the_manager_can_say_is_called_to_mind(reports: Reports, tmp_path: Path) -> None:
    said = hints(reports[0], tmp_path / "a.docx", previous=reports[1])
    assert said == ("2 Stellen im Sachbericht sind noch zu ergänzen.",)
    assert hints(reports[0], tmp_path / "a.xlsx") == ()
    assert not (tmp_path / "a.docx").exists()


def test_every_name_of_the_template_has_a_meaning() -> None:
    assert all(placeholder.meaning for placeholder in ACTIVITY_REPORT.placeholders)
    assert not any("{" in placeholder.meaning for placeholder in ACTIVITY_REPORT.placeholders)


def _long_texts(folder: Path, letters: int) -> Path:
    """A folder with text blocks of one's own: the shipped ones and so many letters more."""
    more = ("Die Wohnungssuche dauert lange und bindet viele Gespräche. " * 99)[:letters]
    shipped = (paths.template_folder() / FILE).read_text(encoding="utf-8")
    own = shipped.replace('"[Bitte ergänzen: Was', f'"{more}[Bitte ergänzen: Was')
    assert len(own) == len(shipped) + letters
    (folder / FILE).write_text(own, encoding="utf-8")
    return folder


def test_too_much_text_is_called_to_mind(reports: Reports, tmp_path: Path) -> None:
    _own_templates(_long_texts(tmp_path, 4200))
    said = hints(reports[0], tmp_path / "a.docx", previous=reports[1])
    assert "höchstens drei Seiten" in said[0]


def _rich_town() -> tuple[Report, Settings]:
    """A town with every residence status, many nationalities, topics, areas and reasons."""
    from caseconsole.iso import COUNTRIES

    settings = replace(
        Settings(),
        municipality=Municipality(
            name="Gemeindeverwaltungsverband Obere Alb und Unteres Tal mit Umland",
            address="Rathausplatz 1", postcode="70999", place="Musterstadt", phone="07000 1",
            email="rathaus@musterstadt.example",
        ),
    )  # fmt: skip
    config.use(settings)
    lists, town = build(settings), Caseload()
    names = ("residence_status", "housing", "german_level", "employment")
    for number, country in enumerate(list(COUNTRIES)[:60] * 12):
        person = town.person(
            sex=("female", "male", "diverse", None)[number % 4],
            nationalities=[country],
            birth_date=f"{2023 - number % 70}-05-05",
        )
        case = town.case(person)
        reasons = lists["closing_reason"].keys
        town.period(case, "2023-06-01", "2024-06-01", closing_reason=reasons[number % len(reasons)])
        town.period(case, "2024-06-01")
        town.household((person, "2023-01-01"), place=f"Sehr lang benannter Ortsteil {number % 40}")
        keys = {name: lists[name].keys[number % len(lists[name].keys)] for name in names}
        town.status(person, "2023-01-01", **keys)
        topics = lists["topic"].keys
        town.contact("2024-05-05", person, main_topic=topics[number % len(topics)], minutes=45)
        town.goal(town.plan(case, "2024-06-01"), "2024-06-01")
        kinds = lists["partner_kind"].keys
        town.referral(case, "2024-06-02", kinds[number % len(kinds)], result="started")
    return town.count(year(2024), settings), settings


@pytest.mark.office
@pytest.mark.parametrize("internal", [False, True])
def test_three_pages_are_enough(tmp_path: Path, *, internal: bool) -> None:
    """With everything in it, and with as much text as passes without a hint."""
    report, _settings = _rich_town()
    _own_templates(_long_texts(tmp_path, 2150))
    assert not any("drei Seiten" in hint for hint in hints(report, tmp_path / "voll.docx"))
    target = write_report(
        report, tmp_path / "voll.docx", previous=report, internal=internal,
        handed_in=handed_in(report.period),
    )  # fmt: skip
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'office').as_uri()}",
         "--convert-to", "pdf", "--outdir", str(tmp_path), str(target)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    pages = re.findall(rb"/Type\s*/Page[^s]", (tmp_path / "voll.pdf").read_bytes())
    assert 2 <= len(pages) <= 3


def test_the_shipped_template_marks_every_page() -> None:
    """Head or foot of every section and of the first page has room for the mark."""
    document = docx.Document(io.BytesIO(paths.template_path("sachbericht.docx").read_bytes()))
    for section in document.sections:
        assert "{{ vermerk }}" in section.footer.paragraphs[0].text
        assert "{{ vermerk }}" in section.first_page_footer.paragraphs[0].text
