"""``caseconsole counts`` from the command line to the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from caseconsole.cli import main
from caseconsole.documents.readback import read_text
from caseconsole.exchange.caseload_file import import_file
from caseconsole.store import Store
from tests.conftest import PASSPHRASE

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture
def arguments(store: Store, tmp_path: Path) -> list[str]:
    """What every call needs: the town's store, closed, and its passphrase."""
    store.call(import_file, DATA / "musterstadt.jsonl")
    store.close()
    secret = tmp_path / "kennwort.txt"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    return ["--store", str(tmp_path / "store"), "--passphrase-file", str(secret)]


def test_the_counts_file_of_a_year(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = json.loads((DATA / "musterstadt-2024-counts.json").read_text(encoding="utf-8"))
    target = tmp_path / "zahlen.json"
    assert main(["counts", "--year", "2024", "-o", str(target), "--internal", *arguments]) == 0
    figures = json.loads(target.read_text(encoding="utf-8"))
    del figures["identities"]
    assert figures == expected
    said = capsys.readouterr()
    assert said.out == f"Auswertung 01.01.2024 – 31.12.2024 gespeichert: {target}\n"
    assert not said.err


def test_a_year_handed_in_answers_from_its_copy(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    year = ["--year", "2024", *arguments]
    before, after, now = (tmp_path / f"{name}.json" for name in ("before", "after", "now"))
    assert main(["counts", "-o", str(before), *year]) == 0
    assert main(["hand-in", "--recipient", "Landratsamt", *year]) == 0
    said = capsys.readouterr().out
    assert "Abgegeben: 01.01.2024 – 31.12.2024, Ausgabe 1, SHA-256 " in said
    late = tmp_path / "late.jsonl"
    contact = {"type": "contact", "id": "k1", "day": "2024-05-02", "kind": "phone", "anonymous": 1}
    lines = [{"type": "caseload", "format": 1}, contact]
    late.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert main(["import", str(late), *arguments]) == 0
    capsys.readouterr()
    assert main(["counts", "-o", str(after), *year]) == 0
    assert "wie abgegeben am" in capsys.readouterr().out
    assert after.read_bytes() == before.read_bytes()
    assert main(["counts", "-o", str(now), "--today", *year]) == 0
    totals = [
        json.loads(file.read_text(encoding="utf-8"))["consultations"]["total"]
        for file in (after, now)
    ]
    assert totals[1] == totals[0] + 1
    assert main(["hand-in", *year]) == 1
    assert "nennen Sie bitte den Grund" in capsys.readouterr().err


def test_the_word_report_says_what_is_to_do_and_what_was_handed_in(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    year, target = ["--year", "2024", *arguments], tmp_path / "bericht.docx"
    assert main(["counts", "-o", str(target), *year]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.endswith(str(target))
    assert second == "2 Stellen im Sachbericht sind noch zu ergänzen."
    assert "keine abgegebene Fassung" in read_text(target.read_bytes())
    assert main(["hand-in", *year]) == 0
    sha256 = capsys.readouterr().out.split()[-1]
    assert main(["counts", "-o", str(target), *year]) == 0
    assert f"Ausgabe 1, SHA-256 {sha256}." in read_text(target.read_bytes())
    book = tmp_path / "zahlen.csv"
    assert main(["counts", "-o", str(book), *year]) == 0
    assert f"Ausgabe 1, SHA-256 {sha256}" in book.read_text(encoding="utf-8-sig")


def test_a_name_in_the_word_report_is_called_to_mind(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (DATA / "musterstadt.jsonl").read_text(encoding="utf-8").splitlines()
    names = [json.loads(line).get("family_name") or "" for line in lines]
    name = next(name for name in names if name.isalpha() and len(name) > 5)
    own = tmp_path / "store" / "Vorlagen"
    own.mkdir()
    (own / "sachbericht.toml").write_text(
        f'[[abschnitt]]\ntitel = "Ausblick"\ntext = ["Familie {name} zieht um."]\n',
        encoding="utf-8",
    )
    (tmp_path / "config.toml").write_text(
        f"[documents]\ntemplate_folder = '{own}'\n", encoding="utf-8"
    )
    target = tmp_path / "a.docx"
    year = ["--year", "2024", "--config", str(tmp_path / "config.toml"), *arguments]
    assert main(["counts", "-o", str(target), *year]) == 0
    (hint,) = capsys.readouterr().out.splitlines()[1:]
    assert hint.startswith(f"Bitte prüfen: „{name}“")


def test_cross_tables_leave_rounded_unless_internal(arguments: list[str], tmp_path: Path) -> None:
    target = tmp_path / "zahlen.json"
    days = ["--from", "2024-01-01", "--to", "2024-12-31"]
    assert main(["counts", *days, "-o", str(target), *arguments]) == 0
    figures = json.loads(target.read_text(encoding="utf-8"))
    assert figures["tables"]["persons_in_care"]["sex"] == {
        "female": 25, "male": 20, "diverse": 0, "not_stated": 0,
    }  # fmt: skip
    assert figures["persons"]["in_care"] == 44


@pytest.mark.parametrize(
    "days",
    [
        [],
        ["--from", "2024-01-01"],
        ["--year", "2024", "--to", "2024-12-31"],
        ["--year", "2024", "--from", "2024-01-01", "--to", "2024-12-31"],
    ],
)
def test_an_unclear_period_is_wrong_usage(
    days: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["counts", *days, "-o", str(tmp_path / "x.json")]) == 2
    assert "--year" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--year", "1"], "zwischen 1880 und 2200"),
        (["--from", "2024-02-01", "--to", "2024-01-01"], "endet vor seinem Beginn"),
        (["--year", "2024", "-o", "zahlen.pdf"], "Endung"),
    ],
)
def test_a_refusal_is_one_line(
    options: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["counts", "-o", str(tmp_path / "x.json"), *options]) == 1
    said = capsys.readouterr()
    assert words in said.err
    assert said.err.count("\n") == 1
    assert not said.out
    assert not list(tmp_path.glob("x*"))
