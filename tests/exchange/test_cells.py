"""What the cells of a list mean: days in many forms, names, words for the value lists."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from caseconsole.errors import ExchangeError
from caseconsole.exchange.cells import DayRules, birth_of, day_of, split_name, split_place, text_of
from caseconsole.exchange.lines import Refusal
from caseconsole.exchange.mapping import read_mapping
from caseconsole.exchange.sheets import Cell
from caseconsole.exchange.words import key_of, keys_of

TODAY = dt.date(2026, 11, 20)
RULES = DayRules(TODAY, "dmy", dt.date(1899, 12, 30))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (dt.date(2024, 2, 29), "2024-02-29"),
        (dt.datetime(2024, 2, 29, 10, 30), "2024-02-29"),  # noqa: DTZ001 - Excel has no zones
        ("01.02.2024", "2024-02-01"),
        ("1.2.2024", "2024-02-01"),
        ("1.2.24", "2024-02-01"),
        ("1.2.45", "2045-02-01"),
        ("1.2.46", "1946-02-01"),
        ("2024-02-01", "2024-02-01"),
        ("01/02/2024", "2024-02-01"),
        ("1 - 2 - 2024", "2024-02-01"),
        ("01.02.2024 10:15", "2024-02-01"),
        ("2024-02-01T10:15:00", "2024-02-01"),
        ("1. Februar 2024", "2024-02-01"),
        ("1 Feb 2024", "2024-02-01"),
        ("3. März 2024", "2024-03-03"),
        ("01022024", "2024-02-01"),
        ("010224", "2024-02-01"),
        (45323.0, "2024-02-01"),
        (45323.75, "2024-02-01"),
        ("45323", "2024-02-01"),
    ],
)
def test_days(cell: Cell, expected: str) -> None:
    assert day_of(cell, RULES) == dt.date.fromisoformat(expected)


@pytest.mark.parametrize(
    "cell",
    ["45.13.2001", "31.02.1990", "29.02.2026", "1.2.", "1.2.202", "32.1.2024", "12", 7.0, 1e9,
     "1.2.3.2024", "2024-13-01", "1. Foo 2024", dt.time(10, 0), True, "1.1.1200", "1.1.2300"],
)  # fmt: skip
def test_no_days(cell: Cell) -> None:
    with pytest.raises(Refusal):
        day_of(cell, RULES)


@pytest.mark.parametrize("cell", ["", "  ", "?", "??", "k.A.", "k. A.", "unbekannt", "-", "offen"])
def test_cells_without_a_day(cell: Cell) -> None:
    assert day_of(cell, RULES) is None


@pytest.mark.parametrize(
    ("cell", "day", "precision"),
    [
        ("23.05.12", "2012-05-23", "day"),
        ("04.07.27", "1927-07-04", "day"),
        ("ca. 1985", "1985-01-01", "year"),
        ("um 1985", "1985-01-01", "year"),
        ("1985?", "1985-01-01", "year"),
        (1985.0, "1985-01-01", "year"),
        ("05/1985", "1985-05-01", "month"),
        ("1985-05", "1985-05-01", "month"),
        ("Mai 1985", "1985-05-01", "month"),
        (27874.0, "1976-04-24", "day"),
    ],
)
def test_births(cell: Cell, day: str, precision: str) -> None:
    found = birth_of(cell, RULES)
    assert found is not None
    assert (found.day.isoformat(), found.precision) == (day, precision)


@pytest.mark.parametrize("cell", ["1.1.2099", "2031", "45.13.2001", "31.02.1990", "1365"])
def test_impossible_births(cell: Cell) -> None:
    with pytest.raises(Refusal):
        birth_of(cell, RULES)


def test_order_and_epoch_are_the_lists_own() -> None:
    american = RULES._replace(order="mdy")
    assert day_of("2/1/2024", american) == dt.date(2024, 2, 1)
    assert day_of("24-02-01", RULES._replace(order="ymd")) == dt.date(2024, 2, 1)
    old_mac = RULES._replace(epoch=dt.date(1904, 1, 1))
    assert day_of(43861.0, old_mac) == dt.date(2024, 2, 1)


@pytest.mark.parametrize(
    ("text", "family", "given", "remark"),
    [
        ("AL HAMAD, Mohammad", "AL HAMAD", "Mohammad", False),
        ("Kovalenko , Lamin", "Kovalenko", "Lamin", False),
        ("O'Neill,Nour", "O'Neill", "Nour", False),
        ("Mohammad", "", "Mohammad", True),
        ("Amina Haddad", "Amina Haddad", "", True),
        ("Haddad, Amina, geb. Ali", "Haddad", "Amina, geb. Ali", True),
        ("Null", "", "Null", True),
    ],
)
def test_names(text: str, family: str, given: str, remark: bool) -> None:  # noqa: FBT001
    found = split_name(text)
    assert (found[0], found[1], bool(found[2])) == (family, given, remark)


def test_places() -> None:
    assert split_place("70000 Musterstadt") == ("70000", "Musterstadt")
    assert split_place("D-70000 Musterstadt") == ("70000", "Musterstadt")
    assert split_place("Oberdorf") == ("", "Oberdorf")


def test_texts_of_cells() -> None:
    assert text_of(1512345678.0) == "1512345678"
    assert text_of(2.5) == "2.5"
    assert text_of(dt.date(2026, 2, 1)) == "01.02.2026"
    assert text_of(" a\x1b[31m\u202eb ") == "a[31mb"
    with pytest.raises(Refusal, match=r"Zeichen 2.*U\+0000"):
        text_of("a\x00")


@pytest.mark.parametrize(
    ("values", "text", "key"),
    [
        ("sex", "m", "male"),
        ("sex", "männl.", "male"),
        ("sex", "Frau", "female"),
        ("sex", "weiblich", "female"),
        ("countries", "türk.", "TR"),
        ("countries", "Syrer", "SY"),
        ("countries", "AFG", "AF"),
        ("countries", "staatenlos", "stateless"),
        ("countries", "Kosovo", "XK"),
        ("countries", "Utopia", None),
        ("residence_status", "DU", "toleration"),
        ("residence_status", "Duldung § 60a", "toleration"),
        ("residence_status", "§ 60b", "toleration_60b"),
        ("residence_status", "Ausbildungsduldung", "toleration_60c"),
        ("residence_status", "Gestattung", "permission_to_stay"),
        ("residence_status", "GFK", "refugee"),
        ("residence_status", "§25 Abs. 2 S.1 Alt.1", "refugee"),
        ("residence_status", "§ 25 Abs. 2 Alt. 2", "subsidiary"),
        ("residence_status", "subs. Schutz", "subsidiary"),
        ("residence_status", "§ 25 Abs. 2", None),
        ("residence_status", "§24 AufenthG", "temporary_24"),
        ("residence_status", "25 III", "deportation_ban"),
        ("residence_status", "§ 25 V", "title_25_5"),
        ("residence_status", "§ 25 I", "asylum"),
        ("residence_status", "NE § 26", "settlement"),
        ("residence_status", "unklar", None),
        ("residence_status", "seit 2022", None),
        ("german_level", "B 1", "B1"),
        ("german_level", "B1 (DTZ)", "B1"),
        ("german_level", "a2", "A2"),
        ("german_level", "gut", None),
        ("housing", "GU", "shared_accommodation"),
        ("employment", "Vollzeit", "full_time"),
        ("marital_status", "verh.", "married"),
    ],
)
def test_words(values: str, text: str, key: str | None) -> None:
    assert key_of(values, text) == key


def test_several_words_and_own_translations() -> None:
    assert keys_of("countries", "syrisch / türkisch") == (["SY", "TR"], [])
    assert keys_of("languages", "Arabisch, Dari und Klingonisch") == (["ar", "fa"], ["Klingonisch"])
    assert key_of("german_level", "gut", {"gut": "B1"}) == "B1"
    assert key_of("german_level", "Keine", {"keine": ""}) == ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("sheet = 1", "sheet hat einen Wert der falschen Art"),
        ("shet = 'x'", "gemeint ist vielleicht „sheet“"),
        ("[columns]\nA = 'brith_date'", "gemeint ist vielleicht „birth_date“"),
        ("[constants]\nbegn = 'x'", "gemeint ist vielleicht „begin“"),
        ("[constants]\nbegin = 3", "ein Text oder ein Tag"),
        ("[values.name]\na = 'b'", "values.name"),
        ("[values.german_level]\ngut = 'B3'", "„values.german_level.gut = B3“ ist nicht bekannt"),
        ("day_order = 'dmyy'", "gemeint ist vielleicht „dmy“"),
        ("skip_rows = ['a']", "Liste von Zeilennummern"),
        ("header_row = true", "falschen Art"),
        ("a = ", "kein gültiges TOML"),
    ],
)
def test_mappings_that_cannot_be_used(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "mapping.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ExchangeError, match=reason):
        read_mapping(path)
