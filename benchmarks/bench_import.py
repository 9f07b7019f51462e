"""Import of a large caseload file, beside a plain ``executemany`` of the same rows.

    python benchmarks/bench_import.py [CONTACTS]

The reference writes the very rows that the import wrote into the same encrypted tables of another
store, with the driver's ``executemany`` in one transaction: no JSON, no checks. Printed is the
median of three runs each, in turn, and the ratio.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path
from typing import Any

from caseconsole import models
from caseconsole.exchange.caseload_file import import_file
from caseconsole.store import Store, transaction

RUNS = 3
CASES = 2_000
MEMORY_KIB = 64 * 1024
NOTE = (
    "Hausbesuch: Wohnung zu klein, Schimmel im Bad, Fotos gemacht. Rechnung der Stadtwerke "
    "besprochen, Ratenzahlung angefragt. Möchte den B1-Kurs im Frühjahr beginnen; Kinderbetreuung "
    "ist noch nicht geklärt. Nächster Termin mit Sprachmittlung vereinbart."
)


def main() -> None:
    """Run and print."""
    contacts = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = _write(folder / "large.jsonl", contacts)
        ours: list[float] = []
        reference: list[float] = []
        for run in range(RUNS):
            store = _store(folder / f"ours{run}")
            ours.append(_seconds(lambda store=store: store.call(import_file, source)))
            rows = store.call(_rows)
            store.close()
            other = _store(folder / f"reference{run}")
            reference.append(_seconds(lambda s=other, r=rows: s.call(_executemany, r)))
            other.close()
        store = _store(folder / "memory")
        tracemalloc.start()
        store.call(import_file, source)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        store.close()
        _print(contacts, source, ours, reference, peak)


def _print(
    contacts: int, source: Path, ours: list[float], reference: list[float], peak: int
) -> None:
    mine, theirs = statistics.median(ours), statistics.median(reference)
    print(f"{contacts} contacts of {CASES} cases, {source.stat().st_size / 1e6:.1f} MB")
    print(f"import       {mine:6.2f} s   {', '.join(f'{second:.2f}' for second in ours)}")
    print(f"executemany  {theirs:6.2f} s   {', '.join(f'{second:.2f}' for second in reference)}")
    print(f"ratio        {mine / theirs:6.2f}")
    print(f"peak of Python memory during the import {peak / 1e6:.0f} MB")


def _write(path: Path, contacts: int) -> Path:
    """A caseload file with ``contacts`` contacts, each of one person and one case."""
    chance = random.Random(7)  # noqa: S311 - example data
    with path.open("w", encoding="utf-8", newline="\n") as stream:

        def line(**record: Any) -> None:
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")

        line(type="caseload", format=1)
        for number in range(CASES):
            line(type="person", id=f"p{number}", family_name=f"Al-Hamad {number}", sex="female")
            line(type="case", id=f"c{number}", number=f"2024-{number:04}", person=f"p{number}")
            line(type="care_period", case=f"c{number}", begin="2023-01-01")
        for number in range(contacts):
            case = chance.randrange(CASES)
            line(
                type="contact",
                id=f"k{number}",
                day=f"202{chance.randrange(3, 7)}-{chance.randrange(1, 13):02}-15",
                kind=chance.choice(["office", "home_visit", "phone"]),
                minutes=chance.choice([15, 30, 45]),
                persons=[f"p{case}"],
                cases=[f"c{case}"],
                main_topic="housing",
                topics=["language", "work"],
                text=NOTE[: chance.randrange(60, len(NOTE))],
            )
    return path


def _store(folder: Path) -> Store:
    store, _recovery = Store.create(folder, "Leistung wird hier gemessen", memory_kib=MEMORY_KIB)
    return store


def _seconds(work: Any) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _rows() -> list[tuple[str, list[tuple[Any, ...]]]]:
    """Every row of the caseload as the driver hands it out."""
    database = models.database.obj
    tables = [model._meta.table_name for model in models.CASELOAD]  # noqa: SLF001
    return [
        (table, database.execute_sql(f'SELECT * FROM "{table}"').fetchall())  # noqa: S608
        for table in tables
    ]


def _executemany(tables: list[tuple[str, list[tuple[Any, ...]]]]) -> None:
    connection = models.database.obj.connection()
    with transaction("import") as audit:
        for table, rows in tables:
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)  # noqa: S608
        audit.record("import")


if __name__ == "__main__":
    main()
