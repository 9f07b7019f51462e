"""A file for the user is whole or not there, and an earlier one survives every failure."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import BinaryIO

import pytest

from caseconsole.errors import ReportError, SaveError
from caseconsole.files import write_atomically

NO_SPACE = OSError(errno.ENOSPC, "no space left")


def _names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_content_arrives_and_nothing_else_is_left(tmp_path: Path) -> None:
    target = tmp_path / "bericht.csv"
    assert write_atomically(target, b"eins") == target
    assert target.read_bytes() == b"eins"
    assert _names(tmp_path) == ["bericht.csv"]


def test_a_writer_fills_an_open_stream(tmp_path: Path) -> None:
    def fill(stream: BinaryIO) -> None:
        stream.write(b"a")
        stream.write(b"b")

    assert write_atomically(tmp_path / "x", fill).read_bytes() == b"ab"


def test_an_earlier_file_is_replaced_only_if_wanted(tmp_path: Path) -> None:
    target = tmp_path / "plan.docx"
    target.write_bytes(b"alt")
    assert write_atomically(target, b"neu") == target
    kept = write_atomically(target, b"neuer", overwrite=False)
    assert kept == tmp_path / "plan_2.docx"
    assert write_atomically(target, b"noch neuer", overwrite=False).name == "plan_3.docx"
    assert target.read_bytes() == b"neu"


def test_a_target_that_is_open_gets_a_new_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "bericht.xlsx"
    target.write_bytes(b"in Excel offen")
    replace = Path.replace

    def windows_replace(self: Path, other: Path) -> Path:
        if Path(other) == target:
            raise PermissionError(errno.EACCES, "in use")
        return replace(self, other)

    monkeypatch.setattr(Path, "replace", windows_replace)
    assert write_atomically(target, b"neu") == tmp_path / "bericht_2.xlsx"
    assert target.read_bytes() == b"in Excel offen"
    assert _names(tmp_path) == ["bericht.xlsx", "bericht_2.xlsx"]


@pytest.mark.parametrize("failing", ["write", "fsync", "replace"])
def test_a_failure_leaves_the_earlier_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    target = tmp_path / "bericht.csv"
    target.write_bytes(b"alt")

    def full(*_: object) -> None:
        raise NO_SPACE

    def writer(stream: BinaryIO) -> None:
        stream.write(b"halb")
        if failing == "write":
            full()

    if failing == "fsync":
        monkeypatch.setattr(os, "fsync", full)
    if failing == "replace":
        monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(ReportError, match="kein Platz"):
        write_atomically(target, writer, error=ReportError)
    assert target.read_bytes() == b"alt"
    assert _names(tmp_path) == ["bericht.csv"]


def test_what_the_writer_raises_is_passed_on_and_nothing_stays(tmp_path: Path) -> None:
    def broken(_: BinaryIO) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_atomically(tmp_path / "x", broken)
    assert _names(tmp_path) == []


def test_a_missing_folder_and_a_folder_as_target_are_named(tmp_path: Path) -> None:
    with pytest.raises(SaveError, match=r"Den Ordner .* gibt es nicht"):
        write_atomically(tmp_path / "fehlt" / "x.csv", b"")
    with pytest.raises(SaveError, match="ist ein Ordner"):
        write_atomically(tmp_path, b"")


def test_remains_of_a_killed_program_are_swept_and_fresh_ones_kept(tmp_path: Path) -> None:
    old = tmp_path / ".caseconsole-abc.part"
    fresh = tmp_path / ".caseconsole-def.part"
    for part in (old, fresh):
        part.write_bytes(b"halb")
    os.utime(old, (0, 0))
    write_atomically(tmp_path / "x.csv", b"")
    assert _names(tmp_path) == [".caseconsole-def.part", "x.csv"]
