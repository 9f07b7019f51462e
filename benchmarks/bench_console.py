"""The console as its user meets it, beside the smallest Textual apps in the same run.

    python -m benchmarks.bench_console --work FOLDER [--runs N] [--store STORE --passphrase-file F]

In a pseudo-terminal of 80 by 24: first frame, unlocking, key echo, memory, a list of 2,000 and of
10,000 cases. Printed are medians and how often the reference they are. Needs Linux or macOS; the
memory needs Linux. Stores are invented, made once in FOLDER and copied before they are measured.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import stores
from benchmarks.terminal import ROOT, Terminal, resident_megabytes
from caseconsole import clock
from caseconsole.store import Store

BACKSPACE, PAGE_DOWN, DOWN, F5 = "\x7f", "\x1b[6~", "\x1b[B", "\x1b[15~"
ECHOES = 15
_TODAY, _LIST = "laufende F", r"\d+ von \d+"
_REFERENCE = str(ROOT / "benchmarks" / "reference_app.py")


class Results:
    """Rows of the table: what, ours, the reference, the ratio."""

    def __init__(self) -> None:
        print(f"{'':52}{'caseconsole':>12}{'reference':>12}{'ratio':>7}")

    def add(self, what: str, ours: list[float], reference: list[float], unit: str) -> None:
        """Print the medians; without a reference only ours."""
        if not ours:
            print(f"{what:52}{'-':>12}")
            return
        mine = statistics.median(ours)
        line = f"{what:52}{mine:9.1f} {unit}"
        if reference:
            theirs = statistics.median(reference)
            line += f"{theirs:9.1f} {unit}{mine / theirs:7.2f}"
        print(line, flush=True)


class Bench:
    """All measurements on one store.

    Args:
        folder: of the store.
        passphrase_file: opens it.
        runs: how often each program is started.
        results: where the figures go.
    """

    def __init__(self, folder: Path, passphrase_file: Path, runs: int, results: Results) -> None:
        self.folder = folder
        self.passphrase_file = passphrase_file
        self.runs = runs
        self.results = results

    def locked(self) -> Terminal:
        """The console before it is unlocked."""
        return Terminal([sys.executable, "-m", "caseconsole", "--store", str(self.folder)])

    def unlocked(self) -> Terminal:
        """The console on Heute, with its data and at rest."""
        terminal = Terminal(
            [sys.executable, "-m", "caseconsole", "--store", str(self.folder),
             "--passphrase-file", str(self.passphrase_file)]
        )  # fmt: skip
        terminal.until(_TODAY)
        terminal.painted(1.0)
        return terminal

    def first_frame(self) -> None:
        """From the start of the process until something can be read."""
        ours = self._times(self.locked, "Kennwort")
        trivial = self._times(lambda: reference("field"), "Kennwort")
        self.results.add("first frame (with launcher)", ours, trivial, "ms")

    def unlock(self) -> None:
        """From Enter until Heute shows its data; the reference only opens the store."""
        secret = self.passphrase_file.read_text(encoding="utf-8").rstrip("\n")
        ours, opened = [], []
        for _run in range(self.runs):
            with self.locked() as terminal:
                terminal.until("Kennwort")
                terminal.painted(0.5)
                terminal.send(secret)
                terminal.painted(0.5)
                terminal.send("\r")
                ours.append(terminal.until(_TODAY))
            start = time.perf_counter()
            Store.open(self.folder, secret).close()
            opened.append(1000 * (time.perf_counter() - start))
        self.results.add("unlock to data on Heute, beside opening", ours, opened, "ms")

    def memory(self) -> None:
        """Resident memory at rest, and that of the launcher."""
        heute, faelle, launchers, trivial = [], [], [], []
        for _run in range(self.runs):
            with self.unlocked() as terminal, reference("field") as other:
                ids = terminal.process_ids()
                if len(ids) < 2:
                    break
                other.until("Kennwort")
                other.painted()
                trivial.append(resident_megabytes(other.process.pid))
                launchers.append(resident_megabytes(ids[0]))
                heute.append(resident_megabytes(ids[1]))
                terminal.send("/")
                terminal.until(_LIST)
                terminal.painted(1.0)
                faelle.append(resident_megabytes(ids[1]))
        self.results.add("memory on Heute", heute, trivial, "MB")
        self.results.add("memory on Fälle", faelle, trivial, "MB")
        self.results.add("memory of the launcher beside it", launchers, trivial, "MB")

    def echo(self) -> None:
        """From a key until its letter stands there: in the search and in a note."""
        with self.unlocked() as terminal, reference("field") as field, reference("note") as note:
            for other in (field, note):
                other.until("Kennwort")
                other.painted()
            note.send("\t")
            terminal.send("/")
            terminal.until(_LIST)
            terminal.painted()
            self.results.add("key echo in the search", echoes(terminal), echoes(field), "ms")
            terminal.send("\r")
            terminal.painted(1.0)
            terminal.send("b")
            terminal.painted(1.0)
            self.results.add("key echo in a note", echoes(terminal), echoes(note), "ms")

    def cases(self, rows: int) -> None:
        """Fälle: open, turn a page, search, filter; beside a DataTable of as many rows."""
        opened, table, pages, table_pages, found, again, filtered = ([] for _ in range(7))
        for _run in range(self.runs):
            with self.unlocked() as terminal:
                terminal.send("/")
                opened.append(terminal.until(_LIST))
                terminal.painted(0.5)
                terminal.send("a")
                found.append(terminal.until(_LIST))
                terminal.painted()
                terminal.send("l")
                again.append(terminal.painted())
                terminal.send(BACKSPACE * 2)
                terminal.painted(1.0)
                terminal.send(DOWN)
                terminal.painted()
                terminal.send("2")
                filtered.append(terminal.until(r"alle +\d+ von"))
                terminal.painted()
                pages += page_downs(terminal)
            with reference("table", str(rows)) as terminal:
                terminal.until("Kennwort")
                terminal.painted()
                terminal.send(F5)
                table.append(terminal.until(_LIST))
                terminal.painted(0.5)
                table_pages += page_downs(terminal)
        self.results.add("Fälle: open, beside a DataTable", opened, table, "ms")
        self.results.add("Fälle: page down, beside a DataTable", pages, table_pages, "ms")
        self.results.add("Fälle: first letter until found", found, [], "ms")
        self.results.add("Fälle: second letter until painted", again, [], "ms")
        self.results.add("Fälle: another filter", filtered, [], "ms")

    def _times(self, start: Callable[[], Terminal], marker: str) -> list[float]:
        times = []
        for _run in range(self.runs + 1):
            with start() as terminal:
                times.append(terminal.until(marker))
        # The first one compiled what was not compiled and filled the page cache.
        return times[1:]


def reference(*arguments: str) -> Terminal:
    """One of the apps to compare with, in isolated Python as the console runs."""
    return Terminal([sys.executable, "-I", _REFERENCE, *arguments])


def echoes(terminal: Terminal) -> list[float]:
    """Milliseconds from a letter until it is on screen; it is taken away each time."""
    times = []
    for _letter in range(ECHOES):
        terminal.send("q")
        times.append(terminal.until("q"))
        terminal.painted()
        terminal.send(BACKSPACE)
        terminal.painted()
    return times


def page_downs(terminal: Terminal) -> list[float]:
    """Milliseconds until the next page is drawn, a few times."""
    times = []
    for _page in range(5):
        terminal.send(PAGE_DOWN)
        times.append(terminal.painted())
    return times


def bare_python() -> tuple[list[float], list[float]]:
    """Milliseconds and memory of a Python that does nothing."""
    with Terminal([sys.executable, "-I", "-c", "print('Kennwort'); input()"]) as terminal:
        time_to = terminal.until("Kennwort")
        ids = terminal.process_ids()
        return [time_to], [resident_megabytes(ids[0])] if ids else []


def main() -> None:
    """Measure and print."""
    if sys.platform == "win32":
        print("This needs a pseudo-terminal, which Windows does not have; nothing is measured.")
        return
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, required=True, help="where invented stores are kept")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--store", type=Path, help="a store of your own in place of the smaller")
    parser.add_argument("--passphrase-file", type=Path, help="opens it")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.1f}, Python {sys.version.split()[0]}")
    python_start, python_memory = bare_python()
    results = Results()
    with tempfile.TemporaryDirectory() as name:
        copies, word = Path(name), Path(name) / "passphrase"
        word.write_text(stores.PASSPHRASE, encoding="utf-8")
        options.work.mkdir(parents=True, exist_ok=True)
        today = clock.today()
        small = options.store or stores.folder_of(options.work, stores.CASES, today, each_contact=2)
        large = stores.folder_of(options.work, stores.MANY_CASES, today)
        for title, source, rows, secret in (
            ("2,000 cases, 50,000 contacts", small, stores.CASES, options.passphrase_file or word),
            ("10,000 cases, 127,000 contacts", large, stores.MANY_CASES, word),
        ):
            folder = Path(shutil.copytree(source, copies / source.name))
            bench = Bench(folder, secret, options.runs, results)
            print(f"{title}")
            if source is small:
                bench.first_frame()
                results.add("  a Python that does nothing", python_start, [], "ms")
                results.add("  its memory", python_memory, [], "MB")
            bench.unlock()
            bench.echo()
            bench.memory()
            bench.cases(rows)


if __name__ == "__main__":
    main()
