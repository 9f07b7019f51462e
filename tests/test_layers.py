"""The rooms of the program: who uses whom, what a start imports, what an import does."""

from __future__ import annotations

import json
import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import caseconsole

ROOT = Path(__file__).parent.parent
TERMINAL = {"rich", "textual"}
HEAVY = {
    "anyascii",
    "cryptography",
    "docx",
    "docxtpl",
    "openpyxl",
    "python_calamine",
    "rapidfuzz",
    "xlsxwriter",
}
# What stands at the forms or above; everything else must work without a terminal.
CONSOLE = ("app", "forms", "keys", "screens", "widgets")

PROBE = """
import importlib, json, sys
watched, names, deeds, first = set({watched!r}), {names!r}, [], {{}}
now = [""]

def note(event, arguments):
    writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
    if event in ("os.mkdir", "os.remove", "os.rename", "socket.__new__") or writes:
        deeds.append((now[0], event, str(arguments[0])))

sys.addaudithook(note)
for now[0] in names:
    importlib.import_module(now[0])
    for found in watched & set(sys.modules) - set(first):
        first[found] = now[0]
print(json.dumps({{"first": first, "deeds": deeds}}))
"""


def modules() -> list[str]:
    found = [name for _, name, _ in pkgutil.walk_packages(caseconsole.__path__, "caseconsole.")]
    return [name for name in found if "migrations" not in name and not name.endswith("__main__")]


def probe(names: list[str], watched: set[str]) -> dict[str, object]:
    """Import ``names`` in a fresh process: which one first brings a watched library, who writes."""
    code = PROBE.format(names=names, watched=sorted(watched))
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=False,
        cwd=ROOT,
        encoding="utf-8",
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(ROOT)},
    )
    assert run.returncode == 0, run.stderr
    made: dict[str, object] = json.loads(run.stdout)
    return made


def test_the_command_line_starts_light() -> None:
    assert probe(["caseconsole.cli"], TERMINAL | HEAVY | {"peewee"})["first"] == {}


def test_nothing_left_of_the_forms_needs_a_terminal() -> None:
    left = [name for name in modules() if name.split(".")[1] not in CONSOLE]
    assert {"caseconsole.models", "caseconsole.store", "caseconsole.caseload"} <= set(left)
    assert probe(left, TERMINAL)["first"] == {}


def test_heavy_libraries_are_imported_where_they_are_used() -> None:
    assert probe(modules(), HEAVY)["first"] == {}


def test_an_import_writes_nothing_and_opens_no_connection() -> None:
    assert probe(modules(), set())["deeds"] == []


def test_who_may_use_whom() -> None:
    pytest.importorskip("importlinter", reason="import-linter comes with the extra dev")
    code = (
        "import sys; from importlinter.cli import lint_imports as run; sys.exit(run(no_cache=True))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=False,
        cwd=ROOT,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )
    assert run.returncode == 0, run.stdout + run.stderr
