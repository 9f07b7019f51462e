"""Export, import into an empty store, export again: equal line for line."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from caseconsole.exchange.caseload_export import export_file
from caseconsole.exchange.caseload_file import check_file, import_file
from caseconsole.models import AuditEntry, Case, Contact, ContactPerson, Person
from caseconsole.store import Store
from tests.exchange.caseloads import caseloads
from tests.exchange.conftest import empty_caseload

Records = list[dict[str, Any]]

_TARGETS = {
    "person": "person", "household": "household", "case": "case", "plan": "plan", "goal": "goal",
    "partner": "partner", "recipient": "partner", "persons": "person", "cases": "case",
}  # fmt: skip


def written(path: Path, records: Records) -> Path:
    text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    path.write_text(text, encoding="utf-8", newline="")
    return path


def read(path: Path) -> Records:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def with_ranks(records: Records) -> Counter[str]:
    """The records with every id replaced by its rank among those of its type."""
    ranks: dict[str, dict[str, str]] = {}
    result = []
    for record in records:
        ranked = dict(record)
        if "id" in record:
            known = ranks.setdefault(record["type"], {})
            known[record["id"]] = ranked["id"] = f"{record['type']} {len(known)}"
        for key, target in _TARGETS.items():
            value = record.get(key)
            known = ranks.get(target, {})
            if isinstance(value, list):
                ranked[key] = [known[item] for item in value]
            elif value is not None:
                ranked[key] = known[value]
        result.append(json.dumps(ranked, sort_keys=True))
    return Counter(result)


def test_musterstadt_comes_back_with_every_value(
    make_store: Callable[[], Store], data: Path, tmp_path: Path
) -> None:
    source = data / "musterstadt.jsonl"
    store = make_store()
    store.call(import_file, source)
    store.call(export_file, tmp_path / "first.jsonl")

    store = make_store()
    store.call(import_file, tmp_path / "first.jsonl")
    store.call(export_file, tmp_path / "second.jsonl")

    first = (tmp_path / "first.jsonl").read_bytes()
    assert first == (tmp_path / "second.jsonl").read_bytes()
    stated = [
        {key: value for key, value in record.items() if (key, value) != ("cancelled", False)}
        for record in read(source)
    ]
    assert with_ranks(read(tmp_path / "first.jsonl")) == with_ranks(stated)


@given(records=caseloads())
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_any_valid_file_comes_back(records: Records) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = written(Path(folder) / "source.jsonl", records)
        first, second = Path(folder) / "first.jsonl", Path(folder) / "second.jsonl"
        with empty_caseload():
            import_file(source)
            export_file(first)
        with empty_caseload():
            import_file(first)
            export_file(second)
        assert first.read_bytes() == second.read_bytes()
        kinds = Counter(record["type"] for record in records)
        assert Counter(record["type"] for record in read(first)) == kinds


HEADER: dict[str, Any] = {"type": "caseload", "format": 1}
PERSON = {"type": "person", "id": "p1", "given_name": "Amina"}
CASE = {"type": "case", "id": "c1", "number": "2026-001", "person": "p1"}


def through(tmp_path: Path, records: Records) -> Records:
    """What is exported after an import of ``records``, without the header."""
    with empty_caseload():
        import_file(written(tmp_path / "in.jsonl", [HEADER, *records]))
        export_file(tmp_path / "out.jsonl")
    return read(tmp_path / "out.jsonl")[1:]


def test_an_empty_store_is_one_line(caseload: None, tmp_path: Path) -> None:
    export_file(tmp_path / "out.jsonl")
    assert read(tmp_path / "out.jsonl") == [HEADER]


def test_missing_null_and_empty_are_the_same(tmp_path: Path) -> None:
    person = {
        **PERSON, "family_name": None, "also_known_as": ["", " "], "nationalities": [],
        "phone": "  ", "birth_date": None, "interpreter_needed": None, "notes": "\n",
    }  # fmt: skip
    assert through(tmp_path, [person]) == [PERSON]


def test_zero_and_no_are_stated(tmp_path: Path) -> None:
    person = {**PERSON, "interpreter_needed": False}
    contact = {
        "type": "contact", "id": "k1", "day": "2026-01-02", "kind": "office", "minutes": 0,
        "anonymous": 0, "interpreter": False,
    }  # fmt: skip
    status = {"type": "person_status", "person": "p1", "from": "2026-01-02", "income": []}
    assert through(tmp_path, [person, status, contact]) == [person, status, contact]


def test_blanks_around_an_object_are_no_part_of_it(tmp_path: Path) -> None:
    file = tmp_path / "blanks.jsonl"
    lines = (f" \t{json.dumps(line)}\t \r\n" for line in (HEADER, PERSON))
    file.write_text("".join(lines), encoding="utf-8", newline="")
    with empty_caseload():
        assert import_file(file).counts == {"person": 1}


def test_our_own_keys_are_kept(tmp_path: Path) -> None:
    person = {
        **PERSON, "birth_place": "Kabul", "preferred_contact": "message", "schooling": "9 Klassen",
        "training": "Schneiderin", "work_experience": "3 Jahre", "recognition": "applied",
        "courses": "B1\nDTZ", "competences": "Nähen", "children": "zwei in der Kita",
        "participation": "Chor", "health": "Brille",
    }  # fmt: skip
    status = {
        "type": "person_status", "person": "p1", "from": "2026-01-02", "conditions": "Wohnsitz",
    }  # fmt: skip
    contact = {
        "type": "contact", "id": "k1", "day": "2026-01-02", "kind": "office",
        "follow_up_on": "2026-02-02", "follow_up_done": True,
    }  # fmt: skip
    assert through(tmp_path, [person, status, contact]) == [person, status, contact]


def test_plans_keep_members_translations_and_who_was_there(tmp_path: Path) -> None:
    """A goal may be for somebody outside the household, and for somebody who has no case."""
    child = {**PERSON, "id": "p2", "given_name": "Nour"}
    plan = {"type": "plan", "id": "pl1", "case": "c1"}
    version = {
        "type": "plan_version", "plan": "pl1", "number": 1, "agreed_on": "2026-03-02",
        "review_on": "2026-09-02", "concerns": "Arbeit\nund Ruhe", "second_language": "de-simple",
        "concerns_translation": "عمل\nسكن", "participants": "Ehefrau, Jobcenter",
        "interpreter": "Frau Saleh",
    }  # fmt: skip
    goal = {
        "type": "goal", "id": "g1", "plan": "pl1", "area": "school", "text": "Kita",
        "agreed_on": "2026-03-02", "target_on": "2026-09-01", "state": "dropped",
        "settled_on": "2026-08-01", "reason": "Umzug", "member": "p2", "translation": "حضانة",
    }  # fmt: skip
    own = {"type": "goal", "id": "g2", "plan": "pl1", "area": "work", "text": "Stelle"}
    step = {
        "type": "measure", "id": "m1", "goal": "g1", "text": "Anmelden", "responsible": "manager",
        "due_on": "2026-04-01", "done_on": "2026-03-30", "translation": "تسجيل",
    }  # fmt: skip
    consent = {
        "type": "consent", "id": "co1", "case": "c1", "purpose": "release", "recipient": "Kita",
        "granted_on": "2026-03-02", "reason": "Anmeldung", "scope": "Name und Alter",
    }  # fmt: skip
    appointment = {
        "type": "reminder", "id": "re1", "case": "c1", "due_on": "2026-03-09", "text": "Kita",
        "time": "09:30", "place": "Lindenweg 4", "bring": "Impfpass",
    }  # fmt: skip
    records: Records = [
        PERSON, child, CASE, plan, version, goal, own, step, consent, appointment,
    ]  # fmt: skip
    assert through(tmp_path, records) == records


@pytest.mark.parametrize("time", ["9:30", "24:00", "mittags", 930, ""])
def test_a_time_stands_in_the_file_as_hours_and_minutes(tmp_path: Path, time: object) -> None:
    reminder = {"type": "reminder", "id": "re1", "due_on": "2026-03-09", "text": "Kita"}
    path = written(tmp_path / "in.jsonl", [HEADER, reminder | {"time": time}])
    with empty_caseload():
        problem = check_file(path)[1].problem
    assert "Uhrzeit (HH:MM)" in problem


def test_recipients_in_words_never_become_partners(tmp_path: Path) -> None:
    partner = {"type": "partner", "id": "Schule", "name": "Realschule"}
    consents: Records = [
        {"type": "consent", "id": f"x{n}", "case": "c1", "purpose": "release", "recipient": name}
        for n, name in enumerate(("Schule", "pa1", "pa_1", " pa_1 ", "Frau Maier"))
    ]
    records = [partner, PERSON, CASE, *consents]
    first = through(tmp_path, records)
    partner_id = first[0]["id"]
    recipients = [record["recipient"] for record in first if record["type"] == "consent"]
    assert recipients == [partner_id, "pa1", "pa_1", "pa_1", "Frau Maier"]
    assert partner_id not in recipients[1:]
    assert through(tmp_path, first) == first


def test_order_of_entry_and_of_lists_is_kept(tmp_path: Path) -> None:
    people: Records = [{**PERSON, "id": f"p{n}"} for n in (1, 2, 3)]
    contacts: Records = [
        {"type": "contact", "id": "k1", "day": "2026-03-01", "kind": "office",
         "persons": ["p3", "p1", "p2"], "topics": ["work", "housing"]},
        {"type": "contact", "id": "k2", "day": "2026-01-01", "kind": "phone", "persons": ["p2"]},
        {"type": "contact", "id": "k3", "day": "2026-01-01", "kind": "video"},
    ]  # fmt: skip
    assert through(tmp_path, [*people, *contacts]) == [*people, *contacts]


def test_texts_are_cleaned_once(tmp_path: Path) -> None:
    person = {**PERSON, "given_name": " A\u202emi\x1bna \u200b  B\u0308 ", "notes": "a\r\nb\tc"}
    assert through(tmp_path, [person]) == [
        {**PERSON, "given_name": "Amina B\u0308", "notes": "a\nb\tc"}
    ]


def test_adds_to_what_is_there(caseload: None, data: Path, tmp_path: Path) -> None:
    import_file(data / "musterstadt.jsonl")
    more: Records = [HEADER, PERSON, CASE | {"number": "neu-1"}]
    contact = {"type": "contact", "id": "k", "day": "2026-01-01", "kind": "office"}
    batch = import_file(
        written(tmp_path / "more.jsonl", [*more, contact | {"persons": ["p1"], "cases": ["c1"]}])
    )
    assert batch.counts == {"person": 1, "case": 1, "contact": 1}
    assert Case.select().count() == 97
    newest = Contact.select().order_by(Contact.id.desc()).get()
    people = list(ContactPerson.select().where(ContactPerson.contact == newest))
    assert [link.person.given_name for link in people] == ["Amina"]


def test_names_of_imported_people_are_found(caseload: None, tmp_path: Path) -> None:
    import_file(written(tmp_path / "in.jsonl", [HEADER, PERSON | {"family_name": "Müller"}]))
    person = Person.get()
    assert (person.sort_key, person.search_key != "") == ("mueller\x1famina", True)


def test_one_audit_row_without_contents(caseload: None, tmp_path: Path) -> None:
    batch = import_file(written(tmp_path / "in.jsonl", [HEADER, PERSON, CASE]))
    row = AuditEntry.get()
    assert (row.id, row.action, row.reason) == (batch.id, "import", "caseload_file")
    assert row.fields[1:] == ["person:1-1", "case:1-1"]
    assert row.fields[0].startswith("sha256:")
    assert AuditEntry.select().count() == 1


def test_dry_run_has_a_verdict_for_each_line(caseload: None, tmp_path: Path) -> None:
    bad = {**PERSON, "id": "p2", "sex": "f"}
    uses_bad = {"type": "person_status", "person": "p2", "from": "2026-01-01"}
    path = written(tmp_path / "in.jsonl", [HEADER, PERSON, bad, uses_bad, CASE])
    verdicts = check_file(path)
    assert [verdict.line for verdict in verdicts] == [1, 2, 3, 4, 5]
    assert [bool(verdict.problem) for verdict in verdicts] == [False, False, True, False, False]
    assert Person.select().count() == AuditEntry.select().count() == 0


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_ends_and_a_missing_last_one(caseload: None, tmp_path: Path, ending: str) -> None:
    lines = ending.join(json.dumps(record) for record in (HEADER, PERSON))
    (tmp_path / "in.jsonl").write_bytes(lines.encode())
    assert import_file(tmp_path / "in.jsonl").counts == {"person": 1}


def test_progress_reaches_the_end(caseload: None, data: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    import_file(data / "musterstadt.jsonl", lambda done, total: told.append((done, total)))
    size = (data / "musterstadt.jsonl").stat().st_size
    assert told[-1] == (size, size)
    told.clear()
    export_file(tmp_path / "out.jsonl", lambda done, total: told.append((done, total)))
    assert told[-1] == (3842, 3842)
