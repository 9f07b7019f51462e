"""What the screens read, beside hand-written SQL for the same columns on the same connection.

    python -m benchmarks.bench_lists --work FOLDER [--runs N]

The reference fetches with the driver and makes nothing of the rows: no days, no labels, no rules.
Each is run in turn with ours. What is kept until the next write is dropped before each run; how
long it takes while it is kept stands in the last column. Printed are medians of the processor time
of the database thread, which a busy machine falsifies less than the time of day.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import stores
from caseconsole import models
from caseconsole.caseload import bulk
from caseconsole.caseload.caselist import list_cases
from caseconsole.caseload.contacts import contact_history
from caseconsole.caseload.overview import case_overview
from caseconsole.caseload.plan_views import read_plan_view
from caseconsole.caseload.search import find_cases, prepare
from caseconsole.deadlines import agenda, dates_of_case
from caseconsole.store import Store

TODAY = dt.date(2026, 11, 20)
SPOKEN = "c.kind NOT IN ('third_party', 'no_show', 'attempt', 'letter')"

LIST = f"""
WITH period AS (
  SELECT case_id, "begin", "end",
         row_number() OVER (PARTITION BY case_id ORDER BY "begin" DESC, id DESC) AS place
  FROM care_period),
status AS (
  SELECT person_id, residence_status, max(from_day) FROM person_status
  WHERE from_day <= :today AND residence_status <> '' GROUP BY person_id),
paper AS (
  SELECT person_id, valid_until, max(from_day) FROM person_status
  WHERE from_day <= :today AND valid_until IS NOT NULL GROUP BY person_id),
home AS (
  SELECT m.person_id, h.place, max(m.from_day) FROM household_member m
  JOIN household h ON h.id = m.household_id
  WHERE m.from_day <= :today AND (m.to_day IS NULL OR m.to_day >= :today) GROUP BY m.person_id),
talk AS (
  SELECT l.case_id, max(c.day) AS day FROM contact_case l JOIN contact c ON c.id = l.contact_id
  WHERE {SPOKEN} GROUP BY l.case_id),
follow AS (
  SELECT l.case_id, min(c.follow_up_on) AS day FROM contact_case l
  JOIN contact c ON c.id = l.contact_id LEFT JOIN talk t ON t.case_id = l.case_id
  WHERE c.follow_up_done = 0 AND c.follow_up_on > coalesce(t.day, '') GROUP BY l.case_id),
reminded AS (
  SELECT case_id, min(due_on) AS day FROM reminder WHERE done_on IS NULL GROUP BY case_id),
agreed AS (
  SELECT p.case_id, max(v.number) AS number, v.review_on FROM plan p
  JOIN plan_version v ON v.plan_id = p.id
  WHERE p.closed_on IS NULL AND v.agreed_on IS NOT NULL GROUP BY p.case_id),
draft AS (
  SELECT p.case_id FROM plan p JOIN plan_version v ON v.plan_id = p.id
  WHERE p.closed_on IS NULL AND v.agreed_on IS NULL)
SELECT k.id, k.number, k.cancelled, n.id, n.family_name, n.given_name, n.original_script_name,
       n.birth_date, n.birth_precision, n.sort_key, period."begin", period."end",
       status.residence_status, paper.valid_until, home.place, talk.day, follow.day,
       reminded.day, agreed.number, agreed.review_on, draft.case_id
FROM "case" k JOIN person n ON n.id = k.person_id
LEFT JOIN period ON period.case_id = k.id AND period.place = 1
LEFT JOIN status ON status.person_id = n.id LEFT JOIN paper ON paper.person_id = n.id
LEFT JOIN home ON home.person_id = n.id LEFT JOIN talk ON talk.case_id = k.id
LEFT JOIN follow ON follow.case_id = k.id LEFT JOIN reminded ON reminded.case_id = k.id
LEFT JOIN agreed ON agreed.case_id = k.id LEFT JOIN draft ON draft.case_id = k.id
WHERE :all OR (NOT k.cancelled AND (period."end" IS NULL OR period."end" > :today))
ORDER BY n.sort_key, k.number
"""  # noqa: S608 - no value from outside

SEARCH = """
SELECT n.id, n.family_name, n.given_name, n.birth_date, k.id, k.number, p."begin", p."end", h.place
FROM person n JOIN "case" k ON k.person_id = n.id JOIN care_period p ON p.case_id = k.id
LEFT JOIN household_member m ON m.person_id = n.id LEFT JOIN household h ON h.id = m.household_id
WHERE n.family_name LIKE :word OR n.given_name LIKE :word OR n.original_script_name LIKE :word
ORDER BY n.sort_key LIMIT 100
"""

NOTE = """
SELECT c.id, c.day, c.text, l.person_id FROM contact c JOIN contact_person l ON l.contact_id = c.id
WHERE c.text LIKE :word ORDER BY c.day DESC, c.id DESC LIMIT 300
"""

CARE = """
SELECT k.id, k.number, n.id, n.family_name, n.given_name, n.allotted_on, p."begin", p."end"
FROM care_period p JOIN "case" k ON k.id = p.case_id JOIN person n ON n.id = k.person_id
WHERE NOT k.cancelled AND (:case IS NULL OR k.id = :case)
"""
FOLLOW_UPS = """
SELECT c.id, l.case_id, c.follow_up_on, substr(c.text, 1, 80) FROM contact c
JOIN contact_case l ON l.contact_id = c.id
WHERE c.follow_up_done = 0 AND c.follow_up_on > (
  SELECT max(o.day) FROM contact o JOIN contact_case x ON x.contact_id = o.id
  WHERE x.case_id = l.case_id)
"""
AGENDA = (
    CARE,
    """SELECT l.case_id, max(c.day) FROM contact_case l JOIN contact c ON c.id = l.contact_id
    GROUP BY l.case_id""",
    """SELECT p.case_id, v.number, v.review_on FROM plan p JOIN plan_version v ON v.plan_id = p.id
    WHERE p.closed_on IS NULL AND v.agreed_on IS NOT NULL""",
    "SELECT person_id, residence_status, valid_until FROM person_status WHERE from_day <= :today",
    "SELECT id, case_id, due_on, text FROM reminder WHERE done_on IS NULL",
    FOLLOW_UPS,
    """SELECT m.id, p.case_id, m.due_on, m.text, m.responsible, a.name FROM measure m
    JOIN goal g ON g.id = m.goal_id JOIN plan p ON p.id = g.plan_id
    LEFT JOIN partner a ON a.id = m.partner_id
    WHERE m.done_on IS NULL AND m.due_on IS NOT NULL AND g.settled_on IS NULL
    AND g.agreed_on IS NOT NULL AND p.closed_on IS NULL""",
    """SELECT c.id, c.case_id, c.purpose, c.ends_on, a.name FROM consent c
    LEFT JOIN partner a ON a.id = c.partner_id
    WHERE c.ends_on IS NOT NULL AND c.withdrawn_on IS NULL""",
    """SELECT m.household_id, n.id, n.family_name, n.given_name, n.birth_date
    FROM household_member m JOIN person n ON n.id = m.person_id
    WHERE m.from_day <= :today AND (m.to_day IS NULL OR m.to_day >= :today)""",
    "SELECT key, until FROM snooze",
)

HISTORY = """
SELECT c.*, n.family_name, n.given_name, k.number FROM contact c
LEFT JOIN contact_person l ON l.contact_id = c.id LEFT JOIN person n ON n.id = l.person_id
LEFT JOIN contact_case x ON x.contact_id = c.id LEFT JOIN "case" k ON k.id = x.case_id
WHERE c.id IN (SELECT contact_id FROM contact_case WHERE case_id = :case)
ORDER BY c.day DESC, c.id DESC
"""
PLAN = (
    """SELECT v.* FROM plan p JOIN plan_version v ON v.plan_id = p.id WHERE p.case_id = :case
    ORDER BY v.number""",
    "SELECT g.* FROM plan p JOIN goal g ON g.plan_id = p.id WHERE p.case_id = :case",
    """SELECT m.*, a.name FROM plan p JOIN goal g ON g.plan_id = p.id JOIN measure m
    ON m.goal_id = g.id LEFT JOIN partner a ON a.id = m.partner_id WHERE p.case_id = :case""",
    "SELECT area, day, value FROM self_rating WHERE case_id = :case ORDER BY day, id",
)
OVERVIEW = (
    *PLAN,
    """SELECT k.*, n.* FROM "case" k JOIN person n ON n.id = k.person_id WHERE k.id = :case""",
    'SELECT * FROM care_period WHERE case_id = :case ORDER BY "begin"',
    """SELECT s.* FROM person_status s JOIN "case" k ON k.person_id = s.person_id
    WHERE k.id = :case ORDER BY s.from_day, s.id""",
    """SELECT h.*, m.*, n.family_name, n.given_name, n.birth_date FROM "case" k
    JOIN household_member o ON o.person_id = k.person_id JOIN household h ON h.id = o.household_id
    JOIN household_member m ON m.household_id = h.id JOIN person n ON n.id = m.person_id
    WHERE k.id = :case""",
    """SELECT c.*, a.name FROM consent c LEFT JOIN partner a ON a.id = c.partner_id
    WHERE c.case_id = :case""",
    f"{HISTORY} LIMIT 5",
)
DATES = (
    CARE,
    "SELECT id, case_id, due_on, text FROM reminder WHERE done_on IS NULL AND case_id = :case",
    f"{FOLLOW_UPS} AND l.case_id = :case",
    *PLAN[:3],
    OVERVIEW[6],
    OVERVIEW[7],
    OVERVIEW[8],
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, required=True, help="where invented stores are kept")
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    if hasattr(os, "getloadavg"):
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for title, cases, each in (
        ("2,000 cases, 50,000 contacts", stores.CASES, 2),
        ("10,000 cases, 127,000 contacts", stores.MANY_CASES, 1),
    ):
        folder = stores.folder_of(options.work, cases, TODAY, each_contact=each)
        store = Store.open(folder, stores.PASSPHRASE)
        print(f"{title:34}{'rows':>6}{'ours':>9}{'SQL':>9}{'ratio':>7}{'kept':>9}")
        store.call(measure, options.runs)
        store.close()


def measure(runs: int) -> None:
    """All comparisons on the open store, on its thread."""
    prepare()
    pairs: tuple[tuple[str, Callable[[], object], tuple[str, ...], dict[str, object]], ...] = (
        ("list of running cases", lambda: list_cases(TODAY), (LIST,), {"all": 0}),
        ("list of all cases", lambda: list_cases(TODAY, "all"), (LIST,), {"all": 1}),
        ("agenda of Heute", lambda: agenda(TODAY), AGENDA, {"case": None}),
        ("search: one letter", lambda: find_cases("a", TODAY, 100), (SEARCH,), {"word": "a%"}),
        ("search: a name", lambda: find_cases("Al-Hamad Ahmad", TODAY, 100), (SEARCH,),
         {"word": "%hamad%"}),
        ("search: a word of a note", lambda: find_cases("jobcenter", TODAY, 100), (NOTE,),
         {"word": "%jobcenter%"}),
        ("search: nothing fits", lambda: find_cases("xqzjkv", TODAY, 100), (NOTE,),
         {"word": "%xqzjkv%"}),
        ("case overview", lambda: case_overview(500, TODAY), OVERVIEW, {"case": 500}),
        ("its next dates", lambda: dates_of_case(500, TODAY), DATES, {"case": 500}),
        ("its contacts", lambda: contact_history(500), (HISTORY,), {"case": 500}),
        ("its plan", lambda: read_plan_view(500), PLAN, {"case": 500}),
    )  # fmt: skip
    for what, ours, statements, values in pairs:
        compare(what, ours, statements, {"today": TODAY.isoformat(), **values}, runs)


def compare(
    what: str,
    ours: Callable[[], object],
    statements: tuple[str, ...],
    values: dict[str, object],
    runs: int,
) -> None:
    """Run both in turn and print the medians."""
    connection = models.database.obj.raw
    mine, kept, theirs = [], [], []
    found = 0
    for _run in range(runs):
        bulk.forget()
        mine.append(_milliseconds(ours))
        kept.append(_milliseconds(ours))
        start = time.thread_time()
        found = sum(len(connection.execute(sql, values).fetchall()) for sql in statements)
        theirs.append(1000 * (time.thread_time() - start))
    own, raw = statistics.median(mine), statistics.median(theirs)
    print(
        f"{what:34}{found:6}{own:6.1f} ms{raw:6.1f} ms{own / raw:7.1f}"
        f"{statistics.median(kept):6.1f} ms",
        flush=True,
    )


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.thread_time()
    work()
    return 1000 * (time.thread_time() - start)


if __name__ == "__main__":
    main()
