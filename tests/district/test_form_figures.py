"""What a form can ask for, and the mapping that says where it goes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from caseconsole.counting import Report
from caseconsole.district.catalogue import catalogue
from caseconsole.district.figures import Figures
from caseconsole.district.forms import (
    FormMapping,
    is_hand_written,
    read_mapping,
    write_mapping,
)
from caseconsole.errors import InputError, ReportError
from caseconsole.reports.counts_file import counts_file
from tests.counting.caseloads import Caseload, year

NATION = "tables.persons_in_care.nationality"


def test_every_figure_of_the_report_and_of_the_counts_file_can_be_asked_for(
    counted: Report,
) -> None:
    known = catalogue(counted)
    assert set(counted.entries) <= set(known)
    file = counts_file(counted)
    assert {f"persons.{name}" for name in file["persons"]} <= set(known)
    rows = {f"{NATION}.{key}" for key in file["tables"]["persons_in_care"]["nationality"]}
    assert rows <= set(known)


def test_headline_figures_are_exact_and_tables_rounded(figures: Figures) -> None:
    assert figures.value("persons.in_care").content == 30
    women = figures.value("tables.persons_in_care.sex.female")
    assert (women.content, women.rounded) == (15, True)


def test_exact_tables_name_the_cells_that_tell_somebody(exact: Figures) -> None:
    assert exact.value("tables.persons_in_care.sex.female").content == 17
    assert not exact.value("tables.persons_in_care.sex.female").small
    iran = exact.value(f"{NATION}.IR")
    assert (iran.content, iran.small, iran.rounded) == (2, True, False)


def test_a_group_too_small_to_leave_is_a_dot(figures: Figures) -> None:
    iran = figures.value(f"{NATION}.IR")
    assert (iran.content, iran.left_out) == ("•", True)
    assert figures.value(f"{NATION}.IR + {NATION}.SY").content == "•"


@pytest.mark.parametrize("rest", [f"{NATION}.rest", f"{NATION}.other"])
def test_the_rest_is_what_has_no_place_of_its_own(
    figures: Figures, exact: Figures, rest: str
) -> None:
    placed = (f"{NATION}.SY", f"{NATION}.IR", rest)
    # Ukraine 12 as 10, Iran and Turkey together 4 as 5: Iran is only a dot in its own cell.
    assert figures.value(rest, placed).content == 15
    assert exact.value(rest, placed).content == 12 + 2
    assert exact.value(rest, ()).content == 30


def test_the_rest_of_a_list_keeps_the_sum(figures: Figures) -> None:
    kinds = ("consultations.by_kind.office", "consultations.by_kind.home_visit")
    total = sum(int(str(figures.value(kind).content)) for kind in kinds)
    rest = figures.value("consultations.by_kind.rest", kinds).content
    assert total + int(str(rest)) == figures.value("consultations.total").content == 30


def test_figures_of_one_cell_are_added(figures: Figures) -> None:
    both = figures.value("persons.new + persons.carried_over")
    assert both.content == 30
    assert "60+" in " ".join(name for name in figures.known if name.endswith("60+"))
    assert figures.value("tables.stock.age.60+ + tables.stock.age.27-59").content == 30


def test_months_go_without_their_year(figures: Figures) -> None:
    assert figures.value("months.03.new").content == figures.value("months.2024-03.new").content
    assert figures.value("months.05.consultations").content == 30


def test_a_month_must_be_in_the_period_once(counted: Report) -> None:
    from caseconsole.counting import Period

    town = Caseload()
    town.case(town.person(), ("2023-01-01", None))
    long = Figures(town.count(Period(dt.date(2023, 1, 1), dt.date(2024, 12, 31))))
    with pytest.raises(
        InputError, match=r"mehrmals; gemeint ist zum Beispiel months\.2023-03\.new"
    ):
        long.value("months.03.new")
    short = Figures(town.count(Period(dt.date(2024, 1, 1), dt.date(2024, 6, 30))))
    with pytest.raises(InputError, match="07 liegt nicht im Zeitraum"):
        short.value("months.07.new")


def test_texts(figures: Figures) -> None:
    assert figures.value("text.year").content == 2024
    assert figures.value("text.year").text == "2024"
    assert figures.value("text.from").content == dt.date(2024, 1, 1)
    assert figures.value("text.to").text == "31.12.2024"
    assert figures.value("text.period").content == "01.01.2024 – 31.12.2024"
    assert str(figures.value("text.note").content).startswith("Werte auf Vielfache von 5")


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        ("persons.in_car", "persons.in_care"),
        ("Betreute Personen", "persons.in_care"),
        ("consultations.totals", "consultations.total"),
        ("tables.persons_in_care.sex.femal", "tables.persons_in_care.sex.female"),
        ("tables.persons_in_care.nationality.XX", "tables.persons_in_care.nationality."),
        ("consultations.by_kind.letter", "consultations.by_kind."),
        ("text.gemeinde", "text."),
    ],
)
def test_an_unknown_figure_proposes_the_nearest(figures: Figures, wrong: str, near: str) -> None:
    with pytest.raises(InputError) as caught:
        figures.value(wrong)
    assert f"„{wrong}“ gibt es nicht. Gemeint ist vielleicht „{near}" in str(caught.value)


@pytest.mark.parametrize("wrong", ["", " + ", "persons.in_care + ", "x" * 5000])
def test_nonsense_is_no_figure(figures: Figures, wrong: str) -> None:
    with pytest.raises(InputError, match="gibt es nicht"):
        figures.value(wrong)


def test_texts_are_not_added_up(figures: Figures) -> None:
    with pytest.raises(InputError, match="lässt sich nicht zusammenzählen"):
        figures.value("text.year + persons.new")


def test_an_empty_report_fills_zeros() -> None:
    figures = Figures(Caseload().count(year(2024)))
    assert figures.value("persons.in_care").content == 0
    assert figures.value("consultations.by_kind.rest").content == 0


# ---------------------------------------------------------------------- the mapping


def test_a_mapping_is_read_as_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "kreis.toml"
    cells = {"Zahlen!C7": "persons.in_care", "'Blatt 2'!A1": "text.year", 'A "b"!B2': "x + y"}
    mapping = FormMapping(path, tmp_path / "kreis.xlsx", cells=cells, recipient="Landratsamt Ü")
    assert write_mapping(mapping) == path
    assert 'form = "kreis.xlsx"' in path.read_text(encoding="utf-8")
    assert read_mapping(path) == mapping
    assert not is_hand_written(path)
    path.write_text(path.read_text(encoding="utf-8") + "# Anmerkung\n", encoding="utf-8")
    assert is_hand_written(path)
    assert not is_hand_written(tmp_path / "missing.toml")


def test_a_form_elsewhere_keeps_its_folder(tmp_path: Path) -> None:
    form = tmp_path / "formulare" / "kreis.docx"
    (tmp_path / "zuordnung").mkdir()
    path = tmp_path / "zuordnung" / "kreis.toml"
    write_mapping(FormMapping(path, form, placeholders={"a": "households"}))
    assert read_mapping(path).form == form


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "„form“ nennt die Datei des Formulars"),
        ("form = 3", "„form“ nennt die Datei des Formulars"),
        ('form = "a.xlsx"\ncell = {}', "„cell“ ist nicht bekannt, gemeint ist vielleicht „cells“"),
        ('form = "a.xls"', "weder eine Excel-Mappe (.xlsx) noch ein Word-Dokument"),
        ('form = "a.xlsm"', "weder eine Excel-Mappe"),
        ('form = "a.xlsx"\n[cells]\nA1 = 3', "cells.A1 nennt keine Zahl der Auswertung"),
        ('form = "a.xlsx"\n[cells]\nZahlen.C7 = "households"', "braucht Anführungszeichen"),
        ('form = "a.xlsx"\ncells = "A1"', "cells ist ein Abschnitt: [cells]"),
        ('form = "a.xlsx"\n[placeholders]\na = "b"', "hat [cells] und keine [placeholders]"),
        ('form = "a.docx"\n[cells]\na = "b"', "hat [placeholders] und keine [cells]"),
        ('form = "a.xlsx"\nrecipient = 3', "recipient ist ein Text"),
        ("form = ", "kein gültiges TOML"),
        ('form = "a.xlsx"\n[cells]\n"A1" = "a"\n"A1" = "b"', "kein gültiges TOML"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_why(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "kreis.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReportError) as caught:
        read_mapping(path)
    assert said in str(caught.value)
    assert "kreis.toml" in str(caught.value)


def test_the_form_given_instead_of_the_mapping(tmp_path: Path) -> None:
    path = tmp_path / "kreis.xlsx"
    path.write_bytes(b"PK\x03\x04\xff\xfe")
    with pytest.raises(ReportError, match="gemeint ist die TOML-Datei, nicht das Formular"):
        read_mapping(path)
    with pytest.raises(ReportError, match="gibt es nicht"):
        read_mapping(tmp_path / "nichts.toml")
