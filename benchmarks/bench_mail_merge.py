"""The same plans three ways: ours, a fresh DocxTemplate for each, LibreOffice's own mail merge.

    python -m benchmarks.bench_mail_merge [DOCUMENTS]

Each of the three writes one Word file for each case from the same values. A mail merge knows flat
fields only, no rows that repeat and no conditions; so it gets the plan laid out flat, with a field
for every value, and the invented cases all have the same number of goals and steps. The text of the
files is compared. What it is spared: reading back what was written, and forcing each file to the
disk before it gets its name; ours does both.

LibreOffice with Writer, Calc and Base and a Python that knows its bridge ``uno`` are looked for;
where one is missing that part is left out, and it says so.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter
from docxtpl import DocxTemplate

from caseconsole.documents.batch import write_all
from caseconsole.documents.kinds import PLAN, Context, DocumentData
from caseconsole.documents.kinds.plan import of_plan
from caseconsole.documents.plan_data import read_plans
from caseconsole.documents.readback import read_text
from caseconsole.documents.render import Template, load_template
from caseconsole.documents.templates import find_template
from caseconsole.documents.writer import Writer
from tests.documents.musterstadt import empty_database, fill_with_plans

TODAY = dt.date(2026, 11, 20)
SIZES = (50, 100, 200, 400, 800)
Measured = tuple[str, float, str]
"""What was measured, milliseconds a document, and a remark."""
PATIENCE = 1800.0
"""Seconds until the merge is given up."""


def main() -> None:
    """Run and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with empty_database():
        fill_with_plans(max(count, *SIZES))
        everything = [of_plan(plan, TODAY) for plan in read_plans(TODAY)]
    documents = everything[:count]
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        times = [_ours(documents, work / "before")]
        peers = [("docxtpl, a fresh one for each", _naive(documents, work / "docxtpl"), "")]
        times.append(_ours(documents, work / "between"))
        peers += _office(documents, work)
        times.append(_ours(documents, work / "after"))
        ours = statistics.median(times)
        print(f"{count} plans, one Word file each; milliseconds a document, times as long as ours")
        print(f"{'caseconsole':30}{ours:8.1f}          before, between, after: {_list(times)}")
        for what, cost, remark in peers:
            print(f"{what:30}{cost:8.1f}{cost / ours:8.1f}  {remark}")
        print("caseconsole as the number grows")
        for size in SIZES:
            began = time.process_time()
            wall = _ours(everything[:size], work / str(size))
            alone = 1000 * (time.process_time() - began) / size
            print(f"{size:7} plans{wall:25.1f}          {alone:.1f} of the processor", flush=True)


def _list(times: list[float]) -> str:
    return ", ".join(f"{value:.1f}" for value in times)


def _ours(documents: list[DocumentData], folder: Path) -> float:
    """As ``caseconsole plans`` does it; opening and checking the template is part of it."""
    folder.mkdir()
    started = time.perf_counter()
    *_before, last = write_all(documents, Writer(PLAN), folder, stop=lambda: False)
    cost = 1000 * (time.perf_counter() - started) / len(documents)
    assert last.complete, last.problems
    return cost


def _naive(documents: list[DocumentData], folder: Path) -> float:
    """As the documentation of docxtpl shows it: open, render, save."""
    folder.mkdir()
    started = time.perf_counter()
    for number, data in enumerate(documents):
        template = DocxTemplate(find_template(PLAN.name))
        template.render(PLAN.context(data, None), autoescape=True)
        template.save(folder / f"{number}.docx")
    return 1000 * (time.perf_counter() - started) / len(documents)


def _office(documents: list[DocumentData], work: Path) -> list[Measured]:
    """LibreOffice's mail merge, where there is one: alone, and with what comes before it."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        print("LibreOffice mail merge left out: no soffice among the programs (PATH)")
        return []
    program = Path(soffice).resolve().parent
    libraries = (program, program.parent / "Frameworks")
    if not any(file for folder in libraries for file in folder.glob("*dbaxml*")):
        print("LibreOffice mail merge left out: it reads its table with Base (libreoffice-base)")
        return []
    python = _python_of(program)
    if python is None:
        print("LibreOffice mail merge left out: no Python that can import uno (python3-uno)")
        return []
    template = load_template(find_template(PLAN.name), PLAN.placeholders)
    contexts = [PLAN.context(data, None) for data in documents]
    job = work / "job.json"
    (work / "merged").mkdir()
    (work / "letter.docx").write_bytes(template.fill(_tokens(contexts[0])))
    _write_table(contexts, work / "letters.xlsx")
    job.write_text(
        json.dumps({
            "soffice": soffice, "work": str(work), "document": str(work / "letter.docx"),
            "table": str(work / "letters.xlsx"), "target": str(work / "merged"),
        }),
        encoding="utf-8",
    )  # fmt: skip
    merge = Path(__file__).with_name("office_merge.py")
    printed = subprocess.run(
        [python, str(merge), str(job)],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    if printed.returncode:
        print(f"LibreOffice mail merge failed: {printed.stderr.strip()[-500:]}")
        return []
    times = json.loads(printed.stdout.splitlines()[-1])
    count = len(documents)
    same = _compare(template, contexts, work / "merged")
    return [
        ("LibreOffice, the merge alone", 1000 * times["merge"] / count, same),
        ("LibreOffice, with its start", 1000 * sum(times["seconds"]) / count,
         f"{times['fields']} fields put into the document"),
    ]  # fmt: skip


def _python_of(program: Path) -> str | None:
    """A Python that knows the bridge: LibreOffice's own beside ``soffice``, or one in the path."""
    folders = [program, program.parent / "Resources", *map(Path, os.get_exec_path())]
    for folder in folders:
        for name in ("python", "python.exe", "python3"):
            candidate = shutil.which(name, path=str(folder))
            if candidate is None:
                continue
            tried = subprocess.run(
                [candidate, "-c", "import uno"], capture_output=True, check=False
            )
            if not tried.returncode:
                return candidate
    return None


def _tokens(context: Context) -> Context:
    """``context`` with the name of a field instead of every text that says something."""
    count = 0

    def put(value: Any) -> Any:
        nonlocal count
        if isinstance(value, list):
            return [{name: put(field) for name, field in row.items()} for row in value]
        if not isinstance(value, str) or not value:
            return value
        count += 1
        return type(value)(f"«F{count:03}»")

    return {name: put(value) for name, value in context.items()}


def _texts(context: Context) -> Iterator[str]:
    """The texts in the order in which ``_tokens`` counts them."""
    for value in context.values():
        if isinstance(value, list):
            for row in value:
                yield from _texts(row)
        elif isinstance(value, str) and value:
            yield value


def _write_table(contexts: list[Context], path: Path) -> None:
    """The data source: a sheet with a row for each case, all cells texts."""
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
        sheet = book.add_worksheet("letters")
        for number, context in enumerate(contexts, start=1):
            for column, text in enumerate(_texts(context)):
                sheet.write_string(0, column, f"F{column + 1:03}")
                sheet.write_string(number, column, text)


def _compare(template: Template, contexts: list[Context], merged: Path) -> str:
    """How many of the merged files say the same as ours."""
    wanted = {_words(template.fill(context)) for context in contexts}
    files = list(merged.glob("*.docx"))
    same = wanted & {_words(file.read_bytes()) for file in files}
    return f"{len(files)} files, {len(same)} with the same text as ours"


def _words(document: bytes) -> str:
    return "".join(read_text(document).split())


if __name__ == "__main__":
    main()
