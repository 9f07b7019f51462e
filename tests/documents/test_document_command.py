"""``caseconsole document`` on a real encrypted store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from caseconsole import cli
from caseconsole import models as m
from caseconsole.store import Store
from tests.conftest import PASSPHRASE
from tests.documents import walk

D = dt.date
pytestmark = pytest.mark.usefixtures("_day")


@pytest.fixture
def _day() -> Iterator[None]:
    with time_machine.travel("2026-11-20 12:00", tick=False):
        yield


def _fill() -> None:
    for number in ("2026-1", "2026-2"):
        person = m.Person.create(given_name="Ali", family_name="Geheimname", languages=["ar"])
        case = m.Case.create(number=number, person=person)
        m.CarePeriod.create(case=case, begin=D(2026, 1, 1))
        if number == "2026-2":
            return
        for day, text in ((D(2026, 11, 1), "neues Gespräch"), (D(2026, 10, 1), "altes Gespräch")):
            contact = m.Contact.create(day=day, kind="office", text=text)
            m.ContactCase.create(contact=contact, case=case)
        partner = m.Partner.create(name="Jobcenter")
        m.Referral.create(case=case, partner=partner, day=D(2026, 11, 2), reason="Antrag")
        m.Reminder.create(case=case, due_on=D(2026, 11, 24), text="Termin", time="9:00")
        for untimed in (case, None):
            m.Reminder.create(case=untimed, due_on=D(2026, 11, 21), text="Anruf")


@pytest.fixture
def options(store: Store, tmp_path: Path) -> list[str]:
    """Where the store lies and what opens it; one case with everything, one with nothing."""
    store.call(_fill)
    store.close()
    secret = tmp_path / "kennwort.txt"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    return ["--store", str(tmp_path / "store"), "--passphrase-file", str(secret)]


def _filed(folder: Path) -> list[tuple[str, str, str]]:
    """Kind, recipient and reason in the trail of what was kept."""
    opened = Store.open(folder, PASSPHRASE)

    def read() -> list[tuple[str, str, str]]:
        return [
            (row.kind, row.recipient, m.AuditEntry.get(object_id=row.id,
                                                       object_type="filed_document").reason)
            for row in m.FiledDocument.select().order_by(m.FiledDocument.id)
        ]  # fmt: skip

    try:
        return opened.call(read)
    finally:
        opened.close()


@pytest.mark.parametrize(
    ("arguments", "name", "expected"),
    [
        (["beratungsprotokoll", "2026-1"], "Beratungsprotokoll 2026-11-01", "neues Gespräch"),
        (["Beratungsprotokoll", "2026-1", "--subject", "2"], "Beratungsprotokoll 2026-10-01",
         "altes Gespräch"),
        (["vermittlung", "2026-1", "--reason", "mündlich"], "Vermittlung 2026-11-02", "Antrag"),
        (["terminzettel", "2026-1", "--second-language", "ar"], "Terminzettel 2026-11-24",
         "الثلاثاء"),
        (["vertretungsblatt"], "Vertretungsblatt", "Geheimname"),
        (["einwilligung", "2026-2"], "Einwilligung", "Geheimname"),
        (["schweigepflichtentbindung", "2026-2"], "Schweigepflichtentbindung", "Geheimname"),
    ],
)  # fmt: skip
def test_any_document_is_written_and_kept(
    options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str],
    name: str, expected: str,
) -> None:  # fmt: skip
    target = tmp_path / "brief.docx"
    assert cli.main(["document", *arguments, "-o", str(target), *options]) == 0
    assert expected in walk.text(target.read_bytes())
    out = capsys.readouterr()
    assert out.out.startswith(f"{name} geschrieben: {target}\n")
    assert out.err == ""
    ((kind, _recipient, _reason),) = _filed(tmp_path / "store")
    assert kind == arguments[0].casefold()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["beratungsprotokoll", "2026-1"], True),
        (["vermittlung", "2026-1", "--reason", "mündlich"], True),
        (["vertretungsblatt"], True),
        (["terminzettel", "2026-1"], False),
    ],
)
def test_a_document_that_is_german_alone_says_so_when_asked_for_another_language(
    options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str],
    says: bool,  # noqa: FBT001 - a parameter of the test
) -> None:  # fmt: skip
    command = ["document", *arguments, "-o", str(tmp_path / "brief.docx"), *options]
    assert cli.main([*command, "--second-language", "ti"]) == 0
    out = capsys.readouterr()
    assert ("Dieses Dokument gibt es nur auf Deutsch.\n" in out.out) is says
    assert out.err == ""
    assert cli.main([*command, "--second-language", "de"]) == 0
    assert cli.main(command) == 0
    assert "nur auf Deutsch" not in capsys.readouterr().out


def test_a_folder_gets_a_neutral_name(options: list[str], tmp_path: Path) -> None:
    assert cli.main(["document", "terminzettel", "2026-1", "-o", str(tmp_path), *options]) == 0
    (made,) = tmp_path.glob("*.docx")
    assert made.name == "2026-1_Terminzettel_2026-11-24.docx"


def test_a_letter_without_a_release_needs_a_reason_that_is_kept(
    options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["document", "vermittlung", "2026-1", "-o", str(tmp_path / "brief.docx"), *options]
    assert cli.main(command) == 1
    assert "Gegenüber Jobcenter gibt es keine gültige" in capsys.readouterr().err
    assert not (tmp_path / "brief.docx").exists()
    assert _filed(tmp_path / "store") == []
    assert cli.main([*command, "--reason", "Klient war dabei"]) == 0
    assert _filed(tmp_path / "store") == [("vermittlung", "Jobcenter", "Klient war dabei")]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["brief", "2026-1"], "Vorhanden: integrationsplan"),
        (["terminzettel"], "fehlt die Fallnummer"),
        (["terminzettel", "9"], "Einen Fall 9 gibt es nicht"),
        (["terminzettel", "2026-2"], "hat keinen Termin mit Uhrzeit, also keinen Terminzettel"),
        (["terminzettel", "2026-1", "--subject", "2"], "Vorhanden: 1."),
        (["beratungsprotokoll", "2026-1", "--subject", "3"], "Vorhanden: 2."),
        (["terminzettel", "2026-1", "--second-language", "xx"], "Vorhanden: ar"),
        (["terminzettel", "2026-1", "--template", "x"], "Eine Vorlage „x“"),
    ],
)
def test_refusals_are_one_line(
    options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str],
    reason: str,
) -> None:  # fmt: skip
    before = sorted(tmp_path.iterdir())
    target = str(tmp_path / "a.docx")
    assert cli.main(["document", *arguments, "-o", target, *options]) == 1
    out = capsys.readouterr()
    assert reason in out.err
    assert out.err.count("\n") == 1
    assert out.out == ""
    assert sorted(tmp_path.iterdir()) == before
