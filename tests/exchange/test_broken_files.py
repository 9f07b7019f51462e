"""A broken caseload file is refused with its line and a reason, and nothing of it is stored."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from caseconsole.errors import ExchangeError
from caseconsole.exchange.caseload_export import export_file
from caseconsole.exchange.caseload_file import check_file, import_file
from caseconsole.exchange.lines import LONGEST_LINE
from caseconsole.store import Store
from tests.exchange.conftest import row_counts

Line = dict[str, Any] | str | bytes
H: dict[str, Any] = {"type": "caseload", "format": 1}
P = {"type": "person", "id": "p1", "given_name": "Amina"}
C = {"type": "case", "id": "c1", "number": "2026-001", "person": "p1"}
HH = {"type": "household", "id": "h1"}
PA = {"type": "partner", "id": "pa1", "name": "Jobcenter"}
PL = {"type": "plan", "id": "pl1", "case": "c1"}
G = {"type": "goal", "id": "g1", "plan": "pl1", "area": "work", "text": "Arbeit"}
K = {"type": "contact", "id": "k1", "day": "2026-01-02", "kind": "office"}
CP = {"type": "care_period", "case": "c1"}
HM = {"type": "household_member", "household": "h1", "person": "p1"}
CO = {"type": "consent", "id": "co1", "case": "c1", "purpose": "release"}
RE = {"type": "referral", "id": "r1", "case": "c1", "partner": "pa1", "day": "2026-01-02"}
ST = {"type": "person_status", "person": "p1", "from": "2026-01-01"}
RA = {"type": "self_rating", "case": "c1", "area": "work", "day": "2026-01-01", "value": 2}
PV = {"type": "plan_version", "plan": "pl1", "number": 1}
STA = {"type": "statistic", "from": "2025-01-01", "to": "2025-12-31"}
BASE = [H, P, C]
ARABIC = "".join(chr(0x0660 + int(c)) if c.isdigit() else c for c in "2026-01-02")

TABLE: dict[str, tuple[list[Any], int, str]] = {
    # the first line
    "no header": ([P], 1, "die erste Zeile muss"),
    "header late": ([P, H], 1, "die erste Zeile muss"),
    "second header": ([*BASE, H], 4, "nur einmal und nur am Anfang"),
    "no version": ([{"type": "caseload"}], 1, "nur das Format 1"),
    "version 2": ([{"type": "caseload", "format": 2}], 1, "nur das Format 1"),
    "version as text": ([{"type": "caseload", "format": "1"}], 1, "nur das Format 1"),
    "version true": ([{"type": "caseload", "format": True}], 1, "nur das Format 1"),
    "key in header": ([H | {"town": "x"}], 1, "den Schlüssel „town“ gibt es hier nicht"),
    # bytes and JSON
    "BOM": ([b"\xef\xbb\xbf" + json.dumps(H).encode()], 1, "BOM"),
    "UTF-16": (["\ufeff{}".encode("utf-16-le")], 1, "kein gültiges UTF-8"),
    "Latin-1": ([H, b'{"type": "person", "id": "p1", "given_name": "J\xfcrgen"}'], 2, "Byte 48"),
    "overlong UTF-8": ([H, b'{"type": "p\xc0\xafe"}'], 2, "kein gültiges UTF-8"),
    "blank line": ([H, "", P], 2, "die Zeile ist leer"),
    "line of blanks": ([H, "  \t", P], 2, "die Zeile ist leer"),
    "two final newlines": ([H, P, ""], 3, "die Zeile ist leer"),
    "cut line": ([H, '{"type": "person", "id": "p1"'], 2, "kein gültiges JSON"),
    "two objects": ([H, json.dumps(P) + json.dumps(C)], 2, "kein gültiges JSON"),
    "single quotes": ([H, "{'type': 'person'}"], 2, "kein gültiges JSON"),
    "raw NUL": ([H, '{"type": "person", "id": "p\x001"}'], 2, "kein gültiges JSON"),
    "an array": ([H, "[]"], 2, "kein JSON-Objekt"),
    "a text": ([H, '"person"'], 2, "kein JSON-Objekt"),
    "null": ([H, "null"], 2, "kein JSON-Objekt"),
    "key twice": ([H, '{"type": "person", "id": "p1", "id": "p2"}'], 2, "„id“ steht zweimal"),
    "NaN": ([*BASE, '{"type": "contact", "minutes": NaN}'], 4, "„NaN“ ist keine Zahl"),
    "Infinity": ([*BASE, '{"type": "contact", "minutes": -Infinity}'], 4, "keine Zahl"),
    "1e999": ([*BASE, '{"type": "contact", "minutes": 1e999}'], 4, "keine ganze Zahl"),
    "long number": ([*BASE, '{"minutes": ' + "1" * 6000 + "}"], 4, "Zahl ist zu lang"),
    "deep lists": ([H, "[" * 100_000 + "]" * 100_000], 2, "zu tief"),
    "deep objects": ([H, '{"a":' * 100_000 + "1" + "}" * 100_000], 2, "zu tief"),
    "surrogate": ([H, '{"type": "person", "id": "p", "notes": "a\\ud800"}'], 2, "Zeichen 2"),
    "escaped NUL": ([H, '{"type": "person", "id": "p", "email": "\\u0000"}'], 2, "U+0000"),
    "noncharacter": ([H, P | {"notes": "ab\ufffe"}], 2, "Zeichen 3"),
    "surrogate in id": ([H, '{"type": "person", "id": "\\udfff"}'], 2, "U+DFFF"),
    # types, keys, values
    "no type": ([H, {"id": "p1"}], 2, "der Schlüssel type fehlt"),
    "type is a number": ([H, {"type": 1}], 2, "type: hier gehört ein Text hin"),
    "unknown type": ([H, {"type": "client"}], 2, "die Art „client“ gibt es nicht"),
    "statistic without a day": ([H, {"type": "statistic", "figures": []}], 2, "from fehlt"),
    "statistic of an unknown figure": (
        [H, STA | {"figures": [[["movement", "olf"], 1]]}],
        2,
        "die Zahl „movement.olf“ gibt es nicht",
    ),
    "statistic with half a figure": ([H, STA | {"figures": [[["households"]]]}], 2, "ihrem Wert"),
    "statistic with a text as number": (
        [H, STA | {"figures": [[["households"], "1"]]}],
        2,
        "hier gehört eine ganze Zahl hin",
    ),
    "statistic with a figure twice": (
        [H, STA | {"figures": [[["households"], 1], [["households"], 2]]}],
        2,
        "„households“ steht zweimal",
    ),
    "unknown key": ([H, P | {"surname": "x"}], 2, "den Schlüssel „surname“"),
    "unknown key with null": ([H, P | {"surname": None}], 2, "den Schlüssel „surname“"),
    "unknown sex": ([H, P | {"sex": "f"}], 2, "sex: den Wert „f“ gibt es nicht"),
    "country": ([H, P | {"nationalities": ["SYR"]}], 2, "nationalities: den Wert „SYR“"),
    "lower case country": ([H, P | {"nationalities": ["sy"]}], 2, "„sy“"),
    "language": ([H, P | {"languages": ["ara"]}], 2, "languages: den Wert „ara“"),
    "contact kind": ([*BASE, K | {"kind": "mail"}], 4, "kind: den Wert „mail“"),
    "area no topic": ([*BASE, PL, G | {"area": "authorities"}], 5, "area: den Wert"),
    "topic": ([H, K | {"topics": ["money"]}], 2, "topics: den Wert „money“"),
    "second language": ([*BASE, PL, PV | {"second_language": "arabic"}], 5, "„arabic“"),
    "text as number": ([H, P | {"phone": 711}], 2, "phone: hier gehört ein Text hin, nicht"),
    "text as list": ([H, P | {"notes": ["a"]}], 2, "nicht eine Liste"),
    "list as text": ([H, P | {"languages": "ar"}], 2, "languages: hier gehört eine Liste"),
    "number in list": ([H, P | {"also_known_as": [1]}], 2, "nicht eine Zahl"),
    "null in list": ([H, P | {"languages": [None]}], 2, "nicht null"),
    "bool as number": ([H, K | {"minutes": True}], 2, "minutes: hier gehört eine ganze Zahl"),
    "1.0": ([H, '{"type": "contact", "minutes": 1.0}'], 2, "„1.0“ ist keine ganze Zahl"),
    "number as text": ([H, K | {"minutes": "30"}], 2, "hier gehört eine ganze Zahl hin"),
    "number as bool": ([H, P | {"interpreter_needed": 1}], 2, "hier gehört true oder false"),
    "object": ([H, P | {"phone": {"home": "1"}}], 2, "nicht ein Objekt"),
    "day as number": ([H, K | {"day": 20260101}], 2, "hier gehört ein Tag"),
    "31 February": ([H, K | {"day": "2026-02-31"}], 2, "den Tag „2026-02-31“ gibt es nicht"),
    "29 February 2026": ([H, P | {"birth_date": "2026-02-29"}], 2, "birth_date: den Tag"),
    "year 0": ([H, P | {"birth_date": "0000-01-01"}], 2, "den Tag „0000-01-01“"),
    "German day": ([H, K | {"day": "01.02.2026"}], 2, "ist kein Tag"),
    "compact day": ([H, K | {"day": "20260102"}], 2, "ist kein Tag"),
    "week day": ([H, K | {"day": "2026-W01-1"}], 2, "ist kein Tag"),
    "moment": ([H, K | {"day": "2026-01-02T10:00"}], 2, "ist kein Tag"),
    "Arabic digits": ([H, K | {"day": ARABIC}], 2, "ist kein Tag"),
    "negative minutes": ([H, K | {"minutes": -1}], 2, "minutes: -1 ist zu klein"),
    "negative anonymous": ([H, K | {"anonymous": -7}], 2, "anonymous: -7 ist zu klein"),
    "huge number": ([H, K | {"minutes": 2**40}], 2, "die Zahl ist zu groß"),
    "rating 5": ([*BASE, RA | {"value": 5}], 4, "höchstens 4"),
    "rating -1": ([*BASE, RA | {"value": -1}], 4, "mindestens 0"),
    "version 0": ([*BASE, PL, PV | {"number": 0}], 5, "mindestens 1"),
    # what must be there
    "no name": ([H, {"type": "person", "id": "p1"}], 2, "family_name oder given_name"),
    "blank name": ([H, P | {"given_name": " \u200b"}], 2, "family_name oder given_name"),
    "only other names": (
        [H, {"type": "person", "id": "p1", "also_known_as": ["Abu"], "original_script_name": "ب"}],
        2,
        "family_name oder given_name",
    ),
    "no id": ([H, {"type": "person", "given_name": "x"}], 2, "der Schlüssel id fehlt"),
    "blank id": ([H, P | {"id": " "}], 2, "der Schlüssel id fehlt oder ist leer"),
    "id is a number": ([H, P | {"id": 1}], 2, "id: hier gehört ein Text hin"),
    "no case number": ([H, P, C | {"number": "  "}], 3, "der Schlüssel number fehlt"),
    "no person": ([H, P, C | {"person": None}], 3, "der Schlüssel person fehlt"),
    "no begin": ([*BASE, CP], 4, "der Schlüssel begin fehlt"),
    "no day": ([H, {"type": "contact", "id": "k", "kind": "office"}], 2, "Schlüssel day fehlt"),
    "no goal text": ([*BASE, PL, G | {"text": "\n"}], 5, "der Schlüssel text fehlt"),
    "no from": ([H, P, {"type": "person_status", "person": "p1"}], 3, "Schlüssel from fehlt"),
    "no partner name": ([H, {"type": "partner", "id": "x"}], 2, "der Schlüssel name fehlt"),
    # ids and references
    "id twice": ([H, P, P], 3, "die id „p1“ hatte schon"),
    "contact id twice": ([H, K, K], 3, "die id „k1“ hatte schon"),
    "leads nowhere": ([H, P, C | {"person": "p2"}], 3, "„p2“ (person) steht in keiner Zeile"),
    "leads forward": ([H, C, P], 2, "„p1“ (person) steht in keiner Zeile davor"),
    "id of another type": ([*BASE, PL | {"case": "p1"}], 4, "„p1“ (case)"),
    "unknown in persons": ([H, P, K | {"persons": ["p1", "p9"]}], 3, "persons: „p9“"),
    "unknown in cases": ([*BASE, K | {"cases": ["c9"]}], 4, "cases: „c9“"),
    "person twice": ([H, P, K | {"persons": ["p1", "p1"]}], 3, "„p1“ steht zweimal"),
    "topic twice": ([H, K | {"topics": ["work", "work"]}], 2, "„work“ steht zweimal"),
    "plan nowhere": ([*BASE, G], 4, "plan: „pl1“ (plan)"),
    "partner of a step": (
        [*BASE, PL, G, {"type": "measure", "id": "m", "goal": "g1", "text": "x", "partner": "pa1"}],
        6,
        "partner: „pa1“ (partner)",
    ),
    "partner of a referral": ([*BASE, RE], 4, "partner: „pa1“ (partner)"),
    "recipient comes later": ([*BASE, CO | {"recipient": "pa1"}, PA], 4, "recipient: „pa1“"),
    # end before begin
    "care ends early": (
        [*BASE, CP | {"begin": "2026-02-02", "end": "2026-02-01"}],
        4,
        "end liegt vor begin (2026-02-01 vor 2026-02-02)",
    ),
    "membership ends early": (
        [H, P, HH, HM | {"from": "2026-01-02", "to": "2026-01-01"}],
        4,
        "to liegt vor from",
    ),
    "consent ends early": (
        [*BASE, CO | {"granted_on": "2026-01-02", "ends_on": "2025-01-02"}],
        4,
        "ends_on liegt vor granted_on",
    ),
    "withdrawn early": (
        [*BASE, CO | {"granted_on": "2026-01-02", "withdrawn_on": "2026-01-01"}],
        4,
        "withdrawn_on liegt vor granted_on",
    ),
    "goal settled early": (
        [*BASE, PL, G | {"agreed_on": "2026-01-02", "settled_on": "2026-01-01"}],
        5,
        "settled_on liegt vor agreed_on",
    ),
    # overlaps, numbers given twice
    "overlap": (
        [*BASE, CP | {"begin": "2026-01-01", "end": "2026-03-01"}, CP | {"begin": "2026-02-28"}],
        5,
        "überschneidet sich mit dem Betreuungszeitraum ab 2026-01-01",
    ),
    "open, then later": (
        [*BASE, CP | {"begin": "2026-01-01"}, CP | {"begin": "2026-05-01", "end": "2026-06-01"}],
        5,
        "überschneidet sich",
    ),
    "later, then open": (
        [*BASE, CP | {"begin": "2026-05-01", "end": "2026-06-01"}, CP | {"begin": "2026-01-01"}],
        5,
        "überschneidet sich",
    ),
    "both open": ([*BASE, CP | {"begin": "2026-01-01"}, CP | {"begin": "2026-01-01"}], 5, "über"),
    "day within": (
        [
            *BASE,
            CP | {"begin": "2026-01-01", "end": "2026-01-09"},
            CP | {"begin": "2026-01-05", "end": "2026-01-05"},
        ],
        5,
        "überschneidet sich",
    ),
    "case number twice": ([*BASE, C | {"id": "c2"}], 4, "die Fallnummer „2026-001“ gibt es schon"),
    "version twice": ([*BASE, PL, PV, PV], 6, "die Version 1 hat dieser Plan schon"),
}


def written(path: Path, lines: list[Line]) -> Path:
    raw = []
    for line in lines:
        text = json.dumps(line, ensure_ascii=False) if isinstance(line, dict) else line
        raw.append(text if isinstance(text, bytes) else text.encode("utf-8"))
    path.write_bytes(b"\n".join(raw) + b"\n")
    return path


@pytest.mark.parametrize("name", TABLE)
def test_refused_with_line_and_reason(caseload: None, tmp_path: Path, name: str) -> None:
    lines, line, reason = TABLE[name]
    path = written(tmp_path / "broken.jsonl", lines)
    before = row_counts()
    with pytest.raises(ExchangeError) as caught:
        import_file(path)
    assert caught.value.line == line
    assert f"Zeile {line}" in caught.value.message
    assert reason in caught.value.message
    assert "nichts übernommen" in caught.value.hint
    assert caught.value.message.isprintable()
    assert row_counts() == before
    assert sum(before.values()) == 0


@pytest.mark.parametrize("name", [name for name, row in TABLE.items() if row[1] > 1])
def test_dry_run_names_the_same_line(caseload: None, tmp_path: Path, name: str) -> None:
    lines, line, reason = TABLE[name]
    verdicts = check_file(written(tmp_path / "broken.jsonl", lines))
    first = next(verdict for verdict in verdicts if verdict.problem)
    assert (first.line, reason in first.problem) == (line, True)
    assert sum(row_counts().values()) == 0


def test_an_empty_file_is_none(caseload: None, tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    with pytest.raises(ExchangeError, match="Die Datei ist leer"):
        import_file(tmp_path / "empty.jsonl")


def test_a_file_that_cannot_be_read(caseload: None, tmp_path: Path) -> None:
    for missing in (tmp_path / "none.jsonl", tmp_path):
        with pytest.raises(ExchangeError, match="lässt sich nicht lesen"):
            import_file(missing)


def test_one_endless_line_is_not_read_to_its_end(caseload: None, tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    path.write_bytes(json.dumps(H).encode() + b"\n" + b" " * (LONGEST_LINE + 2))
    with pytest.raises(ExchangeError, match="Zeile 2 ist zu lang"):
        import_file(path)


def test_a_case_number_of_the_store(caseload: None, tmp_path: Path) -> None:
    path = written(tmp_path / "good.jsonl", [*BASE])
    import_file(path)
    before = row_counts()
    with pytest.raises(ExchangeError, match=r"Zeile 3 \(case\): die Fallnummer „2026-001“"):
        import_file(path)
    assert row_counts() == before


def test_nothing_stays_when_the_last_of_many_lines_is_wrong(
    make_store: Callable[[], Store], data: Path, tmp_path: Path
) -> None:
    store = make_store()
    store.call(import_file, data / "musterstadt.jsonl")
    store.call(export_file, tmp_path / "before.jsonl")
    counts = store.call(row_counts)
    contacts = [K | {"id": f"x{n}"} for n in range(12_000)]
    path = written(tmp_path / "broken.jsonl", [H, *contacts, K | {"minutes": -1}])
    with pytest.raises(ExchangeError, match="Zeile 12002"):
        store.call(import_file, path)
    assert store.call(row_counts) == counts
    store.call(export_file, tmp_path / "after.jsonl")
    assert (tmp_path / "after.jsonl").read_bytes() == (tmp_path / "before.jsonl").read_bytes()


GOOD: dict[str, list[Any]] = {
    "close and reopen on a day": [
        *BASE,
        CP | {"begin": "2026-01-01", "end": "2026-02-01"},
        CP | {"begin": "2026-02-01", "end": "2026-02-01"},
        CP | {"begin": "2026-02-01"},
    ],
    "earlier row later in the file": [
        *BASE, CP | {"begin": "2026-05-01"}, CP | {"begin": "2026-01-01", "end": "2026-05-01"},
    ],
    "talk, plan and goal outside the care period": [
        *BASE, CP | {"begin": "2026-01-01", "end": "2026-02-01"},
        K | {"day": "2020-01-01", "persons": ["p1"], "cases": ["c1"]},
        PL | {"closed_on": "2019-01-01"}, PV | {"agreed_on": "2027-01-01"},
        G | {"agreed_on": "2018-01-01"},
    ],
    "odd but possible": [
        H, P | {"birth_date": "2099-01-01", "arrived_on": "1990-01-01"},
        ST | {"valid_until": "2020-01-01"}, K | {"follow_up_on": "2020-01-01"},
        P | {"id": "p2", "birth_precision": "year"}, P | {"id": "p3", "given_name": "[/foo]"},
    ],
    "what an erased case leaves": [
        H, STA | {"figures": [[["movement", "new"], 1], [["plans", "first_agreed"], -2]]},
        {"type": "statistic", "from": "2026-01-01", "figures": [[["plans", "cumulative"], 1]]},
    ],
    "same id for two types": [H, P | {"id": "1"}, C | {"id": "1", "person": "1"}],
    "a surrogate pair": [H, '{"type": "person", "id": "p", "given_name": "\\ud83d\\ude00"}'],
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_real_files_hold_this(caseload: None, tmp_path: Path, name: str) -> None:
    counts = import_file(written(tmp_path / "good.jsonl", GOOD[name])).counts
    assert sum(counts.values()) == len(GOOD[name]) - 1


def test_the_documented_keys_are_the_ones_that_are_read(data: Path) -> None:
    """The tables of docs/caseload-file.md name every key of every record, and no other."""
    from caseconsole.exchange.records import RECORDS

    text = (data.parent.parent / "docs" / "caseload-file.md").read_text(encoding="utf-8")
    for record in RECORDS:
        row = re.search(rf"^\| `{record.type}` \| (.+) \|$", text, re.MULTILINE)
        assert row, record.type
        keys = re.findall(r"`([a-z_]+)`", re.sub(r"\(.*?\)", "", row[1]))
        assert sorted(keys) == sorted(key.name for key in record.keys), record.type
        required = set(re.findall(r"\*\*`([a-z_]+)`\*\*", row[1]))
        assert required == {key.name for key in record.keys if key.required}, record.type
