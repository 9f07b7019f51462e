"""Counting one year, beside the same headline figures by hand-written SQL.

    python benchmarks/bench_counts.py [--contacts 100000] [--cases 5000] [--years 1] [--runs 3]

Both run on one encrypted store and one connection, in turn. The program's run makes the whole
report: every figure with its list, the cross tables, the months and the identities. The SQL gives
numbers only. Both must agree, or the measurement stops. Printed are medians, the ratio and how much
memory a run of the program takes at its peak.
"""

# ruff: noqa: S608 - every part of the queries is a constant of this file

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

from caseconsole.counting import Period, Report, count, read_facts
from caseconsole.models import database
from caseconsole.store import Store, transaction

YEAR = 2024
MEMORY_KIB = 64 * 1024
KINDS = "'office','home_visit','phone','video','message','accompaniment','open_hour'"
FIRST, LAST = f"'{YEAR}-01-01'", f"'{YEAR}-12-31'"
NOTE = "Rechnung der Stadtwerke besprochen, Ratenzahlung angefragt. " * 4

# A multiplicative hash of the row's number stands for chance: the same rows on every machine.
FILL = (
    """INSERT INTO person (id, family_name, given_name, also_known_as, original_script_name,
        birth_date, birth_place, sex, nationalities, languages, phone, email, schooling, training,
        work_experience, courses, competences, children, participation, health, notes, sort_key,
        search_key, erased_care, erased_talk)
    SELECT n, 'Name' || n, 'Vorname', '[]', '', date('1950-01-01', (n * 7919 % 25000) || ' days'),
        '', CASE n % 2 WHEN 0 THEN 'female' ELSE 'male' END,
        CASE n % 5 WHEN 0 THEN '["UA"]' WHEN 1 THEN '["AF"]' ELSE '["SY"]' END, '[]', '', '', '',
        '', '', '', '', '', '', '', '', '', '', 0, 0
    FROM numbers WHERE n <= 2 * :cases""",
    """INSERT INTO person_status (person_id, from_day, residence_status, conditions, german_level,
        housing, place, employment)
    SELECT n, '2021-01-01', 'refugee', '', 'A1', 'private_flat', '', 'seeking'
    FROM numbers WHERE n <= :cases""",
    """INSERT INTO household (id, address, postcode, place)
    SELECT n, 'Weg 1', '70000', 'Ort ' || (n % 7) FROM numbers WHERE n <= :cases""",
    """INSERT INTO household_member (household_id, person_id, from_day)
    SELECT 1 + (n - 1) / 2, n, '2021-01-01' FROM numbers WHERE n <= 2 * :cases""",
    """INSERT INTO "case" (id, number, person_id, cancelled, extension_reason)
    SELECT n, 'N-' || n, n, n % 100 = 0, '' FROM numbers WHERE n <= :cases""",
    """INSERT INTO care_period (case_id, begin, "end", closing_reason, outcome)
    SELECT n, date('2022-01-01', (n * 7919 % 1200) || ' days'),
        CASE WHEN n % 3 THEN date('2022-01-01', (n * 7919 % 1200 + n * 31 % 500) || ' days') END,
        CASE WHEN n % 3 THEN 'goals_reached' END, '' FROM numbers WHERE n <= :cases""",
    """INSERT INTO plan (id, case_id, closed_on)
    SELECT n, n, CASE n % 4 WHEN 0 THEN '2024-08-01' END FROM numbers WHERE n <= :cases""",
    """INSERT INTO plan_version (plan_id, number, agreed_on, concerns, concerns_translation,
        participants, interpreter)
    SELECT n, 1, date('2022-02-01', (n * 7919 % 1200) || ' days'), '', '', '', ''
    FROM numbers WHERE n <= :cases""",
    """INSERT INTO goal (plan_id, area, text, translation, position, agreed_on, state, settled_on,
        reason)
    SELECT n, 'work', 'Arbeit finden', '', 0, date('2022-02-01', (n * 7919 % 1200) || ' days'),
        CASE n % 2 WHEN 0 THEN 'reached' ELSE 'open' END,
        CASE n % 2 WHEN 0 THEN date('2022-02-01', (n * 7919 % 1200 + 200) || ' days') END, ''
    FROM numbers WHERE n <= :cases""",
    """INSERT INTO contact (id, day, kind, minutes, anonymous, main_topic, topics, interpreter,
        text, follow_up_done, erased_first)
    SELECT n, date('2024-12-31', '-' || (n * 7919 % (365 * :years)) || ' days'),
        CASE n % 10 WHEN 0 THEN 'no_show' WHEN 1 THEN 'third_party' WHEN 2 THEN 'home_visit'
            WHEN 3 THEN 'phone' ELSE 'office' END,
        n % 90, n % 20 = 0, CASE n % 4 WHEN 0 THEN 'housing' WHEN 1 THEN 'work' ELSE 'family' END,
        CASE n % 3 WHEN 0 THEN '["school"]' WHEN 1 THEN '["health","language"]' ELSE '[]' END,
        n % 6 = 0, :note, 0, 0
    FROM numbers WHERE n <= :contacts""",
    """INSERT INTO contact_person (contact_id, person_id, position)
    SELECT n, 1 + n * 7919 % (2 * :cases), 0 FROM numbers WHERE n <= :contacts AND n % 20""",
)
NUMBERS = """WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers
    WHERE n < max(:contacts, 2 * :cases)) """

ROW = 'FROM care_period r JOIN "case" c ON c.id = r.case_id WHERE NOT c.cancelled'
ACTIVE = f'{ROW} AND r.begin <= {LAST} AND (r."end" IS NULL OR r."end" >= {FIRST})'
CLOSING = f'{ROW} AND r.begin <= {LAST} AND (r."end" IS NULL OR r."end" > {LAST})'
EARLIER = "SELECT 1 FROM care_period o WHERE o.case_id = r.case_id AND o.begin < r.begin"
HELD = f"FROM contact t WHERE t.day BETWEEN {FIRST} AND {LAST} AND t.kind IN ({KINDS})"
TALK = f"""FROM contact_person x JOIN contact t ON t.id = x.contact_id
    WHERE t.day BETWEEN {FIRST} AND {LAST} AND t.kind IN ({KINDS})"""
IN_CARE = f"SELECT c.person_id {ACTIVE}"
SQL: dict[str, str] = {
    "movement.opening_stock": f"""SELECT count(*) {ROW} AND r.begin < {FIRST}
        AND (r."end" IS NULL OR r."end" >= {FIRST})""",
    "movement.new": f"""SELECT count(*) {ROW} AND r.begin BETWEEN {FIRST} AND {LAST}
        AND NOT EXISTS ({EARLIER})""",
    "movement.ended": f'SELECT count(*) {ROW} AND r."end" BETWEEN {FIRST} AND {LAST}',
    "movement.closing_stock": f"SELECT count(*) {CLOSING}",
    "cases.in_care": f"SELECT count(DISTINCT c.id) {ACTIVE}",
    "persons.in_care": f"SELECT count(DISTINCT c.person_id) {ACTIVE}",
    "persons.advised": f"SELECT count(DISTINCT x.person_id) {TALK}",
    "persons.advised_without_case": f"""SELECT count(DISTINCT x.person_id) {TALK}
        AND x.person_id NOT IN ({IN_CARE})""",
    "persons.co_advised": f"""SELECT count(DISTINCT x.person_id) {TALK}
        AND x.person_id NOT IN ({IN_CARE}) AND EXISTS (SELECT 1 FROM household_member m
            JOIN household_member h ON h.household_id = m.household_id AND h.from_day <= t.day
                AND (h.to_day IS NULL OR h.to_day >= t.day)
            JOIN "case" c ON c.person_id = h.person_id AND NOT c.cancelled
            JOIN care_period r ON r.case_id = c.id AND r.begin <= t.day
                AND (r."end" IS NULL OR r."end" >= t.day)
            WHERE m.person_id = x.person_id AND m.from_day <= t.day
                AND (m.to_day IS NULL OR m.to_day >= t.day))""",
    "consultations.total": f"SELECT count(*) {HELD}",
    "consultations.named": f"SELECT count(DISTINCT t.id) {TALK}",
    "consultations.person_contacts": f"SELECT count(*) {TALK}",
    "consultations.anonymous": f"SELECT sum(t.anonymous) {HELD}",
    "consultations.minutes": f"SELECT sum(t.minutes) {HELD}",
    "consultations.with_interpreter": f"SELECT count(*) {HELD} AND t.interpreter",
    "consultations.by_kind.phone": f"SELECT sum(t.kind = 'phone') {HELD}",
    "consultations.by_main_topic.work": f"""SELECT max(n) FILTER (WHERE topic = 'work') FROM
        (SELECT t.main_topic AS topic, count(*) AS n {HELD} GROUP BY 1)""",
    "consultations.mentions.school": f"""SELECT max(n) FILTER (WHERE topic = 'school') FROM
        (SELECT j.value AS topic, count(*) AS n
        {HELD.replace("WHERE", ", json_each(t.topics) j WHERE", 1)} GROUP BY 1)""",
    "consultations.first": f"""SELECT count(DISTINCT contact_id) FROM (SELECT x.contact_id, t.day,
            row_number() OVER (PARTITION BY x.person_id ORDER BY t.day, t.id) AS place
        FROM contact_person x JOIN contact t ON t.id = x.contact_id
        WHERE t.day <= {LAST} AND t.kind IN ({KINDS})) WHERE place = 1 AND day >= {FIRST}""",
    "plans.first_agreed": f"""SELECT count(*) FROM (SELECT v.plan_id, min(v.agreed_on) AS day
        FROM plan_version v JOIN plan p ON p.id = v.plan_id JOIN "case" c ON c.id = p.case_id
        WHERE NOT c.cancelled GROUP BY 1) WHERE day BETWEEN {FIRST} AND {LAST}""",
    "plans.valid_at_end": f"""SELECT count(DISTINCT p.id) FROM plan p
        JOIN plan_version v ON v.plan_id = p.id AND v.agreed_on <= {LAST}
        WHERE (p.closed_on IS NULL OR p.closed_on > {LAST}) AND p.case_id IN
        (SELECT r.case_id {CLOSING})""",
    "goals.open_at_end": f"""SELECT count(*) FROM goal g JOIN plan p ON p.id = g.plan_id
        JOIN "case" c ON c.id = p.case_id WHERE NOT c.cancelled AND g.agreed_on <= {LAST}
        AND (g.settled_on IS NULL OR g.settled_on > {LAST})""",
    "tables.stock.nationality.UA": f"""SELECT max(n) FILTER (WHERE one = 'UA') FROM
        (SELECT json_extract(nationalities, '$[0]') AS one, count(*) AS n FROM person
        WHERE id IN (SELECT c.person_id {CLOSING}) GROUP BY 1)""",
    "tables.stock.sex.female": f"""SELECT sum(sex = 'female') FROM person
        WHERE id IN (SELECT c.person_id {CLOSING})""",
}
"""Figures by their path in the report, and the query that a careful person would write."""


def main() -> None:
    """Make the store, measure both, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--contacts", type=int, default=100_000)
    parser.add_argument("--cases", type=int, default=5_000)
    parser.add_argument("--years", type=int, default=1)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store, _recovery = Store.create(
            Path(folder) / "store", "nur zum Messen da", memory_kib=MEMORY_KIB
        )
        try:
            store.call(_fill, options.contacts, options.cases, options.years)
            _measure(store, options.runs)
        finally:
            store.close()


def _fill(contacts: int, cases: int, years: int) -> None:
    values = {"contacts": contacts, "cases": cases, "years": years, "note": NOTE}
    with transaction("bench.fill") as audit:
        for statement in FILL:
            into, select = statement.split("SELECT", 1)
            used = {key: value for key, value in values.items() if f":{key}" in NUMBERS + statement}
            database.obj.execute_sql(f"{into} {NUMBERS} SELECT {select}", used)
        audit.record("bench")


def _measure(store: Store, runs: int) -> None:
    ours: list[float] = []
    by_hand: list[float] = []
    for _run in range(runs):
        seconds, report = _timed(store, _count)
        ours.append(seconds)
        seconds, figures = _timed(store, _query)
        by_hand.append(seconds)
        _require_same(report, figures)
    tracemalloc.start()
    store.call(_count)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    one, other = statistics.median(ours), statistics.median(by_hand)
    print(f"program {one:.2f} s, SQL {other:.2f} s, ratio {one / other:.2f}")
    print(f"{len(report.entries)} figures, peak {peak / 2**20:.0f} MiB")


def _timed(store: Store, function: Callable[[], Any]) -> tuple[float, Any]:
    begin = time.perf_counter()
    result = store.call(function)
    return time.perf_counter() - begin, result


def _count() -> Report:
    period = Period.of_year(YEAR)
    return count(read_facts(period), period)


def _query() -> dict[str, int]:
    return {path: database.obj.execute_sql(query).fetchone()[0] or 0 for path, query in SQL.items()}


def _require_same(report: Report, figures: dict[str, int]) -> None:
    wrong = {path: (report[path], n) for path, n in figures.items() if report[path] != n}
    if wrong or not report.holds:
        message = f"program and SQL differ: {wrong}"
        raise SystemExit(message)


if __name__ == "__main__":
    main()
