"""Plans for many cases from one template, beside a fresh DocxTemplate for each file.

    python benchmarks/bench_documents.py [DOCUMENTS]

Both fill the shipped plan with the same values. Printed are milliseconds a document, the ratio, and
the cost a document for a quarter and for four times as many: it must not grow.
"""

from __future__ import annotations

import datetime as dt
import io
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from docxtpl import DocxTemplate

from caseconsole import paths
from caseconsole.documents.kinds.plan import plan_context
from caseconsole.documents.placeholders import PLACEHOLDERS
from caseconsole.documents.plan_data import PlanData, read_plans
from caseconsole.documents.readback import read_text
from caseconsole.documents.render import Template, load_template
from tests.documents.musterstadt import empty_database, fill_with_plans

TODAY = dt.date(2026, 11, 20)
RUNS = 3


def main() -> None:
    """Run and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with empty_database():
        fill_with_plans(count)
        started = time.perf_counter()
        data = read_plans(TODAY)
        reading = time.perf_counter() - started
    started = time.perf_counter()
    template = load_template(_path(), PLACEHOLDERS)
    opening = time.perf_counter() - started
    ours = _cost(lambda: [template.fill(plan_context(plan)) for plan in data], len(data))
    peer = _cost(lambda: [_naive(plan) for plan in data], len(data))
    print(f"{len(data)} plans, read in {1000 * reading:.0f} ms, template {1000 * opening:.0f} ms")
    print(f"caseconsole  {ours:6.2f} ms a document, each value read back")
    print(f"docxtpl      {peer:6.2f} ms a document, nothing read back")
    print(f"ratio        {peer / ours:6.1f}")
    for part in (data[: count // 4], data * 4):
        print(f"{len(part):5} plans {_each(template, part):6.2f} ms a document")
    assert "Ziel 1" in read_text(_naive(data[0]))


def _each(template: Template, data: tuple[PlanData, ...]) -> float:
    return _cost(lambda: [template.fill(plan_context(plan)) for plan in data], len(data))


def _naive(plan: PlanData) -> bytes:
    """As the documentation of docxtpl shows it: open, render, save."""
    template = DocxTemplate(_path())
    template.render(plan_context(plan), autoescape=True)
    stream = io.BytesIO()
    template.save(stream)
    return stream.getvalue()


def _path() -> Path:
    return paths.template_path("integrationsplan.docx")


def _cost(work: Callable[[], object], count: int) -> float:
    """Milliseconds for each of ``count``, the median of some runs."""
    times = []
    for _run in range(RUNS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return 1000 * statistics.median(times) / count


if __name__ == "__main__":
    main()
