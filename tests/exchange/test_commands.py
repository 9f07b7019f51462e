"""``caseconsole import`` and ``export`` as a user calls them."""

from __future__ import annotations

from pathlib import Path

import pytest
import time_machine

from caseconsole.cli import main
from caseconsole.store import Store
from tests.exchange.conftest import PASSPHRASE, SMALLEST_MEMORY

pytestmark = pytest.mark.usefixtures("_day")


@pytest.fixture
def _day(time_machine: time_machine.TimeMachineFixture) -> None:
    time_machine.move_to("2026-11-20T09:00:00+01:00")


@pytest.fixture
def at(tmp_path: Path) -> tuple[str, ...]:
    """The options that name an empty store."""
    store, _recovery = Store.create(tmp_path / "store", PASSPHRASE, memory_kib=SMALLEST_MEMORY)
    store.close()
    (tmp_path / "secret").write_text(PASSPHRASE, encoding="utf-8")
    return "--store", str(tmp_path / "store"), "--passphrase-file", str(tmp_path / "secret")


def test_there_and_back(
    at: tuple[str, ...], data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = str(data / "musterstadt.jsonl")
    assert main(["import", source, "--dry-run", *at]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "Zeile 2 (partner): in Ordnung."
    assert lines[-1] == "Probelauf: alle 3843 Zeilen sind in Ordnung."
    assert main(["import", source, *at]) == 0
    assert capsys.readouterr().out == "Übernommen: 197 Personen, 96 Fälle, 1310 Kontakte.\n"
    target = tmp_path / "out.jsonl"
    assert main(["export", str(target), *at]) == 0
    assert "197 Personen, 96 Fälle, 1310 Kontakte. Die Datei ist nicht" in capsys.readouterr().out
    assert len(target.read_text(encoding="utf-8").splitlines()) == 3843
    assert main(["import", str(target), *at]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "die Fallnummer „2024-001“ gibt es schon" in said.err


def test_dry_run_of_a_list(
    at: tuple[str, ...], data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(data / "klientenliste-vorgaenger.xlsx"), "--dry-run", *at]) == 1
    said = capsys.readouterr()
    lines = said.out.splitlines()
    assert "Zeile 6: in Ordnung." in lines
    assert "Zeile 8: Problem: Spalte „geb. am“: den Tag „45.13.2001“ gibt es nicht." in lines
    assert sum(line.startswith("Zeile ") for line in lines) == 187
    assert said.err.startswith("Probelauf: 21 von 187 Zeilen haben ein Problem")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["import", "x.docx"], "Möglich sind .jsonl, .xlsx und .csv."),
        (["import", "none.jsonl"], "Die Datei none.jsonl gibt es nicht."),
        (["import", "a.jsonl", "--mapping", "m.toml"], "nur für .xlsx und .csv"),
        (["export", "a.json"], "muss auf .jsonl enden"),
    ],
)
def test_refused_before_the_store_is_opened(
    arguments: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    assert reason in capsys.readouterr().err


def test_an_existing_export_survives_a_failure(at: tuple[str, ...], tmp_path: Path) -> None:
    folder = tmp_path / "out.jsonl"
    folder.mkdir()
    assert main(["export", str(folder), *at]) == 1
    assert main(["export", str(tmp_path / "none" / "out.jsonl"), *at]) == 1
    assert list(folder.iterdir()) == []
