"""Stores to measure on: invented caseloads of a given size, made once and kept.

Everything is drawn from the fixed seed of the practice caseload, so every run and every machine
measures the same rows. The passphrase protects nothing.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from caseconsole.exchange import demo
from caseconsole.exchange.caseload_file import import_file
from caseconsole.store import Store
from caseconsole.store.schema import SCRIPTS

PASSPHRASE = "Leistung wird hier gemessen"  # noqa: S105 - opens invented data only
MEMORY_KIB = 64 * 1024
"""Fixed, so that opening costs the same everywhere; ``caseconsole init`` calibrates it."""

CASES = 2_000
"""Cases of the store with 50,000 contacts, on which the targets are measured."""
MANY_CASES = 10_000


def folder_of(work: Path, cases: int, today: dt.date, *, each_contact: int = 1) -> Path:
    """The folder of a store with ``cases`` cases, made if there is none with today's tables yet.

    Args:
        work: where the stores are kept between runs.
        cases: how many cases; 2,000 of them have 25,000 contacts.
        today: the last day of the invented three years.
        each_contact: how often every contact is written, to reach more of them.
    """
    tables = zlib.crc32(b"".join(file.read_bytes() for file in sorted(SCRIPTS.glob("0*.py"))))
    folder = work / f"store-{cases}-{each_contact}-{today.isoformat()}-{tables:08x}"
    if folder.exists():
        return folder
    unfinished = work / f"{folder.name}.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    store, _recovery = Store.create(unfinished, PASSPHRASE, memory_kib=MEMORY_KIB)
    source = work / f"{folder.name}.jsonl"
    try:
        with source.open("w", encoding="utf-8", newline="\n") as stream:
            for record in _records(cases, today, each_contact):
                stream.write(json.dumps(record, ensure_ascii=False) + "\n")
        store.call(import_file, source)
    finally:
        store.close()
        source.unlink(missing_ok=True)
    return unfinished.rename(folder)


def _records(cases: int, today: dt.date, each_contact: int) -> Iterator[dict[str, Any]]:
    for record in demo.records(cases, today):
        yield record
        if record["type"] == "contact":
            for copy in range(1, each_contact):
                # A copy asks for nothing, or every follow-up would be due twice.
                asked = {key: value for key, value in record.items() if key != "follow_up_on"}
                yield {**asked, "id": f"{record['id']}-{copy}"}
