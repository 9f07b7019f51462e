"""Taking over a predecessor's list: verdicts, all or nothing, hostile files, undo."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from caseconsole.errors import ExchangeError, NotFoundError, RuleError
from caseconsole.exchange.archive import check_workbook
from caseconsole.exchange.caseload_file import import_file
from caseconsole.exchange.table_rows import State
from caseconsole.exchange.tables import TableCheck, check_table, import_table
from caseconsole.exchange.undo import undo_import
from caseconsole.models import (
    AuditEntry,
    CarePeriod,
    Case,
    Contact,
    ContactPerson,
    Household,
    HouseholdMember,
    Person,
    PersonStatus,
)
from caseconsole.store import Store, transaction
from tests.exchange.conftest import row_counts

TODAY = dt.date(2026, 11, 20)
EXAMPLE = Path(__file__).parent.parent.parent / "templates" / "mapping.example.toml"
HEAD = "Name, Vorname;geb. am;Beginn\n"


def csv_file(tmp_path: Path, text: str | bytes, name: str = "liste.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def by_row(check: TableCheck) -> dict[int, tuple[State, str]]:
    return {row.row: (row.state, "; ".join(row.reasons)) for row in check.rows}


def test_the_predecessors_list_row_by_row(caseload: None, data: Path) -> None:
    check = check_table(data / "klientenliste-vorgaenger.xlsx", None, TODAY)
    assert (check.sheet, check.header_row) == ("Klienten aktuell", 4)
    assert check.remarks == ("Nicht gelesen: Blatt „alt 2019“.",)
    rows = by_row(check)
    # Read off the sheet: impossible and future births, no begin, end before begin, twice there,
    # counselling before birth.
    impossible = {8, 46, 99, 115}
    future = {37, 55, 116}
    no_begin = {45, 72, 99, 174}
    ends_early = {41, 55, 60, 77, 90, 102, 122}
    twice = {97, 136, 181}
    before_birth = {165, 175}
    problems = impossible | future | no_begin | ends_early | twice | before_birth
    assert {row for row, (state, _reason) in rows.items() if state is State.PROBLEM} == problems
    assert "Spalte „geb. am“: den Tag „45.13.2001“ gibt es nicht" in rows[8][1]
    assert "„1.1.2099“ liegt in der Zukunft" in rows[37][1]
    assert "Spalte „Beginn Beratung“: der Beginn der Beratung fehlt" in rows[45][1]
    assert "Spalte „Ende“: 02.03.2023 liegt vor dem Beginn 22.03.2023" in rows[41][1]
    assert "gleicht Zeile 96" in rows[97][1]
    assert "liegt vor der Geburt" in rows[165][1]
    skipped = {row for row, (state, _reason) in rows.items() if state is State.SKIPPED}
    assert skipped == {140, 176, 184, 197}
    assert rows[23] == (State.REMARK, "Spalte „Name, Vorname“: nur ein Name, er steht als Vorname")
    assert rows[6][0] is State.FINE
    assert sum(row_counts().values()) == 0


def test_the_list_is_refused_as_a_whole(caseload: None, data: Path) -> None:
    with pytest.raises(ExchangeError, match="die erste: Zeile 8") as caught:
        import_table(data / "klientenliste-vorgaenger.xlsx", None, TODAY)
    assert caught.value.line == 8
    assert "nichts übernommen" in caught.value.hint
    assert sum(row_counts().values()) == 0


def test_taken_over_with_a_mapping_and_taken_back(
    make_store: Callable[[], Store], data: Path, tmp_path: Path
) -> None:
    source = data / "klientenliste-vorgaenger.xlsx"
    store = make_store()
    check = store.call(check_table, source, EXAMPLE, TODAY)
    problems = [row.row for row in check.problems]
    mapping = tmp_path / "mapping.toml"
    text = EXAMPLE.read_text(encoding="utf-8")
    mapping.write_text(text.replace("[97, 136, 181]", str([97, 136, 181, *problems])), "utf-8")
    before = store.call(row_counts)
    taken = store.call(import_table, source, mapping, TODAY)
    people = 183 - 3 - len(problems)
    assert taken.batch.counts["person"] == taken.batch.counts["case"] == people
    assert store.call(AuditEntry.select().count) == before["audit_entry"] + 1

    def look() -> None:
        # Row 6: Müller,Selam | w | 19.02.1973 | Syrer | Aufenthaltsgestattung | 02.01.2026 | ...
        person = Person.get(Person.family_name == "Müller", Person.given_name == "Selam")
        assert (person.birth_date, person.birth_precision) == (dt.date(1973, 2, 19), "day")
        assert (person.sex, person.nationalities, person.phone) == ("female", ["SY"], "")
        assert person.notes == "Vermieter: Fr. Böhm\nRückruf!"
        case = Case.get(Case.person == person)
        period = CarePeriod.get(CarePeriod.case == case)
        assert (period.begin, period.end) == (dt.date(2024, 2, 2), dt.date(2026, 3, 2))
        assert case.number.startswith("2024-")
        status = PersonStatus.get(PersonStatus.person == person)
        assert (status.from_day, status.residence_status) == (period.begin, "permission_to_stay")
        assert (status.valid_until, status.german_level) == (dt.date(2026, 1, 2), "alpha")
        home = Household.get_by_id(HouseholdMember.get(HouseholdMember.person == person).household)
        assert (home.address, home.postcode, home.place) == ("Schulgasse 12a", "70001", "Oberdorf")
        # Row 5 says "gut", which the mapping translates.
        other = Person.get(Person.birth_date == dt.date(1962, 6, 19))
        assert PersonStatus.get(PersonStatus.person == other).german_level == "B1"
        assert len({row.number for row in Case.select()}) == people

    store.call(look)
    with pytest.raises(ExchangeError, match="schon eingelesen"):
        store.call(import_table, source, mapping, TODAY)
    removed = store.call(undo_import, taken.batch.id)
    assert removed == taken.batch.counts
    after = store.call(row_counts)
    assert {**after, "audit_entry": 0} == {**before, "audit_entry": 0}
    with pytest.raises(NotFoundError):
        store.call(undo_import, taken.batch.id)
    assert store.call(import_table, source, mapping, TODAY).batch.counts == taken.batch.counts


def test_undo_leaves_alone_what_somebody_worked_on(caseload: None, tmp_path: Path) -> None:
    taken = import_table(csv_file(tmp_path, HEAD + "A, B;1990;1.2.2024\n"), None, TODAY)
    with transaction("contact.create") as audit:
        contact = Contact.create(day=TODAY, kind="office")
        ContactPerson.create(contact=contact, person=Person.get())
        audit.record("contact", contact.id)
    before = row_counts()
    with pytest.raises(RuleError, match="seither etwas eingetragen"):
        undo_import(taken.batch.id)
    assert row_counts() == before


def test_a_caseload_file_is_undone_too(caseload: None, data: Path) -> None:
    kept = import_file(data / "musterstadt.jsonl")
    removed = undo_import(kept.id)
    assert removed == kept.counts
    counts = row_counts()
    assert counts.pop("audit_entry") == 2
    assert set(counts.values()) == {0}


def test_a_name_beside_a_column_of_given_names_is_the_family_name(
    caseload: None, tmp_path: Path
) -> None:
    rows = "Muster;Berta;1.2.2024\nAl Bayati;Zeinab;1.2.2024\nTekle, Selam;Sol;1.2.2024\n"
    check = import_table(csv_file(tmp_path, f"Name;Vorname;Beginn\n{rows}"), None, TODAY).check
    assert [row.state for row in check.rows] == [State.FINE] * 3
    assert [(person.family_name, person.given_name) for person in Person.select()] == [
        ("Muster", "Berta"),
        ("Al Bayati", "Zeinab"),
        ("Tekle", "Sol"),
    ]


def test_words_nobody_knows_are_kept_as_text(caseload: None, tmp_path: Path) -> None:
    text = "Nachname;Vorname;Aufenthalt;Deutsch;Beginn;gültig bis;Bemerkungen\n"
    text += "Haddad;Amina;unklar;gut;1.2.2024;unbefristet;ruft an\n"
    taken = import_table(csv_file(tmp_path, text), None, TODAY)
    assert taken.check.count(State.REMARK) == 1
    assert Person.get().notes == (
        "ruft an\ngültig bis laut Liste: unbefristet\nAufenthalt laut Liste: unklar\n"
        "Deutsch laut Liste: gut"
    )
    assert PersonStatus.select().count() == 0


def test_somebody_of_the_store_is_not_taken_twice(caseload: None, tmp_path: Path) -> None:
    import_table(csv_file(tmp_path, HEAD + "Haddad, Amina;19.2.1990;1.2.2024\n"), None, TODAY)
    again = HEAD + "Hadad, Amina;19.02.1990;3.3.2025\nHaddad, Amina;20.02.1990;3.3.2025\n"
    rows = by_row(check_table(csv_file(tmp_path, again, "neu.csv"), None, TODAY))
    assert rows[2] == (State.PROBLEM, "Name und Geburtsdatum hat schon jemand im Bestand")
    assert rows[3][0] is State.FINE


def test_numbers_go_on_and_own_numbers_are_kept(caseload: None, tmp_path: Path) -> None:
    text = "Name, Vorname;Beginn;Aktenzeichen\nA, A;1.2.2024;\nB, B;1.3.2024;\nC, C;1.3.2024;X/7\n"
    import_table(csv_file(tmp_path, text), None, TODAY)
    import_table(csv_file(tmp_path, text.replace("A, A", "D, D").replace("X", "Y")), None, TODAY)
    numbers = [case.number for case in Case.select().order_by(Case.id)]
    assert numbers == ["2024-001", "2024-002", "X/7", "2024-003", "2024-004", "Y/7"]


CSV_TEXT = "Name, Vorname;geb. am;Beginn;Straße\nMüller, Ägidius;19.2.1990;1.2.2024;Größe 3\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "cp850", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_of_every_town_hall(
    caseload: None, tmp_path: Path, encoding: str, separator: str
) -> None:
    quoted = ['"' + cell + '"' for line in CSV_TEXT.split("\n") for cell in line.split(";")]
    lines = [separator.join(quoted[:4]), separator.join(quoted[4:8])]
    import_table(csv_file(tmp_path, "\r\n".join(lines).encode(encoding)), None, TODAY)
    person = Person.get()
    assert (person.family_name, person.given_name) == ("Müller", "Ägidius")
    assert Household.get().address == "Größe 3"


def test_csv_with_line_breaks_and_ragged_rows(caseload: None, tmp_path: Path) -> None:
    text = 'sep=;\nName, Vorname;Beginn;Bemerkungen\nA, B;1.2.2024;"zwei\nZeilen; und mehr"\n\n'
    text += "C, D;1.2.2024\nE, F\n"
    rows = by_row(check_table(csv_file(tmp_path, text), None, TODAY))
    assert rows[2][0] is State.FINE
    assert rows[4][0] is State.FINE
    assert rows[5][0] is State.SKIPPED


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "leer oder zu groß"),
        (HEAD, "keine Zeile mit Angaben"),
        ("Foo;Bar\n1;2\n", "keine Liste mit bekannten Überschriften"),
        (HEAD.replace("geb. am", "Beginn"), "sind beide „begin“"),
        ("Name;geb. am;Beginn\nMÃ¼ller;1.1.1990;1.2.2024\n", "Umlaute schon zerstört"),
        (HEAD + '"A, B;1990;1.2.2024\n', "nicht zu Ende geht"),
        (";".join(["x"] * 1000) + "\n", "mehr Zeilen oder Spalten"),
    ],
)
def test_csv_that_is_no_list(caseload: None, tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(ExchangeError, match=reason):
        check_table(csv_file(tmp_path, text), None, TODAY)


def test_mappings_that_do_not_fit_the_list(caseload: None, data: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    for text, reason in (
        ("sheet = 'Blatt 7'", "Das Blatt „Blatt 7“ gibt es nicht"),
        ("[columns]\nGebdat = 'birth_date'", "„gebdat“ der Zuordnung steht nicht in der Liste"),
        ("header_row = 1", "keine Spalte mit Namen"),
    ):
        mapping.write_text(text, "utf-8")
        with pytest.raises(ExchangeError, match=reason):
            check_table(data / "klientenliste-vorgaenger.xlsx", mapping, TODAY)


def test_constants_stand_where_the_list_says_nothing(caseload: None, tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        "[columns]\nKunde = 'name'\n[constants]\nbegin = 2026-01-05\nplace = 'Oberdorf'\n", "utf-8"
    )
    text = "Kunde;geb. am;Ort\nA, B;1990;Talheim\nC, D;1991;\n"
    import_table(csv_file(tmp_path, text), mapping, TODAY)
    assert [period.begin for period in CarePeriod.select()] == [dt.date(2026, 1, 5)] * 2
    assert [home.place for home in Household.select()] == ["Talheim", "Oberdorf"]


def workbook(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


BOOK = {"xl/workbook.xml": b"<workbook/>"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (OLE + b"\0" * 600, r"alte Excel-Datei \(\.xls\)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "mit einem Kennwort geschützt"),
        (b"Name;geb. am\n", "keine Excel-Arbeitsmappe"),
        (b"", "keine Excel-Arbeitsmappe"),
        (b"PK\x03\x04" + b"\0" * 100, "keine Excel-Arbeitsmappe"),
        ({"a.txt": b"x"}, "keine Excel-Arbeitsmappe"),
        ({"content.xml": b"<a/>"}, r"LibreOffice \(\.ods\)"),
        (BOOK | {"xl/worksheets/sheet1.xml": b"0" * 30_000_000}, "zu groß"),
        (BOOK | {f"xl/x{n}.xml": b"" for n in range(600)}, "zu groß"),
        (BOOK | {"xl/worksheets/s.xml": b'<row r="1"><c r="XFD1"/></row>'}, "zu groß"),
        (BOOK | {"xl/worksheets/s.xml": b'<row r="1048576"/>'}, "zu groß"),
        (BOOK | {"xl/s.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}, "keine Excel-Arbeitsmappe"),
        (BOOK | {"../evil": b"x"}, "keine Excel-Arbeitsmappe"),
        (BOOK, "lässt sich nicht lesen"),
    ],
)
def test_hostile_and_mistaken_workbooks(
    caseload: None, tmp_path: Path, content: Any, reason: str
) -> None:
    path = tmp_path / "liste.xlsx"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        workbook(path, content)
    with pytest.raises(ExchangeError, match=reason):
        check_table(path, None, TODAY)


def test_days_counted_from_1904(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"xl/workbook.xml": b'<workbookPr date1904="1"/>'})
    assert check_workbook(path)
    assert not check_workbook(workbook(tmp_path / "b.xlsx", BOOK))
