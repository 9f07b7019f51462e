"""The district's table: sums of many counts files, and what does not fit together."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseconsole.cli import main
from caseconsole.district.counts_input import REQUIRED, CountsFile, read_counts
from caseconsole.district.merge import merge
from caseconsole.district.workbook import render
from caseconsole.errors import ReportError
from caseconsole.reports.protection import rounded

EXACT = json.loads(
    (Path(__file__).parents[1] / "data" / "musterstadt-2024-counts.json").read_text("utf-8")
)
EXACT["identities"] = [{"rule": "Anfang + neu + wieder - beendet = Ende", "holds": True}]
Save = Callable[..., Path]


def rounded_copy(content: dict[str, Any]) -> dict[str, Any]:
    """The file as it leaves the house: every number of a cross table rounded for itself."""
    made = copy.deepcopy(content)
    for tables in made["tables"].values():
        for rows in tables.values():
            rows.update({key: rounded(value) for key, value in rows.items()})
    return made


@pytest.fixture
def save(tmp_path: Path) -> Save:
    """Writes a counts file with some figures changed, under a name."""

    def write(name: str, content: dict[str, Any] | None = None, **changes: Any) -> Path:
        made = copy.deepcopy(content or EXACT)
        for path, value in changes.items():
            *above, last = path.split("__")
            place = made
            for key in above:
                place = place[key]
            place[last] = value
        file = tmp_path / f"{name}.json"
        file.write_text(json.dumps(made), encoding="utf-8")
        return file

    return write


def test_every_figure_is_the_sum(save: Save) -> None:
    """Two towns, one with a case more that began and is still running."""
    more = {
        "movement": {"new": 29, "closing_stock": 33, "active_rows": 45},
        "cases": {"in_care": 45, "new": 29, "running": 33},
        "persons": {"in_care": 45, "new": 29, "running": 33},
    }
    second = copy.deepcopy(EXACT)
    for section, changed in more.items():
        second[section].update(changed)
    second["plans"]["quota"]["stock"] = 33
    for tables, total in (("persons_in_care", 45), ("stock", 33)):
        for rows in second["tables"][tables].values():
            key = next(iter(rows))
            rows[key] += total - sum(rows.values())
    merged = merge([read_counts(save("alt")), read_counts(save("neu", second))])
    assert merged.totals["movement.new"] == 28 + 29
    assert merged.totals["persons.in_care"] == 44 + 45
    assert merged.totals["consultations.by_kind.phone"] == 2 * 73
    assert merged.rounded == ()
    assert {f.municipality for f in merged.files} == {"alt", "neu"}
    for path in REQUIRED:
        assert merged.totals[path] == sum(file.figures[path] for file in merged.files)


def test_a_sum_of_rounded_tables_names_its_bound(save: Save) -> None:
    exact = read_counts(save("a"))
    files = [read_counts(save("b", rounded_copy(EXACT))), exact]
    merged = merge(files)
    assert [file.municipality for file in merged.rounded] == ["b"]
    assert merged.most_error == 2
    assert "höchstens 2 " in merged.notes()[-1]
    for path, value in merged.totals.items():
        assert abs(value - 2 * exact.figures[path]) <= merged.most_error


def test_a_table_that_a_town_left_out_is_no_nought(save: Save, tmp_path: Path) -> None:
    """What is missing is marked, and the bound of the sums is not claimed for it."""
    leaving = rounded_copy(EXACT)
    del leaving["tables"]["stock"]["sex"]
    out = tmp_path / "kreis.xlsx"
    merged = merge([read_counts(save("a", leaving)), read_counts(save("b"))])
    assert "•" in merged.notes()[-1]
    out.write_bytes(render(merged))
    women = EXACT["tables"]["stock"]["sex"]["female"]
    book = openpyxl.load_workbook(out)
    sides = [row[1:4] for row in book["Vergleich"].iter_rows(values_only=True)]
    assert ("•", women, women) in sides
    assert "•" in {row[1] for row in book["a"].iter_rows(values_only=True)}


def test_rare_rows_of_a_town_are_excepted_from_the_bound(save: Save) -> None:
    leaving = rounded_copy(EXACT)
    rows = leaving["tables"]["persons_in_care"]["nationality"]
    rows["other"] = rows.pop("AF") + rows.pop("TR")
    merged = merge([read_counts(save("a", leaving)), read_counts(save("b"))])
    assert "Ausgenommen sind Staatsangehörigkeiten und Orte" in merged.notes()[-1]
    whole = merge([read_counts(save("c", rounded_copy(EXACT))), read_counts(save("d"))])
    assert "Ausgenommen" not in whole.notes()[-1]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 60), min_size=1, max_size=8), min_size=1, max_size=41))
def test_the_bound_holds_for_any_number_of_towns(towns: list[list[int]]) -> None:
    """Rounding each number for itself errs by at most two, so forty-one towns by at most 82."""
    width = max(map(len, towns))
    exact = [sum(town[row] if row < len(town) else 0 for town in towns) for row in range(width)]
    told = [
        sum(rounded(town[row]) if row < len(town) else 0 for town in towns) for row in range(width)
    ]
    assert all(abs(one - other) <= 2 * len(towns) for one, other in zip(exact, told, strict=True))


def test_the_stated_name_and_base_are_taken(save: Save) -> None:
    made = copy.deepcopy(EXACT)
    for tables in made["tables"].values():
        for rows in tables.values():
            rows.update({key: rounded(value, 10) for key, value in rows.items()})
    file = read_counts(save("x", made, municipality="Oberdorf", rounded_to=10))
    assert (file.municipality, file.base) == ("Oberdorf", 10)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"movement": {}}, "movement.opening_stock"),
        ({"movement__new": "28"}, "keine Anzahl"),
        ({"movement__new": -1}, "keine Anzahl"),
        ({"movement__new": True}, "keine Anzahl"),
        ({"consultations__minutes": 10**400}, "keine Anzahl"),
        ({"movement__new": 29}, "widersprechen sich"),
        ({"persons__running": 31}, "widersprechen sich"),
        ({"goals__reached": 0}, "widersprechen sich"),
        ({"identities": []}, "Prüfregeln fehlen"),
        ({"identities": None}, "Prüfregeln fehlen"),
        ({"identities": [{"rule": "A = B", "holds": False}]}, "nicht erfüllt: A = B"),
        ({"identities": [{"rule": "A = B"}]}, "nicht zu lesen"),
        ({"rules": None}, "Version der Zählregeln"),
        ({"period": {"from": "2024-13-01", "to": "2024-12-31"}}, "Zeitraum"),
        ({"period": {"from": "2024-12-31", "to": "2024-01-01"}}, "Zeitraum"),
        ({"tables__stock__sex__female": 1}, "stock.sex"),
    ],
)
def test_a_file_that_cannot_be_believed(save: Save, changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(ReportError, match="stadt") as refused:
        read_counts(save("stadt", **changes))
    assert reason in refused.value.message


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff\xfe", b"null", b'"x"', b"[" * 100_000, b"9" * 5000]
)
def test_what_is_no_counts_file(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "zahlen.json"
    file.write_bytes(content)
    with pytest.raises(ReportError, match="keine Zählungsdatei"):
        read_counts(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"fehlt\.json.*nicht lesen"):
        read_counts(tmp_path / "fehlt.json")


def _two(save: Save, **changes: Any) -> list[CountsFile]:
    small = {"consultations__no_show": 1}
    return [read_counts(save("a")), read_counts(save("b", **small, **changes))]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"period": {"from": "2023-01-01", "to": "2023-12-31"}}, "b.json: zählt 01.01.2023"),
        ({"rules": 2}, "b.json: Zählregeln Version 2"),
        ({"municipality": "A"}, "b.json: Die Gemeinde „A“ steht schon"),
    ],
)
def test_files_that_do_not_fit(save: Save, changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(ReportError) as refused:
        merge(_two(save, **changes))
    assert reason in refused.value.message


def test_the_same_file_under_another_name_is_noticed(save: Save) -> None:
    with pytest.raises(ReportError, match="dieselben Zahlen"):
        merge([read_counts(save("a")), read_counts(save("b"))])


def test_the_command(save: Save, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [save("Oberdorf [1]/x".replace("/", "-")), save("b", consultations__no_show=1)]
    out = tmp_path / "kreis.xlsx"
    assert main(["district", "merge", *map(str, files), "-o", str(out)]) == 0
    assert "2 Gemeinden zusammengefasst" in capsys.readouterr().out
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Summe", "Vergleich", "b", "Oberdorf  1 -x"]
    rows = {row[0]: row[1] for row in book["Summe"].iter_rows(values_only=True) if row[0]}
    assert rows["Beratungen"] == 2 * EXACT["consultations"]["total"]
    side = [row for row in book["Vergleich"].iter_rows(values_only=True) if row[0] == "Beratungen"]
    total = EXACT["consultations"]["total"]
    assert side[-1][1:4] == (total, total, 2 * total)


def test_a_pattern_that_no_shell_expanded(save: Save, tmp_path: Path) -> None:
    save("a")
    save("b", consultations__no_show=1)
    out = tmp_path / "kreis.xlsx"
    assert main(["district", "merge", str(tmp_path / "*.json"), "-o", str(out)]) == 0
    assert openpyxl.load_workbook(out).sheetnames[2:] == ["a", "b"]
    assert main(["district", "merge", str(tmp_path / "x*.json"), "-o", str(out)]) == 1


def test_the_command_names_every_bad_file_and_writes_nothing(
    save: Save, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [save("gut"), save("eins", rules=None), save("zwei", identities=[])]
    out = tmp_path / "kreis.xlsx"
    assert main(["district", "merge", *map(str, files), "-o", str(out)]) == 1
    told = capsys.readouterr().err
    assert "eins.json" in told
    assert "zwei.json" in told
    assert told.count("\n") == 1
    assert not out.exists()
    assert main(["district", "merge", str(files[0]), "-o", str(tmp_path / "kreis.csv")]) == 1
    assert main(["district", "merge", "-o", str(out)]) == 2
