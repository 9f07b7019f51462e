"""The command line: one line on failure, exit status 0, 1 or 2, and never a traceback."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

from caseconsole import cli, faults
from caseconsole.beginnings import Beginnings
from caseconsole.commands import common
from caseconsole.commands.options import build_parser
from caseconsole.store import Store, read_recovery_key
from tests.shell.conftest import PASSPHRASE

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "kennwort"
    file.write_text(PASSPHRASE + "\n", encoding="utf-8")
    return file


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "Traceback" not in said
    return said


def test_version_and_help_end_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("caseconsole ")
    assert cli.main(["--help"]) == 0
    assert "Integrationspläne" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["unbekannt"],
        ["demo", "--cases", "0"],
        ["demo", "--cases", "viele"],
        ["plan", "2024-017"],
        ["counts", "--from", "2025-02-30", "-o", "x.json"],
        ["restore", "x.ccb"],
        ["template"],
        ["--language", "fr", "doctor"],
    ],
)
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(arguments) == 2
    one_line(capsys)


def test_options_stand_before_or_after_the_command() -> None:
    parser = build_parser()
    before = parser.parse_args(["--store", "a", "--language", "en", "doctor"])
    after = parser.parse_args(["doctor", "--store", "a", "--language", "en"])
    nested = parser.parse_args(["template", "check", "x.docx", "--store", "a", "--language", "en"])
    for options in (before, after, nested):
        assert options.store == Path("a")
        assert options.language == "en"
        assert options.passphrase_file is None


@pytest.mark.parametrize(
    ("arguments", "target"),
    [
        ([], "launch:run"),
        (["demo"], "demo:run"),
        (["init"], "init:run"),
        (["import", "x.jsonl", "--dry-run", "--mapping", "m.toml"], "exchange:import_"),
        (["export", "x.jsonl"], "exchange:export"),
        (["plan", "1", "-o", "x.docx", "--template", "t", "--second-language", "ar", "--version",
          "2"], "documents:plan"),
        (["plans", "-o", "d"], "documents:plans"),
        (["counts", "--year", "2025", "-o", "x.xlsx", "--internal"], "counts:run"),
        (["template", "check", "x.docx"], "documents:template_check"),
        (["backup", "--to", "d"], "backup:backup"),
        (["restore", "x.ccb", "--to", "d"], "backup:restore"),
        (["doctor"], "doctor:run"),
    ],
)  # fmt: skip
def test_every_command_of_the_interface(arguments: list[str], target: str) -> None:
    options = build_parser().parse_args(arguments)
    assert f"{options.module}:{options.function}" == target


def test_a_missing_store_says_what_to_do(
    tmp_path: Path, secret: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["doctor", "--store", str(tmp_path / "nichts"), "--passphrase-file", str(secret)]
    assert cli.main(arguments) == 1
    assert "caseconsole init" in one_line(capsys)
    assert not (tmp_path / "nichts").exists()


def test_init_backup_restore_doctor(
    tmp_path: Path, secret: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, stick, copy = tmp_path / "a", tmp_path / "stick", tmp_path / "b"
    known = ["--passphrase-file", str(secret)]
    assert cli.main(["init", "--store", str(folder), *known]) == 0
    printed = re.findall(r"^[0-9A-Z]{4}(?:-[0-9A-Z]{4}){8}$", capsys.readouterr().out, re.MULTILINE)
    assert len(printed) == 1
    Store.open(folder, read_recovery_key(printed[0]), recovery=True).close()

    assert cli.main(["init", "--store", str(folder), *known]) == 1
    assert "schon" in one_line(capsys)

    assert cli.main(["backup", "--store", str(folder), "--to", str(stick), *known]) == 0
    capsys.readouterr()
    (written,) = stick.iterdir()
    assert cli.main(["restore", str(written), "--to", str(copy), *known]) == 0
    capsys.readouterr()
    Store.open(copy, PASSPHRASE).close()

    assert cli.main(["doctor", "--store", str(folder), *known]) in {0, 1}
    assert "unbeschädigt" in capsys.readouterr().out


@pytest.fixture
def with_key(tmp_path: Path) -> tuple[Path, Path]:
    """The folder of a store, and a file with its recovery key."""
    store, printed = Store.create(tmp_path / "a", PASSPHRASE, memory_kib=64 * 1024)
    store.close()
    file = tmp_path / "notfallschluessel"
    file.write_text(printed.lower() + "\n", encoding="utf-8")
    return tmp_path / "a", file


def test_the_recovery_key_takes_the_place_of_the_passphrase(
    with_key: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, file = with_key
    known = ["--passphrase-file", str(file)]
    assert cli.main(["export", str(tmp_path / "x.jsonl"), "--store", str(folder), *known]) == 0
    assert cli.main(["backup", "--to", str(tmp_path / "s"), "--store", str(folder), *known]) == 0
    (written,) = (tmp_path / "s").iterdir()
    assert cli.main(["restore", str(written), "--to", str(tmp_path / "b"), *known]) == 0
    Store.open(tmp_path / "b", PASSPHRASE).close()
    capsys.readouterr()
    cli.main(["doctor", "--store", str(folder), *known])
    assert "unbeschädigt" in capsys.readouterr().out
    Beginnings().open_with_file(folder, file).close()


def test_a_mistyped_recovery_key_names_its_group(
    with_key: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, file = with_key
    right = file.read_text(encoding="utf-8")
    file.write_text(right[:15] + ("x" if right[15] != "x" else "y") + right[16:], encoding="utf-8")
    arguments = ["export", str(tmp_path / "x.jsonl"), "--store", str(folder)]
    assert cli.main([*arguments, "--passphrase-file", str(file)]) == 1
    assert "In Gruppe 4 " in one_line(capsys)


@pytest.mark.parametrize("damage", [None, b"", b"{"])
def test_restore_puts_lost_keys_back_and_leaves_the_rest(
    with_key: tuple[Path, Path],
    tmp_path: Path,
    secret: Path,
    capsys: pytest.CaptureFixture[str],
    damage: bytes | None,
) -> None:
    folder, _file = with_key
    known = ["--passphrase-file", str(secret)]
    assert cli.main(["backup", "--to", str(tmp_path / "s"), "--store", str(folder), *known]) == 0
    (written,) = (tmp_path / "s").iterdir()
    keys, data = folder / "keys.json", (folder / "caseload.db").read_bytes()
    if damage is None:
        keys.unlink()
    else:
        keys.write_bytes(damage)
    capsys.readouterr()
    assert cli.main(["doctor", "--store", str(folder), *known]) == 1
    assert "caseconsole restore SICHERUNG.ccb --to ORDNER" in capsys.readouterr().out
    assert cli.main(["restore", str(written), "--to", str(folder)]) == 0
    assert "Schlüsseldatei ist wieder" in capsys.readouterr().out
    assert (folder / "caseload.db").read_bytes() == data
    Store.open(folder, PASSPHRASE).close()
    assert cli.main(["restore", str(written), "--to", str(folder), *known]) == 1
    assert "nicht leer" in one_line(capsys)


def test_init_refuses_a_weak_passphrase(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    weak = tmp_path / "kennwort"
    weak.write_text("kurz", encoding="utf-8")
    folder = tmp_path / "a"
    assert cli.main(["init", "--store", str(folder), "--passphrase-file", str(weak)]) == 1
    one_line(capsys)
    assert not folder.exists()


@pytest.mark.parametrize(
    ("content", "secret_in_it"),
    [
        (b"abc\n", "abc"),
        (b"abc\r\n", "abc"),
        (b"abc", "abc"),
        (b" abc \n\n", " abc \n"),
        (b"\xef\xbb\xbfabc\n", "abc"),
        ("Füße\n".encode(), "Füße"),
    ],
)
def test_one_line_end_of_a_passphrase_file_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, secret_in_it: str
) -> None:
    file = tmp_path / "kennwort"
    file.write_bytes(content)
    assert common.read_secret(str(file)) == secret_in_it

    class Stdin:
        buffer = io.BytesIO(content)

    monkeypatch.setattr(sys, "stdin", Stdin())
    assert common.read_secret("-") == secret_in_it


def test_without_a_terminal_nobody_is_asked(
    store: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert cli.main(["doctor", "--store", str(store.folder)]) == 1
    assert "--passphrase-file" in one_line(capsys)
    assert cli.main(["--store", str(store.folder)]) == 1
    assert "Terminal" in one_line(capsys)


def test_a_fault_says_an_id_and_no_more(
    store: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(options: Namespace) -> int:
        client = "GEHEIM Müller"
        raise KeyError(client)

    from caseconsole.commands import doctor

    monkeypatch.setattr(doctor, "run", fail)
    assert cli.main(["doctor", "--store", str(store.folder)]) == 1
    said = one_line(capsys)
    assert "GEHEIM" not in said
    log = (store.folder / faults.LOG_NAME).read_text(encoding="utf-8")
    assert "GEHEIM" not in log
    assert "KeyError" in log


def test_a_broken_settings_file_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "config.toml"
    file.write_text("[console]\nlanguage = 'xx'\n", encoding="utf-8")
    assert cli.main(["doctor", "--config", str(file)]) == 1
    assert "config.toml" in one_line(capsys)


def test_starting_imports_no_terminal_and_no_store() -> None:
    """The launcher stays in memory all day, and the first frame waits for its imports."""
    code = (
        "import sys; from caseconsole import cli, launcher;"
        "from caseconsole.commands import launch;"
        "heavy = {'textual', 'rich', 'peewee', 'sqlcipher3', 'caseconsole.config'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert run.stdout.strip() == "[]"
